"""Whether a camera has a vehicle in its picture, past a site's houses, trees and gantries, before it is built."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.environments.sites import Site
from assets.geometry import BOX_CORNERS
from scenes.camera import PinholeCamera
from scenes.placement import turned
from scenes.pose import Float64, Pose

SHOWN = 0.5  # of a vehicle's points, that nothing may stand before
LOW_M, NARROW_M = 1.0, 1.0  # lower scenery, and posts, hide too little to be asked
WITHIN_M = 0.4  # of a roof, no camera
HANGS_M = 3.0  # whose foot is higher is a roof
STEPS = np.linspace(0.0, 1.0, 9)  # along a line of sight
# Points of a vehicle as shares of its half sides: its middle, and above its four sides.
POINTS = np.array(
    [(0.0, 0.0, 0.5), (0.8, 0.0, 0.2), (-0.8, 0.0, 0.2), (0.0, 0.8, 0.7), (0.0, -0.8, 0.7), (0.0, 0.0, 1.0)]
)
EDGES = np.array([(k, k | bit) for k in range(8) for bit in (1, 2, 4) if not k & bit])  # of a box: their two corners


def in_picture(camera: PinholeCamera, pose: Pose, size: ArrayLike, center: ArrayLike, beside: float = 0.0) -> bool:
    """Whether any of a box is in the picture, be it only the middle of a side whose corners all lie outside.

    Two solids meet where an edge of one meets the other: an edge of the box the pyramid that the camera sees, or one of
    that pyramid's four edges the box. A lens that bends lines sees no more than the pyramid around what it sees.

    Args:
        camera: not a fisheye, which sees no pyramid.
        pose: of the box's frame to world.
        beside: what is in this share of the picture's sides around it counts, too.
    """
    half, center = np.asarray(size, np.float64) / 2.0, np.asarray(center, np.float64)
    low, high = camera.border.min(axis=0), camera.border.max(axis=0)
    low, high = low - beside * (high - low), high + beside * (high - low)
    walls = np.array([[1.0, 0.0, -low[0]], [-1.0, 0.0, high[0]], [0.0, 1.0, -low[1]], [0.0, -1.0, high[1]]])
    inside_by = camera.to_camera(pose.apply(center + BOX_CORNERS * half)) @ walls.T
    start, end = inside_by[EDGES[:, 0]], inside_by[EDGES[:, 1]]
    gain = _not_0(end - start)
    enter = np.where(gain > 0.0, -start / gain, 0.0).max(axis=1)
    leave = np.where(gain < 0.0, -start / gain, 1.0).min(axis=1)
    if bool((enter.clip(0.0) <= leave.clip(max=1.0)).any()):
        return True
    rays = np.array([[x, y, 1.0] for x in (low[0], high[0]) for y in (low[1], high[1])])
    eye = pose.inverse().apply(camera.pose.translation) - center
    way = _not_0(rays @ camera.pose.rotation.T @ pose.rotation)
    one, other = (-half - eye) / way, (half - eye) / way
    enter, leave = np.minimum(one, other).max(axis=1), np.maximum(one, other).min(axis=1)
    return bool(((enter <= leave) & (leave >= 0.0)).any())


def in_sight(site: Site, eyes: Float64, places: Float64, size: tuple[float, float, float]) -> NDArray[np.bool_]:
    """(N,) whether half of a vehicle of ``size`` at each of places (N, 4) shows from the eyes (N, 3).

    Scenery counts as its box. One that an eye or the vehicle stands in hides nothing: a roof, a crown that a camera
    hangs in and that is cleared away.
    """
    props = [prop for prop in site.props if prop.asset.size[2] > LOW_M and max(prop.asset.size[:2]) > NARROW_M]
    middles = places[:, :3] + [0.0, 0.0, size[2] / 2.0]
    points = turned(POINTS * np.array(size) / 2.0, places[:, 3]) + middles[:, None]
    free = np.ones(points.shape[:2], np.bool_)
    for prop in props:
        half = np.array(prop.asset.size) / 2.0
        cos, sin = np.cos(prop.yaw), np.sin(prop.yaw)
        own = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
        middle = np.array([prop.x, prop.y, prop.z]) + own @ np.array(prop.asset.center)
        start, end = (eyes - middle) @ own, (points - middle) @ own
        free &= ~_through(start[:, None], end, half)
    return np.asarray(free.mean(axis=1) >= SHOWN)


def round_no_corner(site: Site, eyes: Float64, places: Float64) -> NDArray[np.bool_]:
    """(N,) whether eyes (N, 3) are in the site's room, which houses surround, and see places (N, 4) through it."""
    way = eyes[:, :2] - places[:, :2]
    every = places[:, None, :2] + STEPS[:, None] * way[:, None]
    within = inside(site.room, every.reshape(-1, 2)).reshape(len(eyes), -1)
    return np.asarray(within[:, -1] & (within.all(axis=1) | ~within[:, 0]))


def in_no_roof(site: Site, eyes: Float64) -> NDArray[np.bool_]:
    """(N,) whether eyes (N, 3) are above or below the roofs that cover a part of a site, and not within one."""
    out = np.ones(len(eyes), np.bool_)
    for prop in site.props:
        middle, half = np.array(prop.asset.center), np.array(prop.asset.size) / 2.0
        if prop.z + middle[2] - half[2] > HANGS_M:
            cos, sin = np.cos(prop.yaw), np.sin(prop.yaw)
            own = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
            local = (eyes - [prop.x, prop.y, prop.z]) @ own - middle
            out &= ~(np.abs(local) < half + WITHIN_M).all(axis=1)
    return out


def inside(outline: Float64, points: Float64) -> NDArray[np.bool_]:
    """(M,) which of the points (M, 2) lie in an outline (N, 2), by counting crossings of rays."""
    a, b = outline, np.roll(outline, -1, axis=0)
    x, y = points[:, :1], points[:, 1:]
    straddles = (a[:, 1] > y) != (b[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
    out: NDArray[np.bool_] = np.count_nonzero(straddles & (x < cross), axis=1) % 2 == 1
    return out


def _through(start: Float64, end: Float64, half: Float64) -> NDArray[np.bool_]:
    """Whether lines between points (..., 3) outside of a box around the origin cross it."""
    way = _not_0(end - start)
    one, other = (-half - start) / way, (half - start) / way
    enter, leave = np.minimum(one, other).max(axis=-1), np.maximum(one, other).min(axis=-1)
    return np.asarray((enter > 0.0) & (leave < 1.0) & (enter < leave))


def _not_0(numbers: Float64) -> Float64:
    """The same, and none so small that nothing can be divided by it."""
    return np.where(np.abs(numbers) < 1e-9, 1e-9, numbers)
