"""How far weighted pictures of ours are from REAL's: by KID, or by what a classifier makes of them."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from measure.fit.pictures.looks import WEIGHTS

KID, CLASSIFIER = "kid", "classifier"
OBJECTIVES = (KID, CLASSIFIER)
MARKS = np.linspace(0.1, 0.9, 9)  # of figures, between which shares are compared
FIGURES = 1.0  # weight of figures and spectrum against what the network sees
SHRINKAGE = 1.0  # of a classifier, by the number of features

type Floats = NDArray[np.float64]
type Objective = Callable[[Floats], Floats]
"""Distances (M,) of weights (M, N)."""


def by_figures(real: Floats, ours: Floats) -> Objective:
    """Mean distances between cumulative shares of figures and of the power spectrum (S, N)."""
    marks = np.quantile(real, MARKS, axis=1).T
    below = (ours[:, None, :] <= marks[:, :, None]).astype(np.float64)  # (S, Q, N)
    at = (real[:, None, :] <= marks[:, :, None]).mean(axis=2)
    flat, scale = below.reshape(-1, ours.shape[1]), np.repeat(WEIGHTS / WEIGHTS.sum(), len(MARKS)) / len(MARKS)
    return lambda weights: np.asarray(np.abs(weights @ flat.T - at.ravel()) @ scale)


def by_kernel(real: Floats, ours: Floats) -> Objective:
    """KID's distance of weighted features (N, D), by what it is where all pictures count the same.

    Its pairs of a picture with itself count here, which KID leaves out: that few pictures bear all the weight is then
    what it is, a poor guess at how far the sets are apart, and not a chance to look near.
    """
    square, across, own = _kernel(ours, ours), _kernel(ours, real).mean(axis=1), float(_kernel(real, real).mean())

    def distance(weights: Floats) -> Floats:
        return np.asarray(((weights @ square) * weights).sum(axis=-1) - 2.0 * weights @ across + own)

    even = float(distance(np.full((1, len(ours)), 1.0 / len(ours)))[0])
    return lambda weights: np.asarray(distance(weights) / max(even, 1e-9))


class Deceived:
    """What is left of classifiers that tell ours from REAL's: each sees the weights that deceived those before it.

    Args:
        real, ours: (M, D), (N, D) features.
    """

    def __init__(self, real: Floats, ours: Floats) -> None:
        both = np.concatenate([real, ours])
        mean, spread = both.mean(axis=0), both.std(axis=0)
        self._real, self._ours = ((x - mean) / np.where(spread > 0.0, spread, 1.0) for x in (real, ours))
        self._answers: list[Floats] = []

    def learn(self, weights: Floats) -> None:
        """One more classifier (ridge regression to ±1), for weights (N,) of ours."""
        rows = np.concatenate([self._real, self._ours])
        side = np.concatenate([np.ones(len(self._real)), -np.ones(len(self._ours))])
        each = np.concatenate([np.full(len(self._real), 1.0 / len(self._real)), weights]) * len(rows) / 2.0
        root = np.sqrt(each)[:, None]
        known, asked = rows * root, side * root[:, 0]
        inner = known @ known.T + SHRINKAGE * rows.shape[1] * np.eye(len(known))
        slopes = known.T @ linalg.solve(inner, asked, assume_a="pos")
        found, mine = self._real @ slopes, self._ours @ slopes
        self._answers.append((mine - found.mean()) / max(float(found.std()), 1e-9))

    def __call__(self, weights: Floats) -> Floats:
        """(M,) how far answers are from those for REAL's, by their deviation: of all classifiers together."""
        return np.asarray(np.mean([np.abs(weights @ answers) for answers in self._answers], axis=0))


def together(objectives: Sequence[tuple[float, Objective]]) -> Objective:
    return lambda weights: np.asarray(np.sum([factor * each(weights) for factor, each in objectives], axis=0))


def _kernel(a: Floats, b: Floats) -> Floats:
    return np.asarray((a @ b.T / a.shape[1] + 1.0) ** 3)
