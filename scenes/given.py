"""A distribution that depends on the value of another parameter."""

from dataclasses import dataclass

import numpy as np

from assets import AttributeValue, ConfigError
from assets.reading.scalars import is_text
from scenes.families import Constant, Distribution
from scenes.notation import alone, word

ELSE = "else"


@dataclass(frozen=True)
class Given:
    """A distribution for each value of another parameter.

    Attributes:
        key: the other parameter, or the name of bins of one.
        cases: values of it, and what holds then.
        otherwise: what holds for its other values; None where the cases are all there are.
    """

    key: str
    cases: tuple[tuple[AttributeValue, Distribution], ...]
    otherwise: Distribution | None

    def __post_init__(self) -> None:
        if not self.cases:
            raise ConfigError(f"given({self.key}, ...): expected one or more of its values, each with a distribution")
        if any(isinstance(case, Given) for case in self.all_cases()):
            raise ConfigError(f"given({self.key}, ...): expected plain distributions for its values, got another given")

    def of(self, value: AttributeValue) -> Distribution:
        """What holds where the other parameter has this value.

        Raises:
            ConfigError: nothing is said for it.
        """
        found = next((case for key, case in self.cases if key == value), self.otherwise)
        if found is None:
            raise ConfigError(f"given({self.key}, ...): expected a case for {value}, or else")
        return found

    def all_cases(self) -> tuple[Distribution, ...]:
        return (*(case for _, case in self.cases), *([self.otherwise] if self.otherwise is not None else []))

    def sample(self, rng: np.random.Generator) -> AttributeValue:
        raise TypeError(f"given({self.key}, ...): expected to be sampled through of(value)")

    def support(self) -> tuple[AttributeValue, ...]:
        return tuple(value for case in self.all_cases() for value in case.support())

    def __str__(self) -> str:
        pairs = [f"{word(key, _is_case)}: {_written(case)}" for key, case in self.cases]
        pairs += [f"{ELSE}: {_written(self.otherwise)}"] if self.otherwise is not None else []
        return f"given({word(self.key)}, {{{', '.join(pairs)}}})"


def _is_case(text: str) -> bool:
    return text != ELSE and is_text(text)


def _written(case: Distribution) -> str:
    """Its notation; in quotes where that is a name whose own has something special."""
    if not isinstance(case, Constant):
        return str(case)
    return word(alone(case.value)) if isinstance(case.value, str) else alone(case.value)
