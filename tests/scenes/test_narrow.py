"""Distributions within an interval."""

import numpy as np
import pytest

from scenes.distributions import parse
from scenes.narrow import narrowed


@pytest.mark.parametrize(
    "text",
    [
        "uniform(0, 10)",
        "loguniform(1, 10)",
        "normal(3, 2)",
        "normal(-90, 1)",
        "beta(0.5, 0.8, 0, 10)",
        "beta(90, 1, 0, 10)",
    ],
)
def test_values_are_at_least_low_and_below_high(text: str) -> None:
    inside = narrowed(parse(text), 2.0, 4.0)
    assert inside is not None
    rng = np.random.default_rng(0)
    values = np.array([inside.sample(rng) for _ in range(200)])
    assert values.min() >= 2.0 and values.max() < 4.0 and np.ptp(values) > 0.5


def test_a_choice_keeps_its_weights_within() -> None:
    assert narrowed(parse("choice({1: 1, 2: 3, 3: 1, 4: 9})"), 2.0, 4.0) == parse("choice({2.0: 3, 3.0: 1})")


@pytest.mark.parametrize("text", ["uniform(0, 2)", "7", "choice(1, 4)"])
def test_where_it_never_is_there_is_none(text: str) -> None:
    assert narrowed(parse(text), 2.0, 4.0) is None
