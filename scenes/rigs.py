"""Cameras as the field has them: in a car, on a pole, in a hand, under a drone, on a tripod before one vehicle."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from scenes.camera import PinholeCamera
from scenes.distributions import Distribution, parse
from scenes.lens import Distortion
from scenes.pose import Float64, Pose, look_at

WIDEST_SHARE = 1.2  # of the picture's width or height, that the vehicle in focus may fill: above 1 it is cut off


@dataclass(frozen=True)
class Rig:
    """How one kind of camera is used.

    Attributes:
        height_m: of the camera above the ground.
        fov_deg: angle of the picture's longer side.
        fill: share of the picture that the vehicle it looks at takes, along the side that it fills first; None for a
            camera that rides in a lane and looks along it.
        aim: standard deviation of where that vehicle lies in the picture, as a share of its sides.
        roll_deg: standard deviation.
        distortion: standard deviation of k1.
    """

    height_m: Distribution
    fov_deg: Distribution
    fill: Distribution | None
    aim: float = 0.08
    roll_deg: float = 0.6
    distortion: float = 0.0


def _rig(height: str, fov: str, fill: str | None, aim: float, roll: float, distortion: float = 0.0) -> Rig:
    return Rig(parse(height), parse(fov), parse(fill) if fill else None, aim, roll, distortion)


# Heights: a windscreen's mirror in cars and vans; poles, gantries and walls; eyes and raised hands; consumer drones.
# Angles: 2.8-6 mm lenses on 1/2.8" sensors for dash and CCTV cameras, 24-70 mm equivalents for hands.
RIGS: Mapping[str, Rig] = {
    "dash": _rig("uniform(1.2, 1.6)", "truncnormal(66, 12, 45, 95)", None, aim=0.0, roll=0.8, distortion=0.05),
    "cctv": _rig(
        "uniform(4, 9)", "truncnormal(55, 15, 28, 90)", "uniform(0.10, 0.45)", aim=0.16, roll=1.2, distortion=0.05
    ),
    "pedestrian": _rig(
        "truncnormal(1.6, 0.15, 1.0, 2.0)", "truncnormal(55, 12, 30, 75)", "uniform(0.2, 0.6)", aim=0.13, roll=1.5
    ),
    "closeup": _rig(
        "truncnormal(1.4, 0.35, 0.5, 2.4)", "truncnormal(48, 12, 25, 72)", "uniform(0.6, 1.2)", aim=0.05, roll=1.0
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
    rng: np.random.Generator, lens: Lens, places: Float64, size: tuple[float, float, float], fill: float
) -> Float64:
    """(N, 3) eyes of cameras on any side of a thing of ``size`` (length, width, height) at each of the places (N, 4).

    From there it fills its share of the picture.
    """
    x, y, _, yaw = places.T
    bearing = rng.uniform(-np.pi, np.pi, len(places))
    width, height = lens.size
    along, across = np.abs(np.cos(bearing - yaw)), np.abs(np.sin(bearing - yaw))
    broad, deep = size[0] * across + size[1] * along, size[0] * along + size[1] * across
    fill = min(fill, WIDEST_SHARE)
    near = lens.focal_px * np.maximum(broad / (fill * width), size[2] / (fill * height)) + 0.5 * deep
    rise = lens.height_m - size[2] / 2.0
    away = np.sqrt(np.maximum(near**2 - rise**2, (0.35 * near) ** 2))
    return np.stack([x + away * np.cos(bearing), y + away * np.sin(bearing), np.full(len(x), lens.height_m)], axis=1)


def aimed(rng: np.random.Generator, lens: Lens, eye: Float64, target: ArrayLike, fill: float) -> Pose:
    """A camera at ``eye`` (3,) that has a point about in its picture's middle; nearer if the thing fills more of it."""
    free = max(0.0, 1.0 - min(fill, WIDEST_SHARE))  # a thing that fills the picture stays in its middle
    u, v = rng.normal(size=2).clip(-1.6, 1.6) * lens.rig.aim * (0.25 + free) * lens.size / lens.focal_px
    roll = float(rng.normal() * np.radians(lens.rig.roll_deg))
    return look_at(eye, eye + look_at(eye, target).rotation @ np.array([u, v, 1.0]), roll)
