"""Rigid transforms. World and assets are right-handed, x forward, y left, z up; cameras follow OpenCV."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets import SceneError
from assets.vectors import cross

type Float64 = NDArray[np.float64]

IDENTITY = np.eye(3)
EXACT = 1e-12  # what double precision leaves of a product of rotations


@dataclass(frozen=True, eq=False)
class Pose:
    """A rotation and a translation that take local points to the parent frame.

    Attributes:
        rotation: (3, 3) float64, orthonormal with determinant +1. One that is so to six digits only, as single
            precision leaves it, becomes the nearest that is.
        translation: (3,) float64, metres.
    """

    rotation: Float64
    translation: Float64

    def __post_init__(self) -> None:
        r = np.asarray(self.rotation)
        if r.shape != (3, 3) or not np.abs(r @ r.T - IDENTITY).max() < 1e-6 or np.linalg.det(r) < 0:
            raise SceneError(f"pose: expected a (3, 3) rotation matrix, got {r.tolist()}")
        if np.abs(r @ r.T - IDENTITY).max() > EXACT:
            left, _, right = np.linalg.svd(np.asarray(r, np.float64))
            object.__setattr__(self, "rotation", left @ right)
        if np.shape(self.translation) != (3,) or not np.isfinite(self.translation).all():
            raise SceneError(f"pose: expected a finite (3,) translation, got {self.translation}")

    @classmethod
    def at(cls, x: float = 0.0, y: float = 0.0, z: float = 0.0, yaw_rad: float = 0.0) -> "Pose":
        """Standing upright at a place, turned by ``yaw_rad`` about z (counter-clockwise from above)."""
        return cls(rotation_zyx(yaw_rad, 0.0, 0.0), np.array([x, y, z], np.float64))

    def apply(self, points: ArrayLike) -> Float64:
        """Local points (..., 3) in the parent frame."""
        return np.asarray(points, np.float64) @ self.rotation.T + self.translation

    def inverse(self) -> "Pose":
        return Pose(self.rotation.T, -self.rotation.T @ self.translation)

    def of(self, inner: "Pose") -> "Pose":
        """A pose within this one's frame as a pose within its parent's."""
        return Pose(self.rotation @ inner.rotation, self.apply(inner.translation))

    def matrix(self) -> Float64:
        """Homogeneous (4, 4) matrix."""
        out = np.eye(4)
        out[:3, :3], out[:3, 3] = self.rotation, self.translation
        return out


def rotation_zyx(yaw_rad: float, pitch_rad: float, roll_rad: float) -> Float64:
    """Rz(yaw) @ Ry(pitch) @ Rx(roll): the aerospace order, right-handed about z up, y left, x forward."""
    cy, sy = np.cos(yaw_rad), np.sin(yaw_rad)
    cp, sp = np.cos(pitch_rad), np.sin(pitch_rad)
    cr, sr = np.cos(roll_rad), np.sin(roll_rad)
    rz = np.array([[cy, -sy, 0.0], [sy, cy, 0.0], [0.0, 0.0, 1.0]])
    ry = np.array([[cp, 0.0, sp], [0.0, 1.0, 0.0], [-sp, 0.0, cp]])
    rx = np.array([[1.0, 0.0, 0.0], [0.0, cr, -sr], [0.0, sr, cr]])
    out: Float64 = rz @ ry @ rx
    return out


def look_at(eye: ArrayLike, target: ArrayLike, roll_rad: float = 0.0) -> Pose:
    """Camera-to-world pose of a camera (x right, y down, z forward) at ``eye`` that looks at ``target``.

    Args:
        eye, target: (3,) world points, metres; not the same point.
        roll_rad: turn about the optical axis; positive turns the camera clockwise as its holder sees it.
    """
    eye, target = np.asarray(eye, np.float64), np.asarray(target, np.float64)
    forward = target - eye
    distance = np.linalg.norm(forward)
    if distance < 1e-9:
        raise SceneError(f"camera: expected a target away from the eye, got both at {eye.tolist()}")
    forward /= distance
    up = np.array([0.0, 0.0, 1.0]) if abs(forward[2]) < 0.9999 else np.array([1.0, 0.0, 0.0])
    right = cross(forward, up)
    right /= np.linalg.norm(right)
    down = cross(forward, right)
    c, s = np.cos(roll_rad), np.sin(roll_rad)
    rotation = np.stack([c * right + s * down, -s * right + c * down, forward], axis=1)
    return Pose(rotation, eye)
