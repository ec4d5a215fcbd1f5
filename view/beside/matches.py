"""Predictions beside a set: which things they find, which they miss, and what they take for a thing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from measure.evaluate.conditions import dimensions
from measure.evaluate.model import Model, judge
from measure.evaluate.results import read_predictions
from measure.evaluate.search import search
from measure.evaluate.truth import OF_PICTURE, Truth, read_truth
from measure.table import OTHER
from view.index.columns import Column
from view.index.index import Index

FOUND, MISSED, IGNORED = "found", "missed", "ignored"
MOST_FINDINGS = 40
ROUNDED = 5e-4  # of a number that a finding shows
_CONDITION = re.compile(r"(?P<key>.+?) (?:(?P<sign>=|≤|>) (?P<value>.+)|(?P<low>\S+) to (?P<high>\S+))")


@dataclass(frozen=True, eq=False)
class Matches:
    """Attributes:
    name: of the model.
    figures: COCO's, and recall, precision and F1 at ``confidence``.
    findings: conditions that are worse than the rest, each with its words, figures, and a line that filters by it.
    told: sentences for predictions that were left out, and pictures that have none.
    """

    name: str
    confidence: float
    figures: Mapping[str, float]
    findings: tuple[Mapping[str, Any], ...]
    told: tuple[str, ...]
    _truth: Truth
    _model: Model

    def wrong(self, number: int) -> list[dict[str, Any]]:
        """What is predicted in a picture, by its id, where nothing is: boxes with their category and confidence."""
        place = int(np.searchsorted(self._truth.image_ids, number))
        if place >= len(self._truth.image_ids) or self._truth.image_ids[place] != number:
            return []
        of = self._model.scored
        rows = of.order.row[self._model.wrong & (of.image == place)]
        given = of.predictions
        return [
            {
                "box": given.box[row].tolist(),
                "category": self._truth.categories[given.category[row]],
                "score": float(given.score[row]),
            }
            for row in rows
        ]


def matched(place: Path, predictions: Path, mapping: Mapping[str, str], match: str, index: Index) -> Matches:
    """Predictions matched as ``evaluate`` does, at an overlap of 0.5 and the confidence at which F1 is best.

    The index's tables ``outcomes`` and ``losses`` say it of each thing and each picture.

    Raises:
        ConfigError: there are no predictions, or they have nothing in common with the set.
        DatasetError: something cannot be read.
    """
    truth = read_truth(place, match)
    given = read_predictions(predictions, truth, mapping, match)
    model = judge(truth, given, match)
    outcome = np.where(truth.ignored, IGNORED, np.where(model.hit, FOUND, MISSED)).astype(object)
    index.put(
        "outcomes",
        {"ordinal": np.arange(len(truth)), "outcome": outcome},
        {"ordinal": "integer", "outcome": "varchar"},
    )
    index.put(
        "losses", losses(truth, model), {"number": "bigint", "misses": "integer", "wrong": "integer", "loss": "double"}
    )
    found = search(truth, model.hit, dimensions(truth)).findings[:MOST_FINDINGS]
    findings = tuple(
        {
            "words": each.condition.words,
            "recall": each.recall.value,
            "rest": each.rest,
            "n": each.recall.n,
            "line": line_of(each.condition.words),
        }
        for each in found
    )
    told = tuple(f"{count} {sentence}" for sentence, count in given.told.items())
    return Matches(model.name, model.confidence, dict(model.figures), findings, told, truth, model)


def losses(truth: Truth, model: Model) -> dict[str, Any]:
    """Of each picture: misses, wrong predictions, and their sum, of which a wrong one counts by its confidence."""
    count = len(truth.image_ids)
    misses = np.bincount(truth.image[~truth.ignored & ~model.hit], minlength=count)
    image = model.scored.image[model.wrong]
    wrong = np.bincount(image, minlength=count)
    weight = np.bincount(image, weights=np.clip(model.scored.score[model.wrong], 0.0, 1.0), minlength=count)
    return {"number": truth.image_ids, "misses": misses, "wrong": wrong, "loss": misses + weight}


def with_matches(index: Index) -> Index:
    """The same index with columns for what was matched."""
    own = "(select l.{} from losses l where l.number = p.number)"
    more = [
        Column("outcome", "thing", "name", "(select o.outcome from outcomes o where o.ordinal = t.ordinal)", distinct=2)
    ]
    for name in ("loss", "misses", "wrong"):
        high = index.ask(f"select max({name}) from losses")[0][0] or 0.0
        more.append(Column(name, "picture", "number", own.format(name), 0.0, float(high), name != "loss", 2))
    return replace(index, columns={**{column.name: column for column in more}, **index.columns})


def line_of(words: str) -> str:
    """A finding's words in the filter's language; empty for what it cannot say.

    >>> line_of("light = night, occlusion > 0.4")
    'light = "night" and occlusion > 0.4'
    """
    parts = [_line(part) for part in words.split(", ")]
    return " and ".join(parts) if all(parts) else ""


def _line(part: str) -> str:
    match = _CONDITION.fullmatch(part)
    if match is None or match["value"] == OTHER:
        return ""
    key, value = _quoted(match["key"].replace(OF_PICTURE, "picture.", 1)), match["value"]
    if match["low"]:
        return f"{key} in {match['low']}..{match['high']}"
    if match["sign"] != "=":
        return f"{key} {'<=' if match['sign'] == '≤' else '>'} {value}"
    try:
        number = float(value)
    except ValueError:
        return f'{key} = "{_escaped(value)}"'
    if number == round(number) and abs(number) < 1000:
        return f"{key} = {number:g}"
    return f"{key} in {number - abs(number) * ROUNDED:.6g}..{number + abs(number) * ROUNDED:.6g}"


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[\w.]+", name) else f'"{_escaped(name)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
