"""Weights of a pool: slopes are right, and a mixture stands for its classes."""

import numpy as np
import pytest
from scipy.optimize import check_grad

from measure.fit.cells import Cells
from measure.fit.descent import descended
from measure.fit.determined import Spread
from measure.fit.figures import Figure
from measure.fit.returning import returned
from measure.fit.rows import Placed
from measure.fit.weighing import Pool, Shares, _Problem, seek
from scenes.distributions import Constant

LAW = Constant(0)  # of no account here
TABLES = [
    Cells("kind", None, None, ("x", "y", "z"), (), LAW, np.array([0.2, 0.3, 0.5])),
    Cells("size", None, None, (), (0.0, 1.0, 2.0, 3.0, 4.0), LAW, np.array([0.1, 0.4, 0.2, 0.3])),
]


def placed(kinds: np.ndarray, sizes: np.ndarray) -> Placed:
    """Rows that have drawn these cells; -1 for none."""
    cells = np.stack([np.where(kinds < 0, 7, kinds), np.where(sizes < 0, 7, 3 + sizes)], axis=1)
    return Placed(cells, np.zeros(len(cells), np.bool_), 7)


def figure(key: str, codes: np.ndarray, gains: np.ndarray, weight: float = 1.0) -> Figure:
    return Figure(key, codes, gains, weight)


@pytest.mark.parametrize("classes", [1, 3])
def test_slopes_are_those_of_the_value(classes: int) -> None:
    rng = np.random.default_rng(1)
    rows = placed(rng.integers(-1, 3, 30), rng.integers(-1, 4, 30))
    figures = [figure(key, rng.integers(0, 7, 30), rng.uniform(0, 2, (6, n)), 1.3) for key, n in (("a", 5), ("b", 2))]
    assert any(6 in each.codes for each in figures), "rows without a bin"
    wanted = [rng.uniform(size=5), rng.uniform(size=2)]
    centre = np.log(np.concatenate([table.own for table in TABLES]))
    pool, emphasis = Pool(rows, rng.normal(size=30), figures, 20), rng.uniform(0.1, 2.0, 30)
    problem = _Problem(pool, wanted, TABLES, centre, 1e-2, classes, np.arange(7) != 1, 0.01, emphasis)
    at = rng.normal(size=problem.size)
    assert np.linalg.norm(problem(at)[1]) > 1e-3
    assert check_grad(lambda x: problem(x)[0], lambda x: problem(x)[1], at) < 1e-6


def test_shares_are_found_that_give_the_wanted_figures() -> None:
    rng = np.random.default_rng(2)
    kinds, sizes = rng.integers(0, 3, 900), rng.integers(0, 4, 900)
    figures = [figure("kind", kinds, np.eye(3))]
    pool = Pool(placed(kinds, sizes), np.full(900, np.log(1 / 3) + np.log(1 / 4)), figures, 900)
    shares, _ = seek(pool, [np.array([0.7, 0.2, 0.1])], TABLES, 900, even=1e-4)
    assert shares.marginal()[:3] == pytest.approx([0.7, 0.2, 0.1], abs=0.02)
    assert shares.marginal()[3:] == pytest.approx(TABLES[1].own, abs=0.05), "what tells of nothing stays"
    held, _ = seek(pool, [np.array([0.7, 0.2, 0.1])], TABLES, 900, held=frozenset({"kind"}))
    assert held.marginal()[:3] == pytest.approx(TABLES[0].own)


def test_a_mixture_is_as_likely_as_its_classes_together() -> None:
    both = Shares(np.array([0.25, 0.75]), np.array([[0.5, 0.5, 0, 1.0, 0, 0, 0], [0, 0.5, 0.5, 0, 0, 0, 1.0]]))
    rows = placed(np.array([1, 2, -1]), np.array([0, 3, 3]))
    assert np.exp(both.log_likelihood(rows)) == pytest.approx([0.25 * 0.5, 0.75 * 0.5, 0.75])


def test_a_valley_is_followed_to_its_end() -> None:
    def valley(
        x: np.ndarray[tuple[int], np.dtype[np.float64]],
    ) -> tuple[float, np.ndarray[tuple[int], np.dtype[np.float64]]]:
        a, b = x
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2, np.array(
            [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)]
        )

    assert descended(valley, np.array([-1.2, 1.0])) == pytest.approx([1.0, 1.0], abs=1e-2)


def test_what_is_not_determined_goes_back_as_far_as_labels_of_so_few_pictures_bear_it() -> None:
    rng = np.random.default_rng(3)
    kinds, sizes = rng.integers(0, 3, 900), rng.integers(0, 4, 900)
    pool = Pool(
        placed(kinds, sizes), np.full(900, np.log(1 / 3) + np.log(1 / 4)), [figure("kind", kinds, np.eye(3))], 900
    )
    found = Shares.of(np.array([0.8, 0.1, 0.1, 0.7, 0.1, 0.1, 0.1]))
    wanted = [found.cells[0, :3]]
    own = np.concatenate([table.own for table in TABLES])

    def after(chance: float, of: dict[str, float]) -> np.ndarray:
        others = [[wanted[0] + [chance, -chance, 0.0]]]
        known = {key: Spread(spread) for key, spread in of.items()}
        return returned(pool, wanted, TABLES, found, known, others).marginal()

    loose = after(0.2, {"kind": 0.4, "size": 0.3})
    assert loose[3:] == pytest.approx(own[3:]), "no label tells of it"
    assert own[0] < loose[0] < 0.8 and 0.1 < loose[2] < own[2], "labels bear a part of the way"
    assert after(0.4, {"kind": 0.4, "size": 0.3})[0] < loose[0], "the fewer pictures, the more"
    assert after(0.2, {"kind": 0.01, "size": 0.3})[:3] == pytest.approx([0.8, 0.1, 0.1]), "what is determined stays"
