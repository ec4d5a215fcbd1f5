"""The outline of one instance alone: what would be seen of it with nothing in front, inside and outside the picture.

A scanline rasteriser in numpy. Every triangle crosses some pixel rows; on each it covers the pixel centres between two
edges, one interval. Intervals of all triangles add +1 where they begin and -1 where they end; the running sum along a
row is above 0 exactly inside their union.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotate.frame import Surface
from scenes import PinholeCamera

NEAR_M = 0.01  # the renderer's own near plane
MAX_SIDE_PX = 4096  # a larger projection is measured at reduced scale, so that memory stays bounded

type Floats = NDArray[np.float64]
type Mask = NDArray[np.bool_]


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


def silhouette(surface: Surface, camera: PinholeCamera, parts: Collection[str] | None = None) -> Silhouette:
    """Rasterise a surface, or those of its parts, as a pinhole camera sees them alone.

    With ``parts`` only triangles that face the camera count: parts of a thing, such as a face, make an open surface.
    Its far side is covered by the rest of the thing whatever stands before it, and can never be seen.
    """
    triangles = _in_camera(surface, camera, parts)
    corners = _project(_clip_near(triangles), camera)
    if not len(corners):
        return Silhouette(np.zeros((camera.height, camera.width), np.bool_), 0.0, None)
    low, high = corners.min(axis=(0, 1)), corners.max(axis=(0, 1))
    bbox = (float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))
    left, top = np.minimum(np.floor(low), 0.0).astype(int).tolist()
    right, bottom = np.maximum(np.ceil(high), [camera.width, camera.height]).astype(int).tolist()
    if max(right - left, bottom - top) <= MAX_SIDE_PX:
        canvas = _raster(corners - [left, top], right - left, bottom - top)
        mask = canvas[-top : camera.height - top, -left : camera.width - left]
        return Silhouette(np.ascontiguousarray(mask), float(np.count_nonzero(canvas)), bbox)
    mask = _raster(corners, camera.width, camera.height)
    return Silhouette(mask, max(_area_at_reduced_scale(corners, low, high), float(np.count_nonzero(mask))), bbox)


def _in_camera(surface: Surface, camera: PinholeCamera, parts: Collection[str] | None) -> Floats:
    """Triangles (T, 3 corners, 3) in the camera frame that count."""
    local = camera.to_camera(surface.vertices)
    if parts is None:
        return local[surface.triangles]
    wanted = np.array([part in parts for part in surface.parts], np.bool_)[surface.part]
    out = local[surface.triangles[wanted]]
    normals = np.cross(out[:, 1] - out[:, 0], out[:, 2] - out[:, 0])
    facing = np.einsum("ij,ij->i", normals, out[:, 0]) < 0.0
    return np.asarray(out[facing])


def _clip_near(triangles: Floats) -> Floats:
    """The parts of triangles in front of the near plane, as triangles."""
    front = triangles[:, :, 2] >= NEAR_M
    count = front.sum(axis=1)
    if (count == 3).all():
        return triangles
    # Turn each cut triangle so that its odd corner, alone on its side of the plane, comes first.
    one, two = triangles[count == 1], triangles[count == 2]
    one = _turned(one, front[count == 1].argmax(axis=1))
    two = _turned(two, (~front[count == 2]).argmax(axis=1))
    tip = np.stack([one[:, 0], _on_plane(one[:, 0], one[:, 1]), _on_plane(one[:, 0], one[:, 2])], axis=1)
    first, second = _on_plane(two[:, 0], two[:, 1]), _on_plane(two[:, 0], two[:, 2])
    lower = np.stack([first, two[:, 1], two[:, 2]], axis=1)
    upper = np.stack([first, two[:, 2], second], axis=1)
    return np.concatenate([triangles[count == 3], tip, lower, upper])


def _turned(triangles: Floats, first: NDArray[np.intp]) -> Floats:
    order = (first[:, None] + np.arange(3)) % 3
    return np.asarray(triangles[np.arange(len(triangles))[:, None], order])


def _on_plane(a: Floats, b: Floats) -> Floats:
    """Where the edges (N, 3) from a to b cross the near plane."""
    share = (NEAR_M - a[:, 2:]) / (b[:, 2:] - a[:, 2:])
    return np.asarray(a + share * (b - a))


def _project(triangles: Floats, camera: PinholeCamera) -> Floats:
    """Corners (T, 3, 2) in pixels."""
    scale = camera.focal_px / triangles[:, :, 2:]
    return np.asarray(triangles[:, :, :2] * scale + [camera.cx, camera.cy])


def _area_at_reduced_scale(corners: Floats, low: Floats, high: Floats) -> float:
    """Area of the union in pixels, from a canvas of at most ``MAX_SIDE_PX`` a side."""
    scale = MAX_SIDE_PX / float((high - low).max())
    width, height = np.ceil((high - low) * scale).astype(int).tolist()
    return float(np.count_nonzero(_raster((corners - low) * scale, width, height))) / scale**2


def _raster(corners: Floats, width: int, height: int) -> Mask:
    """(height, width): pixel centres inside the union of triangles (T, 3, 2).

    Intervals are half open and an edge's crossing is computed from its upper to its lower end whichever triangle asks,
    so that neighbours share no centre and leave no gap.
    """
    top, bottom = corners[:, :, 1].min(axis=1), corners[:, :, 1].max(axis=1)
    first = np.clip(np.ceil(top - 0.5), 0, height).astype(np.int64)
    rows = np.clip(np.ceil(bottom - 0.5), 0, height).astype(np.int64) - first
    left, right = np.ceil(corners[:, :, 0].min(axis=1) - 0.5), np.ceil(corners[:, :, 0].max(axis=1) - 0.5)
    crossing = (rows > 0) & (np.clip(left, 0, width) < np.clip(right, 0, width))  # few of a fine mesh's triangles do
    corners, first, rows = corners[crossing], first[crossing], rows[crossing]
    triangle = np.repeat(np.arange(len(rows)), rows)
    row = np.arange(len(triangle)) - np.repeat(np.cumsum(rows) - rows - first, rows)
    begin, end = _intervals(corners, triangle, row + 0.5)
    begin, end = (np.clip(np.ceil(x - 0.5), 0, width).astype(np.int64) for x in (begin, end))
    some = begin < end
    row, begin, end = row[some] * (width + 1), begin[some], end[some]
    cells = height * (width + 1)
    steps = np.bincount(row + begin, minlength=cells) - np.bincount(row + end, minlength=cells)
    return np.asarray(np.cumsum(steps.reshape(height, width + 1), axis=1)[:, :width] > 0)


def _intervals(corners: Floats, triangle: NDArray[np.intp], y: Floats) -> tuple[Floats, Floats]:
    """Where horizontal lines at ``y`` enter and leave triangles that they cross."""
    order = corners[:, :, 1].argsort(axis=1)
    upper, middle, lower = (corners[np.arange(len(corners)), order[:, i]] for i in range(3))
    long_slope, above_slope, below_slope = _slope(upper, lower), _slope(upper, middle), _slope(middle, lower)
    above = y < middle[triangle, 1]
    on_long = upper[triangle, 0] + (y - upper[triangle, 1]) * long_slope[triangle]
    from_upper = upper[triangle, 0] + (y - upper[triangle, 1]) * above_slope[triangle]
    from_middle = middle[triangle, 0] + (y - middle[triangle, 1]) * below_slope[triangle]
    on_short = np.where(above, from_upper, from_middle)
    return np.minimum(on_long, on_short), np.maximum(on_long, on_short)


def _slope(a: Floats, b: Floats) -> Floats:
    """Change of x by y; 0 for edges along a row, which no row's centre line asks for."""
    rise = b[:, 1] - a[:, 1]
    return np.divide(b[:, 0] - a[:, 0], rise, out=np.zeros(len(rise)), where=rise > 0.0)
