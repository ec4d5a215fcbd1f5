"""What is said of a factor is measured: two descriptions, and in what they differ."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from scenes import SceneSpec, find_scene, sample
from scenes.vary.design import Plan, Suite, read_suite
from scenes.vary.moved import ASPECTS, moved


def specs(scene: str, factor: str, values: str, settings: dict[str, object], repeat: int = 0) -> Iterator[SceneSpec]:
    script = find_scene(scene)
    params = script.params.read(settings, scene).with_size((64, 48))
    plan = Plan(read_suite(Suite(factors={factor: values}), {scene: params}))
    for cell in plan.cells:
        rng = np.random.default_rng(np.random.SeedSequence(0, spawn_key=(repeat,)))
        spec, _ = sample(script, plan.held(params, cell).for_picture(repeat), rng)
        yield plan.edited(spec, params, cell, rng)


@pytest.mark.parametrize(
    ("scene", "factor", "values", "changed"),
    [
        ("street", "color", "red,white", {"paint", "attributes"}),
        ("street", "exposure_ev", "-1,1", {"exposure"}),
        ("street", "jpeg", "90,20", {"film"}),
        ("street", "yaw_deg", "0,90", {"place"}),
        ("portrait", "skin_tone", "1,10", {"paint", "attributes", "exposure"}),
        ("portrait", "glasses", "none,clear", {"shape", "paint", "attributes"}),
        ("portrait", "eye_color", "blue,brown", {"paint", "attributes"}),
    ],
)
def test_what_is_drawn_for_one_parameter_moves_no_other(
    scene: str, factor: str, values: str, changed: set[str]
) -> None:
    settings: dict[str, object] = {"count": 2, "light": "day"} if scene == "street" else {}
    for one, other in pairwise(specs(scene, factor, values, settings)):
        assert set(moved(one, other)) <= changed
        assert moved(one, other)


@pytest.mark.parametrize("repeat", range(2))
def test_night_lights_lamps_and_moves_no_vehicle(repeat: int) -> None:
    day, night = specs("street", "light", "day,night", {"count": 2}, repeat)
    assert "light" in moved(day, night)
    assert not {"place", "camera"} & set(moved(day, night))


def test_another_type_of_vehicle_needs_another_place_and_that_is_seen() -> None:
    sedan, bus = specs("street", "type", "sedan,city_bus", {"count": 1})
    assert {"things", "place"} <= set(moved(sedan, bus))


def test_every_aspect_is_in_words() -> None:
    (spec, *_) = specs("street", "color", "red", {"count": 1})
    assert all(ASPECTS.values())
    assert moved(spec, spec) == []
