"""YOLO's keypoints: values as Ultralytics defines them; several skeletons are a folder each."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from annotate.formats import export
from annotate.formats.source import Record, read_dataset
from annotate.formats.yolo import box_of_line
from annotate.formats.yolo_pose import flip_indices, pose_line, skeletons_of
from annotate.skeletons import SKELETONS
from assets import DatasetError


def record(width: int, height: int) -> Record:
    return Record({"id": 0, "file_name": "0.jpg", "width": width, "height": height}, ())


def truth(coco: dict[str, Any], image: int) -> list[dict[str, Any]]:
    return [item for item in coco["annotations"] if item["image_id"] == image]


def test_poses_have_all_points_of_the_category(dataset: Path, coco: dict[str, Any], tmp_path: Path) -> None:
    """Ultralytics' contract: class, box, then kpt_shape[0] triples; flip_idx is a permutation of its own inverse."""
    summary = export(dataset, "yolo-pose", tmp_path / "out")
    assert summary.notes == ("5 annotations left out, as they are of a category without keypoints",)
    settings = yaml.safe_load((tmp_path / "out" / "data.yaml").read_text())
    names = coco["categories"][0]["keypoints"]
    assert settings["kpt_shape"] == [24, 3]
    assert [settings["flip_idx"][i] for i in settings["flip_idx"]] == list(range(24))
    assert names[settings["flip_idx"][names.index("mirror_edge_left")]] == "mirror_edge_right"
    cars = [item for item in truth(coco, 4) if item["category_id"] == 3]
    lines = (tmp_path / "out" / "labels" / "val" / "000000000004.txt").read_text().splitlines()
    for item, line in zip(cars, lines, strict=True):
        points = np.array(line.split()[5:], np.float64).reshape(24, 3) * [64, 48, 1]
        assert np.allclose(points.ravel(), item["keypoints"], atol=0.01)


def test_a_point_without_label_is_zero_and_missing_points_are_so_too() -> None:
    box = {"id": 1, "bbox": [0, 0, 10, 10]}
    line = pose_line({**box, "keypoints": [5, 5, 0, 10, 5, 1]}, record(10, 10), 2)
    assert line.split()[4:] == ["0.000000", "0.000000", "0", "1.000000", "0.500000", "1"]
    assert pose_line(box, record(10, 10), 1).split()[4:] == ["0.000000", "0.000000", "0"]


def test_flip_pairs_by_number_or_name() -> None:
    assert flip_indices(["l", "m", "r"], [[0, 2]]) == [2, 1, 0]
    assert flip_indices(["l", "m", "r"], [["l", "r"]]) == [2, 1, 0]
    with pytest.raises(DatasetError, match="flip_pairs: expected pairs of keypoints, got"):
        flip_indices(["l", "m", "r"], [[0, 3]])


def test_poses_of_nothing_are_refused(own: Path, tmp_path: Path) -> None:
    path = own / "annotations" / "instances.json"
    path.write_text(path.read_text().replace('"keypoints":["front_up', '"points":["front_up', 1))
    with pytest.raises(DatasetError, match="yolo-pose: expected a category with keypoints, got none"):
        export(own, "yolo-pose", tmp_path / "out")


def poses_of(folder: Path, picture: str) -> list[tuple[str, list[float], list[float]]]:
    """Name, box and keypoints in pixels of each line of a picture's labels, as Ultralytics reads them."""
    settings = yaml.safe_load((folder / "data.yaml").read_text())
    out = []
    for line in (folder / "labels" / picture).with_suffix(".txt").read_text().splitlines():
        number, *words = line.split()
        points = np.array(words[4:], np.float64).reshape(settings["kpt_shape"]) * [64, 48, 1]
        box = box_of_line(" ".join(words), 64, 48)
        out.append((settings["names"][int(number)], box, points.ravel().tolist()))
    return out


def test_several_skeletons_come_back_from_a_folder_each(mixed: Path, tmp_path: Path) -> None:
    summary = export(mixed, "yolo-pose", tmp_path / "out")
    assert (summary.images, summary.annotations) == (2, 8)
    assert summary.notes == (
        "2 annotations left out, as they are of a category without keypoints",
        "a folder for each set of keypoints: bicycle (9 points), car-truck (24 points), face (70 points)",
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["bicycle", "car-truck", "face"]
    coco = json.loads((mixed / "annotations" / "instances.json").read_text())
    names = {row["id"]: row["name"] for row in coco["categories"]}
    for frame, split in ((0, "train"), (1, "val")):
        picture = f"{split}/{frame:012d}"
        read = [pose for folder in (tmp_path / "out").iterdir() for pose in poses_of(folder, picture)]
        wanted = {names[item["category_id"]]: item for item in truth(coco, frame) if "keypoints" in item}
        assert sorted(name for name, _, _ in read) == sorted(wanted) == ["bicycle", "car", "face", "truck"]
        for name, box, points in read:
            assert np.allclose(box, wanted[name]["bbox"], atol=0.01)
            assert np.allclose(points, wanted[name]["keypoints"], atol=0.01)


def test_each_skeletons_folder_is_a_dataset_of_its_own(mixed: Path, tmp_path: Path) -> None:
    export(mixed, "yolo-pose", tmp_path / "out")
    for name, classes in (("bicycle", ["bicycle"]), ("car-truck", ["car", "truck"]), ("face", ["face"])):
        folder = tmp_path / "out" / name
        settings = yaml.safe_load((folder / "data.yaml").read_text())
        points = len(SKELETONS[classes[0]].names)
        assert list(settings["names"].values()) == classes
        assert settings["kpt_shape"] == [points, 3]
        assert settings["flip_idx"] == SKELETONS[classes[0]].flip_order()
        assert (settings["train"], settings["val"]) == ("images/train", "images/val")
        for split in ("train", "val"):
            stems = [[path.stem for path in (folder / kind / split).iterdir()] for kind in ("images", "labels")]
            assert stems[0] == stems[1]
            assert len(stems[0]) == 1


def test_categories_leave_one_skeleton_and_so_one_dataset(mixed: Path, tmp_path: Path) -> None:
    summary = export(mixed, "yolo-pose", tmp_path / "out", categories=["truck", "car"])
    assert summary.annotations == 4
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["data.yaml", "images", "labels"]


def test_ignored_annotations_count_once_over_all_folders(mixed: Path, tmp_path: Path) -> None:
    for path in (mixed / "annotations").iterdir():
        path.write_text(path.read_text().replace('"iscrowd":0', '"iscrowd":1', 1))
    summary = export(mixed, "yolo-pose", tmp_path / "out")
    ignored = next(note for note in summary.notes if "ignored" in note)
    assert ignored == "2 annotations left out, as they are marked to be ignored"
    assert summary.annotations == 6


def test_other_points_of_the_same_names_are_another_skeleton(own: Path) -> None:
    path = own / "annotations" / "instances.json"
    content = json.loads(path.read_text())
    car, cone = content["categories"]
    path.write_text(json.dumps({**content, "categories": [car, {**cone, "keypoints": car["keypoints"]}]}))
    assert [posed.categories for posed in skeletons_of(read_dataset(own))] == [(3,), (1001,)]  # it has no flip pairs
    path.write_text(json.dumps({**content, "categories": [car, {**car, "id": 1001, "name": "../a cone"}]}))
    (posed,) = skeletons_of(read_dataset(own))
    assert (posed.categories, posed.folder) == ((3, 1001), "car-.._a_cone")
