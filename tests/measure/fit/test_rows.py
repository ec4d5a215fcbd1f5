"""Rows: a picture has what it has drawn once, a label besides what its own thing has drawn."""

import numpy as np
import pytest

from measure.fit.cells import find_cells
from measure.fit.figures import recipes
from measure.fit.pool import Drawn, Sampler, sample_pool
from measure.fit.rows import Placed, Rows
from measure.fit.screening import movers
from measure.properties.labels import add_things
from measure.table import Table
from scenes import SceneParams, SceneScript


@pytest.fixture(scope="module")
def params(script: SceneScript) -> SceneParams:
    return script.params.read({}, script.name).with_size((160, 120))


@pytest.fixture(scope="module")
def pool(script: SceneScript, params: SceneParams) -> list[Drawn]:
    return sample_pool(script, params, 300, 7)


def owners(pool: list[Drawn]) -> list[tuple[int, int]]:
    return [(number, owner) for number, drawn in enumerate(pool) for owner in drawn.owners]


def test_a_label_has_its_own_draws_and_its_pictures(params: SceneParams, pool: list[Drawn]) -> None:
    tables = find_cells(params, pool)
    rows = Rows(params, pool, owners(pool))
    assert len(rows) == len(pool) + sum(len(drawn.owners) for drawn in pool) and rows.things > len(pool)
    for key in ("kind", "height_m"):
        table = next(table for table in tables if table.key == key)
        cells, beyond = rows.cells(table)
        assert not beyond.any()
        assert (cells[: len(pool)] >= 0).all() == (key not in params.each), "what things draw is no picture's"
        for row, (number, owner) in enumerate(owners(pool)[:50], len(pool)):
            assert cells[row] == table.places([pool[number].value(key, owner)])[0]  # type: ignore[list-item]
    kinds = [item.category for drawn in pool for item in drawn.item.things or ()]
    assert [pool[number].things[owner]["kind"] for number, owner in owners(pool)] == kinds


def test_sums_over_cells_are_those_of_a_matrix() -> None:
    rng = np.random.default_rng(0)
    placed = Placed(rng.integers(0, 6, (40, 3)), np.zeros(40, np.bool_), 5)
    matrix = np.stack([np.bincount(row, minlength=6)[:5] for row in placed.cells])
    values, weights = rng.normal(size=(2, 5)), rng.normal(size=(40, 2))
    assert placed.summed(values) == pytest.approx(matrix @ values.T)
    assert placed.gathered(weights) == pytest.approx(weights.T @ matrix)


def test_what_moves_no_label_is_screened_out(script: SceneScript, params: SceneParams, pool: list[Drawn]) -> None:
    table = Table()
    for drawn in pool:
        table.pictures += 1
        add_things(table, drawn.item, {}, {})
    figures = [recipe.of(table) for recipe in recipes(table, table, 5, 0.0)]
    tables = find_cells(params, pool)
    kept = movers(tables, Rows(params, pool, owners(pool)), figures)
    found = {each.key for each, moves in zip(tables, kept, strict=True) if moves}
    assert found == {key for key in type(params).model_fields if key != "tint"}


def test_what_is_described_does_not_depend_on_who_does_it(script: SceneScript) -> None:
    hidden = script.params.read({"count": "choice({1: 1, 2: 2})"}, script.name).with_size((160, 120))
    here = Sampler(script).sample(hidden, 60, 3)
    with Sampler(script, workers=2) as sampler:
        there = sampler.sample(hidden, 60, 3)
    boxes = [[[each.box for each in drawn.item.things or ()] for drawn in each] for each in (here, there)]
    assert boxes[0] == boxes[1] and len(boxes[0]) == 60
    assert [drawn.things for drawn in here] == [drawn.things for drawn in there]
