"""``render --no-merge`` and ``merge``: the COCO files of a run, written later."""

import json
from pathlib import Path

import pytest

from tests.render.cli.conftest import BOXES, call


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_that_is_not_merged_says_so_and_is_merged_later(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, workers: str
) -> None:
    out, whole = tmp_path / "d", tmp_path / "whole"
    boxes = ["render", BOXES, "--count", "5", "--size", "96x72", "--split", "a=0.5,b=0.5", "--shard-frames", "2"]
    assert call(*boxes, "--out", str(whole)) == 0
    no_merge = [*boxes, "--no-merge", "--out", str(out), "--workers", workers]
    assert call(*no_merge) == 0
    assert f"{out}: COCO files were not written; prelabel merge {out} does\n" in capsys.readouterr().err
    assert list((out / "annotations").iterdir()) == []
    assert call("check", str(out)) == 1
    said = capsys.readouterr().err
    assert said == f"error: {out}: 5 frames are there, and no COCO file; prelabel merge {out} writes it\n"
    assert call("merge", str(out), "--group-shards", "2") == 0
    assert capsys.readouterr().err.endswith(f"{out}: 5 of 5 frames merged\n")
    names = {path.name for path in (whole / "annotations").iterdir()}
    assert len(names) == 3
    for name in names:
        assert (out / "annotations" / name).read_bytes() == (whole / "annotations" / name).read_bytes()
    groups = {path.name for path in (out / "annotations").iterdir()} - names
    assert groups == {f"group-0000{number}{split}.json" for number in (0, 1) for split in ("", "_a", "_b")}
    assert call("check", str(out)) == 0


def test_what_is_there_is_merged_and_what_is_missing_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "d"
    boxes = ["render", BOXES, "--size", "96x72", "--no-merge", "--out", str(out)]
    assert call(*boxes, "--count", "3") == 0
    records = out / "records" / "shard-00000.jsonl"
    records.write_bytes(b"".join(records.read_bytes().splitlines(keepends=True)[:2]))
    assert call("merge", str(out)) == 1
    assert f"{out}: 2 of 3 frames merged; the same render command renders the others\n" in capsys.readouterr().err
    assert len(json.loads((out / "annotations" / "instances.json").read_text())["images"]) == 2
    for path in (out / "records").iterdir():
        path.unlink()
    assert call("merge", str(out)) == 2
    assert f"merge {out}: expected frames of a run, found none" in capsys.readouterr().err
