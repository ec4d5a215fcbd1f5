"""Whether a camera sees a vehicle past the houses, trees and gantries of a site, before anything is built."""

import numpy as np
from numpy.typing import NDArray

from assets.environments.sites import Site
from scenes.placement import turned
from scenes.pose import Float64

SHOWN = 0.5  # of a vehicle's points, that nothing may stand before
LOW_M, NARROW_M = 1.0, 1.0  # lower scenery, and posts, hide too little to be asked
WITHIN_M = 0.4  # of a roof, no camera
HANGS_M = 3.0  # whose foot is higher is a roof
STEPS = np.linspace(0.0, 1.0, 9)  # along a line of sight
# Points of a vehicle as shares of its half sides: its middle, and above its four sides.
POINTS = np.array(
    [(0.0, 0.0, 0.5), (0.8, 0.0, 0.2), (-0.8, 0.0, 0.2), (0.0, 0.8, 0.7), (0.0, -0.8, 0.7), (0.0, 0.0, 1.0)]
)


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
    way = end - start
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    one, other = (-half - start) / way, (half - start) / way
    enter, leave = np.minimum(one, other).max(axis=-1), np.maximum(one, other).min(axis=-1)
    return np.asarray((enter > 0.0) & (leave < 1.0) & (enter < leave))
