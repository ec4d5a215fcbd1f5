"""Shares of cells as distributions in the notation; none of an entry that too few real objects support."""

from collections.abc import Sequence

import numpy as np

from assets import AttributeValue
from measure.fit.cells import Cells, Floats, masses
from scenes import SceneParams
from scenes.distributions import Distribution, Given, Histogram, TruncNormal
from scenes.params import AUTO

ALIKE = 0.02  # of cumulative shares, below which a truncated normal says the same as its table
NOTHING = 1e-3  # share of an interval


def spans(tables: Sequence[Cells]) -> list[slice]:
    """Where each table's cells are among all, side by side."""
    ends = np.cumsum([len(table) for table in tables])
    return [slice(int(end) - len(table), int(end)) for table, end in zip(tables, ends, strict=True)]


def as_distributions(
    params: SceneParams,
    tables: Sequence[Cells],
    cells: Floats,
    supports: Sequence[float] | None = None,
    at_least: int = 0,
) -> dict[str, Distribution]:
    """By key, conditions put together.

    Args:
        params: what holds where a table says nothing.
        cells: (K,) shares of all tables side by side.
        supports: how many real objects stand behind each table; None where they are of no account.
        at_least: how many must stand behind each entry.
    """
    by_key: dict[str, list[tuple[Cells, Distribution]]] = {}
    for place, (table, span) in enumerate(zip(tables, spans(tables), strict=True)):
        support = np.inf if supports is None else supports[place]
        found = _supported(table, cells[span], support, at_least)
        if found is not None:
            by_key.setdefault(table.key, []).append((table, found))
    return {key: _together(params, key, parts) for key, parts in by_key.items()}


def _together(params: SceneParams, key: str, parts: Sequence[tuple[Cells, Distribution]]) -> Distribution:
    condition = parts[0][0].condition
    if condition is None:
        return parts[0][1]
    cases: dict[AttributeValue, Distribution] = {table.case: law for table, law in parts if table.case is not None}
    before = getattr(params, key)
    if isinstance(before, Given):
        cases = dict(before.cases) | cases
        return Given(condition, tuple(cases.items()), before.otherwise)
    return Given(condition, tuple(cases.items()), AUTO)


def _supported(table: Cells, shares: Floats, support: float, at_least: int) -> Distribution | None:
    """None where the whole table has too few behind it."""
    if support < at_least:
        return None
    if not np.isfinite(support):
        return table.distribution(shares)
    return _options(table, shares, support, at_least) if table.options else _steps(table, shares, support, at_least)


def _options(table: Cells, shares: Floats, support: float, at_least: int) -> Distribution:
    """Rare ones are taken together, if enough are behind them all, with the scene's own shares among them."""
    rare = shares * support < at_least
    out = np.where(rare, 0.0, shares)
    together = float(shares[rare].sum())
    if together * support >= at_least:
        out[rare] = together * table.own[rare] / table.own[rare].sum()
    return table.distribution(out / out.sum())


def _steps(table: Cells, shares: Floats, support: float, at_least: int) -> Distribution:
    """Intervals are joined until enough are behind each; what has next to nothing at either end is left out."""
    full = np.flatnonzero(shares > NOTHING)
    first, last = int(full[0]), int(full[-1]) + 1
    ends, weights, waiting = [table.edges[first]], list[float](), 0.0
    for edge, share in zip(table.edges[first + 1 : last + 1], shares[first:last].tolist(), strict=True):
        waiting += share
        if waiting * support >= at_least:
            ends.append(edge)
            weights.append(waiting)
            waiting = 0.0
    if not weights:
        ends, weights, waiting = [*ends, table.edges[last]], [1.0], 0.0
    ends[-1] = table.edges[last]
    weights[-1] += waiting
    edges = tuple(ends)
    return _normal(edges, weights) or Histogram(edges, tuple(float(f"{weight:.4g}") for weight in weights))


def _normal(edges: tuple[float, ...], weights: Sequence[float]) -> TruncNormal | None:
    """A truncated normal that says the same, if one does."""
    if len(weights) < 4:
        return None
    share = np.array(weights) / sum(weights)
    middle = np.add(edges[1:], edges[:-1]) / 2.0
    mean = float(share @ middle)
    spread = float(np.sqrt(share @ (middle - mean) ** 2))
    if not spread:
        return None
    found = TruncNormal(float(f"{mean:.4g}"), float(f"{spread:.4g}"), edges[0], edges[-1])
    own = masses(found, edges)
    off = np.abs(np.cumsum(own / own.sum()) - np.cumsum(share))
    return found if off.max() < ALIKE else None
