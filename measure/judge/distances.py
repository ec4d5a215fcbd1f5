"""Distances between two samples of features, each with how sure it is."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

type Floats = NDArray[np.float64]

FOLDS = 5
SHRINKAGE = 1.0  # of the classifier, by the number of features
NORMAL_95 = 1.96
LEAST = 10  # pictures of each set


@dataclass(frozen=True)
class Kid:
    """Attributes:
    value: the squared distance; around 0, and below it as often as above, for samples of one distribution.
    error: its standard error.
    """

    value: float
    error: float


@dataclass(frozen=True, eq=False)
class Verdict:
    """How well a classifier tells two sets apart on pictures that it has not seen.

    Attributes:
        accuracy: 0.5 for not at all; as many pictures of each set are asked about.
        low, high: its 95 % interval.
        first, second: (N,) of each picture of the two: the larger, the surer the right answer; NaN for those not asked.
    """

    accuracy: float
    low: float
    high: float
    first: Floats
    second: Floats


def kernel_distance(a: Floats, b: Floats) -> Kid:
    """KID (Bińkowski et al., 2018): the unbiased squared MMD with the kernel (x·y / d + 1)³.

    Its error is the jackknife's, over the pictures of both samples.

    Args:
        a, b: (N, D) features.
    """
    inner = [_kernel(x, x) for x in (a, b)]
    across = _kernel(a, b)
    for square in inner:
        np.fill_diagonal(square, 0.0)
    rows = [square.sum(axis=1) for square in inner]
    sizes = [float(len(x)) for x in (a, b)]
    own = [float(row.sum()) / (n * (n - 1.0)) for row, n in zip(rows, sizes, strict=True)]
    mean_across = float(across.mean())
    value = own[0] + own[1] - 2.0 * mean_across
    variance = 0.0
    for side, (row, n) in enumerate(zip(rows, sizes, strict=True)):
        without = (row.sum() - 2.0 * row) / ((n - 1.0) * (n - 2.0))
        crossing = (across.sum() - across.sum(axis=1 - side)) / ((n - 1.0) * sizes[1 - side])
        left_out = without + own[1 - side] - 2.0 * crossing
        variance += (n - 1.0) / n * float(((left_out - left_out.mean()) ** 2).sum())
    return Kid(value, math.sqrt(variance))


def two_sample(a: Floats, b: Floats) -> Verdict:
    """A classifier two-sample test (Lopez-Paz and Oquab, 2017), by a linear classifier and five folds.

    Args:
        a, b: (N, D) features in an order that says nothing, as that of hashed names. The larger set's last are not
            asked.
    """
    n = min(len(a), len(b))
    values = np.concatenate([a[:n], b[:n]])
    side = np.repeat([1.0, -1.0], n)
    fold = np.tile(np.arange(n) % FOLDS, 2)
    answer = np.zeros(2 * n)
    for number in range(FOLDS):
        learnt = fold != number
        answer[~learnt] = _ridge(values[learnt], side[learnt], values[~learnt])
    right = answer * side
    accuracy = float((right > 0.0).mean())
    low, high = wilson(accuracy, 2 * n)
    out = [np.full(len(x), np.nan) for x in (a, b)]
    out[0][:n], out[1][:n] = right[:n], right[n:]
    return Verdict(accuracy, low, high, out[0], out[1])


def wilson(share: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of n (Wilson, 1927)."""
    square = NORMAL_95**2 / n
    middle = (share + square / 2.0) / (1.0 + square)
    half = NORMAL_95 * math.sqrt(share * (1.0 - share) / n + square / (4.0 * n)) / (1.0 + square)
    return middle - half, middle + half


def _kernel(a: Floats, b: Floats) -> Floats:
    return np.asarray((a @ b.T / a.shape[1] + 1.0) ** 3)


def _ridge(values: Floats, side: Floats, asked: Floats) -> Floats:
    """Answers of ridge regression to ±1; features are scaled by what was learnt from."""
    mean, spread = values.mean(axis=0), values.std(axis=0)
    known, new = ((x - mean) / np.where(spread > 0.0, spread, 1.0) for x in (values, asked))
    shrink = SHRINKAGE * known.shape[1]
    if len(known) <= known.shape[1]:
        weights = linalg.solve(known @ known.T + shrink * np.eye(len(known)), side, assume_a="pos")
        return np.asarray(new @ (known.T @ weights))
    weights = linalg.solve(known.T @ known + shrink * np.eye(known.shape[1]), known.T @ side, assume_a="pos")
    return np.asarray(new @ weights)
