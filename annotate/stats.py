"""What came out: how often each value of each attribute and parameter is there, against what was wanted."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from annotate.formats.source import Dataset
from annotate.track_stats import track_values
from assets import AttributeValue

FEW = 24  # whole numbers that are told apart one by one, as names are
EXPECTED = 5.0  # counts below which a chi-square test takes values together

PICTURES, THINGS, TRACKS = "pictures", "things", "tracks"

type Floats = NDArray[np.float64]
type Values = dict[str, AttributeValue]


@dataclass(frozen=True, eq=False)
class Column:
    """All values of one quantity.

    Attributes:
        scene: whose pictures.
        kind: ``PICTURES``, ``THINGS`` or ``TRACKS``: what has it.
        key: of the parameter or attribute.
    """

    scene: str
    kind: str
    key: str
    values: list[AttributeValue] = field(default_factory=list)

    @property
    def numeric(self) -> bool:
        """Whether it is told as quartiles; else value by value."""
        if any(isinstance(value, bool | str) for value in self.values):
            return False
        numbers = self.numbers()
        return any(isinstance(value, float) for value in self.values) or bool(np.ptp(numbers) >= FEW)

    def numbers(self) -> Floats:
        return np.array([float(value) for value in self.values])

    def counts(self, others: Iterable[str] = ()) -> dict[str, int]:
        """By value, and 0 for other values; numbers ascending, names by how often they come."""
        found = dict.fromkeys(others, 0) | Counter(_text(value) for value in self.values)
        if any(isinstance(value, bool | str) for value in self.values):
            return dict(sorted(found.items(), key=lambda item: -item[1]))
        return dict(sorted(found.items(), key=lambda item: float(item[0])))


@dataclass(frozen=True, eq=False)
class Requested:
    """What was wanted of a quantity: one of the two.

    Attributes:
        shares: by value.
        numbers: a large sample.
    """

    shares: Mapping[str, float] | None = None
    numbers: Floats | None = None

    @classmethod
    def of(cls, values: Mapping[AttributeValue, float]) -> "Requested":
        return cls({_text(value): share for value, share in values.items()})


def columns(dataset: Dataset) -> list[Column]:
    """Every parameter of pictures, every attribute of labelled things, and what ``annotate.track_stats`` says of
    tracks, by scene, in order of appearance.

    Things are told together, whatever their category: parameters such as a vehicle's type decide on that.

    Raises:
        DatasetError: it cannot be read.
    """
    out: dict[tuple[str, str, str], Column] = {}
    tracks = track_values(dataset)
    for scene, both in values_of(dataset).items():
        for kind, rows in zip((PICTURES, THINGS, TRACKS), (*both, tracks.get(scene, [])), strict=True):
            for row in rows:
                for key, value in row.items():
                    out.setdefault((scene, kind, key), Column(scene, kind, key)).values.append(value)
    return sorted(out.values(), key=lambda column: (column.scene, column.kind))


def values_of(dataset: Dataset, keys: Collection[str] | None = None) -> dict[str, tuple[list[Values], list[Values]]]:
    """By scene, the parameters of its pictures and the attributes of its labelled things, each thing once.

    Args:
        keys: only these.

    Raises:
        DatasetError: it cannot be read.
    """
    out: dict[str, tuple[list[Values], list[Values]]] = {}
    for split in dataset.splits:
        for record in dataset.records(split):
            pictures, things = out.setdefault(str(record.image.get("scene", "")), ([], []))
            found: dict[int, Values] = {}
            for annotation in record.annotations:
                category = str(dataset.categories[annotation["category_id"]]["name"])
                own = {"category": category, **annotation.get("attributes", {})}
                thing = int(annotation.get("instance_id") or annotation["id"])
                found[thing] = own | found.get(thing, {})
            picture = {"things": len(found), **record.image.get("parameters", {})}
            pictures.append(_only(picture, keys))
            things.extend(_only(own, keys) for own in found.values())
    return out


def _only(values: Mapping[str, object], keys: Collection[str] | None) -> Values:
    plain = ((key, value) for key, value in values.items() if isinstance(value, bool | int | float | str))
    return {key: value for key, value in plain if keys is None or key in keys}


def evenness(counts: Iterable[int], cells: int) -> float:
    """Entropy over that of ``cells`` equal counts: 1 where all are equal, 0 where there is one only."""
    numbers = np.array([count for count in counts if count > 0], float)
    if cells <= 1 or not len(numbers):
        return 1.0
    shares = numbers / numbers.sum()
    return float(-(shares * np.log(shares)).sum() / math.log(cells))


def p_value(column: Column, requested: Requested) -> float | None:
    """How probable a difference as large as this one is, if nothing but chance made it; None where it is not known.

    Chi-square (Pearson) for values, Kolmogorov and Smirnov's test of two
    samples (asymptotic) for numbers.
    """
    if requested.shares is not None:
        return _chi_square(column.counts(), requested.shares, len(column.values))
    if requested.numbers is not None and column.numeric:
        return _smirnov(column.numbers(), requested.numbers)
    return None


def _chi_square(counts: Mapping[str, int], shares: Mapping[str, float], number: int) -> float | None:
    if any(count and shares.get(value, 0.0) <= 0.0 for value, count in counts.items()):
        return 0.0  # what was never wanted
    rare = {value for value, share in shares.items() if share * number < EXPECTED}
    pairs = [(counts.get(value, 0), share * number) for value, share in shares.items() if value not in rare]
    if rare:
        pairs.append((sum(counts.get(value, 0) for value in rare), sum(shares[value] for value in rare) * number))
    pairs = [(got, expected) for got, expected in pairs if expected > 0.0]
    freedom = len(pairs) - 1
    if freedom < 1:
        return None
    total = sum((got - expected) ** 2 / expected for got, expected in pairs)
    half, odd = total / 2.0, freedom % 2
    if half <= 0.0:
        return 1.0
    powers = (k + odd / 2.0 for k in range(freedom // 2))
    terms = (math.exp(k * math.log(half) - half - math.lgamma(k + 1.0)) for k in powers)
    return min(sum(terms) + (math.erfc(math.sqrt(half)) if odd else 0.0), 1.0)


def _smirnov(first: Floats, second: Floats) -> float:
    points = np.concatenate([first, second])
    steps = (np.searchsorted(np.sort(values), points, side="right") / len(values) for values in (first, second))
    distance = float(np.abs(np.subtract(*steps)).max())
    root = math.sqrt(len(first) * len(second) / (len(first) + len(second)))
    scaled = (root + 0.12 + 0.11 / root) * distance
    if scaled < 0.2:
        return 1.0
    terms = (2.0 * (-1.0) ** (k - 1) * math.exp(-2.0 * (k * scaled) ** 2) for k in range(1, 101))
    return min(max(sum(terms), 0.0), 1.0)


def _text(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
