"""What chance alone would do to recall, where things of one picture share their fate.

A condition is worse than the rest if so many misses among its things would be a rare event at the recall of all: the
binomial's tail, exact also for few things. Things of one picture count for less than things of many: by the design
effect of the misses (Kish, 1965; see ``measure.statistics``), measured against the recall of all, so that pictures
that are missed whole count once.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

DRAWS = 1000  # of a bootstrap of recall
SIDED = 0.025  # of an interval of 95 %
Z = 1.96
FEW_PICTURES = 20  # of which a bootstrap says too little

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Recall:
    """Attributes:
    n, pictures: things, and pictures that they are in.
    value: share that was found.
    low, high: 95 % interval, by a bootstrap over pictures.
    """

    n: int
    pictures: int
    value: float
    low: float
    high: float


def recall_of(hit: Flags, image: Codes, inside: Flags) -> Recall:
    """Args:
    hit, image: (N,) whether each thing was found, and its picture.
    inside: (N,) things that count; at least one.
    """
    things = np.bincount(image[inside])
    found = np.bincount(image[inside], hit[inside])[things > 0].astype(np.intp)
    things = things[things > 0]
    n, value = int(things.sum()), float(found.sum() / things.sum())
    if value in (0.0, 1.0) or len(things) < FEW_PICTURES:
        low, high = wilson(value, len(things))
        return Recall(n, len(things), value, low, high)
    drawn = _draws(found, things)
    low, high = np.quantile(drawn, (SIDED, 1.0 - SIDED))
    return Recall(n, len(things), value, float(low), float(high))


def _draws(found: Codes, things: Codes) -> Floats:
    """(DRAWS,) recalls of resampled pictures. Those of equal counts are one kind, of which only the number is drawn."""
    kinds, counts = np.unique(np.column_stack([found, things]), axis=0, return_counts=True)
    times = np.random.default_rng(0).multinomial(len(things), counts / len(things), DRAWS)
    drawn = times @ kinds
    out: Floats = drawn[:, 0] / np.maximum(drawn[:, 1], 1)
    return out


def spread_of(hit: Flags, image: Codes, inside: Flags) -> float:
    """Standard error of a recall, over pictures."""
    counts = np.bincount(image[inside])
    residual = np.bincount(image[inside], hit[inside] - hit[inside].mean())[counts > 0]
    pictures = int((counts > 0).sum())
    if pictures < 2:
        return math.inf
    return float(np.sqrt((residual**2).sum() * pictures / (pictures - 1)) / counts.sum())


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of ``n`` independent ones."""
    if n <= 0.0:
        return 0.0, 1.0
    middle = (share + Z**2 / (2.0 * n)) / (1.0 + Z**2 / n)
    half = Z / (1.0 + Z**2 / n) * math.sqrt(share * (1.0 - share) / n + Z**2 / (4.0 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def tail(misses: Floats, things: Floats, share: Floats | float, effect: Floats | float = 1.0) -> Floats:
    """How probable as many misses are, or more, where ``share`` of all things is missed.

    Args:
        effect: design effect, by which both counts are worth less.
    """
    k, n = misses / effect, things / effect
    with np.errstate(invalid="ignore"):
        found = special.betainc(np.maximum(k, 1e-9), n - k + 1.0, share)
    out: Floats = np.where(k > 0.0, found, 1.0)
    return out


def design_effect(residual: Floats, image: Codes, cell: Codes, cells: int) -> Floats:
    """(cells,) at least 1.

    Args:
        residual: (N,) misses less their share among all.
        cell: (N,) condition of each thing.
    """
    sums = np.bincount(image * cells + cell, residual)
    together = np.bincount(np.arange(len(sums)) % cells, sums**2, minlength=cells)
    alone = np.bincount(cell, residual**2, minlength=cells)
    out: Floats = np.maximum(np.divide(together, alone, out=np.ones(cells), where=alone > 0.0), 1.0)
    return out


def discoveries(p: Floats, rate: float) -> Flags:
    """(M,) which hypotheses fall, so that at most ``rate`` of those that do are true, whatever ties them together.

    Benjamini and Yekutieli (2001): conditions overlap, and so are anything but independent.
    """
    m = len(p)
    order = np.argsort(p, kind="stable")
    limits = rate * np.arange(1, m + 1) / (m * (1.0 / np.arange(1, m + 1)).sum()) if m else np.zeros(0)
    passed = np.flatnonzero(p[order] <= limits)
    out = np.zeros(m, np.bool_)
    if len(passed):
        out[order[: passed[-1] + 1]] = True
    return out
