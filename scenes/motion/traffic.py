"""Traffic in motion: vehicles that keep to their lanes, and the camera that sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assets.environments.sites import Lane, Site
from assets.random import stream
from assets.vehicles.cycles.pedalling import Pedals
from assets.vehicles.rolling import Wheel, on_wheels
from scenes.camera import PinholeCamera
from scenes.lamps import with_beams
from scenes.motion import sway
from scenes.motion.clip import Clip
from scenes.motion.drive import Drive
from scenes.motion.motion import CameraMover, Mover, Rider
from scenes.motion.path import Path
from scenes.motion.rows import ABOVE_M, BODY_M, Car, Plan, decide, standing, still
from scenes.motion.steady import Steady, about
from scenes.pose import Float64, Pose
from scenes.rigs import RIGS
from scenes.spec import Light, Placed

FASTEST_MPS = 42.0
CYCLES_MPS = 6.0  # of bicycles, at most
CLOSE = 0.05  # metres and radians: lanes that differ by less at a place both lead through it
LOOKS_S = 0.1  # between the moments at which it is asked whether two touch
EGO_M, EGO_AHEAD_M, EGO_AXLES = (4.5, 1.8, 1.5), 1.9, (-1.6, 1.1)  # a car around a camera behind its windscreen


@dataclass(frozen=True, eq=False)
class Moved:
    """Attributes:
    placed: things with wheels that can turn, in the order that they came in.
    movers: by their place in it.
    camera: None stands still.
    plan: what is decided: who else may come finds the room that is left in it.
    """

    placed: list[Placed]
    movers: Mapping[int, Mover]
    camera: CameraMover | None
    plan: Plan

    def seen_by(self, camera: PinholeCamera, seconds: float) -> PinholeCamera:
        """The camera at a moment."""
        return camera if self.camera is None else replace(camera, pose=self.camera.pose(seconds))


def in_motion(
    rng: np.random.Generator,
    clip: Clip,
    site: Site,
    kind: str,
    camera: PinholeCamera,
    placed: Sequence[Placed],
    driving: Sequence[bool],
    around: Sequence[Placed] = (),
    ways: Sequence[Float64] = (),
    shapes: Mapping[int, np.random.Generator] | None = None,
) -> Moved:
    """How a picture's vehicles and its camera move.

    Args:
        kind: of the camera, a key of ``RIGS``.
        placed: vehicles in their places at the middle of the clip, the one that the camera looks at first.
        driving: which of them are on their way along lanes.
        around: what else they must not touch.
        ways: (N, 4, 2) footprints of who walks, at the ``moments_of`` the clip.
        shapes: streams that bicycles were built from, by their place: their riders pedal.
    """
    things, wheels, pedals = list(placed), [tuple[Wheel, ...]()] * len(placed), dict[int, Pedals]()
    for index, item in enumerate(placed):
        if driving[index]:
            asset, wheels[index] = on_wheels(item.asset)
            cranked = Pedals.of(shapes[index], asset) if shapes and index in shapes and wheels[index] else None
            if cranked is not None:
                asset, pedals[index] = cranked
            things[index] = replace(item, asset=asset)
    beyond = clip.seconds * FASTEST_MPS + 50.0
    paths = {n: Path.of(lane.points, beyond) for n, lane in enumerate(site.lanes) if lane.kind != "walk"}
    moments = moments_of(clip)
    plan = Plan(clip, moments, paths, list(ways))
    found = [_car(n, item, site, paths, wheels[n]) for n, item in enumerate(things) if driving[n]]
    ego = _ego(camera, site, paths) if RIGS[kind].fill is None else None
    cars = [car for car in (*found, ego) if car is not None]
    going = {car.thing for car in cars}
    for index, item in enumerate((*things, *around)):
        if index not in going:
            plan.taken.append(standing(item, len(moments)))
    if ego is None and camera.pose.translation[2] < ABOVE_M:
        plan.taken.append(still(camera.pose.translation, BODY_M, (0.0, 0.0, 0.9), len(moments)))
    decide(rng, plan, site, cars, camera, ego)
    movers = _movers(plan, cars, things, wheels, pedals)
    if kind == "turntable" and len(things) == 1 and not movers:
        movers[0] = _turned(stream(rng, "turntable"), things[0].pose, plan.middle_s)
    return Moved(things, movers, _camera(stream(rng, "camera"), plan, kind, camera, things, movers, ego), plan)


def moments_of(clip: Clip) -> Float64:
    """(N,) seconds, from the clip's beginning to its end, at which it is asked whether two touch."""
    return np.linspace(0.0, clip.seconds, max(2, int(np.ceil(clip.seconds / LOOKS_S)) + 1))


def _car(index: int, item: Placed, site: Site, paths: Mapping[int, Path], wheels: Sequence[Wheel]) -> Car | None:
    """A vehicle in its lane; None where no lane leads through its place."""
    yaw = float(np.arctan2(item.pose.rotation[1, 0], item.pose.rotation[0, 0]))
    lanes = lanes_at(item.pose.translation[:2], yaw, site.lanes, paths)
    if not lanes:
        return None
    category, z = item.asset.labels[0].category, float(item.pose.translation[2])
    return car_in(index, lanes[0][1:], z, category, item.asset.size, item.asset.center, wheels)


