"""Plates as lists of text and as crops."""

import csv
import json

import numpy as np
import pytest
from PIL import Image

from annotate import masks, write_dataset
from annotate.formats import export
from annotate.skeletons import SKELETONS
from assets import ConfigError, DatasetError

MASK = np.zeros((48, 64), np.bool_)
MASK[10:20, 8:48] = True
WHOLE = [8, 10, 2, 48, 10, 2, 48, 20, 2, 8, 20, 2]
CUT = [0, 0, 0, 48, 10, 2, 48, 20, 2, 0, 0, 0]


def annotation(number: int, keypoints: list[int], legible: float, text: str = "B AB 1") -> dict:
    quads = [[10 + 8 * k, 12, 16 + 8 * k, 12, 16 + 8 * k, 18, 10 + 8 * k, 18] for k in range(4)]
    return {
        **{"id": number, "image_id": 0, "category": "license_plate", "bbox": masks.box(MASK), "area": int(MASK.sum())},
        **{"segmentation": masks.rle(MASK), "iscrowd": 0, "amodal_bbox": masks.box(MASK)},
        **{"visible_fraction": 1.0, "truncation": 0.0, "occlusion": 0.0, "instance_id": number},
        "bbox3d": {"center": [0, 0, 9], "size": [0.01, 0.5, 0.1], "rotation": [1, 0, 0, 0], "corners": None},
        **{"keypoints": keypoints, "num_keypoints": sum(v > 0 for v in keypoints[2::3]), "char_boxes": quads},
        "parts": {"plate": int(MASK.sum())},
        "attributes": {"text": text, "country": "DE", "layout": "germany", "side": "rear", "legible": legible},
    }


@pytest.fixture
def dataset(tmp_path):
    image = {
        **{"id": 0, "file_name": "000000000000.png", "width": 64, "height": 48, "placed": 3, "hidden": []},
        **{"filtered": [], "camera": {"K": [[9, 0, 0], [0, 9, 0], [0, 0, 1]]}, "parameters": {}},
    }
    found = [annotation(1, WHOLE, 0.9), annotation(2, CUT, 0.9), annotation(3, WHOLE, 0.0)]
    folder = tmp_path / "set"
    (folder / "annotations").mkdir(parents=True)
    (folder / "images").mkdir()
    picture = np.where(MASK[..., None], 220, 30).astype(np.uint8).repeat(3, axis=2)
    Image.fromarray(picture).save(folder / "images" / "000000000000.png")
    records = [{"image": image, "annotations": found}]
    write_dataset(folder / "annotations" / "instances.json", iter(records), {}, ["license_plate"])
    return folder


def test_paddle_s_lists_name_what_can_be_read_and_where(dataset, tmp_path):
    export(dataset, "paddleocr", tmp_path / "out")
    name, boxes = (tmp_path / "out/det/train.txt").read_text().rstrip("\n").split("\t")
    assert (tmp_path / "out/det" / name).is_file()
    first, cut, hopeless = json.loads(boxes)
    assert first == {"transcription": "B AB 1", "points": [[8, 10], [48, 10], [48, 20], [8, 20]]}
    assert cut["transcription"] == hopeless["transcription"] == "###" and len(cut["points"]) == 4
    (line,) = (tmp_path / "out/rec/train.txt").read_text().splitlines()
    crop, text = line.split("\t")
    assert text == "B AB 1"
    with Image.open(tmp_path / "out/rec" / crop) as image:
        assert image.width / image.height == pytest.approx(520 / 110, rel=0.02)
        assert np.asarray(image)[4:-4, 4:-4].min() == 220


def test_the_csv_file_has_a_line_a_plate(dataset, tmp_path):
    export(dataset, "plates-csv", tmp_path / "out")
    rows = list(csv.DictReader((tmp_path / "out/plates.csv").read_text("utf-8").splitlines()))
    assert [row["text"] for row in rows] == ["B AB 1"] * 3
    assert (rows[0]["top_left_x"], rows[0]["bottom_right_y"]) == ("8.0", "20.0") and rows[1]["top_left_x"] == ""
    assert len(json.loads(rows[0]["char_boxes"])) == 4 and rows[0]["country"] == "DE"


def test_crops_go_with_any_format(dataset, tmp_path):
    summary = export(dataset, "yolo-pose", tmp_path / "out", crops="plates")
    rows = list(csv.DictReader((tmp_path / "out/crops/plates.csv").read_text("utf-8").splitlines()))
    assert [row["annotation_id"] for row in rows] == ["1", "3"]
    assert all((tmp_path / "out/crops" / row["crop"]).is_file() for row in rows)
    assert any("2 plates cut out" in note for note in summary.notes)
    label = (tmp_path / "out/labels/train/000000000000.txt").read_text().splitlines()[0].split()
    assert len(label) == 5 + 3 * len(SKELETONS["license_plate"].names)
    assert [float(value) for value in label[5:7]] == pytest.approx([8 / 64, 10 / 48], abs=1e-6)


def test_what_is_no_kind_of_crops_and_sets_without_plates_are_told(dataset, tmp_path):
    with pytest.raises(ConfigError, match="--crops plate: expected one of plates"):
        export(dataset, "yolo", tmp_path / "out", crops="plate")
    with_cars = tmp_path / "cars"
    (with_cars / "annotations").mkdir(parents=True)
    write_dataset(with_cars / "annotations" / "instances.json", iter([]), {}, ["car"])
    with pytest.raises(DatasetError, match="--set plates=labelled"):
        export(with_cars, "yolo", tmp_path / "out", crops="plates")
    assert any("--set plates=labelled" in note for note in export(with_cars, "paddleocr", tmp_path / "out").notes)
