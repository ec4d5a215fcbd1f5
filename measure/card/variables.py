"""Attributes and parameters as variables: each thing's value by its place in a list of names."""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets import ConfigError
from assets.names import nearest
from assets.reading import shown
from measure.card.facts import Facts
from measure.table import Codes, Table

FACE = "face"
MOST_VALUES = 24  # whole numbers that are told apart, as names are
BINS = 5  # of other numbers, equally wide

type Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Variable:
    """Attributes:
    key: of the attribute or parameter.
    codes: (N,) indices of ``names``, -1 for things that have none; N rows of things, or of pictures without labels.
    names: in their order; those that the schema knows are here, though none comes.
    of: what is counted: ``faces``, ``things`` or ``pictures``.
    unseen: values of the schema that do not come.
    """

    key: str
    codes: Codes
    names: tuple[str, ...]
    of: str
    unseen: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.key.replace("_", " ")

    def counts(self) -> Counts:
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.names)).astype(np.int64)


def variable(facts: Facts, key: str) -> Variable:
    """An attribute of things, of faces alone where faces have it; or else what was sampled of a picture.

    Raises:
        ConfigError: nothing of the set has it.
    """
    columns = facts.things.columns()
    if key in columns:
        faces = _rows_of(facts.things, FACE)
        inside = faces if (faces & _has(facts.things, key)).any() else np.ones(len(facts.things), np.bool_)
        return _variable(
            facts, facts.things, key, np.arange(len(facts.things)), inside, FACE if inside is faces else ""
        )
    pictures = facts.images.columns()
    if key not in pictures:
        known = sorted({*columns, *pictures})
        hint = nearest(key, known) or (f"; it has {shown(', '.join(known), 300)}" if known else "; it has none")
        raise ConfigError(f"--over {shown(key)}: expected an attribute or parameter of the set{hint}")
    rows = facts.things.groups() if len(facts.things) else np.arange(len(facts.images))
    faces = _rows_of(facts.things, FACE) if len(facts.things) else np.ones(len(rows), np.bool_)
    inside = faces if faces.any() else np.ones(len(rows), np.bool_)
    return _variable(facts, facts.images, key, rows, inside, "")


def crossing(first: Variable, second: Variable) -> Counts:
    """(R, C) how often each two values come together."""
    both = (first.codes >= 0) & (second.codes >= 0)
    out = np.zeros((len(first.names), len(second.names)), np.int64)
    np.add.at(out, (first.codes[both], second.codes[both]), 1)
    return out


def _variable(facts: Facts, table: Table, key: str, rows: Codes, inside: NDArray[np.bool_], category: str) -> Variable:
    codes, names = _coded(table, key)
    codes = np.where(inside, codes[rows], -1)
    of = "pictures" if not len(facts.things) else "faces" if category == FACE else "things"
    declared = facts.schema(category).get(key, {}) if category else {}
    values = declared.get("values") if isinstance(declared, dict) else None
    wanted = [_name(value) for value in values] if isinstance(values, list) else []
    order = [*wanted, *(name for name in names if name not in wanted)]
    place = np.array([order.index(name) for name in names], np.intp)
    placed = np.where(codes >= 0, place[np.maximum(codes, 0)], -1) if len(names) else codes
    seen = {order[code] for code in np.unique(placed[placed >= 0])}
    kept = [name for name in order if name in wanted or name in seen]
    final = np.array([kept.index(name) if name in kept else -1 for name in order], np.intp)
    placed = np.where(placed >= 0, final[np.maximum(placed, 0)], -1) if order else placed
    return Variable(key, placed, tuple(kept), of, tuple(name for name in wanted if name not in seen))


def _coded(table: Table, key: str) -> tuple[Codes, list[str]]:
    """Names in the order in which they are told: numbers rise, names by the alphabet."""
    if table.columns()[key] == "name":
        codes, names = table.names(key)
        order = sorted(range(len(names)), key=lambda place: names[place])
        back = np.argsort(np.array(order, np.intp))
        return np.where(codes >= 0, back[np.maximum(codes, 0)], -1), [names[place] for place in order]
    numbers = table.numbers(key)
    finite = np.isfinite(numbers)
    found = np.unique(numbers[finite])
    if len(found) <= MOST_VALUES and (found == np.round(found)).all():
        codes = np.where(finite, np.searchsorted(found, numbers), -1).astype(np.intp)
        return codes, [f"{value:g}" for value in found]
    edges = np.linspace(found[0], found[-1], BINS + 1)
    codes = np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, BINS - 1)
    names = [f"{low:.4g} to {high:.4g}" for low, high in itertools.pairwise(edges)]
    return np.where(finite, codes, -1).astype(np.intp), names


def _has(table: Table, key: str) -> NDArray[np.bool_]:
    return np.isfinite(table.numbers(key)) if table.columns()[key] == "number" else table.names(key)[0] >= 0


def _rows_of(table: Table, category: str) -> NDArray[np.bool_]:
    codes, names = table.names("category")
    return codes == names.index(category) if category in names else np.zeros(len(table), np.bool_)


def _name(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
