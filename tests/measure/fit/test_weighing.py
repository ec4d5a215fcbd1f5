"""Weights of a pool: slopes are right, and a mixture stands for its classes."""

import numpy as np
import pytest
from scipy.optimize import check_grad

from measure.fit.cells import Cells
from measure.fit.descent import descended
from measure.fit.figures import Figure
from measure.fit.weighing import Pool, Shares, _Problem, seek
from scenes.distributions import Constant

LAW = Constant(0)  # of no account here
TABLES = [
    Cells("kind", None, None, ("x", "y", "z"), (), LAW, np.array([0.2, 0.3, 0.5])),
    Cells("size", None, None, (), (0.0, 1.0, 2.0, 3.0, 4.0), LAW, np.array([0.1, 0.4, 0.2, 0.3])),
]


@pytest.mark.parametrize("classes", [1, 3])
def test_slopes_are_those_of_the_value(classes: int) -> None:
    rng = np.random.default_rng(1)
    counts = np.zeros((30, 7))
    counts[np.arange(30), rng.integers(0, 3, 30)] = 1.0
    counts[np.arange(30), 3 + rng.integers(0, 4, 30)] = 2.0
    figures = [Figure(key, rng.uniform(0, 2, (30, n)), rng.uniform(1, 3, 30), 1.3) for key, n in (("a", 5), ("b", 2))]
    wanted = [rng.uniform(size=5), rng.uniform(size=2)]
    centre = np.log(np.concatenate([table.own for table in TABLES]))
    pool, emphasis = Pool(counts, rng.normal(size=30), figures), rng.uniform(0.1, 2.0, 30)
    problem = _Problem(pool, wanted, TABLES, centre, 1e-2, classes, frozenset(), 0.01, emphasis)
    at = rng.normal(size=problem.size)
    assert np.linalg.norm(problem(at)[1]) > 1e-3
    assert check_grad(lambda x: problem(x)[0], lambda x: problem(x)[1], at) < 1e-6


def test_shares_are_found_that_give_the_wanted_figures() -> None:
    rng = np.random.default_rng(2)
    kinds, sizes = rng.integers(0, 3, 900), rng.integers(0, 4, 900)
    counts = np.zeros((900, 7))
    counts[np.arange(900), kinds] = counts[np.arange(900), 3 + sizes] = 1.0
    figure = Figure("kind", (kinds[:, None] == np.arange(3)).astype(float), np.ones(900), 1.0)
    drawn = np.full(900, np.log(1 / 3) + np.log(1 / 4))
    shares, _ = seek(Pool(counts, drawn, [figure]), [np.array([0.7, 0.2, 0.1])], TABLES, even=1e-4)
    assert shares.marginal()[:3] == pytest.approx([0.7, 0.2, 0.1], abs=0.02)
    assert shares.marginal()[3:] == pytest.approx(TABLES[1].own, abs=0.05), "what tells of nothing stays"
    held, _ = seek(Pool(counts, drawn, [figure]), [np.array([0.7, 0.2, 0.1])], TABLES, held=frozenset({"kind"}))
    assert held.marginal()[:3] == pytest.approx(TABLES[0].own)


def test_a_mixture_is_as_likely_as_its_classes_together() -> None:
    both = Shares(np.array([0.25, 0.75]), np.array([[0.5, 0.5, 0, 1.0, 0, 0, 0], [0, 0.5, 0.5, 0, 0, 0, 1.0]]))
    counts = np.array([[0, 1.0, 0, 1.0, 0, 0, 0], [0, 0, 1.0, 0, 0, 0, 1.0]])
    assert np.exp(both.log_likelihood(counts)) == pytest.approx([0.25 * 0.5, 0.75 * 0.5])


def test_a_valley_is_followed_to_its_end() -> None:
    def valley(
        x: np.ndarray[tuple[int], np.dtype[np.float64]],
    ) -> tuple[float, np.ndarray[tuple[int], np.dtype[np.float64]]]:
        a, b = x
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2, np.array(
            [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)]
        )

    assert descended(valley, np.array([-1.2, 1.0])) == pytest.approx([1.0, 1.0], abs=1e-2)
