"""Eyelids: closed they meet, on every face; open they cover a little of the iris, wherever it looks.

MakeHuman's action ``eyeBlink`` closes the lids of its base mesh. On other shapes they would stop short of each other
or cross, by up to 6 mm. Its weight is therefore read as how far the lids are closed, and scaled along the lids by what
that takes on this face.
"""

import functools
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.base_front import BaseFront
from assets.faces.regions import EYES

type Points = NDArray[np.float32]

BLINKS = {"Left": 1.0, "Right": -1.0}  # the sides, and the sign of y there
LID_EDGE = 1.12  # of the eye's radius from its centre: the loop along the front edge of the lids, where lashes grow
IRIS_SHARE = 0.394  # of the eye's radius: the iris
COVERED = 0.05  # of the eye's radius: how much of the iris the upper lid hides when all is at rest
TO_REST = 0.85  # how much of the way to that lids go; the rest is the person's own
REST_LEAST, REST_MOST = -0.5, 0.5  # how far closed lids at rest are, within which they follow the iris
ACROSS = 0.88  # of the width of the eye: towards its corners lids hardly move, and tell nothing
LEAST, MOST = 0.1, 2.2  # of the action's weight
MEET_M = 0.0003  # lids press on each other
ROUNDS = 3  # the lids' ways are not quite straight up and down


def move(points: Points, actions: Mapping[str, float], pitch_rad: float) -> None:
    """Move ``points`` (V, 3) in place by the actions, lids included.

    Args:
        pitch_rad: how far the eyes look up.
    """
    data = bake.load()
    start = points.copy()
    looks = {key: weight for key, weight in actions.items() if key.startswith("eyeLook")}
    data.actions.add(start, looks)
    data.actions.add(points, {key: weight for key, weight in actions.items() if not key.startswith("eyeBlink")})
    for side in BLINKS:
        name = f"eyeBlink{side}"
        at_rest = _at_rest(start, side, pitch_rad)
        closed = at_rest + (1.0 - at_rest) * actions.get(name, 0.0)
        index, offset = _blink(side)
        along, full = _closing(points, side)
        points[index] += (closed * np.interp(data.rest[index, 1], along, full))[:, None].astype(np.float32) * offset


def gap_m(points: Points, side: str) -> NDArray[np.float64]:
    """How far apart the lids' edges are, top to bottom, from the right to the left of the middle of an eye."""
    upper, lower = edges(side)
    inner = _inner(points, upper)
    low = points[lower]
    return np.asarray(points[upper[inner], 2] - np.interp(points[upper[inner], 1], low[:, 1], low[:, 2]))


def _closing(points: Points, side: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights of the action that bring the lids together, by y on the base mesh."""
    rest = bake.load().rest
    upper, lower = edges(side)
    chosen = upper[_inner(points, upper)]
    index, offset = _blink(side)
    moved = np.zeros_like(rest)
    moved[index] = offset
    speed = np.interp(points[chosen, 1], points[lower, 1], moved[lower, 2]) - moved[chosen, 2]
    along, weight = rest[chosen, 1].astype(np.float64), np.zeros(len(chosen))
    for _ in range(ROUNDS):
        lids = points.copy()
        lids[index] += np.interp(rest[index, 1], along, weight)[:, None].astype(np.float32) * offset
        here, low = lids[chosen], lids[lower]
        apart = here[:, 2] - np.interp(here[:, 1], low[:, 1], low[:, 2])
        weight = np.clip(weight + (apart + MEET_M) / np.maximum(speed, 5e-4), LEAST, MOST)
    return along, weight


def _at_rest(points: Points, side: str, pitch_rad: float) -> float:
    """How far closed lids are at rest: so far that they cover the top of the iris."""
    upper, _ = edges(side)
    center, radius = _eyeball(points, side)
    iris = center[2] + radius * np.sin(pitch_rad)
    wanted = iris + radius * (IRIS_SHARE - COVERED) * np.cos(pitch_rad)
    lid = float(np.interp(center[1], points[upper, 1], points[upper, 2]))
    opening = float(gap_m(points, side).max())
    return float(np.clip(TO_REST * (lid - wanted) / max(opening, 0.002), REST_LEAST, REST_MOST))


def _eyeball(points: Points, side: str) -> tuple[NDArray[np.float32], float]:
    ball = points[bake.load().vertices_of(f"helper-{side[0].lower()}-eye")]
    low, high = ball.min(0), ball.max(0)
    return (low + high) / 2.0, float(high[2] - low[2]) / 2.0


def _inner(points: Points, upper: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which vertices of the upper edge are away from the corners."""
    y = points[upper, 1]
    middle, half = (y[0] + y[-1]) / 2.0, (y[-1] - y[0]) / 2.0
    return np.asarray(np.abs(y - middle) < ACROSS * half)


def _blink(side: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Vertices and offsets of the action."""
    actions = bake.load().actions
    where = actions.names.index(f"eyeBlink{side}")
    part = slice(actions.starts[where], actions.starts[where + 1])
    return actions.index[part], actions.offset[part]


@functools.cache
def edges(side: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Vertices along the front edges of the upper and the lower lid, both from right to left."""
    front = BaseFront()
    center, radius = _eyeball(bake.load().rest, "Left")
    from_eye = front.rest - (center - EYES)
    distance = np.linalg.norm(from_eye, axis=1)
    above = (np.abs(from_eye[:, 1]) < 0.0015) & (from_eye[:, 2] > 0.0) & (from_eye[:, 0] > 0.0)
    loops = front.loops([v for v in front.near if above[v] and distance[v] < 1.4 * radius])
    loop = min((x for x in loops if distance[x[0]] > LID_EDGE * radius), key=lambda x: float(distance[x[0]]))
    y = front.rest[loop, 1]
    turned = loop[int(y.argmin()) :] + loop[: int(y.argmin())]
    end = turned.index(loop[int(y.argmax())])
    halves = [turned[: end + 1], [turned[0], *turned[: end - 1 : -1]]]
    halves.sort(key=lambda half: -float(front.rest[half, 2].mean()))
    if side == "Right":
        halves = [[front.mirror[vertex] for vertex in half[::-1]] for half in halves]
    upper, lower = (np.array(half, np.int32) for half in halves)
    return upper, lower
