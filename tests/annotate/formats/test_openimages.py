"""Open Images' CSV files, read by the csv module as its users do."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.formats import export
from annotate.formats.openimages import box_of_row, box_row
from annotate.formats.source import Record


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@given(st.integers(1, 16_384), st.integers(1, 16_384), st.tuples(*[st.floats(0.0, 1.0)] * 4))
def test_boxes_come_back(width: int, height: int, share: tuple[float, ...]) -> None:
    (x0, x1), (y0, y1) = sorted(share[:2]), sorted(share[2:])
    box = [x0 * width, y0 * height, (x1 - x0) * width, (y1 - y0) * height]
    record = Record({"id": 0, "file_name": "0.jpg", "width": width, "height": height}, ())
    row = box_row({"category_id": 3, "bbox": box}, record, {3: ("/m/0k4j", "Car")})
    assert np.allclose(box_of_row(row, width, height), box, atol=1e-4)


def test_a_dataset_reads_back(dataset: Path, coco: dict[str, Any], tmp_path: Path) -> None:
    export(dataset, "openimages-csv", tmp_path / "out")
    folder = tmp_path / "out" / "annotations"
    with (folder / "class-descriptions-boxable.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [["/m/0k4j", "Car"], ["traffic cone", "traffic cone"]]
    images = rows(folder / "image_ids_and_rotation.csv")
    assert [(row["ImageID"], row["Subset"]) for row in images] == [
        (f"{k:012d}", "train" if k < 4 else "validation") for k in range(6)
    ]
    assert {row["License"] for row in images} == {""}
    assert all((tmp_path / "out" / "images" / row["Subset"] / f"{row['ImageID']}.jpg").is_file() for row in images)
    boxes = [row for subset in ("train", "validation") for row in rows(folder / f"{subset}-annotations-bbox.csv")]
    for row, item in zip(boxes, coco["annotations"], strict=True):
        assert int(row["ImageID"]) == item["image_id"]
        assert row["LabelName"] == {3: "/m/0k4j", 1001: "traffic cone"}[item["category_id"]]
        assert np.allclose(box_of_row(row, 64, 48), item["bbox"], atol=1e-4)


@pytest.mark.parametrize(
    ("more", "column", "flag"),
    [
        ({}, "IsOccluded", -1),
        ({"occlusion": 0.04}, "IsOccluded", 0),
        ({"occlusion": 0.05}, "IsOccluded", 1),
        ({"truncation": 0.0}, "IsTruncated", 0),
        ({"truncation": 0.0001}, "IsTruncated", 1),
        ({"iscrowd": 1}, "IsGroupOf", 1),
        ({}, "IsGroupOf", 0),
        ({}, "IsDepiction", 0),
    ],
)
def test_flags(more: dict[str, Any], column: str, flag: int) -> None:
    record = Record({"id": 0, "file_name": "0.jpg", "width": 64, "height": 48}, ())
    assert box_row({"category_id": 3, "bbox": [0, 0, 4, 4], **more}, record, {3: ("a", "b")})[column] == flag
