"""What a wrong call says, and how it ends: one sentence, its code, and nothing written."""

from pathlib import Path

import pytest

from tests.render.cli.conftest import BOXES, call


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
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    out = [] if arguments[0] != "render" or "--out" in arguments else ["--out", str(tmp_path / "out")]
    assert call(*arguments, *out) == code
    said = capsys.readouterr().err
    assert complaint in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_a_scene_file_with_a_syntax_error_names_its_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("x = 1\ndef broken(:\n")
    assert call("render", str(path)) == 2
    assert "mine.py', line 2: invalid syntax" in capsys.readouterr().err
