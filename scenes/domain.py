"""What a parameter may be, and what a distribution of it gives."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assets import AttributeValue, ConfigError
from assets.names import nearest
from scenes.distributions import Choice, Constant, Distribution, Empirical, Given, TruncNormal, Uniform

AUTO = Constant("auto")
DRAWN = 20_000  # values that shares are estimated from where they are not known exactly


@dataclass(frozen=True)
class Domain:
    """What a parameter may be.

    Attributes:
        kind: ``number``, ``integer`` or ``name``.
        low, high: bounds of a number.
        options: the names there are.
        open: a name may also be something else, such as a path.
        unit: of a number, such as ``m`` or ``deg``.
        auto: it may also be left to the scene, by the name ``auto``.
    """

    kind: str
    low: float = -np.inf
    high: float = np.inf
    options: tuple[str, ...] = ()
    open: bool = False
    unit: str = ""
    auto: bool = False

    def check(self, distribution: Distribution) -> Distribution:
        """The distribution, cut to the domain if it is an unbounded normal.

        Raises:
            ConfigError: it can give a value outside the domain.
        """
        if isinstance(distribution, Given):
            cases = tuple((value, self.check(case)) for value, case in distribution.cases)
            otherwise = None if distribution.otherwise is None else self.check(distribution.otherwise)
            return Given(distribution.key, cases, otherwise)
        if isinstance(distribution, TruncNormal) and np.isinf([distribution.low, distribution.high]).all():
            distribution = TruncNormal(distribution.mean, distribution.sd, self.low, self.high)
        if self.auto and distribution == AUTO:
            return distribution
        for value in distribution.support():
            self._check_value(value)
        return distribution

    def draw(self, distribution: Distribution, rng: np.random.Generator) -> AttributeValue:
        if self.kind != "integer":
            value = distribution.sample(rng)
            return float(value) if self.kind == "number" else value
        if isinstance(distribution, Uniform):  # every whole number of the range is equally likely
            return int(rng.integers(int(np.ceil(distribution.low)), int(np.floor(distribution.high)) + 1))
        return round(float(distribution.sample(rng)))

    def shares(self, distribution: Distribution) -> dict[AttributeValue, float]:
        """How often each name or whole number comes, most common first; of numbers, those of a large sample."""
        return dict(sorted(_shares(self, distribution).items(), key=lambda item: -item[1]))

    def describe(self) -> str:
        """For people: ``1..20``, ``20..120 deg`` or ``sedan | suv``."""
        if self.kind == "name":
            return " | ".join(self.options) + " | a file" * self.open + " | auto" * self.auto
        return f"{self.low:g}..{self.high:g}{' ' + self.unit if self.unit else ''}{' | auto' if self.auto else ''}"

    def _check_value(self, value: AttributeValue) -> None:
        if self.kind == "name":
            if not self.open and value not in self.options:
                raise ConfigError(
                    f"expected one of {', '.join(self.options)}, got '{value}'{nearest(value, self.options)}"
                )
            return
        if isinstance(value, bool | str) or not self.low <= value <= self.high:
            raise ConfigError(f"expected a value in {self.describe()}, got {value}")
        if self.kind == "integer" and float(value) != round(value):
            raise ConfigError(f"expected whole numbers, got {value}")


@lru_cache(maxsize=256)
def _shares(domain: Domain, distribution: Distribution) -> dict[AttributeValue, float]:
    whole = domain.kind == "integer"
    counts: Counter[AttributeValue] = Counter()
    if isinstance(distribution, Constant | Choice):
        weights = distribution.weights if isinstance(distribution, Choice) else (1.0,)
        options = distribution.options if isinstance(distribution, Choice) else (distribution.value,)
        for option, weight in zip(options, weights, strict=True):
            counts[round(float(option)) if whole else option] += weight  # type: ignore[assignment]
    elif isinstance(distribution, Empirical):
        counts.update(round(float(value)) if whole else value for value in distribution.values)
    elif isinstance(distribution, Uniform) and whole:
        counts.update(range(int(np.ceil(distribution.low)), int(np.floor(distribution.high)) + 1))
    else:
        rng = np.random.default_rng(np.random.SeedSequence(0))
        counts.update(domain.draw(distribution, rng) for _ in range(DRAWN))
    total = sum(counts.values())
    return {value: weight / total for value, weight in counts.items() if weight > 0}
