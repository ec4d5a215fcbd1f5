"""How Albumentations' transforms move pixels and points, made to agree with each other to a fraction of a pixel.

Each family below is held by a test that compares points with pixels. Albumentations' own points are off by half a pixel
where it resizes and by more where it bends; there we compute them ourselves.
"""

import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate.transform import NOWHERE, Points, Warp

FLIPS = ("HorizontalFlip", "VerticalFlip", "Transpose", "D4", "SquareSymmetry", "RandomRotate90")
TURNS = ("Affine", "ShiftScaleRotate", "Rotate", "SafeRotate", "Perspective")
CROPS = ("RandomCrop", "CenterCrop", "Crop", "RandomCropFromBorders", "Pad", "PadIfNeeded")
RESIZES = ("Resize", "RandomScale", "LongestMaxSize", "SmallestMaxSize", "RandomResizedCrop", "RandomSizedCrop")
BENDS = ("ElasticTransform", "GridDistortion", "OpticalDistortion")
DROPOUTS = ("CoarseDropout", "GridDropout", "XYMasking", "Erasing")
GEOMETRIC = (*FLIPS, *TURNS, *CROPS, *RESIZES, *BENDS, *DROPOUTS)
OURS = {"mask_interpolation": 0, "fill_mask": 0}  # arguments that are not the user's: labels are never interpolated

NEAREST, CONSTANT = 0, 0  # OpenCV's INTER_NEAREST and BORDER_CONSTANT
ROUNDS = 50  # of the fixed-point iteration that inverts a bend


def prepare(transform: Any) -> None:
    """Set up a geometric transform so that masks come out as this module reads them."""
    for name, value in OURS.items():
        if hasattr(transform, name):
            setattr(transform, name, value)


def warp_with(transform: Any, picture: NDArray[Any], before: Warp) -> tuple[NDArray[Any], Warp]:
    """Apply a prepared geometric transform, once, to a picture (H, W, 3) and to how it was warped before.

    It was applied if it has ``params`` afterwards.
    """
    height, width = before.size
    rows, columns = np.mgrid[1 : height + 1, 1 : width + 1]
    places = np.stack([columns, rows], axis=2).astype(np.float32)  # 0 is what the transform fills in
    out = transform(image=picture, mask=places)
    if not transform.params:
        return picture, before
    family = type(transform).__name__
    column, row = (out["mask"][..., axis].astype(np.int64) - 1 for axis in (0, 1))
    filled = (column < 0) | (row < 0)
    step = np.where(filled, NOWHERE, row * width + column)
    if family in DROPOUTS:
        return out["image"], Warp(before.before, before.source, before.shown & ~filled, before.points)
    move = _Move(transform, (height, width))
    if family in RESIZES:
        step = _resized(move, out["image"].shape[:2], (height, width))
    source = np.where(step == NOWHERE, NOWHERE, before.source.ravel()[step])
    shown = np.where(step == NOWHERE, True, before.shown.ravel()[step])
    return out["image"], Warp(before.before, source, shown, lambda points: move(before.points(points)))


class _Move:
    """Maps points (N, 2) as a transform moved its last picture."""

    def __init__(self, transform: Any, size: tuple[int, int]) -> None:
        self._family = type(transform).__name__
        self._params = transform.params
        self._size = size
        self._transform = copy.copy(transform)
        if hasattr(transform, "border_mode"):
            self._transform.border_mode = CONSTANT  # others would add the points' reflections

    def __call__(self, points: Points) -> Points:
        if self._family in BENDS:
            return _bent(points, self._params["map_x"], self._params["map_y"])
        # Albumentations counts from pixel centres, and from edges where it resizes.
        offset = 0.0 if self._family in RESIZES else 0.5
        rows = np.zeros((len(points), 5))
        rows[:, :2], rows[:, 4] = points - offset, 1.0
        moved = self._transform.apply_to_keypoints(rows, **self._params)
        return np.asarray(moved[:, :2].astype(np.float64) + offset)


def _resized(move: _Move, size: tuple[int, int], before: tuple[int, int]) -> NDArray[np.int64]:
    """Flat index of the pixel of the picture before that each pixel's centre falls into, for upright scalings.

    OpenCV's nearest neighbour takes the pixel of the upper left corner.
    """
    (left, top), (right, bottom) = move(np.array([[0.0, 0.0], [before[1], before[0]]], np.float64)).tolist()
    column = np.floor((np.arange(size[1]) + 0.5 - left) / (right - left) * before[1]).astype(np.int64)
    row = np.floor((np.arange(size[0]) + 0.5 - top) / (bottom - top) * before[0]).astype(np.int64)
    column, row = np.clip(column, 0, before[1] - 1), np.clip(row, 0, before[0] - 1)
    return np.asarray(row[:, None] * before[1] + column)


def _bent(points: Points, map_x: NDArray[np.float32], map_y: NDArray[np.float32]) -> Points:
    """Where points go in a picture whose pixel centre q shows what was at map(q): the q of each, by iteration.

    Outside of the picture, it bends as at the nearest edge.
    """
    wanted = points - 0.5
    out = wanted.copy()
    for _ in range(ROUNDS):
        shift = np.stack([_sampled(map_x, out), _sampled(map_y, out)], axis=1) - _clamped(out, map_x.shape)
        out += 0.7 * (wanted - shift - out)  # damped: strong bends would swing
    return out + 0.5


def _sampled(values: NDArray[np.float32], points: Points) -> NDArray[np.float64]:
    """Values (H, W) at points (N, 2) that count from pixel centres, bilinearly."""
    height, width = values.shape
    x, y = _clamped(points, values.shape).T
    left, top = np.minimum(x.astype(int), max(width - 2, 0)), np.minimum(y.astype(int), max(height - 2, 0))
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    fx, fy = x - left, y - top
    upper = values[top, left] * (1.0 - fx) + values[top, right] * fx
    lower = values[bottom, left] * (1.0 - fx) + values[bottom, right] * fx
    return np.asarray(upper * (1.0 - fy) + lower * fy, np.float64)


def _clamped(points: Points, shape: tuple[int, ...]) -> Points:
    return np.clip(points, 0.0, [shape[1] - 1.0, shape[0] - 1.0])
