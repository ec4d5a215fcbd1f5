"""Labelled faces of any attributes, with the pictures of the first five."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

AGES = ("child", "teenager", "young_adult", "adult", "senior")
SCHEMA = {
    "face": {
        "age_group": {"type": "string", "description": "child under 13 …", "values": list(AGES)},
        "skin_tone": {"type": "integer", "description": "on the Monk scale", "values": list(range(1, 11))},
    }
}

type Faces = Sequence[dict[str, Any]]


def written(folder: Path, faces: Faces, info: dict[str, Any] | None = None, **more: Any) -> Path:
    """A COCO file of one face a picture."""
    (folder / "annotations").mkdir(parents=True)
    (folder / "images").mkdir()
    images = [{"id": k, "file_name": f"{k}.png", "width": 32, "height": 24, **more} for k in range(len(faces))]
    annotations = [
        {"id": k, "image_id": k, "category_id": 91, "bbox": [4, 4, 12, 12], "area": 144, "attributes": face}
        for k, face in enumerate(faces)
    ]
    for image in images[:5]:
        Image.new("RGB", (32, 24), (10 * image["id"], 90, 90)).save(folder / "images" / image["file_name"])
    coco = {
        "info": info or {},
        "images": images,
        "annotations": annotations,
        "categories": [{"id": 91, "name": "face"}],
    }
    (folder / "annotations" / "instances.json").write_text(json.dumps(coco))
    return folder
