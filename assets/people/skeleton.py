"""Bones in a pose: turning them, reaching with two of them, and the skin that follows."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.people.bones import BONES
from assets.people.vectors import Vector, about, cross, frame, product, quaternions, rotate

type Points = NDArray[np.float32]

INDEX = {bone.name: k for k, bone in enumerate(BONES)}
PARENT = {bone.name: bone.parent for bone in BONES}
REACH = 0.995  # of a limb's length: nobody locks their joints


@dataclass(eq=False)
class Posture:
    """A skeleton that is being posed. Rotations are global and relative to the body at rest; bones that were not turned
    follow their parent.

    Attributes:
        head, tail: (B, 3) joints of the bones at rest, metres.
        root: (3,) where the pelvis's joint is.
        turned: rotation (3, 3) of the bones that were turned.
    """

    head: Vector
    tail: Vector
    root: Vector
    turned: dict[str, Vector] = field(default_factory=dict)

    def rotation(self, bone: str) -> Vector:
        """(3, 3) of a bone."""
        while bone not in self.turned:
            if not PARENT[bone]:
                return np.eye(3)
            bone = PARENT[bone]
        return self.turned[bone]

    def joint(self, bone: str) -> Vector:
        """(3,) where a bone starts."""
        parent = PARENT[bone]
        if not parent:
            return self.root
        rest = self.head[INDEX[bone]] - self.head[INDEX[parent]]
        out: Vector = self.joint(parent) + self.rotation(parent) @ rest
        return out

    def end(self, bone: str) -> Vector:
        """(3,) where a bone ends."""
        out: Vector = self.joint(bone) + self.rotation(bone) @ (self.tail[INDEX[bone]] - self.head[INDEX[bone]])
        return out

    def turn(self, bone: str, rotation: ArrayLike) -> None:
        """Turn a bone against its parent, about axes of the world."""
        self.turned[bone] = np.asarray(rotation) @ self.rotation(bone)

    def length(self, bone: str, child: str) -> float:
        """From a bone's joint to its child's, metres."""
        return float(np.linalg.norm(self.head[INDEX[child]] - self.head[INDEX[bone]]))

    def aim(self, upper: str, lower: str, end: str, directions: tuple[Vector, Vector], hinge: Vector) -> None:
        """Point two bones of a limb along ``directions``, with the joint between them turning about ``hinge``."""
        rest = self._rest_hinge(upper, lower, end)
        for bone, child, direction in ((upper, lower, directions[0]), (lower, end, directions[1])):
            along = self.head[INDEX[child]] - self.head[INDEX[bone]]
            self.turned[bone] = frame(direction, hinge) @ frame(along, rest).T

    def reach(self, upper: str, lower: str, end: str, target: Vector, pole: Vector) -> Vector:
        """Bend a limb so that its end comes to ``target``, the middle joint towards ``pole``; as near as it can.

        Returns:
            (3,) where the end is now.
        """
        start = self.joint(upper)
        a, b = self.length(upper, lower), self.length(lower, end)
        gap = target - start
        distance = float(np.linalg.norm(gap))
        along = gap / max(distance, 1e-9)
        distance = float(np.clip(distance, 1.02 * abs(a - b) + 0.25 * min(a, b), REACH * (a + b)))
        cosine = (a * a + distance * distance - b * b) / (2.0 * a * distance)
        side = pole - (pole @ along) * along
        side /= max(float(np.linalg.norm(side)), 1e-9)
        first = cosine * along + np.sqrt(max(0.0, 1.0 - cosine * cosine)) * side
        finish = start + along * distance
        second = finish - (start + a * first)
        self.aim(upper, lower, end, (first, second / np.linalg.norm(second)), cross(along, side) * -1.0)
        return finish

    def twist(self, lower: str, hand: str, rotation: Vector) -> None:
        """Turn a hand to the global ``rotation``; the forearm shares half of the turn about its own axis."""
        axis = self.turned[lower] @ (self.head[INDEX[hand]] - self.head[INDEX[lower]])
        axis /= np.linalg.norm(axis)
        change = rotation @ self.turned[lower].T
        vector = np.array([change[2, 1] - change[1, 2], change[0, 2] - change[2, 0], change[1, 0] - change[0, 1]])
        angle = 2.0 * np.arctan2(vector @ axis, 1.0 + np.trace(change))
        self.turned[lower] = about(axis, 0.5 * angle) @ self.turned[lower]
        self.turned[hand] = rotation

    def _rest_hinge(self, upper: str, lower: str, end: str) -> Vector:
        if upper.startswith("thigh"):
            return np.array([0.0, 1.0, 0.0])
        a, b, c = (self.head[INDEX[bone]] for bone in (upper, lower, end))
        return cross(b - a, c - b)


def skin(posture: Posture, points: Points, weights: NDArray[np.float32]) -> Points:
    """Points (V, 3) at rest carried along by the bones, by dual quaternions (Kavan et al. 2007): no joint collapses."""
    real = quaternions(np.array([posture.rotation(bone.name) for bone in BONES]))
    moved = np.array([posture.joint(bone.name) for bone in BONES])
    offset = moved - rotate(real, posture.head)
    dual = 0.5 * product(np.concatenate([np.zeros((len(BONES), 1)), offset], 1), real)
    signs = np.sign(real @ real.T + 1e-9).astype(np.float32)
    share = weights * signs[weights.argmax(1)]
    real_v, dual_v = share @ real.astype(np.float32), share @ dual.astype(np.float32)
    size = np.linalg.norm(real_v, axis=1, keepdims=True)
    real_v, dual_v = real_v / size, dual_v / size
    back = real_v * np.array([1, -1, -1, -1], np.float32)
    return np.asarray(rotate(real_v, points) + 2.0 * product(dual_v, back)[:, 1:], np.float32)


def joints_of(points: Points, ends: NDArray[np.int32]) -> Posture:
    """A posture at rest from the shaped points and the ``joints`` of the baked data."""
    head, tail = points[ends[0]].astype(np.float64), points[ends[1]].astype(np.float64)
    return Posture(head, tail, head[0].copy())
