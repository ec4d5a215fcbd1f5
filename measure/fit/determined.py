"""How well a set's labels determine a parameter: what comes out of other pictures, and of other starting points."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.fit.cells import Cells, Floats
from measure.fit.weighing import EVEN, Pool, Shares, seek
from measure.fit.written import spans

REFITS = 6
LOOSER = 0.04  # how much less it counts in refits that many pictures bear the weight, which would hold them together
MOST = 0.1  # of a parameter's range, or of its options' shares, that refits may be apart


@dataclass(frozen=True)
class Spread:
    """Attributes:
    of: twice the deviation of a number's mean over refits, by its range; the distance between shares of names.
    """

    of: float

    @property
    def determined(self) -> bool:
        return self.of <= MOST


UNKNOWN = Spread(1.0)


def spreads(
    pool: Pool,
    wanted: Callable[[Floats | None], list[Floats]],
    tables: Sequence[Cells],
    pictures: int,
    of_rows: NDArray[np.intp],
    best: Shares,
    seed: int,
) -> dict[str, Spread]:
    """By parameter.

    Each refit is of pictures drawn anew with replacement, of REAL's and of the pool's (the bootstrap), and begins at
    other shares, near which it stays where nothing pulls it away.

    Args:
        wanted: REAL's shares with its pictures (F,) counted so often.
        pictures: how many REAL has.
        of_rows: (R,) the picture of each of the pool's rows.
    """
    found = []
    for number in range(REFITS):
        rng = np.random.default_rng(np.random.SeedSequence((seed, 77, number)))
        again = rng.multinomial(pictures, np.full(pictures, 1.0 / pictures)).astype(np.float64)
        rows = pool.pictures
        emphasis = rng.multinomial(rows, np.full(rows, 1.0 / rows)).astype(np.float64)[of_rows]
        found.append(seek(pool, wanted(again), tables, pictures, even=EVEN * LOOSER, emphasis=emphasis, rng=rng)[0])
    often = pool.placed.gathered(best.weights(pool)[:, None])[0]
    return {key: _spread(key, tables, often, found) for key in dict.fromkeys(table.key for table in tables)}


def _spread(key: str, tables: Sequence[Cells], often_drawn: Floats, found: Sequence[Shares]) -> Spread:
    """Over a parameter's cases, by how often they come."""
    total = of = 0.0
    for table, span in zip(tables, spans(tables), strict=True):
        if table.key != key:
            continue
        often = float(often_drawn[span].sum())
        shares = np.array([each.cells[0, span] for each in found])
        numbers = table.numbers()
        if numbers is None:
            apart = float(np.abs(shares - shares.mean(axis=0)).sum(axis=1).mean() / 2.0)
        else:
            apart = 2.0 * float((shares @ numbers).std()) / table.width
        total, of = total + often, of + often * apart
    return Spread(of / max(total, 1e-12))
