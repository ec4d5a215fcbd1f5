"""The outline of one instance alone: what would be seen of it with nothing in front, inside and outside the picture.

A scanline rasteriser in numpy. Every triangle crosses some pixel rows; on each it covers the pixel centres between two
edges: one span. Spans add +1 to the picture where they begin and -1 where they end; the running sum along a row is
above 0 exactly inside the union of the triangles.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate.bend import SHORT_PX, bent, turned
from annotate.frame import Surface
from scenes import PinholeCamera

NEAR_M = 0.01  # the renderer's own near plane
MAX_SIDE_PX = 4096  # the area of a larger projection is measured at reduced scale, so that memory stays bounded

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Mask = NDArray[np.bool_]
type Spans = tuple[Ints, Ints, Ints]  # row, first column, column behind the last one


@dataclass(frozen=True, eq=False)
class Silhouette:
    """Attributes:
    mask: (H, W), pixel centres of the picture that the geometry covers.
    area_px: covered pixel centres inside and outside the picture.
    amodal_bbox: tight [x, y, width, height] of the projection in continuous pixels, clipped by nothing; None if
        nothing lies in front of the camera.
    """

    mask: Mask
    area_px: float
    amodal_bbox: tuple[float, float, float, float] | None


def silhouette(
    surface: Surface, camera: PinholeCamera, parts: Collection[str] | None = None, open: bool = False
) -> Silhouette:
    """Rasterise a surface, or those of its parts, as a camera sees them alone.

    Args:
        open: only triangles that face the camera count: some parts of a thing, such as a face, make an open surface.
            Its far side is covered by the rest of the thing whatever stands before it, and can never be seen.
    """
    corners = _corners(surface, camera, parts, open)
    if not corners.shape[2]:
        return Silhouette(np.zeros((camera.height, camera.width), np.bool_), 0.0, None)
    low, high = corners.min(axis=(1, 2)), corners.max(axis=(1, 2))
    whole_height = high[1] - low[1] <= MAX_SIDE_PX
    rows = (int(np.floor(low[1])), int(np.ceil(high[1]))) if whole_height else (0, camera.height)
    spans = _spans(corners, rows)
    mask = _fill(spans, camera.width, camera.height)
    area = float(np.count_nonzero(mask))
    if camera.circle is not None:
        mask &= camera.circle
    if low.min() < 0.0 or high[0] > camera.width or high[1] > camera.height:
        area = max(area, _area(spans, low) if (high - low).max() <= MAX_SIDE_PX else _reduced_area(corners, low, high))
    return Silhouette(mask, area, (float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])))


def _corners(surface: Surface, camera: PinholeCamera, parts: Collection[str] | None, open: bool) -> Floats:
    """Projected triangles in pixels, (2, 3, T) for x and y of each corner: those that count, cut at the near plane.

    A fisheye has none; it sees behind itself.
    """
    vertices, triangles = (surface.vertices, surface.triangles) if parts is None else _of_parts(surface, parts)
    local = camera.to_camera(vertices)
    if open:
        a, b, c = (local[triangles[:, i]] for i in range(3))
        triangles = triangles[np.einsum("ij,ij->i", np.cross(b - a, c - a), a) < 0.0]
    in_front = local[:, 2] >= NEAR_M
    if camera.fisheye is not None or in_front.all():
        corners = np.take(camera.to_pixels(local).T.copy(), triangles.T, axis=1)
        if camera.distortion is None:
            return corners
        long = (corners.max(axis=1) - corners.min(axis=1)).max(axis=0) > SHORT_PX
        long |= ~camera.sees(local)[triangles].all(axis=1)
        curved = np.ascontiguousarray(bent(camera, local[triangles[long]]).transpose(2, 1, 0))
        return np.concatenate([np.compress(~long, corners, axis=2), curved], axis=2)
    count = in_front[triangles].sum(axis=1)
    cut = _clip_near(local[triangles[(count == 1) | (count == 2)]])
    project = camera.to_pixels if camera.distortion is None else partial(bent, camera)
    corners = np.concatenate([project(local[triangles[count == 3]]), project(cut)])
    return np.ascontiguousarray(corners.transpose(2, 1, 0))


def _of_parts(surface: Surface, parts: Collection[str]) -> tuple[NDArray[np.float32], NDArray[np.integer[Any]]]:
    """Vertices and triangles of some parts alone: a head's hair is most of it, and none of its face."""
    wanted = np.array([part in parts for part in surface.parts], np.bool_)[surface.part]
    triangles = surface.triangles[wanted]
    used = np.zeros(len(surface.vertices), np.bool_)
    used[triangles] = True
    return surface.vertices[used], (np.cumsum(used) - 1)[triangles]


