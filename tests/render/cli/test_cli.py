"""The command line: a dataset is rendered, checked, previewed and rendered again."""

import json
import re
from pathlib import Path

import pytest

from scenes.registry import BUILT_IN
from tests.render.cli.conftest import BOXES, call


def test_render_check_and_refuse(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = str(tmp_path / "d")
    size = ["--size", "96x72"]
    workers = ["--workers", "auto"]
    assert call("render", BOXES, "--count", "3", "--out", out, *size, *workers) == 0
    assert "3 frames rendered" in capsys.readouterr().err
    assert call("check", out) == 0
    assert "all right" in capsys.readouterr().out
    assert call("check", out, "--deep", "--sample", "2") == 0
    assert "labels come out again" in capsys.readouterr().out
    assert call("render", BOXES, "--seed", "1", "--out", out, *size) == 2
    assert "holds a run with another seed" in capsys.readouterr().err
    (tmp_path / "d" / "images" / "000000000001.jpg").unlink()
    assert call("check", out) == 1
    assert "000000000001.jpg" in capsys.readouterr().out


def test_filters_account_for_what_they_take_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    boxes = [BOXES, "--count", "3", "--size", "96x72", "--set", "count=6"]
    out = str(tmp_path / "d")
    assert call("render", *boxes, "--min-area", "30", "--out", out) == 0
    found = re.search(r"(\d+) annotations, (\d+) filtered out", capsys.readouterr().err)
    assert found is not None
    labelled, filtered = map(int, found.groups())
    images = json.loads((tmp_path / "d" / "annotations" / "instances.json").read_text())["images"]
    assert sum(len(image["filtered"]) for image in images) == filtered > 0
    assert labelled + filtered + sum(len(image["hidden"]) for image in images) == 18
    assert call("check", out) == 0
    kept = ["--min-area", "30", "--keep-ignored", "--amodal-masks", "--out", str(tmp_path / "kept")]
    assert call("render", *boxes, *kept) == 0
    assert f"{labelled + filtered} annotations, {filtered} of them to be ignored" in capsys.readouterr().err
    assert call("check", str(tmp_path / "kept")) == 0


def test_run_yaml_renders_the_same_dataset_again(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    size = ["--size", "96x72", "--count", "2", "--set", "count=2"]
    assert call("render", BOXES, *size, "--out", str(first)) == 0
    assert call("render", "--config", str(first / "run.yaml"), "--out", str(second)) == 0
    for name in ("run.yaml", "annotations/instances.json", "images/000000000001.jpg"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_preview_writes_one_sheet(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    preview = ["preview", BOXES, "--count", "4", "--out", str(sheet)]
    assert call(*preview) == 0
    labelled = sheet.read_bytes()
    assert labelled.startswith(b"\x89PNG")
    for less in (["--what", "cuboids"], ["--no-labels"]):
        assert call(*preview, *less) == 0
        assert sheet.read_bytes() != labelled


def test_list_is_a_page_of_scenes(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[: len(BUILT_IN)]] == list(BUILT_IN)
    assert "prelabel list SCENE" in lines[-1]
    assert len(lines) < 24
    assert call("list", "faces") == 0
    said = capsys.readouterr().out
    for word in ("count", "uniform(", "skin_tone", "Monk scale"):
        assert word in said
