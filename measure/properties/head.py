"""How a head is turned, from five of its keypoints or more, where nobody says it: Perspective-n-Point."""

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from annotate.angles import LOOKING_INTO_CAMERA

type Points = NDArray[np.float64]

# Millimetres from the nose's tip; x out of the face, y to its own left, z up. The mean of six heads of ours at 35
# years: both presentations of each ancestry.
HEAD: Mapping[str, tuple[float, float, float]] = {
    "right_eye": (-25.0, -28.9, 34.3),
    "left_eye": (-25.0, 28.9, 34.3),
    "nose": (0.0, 0.0, 0.0),
    "right_mouth": (-21.6, -21.7, -33.8),
    "left_mouth": (-21.6, 21.7, -33.8),
    "right_eye_0": (-31.5, -41.3, 33.5),
    "right_eye_3": (-27.6, -16.6, 30.9),
    "left_eye_0": (-27.6, 16.6, 30.9),
    "left_eye_3": (-31.5, 41.3, 33.5),
    "nose_bridge_0": (-17.9, 0.0, 34.5),
    "nose_base_0": (-17.7, -15.8, -9.6),
    "nose_base_4": (-17.7, 15.8, -9.6),
}
SAME = {  # what others, and our own skeleton, call these
    **{"nose_bridge_3": "nose", "outer_lip_0": "right_mouth", "outer_lip_6": "left_mouth"},
    **{"right_pupil": "right_eye", "left_pupil": "left_eye", "nose_tip": "nose"},
    **{"mouth_right": "right_mouth", "mouth_left": "left_mouth"},
    **{"right_mouth_corner": "right_mouth", "left_mouth_corner": "left_mouth"},
}
IBUG = {  # of 68 points or 70, where they have no names (300-W; Sagonas et al., 2013)
    **{27: "nose_bridge_0", 30: "nose", 31: "nose_base_0", 35: "nose_base_4"},
    **{36: "right_eye_0", 39: "right_eye_3", 42: "left_eye_0", 45: "left_eye_3", 48: "right_mouth", 54: "left_mouth"},
}
FIVE = ("right_eye", "left_eye", "nose", "right_mouth", "left_mouth")
LEAST, FOCAL = 5, 1.2  # points; focal length by the picture's longer side where nobody says it
LEAST_TOWARDS = -0.2  # cosine between where a head looks and where the camera is, in which its points can be seen
FAR_OFF = 0.12  # mean distance of the points from where they should be, by the head's size: this is no head


def head_pose(points: Points, names: Sequence[str], size: tuple[int, int]) -> tuple[float, float, float] | None:
    """Yaw, pitch and roll in degrees as ``annotate.angles.head_angles_deg`` has them; None where it cannot be told.

    Which eye is called left differs between sets: the way round that fits better is taken.

    Args:
        points: (K, 3) x, y in pixels and visibility.
        names: of the points; empty where they have none.
        size: of the picture.
    """
    found = {name: row[:2] for name, row in zip(_known(names, len(points)), points, strict=True) if name and row[2] > 0}
    if len(found) < LEAST:
        return None
    there = np.array(list(found.values()))
    ways = [list(found), [_mirrored(name) for name in found]]
    _, turn = min((_solved(there, way, size) for way in ways), key=lambda fit: fit[0])
    return None if turn is None else _angles(turn)


def _known(names: Sequence[str], count: int) -> list[str]:
    """HEAD's names in the order of the points, empty where it has none."""
    if len(names) == count:
        ours = [SAME.get(name, name) for name in names]
        return [name if name in HEAD and ours.index(name) == index else "" for index, name in enumerate(ours)]
    if count >= 68:
        return [IBUG.get(index, "") for index in range(count)]
    return list(FIVE) if count == len(FIVE) else [""] * count


def _mirrored(name: str) -> str:
    """The name on the face's other side; corners of eyes count from the picture's left."""
    if name.startswith(("left_eye_", "right_eye_")):
        name = name[:-1] + ("0" if name.endswith("3") else "3")
    if name in ("nose_base_0", "nose_base_4"):
        return "nose_base_4" if name.endswith("0") else "nose_base_0"
    if name.startswith("left_"):
        return name.replace("left_", "right_", 1)
    return name.replace("right_", "left_", 1) if name.startswith("right_") else name


def _solved(there: Points, names: Sequence[str], size: tuple[int, int]) -> tuple[float, Points | None]:
    """How far the points are off, by the head's size, and the rotation from the head's frame to the camera's.

    Two starts, from a closed solution and from a head that looks into the camera, because five points have several
    local minima; those that show the back of the head are none.
    """
    model = np.array([HEAD[name] for name in names])
    focal = FOCAL * max(size)
    k = np.array([[focal, 0.0, size[0] / 2.0], [0.0, focal, size[1] / 2.0], [0.0, 0.0, 1.0]])
    extent = float(np.linalg.norm(np.ptp(there, axis=0)))
    if not extent > 0.0:
        return np.inf, None
    distance = focal * float(np.linalg.norm(np.ptp(model[:, 1:], axis=0))) / extent
    middle = (*((there.mean(axis=0) - np.array(size) / 2.0) * distance / focal), distance)
    starts = [(cv2.Rodrigues(LOOKING_INTO_CAMERA)[0], np.array(middle).reshape(3, 1))]
    try:
        good, *closed = cv2.solvePnP(model, there, k, None, flags=cv2.SOLVEPNP_SQPNP)
        starts += [(closed[0], closed[1])] if good else []
        fits = [_fit(model, there, k, *cv2.solvePnPRefineLM(model, there, k, None, *start)) for start in starts]
    except cv2.error:
        return np.inf, None
    off, rotation = min(fits, key=lambda fit: fit[0])
    return (off / extent, rotation) if off / extent < FAR_OFF else (np.inf, None)


def _fit(model: Points, there: Points, k: Points, turn: Any, shift: Any) -> tuple[float, Points | None]:
    """Mean distance of the points in pixels, and the rotation; infinite where no face would be seen."""
    rotation = np.asarray(cv2.Rodrigues(turn)[0], np.float64)
    again = cv2.projectPoints(model, turn, shift, k, None)[0].reshape(-1, 2)
    towards = -float(rotation[:, 0] @ shift.ravel()) / float(np.linalg.norm(shift))  # the face's axis, to the camera
    if not (float(shift[2, 0]) > 0.0 and towards > LEAST_TOWARDS and np.isfinite(again).all()):
        return np.inf, None
    return float(np.linalg.norm(again - there, axis=1).mean()), rotation


def _angles(rotation: Points) -> tuple[float, float, float]:
    turn = LOOKING_INTO_CAMERA.T @ rotation
    yaw = float(np.degrees(np.arctan2(turn[1, 0], turn[0, 0])))
    pitch = float(np.degrees(np.arcsin(np.clip(turn[2, 0], -1.0, 1.0))))
    return yaw, pitch, float(np.degrees(np.arctan2(turn[2, 1], turn[2, 2])))
