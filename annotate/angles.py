"""How an instance is turned relative to the camera, in degrees."""

import numpy as np
from numpy.typing import NDArray

from scenes import PinholeCamera, Placed

VIEWPOINTS = ("front", "front-right", "right", "rear-right", "rear", "rear-left", "left", "front-left")

# A head that looks straight into the camera: its forward axis runs against the camera's, its left is the picture's
# right, its up is against the camera's down. Columns are the head's x, y, z in the camera frame.
LOOKING_INTO_CAMERA = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, -1.0], [-1.0, 0.0, 0.0]])


def viewing_yaw_deg(placed: Placed, camera: PinholeCamera) -> float:
    """How far a thing is turned away from facing the camera, in (-180, 180].

    0: its front looks at the camera, along the ray from its centre. Positive: turned counter-clockwise as seen from
    above, so that at 90 one looks at its right side. Like KITTI's alpha it follows the ray, not the optical axis: two
    things that look the same have the same angle wherever in the picture they are.
    """
    centre = placed.pose.apply(placed.asset.center)
    forward, left, _ = placed.pose.rotation.T @ (camera.pose.translation - centre)
    return _wrapped(-np.degrees(np.arctan2(left, forward)))


def viewpoint(yaw_deg: float) -> str:
    """The side of a vehicle that one sees at a viewing yaw: one of ``VIEWPOINTS``, each 45° wide around its name."""
    return VIEWPOINTS[round(yaw_deg / 45.0) % 8]


def head_angles_deg(placed: Placed, camera: PinholeCamera) -> tuple[float, float, float]:
    """Yaw, pitch and roll of a head against the camera's axes.

    (0, 0, 0): it looks against the optical axis, upright, wherever in the picture it is. Yaw is positive when turned to
    its own left (it then looks to the picture's right), in (-180, 180]; pitch is positive with the nose up, in
    [-90, 90]; roll is positive with the head tilted to its own right shoulder, in (-180, 180]. The head is turned by
    yaw about its up axis, then by pitch, then by roll about its nose: Rz(yaw) Ry(-pitch) Rx(roll), intrinsic.
    """
    turn = LOOKING_INTO_CAMERA.T @ camera.pose.rotation.T @ placed.pose.rotation
    yaw = _wrapped(np.degrees(np.arctan2(turn[1, 0], turn[0, 0])))
    pitch = float(np.degrees(np.arcsin(np.clip(turn[2, 0], -1.0, 1.0))))
    roll = _wrapped(np.degrees(np.arctan2(turn[2, 1], turn[2, 2])))
    return yaw, pitch, roll


def gaze(placed: Placed, camera: PinholeCamera, yaw_deg: float, pitch_deg: float) -> NDArray[np.float64]:
    """(3,) unit vector in the camera frame (x right, y down, z forward) along which a head's eyes look.

    Args:
        yaw_deg, pitch_deg: of the eyes against the head, to the person's own left and up.
    """
    yaw, pitch = np.radians([yaw_deg, pitch_deg])
    local = np.array([np.cos(yaw) * np.cos(pitch), np.sin(yaw) * np.cos(pitch), np.sin(pitch)])
    return np.asarray(camera.pose.rotation.T @ placed.pose.rotation @ local)


def _wrapped(angle_deg: float) -> float:
    """The same angle in (-180, 180]."""
    return 180.0 - (180.0 - float(angle_deg)) % 360.0
