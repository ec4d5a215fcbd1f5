"""Croissant, validated and read by mlcroissant."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotate.formats import export

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own


@pytest.fixture
def document(dataset: Path, tmp_path: Path) -> Path:
    export(dataset, "croissant", tmp_path / "out")
    return tmp_path / "out" / "croissant.json"


def test_mlcroissant_finds_no_fault(document: Path) -> None:
    """What it recommends and we do not give: a licence, a date, a citation."""
    import mlcroissant

    issues = mlcroissant.Dataset(str(document)).metadata.issues
    assert not issues.errors
    recommended = {warning.split('"')[1].rsplit("/", 1)[-1] for warning in issues.warnings}
    assert recommended == {"license", "datePublished", "citeAs"}


@pytest.mark.parametrize(("split", "frames"), [("train", [0, 1, 2, 3]), ("val", [4, 5])])
def test_mlcroissant_reads_the_records(document: Path, coco: dict[str, Any], split: str, frames: list[int]) -> None:
    import mlcroissant

    found = sorted(mlcroissant.Dataset(str(document)).records(split), key=lambda row: row[f"{split}/image_id"])
    assert [row[f"{split}/image_id"] for row in found] == frames
    names = {3: b"car", 1001: b"traffic cone"}
    for row in found:
        frame = row[f"{split}/image_id"]
        wanted = [item for item in coco["annotations"] if item["image_id"] == frame]
        assert row[f"{split}/image"].size == (64, 48)
        assert [list(box) for box in row[f"{split}/boxes"]] == [item["bbox"] for item in wanted]
        assert list(row[f"{split}/categories"]) == [names[item["category_id"]] for item in wanted]
        assert json.loads(row[f"{split}/record"])["image"] == coco["images"][frame]


def test_a_changed_file_no_longer_fits_its_digest(document: Path) -> None:
    import hashlib

    entries = {item["@id"]: item for item in json.loads(document.read_text())["distribution"]}
    for split in ("train", "val"):
        entry = entries[f"{split}-annotations"]
        content = (document.parent / entry["contentUrl"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
