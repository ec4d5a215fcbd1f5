"""A small labelled picture, and augmentations of it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotate import Coverage, Frame, Labels, masks
from render.camera import film
from render.camera.augment import Augmentation, load

HEIGHT, WIDTH = 60, 80
EXAMPLE = str(Path(__file__).parents[3] / "examples" / "augment.yaml")


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(3,)))


def read(setting: Any) -> Augmentation:
    """Of a preset's name, a file or plain values."""
    out = load(setting)
    assert out is not None
    return out


def loaded(*transforms: Any) -> Augmentation:
    return read({"name": "mine", "transforms": list(transforms)})


@pytest.fixture
def frame() -> Frame:
    """A picture of soft blobs with one instance in the middle."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    light = np.stack([0.3 + 0.25 * np.sin(x / 9.0 + i) * np.cos(y / 7.0) for i in range(3)], axis=2).astype(np.float32)
    index = np.full((1, HEIGHT, WIDTH), -1, np.int16)
    index[0, 20:40, 30:60] = 0
    coverage = Coverage(((1, "body"),), index, (index >= 0).astype(np.float32))
    depth, normals = np.ones((HEIGHT, WIDTH), np.float32), np.zeros((HEIGHT, WIDTH, 3), np.float32)
    return Frame(film.tone(light), depth, normals, coverage, {}, linear=light)


@pytest.fixture
def labels() -> Labels:
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[20:40, 30:60] = True
    annotation = {
        "category": "car",
        "bbox": [30.0, 20.0, 30.0, 20.0],
        "area": 600,
        "segmentation": masks.polygons(mask),
        "iscrowd": 0,
        "amodal_bbox": [30.0, 20.0, 30.0, 20.0],
        "amodal_segmentation": masks.rle(mask),
        **{"visible_fraction": 1.0, "truncation": 0.0, "occlusion": 0.0},
        "bbox3d": {"center": [0, 0, 3], "size": [1, 1, 1], "rotation": [1, 0, 0, 0], "corners": None},
        "instance_id": 1,
        "parts": {"body": 600},
        "attributes": {"yaw_deg": 10.0},
    }
    return Labels((annotation,), ())
