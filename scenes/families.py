"""The families of distributions: what is random, as a value. ``scenes.distributions`` reads their notation."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol, runtime_checkable

import numpy as np

from assets import AttributeValue, ConfigError


@runtime_checkable
class Distribution(Protocol):
    """A random quantity."""

    def __hash__(self) -> int: ...

    def sample(self, rng: np.random.Generator) -> AttributeValue: ...

    def support(self) -> tuple[AttributeValue, ...]:
        """The values it can take: all of them for a choice or a constant, lower and upper bound otherwise."""
        ...


@dataclass(frozen=True)
class Constant:
    value: AttributeValue

    def sample(self, rng: np.random.Generator) -> AttributeValue:
        return self.value

    def support(self) -> tuple[AttributeValue, ...]:
        return (self.value,)

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Uniform:
    low: float
    high: float

    def __post_init__(self) -> None:
        _ordered("uniform(low, high)", self.low, self.high)

    def sample(self, rng: np.random.Generator) -> float:
        return float(rng.uniform(self.low, self.high))

    def support(self) -> tuple[float, float]:
        return (self.low, self.high)

    def __str__(self) -> str:
        return f"uniform({self.low}, {self.high})"


@dataclass(frozen=True)
class LogUniform:
    low: float
    high: float

    def __post_init__(self) -> None:
        _ordered("loguniform(low, high)", self.low, self.high)
        if self.low <= 0:
            raise ConfigError(f"loguniform(low, high): expected low above 0, got {self.low}")

    def sample(self, rng: np.random.Generator) -> float:
        return float(np.exp(rng.uniform(np.log(self.low), np.log(self.high))))

    def support(self) -> tuple[float, float]:
        return (self.low, self.high)

    def __str__(self) -> str:
        return f"loguniform({self.low}, {self.high})"


@dataclass(frozen=True)
class TruncNormal:
    """A normal distribution within bounds; ``normal(mean, sd)`` is the one without."""

    mean: float
    sd: float
    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        _ordered("truncnormal(mean, sd, low, high)", self.low, self.high)
        if self.sd <= 0:
            raise ConfigError(f"normal(mean, sd): expected sd above 0, got {self.sd}")

    def sample(self, rng: np.random.Generator) -> float:
        normal = NormalDist(self.mean, self.sd)
        low, high = normal.cdf(self.low), normal.cdf(self.high)
        quantile = rng.uniform(low, high)
        value = normal.inv_cdf(min(max(quantile, 1e-12), 1.0 - 1e-12))
        return float(min(max(value, self.low), self.high))

    def support(self) -> tuple[float, float]:
        return (self.low, self.high)

    def __str__(self) -> str:
        if np.isinf([self.low, self.high]).all():
            return f"normal({self.mean}, {self.sd})"
        return f"truncnormal({self.mean}, {self.sd}, {self.low}, {self.high})"


@dataclass(frozen=True)
class Beta:
    """A beta distribution stretched from 0..1 to low..high."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        _ordered("beta(a, b, low, high)", self.low, self.high)
        if min(self.a, self.b) <= 0:
            raise ConfigError(f"beta(a, b): expected a and b above 0, got {self.a} and {self.b}")

    def sample(self, rng: np.random.Generator) -> float:
        return float(self.low + (self.high - self.low) * rng.beta(self.a, self.b))

    def support(self) -> tuple[float, float]:
        return (self.low, self.high)

    def __str__(self) -> str:
        return f"beta({self.a}, {self.b}, {self.low}, {self.high})"


@dataclass(frozen=True)
class Choice:
    """One of several values; weights need not add up to 1."""

    options: tuple[AttributeValue, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.options or len(self.options) != len(self.weights):
            raise ConfigError(f"choice(...): expected a weight for each of 1 or more values, got {self.options}")
        if not all(np.isfinite(self.weights)) or min(self.weights) < 0 or sum(self.weights) <= 0:
            raise ConfigError(f"choice(...): expected weights ≥ 0 with a sum above 0, got {self.weights}")

    def sample(self, rng: np.random.Generator) -> AttributeValue:
        bounds = np.cumsum(self.weights) / sum(self.weights)
        position = int(np.searchsorted(bounds, rng.uniform(), side="right"))
        return self.options[min(position, len(self.options) - 1)]

    def support(self) -> tuple[AttributeValue, ...]:
        return tuple(o for o, w in zip(self.options, self.weights, strict=True) if w > 0)

    def __str__(self) -> str:
        pairs = ", ".join(f"{option}: {weight:g}" for option, weight in zip(self.options, self.weights, strict=True))
        return f"choice({{{pairs}}})"


def _ordered(notation: str, low: float, high: float) -> None:
    if not low <= high:
        raise ConfigError(f"{notation}: expected low ≤ high, got {low} and {high}")
