"""A distribution within an interval: what is left of it there."""

from collections import Counter
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from scenes.distributions import (
    Beta,
    Choice,
    Constant,
    Distribution,
    Empirical,
    Histogram,
    LogUniform,
    TruncNormal,
    Uniform,
)

BATCH = 512
RARE = 1e-9  # a normal's share in an interval that is too far out to be drawn by quantiles


def narrowed(distribution: Distribution, low: float, high: float) -> Distribution | None:
    """A distribution of numbers, given that the value is at least ``low`` and below ``high``; None if it never is."""
    if isinstance(distribution, Constant | Choice | Empirical):
        return _values(distribution, low, high)
    bottom, top = (float(bound) for bound in distribution.support())
    low, high = max(low, bottom), min(float(np.nextafter(high, low)), top)
    if not low < high and not low == high == bottom == top:
        return None
    return _continuous(distribution, low, high)


def _continuous(distribution: Distribution, low: float, high: float) -> Distribution | None:
    match distribution:
        case TruncNormal(mean, sd):
            normal = NormalDist(mean, sd)
            rare = normal.cdf(high) - normal.cdf(low) < RARE
            return Uniform(low, high) if rare else TruncNormal(mean, sd, low, high)
        case Histogram():
            return distribution.within(low, high)
        case LogUniform():
            return LogUniform(low, high)
        case Beta():
            return _BetaWithin(distribution, low, high)
        case _:
            return Uniform(low, high)


@dataclass(frozen=True)
class _BetaWithin:
    """Drawn again until it lies within; evenly, where it hardly ever does."""

    beta: Beta
    low: float
    high: float

    def sample(self, rng: np.random.Generator) -> float:
        wide = self.beta.high - self.beta.low
        drawn = self.beta.low + wide * rng.beta(self.beta.a, self.beta.b, BATCH)
        inside = drawn[(drawn >= self.low) & (drawn <= self.high)]
        return float(inside[0]) if len(inside) else float(rng.uniform(self.low, self.high))

    def support(self) -> tuple[float, float]:
        return (self.low, self.high)


def _values(distribution: Constant | Choice | Empirical, low: float, high: float) -> Distribution | None:
    if isinstance(distribution, Constant):
        weights: Counter[float] = Counter({float(distribution.value): 1.0})
    elif isinstance(distribution, Choice):
        weights = Counter(dict(zip(map(float, distribution.options), distribution.weights, strict=True)))
    else:
        weights = Counter(map(float, distribution.values))
    inside = {value: float(weight) for value, weight in weights.items() if low <= value < high and weight > 0}
    return Choice(tuple(inside), tuple(inside.values())) if inside else None
