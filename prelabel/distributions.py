"""Distributions as values: for ``set={...}``, and for the fields of a scene's parameters.

    import prelabel
    from prelabel.distributions import choice, given, uniform

    lengths = given("type", {"bus": uniform(9, 12)}, otherwise=4.5)
    str(lengths)    # its notation in YAML and on the command line

Each field of a scene's parameters is made by ``number``, ``integer`` or ``name``; ``Bins`` names intervals of a number.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assets import AttributeValue
from scenes.distributions import (
    Beta,
    Constant,
    Distribution,
    Empirical,
    LogUniform,
    TruncNormal,
    Uniform,
    parse,
)
from scenes.params import Bins, integer, name, number

__all__ = [
    "Bins",
    "Distribution",
    "beta",
    "choice",
    "constant",
    "empirical",
    "given",
    "integer",
    "loguniform",
    "name",
    "normal",
    "number",
    "parse",
    "truncnormal",
    "uniform",
]


def constant(value: AttributeValue) -> Distribution:
    """Always this."""
    return Constant(value)


def uniform(low: float, high: float) -> Distribution:
    """Evenly from ``low`` to ``high``.

    >>> str(uniform(1, 6))
    'uniform(1, 6)'
    """
    return Uniform(low, high)


def loguniform(low: float, high: float) -> Distribution:
    """Evenly in the logarithm; ``low`` is above 0."""
    return LogUniform(low, high)


def normal(mean: float, deviation: float) -> Distribution:
    """Gauss's."""
    return TruncNormal(mean, deviation)


def truncnormal(mean: float, deviation: float, low: float, high: float) -> Distribution:
    """Gauss's between two limits."""
    return TruncNormal(mean, deviation, low, high)


def beta(a: float, b: float, low: float = 0.0, high: float = 1.0) -> Distribution:
    """The beta distribution, stretched from ``low`` to ``high``."""
    return Beta(a, b, low, high)


def choice(options: Mapping[str, float] | Sequence[AttributeValue]) -> Distribution:
    """One of several, evenly or by weights.

    >>> str(choice({"red": 2, "blue": 1}))
    'choice({red: 2, blue: 1})'
    """
    return parse(dict(options) if isinstance(options, Mapping) else list(options))


def empirical(file: str | Path, column: str) -> Distribution:
    """Values as they come in a column of a CSV file with a header.

    Raises:
        ConfigError: there is no such file or column.
    """
    return Empirical(str(file), column)


def given(key: str, cases: Mapping[AttributeValue, object], otherwise: object = None) -> Distribution:
    """What another parameter decides.

    Args:
        key: of that parameter.
        cases: a distribution, or a value, for each of its values.
        otherwise: for all others.
    """
    whole: dict[AttributeValue, object] = {"given": key, **cases}
    return parse(whole if otherwise is None else {**whole, "else": otherwise})
