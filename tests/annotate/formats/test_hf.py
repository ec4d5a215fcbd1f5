"""The contract of Hugging Face's imagefolder, which other_readers.py proves with datasets itself."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from annotate.formats import export, hf


def front_matter(readme: Path) -> dict[str, Any]:
    _, front, _ = readme.read_text().split("---\n", 2)
    content: dict[str, Any] = yaml.safe_load(front)
    return content


def metadata(folder: Path, split: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "data" / split / "metadata.jsonl").read_text().splitlines()]


def test_each_split_has_its_pictures_and_their_metadata(dataset: Path, coco: dict[str, Any], tmp_path: Path) -> None:
    export(dataset, "hf", tmp_path / "out")
    for split, frames in (("train", range(4)), ("validation", range(4, 6))):
        rows = metadata(tmp_path / "out", split)
        assert [row["image_id"] for row in rows] == list(frames)
        pictures = {str(p.relative_to(tmp_path / "out" / "data" / split)) for p in (tmp_path / "out").rglob("*.jpg")
                    if split in p.parts}  # fmt: skip
        assert {row["file_name"] for row in rows} == pictures
        for row in rows:
            wanted = [item for item in coco["annotations"] if item["image_id"] == row["image_id"]]
            assert row["objects"]["bbox"] == [item["bbox"] for item in wanted]
            assert row["objects"]["id"] == [item["id"] for item in wanted]
            assert {len(values) for values in row["objects"].values()} == {len(wanted)}
            whole = json.loads(row["record"])
            assert whole["image"] == coco["images"][row["image_id"]]
            assert [item["attributes"] for item in whole["annotations"]] == [item["attributes"] for item in wanted]


def test_numbers_keep_one_type(dataset: Path, tmp_path: Path) -> None:
    """Arrow takes a column's type from its first rows: a box of whole numbers is of floats all the same."""
    export(dataset, "hf", tmp_path / "out")
    for row in metadata(tmp_path / "out", "train"):
        assert all(isinstance(value, float) for box in row["objects"]["bbox"] for value in box)
        assert all(isinstance(value, float) for value in row["objects"]["area"])


def test_the_card_names_the_splits_and_no_licence(dataset: Path, tmp_path: Path) -> None:
    export(dataset, "hf", tmp_path / "out")
    front = front_matter(tmp_path / "out" / "README.md")
    assert front["configs"] == [
        {
            "config_name": "default",
            "data_files": [
                {"split": "train", "path": "data/train/**"},
                {"split": "validation", "path": "data/validation/**"},
            ],
        }
    ]
    assert front["size_categories"] == ["n<1K"]
    assert "license" not in front
    assert "- us: not stated" in (tmp_path / "out" / "README.md").read_text()


def test_folders_hold_as_many_pictures_as_the_hub_takes(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hf, "FOLDER_PICTURES", 4)
    export(own, "hf", tmp_path / "out")
    names = [row["file_name"] for row in metadata(tmp_path / "out", "train")]
    assert names[3:5] == ["0000/000000000003.jpg", "0001/000000000004.jpg"]
    assert all((tmp_path / "out" / "data" / "train" / name).is_file() for name in names)
