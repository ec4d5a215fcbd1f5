"""One person's hand: its shape, and its fingers bent.

Everything about hands is thought for a left one; a right one is its mirror image. The frame of a hand: origin in the
middle of the knuckles, x along the fingers, y to the little finger, z out of the back.
"""

import functools
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces import shape
from assets.faces.held.bones import FINGERS, HAND, LINKS, load
from assets.faces.identity import Identity
from assets.vectors import cross

type Points = NDArray[np.float64]

THUMB = 0
TOGETHER = 0.6  # of the way from MakeHuman's spread fingers to parallel ones


@dataclass(frozen=True, eq=False)
class Hand:
    """Attributes:
    points: (V, 3) of forearm and hand, in the hand's frame; fingers stretched, as MakeHuman has them.
    elbow, wrist: (3,).
    joints: (5, 4, 3) of each finger, thumb first, tip last.
    axes: (5, 3) that the links of a finger bend about, towards the palm.
    source: rotation (3, 3) and origin (3,) of the hand's frame in the frame of the baked mesh.
    """

    points: Points
    elbow: Points
    wrist: Points
    joints: Points
    axes: Points
    source: tuple[Points, Points]

    def bent(self, angles: ArrayLike) -> Points:
        """(V, 3) with each link turned against the one before it.

        Args:
            angles: (5, 3) radians, thumb first.
        """
        weights = load().weights
        out = self.points * weights[:, : HAND + 1].sum(1)[:, None]
        for finger, turns in enumerate(np.asarray(angles, np.float64)):
            for link, (rotation, start, moved) in enumerate(self._chain(finger, turns)):
                share = weights[:, HAND + 1 + LINKS * finger + link]
                used = share > 0.0
                out[used] += share[used, None] * ((self.points[used] - start) @ rotation.T + moved)
        return out

    def pads(self, finger: int, turns: ArrayLike) -> list[Points]:
        """The skin of each link of one bent finger, (N, 3) each."""
        out = []
        for link, (rotation, start, moved) in enumerate(self._chain(finger, np.asarray(turns, np.float64))):
            out.append((self.points[_skin_of(finger, link)] - start) @ rotation.T + moved)
        return out

    def _chain(self, finger: int, turns: Points) -> list[tuple[Points, Points, Points]]:
        """Rotation of each link, and its joint before and after."""
        joints, rotation = self.joints[finger], np.eye(3)
        place, out = joints[0], []
        for link in range(LINKS):
            rotation = rotation @ about(self.axes[finger], float(turns[link]))
            out.append((rotation, joints[link], place))
            place = place + rotation @ (joints[link + 1] - joints[link])
        return out


def hand(identity: Identity) -> Hand:
    """The hand of somebody, as large as their bust's arm."""
    data = load()
    points = (data.rest + shape.macro_offset(data, identity)).astype(np.float64)
    count = len(data.weights)
    elbow, wrist, joints = points[count], points[count + 1], points[count + 2 :].reshape(FINGERS, LINKS + 1, 3)
    knuckles = joints[1:, 0]
    along = _unit(knuckles.mean(0) - wrist)
    aside = _unit(_across(knuckles[-1] - knuckles[0], along))
    rotation = np.stack([along, aside, cross(along, aside)], 1)
    origin = knuckles.mean(0)

    def local(values: Points) -> Points:
        out: Points = (values - origin) @ rotation
        return out

    placed = local(joints)
    up = np.array([0.0, 0.0, 1.0])
    axes = np.array([_unit(cross(up, chain[-1] - chain[0])) for chain in placed])
    spread_out = Hand(local(points[:count]), local(elbow), local(wrist), placed, axes, (rotation, origin))
    return _together(spread_out)


@functools.cache
def usual() -> Hand:
    """The hand of nobody in particular."""
    return hand(Identity())


def _together(whole: Hand) -> Hand:
    """The same with its fingers side by side, as they lie when nobody spreads them."""
    weights = load().weights
    points, joints, axes = whole.points.copy(), whole.joints.copy(), whole.axes.copy()
    for finger in range(THUMB + 1, FINGERS):
        first, along = whole.joints[finger, 0], whole.joints[finger, -1] - whole.joints[finger, 0]
        turn = about(np.array([0.0, 0.0, 1.0]), -TOGETHER * float(np.arctan2(along[1], along[0])))
        share = weights[:, HAND + 1 + LINKS * finger : HAND + 1 + LINKS * (finger + 1)].sum(1)[:, None]
        points += share * ((whole.points - first) @ turn.T + first - whole.points)
        joints[finger] = (joints[finger] - first) @ turn.T + first
        axes[finger] = turn @ axes[finger]
    return replace(whole, points=points, joints=joints, axes=axes)


def aimed(whole: Hand, target: ArrayLike) -> Hand:
    """The same with a thumb that bends towards a place in the hand's frame."""
    first, *_, tip = whole.joints[THUMB]
    axes = whole.axes.copy()
    axes[THUMB] = _unit(cross(tip - first, np.asarray(target, np.float64) - first))
    return replace(whole, axes=axes)


@functools.cache
def _skin_of(finger: int, link: int) -> NDArray[np.int64]:
    """Vertices that follow a link most."""
    weights = load().weights
    return np.flatnonzero(weights.argmax(1) == HAND + 1 + LINKS * finger + link)


def about(axis: Points, angle: float) -> Points:
    """(3, 3) turn about a unit axis, radians."""
    x, y, z = axis
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    out: Points = np.eye(3) + np.sin(angle) * skew + (1.0 - np.cos(angle)) * (skew @ skew)
    return out


def _across(vector: Points, axis: Points) -> Points:
    out: Points = vector - (vector @ axis) * axis
    return out


def _unit(vector: Points) -> Points:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-12), np.float64)
