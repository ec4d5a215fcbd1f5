"""A number plate inside a vehicle's box, by image processing: letters make many upright edges in a flat, wide patch.

It is less sure than a box that somebody drew, and is said to be.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from render.anonymize.photo import Pixels

WIDE = (1.3, 7.0)  # width by height of what can be a plate
SHARE = (0.06, 0.6)  # of the vehicle's width that it takes
WORK_PX = 480  # width of the vehicle as it is looked at
LEAST_PX = 40  # width of a vehicle whose plate shows
FULL = 0.5  # of its rectangle that a candidate fills


def corners_in(rgb: Pixels, box: tuple[float, float, float, float]) -> NDArray[np.float64] | None:
    """(4, 2) corners from the top left, clockwise, of the likeliest plate; None where nothing looks like one.

    Args:
        rgb: (H, W, 3) upright.
        box: of the vehicle.
    """
    x, y, w, h = box
    if w < LEAST_PX:
        return None
    left, top = int(x), int(y)
    crop = rgb[top : int(np.ceil(y + h)), left : int(np.ceil(x + w))]
    scale = min(1.0, WORK_PX / crop.shape[1]) if crop.shape[1] > WORK_PX else 1.0
    small = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    best, most = None, 0.0
    for contour in _patches(grey):
        middle, sides, _ = cv2.minAreaRect(contour)
        wide, tall = max(sides), min(sides)
        if tall < 4 or not WIDE[0] < wide / tall < WIDE[1] or not SHARE[0] < wide / grey.shape[1] < SHARE[1]:
            continue
        corners = cv2.boxPoints(cv2.minAreaRect(contour))
        score = _score(grey, contour, middle[1] / grey.shape[0], wide * tall)
        if score > most:
            best, most = corners.astype(np.float64), score
    if best is None:
        return None
    away = best - best.mean(axis=0)
    turn = best[np.argsort(np.arctan2(away[:, 1], away[:, 0]))]
    turn = np.roll(turn, -int(np.argmin(turn.sum(axis=1))), axis=0)
    return np.asarray(turn / scale + [left, top])


def _patches(grey: NDArray[np.uint8]) -> list[NDArray[np.int32]]:
    """Outlines of regions with many upright edges close to each other."""
    edges = np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0))
    strong = (edges > max(60.0, float(np.percentile(edges, 92)))).astype(np.uint8)
    reach = max(3, grey.shape[1] // 40) | 1
    joined = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, np.ones((max(3, reach // 2) | 1, 2 * reach + 1), np.uint8))
    opened = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((3, reach), np.uint8))
    found, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [np.asarray(item, np.int32) for item in found]


def _score(grey: NDArray[np.uint8], contour: NDArray[np.int32], height: float, area: float) -> float:
    """How much a patch looks like a plate: edges within, filled, in the vehicle's lower half."""
    x, y, w, h = cv2.boundingRect(contour)
    patch = grey[y : y + h, x : x + w]
    filled = float(cv2.contourArea(contour)) / max(area, 1.0)
    if filled < FULL:
        return 0.0
    edges = float(np.abs(cv2.Sobel(patch, cv2.CV_32F, 1, 0)).mean())
    low = 1.0 if height > 0.4 else 0.3
    return edges * filled * low
