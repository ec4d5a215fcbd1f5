"""Conditions are answered by parameters of other names, and ranges of numbers by steps of their distribution."""

from typing import Any

import numpy as np
import pytest

from assets import ConfigError, DatasetError
from measure.evaluate.answers import SIDES, answered
from measure.evaluate.focus import Focused, focus
from scenes import find_scene
from scenes.distributions import Histogram
from scenes.traffic import TYPE_SHARES

DEFAULT = {"scenes": ["vehicles"], "params": {}}
PARAMETERS = frozenset(find_scene("vehicles").params.model_fields)


def told(*findings: tuple[str, float, float], **tables: dict[str, tuple[float, int]]) -> Any:
    """An evaluation: findings with their recall and the rest's, and of columns the recall and n of each condition."""
    rows = [{"condition": words, "recall": recall, "rest": rest, "n": 40} for words, recall, rest in findings]
    by = [
        {
            "key": f"by {column}",
            "rows": [
                {column: words, "recall": recall, "high": recall + 0.1, "n": n} for words, (recall, n) in table.items()
            ],
        }
        for column, table in tables.items()
    ]
    return {"properties": [{"key": "findings", "rows": rows}, *by]}


def law(focused: Focused, key: str) -> Any:
    params = find_scene("vehicles").params.read(focused.values["params"]["vehicles"], "vehicles")
    return getattr(params, key)


def share(histogram: Histogram, low: float, high: float) -> float:
    within = histogram.within(low, high)
    return (sum(within.weights) if within else 0.0) / sum(histogram.weights)


@pytest.mark.parametrize(
    ("column", "words", "answer"),
    [
        ("weather", "rain", ("weather", ("rain",))),
        ("dirt", "> 0.4", ("dirt", ((0.4, np.inf),))),
        ("fov_deg", "30.5 to 1e+02", ("fov_deg", ((30.5, 100.0),))),
        ("time_of_day", "night", ("light", ("night",))),
        ("time_of_day", "dawn", ("light", ("dusk",))),
        ("category", "motorcycle", ("type", ("motorcycle", "scooter", "moped"))),
        ("viewpoint", "rear", ("bearing_deg", ((157.5, 180.0),))),
        ("yaw_deg", "> 132", ("bearing_deg", ((132.0, 180.0),))),
        ("yaw_deg", "≤ -135", ("bearing_deg", ((135.0, 180.0),))),
        ("yaw_deg", "-20 to 50", ("bearing_deg", ((0.0, 50.0),))),
        ("occlusion", "> 0.4", None),
        ("category", "license_plate", None),
        ("time_of_day", "noon", None),
    ],
)
def test_a_condition_has_a_parameter_and_values_or_none(column: str, words: str, answer: Any) -> None:
    assert answered(column, words, PARAMETERS) == answer


def test_of_a_scene_that_has_yaw_its_own_parameter_is_the_answer() -> None:
    assert answered("yaw_deg", "> 40", frozenset(find_scene("portrait").params.model_fields)) == (
        "yaw_deg",
        ((40.0, np.inf),),
    )


def test_sides_go_once_around() -> None:
    assert sorted(set(SIDES.values())) == [(0, 22.5), (22.5, 67.5), (67.5, 112.5), (112.5, 157.5), (157.5, 180)]


def test_night_comes_more_often_from_the_shares_that_were_seen() -> None:
    seen = {"day": (0.8, 80), "dawn": (0.8, 5), "dusk": (0.8, 5), "night": (0.2, 10)}
    (change,) = (found := focus(told(("time_of_day = night", 0.2, 0.8), time_of_day=seen), DEFAULT)).changes
    assert (change.key, change.value, change.before) == ("light", "night", 0.1)
    options = dict(zip(law(found, "light").options, law(found, "light").weights, strict=True))
    assert options["night"] == pytest.approx(0.4 / 1.3, abs=1e-3) and options["day"] / options["dusk"] == pytest.approx(
        8.0, rel=0.01
    )


