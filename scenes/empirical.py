"""The distribution of values that were measured: a column of a CSV file, each row as likely as the next."""

import hashlib
import math
import re
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from assets import AttributeValue, ConfigError
from assets.reading import number, read_column, shown
from scenes import notation

DIGEST = 8  # hexadecimal digits that tell one column's values from another's
_WRITTEN = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class Empirical:
    """One of a column's values.

    Attributes:
        path: a CSV file with a header line, UTF-8.
        column: its name; empty cells are passed over. All values are numbers, or all are taken as names.
        digest: of the values, so that a run is not continued with a file that has changed since; empty to read it.
        names: the values are names even where all could be numbers, as ``007`` can.

    Raises:
        ConfigError: the file or the column is not there, is empty, or has another digest.
    """

    path: str
    column: str
    digest: str = ""
    names: bool = field(default=False, compare=False)
    values: tuple[AttributeValue, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        cells, digest = _column(self.path, self.column)
        if self.digest not in ("", digest):
            raise ConfigError(
                f"{self._where}: expected the values that the run began with ({self.digest}), "
                f"got others ({digest}); the file has changed"
            )
        object.__setattr__(self, "values", cells if self.names else _numbers(cells) or cells)
        object.__setattr__(self, "digest", digest)

    def sample(self, rng: np.random.Generator) -> AttributeValue:
        return self.values[int(rng.integers(len(self.values)))]

    def support(self) -> tuple[AttributeValue, ...]:
        return tuple(sorted(set(self.values)))

    def __str__(self) -> str:
        plain = (
            notation.word(self.path, notation.is_any_word) == self.path
            and notation.word(self.column, notation.is_any_word) == self.column
        )
        where = f"{self.path}:{self.column}" if plain else ", ".join(map(notation.in_quotes, (self.path, self.column)))
        return f"empirical({where}, {self.digest})"

    @property
    def _where(self) -> str:
        return f"empirical({shown(self.path)}:{shown(self.column)})"


def read_empirical(inner: str) -> Empirical:
    """From what stands in the brackets: ``file.csv:column`` or ``file.csv:column, digest``.

    A path or a column with characters of the notation's own stands in quotes: ``"a,b.csv", "length:m", digest``.

    Raises:
        ConfigError: as ``Empirical``.
    """
    if inner.lstrip()[:1] == '"':
        return _in_quotes(inner)
    text, _, last = (part.strip() for part in inner.rpartition(","))
    if not text or not _WRITTEN.fullmatch(last):
        text, last = inner.strip(), ""
    path, colon, column = text.rpartition(":")
    if not colon or not path.strip() or not column.strip():
        raise ConfigError(f"empirical({shown(inner)}): expected empirical(file.csv:column)")
    return Empirical(path.strip(), column.strip(), last)


def _in_quotes(inner: str) -> Empirical:
    items = notation.read_items(inner, f"empirical({inner})")
    words = [item.text for item in items if isinstance(item, notation.Word)]
    if not 2 <= len(words) == len(items) <= 3:
        raise ConfigError(f'empirical({shown(inner)}): expected empirical("file.csv", "column")')
    path, column, *last = words
    return Empirical(path, column, last[0] if last else "")


@lru_cache(maxsize=64)
def _column(path: str, column: str) -> tuple[tuple[str, ...], str]:
    """A column's cells, and their digest."""
    cells = read_column(path, column, f"empirical({shown(path)}:{shown(column)})")
    digest = hashlib.sha256("\n".join(cells).encode()).hexdigest()[:DIGEST]
    return tuple(cells), digest


@lru_cache(maxsize=64)
def _numbers(cells: tuple[str, ...]) -> tuple[float, ...]:
    """Nothing where one of them is no finite number."""
    values = []
    for cell in cells:
        try:
            value = number(cell)
            found = None if value is None else float(value)
        except (ValueError, OverflowError):  # of more digits than a number has
            found = None
        if found is None or not math.isfinite(found):
            return ()
        values.append(found)
    return tuple(values)
