"""What is to be matched: of each quantity of the labels its cumulative shares, of pairs their joint ones.

Each is a ratio of sums over rows, so that rows can be given weights: one for each picture, then one for each label, see
``measure.fit.rows``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from measure.table import Table

STEPS, PAIR_STEPS, RANK_STEPS = 13, 3, 12
MOST_NAMES, MOST_PAIRED = 64, 6
RANKS = 0.3  # weight of a correlation against that of joint shares
FIRST = ("size", "down", "aspect", "across", "overlap")  # of pairs, where there are more columns than can be paired

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Figure:
    """Attributes:
    key: the quantity, or two of them.
    codes: (R,) the bin of each row, B for rows that have none.
    gains: (B, T) what a row in each bin adds to each share, of those that have a bin.
    weight: in what is made small.
    """

    key: str
    codes: Codes
    gains: Floats
    weight: float

    def shares(self, weights: Floats) -> Floats:
        """(T,) of rows with weights (R,)."""
        within = self.within(weights)
        return np.asarray(within @ self.gains / max(float(within.sum()), 1e-12))

    def within(self, weights: Floats) -> Floats:
        """(B,) the weight of each bin."""
        return np.bincount(self.codes, weights, len(self.gains) + 1)[:-1]


type Measure = Callable[[Table], Codes]


@dataclass(frozen=True, eq=False)
class Recipe:
    """How a figure is had of a table: REAL decides where its steps are."""

    key: str
    weight: float
    measure: Measure
    gains: Floats

    def of(self, table: Table) -> Figure:
        return Figure(self.key, self.measure(table), self.gains, self.weight)


def recipes(real: Table, ours: Table, at_least: int, pairs: float) -> list[Recipe]:
    """Of all columns that both have; no step or name that fewer than ``at_least`` things of REAL lie in.

    Args:
        pairs: the weight of pairs against single columns.
    """
    kinds = {key: kind for key, kind in real.columns().items() if ours.columns().get(key) == kind}
    steps = min(STEPS, max(1, real.pictures // at_least))
    counts = np.bincount(real.groups(), minlength=real.pictures).astype(np.float64)
    out = [_counts(_quantiles(counts, steps))]
    numbers = []
    for key, kind in kinds.items():
        if kind == "name":
            names = _frequent(real, key, at_least)
            if len(names) > 1 and len({*names, *ours.names(key)[1]}) <= MOST_NAMES:
                out.append(_names(key, names))
            continue
        values = real.numbers(key)
        values = values[np.isfinite(values)]
        if len(values) >= 2 * at_least and np.isfinite(ours.numbers(key)).any() and np.ptp(values) > 0.0:
            out.append(_below(key, _quantiles(values, min(STEPS, len(values) // at_least))))
            numbers.append(key)
    numbers.sort(key=lambda key: FIRST.index(key) if key in FIRST else len(FIRST))
    return out + _pairs(real, numbers[: MOST_PAIRED - 1], at_least, pairs)


def _pairs(real: Table, numbers: Sequence[str], at_least: int, weight: float) -> list[Recipe]:
    """Joint shares of two columns, things a picture among them, and the correlations of their ranks."""
    if len(real) < at_least * (PAIR_STEPS + 1) ** 2 or not weight:
        return []
    values = {key: _values(real, key) for key in [*numbers, "count"]}
    known = {key: each[np.isfinite(each)] for key, each in values.items()}
    out = []
    for x, y in combinations(known, 2):
        coarse, fine = ([_quantiles(known[key], steps) for key in (x, y)] for steps in (PAIR_STEPS, RANK_STEPS))
        both = np.einsum("at,bu->abtu", *(_cumulative(len(marks)) for marks in coarse))
        gains = both.reshape((len(coarse[0]) + 1) * (len(coarse[1]) + 1), -1)
        out.append(Recipe(f"{x} × {y}", weight, _both(x, y, *coarse), gains))
        product = 12.0 * np.outer(*(_ranks(known[key], marks) for key, marks in zip((x, y), fine, strict=True)))
        out.append(Recipe(f"ranks of {x} × {y}", RANKS * weight, _both(x, y, *fine), product.reshape(-1, 1)))
    return out


def _quantiles(values: Floats, steps: int) -> Floats:
    return np.unique(np.quantile(values, (np.arange(steps) + 0.5) / steps, method="inverted_cdf"))


def _cumulative(marks: int) -> Floats:
    """(marks + 1, marks) whether a bin lies below each of the marks between bins."""
    return (np.arange(marks + 1)[:, None] <= np.arange(marks)).astype(np.float64)


def _ranks(known: Floats, marks: Floats) -> Floats:
    """(B,) the mean rank of values in each bin, -0.5 to 0.5."""
    ends = np.concatenate([[0.0], np.searchsorted(np.sort(known), marks, "right") / len(known), [1.0]])
    return np.asarray((ends[1:] + ends[:-1]) / 2.0 - 0.5)


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


def _counts(marks: Floats) -> Recipe:
    def measure(table: Table) -> Codes:
        counts = np.bincount(table.groups(), minlength=table.pictures)
        none = np.full(len(table), len(marks) + 1)
        return np.concatenate([np.searchsorted(marks, counts - 0.5), none])

    return Recipe("count", 1.0, measure, _cumulative(len(marks)))


def _below(key: str, marks: Floats) -> Recipe:
    def measure(table: Table) -> Codes:
        values = table.numbers(key)
        return _of_things(table, np.searchsorted(marks, values), np.isfinite(values), len(marks) + 1)

    return Recipe(key, 1.0, measure, _cumulative(len(marks)))


def _both(x: str, y: str, first: Floats, second: Floats) -> Measure:
    def measure(table: Table) -> Codes:
        a, b = _values(table, x), _values(table, y)
        code = np.searchsorted(first, a) * (len(second) + 1) + np.searchsorted(second, b)
        return _of_things(table, code, np.isfinite(a) & np.isfinite(b), (len(first) + 1) * (len(second) + 1))

    return measure


def _names(key: str, names: Sequence[str]) -> Recipe:
    """A bin more for all other names."""

    def measure(table: Table) -> Codes:
        codes, own = table.names(key)
        every = np.array([*(names.index(name) if name in names else len(names) for name in own), -1], np.intp)[codes]
        return _of_things(table, every, codes >= 0, len(names) + 1)

    return Recipe(key, 2.0, measure, np.eye(len(names) + 1, len(names)))


def _of_things(table: Table, codes: Codes, there: NDArray[np.bool_], none: int) -> Codes:
    return np.concatenate([np.full(table.pictures, none), np.where(there, codes, none)])
