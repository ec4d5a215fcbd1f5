"""From an identity, an expression and the turn of the neck to the vertices of the bust."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, lids
from assets.faces.expressions import gaze_pitch
from assets.faces.identity import Identity
from assets.vectors import cross

type Points = NDArray[np.float32]

AGE_YEARS = (1.0, 10.0, 25.0, 90.0)  # what MakeHuman's baby, child, young and old stand for
ARMS_DOWN_RAD = 0.62  # MakeHuman stands with its arms spread

type Arms = tuple[tuple[float, float], tuple[float, float]]
HANGING: Arms = ((0.0, 0.0), (0.0, 0.0))


class Macros(Protocol):
    """What ``macro_offset`` needs of baked data, see ``bake.HeadData``."""

    @property
    def rest(self) -> Points: ...
    @property
    def ethnic(self) -> Points: ...
    @property
    def universal(self) -> Points: ...


def vertices(identity: Identity, actions: Mapping[str, float], neck_rad: tuple[float, float, float]) -> Points:
    """(V, 3) of the baked mesh in the head's frame: origin midway between the eyes.

    Args:
        identity: who it is.
        actions: weights of the facial actions by name.
        neck_rad: yaw, pitch, roll of the head against the shoulders, about z, y, x; the head stays, the shoulders turn.
    """
    return posed(neutral(identity), actions, neck_rad)


def neutral(identity: Identity) -> Points:
    """(V, 3) of an identity's shape alone, where the source has it: what all poses of it start from."""
    data = bake.load()
    out = data.rest + macro_offset(data, identity)
    data.local.add(out, identity.local)
    return out


def posed(
    start: Points, actions: Mapping[str, float], neck_rad: tuple[float, float, float], arms_rad: Arms = HANGING
) -> Points:
    """(V, 3) of ``neutral`` vertices with an expression and a turn of the neck, see ``vertices``.

    Args:
        arms_rad: how much further down and how far forward the left and the right arm hang.
    """
    data = bake.load()
    out = start.copy()
    lids.move(out, actions, gaze_pitch(actions))
    _lower_arms(data, out, arms_rad)
    out -= eye_centers(data, out).mean(0)
    _turn_torso(data, out, neck_rad)
    return out


def macro_offset(data: Macros, identity: Identity) -> Points:
    """Offset (V, 3) by age, gender, ancestry, muscle and weight: products of piecewise linear weights."""
    age = _hats(identity.age_years, AGE_YEARS)
    gender = np.array([identity.gender, 1.0 - identity.gender])
    ancestry = np.array(identity.ancestry()) / sum(identity.ancestry())
    levels = (0.0, 0.5, 1.0)
    universal = np.einsum("a,g,m,w->agmw", age, gender, _hats(identity.muscle, levels), _hats(identity.weight, levels))
    out = np.zeros_like(data.rest)
    for table, weights in ((data.ethnic, np.einsum("a,g,r->agr", age, gender, ancestry)), (data.universal, universal)):
        for where in zip(*np.nonzero(weights), strict=True):
            out += np.float32(weights[where]) * table[where]
    return out


def eye_centers(data: bake.HeadData, points: Points) -> Points:
    """(2, 3): centre of the left and the right eyeball."""
    both = [points[data.vertices_of(f"helper-{side}-eye")] for side in "lr"]
    return np.array([(eye.min(0) + eye.max(0)) / 2.0 for eye in both], np.float32)


def eye_radius(data: bake.HeadData, points: Points) -> float:
    """Mean radius of the two eyeballs, metres."""
    both = [points[data.vertices_of(f"helper-{side}-eye")] for side in "lr"]
    return float(
        np.mean([np.linalg.norm(p - c, axis=1).mean() for p, c in zip(both, eye_centers(data, points), strict=True)])
    )


def _hats(value: float, knots: tuple[float, ...]) -> NDArray[np.float64]:
    """Linear interpolation weights of ``value`` between ``knots``."""
    return np.array([np.interp(value, knots, row) for row in np.eye(len(knots))])


def _lower_arms(data: bake.HeadData, points: Points, arms_rad: Arms) -> None:
    """Turn the arms down at the shoulders, in place."""
    for side, sign, (down, forward) in (("l", 1.0, arms_rad[0]), ("r", -1.0, arms_rad[1])):
        pivot = points[data.vertices_of(f"joint-{side}-shoulder")].mean(0)
        share = data.masks["arm"] * (sign * data.rest[:, 1] > 0.0)
        arm = np.flatnonzero(share)
        out = points[arm] - pivot
        for turn in ((-sign * (ARMS_DOWN_RAD + down), 0.0, 0.0), (0.0, -forward, 0.0)):
            out = rotate(out, np.array(turn) * share[arm, None]) if any(turn) else out
        points[arm] = out + pivot


def _turn_torso(data: bake.HeadData, points: Points, neck_rad: tuple[float, float, float]) -> None:
    """Turn the shoulders by the inverse of the head's turn, spread along the neck, in place."""
    yaw, pitch, roll = neck_rad
    if not any(neck_rad):
        return
    torso = np.flatnonzero(data.masks["torso"])
    share = data.masks["torso"][torso, None]
    pivot = points[data.vertices_of("joint-neck")].mean(0) + np.array([0.005, 0.0, 0.045], np.float32)
    out = points[torso] - pivot
    for axis, angle in ((2, yaw), (1, pitch), (0, roll)):
        turn = np.zeros(3)
        turn[axis] = -angle
        out = rotate(out, share * turn)
    points[torso] = out + pivot


def rotate(points: Points, turn: NDArray[np.floating]) -> Points:
    """Rodrigues' rotation of points (N, 3) by rotation vectors (N, 3), radians."""
    angle = np.linalg.norm(turn, axis=-1, keepdims=True)
    axis = turn / np.maximum(angle, 1e-9)
    along = (points * axis).sum(-1, keepdims=True) * axis
    out = points * np.cos(angle) + cross(axis, points) * np.sin(angle) + along * (1.0 - np.cos(angle))
    return np.asarray(out, np.float32)
