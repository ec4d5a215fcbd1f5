"""Conditions: the notation, whose value counts, and what wrong ones say."""

import numpy as np
import pytest

from assets import ConfigError
from assets.random import stream
from scenes import Distribution, SceneParams, integer, name, number
from scenes.distributions import Choice, Constant, Given, Uniform, parse
from scenes.params import Bins


class Params(SceneParams):
    bins = {"age_group": Bins("age", ((13, "child"), (200, "adult")))}  # noqa: RUF012

    type: Distribution = name("choice(car, bus)", ("car", "bus"))
    age: Distribution = number("uniform(0, 90)", 0, 90)
    count: Distribution = integer("uniform(1, 3)", 1, 9)
    length: Distribution = number(4, 1, 20, "m")


@pytest.mark.parametrize(
    "value",
    [
        "given(type, {car: uniform(4, 5), bus: choice({9: 1, 12: 2}), else: 3})",
        'given(type, {car: "uniform(4, 5)", bus: choice({9: 1, 12: 2}), else: 3})',
        "{given: type, car: uniform(4, 5), bus: choice({9: 1, 12: 2}), else: 3}",
        {"given": "type", "car": "uniform(4, 5)", "bus": {9: 1, 12: 2}, "else": 3},
    ],
)
def test_all_notations_say_the_same(value: object) -> None:
    cases = (("car", Uniform(4, 5)), ("bus", Choice((9, 12), (1.0, 2.0))))
    assert parse(value) == Given("type", cases, Constant(3))
    assert parse(str(parse(value))) == parse(value)


def test_the_condition_is_the_value_that_the_scene_drew() -> None:
    params = Params.read({"length": "given(type, {bus: uniform(9, 12), else: 4})"}, "scene")
    for seed in range(20):
        rng = np.random.default_rng(seed)
        bus = params.name(rng, "type") == "bus"
        assert (params.number(rng, "length") >= 9) == bus
        assert (params.number(stream(rng, "deeper"), "length") >= 9) == bus


def test_a_thing_looks_at_its_own_value_and_not_at_its_neighbours() -> None:
    params = Params.read({"length": "given(type, {bus: 12, else: 4})"}, "scene")
    things = [stream(np.random.default_rng(1), f"thing {index}") for index in range(20)]
    types = [params.name(rng, "type") for rng in things]
    assert [params.number(rng, "length") == 12 for rng in things] == [type == "bus" for type in types]
    assert len(set(types)) == 2


def test_a_condition_may_be_a_bin_or_a_whole_number() -> None:
    params = Params.read(
        {"length": "given(age_group, {child: 1, adult: 2})", "type": "given(count, {1: car, else: bus})"}, "s"
    )
    for seed in range(20):
        rng = np.random.default_rng(seed)
        assert params.number(rng, "length") == (1 if params.number(rng, "age") < 13 else 2)
        assert params.name(rng, "type") == ("car" if params.integer(rng, "count") == 1 else "bus")


def test_a_condition_may_have_a_condition_of_its_own() -> None:
    laws = {
        "length": "given(type, {bus: 12, car: 4})",
        "type": "given(count, {1: car, else: bus})",
        "count": "given(age_group, {child: 1, adult: 3})",
    }
    params = Params.read(laws, "scene")
    for seed in range(20):
        rng = np.random.default_rng(seed)
        length = params.number(rng, "length")  # asked for first, drawn last
        assert length == (4 if params.number(rng, "age") < 13 else 12)
        assert params.name(rng, "type") == ("car" if length == 4 else "bus")


@pytest.mark.parametrize(
    ("laws", "way"),
    [
        ({"age": "given(age_group, {child: 1, else: 20})"}, "age given age_group"),
        ({"type": "given(count, {1: car, else: bus})", "count": "given(type, {car: 1, else: 2})"}, "given count given"),
        (
            {
                "age": "given(type, {car: 3, else: 30})",
                "type": "given(count, {1: car, else: bus})",
                "count": "given(age_group, {child: 1, else: 2})",
            },
            "type given count given age given type",
        ),
    ],
)
def test_no_condition_comes_back_to_where_it_began(laws: dict[str, str], way: str) -> None:
    with pytest.raises(ConfigError, match=f"expected a condition that does not come back to it, got .*{way}"):
        Params.read(laws, "scene")


def test_cases_are_wanted_for_whatever_a_condition_of_its_own_can_give() -> None:
    laws = {"length": "given(type, {car: 4})", "type": "given(count, {1: car, else: bus})"}
    with pytest.raises(ConfigError, match="given type: expected else, or cases for bus"):
        Params.read(laws, "scene")


def test_a_dump_reads_back() -> None:
    params = Params.read({"length": "given(type, {bus: uniform(9, 12), else: 4})"}, "scene")
    assert Params.read(params.model_dump(), "scene") == params


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("given(tpye, {car: 3, else: 4})", r"scene.length: .*got 'tpye' \(did you mean 'type'\?\)"),
        ("given(length, {1: 3, else: 4})", r"scene.length: .*got 'length'"),
        ("given(age, {1: 3, else: 4})", r"names or whole numbers as the condition, got 'age'"),
        ("given(type, {cat: 3, else: 4})", r"scene.length: given type: .*got 'cat' \(did you mean 'car'\?\)"),
        ("given(age_group, {chidl: 3, else: 4})", r"got 'chidl' \(did you mean 'child'\?\)"),
        ("given(type, {car: 99, else: 4})", r"scene.length: expected a value in 1..20 m, got 99"),
        ("given(type, {car: 3})", r"given type: expected else, or cases for bus"),
        ("given(type)", r"expected given\(KEY, \{VALUE: DISTRIBUTION"),
        ("given(type, {car:3})", r"with a space after the colon"),
        ("given(type, {else: 3})", r"expected one or more of its values"),
    ],
)
def test_errors_name_the_key_the_range_and_the_nearest(value: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        Params.read({"length": value}, "scene")
