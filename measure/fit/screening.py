"""Which tables move anything that is to be matched: all others would only make weights uneven, and stay as they are.

An analysis of variance for each table and each step of each figure: whether the mean of what rows add to it differs
between the table's cells by more than chance, after Bonferroni over figures. Over tables a share of false ones is
allowed (Benjamini and Hochberg, 1995), because one too many costs less than one that is missed.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from measure.fit.cells import Cells
from measure.fit.figures import Figure
from measure.fit.rows import Rows

ERRORS = 0.1  # share of those that are taken to move something and do not
LEAST, LEAST_IN_A_CELL = 24, 4  # rows that must have drawn from a table to tell anything of it
TOGETHER = 4  # steps of a figure that say about the same

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]


def movers(tables: Sequence[Cells], rows: Rows, figures: Sequence[Figure]) -> list[bool]:
    """Of each table whether it moves something."""
    chances = np.array([_chance(table, rows, figures) for table in tables])
    limits = ERRORS * (np.arange(len(tables)) + 1.0) / len(tables)
    below = np.flatnonzero(np.sort(chances) <= limits)
    most = np.sort(chances)[below[-1]] if len(below) else -1.0
    return [bool(chance <= most) for chance in chances]


def _chance(table: Cells, rows: Rows, figures: Sequence[Figure]) -> float:
    """How likely it is that its cells differ so much in some figure though it moves none."""
    cells, _ = rows.cells(table)
    of_pictures = bool((cells[: len(rows) - rows.things] >= 0).any())
    least = 1.0
    for figure in figures:
        added = figure.gains - figure.shares(np.ones(len(rows)))
        added = np.concatenate([added, np.zeros((1, added.shape[1]))])[figure.codes]
        if of_pictures:  # what lies in one picture is alike
            groups, values = cells[: len(rows) - rows.things], _by_picture(added, rows)
            there = (groups >= 0) & (np.bincount(rows.pictures, figure.codes < len(figure.gains)) > 0)
        else:
            groups, values = cells, added
            there = (groups >= 0) & (figure.codes < len(figure.gains))
        steps = max(1, added.shape[1] // TOGETHER)
        least = min(least, steps * len(figures) * _of_variance(groups[there], values[there]))
    return min(1.0, least)


def _by_picture(added: Floats, rows: Rows) -> Floats:
    """(F, T) of (R, T)."""
    return np.stack([np.bincount(rows.pictures, column) for column in added.T], axis=1)


def _of_variance(groups: Codes, values: Floats) -> float:
    """The least chance over columns (N, T) that their means by group (N,) come out so different."""
    sizes = np.bincount(groups)
    kept = (sizes >= LEAST_IN_A_CELL)[groups]
    groups, values = groups[kept], values[kept]
    if len(groups) < LEAST or len(set(groups.tolist())) < 2:
        return 1.0
    sizes = np.bincount(groups)
    full = sizes > 0
    values = values - values.mean(axis=0)
    sums = np.stack([np.bincount(groups, column, len(sizes)) for column in values.T], axis=1)[full]
    between = (sums**2 / sizes[full, None]).sum(axis=0)
    within = np.maximum((values**2).sum(axis=0) - between, 1e-12)
    free = int(full.sum()) - 1, len(groups) - int(full.sum())
    if free[1] < 1:
        return 1.0
    return float(stats.f.sf(between / free[0] / (within / free[1]), *free).min())
