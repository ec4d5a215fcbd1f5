"""Faces of a video: one new identity a track, and points that do not tremble from frame to frame.

Points are smoothed within their boxes, over a few frames before and after: what moves a box moves the face at once, and
how the head is turned changes as slowly as heads do.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from render.anonymize.finding import Found

type Points = NDArray[np.float64]
type Smoothed = Mapping[tuple[str, int], Points]
"""Points (K, 2) by the picture's name and the face's number."""

FRAMES, REACH = 1.5, 4  # deviation of the weights, and how many frames away has any


def smoothed(found: Mapping[str, Sequence[Found]]) -> Smoothed:
    """Args:
    found: of each picture, in the order of the video.
    """
    tracks: dict[int, list[tuple[int, str, Found]]] = defaultdict(list)
    for at, (name, items) in enumerate(found.items()):
        for item in items:
            if item.track is not None and item.kind == "face" and item.points is not None:
                tracks[item.track].append((at, name, item))
    out: dict[tuple[str, int], Points] = {}
    for seen in tracks.values():
        for at, name, item in seen:
            out[name, item.number] = _smooth(at, item, seen)
    return out


def _smooth(at: int, item: Found, seen: Sequence[tuple[int, str, Found]]) -> Points:
    assert item.points is not None
    total, weight = np.zeros_like(item.points), 0.0
    for when, _, other in seen:
        if other.points is None or abs(when - at) > REACH or len(other.points) != len(item.points):
            continue
        share = float(np.exp(-0.5 * ((when - at) / FRAMES) ** 2))
        total += share * _within(other)
        weight += share
    x, y, w, h = item.box
    return np.asarray(total / weight * [w, h] + [x, y])


def _within(item: Found) -> Points:
    """A face's points as shares of its box."""
    x, y, w, h = item.box
    return np.asarray((item.points - np.array([x, y])) / [w, h])
