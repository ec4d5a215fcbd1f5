"""How evenly values come, and whether two of them come independently of each other."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Counts = NDArray[np.int64]

SIDE = 0.025  # of an interval of 95 %


@dataclass(frozen=True)
class Association:
    """Cramér's V, corrected for the bias that small samples have (Bergsma, 2013).

    Attributes:
        value: 0 for independent, 1 for one deciding the other.
        low, high: of 95 in 100 samples: by the noncentral chi-square distribution (Smithson, 2003).
        n: things that have both.
    """

    value: float
    low: float
    high: float
    n: int


def association(table: Counts) -> Association | None:
    """Args:
        table: (R, C) counts.

    Returns:
        None where either has fewer than two values that come, or there is nothing to go by.
    """
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    rows, columns = table.shape
    n = int(table.sum())
    if min(rows, columns) < 2 or n <= max(rows, columns):
        return None
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / n
    chi_square = float(((table - expected) ** 2 / expected).sum())
    freedom = (rows - 1) * (columns - 1)
    least = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1.0
    if least <= 0.0:
        return None

    def of(phi_square: float) -> float:
        return min(1.0, math.sqrt(max(0.0, phi_square) / least))

    low, high = (_noncentrality(chi_square, freedom, share) for share in (1.0 - SIDE, SIDE))
    value = of(chi_square / n - freedom / (n - 1))
    return Association(value, min(of(low / n), value), max(of(high / n), value), n)


def _noncentrality(chi_square: float, freedom: int, share: float) -> float:
    """Of the distribution of which that share lies below the statistic; 0 where none has so little."""
    from scipy import optimize, stats

    def beyond(value: float) -> float:
        return float(stats.ncx2.cdf(chi_square, freedom, value)) - share

    if stats.chi2.cdf(chi_square, freedom) <= share:
        return 0.0
    top = max(chi_square, 1.0)
    while beyond(top) > 0.0:
        top *= 2.0
    return float(optimize.brentq(beyond, 1e-9, top))


def evenness(counts: Counts) -> float:
    """Shannon's index over log k: 1 where all k values come equally often, 0 where only one comes."""
    total = counts.sum()
    if len(counts) < 2 or not total:
        return 0.0
    shares = counts[counts > 0] / total
    return float(-(shares * np.log(shares)).sum() / math.log(len(counts))) + 0.0


def ratio(counts: Counts) -> float | None:
    """The most frequent value by the rarest one; None where one never comes."""
    return None if not len(counts) or counts.min() == 0 else float(counts.max() / counts.min())
