"""The network of ``--method deep`` learns what belongs together, and has no cell that too little stands behind."""

import numpy as np
import pytest

from measure.fit.cells import Cells
from measure.fit.deep import network_model
from measure.fit.figures import Figure
from measure.fit.rows import Rows
from measure.fit.tilting import tilted
from measure.fit.training import taught
from scenes.distributions import Constant, Learned, Uniform
from scenes.network import Network, Variable
from tests.measure.fit.test_floor import PARAMS


def test_what_is_taught_can_be_drawn_in_any_order() -> None:
    rng = np.random.default_rng(3)
    first = rng.integers(0, 3, 1500)
    second = np.where(rng.uniform(size=1500) < 0.85, first, rng.integers(0, 3, 1500))
    third = np.where(rng.uniform(size=1500) < 0.9, 2 - second, rng.integers(0, 3, 1500))
    cells = np.stack([first, second, third], axis=1)
    layers = taught(cells, np.ones_like(cells, np.bool_), np.full(1500, 1 / 1500), (3, 3, 3), np.arange(1500))
    options = tuple(Constant(value) for value in range(3))
    network = Network(tuple(Variable(key, None, None, options, False) for key in "abc"), layers)

    def drawn(fixed: dict[str, int]) -> np.ndarray:
        out = []
        for k in range(300):
            cell = {}
            for key in "abc":
                rng = np.random.default_rng(np.random.SeedSequence(1, spawn_key=(k,)))
                found = None if key in fixed else network.drawn(key, rng, None, fixed.get)
                cell[key] = fixed[key] if found is None else found[1]
            out.append([cell[key] for key in "abc"])
        return np.array(out)

    assert np.corrcoef(drawn({}).T) == pytest.approx(np.corrcoef(cells.T), abs=0.1)
    given, wanted = drawn({"c": 2}), cells[third == 2]
    for place in (0, 1):
        shares = [np.bincount(each[:, place], minlength=3) / len(each) for each in (given, wanted)]
        assert shares[0] == pytest.approx(shares[1], abs=0.1), (
            "the later one is known before the earlier ones are drawn"
        )


def test_pictures_weigh_what_their_labels_ask_for() -> None:
    rng = np.random.default_rng(0)
    kinds, pictures = rng.integers(0, 2, 400), np.arange(400)
    figure = Figure("kind", kinds, np.eye(2), 1.0)
    log = tilted(np.zeros(400), pictures, [figure], [np.array([0.8, 0.2])], 1e-4)
    weights = np.exp(log)
    assert weights[kinds == 0].sum() / weights.sum() == pytest.approx(0.8, abs=0.02)
    assert np.ptp(log[kinds == 0]) == pytest.approx(0.0), "alike ones weigh the same"


class Taken(Rows):
    """Rows of whose pictures these cells are."""

    def __init__(self, cells: dict[str, np.ndarray]) -> None:
        self._found = cells
        self.pictures = np.arange(len(next(iter(cells.values()))))
        self._pool = list(self.pictures)  # type: ignore[assignment]

    def cells(self, table: Cells) -> tuple[np.ndarray, np.ndarray]:
        return self._found[table.key], np.zeros(len(self.pictures), np.bool_)


def test_a_cell_with_too_little_behind_it_is_not_in_the_file() -> None:
    rng = np.random.default_rng(0)
    speed = np.concatenate([np.zeros(3), rng.integers(1, 4, 297)]).astype(np.intp)
    kind = np.concatenate([np.full(4, 2), rng.integers(0, 2, 296)]).astype(np.intp)
    tables = [
        Cells("kind", None, None, ("car", "truck", "bus"), (), Constant(0), np.ones(3) / 3),
        Cells("speed", None, None, (), (0.0, 1.0, 2.0, 3.0, 4.0), Constant(0), np.ones(4) / 4),
    ]
    rows = Taken({"kind": kind, "speed": speed})
    laws, data = network_model(PARAMS, tables, rows, np.zeros(300), [300.0, 300.0], 5)
    assert data and isinstance(laws["kind"], Learned) and isinstance(laws["speed"], Learned)
    assert laws["kind"].cases[:-1] == (Constant("car"), Constant("truck")), "four of 300 are too few"
    assert laws["speed"].cases[0] == Uniform(0.0, 2.0), "joined with its neighbour"
    assert network_model(PARAMS, tables, rows, np.zeros(300), [4.0, 4.0], 5) == ({}, b"")
