"""What things and pictures can be told apart by: every column of the truth, cut into values or ranges.

A column of pictures (light, weather, a suite's factor) is told of each of their things, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assets import ConfigError
from assets.names import nearest
from assets.reading import shown
from measure.evaluate.truth import Truth
from measure.table import OTHER, Table

VALUES = 12  # different numbers that are told apart one by one
NAMES = 30  # most frequent names that are
BINS = 4  # of the others, by quantiles

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]
type Flags = NDArray[np.bool_]
type Bins = tuple[int, Mapping[str, tuple[float, ...]]]
"""How many ranges a number is cut into by quantiles, and where those of some columns are cut instead."""


@dataclass(frozen=True, eq=False)
class Dimension:
    """A column that is cut into conditions.

    Attributes:
        key: of the column.
        labels: of its conditions, such as ``= red`` or ``> 0.4``.
        codes: (N,) condition of each thing; -1 for none.
        edges: where numbers are cut; empty for names. Condition k goes from edge k - 1, exclusive, to edge k.
        of_picture: (I,) condition of each picture, where pictures have the column; else None.
    """

    key: str
    labels: tuple[str, ...]
    codes: Codes
    edges: tuple[float, ...] = ()
    of_picture: Codes | None = None

    def words(self, code: int) -> str:
        return f"{self.key} {self.labels[code]}"


@dataclass(frozen=True, eq=False)
class Condition:
    """One or two columns' conditions at once.

    Attributes:
        words: for people, such as ``light = night, color = red``.
        keys: the columns.
        inside: (N,) things that meet it.
        pictures: (I,) pictures that do; for a thing's column those with such a thing.
        of_picture: whether pictures alone decide on it.
        category: that predictions must have, too; None where the condition says nothing of it.
    """

    words: str
    keys: tuple[str, ...]
    inside: Flags
    pictures: Flags
    of_picture: bool
    category: int | None = None


def dimensions(truth: Truth, bins: Bins = (BINS, {})) -> dict[str, Dimension]:
    """By key, those with more than one condition.

    Raises:
        ConfigError: ``bins`` name a column that is none of numbers.
    """
    out: dict[str, Dimension] = {}
    for table, of_picture in ((truth.things, False), (truth.pictures, True)):
        for key, kind in table.columns().items():
            found = (_by_number if kind == "number" else _by_name)(table, key, bins)
            if found is None:
                continue
            labels, codes, edges = found
            of_thing = codes[truth.image] if of_picture else codes
            if len(np.unique(of_thing[(of_thing >= 0) & ~truth.ignored])) > 1:
                out[key] = Dimension(key, labels, of_thing, edges, codes if of_picture else None)
    for key in bins[1]:
        if key not in out or not out[key].edges:
            numbers = [name for name, dimension in out.items() if dimension.edges]
            raise ConfigError(f"--bins {shown(key)}: expected a column of numbers{nearest(key, numbers)}")
    return out


def _by_number(table: Table, key: str, bins: Bins) -> tuple[tuple[str, ...], Codes, tuple[float, ...]] | None:
    values = table.numbers(key)
    known = np.isfinite(values)
    distinct = np.unique(values[known])
    if key in bins[1]:
        edges = np.array(bins[1][key])
    elif len(distinct) <= VALUES:
        codes = np.where(known, np.searchsorted(distinct, values), -1)
        return tuple(f"= {value:.4g}" for value in distinct), codes, ()
    else:
        edges = np.unique(np.quantile(values[known], np.linspace(0, 1, bins[0] + 1)[1:-1]).astype(np.float32))
        edges = edges[(edges < distinct[-1])].astype(np.float64)
    codes = np.where(known, np.searchsorted(edges, values, side="left"), -1)
    return tuple(_ranges(edges.tolist())), codes, tuple(edges.tolist())


def _ranges(edges: Sequence[float]) -> Iterator[str]:
    yield f"≤ {edges[0]:.4g}" if edges else "any"
    for low, high in pairwise(edges):
        yield f"{low:.4g} to {high:.4g}"
    if edges:
        yield f"> {edges[-1]:.4g}"


def _by_name(table: Table, key: str, _: Bins) -> tuple[tuple[str, ...], Codes, tuple[float, ...]] | None:
    codes, names = table.names(key)
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    kept = [k for k in np.argsort(-counts, kind="stable")[:NAMES] if names[k] != OTHER]
    if not kept:
        return None
    new = np.full(len(names) + 1, -1, np.intp)
    new[kept] = np.arange(len(kept))
    return tuple(f"= {names[k]}" for k in kept), new[codes], ()


def conditions(truth: Truth, by: Sequence[Dimension]) -> Iterator[Condition]:
    """Every combination of one condition of each of these columns that any thing meets.

    Args:
        by: one column or two.
    """
    codes = [dimension.codes for dimension in by]
    for combination in np.ndindex(*(len(dimension.labels) for dimension in by)):
        inside = ~truth.ignored
        for own, code in zip(codes, combination, strict=True):
            inside &= own == code
        if inside.any():
            yield _condition(truth, by, combination, inside)


def condition(truth: Truth, by: Sequence[Dimension], combination: Sequence[int]) -> Condition:
    inside = ~truth.ignored
    for dimension, code in zip(by, combination, strict=True):
        inside &= dimension.codes == code
    return _condition(truth, by, combination, inside)


def _condition(truth: Truth, by: Sequence[Dimension], combination: Sequence[int], inside: Flags) -> Condition:
    pictures = np.ones(len(truth.image_ids), np.bool_)
    of_picture, category = True, None
    for dimension, code in zip(by, combination, strict=True):
        if dimension.of_picture is not None:
            pictures &= dimension.of_picture == code
        elif dimension.key == CATEGORY:
            category = truth.categories.index(dimension.labels[code].removeprefix("= "))
        else:
            of_picture = False
    if not of_picture:
        pictures = np.bincount(truth.image[inside], minlength=len(pictures)) > 0
    words = ", ".join(dimension.words(code) for dimension, code in zip(by, combination, strict=True))
    return Condition(words, tuple(d.key for d in by), inside, pictures, of_picture, category)


CATEGORY = "category"


def parse_by(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """``weather,light*weather``: columns, and pairs of them.

    Raises:
        ConfigError: it is something else.
    """
    out = []
    for item in (item for text in texts for item in text.split(",")):
        keys = tuple(key.strip() for key in item.split("*"))
        if not all(keys) or len(keys) > 2 or len(set(keys)) < len(keys):
            raise ConfigError(f"--by {shown(item)}: expected a column or two, such as weather or light*weather")
        out.append(keys)
    return tuple(dict.fromkeys(out))


def chosen(by: Sequence[tuple[str, ...]], known: Mapping[str, Dimension]) -> list[tuple[Dimension, ...]]:
    """Raises:
    ConfigError: the dataset has no such column, or one value of it.
    """
    for key in (key for keys in by for key in keys):
        if key not in known:
            columns = shown(", ".join(sorted(known)), 400)
            hint = nearest(key, known) or f"; it has {columns}"
            raise ConfigError(f"--by {shown(key)}: the dataset has no such column with more than one value{hint}")
    return [tuple(known[key] for key in keys) for keys in by]


def parse_bins(texts: Sequence[str]) -> Bins:
    """``5``: as many ranges, by quantiles; ``occlusion=0.1:0.4``: where that column is cut.

    Raises:
        ConfigError: it is something else.
    """
    count, edges = BINS, {}
    for item in (item for text in texts for item in text.split(",")):
        key, equals, cuts = item.strip().partition("=")
        try:
            if not equals:
                count = int(key)
                if not 2 <= count <= 20:
                    raise ValueError
                continue
            values = tuple(float(word) for word in cuts.split(":"))
        except ValueError:
            values = ()
        if not key or not values or not all(np.isfinite(values)) or sorted(set(values)) != list(values):
            raise ConfigError(f"--bins {shown(item)}: expected 2 to 20 ranges, or cuts such as occlusion=0.1:0.4")
        edges[key.strip()] = values
    return count, edges
