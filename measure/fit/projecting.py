"""The tables, or classes of tables, that are nearest to weighted rows: their shares of each cell, smoothed a little.

Of all tables these make what the rows have drawn most likely. Several classes come of expectation and maximisation
(Dempster et al., 1977), begun at random.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from measure.fit.cells import Cells
from measure.fit.rows import Placed
from measure.fit.weighing import Shares

SMOOTHED = 3.0  # rows that the shares before count for
TURNS, APART = 60, 1.0  # of expectation and maximisation; how far apart classes begin, in logs

type Floats = NDArray[np.float64]


def projected(
    placed: Placed, tables: Sequence[Cells], weights: Floats, pictures: NDArray[np.intp], before: Shares, classes: int
) -> Shares:
    """Shares with so many classes.

    Args:
        weights: (R,) of the rows.
        pictures: (R,) the picture of each; what pictures have drawn is taken of their own rows, which come first.
        before: what is kept where few rows say anything.
    """
    count = int(pictures.max()) + 1
    bearing = [weights * (np.arange(len(weights)) < count), weights * (np.arange(len(weights)) >= count)]
    kinds = np.stack([placed.gathered(each[:, None])[0] for each in bearing])
    of_things = kinds[0] <= 0.0  # cells that no picture's own row has
    parts = _of_things(tables, of_things)
    base = before.marginal()
    if classes == 1:
        return Shares.of(_shares(tables, np.where(parts, kinds[1], kinds[0]), base, weights))
    rng = np.random.default_rng(0)
    shares = Shares(
        np.full(classes, 1.0 / classes), _normal(tables, base * np.exp(rng.normal(0.0, APART, (classes, len(base)))))
    )
    for _ in range(TURNS):
        log = placed.summed(np.log(np.maximum(shares.cells, 1e-12)))[:count] + np.log(shares.classes)
        belongs = np.exp(log - log.max(axis=1, keepdims=True))
        belongs /= belongs.sum(axis=1, keepdims=True)
        found = [placed.gathered(each[:, None] * belongs[pictures]) for each in bearing]
        cells = [
            _shares(tables, np.where(parts, found[1][c], found[0][c]), base, weights * belongs[pictures, c])
            for c in range(classes)
        ]
        sizes = bearing[0][:count] @ belongs
        shares = Shares(sizes / sizes.sum(), np.array(cells))
    return shares


def _of_things(tables: Sequence[Cells], none: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(K,) of whose tables no picture's own row has any cell."""
    out, start = [], 0
    for table in tables:
        out.append(np.full(len(table), bool(none[start : start + len(table)].all())))
        start += len(table)
    return np.concatenate(out)


def _shares(tables: Sequence[Cells], often: Floats, before: Floats, weights: Floats) -> Floats:
    """(K,) by table, with the shares before as so many rows more."""
    total = weights.sum()
    scale = total / max(float(weights @ weights), 1e-300)  # to so many rows of equal weight
    out, start = [], 0
    for table in tables:
        span = slice(start, start + len(table))
        start += len(table)
        own = before[span] if not table.still else table.own
        rows = 0.0 * often[span] if table.still else often[span] * scale
        out.append((rows + SMOOTHED * own) / (rows.sum() + SMOOTHED))
    return np.concatenate(out)


def _normal(tables: Sequence[Cells], values: Floats) -> Floats:
    """(C, K) with a sum of 1 in each table."""
    out, start = values.copy(), 0
    for table in tables:
        span = slice(start, start + len(table))
        out[:, span] /= out[:, span].sum(axis=1, keepdims=True)
        start += len(table)
    return out
