"""Cameras as the field has them: in a car, on a pole, in a hand, under a drone, on a tripod before one vehicle."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from scenes.camera import PinholeCamera
from scenes.distributions import Distribution, parse
from scenes.lens import Distortion
from scenes.placement import half_depth, turned
from scenes.pose import Float64, Pose, look_at

WIDEST_SHARE = 1.4  # of the picture's width or height, that the vehicle in focus may fill: above 1 it is cut off
NEAREST_M = 0.9  # from a camera to the next corner of a vehicle, along its line of sight
BEARING_DEG = 4.0  # standard deviation of where round a vehicle a camera stands, beside what was drawn
STEPS = 6  # until the distance is found from which a thing fills what it should, to about a hundredth
# Points of a vehicle without the corners of its box, which are empty: of half sizes, (20, 3).
HULL = np.array(
    [(a * x, b * y, z) for x, y in ((1.0, 0.55), (0.75, 1.0)) for a in (1, -1) for b in (1, -1) for z in (-1.0, 0.1)]
    + [(a * 0.4, b * 0.7, 1.0) for a in (1, -1) for b in (1, -1)]
)
# People walk round to where a vehicle shows its face: half of all photographs are taken from before it, a little aside.
ALL_ROUND = "uniform(0, 180)"
FACE_ON = "histogram({0: 2.2, 12: 3, 45: 1.6, 65: 0.8, 110: 0.8, 135: 1.1, 165: 1.2, 180: 0})"
# Two wheels show nothing of themselves from before: who photographs one stands beside it.
SIDE_ON = "histogram({0: 1, 15: 2.2, 40: 2.6, 70: 2.2, 105: 1, 140: 1, 165: 0.7, 180: 0})"
TWO_WHEELS = ("bicycle", "motorcycle")


@dataclass(frozen=True)
class Rig:
    """How one kind of camera is used.

    Attributes:
        height_m: of the camera above the ground.
        fov_deg: angle of the picture's longer side.
        fill: share of the picture that the vehicle it looks at takes, along the side that it fills first; None for a
            camera that rides in a lane and looks along it.
        bearing_deg: where it stands round that vehicle, on either side: 0 before it, 180 behind it.
        two_wheels_deg: the same round one on two wheels.
        aim: standard deviation of where that vehicle lies in the picture, as a share of its sides.
        roll_deg: standard deviation.
        distortion: standard deviation of k1.
    """

    height_m: Distribution
    fov_deg: Distribution
    fill: Distribution | None
    bearing_deg: Distribution
    two_wheels_deg: Distribution
    aim: float = 0.08
    roll_deg: float = 0.6
    distortion: float = 0.0

    def bearing_of(self, category: str) -> Distribution:
        """Where it stands round a vehicle of the category."""
        return self.two_wheels_deg if category in TWO_WHEELS else self.bearing_deg


def _rig(
    height: str, fov: str, fill: str | None, aim: float, roll: float, distortion: float = 0.0, bearing: str = ALL_ROUND
) -> Rig:
    round_it = parse(bearing), parse(SIDE_ON if bearing == FACE_ON else bearing)
    return Rig(parse(height), parse(fov), parse(fill) if fill else None, *round_it, aim, roll, distortion)


# Heights: a windscreen's mirror in cars and vans; poles, gantries and walls; eyes and raised hands; consumer drones.
# Angles: 2.8-6 mm lenses on 1/2.8" sensors for dash and CCTV cameras, 24-70 mm equivalents for hands.
RIGS: Mapping[str, Rig] = {
    "dash": _rig("uniform(1.2, 1.6)", "truncnormal(66, 12, 45, 95)", None, aim=0.0, roll=0.8, distortion=0.05),
    "cctv": _rig(
        "uniform(4, 9)", "truncnormal(55, 15, 28, 90)", "uniform(0.10, 0.45)", aim=0.16, roll=1.2, distortion=0.05
    ),
    "pedestrian": _rig(
        "truncnormal(1.6, 0.15, 1.0, 2.0)",
        "truncnormal(55, 12, 30, 75)",
        "uniform(0.2, 0.9)",
        aim=0.13,
        roll=1.5,
        bearing=FACE_ON,
    ),
    "closeup": _rig(
        "truncnormal(1.4, 0.3, 0.5, 2.2)",
        "truncnormal(50, 12, 25, 75)",
        "histogram({0.55: 0.9, 0.75: 2, 0.95: 1.7, 1.15: 0.8, 1.4: 0})",
        aim=0.07,
        roll=1.0,
        bearing=FACE_ON,
    ),
    "drone": _rig("loguniform(10, 45)", "truncnormal(60, 12, 35, 84)", "uniform(0.07, 0.3)", aim=0.18, roll=0.5),
    "turntable": _rig(
        "truncnormal(1.5, 0.8, 0.4, 5)", "truncnormal(38, 8, 22, 60)", "uniform(0.6, 0.9)", aim=0.02, roll=0.0
    ),
}


@dataclass(frozen=True)
class Lens:
    """One camera of a kind, before it has a place.

    Attributes:
        rig: what kind.
        size: of the picture in pixels.
        height_m, fov_rad, exposure_ev, k1: sampled for it.
    """

    rig: Rig
    size: tuple[int, int]
    height_m: float
    fov_rad: float
    exposure_ev: float
    k1: float

    def at(self, pose: Pose) -> PinholeCamera:
        lens = Distortion(k1=self.k1, k2=0.2 * self.k1 * self.k1) if self.k1 else None
        camera = PinholeCamera.from_fov(self.size, self.fov_rad, pose, exposure_ev=self.exposure_ev)
        return replace(camera, distortion=lens)

    @property
    def focal_px(self) -> float:
        return float(max(self.size) / 2.0 / np.tan(self.fov_rad / 2.0))


def riding(rng: np.random.Generator, lens: Lens, stand: Float64) -> Pose:
    """A camera in the lane at ``stand`` (x, y, heading): looks along it, a little up or down and aside."""
    x, y, heading = stand
    yaw, pitch, roll = rng.normal(size=3) * np.radians([3.0, 1.8, lens.rig.roll_deg])
    eye = np.array([x, y, lens.height_m])
    towards = np.array([np.cos(heading + yaw), np.sin(heading + yaw), pitch - np.radians(2.0)])
    return look_at(eye, eye + 20.0 * towards, roll)


def beside(
    rng: np.random.Generator,
    lens: Lens,
    places: Float64,
    size: tuple[float, float, float],
    fill: float,
    bearing_deg: float,
) -> Float64:
    """(N, 3) eyes of cameras on either side of a thing of ``size`` (length, width, height) at each of places (N, 4).

    From there it fills about its share of the picture, along the side that it fills first.

    Args:
        bearing_deg: 0 before it, 180 behind it.
    """
    count, fill = len(places), min(fill, WIDEST_SHARE)
    side = rng.choice([-1.0, 1.0], count)
    bearing = places[:, 3] + side * np.radians(bearing_deg + rng.normal(0.0, BEARING_DEG, count))
    way = np.stack([np.cos(bearing), np.sin(bearing)], axis=1)
    turn = bearing - places[:, 3]
    deep = half_depth(size, turn)
    away = np.maximum(deep + NEAREST_M, lens.focal_px * max(size) / (fill * max(lens.size)))
    for _ in range(STEPS):
        eyes = np.column_stack([places[:, :2] + away[:, None] * way, np.full(count, lens.height_m)])
        away = np.maximum(deep + NEAREST_M, away * _filled(lens, eyes, places, size) / fill)
    return np.column_stack([places[:, :2] + away[:, None] * way, np.full(count, lens.height_m)])


def _filled(lens: Lens, eyes: Float64, places: Float64, size: tuple[float, float, float]) -> Float64:
    """(N,) share of the picture's width or height that a vehicle of some size at each of the places (N, 4) takes.

    Args:
        eyes: (N, 3) of cameras that have the box's middle in theirs.
    """
    corners = turned(HULL * np.array(size) / 2.0, places[:, 3])
    middle = places[:, :3] + [0.0, 0.0, size[2] / 2.0]
    ahead = middle - eyes
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    right = np.stack([ahead[:, 1], -ahead[:, 0], np.zeros(len(places))], axis=1)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    axes = np.stack([right, np.cross(ahead, right), ahead], axis=2)
    across, down, depth = np.moveaxis((corners + (middle - eyes)[:, None]) @ axes, -1, 0)
    depth = depth.clip(0.1)
    spread = [lens.focal_px * np.ptp(each / depth, axis=1) for each in (across, down)]
    return np.asarray(np.maximum(spread[0] / lens.size[0], spread[1] / lens.size[1]))


def aimed(rng: np.random.Generator, lens: Lens, eye: Float64, target: ArrayLike, fill: float) -> Pose:
    """A camera at ``eye`` (3,) that has a point about in its picture's middle; nearer if the thing fills more of it."""
    free = max(0.0, 1.0 - min(fill, WIDEST_SHARE))  # a thing that fills the picture stays in its middle
    u, v = rng.normal(size=2).clip(-1.6, 1.6) * lens.rig.aim * (0.4 + free) * lens.size / lens.focal_px
    roll = float(rng.normal() * np.radians(lens.rig.roll_deg))
    return look_at(eye, eye + look_at(eye, target).rotation @ np.array([u, v, 1.0]), roll)
