"""Annotations of other tools that reach over the picture's border: one rule for every format."""

import csv
import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import albumentations
import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annotate import masks
from annotate.formats import FORMATS, export
from annotate.formats.border import cut, inside
from annotate.formats.openimages import box_of_row
from annotate.formats.source import Record
from annotate.formats.voc import box_of_corners
from annotate.formats.yolo import box_line, box_of_line, span
from annotate.formats.yolo_seg import polygon_of_line

WIDTH, HEIGHT = 64, 48
OUTSIDE = [[90.0, 5.0, 10.0, 10.0], [-30.0, 4.0, 29.0, 9.0], [4.0, 48.0, 9.0, 9.0], [64.0, 0.0, 1e308, 1e308]]

type Read = Callable[[Path], list[list[float]]]


def square(x: float, y: float, w: float, h: float) -> list[list[float]]:
    return [[x, y, x + w, y, x + w, y + h, x, y + h]]


@pytest.mark.parametrize("box", OUTSIDE)
def test_of_what_nothing_is_left_the_annotation_goes(box: list[float]) -> None:
    assert inside({"bbox": box}, WIDTH, HEIGHT) is None


def test_what_lies_inside_is_left_as_it_is() -> None:
    item = {"bbox": [0, 0, 64, 48], "segmentation": square(0, 0, 64, 48), "keypoints": [64, 48, 2, 0, 0, 0]}
    assert inside(item, WIDTH, HEIGHT) is item


def test_boxes_polygons_and_keypoints_are_cut() -> None:
    item = {
        "bbox": [50, -5, 30, 20],
        "segmentation": square(50, -5, 30, 20),
        "area": 600,
        "keypoints": [51, 3, 2, 70, 3, 2, 0, 0, 0],
        "num_keypoints": 2,
        "amodal_bbox": [50, -5, 30, 20],
    }
    got = inside(item, WIDTH, HEIGHT)
    assert got is not None
    assert got["bbox"] == [50, 0, 14, 15]
    assert masks.box(masks.decode(got["segmentation"], HEIGHT, WIDTH)) == got["bbox"]
    assert got["area"] == 14 * 15
    assert (got["keypoints"], got["num_keypoints"]) == ([51, 3, 2, 0, 0, 0, 0, 0, 0], 1)
    assert got["amodal_bbox"] == [50, -5, 30, 20], "it says what lies beyond"
    assert item["bbox"] == [50, -5, 30, 20]


coordinates = st.floats(-40.0, 110.0)


def holds(ring: list[float], points: np.ndarray) -> np.ndarray:
    """(N,) which points (N, 2) a polygon holds, by the even-odd rule."""
    corners = np.reshape(ring, (-1, 2))
    ax, ay = corners.T
    bx, by = np.roll(corners, -1, axis=0).T
    x, y = points[:, :1], points[:, 1:]
    crosses = (ay > y) != (by > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (crosses & (x < ax + (y - ay) * (bx - ax) / (by - ay))).sum(axis=1) % 2 == 1


@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=9))
def test_a_cut_polygon_holds_what_the_whole_one_holds_of_the_picture(points: list[tuple[float, float]]) -> None:
    ring = np.round(np.array(points), 1).ravel().tolist()
    left = cut(ring, WIDTH, HEIGHT)
    corners = np.reshape(left, (-1, 2))
    assert ((corners >= 0.0) & (corners <= [WIDTH, HEIGHT])).all()
    inner = np.random.default_rng(len(ring)).uniform(0.0, [WIDTH, HEIGHT], (400, 2))
    assert np.array_equal(holds(left, inner) if left else np.zeros(400, np.bool_), holds(ring, inner))


def test_a_polygon_far_out_is_no_fault() -> None:
    assert masks.decode([cut([-1e300, -1e300, 1e300, -1e300, 0.0, 1e300], 64, 48)], 48, 64).any()


def yolo(folder: Path) -> list[list[float]]:
    text = (folder / "labels" / "train" / "000000000000.txt").read_text()
    return [box_of_line(line.partition(" ")[2], WIDTH, HEIGHT) for line in text.splitlines()]


def yolo_seg(folder: Path) -> list[list[float]]:
    text = (folder / "labels" / "train" / "000000000000.txt").read_text()
    rings = [polygon_of_line(line.partition(" ")[2], WIDTH, HEIGHT) for line in text.splitlines()]
    return [masks.box(masks.decode([ring], HEIGHT, WIDTH)) for ring in rings]


def kitti(folder: Path) -> list[list[float]]:
    rows = [line.split()[4:8] for line in (folder / "training" / "label_2" / "000000.txt").read_text().splitlines()]
    return kitti_boxes(rows)


def kitti_boxes(rows: list[list[str]]) -> list[list[float]]:
    boxes = np.array(rows, np.float64) + 0.5  # its border lies half a pixel inside ours
    return [[x0 if x0 > 0.5 else 0.0, y0 if y0 > 0.5 else 0.0, 0.0, 0.0] for x0, y0, _, _ in boxes.tolist()]


def voc(folder: Path) -> list[list[float]]:
    root = ET.parse(folder / "Annotations" / "000000000000.xml").getroot()
    return [box_of_corners([int(item.text or 0) for item in box]) for box in root.iter("bndbox")]


