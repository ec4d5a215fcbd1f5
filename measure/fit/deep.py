"""``--method deep``: what belongs together as a network that is sampled at render time, given what the user fixes."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from measure.fit.cells import Cells, Floats
from measure.fit.learning import FILE
from measure.fit.rows import Rows
from measure.fit.training import taught
from scenes import SceneParams
from scenes.distributions import Constant, Distribution, Learned, Uniform
from scenes.learned import DIGEST
from scenes.learned_file import Plan, written_network
from scenes.network import Layers, Network, Variable

type Codes = NDArray[np.intp]


def network_model(
    params: SceneParams, tables: Sequence[Cells], rows: Rows, log_weights: Floats, supports: Sequence[float], least: int
) -> tuple[dict[str, Distribution], bytes]:
    """What each parameter is, and the file.

    Args:
        tables: what is to be learnt, with what they are conditions of.
        log_weights: (R,) of the rows.
        supports: how many real objects stand behind each table.
        least: how many must stand behind each cell.
    """
    weights = np.exp(log_weights - log_weights.max())
    made = [
        _variable(params, table, rows.cells(table)[0], weights, support, least)
        for table, support in zip(tables, supports, strict=True)
    ]
    kept = [each for each in made if each is not None]
    conditions = {variable.condition for variable, _ in kept}
    kept.sort(key=lambda each: (each[0].each, each[0].key not in conditions))
    variables = tuple(variable for variable, _ in kept)
    if not variables:
        return {}, b""
    cells = np.stack([found for _, found in kept], axis=1)
    of_thing = np.arange(len(rows)) >= len(rows) - rows.things
    asked = np.array([variable.each for variable in variables]) == of_thing[:, None]
    sizes = [len(variable.cells) for variable in variables]
    layers = taught(cells, asked, weights * (asked & (cells >= 0)).any(axis=1), sizes, rows.pictures)
    return _written(params, variables, tuple((_single(each), _single(offsets)) for each, offsets in layers))


def _single(values: Floats) -> Floats:
    """As a file keeps them."""
    return values.astype(np.float32).astype(np.float64)


def _written(
    params: SceneParams, variables: tuple[Variable, ...], layers: Layers
) -> tuple[dict[str, Distribution], bytes]:
    keys = list(dict.fromkeys(variable.key for variable in variables))
    before = {key: getattr(params, key) for key in keys}
    told = tuple(
        (one.key, one.condition or "", "" if one.case is None else str(Constant(one.case)), "each" if one.each else "")
        for one in variables
    )
    plan = Plan(told, tuple(tuple(map(str, one.cells)) for one in variables), layers)
    data = written_network(plan, {key: str(law) for key, law in before.items()})
    digest = hashlib.sha256(data).hexdigest()[:DIGEST]
    network = Network(variables, layers)
    laws: dict[str, Distribution] = {}
    for key in keys:
        cells = [cell for variable in variables if variable.key == key for cell in variable.cells]
        laws[key] = Learned(FILE, key, digest, (), (*cells, before[key]), network)
    return laws, data


def _variable(
    params: SceneParams, table: Cells, found: Codes, weights: Floats, support: float, least: int
) -> tuple[Variable, Codes] | None:
    """A table whose cells have enough behind them, and (R,) each row's; None for one that has too little."""
    if support < least or (table.condition is not None and table.condition not in type(params).model_fields):
        return None
    there = found >= 0
    often = np.bincount(found[there], weights[there], len(table))
    if not often.sum() > 0.0:
        return None
    behind = support * often / often.sum()
    groups = _frequent(behind, least) if table.options else _joined(behind, least)
    if not groups:
        return None
    cells = tuple(_cell(table, group) for group in groups)
    new = np.full(len(table), -1)
    for number, group in enumerate(groups):
        new[group] = number
    variable = Variable(table.key, table.condition, table.case, cells, table.key in params.each)
    return variable, np.where(there, new[found], -1)


def _cell(table: Cells, group: Sequence[int]) -> Distribution:
    if table.options:
        return Constant(table.options[group[0]])
    return Uniform(table.edges[group[0]], table.edges[group[-1] + 1])


def _frequent(behind: Floats, least: int) -> list[list[int]]:
    """Names with enough behind them, each for itself."""
    return [[at] for at, each in enumerate(behind.tolist()) if each >= least]


def _joined(behind: Floats, least: int) -> list[list[int]]:
    """Intervals, joined until enough is behind each; those at either end with nothing behind them are left out."""
    full = np.flatnonzero(behind > 1e-3 * behind.sum())
    groups, waiting = list[list[int]](), list[int]()
    for at in range(int(full[0]), int(full[-1]) + 1):
        waiting.append(at)
        if behind[waiting].sum() >= least:
            groups.append(waiting)
            waiting = []
    if waiting and groups:
        groups[-1] = groups[-1] + waiting
    return groups
