"""Plates as datasets on disk have them: their corners, and pictures of them as if seen straight from the front."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.vehicles.plates.grammar import LAYOUTS
from assets.vehicles.plates.mounting import CATEGORY

LEAST_PX, MOST_PX = 32, 512  # height of a rectified picture
USUAL = 4.7  # width over height, where the layout is not known

type Entry = dict[str, Any]

__all__ = ["CATEGORY", "aspect_of", "corners_of", "quads_of", "rectified"]


def corners_of(annotation: Entry) -> NDArray[np.float64] | None:
    """(4, 2) pixels in reading order; None where one of them lies outside the picture."""
    triples = np.array(annotation.get("keypoints", ()), np.float64)
    if triples.size != 12:
        return None
    points = triples.reshape(4, 3)
    return points[:, :2] if (points[:, 2] > 0).all() else None


def quads_of(annotation: Entry) -> NDArray[np.float64]:
    """(N, 4, 2) pixels of the characters' corners."""
    return np.array(annotation.get("char_boxes", ()), np.float64).reshape(-1, 4, 2)


def aspect_of(annotation: Entry) -> float:
    """Width over height of the plate itself."""
    layout = LAYOUTS.get(str(annotation.get("attributes", {}).get("layout")))
    return USUAL if layout is None else layout.aspect


def rectified(rgb: NDArray[np.uint8], corners: NDArray[np.float64], aspect: float) -> NDArray[np.uint8]:
    """The plate of a picture (H, W, 3) as seen from the front, about as large as it is there.

    Args:
        corners: (4, 2) continuous pixels in reading order.
        aspect: its width over its height.
    """
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    height = int(np.clip(round(max(sides[1], sides[3], max(sides[0], sides[2]) / aspect)), LEAST_PX, MOST_PX))
    width = max(1, round(height * aspect))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform((corners - 0.5).astype(np.float32), target)
    out = cv2.warpPerspective(rgb, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(out, np.uint8)
