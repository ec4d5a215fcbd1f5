"""Whether groups come equally often, alone and crossed, and whether one goes with another. Nothing is said of race."""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from measure.card.association import association, evenness, ratio
from measure.card.facts import Facts
from measure.card.plots import MOST_BARS
from measure.card.variables import Counts, Variable, crossing, variable
from measure.plots import Bars, Floats
from measure.report import Cell, Property

GROUPS = ("skin_tone", "age_group", "gender_presentation")
MOST_OVER = 8
WIDE = 12  # columns of a table; wider ones are told cell by cell
SHOWN = 60  # of those cells, the rarest
LOWER = ("ratio_", "association_", "apart_", "empty_")  # beginnings of figures of which less is better

type Reference = Mapping[str, Mapping[str, float]]
"""Shares by value, by attribute."""


def variables(facts: Facts, over: Sequence[str]) -> list[Variable]:
    """Those that are asked for; the groups of faces where none is.

    Raises:
        ConfigError: the set has none of that name.
    """
    if over:
        return [variable(facts, key) for key in dict.fromkeys(over)]
    known = facts.things.columns()
    found = [variable(facts, key) for key in GROUPS if key in known]
    return [each for each in found if each.of == "faces"]


def fairness(facts: Facts, wanted: Sequence[Variable], reference: Reference) -> list[Property]:
    """A property for each, for each two, and for all of three or more at once."""
    per_picture = _per_picture(facts)
    out = [_alone(each, reference.get(each.key, {})) for each in wanted]
    out += [_pair(first, second, per_picture) for first, second in combinations(wanted, 2)]
    return out + ([_all(wanted, per_picture)] if len(wanted) > 2 else [])


def at_most(properties: Sequence[Property]) -> tuple[str, ...]:
    """Figures of which less is better."""
    return tuple(key for item in properties for key in item.figures if key.startswith(LOWER))


def _alone(own: Variable, reference: Mapping[str, float]) -> Property:
    counts = own.counts()
    shares = counts / max(int(counts.sum()), 1)
    rows: list[dict[str, Cell]] = []
    for name, count, share in zip(own.names, counts.tolist(), shares.tolist(), strict=True):
        row: dict[str, Cell] = {"value": name, own.of: int(count), "share": float(share)}
        if reference:
            row |= {"reference": reference.get(name, 0.0), "difference": float(share) - reference.get(name, 0.0)}
        rows.append(row)
    even, most = evenness(counts), ratio(counts)
    figures = {f"evenness_{own.key}": even, f"least_{own.key}": float(counts.min(initial=0))}
    figures |= {f"empty_{own.key}": float((counts == 0).sum())} | ({} if most is None else {f"ratio_{own.key}": most})
    spread = (
        "one value never comes" if most is None else f"the most frequent comes {most:.2f} times as often as the rarest"
    )
    notes = [f"evenness {even:.3f} (Shannon's index over log k; 1: all {len(counts)} come equally often); {spread}"]
    if own.unseen:
        notes.append(f"the schema also knows {', '.join(own.unseen)}: no {own.of} of these")
    if reference:
        apart = _apart(own.names, shares, reference)
        figures[f"apart_{own.key}"] = apart
        notes.append(f"total variation from the reference, drawn below each value: {apart:.3f} (0: the same shares)")
        if strange := sorted(set(reference) - set(own.names)):
            notes.append(f"the reference also has {', '.join(strange)}: no {own.of} of these")
    other = np.array([reference.get(name, 0.0) for name in own.names]) if reference else None
    plot = Bars(own.names, shares, other, MOST_BARS)
    return Property(f"fair_{own.key}", own.title, "fairness", rows, None, 0.0, (), figures, plot, tuple(notes))


def _apart(names: Sequence[str], shares: Floats, reference: Mapping[str, float]) -> float:
    own: dict[str, float] = dict(zip(names, shares.tolist(), strict=True))
    return sum(abs(own.get(name, 0.0) - reference.get(name, 0.0)) for name in {*own, *reference}) / 2.0


def _pair(first: Variable, second: Variable, per_picture: float) -> Property:
    table = crossing(first, second)
    key = f"{first.key}_{second.key}"
    figures = {f"evenness_{key}": evenness(table.ravel()), f"least_{key}": float(table.min(initial=0))}
    figures[f"empty_{key}"] = float((table == 0).sum())
    notes = [_smallest([first, second], table, per_picture)]
    found = association(table)
    if found is None:
        notes.append("too few to say whether they are independent")
    else:
        figures[f"association_{key}"] = found.value
        said = "no more than chance does" if found.low <= 0.05 else "they go together"
        interval = f"{found.low:.3f} to {found.high:.3f} in 95 of 100 samples, of {found.n} {first.of}"
        notes.append(f"Cramér's V {found.value:.3f} ({interval}; corrected for small samples): {said}")
    title = f"{first.title} × {second.title}"
    rows = _table(first, second, table)
    return Property(f"fair_{key}", title, "fairness", rows, None, 0.0, (), figures, None, tuple(notes))


def _table(first: Variable, second: Variable, table: Counts) -> list[dict[str, Cell]]:
    if len(second.names) <= WIDE:
        return [
            {first.title: name} | {f"{other} ": int(count) for other, count in zip(second.names, row, strict=True)}
            for name, row in zip(first.names, table.tolist(), strict=True)
        ]
    return _rarest([first, second], table)


def _rarest(own: Sequence[Variable], table: Counts) -> list[dict[str, Cell]]:
    order = np.argsort(table, axis=None, kind="stable")[:SHOWN]
    places = [np.unravel_index(place, table.shape) for place in order]
    return [
        {each.title: each.names[int(at)] for each, at in zip(own, place, strict=True)} | {own[0].of: int(table[place])}
        for place in places
    ]


def _smallest(own: Sequence[Variable], table: Counts, per_picture: float) -> str:
    place = np.unravel_index(int(table.argmin()), table.shape)
    name = ", ".join(each.names[int(at)] for each, at in zip(own, place, strict=True))
    least, mean, most = int(table.min()), float(table.mean()), int(table.max())
    empty = int((table == 0).sum())
    others = f" ({empty} of {table.size} never come)" if empty else ""
    to_mean = math.ceil(max(0.0, mean - least) / per_picture)
    to_all = math.ceil(float((most - table).sum()) / per_picture)
    return (
        f"smallest crossing: {name} with {least} {own[0].of}{others}; {to_mean} more pictures of it would bring it to "
        f"the mean of {mean:.1f}, {to_all} of all that are rarer would make all as frequent as the most frequent"
    )


def _all(own: Sequence[Variable], per_picture: float) -> Property:
    """Of all at once: how full the whole grid is, and its rarest cells."""
    inside = np.all([each.codes >= 0 for each in own], axis=0)
    table = np.zeros([len(each.names) for each in own], np.int64)
    np.add.at(table, tuple(each.codes[inside] for each in own), 1)
    notes = (_smallest(own, table, per_picture),)
    figures = {"evenness_all": evenness(table.ravel()), "empty_all": float((table == 0).sum())}
    title = " × ".join(each.title for each in own)
    return Property("fair_all", title, "fairness", _rarest(own, table), None, 0.0, (), figures, None, notes)


def _per_picture(facts: Facts) -> float:
    """Things a picture, of the kind that is counted."""
    faces = facts.categories.get("face", 0)
    return max(1.0, (faces or len(facts.things)) / max(facts.images.pictures, 1))
