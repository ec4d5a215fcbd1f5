"""How a hand comes to lie on things: moved until it touches, fingers closed until each of their links does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces.groom import Body
from assets.faces.held.bones import FINGERS, LINKS
from assets.faces.held.hand import THUMB, Hand

type Points = NDArray[np.float64]
type Distance = Callable[[Points], Points]
"""How far points (N, 3) are from a surface, metres: negative inside."""

NEAR_M = 0.003  # half of the way from one point of a surface to the next
TOUCH_M = 0.0006
STEP_RAD = 0.06


@dataclass(frozen=True, eq=False)
class Solid:
    """A body by points on its surface and their normals, both (N, 3)."""

    points: Points
    normals: Points

    def distance(self, points: Points) -> Points:
        """``Distance`` to it."""
        body = Body(self.points.astype(np.float32), self.normals.astype(np.float32))
        where = body.nearest(points.astype(np.float32))
        apart = points - self.points[where]
        height = (apart * self.normals[where]).sum(1)
        far = np.linalg.norm(apart, axis=1)
        outside = (far > NEAR_M) & (height > -0.5 * far)  # beside an ear, say, and behind no surface
        return np.where(outside, np.maximum(height, far - NEAR_M), height)

    def near(self, place: ArrayLike, reach_m: float) -> "Solid":
        """Its part around a place."""
        kept = np.linalg.norm(self.points - np.asarray(place), axis=1) < reach_m
        return Solid(self.points[kept], self.normals[kept])


def travel(gap: Callable[[float], float], most_m: float) -> float:
    """How far something goes until it touches, ``most_m`` where it does not.

    Args:
        gap: left when it has gone so far.
    """
    gone = 0.0
    for _ in range(40):
        left = gap(gone)
        if left < TOUCH_M:
            break
        gone += left
        if gone > most_m:
            return most_m
    return gone


def closed(
    whole: Hand, start: ArrayLike, most: ArrayLike, place: Callable[[Points], Points], distance: Distance
) -> Points:
    """Angles (5, 3) of fingers that close until they touch: a link that touches stops, and those before it.

    Args:
        start, most: (5, 3) angles at which closing starts and where it ends, radians.
        place: from the hand's frame to that of ``distance``.
    """
    angles, most = np.array(start, np.float64), np.asarray(most, np.float64)
    angles[:] = np.minimum(angles, most)
    moving = angles < most
    for step in range(int(np.pi / STEP_RAD)):
        if not moving.any():
            break
        wanted = np.where(moving, np.minimum(angles + min(step, 1) * STEP_RAD, most), angles)  # at first as they are
        fingers = [finger for finger in range(FINGERS) if moving[finger].any()]
        hits = _hits(whole, wanted, fingers, place, distance)
        for finger in fingers:
            for link in range(LINKS):
                if hits[finger][link]:
                    moving[finger, : link + 1] = False
        angles = np.where(moving, wanted, angles)
        moving &= angles < most
    return angles


def _hits(
    whole: Hand, angles: Points, fingers: Sequence[int], place: Callable[[Points], Points], distance: Distance
) -> dict[int, list[bool]]:
    """Which links of some fingers touch."""
    pads = [(finger, link, pad) for finger in fingers for link, pad in enumerate(whole.pads(finger, angles[finger]))]
    gaps = distance(place(np.concatenate([pad for _, _, pad in pads])))
    ends = np.cumsum([0, *(len(pad) for _, _, pad in pads)])
    out: dict[int, list[bool]] = {finger: [False] * LINKS for finger in fingers}
    for (finger, link, _), a, b in zip(pads, ends[:-1], ends[1:], strict=True):
        out[finger][link] = bool(gaps[a:b].min() < TOUCH_M)
    return out


def spread(fingers: ArrayLike, thumb: ArrayLike = (0.0, 0.0, 0.0)) -> Points:
    """(5, 3) angles: the same ones for all four fingers."""
    out = np.tile(np.asarray(fingers, np.float64), (FINGERS, 1))
    out[THUMB] = thumb
    return out
