"""Building blocks for scenes: things that must not touch, lamps that agree with the sky."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assets.environments.suns import Sun
from scenes.pose import Float64, Pose, look_at
from scenes.spec import Light, Placed


def overlap(first: Placed, second: Placed, margin_m: float) -> bool:
    """Whether two upright things come nearer than ``margin_m``."""
    apart = math.dist(first.pose.translation[:2], second.pose.translation[:2])
    if apart > math.hypot(*first.asset.size[:2]) + math.hypot(*second.asset.size[:2]) + margin_m:
        return False  # too far for any heading; cheap, and true of most pairs
    one, two = (_footprint(placed, margin_m / 2.0) for placed in (first, second))
    return bool(touching(one, two)[0, 0])


def _footprint(placed: Placed, grow_m: float) -> Float64:
    yaw = math.atan2(placed.pose.rotation[1, 0], placed.pose.rotation[0, 0])
    return footprints(np.array([[*placed.pose.translation, yaw]]), placed.asset.size, placed.asset.center, grow_m)


def footprints(places: Float64, size: Sequence[float], center: Sequence[float], grow_m: float = 0.0) -> Float64:
    """(N, 4, 2) corners on the ground of one box at places (N, 4) x, y, z, yaw, all the way round.

    Args:
        size, center: of the box, as assets have them; metres.
        grow_m: added to it on every side.
    """
    x = center[0] + np.array([-1.0, 1.0, 1.0, -1.0]) * (size[0] / 2.0 + grow_m)
    y = center[1] + np.array([-1.0, -1.0, 1.0, 1.0]) * (size[1] / 2.0 + grow_m)
    cos, sin = np.cos(places[:, 3:]), np.sin(places[:, 3:])
    return np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1) + places[:, None, :2]


def turned(points: Float64, yaw: Float64) -> Float64:
    """(N, K, 3) a thing's points (K, 3), turned by each of (N,) angles about z."""
    cos, sin = np.cos(yaw)[:, None], np.sin(yaw)[:, None]
    x, y, z = points.T
    return np.stack([x * cos - y * sin, x * sin + y * cos, np.broadcast_to(z, (len(yaw), len(z)))], axis=-1)


def half_depth(size: Sequence[float], turn: Float64) -> Float64:
    """(N,) how far a box of a size (length, width, …) reaches from its middle along lines of sight.

    Args:
        turn: (N,) angles between these and its length.
    """
    return np.asarray(0.5 * (size[0] * np.abs(np.cos(turn)) + size[1] * np.abs(np.sin(turn))))


def touching(first: Float64, second: Float64) -> NDArray[np.bool_]:
    """(N, M) which of the rectangles (N, 4, 2) and (M, 4, 2) overlap: separating axes along their sides."""
    return ~(_separated(first, second) | _separated(second, first).T)


def _separated(first: Float64, second: Float64) -> NDArray[np.bool_]:
    """(N, M) whether a side of the first lies between them."""
    sides = first[:, [1, 3]] - first[:, :1]
    own, other = np.einsum("nak,nck->nac", sides, first), np.einsum("nak,mck->nmac", sides, second)
    low, high = own.min(axis=2)[:, None], own.max(axis=2)[:, None]
    out: NDArray[np.bool_] = ((other.min(axis=3) >= high) | (other.max(axis=3) <= low)).any(axis=2)
    return out


def sun_lamp(sun: Sun, turn: float) -> Light:
    """A sun lamp that stands where the turned environment is brightest."""
    azimuth, elevation = sun.azimuth_rad + turn, sun.elevation_rad
    towards = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    camera = look_at(towards, np.zeros(3))  # looks along +z where a lamp shines along -z
    return Light("sun", Pose(camera.rotation @ np.diag([1.0, -1.0, -1.0]), np.zeros(3)), sun.color, sun.power, 0.009)
