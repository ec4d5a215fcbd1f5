"""What every measurement hands over: a list of properties, each with its numbers, its table, its plot and its JSON."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from assets import ConfigError
from assets.names import nearest
from assets.reading import shown
from measure.plots import Plot

type Cell = str | float | int | None

AT_MOST = ("kid", "accuracy")  # figures of which less is better; of scores more is


@dataclass(frozen=True, eq=False)
class Property:
    """One quantity in two sets.

    Attributes:
        key: short and unique, such as ``size``.
        title: for people.
        group: ``labels``, ``pictures`` or ``judge``; of a card its chapters.
        rows: a table: figures by heading, the same headings in each row.
        score: 0..100; None where there is none.
        beyond: the distance that chance does not account for, 0..1: what the worst is found by.
        moved_by: parameters of scenes and options of ``render`` that move it, the first one most.
        figures: further numbers that ``--gate`` may name.
        plot: None for none.
        notes: sentences.
    """

    key: str
    title: str
    group: str
    rows: Sequence[Mapping[str, Cell]]
    score: float | None = None
    beyond: float = 0.0
    moved_by: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    plot: Plot | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        headings = {tuple(row) for row in self.rows}
        if len(headings) > 1:
            raise ValueError(f"property '{self.key}': expected rows with the same headings, got {headings}")
        if self.score is not None and not 0.0 <= self.score <= 100.0:
            raise ValueError(f"property '{self.key}': expected a score in 0..100, got {self.score}")

    def to_json(self) -> dict[str, Any]:
        """Plain values; what is no number is null."""
        return {
            "key": self.key,
            "title": self.title,
            "group": self.group,
            "score": _plain(self.score),
            "beyond_chance": _plain(self.beyond),
            "moved_by": list(self.moved_by),
            "rows": [{key: _plain(value) for key, value in row.items()} for row in self.rows],
            "figures": {key: _plain(value) for key, value in self.figures.items()},
            "notes": list(self.notes),
        }


@dataclass(frozen=True, eq=False)
class Report:
    """What was found.

    Attributes:
        title: such as ``real against rendered``.
        sets: a line about each set, by its letter.
        scores: 0..100 by group; ``score`` is over all.
        properties: worst first.
        notes: sentences for the whole.
        kind: what stands against what: two sets, predictions and the truth, or nothing: the card of one set.
        at_most: figures of which less is better.
    """

    title: str
    sets: Mapping[str, str]
    scores: Mapping[str, float]
    properties: tuple[Property, ...]
    notes: tuple[str, ...] = ()
    kind: Literal["comparison", "evaluation", "card"] = "comparison"
    at_most: tuple[str, ...] = AT_MOST

    @property
    def figures(self) -> dict[str, float]:
        """All that ``--gate`` may name; ``worst`` is the lowest score of a property."""
        own = {item.key: item.score for item in self.properties if item.score is not None}
        more = {key: value for item in self.properties for key, value in item.figures.items()}
        return {**own, **more, **({"worst": min(own.values())} if own else {}), **self.scores}

    def __getitem__(self, key: str) -> Property:
        """Raises:
        KeyError: there is no such property.
        """
        for item in self.properties:
            if item.key == key:
                return item
        raise KeyError(key)

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "sets": dict(self.sets),
            "scores": {key: _plain(value) for key, value in self.scores.items()},
            "properties": [item.to_json() for item in self.properties],
            "notes": list(self.notes),
        }

    def shortfalls(self, gate: Mapping[str, float]) -> list[str]:
        """A sentence for each demand that is not met. Those of ``at_most`` are to be at most that, all others at least.

        Raises:
            ConfigError: the report has no such figure.
        """
        found, out = self.figures, []
        for key, wanted in gate.items():
            if key not in found:
                hint = nearest(key, found) or f"; it has {', '.join(sorted(found))}"
                raise ConfigError(f"--gate {shown(key)}: this report has no such figure{hint}")
            most = key in self.at_most
            if found[key] > wanted if most else found[key] < wanted:
                out.append(f"{key} is {found[key]:.4g}, expected {'at most' if most else 'at least'} {wanted:g}")
        return out


def parse_gate(text: str | None) -> dict[str, float]:
    """``score=80,kid=0.05``.

    Raises:
        ConfigError: it is something else.
    """
    out: dict[str, float] = {}
    for item in (text or "").split(",") if text is not None else ():
        key, equals, value = item.partition("=")
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not equals or not key.strip() or not math.isfinite(number) or key.strip() in out:
            raise ConfigError(f"--gate {shown(text)}: expected figures and limits, such as score=80,kid=0.05")
        out[key.strip()] = number
    return out


def _plain(value: Cell) -> Cell:
    if isinstance(value, float):
        return round(value, 6) + 0.0 if math.isfinite(value) else None
    return value
