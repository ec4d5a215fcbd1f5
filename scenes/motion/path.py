"""A line on the ground that is driven or walked along, by the metres along it."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.ndimage import gaussian_filter1d

from scenes.pose import Float64

STEP_M = 0.25  # between the points of a path
SOFT_M = 1.5  # over which its corners are rounded


@dataclass(frozen=True, eq=False)
class Path:
    """Attributes:
    points: (N, 2) metres, ``STEP_M`` apart or a little less in bends.
    along: (N,) metres from the lane's beginning.
    heading: (N,) radians about z from x, without jumps.
    """

    points: Float64
    along: Float64
    heading: Float64

    @classmethod
    def of(cls, line: Float64, beyond_m: float) -> Self:
        """Through the corners (K, 2) of a lane, which are rounded, and straight on at both ends for ``beyond_m``."""
        first, last = (_unit(line[0] - line[1]) * beyond_m, _unit(line[-1] - line[-2]) * beyond_m)
        corners = np.concatenate([[line[0] + first], line, [line[-1] + last]])
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
        at = np.arange(0.0, lengths[-1], STEP_M)
        dense = np.stack([np.interp(at, lengths, corners[:, axis]) for axis in (0, 1)], axis=1)
        points = gaussian_filter1d(dense, SOFT_M / STEP_M, axis=0, mode="nearest")[20:-20]
        steps = np.gradient(points, axis=0)
        along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
        return cls(points, along - beyond_m + 20 * STEP_M, np.unwrap(np.arctan2(steps[:, 1], steps[:, 0])))

    def at(self, s: ArrayLike, aside: float = 0.0) -> Float64:
        """(..., 2) points ``s`` (...) metres along, ``aside`` metres to the left."""
        s, turn = np.asarray(s, np.float64), self.heading_at(s)
        middle = np.stack([np.interp(s, self.along, self.points[:, axis]) for axis in (0, 1)], axis=-1)
        return np.asarray(middle + aside * np.stack([-np.sin(turn), np.cos(turn)], axis=-1))

    def heading_at(self, s: ArrayLike) -> Float64:
        """(...) radians."""
        return np.asarray(np.interp(np.asarray(s, np.float64), self.along, self.heading))

    def bend(self, s: float) -> float:
        """Curvature in 1/m, positive to the left."""
        ends = self.heading_at([s - 1.0, s + 1.0])
        return float(ends[1] - ends[0]) / 2.0

    def nearest(self, place: Float64) -> tuple[float, float]:
        """How far along, and how far to the left of it, a point (2,) lies."""
        index = int(np.argmin(((self.points - place) ** 2).sum(axis=1)))
        turn = self.heading[index]
        off = place - self.points[index]
        ahead = float(off @ [np.cos(turn), np.sin(turn)])
        return float(self.along[index]) + ahead, float(off @ [-np.sin(turn), np.cos(turn)])


def _unit(vector: Float64) -> Float64:
    return np.asarray(vector / np.linalg.norm(vector))