def open_images(folder: Path) -> list[list[float]]:
    with (folder / "annotations" / "train-annotations-bbox.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["ImageID"] == "000000000000"]
    return [box_of_row(row, WIDTH, HEIGHT) for row in rows]


def webdataset(folder: Path) -> list[list[float]]:
    with tarfile.open(folder / "train-000000.tar") as tar:
        file = tar.extractfile("000000000000.json")
        assert file is not None
        return [item["bbox"] for item in json.load(file)["annotations"]]


def hf(folder: Path) -> list[list[float]]:
    return json.loads((folder / "data" / "train" / "metadata.jsonl").read_text().splitlines()[0])["objects"]["bbox"]


def croissant(folder: Path) -> list[list[float]]:
    return json.loads((folder / "annotations" / "train.jsonl").read_text().splitlines()[0])["boxes"]


def mot(folder: Path) -> list[list[float]]:
    rows = [line.split(",") for line in (folder / "train" / "000000" / "gt" / "gt.txt").read_text().splitlines()]
    return [[float(row[2]) - 1, float(row[3]) - 1, *map(float, row[4:6])] for row in rows if row[0] == "1"]


def kitti_tracking(folder: Path) -> list[list[float]]:
    rows = (line.split() for line in (folder / "training" / "label_02" / "0000.txt").read_text().splitlines())
    return kitti_boxes([row[6:10] for row in rows if row[0] == "0"])


def json_of_tracks(folder: Path) -> list[list[float]]:
    content = json.loads((folder / "annotations" / "train.json").read_text())
    return [item["bbox"] for item in content["annotations"] if item["image_id"] == 0]


READERS: dict[str, Read] = {
    **{"yolo": yolo, "yolo-seg": yolo_seg, "yolo-pose": yolo, "kitti": kitti, "voc": voc},
    **{"openimages-csv": open_images, "webdataset": webdataset, "hf": hf, "croissant": croissant},
    **{"mot": mot, "kitti-tracking": kitti_tracking, "coco-vid": json_of_tracks, "tao": json_of_tracks},
}


@pytest.mark.parametrize("to", [name for name in FORMATS if name not in ("paddleocr", "plates-csv")])  # of plates alone
def test_every_format_cuts_alike_and_says_how_many(own: Path, tmp_path: Path, to: str) -> None:
    reaching_out, gone = [50.0, -5.0, 30.0, 20.0], [90.0, 5.0, 10.0, 10.0]
    path = own / "annotations" / "instances.json"
    content = json.loads(path.read_text())
    first, second, *_ = (item for item in content["annotations"] if item["image_id"] == 0)
    others = [item for item in content["annotations"] if item["image_id"] != 0]
    for item, box in ((first, reaching_out), (second, gone)):
        item |= {"bbox": box, "segmentation": square(*box), "category_id": 3}
        item.pop("keypoints", None)
    content["annotations"] = [first, second, *others]
    path.write_text(json.dumps(content))
    summary = export(own, to, tmp_path / "out")
    (box,) = READERS[to](tmp_path / "out")
    assert box[:2] == pytest.approx([50.0, 0.0], abs=0.01)
    assert to.startswith("kitti") or box == pytest.approx([50.0, 0.0, 14.0, 15.0], abs=0.01)
    assert "1 annotations cut at their picture's border" in summary.notes
    assert "1 annotations left out, as nothing of them is in their picture" in summary.notes


@given(st.integers(4, 16_384), st.data())
def test_yolos_boxes_stay_within_0_and_1_for_every_reader(side: int, data: st.DataObject) -> None:
    """Albumentations refused a quarter of the widths."""
    first = data.draw(st.integers(0, side - 1))
    last = data.draw(st.integers(first + 1, side) | st.just(side))
    middle, length = span(first / side, last / side)
    for kind in (np.float64, np.float32):
        low, high = kind(middle) - kind(length) / kind(2), kind(middle) + kind(length) / kind(2)
        assert 0.0 <= low < high <= 1.0
        assert low * side == pytest.approx(first, abs=0.02) and high * side == pytest.approx(last, abs=0.04)


def test_albumentations_takes_boxes_at_every_border() -> None:
    flip = albumentations.Compose(
        [albumentations.HorizontalFlip(p=1.0)], albumentations.BboxParams("yolo", label_fields=["labels"])
    )
    for side in range(4, 700):
        picture = Record({"id": 0, "file_name": "0.jpg", "width": side, "height": side}, ())
        for box in ([0, 0, side, side], [0, 1, side - 1, side - 1], [side // 3, 0, side - side // 3, side // 3 + 1]):
            line = box_line({"bbox": box}, picture)
            words = [float(word) for word in line.split()]
            flip(image=np.zeros((8, 8, 3), np.uint8), bboxes=[words], labels=[0])


@pytest.mark.parametrize("to", ["yolo", "yolo-seg", "yolo-pose"])
def test_yolo_names_no_split_without_pictures(dataset: Path, tmp_path: Path, to: str) -> None:
    own = tmp_path / "own"
    shutil.copytree(dataset, own)
    annotations = own / "annotations"
    for name, source in (("train", "instances.json"), ("val", "instances_val.json")):
        content = json.loads((annotations / source).read_text())
        if name == "val":
            content |= {"images": [], "annotations": []}
        (annotations / f"instances_{name}.json").write_text(json.dumps(content))
    summary = export(own, to, tmp_path / "out")
    named = yaml.safe_load((tmp_path / "out" / "data.yaml").read_text())
    assert {key: named[key] for key in ("train", "val")} == {"train": "images/train", "val": "images/train"}
    assert all((tmp_path / "out" / named[key]).is_dir() for key in ("train", "val"))
    assert "split val has no pictures: data.yaml does not name it" in summary.notes