def _clip_near(triangles: Floats) -> Floats:
    """What lies in front of the near plane of triangles (T, 3 corners, 3) that cross it, as triangles."""
    front = triangles[:, :, 2] >= NEAR_M
    count = front.sum(axis=1)
    # Turn each triangle so that its odd corner, alone on its side of the plane, comes first.
    one = turned(triangles[count == 1], front[count == 1].argmax(axis=1))
    two = turned(triangles[count == 2], (~front[count == 2]).argmax(axis=1))
    tip = np.stack([one[:, 0], _on_plane(one[:, 0], one[:, 1]), _on_plane(one[:, 0], one[:, 2])], axis=1)
    first, second = _on_plane(two[:, 0], two[:, 1]), _on_plane(two[:, 0], two[:, 2])
    lower = np.stack([first, two[:, 1], two[:, 2]], axis=1)
    upper = np.stack([first, two[:, 2], second], axis=1)
    return np.concatenate([tip, lower, upper])


def _on_plane(a: Floats, b: Floats) -> Floats:
    """Where the edges (N, 3) from a to b cross the near plane."""
    share = (NEAR_M - a[:, 2:]) / (b[:, 2:] - a[:, 2:])
    return np.asarray(a + share * (b - a))


def _spans(corners: Floats, rows: tuple[int, int]) -> Spans:
    """Pixel centres inside each triangle (2, 3, T) on each of the rows from the first to before the last one.

    Spans are half open, and the crossing of an edge is computed from its upper to its lower end whichever triangle
    asks, so that neighbours share no centre and leave no gap.
    """
    (left, top), (right, bottom) = np.ceil(corners.min(axis=1) - 0.5), np.ceil(corners.max(axis=1) - 0.5)
    first = np.clip(top, *rows).astype(np.int64)
    count = np.clip(bottom, *rows).astype(np.int64) - first
    crossing = np.flatnonzero((count > 0) & (left < right))  # few of a fine mesh's triangles do
    corners, first, count = np.take(corners, crossing, axis=2), first[crossing], count[crossing]
    triangle = np.repeat(np.arange(len(count)), count)
    row = np.arange(len(triangle)) - np.repeat(np.cumsum(count) - count - first, count)
    enter, leave = _crossings(corners, triangle, row)
    begin, end = np.ceil(enter - 0.5).astype(np.int64), np.ceil(leave - 0.5).astype(np.int64)
    some = begin < end
    return row[some], begin[some], end[some]


def _fill(spans: Spans, width: int, height: int) -> Mask:
    """The union of spans inside a picture, (height, width)."""
    row, begin, end = spans
    inside = (row >= 0) & (row < height) & (begin < width) & (end > 0)
    start = row[inside] * (width + 1)
    cells = height * (width + 1)
    steps = np.bincount(start + np.maximum(begin[inside], 0), minlength=cells)
    steps -= np.bincount(start + np.minimum(end[inside], width), minlength=cells)
    return np.asarray(np.cumsum(steps.reshape(height, width + 1), axis=1)[:, :width] > 0)


def _area(spans: Spans, low: Floats) -> float:
    """Pixels in the union of spans that lie within ``MAX_SIDE_PX`` from ``low``, without a canvas.

    In reading order, a span adds what lies behind the furthest end so far on its row.
    """
    x, y = np.floor(low).astype(np.int64).tolist()
    row, begin, end = spans
    ordered = np.sort(((row - y) << 32) | ((begin - x) << 16) | (end - x))  # one number sorts fastest
    line, begin, end = ordered >> 32 << 16, ordered >> 16 & 0xFFFF, ordered & 0xFFFF
    furthest = np.maximum.accumulate(line + end)
    before = np.concatenate([[0], furthest[:-1]])
    return float(np.maximum(furthest - np.maximum(line + begin, before), 0).sum())


def _reduced_area(corners: Floats, low: Floats, high: Floats) -> float:
    """Area of the union in pixels, measured on a projection shrunk to ``MAX_SIDE_PX``."""
    scale = MAX_SIDE_PX / float((high - low).max())
    shrunk = (corners - low[:, None, None]) * scale
    return _area(_spans(shrunk, (0, MAX_SIDE_PX + 1)), np.zeros(2)) / scale**2


def _crossings(corners: Floats, triangle: NDArray[np.intp], row: Ints) -> tuple[Floats, Floats]:
    """Where the centre lines of rows enter and leave triangles that they cross."""
    first, second = _by_height(corners[:, 0], corners[:, 1])
    second, lower = _by_height(second, corners[:, 2])
    upper, middle = _by_height(first, second)
    start, slope = _line(upper, lower)
    on_long = start[triangle] + slope[triangle] * row
    (start_above, slope_above), (start_below, slope_below) = _line(upper, middle), _line(middle, lower)
    below = row >= np.ceil(middle[1] - 0.5)[triangle]
    side = triangle + corners.shape[2] * below
    start, slope = np.concatenate([start_above, start_below]), np.concatenate([slope_above, slope_below])
    on_short = start[side] + slope[side] * row
    return np.minimum(on_long, on_short), np.maximum(on_long, on_short)


def _by_height(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Points (2, N) in pairs, the upper one first."""
    swap = a[1] > b[1]
    return np.where(swap, b, a), np.where(swap, a, b)


def _line(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """x of edges at the centre line of row 0, and its change by row; 0 for edges along a row, which no line crosses."""
    rise = b[1] - a[1]
    slope = np.divide(b[0] - a[0], rise, out=np.zeros(len(rise)), where=rise > 0.0)
    return a[0] + (0.5 - a[1]) * slope, slope
