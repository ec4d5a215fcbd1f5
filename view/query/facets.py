"""How what a filter leaves is spread over each column: counts of names, histograms of numbers."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

from view.index.columns import Column
from view.index.index import FROM, Index
from view.query.selecting import Filter
from view.query.sql import Condition

BINS = 24
NAMES = 40  # the most frequent ones
FREE = 2000  # different names from which on a column is searched, and not listed
FEW = 12  # whole numbers that are told apart one by one

AT_ONCE = 30  # columns of one question

type Ends = tuple[float, float, int]
"""Where a histogram begins and ends, and how many bars it has."""
type Value = str | int
type Range = tuple[float, float, bool]
"""From where to where numbers go, and whether all are whole."""


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


def facets(index: Index, filter: Filter, ranges: Mapping[str, Range] | None = None) -> list[Facet]:
    """Of each column that says anything.

    A column that has a facet in the filter counts as if it had none, so that other values can be chosen.

    Args:
        ranges: of numbers; by default those of the set.

    Raises:
        ConfigError: the filter means nothing.
    """
    whole, chosen = filter.where(index.columns), filter.named()
    columns = list(shown_columns(index))
    together: dict[tuple[str, Condition], list[Column]] = {}
    for column in columns:
        where = filter.where(index.columns, column.name) if column.name in chosen else whole
        together.setdefault((column.scope, where), []).append(column)
    known = {c.name: (ranges or {}).get(c.name, (c.low, c.high, c.whole)) for c in columns}
    ends = {name: steps(*range) for name, range in known.items()}
    found: dict[str, Counter[Value]] = {}
    for (_, where), group in together.items():
        for some in batched(group, AT_ONCE, strict=False):
            found |= zip((column.name for column in some), _counted(index, some, ends, where), strict=True)
    return [_facet(c, ends[c.name], known[c.name][2], found[c.name]) for c in columns]


def _counted(
    index: Index, columns: Sequence[Column], ends: Mapping[str, Ends], where: Condition
) -> list[Counter[Value]]:
    """How often each name, or each bar's number, comes in some columns of one scope; one walk through all rows."""
    values: list[object] = []
    parts = []
    for number, column in enumerate(columns):
        sql = column.sql
        if column.kind == "number":
            low, high, count = ends[column.name]
            sql = f"least(greatest(floor(({sql} - ?) / ?), 0), {count - 1})::integer"
            values += [low, (high - low) / count]
        parts.append(f"{'any_value' if columns[0].scope == 'picture' else ''}({sql}) v{number}")
    names = [f"v{number}" for number in range(len(columns))]
    listed, sets = ", ".join(names), ", ".join(f"({name})" for name in names)
    inner = f"select {', '.join(parts)} {_rows(columns[0].scope, where)}"
    sql = f"select {listed}, count(*), grouping_id({listed}) from ({inner}) group by grouping sets ({sets})"
    out: list[Counter[Value]] = [Counter() for _ in columns]
    for *cells, count, left_out in index.ask(sql, (*values, *where.values)):
        number = len(columns) - (~left_out & (2 ** len(columns) - 1)).bit_length()  # the one that was not left out
        if cells[number] is not None:
            out[number][cells[number]] += count
    return out


def _rows(scope: str, where: Condition) -> str:
    if scope == "thing":
        return f"{FROM} where t.position is not null and ({where.sql})"
    return f"{FROM} where {where.sql} group by p.position"


def _facet(column: Column, ends: Ends, whole: bool, counts: Counter[Value]) -> Facet:
    if column.kind == "name":
        rows = sorted(((str(name), n) for name, n in counts.items()), key=lambda row: (-row[1], row[0]))
        others = sum(n for _, n in rows[NAMES:])
        return Facet(column.name, column.scope, column.kind, counts=tuple(rows[:NAMES]), others=others)
    low, high, count = ends
    bins = tuple(counts[number] for number in range(count))
    return Facet(column.name, column.scope, column.kind, low, high, whole, bins)


def steps(low: float, high: float, whole: bool) -> Ends:
    """Where a histogram begins and ends, and how many bars it has; whole numbers get bars of the same width each."""
    if not whole:
        return low, high, BINS
    width = max(1, math.ceil((high - low + 1) / BINS))
    count = math.ceil((high - low + 1) / width)
    return low, low + width * count, count
