"""What belongs together in one set and not in the other: near and large, night and lamps."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from measure.report import Cell, Property
from measure.statistics import Codes, Floats, Gap, correlation_gap, effective, name_gap

MOST_COLUMNS = 20
LEAST_ROWS = 30
LEVELS = 4  # that numbers are cut into beside names
MOST_NAMES = 8  # of a column beside others; with more, cells are too many for what they hold
SHOWN = 10


@dataclass(frozen=True, eq=False)
class Joint:
    """Columns of one table, row by row: NaN, or -1, where a row has none."""

    numbers: Mapping[str, Floats]
    names: Mapping[str, tuple[Codes, tuple[str, ...]]]
    groups: Codes


def compare_pairs(key: str, group: str, a: Joint, b: Joint, titles: Mapping[str, str]) -> Property | None:
    """Every pair of columns that both have: rank correlation of numbers, shares of combinations where one is a name."""
    rows: list[tuple[float, float, dict[str, Cell]]] = []
    numbers = [name for name in a.numbers if name in b.numbers][:MOST_COLUMNS]
    for x, y in combinations(numbers, 2):
        if (found := _numbers(a, b, x, y)) is not None:
            rows.append(_row(*found, titles[x], titles[y]))
    for x, y in _mixed(a, b, numbers):
        if (gap := _combinations(a, b, x, y)) is not None:
            rows.append(_row(gap, None, None, titles[x], titles[y]))
    if not rows:
        return None
    rows.sort(key=lambda row: (-row[0], str(row[2]["pair"])))
    score = float(np.mean([score for _, score, _ in rows]))
    return Property(
        key,
        f"{len(rows)} pairs of {group}",
        group,
        [row for _, _, row in rows[:SHOWN]],
        score,
        1.0 - score / 100.0,
        figures={f"{key}_worst": rows[0][1]},
        notes=("correlation of ranks in A and in B; of names, the total variation between shares of combinations",),
    )


def _row(gap: Gap, first: float | None, second: float | None, x: str, y: str) -> tuple[float, float, dict[str, Cell]]:
    row: dict[str, Cell] = {"pair": f"{x} × {y}", "A": first, "B": second, "distance": gap.distance, "score": gap.score}
    return gap.beyond, gap.score, row


def _numbers(a: Joint, b: Joint, x: str, y: str) -> tuple[Gap, float, float] | None:
    from scipy import stats  # see measure.statistics

    pairs, worth = [], []
    for table in (a, b):
        both = np.column_stack([table.numbers[x], table.numbers[y]])
        there = np.isfinite(both).all(axis=1)
        if there.sum() < LEAST_ROWS:
            return None
        pairs.append(both[there])
        first, second = (stats.rankdata(column) - (len(pairs[-1]) + 1) / 2.0 for column in pairs[-1].T)
        worth.append(effective(first * second, table.groups[there]))
    return correlation_gap(pairs[0], pairs[1], worth[0], worth[1])


def _mixed(a: Joint, b: Joint, numbers: list[str]) -> list[tuple[str, str]]:
    """Pairs with a name in them."""
    names = [
        name for name in a.names if name in b.names and 1 < len({*a.names[name][1], *b.names[name][1]}) <= MOST_NAMES
    ][:MOST_COLUMNS]
    return [*combinations(names, 2), *((name, number) for name in names for number in numbers)]


def _combinations(a: Joint, b: Joint, x: str, y: str) -> Gap | None:
    codes = [_levels(a, b, name) for name in (x, y)]
    count = codes[1][2]
    joined: list[tuple[Codes, Codes]] = []
    for first, second, groups in ((codes[0][0], codes[1][0], a.groups), (codes[0][1], codes[1][1], b.groups)):
        there = np.asarray((first >= 0) & (second >= 0))
        if np.count_nonzero(there) < LEAST_ROWS:
            return None
        joined.append((first[there] * count + second[there], groups[there]))
    (ours, groups_a), (theirs, groups_b) = joined
    return name_gap(ours, theirs, groups_a, groups_b, codes[0][2] * count)


def _levels(a: Joint, b: Joint, name: str) -> tuple[Codes, Codes, int]:
    """Codes of both sides in one numbering, and how many there are; numbers are cut where A's quartiles lie."""
    if name in a.names:
        every = sorted({*a.names[name][1], *b.names[name][1]})
        out = []
        for codes, names in (a.names[name], b.names[name]):
            lookup = np.array([*(every.index(each) for each in names), -1], np.intp)
            out.append(lookup[codes])
        return out[0], out[1], len(every)
    first, second = a.numbers[name], b.numbers[name]
    edges = np.array(sorted(set(np.nanquantile(first, np.linspace(0, 1, LEVELS + 1)[1:-1]).tolist())))
    cut = [np.where(np.isfinite(x), np.digitize(x, edges), -1).astype(np.intp) for x in (first, second)]
    return cut[0], cut[1], len(edges) + 1
