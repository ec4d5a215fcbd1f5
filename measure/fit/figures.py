"""What is to be matched: of each quantity of the labels its cumulative shares, of pairs their joint ones.

Each is a ratio of sums over pictures, so that pictures can be given weights.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from measure.table import Table

STEPS, PAIR_STEPS = 13, 3
MOST_NAMES, MOST_PAIRED = 64, 6
RANKS = 0.3  # weight of a correlation against that of joint shares
FIRST = ("size", "down", "aspect", "across", "overlap")  # of pairs, where there are more columns than can be paired

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Figure:
    """Attributes:
    key: the quantity, or two of them.
    above: (F, T) what each picture adds to each share; below: (F,) to what it is a share of.
    weight: in what is made small.
    """

    key: str
    above: Floats
    below: Floats
    weight: float

    def shares(self, weights: Floats) -> Floats:
        """(T,) of pictures with weights (F,)."""
        return np.asarray(weights @ self.above / max(float(weights @ self.below), 1e-12))


type Measure = Callable[[Table], tuple[Floats, Floats]]


@dataclass(frozen=True, eq=False)
class Recipe:
    """How a figure is had of a table: REAL decides where its steps are."""

    key: str
    weight: float
    measure: Measure

    def of(self, table: Table) -> Figure:
        above, below = self.measure(table)
        return Figure(self.key, above, below, self.weight)


def recipes(real: Table, ours: Table, at_least: int, pairs: float) -> list[Recipe]:
    """Of all columns that both have; no step or name that fewer than ``at_least`` things of REAL lie in.

    Args:
        pairs: the weight of pairs against single columns.
    """
    kinds = {key: kind for key, kind in real.columns().items() if ours.columns().get(key) == kind}
    steps = min(STEPS, max(1, real.pictures // at_least))
    counts = np.bincount(real.groups(), minlength=real.pictures).astype(np.float64)
    out = [Recipe("count", 1.0, _counts(_quantiles(counts, steps)))]
    numbers = []
    for key, kind in kinds.items():
        if kind == "name":
            names = _frequent(real, key, at_least)
            if len(names) > 1 and len({*names, *ours.names(key)[1]}) <= MOST_NAMES:
                out.append(Recipe(key, 2.0, _names(key, names)))
            continue
        values = real.numbers(key)
        values = values[np.isfinite(values)]
        if len(values) >= 2 * at_least and np.isfinite(ours.numbers(key)).any() and np.ptp(values) > 0.0:
            out.append(Recipe(key, 1.0, _below(key, _quantiles(values, min(STEPS, len(values) // at_least)))))
            numbers.append(key)
    numbers.sort(key=lambda key: FIRST.index(key) if key in FIRST else len(FIRST))
    return out + _pairs(real, numbers[: MOST_PAIRED - 1], at_least, pairs)


def _pairs(real: Table, numbers: Sequence[str], at_least: int, weight: float) -> list[Recipe]:
    """Joint shares of two columns, things a picture among them."""
    if len(real) < at_least * (PAIR_STEPS + 1) ** 2 or not weight:
        return []
    marks = {key: _quantiles(_values(real, key)[np.isfinite(_values(real, key))], PAIR_STEPS) for key in numbers}
    marks["count"] = _quantiles(_values(real, "count"), PAIR_STEPS)
    out = []
    for x, y in combinations(marks, 2):
        out.append(Recipe(f"{x} × {y}", weight, _joint(x, y, marks[x], marks[y])))
        out.append(Recipe(f"ranks of {x} × {y}", RANKS * weight, _ranks(x, y, _values(real, x), _values(real, y))))
    return out


def _quantiles(values: Floats, steps: int) -> Floats:
    return np.unique(np.quantile(values, (np.arange(steps) + 0.5) / steps, method="inverted_cdf"))


def _frequent(real: Table, key: str, at_least: int) -> list[str]:
    codes, names = real.names(key)
    often = np.bincount(codes[codes >= 0], minlength=len(names))
    return sorted(name for name, count in zip(names, often, strict=True) if count >= at_least)


def _values(table: Table, key: str) -> Floats:
    """(N,) a column's; or of each thing how many its picture has."""
    if key != "count":
        return table.numbers(key)
    groups = table.groups()
    return np.bincount(groups, minlength=table.pictures)[groups].astype(np.float64)


def _counts(marks: Floats) -> Measure:
    def measure(table: Table) -> tuple[Floats, Floats]:
        counts = np.bincount(table.groups(), minlength=table.pictures)
        return (counts[:, None] <= marks + 0.5).astype(np.float64), np.ones(table.pictures)

    return measure


def _below(key: str, marks: Floats) -> Measure:
    def measure(table: Table) -> tuple[Floats, Floats]:
        values = table.numbers(key)
        return _summed(table, values[:, None] <= marks, np.isfinite(values))

    return measure


def _joint(x: str, y: str, first: Floats, second: Floats) -> Measure:
    def measure(table: Table) -> tuple[Floats, Floats]:
        a, b = _values(table, x), _values(table, y)
        both = (a[:, None, None] <= first[:, None]) & (b[:, None, None] <= second[None])
        return _summed(table, both.reshape(len(a), -1), np.isfinite(a) & np.isfinite(b))

    return measure


def _ranks(x: str, y: str, first: Floats, second: Floats) -> Measure:
    """The correlation of ranks, which are those that values have in REAL."""
    ends = [np.sort(values[np.isfinite(values)]) for values in (first, second)]

    def measure(table: Table) -> tuple[Floats, Floats]:
        product, there = np.full(len(table), 12.0), np.ones(len(table), np.bool_)
        for key, known in zip((x, y), ends, strict=True):
            values = _values(table, key)
            low, high = (np.searchsorted(known, values, side) for side in ("left", "right"))
            product *= (low + high) / (2.0 * len(known)) - 0.5
            there &= np.isfinite(values)
        return _summed(table, product[:, None], there)

    return measure


def _names(key: str, names: Sequence[str]) -> Measure:
    def measure(table: Table) -> tuple[Floats, Floats]:
        codes, own = table.names(key)
        every = np.array([*(names.index(name) if name in names else -1 for name in own), -1], np.intp)[codes]
        return _summed(table, every[:, None] == np.arange(len(names)), codes >= 0)

    return measure


def _summed(table: Table, inside: NDArray[np.bool_] | Floats, there: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Rows (N, T) and (N,) added up by picture."""
    groups = table.groups()
    above = np.zeros((table.pictures, inside.shape[1]))
    np.add.at(above, groups[there], inside[there].astype(np.float64))
    return above, np.bincount(groups[there], minlength=table.pictures).astype(np.float64)
