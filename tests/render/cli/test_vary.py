"""``prelabel vary``: what it says before it renders, what it writes, and how it goes on."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from annotate import check
from render.cli.arguments import DESIGNS, METERS, OF
from render.settings.config import make_config
from scenes.vary.design import Suite
from tests.render.cli.conftest import call

BASE = ("vehicles", "--size", "96x72", "--set", "count=1", "--set", "place=open", "--set", "light=day")


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def images(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "annotations" / "instances.json").read_text())["images"]
    return found


def test_each_image_says_which_scene_and_values_it_has(tmp_path: Path) -> None:
    out = tmp_path / "suite"
    factors = ("--factor", "yaw_deg=0:180:90", "-f", "color=red,blue", "--repeat", "2", "--name", "turn")
    assert call("vary", *BASE, *factors, "--out", str(out)) == 0
    found = images(out)
    assert len(found) == 12
    assert found[7]["suite"] == {"name": "turn", "repeat": 1, "cell": 1, "of": "first"}
    assert found[7]["factors"] == {"yaw_deg": 0.0, "color": "blue"}
    assert check(out).ok


def test_run_yaml_makes_the_suite_again_and_the_same_command_continues_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    words = ("vary", *BASE, "-f", "exposure_ev=-1,1", "-f", "yaw_deg=0,90", "--repeat", "2")
    assert call(*words, "--out", str(first)) == 0
    assert call("render", "--config", str(first / "run.yaml"), "--out", str(again)) == 0
    names = ("annotations/instances.json", "records/shard-00000.jsonl")
    assert [(first / name).read_bytes() for name in names] == [(again / name).read_bytes() for name in names]
    lines = (again / "records" / "shard-00000.jsonl").read_bytes().splitlines(keepends=True)
    (again / "records" / "shard-00000.jsonl").write_bytes(b"".join(lines[:3]))
    assert call(*words, "--out", str(again)) == 0
    assert (again / names[0]).read_bytes() == (first / names[0]).read_bytes()
    capsys.readouterr()
    assert call(*words[:-2], "--repeat", "3", "--out", str(again)) == 2
    assert "holds a run with another suite" in capsys.readouterr().err


def test_a_part_of_a_suite_has_the_frames_that_the_whole_has(tmp_path: Path) -> None:
    whole = make_config({"scenes": ["vehicles"], "suite": {"factors": {"color": ["red", "blue"]}, "repeat": 3}})
    assert whole.count == 6
    values = {**whole.plain(), "size": (64, 48), "start": 3, "count": 2}
    path = tmp_path / "suite.yaml"
    path.write_text(yaml.safe_dump({key: values[key] for key in ("scenes", "suite", "size", "start", "count")}))
    assert call("render", "--config", str(path), "--out", str(tmp_path / "part")) == 0
    assert [(image["id"], image["suite"]["repeat"]) for image in images(tmp_path / "part")] == [(3, 1), (4, 2)]


def test_what_a_factor_cannot_hold_is_said_and_nothing_rendered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("vary", *BASE, "-f", "type=sedan,city_bus", "-f", "color=red,blue", "--plan") == 0
    said = capsys.readouterr().err
    assert "suite 'suite': 10 base scenes x 4 cells = 40 frames" in said
    assert re.search(r"type cannot hold the rest fixed: it also changes which things there are.*the camera", said)
    assert "color cannot" not in said
    assert re.search(r"color +their surfaces 3/3, their attributes 3/3", said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["vehicles"], "vary: expected --factor KEY=VALUES, such as yaw_deg=0:345:15, or a suite in --config"),
        (["-f", "yaw_deg=0,90"], "expected a scene, such as vehicles or faces"),
        (["vehicles", "-f", "yaw_deg"], "--factor yaw_deg: expected key=values, each key once"),
        (
            ["vehicles", "-f", "color=red", "-f", "color=blue"],
            "--factor color=blue: expected key=values, each",
        ),
        (["vehicles", "-f", "colour=red,blue"], "did you mean 'color'"),
        (["vehicles", "-f", "color=red,blue", "--design", "gird"], "suite.design: Input should be 'grid', 'one' or"),
        (["vehicles", "-f", "color=red,blue", "--repeat", "0"], "suite.repeat: Input should be greater than or equal"),
        (["vehicles", "-f", "color=red,blue", "--count", "5"], "with the design lhs, and with it alone"),
        (["vehicles", "examples/boxes.py", "-f", "color=red,blue"], "expected a parameter of 'boxes'"),
    ],
)
def test_what_is_wrong_is_one_sentence(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("vary", *arguments) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"views": 2}, "expected neither views nor a split"),
        ({"split": {"train": 0.5, "val": 0.5}}, "expected neither views nor a split"),
        ({"balance": ["color"]}, "'color' as a factor or in the balance of 'vehicles', got both"),
        ({"count": 21}, "its design has 20 frames; expected frames up to 19"),
        ({"start": 20}, "its design has 20 frames; expected frames up to 19"),
    ],
)
def test_what_does_not_go_with_a_suite_is_refused(values: dict[str, Any], sentence: str) -> None:
    suite = {"factors": {"color": "red,blue"}}
    with pytest.raises(Exception, match=sentence):
        make_config({"scenes": ["vehicles"], "suite": suite, **values})


def test_words_of_the_options_are_those_of_the_suite() -> None:
    assert [str(Suite.model_fields[key].annotation) for key in ("design", "meter")] == [
        f"typing.Literal[{', '.join(map(repr, words))}]" for words in (DESIGNS, METERS)
    ]
    assert all(Suite(factors={"a": 1}, of=word).of == word for word in OF)  # type: ignore[arg-type]
