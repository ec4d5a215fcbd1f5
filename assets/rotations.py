"""(3, 3) rotations by which shapes are turned; columns are where x, y and z go."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Rotation = NDArray[np.float64]

FORWARD: Rotation = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""Takes +y to +x: what was turned about y looks along x."""
BACKWARD: Rotation = np.diag([-1.0, -1.0, 1.0])
"""Half a turn about z: what looked ahead looks back."""


def about(axis: ArrayLike, angle_rad: float) -> Rotation:
    """About any unit axis (Rodrigues' formula)."""
    x, y, z = np.asarray(axis, np.float64)
    k = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    out: Rotation = np.eye(3) + np.sin(angle_rad) * k + (1.0 - np.cos(angle_rad)) * k @ k
    return out


def about_y(angle_rad: float) -> Rotation:
    """About y: what looks along x looks down."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def about_z(angle_rad: float) -> Rotation:
    """About z: what looks along x looks to its left."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
