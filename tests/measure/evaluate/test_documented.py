"""The commands and the code of docs/evaluate.md work as they are written."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from render.cli.app import app
from render.settings.config import make_config

from .conftest import coco, noisy, predicted

PAGE = (Path(__file__).parents[3] / "docs" / "evaluate.md").read_text()
LINES = re.findall(r"^ {4}prelabel ((?:evaluate|focus) .*)$", PAGE, re.M)


@pytest.fixture
def here(made: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(made(seed=21, pictures=30), tmp_path / "photographs")
    content = coco(pictures=120)
    (tmp_path / "dataset" / "annotations").mkdir(parents=True)
    (tmp_path / "dataset" / "annotations" / "instances.json").write_text(json.dumps(content))
    (tmp_path / "dataset" / "run.yaml").write_text(make_config({"scenes": ["vehicles"]}).to_yaml())
    pale = predicted(content, lambda thing, _: thing["attributes"]["color"] != "red" or thing["id"] % 2 == 0)
    for name, results in (("results", pale), ("old", noisy(content)), ("new", noisy(content, 2))):
        (tmp_path / f"{name}.json").write_text(json.dumps(results))
    own = json.loads((tmp_path / "photographs" / "coco.json").read_text())
    (tmp_path / "found.json").write_text(json.dumps(predicted(own)))
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["evaluate", "dataset", "--predictions", "results.json", "--json", "report.json"])
    return tmp_path


def test_there_are_commands_to_be_tried() -> None:
    assert len(LINES) >= 7


@pytest.mark.parametrize("line", LINES)
def test_a_command_works(here: Path, line: str) -> None:
    words = shlex.split(line, comments=True)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    for option in ("--html", "--json", "--plot", "--out"):
        if option in words:
            assert Path(words[words.index(option) + 1]).exists()


def test_the_python_works(here: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    names: dict[str, object] = {}
    exec(code, names)
    assert "report" in names
