"""How what a filter leaves is spread over each column: counts of names, histograms of numbers."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from view.index.columns import Column
from view.index.index import FROM, Index
from view.query.selecting import Filter
from view.query.sql import Condition

BINS = 24
NAMES = 40  # the most frequent ones
FREE = 2000  # different names from which on a column is searched, and not listed
FEW = 12  # whole numbers that are told apart one by one

type Counts = list[tuple[str, int]]


@dataclass(frozen=True)
class Facet:
    """Attributes:
    counts: of names, the most frequent first.
    bins: of numbers, from ``low`` to ``high`` in equal steps.
    others: how many things or pictures have another name.
    """

    name: str
    scope: str
    kind: str
    low: float = 0.0
    high: float = 0.0
    whole: bool = False
    bins: tuple[int, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    others: int = 0

    def to_json(self) -> dict[str, object]:
        out: dict[str, object] = {"name": self.name, "scope": self.scope, "kind": self.kind}
        if self.kind == "number":
            return out | {"low": self.low, "high": self.high, "whole": self.whole, "bins": list(self.bins)}
        return out | {"counts": [list(pair) for pair in self.counts], "others": self.others}


def shown_columns(index: Index) -> Iterator[Column]:
    """Those that say anything: with more than one value, and not a name of its own for nearly each."""
    for column in index.columns.values():
        if column.kind == "number" and column.high > column.low:
            yield column
        elif column.kind == "name" and (column.distinct > 1 or column.name == "category") and column.distinct <= FREE:
            count = index.things if column.scope == "thing" else index.pictures
            if column.distinct <= max(NAMES, 0.5 * count):
                yield column


def facets(index: Index, filter: Filter, ranges: Mapping[str, tuple[float, float]] | None = None) -> list[Facet]:
    """Of each column that says anything.

    A column that has a facet in the filter counts as if it had none, so that other values can be chosen.

    Args:
        ranges: from where to where numbers go; by default those of the set.

    Raises:
        ConfigError: the filter means nothing.
    """
    whole, chosen = filter.where(index.columns), filter.named()
    out = []
    for column in shown_columns(index):
        where = filter.where(index.columns, column.name) if column.name in chosen else whole
        low, high = (ranges or {}).get(column.name, (column.low, column.high))
        out.append(
            _numbers(index, column, where, low, high) if column.kind == "number" else _names(index, column, where)
        )
    return out


def _names(index: Index, column: Column, where: Condition) -> Facet:
    rows = index.ask(f"select v, count(*) n from ({_values(column, where)}) where v is not null group by v "
                     "order by n desc, v", where.values)  # fmt: skip
    counts = tuple((str(name), int(count)) for name, count in rows)
    others = sum(count for _, count in counts[NAMES:])
    return Facet(column.name, column.scope, column.kind, counts=counts[:NAMES], others=others)


def _numbers(index: Index, column: Column, where: Condition, low: float, high: float) -> Facet:
    low, high, count = steps(low, high, column.whole)
    place = f"least(greatest(floor((v - ?) / ?), 0), {count - 1})::integer"
    width = (high - low) / count
    rows = index.ask(
        f"select {place} b, count(*) from ({_values(column, where)}) where v is not null group by b",
        (low, width, *where.values),
    )
    bins = [0] * count
    for place_, n in rows:
        bins[int(place_)] = int(n)
    return Facet(column.name, column.scope, column.kind, low, high, column.whole, tuple(bins))


def steps(low: float, high: float, whole: bool) -> tuple[float, float, int]:
    """Where a histogram begins and ends, and how many bars it has; whole numbers get bars of the same width each."""
    if not whole:
        return low, high, BINS
    width = max(1, math.ceil((high - low + 1) / BINS))
    count = math.ceil((high - low + 1) / width)
    return low, low + width * count, count


def _values(column: Column, where: Condition) -> str:
    if column.scope == "thing":
        return f"select {column.sql} v {FROM} where t.position is not null and ({where.sql})"
    if where.sql == "true":
        return f"select {column.sql} v from base.pictures p"
    return f"select any_value({column.sql}) v {FROM} where {where.sql} group by p.position"
