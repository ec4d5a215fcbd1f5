"""Conditions between parameters: what ``given(...)`` may look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from assets import AttributeValue, ConfigError
from assets.names import nearest
from scenes.distributions import Constant, Distribution, Given, Learned
from scenes.domain import AUTO, Domain


@dataclass(frozen=True)
class Bins:
    """Names for intervals of a number, such as ``child`` and ``adult`` for years of age.

    Attributes:
        key: the parameter.
        limits: upper limits, which are excluded, and names, ascending.
    """

    key: str
    limits: tuple[tuple[float, str], ...]

    def name_of(self, value: float) -> str:
        return next((name for limit, name in self.limits if value < limit), self.limits[-1][1])

    def names(self) -> tuple[str, ...]:
        return tuple(name for _, name in self.limits)


def check_given(
    chosen: Mapping[str, tuple[Distribution, Domain]], bins: Mapping[str, Bins], key: str, given: Given, where: str
) -> None:
    """That a condition is one: another parameter, which does not depend on this one, with values to tell apart.

    Args:
        chosen: by parameter, its distribution and its domain.
        bins: names for intervals of some of them.
        key: the parameter that is conditional.
        where: names the scene.

    Raises:
        ConfigError: it is none.
    """
    known = (*chosen, *bins)
    if given.key not in known or given.key == key:
        others = ", ".join(name for name in known if name != key)
        raise ConfigError(
            f"{where}.{key}: expected given({others}), got '{given.key}'{nearest(given.key, set(known) - {key})}"
        )
    source = bins[given.key].key if given.key in bins else given.key
    other, domain = chosen[source]
    round_trip = () if source == key else _way_back(chosen, bins, source, key)
    if source == key or round_trip:
        way = " given ".join((key, given.key) if source == key else (key, *round_trip, key))
        raise ConfigError(f"{where}.{key}: expected a condition that does not come back to it, got {way}")
    if given.key not in bins and domain.kind == "number":
        raise ConfigError(f"{where}.{key}: expected names or whole numbers as the condition, got '{given.key}'")
    for value, _ in given.cases:
        if given.key not in bins:
            _check_case(domain, value, f"{where}.{key}: given {given.key}")
        elif value not in (names := bins[given.key].names()):
            expected = f"expected one of {', '.join(names)}, got '{value}'{nearest(value, names)}"
            raise ConfigError(f"{where}.{key}: given {given.key}: {expected}")
    if given.otherwise is None and given.key not in bins and other != AUTO:
        laws = other.all_cases() if isinstance(other, Given) else (other,)
        values = dict.fromkeys(value for law in laws if law != AUTO for value in domain.shares(law))
        missing = [str(value) for value in values if value not in dict(given.cases)]
        if missing:
            raise ConfigError(f"{where}.{key}: given {given.key}: expected else, or cases for {', '.join(missing)}")


def _way_back(
    chosen: Mapping[str, tuple[Distribution, Domain]], bins: Mapping[str, Bins], source: str, key: str
) -> tuple[str, ...]:
    """The parameters from ``source`` to the one that depends on ``key``; empty where none does."""
    ways: list[tuple[str, ...]] = [(source,)]
    seen = {source}
    for way in ways:
        for name in sorted(_looks_at(chosen[way[-1]][0])):
            onward = bins[name].key if name in bins else name
            if onward == key:
                return way
            if onward in chosen and onward not in seen:
                seen.add(onward)
                ways.append((*way, onward))
    return ()


def _looks_at(distribution: Distribution) -> frozenset[str]:
    """The parameters, or bins of them, that must be drawn before: what is learnt together is drawn together."""
    every = distribution.cases if isinstance(distribution, Learned) else (distribution,)
    return frozenset(law.key for law in every if isinstance(law, Given))


def _check_case(domain: Domain, value: AttributeValue, where: str) -> None:
    try:
        domain.check(Constant(value))
    except ConfigError as error:
        raise ConfigError(f"{where}: {error}") from error
