"""A scanline rasteriser in numpy: the pixel centres that triangles cover.

Every triangle crosses some pixel rows; on each it covers the pixel centres between two edges: one span. Spans add +1 to
the picture where they begin and -1 where they end; the running sum along a row is above 0 exactly inside the union of
the triangles.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

CHUNK = 2**18  # pixels of triangles that are looked at together
MAX_SIDE_PX = 4096  # areas are measured within so many pixels a side, so that memory stays bounded

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Mask = NDArray[np.bool_]
type Spans = tuple[Ints, Ints, Ints, Ints]  # row, first column, column behind the last one, triangle


def spans_of(corners: Floats, rows: tuple[int, int]) -> Spans:
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
    return row[some], begin[some], end[some], crossing[triangle[some]]


def fill(spans: Spans, width: int, height: int) -> Mask:
    """The union of spans inside a picture, (height, width)."""
    row, begin, end, _ = spans
    inside = (row >= 0) & (row < height) & (begin < width) & (end > 0)
    start = row[inside] * (width + 1)
    cells = height * (width + 1)
    steps = np.bincount(start + np.maximum(begin[inside], 0), minlength=cells)
    steps -= np.bincount(start + np.minimum(end[inside], width), minlength=cells)
    return np.asarray(np.cumsum(steps.reshape(height, width + 1), axis=1)[:, :width] > 0)


def pixels_of(spans: Spans, size: tuple[int, int]) -> Iterator[tuple[Ints, Ints]]:
    """Flat pixels of a picture of some width and height, and the triangle that each is of, some at a time."""
    width, height = size
    row, begin, end, triangle = spans
    begin, end = np.maximum(begin, 0), np.minimum(end, width)
    some = (row >= 0) & (row < height) & (begin < end)
    row, begin, end, triangle = row[some], begin[some], end[some], triangle[some]
    count = end - begin
    group = (np.cumsum(count) - count) // CHUNK
    for number in np.unique(group).tolist():
        first, last = np.searchsorted(group, [number, number + 1])
        own = np.repeat(np.arange(first, last), count[first:last])
        step = np.arange(len(own)) - np.repeat(np.cumsum(count[first:last]) - count[first:last], count[first:last])
        yield row[own] * width + begin[own] + step, triangle[own]


def area_of(spans: Spans, low: Floats) -> float:
    """Pixels in the union of spans that lie within ``MAX_SIDE_PX`` from ``low``, without a canvas.

    In reading order, a span adds what lies behind the furthest end so far on its row.
    """
    x, y = np.floor(low).astype(np.int64).tolist()
    row, begin, end, _ = spans
    ordered = np.sort(((row - y) << 32) | ((begin - x) << 16) | (end - x))  # one number sorts fastest
    line, begin, end = ordered >> 32 << 16, ordered >> 16 & 0xFFFF, ordered & 0xFFFF
    furthest = np.maximum.accumulate(line + end)
    before = np.concatenate([[0], furthest[:-1]])
    return float(np.maximum(furthest - np.maximum(line + begin, before), 0).sum())


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
