"""Surfaces with holes that are no geometry: how much of each pixel they cover, by the alpha of their textures.

A pixel centre that a triangle covers is followed along its ray to the triangle's plane, which gives its texture
coordinates, whatever the lens. Alpha is the mean over what the pixel sees of the texture. Layers behind one another
each let through what they do: together they cover a pixel if half of the light or less goes through all of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotate.frame import Cutout, Surface
from annotate.raster import Floats, Ints, Mask, Spans, fill, pixels_of, spans_of
from assets.vectors import cross
from scenes import PinholeCamera

OPAQUE = 1e-6  # share of the light that is let through by what lets none through
HALF_THROUGH = np.log(0.5) + 1e-6


@dataclass(frozen=True)
class Window:
    """A part of the plane that pictures lie in.

    Attributes:
        left, top: its corner in the picture's pixels.
        width, height: in its own pixels, of which ``scale`` are as long as one of the picture's.
    """

    left: float
    top: float
    width: int
    height: int
    scale: float = 1.0

    def box(self, mask: Mask) -> tuple[Floats, Floats] | None:
        """Top left and bottom right corner (2,), in the picture's pixels, of what a mask of it covers, if anything."""
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if not len(rows):
            return None
        corners = np.array([[columns[0], rows[0]], [columns[-1] + 1, rows[-1] + 1]]) / self.scale
        return corners[0] + [self.left, self.top], corners[1] + [self.left, self.top]

    def beyond(self, mask: Mask, width: int, height: int) -> float:
        """Area, in the picture's pixels, of what a mask of it covers outside a picture of that size."""
        x = (np.arange(self.width) + 0.5) / self.scale + self.left
        y = (np.arange(self.height) + 0.5) / self.scale + self.top
        inside = np.outer((y > 0.0) & (y < height), (x > 0.0) & (x < width))
        return float(np.count_nonzero(mask & ~inside)) / self.scale**2


def see_through(
    surface: Surface, camera: PinholeCamera, corners: Floats, source: NDArray[np.intp], window: Window
) -> Mask:
    """(height, width) pixels of a window that triangles cover by half or more.

    Args:
        corners: (2, 3, T) projected triangles in pixels.
        source: (T,) the surface's triangle that each is of.
    """
    origin, size = np.array([window.left, window.top]), (window.width, window.height)
    spans = spans_of((corners - origin[:, None, None]) * window.scale, (0, window.height))
    holed = surface.cutout[source[spans[3]]] >= 0
    through = np.zeros(window.width * window.height)  # logarithm of the light that goes through
    for cell, triangle in pixels_of(_some(spans, holed), size):
        row, column = np.divmod(cell, window.width)
        centre = np.stack([column + 0.5, row + 0.5], axis=1) / window.scale + origin
        alpha = _alpha(surface, camera, source[triangle], centre, 1.0 / window.scale)
        through += np.bincount(cell, np.log(np.maximum(1.0 - alpha, OPAQUE)), minlength=len(through))
    whole = fill(_some(spans, ~holed), *size)
    return np.asarray(whole | (through <= HALF_THROUGH).reshape(whole.shape))


def _some(spans: Spans, wanted: Mask) -> Spans:
    row, begin, end, triangle = spans
    return row[wanted], begin[wanted], end[wanted], triangle[wanted]


def _alpha(surface: Surface, camera: PinholeCamera, source: NDArray[np.intp], centre: Floats, side: float) -> Floats:
    """(N,) how much of each pixel, ``side`` wide around its centre, the triangle there covers."""
    local = camera.to_camera(surface.vertices[surface.triangles[source]])
    assert surface.uv is not None  # a surface with cutouts has them
    uv = surface.uv[source].astype(np.float64)
    here, right, below = (
        _place(camera.rays(centre + np.array(step) * side), local, uv) for step in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5))
    )
    (ax, ay), (bx, by) = (2.0 * (right - here)).T, (2.0 * (below - here)).T
    footprint = np.abs(ax * by - ay * bx)  # of the texture, as a share of it
    out = np.empty(len(source))
    which = surface.cutout[source]
    for number in np.unique(which).tolist():
        mine = which == number
        out[mine] = _mean(surface.cutouts[number], here[mine], footprint[mine])
    return out


def _place(rays: Floats, triangles: Floats, uv: Floats) -> Floats:
    """Texture coordinates (N, 2) where rays (N, 3) meet the planes of triangles (N, 3 corners, 3)."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    along, across = b - a, c - a
    normal = cross(along, across)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.einsum("ij,ij->i", a, normal) / np.einsum("ij,ij->i", rays, normal)
        point = rays * reach[:, None] - a
        size = np.einsum("ij,ij->i", normal, normal)
        second = np.einsum("ij,ij->i", cross(point, across), normal) / size
        third = np.einsum("ij,ij->i", cross(along, point), normal) / size
    share = np.nan_to_num(np.stack([1.0 - second - third, second, third], axis=1), nan=1.0 / 3.0)
    return np.asarray(np.einsum("ij,ijk->ik", share, uv))


def _mean(cutout: Cutout, place: Floats, footprint: Floats) -> Floats:
    """(N,) alpha at places (N, 2) of a texture, the mean over a share of it."""
    levels = cutout.levels
    texels = footprint * cutout.alpha.size
    level = np.clip(np.round(np.log2(np.maximum(texels, 1.0)) / 2.0), 0, len(levels) - 1).astype(int)
    out = np.empty(len(place))
    for number in np.unique(level).tolist():
        mine = level == number
        out[mine] = _smooth(levels[number], place[mine])
    return out


def _smooth(alpha: NDArray[np.float32], place: Floats) -> Floats:
    """Alpha between the texels' centres, as the renderer has it; it repeats."""
    height, width = alpha.shape
    x, y = place[:, 0] * width - 0.5, place[:, 1] * height - 0.5
    left, low = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    right_share, high_share = x - left, y - low
    columns: tuple[Ints, Ints] = (left % width, (left + 1) % width)
    rows: tuple[Ints, Ints] = (low % height, (low + 1) % height)
    near = alpha[rows[0], columns[0]] * (1.0 - right_share) + alpha[rows[0], columns[1]] * right_share
    far = alpha[rows[1], columns[0]] * (1.0 - right_share) + alpha[rows[1], columns[1]] * right_share
    return np.asarray(near * (1.0 - high_share) + far * high_share)
