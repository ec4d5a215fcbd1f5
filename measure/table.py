"""Columns of numbers and names that grow row by row, four bytes a cell.

A hundred thousand pictures of ten things with thirty columns take 120 MB; nothing else of a set is kept.
"""

import math
from array import array
from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assets import AttributeValue

MOST_NAMES = 1000  # different names of a column; further ones are told together
OTHER = "(other)"

type Kind = Literal["number", "name"]
type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]


class Table:
    """Rows of things or of pictures; each row belongs to one picture.

    Attributes:
        pictures: how many there are, those without a row among them.
    """

    def __init__(self) -> None:
        self.pictures = 0
        self._groups = array("l")
        self._numbers: dict[str, array[float]] = {}
        self._names: dict[str, array[int]] = {}
        self._codes: dict[str, dict[str, int]] = {}

    def __len__(self) -> int:
        return len(self._groups)

    def add(self, values: Mapping[str, AttributeValue]) -> None:
        """A row of the picture that came last, see ``pictures``."""
        row = len(self._groups)
        self._groups.append(self.pictures - 1)
        for key, value in values.items():
            if isinstance(value, bool | str):
                self._add_name(key, str(value).lower() if isinstance(value, bool) else value, row)
            elif math.isfinite(value):
                column = self._numbers.setdefault(key, array("f"))
                column.extend([math.nan] * (row - len(column)))
                column.append(value)

    def _add_name(self, key: str, value: str, row: int) -> None:
        column, codes = self._names.setdefault(key, array("i")), self._codes.setdefault(key, {})
        if value not in codes and len(codes) >= MOST_NAMES:
            value = OTHER
        column.extend([-1] * (row - len(column)))
        column.append(codes.setdefault(value, len(codes)))

    def columns(self) -> dict[str, Kind]:
        """In order of appearance. What is a number here and a name there is left to be both."""
        return {**dict.fromkeys(self._numbers, "number"), **dict.fromkeys(self._names, "name")}

    def groups(self) -> Codes:
        """(N,) the picture of each row."""
        return np.array(self._groups, np.intp)

    def numbers(self, key: str) -> Floats:
        """(N,), NaN where a row has none."""
        out = np.full(len(self), np.nan)
        column = self._numbers.get(key, ())
        out[: len(column)] = column
        return out

    def names(self, key: str) -> tuple[Codes, list[str]]:
        """(N,) index into the names, -1 where a row has none; and the names."""
        out = np.full(len(self), -1, np.intp)
        column = self._names.get(key, ())
        out[: len(column)] = column
        return out, list(self._codes.get(key, ()))
