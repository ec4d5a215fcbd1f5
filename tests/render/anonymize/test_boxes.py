"""Boxes in each format that people have them in become the same COCO document."""

import json
from pathlib import Path

import pytest
from PIL import Image

from assets import ConfigError, DatasetError
from render.anonymize.boxes import Boxes, SizeOf, read_boxes

NAMES = ["in/a.jpg", "in/b.jpg"]


def read(place: Path) -> Boxes:
    return read_boxes(place, NAMES, SizeOf(NAMES, lambda name: (640, 480)))


def boxes_of(found: Boxes, name: str) -> list[list[float]]:
    return [entry["bbox"] for entry in found.of(name)]


def test_wider_s_text(tmp_path: Path) -> None:
    (tmp_path / "boxes.txt").write_text(
        "0--Parade/a.jpg\n2\n10 20 30 40 0 0 0 0 0 0\n50 60 7 8 1 0 0 0 0 0\n0--Parade/b.jpg\n0\n0 0 0 0 0 0 0 0 0 0\n"
    )
    found = read(tmp_path / "boxes.txt")
    assert boxes_of(found, "in/a.jpg") == [[10, 20, 30, 40], [50, 60, 7, 8]]
    assert boxes_of(found, "in/b.jpg") == []
    assert found.image("in/b.jpg") is not None
    assert found.categories == {1: "face"}


def test_mot_s_text_counts_frames_and_pixels_from_one(tmp_path: Path) -> None:
    (tmp_path / "gt.txt").write_text("1,7,11,21,30,40,1,-1,-1,-1\n2,7,12,22,30,40,1,-1,-1,-1\n")
    found = read(tmp_path / "gt.txt")
    assert boxes_of(found, "in/b.jpg") == [[11, 21, 30, 40]]
    assert [entry["track_id"] for name in NAMES for entry in found.of(name)] == [7, 7]


def test_yolo_s_folder(tmp_path: Path) -> None:
    for inner in ("images", "labels"):
        (tmp_path / inner).mkdir()
    Image.new("RGB", (100, 50)).save(tmp_path / "images" / "a.jpg")
    (tmp_path / "labels" / "a.txt").write_text("0 0.5 0.5 0.2 0.4\n")
    (tmp_path / "classes.txt").write_text("face\n")
    found = read(tmp_path)
    assert boxes_of(found, "a.jpg") == [pytest.approx([40, 15, 20, 20])]


def test_a_picture_is_found_by_the_end_of_its_path_where_that_is_its_own(tmp_path: Path) -> None:
    images = [{"id": 1, "file_name": "far/away/a.jpg", "width": 9, "height": 9}]
    annotations = [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}]
    document = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "face"}]}
    (tmp_path / "a.json").write_text(json.dumps(document))
    assert boxes_of(read(tmp_path / "a.json"), "in/a.jpg") == [[1, 2, 3, 4]]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", "{", "this is not JSON"),
        ("a.json", "{}", "expected a COCO object"),
        ("a.json", '{"images": [], "annotations": [{"id": 1}], "categories": []}', "annotation 1 has no 'image_id'"),
        ("a.txt", "a.jpg\n3\n1 2 3 4\n", "a count of boxes and as many lines"),
        ("a.txt", "a.jpg\n1\n1 2 x 4\n", "expected numbers"),
        ("a.txt", "1,2,3,4,5\n", "a picture's name, a count of boxes"),
        ("a.txt", "9,1,3,4,5,6,1\n", "expected a frame of 1..2, got 9"),
        ("a.txt", "\n", "it is empty"),
    ],
)
def test_what_is_no_such_file_is_a_sentence(name: str, text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(DatasetError, match=words):
        read(tmp_path / name)


def test_no_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="found none"):
        read(tmp_path / "none.json")
