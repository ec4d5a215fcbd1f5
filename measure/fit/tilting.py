"""Weights of a pool's pictures with which their labels look like REAL's, whatever parameters they come of.

Pictures weigh more or less by what their labels are (exponential tilting: of all weights that give certain figures
those that change least). So what belongs together in REAL's labels belongs together in the parameters of the pictures
that are left, and a network can learn it of them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from measure.fit.descent import descended
from measure.fit.figures import Figure
from measure.fit.weighing import off_target, unevenness

RIDGE = 1e-4

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]


def tilted(base: Floats, pictures: Codes, figures: Sequence[Figure], wanted: Sequence[Floats], even: float) -> Floats:
    """(R,) the log of each row's weight.

    Args:
        base: (R,) what it is before.
        pictures: (R,) the picture of each row.
        wanted: REAL's shares of each figure.
        even: how much it counts that many rows bear the weight.
    """
    features = _features(pictures, figures)

    def value(x: Floats) -> tuple[float, Floats]:
        log = base + (features @ x)[pictures]
        weights = np.exp(log - logsumexp(log))
        loss, slope = off_target(figures, wanted, weights)
        more, flatter = unevenness(weights, even)
        by_row = weights * (slope - weights @ slope) + flatter
        by_picture = np.bincount(pictures, by_row, len(features))
        return loss + more + RIDGE * float(x @ x), by_picture @ features + 2.0 * RIDGE * x

    found = descended(value, np.zeros(features.shape[1]))
    return np.asarray(base + (features @ found)[pictures])


def _features(pictures: Codes, figures: Sequence[Figure]) -> Floats:
    """(F, T) what each picture's labels add to every share, on one scale."""
    out = []
    for figure in figures:
        added = np.concatenate([figure.gains, np.zeros((1, figure.gains.shape[1]))])[figure.codes]
        out += [np.bincount(pictures, column) for column in added.T]
    values = np.stack(out, axis=1)
    values -= values.mean(axis=0)
    spread = values.std(axis=0)
    return values[:, spread > 1e-9] / spread[spread > 1e-9]
