"""A column of each of two tables becomes a property: of numbers, or of names."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.plots import Bars, density
from measure.report import Cell, Property
from measure.statistics import LEAST, Codes, Floats, Gap, name_gap, number_gap, wasserstein

MOST_NAMES = 64  # beyond which names say who a thing is, and not what
SHOWN = 12  # names in a table


@dataclass(frozen=True, eq=False)
class Column:
    """Values that rows have, with the picture that each row belongs to.

    Attributes:
        values: (N,) numbers; or indices of ``names``.
        names: empty for numbers.
    """

    values: NDArray[np.float64] | NDArray[np.intp]
    groups: Codes
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class What:
    """What a column is called.

    Attributes:
        key, title, unit, group: as ``Property`` has them.
        moved_by: parameters.
    """

    key: str
    title: str
    unit: str
    group: str
    moved_by: tuple[str, ...]


def compare_columns(what: What, a: Column, b: Column) -> Property | None:
    """None where either has too few values, names one apiece, or there is nothing to be compared."""
    if min(len(a), len(b)) < LEAST:
        return None
    if not a.names and not b.names:
        return _numbers(what, a, b)
    names = sorted({*a.names, *b.names})
    if len(names) > MOST_NAMES or not (a.names and b.names):
        return None
    return _names(what, _recoded(a, names), _recoded(b, names), names)


def _numbers(what: What, a: Column, b: Column) -> Property:
    first, second = np.asarray(a.values, np.float64), np.asarray(b.values, np.float64)
    gap = number_gap(first, second, a.groups, b.groups)
    way = wasserstein(first, second)
    rows: list[dict[str, Cell]] = [
        {"set": letter, **_summary(values)} for letter, values in (("A", first), ("B", second))
    ]
    return Property(
        what.key,
        f"{what.title}{f', {what.unit}' if what.unit else ''}",
        what.group,
        rows,
        gap.score,
        gap.beyond,
        what.moved_by,
        {f"{what.key}_ks": gap.distance, f"{what.key}_wasserstein": way, f"{what.key}_chance": gap.chance},
        density(first, second, what.unit),
        (f"KS {gap.distance:.3f}, chance alone up to {gap.chance:.3f}; Wasserstein {way:.4g} {what.unit}".strip(),),
    )


def _summary(values: Floats) -> dict[str, float | int]:
    marks = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95))
    shares = dict(zip(("5 %", "25 %", "median", "75 %", "95 %"), map(float, marks), strict=True))
    return {"values": len(values), **shares, "mean": float(values.mean())}


def _recoded(column: Column, names: list[str]) -> Column:
    lookup = np.array([names.index(name) for name in column.names], np.intp)
    return Column(lookup[column.values.astype(np.intp)], column.groups, tuple(names))


def _names(what: What, a: Column, b: Column, names: list[str]) -> Property:
    count = len(names)
    gap: Gap = name_gap(a.values.astype(np.intp), b.values.astype(np.intp), a.groups, b.groups, count)
    shares = [np.bincount(x.values.astype(np.intp), minlength=count) / len(x) for x in (a, b)]
    order = sorted(range(count), key=lambda i: (-abs(shares[0][i] - shares[1][i]), names[i]))
    rows: list[dict[str, Cell]] = [
        {"value": names[i], "A": float(shares[0][i]), "B": float(shares[1][i])} for i in order[:SHOWN]
    ]
    return Property(
        what.key,
        what.title,
        what.group,
        rows,
        gap.score,
        gap.beyond,
        what.moved_by,
        {f"{what.key}_tv": gap.distance, f"{what.key}_chance": gap.chance},
        Bars([names[i] for i in order], shares[0][order], shares[1][order]),
        (f"total variation {gap.distance:.3f}, chance alone up to {gap.chance:.3f}",),
    )
