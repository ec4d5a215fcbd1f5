"""The oriented box around a thing in three dimensions, in the camera frame and projected."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets.geometry import BOX_CORNERS
from assets.writing import Writing
from scenes import PinholeCamera, Placed

# A written box puts its corners this near to where they are. `check` allows ten times as much.
WRITTEN_PX = 0.02
WRITTEN_SHARE = 1e-3  # and its sides are written to this share of themselves: a washer has a thickness
DIGITS = range(4, 17)  # decimals of metres, from a tenth of a millimetre to the end of a double

type Floats = NDArray[np.float64]


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
    center, size = camera.to_camera(placed.pose.apply(placed.asset.center)), np.array(placed.asset.size, np.float64)
    turn = camera.pose.rotation.T @ placed.pose.rotation
    return Cuboid(center, size, quaternion(turn), _projected(center, size, turn, camera))


def cuboid_of(writing: Writing, placed: Placed, camera: PinholeCamera, thick_m: float = 0.01) -> Cuboid:
    """The box around something written on the placed asset, ``thick_m`` from front to back; x looks out of it."""
    out, right, up = writing.axes.T
    turn = camera.pose.rotation.T @ placed.pose.rotation @ np.stack([out, right, up], axis=1)
    center = camera.to_camera(placed.pose.apply(writing.corners.mean(axis=0)))
    size = np.array([thick_m, *writing.size])
    return Cuboid(center, size, quaternion(turn), _projected(center, size, turn, camera))


def written(box: Cuboid, camera: PinholeCamera) -> dict[str, Any]:
    """``bbox3d`` as labels.md defines it, with as many decimals as its camera needs.

    A tenth of a millimetre is nothing on a lorry in the street, and half a pixel on a face that fills the picture:
    decimals are added until the corners, projected from what is written, are where they are. ``corners`` is None for a
    box that reaches behind the camera, or so near to its plane that no number says where.

    Args:
        camera: whose frame the box is in; its pose does not matter.
    """
    in_front = np.isfinite(box.corners).all(axis=1)
    for digits in DIGITS:
        center, size, rotation = box.center.round(digits), box.size.round(digits), box.rotation.round(digits + 2)
        off = np.abs(corners_of(center, size, rotation, camera) - box.corners)[in_front]
        fits = bool((off <= WRITTEN_PX).all() and (np.abs(size - box.size) <= WRITTEN_SHARE * box.size).all())
        if fits:
            break
    whole = fits and bool(in_front.all())
    return {
        "center": (center + 0.0).tolist(),
        "size": (size + 0.0).tolist(),
        "rotation": (rotation + 0.0).tolist(),
        "corners": (box.corners.round(2) + 0.0).tolist() if whole else None,
    }


def corners_of(center: Floats, size: Floats, rotation: Floats, camera: PinholeCamera) -> Floats:
    """(8, 2) pixels of a box's corners, in the order of ``BOX_CORNERS``; NaN for those that the camera does not see.

    Args:
        center, size, rotation: as ``Cuboid`` has them, in the camera's frame.
    """
    return _projected(center, size, _matrix(rotation), camera)


def _projected(center: Floats, size: Floats, turn: Floats, camera: PinholeCamera) -> Floats:
    local = center + (BOX_CORNERS * size / 2.0) @ turn.T
    return camera.to_pixels(np.where(camera.sees(local)[:, None], local, np.nan))


def _matrix(quaternion: Floats) -> Floats:
    """Rotation matrix (3, 3) of a unit quaternion w, x, y, z."""
    w, (x, y, z) = quaternion[0], quaternion[1:]
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    vector = quaternion[1:]
    return np.asarray((w * w - vector @ vector) * np.eye(3) + 2.0 * np.outer(vector, vector) + 2.0 * w * cross)


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
