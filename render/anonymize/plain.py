"""The ways that show no new face: blur, coarse pixels, one colour. They are also what a render falls back on."""

import cv2
import numpy as np
from numpy.typing import NDArray

from render.anonymize.finding import Found
from render.anonymize.photo import Mask, Pixels

BLUR = 0.2  # standard deviation by the larger side of the box
BLOCKS = 7  # across the larger side
GREY = 127
type Window = tuple[slice, slice]


def region(found: Found, size: tuple[int, int], grow: float) -> Mask:
    """(H, W) what is certainly covered: an ellipse in a face's grown box, a plate's grown corners or box.

    Args:
        size: width and height of the picture.
        grow: share of the box's sides by which it reaches beyond.
    """
    out = np.zeros(size[::-1], np.uint8)
    x, y, w, h = found.box
    wide, tall = w * (1.0 + 2.0 * grow), h * (1.0 + 2.0 * grow)
    if found.kind == "face":
        middle, axes = ((x + w / 2.0) * 16.0 - 8.0, (y + h / 2.0) * 16.0 - 8.0), (wide * 8.0, tall * 8.0)
        cv2.ellipse(out, _whole(middle), _whole(axes), 0.0, 0.0, 360.0, 1, cv2.FILLED, cv2.LINE_8, 4)
        out[_inside(x + w / 2.0, size[0], y + h / 2.0, size[1])] = 1  # also of a face of one pixel
        return out.astype(np.bool_)
    corners = found.points if found.points is not None else np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    wider = corners.mean(axis=0) + (corners - corners.mean(axis=0)) * (1.0 + 2.0 * grow)
    cv2.fillConvexPoly(out, np.round(wider * 16.0 - 8.0).astype(np.int32), 1, cv2.LINE_8, 4)
    return out.astype(np.bool_)


def hidden(rgb: Pixels, mask: Mask, method: str) -> Pixels:
    """A copy of a picture whose masked pixels are blurred, coarse or grey.

    Of ``blur`` and ``pixelate`` nothing but what lies under the mask and next to it goes in.
    """
    out = rgb.copy()
    window = bounds(mask)
    if window is None:
        return out
    inside = mask[window]
    if method == "solid":
        out[window][inside] = GREY
        return out
    patch = out[window]
    side = max(patch.shape[:2])
    new = _blurred(patch, BLUR * side) if method == "blur" else _coarse(patch, max(1.0, side / BLOCKS))
    patch[inside] = new[inside]
    return out


def bounds(mask: Mask, margin: int = 0) -> Window | None:
    """Rows and columns that hold a mask; None for an empty one."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return None
    top, left = max(int(rows[0]) - margin, 0), max(int(columns[0]) - margin, 0)
    return slice(top, int(rows[-1]) + 1 + margin), slice(left, int(columns[-1]) + 1 + margin)


def _blurred(patch: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(patch, (0, 0), max(sigma, 0.8), borderType=cv2.BORDER_REPLICATE), np.uint8)


def _coarse(patch: Pixels, block: float) -> Pixels:
    size = tuple(max(1, round(side / block)) for side in patch.shape[1::-1])
    small = cv2.resize(patch, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, patch.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def _whole(pair: tuple[float, float]) -> tuple[int, int]:
    return round(pair[0]), round(pair[1])


def _inside(x: float, width: int, y: float, height: int) -> tuple[int, int]:
    return min(max(int(y), 0), height - 1), min(max(int(x), 0), width - 1)


def feathered(mask: Mask, pixels: float) -> NDArray[np.float32]:
    """(H, W) 1 inside a mask, falling to 0 within so many pixels around it."""
    away = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5)
    share = np.clip(1.0 - away / max(pixels, 1e-6), 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share), np.float32)
