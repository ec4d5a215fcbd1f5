"""How far two samples are from each other, and how far chance alone would put them.

Things of one picture are alike, so that a thousand of them say less than a thousand pictures. How much less is
measured: the variance of their sum by picture, over what it would be if they were independent (the design effect;
Kish, 1965).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]

KS_CRITICAL = 1.63  # of the two-sample statistic at 1 %, as both samples grow (Smirnov, 1948)
TWO_SIDED = 2.58  # of the normal distribution at 1 %
DRAWS = 200  # of a simulated distance between names
LEAST = 5  # values of each side, below which nothing is said


@dataclass(frozen=True)
class Gap:
    """A distance between two samples.

    Attributes:
        distance: 0 for the same distribution, 1 at most.
        chance: what it stays below in 99 of 100 pairs of samples of these sizes that differ by nothing but chance.
    """

    distance: float
    chance: float

    @property
    def beyond(self) -> float:
        """The distance that chance does not account for: the two add up as independent errors do."""
        return math.sqrt(max(0.0, self.distance**2 - self.chance**2))

    @property
    def score(self) -> float:
        """100 where chance alone would do."""
        return 100.0 * (1.0 - min(self.beyond, 1.0))


def effective(values: Floats, groups: Codes) -> float:
    """How many independent values a sample is worth.

    Args:
        values: (N,) ranks, or 0 and 1.
        groups: (N,) the picture of each.
    """
    if len(values) == 0:
        return 0.0
    centred = values - values.mean()
    own = float((centred**2).sum())
    if own <= 0.0:
        return float(len(np.unique(groups)))
    _, index = np.unique(groups, return_inverse=True)
    together = float((np.bincount(index, centred) ** 2).sum())
    return len(values) / max(together / own, 1.0)


def number_gap(a: Floats, b: Floats, groups_a: Codes, groups_b: Codes) -> Gap:
    """Kolmogorov and Smirnov's distance."""
    from scipy import stats  # a second, which who compares nothing need not wait for

    distance = float(stats.ks_2samp(a, b, method="asymp").statistic)
    worth = [effective(stats.rankdata(x), groups) for x, groups in ((a, groups_a), (b, groups_b))]
    return Gap(distance, min(1.0, KS_CRITICAL * math.sqrt(sum(1.0 / n for n in worth))))


def wasserstein(a: Floats, b: Floats) -> float:
    """How far values must move on average to turn one sample into the other, in their unit."""
    from scipy import stats

    return float(stats.wasserstein_distance(a, b))


def name_gap(a: Codes, b: Codes, groups_a: Codes, groups_b: Codes, count: int) -> Gap:
    """Total variation between shares of names: half the sum of their differences.

    Args:
        a, b: indices of names, 0..count - 1.
    """
    shares = [np.bincount(x, minlength=count) / len(x) for x in (a, b)]
    worth = [_name_worth(x, groups, count) for x, groups in ((a, groups_a), (b, groups_b))]
    pooled = (shares[0] * worth[0] + shares[1] * worth[1]) / sum(worth)
    return Gap(total_variation(*shares), _name_chance(pooled, worth))


def total_variation(a: Floats, b: Floats) -> float:
    return float(np.abs(a - b).sum() / 2.0)


def correlation_gap(a: Floats, b: Floats, worth_a: float, worth_b: float) -> tuple[Gap, float, float]:
    """Half the difference of two rank correlations (Spearman's), and both of them.

    Args:
        a, b: (N, 2) values.
        worth_a, worth_b: how many independent rows each is worth.
    """
    first, second = _spearman(a), _spearman(b)
    spread = math.sqrt(sum(1.0 / max(n - 3.0, 1.0) for n in (worth_a, worth_b))) * 1.03  # Fieller et al., 1957
    chance = TWO_SIDED * spread * (1.0 - (first + second) ** 2 / 4.0) / 2.0
    return Gap(abs(first - second) / 2.0, min(1.0, chance)), first, second


def _spearman(pairs: Floats) -> float:
    from scipy import stats

    x, y = (stats.rankdata(pairs[:, axis]) for axis in (0, 1))
    if np.ptp(x) == 0.0 or np.ptp(y) == 0.0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


def _name_worth(codes: Codes, groups: Codes, count: int) -> float:
    """By the frequent names, each weighted by its share."""
    shares = np.bincount(codes, minlength=count) / len(codes)
    frequent = np.argsort(-shares, kind="stable")[:8]
    worth = [(shares[name], effective((codes == name).astype(float), groups)) for name in frequent if shares[name] > 0]
    return float(sum(share * n for share, n in worth) / sum(share for share, _ in worth))


def _name_chance(shares: Floats, worth: list[float]) -> float:
    rng = np.random.default_rng(0)
    sizes = [max(1, round(n)) for n in worth]
    a, b = (rng.multinomial(n, shares / shares.sum(), DRAWS) / n for n in sizes)
    return float(np.quantile(np.abs(a - b).sum(axis=1) / 2.0, 0.99))
