"""The notation of distributions, and that samples follow it."""

import numpy as np
import pytest

from assets import ConfigError
from scenes.distributions import Beta, Choice, Constant, LogUniform, TruncNormal, Uniform, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uniform(1, 6)", Uniform(1, 6)),
        ("loguniform(1, 100)", LogUniform(1, 100)),
        ("normal(0, 10)", TruncNormal(0, 10)),
        ("truncnormal(0, 10, -30, 30)", TruncNormal(0, 10, -30, 30)),
        ("beta(2, 5)", Beta(2, 5)),
        ("beta(2, 5, 10, 20)", Beta(2, 5, 10, 20)),
        ("choice({red: 2, blue: 1})", Choice(("red", "blue"), (2.0, 1.0))),
        ("choice(red, blue)", Choice(("red", "blue"), (1.0, 1.0))),
        ({"red": 2, "blue": 1}, Choice(("red", "blue"), (2.0, 1.0))),
        (["red", "blue"], Choice(("red", "blue"), (1.0, 1.0))),
        ("4.5", Constant(4.5)),
        (3, Constant(3)),
        ("red", Constant("red")),
        ("sky/evening (2).exr", Constant("sky/evening (2).exr")),
    ],
)
def test_notation_is_read(text: object, expected: object) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "distribution",
    [Uniform(1, 6), LogUniform(1, 9), TruncNormal(0, 1), TruncNormal(0, 1, -2, 2), Beta(2, 5), Constant("a")],
    ids=str,
)
def test_str_is_the_notation(distribution: object) -> None:
    assert parse(str(distribution)) == distribution


def test_choice_survives_its_own_notation() -> None:
    choice = Choice(("red", "dark blue"), (2.0, 0.5))
    assert parse(str(choice)) == choice


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("uniform(6, 1)", "low ≤ high"),
        ("uniform(1)", "2 numbers"),
        ("uniform(a, b)", "2 numbers"),
        ("uniform(.nan, 1)", "2 numbers"),
        ("gauss(0, 1)", "expected one of uniform"),
        ("normal(0, 0)", "sd above 0"),
        ("loguniform(0, 1)", "low above 0"),
        ("beta(0, 1)", "a and b above 0"),
        ("choice()", "1 or more values"),
        ("choice({red: -1})", "weights ≥ 0"),
        ("choice({red: blue})", "a number as the weight"),
        ("uniform([1, 2)", "cannot be read"),
        ("", "expected a number, a name or a distribution"),
        (None, "expected a number, a name or a distribution"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(text: object, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        parse(text)


@pytest.mark.parametrize(
    ("distribution", "mean"),
    [(Uniform(2, 4), 3.0), (TruncNormal(5, 1), 5.0), (TruncNormal(0, 1, 0, 10), 0.798), (Beta(2, 2, 0, 8), 4.0)],
    ids=str,
)
def test_samples_have_the_mean_and_stay_within_the_support(distribution: Uniform, mean: float) -> None:
    rng = np.random.default_rng(1)
    values = np.array([distribution.sample(rng) for _ in range(4000)])
    low, high = distribution.support()
    assert values.mean() == pytest.approx(mean, rel=0.03)
    assert low <= values.min()
    assert values.max() <= high


def test_choice_follows_its_weights() -> None:
    rng = np.random.default_rng(1)
    drawn = [Choice(("a", "b", "c"), (3.0, 1.0, 0.0)).sample(rng) for _ in range(4000)]
    assert drawn.count("a") / 4000 == pytest.approx(0.75, abs=0.03)
    assert "c" not in drawn
