"""Pascal VOC: pixels counted from 1, both corners inclusive."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import supervision
from hypothesis import given
from hypothesis import strategies as st

from annotate.formats import export
from annotate.formats.source import Record
from annotate.formats.voc import box_of_corners, corners_of_box, xml
from annotate.formats.yolo import box_line, box_of_line

SIDE = 4_096


@st.composite
def boxes(draw: st.DrawFn, whole: bool) -> list[float]:
    """[x, y, width, height] of half a pixel or more, inside the picture."""
    number: Any = st.integers(0, SIDE) if whole else st.floats(0.0, SIDE)
    (x0, x1), (y0, y1) = sorted(draw(st.tuples(number, number))), sorted(draw(st.tuples(number, number)))
    least = 1 if whole else 0.5
    x0, y0 = min(x0, SIDE - least), min(y0, SIDE - least)
    return [float(x0), float(y0), float(max(x1 - x0, least)), float(max(y1 - y0, least))]


@given(boxes(whole=True))
def test_boxes_at_pixel_edges_come_back_exactly(box: list[float]) -> None:
    assert box_of_corners(corners_of_box(box, SIDE, SIDE)) == box


@given(boxes(whole=False))
def test_other_boxes_grow_by_less_than_a_pixel_a_side(box: list[float]) -> None:
    corners = corners_of_box(box, SIDE, SIDE)
    assert 1 <= corners[0] <= corners[2] <= SIDE
    assert 1 <= corners[1] <= corners[3] <= SIDE
    x, y, w, h = box_of_corners(corners)
    for grown in (box[0] - x, box[1] - y, x + w - box[0] - box[2], y + h - box[1] - box[3]):
        assert -1e-5 <= grown < 1.0 + 1e-5


@given(boxes(whole=True))
def test_coco_yolo_voc_and_back(box: list[float]) -> None:
    record = Record({"id": 0, "file_name": "0.jpg", "width": SIDE, "height": SIDE}, ())
    from_yolo = [round(value, 1) for value in box_of_line(box_line({"bbox": box}, record), SIDE, SIDE)]
    assert box_of_corners(corners_of_box(from_yolo, SIDE, SIDE)) == box


def test_the_first_pixel_is_1_1_1_1_and_the_whole_picture_ends_at_its_size() -> None:
    assert corners_of_box([0, 0, 1, 1], 64, 48) == (1, 1, 1, 1)
    assert corners_of_box([0, 0, 64, 48], 64, 48) == (1, 1, 64, 48)


def test_supervision_reads_it(dataset: Path, coco: dict[str, Any], tmp_path: Path) -> None:
    export(dataset, "voc", tmp_path / "out")
    read = supervision.DetectionDataset.from_pascal_voc(
        str(tmp_path / "out" / "JPEGImages"), str(tmp_path / "out" / "Annotations")
    )
    names = {row["id"]: row["name"] for row in coco["categories"]}
    found = {int(Path(path).stem): detections for path, _, detections in read}
    assert sorted(found) == list(range(6))
    for frame, got in found.items():
        wanted = [item for item in coco["annotations"] if item["image_id"] == frame]
        boxes = np.array([item["bbox"] for item in wanted]).reshape(-1, 4)
        assert (got.xyxy == np.hstack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]])).all()
        assert [read.classes[i] for i in got.class_id] == [names[item["category_id"]] for item in wanted]


def test_the_lists_are_the_splits(dataset: Path, tmp_path: Path) -> None:
    export(dataset, "voc", tmp_path / "out")
    lists = {path.stem: path.read_text().split() for path in (tmp_path / "out" / "ImageSets" / "Main").iterdir()}
    assert lists == {"train": [f"{k:012d}" for k in range(4)], "val": [f"{k:012d}" for k in (4, 5)]}


@pytest.mark.parametrize(
    ("more", "tag", "value"),
    [
        ({}, "truncated", "0"),
        ({"truncation": 0.15}, "truncated", "1"),
        ({"occlusion": 0.049}, "occluded", "0"),
        ({"occlusion": 0.05}, "occluded", "1"),
        ({"ignore": 1}, "difficult", "1"),
        ({"attributes": {"viewpoint": "rear"}}, "pose", "Rear"),
        ({"attributes": {"viewpoint": "front-left"}}, "pose", "Unspecified"),
        ({"attributes": {"lights": True}}, "attributes/attribute/value", "true"),
        ({}, "name", "a<b>\x85&?"),
    ],
)
def test_what_an_object_says(more: dict[str, Any], tag: str, value: str) -> None:
    item = {"id": 1, "category_id": 7, "bbox": [0, 0, 4, 4], **more}
    record = Record({"id": 0, "file_name": "0.jpg", "width": 64, "height": 48}, (item,))
    (found,) = ET.fromstring(xml(record, {7: "a<b>\x85&\x00"})).findall("object")
    assert found.findtext(tag) == value
