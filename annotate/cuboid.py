"""The oriented box around a thing in three dimensions, in the camera frame and projected."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.geometry import BOX_CORNERS
from scenes import PinholeCamera, Placed


@dataclass(frozen=True, eq=False)
class Cuboid:
    """Attributes:
    center: (3,) metres in the camera frame (x right, y down, z forward).
    size: (3,) length, width, height in metres.
    rotation: (4,) unit quaternion w, x, y, z, w ≥ 0, from the thing's frame (x forward, y left, z up) to the camera's.
    corners: (8, 2) pixels in the order of ``BOX_CORNERS``; NaN for corners behind the camera (of a
        fisheye: more than 170° from its axis).
    """

    center: NDArray[np.float64]
    size: NDArray[np.float64]
    rotation: NDArray[np.float64]
    corners: NDArray[np.float64]


def cuboid(placed: Placed, camera: PinholeCamera) -> Cuboid:
    """The box of the placed asset's ``size`` around its ``center``."""
    size = np.array(placed.asset.size, np.float64)
    corners = np.array(placed.asset.center) + BOX_CORNERS * size / 2.0
    return Cuboid(
        center=camera.to_camera(placed.pose.apply(placed.asset.center)),
        size=size,
        rotation=quaternion(camera.pose.rotation.T @ placed.pose.rotation),
        corners=camera.project(placed.pose.apply(corners)),
    )


def quaternion(rotation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit quaternion w, x, y, z with w ≥ 0 of a rotation matrix (3, 3).

    It is the eigenvector of the largest eigenvalue of Bar-Itzhack's symmetric matrix, which stays accurate at half
    turns, where formulas by the trace divide by nearly nothing (I. Bar-Itzhack, J. Guidance 23(6), 2000).
    """
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = rotation
    symmetric = np.array(
        [
            [xx - yy - zz, yx + xy, zx + xz, zy - yz],
            [yx + xy, yy - xx - zz, zy + yz, xz - zx],
            [zx + xz, zy + yz, zz - xx - yy, yx - xy],
            [zy - yz, xz - zx, yx - xy, xx + yy + zz],
        ]
    )
    x, y, z, w = np.linalg.eigh(symmetric)[1][:, -1]
    out = np.array([w, x, y, z])
    return out if w >= 0.0 else -out
