"""The outline of one instance alone: what would be seen of it with nothing in front, inside and outside the picture."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate.bend import SHORT_PX, bent, turned
from annotate.cutouts import Window, see_through
from annotate.frame import Surface
from annotate.raster import MAX_SIDE_PX, Floats, Mask, area_of, fill, spans_of
from assets.vectors import cross
from scenes import PinholeCamera

NEAR_M = 0.01  # the renderer's own near plane
CUT_SIDE_PX = 1024  # the area of a larger projection with holes is measured at reduced scale: each pixel looks them up


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
    corners, source = corners_of(surface, camera, parts, open)
    if not corners.shape[2]:
        return _nothing(camera)
    if (surface.cutout[source] >= 0).any():
        return _cut_out(surface, camera, corners, source)
    low, high = corners.min(axis=(1, 2)), corners.max(axis=(1, 2))
    whole_height = high[1] - low[1] <= MAX_SIDE_PX
    rows = (int(np.floor(low[1])), int(np.ceil(high[1]))) if whole_height else (0, camera.height)
    spans = spans_of(corners, rows)
    mask = fill(spans, camera.width, camera.height)
    area = float(np.count_nonzero(mask))
    if camera.circle is not None:
        mask &= camera.circle
    if low.min() < 0.0 or high[0] > camera.width or high[1] > camera.height:
        whole = (high - low).max() <= MAX_SIDE_PX
        area = max(area, area_of(spans, low) if whole else _reduced_area(corners, low, high))
    return Silhouette(mask, area, (float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])))


def _nothing(camera: PinholeCamera) -> Silhouette:
    return Silhouette(np.zeros((camera.height, camera.width), np.bool_), 0.0, None)


def _cut_out(surface: Surface, camera: PinholeCamera, corners: Floats, source: NDArray[np.intp]) -> Silhouette:
    """The silhouette of a surface with holes that are no geometry: what lets most of the light through is none."""
    window = Window(0.0, 0.0, camera.width, camera.height)
    mask = whole = see_through(surface, camera, corners, source, window)
    low, high = corners.min(axis=(1, 2)), corners.max(axis=(1, 2))
    if low.min() < 0.0 or high[0] > camera.width or high[1] > camera.height:
        scale = min(1.0, CUT_SIDE_PX / float((high - low).max()))
        left, top = np.floor(low).tolist()
        wide, tall = np.maximum(np.ceil((high - [left, top]) * scale), 1).astype(int).tolist()
        window = Window(left, top, wide, tall, scale)
        whole = see_through(surface, camera, corners, source, window)
    area = float(np.count_nonzero(mask)) + window.beyond(whole, camera.width, camera.height)
    box = window.box(whole)
    if box is None:
        return _nothing(camera)
    solid = corners[:, :, surface.cutout[source] < 0].reshape(2, -1)  # known to less than a pixel
    left, top = np.minimum(np.maximum(box[0], low), solid.min(axis=1, initial=np.inf)).tolist()
    right, bottom = np.maximum(np.minimum(box[1], high), solid.max(axis=1, initial=-np.inf)).tolist()
    if camera.circle is not None:
        mask = mask & camera.circle
    return Silhouette(mask, area, (left, top, right - left, bottom - top))


def corners_of(
    surface: Surface, camera: PinholeCamera, parts: Collection[str] | None = None, open: bool = False
) -> tuple[Floats, NDArray[np.intp]]:
    """Projected triangles in pixels, (2, 3, T) for x and y of each corner: those that count, cut at the near plane; and
    (T,) the surface's triangle that each is of.

    A fisheye has none; it sees behind itself.
    """
    vertices, triangles, source = _of_parts(surface, parts)
    local = camera.to_camera(vertices)
    if open:
        a, b, c = (local[triangles[:, i]] for i in range(3))
        facing = np.einsum("ij,ij->i", cross(b - a, c - a), a) < 0.0
        triangles, source = triangles[facing], source[facing]
    in_front = local[:, 2] >= NEAR_M
    if camera.fisheye is not None or in_front.all():
        corners = np.take(camera.to_pixels(local).T.copy(), triangles.T, axis=1)
        if camera.distortion is None:
            return corners, source
        long = (corners.max(axis=1) - corners.min(axis=1)).max(axis=0) > SHORT_PX
        long |= ~camera.sees(local)[triangles].all(axis=1)
        curved, of = bent(camera, local[triangles[long]])
        straight = np.compress(~long, corners, axis=2)
        return np.concatenate([straight, _by_axis(curved)], axis=2), np.concatenate([source[~long], source[long][of]])
    count = in_front[triangles].sum(axis=1)
    crossing = (count == 1) | (count == 2)
    cut, of = _clip_near(local[triangles[crossing]])
    pieces = np.concatenate([local[triangles[count == 3]], cut])
    source = np.concatenate([source[count == 3], source[crossing][of]])
    if camera.distortion is None:
        return _by_axis(camera.to_pixels(pieces)), source
    curved, of = bent(camera, pieces)
    return _by_axis(curved), source[of]


def _by_axis(pixels: Floats) -> Floats:
    """Triangles (T, 3 corners, 2) as (2, 3, T)."""
    return np.ascontiguousarray(pixels.transpose(2, 1, 0))


def _of_parts(
    surface: Surface, parts: Collection[str] | None
) -> tuple[NDArray[np.float32], NDArray[np.integer[Any]], NDArray[np.intp]]:
    """Vertices and triangles of some parts, and which these are: a head's hair is most of it, and none of its face."""
    if parts is None:
        return surface.vertices, surface.triangles, np.arange(len(surface.triangles))
    wanted = np.array([part in parts for part in surface.parts], np.bool_)[surface.part]
    triangles = surface.triangles[wanted]
    used = np.zeros(len(surface.vertices), np.bool_)
    used[triangles] = True
    return surface.vertices[used], (np.cumsum(used) - 1)[triangles], np.flatnonzero(wanted)


