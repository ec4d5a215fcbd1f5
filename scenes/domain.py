"""What a parameter may be, and what a distribution of it gives."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from assets import AttributeValue, ConfigError
from assets.library import library
from assets.names import nearest
from assets.reading import number_text, shown
from scenes.distributions import (
    NAME,
    NUMBER,
    Choice,
    Constant,
    Distribution,
    Empirical,
    Given,
    Kinds,
    Learned,
    TruncNormal,
    Uniform,
    any_kind,
    parse,
)

AUTO = Constant("auto")
DRAWN = 20_000  # values that shares are estimated from where they are not known exactly, or are too many


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
        library: a name may also be of an asset of the user's library, of one of these categories; with ``("*",)`` of
            any that is a model.
    """

    kind: str
    low: float = -np.inf
    high: float = np.inf
    options: tuple[str, ...] = ()
    open: bool = False
    unit: str = ""
    auto: bool = False
    library: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What a word in a notation is here: a name as it stands, or a number."""
        return NAME if self.kind == "name" else NUMBER

    def read(self, value: object, kinds: Kinds = any_kind) -> Distribution:
        """A checked distribution from its notation. Names of assets may stand between commas, a share each.

        Args:
            kinds: what words are among the values of other parameters, by key: of conditions.

        Raises:
            ConfigError: it is none, or can give a value outside the domain.
        """
        if self.library and isinstance(value, str) and "," in value and not set("({\"'") & set(value):
            value = [item.strip() for item in value.split(",") if item.strip()]
        return self.check(parse(value, self.words, kinds))

    def library_names(self, distribution: Distribution) -> tuple[str, ...]:
        """Names of assets of the user's library that a distribution can give."""
        if not self.library or (self.auto and distribution == AUTO):
            return ()
        if isinstance(distribution, Given | Learned):
            every = distribution.cases if isinstance(distribution, Learned) else distribution.all_cases()
            return tuple(name for case in every for name in self.library_names(case))
        found = (str(value) for value in distribution.support() if value not in self.options)
        return tuple(name for name in found if library().find(name) is not None)

    def check(self, distribution: Distribution) -> Distribution:
        """The distribution, cut to the domain if it is an unbounded normal.

        Raises:
            ConfigError: it can give a value outside the domain.
        """
        if isinstance(distribution, Given):
            cases = tuple((value, self.check(case)) for value, case in distribution.cases)
            otherwise = None if distribution.otherwise is None else self.check(distribution.otherwise)
            return Given(distribution.key, cases, otherwise)
        if isinstance(distribution, Learned):
            return replace(distribution, cases=tuple(map(self.check, distribution.cases)))
        if self.kind == "name":
            distribution = _named(distribution)
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
            own = " | an asset of yours" * bool(self.library)
            return (" | ".join(self.options) + own + " | a file" * self.open + " | auto" * self.auto).removeprefix(
                " | "
            )
        return f"{self.low:g}..{self.high:g}{' ' + self.unit if self.unit else ''}{' | auto' if self.auto else ''}"

    def _check_asset(self, name: str) -> None:
        found = library().find(name)
        if found is not None and (found.category in self.library or ("*" in self.library and found.is_model)):
            return
        path = ":" in name or "/" in name or bool(Path(name).suffix) or _exists(name)
        if found is None and self.open and path:
            return
        if found is not None:
            raise ConfigError(f"expected an asset of {', '.join(self.library)}, '{name}' is one of {found.category}")
        known = (*self.options, *(item.name for item in library().manifests()))
        kinds = "" if "*" in self.library else f" ({', '.join(self.library)})"
        raise ConfigError(
            f"expected {', '.join((*self.options, 'a file' * self.open)) or 'an asset'} or one{kinds} of the library "
            f"{library().root}, got '{shown(name)}'{nearest(name, known)}"
        )

    def _check_value(self, value: AttributeValue) -> None:
        if self.kind == "name":
            if value in self.options:
                return
            if "\0" in str(value):
                raise ConfigError(f"expected a name or a path, got '{shown(value)}'")
            if self.library:
                self._check_asset(str(value))
            elif not self.open:
                raise ConfigError(
                    f"expected one of {', '.join(self.options)}, got '{shown(value)}'{nearest(value, self.options)}"
                )
            return
        if isinstance(value, bool | str) or not self.low <= value <= self.high:
            raise ConfigError(f"expected a value in {self.describe()}, got {shown(value)}")
        if self.kind == "integer" and float(value) != round(value):
            raise ConfigError(f"expected whole numbers, got {shown(value)}")


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # longer than a path can be
        return False


def _named(distribution: Distribution) -> Distribution:
    """With names alone: a number of Python's or YAML's is the name that is written so."""
    if isinstance(distribution, Constant):
        return Constant(_name(distribution.value))
    if isinstance(distribution, Choice):
        return Choice(tuple(map(_name, distribution.options)), distribution.weights)
    if isinstance(distribution, Empirical):
        return replace(distribution, names=True)
    raise ConfigError(f"expected names, got the numbers of {shown(str(distribution))}")


def _name(value: AttributeValue) -> str:
    return value if isinstance(value, str) else number_text(value)


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
    elif isinstance(distribution, Uniform) and whole and distribution.high - distribution.low <= DRAWN:
        counts.update(range(int(np.ceil(distribution.low)), int(np.floor(distribution.high)) + 1))
    else:
        rng = np.random.default_rng(np.random.SeedSequence(0))
        counts.update(domain.draw(distribution, rng) for _ in range(DRAWN))
    total = sum(counts.values())
    return {value: weight / total for value, weight in counts.items() if weight > 0}
