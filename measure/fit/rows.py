"""What a pool has drawn, row by row: a row for each picture, and one for each of its labels.

A row of a picture has what it has drawn once; that of a label has this and what its own thing has drawn. So a thing
counts by its own draws alone, and not by those of its neighbours, which would only make weights uneven.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assets import AttributeValue
from measure.fit.cells import Cells, condition_value
from measure.fit.pool import Drawn
from scenes import SceneParams

type Codes = NDArray[np.intp]
type Floats = NDArray[np.float64]
type Bools = NDArray[np.bool_]


@dataclass
class _Column:
    """All draws of a parameter: their pictures, the things' numbers (-1 for none) and their values."""

    pictures: list[int] = field(default_factory=list)
    things: list[int] = field(default_factory=list)
    values: list[AttributeValue] = field(default_factory=list)


class Rows:
    """Args:
    pool: the pictures.
    owners: of each label that counts, the picture and the thing.
    """

    def __init__(self, params: SceneParams, pool: Sequence[Drawn], owners: Sequence[tuple[int, int]]) -> None:
        self._params, self._pool, self._owners = params, pool, owners
        self.pictures: Codes = np.concatenate(
            [np.arange(len(pool)), np.array([picture for picture, _ in owners], np.intp)]
        )
        self._columns: dict[str, _Column] = {}
        for number, drawn in enumerate(pool):
            for draw in drawn.laws:
                column = self._columns.setdefault(draw.key, _Column())
                column.pictures.append(number)
                column.things.append(-1 if draw.thing is None else draw.thing)
                column.values.append(draw.value)
        self._of_rows = {key: self._draw_of_row(column) for key, column in self._columns.items()}
        self._cases: dict[tuple[str, str], list[AttributeValue | None]] = {}

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def things(self) -> int:
        """How many labels there are; theirs are the last rows."""
        return len(self) - len(self._pool)

    def cells(self, table: Cells) -> tuple[Codes, Bools]:
        """(R,) the cell that each row has drawn, -1 for none; (R,) whether it has drawn what no cell holds."""
        column = self._columns.get(table.key)
        if column is None:
            return np.full(len(self), -1), np.zeros(len(self), np.bool_)
        found = table.places(column.values)
        beyond = found < 0
        if table.condition is not None:
            cases = self._conditions(table.key, table.condition, column)
            applies = np.array([case == table.case for case in cases], np.bool_)
            found, beyond = np.where(applies, found, -1), beyond & applies
        of = self._of_rows[table.key]
        return np.where(of >= 0, found[of], -1), (of >= 0) & beyond[of]

    def often(self, table: Cells) -> NDArray[np.float64]:
        """(F,) how often each picture has drawn from the table, for whatever thing."""
        column = self._columns.get(table.key)
        out = np.zeros(len(self._pool))
        if column is not None:
            cases = None if table.condition is None else self._conditions(table.key, table.condition, column)
            kept = [at for at in range(len(column.values)) if cases is None or cases[at] == table.case]
            np.add.at(out, np.array(column.pictures, np.intp)[kept], 1.0)
        return out

    def _conditions(self, key: str, condition: str, column: _Column) -> list[AttributeValue | None]:
        if (key, condition) not in self._cases:
            both = zip(column.pictures, column.things, strict=True)
            self._cases[key, condition] = [
                condition_value(self._params, self._pool[picture], condition, None if thing < 0 else thing)
                for picture, thing in both
            ]
        return self._cases[key, condition]

    def _draw_of_row(self, column: _Column) -> Codes:
        """(R,) -1 for rows that have drawn none: what the picture has drawn, or the row's own thing."""
        places = {pair: at for at, pair in enumerate(zip(column.pictures, column.things, strict=True))}
        of_pictures = [places.get((picture, -1), -1) for picture in range(len(self._pool))]
        of_things = [places.get(owner, of_pictures[owner[0]]) for owner in self._owners]
        return np.array([*of_pictures, *of_things], np.intp)


@dataclass(frozen=True, eq=False)
class Placed:
    """Rows in cells.

    Attributes:
        cells: (R, M) of each table's cells side by side, K where a row has drawn none of it.
        beyond: (R,) whether a row has drawn what no cell holds.
        count: K.
    """

    cells: Codes
    beyond: Bools
    count: int

    @classmethod
    def of(cls, rows: Rows, tables: Sequence[Cells]) -> "Placed":
        starts = np.cumsum([0, *(len(table) for table in tables)])
        total, every = int(starts[-1]), []
        beyond = np.zeros(len(rows), np.bool_)
        for table, start in zip(tables, starts, strict=False):
            found, outside = rows.cells(table)
            every.append(np.where(found >= 0, start + found, total))
            beyond |= outside
        return cls(np.stack(every, axis=1) if every else np.zeros((len(rows), 0), np.intp), beyond, total)

    def summed(self, values: Floats) -> Floats:
        """(R, C) what each row's cells have together, of (C, K)."""
        padded = np.concatenate([values, np.zeros((len(values), 1))], axis=1).T
        out = np.zeros((len(self.cells), len(values)))
        for column in self.cells.T:
            out += padded[column]
        return out

    def gathered(self, values: Floats) -> Floats:
        """(C, K) what all rows with a cell have together, of (R, C): the other way round."""
        out = np.zeros((values.shape[1], self.count + 1))
        for column in self.cells.T:
            for number in range(values.shape[1]):
                out[number] += np.bincount(column, values[:, number], self.count + 1)
        return out[:, :-1]
