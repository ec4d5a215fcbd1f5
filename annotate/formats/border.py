"""Annotations of other tools that reach over their picture's border: one rule for every format.

Boxes and polygons are cut at the border, keypoints beyond it are no longer labelled. Of what nothing is left, the
annotation goes. Boxes that say what lies beyond (``amodal_bbox``, ``bbox3d``) stay as they are.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate import masks
from assets import DatasetError

LEAST_PX = 0.1  # a side below it is none: formats that write shares of a large picture would round it to 0
FAR_PX = 1e7  # what lies further out is taken to lie there, where arithmetic still tells pixels apart

type Entry = dict[str, Any]
type Points = NDArray[np.float64]


def inside(annotation: Entry, width: int, height: int) -> Entry | None:
    """The annotation as its picture has it: itself if nothing reaches out, None if nothing is left.

    Args:
        annotation: with a ``bbox``, and perhaps ``segmentation`` and ``keypoints``, in pixels.
    """
    box = _box(annotation["bbox"], width, height)
    if box is None:
        return None
    out: Entry | None = annotation if box == annotation["bbox"] else {**annotation, "bbox": box}
    rings = annotation.get("segmentation")
    if isinstance(rings, list) and any(_leaves(ring, width, height) for ring in rings):
        out = _with_rings({**annotation, "bbox": box}, [cut(ring, width, height) for ring in rings], width, height)
    return None if out is None else _with_keypoints(out, width, height)


def cut(ring: list[float], width: int, height: int) -> list[float]:
    """A polygon's part inside the picture, a flat list; empty for none.

    It is cut at one side after another, and runs along the border where it was outside (Sutherland and Hodgman, 1974).
    """
    points = np.clip(np.reshape(np.array(ring, np.float64), (-1, 2)), -FAR_PX, FAR_PX)
    for axis, limit, sign in ((0, 0.0, 1.0), (0, width, -1.0), (1, 0.0, 1.0), (1, height, -1.0)):
        points = _cut_at(points, axis, float(limit), sign)
    out: list[float] = np.clip(points, 0.0, [width, height]).ravel().tolist()  # but for the last bits, they are
    return out if len(points) >= 3 else []


def _box(box: list[float], width: int, height: int) -> list[float] | None:
    """A box [x, y, width, height] clipped to the picture; the same numbers where it lies inside."""
    x, y, w, h = box
    if x >= 0 and y >= 0 and x + w <= width and y + h <= height:
        return box if min(w, h) >= LEAST_PX else None
    left, top, right, bottom = max(x, 0.0), max(y, 0.0), min(x + w, float(width)), min(y + h, float(height))
    return [left, top, right - left, bottom - top] if min(right - left, bottom - top) >= LEAST_PX else None


def _leaves(ring: Any, width: int, height: int) -> bool:
    """Whether a polygon's points leave the picture; what is none is left for its readers to refuse."""
    try:
        points = np.reshape(np.array(ring, np.float64), (-1, 2))
    except (TypeError, ValueError):
        return False
    return len(points) >= 3 and not bool(((points >= 0.0) & (points <= [width, height])).all())


def _cut_at(points: Points, axis: int, limit: float, sign: float) -> Points:
    """The part of a closed ring (N, 2) on the side of a line along which ``sign`` times an axis grows."""
    if not len(points):
        return points
    depth = sign * (points[:, axis] - limit)
    following, next_depth = np.roll(points, -1, axis=0), np.roll(depth, -1)
    out: list[Points] = []
    for here, there, a, b in zip(points, following, depth.tolist(), next_depth.tolist(), strict=True):
        if a >= 0.0:
            out.append(here)
        if (a >= 0.0) != (b >= 0.0):
            crossing = here + (there - here) * (a / (a - b))
            crossing[axis] = limit
            out.append(crossing)
    return np.array(out).reshape(-1, 2)


def _with_rings(annotation: Entry, rings: list[list[float]], width: int, height: int) -> Entry | None:
    """The annotation with polygons that were cut, and the area of what they fill; None where they fill nothing."""
    kept = [ring for ring in rings if ring]
    try:
        area = int(masks.decode(kept, height, width).sum())
    except DatasetError:  # damaged in another way: whoever needs the mask says how
        return annotation
    return {**annotation, "segmentation": kept, "area": area} if area else None


def _with_keypoints(annotation: Entry, width: int, height: int) -> Entry:
    flat = annotation.get("keypoints")
    if not isinstance(flat, list) or len(flat) % 3 or not all(isinstance(value, int | float) for value in flat):
        return annotation
    points = np.array(flat, np.float64).reshape(-1, 3)
    out = (points[:, 2] > 0) & ~((points[:, :2] >= 0.0) & (points[:, :2] <= [width, height])).all(axis=1)
    if not out.any():
        return annotation
    points[out] = 0.0
    plain = [value for x, y, v in points.tolist() for value in (x, y, int(v))]
    return {**annotation, "keypoints": plain, "num_keypoints": int(np.count_nonzero(points[:, 2]))}
