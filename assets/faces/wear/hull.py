"""The head and shoulders as a radius by direction: what things that are worn are cut to.

A direction is a height and an azimuth. Above the middle of the skull the height is an elevation, radians; below it,
metres down the neck's axis over ``unit_m``, so that the chart is a capsule: a dome on a bent cylinder.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces import bake
from assets.faces.regions import EYES
from assets.faces.surface import body_faces

type Points = NDArray[np.float64]
type Quads = NDArray[np.integer]

ROWS, COLUMNS = 80, 96
LOWEST, HIGHEST = -3.4, np.pi / 2.0
SPREAD = 2  # cells that a point reaches to each side; as many are averaged, so that the hull lies on or over the skin


@dataclass(frozen=True, eq=False)
class Hull:
    """Attributes:
    top: (3,) middle of the skull.
    foot: (3,) middle of the neck.
    unit_m: metres that one unit of height stands for below the middle of the skull.
    radius: (ROWS, COLUMNS) metres from the axis, by height and azimuth.
    """

    top: Points
    foot: Points
    unit_m: float
    radius: Points
    skin: Points

    def place(self, height: ArrayLike, azimuth: ArrayLike, gap: ArrayLike = 0.0, snug: ArrayLike = 0.0) -> Points:
        """Points (..., 3) ``gap`` metres off the hull; with ``snug`` 1 off the skin instead."""
        height, azimuth = np.broadcast_arrays(np.asarray(height, np.float64), np.asarray(azimuth, np.float64))
        radius = self.reach(height, azimuth) + np.asarray(gap, np.float64)
        if np.any(snug):
            radius = radius - np.asarray(snug) * (self._read(self.radius - self.skin, height, azimuth))
        return self.at(height, azimuth, radius)

    def at(self, height: Points, azimuth: Points, radius: Points) -> Points:
        """Points (..., 3) of these coordinates."""
        above, below = np.maximum(height, 0.0), np.minimum(height, 0.0) * self.unit_m
        flat = np.cos(above)
        arm = np.stack([flat * np.cos(azimuth), flat * np.sin(azimuth), np.sin(above)], -1) * radius[..., None]
        out: Points = self._axis(below) + arm
        return out

    def find(self, points: ArrayLike) -> tuple[Points, Points, Points]:
        """Height, azimuth and radius of points (..., 3)."""
        points = np.asarray(points, np.float64)
        below = np.minimum(points[..., 2] - self.top[2], 0.0)
        x, y, z = np.moveaxis(points - self._axis(below), -1, 0)
        flat = np.hypot(x, y)
        return np.where(below < 0.0, below / self.unit_m, np.arctan2(z, flat)), np.arctan2(y, x), np.hypot(flat, z)

    def reach(self, height: ArrayLike, azimuth: ArrayLike) -> Points:
        """Radius of the hull in these directions."""
        return self._read(self.radius, np.asarray(height, np.float64), np.asarray(azimuth, np.float64))

    def _read(self, grid: Points, height: Points, azimuth: Points) -> Points:
        row = (height - LOWEST) / (HIGHEST - LOWEST) * (ROWS - 1)
        row = np.clip(row, 0.0, ROWS - 1.000001)
        column = np.mod(azimuth / (2.0 * np.pi) * COLUMNS, COLUMNS)
        i, j = row.astype(np.int64), np.minimum(column.astype(np.int64), COLUMNS - 1)
        a, b, k = row - i, column - j, (j + 1) % COLUMNS
        low = grid[i, j] * (1.0 - b) + grid[i, k] * b
        high = grid[i + 1, j] * (1.0 - b) + grid[i + 1, k] * b
        out: Points = low * (1.0 - a) + high * a
        return out

    def outside(self, points: Points, gap: Points | float) -> Points:
        """Points (..., 3), those nearer than ``gap`` metres to the hull moved away from the axis."""
        height, azimuth, radius = self.find(points)
        return self.at(height, azimuth, np.maximum(radius, self.reach(height, azimuth) + gap))

    def _axis(self, below: Points) -> Points:
        share = np.clip(-below / (self.top[2] - self.foot[2]), 0.0, 1.8)[..., None]
        out: Points = self.top + share * (self.foot - self.top) * [1.0, 1.0, 0.0]
        out[..., 2] += below
        return out


def hull(points: NDArray[np.float32], ears: bool, also: tuple[tuple[NDArray[np.float32], Quads], ...] = ()) -> Hull:
    """The hull of a person.

    Args:
        points: (V, 3) surface of the baked mesh.
        ears: whether they count; without them the hull lies on the skull behind them.
        also: vertices and quads of what is worn below.
    """
    data = bake.load()
    faces = body_faces()
    kept = points[faces[:, 0], 2] > -0.42
    if not ears:
        kept &= (data.masks["ears"][faces] < 0.25).all(1)
    scale = float(np.ptp(points[_head(), 2]) / 0.245)
    neck = (data.masks["torso"] > 0.45) & (data.masks["torso"] < 0.8)
    top = np.array([-0.075 * scale, 0.0, 0.022 * scale])
    foot = points[neck].mean(0).astype(np.float64)
    foot[2] = min(foot[2], -0.08 * scale)
    none = np.zeros((ROWS, COLUMNS))
    bare = Hull(top, foot, 0.1 * scale, none, none)
    spread = [samples(points, faces[kept], 3), *(samples(p, q, 5) for p, q in also)]
    height, azimuth, radius = bare.find(np.concatenate(spread))
    row = np.rint((height - LOWEST) / (HIGHEST - LOWEST) * (ROWS - 1)).astype(np.int64)
    column = np.rint(azimuth / (2.0 * np.pi) * COLUMNS).astype(np.int64) % COLUMNS
    inside = (row >= 0) & (row < ROWS)
    grid = np.zeros((ROWS, COLUMNS))
    np.maximum.at(grid, (row[inside], column[inside]), radius[inside])
    skin = _filled(grid)
    return Hull(top, foot, bare.unit_m, _smoothed(skin), skin)


def spot(points: NDArray[np.float32], x: float, y: float, z: float) -> Points:
    """(3,) where the skin is that lies at (x, y, z) metres from the eyes on the base head."""
    data, used = bake.load(), _head()
    nearest = ((data.rest[used] - EYES - np.array([x, y, z], np.float32)) ** 2).sum(1).argmin()
    out: Points = points[used[nearest]].astype(np.float64)
    return out


def size(points: NDArray[np.float32]) -> float:
    """Of this head against an adult's."""
    return float(np.ptp(points[_head(), 2]) / 0.245)


