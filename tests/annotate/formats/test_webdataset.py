"""Tar shards, read by webdataset."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
import webdataset

from annotate.formats import export
from annotate.formats import webdataset as ours


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # its reader leaves closing to the garbage collector
@pytest.mark.parametrize(("split", "frames"), [("train", [0, 1, 2, 3]), ("val", [4, 5])])
def test_webdataset_reads_it(
    dataset: Path, coco: dict[str, Any], tmp_path: Path, split: str, frames: list[int]
) -> None:
    export(dataset, "webdataset", tmp_path / "out")
    shard = str(tmp_path / "out" / f"{split}-000000.tar")
    samples = list(webdataset.WebDataset(shard, shardshuffle=False).decode("rgb8"))
    assert [int(sample["__key__"]) for sample in samples] == frames
    for frame, sample in zip(frames, samples, strict=True):
        assert sample["jpg"].shape == (48, 64, 3)
        assert sample["json"]["image"] == coco["images"][frame]
        found = [{k: v for k, v in item.items() if k != "category"} for item in sample["json"]["annotations"]]
        assert found == [item for item in coco["annotations"] if item["image_id"] == frame]
        names = {3: "car", 1001: "traffic cone"}
        assert all(item["category"] == names[item["category_id"]] for item in sample["json"]["annotations"])


def test_shards_are_of_so_many_pictures(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ours, "SHARD_PICTURES", 4)
    export(own, "webdataset", tmp_path / "out")
    members = {}
    for path in sorted((tmp_path / "out").glob("*.tar")):
        with tarfile.open(path) as tar:
            assert {(entry.mtime, entry.uid, entry.uname) for entry in tar} == {(0, 0, "")}
            members[path.name] = len(tar.getnames())
    assert members == {"train-000000.tar": 8, "train-000001.tar": 4}
    assert json.loads((tmp_path / "out" / "dataset.json").read_text())["shards"] == {"train": 2}


def test_pictures_are_the_datasets_own_bytes(own: Path, tmp_path: Path) -> None:
    export(own, "webdataset", tmp_path / "out")
    with tarfile.open(tmp_path / "out" / "train-000000.tar") as tar:
        member = tar.extractfile("000000000002.jpg")
        assert member is not None
        assert member.read() == (own / "images" / "000000000002.jpg").read_bytes()
