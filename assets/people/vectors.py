"""Vectors, rotations and quaternions of poses; single ones in plain floats, which is faster than NumPy for them."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Vector = NDArray[np.float64]


def frame(axis: ArrayLike, hinge: ArrayLike) -> Vector:
    """Columns: the axis, the hinge made square to it, and the third."""
    x = unit(np.asarray(axis, np.float64))
    y = np.asarray(hinge, np.float64)
    y = y - (y @ x) * x
    if float(y @ y) < 1e-12:  # along the axis: any direction across it does
        y = cross(x, [1.0, 0.0, 0.0] if abs(x[0]) < 0.7 else [0.0, 1.0, 0.0])
    y = unit(y)
    return np.array([x, y, cross(x, y)]).T


def about(axis: ArrayLike, angle: float) -> Vector:
    """(3, 3) turn about an axis, radians."""
    x, y, z = (float(value) for value in unit(np.asarray(axis, np.float64)))
    s, c = math.sin(angle), math.cos(angle)
    t = 1.0 - c
    return np.array(
        [
            [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
            [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
            [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
        ]
    )


def turn(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Vector:
    """(3, 3): roll about x, then pitch (forward and down positive) about y, then yaw about z; radians."""
    a, b, c = math.sin(yaw), math.sin(pitch), math.sin(roll)
    u, v, w = math.cos(yaw), math.cos(pitch), math.cos(roll)
    return np.array(
        [
            [u * v, u * b * c - a * w, u * b * w + a * c],
            [a * v, a * b * c + u * w, a * b * w - u * c],
            [-b, v * c, v * w],
        ]
    )


def cross(a: ArrayLike, b: ArrayLike) -> Vector:
    """Of two single vectors; NumPy's own takes ten times as long for them."""
    (ax, ay, az), (bx, by, bz) = np.asarray(a).tolist(), np.asarray(b).tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def unit(vector: Vector) -> Vector:
    """A vector's direction."""
    return vector / max(math.sqrt(float(vector @ vector)), 1e-12)


def quaternions(rotations: Vector) -> Vector:
    """(N, 4) w x y z of (N, 3, 3)."""
    r = rotations
    t = np.stack(
        [
            1.0 + r[:, 0, 0] + r[:, 1, 1] + r[:, 2, 2],
            1.0 + r[:, 0, 0] - r[:, 1, 1] - r[:, 2, 2],
            1.0 - r[:, 0, 0] + r[:, 1, 1] - r[:, 2, 2],
            1.0 - r[:, 0, 0] - r[:, 1, 1] + r[:, 2, 2],
        ],
        1,
    )
    wx, wy, wz = r[:, 2, 1] - r[:, 1, 2], r[:, 0, 2] - r[:, 2, 0], r[:, 1, 0] - r[:, 0, 1]
    xy, xz, yz = r[:, 1, 0] + r[:, 0, 1], r[:, 0, 2] + r[:, 2, 0], r[:, 2, 1] + r[:, 1, 2]
    table = np.stack(
        [
            np.stack([t[:, 0], wx, wy, wz], 1),
            np.stack([wx, t[:, 1], xy, xz], 1),
            np.stack([wy, xy, t[:, 2], yz], 1),
            np.stack([wz, xz, yz, t[:, 3]], 1),
        ],
        1,
    )
    out = table[np.arange(len(r)), t.argmax(1)]
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def rotate(q: NDArray[np.floating], points: NDArray[np.floating]) -> NDArray[np.floating]:
    """Points (N, 3) turned by unit quaternions (N, 4)."""
    t = 2.0 * np.cross(q[:, 1:], points)
    return points + q[:, :1] * t + np.cross(q[:, 1:], t)


def product(p: NDArray[np.floating], q: NDArray[np.floating]) -> NDArray[np.floating]:
    """Hamilton product of (N, 4) and (N, 4)."""
    w = p[:, :1] * q[:, :1] - (p[:, 1:] * q[:, 1:]).sum(1, keepdims=True)
    return np.concatenate([w, p[:, :1] * q[:, 1:] + q[:, :1] * p[:, 1:] + np.cross(p[:, 1:], q[:, 1:])], 1)
