"""Limbs of plants: crooked paths that split, and the wood around them. All limbs of one order are grown at once."""

import numpy as np
from numpy.typing import ArrayLike

from assets.environments.panels import PART, Float64
from assets.polygons import Shape
from assets.vectors import cross

BARK = ("bark", PART)  # skin of all limbs
GOLDEN_RAD = np.pi * (3.0 - np.sqrt(5.0))


def grow(
    rng: np.random.Generator, starts: Float64, directions: Float64, lengths: ArrayLike, points: int, lift: float
) -> Float64:
    """(B, points, 3) crooked paths.

    Args:
        starts, directions: (B, 3); directions need not be of unit length.
        lengths: (B,) metres.
        lift: how much they bend upwards over their length, below 0 for hanging ones.
    """
    count = len(starts)
    unit = directions / (np.linalg.norm(directions, axis=1, keepdims=True) + 1e-9)
    step = np.repeat(unit[:, None], points - 1, axis=1) + rng.normal(0.0, 0.13, (count, points - 1, 3))
    step[..., 2] += lift * np.linspace(0.0, 1.0, points - 1)
    step /= np.linalg.norm(step, axis=2, keepdims=True)
    step *= np.broadcast_to(np.asarray(lengths, np.float64), (count,))[:, None, None] / (points - 1)
    return np.concatenate([starts[:, None], starts[:, None] + np.cumsum(step, axis=1)], axis=1)


def sprout(
    rng: np.random.Generator, paths: Float64, each: int, between: tuple[float, float], open_rad: float
) -> tuple[Float64, Float64, Float64]:
    """``each`` side shoots of every path: (B each, 3) starts and directions, and (B each,) shares along the path.

    Args:
        between: shares of the path's length where shoots begin and end.
        open_rad: mean angle between a shoot and its parent.
    """
    count, points = paths.shape[:2]
    share = np.linspace(*between, each) + rng.normal(0.0, 0.04, (count, each))
    share = np.clip(share, 0.05, 1.0)
    at = share * (points - 1)
    low = np.minimum(at.astype(int), points - 2)
    rows = np.arange(count)[:, None]
    base, along = paths[rows, low], paths[rows, low + 1] - paths[rows, low]
    starts = base + along * (at - low)[..., None]
    along /= np.linalg.norm(along, axis=2, keepdims=True)
    side = cross(along, np.where(np.abs(along[..., 2:]) < 0.9, [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]))
    side /= np.linalg.norm(side, axis=2, keepdims=True)
    other = cross(along, side)
    turn = np.arange(each) * GOLDEN_RAD + rng.uniform(0.0, 2.0 * np.pi, (count, 1)) + rng.normal(0.0, 0.3, share.shape)
    outward = side * np.cos(turn)[..., None] + other * np.sin(turn)[..., None]
    angle = open_rad * rng.normal(1.0, 0.18, share.shape)[..., None]
    direction = along * np.cos(angle) + outward * np.sin(angle)
    return starts.reshape(-1, 3), direction.reshape(-1, 3), share.ravel()


def wood(paths: Float64, thick: ArrayLike, thin: ArrayLike, sides: int, skin: tuple[str, str]) -> Shape:
    """Tapering tubes around (B, K, 3) paths, from radius ``thick`` to ``thin``, metres, one number or (B,) each."""
    count, points = paths.shape[:2]
    along = np.gradient(paths, axis=1)
    along /= np.linalg.norm(along, axis=2, keepdims=True) + 1e-9
    side = cross(along, np.where(np.abs(along[..., 2:]) < 0.9, [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]))
    side /= np.linalg.norm(side, axis=2, keepdims=True)
    over = cross(along, side)
    first, last = (np.broadcast_to(np.asarray(value, np.float64), (count,))[:, None] for value in (thick, thin))
    radius = (first + (last - first) * np.linspace(0.0, 1.0, points))[..., None, None]
    angle = np.arange(sides) * (2.0 * np.pi / sides)
    circle = side[:, :, None] * np.cos(angle)[:, None] + over[:, :, None] * np.sin(angle)[:, None]
    vertices = paths[:, :, None] + circle * radius
    index = np.arange(count * points * sides).reshape(count, points, sides)
    index = np.concatenate([index, index[..., :1]], axis=2)
    quads = np.stack([index[:, :-1, :-1], index[:, :-1, 1:], index[:, 1:, 1:], index[:, 1:, :-1]], axis=3).reshape(
        -1, 4
    )
    return Shape(vertices.reshape(-1, 3), quads, np.zeros(len(quads), np.int64), (skin,))
