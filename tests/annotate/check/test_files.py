"""Pictures and mask files: missing, torn, of another entry, of nobody."""

import numpy as np
import pytest
from PIL import Image

from tests.annotate.check.conftest import failures


def test_a_missing_picture(dataset):
    (dataset / "images" / "000000000004.jpg").unlink()
    assert failures(dataset) == {"pictures decode at their size": ("image 4: 000000000004.jpg is not in images/",)}


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.95])
def test_a_torn_picture(dataset, keep):
    path = dataset / "images" / "000000000004.jpg"
    whole = path.read_bytes()
    path.write_bytes(whole[: keep if isinstance(keep, int) else int(len(whole) * keep)])
    (sentence,) = failures(dataset)["pictures decode at their size"]
    assert sentence.startswith("image 4: 000000000004.jpg does not decode")


def test_a_picture_without_an_entry(dataset):
    (dataset / "images" / "other.png").write_bytes(b"")
    assert failures(dataset) == {"picture files have entries": ("other.png has no entry",)}


def test_the_same_picture_twice(dataset):
    first, second = sorted((dataset / "images").iterdir())
    second.write_bytes(first.read_bytes())
    assert failures(dataset) == {
        "marks say what pictures are": ("image 5: its mark says frame 4, its entry 5",),
        "pictures differ": ("image 5 has the pixels of image 4",),
    }


@pytest.mark.parametrize(
    ("name", "place", "value", "sentence"),
    [
        ("masks", (5, 3), 0, "image 4: 1 pixels of instance 1's mask have another id in masks/"),
        ("masks", (5, 3), 3, "image 4: 1 pixels of instance 1's mask have another id in masks/"),
        ("masks", (20, 3), 9, "image 4: masks/ shows an instance 9 that is not in the annotations"),
        ("parts", (5, 3), 0, "image 4: 1 pixels of annotation 40001's mask have no part in parts/"),
        ("parts", (20, 3), 7, "image 4: parts/ shows ids [7], the legend has none of them"),
    ],
)
def test_mask_files_that_contradict_the_annotations(dataset, name, place, value, sentence):
    path = dataset / name / "000000000004.png"
    ids = np.array(Image.open(path))
    ids[place] = value
    Image.fromarray(ids.astype(np.uint16 if name == "masks" else np.uint8)).save(path)
    assert failures(dataset)["mask files agree with annotations"][0] == sentence


@pytest.mark.parametrize("damage", [b"", b"junk"])
def test_mask_files_that_are_none(dataset, damage):
    (dataset / "masks" / "000000000004.png").write_bytes(damage)
    (dataset / "parts" / "000000000005.png").unlink()
    first, second = failures(dataset)["mask files agree with annotations"]
    assert first.startswith("image 4: masks/000000000004.png cannot be used")
    assert second.startswith("image 5: parts/000000000005.png cannot be used")
