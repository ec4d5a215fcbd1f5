"""The dataset as it is, COCO: read as its users read it. docs/labels.md defines the fields."""

from pathlib import Path
from typing import Any

import numpy as np
import supervision
from PIL import Image
from pycocotools.coco import COCO

from annotate import masks


def test_pycocotools_and_torchvision_read_it(dataset: Path, coco: dict[str, Any]) -> None:
    """torchvision.datasets.CocoDetection's contract: sorted ids, loadImgs, loadAnns, the file under its root."""
    read = COCO(dataset / "annotations" / "instances.json")
    ids = sorted(read.imgs)
    assert ids == list(range(6))
    for number in ids:
        picture = Image.open(dataset / "images" / read.loadImgs(number)[0]["file_name"]).convert("RGB")
        assert picture.size == (64, 48)
        found = read.loadAnns(read.getAnnIds(number))
        assert found == [item for item in coco["annotations"] if item["image_id"] == number]
        for item in found:
            assert (read.annToMask(item) == masks.decode(item["segmentation"], 48, 64)).all()


def test_supervision_reads_it(dataset: Path, coco: dict[str, Any]) -> None:
    read = supervision.DetectionDataset.from_coco(
        str(dataset / "images"), str(dataset / "annotations" / "instances.json")
    )
    assert read.classes == ["car", "traffic cone"]
    found = {int(Path(path).stem): detections for path, _, detections in read}
    assert sorted(found) == list(range(6))
    for frame, got in found.items():
        wanted = [item for item in coco["annotations"] if item["image_id"] == frame]
        boxes = np.array([item["bbox"] for item in wanted]).reshape(-1, 4)
        assert np.allclose(got.xyxy, np.hstack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]]))
        assert [{0: 3, 1: 1001}[i] for i in got.class_id] == [item["category_id"] for item in wanted]
