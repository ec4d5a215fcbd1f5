"""The commands and the code of docs/real-data.md work as they are written."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from render.cli.app import app

PAGE = (Path(__file__).parents[2] / "docs" / "real-data.md").read_text()
LINES = re.findall(r"^ {4}prelabel ((?:compare|mix) .*)$", PAGE, re.M)


@pytest.fixture
def here(made: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(made(seed=21, pictures=30), tmp_path / "photographs")
    shutil.copytree(made(seed=22, pictures=30), tmp_path / "dataset")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_commands_to_be_tried() -> None:
    assert len(LINES) >= 7


@pytest.mark.parametrize("line", LINES)
def test_a_command_works(here: Path, line: str) -> None:
    words = shlex.split(line.partition(">")[0], comments=True)
    more = ["--no-judge"] if words[0] == "compare" and "kid" not in line else []
    done = CliRunner().invoke(app, [*words, *more])
    assert done.exit_code in ((0, 1) if "--gate" in line else (0,)), done.output
    assert isinstance(done.exception, SystemExit | None)
    for option in ("--html", "--json", "--plot", "--out"):
        if option in words:
            assert Path(words[words.index(option) + 1]).exists()


def test_the_python_works(here: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    names: dict[str, object] = {}
    exec(code, names)
    assert "report" in names
