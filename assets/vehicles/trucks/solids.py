"""Solid pieces that trucks are put together from; a truck is drawn with its front bumper at x = 0."""

import numpy as np
from numpy.typing import ArrayLike

from assets.polygons import Points, Shape, Skin, grid, join, lathe, tube
from assets.vectors import cross


def soft_box(low: ArrayLike, high: ArrayLike, radius: float, skin: Skin, steps: int = 2) -> Shape:
    """A box between two corners whose edges are rounded in ``steps``; meant for flat shading."""
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    radius = float(min(radius, 0.49 * (high - low).min()))
    turn = np.linspace(0.0, np.pi / 2.0, steps + 1)
    around = np.concatenate([turn + quarter * np.pi / 2.0 for quarter in range(4)])
    corner = np.repeat(np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]), steps + 1, axis=0)
    rise = np.concatenate([turn - np.pi / 2.0, turn])
    up = np.repeat([-1.0, 1.0], steps + 1)
    half, middle = (high - low) / 2.0 - radius, (high + low) / 2.0
    x = half[0] * corner[:, 0] + radius * np.cos(rise)[:, None] * np.cos(around)
    y = half[1] * corner[:, 1] + radius * np.cos(rise)[:, None] * np.sin(around)
    z = np.broadcast_to((half[2] * up + radius * np.sin(rise))[:, None], x.shape)
    points = np.stack([x, y, z], axis=2) + middle
    sides = grid(points[:, ::-1], skin, closed=True)
    ends = points[[0, -1]][:, :: steps + 1].reshape(8, 3)
    caps = Shape(ends, np.array([(3, 2, 1, 0), (4, 5, 6, 7)]), np.zeros(2, np.int64), (skin,))
    return join([sides, caps])


def drum(start: ArrayLike, end: ArrayLike, radius: float, skin: Skin, segments: int = 16) -> Shape:
    """A cylinder with rounded ends between two points."""
    start, end = np.asarray(start, np.float64), np.asarray(end, np.float64)
    length = float(np.linalg.norm(end - start))
    lip = min(0.2 * radius, 0.2 * length)
    profile = [(0.0, 0.0), (radius - lip, 0.0), (radius, lip), (radius, length - lip), (radius - lip, length)]
    return lathe([*profile, (0.0, length)], segments, skin).moved(start, turned_to(end - start))


def turned_to(direction: ArrayLike) -> Points:
    """(3, 3) rotation that takes +y to ``direction``."""
    y = np.asarray(direction, np.float64) / np.linalg.norm(direction)
    x = cross(y, [0.0, 0.0, 1.0] if abs(y[2]) < 0.9 else [1.0, 0.0, 0.0])
    x /= np.linalg.norm(x)
    return np.stack([x, y, cross(x, y)], axis=1)


def pipe(path: ArrayLike, radius: float, skin: Skin, sides: int = 8) -> Shape:
    """A tube along (N, 3) points that may turn any way, without twisting; its ends are capped."""
    path = np.asarray(path, np.float64)
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = cross(along[0], np.eye(3)[int(np.argmin(np.abs(along[0])))])
    angle = -np.arange(sides) * (2.0 * np.pi / sides)
    rings: list[Points] = []
    for place, way in zip(path, along, strict=True):
        across = across - way * (across @ way)
        across /= np.linalg.norm(across)
        over = cross(way, across)
        rings.append(place + radius * (np.cos(angle)[:, None] * -across + np.sin(angle)[:, None] * over))
    ends = [np.broadcast_to(place, rings[0].shape) for place in (path[0], path[-1])]
    return grid(np.stack([ends[0], *rings, ends[1]]), skin, closed=True)


def plank(points: ArrayLike, low: float, high: float, skin: Skin) -> Shape:
    """A ribbon of (N, 2) x, z points that reaches from y = ``low`` to ``high``; it looks to the left of its way."""
    points = np.asarray(points, np.float64)
    rows = [np.stack([points[:, 0], np.full(len(points), y), points[:, 1]], axis=1) for y in (low, high)]
    return grid(np.stack(rows, axis=1), skin)


def ladder(foot: Points, top: float) -> list[Shape]:
    """An upright aluminium ladder that looks along x, from ``foot`` to the height ``top``, metres."""
    skin: Skin = ("aluminium", "cargo")
    rails = [
        tube(np.array([foot + np.array([0, y, 0]), [foot[0], foot[1] + y, top]]), 0.018, skin) for y in (-0.18, 0.18)
    ]
    rungs = [
        tube(np.array([[foot[0], foot[1] - 0.18, z], [foot[0], foot[1] + 0.18, z]]), 0.014, skin)
        for z in np.arange(foot[2] + 0.1, top, 0.3)
    ]
    return [*rails, *rungs]
