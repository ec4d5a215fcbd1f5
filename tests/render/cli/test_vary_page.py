"""The commands of docs/vary.md work as they are written, small and without Blender."""

import re
import shlex
from pathlib import Path

import pytest

from scenes.vary.edits import EDITS
from tests.calling import call

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "vary.md").read_text()
LINES = re.findall(r"^ {4}prelabel ((?:vary|render) .*)$", PAGE, re.M)
FEW = {"--repeat": "1", "--count": "2"}
SOME = {"yaw_deg=0:345:15": "yaw_deg=0:180:90", "light=day,dusk,night": "light=day,night"}


def test_there_are_commands_to_be_tried() -> None:
    assert len(LINES) >= 7


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("vary")])
def test_a_command_works(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    words = [SOME.get(word, word) for word in shlex.split(line, comments=True)]
    for option, value in FEW.items():
        if option in words:
            words[words.index(option) + 1] = value
    more = ["--size", "64x48", "--workers", "0", "--repeat", "1", "--seed", "3"]
    assert call(*words, *more) == 0
    assert ("--plan" in words) != bool(list(tmp_path.glob("*/annotations/instances.json")))


def test_every_edit_stands_in_the_table() -> None:
    table = re.findall(r"^\| (`[^|]*) \|", PAGE, re.M)
    assert set(EDITS) <= {name for cell in table for name in re.findall(r"`(\w+)`", cell)}
