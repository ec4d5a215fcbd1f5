"""What fails comes more often, and nothing else changes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assets import ConfigError, DatasetError
from measure.evaluate.evaluating import evaluate
from measure.evaluate.focus import focus
from render.cli.app import app
from render.settings.config import load_yaml, make_config
from scenes import find_scene

from .conftest import Entry, Keep, coco, predicted

type Save = Callable[[str, Any], Path]


def neither_red_nor_rain(thing: Entry, image: Entry) -> bool:
    return bool(thing["attributes"]["color"] != "red" and image["parameters"]["weather"] != "rain")


@pytest.fixture
def evaluation(saved: Save) -> Callable[[Keep], Any]:
    def of(keep: Keep) -> Any:
        content = coco()
        files = saved("truth.json", content), saved("results.json", predicted(content, keep))
        return evaluate(files[0], [files[1]]).to_json()

    return of


VALUES = {
    "scenes": ["vehicles"],
    "params": {"vehicles": {"color": "choice({red: 1, blue: 2, white: 7})", "dirt": "0.5"}},
}


def shares(values: Any, key: str) -> dict[str, float]:
    params = find_scene("vehicles").params.read(values["params"]["vehicles"], "vehicles")
    return {str(name): share for name, share in params.domain(key).shares(getattr(params, key)).items()}


def test_what_fails_is_raised_and_the_rest_keeps_its_proportions(evaluation: Callable[[Keep], Any]) -> None:
    focused = focus(evaluation(neither_red_nor_rain), VALUES)
    after = shares(focused.values, "color")
    assert 0.1 < after["red"] <= 5 * 0.1
    assert after["white"] / after["blue"] == pytest.approx(3.5, rel=0.01)
    assert focused.values["params"]["vehicles"]["dirt"] == "0.5"
    assert VALUES["params"]["vehicles"]["color"] == "choice({red: 1, blue: 2, white: 7})"
    weather = shares(focused.values, "weather")
    assert weather["rain"] > 1.5 * shares(VALUES, "weather")["rain"]
    assert {(change.key, change.value) for change in focused.changes} == {("color", "red"), ("weather", "rain")}
    assert all("recall 0.00, 0." in change.reason for change in focused.changes)


def test_strength_decides_how_much_and_five_times_is_the_most(evaluation: Callable[[Keep], Any]) -> None:
    found = evaluation(lambda thing, _: thing["attributes"]["color"] != "red")
    red = [shares(focus(found, VALUES, strength).values, "color")["red"] for strength in (0.3, 1.0, 4.0)]
    assert 0.1 < red[0] < red[1] == red[2] == pytest.approx(0.5 / 1.4, abs=1e-3)
    with pytest.raises(ConfigError, match="expected a finding that a parameter of these scenes answers"):
        focus(found, VALUES, 0.0)


def test_what_is_left_to_the_scene_begins_with_the_shares_that_were_evaluated(
    evaluation: Callable[[Keep], Any],
) -> None:
    found = evaluation(lambda thing, _: thing["attributes"]["color"] != "red")
    (change,) = focus(found, {"scenes": ["vehicles"], "params": {}}).changes
    assert change.before == pytest.approx(0.25, abs=0.04) and change.after > 2 * change.before


def test_what_no_parameter_answers_is_said(evaluation: Callable[[Keep], Any]) -> None:
    found = evaluation(lambda thing, _: thing["attributes"]["color"] != "red" and thing["occlusion"] < 0.75)
    (left,) = focus(found, VALUES).left
    assert left.startswith("occlusion > 0.7") and "count, place, held, arms would move it" in left
    balanced = focus(evaluation(neither_red_nor_rain), {**VALUES, "balance": {"color": "equal"}})
    assert {change.key for change in balanced.changes} == {"weather"}
    assert balanced.left == ("color = red: 'color' is balanced, and stays as it is",)


@pytest.mark.parametrize("content", [{}, [], {"properties": 3}, {"properties": [{"key": "findings", "rows": [{}]}]}])
def test_other_json_is_refused(content: Any) -> None:
    with pytest.raises(DatasetError, match="focus: expected what evaluate --json wrote"):
        focus(content, VALUES)


def test_nothing_to_be_raised_is_said(evaluation: Callable[[Keep], Any]) -> None:
    with pytest.raises(ConfigError, match="this one has none: nothing is to be raised"):
        focus(evaluation(lambda thing, image: True), VALUES)


def test_the_command_writes_a_config_that_renders(
    evaluation: Callable[[Keep], Any], saved: Save, tmp_path: Path
) -> None:
    found = saved("e.json", evaluation(neither_red_nor_rain))
    (tmp_path / "run.yaml").write_text(make_config({"scenes": ["vehicles"], "count": 3}).to_yaml())
    words = ["focus", str(found), "--config", str(tmp_path / "run.yaml"), "--out", str(tmp_path / "focused.yaml")]
    done = CliRunner(env={"COLUMNS": "160"}).invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "vehicles.weather" in done.output and "color = red" in done.output
    config = make_config(load_yaml(tmp_path / "focused.yaml"))
    assert "choice" in str(config.params["vehicles"]["color"]) and config.count == 3
    again = CliRunner().invoke(app, words)
    assert "expected a new file, it is there already" in str(again.exception)
    assert json.loads(found.read_text())["title"]
