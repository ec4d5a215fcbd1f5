"""Readers that do not live beside our other packages, or are very large; run by name, see docs/formats.md."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotate.formats import export

ATTRIBUTES = {"color": "red", "viewpoint": "rear", "lights": True, "length_m": 4.5}

pytestmark = pytest.mark.filterwarnings("ignore")  # theirs


@pytest.mark.parametrize(
    ("to", "folder", "name", "shift"),
    [
        ("yolo", "", "yolo", 0.0),
        ("voc", "", "voc_detection", 1.0),  # it takes VOC's first corner as it stands
        ("kitti", "training", "kitti_detection", 0.5),  # and KITTI's
        ("kitti", "training", "kitti3d", 0.5),
        ("openimages-csv", "", "open_images", 0.0),
    ],
)
def test_datumaro_reads_it(
    dataset: Path, coco: dict[str, Any], tmp_path: Path, to: str, folder: str, name: str, shift: float
) -> None:
    import datumaro

    export(dataset, to, tmp_path / "out")
    read = datumaro.Dataset.import_from(str(tmp_path / "out" / folder), name)
    found = {int(item.id): [a for a in item.annotations if a.type.name == "bbox"] for item in read}
    assert sorted(found) == list(range(6))
    for frame, boxes in found.items():
        wanted = [item for item in coco["annotations"] if item["image_id"] == frame]
        assert len(boxes) == len(wanted)
        for box, item in zip(boxes, wanted, strict=True):
            x, y, w, h = item["bbox"]
            assert np.abs(np.array(box.points) - [x, y, x + w, y + h]).max() <= shift + 0.01


def test_datumaro_reads_the_dataset_itself(dataset: Path, coco: dict[str, Any]) -> None:
    import datumaro

    read = datumaro.Dataset.import_from(str(dataset), "coco_instances")
    found = {int(item.id): item for item in read}
    assert {frame: item.subset for frame, item in found.items()} == {k: "train" if k < 4 else "val" for k in range(6)}
    for frame, item in found.items():
        wanted = {row["id"]: row for row in coco["annotations"] if row["image_id"] == frame}
        assert {annotation.id for annotation in item.annotations} == set(wanted)
        for annotation in item.annotations:
            assert {name: annotation.attributes[name] for name in ATTRIBUTES} == ATTRIBUTES


def test_datumaro_reads_a_dataset_without_splits_by_its_file(own: Path, coco: dict[str, Any]) -> None:
    import datumaro

    read = datumaro.Dataset.import_from(str(own / "annotations" / "instances.json"), "coco_instances")
    found = {int(item.id): {annotation.id for annotation in item.annotations} for item in read}
    rows = coco["annotations"]
    assert found == {frame: {row["id"] for row in rows if row["image_id"] == frame} for frame in range(6)}


def test_datasets_reads_it(
    dataset: Path, coco: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets

    export(dataset, "hf", tmp_path / "out")
    read = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    assert {name: len(split) for name, split in read.items()} == {"train": 4, "validation": 2}
    for row in [*read["train"], *read["validation"]]:
        wanted = [item for item in coco["annotations"] if item["image_id"] == row["image_id"]]
        assert row["image"].size == (64, 48)
        assert row["objects"]["bbox"] == [item["bbox"] for item in wanted]
