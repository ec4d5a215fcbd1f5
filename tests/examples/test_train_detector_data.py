"""The training example's data: boxes stay on their things through letterboxing and augmentation."""

import importlib.util
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

FILE = Path(__file__).parents[2] / "examples" / "train_detector" / "data.py"


@pytest.fixture(scope="module")
def data():
    spec = importlib.util.spec_from_file_location("train_detector_data", FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dataset(tmp_path):
    """Two pictures of a white rectangle on black, 120 by 90, and its box."""
    (tmp_path / "images").mkdir()
    images, annotations = [], []
    for index, (x, y, w, h) in enumerate([(20, 30, 60, 40), (10, 5, 30, 70)]):
        picture = np.zeros((90, 120, 3), np.uint8)
        picture[y : y + h, x : x + w] = 255
        cv2.imwrite(str(tmp_path / "images" / f"{index}.png"), picture)
        sampled = {"weather": ("clear", "snow")[index]}
        images.append({"id": index, "file_name": f"{index}.png", "parameters": sampled})
        shown = {"visible_fraction": 0.1} if index else {}
        annotations.append({"id": index, "image_id": index, "category_id": 3, "bbox": [x, y, w, h], **shown})
    names = [{"id": 3, "name": "car"}, {"id": 4, "name": "face"}]
    coco = {"images": images, "annotations": annotations, "categories": names}
    (tmp_path / "coco.json").write_text(json.dumps(coco))
    return tmp_path


def white(pixels):
    """Box of the white pixels."""
    rows, columns = np.nonzero(pixels.min(axis=2) > 200)
    return np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])


def test_pictures_are_fitted_into_squares_with_their_boxes(data, dataset):
    pictures = data.load(dataset / "images", dataset / "coco.json", 60)
    assert pictures.pixels.shape == (2, 60, 60, 3)
    np.testing.assert_allclose(pictures.boxes[0][0], [10, 15, 40, 35])
    assert np.abs(white(pictures.pixels[0][:45]) - pictures.boxes[0][0]).max() <= 1
    assert pictures.pixels[0, 50].tolist() == [[data.PAD] * 3] * 60


def test_what_hardly_shows_is_ignored_and_fewer_pictures_can_be_asked_for(data, dataset):
    pictures = data.load(dataset / "images", dataset / "coco.json", 60)
    assert [labels.tolist() for labels in pictures.labels] == [[data.VEHICLES.index("car")], [data.IGNORED]]
    assert len(data.load(dataset / "images", dataset / "coco.json", 60, most=1)) == 1


def test_pictures_can_be_chosen_by_what_was_sampled(data, dataset):
    snow = data.load(dataset / "images", dataset / "coco.json", 60, only={"weather": ["snow", "fog"]})
    assert [labels.tolist() for labels in snow.labels] == [[data.IGNORED]]
    assert len(data.load(dataset / "images", dataset / "coco.json", 60, only={"place": ["street"]})) == 0


def test_other_classes_can_be_asked_for_left_out_or_be_too_small(data, dataset):
    def labels(**more):
        return [own.tolist() for own in data.load(dataset / "images", dataset / "coco.json", 60, **more).labels]

    assert labels(classes=("face", "car"))[0] == [1]
    assert labels(classes=("face",))[0] == [data.IGNORED]
    assert labels(without=("car",)) == [[], []]
    assert labels(least=0.3)[0] == [0]  # a box of 30 x 20 of 60 pixels: 0.41
    assert labels(least=0.5)[0] == [data.IGNORED]


def test_augmentation_moves_boxes_with_their_things(data):
    pixels = np.zeros((96, 96, 3), np.uint8)
    pixels[30:70, 20:60] = 255
    boxes, labels = np.array([[20, 30, 60, 70]], np.float32), np.array([0])
    kept = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        data._recoloured, real = (lambda rng, pixels: pixels), data._recoloured
        moved, after, own = data.augmented(rng, pixels, boxes, labels)
        data._recoloured = real
        if len(own) and (moved.min(axis=2) > 200).any():
            kept += 1
            assert np.abs(white(moved) - after[0]).max() <= 2.5
    assert kept > 25


def test_a_missing_picture_is_named(data, dataset):
    (dataset / "images" / "1.png").unlink()
    with pytest.raises(FileNotFoundError, match=r"1\.png: expected a picture"):
        data.load(dataset / "images", dataset / "coco.json", 60)
