"""``prelabel assets`` where it needs no Blender: what it reads, and what it says of what it cannot."""

import sys
from pathlib import Path

import pytest

from assets import ConfigError
from render.cli import app as cli
from render.cli.options import parse_attributes


@pytest.fixture
def prelabel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Runs a command in an empty folder: exit code, and what it wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRELABEL_LIBRARY", "")

    def run(*arguments: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["prelabel", "assets", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        captured = capsys.readouterr()
        return stopped.value.code, captured.out + captured.err

    return run


def test_an_empty_library(prelabel) -> None:
    code, said = prelabel("list")
    assert not code and "empty" in said


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (("show", "nothing"), "which is empty"),
        (("add", "truck.glb", "--category", "truck"), "found none"),
        (("add", "truck.exe", "--category", "truck"), "ends in"),
        (("add", "bad.glb", "--category", "truck"), "header"),
        (("add", "bad.glb", "--category", "truck", "--forward", "y"), "header"),
        (("add", "bad.glb", "--category", "truck", "--attr", "type=spaceship"), "type=spaceship"),
        (("add", "bad.glb", "--category", "truck", "--attr", "axles"), "key=value"),
        (("add", "bad.glb", "--category", "truck", "--name", "builtin"), "built in"),
        (("add", "bad.hdr", "--category", "environment", "--paint", "Red"), "no axes"),
        (("preview", "nothing"), "which is empty"),
    ],
)
def test_what_it_cannot_do_is_one_sentence_and_leaves_nothing(prelabel, tmp_path, arguments, match) -> None:
    for name in ("bad.glb", "bad.hdr", "truck.exe"):
        (tmp_path / name).write_bytes(b"no model at all, whatever it is called")
    code, said = prelabel(*arguments)
    assert code == 2 and said.startswith("error: ") and said.count("\n") == 1 and match in said
    assert not (tmp_path / "prelabel-assets").exists()


def test_attributes_are_numbers_flags_or_text() -> None:
    assert parse_attributes(["axles=2", "load_t=7.5", "own=true", "make=a=b", "since=2024-01-01"]) == {
        "axles": 2,
        "load_t": 7.5,
        "own": True,
        "make": "a=b",
        "since": "2024-01-01",
    }
    with pytest.raises(ConfigError, match="expected key=value"):
        parse_attributes(["axles"])
