"""YOLO: values as Ultralytics defines them, files as supervision reads them."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import supervision
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annotate import masks
from annotate.formats import export
from annotate.formats.source import Record
from annotate.formats.yolo import box_line, box_of_line
from annotate.formats.yolo_seg import one_outline, polygon_line, polygon_of_line

sides = st.integers(1, 16_384)
shares = st.tuples(*[st.floats(0.0, 1.0)] * 4)


def record(width: int, height: int) -> Record:
    return Record({"id": 0, "file_name": "0.jpg", "width": width, "height": height}, ())


@given(sides, sides, shares)
def test_boxes_come_back_to_a_fiftieth_of_a_pixel(width: int, height: int, share: tuple[float, ...]) -> None:
    (x0, x1), (y0, y1) = sorted(share[:2]), sorted(share[2:])
    box = [x0 * width, y0 * height, (x1 - x0) * width, (y1 - y0) * height]
    line = box_line({"bbox": box}, record(width, height))
    assert all(0.0 <= float(word) <= 1.0 for word in line.split())
    assert np.allclose(box_of_line(line, width, height), box, atol=0.02)


def test_a_box_is_its_centre_and_size() -> None:
    assert box_line({"bbox": [10, 20, 40, 20]}, record(100, 80)) == "0.300000 0.375000 0.400000 0.250000"


@given(st.integers(0, 2**32 - 1), st.floats(0.2, 0.8))
def test_one_outline_fills_like_the_mask_itself(seed: int, density: float) -> None:
    """Salt and pepper: pieces, holes, holes in holes, corners that touch."""
    rng = np.random.default_rng(seed)
    mask = rng.random((9, 12)) < density
    rings = [np.array(ring).reshape(-1, 2) for ring in masks.polygons(mask)]
    if not rings:
        return
    joined = one_outline(rings)
    assert (masks.decode([joined.ravel().tolist()], 9, 12) == mask).all()


def test_pieces_are_joined_by_the_shortest_way() -> None:
    squares = [np.array([[x, 0], [x + 1, 0], [x + 1, 1], [x, 1]], np.float64) for x in (0.0, 8.0, 4.0)]
    path = one_outline(squares)
    steps = np.abs(np.diff(path, axis=0)).sum(axis=1)
    assert steps.max() == 3.0  # 1→4 and 5→8, not 1→8
    assert len(path) == 4 + 2 * 6


@pytest.mark.parametrize("segmentation", [masks.polygons, masks.rle])
def test_polygons_come_back_to_the_mask(segmentation: Any) -> None:
    mask = np.zeros((48, 640), np.bool_)
    mask[3:30, 5:400], mask[8:20, 50:300], mask[10:15, 60:90], mask[40:48, 600:640] = True, False, True, True
    line = polygon_line({"id": 1, "segmentation": segmentation(mask)}, record(640, 48))
    polygon = polygon_of_line(line, 640, 48)
    assert (masks.decode([np.clip(polygon, 0, [640, 48] * (len(polygon) // 2)).tolist()], 48, 640) == mask).all()


def by_name(dataset: Any) -> dict[str, Any]:
    return {Path(path).name: detections for path, _, detections in dataset}


def truth(coco: dict[str, Any], image: int) -> list[dict[str, Any]]:
    return [item for item in coco["annotations"] if item["image_id"] == image]


@pytest.mark.parametrize(("split", "frames"), [("train", (0, 1, 2, 3)), ("val", (4, 5))])
def test_supervision_reads_the_boxes(
    dataset: Path, coco: dict[str, Any], tmp_path: Path, split: str, frames: tuple[int, ...]
) -> None:
    export(dataset, "yolo", tmp_path / "out")
    folder = tmp_path / "out"
    read = supervision.DetectionDataset.from_yolo(
        str(folder / "images" / split), str(folder / "labels" / split), str(folder / "data.yaml")
    )
    assert read.classes == ["car", "traffic cone"]
    found = by_name(read)
    assert sorted(found) == [f"{frame:012d}.jpg" for frame in frames]
    for frame in frames:
        wanted = truth(coco, frame)
        got = found[f"{frame:012d}.jpg"]
        boxes = np.array([item["bbox"] for item in wanted]).reshape(-1, 4)
        boxes[:, 2:] += boxes[:, :2]
        assert np.allclose(got.xyxy, boxes, atol=0.01)
        assert [read.classes[i] for i in got.class_id] == [
            {3: "car", 1001: "traffic cone"}[item["category_id"]] for item in wanted
        ]


def test_supervision_reads_the_polygons(dataset: Path, coco: dict[str, Any], tmp_path: Path) -> None:
    """Its filling takes in the pixels that an outline or a bridge starts: all of the mask, and a pixel more at most."""
    export(dataset, "yolo-seg", tmp_path / "out")
    folder = tmp_path / "out"
    read = supervision.DetectionDataset.from_yolo(
        str(folder / "images" / "val"), str(folder / "labels" / "val"), str(folder / "data.yaml"), force_masks=True
    )
    found = by_name(read)
    for frame in (4, 5):
        wanted = [masks.decode(item["segmentation"], 48, 64) for item in truth(coco, frame)]
        for mask, got in zip(wanted, found[f"{frame:012d}.jpg"].mask, strict=True):
            wider = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_)
            assert got[mask].all()
            assert wider[got].all()


def test_the_layout_is_ultralytics(dataset: Path, tmp_path: Path) -> None:
    """Its loader replaces the last ``images`` of a picture's path by ``labels`` and the suffix by ``.txt``."""
    export(dataset, "yolo", tmp_path / "out")
    settings = yaml.safe_load((tmp_path / "out" / "data.yaml").read_text())
    assert settings == {"train": "images/train", "val": "images/val", "names": {0: "car", 1: "traffic cone"}}
    pictures = sorted((tmp_path / "out" / "images").rglob("*.jpg"))
    labels = [Path(str(path).replace("/images/", "/labels/")).with_suffix(".txt") for path in pictures]
    assert labels == sorted((tmp_path / "out" / "labels").rglob("*.txt"))
    assert len(labels) == 6


def test_without_splits_everything_is_for_training(own: Path, tmp_path: Path) -> None:
    summary = export(own, "yolo", tmp_path / "out")
    settings = yaml.safe_load((tmp_path / "out" / "data.yaml").read_text())
    assert (settings["train"], settings["val"]) == ("images/train", "images/train")
    assert summary.notes == ("data.yaml has no pictures of its own for val: it names those for training",)
