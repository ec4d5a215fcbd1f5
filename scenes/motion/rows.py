"""Cars in lanes, and how fast each goes so that none runs into anything.

A picture's vehicles stand where they are at the middle of the clip. From there each lane's vehicles go backwards and
forwards in time by one driver's whim, those behind a moment later. Whoever would run into something goes slower, or
waits for as long as the clip lasts.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from assets.environments.sites import Lane, Site
from assets.random import stream
from scenes.camera import PinholeCamera
from scenes.motion.clip import Clip
from scenes.motion.drive import Ride
from scenes.motion.path import Path
from scenes.motion.speed import Speed
from scenes.placement import footprints, touching
from scenes.pose import Float64
from scenes.spec import Placed

HEADWAY_S = 0.9  # at least, between two bumpers
SLOWEST_MPS = 1.5  # of who moves at all
BODY_M = (0.7, 0.7, 1.8)  # whoever holds a camera
ABOVE_M = 3.6  # over which a camera is in nobody's way
CLEAR_M = 0.25  # between whatever passes
SLOWER = (1.0, 0.8, 0.6, 0.4, 0.25)  # of the speed that was wanted, tried in turn
BY = 3.0  # how many times its distance from a camera what passes goes at most
WHIMS = {"cruises": 0.5, "brakes": 0.2, "accelerates": 0.18, "stops": 0.06, "starts": 0.06}


@dataclass(frozen=True, eq=False)
class Car:
    """Something that goes along a lane, before it is known how fast.

    Attributes:
        thing: its place among what is placed; None for the camera's own vehicle.
        lane: which of the site's.
        at_m, aside_m, axles, z: as ``Ride`` has them.
        size, center: of its box.
        most_mps: of its kind.
    """

    thing: int | None
    lane: int
    at_m: float
    aside_m: float
    axles: tuple[float, float]
    z: float
    size: tuple[float, float, float]
    center: tuple[float, float, float]
    most_mps: float

    @property
    def ahead_m(self) -> float:
        """Where its front is, along the lane."""
        return self.at_m + self.center[0] + self.size[0] / 2.0

    @property
    def behind_m(self) -> float:
        return self.at_m + self.center[0] - self.size[0] / 2.0


@dataclass(eq=False)
class Plan:
    """What is decided so far.

    Attributes:
        moments: at which it is looked whether things touch, seconds.
        paths: by lane.
        taken: (moments, 4, 2) footprints of who has its way.
        rides: by the car's thing; None is the camera's own.
    """

    clip: Clip
    moments: Float64
    paths: dict[int, Path]
    taken: list[Float64] = field(default_factory=list)
    rides: dict[int | None, Ride] = field(default_factory=dict)

    @property
    def middle_s(self) -> float:
        return self.clip.seconds / 2.0


def decide(
    rng: np.random.Generator, plan: Plan, site: Site, cars: list[Car], camera: PinholeCamera, ego: Car | None
) -> None:
    """Find a speed for the cars of each lane, the camera's own first."""
    lanes = sorted({car.lane for car in cars}, key=lambda lane: (ego is None or lane != ego.lane, lane))
    for number, lane in enumerate(lanes):
        row = sorted((car for car in cars if car.lane == lane), key=lambda car: -car.ahead_m)
        waiting = [
            footprint(plan, car, _ride(plan, car, _stand(plan))) for car in cars if car.lane in lanes[number + 1 :]
        ]
        rides = _row(stream(rng, f"lane {lane}"), plan, site.lanes[lane], row, waiting, camera if ego is None else None)
        for car, ride in zip(row, rides, strict=True):
            plan.rides[car.thing] = ride
            plan.taken.append(footprint(plan, car, ride))


