"""The families of distributions: what is random, as a value. ``scenes.distributions`` reads their notation."""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol, runtime_checkable

import numpy as np

from assets import AttributeValue, ConfigError
from assets.reading import number_text, shown
from scenes.notation import alone, word

MOST = 10**308  # whole numbers are below


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

    def __post_init__(self) -> None:
        if not isinstance(self.value, str):
            expect_finite("a constant", self.value)

    def sample(self, rng: np.random.Generator) -> AttributeValue:
        return self.value

    def support(self) -> tuple[AttributeValue, ...]:
        return (self.value,)

    def __str__(self) -> str:
        return alone(self.value)


@dataclass(frozen=True)
class Uniform:
    low: float
    high: float

    def __post_init__(self) -> None:
        expect_finite("uniform(low, high)", self.low, self.high)
        _ordered("uniform(low, high)", self.low, self.high)

    def sample(self, rng: np.random.Generator) -> float:
        return float(rng.uniform(self.low, self.high))

    def support(self) -> tuple[float, float]:
        return (self.low, self.high)

    def __str__(self) -> str:
        return _call("uniform", self.low, self.high)


@dataclass(frozen=True)
class LogUniform:
    low: float
    high: float

    def __post_init__(self) -> None:
        expect_finite("loguniform(low, high)", self.low, self.high)
        _ordered("loguniform(low, high)", self.low, self.high)
        if self.low <= 0:
            raise ConfigError(f"loguniform(low, high): expected low above 0, got {self.low}")

    def sample(self, rng: np.random.Generator) -> float:
        return float(np.exp(rng.uniform(np.log(self.low), np.log(self.high))))

    def support(self) -> tuple[float, float]:
        return (self.low, self.high)

    def __str__(self) -> str:
        return _call("loguniform", self.low, self.high)


@dataclass(frozen=True)
class TruncNormal:
    """A normal distribution within bounds; ``normal(mean, sd)`` is the one without."""

    mean: float
    sd: float
    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        expect_finite("normal(mean, sd)", self.mean, self.sd)
        expect_finite(
            "truncnormal(mean, sd, low, high)", *(side for side in (self.low, self.high) if not _is_open(side))
        )
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
            return _call("normal", self.mean, self.sd)
        return _call("truncnormal", self.mean, self.sd, self.low, self.high)


@dataclass(frozen=True)
class Beta:
    """A beta distribution stretched from 0..1 to low..high."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        expect_finite("beta(a, b, low, high)", self.a, self.b, self.low, self.high)
        _ordered("beta(a, b, low, high)", self.low, self.high)
        if min(self.a, self.b) <= 0:
            raise ConfigError(f"beta(a, b): expected a and b above 0, got {self.a} and {self.b}")

    def sample(self, rng: np.random.Generator) -> float:
        return float(self.low + (self.high - self.low) * rng.beta(self.a, self.b))

    def support(self) -> tuple[float, float]:
        return (self.low, self.high)

    def __str__(self) -> str:
        return _call("beta", self.a, self.b, self.low, self.high)


@dataclass(frozen=True)
class Choice:
    """One of several values; weights need not add up to 1."""

    options: tuple[AttributeValue, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.options or len(self.options) != len(self.weights):
            got = shown(self.options)
            raise ConfigError(f"choice(...): expected a weight for each of 1 or more values, got {got}")
        for option in self.options:
            if not isinstance(option, str):
                expect_finite("choice(...)", option)
        expect_finite("choice(...)", *self.weights)
        if min(self.weights) < 0 or not 0 < sum(self.weights) < math.inf:
            got = shown(self.weights)
            raise ConfigError(f"choice(...): expected weights ≥ 0 with a sum above 0, got {got}")
        self._merge()

    def _merge(self) -> None:
        """What comes twice comes once, with the weight of both: a mapping could not say it otherwise."""
        weights: dict[tuple[bool, AttributeValue], float] = {}
        for option, weight in zip(self.options, self.weights, strict=True):
            key = isinstance(option, bool), option
            weights[key] = weights.get(key, 0.0) + weight
        object.__setattr__(self, "options", tuple(option for _, option in weights))
        object.__setattr__(self, "weights", tuple(weights.values()))

    def sample(self, rng: np.random.Generator) -> AttributeValue:
        bounds = np.cumsum(self.weights) / sum(self.weights)
        position = int(np.searchsorted(bounds, rng.uniform(), side="right"))
        return self.options[min(position, len(self.options) - 1)]

    def support(self) -> tuple[AttributeValue, ...]:
        return tuple(o for o, w in zip(self.options, self.weights, strict=True) if w > 0)

    def __str__(self) -> str:
        pairs = zip(self.options, self.weights, strict=True)
        return f"choice({{{', '.join(f'{word(option)}: {_weight(weight)}' for option, weight in pairs)}}})"


def _call(name: str, *numbers: float) -> str:
    return f"{name}({', '.join(map(number_text, numbers))})"


def _weight(weight: float) -> str:
    """As short as it can be: 2 for 2.0."""
    return f"{weight:g}" if float(f"{weight:g}") == weight else number_text(weight)


def _ordered(notation: str, low: float, high: float) -> None:
    if not low <= high:
        raise ConfigError(f"{notation}: expected low ≤ high, got {shown(low)} and {shown(high)}")
    if math.isfinite(low) and math.isfinite(high) and not math.isfinite(float(high) - float(low)):
        raise ConfigError(f"{notation}: expected a width that is a number, got {shown(low)} and {shown(high)}")


def expect_finite(notation: str, *numbers: float) -> None:
    """A number is one that a double can be, and that is written with as many digits as are read."""
    for number in numbers:
        if not (abs(number) < MOST if isinstance(number, int) else math.isfinite(number)):
            raise ConfigError(f"{notation}: expected numbers up to 1e308, got {shown(number)}")


def _is_open(side: float) -> bool:
    return isinstance(side, float) and math.isinf(side)
