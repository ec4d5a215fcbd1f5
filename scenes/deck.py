"""Dealing: which cell comes at which number, so that each has its share after any number of them.

Nothing is counted from the start: the cells of a round are shuffled by the round's own random stream, and where a
number stands in its round is arithmetic. Frame ``k`` is dealt the same whoever renders it, whatever came before.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assets import AttributeValue
from assets.random import stream
from scenes.distributions import Constant, Distribution
from scenes.narrow import narrowed


@dataclass(frozen=True)
class Cell:
    """What one parameter is dealt: a value, or an interval that its distribution is narrowed to.

    Attributes:
        label: for people and reports; the value itself where it is one.
        low, high: of the interval, ``high`` excluded; None for a value.
    """

    label: AttributeValue
    low: float | None = None
    high: float | None = None

    def of(self, distribution: Distribution) -> Distribution:
        if self.low is None or self.high is None:
            return Constant(self.label)
        return narrowed(distribution, self.low, self.high) or distribution


@dataclass(frozen=True)
class Deck:
    """Attributes:
    keys: parameters that are dealt together.
    cells: (N) combinations of them, those of the last key next to each other.
    sizes: how many cells each key has.
    copies: (N) how often each comes in a round; where all come once, no two ever differ by more than 1.
    seed, name: of its random stream.
    """

    keys: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    sizes: tuple[int, ...]
    copies: tuple[int, ...]
    seed: int
    name: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", sum(self.copies))

    def at(self, number: int) -> dict[str, Cell]:
        """What comes at a number, counted from 0."""
        turn, place = divmod(number, self.length)
        return dict(zip(self.keys, self.cells[self.round(turn)[place]], strict=True))

    def round(self, turn: int) -> NDArray[np.intp]:
        """Indices (length,) of a round's cells in order."""
        return _order(self.sizes, self.copies, self.seed, self.name, turn)


@dataclass(frozen=True)
class Deal:
    """What one frame is dealt.

    Attributes:
        picture: cells of what is drawn once for it.
        things: cells of what is drawn for each of its things; None where those are not dealt.
    """

    picture: Mapping[str, Cell]
    things: tuple[Mapping[str, Cell], ...] | None


@dataclass(frozen=True)
class Balance:
    """Attributes:
    picture: deals each picture.
    counts: deals each picture its number of things; None for one each.
    things: deals each thing.
    """

    picture: Deck | None = None
    counts: Deck | None = None
    things: Deck | None = None

    def deal(self, picture: int) -> Deal:
        """To a picture, counted from 0 among those of its scene."""
        cells = self.picture.at(picture) if self.picture else {}
        if self.things is None:
            return Deal(cells, None)
        if self.counts is None:
            return Deal(cells, (self.things.at(picture),))
        first, count = self._numbers(self.counts, picture)
        (key,) = self.counts.keys
        things = tuple(self.things.at(number) for number in range(first, first + count))
        return Deal({**cells, key: Cell(count)}, things)

    def deal_thing(self, number: int) -> Deal:
        """To a thing by itself, whatever picture it is in."""
        return Deal({}, None if self.things is None else (self.things.at(number),))

    @staticmethod
    def _numbers(counts: Deck, picture: int) -> tuple[int, int]:
        """The number of the picture's first thing, and how many it has: every round of pictures has the same sum."""
        values = np.array([int(cell.label) for (cell,) in counts.cells])
        turn, place = divmod(picture, counts.length)
        order = values[counts.round(turn)]
        first = turn * int(values @ np.array(counts.copies)) + int(order[:place].sum())
        return first, int(order[place])


@lru_cache(maxsize=64)
def _order(sizes: tuple[int, ...], copies: tuple[int, ...], seed: int, name: str, turn: int) -> NDArray[np.intp]:
    rng = stream(stream(np.random.default_rng(np.random.SeedSequence(seed)), f"deck {name}"), f"round {turn}")
    out = _once_each(rng, sizes) if max(copies) == 1 else _spread(rng, np.array(copies))
    out.flags.writeable = False  # it is kept
    return out


def _once_each(rng: np.random.Generator, sizes: tuple[int, ...]) -> NDArray[np.intp]:
    """All combinations, so that the values of each single key are even too, long before the round is over.

    Counting up every key at once, and the next by one more whenever all begin anew, meets each combination once.
    """
    columns, period = [np.arange(sizes[0])], sizes[0]
    for size in sizes[1:]:
        number = np.arange(period * size)
        columns = [column[number % period] for column in columns]
        columns.append((number + number // math.lcm(period, size)) % size)
        period *= size
    relabelled = [rng.permutation(size)[column] for column, size in zip(columns, sizes, strict=True)]
    shuffled = np.argsort(np.arange(period) // max(sizes) + rng.uniform(size=period))
    out: NDArray[np.intp] = np.ravel_multi_index(tuple(relabelled), sizes)[shuffled]
    return out


def _spread(rng: np.random.Generator, copies: NDArray[np.intp]) -> NDArray[np.intp]:
    """Each cell's copies lie evenly in the round, from an offset of its own on."""
    cell = np.repeat(np.arange(len(copies)), copies)
    nth = np.arange(len(cell)) - np.repeat(np.cumsum(copies) - copies, copies)
    when = (nth + rng.uniform(size=len(copies))[cell]) / copies[cell]
    out: NDArray[np.intp] = cell[np.argsort(when, kind="stable")]
    return out
