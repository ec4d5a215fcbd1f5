"""Distances, and what chance makes of them."""

import numpy as np
import pytest

from measure.statistics import (
    Gap,
    correlation_gap,
    effective,
    name_gap,
    number_gap,
    total_variation,
    wasserstein,
)


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def alone(values: np.ndarray) -> np.ndarray:
    return np.arange(len(values))


def test_distances_are_what_they_are_on_paper() -> None:
    a, b = np.array([0.0, 1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0, 5.0])
    assert number_gap(a, b, alone(a), alone(b)).distance == 0.5
    assert wasserstein(a, b) == 2.0
    assert total_variation(np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.5, 0.25])) == 0.25


def test_a_score_is_full_where_chance_would_do_and_falls_beyond_it() -> None:
    assert Gap(0.1, 0.2).score == 100.0
    assert Gap(0.5, 0.0).score == 50.0
    assert Gap(0.5, 0.3).beyond == pytest.approx(0.4)
    assert Gap(1.0, 0.0).score == 0.0


def test_chance_is_exceeded_about_once_in_a_hundred() -> None:
    draw = rng()
    numbers = [number_gap(*(draw.normal(size=(2, 300))), np.arange(300), np.arange(300)) for _ in range(400)]
    names = [name_gap(*draw.integers(0, 6, (2, 300)), np.arange(300), np.arange(300), 6) for _ in range(400)]
    pairs = [correlation_gap(*draw.normal(size=(2, 300, 2)), 300, 300)[0] for _ in range(400)]
    for gaps in (numbers, names, pairs):
        assert sum(gap.distance > gap.chance for gap in gaps) <= 12  # 4 are expected


def test_a_thousand_things_of_twenty_pictures_are_worth_twenty() -> None:
    draw = rng()
    pictures = np.repeat(np.arange(20), 50)
    alike, unlike = np.repeat(draw.normal(size=20), 50), draw.normal(size=1000)
    assert effective(alike, pictures) == pytest.approx(20, rel=0.01)
    assert effective(unlike, pictures) > 500


def test_likeness_within_pictures_raises_what_chance_may_do() -> None:
    draw = rng()
    pictures = np.repeat(np.arange(40), 25)
    gaps = [
        number_gap(*(np.repeat(draw.normal(size=40), 25) + draw.normal(0, 0.1, 1000) for _ in "ab"), pictures, pictures)
        for _ in range(100)
    ]
    assert sum(gap.distance > gap.chance for gap in gaps) <= 4
    assert min(gap.chance for gap in gaps) > 0.2


def test_a_correlation_that_one_set_lacks_is_found() -> None:
    draw = rng()
    x = draw.normal(size=500)
    joined, apart = np.column_stack([x, x + draw.normal(size=500)]), draw.normal(size=(500, 2))
    gap, first, second = correlation_gap(joined, apart, 500, 500)
    assert first > 0.6 and abs(second) < 0.15
    assert gap.distance == pytest.approx((first - second) / 2)
    assert gap.score < 75
