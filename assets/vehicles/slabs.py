"""Bodies drawn by their side view: sections across, with cut corners, one behind the other."""

import numpy as np
from numpy.typing import ArrayLike

from assets.polygons import Points, Shape, Skin, grid


def slab(x: ArrayLike, low: ArrayLike, high: ArrayLike, half: ArrayLike, bevel: ArrayLike, skin: Skin) -> Shape:
    """A closed body along x; meant for flat shading, or for smooth where ``bevel`` is large.

    Args:
        x: (N,) ascending, metres; two sections at the same x make a step.
        low, high: (N,) or one height of the underside and of the top.
        half: (N,) or one half width.
        bevel: of the corners between sides, top and underside; less where a section is too small for it.
    """
    x = np.asarray(x, np.float64)
    low, high, half, bevel = (np.broadcast_to(np.asarray(v, np.float64), x.shape) for v in (low, high, half, bevel))
    cut = np.minimum(bevel, 0.49 * np.minimum(high - low, 2.0 * half))
    y = np.stack([half, half, half - cut, cut - half, -half, -half, cut - half, half - cut], axis=1)
    z = np.stack([high - cut, low + cut, low, low, low + cut, high - cut, high, high], axis=1)
    points: Points = np.stack([np.broadcast_to(x[:, None], y.shape), y, z], axis=2)
    middle = points.mean(axis=1, keepdims=True).repeat(8, axis=1)
    return grid(np.concatenate([middle[:1], points, middle[-1:]]), skin, closed=True)


def panel(x: ArrayLike, low: ArrayLike, high: ArrayLike, y: float, skin: Skin, thick: float = 0.012) -> Shape:
    """A pane or plate on the left side whose outer face is at ``y``; its outline is ``low`` and ``high`` along x."""
    x = np.asarray(x, np.float64)
    low, high = (np.broadcast_to(np.asarray(v, np.float64), x.shape) for v in (low, high))
    rows = [(low, y - thick), (low, y), (high, y), (high, y - thick)]
    ring = np.stack([np.stack([x, np.full_like(x, at), z], axis=1) for z, at in rows], axis=1)[:, ::-1]
    middle = ring.mean(axis=1, keepdims=True).repeat(4, axis=1)
    return grid(np.concatenate([middle[:1], ring, middle[-1:]]), skin, closed=True)
