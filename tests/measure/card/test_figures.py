"""What a card computes: figures that are also computed by hand, and intervals that hold what they say."""

import numpy as np
import pytest

from measure.card.association import association, evenness, ratio
from measure.card.privacy import neighbours
from measure.card.skin import lightness


def test_what_is_told_of_counts_is_what_they_are() -> None:
    assert evenness(np.array([5, 5, 5, 5])) == pytest.approx(1.0)
    assert evenness(np.array([10, 0, 0])) == 0.0
    assert evenness(np.array([1, 3])) == pytest.approx(0.8113, abs=1e-4)  # of a coin of 1/4, in bits
    assert ratio(np.array([2, 6, 3])) == 3.0
    assert ratio(np.array([2, 0])) is None


def test_independent_draws_are_not_associated_and_the_interval_says_so() -> None:
    rng = np.random.default_rng(0)
    found = []
    for _ in range(100):
        table = np.zeros((10, 5), np.int64)
        np.add.at(table, (rng.integers(10, size=4000), rng.integers(5, size=4000)), 1)
        one = association(table)
        assert one is not None
        assert 0.0 <= one.low <= one.value <= one.high <= 1.0
        found.append(one)
    assert max(one.value for one in found) <= 0.05
    assert sum(one.low > 0.0 for one in found) <= 8  # 2.5 of 100 are meant


def test_the_correction_takes_out_what_small_samples_add() -> None:
    """The plain V of 60 independent draws in 10 × 5 cells is about 0.39 (Bergsma, 2013); corrected it is small."""
    rng = np.random.default_rng(1)
    values, plain = [], []
    for _ in range(200):
        table = np.zeros((10, 5), np.int64)
        np.add.at(table, (rng.integers(10, size=60), rng.integers(5, size=60)), 1)
        expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / 60
        plain.append(float(np.sqrt(np.nansum((table - expected) ** 2 / np.where(expected, expected, np.nan)) / 60 / 4)))
        one = association(table)
        assert one is not None
        values.append(one.value)
    assert np.mean(plain) > 0.35
    assert np.mean(values) < 0.12


def test_the_interval_holds_a_known_association() -> None:
    """Of P(same) = 0.6 on 2 × 2, V is 0.2."""
    rng, inside = np.random.default_rng(2), 0
    for _ in range(200):
        first = rng.integers(2, size=500)
        second = np.where(rng.uniform(size=500) < 0.6, first, 1 - first)
        table = np.zeros((2, 2), np.int64)
        np.add.at(table, (first, second), 1)
        one = association(table)
        assert one is not None
        inside += one.low <= 0.2 <= one.high
    assert inside >= 180


def test_what_decides_another_is_associated_and_too_few_say_nothing() -> None:
    found = association(np.diag([50, 50, 50]))
    assert found is not None
    assert found.value == pytest.approx(1.0)
    assert found.low > 0.8
    assert association(np.array([[3, 0], [4, 0]])) is None
    assert association(np.zeros((0, 0), np.int64)) is None


def test_lightness_is_cie_s() -> None:
    assert lightness(np.array([[255, 255, 255], [0, 0, 0], [119, 119, 119]])) == pytest.approx([100, 0, 50.0], abs=0.2)


def test_neighbours_are_the_nearest_others() -> None:
    heads = np.array([[[0.0, 0, 0]], [[3.0, 4, 0]], [[0.0, 1, 0]]])
    assert neighbours(heads).tolist() == pytest.approx([1.0, 18**0.5, 1.0])
