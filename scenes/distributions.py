"""What is random in a scene, as values: one notation for YAML, the command line and Python.

    uniform(1, 6)   loguniform(1, 100)   normal(0, 10)   truncnormal(0, 10, -30, 30)   beta(2, 5, 0, 1)
    choice({red: 2, blue: 1})   choice(red, blue)   4.5   red
    empirical(lengths.csv:length_m)   given(type, {bus: uniform(9, 12), else: 4.5})

``str()`` of a distribution is its notation, and ``parse`` reads it back.
"""

import json
import re
from collections.abc import Callable, Mapping

import yaml

from assets import AttributeValue, ConfigError
from assets.names import nearest
from scenes.empirical import Empirical, read_empirical
from scenes.families import Beta, Choice, Constant, Distribution, LogUniform, TruncNormal, Uniform
from scenes.given import ELSE, Given

# What a distribution is within another's brackets, where its commas would be taken for the other's.
_INNER = re.compile(r"""(?<!["'\w])\w+\((?:[^()]|\([^()]*\))*\)(?!["'])""")


def parse(value: object) -> Distribution:
    """A distribution from its notation, a number, a name, a list of options or a mapping of options to weights.

    A mapping with the key ``given`` names another parameter and has a distribution for each of its values.

    Raises:
        ConfigError: it cannot be read.
    """
    if isinstance(value, Distribution):
        return value
    if isinstance(value, bool | int | float):
        return Constant(value)
    if isinstance(value, Mapping) and "given" in value:
        return _given(value["given"], {key: case for key, case in value.items() if key != "given"})
    if isinstance(value, Mapping | list | tuple):
        return _choice(value)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"expected a number, a name or a distribution such as uniform(1, 6), got {value!r}")
    call = re.fullmatch(r"(\w+)\s*\((.*)\)", value.strip(), re.DOTALL)
    if call is None:
        return _constant(value.strip())
    return read_empirical(call[2]) if call[1] == "empirical" else _call(call[1], call[2], value)


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
        arguments = yaml.safe_load(f"[{_quoted(inner)}]")
    except yaml.YAMLError as error:
        raise ConfigError(f"'{text}': the part in brackets cannot be read") from error
    if name == "choice":
        first = arguments[0] if len(arguments) == 1 else arguments
        return _choice(first if isinstance(first, Mapping | list) else [first])
    if name == "given":
        if len(arguments) != 2 or not isinstance(arguments[1], Mapping):
            raise ConfigError(f"'{text}': expected given(KEY, {{VALUE: DISTRIBUTION, ..., else: DISTRIBUTION}})")
        return _given(arguments[0], arguments[1])
    if name not in _MAKERS:
        known = [*_MAKERS, "choice", "empirical", "given"]
        raise ConfigError(f"'{text}': expected one of {', '.join(known)}, got '{name}'{nearest(name, known)}")
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


def _given(key: object, cases: Mapping[AttributeValue, object]) -> Given:
    if not isinstance(key, str):
        raise ConfigError(f"given: expected the key of another parameter, got {key!r}")
    if None in cases.values():
        raise ConfigError(f"given({key}, ...): expected VALUE: DISTRIBUTION, with a space after the colon")
    read = {value: parse(case) for value, case in cases.items()}
    return Given(key, tuple((value, case) for value, case in read.items() if value != ELSE), read.get(ELSE))


def _constant(text: str) -> Distribution:
    try:
        value = yaml.safe_load(_quoted(text) if text[0] == "{" else text)
    except yaml.YAMLError:
        value = text
    if isinstance(value, Mapping):
        return parse(value)
    return Constant(value if isinstance(value, bool | int | float | str) else text)


def _quoted(text: str) -> str:
    """With quotes around what has brackets of its own, so that YAML keeps it together."""
    return _INNER.sub(lambda call: json.dumps(call[0]), text)


__all__ = [
    "Beta",
    "Choice",
    "Constant",
    "Distribution",
    "Empirical",
    "Given",
    "LogUniform",
    "TruncNormal",
    "Uniform",
    "parse",
]
