"""What REAL does not determine goes back towards what the scene has, as far as labels stay as near as they are.

REAL is a sample, and the pool's rows are few beside the values that types or places may have: without this a few of
ten types whose labels look alike would stand for all of them, to follow what only chance has put into REAL.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from measure.fit.cells import Cells, Floats
from measure.fit.determined import Spread
from measure.fit.weighing import Pool, Shares, apart
from measure.fit.written import spans

OF_CHANCE = 0.5
BACK = (1.0, 0.8, 0.6, 0.4, 0.2)  # how far, the furthest that is allowed


def returned(
    pool: Pool,
    wanted: Sequence[Floats],
    tables: Sequence[Cells],
    shares: Shares,
    known: Mapping[str, Spread],
    others: Sequence[Sequence[Floats]],
) -> Shares:
    """The shares, with those of parameters that are not determined mixed with the scene's own, loosest first.

    Args:
        wanted: REAL's shares of each of the pool's figures.
        known: by parameter, how well it is determined.
        others: the same of samples of REAL: labels may be further off afterwards by a part of what these are.
    """
    chance = float(np.mean([apart(pool.figures, wanted, other) for other in others]))
    most = _off(pool, wanted, shares) + OF_CHANCE * chance
    loose = sorted((key for key, spread in known.items() if not spread.determined), key=lambda key: -known[key].of)
    for key in loose:
        for part in BACK:
            back = _mixed(tables, shares, key, part)
            if _off(pool, wanted, back) <= most:
                shares = back
                break
    return shares


def _mixed(tables: Sequence[Cells], shares: Shares, key: str, part: float) -> Shares:
    cells = shares.cells.copy()
    for table, span in zip(tables, spans(tables), strict=True):
        if table.key == key:
            cells[:, span] = (1.0 - part) * cells[:, span] + part * table.own
    return Shares(shares.classes, cells)


def _off(pool: Pool, wanted: Sequence[Floats], shares: Shares) -> float:
    weights = shares.weights(pool)
    return apart(pool.figures, [figure.shares(weights) for figure in pool.figures], wanted)
