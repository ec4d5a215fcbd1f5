"""A dataset of two frames on disk, and what ``check`` finds of it after a change."""

import json

import numpy as np
import pytest
import yaml
from PIL import Image

from annotate import annotate, check, record, write_dataset
from annotate.marks import RENDERED, mark, xmp
from annotate.schema import attribute_schemas


@pytest.fixture
def dataset(two_plates, tmp_path):
    """Frames 4 and 5, each in a split of its own, with files of both mask passes."""
    spec, frame = two_plates
    labels = annotate(spec, frame, amodal_masks=True)
    for name in ("images", "annotations", "masks", "parts"):
        (tmp_path / name).mkdir()
    records = [record(k, f"{k:012d}.jpg", spec, frame, labels, "vehicles", 7) for k in (4, 5)]
    for item in records:
        pixels = np.random.default_rng(item["image"]["id"]).integers(0, 255, (30, 40, 3), np.uint8)
        path = tmp_path / "images" / item["image"]["file_name"]
        Image.fromarray(pixels).save(path)
        path.write_bytes(mark(path.read_bytes(), xmp(RENDERED, "Prelabel", {"frame": item["image"]["id"]})))
        ids = frame.coverage.of(1) + 2 * frame.coverage.of(2)
        Image.fromarray(ids.astype(np.uint16)).save(tmp_path / "masks" / f"{item['image']['id']:012d}.png")
        Image.fromarray((ids > 0).astype(np.uint8)).save(tmp_path / "parts" / f"{item['image']['id']:012d}.png")
    info = {"parts": {"none": 0, "body": 1}, "attribute_schema": attribute_schemas(["car"])}
    for name, part in (("", records), ("_train", records[:1]), ("_val", records[1:])):
        write_dataset(tmp_path / "annotations" / f"instances{name}.json", part, info, ["car"])
    settings = {"start": 4, "count": 2, "split": {"train": 0.5, "val": 0.5}, "passes": ["masks", "parts"]}
    (tmp_path / "run.yaml").write_text(yaml.safe_dump(settings))
    return tmp_path


def failures(folder):
    """By row, of those that have any."""
    return {row.name: row.failures for row in check(folder).rows if row.failures}


def edited(folder, change, name="instances"):
    """What is found after ``change(json)`` of one COCO file."""
    path = folder / "annotations" / f"{name}.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))
    return failures(folder)


def damaged(folder, change):
    """What is found after ``change(json)`` of a dataset without splits, which would tell of it, too."""
    for split in ("train", "val"):
        (folder / "annotations" / f"instances_{split}.json").unlink()
    (folder / "run.yaml").write_text(yaml.safe_dump({"start": 4, "count": 2}))
    return edited(folder, change)


def set_in(kind, key, value):
    """A change of the first entry of a kind."""

    def change(data):
        data[kind][0][key] = value

    return change
