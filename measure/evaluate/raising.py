"""What a parameter gives before and after some of its values are raised: shares of names, steps of numbers."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from assets import AttributeValue
from measure.evaluate.answers import Range, Target, answered, columns_of
from measure.evaluate.truth import OF_PICTURE
from scenes import SceneParams
from scenes.distributions import Choice, Constant, Distribution, Empirical, Given, Histogram, Learned
from scenes.domain import DRAWN, Domain
from scenes.params import AUTO

STEPS = 16  # of a law of numbers that becomes a table
ENDS = frozenset({"bearing_deg"})  # left to the scene, these come from one end of their domain to the other

type Properties = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows of an evaluation, by property."""
type Law = Choice | Histogram
type Factors = Mapping[Target, float]
"""How many times as often each should come."""


def raised(
    params: SceneParams, key: str, factors: Factors, properties: Properties
) -> tuple[Distribution, dict[Target, tuple[float, float]]] | None:
    """A parameter's new distribution, and the shares of each target before and after.

    What is left to the scene (``auto``) begins with the shares that the evaluated set had. None where it is unknown
    what there is now, or where none of it is to be raised.
    """
    domain, law = params.domain(key), getattr(params, key)
    before: Law | None
    if isinstance(law, Given | Learned):
        return None
    if law == AUTO:
        before = (
            _steps_seen(domain, key, properties) if domain.kind == "number" else _names_seen(params, key, properties)
        )
    elif isinstance(law, Choice | Constant | Empirical) or domain.kind != "number":
        shares = domain.shares(law)
        before = Choice(tuple(shares), tuple(shares.values()))
    else:
        before = _steps(domain, law)
    if before is None:
        return None
    spans = [target for target in factors if not isinstance(target, str)]
    cut = _cut(before, spans) if isinstance(before, Histogram) else before
    after = _weighed(cut, factors)
    if after.weights == cut.weights:
        return None
    return after, {target: (_share(cut, target), _share(after, target)) for target in factors if _share(cut, target)}


def _weighed(law: Law, factors: Factors) -> Law:
    most = []
    for place in _places(law):
        most.append(max([1.0, *(by for target, by in factors.items() if _meets(place, target))]))
    if max(most) == 1.0:
        return law
    weights = np.array(law.weights) / sum(law.weights) * most
    shares = tuple(round(float(weight), 4) for weight in weights / weights.sum())
    if isinstance(law, Histogram):
        return Histogram(law.edges, shares)
    kept = [(option, share) for option, share in zip(law.options, shares, strict=True) if share > 0.0]
    return Choice(*zip(*kept, strict=True))


def _places(law: Law) -> Sequence[AttributeValue]:
    """What each weight is of; of a step its middle."""
    return [(low + high) / 2.0 for low, high in pairwise(law.edges)] if isinstance(law, Histogram) else law.options


def _share(law: Law, target: Target) -> float:
    places = zip(_places(law), law.weights, strict=True)
    return sum(weight for place, weight in places if _meets(place, target)) / sum(law.weights)


def _meets(value: AttributeValue, target: Target) -> bool:
    if isinstance(target, str):
        return text(value) == target
    return not isinstance(value, bool | str) and target[0] < value <= target[1]


def text(value: AttributeValue) -> str:
    """As conditions of an evaluation have it."""
    return f"{value:.4g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _names_seen(params: SceneParams, key: str, properties: Properties) -> Choice | None:
    counts = dict.fromkeys(params.domain(key).options, 0.0)
    for target, count in _seen(params, key, properties):
        if target in counts:
            counts[str(target)] += count
    known = {name: count for name, count in counts.items() if count}
    return Choice(tuple(known), tuple(known.values())) if known else None


def _steps_seen(domain: Domain, key: str, properties: Properties) -> Histogram | None:
    if key not in ENDS:
        return None
    for column in columns_of(key):
        rows = _rows(properties, column)
        found = [(answered(column, words, {key}), count) for words, count in rows]
        spans = [(target, count) for answer, count in found if answer for target in answer[1] if target]
        pieces = [(_within(domain, target), count) for target, count in spans if not isinstance(target, str)]
        if not pieces:
            continue
        edges = sorted({domain.low, domain.high, *(end for span, _ in pieces for end in span)})
        weights = [
            sum(count / (span[1] - span[0]) for span, count in pieces if span[0] <= low and high <= span[1])
            * (high - low)
            for low, high in pairwise(edges)
        ]
        return Histogram(tuple(edges), tuple(weights)) if sum(weights) > 0.0 else None
    return None


def _within(domain: Domain, span: Range) -> Range:
    return max(span[0], domain.low), min(span[1], domain.high)


def _seen(params: SceneParams, key: str, properties: Properties) -> list[tuple[Target, float]]:
    """Values of a parameter and how many things had them, by the first column that tells."""
    for column in columns_of(key):
        found = [(answered(column, words, {key}), count) for words, count in _rows(properties, column)]
        known = [(answer[1][0], count) for answer, count in found if answer and len(answer[1]) == 1]
        if known:
            return known
    return []


def _rows(properties: Properties, column: str) -> list[tuple[str, float]]:
    rows = properties.get(f"by {column}", properties.get(f"by {OF_PICTURE}{column}", ()))
    return [(str(row.get(column, row.get(f"{OF_PICTURE}{column}"))), float(row.get("n") or 0)) for row in rows]


def _steps(domain: Domain, law: Distribution) -> Histogram | None:
    rng = np.random.default_rng(np.random.SeedSequence(0))
    drawn = np.array([float(domain.draw(law, rng)) for _ in range(DRAWN)])
    edges = np.unique(np.quantile(drawn, np.linspace(0.0, 1.0, STEPS + 1)).round(4))
    if len(edges) < 2:
        return None
    edges[[0, -1]] = np.clip(edges[[0, -1]], domain.low, domain.high)
    weights = np.histogram(drawn.clip(edges[0], edges[-1]), edges)[0] / DRAWN
    return Histogram(tuple(edges.tolist()), tuple(weights.tolist()))


def _cut(law: Histogram, spans: Sequence[Range]) -> Histogram:
    """The same with edges where ranges end."""
    ends = {end for span in spans for end in span if law.edges[0] < end < law.edges[-1]}
    edges = sorted({*law.edges, *ends})
    parts = [law.within(low, high) for low, high in pairwise(edges)]
    return Histogram(tuple(edges), tuple(sum(part.weights) if part else 0.0 for part in parts))
