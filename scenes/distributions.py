"""What is random in a scene, as values: one notation for YAML, the command line and Python.

    uniform(1, 6)   loguniform(1, 100)   normal(0, 10)   truncnormal(0, 10, -30, 30)   beta(2, 5, 0, 1)
    choice({red: 2, blue: 1})   choice(red, blue)   4.5   red

``str()`` of a distribution is its notation, and ``parse`` reads it back.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol, runtime_checkable

import numpy as np
import yaml

from assets import AttributeValue, ConfigError


@runtime_checkable
class Distribution(Protocol):
    """A random quantity."""

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


def parse(value: object) -> Distribution:
    """A distribution from its notation, a number, a name, a list of options or a mapping of options to weights.

    Raises:
        ConfigError: it cannot be read.
    """
    if isinstance(value, Constant | Uniform | LogUniform | TruncNormal | Beta | Choice):
        return value
    if isinstance(value, bool | int | float):
        return Constant(value)
    if isinstance(value, Mapping | list | tuple):
        return _choice(value)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"expected a number, a name or a distribution such as uniform(1, 6), got {value!r}")
    call = re.fullmatch(r"(\w+)\s*\((.*)\)", value.strip(), re.DOTALL)
    if call is None:
        return _constant(value.strip())
    return _call(call[1], call[2], value)


_MAKERS: Mapping[str, Callable[..., Distribution]] = {
    "uniform": Uniform,
    "loguniform": LogUniform,
    "normal": TruncNormal,
    "truncnormal": TruncNormal,
    "beta": Beta,
}
_ARGUMENTS = {"uniform": (2,), "loguniform": (2,), "normal": (2,), "truncnormal": (4,), "beta": (2, 4)}


def _call(name: str, inner: str, text: str) -> Distribution:
    try:
        arguments = yaml.safe_load(f"[{inner}]")
    except yaml.YAMLError as error:
        raise ConfigError(f"'{text}': the part in brackets cannot be read") from error
    if name == "choice":
        first = arguments[0] if len(arguments) == 1 else arguments
        return _choice(first if isinstance(first, Mapping | list) else [first])
    if name not in _MAKERS:
        raise ConfigError(f"'{text}': expected one of {', '.join([*_MAKERS, 'choice'])}, got '{name}'")
    numbers = all(isinstance(item, int | float) and not isinstance(item, bool) for item in arguments)
    if not numbers or len(arguments) not in _ARGUMENTS[name]:
        raise ConfigError(f"'{text}': expected {' or '.join(map(str, _ARGUMENTS[name]))} numbers in the brackets")
    return _MAKERS[name](*arguments)


def _choice(value: object) -> Choice:
    if isinstance(value, Mapping):
        weights = list(value.values())
        if not all(isinstance(w, int | float) and not isinstance(w, bool) for w in weights):
            raise ConfigError(f"choice(...): expected a number as the weight of each option, got {dict(value)}")
        return Choice(tuple(value), tuple(float(w) for w in weights))
    options = tuple(value) if isinstance(value, list | tuple) else ()
    return Choice(options, (1.0,) * len(options))


def _constant(text: str) -> Constant:
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        value = text
    return Constant(value if isinstance(value, bool | int | float | str) else text)


def _ordered(notation: str, low: float, high: float) -> None:
    if not low <= high:
        raise ConfigError(f"{notation}: expected low ≤ high, got {low} and {high}")
