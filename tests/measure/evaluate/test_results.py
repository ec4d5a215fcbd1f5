"""Files of predictions: three formats that say the same, and what may be wrong with them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assets import ConfigError, DatasetError, PrelabelError
from measure.evaluate.predictions import Predictions
from measure.evaluate.results import read_predictions
from measure.evaluate.truth import Truth, read_truth

from .conftest import coco, predicted

type Save = Callable[[str, Any], Path]
NAMES = {3: "car", 6: "bus", 8: "truck"}


@pytest.fixture
def truth(saved: Save) -> Truth:
    return read_truth(saved("truth.json", coco(pictures=20)))


@pytest.fixture
def results() -> list[dict[str, Any]]:
    return predicted(coco(pictures=20))


def read(truth: Truth, path: Path, match: str = "boxes", **mapping: str) -> Predictions:
    return read_predictions(path, truth, mapping, match)


# --- formats


def rows_of(predictions: Predictions) -> list[tuple[float, ...]]:
    columns = (predictions.image, predictions.category, *predictions.box.T, predictions.score)
    return sorted(tuple(np.round(row, 3).tolist()) for row in zip(*columns, strict=True))


def test_cocos_results_yolos_files_and_csv_say_the_same(
    truth: Truth, results: Any, saved: Save, tmp_path: Path
) -> None:
    expected = read(truth, saved("results.json", results))
    assert len(expected) == len(results) > 40

    lines = ["image,category,x,y,width,height,score"]
    corners = ["file_name\tclass\tx1\ty1\tx2\ty2\tscore"]
    (tmp_path / "labels").mkdir()
    for entry in results:
        x, y, w, h = entry["bbox"]
        name = f"{entry['image_id']:012d}"
        lines.append(f"{entry['image_id']},{NAMES[entry['category_id']]},{x},{y},{w},{h},{entry['score']}")
        corners.append(f"{name}.jpg\t{entry['category_id']}\t{x}\t{y}\t{x + w}\t{y + h}\t{entry['score']}")
        place = f"{(x + w / 2) / 320} {(y + h / 2) / 240} {w / 320} {h / 240}"
        with (tmp_path / "labels" / f"{name}.txt").open("a") as file:
            file.write(f"{sorted(NAMES).index(entry['category_id'])} {place} {entry['score']}\n")
    (tmp_path / "r.csv").write_text("\n".join(lines))
    (tmp_path / "r.tsv").write_text("\n".join(corners))
    for path in (tmp_path / "r.csv", tmp_path / "r.tsv", tmp_path / "labels", tmp_path):
        assert rows_of(read(truth, path)) == rows_of(expected)


def test_yolos_classes_are_called_as_their_file_says(truth: Truth, tmp_path: Path) -> None:
    (tmp_path / f"{0:012d}.txt").write_text("1 0.5 0.5 0.25 0.25 0.9\n")
    (tmp_path / "classes.txt").write_text("bus\nlorry\n")
    predictions = read(truth, tmp_path, lorry="truck")
    assert truth.categories[predictions.category[0]] == "truck"


def test_categories_are_renamed_by_id_or_name_and_left_out(truth: Truth, results: Any, saved: Save) -> None:
    for entry in results:
        entry["category_id"] += 100
    path = saved("results.json", results)
    with pytest.raises(DatasetError, match=r"expected predictions for .*, got none: \d+ predictions are of categories"):
        read(truth, path)
    found = read_predictions(path, truth, {"103": "car", "106": "bus", "108": ""}, "boxes")
    assert {truth.categories[k] for k in found.category} == {"car", "bus"}
    with pytest.raises(ConfigError, match=r"--map: the dataset has no category 'cart'"):
        read_predictions(path, truth, {"103": "cart"}, "boxes")


# --- what is left out, and said


def said(truth: Truth, path: Path) -> dict[str, int]:
    return dict(read(truth, path).told)


def test_unknown_pictures_and_categories_are_left_out_and_counted(truth: Truth, results: Any, saved: Save) -> None:
    results[0]["image_id"] = 999
    results[1]["category_id"] = results[2]["category_id"] = 77
    told = said(truth, saved("results.json", results))
    assert told["predictions are of pictures that the dataset does not have, and are left out"] == 1
    assert told["predictions are of categories that the dataset does not have (77), and are left out"] == 2
    assert len(read(truth, saved("results.json", results))) == len(results) - 3


def test_boxes_outside_are_kept_and_counted(truth: Truth, results: Any, saved: Save) -> None:
    results[0]["bbox"], results[1]["bbox"] = [400.0, 10.0, 20.0, 20.0], [300.0, 10.0, 60.0, 20.0]
    told = said(truth, saved("results.json", results))
    assert told["predicted boxes lie outside of their picture, and count as they are"] == 1
    assert told["predicted boxes reach out of their picture, and count as they are"] == 1


def test_pictures_without_a_prediction_are_counted(truth: Truth, results: Any, saved: Save) -> None:
    told = said(truth, saved("results.json", [entry for entry in results if entry["image_id"] >= 5]))
    assert told == {"pictures have no prediction": 5}


def test_no_predictions_at_all_are_none(truth: Truth, saved: Save) -> None:
    assert said(truth, saved("results.json", [])) == {"pictures have no prediction": 20}


# --- what ends in a sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"score": None}, "prediction 1: expected 'score' to be a finite number, got None"),
        ({"score": "high"}, "prediction 1: expected 'score' to be a finite number, got high"),
        ({"image_id": 1.5}, "prediction 1: expected 'image_id' to be an integer, got 1.5"),
        ({"category_id": None}, "prediction 1: expected 'category_id' to be an integer, got None"),
        ({"bbox": [1, 2, 3]}, r"expected 'bbox' to be \[x, y, width, height\] in pixels, got \[1, 2, 3\]"),
        ({"bbox": [1, 2, -3, 4]}, "expected a width and a height of at least 0"),
        ({"bbox": None}, "expected 'bbox', 'segmentation' or 'keypoints', got none"),
        ({"bbox": None, "segmentation": {"size": [480, 640], "counts": "0"}}, r"expected a mask of height and width"),
        ({"bbox": None, "segmentation": {"size": [240, 320], "counts": "~"}}, "its mask cannot be read"),
    ],
)
def test_a_wrong_entry_is_named(truth: Truth, results: Any, saved: Save, change: dict[str, Any], sentence: str) -> None:
    results[0] |= change
    with pytest.raises(DatasetError, match=sentence):
        read(truth, saved("results.json", results))


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("r.json", '[{"image_id": 0, "category_id": 3, "bbox": [1, 2, 3, 4], "score": NaN}]', "JSON has no NaN"),
        ("r.json", '{"annotations": []}', "expected a list, as COCO's results are"),
        ("r.json", "[1]", "prediction 1: expected an object, got 1"),
        ("r.json", "[", "this is not JSON"),
        (
            "r.csv",
            "image,category,x,y,width,height,score\n0,car,1,2,3,4,nan\n",
            "line 2: expected score to be a finite",
        ),
        ("r.csv", "image,category,x,y,width,height,score\n0,car,1,2\n", "line 2: expected 7 values, got 4"),
        ("r.csv", "image,category,score\n", "expected columns image, category, score and x, y, width, height"),
        ("r.csv", "image,category,x1,y1,x2,y2,score\n0,car,9,9,3,4,1\n", "expected a width and a height of at least 0"),
    ],
)
def test_a_wrong_file_is_named(truth: Truth, tmp_path: Path, name: str, text: str, sentence: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(DatasetError, match=sentence):
        read(truth, tmp_path / name)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("0 0.5 0.5 0.1 0.1", r"expected a class, a box and a confidence \(YOLO's save_conf\), got 5 numbers"),
        ("0 0.5 0.5 0.1 0.1 nan", "line 1: expected a value to be a finite number, got nan"),
        ("0 50 50 10 10 0.5", "expected a box as shares of its picture"),
    ],
)
def test_a_wrong_line_of_yolo_is_named(truth: Truth, tmp_path: Path, line: str, sentence: str) -> None:
    (tmp_path / f"{0:012d}.txt").write_text(line)
    with pytest.raises(DatasetError, match=sentence):
        read(truth, tmp_path)


def test_boxes_of_another_size_of_picture_are_told(truth: Truth, results: Any, saved: Save) -> None:
    larger = [{**entry, "bbox": [4 * value for value in entry["bbox"]]} for entry in results]
    with pytest.raises(DatasetError, match=r"boxes end far outside of their picture, such as one of 320×240"):
        read(truth, saved("results.json", larger))
    shares = [{**entry, "bbox": [value / 320 for value in entry["bbox"]]} for entry in results]
    with pytest.raises(DatasetError, match=r"expected boxes in pixels, got all within 1\.5 px: these look like shares"):
        read(truth, saved("results.json", shares))


def test_what_is_not_there_is_said(truth: Truth, results: Any, saved: Save, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"--predictions .*nowhere\.json: expected COCO's results"):
        read(truth, tmp_path / "nowhere.json")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DatasetError, match="expected YOLO's text files, found none"):
        read(truth, tmp_path / "empty")
    with pytest.raises(DatasetError, match=r"got none: \d+ predictions have no masks, and are left out"):
        read(truth, saved("results.json", results), "masks")
    with pytest.raises(ConfigError, match="which alone have keypoints"):
        read(truth, tmp_path / "empty", "keypoints")


# --- the truth


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: c["annotations"][0].update(image_id=99), "annotations name image 99, which is not there"),
        (lambda c: c["annotations"][0].update(category_id=99), "annotations name category 99, which is not there"),
        (lambda c: c["annotations"][0].update(bbox=[1, 2]), r"expected 'bbox' to be \[x, y, width, height\]"),
        (lambda c: c["images"].append(c["images"][0]), "image 0 comes more than once"),
        (lambda c: c["categories"].append({"id": 9, "name": "car"}), "expected categories with ids and names of their"),
        (lambda c: c["images"].clear() or c["annotations"].clear(), "expected pictures, found none"),
    ],
)
def test_a_wrong_truth_is_named(saved: Save, change: Callable[[Any], object], sentence: str) -> None:
    content = coco(pictures=3)
    change(content)
    with pytest.raises(PrelabelError, match=sentence):
        read_truth(saved("truth.json", content))


def test_annotations_may_stand_before_pictures(saved: Save) -> None:
    content = coco(pictures=5)
    turned = {key: content[key] for key in ("annotations", "categories", "images")}
    turned["images"] = turned["images"][::-1]
    one, other = read_truth(saved("a.json", content)), read_truth(saved("b.json", json.loads(json.dumps(turned))))
    assert one.names == other.names and (one.image == other.image).all() and len(one) > 5
