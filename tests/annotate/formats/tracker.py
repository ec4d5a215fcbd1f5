"""A tracker of the simplest kind: Kalman filters of constant velocity on boxes, matched by the Hungarian algorithm.

Bewley et al., "Simple Online and Realtime Tracking", arXiv 1602.00763, has these parts. Exact boxes need no more.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

type Floats = NDArray[np.float64]

MISSED = 3  # frames after which a track ends
LEAST_IOU = 0.3
STEP = np.block([[np.eye(4), np.eye(4)], [np.zeros((4, 4)), np.eye(4)]])  # a frame on: each side by its own speed
SEEN = np.eye(4, 8)
DRIFT, NOISE = np.diag([1.0] * 4 + [0.5] * 4), np.eye(4)


class Track:
    def __init__(self, number: int, box: Floats) -> None:
        self.number, self.missed = number, 0
        self.state, self.spread = np.concatenate([box, np.zeros(4)]), np.diag([1.0] * 4 + [1e4] * 4)

    def predict(self) -> Floats:
        self.state, self.spread = STEP @ self.state, STEP @ self.spread @ STEP.T + DRIFT
        return self.state[:4]

    def correct(self, box: Floats) -> None:
        gain = self.spread @ SEEN.T @ np.linalg.inv(SEEN @ self.spread @ SEEN.T + NOISE)
        self.state = self.state + gain @ (box - SEEN @ self.state)
        self.spread = (np.eye(8) - gain @ SEEN) @ self.spread
        self.missed = 0


def iou(a: Floats, b: Floats) -> Floats:
    """(N, M) of corners (N, 4) and (M, 4): left, top, right, bottom."""
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    both = np.clip(high - low, 0.0, None).prod(axis=2)
    size = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (a, b)]
    out: Floats = both / np.maximum(size[0][:, None] + size[1][None] - both, 1e-9)
    return out


def follow(frames: list[Floats]) -> list[list[int]]:
    """A number for each box of each frame: (N, 4) corners in, the same order out."""
    tracks: list[Track] = []
    out, born = [], 0
    for boxes in frames:
        expected = np.array([track.predict() for track in tracks]).reshape(-1, 4)
        overlap = iou(expected, boxes)
        pairs = [(i, j) for i, j in zip(*linear_sum_assignment(-overlap), strict=True) if overlap[i, j] >= LEAST_IOU]
        numbers = {}
        for i, j in pairs:
            tracks[i].correct(boxes[j])
            numbers[j] = tracks[i].number
        for i in set(range(len(tracks))) - {i for i, _ in pairs}:
            tracks[i].missed += 1
        for j in range(len(boxes)):
            if j not in numbers:
                born += 1
                tracks.append(Track(born, boxes[j]))
                numbers[j] = born
        tracks = [track for track in tracks if track.missed <= MISSED]
        out.append([numbers[j] for j in range(len(boxes))])
    return out