def _head() -> NDArray[np.int64]:
    data = bake.load()
    inside = np.zeros(len(data.rest), bool)
    inside[body_faces()] = True
    return np.flatnonzero(inside & (data.masks["torso"] < 0.02) & (data.masks["mouth"] < 0.3))


def samples(points: NDArray[np.float32], quads: Quads, count: int) -> Points:
    """(N, 3) points spread over quads, ``count`` by ``count`` on each."""
    share = np.linspace(0.0, 1.0, count, endpoint=False) + 0.5 / count
    u, v = (axis.ravel() for axis in np.meshgrid(share, share))
    weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], 1).astype(np.float32)
    out: Points = (weights @ points[quads]).reshape(-1, 3).astype(np.float64)
    return out


def _filled(grid: Points) -> Points:
    """Empty cells (0) get the mean of their neighbours, from the edges inwards."""
    for _ in range(40):
        empty = grid == 0.0
        if not empty.any():
            break
        known = (~empty).astype(np.float64)
        total, count = _around(grid), _around(known)
        grid = np.where(empty & (count > 0.0), total / np.maximum(count, 1.0), grid)
    return grid


def _around(grid: Points) -> Points:
    wide = np.roll(grid, 1, 1) + grid + np.roll(grid, -1, 1)
    tall = np.pad(wide, ((1, 1), (0, 0)))
    return tall[:-2] + tall[1:-1] + tall[2:]


def _smoothed(grid: Points) -> Points:
    """The greatest radius around, then the mean of as many cells; one value at the crown."""
    for _ in range(SPREAD):
        grid = np.maximum.reduce([np.roll(grid, 1, 1), grid, np.roll(grid, -1, 1)])
        tall = np.pad(grid, ((1, 1), (0, 0)), "edge")
        grid = np.maximum.reduce([tall[:-2], tall[1:-1], tall[2:]])
    for _ in range(SPREAD):
        grid = (np.roll(grid, 1, 1) + grid + np.roll(grid, -1, 1)) / 3.0
        tall = np.pad(grid, ((1, 1), (0, 0)), "edge")
        grid = (tall[:-2] + tall[1:-1] + tall[2:]) / 3.0
    rows = np.linspace(LOWEST, HIGHEST, ROWS)
    share = np.clip((rows - 1.0) / (HIGHEST - 1.0), 0.0, 1.0)[:, None]
    share = share**2 * (3.0 - 2.0 * share)
    out: Points = (1.0 - share) * grid + share * grid[-1].mean()
    return out
