"""The distribution of values that were measured: a column of a CSV file, each row as likely as the next."""

import csv
import hashlib
import io
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from assets import AttributeValue, ConfigError, files
from assets.names import nearest

DIGEST = 8  # hexadecimal digits that tell one column's values from another's


@dataclass(frozen=True)
class Empirical:
    """One of a column's values.

    Attributes:
        path: a CSV file with a header line, UTF-8.
        column: its name; empty cells are passed over. All values are numbers, or all are taken as names.
        digest: of the values, so that a run is not continued with a file that has changed since; empty to read it.

    Raises:
        ConfigError: the file or the column is not there, is empty, or has another digest.
    """

    path: str
    column: str
    digest: str = ""
    values: tuple[AttributeValue, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        values, digest = _column(self.path, self.column)
        if self.digest not in ("", digest):
            raise ConfigError(
                f"{self._where}: expected the values that the run began with ({self.digest}), "
                f"got others ({digest}); the file has changed"
            )
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "digest", digest)

    def sample(self, rng: np.random.Generator) -> AttributeValue:
        return self.values[int(rng.integers(len(self.values)))]

    def support(self) -> tuple[AttributeValue, ...]:
        return tuple(sorted(set(self.values)))

    def __str__(self) -> str:
        return f"empirical({self.path}:{self.column}, {self.digest})"

    @property
    def _where(self) -> str:
        return f"empirical({self.path}:{self.column})"


def read_empirical(inner: str) -> Empirical:
    """From what stands in the brackets: ``file.csv:column`` or ``file.csv:column, digest``.

    Raises:
        ConfigError: as ``Empirical``.
    """
    text, _, last = (part.strip() for part in inner.rpartition(","))
    if not text or len(last) != DIGEST or set(last) - set("0123456789abcdef"):
        text, last = inner.strip(), ""
    path, colon, column = text.rpartition(":")
    if not colon or not path.strip() or not column.strip():
        raise ConfigError(f"empirical({inner}): expected empirical(file.csv:column)")
    return Empirical(path.strip(), column.strip(), last)


@lru_cache(maxsize=64)
def _column(path: str, column: str) -> tuple[tuple[AttributeValue, ...], str]:
    """A column's values, and their digest."""
    where = f"empirical({path}:{column})"
    try:
        with io.TextIOWrapper(files.opened(Path(path)), encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            names = tuple(rows.fieldnames or ())
            if column not in names:
                raise ConfigError(f"{where}: expected a column among {', '.join(names)}{nearest(column, names)}")
            cells = [cell.strip() for row in rows if (cell := row[column]) and cell.strip()]
    except OSError as error:
        raise ConfigError(f"{where}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{where}: this is not a CSV file in UTF-8") from error
    if not cells:
        raise ConfigError(f"{where}: expected values below the header, found none")
    digest = hashlib.sha256("\n".join(cells).encode()).hexdigest()[:DIGEST]
    return _numbers(cells) or tuple(cells), digest


def _numbers(cells: list[str]) -> tuple[float, ...]:
    """Nothing where one of them is no finite number."""
    try:
        values = tuple(float(cell) for cell in cells)
    except ValueError:
        return ()
    return values if np.isfinite(values).all() else ()
