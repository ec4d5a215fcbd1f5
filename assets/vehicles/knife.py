"""Cut the faces of a shape along the zero line of a field, so that a colour may end anywhere on them."""

import numpy as np
from numpy.typing import NDArray

from assets.polygons import Points, Quads, Shape


def cut(shape: Shape, field: Points, mask: NDArray[np.bool_]) -> tuple[Shape, NDArray[np.int64]]:
    """Split quads where a field changes its sign along their edges.

    Args:
        field: (V,) values at the shape's points.
        mask: (F,) which faces may be split.

    Returns:
        The shape, and (F',) the face of the given shape that each of its faces comes from. Neighbours share the new
        points; a quad whose sign changes on all four edges stays whole.
    """
    inside = field[shape.quads] < 0.0
    count = inside.sum(axis=1)
    turned = inside != np.roll(inside, 1, axis=1)
    split = mask & (turned.sum(axis=1) == 2)
    if not split.any():
        return shape, np.arange(len(shape.quads))
    single = split & (count != 2)
    double = split & (count == 2)
    lone = np.where(count[:, None] == 1, inside, ~inside)  # the corner that lies alone
    first = np.where(count == 2, (inside & ~np.roll(inside, 1, axis=1)).argmax(axis=1), lone.argmax(axis=1))
    quads = shape.quads[np.arange(len(inside))[:, None], (first[:, None] + np.arange(4)) % 4]
    edges = np.concatenate(
        [quads[double][:, [1, 2]], quads[double][:, [3, 0]], quads[single][:, [0, 1]], quads[single][:, [3, 0]]]
    )
    unique, index = np.unique(np.sort(edges, axis=1), axis=0, return_inverse=True)
    points, total = _crossing(shape.points, field, unique), len(shape.points)
    a2, b2, a1, b1 = np.split(index.reshape(-1) + total, np.cumsum([double.sum(), double.sum(), single.sum()]))
    halfway = (points[a1 - total] + points[b1 - total]) / 2.0
    m = total + len(points) + np.arange(len(a1))
    q, s = quads[double], quads[single]
    pieces: list[Quads] = [
        shape.quads[~split],
        np.stack([q[:, 0], q[:, 1], a2, b2], axis=1),
        np.stack([b2, a2, q[:, 2], q[:, 3]], axis=1),
        np.stack([s[:, 0], a1, m, b1], axis=1),
        np.stack([m, a1, s[:, 1], s[:, 2]], axis=1),
        np.stack([m, s[:, 2], s[:, 3], b1], axis=1),
    ]
    two, one = np.flatnonzero(double), np.flatnonzero(single)
    source = np.concatenate([np.flatnonzero(~split), two, two, one, one, one])
    whole = Shape(
        np.concatenate([shape.points, points, halfway]), np.concatenate(pieces), shape.skin[source], shape.skins
    )
    return whole, source


def _crossing(points: Points, field: Points, edges: Quads) -> Points:
    a, b = field[edges[:, 0]], field[edges[:, 1]]
    t = np.clip(a / np.where(a == b, 1.0, a - b), 0.02, 0.98)[:, None]
    out: Points = points[edges[:, 0]] * (1.0 - t) + points[edges[:, 1]] * t
    return out
