"""Hugging Face datasets' imagefolder: pictures, a metadata.jsonl a split, and a dataset card.

Source of the convention: https://huggingface.co/docs/datasets/image_dataset and .../hub/datasets-cards.
Columns hold what every annotation has; the column ``record`` holds everything, as JSON text, because a column's type is
fixed and attributes differ by category.
"""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target

SPLITS = {"val": "validation"}
FOLDER_PICTURES = 5_000  # the Hub takes 10,000 files in one folder
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def write(dataset: Dataset, target: Target) -> None:
    names = {number: str(row["name"]) for number, row in dataset.categories.items()}
    counts: dict[str, int] = {}
    for split in dataset.splits:
        folder = SPLITS.get(split, split)
        before = target.annotations
        with target.lines(f"data/{folder}/metadata.jsonl") as metadata:
            for place, record in enumerate(dataset.records(split)):
                name = f"{place // FOLDER_PICTURES:04d}/{record.file_name}"
                target.picture(record, f"data/{folder}/{name}")
                metadata.write(_json(row(record, name, names)) + "\n")
                counts[folder] = place + 1
        if target.annotations == before:
            target.note(f"split {split} has no annotation: datasets cannot tell its columns' types", 0)
    target.text("README.md", card(dataset, counts))


def row(record: Record, name: str, names: Mapping[int, str]) -> dict[str, Any]:
    """A line of metadata.jsonl. Boxes are COCO's: [x, y, width, height] in pixels from the top left corner."""
    annotations = record.annotations
    width, height = record.size
    named = [{**item, "category": names[item["category_id"]]} for item in annotations]
    return {
        "file_name": name,
        "image_id": record.image["id"],
        "width": width,
        "height": height,
        "objects": {
            "id": [item["id"] for item in annotations],
            "bbox": [_floats(item["bbox"]) for item in annotations],
            "category": [item["category"] for item in named],
            "area": [float(item.get("area", item["bbox"][2] * item["bbox"][3])) for item in annotations],
        },
        "record": _json({"image": record.image, "annotations": named}),
    }


def card(dataset: Dataset, counts: Mapping[str, int]) -> str:
    """README.md: what the Hub reads in front, what people read below. It has no licence, because nobody gave one."""
    files = [{"split": name, "path": f"data/{name}/**"} for name in counts]
    front = {
        "pretty_name": "Synthetic pictures rendered by Prelabel",
        "tags": ["synthetic"],
        "task_categories": ["object-detection", "image-segmentation"],
        "size_categories": [size_category(sum(counts.values()))],
        "configs": [{"config_name": "default", "data_files": files}],
    }
    lines = [
        f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---\n",
        f"# {front['pretty_name']}\n",
        f"{dataset.info.get('description', 'Synthetic pictures')}.\n",
        "| split | pictures |\n| --- | --- |",
        *(f"| {name} | {count} |" for name, count in counts.items()),
        f"\nCategories: {', '.join(dataset.names())}.\n",
        "`objects.bbox` is [x, y, width, height] in pixels from the top left corner, of what is visible.",
        "`record` is all that is known, as JSON text: camera, masks, amodal boxes, occlusion, attributes.\n",
        *_licence_lines(dataset.info),
    ]
    return "\n".join(lines) + "\n"


def _licence_lines(info: Mapping[str, Any]) -> list[str]:
    used = info.get("asset_licences", [])
    rows = [f"- {item.get('origin')}: {item.get('licence') or 'not stated'}" for item in used if isinstance(item, dict)]
    if not rows:
        return []
    return ["The pictures' licence is their maker's to give. What they were made from came with these:\n", *rows]


def size_category(count: int) -> str:
    """The Hub's word for so many pictures."""
    return next((name for limit, name in SIZES if count < limit), "1M<n<10M")


def _floats(values: list[float]) -> list[float]:
    return [float(value) for value in values]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FORMAT = Format("hf", "Hugging Face imagefolder with a dataset card", write)
