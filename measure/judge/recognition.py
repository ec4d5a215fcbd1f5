"""dlib's network for face recognition (CC0, trained on photographs), as the extra ``evaluation`` brings it.

It takes no part in anything that is rendered or chosen: it looks at pictures that are done. Its two files of weights
come in a package without code that is run, and are known by their hashes.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assets import ConfigError
from assets.wheels import file_in, read_known

PACKAGE, FOLDER = "face_recognition_models", "models"
FILES = {
    "shape_predictor_5_face_landmarks.dat": "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
    "dlib_face_recognition_resnet_model_v1.dat": "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
}
MOST_BYTES = 2**25
REMEDY = "pip install 'prelabel[evaluation]'"
NUMBERS = 128
CHIP_PX, CHIP_PADDING = 150, 0.25  # as the network was trained
AROUND, LEAST_AROUND_PX, MOST_PX = 1.0, 256, 320  # of a box on each side, at least that; its longer side at most
LEAST_OVERLAP = 0.3  # of the detector's box and the label's

type Pixels = NDArray[np.uint8]
type Box = tuple[float, float, float, float]


class Recognition:
    """Faces to numbers, on the CPU.

    Raises:
        ConfigError: the extra ``evaluation`` is not installed, or its weights are other ones.
    """

    def __init__(self) -> None:
        missing = "card --recognition: expected the network of the extra evaluation"
        try:
            import dlib
        except ImportError as error:
            raise ConfigError(f"{missing}: {REMEDY}") from error
        paths = []
        for name, sha256 in FILES.items():
            path = file_in(PACKAGE, f"{FOLDER}/{name}")
            read_known(path, MOST_BYTES, sha256, f"{PACKAGE} 0.3.0", missing, REMEDY)
            paths.append(str(path))
        self._dlib = dlib
        self._detector = dlib.get_frontal_face_detector()
        self._points = dlib.shape_predictor(paths[0])
        self._network = dlib.face_recognition_model_v1(paths[1])

    def numbers(self, pixels: Pixels, box: Box) -> tuple[bool, NDArray[np.float64]]:
        """Whether its own detector found the face, and (NUMBERS,) of it; the label's box stands in where it did not.

        Args:
            pixels: (H, W, 3) sRGB.
            box: left, top, width, height of the label, px.
        """
        near, box = _around(pixels, box)
        found = max(self._detector(near, 1), key=lambda rect: _overlap(rect, box), default=None)
        seen = found is not None and _overlap(found, box) > LEAST_OVERLAP
        where = found if seen else self._dlib.rectangle(*_square(box))
        chip = self._dlib.get_face_chip(near, self._points(near, where), CHIP_PX, CHIP_PADDING)
        return seen, np.array(self._network.compute_face_descriptor(chip), np.float64)


def _around(pixels: Pixels, box: Box) -> tuple[Pixels, Box]:
    """What is around a face, which a large picture would take long to be searched for, and the box in it."""
    x, y, w, h = box
    wide = max(AROUND * max(w, h), LEAST_AROUND_PX)
    left, top = (max(0, int(start - wide)) for start in (x, y))
    right, low = (int(start + long + wide) + 1 for start, long in ((x, w), (y, h)))
    near = np.ascontiguousarray(pixels[top:low, left:right])
    scale = min(1.0, MOST_PX / max(w, h))
    if scale < 1.0:
        near = np.asarray(cv2.resize(near, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return near, ((x - left) * scale, (y - top) * scale, w * scale, h * scale)


def _overlap(rect: Any, box: Box) -> float:
    """Intersection over union."""
    x, y, w, h = box
    width = min(rect.right(), x + w) - max(rect.left(), x)
    height = min(rect.bottom(), y + h) - max(rect.top(), y)
    both = max(0.0, width) * max(0.0, height)
    return float(both / (w * h + rect.width() * rect.height() - both))


def _square(box: Box) -> tuple[int, int, int, int]:
    """Where that detector would have drawn its square: left, top, right, bottom."""
    x, y, w, h = box
    half, middle, low = 0.45 * max(w, h), x + w / 2.0, y + 0.55 * h
    return int(middle - half), int(low - half), int(middle + half), int(low + half)
