"""The values of a factor as a user writes them: ``0:345:15``, ``day,dusk,night``, a list; ``0:345`` to be cut."""

import math
from collections.abc import Sequence
from typing import Any

from assets import AttributeValue, ConfigError
from assets.reading import number, shown
from scenes.distributions import Constant
from scenes.domain import Domain

MOST_LEVELS = 10_000
DIGITS = 10  # after the point, of a value of a range: 0.1 and not 0.30000000000000004

type Levels = tuple[AttributeValue, ...]


def read_levels(domain: Domain, value: Any, where: str) -> Levels | str:
    """The values in order, or ``LOW:HIGH`` as it stands, which a Latin hypercube cuts.

    Args:
        domain: what a value may be.
        value: text, a number, or a list of these.

    Raises:
        ConfigError: it is something else, or a value is not of the domain; ``where`` begins the sentence.
    """
    if isinstance(value, str) and domain.kind != "name" and ":" in value:
        return _range(domain, value, where)
    items: Sequence[Any] = [value]
    if isinstance(value, str):
        items = [item.strip() for item in value.split(",")]
    elif isinstance(value, list | tuple):
        items = value
    out = tuple(_level(domain, item, where) for item in items)
    if len(set(out)) < len(out):
        raise ConfigError(f"{where}: expected each value once, got {shown(', '.join(map(str, out)))}")
    if not 1 <= len(out) <= MOST_LEVELS:
        raise ConfigError(f"{where}: expected 1 to {MOST_LEVELS} values, got {len(out)}")
    return out


def ends(text: str) -> tuple[float, float]:
    """Of ``LOW:HIGH``."""
    low, high = text.split(":")
    return float(low), float(high)


def _range(domain: Domain, text: str, where: str) -> Levels | str:
    parts = [_number(part.strip()) for part in text.split(":")]
    sure = [part for part in parts if part is not None and math.isfinite(part)]
    if len(sure) != len(parts) or len(parts) not in (2, 3) or not sure[1] > sure[0]:
        raise ConfigError(f"{where}: expected LOW:HIGH:STEP, such as 0:345:15, got '{shown(text)}'")
    if len(sure) == 2 and domain.kind == "integer":
        sure.append(1.0)
    if len(sure) == 2:
        for end in sure:
            _level(domain, end, where)
        return f"{sure[0]:.12g}:{sure[1]:.12g}"
    low, high, step = sure
    if step <= 0.0 or (high - low) / step >= MOST_LEVELS:
        raise ConfigError(f"{where}: expected a step above 0 that gives at most {MOST_LEVELS} values, got {step:g}")
    count = math.floor((high - low) / step + 1e-9) + 1
    return tuple(_level(domain, round(low + index * step, DIGITS), where) for index in range(count))


def _level(domain: Domain, item: Any, where: str) -> AttributeValue:
    """One value of the domain."""
    try:
        found = domain.read(item)
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from error
    if not isinstance(found, Constant):
        raise ConfigError(f"{where}: expected values, got the distribution {shown(str(found))}")
    if domain.kind == "name" or isinstance(found.value, str):
        return found.value
    return round(float(found.value)) if domain.kind == "integer" else float(found.value)


def _number(text: str) -> float | None:
    try:
        return number(text)
    except ValueError:
        return None
