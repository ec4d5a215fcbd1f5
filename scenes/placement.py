"""Building blocks for scenes: things that must not touch, lamps that agree with the sky."""

import math

import numpy as np

from assets.environments.suns import Sun
from scenes.pose import Pose, look_at
from scenes.spec import Light, Placed


def overlap(first: Placed, second: Placed, margin_m: float) -> bool:
    """Whether two upright things come nearer than ``margin_m``: separating axes over their footprints."""
    apart = math.dist(first.pose.translation[:2], second.pose.translation[:2])
    if apart > math.hypot(*first.asset.size[:2]) + math.hypot(*second.asset.size[:2]) + margin_m:
        return False  # too far for any heading; cheap, and true of most pairs
    one, two = _footprint(first, margin_m / 2.0), _footprint(second, margin_m / 2.0)
    for placed in (first, second):
        for x, y in placed.pose.rotation.T[:2, :2].tolist():
            near, far = ([x * u + y * v for u, v in corners] for corners in (one, two))
            if max(near) <= min(far) or max(far) <= min(near):
                return False
    return True


def _footprint(placed: Placed, grow_m: float) -> list[tuple[float, float]]:
    """Corners of its box on the ground, grown by so many metres on every side; plain numbers are faster for four."""
    (a, b), (c, d) = placed.pose.rotation[:2, :2].tolist()
    x, y = placed.pose.translation[:2].tolist()
    half, wide = placed.asset.size[0] / 2.0 + grow_m, placed.asset.size[1] / 2.0 + grow_m
    middle = placed.asset.center
    out = []
    for ahead, aside in ((-half, -wide), (half, -wide), (half, wide), (-half, wide)):
        u, v = middle[0] + ahead, middle[1] + aside
        out.append((a * u + b * v + x, c * u + d * v + y))
    return out


def sun_lamp(sun: Sun, turn: float) -> Light:
    """A sun lamp that stands where the turned environment is brightest."""
    azimuth, elevation = sun.azimuth_rad + turn, sun.elevation_rad
    towards = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    camera = look_at(towards, np.zeros(3))  # looks along +z where a lamp shines along -z
    return Light("sun", Pose(camera.rotation @ np.diag([1.0, -1.0, -1.0]), np.zeros(3)), sun.color, sun.power, 0.009)