def _row(
    rng: np.random.Generator,
    plan: Plan,
    lane: Lane,
    row: list[Car],
    waiting: list[Float64],
    camera: PinholeCamera | None,
) -> list[Ride]:
    """The ways of the cars in one lane, the foremost first: they touch nothing that is taken, nor who waits."""
    wanted = lane.speed_mps * float(np.clip(rng.normal(0.95, 0.15), 0.6, 1.3))
    wanted = min([wanted, *(car.most_mps * float(rng.uniform(0.6, 1.0)) for car in row)])
    gaps = [front.behind_m - rear.ahead_m for front, rear in pairwise(row)]
    wanted = min([wanted, *(max(SLOWEST_MPS, gap / HEADWAY_S) for gap in gaps)])
    if camera is not None:
        here = [plan.paths[car.lane].at(car.at_m, car.aside_m) for car in row]
        away = min(float(np.linalg.norm(place - camera.pose.translation[:2])) for place in here)
        wanted = min(wanted, max(2.5, BY * away / plan.clip.seconds))
    delays = np.cumsum([0.0, *rng.uniform(0.2, 0.6, len(row) - 1)])
    for number, slower in enumerate(SLOWER):
        wish = whim(stream(rng, f"whim {number}"), plan, max(SLOWEST_MPS, wanted * slower))
        for late in (1.0, 0.0):
            rides = [
                _ride(plan, car, wish.later(late * delay)) for car, delay in zip(row, delays.tolist(), strict=True)
            ]
            if _free(plan, row, rides, waiting):
                return rides
    return [_ride(plan, car, _stand(plan)) for car in row]


def _ride(plan: Plan, car: Car, speed: Speed) -> Ride:
    return Ride(plan.paths[car.lane], speed, car.at_m, car.aside_m, car.axles, car.z)


def _stand(plan: Plan) -> Speed:
    return Speed.constant(0.0, plan.middle_s)


def whim(rng: np.random.Generator, plan: Plan, mps: float) -> Speed:
    """What a driver does in a clip who would go that fast."""
    length, middle = plan.clip.seconds, plan.middle_s
    kind = str(rng.choice(list(WHIMS), p=list(WHIMS.values())))
    other = {
        "cruises": mps * float(rng.uniform(0.92, 1.08)),
        "brakes": mps * float(rng.uniform(0.25, 0.7)),
        "accelerates": mps * float(rng.uniform(0.3, 0.75)),
        "stops": 0.0,
        "starts": 0.0,
    }[kind]
    first, last = (other, mps) if kind in ("accelerates", "starts") else (mps, other)
    rate = float(rng.uniform(0.8, 2.2) if last > first else rng.uniform(1.0, 3.5))  # m/s²
    start = float(rng.uniform(0.0, max(length - 0.3, 0.1)))
    return Speed(np.array([start, start + max(abs(last - first) / rate, 0.05)]), np.array([first, last]), middle)


def _free(plan: Plan, row: list[Car], rides: list[Ride], waiting: list[Float64]) -> bool:
    """Whether cars on these ways touch neither each other nor anything else, at any moment."""
    own = [footprint(plan, car, ride) for car, ride in zip(row, rides, strict=True)]
    others = [*plan.taken, *waiting]
    pairs = [(one, two) for one in own for two in others]
    pairs += [(own[i], own[j]) for i in range(len(own)) for j in range(i)]
    return not any(meet(one, two) for one, two in pairs)


def meet(one: Float64, two: Float64) -> bool:
    """Whether two footprints (N, 4, 2) touch at any of their N moments."""
    reach = [np.linalg.norm(each - each.mean(axis=1, keepdims=True), axis=2).max(axis=1) for each in (one, two)]
    near = np.linalg.norm(one.mean(axis=1) - two.mean(axis=1), axis=1) <= reach[0] + reach[1]
    return any(bool(touching(one[n : n + 1], two[n : n + 1])[0, 0]) for n in np.flatnonzero(near))


def footprint(plan: Plan, car: Car, ride: Ride) -> Float64:
    """(N, 4, 2) of a car with half the room around it that is kept, at the plan's moments."""
    places = np.array([ride.place(moment) for moment in plan.moments.tolist()])
    return footprints(places, car.size, car.center, CLEAR_M / 2.0)


def standing(item: Placed, count: int) -> Float64:
    yaw = np.arctan2(item.pose.rotation[1, 0], item.pose.rotation[0, 0])
    place = np.array([*item.pose.translation, yaw])
    return np.repeat(footprints(place[None], item.asset.size, item.asset.center, 0.0), count, axis=0)


def still(place: Float64, size: tuple[float, float, float], center: tuple[float, float, float], count: int) -> Float64:
    return np.repeat(footprints(np.array([[*place, 0.0]]), size, center), count, axis=0)
