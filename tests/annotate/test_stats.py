"""Counts, evenness and the tests against what was wanted."""

import numpy as np
import pytest

from annotate.histogram import histogram
from annotate.stats import THINGS, Column, Requested, evenness, p_value


def column(values):
    return Column("scene", THINGS, "key", list(values))


def test_names_are_counted_and_numbers_are_not():
    assert column(["a", "b", "a"]).counts(["c"]) == {"a": 2, "b": 1, "c": 0}
    assert column([3, 1, 10, 3]).counts() == {"1": 1, "3": 2, "10": 1}
    assert column([True, False, True]).counts() == {"true": 2, "false": 1}
    assert column([1.5, 2]).numeric and column([5, 900]).numeric and not column([1, 10]).numeric


def test_evenness_is_1_for_equal_counts_and_0_for_a_single_one():
    assert evenness([5, 5, 5, 5], 4) == pytest.approx(1.0)
    assert evenness([20, 0, 0, 0], 4) == 0.0
    assert evenness([5, 5], 4) == pytest.approx(0.5)


def test_what_follows_the_request_has_an_ordinary_p_and_what_does_not_a_small_one():
    rng = np.random.default_rng(0)
    coins = Requested.of({"heads": 0.5, "tails": 0.5})
    fair = [p_value(column(rng.choice(["heads", "tails"], 200).tolist()), coins) for _ in range(200)]
    assert np.mean(np.array(fair) < 0.05) == pytest.approx(0.05, abs=0.04)
    assert p_value(column(["heads"] * 130 + ["tails"] * 70), coins) == pytest.approx(2.21e-5, rel=0.01)
    assert p_value(column(["heads", "edge"]), coins) == 0.0


@pytest.mark.parametrize(("counts", "expected"), [((30, 20, 10), 0.00674), ((22, 18, 12, 8), 0.0519)])
def test_chi_square_is_that_of_the_tables(counts, expected):
    values = [str(index) for index, count in enumerate(counts) for _ in range(count)]
    wanted = Requested.of({str(index): 1 / len(counts) for index in range(len(counts))})
    assert p_value(column(values), wanted) == pytest.approx(expected, rel=0.01)


def test_numbers_are_compared_as_distributions():
    rng = np.random.default_rng(0)
    wanted = Requested(numbers=rng.normal(size=4000))
    same = [p_value(column(rng.normal(size=60).tolist()), wanted) for _ in range(200)]
    assert np.mean(np.array(same) < 0.05) == pytest.approx(0.05, abs=0.04)
    assert p_value(column(rng.normal(1.0, size=60).tolist()), wanted) < 1e-4


def test_a_histogram_has_a_bar_for_each_value_as_long_as_its_share():
    picture = histogram("title", ["a", "b"], [0.75, 0.25], [0.5, 0.5])
    bars = (picture == (120, 160, 205)).all(axis=2).sum(axis=1)
    first, second = bars[44:66].max(), bars[66:88].max()
    assert first > 2.5 * second > 0
    assert histogram("title", [str(i) for i in range(90)], [1 / 90] * 90).shape[0] < 1000
