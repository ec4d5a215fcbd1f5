"""Columns of the index: where the value of a name stands in SQL, and of what kind it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

type Scope = Literal["thing", "picture"]
type Kind = Literal["number", "name"]

MOST = 400  # columns of a scope; further keys are left out, and told


@dataclass(frozen=True, slots=True)
class Column:
    """Attributes:
    name: as people write it; a picture's is ``picture.NAME`` where things have one of that name.
    scope: whether each thing has it, or each picture.
    sql: an expression over ``t``, the things, and ``p``, the pictures; made here alone, never of what a set says.
    low, high: of numbers.
    whole: whether all numbers are whole.
    distinct: how many different values there are, nearly.
    """

    name: str
    scope: Scope
    kind: Kind
    sql: str
    low: float = 0.0
    high: float = 0.0
    whole: bool = False
    distinct: int = 0


COMPUTED: Mapping[str, tuple[Kind, str]] = {
    "category": ("name", "t.category"),
    "size": ("number", "sqrt(t.w * t.h / (p.width * p.height))"),
    "aspect": ("number", "t.w / nullif(t.h, 0)"),
    "across": ("number", "(t.x + t.w / 2) / p.width"),
    "down": ("number", "(t.y + t.h / 2) / p.height"),
    "width_px": ("number", "t.w"),
    "height_px": ("number", "t.h"),
}
"""Of things, of their boxes; the words are those of ``compare``."""

OF_PICTURE: Mapping[str, tuple[Kind, str]] = {
    "things": ("number", "p.things"),
    "split": ("name", "nullif(p.split, '')"),
    "file": ("name", "p.name"),
    "id": ("number", "p.number"),
    "picture_width": ("number", "p.width"),
    "picture_height": ("number", "p.height"),
}

ORDER = ("category", "size", "occlusion", "truncation", "visible_fraction", "distance_m", "points_seen", "things")
"""What is shown first; the rest as the set has it, boxes' figures last."""