def car_in(
    index: int,
    lane: tuple[int, float, float],
    z: float,
    category: str,
    size: tuple[float, float, float],
    center: tuple[float, float, float],
    wheels: Sequence[Wheel],
) -> Car:
    """A vehicle, the ``index``-th of the traffic, in a lane, so far along and so far aside.

    Args:
        wheels: of the vehicle; without them, its axles are about where they are as a rule.
    """
    axles = [float(wheel.center[0]) for wheel in wheels]
    rear, front = (min(axles), max(axles)) if len(axles) > 1 else (-0.3 * size[0], 0.3 * size[0])
    most = CYCLES_MPS if category == "bicycle" else FASTEST_MPS
    return Car(index, *lane, (rear, max(front, rear + 0.5)), z, size, center, most)


def _ego(camera: PinholeCamera, site: Site, paths: Mapping[int, Path]) -> Car | None:
    """The car that a dash camera is in; None where it is in no lane."""
    ahead = camera.pose.rotation[:, 2]
    lanes = lanes_at(camera.pose.translation[:2], float(np.arctan2(ahead[1], ahead[0])), site.lanes, paths)
    if not lanes:
        return None
    center = (EGO_AHEAD_M - EGO_M[0] / 2.0, 0.0, EGO_M[2] / 2.0)
    return Car(None, *lanes[0][1:], EGO_AXLES, 0.0, EGO_M, center, FASTEST_MPS)


def lanes_at(
    place: Float64, yaw: float, lanes: Sequence[Lane], paths: Mapping[int, Path]
) -> list[tuple[float, int, float, float]]:
    """The lanes whose way something at a place (2,) goes, best first: how little each is its way, the lane's number,
    how far along it is, and how far to the left."""
    out = list[tuple[float, int, float, float]]()
    for number, path in paths.items():
        at_m, aside = path.nearest(place)
        turn = (yaw - float(path.heading_at(at_m)) + np.pi) % (2.0 * np.pi) - np.pi
        on_it = -3.0 <= at_m <= lanes[number].length + 3.0
        if on_it and abs(turn) < 0.6 and abs(aside) <= 0.5 * lanes[number].width:
            out.append((abs(aside) + abs(turn), number, at_m, aside))
    return sorted(out, key=lambda found: found[0])


def _movers(
    plan: Plan,
    cars: list[Car],
    things: list[Placed],
    wheels: Sequence[tuple[Wheel, ...]],
    pedals: Mapping[int, Pedals],
) -> dict[int, Mover]:
    return {
        car.thing: Drive.of(plan.rides[car.thing], things[car.thing].asset, wheels[car.thing], pedals.get(car.thing))
        for car in cars
        if car.thing is not None
    }


def riders(
    placed: Sequence[Placed], nearest: Sequence[Placed], first: int, lights: Sequence[Light], power: float
) -> dict[int, Rider]:
    """Which lights, by their place, are beams of which vehicles.

    Args:
        nearest: the same vehicles, in the order in which ``scenes.lamps.head_lamps`` got them.
        first: the place of the first of these among all things of the scene.
        lights: the beams come first.
        power: that the beams were made with.
    """
    out = {}
    for index, item in enumerate(with_beams(nearest, power)):
        pose = item.pose.inverse().of(lights[index].pose)
        out[index] = Rider(first + next(n for n, other in enumerate(placed) if other is item), pose)
    return out


def _turned(rng: np.random.Generator, pose: Pose, middle_s: float) -> Steady:
    """On a turntable, at 8 to 30° a second."""
    speed = float(np.radians(rng.uniform(8.0, 30.0))) * (1.0 if rng.uniform() < 0.5 else -1.0)
    turning = np.array([0.0, 0.0, speed])
    return Steady(Pose(about(turning, -middle_s) @ pose.rotation, pose.translation), turning_radps=turning)


def _camera(
    rng: np.random.Generator,
    plan: Plan,
    kind: str,
    camera: PinholeCamera,
    things: list[Placed],
    movers: Mapping[int, Mover],
    ego: Car | None,
) -> CameraMover | None:
    """How a camera of a kind moves."""
    if ego is not None:
        ride, shake = plan.rides[None], sway.Sway.of(rng, *sway.CAR)
        return sway.Riding(ride, ride.pose(plan.middle_s).inverse().of(camera.pose), shake)
    if kind == "drone":
        way, speed = float(rng.uniform(-np.pi, np.pi)), float(rng.uniform(0.3, 3.0))
        velocity = speed * np.array([np.cos(way), np.sin(way), float(rng.normal(0.0, 0.1))])
        turning = float(rng.normal(0.0, np.radians(2.0)))
        return sway.Drifting(camera.pose, velocity, turning, sway.Sway.of(rng, *sway.DRONE), plan.middle_s)
    if kind in ("cctv", "turntable"):
        return None
    target = movers.get(0) if things else None
    share = float(rng.uniform(0.5, 1.0))
    center = things[0].asset.center if things else (0.0, 0.0, 0.0)
    return sway.Held(camera.pose, sway.Sway.of(rng, *sway.HAND), target, center, plan.middle_s, share)
