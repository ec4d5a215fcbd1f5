"""``focus``: from what a model fails at to a distribution that has more of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assets import AttributeValue, ConfigError, DatasetError
from measure.evaluate.truth import OF_PICTURE
from measure.properties.moves import moved_by
from scenes import SceneParams, find_scene
from scenes.distributions import Choice, Given
from scenes.params import AUTO
from scenes.registry import BUILT_IN

MOST = 5.0  # times as often as before, before shares are made to add up to 1
LEAST_MISSED = 0.05  # of the rest, so that a rest that is nearly perfect does not make every failure an outrage
_APART = re.compile(rf", (?=(?:{OF_PICTURE})?\w+ (?:=|≤|>|-?[\d.e+-]+ to) )")
_EQUAL = re.compile(rf"(?:{OF_PICTURE})?(\w+) = (.*)")


@dataclass(frozen=True)
class Failure:
    """One value of a column, of a condition that is worse than the rest."""

    key: str
    value: str
    condition: str
    recall: float
    rest: float
    n: int

    @property
    def reason(self) -> str:
        return f"{self.condition}: recall {self.recall:.2f}, {self.rest:.2f} elsewhere, n = {self.n}"

    def factor(self, strength: float) -> float:
        """How many times as often: as many as there are more misses, to the power of the strength."""
        more = (1.0 - self.recall) / max(1.0 - self.rest, LEAST_MISSED)
        return float(min(max(more, 1.0) ** strength, MOST))


@dataclass(frozen=True)
class Change:
    """Share of a parameter's value in a scene, before and after."""

    scene: str
    key: str
    value: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True)
class Focused:
    """Attributes:
    values: of the config, with the parameters as they should be.
    changes: of shares that were raised.
    left: sentences on findings that no share can be raised for.
    """

    values: dict[str, Any]
    changes: tuple[Change, ...]
    left: tuple[str, ...]


def focus(evaluation: object, values: Mapping[str, Any], strength: float = 1.0) -> Focused:
    """Args:
    evaluation: what ``evaluate --json`` wrote.
    values: of a config, such as a dataset's ``run.yaml``.
    strength: 0 changes nothing, 1 raises by the ratio of misses, 2 by its square; never beyond ``MOST`` times.

    Raises:
        DatasetError: this is no evaluation.
        ConfigError: it has no findings; or none that a parameter of the config's scenes can answer.
    """
    properties = _properties(evaluation)
    failures = list(_failures(properties))
    if not failures:
        raise ConfigError("focus: expected an evaluation with findings, this one has none: nothing is to be raised")
    out = {**values, "params": {scene: dict(own or {}) for scene, own in (values.get("params") or {}).items()}}
    changes: list[Change] = []
    used: set[str] = set()
    scenes = [name for name in values.get("scenes") or () if name in BUILT_IN]
    balanced = frozenset(re.findall(r"\w+", str(values.get("balance") or "")))
    for scene in scenes:
        script = find_scene(scene)
        params = script.params.read(out["params"].get(scene, {}), scene)
        for key in dict.fromkeys(failure.key for failure in failures if failure.key in script.params.model_fields):
            own = [failure for failure in failures if failure.key == key]
            before = _shares(params, key, properties)
            if before is None or key in balanced:
                continue
            after, made = _raised(scene, key, before, own, strength)
            if made:
                out["params"].setdefault(scene, {})[key] = str(after)
                changes += made
                used.add(key)
    left = tuple(dict.fromkeys(_left(failure, balanced) for failure in failures if failure.key not in used))
    if not changes:
        raise ConfigError(f"focus: expected a finding that a parameter of these scenes answers: {'; '.join(left)}")
    return Focused(out, tuple(changes), left)


def _properties(evaluation: object) -> dict[str, Sequence[Mapping[str, Any]]]:
    """Rows by property."""
    try:
        return {str(item["key"]): list(item["rows"]) for item in evaluation["properties"]}  # type: ignore[index]
    except (KeyError, TypeError) as error:
        raise DatasetError("focus: expected what evaluate --json wrote, got other JSON") from error


def _failures(properties: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Failure]:
    """Of the first model; ranges of numbers stay ranges, in ``value``."""
    rows = properties.get("findings", ())
    try:
        for row in rows:
            if row.get("model", rows[0].get("model")) != rows[0].get("model"):
                continue
            words, figures = str(row["condition"]), (float(row["recall"]), float(row["rest"]), int(row["n"]))
            for part in _APART.split(words):
                named = _EQUAL.fullmatch(part)
                key, value = (named[1], named[2]) if named else (part.removeprefix(OF_PICTURE).partition(" ")[0], "")
                yield Failure(key, value, words, *figures)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DatasetError("focus: expected what evaluate --json wrote, got findings of another kind") from error


def _shares(
    params: SceneParams, key: str, properties: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[AttributeValue, float] | None:
    """By value; of what is left to the scene, as the evaluated set had them. None where they are unknown."""
    domain, distribution = params.domain(key), getattr(params, key)
    if distribution == AUTO:
        rows = properties.get(f"by {key}", properties.get(f"by {OF_PICTURE}{key}", ()))
        counts = {str(row.get(key, row.get(f"{OF_PICTURE}{key}"))): float(row.get("n") or 0) for row in rows}
        known = {name: counts[name] for name in domain.options if counts.get(name)}
        return {name: count / sum(known.values()) for name, count in known.items()} or None
    if domain.kind == "number" or isinstance(distribution, Given):
        return None
    return dict(domain.shares(distribution))


def _raised(
    scene: str, key: str, before: Mapping[AttributeValue, float], failures: Sequence[Failure], strength: float
) -> tuple[Choice, list[Change]]:
    factors: dict[AttributeValue, tuple[float, Failure]] = {}
    for failure in failures:
        value = next((option for option in before if _text(option) == failure.value), None)
        factor = failure.factor(strength)
        if value is not None and factor > factors.get(value, (1.0, failure))[0]:
            factors[value] = factor, failure
    weights = {value: share * factors[value][0] if value in factors else share for value, share in before.items()}
    total = sum(weights.values())
    after = {value: round(weight / total, 4) for value, weight in weights.items() if weight > 0.0}
    made = [
        Change(scene, key, _text(value), before[value], after[value], failure.reason)
        for value, (_, failure) in factors.items()
        if value in after
    ]
    return Choice(tuple(after), tuple(after.values())), made


def _text(value: AttributeValue) -> str:
    return f"{value:.4g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _left(failure: Failure, balanced: frozenset[str]) -> str:
    if failure.key in balanced:
        return f"{failure.condition}: '{failure.key}' is balanced, and stays as it is"
    movers = [name for name in moved_by(failure.key, frozenset()) if name != failure.key]
    how = f"; {', '.join(movers)} would move it" if movers else ""
    return f"{failure.condition}: no share of a value of '{failure.key}' can be raised{how}"
