"""Which frame of a suite shows what."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from assets import ConfigError
from scenes import find_scene
from scenes.vary.design import Plan, Suite, read_suite


def suite(factors: Mapping[str, Any], scene: str = "vehicles", settings: Mapping[str, Any] = {}, **more: Any) -> Suite:
    params = find_scene(scene).params.read(settings, scene)
    return read_suite(Suite(factors=dict(factors), **more), {scene: params})


def test_a_range_has_both_its_ends_and_decimals_as_they_are_written() -> None:
    found = suite({"yaw_deg": "0:345:15", "rain": "0:1:0.1", "clutter": "1:4"}).factors
    assert found["yaw_deg"] == tuple(float(angle) for angle in range(0, 346, 15))
    assert found["rain"] == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    assert found["clutter"] == (1, 2, 3, 4)


def test_a_grid_has_every_combination_and_all_cells_of_a_scene_come_in_a_row() -> None:
    plan = Plan(suite({"color": "red,blue", "yaw_deg": [0, 90, 180]}, repeat=4))
    assert len(plan) == 24
    assert len({tuple(cell.items()) for cell in plan.cells}) == 6
    assert [plan.place(number) for number in (0, 5, 6, 23)] == [(0, 0), (0, 5), (1, 0), (3, 5)]
    assert plan.factors(7) == {"color": "red", "yaw_deg": 90.0}


def test_one_at_a_time_leaves_the_others_to_the_scene() -> None:
    plan = Plan(suite({"color": "red,blue", "rain": [0, 1]}, design="one"))
    assert list(plan.cells) == [{"color": "red"}, {"color": "blue"}, {"rain": 0.0}, {"rain": 1.0}]


def test_a_hypercube_has_each_part_of_every_range_once() -> None:
    asked = suite({"rain": "0:1", "yaw_deg": "0:360", "color": "red,blue"}, design="lhs", cells=20)
    cells = Plan(asked, seed=3).cells
    for key, high in (("rain", 1.0), ("yaw_deg", 360.0)):
        parts = sorted(int(float(cell[key]) / high * 20) for cell in cells)
        assert parts == list(range(20))
    assert sorted(str(cell["color"]) for cell in cells) == ["blue"] * 10 + ["red"] * 10
    assert cells == Plan(asked, seed=3).cells
    assert cells != Plan(asked, seed=4).cells
    rain, yaw = (np.array([float(cell[key]) for cell in cells]) for key in ("rain", "yaw_deg"))
    assert abs(float(np.corrcoef(rain, yaw)[0, 1])) < 0.7


def test_a_factor_of_the_first_thing_is_said_to_be() -> None:
    assert suite({"color": "red,blue"}).of == "all"
    assert suite({"yaw_deg": [0, 90]}).of == "first"
    assert suite({"yaw_deg": [0, 90]}, scene="portrait").of == "all"  # a parameter of people


@pytest.mark.parametrize(
    ("factors", "more", "sentence"),
    [
        ({"colour": "red"}, {}, "factor 'colour': expected a parameter of 'vehicles', or .*did you mean 'color'"),
        ({"color": "read"}, {}, "factor 'color': expected one of .*did you mean 'red'"),
        ({"yaw_deg": "0:90:-3"}, {}, "expected a step above 0"),
        ({"yaw_deg": "90:0:3"}, {}, "expected LOW:HIGH:STEP, such as 0:345:15, got '90:0:3'"),
        ({"yaw_deg": "0:90"}, {}, "expected LOW:HIGH:STEP, such as 0:345:15, with the design grid"),
        ({"yaw_deg": "0:1e9:1e-9"}, {}, "at most 10000 values"),
        ({"yaw_deg": "0:900:90"}, {}, "expected a value in -360..360 deg, got 450"),
        ({"color": "red,red"}, {}, "expected each value once"),
        ({"color": "choice(red, blue)"}, {}, "factor 'color': expected one of"),
        ({"occlusion": "uniform(0, 1)"}, {}, "factor 'occlusion': expected"),
        ({"color": "red,blue"}, {"cells": 5}, "with the design lhs, and with it alone"),
        ({"color": "red,blue"}, {"design": "lhs"}, "with the design lhs, and with it alone"),
        ({"yaw_deg": [0, 90]}, {"of": "all"}, "'yaw_deg' is of the first thing; expected of: first"),
        ({"yaw_deg": "0:359:1", "rain": "0:1:0.002"}, {}, "at most 100000 cells, got 180360"),
    ],
)
def test_what_cannot_be_is_a_sentence(factors: dict[str, Any], more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        suite(factors, **more)


def test_a_kept_identity_is_not_varied_of_one_person_alone() -> None:
    with pytest.raises(ConfigError, match="'skin_tone' is part of who somebody is"):
        suite({"skin_tone": [1, 9]}, scene="group", settings={"identities": 5}, of="first")


def test_values_of_one_thing_leave_the_others_as_they_are_drawn() -> None:
    params = find_scene("vehicles").params.read({}, "vehicles").for_picture(0)
    rng = np.random.default_rng(np.random.SeedSequence(1))
    first = Plan(suite({"color": "red"}, of="first")).held(params, {"color": "red"})
    every = Plan(suite({"color": "red"})).held(params, {"color": "red"})
    assert [first.of(thing).value(rng, "color") for thing in (0, 1)] == ["red", params.of(1).value(rng, "color")]
    assert [every.of(thing).value(rng, "color") for thing in (0, 1)] == ["red", "red"]
