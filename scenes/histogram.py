"""A distribution in steps: any shape, as a table."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from assets import ConfigError
from assets.reading import number_text
from scenes.families import expect_finite


@dataclass(frozen=True)
class Histogram:
    """Even within each of the intervals between edges: ``histogram({0: 2, 1: 5, 4: 0})`` is from 0 to 4.

    Attributes:
        edges: (N + 1) ascending.
        weights: (N) of the intervals; need not add up to 1.
    """

    edges: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        expect_finite("histogram(...)", *self.edges, *self.weights)
        if not 1 <= len(self.weights) == len(self.edges) - 1:
            raise ConfigError("histogram(...): expected two or more edges, each with the weight of what follows it")
        if not all(low < high for low, high in pairwise(self.edges)):
            raise ConfigError("histogram(...): expected edges that ascend")
        if min(self.weights) < 0 or not 0 < sum(self.weights) < np.inf:
            raise ConfigError("histogram(...): expected weights ≥ 0 with a sum above 0")

    @classmethod
    def of(cls, edges: tuple[float, ...], weights: tuple[float, ...]) -> "Histogram":
        """As the notation has them: the last edge with a weight of 0.

        Raises:
            ConfigError: it has another one.
        """
        if len(weights) < 2 or weights[-1] != 0:
            raise ConfigError(
                "histogram(...): expected edges with the weight of what follows each, and 0 at the last, "
                "such as histogram({0: 2, 1: 5, 4: 0})"
            )
        return cls(edges, weights[:-1])

    def sample(self, rng: np.random.Generator) -> float:
        ends = list(accumulate(self.weights))
        at = min(bisect_right(ends, rng.uniform() * ends[-1]), len(ends) - 1)
        while not self.weights[at]:  # only where the stream gave the very end
            at -= 1
        return float(rng.uniform(self.edges[at], self.edges[at + 1]))

    def support(self) -> tuple[float, float]:
        full = [at for at, weight in enumerate(self.weights) if weight > 0]
        return (self.edges[full[0]], self.edges[full[-1] + 1])

    def within(self, low: float, high: float) -> "Histogram | None":
        """What is left of it between two numbers; None for nothing."""
        inner = [edge for edge in self.edges if low < edge < high]
        edges = (low, *inner, high)
        weights = tuple(self._mass(a, b) for a, b in pairwise(edges))
        return Histogram(edges, weights) if sum(weights) > 0 else None

    def _mass(self, low: float, high: float) -> float:
        """The weight between two numbers that no edge lies between."""
        at = bisect_right(self.edges, low) - 1
        if not 0 <= at < len(self.weights):
            return 0.0
        return self.weights[at] * (high - low) / (self.edges[at + 1] - self.edges[at])

    def __str__(self) -> str:
        pairs = zip(self.edges, (*self.weights, 0), strict=True)
        return f"histogram({{{', '.join(f'{_short(edge)}: {_short(weight)}' for edge, weight in pairs)}}})"


def _short(number: float) -> str:
    return f"{number:g}" if float(f"{number:g}") == number else number_text(number)
