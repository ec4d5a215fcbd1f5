"""Arms that reach for the face: where the elbow goes, and how the bust's arm follows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, shape
from assets.faces.held.touch import Solid
from assets.faces.limbs import beyond_elbow
from assets.vectors import cross

type Points = NDArray[np.float64]

TURNS = np.linspace(-np.pi, np.pi, 48, endpoint=False)
REACH = 0.985  # of an arm's length
FOLDED_RAD = 0.55  # least angle at the elbow
BEND_RAD, ASIDE_RAD = 1.0, 0.60  # how far a wrist bends: towards palm or back, towards thumb or little finger
FOREARM_M, UPPER_M = 0.036, 0.050  # radii that clothes and flesh take
SHARES = np.linspace(0.0, 1.0, 6)
HIGH_M = 0.10
BLEND_M = 0.030  # along the arm, on both sides of the elbow


@dataclass(frozen=True, eq=False)
class Shoulder:
    """The left arm as it hangs; a right one is mirrored.

    Attributes:
        joint: (3,) where it is.
        upper_m, lower_m: lengths, shoulder to elbow and elbow to wrist.
        trunk: what the arm stays out of.
        low: cost of an elbow one ``HIGH_M`` above the shoulder.
    """

    joint: Points
    upper_m: float
    lower_m: float
    trunk: Solid
    low: float = 1.0


def elbow_for(shoulder: Shoulder, wrist: Points, hand: Points) -> tuple[Points, float]:
    """Where the elbow is that a wrist asks for, and what is wrong with it: 0 for nothing, 1 for hardly possible.

    Args:
        wrist: (3,).
        hand: rotation of the hand's frame.
    """
    gap = wrist - shoulder.joint
    distance = float(np.linalg.norm(gap))
    along = gap / max(distance, 1e-9)
    a, b = shoulder.upper_m, shoulder.lower_m
    least = float(np.sqrt(a * a + b * b - 2.0 * a * b * np.cos(FOLDED_RAD)))
    span = float(np.clip(distance, least, REACH * (a + b)))
    cosine = (a * a + span * span - b * b) / (2.0 * a * span)
    side = cross(along, [0.0, 1.0, 0.0])
    side /= np.linalg.norm(side) + 1e-9
    over = cross(along, side)
    ring = np.cos(TURNS)[:, None] * side + np.sin(TURNS)[:, None] * over
    # where the wrist is out of reach, the shoulder comes along: see ``lift``
    start = wrist - span * along
    elbows = start + a * (cosine * along + np.sqrt(max(0.0, 1.0 - cosine**2)) * ring)
    cost = _wrist(wrist - elbows, hand) + _height(elbows, shoulder) + _inside(shoulder, start, elbows, wrist)
    best = int(cost.argmin())
    missed = abs(distance - span) / 0.04
    return elbows[best], float(cost[best]) + missed**2


def _wrist(forearm: Points, hand: Points) -> Points:
    local = forearm / np.linalg.norm(forearm, axis=1, keepdims=True) @ hand
    bend = np.arctan2(np.abs(local[:, 2]), local[:, 0])
    aside = np.arctan2(np.abs(local[:, 1]), np.hypot(local[:, 0], local[:, 2]))
    out: Points = 0.5 * ((bend / BEND_RAD) ** 4 + (aside / ASIDE_RAD) ** 4)
    return out


def _height(elbows: Points, shoulder: Shoulder) -> Points:
    """Elbows hang, and stay near the body."""
    up = (elbows[:, 2] - shoulder.joint[2] + 0.16) / HIGH_M
    out = (elbows[:, 1] - shoulder.joint[1] - 0.06) / 0.15
    back = (shoulder.joint[0] - elbows[:, 0]) / 0.10
    return np.asarray(
        shoulder.low * 0.4 * np.maximum(up, 0.0) ** 2 + 0.3 * np.maximum(out, 0.0) ** 2 + np.maximum(back, 0.0) ** 2
    )


def _inside(shoulder: Shoulder, start: Points, elbows: Points, wrist: Points) -> Points:
    """Arms go through nobody."""
    upper = start + SHARES[3:, None, None] * (elbows - start)
    lower = elbows + SHARES[:, None, None] * (wrist - elbows)
    flat = np.concatenate([upper, lower]).reshape(-1, 3)
    gap = shoulder.trunk.distance(flat).reshape(-1, len(elbows))
    radius = np.concatenate([np.full(3, UPPER_M), np.full(len(SHARES), FOREARM_M)])[:, None]
    return np.asarray((np.maximum(radius - gap, 0.0) / 0.03).max(0) ** 2)


def raised(
    points: NDArray[np.float32], side: float, wrist: Points, elbow: Points, joints: tuple[Points, Points]
) -> NDArray[np.float32]:
    """(V, 3) of the baked mesh with one arm bent so that its elbow and its wrist are where they are wanted.

    Args:
        side: 1 for the left arm, -1 for the right one.
        joints: (3,) elbow and wrist as the arm hangs.
    """
    data = bake.load()
    out = points.astype(np.float64)
    own = data.masks["arm"] * (side * data.rest[:, 1] > 0.0)
    arm = np.flatnonzero(own)
    start = out[data.vertices_of(f"joint-{'l' if side > 0.0 else 'r'}-shoulder")].mean(0)
    first = swing(joints[0] - start, elbow - start)
    swung = shape.rotate(out[arm].astype(np.float32) - start.astype(np.float32), own[arm, None] * first)
    out[arm] = swung + start
    # what the shoulder cannot give, the upper arm does: it slides to where the elbow has to be
    now = start + turned(joints[0] - start, first)
    out[arm] += own[arm, None] * (elbow - now)
    rest_along = beyond_elbow(data.rest[arm], side)
    share = np.clip((rest_along + BLEND_M) / (2.0 * BLEND_M), 0.0, 1.0)
    share = share * share * (3.0 - 2.0 * share)
    second = swing(turned(joints[1] - joints[0], first), wrist - elbow)
    bent = shape.rotate((out[arm] - elbow).astype(np.float32), (share[:, None] * second).astype(np.float32))
    out[arm] = bent + elbow
    return out.astype(np.float32)


def carried(before: Points, after: Points, points: Points) -> Points:
    """Points that go along with a rigid motion that takes some others from ``before`` to ``after``."""
    out: Points = (points - before.mean(0)) @ rigid(before, after).T + after.mean(0)
    return out


def rigid(before: Points, after: Points) -> Points:
    """(3, 3) rotation that takes points (N, 3) from ``before`` to ``after`` about their means, as near as it can."""
    u, _, v = np.linalg.svd((before - before.mean(0)).T @ (after - after.mean(0)))
    flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(u @ v))])
    out: Points = (u @ flip @ v).T
    return out


def untwisted(points: Points, wrist: Points, elbow: Points, back: Points, natural: Points) -> Points:
    """(V, 3) of forearm and hand, the forearm turned about itself: at the wrist as the hand has it, at the elbow not.

    Args:
        back: (3,) where the back of the hand looks.
        natural: (3,) where it would look if the forearm were as it grows from the elbow.
    """
    length = float(np.linalg.norm(elbow - wrist))
    axis = (wrist - elbow) / length
    here, there = (way - (way @ axis) * axis for way in (back, natural))
    angle = float(np.arctan2(cross(here, there) @ axis, here @ there))
    share = np.clip((points - wrist) @ -axis / length, 0.0, 1.0)
    turned_by = (angle * share)[:, None] * axis
    return shape.rotate((points - wrist).astype(np.float32), turned_by).astype(np.float64) + wrist


def swing(source: Points, target: Points) -> Points:
    """Rotation vector of the shortest turn from one direction to another."""
    a, b = source / np.linalg.norm(source), target / np.linalg.norm(target)
    axis = cross(a, b)
    size = float(np.linalg.norm(axis))
    angle = float(np.arctan2(size, a @ b))
    return np.asarray(axis / max(size, 1e-9) * angle, np.float64)


def turned(vector: Points, turn: Points) -> Points:
    """A vector (3,) turned by a rotation vector."""
    return np.asarray(shape.rotate(vector[None].astype(np.float32), turn[None])[0], np.float64)
