"""The command line: what a wrong call says, and how it ends."""

import json
import re
import sys
from pathlib import Path

import pytest
from PIL import Image

from annotate import Frame
from render.cli import app as cli
from render.cli import commands
from render.run.fake import FakeRenderer
from scenes import SceneSpec
from scenes.registry import BUILT_IN

BOXES = "examples/boxes.py"


def call(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Exit code of ``prelabel`` with these arguments; renders in this process where they do not say otherwise."""
    if arguments[0] == "render" and "--workers" not in arguments:
        arguments = (*arguments, "--workers", "0")
    monkeypatch.setattr(sys, "argv", ["prelabel", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return int(stopped.value.code or 0)


@pytest.fixture(autouse=True)
def fake_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["render", "vehicels"], 2, "did you mean 'vehicles'"),
        (["render"], 2, "expected a scene, such as vehicles or faces"),
        (["render", BOXES, "--set", "cuont=3"], 2, "did you mean 'count'"),
        (["render", BOXES, "--set", "count=99"], 2, "boxes.count: expected a value in 1..20, got 99"),
        (["render", BOXES, "--size", "0x480"], 2, "size: expected WIDTHxHEIGHT"),
        (["render", BOXES, "--size", "640"], 2, "--size 640: expected WIDTHxHEIGHT"),
        (["render", BOXES, "--count", "-3"], 2, "count: Input should be greater than or equal to 1, got -3"),
        (["render", BOXES, "--quality", "0"], 2, "quality: Input should be greater than or equal to 1, got 0"),
        (["render", BOXES, "--format", "bmp"], 2, "format: Input should be 'jpg' or 'png'"),
        (["render", BOXES, "--passes", "depht"], 2, "passes.0: Input should be 'depth'"),
        (["render", BOXES, "--split", "train"], 2, "--split train: expected name=share pairs"),
        (["render", BOXES, "--split", "train=0.5"], 2, "split: expected shares that add up to 1"),
        (["render", BOXES, "--augment", "camrea"], 2, "augment: expected none, camera or a YAML file, got camrea"),
        (["render", BOXES, "--workers", "many"], 2, "--workers many: expected auto or a number, such as 4"),
        (["render", BOXES, "--workers-per-gpu", "0"], 2, "--workers-per-gpu 0: expected auto or a number from 1"),
        (["render", BOXES, "--workers-per-gpu", "x"], 2, "--workers-per-gpu x: expected auto or a number from 1"),
        (["render", BOXES, "--workers-per-gpu", "2", "--workers", "4"], 2, "(--workers 4, --workers-per-gpu 2)"),
        (
            ["render", BOXES, "--workers-per-gpu", "2", "--workers", "auto", "--device", "cpu"],
            2,
            "--workers-per-gpu 2: --device cpu renders on no GPU; use --workers N",
        ),
        (
            ["render", BOXES, "--workers-per-gpu", "2", "--workers", "auto", "--cluster", "local", "--task-gpus", "1"],
            2,
            "which says what a task takes, or --task-cpus and --task-gpus, got both",
        ),
        (["render", BOXES, "--group-shards", "2"], 2, "expected --cluster with --group-shards 2; prelabel merge"),
        (["render", BOXES, "--cluster", "local", "--group-shards", "2", "--no-merge"], 2, "or --no-merge, got both"),
        (["merge", "nowhere"], 2, "merge nowhere: expected a run, found no run.yaml"),
        (["merge", "http://host/run"], 2, "merge http://host/run: expected a folder, or a store"),
        (["render", BOXES, "--shard-frames", "0"], 2, "shard_frames: Input should be greater than or equal to 1"),
        (["render", BOXES, "--frame-timeout", "0"], 2, "--frame-timeout"),
        (["render", BOXES, "--log-json", "/nowhere/log"], 1, "--log-json /nowhere/log: cannot write"),
        (["render", BOXES, "--config", "nowhere.yaml"], 1, "config nowhere.yaml: No such file"),
        (["render", BOXES, "--out", "/proc/nowhere"], 1, "/proc/nowhere: cannot write"),
        (["render", BOXES, "--out", "/nowhere/" + "x" * 300], 2, "expected a path of at most 4095 bytes, 255 a name"),
        (["render", BOXES, "--out", ""], 2, "--out: expected a path, got ''"),
        (["render", BOXES, "--out", "http://host/run"], 2, "--out http://host/run: expected a folder, or a store"),
        (["render", BOXES, "--config", " "], 2, "expected a path, got ' '"),
        (["render", BOXES, "--config", "/dev/zero"], 1, "config /dev/zero: expected a plain file, got a device"),
        (["render", BOXES, "--start", "9" * 20], 2, "start: Input should be less than or equal to 999999999999"),
        (["render", BOXES, "--count", "1000000000000"], 2, "count: Input should be less than or equal to 100000000,"),
        (["render", BOXES, "--count", "10000001"], 2, "at most 10000000 frames in a run on one machine, got 10000001"),
        (["render", BOXES, "--size", "9" * 5000 + "x1"], 2, "expected WIDTHxHEIGHT, such as 640x480"),
        (["render", BOXES, "--workers", "9" * 5000], 2, "expected auto or a number, such as 4"),
        (["render", BOXES, "--split", "a=1e999"], 2, "split: expected names with shares"),
        (["render", BOXES, "--balance", "&a [*a]"], 2, "--balance &a [*a]: expected keys between commas"),
        (
            ["render", BOXES, "--set", "count=choice(&a [*a])"],
            2,
            "boxes.count: 'choice(&a [*a])': the part in brackets",
        ),
        (["render", BOXES, "--set", "count=\udcff"], 2, "expected options in UTF-8"),
        (["render", BOXES, "--set", "count=\x1b[2J"], 2, "got \\x1b[2J"),
        (["render", "\udcff.py"], 2, "expected options in UTF-8"),
        (["render", "x" * 5000 + ".py"], 2, "expected a Python file, found none"),
        (["check", ""], 2, "check: expected a path, got ''"),
        (["stats", " "], 2, "expected a path, got ' '"),
        (["export", ".", "--to", "yolo", "--out", "s3://b/x"], 2, "expected a path on this machine, got a URL"),
        (["draw", ".", "--out", ""], 2, "expected a path, got ''"),
        (["preview", BOXES, "--out", "s3:/x.png"], 2, "expected a path on this machine, got a URL"),
        (["assets", "list", "--library", "~other/x"], 2, "expected ~/ for your home folder"),
        (["render", "--nonsense"], 2, "No such option"),
        (["list", "vehicels"], 2, "did you mean 'vehicles'"),
        (["preview", BOXES, "--count", "0"], 2, "--count"),
        (["preview", BOXES, "--out", "/nowhere/sheet.png"], 1, "--out /nowhere/sheet.png: expected a folder"),
        (["check", "nowhere"], 2, "check nowhere: expected a dataset's folder, found none"),
        (["check", "nowhere", "--deep", "--sample", "0"], 2, "--sample"),
        (["render", BOXES, "--min-area", "-1"], 2, "min_area: Input should be greater than or equal to 0, got -1"),
        (["render", BOXES, "--min-visible", "1.5"], 2, "min_visible: Input should be less than or equal to 1, got 1.5"),
        (["preview", BOXES, "--what", "bxoes"], 2, "what: expected some of boxes, masks"),
        (["draw", "nowhere", "--out", "drawn"], 2, "draw nowhere: expected a dataset's folder, found none"),
        (["draw", ".", "--out", "./images"], 2, "--out images: expected a folder outside the dataset"),
        (["draw", "examples", "--out", "drawn"], 1, "instances.json: cannot be read"),
        (["draw", ".", "--out", "drawn", "--ids", "5-3"], 2, "--ids 5-3: expected image ids and ranges"),
        (["draw", ".", "--out", "drawn", "--ids", "one"], 2, "--ids one: expected image ids and ranges"),
    ],
)
def test_a_wrong_call_ends_with_its_code_and_says_why(
    arguments: list[str],
    code: int,
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    out = [] if arguments[0] != "render" or "--out" in arguments else ["--out", str(tmp_path / "out")]
    assert call(*arguments, *out, monkeypatch=monkeypatch) == code
    said = capsys.readouterr().err
    assert complaint in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_a_scene_file_with_a_syntax_error_names_its_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "mine.py"
    path.write_text("x = 1\ndef broken(:\n")
    assert call("render", str(path), monkeypatch=monkeypatch) == 2
    assert "mine.py', line 2: invalid syntax" in capsys.readouterr().err


def test_render_check_and_refuse(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = str(tmp_path / "d")
    size = ["--size", "96x72"]
    workers = ["--workers", "auto"]
    assert call("render", BOXES, "--count", "3", "--out", out, *size, *workers, monkeypatch=monkeypatch) == 0
    assert "3 frames rendered" in capsys.readouterr().err
    assert call("check", out, monkeypatch=monkeypatch) == 0
    assert "all right" in capsys.readouterr().out
    assert call("check", out, "--deep", "--sample", "2", monkeypatch=monkeypatch) == 0
    assert "labels come out again" in capsys.readouterr().out
    assert call("render", BOXES, "--seed", "1", "--out", out, *size, monkeypatch=monkeypatch) == 2
    assert "holds a run with another seed" in capsys.readouterr().err
    (tmp_path / "d" / "images" / "000000000001.jpg").unlink()
    assert call("check", out, monkeypatch=monkeypatch) == 1
    assert "000000000001.jpg" in capsys.readouterr().out


def test_filters_account_for_what_they_take_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    boxes = [BOXES, "--count", "3", "--size", "96x72", "--set", "count=6"]
    out = str(tmp_path / "d")
    assert call("render", *boxes, "--min-area", "30", "--out", out, monkeypatch=monkeypatch) == 0
    found = re.search(r"(\d+) annotations, (\d+) filtered out", capsys.readouterr().err)
    assert found is not None
    labelled, filtered = map(int, found.groups())
    images = json.loads((tmp_path / "d" / "annotations" / "instances.json").read_text())["images"]
    assert sum(len(image["filtered"]) for image in images) == filtered > 0
    assert labelled + filtered + sum(len(image["hidden"]) for image in images) == 18
    assert call("check", out, monkeypatch=monkeypatch) == 0
    kept = ["--min-area", "30", "--keep-ignored", "--amodal-masks", "--out", str(tmp_path / "kept")]
    assert call("render", *boxes, *kept, monkeypatch=monkeypatch) == 0
    assert f"{labelled + filtered} annotations, {filtered} of them to be ignored" in capsys.readouterr().err
    assert call("check", str(tmp_path / "kept"), monkeypatch=monkeypatch) == 0


def test_draw_writes_the_pictures_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out, drawn = str(tmp_path / "d"), tmp_path / "drawn"
    split = ["--split", "train=0.5,val=0.5"]
    assert call("render", BOXES, "--count", "4", "--size", "96x72", *split, "--out", out, monkeypatch=monkeypatch) == 0
    draw = ["draw", out, "--what", "boxes,cuboids", "--out", str(drawn)]
    assert call(*draw, "--ids", "0,2-3", monkeypatch=monkeypatch) == 0
    assert [path.name for path in sorted(drawn.iterdir())] == [f"{number:012d}.png" for number in (0, 2, 3)]
    with Image.open(drawn / "000000000000.png") as picture:
        assert picture.size == (13 * 96, 13 * 72)
    capsys.readouterr()
    assert call(*draw, "--ids", "3-9", monkeypatch=monkeypatch) == 2
    assert "has no image 4" in capsys.readouterr().err
    (tmp_path / "d" / "images" / "000000000001.jpg").unlink()
    assert call(*draw, monkeypatch=monkeypatch) == 1
    assert "image 1: " in capsys.readouterr().err


def test_export_writes_what_a_format_reads(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out, exported = str(tmp_path / "d"), tmp_path / "yolo"
    assert call("render", BOXES, "--count", "2", "--size", "96x72", "--out", out, monkeypatch=monkeypatch) == 0
    capsys.readouterr()
    assert call("export", out, "--to", "yolo", "--out", str(exported), monkeypatch=monkeypatch) == 0
    assert "2 pictures" in capsys.readouterr().err
    assert len(list(exported.rglob("*.jpg"))) == 2
    assert call("export", out, "--to", "yolo9", "--out", str(tmp_path / "b"), monkeypatch=monkeypatch) == 2
    assert "--to yolo9: expected one of yolo, yolo-seg" in capsys.readouterr().err


def test_export_and_draw_take_the_pictures_of_a_tag(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "d"
    assert call("render", BOXES, "--count", "4", "--size", "96x72", "--out", str(out), monkeypatch=monkeypatch) == 0
    (out / "tags.json").write_text('{"tags": {"good": [0, 2, 3], "bad": [3]}}')

    def exported(name: str, *options: str) -> list[int]:
        assert (
            call("export", str(out), "--to", "yolo", "--out", str(tmp_path / name), *options, monkeypatch=monkeypatch)
            == 0
        )
        return sorted(int(path.stem) for path in (tmp_path / name).rglob("*.jpg"))

    assert exported("some", "--ids", "1-2") == [1, 2]
    assert exported("good", "--ids", "tag:good") == [0, 2, 3]
    assert exported("better", "--ids", "tag:good", "--ignore", "tag:bad") == [0, 2]
    assert exported("rest", "--ignore", "0,2-3") == [1]
    assert call("draw", str(out), "--ids", "tag:bad", "--out", str(tmp_path / "drawn"), monkeypatch=monkeypatch) == 0
    assert [path.stem for path in (tmp_path / "drawn").iterdir()] == ["000000000003"]
    capsys.readouterr()
    yolo = ("export", str(out), "--to", "yolo", "--out", str(tmp_path / "e"))
    assert call(*yolo, "--ids", "tag:god", monkeypatch=monkeypatch) == 2
    assert "tag 'god': no picture of" in capsys.readouterr().err
    assert call(*yolo, "--ids", "17", monkeypatch=monkeypatch) == 2
    assert "among those that are asked for, got none" in capsys.readouterr().err
    assert not (tmp_path / "e").exists()


def test_a_run_that_was_stopped_is_named_by_all_that_read_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """By Ctrl-C in the fourth frame. Its scene's file is not run again, and the same command goes on."""
    scene, out = tmp_path / "mine.py", str(tmp_path / "d")
    scene.write_text(Path(BOXES).read_text().replace('scene("boxes"', 'scene("stopped"'))
    render, shots = FakeRenderer.render, iter(range(100))

    def interrupted(self: FakeRenderer, spec: SceneSpec) -> Frame:
        if next(shots) == 3:
            raise KeyboardInterrupt
        return render(self, spec)

    command = ["render", str(scene), "--count", "5", "--size", "96x72", "--out", out]
    with monkeypatch.context() as patch:
        patch.setattr(FakeRenderer, "render", interrupted)
        assert call(*command, monkeypatch=monkeypatch) == 130
    text = scene.read_text()
    scene.write_text("raise SystemExit('it was run')")
    for reads in (["check"], ["stats"], ["export", "--to", "yolo"], ["draw"]):
        capsys.readouterr()
        more = ["--out", str(tmp_path / "new")] if reads[0] in ("export", "draw") else []
        assert call(reads[0], out, *reads[1:], *more, monkeypatch=monkeypatch) == 1
        said = capsys.readouterr().err
        assert said == f"error: {out}: unfinished run: 3 of 5 frames; the same render command continues it\n"
        assert not (tmp_path / "new").exists()
    scene.write_text(text)
    assert call(*command, monkeypatch=monkeypatch) == 0
    assert call("check", out, monkeypatch=monkeypatch) == 0


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_that_is_not_merged_says_so_and_is_merged_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, workers: str
) -> None:
    out, whole = tmp_path / "d", tmp_path / "whole"
    boxes = ["render", BOXES, "--count", "5", "--size", "96x72", "--split", "a=0.5,b=0.5", "--shard-frames", "2"]
    assert call(*boxes, "--out", str(whole), monkeypatch=monkeypatch) == 0
    no_merge = [*boxes, "--no-merge", "--out", str(out), "--workers", workers]
    assert call(*no_merge, monkeypatch=monkeypatch) == 0
    assert f"{out}: COCO files were not written; prelabel merge {out} does\n" in capsys.readouterr().err
    assert list((out / "annotations").iterdir()) == []
    assert call("check", str(out), monkeypatch=monkeypatch) == 1
    said = capsys.readouterr().err
    assert said == f"error: {out}: 5 frames are there, and no COCO file; prelabel merge {out} writes it\n"
    assert call("merge", str(out), "--group-shards", "2", monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().err.endswith(f"{out}: 5 of 5 frames merged\n")
    names = {path.name for path in (whole / "annotations").iterdir()}
    assert len(names) == 3
    for name in names:
        assert (out / "annotations" / name).read_bytes() == (whole / "annotations" / name).read_bytes()
    groups = {path.name for path in (out / "annotations").iterdir()} - names
    assert groups == {f"group-0000{number}{split}.json" for number in (0, 1) for split in ("", "_a", "_b")}
    assert call("check", str(out), monkeypatch=monkeypatch) == 0


def test_what_is_there_is_merged_and_what_is_missing_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "d"
    boxes = ["render", BOXES, "--size", "96x72", "--no-merge", "--out", str(out)]
    assert call(*boxes, "--count", "3", monkeypatch=monkeypatch) == 0
    records = out / "records" / "shard-00000.jsonl"
    records.write_bytes(b"".join(records.read_bytes().splitlines(keepends=True)[:2]))
    assert call("merge", str(out), monkeypatch=monkeypatch) == 1
    assert f"{out}: 2 of 3 frames merged; the same render command renders the others\n" in capsys.readouterr().err
    assert len(json.loads((out / "annotations" / "instances.json").read_text())["images"]) == 2
    for path in (out / "records").iterdir():
        path.unlink()
    assert call("merge", str(out), monkeypatch=monkeypatch) == 2
    assert f"merge {out}: expected frames of a run, found none" in capsys.readouterr().err


def test_run_yaml_renders_the_same_dataset_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    size = ["--size", "96x72", "--count", "2", "--set", "count=2"]
    assert call("render", BOXES, *size, "--out", str(first), monkeypatch=monkeypatch) == 0
    assert call("render", "--config", str(first / "run.yaml"), "--out", str(second), monkeypatch=monkeypatch) == 0
    for name in ("run.yaml", "annotations/instances.json", "images/000000000001.jpg"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_preview_writes_one_sheet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    preview = ["preview", BOXES, "--count", "4", "--out", str(sheet)]
    assert call(*preview, monkeypatch=monkeypatch) == 0
    labelled = sheet.read_bytes()
    assert labelled.startswith(b"\x89PNG")
    for less in (["--what", "cuboids"], ["--no-labels"]):
        assert call(*preview, *less, monkeypatch=monkeypatch) == 0
        assert sheet.read_bytes() != labelled


def test_list_is_a_page_of_scenes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("list", monkeypatch=monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[: len(BUILT_IN)]] == list(BUILT_IN)
    assert "prelabel list SCENE" in lines[-1]
    assert len(lines) < 24
    assert call("list", "faces", monkeypatch=monkeypatch) == 0
    said = capsys.readouterr().out
    for word in ("count", "uniform(", "skin_tone", "Monk scale"):
        assert word in said