def _clip_near(triangles: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """What lies in front of the near plane of triangles (T, 3 corners, 3) that cross it, as triangles, and of which."""
    front = triangles[:, :, 2] >= NEAR_M
    count = front.sum(axis=1)
    # Turn each triangle so that its odd corner, alone on its side of the plane, comes first.
    one = turned(triangles[count == 1], front[count == 1].argmax(axis=1))
    two = turned(triangles[count == 2], (~front[count == 2]).argmax(axis=1))
    tip = np.stack([one[:, 0], _on_plane(one[:, 0], one[:, 1]), _on_plane(one[:, 0], one[:, 2])], axis=1)
    first, second = _on_plane(two[:, 0], two[:, 1]), _on_plane(two[:, 0], two[:, 2])
    lower = np.stack([first, two[:, 1], two[:, 2]], axis=1)
    upper = np.stack([first, two[:, 2], second], axis=1)
    one_of, two_of = np.flatnonzero(count == 1), np.flatnonzero(count == 2)
    return np.concatenate([tip, lower, upper]), np.concatenate([one_of, two_of, two_of])


def _on_plane(a: Floats, b: Floats) -> Floats:
    """Where the edges (N, 3) from a to b cross the near plane."""
    share = (NEAR_M - a[:, 2:]) / (b[:, 2:] - a[:, 2:])
    return np.asarray(a + share * (b - a))


def _reduced_area(corners: Floats, low: Floats, high: Floats) -> float:
    """Area of the union in pixels, measured on a projection shrunk to ``MAX_SIDE_PX``."""
    scale = MAX_SIDE_PX / float((high - low).max())
    shrunk = (corners - low[:, None, None]) * scale
    return area_of(spans_of(shrunk, (0, MAX_SIDE_PX + 1)), np.zeros(2)) / scale**2
