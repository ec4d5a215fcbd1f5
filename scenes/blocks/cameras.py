"""Cameras for scenes of one's own: free ones, ones that go around a thing, and those that the field has."""

import math

import numpy as np
from numpy.typing import ArrayLike

from assets.names import expect_name
from scenes.camera import PinholeCamera
from scenes.fisheye import Fisheye
from scenes.lens import Distortion
from scenes.pose import look_at
from scenes.rigs import RIGS, Lens, aimed, beside, riding
from scenes.spec import Placed

FIXED = tuple(kind for kind, rig in RIGS.items() if rig.fill is not None)


def look_from(
    size: tuple[int, int],
    eye: ArrayLike,
    target: ArrayLike,
    fov_deg: float = 50.0,
    roll_deg: float = 0.0,
    exposure_ev: float = 0.0,
    distortion: Distortion | Fisheye | None = None,
) -> PinholeCamera:
    """A camera at ``eye`` that looks at ``target``, both (3,) metres in the world.

    Args:
        size: of the picture in pixels: ``params.size``.
        fov_deg: angle of its longer side; of a fisheye 180 and more.
        distortion: of its lens, as of ``PinholeCamera``.

    Raises:
        SceneError: no such lens has that angle, or its distortion cannot be inverted over the picture.
    """
    pose = look_at(eye, target, math.radians(roll_deg))
    return PinholeCamera.from_fov(size, math.radians(fov_deg), pose, exposure_ev, distortion=distortion)


def orbit(
    size: tuple[int, int],
    target: ArrayLike,
    distance_m: float,
    azimuth_deg: float,
    elevation_deg: float,
    fov_deg: float = 50.0,
    exposure_ev: float = 0.0,
    distortion: Distortion | Fisheye | None = None,
) -> PinholeCamera:
    """A camera on a ball around the ``target``.

    Args:
        azimuth_deg: of the camera about z, from x.
        elevation_deg: 0 level with the target, 90 straight above it.
        fov_deg, exposure_ev, distortion: as of ``look_from``.
    """
    turn, rise = math.radians(azimuth_deg), math.radians(elevation_deg)
    away = np.array([math.cos(turn) * math.cos(rise), math.sin(turn) * math.cos(rise), math.sin(rise)])
    eye = np.asarray(target, np.float64) + distance_m * away
    return look_from(size, eye, target, fov_deg, exposure_ev=exposure_ev, distortion=distortion)


def watching(
    rng: np.random.Generator, kind: str, size: tuple[int, int], thing: Placed, exposure_ev: float = 0.0
) -> PinholeCamera:
    """A camera as the field has it that watches a thing, about as large in the picture as its kind shows things.

    Args:
        kind: ``cctv``, ``pedestrian``, ``closeup``, ``drone`` or ``turntable``; its height is above z = 0.

    Raises:
        AssetError: no such kind.
    """
    rig = RIGS[expect_name(kind, FIXED, "camera")]
    lens = _lens(rng, kind, size, exposure_ev)
    fill = float(rig.fill.sample(rng)) if rig.fill is not None else 1.0
    x, y, z = thing.pose.apply(thing.asset.center).tolist()
    yaw = math.atan2(thing.pose.rotation[1, 0], thing.pose.rotation[0, 0])
    category = thing.asset.labels[0].category if thing.asset.labels else ""
    bearing = float(rig.bearing_of(category).sample(rng))
    eye = beside(rng, lens, np.array([[x, y, 0.0, yaw]]), thing.asset.size, fill, bearing)[0]
    return lens.at(aimed(rng, lens, eye, (x, y, z), fill))


def dash(
    rng: np.random.Generator,
    size: tuple[int, int],
    x: float,
    y: float,
    heading_rad: float,
    exposure_ev: float = 0.0,
) -> PinholeCamera:
    """A camera behind the windscreen of a vehicle at a place in a lane (``lane.at(s)`` gives one)."""
    lens = _lens(rng, "dash", size, exposure_ev)
    return lens.at(riding(rng, lens, np.array([x, y, heading_rad])))


def _lens(rng: np.random.Generator, kind: str, size: tuple[int, int], exposure_ev: float) -> Lens:
    rig = RIGS[kind]
    height, fov = float(rig.height_m.sample(rng)), float(rig.fov_deg.sample(rng))
    return Lens(rig, size, height, math.radians(fov), exposure_ev, 0.0)
