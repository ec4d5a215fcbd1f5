"""Pieces of what is worn: sheets over grids of points, with the fabric's own coordinates for its shader, and cords."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.polygons import grid_quads
from assets.vectors import cross

type Points = NDArray[np.float64]

PLAIN, STRIPES, CHECKS, DOTS = 0.0, 1.0, 2.0, 3.0  # patterns of the shader ``fabric``


def sheet(
    name: str,
    points: ArrayLike,
    part: str,
    material: Material,
    along: ArrayLike | None = None,
    closed: bool = False,
    welded: bool = False,
    subdivision: int = 1,
) -> Mesh:
    """A sheet over (N, M, 3) points that looks along the cross product of its first axis with its second.

    Args:
        along: (N, M, 3) the fabric's coordinates, metres; the points themselves where left out.
        closed: joins the last column to the first.
        welded: points at the same place become one.
    """
    points = np.asarray(points, np.float64)
    rest = points if along is None else np.broadcast_to(np.asarray(along, np.float64), points.shape)
    index = np.arange(points.shape[0] * points.shape[1]).reshape(points.shape[:2])
    if closed:
        index = np.concatenate([index, index[:, :1]], axis=1)
    flat, coordinates, quads = points.reshape(-1, 3), rest.reshape(-1, 3), grid_quads(index)
    sizes = np.full(len(quads), 4, np.int32)
    corners = quads.ravel()
    if welded:
        flat, coordinates, corners, sizes = _weld(flat, coordinates, quads)
    none = np.zeros(len(sizes), np.int32)
    return Mesh(
        name,
        flat.astype(np.float32),
        np.ascontiguousarray(corners, np.int32),
        sizes,
        (material,),
        (part,),
        none,
        none,
        subdivision=subdivision,
        attributes={"rest": coordinates.astype(np.float32)},
    )


def _weld(
    points: Points, rest: Points, quads: NDArray[np.int64]
) -> tuple[Points, Points, NDArray[np.int64], NDArray[np.int32]]:
    """Coincident points as one; quads that lose a corner become triangles, those that lose two go."""
    _, first, index = np.unique(np.round(points, 6), axis=0, return_index=True, return_inverse=True)
    rings = index.reshape(-1)[quads]
    distinct = rings != np.roll(rings, 1, axis=1)
    kept = distinct.sum(1) >= 3
    whole = distinct.all(1)
    rings = np.concatenate([rings[kept & whole], rings[kept & ~whole]])
    fresh = rings != np.roll(rings, 1, axis=1)
    return points[first], rest[first], rings[fresh], fresh.sum(1).astype(np.int32)


def around(along: Points, count: int) -> tuple[Points, Points]:
    """Angles (N,), and unit vectors (N, 3) at these across an axis (3,), in the order in which a sleeve is sewn."""
    across = cross(along, [0.31, 0.57, 0.76])
    across /= np.linalg.norm(across)
    over = cross(along, across)
    turn = np.asarray(-np.arange(count) * (2.0 * np.pi / count), np.float64)
    return turn, np.cos(turn)[:, None] * across + np.sin(turn)[:, None] * over


def cord(
    name: str, path: ArrayLike, radius: ArrayLike, part: str, material: Material, sides: int = 8, ring: bool = False
) -> Mesh:
    """A tube along (N, 3) points, without twist; ``radius`` is one number or (N,)."""
    path = np.asarray(path, np.float64)
    tangent = np.roll(path, -1, 0) - np.roll(path, 1, 0) if ring else np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-12
    side = np.empty_like(path)
    carried = cross(tangent[0], [0.31, 0.57, 0.76])
    for k, direction in enumerate(tangent):
        carried = carried - direction * (carried @ direction)
        carried = carried / np.linalg.norm(carried)
        side[k] = carried
    over = cross(tangent, side)
    angle = -np.arange(sides) * (2.0 * np.pi / sides)
    circle = side[:, None] * np.cos(angle)[:, None] + over[:, None] * np.sin(angle)[:, None]
    points = path[:, None] - circle * np.broadcast_to(np.asarray(radius, np.float64), (len(path),))[:, None, None]
    if ring:
        points = np.concatenate([points, points[:1]])
    else:
        points = np.concatenate([np.repeat(path[:1, None], sides, 1), points, np.repeat(path[-1:, None], sides, 1)])
    return sheet(name, points, part, material, closed=True, subdivision=0)


def fabric(
    rng: np.random.Generator,
    color: Colour,
    thread_m: float = 0.0012,
    pattern: float = PLAIN,
    pattern_m: float = 0.02,
    other: Colour = (0.8, 0.8, 0.8),
    folds: float = 0.3,
) -> Material:
    """Cloth for the shader ``fabric``.

    Args:
        thread_m: from one thread to the next.
        pattern, pattern_m, other: which, its period in metres, and its second colour.
        folds: 0..1, how creased it is.
    """
    params: Mapping[str, float | Colour] = {
        "thread_m": thread_m,
        "pattern": pattern,
        "pattern_m": pattern_m,
        "other": other,
        "folds": folds,
        "seed": float(rng.uniform(0.0, 50.0)),
    }
    return Material("fabric", "fabric", base_color=color, roughness=0.9, params=params)


def patterned(rng: np.random.Generator, color: Colour, plain: float = 0.5, thread_m: float = 0.0009) -> Material:
    """Cloth that is plain with a probability, else striped, checked or dotted in a second colour."""
    if rng.random() < plain:
        return fabric(rng, color, thread_m)
    light = max(color) < 0.35
    share = rng.uniform(0.15, 0.6)  # of the way to white or to black
    target = np.array(color) * (1.0 - share) + (0.75 * share if light else 0.0)
    pattern = float(rng.choice([STRIPES, CHECKS, DOTS]))
    other: Colour = (float(target[0]), float(target[1]), float(target[2]))
    return fabric(rng, color, thread_m, pattern, float(rng.uniform(0.012, 0.035)), other)


def smoothed(points: Points, rounds: int) -> Points:
    """A polyline (N, 3), its corners rounded; the ends stay."""
    points = points.copy()
    for _ in range(rounds):
        points[1:-1] = (points[:-2] + 2.0 * points[1:-1] + points[2:]) / 4.0
    return points


def spaced(points: Points, count: int) -> Points:
    """(count, 3) evenly along a polyline."""
    step = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    where = np.linspace(0.0, step[-1], count)
    return np.stack([np.interp(where, step, points[:, axis]) for axis in range(3)], axis=1)
