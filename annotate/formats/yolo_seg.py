"""YOLO polygons in Ultralytics' layout. An object is one polygon, so that one of several pieces becomes one, too.

Source of the convention: https://docs.ultralytics.com/datasets/segment/
"""

import math

import numpy as np
from numpy.typing import NDArray

from annotate import masks
from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target
from annotate.formats.walk import Entry
from annotate.formats.yolo import numbers, write_layout
from assets import DatasetError

type Points = NDArray[np.float64]

BLOCK = 512  # corners whose distances to all of another ring's are in memory together


def write_polygons(dataset: Dataset, target: Target) -> None:
    write_layout(dataset, target, polygon_line)


def polygon_line(annotation: Entry, record: Record) -> str:
    """``x0 y0 x1 y1 …``: the mask's outline as shares of the picture's size.

    Raises:
        DatasetError: there is no mask, or it does not fit the picture.
    """
    width, height = record.size
    where = f"annotation {annotation['id']} of image {record.image['id']}"
    segmentation = annotation.get("segmentation")
    if not segmentation:
        raise DatasetError(f"{where}: expected a segmentation, which yolo-seg is about, got none")
    try:
        mask = masks.decode(segmentation, height, width)
    except DatasetError as error:
        raise DatasetError(f"{where}: {error}") from error
    rings = segmentation if isinstance(segmentation, list) else masks.polygons(mask)
    if not mask.any():
        raise DatasetError(f"{where}: its mask is empty")
    points = one_outline([np.array(ring, np.float64).reshape(-1, 2) for ring in rings])
    return numbers(*(points / [width, height]).ravel().tolist())


def polygon_of_line(line: str, width: int, height: int) -> list[float]:
    """The inverse: [x0, y0, x1, y1, …] in pixels."""
    points = np.array(line.split(), np.float64).reshape(-1, 2) * [width, height]
    out: list[float] = points.ravel().tolist()
    return out


def one_outline(rings: list[Points]) -> Points:
    """Closed rings (N, 2) joined to one by bridges of no width, there and back between nearest corners.

    Even-odd filling gives what the rings give. A ring is joined to those before it by the shortest way that is left, so
    that readers that draw outlines a pixel wide draw bridges as short as can be.
    """
    path = rings[0]
    left = {index: _nearest(ring, path, 0) for index, ring in enumerate(rings) if index}
    places = {0: path}
    while left:
        index = min(left, key=lambda i: left[i][0])
        _, owner, at, start = left.pop(index)
        ring = rings[index]
        anchor = places[owner][at]
        here = int(np.flatnonzero((path == anchor).all(axis=1))[0])
        loop = np.concatenate([ring[start:], ring[: start + 1]])
        path = np.concatenate([path[: here + 1], loop, path[here:]])
        places[index] = ring
        left = {i: min(best, _nearest(rings[i], ring, index)) for i, best in left.items()}
    return path


def _nearest(ring: Points, other: Points, owner: int) -> tuple[float, int, int, int]:
    """Squared distance between two rings' nearest corners; the owner of the other one, its corner, the ring's."""
    best = (math.inf, owner, 0, 0)
    for first in range(0, len(other), BLOCK):
        squared = ((other[first : first + BLOCK, None] - ring[None]) ** 2).sum(axis=2)
        at, start = np.unravel_index(int(squared.argmin()), squared.shape)
        best = min(best, (float(squared[at, start]), owner, first + int(at), int(start)))
    return best


FORMAT = Format("yolo-seg", "polygons in Ultralytics' layout", write_polygons)