def test_a_category_raises_its_types_and_no_other() -> None:
    found = focus(told(("category = motorcycle", 0.1, 0.7)), DEFAULT)
    assert {change.value for change in found.changes} == {"motorcycle", "scooter", "moped"}
    after = dict(zip(law(found, "type").options, law(found, "type").weights, strict=True))
    assert after["motorcycle"] / after["sedan"] == pytest.approx(
        3 * TYPE_SHARES["motorcycle"] / TYPE_SHARES["sedan"], rel=0.02
    )
    assert after["bicycle"] / after["sedan"] == pytest.approx(TYPE_SHARES["bicycle"] / TYPE_SHARES["sedan"], rel=0.02)


def test_a_range_of_numbers_is_raised_and_keeps_its_shape_elsewhere() -> None:
    found = focus(told(("dirt > 0.5", 0.4, 0.8)), DEFAULT)
    (change,) = found.changes
    assert change.value == "> 0.5" and change.before == pytest.approx(0.19, abs=0.03)
    after = law(found, "dirt")
    assert share(after, 0.5, 1.0) == pytest.approx(change.after, abs=1e-3)
    assert change.after == pytest.approx(3 * change.before / (1 + 2 * change.before), abs=1e-3)
    assert share(after, 0.0, 0.1) / share(after, 0.0, 0.5) == pytest.approx(0.28, abs=0.06)
    assert np.diff(after.edges).min() > 0.0 and (after.edges[0], after.edges[-1]) >= (0.0, 0.5)


def test_views_from_behind_are_raised_on_either_side() -> None:
    seen = {"front": (0.9, 50), "left": (0.9, 20), "right": (0.9, 20), "rear": (0.3, 10)}
    (change,) = (found := focus(told(("viewpoint = rear", 0.3, 0.9), viewpoint=seen), DEFAULT)).changes
    assert (change.key, change.value) == ("bearing_deg", "157.5 to 180")
    assert change.before == pytest.approx(0.1) and change.after == pytest.approx(0.5 / 1.4, abs=1e-3)
    after = law(found, "bearing_deg")
    assert share(after, 157.5, 180) == pytest.approx(0.5 / 1.4, abs=1e-3)
    assert share(after, 0, 22.5) / share(after, 67.5, 112.5) == pytest.approx(50 / 40, rel=0.01)


def test_numbers_that_are_left_to_the_scene_stay_where_their_ends_are_unknown() -> None:
    seen = {"≤ 30": (0.9, 50), "> 30": (0.3, 50)}
    with pytest.raises(ConfigError, match="no share of a value of 'fov_deg' can be raised"):
        focus(told(("fov_deg > 30", 0.3, 0.9), fov_deg=seen), DEFAULT)


def test_tables_that_are_asked_for_count_in_place_of_findings() -> None:
    weather = {"clear": (0.8, 100), "rain": (0.5, 40), "snow": (0.75, 20)}
    evaluation = told(("color = red", 0.1, 0.8), weather=weather)
    (change,) = focus(evaluation, DEFAULT, by=["weather"]).changes
    assert (change.key, change.value) == ("weather", "rain")
    assert change.reason == "weather = rain: recall 0.50, 0.79 elsewhere, n = 40"
    with pytest.raises(ConfigError, match="--by light: expected a column that evaluate --by has made a table of"):
        focus(evaluation, DEFAULT, by=["light"])
    with pytest.raises(ConfigError, match="expected conditions that are worse by weather, this one has none"):
        focus(told(weather={"clear": (0.8, 100), "rain": (0.79, 40)}), DEFAULT, by=["weather"])
    broken = {"properties": [{"key": "by weather", "rows": [{"weather": "rain"}]}]}
    with pytest.raises(DatasetError, match="got a table of another kind"):
        focus(broken, DEFAULT, by=["weather"])
