"""``focus``: from what a model fails at to a distribution that has more of it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assets import ConfigError, DatasetError
from assets.reading import shown
from measure.evaluate.answers import Target, answered, read_range
from measure.evaluate.raising import Properties, raised
from measure.evaluate.truth import OF_PICTURE
from measure.properties.moves import moved_by
from scenes import find_scene
from scenes.registry import BUILT_IN

MOST = 5.0  # times as often as before, before shares are made to add up to 1
LEAST_MISSED = 0.05  # of the rest, so that a rest that is nearly perfect does not make every failure an outrage
_APART = re.compile(rf", (?=(?:{OF_PICTURE})?\w+ (?:=|≤|>|-?[\d.e+-]+ to) )")
_EQUAL = re.compile(rf"(?:{OF_PICTURE})?(\w+) = (.*)")


@dataclass(frozen=True)
class Failure:
    """One value of a column, or a range, of a condition that is worse than the rest."""

    column: str
    words: str
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


def focus(evaluation: object, values: Mapping[str, Any], strength: float = 1.0, by: Collection[str] = ()) -> Focused:
    """Args:
    evaluation: what ``evaluate --json`` wrote.
    values: of a config, such as a dataset's ``run.yaml``.
    strength: 0 changes nothing, 1 raises by the ratio of misses, 2 by its square; never beyond ``MOST`` times.
    by: columns that the evaluation has a table of. What is worse there counts in place of the findings.

    Raises:
        DatasetError: this is no evaluation.
        ConfigError: it has no findings, or no such table; or nothing that a parameter of the config's scenes answers.
    """
    properties = _properties(evaluation)
    failures = list(_in_tables(properties, by) if by else _failures(properties))
    if not failures:
        where = f"conditions that are worse by {', '.join(by)}" if by else "an evaluation with findings"
        raise ConfigError(f"focus: expected {where}, this one has none: nothing is to be raised")
    out = {**values, "params": {scene: dict(own or {}) for scene, own in (values.get("params") or {}).items()}}
    changes: list[Change] = []
    used: set[str] = set()
    scenes = [name for name in values.get("scenes") or () if name in BUILT_IN]
    balanced = frozenset(re.findall(r"\w+", str(values.get("balance") or "")))
    for scene in scenes:
        script = find_scene(scene)
        params = script.params.read(out["params"].get(scene, {}), scene)
        for key, wanted in _wanted(failures, frozenset(script.params.model_fields), strength).items():
            factors = {target: factor for target, (factor, _) in wanted.items()}
            found = None if key in balanced else raised(params, key, factors, properties)
            if found is None:
                continue
            law, shares = found
            out["params"].setdefault(scene, {})[key] = str(law)
            for target, (before, after) in shares.items():
                changes.append(Change(scene, key, _words(target), before, after, wanted[target][1].reason))
                used |= {item.condition for item in failures if target in _targets(item, key)}
    left = tuple(dict.fromkeys(_left(item, balanced) for item in failures if item.condition not in used))
    if not changes:
        raise ConfigError(f"focus: expected a finding that a parameter of these scenes answers: {'; '.join(left)}")
    return Focused(out, tuple(changes), left)


def _wanted(
    failures: Sequence[Failure], parameters: frozenset[str], strength: float
) -> dict[str, dict[Target, tuple[float, Failure]]]:
    """By parameter: its values that fail, how many times as often they should come, and why. The worst counts."""
    out: dict[str, dict[Target, tuple[float, Failure]]] = {}
    for failure in failures:
        key, targets = answered(failure.column, failure.words, parameters) or ("", ())
        for target in targets:
            factor = failure.factor(strength)
            known = out.setdefault(key, {})
            if factor > known.get(target, (0.0, failure))[0]:
                known[target] = factor, failure
    return out


def _targets(failure: Failure, key: str) -> tuple[Target, ...]:
    answer = answered(failure.column, failure.words, {key})
    return answer[1] if answer else ()


def _words(target: Target) -> str:
    if isinstance(target, str):
        return target
    low, high = target
    return f"≤ {high:g}" if low == -float("inf") else f"> {low:g}" if high == float("inf") else f"{low:g} to {high:g}"


def _properties(evaluation: object) -> Properties:
    """Rows by property."""
    try:
        return {str(item["key"]): list(item["rows"]) for item in evaluation["properties"]}  # type: ignore[index]
    except (KeyError, TypeError) as error:
        raise DatasetError("focus: expected what evaluate --json wrote, got other JSON") from error


def _failures(properties: Properties) -> Iterator[Failure]:
    """Of the first model."""
    rows = properties.get("findings", ())
    try:
        for row in rows:
            if row.get("model", rows[0].get("model")) != rows[0].get("model"):
                continue
            words, recall, rest, n = str(row["condition"]), float(row["recall"]), float(row["rest"]), int(row["n"])
            for part in _APART.split(words):
                named = _EQUAL.fullmatch(part)
                column, _, span = part.removeprefix(OF_PICTURE).partition(" ")
                column, span = (named[1], named[2]) if named else (column, span)
                yield Failure(column, span, words, recall, rest, n)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DatasetError("focus: expected what evaluate --json wrote, got findings of another kind") from error


def _in_tables(properties: Properties, by: Collection[str]) -> Iterator[Failure]:
    """Of the first model: conditions whose recall is below the rest's, beyond its interval.

    Columns that one has chosen beforehand are few, so that there is no correction for having looked at everything.
    """
    for column in by:
        key = next((key for key in (column, f"{OF_PICTURE}{column}") if f"by {key}" in properties), None)
        if key is None:
            raise ConfigError(f"focus --by {shown(column)}: expected a column that evaluate --by has made a table of")
        try:
            rows = [
                row for row in properties[f"by {key}"] if row.get("model") == properties[f"by {key}"][0].get("model")
            ]
            told = [(str(row[key]), float(row["recall"]), float(row["high"]), int(row["n"])) for row in rows]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DatasetError("focus: expected what evaluate --json wrote, got a table of another kind") from error
        for words, recall, high, n in told:
            others = [(other, count) for name, other, _, count in told if name != words]
            rest = sum(other * count for other, count in others) / max(sum(count for _, count in others), 1)
            if high < rest:
                named = f"{column} {words}" if read_range(words) else f"{column} = {words}"
                yield Failure(column, words, named, recall, rest, n)


def _left(failure: Failure, balanced: frozenset[str]) -> str:
    if failure.column in balanced:
        return f"{failure.condition}: '{failure.column}' is balanced, and stays as it is"
    movers = [name for name in moved_by(failure.column, frozenset()) if name != failure.column]
    how = f"; {', '.join(movers)} would move it" if movers else ""
    return f"{failure.condition}: no share of a value of '{failure.column}' can be raised{how}"
