"""Labelled sets and predictions of them, made of a few numbers, without pictures unless asked for."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

CATEGORIES = ({"id": 3, "name": "car"}, {"id": 8, "name": "truck"}, {"id": 6, "name": "bus"})
COLORS = ("red", "blue", "white", "black")
LIGHTS = ("day", "dusk", "night")

type Entry = dict[str, Any]
type Keep = Callable[[Entry, Entry], bool]
"""Whether a thing of a picture is found."""


def coco(seed: int = 0, pictures: int = 300, mean: float = 3.0) -> Entry:
    """A set as Prelabel writes it, of vehicles with colours, in light that is a picture's."""
    rng = np.random.default_rng(seed)
    images: list[Entry] = []
    annotations: list[Entry] = []
    for number in range(pictures):
        parameters = {
            "light": str(rng.choice(LIGHTS)),
            "weather": str(rng.choice(["clear", "rain"])),
            "fov_deg": float(rng.uniform(20, 80)),
        }
        image = {"id": number, "file_name": f"{number:012d}.jpg", "width": 320, "height": 240, "scene": "vehicles"}
        images.append({**image, "parameters": parameters})
        for _ in range(1 + rng.poisson(mean - 1)):
            w, h = (float(side) for side in np.exp(rng.uniform(np.log(8), np.log(150), 2)))
            x, y = float(rng.uniform(0, 320 - w)), float(rng.uniform(0, 240 - h))
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": int(rng.choice([3, 8, 6], p=[0.6, 0.3, 0.1])),
                    "bbox": [x, y, w, h],
                    "area": w * h * 0.8,
                    "iscrowd": 0,
                    "occlusion": float(rng.uniform(0, 1)),
                    "attributes": {
                        "color": str(rng.choice(COLORS)),
                        "yaw_deg": float(rng.uniform(-180, 180)),
                        "brake": bool(rng.integers(2)),
                    },
                }
            )
    return {"images": images, "annotations": annotations, "categories": list(CATEGORIES)}


def predicted(content: Entry, keep: Keep = lambda thing, image: True) -> list[Entry]:
    """The things that are kept, as they are, each with its own confidence."""
    images = {image["id"]: image for image in content["images"]}
    kept = [thing for thing in content["annotations"] if keep(thing, images[thing["image_id"]])]
    return [
        {**{key: thing[key] for key in ("image_id", "category_id", "bbox")}, "score": 0.9 - 1e-4 * (number % 7)}
        for number, thing in enumerate(kept)
    ]


def noisy(content: Entry, seed: int = 1) -> list[Entry]:
    """Predictions as a poor model makes them: misplaced, missing, double, of wrong categories, equal scores."""
    rng = np.random.default_rng(seed)
    out = []
    for thing in content["annotations"]:
        for _ in range(int(rng.choice([0, 1, 1, 1, 2, 3]))):
            box = np.array(thing["bbox"]) + rng.normal(0, 0.08, 4) * np.tile(thing["bbox"][2:], 2)
            box[2:] = np.maximum(box[2:], 1.0)
            kind = thing["category_id"] if rng.random() < 0.9 else int(rng.choice([3, 8, 6]))
            out.append(
                {
                    "image_id": thing["image_id"],
                    "category_id": kind,
                    "bbox": [float(value) for value in box],
                    "score": float(np.round(rng.uniform(0.05, 1.0), 2)),
                }
            )
    return out


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str, Any], Path]:
    """A file of JSON by its name."""

    def save(name: str, content: Any) -> Path:
        (tmp_path / name).write_text(json.dumps(content))
        return tmp_path / name

    return save
