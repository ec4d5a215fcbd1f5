"""The training example's data: boxes stay on their things through letterboxing and augmentation."""

import importlib.util
import json
from itertools import count
from pathlib import Path
from types import SimpleNamespace

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


def frame(number=0):
    """What ``prelabel.stream`` gives, as far as the example looks at it: 120 by 90, a red rectangle."""
    rgb = np.zeros((90, 120, 3), np.uint8)
    rgb[30:70, 20:80] = (255, 0, number)
    things = [("car", 0.9), ("car", 0.1), ("person", 1.0)]
    found = [{"category": name, "bbox": [20, 30, 60, 40], "visible_fraction": seen} for name, seen in things]
    return SimpleNamespace(rgb=rgb, annotations=found)


def test_a_frame_of_a_stream_is_what_a_stored_picture_is(data):
    pixels, boxes, labels = data.of_frame(frame(), 60, without=("person",))
    assert pixels[25, 25].tolist() == [0, 0, 255]  # blue, green, red
    assert pixels[50].tolist() == [[data.PAD] * 3] * 60
    np.testing.assert_allclose(boxes, [[10, 15, 40, 35]] * 2)
    assert labels.tolist() == [data.VEHICLES.index("car"), data.IGNORED]


def test_a_frame_without_annotations_has_no_boxes(data):
    pixels, boxes, labels = data.of_frame(SimpleNamespace(rgb=frame().rgb, annotations=[]), 60)
    assert (pixels.shape, boxes.shape, labels.shape) == ((60, 60, 3), (0, 4), (0,))


def test_the_newest_pictures_of_a_stream_are_kept(data):
    samples = (data.of_frame(frame(number), 60, data.VEHICLES[: 1 + number % 2]) for number in count())
    recent = data.Recent(3, 60)
    recent.take(samples, until=2)
    assert (len(recent), recent.seen) == (2, 2)
    recent.take(samples, until=2)  # enough are there
    recent.take(samples, until=5)
    assert (len(recent), recent.seen) == (3, 5)
    assert recent.pixels[:, 25, 25, 0].tolist() == [3, 4, 2]
    assert len(recent.boxes) == len(recent.labels) == 3


def test_a_stream_that_ends_leaves_what_came(data):
    recent = data.Recent(3, 60)
    recent.take(iter([data.of_frame(frame(), 60)]), until=3)
    assert (len(recent), recent.seen) == (1, 1)


def test_a_missing_picture_is_named(data, dataset):
    (dataset / "images" / "1.png").unlink()
    with pytest.raises(FileNotFoundError, match=r"1\.png: expected a picture"):
        data.load(dataset / "images", dataset / "coco.json", 60)
