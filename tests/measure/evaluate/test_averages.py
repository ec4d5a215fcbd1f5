"""The figures are pycocotools', to the last bit; crowds, ties, sizes and all."""

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from measure.evaluate.averages import MOST, MOST_POINTS, averages, scored
from measure.evaluate.overlap import overlapping, ranked
from measure.evaluate.results import read_predictions
from measure.evaluate.truth import read_truth

from .conftest import coco, noisy, predicted

type Save = Callable[[str, Any], Path]
KINDS = {"boxes": "bbox", "masks": "segm", "keypoints": "keypoints"}


def ours(truth_file: Path, results: Path, match: str = "boxes") -> dict[str, float]:
    truth = read_truth(truth_file, match)
    predictions = read_predictions(results, truth, {}, match)
    order = ranked(predictions, len(truth.categories), MOST_POINTS if match == "keypoints" else MOST)
    pairs = overlapping(truth, predictions, order, match, 0.5)
    return averages(scored(truth, predictions, order, pairs), match == "keypoints")


def theirs(truth_file: Path, results: Path, match: str = "boxes") -> list[float]:
    with contextlib.redirect_stdout(io.StringIO()):
        known = COCO(str(truth_file))
        judge = COCOeval(known, known.loadRes(str(results)), KINDS[match])
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return [float(value) for value in judge.stats]


def crowded(content: dict[str, Any]) -> dict[str, Any]:
    for thing in content["annotations"][::9]:
        thing["iscrowd"] = 1
    return content


@pytest.mark.parametrize("seed", range(4))
def test_boxes_have_the_figures_of_pycocotools(saved: Save, seed: int) -> None:
    content = crowded(coco(seed, pictures=80, mean=6.0))
    files = saved("truth.json", content), saved("results.json", noisy(content, seed))
    found, expected = ours(*files), theirs(*files)
    assert list(found.values()) == expected
    assert list(found) == [
        *("AP", "AP50", "AP75", "AP small", "AP medium", "AP large", "AR 1", "AR 10", "AR", "AR small", "AR medium"),
        "AR large",
    ]
    assert 0.1 < found["AP"] < 0.9


def test_more_than_a_hundred_predictions_of_a_picture_are_cut_as_there(saved: Save) -> None:
    content = coco(5, pictures=2, mean=60.0)
    results = [entry for seed in range(6) for entry in noisy(content, seed)]
    files = saved("truth.json", content), saved("results.json", results)
    assert list(ours(*files).values()) == theirs(*files)


def ellipse(box: list[float], turn: float = 0.0) -> list[list[float]]:
    x, y, w, h = box
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False) + turn
    ring = np.column_stack([x + w / 2 * (1 + np.cos(angles)), y + h / 2 * (1 + np.sin(angles))])
    return [np.clip(ring, 0, (320, 240)).ravel().tolist()]


@pytest.mark.parametrize("boxes_too", [False, True])
def test_masks_have_the_figures_of_pycocotools(saved: Save, boxes_too: bool) -> None:
    content = coco(2, pictures=40, mean=5.0)
    for number, thing in enumerate(content["annotations"]):
        thing["segmentation"] = ellipse(thing["bbox"])
        if number % 9 == 0:  # crowds come as plain run lengths
            mask = coco_mask.decode(coco_mask.merge(coco_mask.frPyObjects(thing["segmentation"], 240, 320)))
            column = mask.ravel(order="F")
            runs = np.diff(np.flatnonzero(np.diff(column, prepend=0, append=2)), prepend=0).tolist()
            thing |= {"iscrowd": 1, "segmentation": {"size": [240, 320], "counts": runs}}
    results = []
    for entry in noisy(content, 3):
        found = coco_mask.merge(coco_mask.frPyObjects(ellipse(entry["bbox"], 0.2), 240, 320))
        packed = {"size": [240, 320], "counts": found["counts"].decode()}
        kept = entry if boxes_too else {key: value for key, value in entry.items() if key != "bbox"}
        results.append({**kept, "segmentation": packed})
    files = saved("truth.json", content), saved("results.json", results)
    found = ours(*files, "masks")
    assert list(found.values()) == theirs(*files, "masks")
    assert 0.1 < found["AP"] < 0.9


def test_keypoints_have_the_figures_of_pycocotools(saved: Save) -> None:
    content = coco(4, pictures=60, mean=4.0)
    rng = np.random.default_rng(0)
    for number, thing in enumerate(content["annotations"]):
        x, y, w, h = thing["bbox"]
        seen = rng.integers(0, 3, 17) if number % 8 else np.zeros(17, int)
        points = np.column_stack([x + rng.uniform(0, w, 17), y + rng.uniform(0, h, 17), seen])
        thing |= {"keypoints": points.ravel().tolist(), "num_keypoints": int((seen > 0).sum())}
    results = []
    for thing in content["annotations"]:
        for _ in range(int(rng.integers(0, 3))):
            points = np.array(thing["keypoints"]).reshape(17, 3)
            points[:, :2] += rng.normal(0, 0.06, (17, 2)) * thing["bbox"][2:]
            entry = {"image_id": thing["image_id"], "category_id": thing["category_id"]}
            results.append({**entry, "keypoints": points.ravel().tolist(), "score": float(rng.random())})
    files = saved("truth.json", content), saved("results.json", results)
    found = ours(*files, "keypoints")
    assert list(found.values()) == pytest.approx(theirs(*files, "keypoints"), abs=1e-12)
    assert 0.05 < found["AP"] < 0.95


def test_perfect_predictions_have_an_ap_of_one(saved: Save) -> None:
    content = coco(6, pictures=30)
    found = ours(saved("truth.json", content), saved("results.json", predicted(content)))
    assert found["AP"] == pytest.approx(1.0) and found["AR"] == pytest.approx(1.0)


def test_what_is_marked_to_be_ignored_need_not_be_found(saved: Save) -> None:
    content = coco(6, pictures=30)
    results = saved("results.json", predicted(content, lambda thing, _: thing["id"] % 3 > 0))
    for thing in content["annotations"]:
        thing["ignore"] = int(thing["id"] % 3 == 0)
    assert ours(saved("truth.json", content), results)["AP"] == pytest.approx(1.0)
