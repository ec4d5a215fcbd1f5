"""CSV files with a header line."""

import csv
import io
from pathlib import Path

from assets import files
from assets.errors import ConfigError
from assets.names import nearest
from assets.reading.shown import shown

MOST_BYTES, MOST_COLUMNS, CELL = 64 * 2**20, 10_000, 4096


def read_column(path: str, column: str, where: str) -> list[str]:
    """The cells of a column that are not empty, without the blanks around them.

    Raises:
        ConfigError: the file or the column is not there, or it is no CSV file in UTF-8; ``where`` begins the message.
    """
    try:
        text = files.read(Path(path), MOST_BYTES).decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""))
        names = [name.strip() for name in next(rows, [])]
        place = _place(names, column, where)
        cells = [row[place].strip() for row in rows if len(row) > place]
    except OSError as error:
        raise ConfigError(f"{where}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error, MemoryError) as error:
        raise ConfigError(f"{where}: this is not a CSV file in UTF-8") from error
    found = [cell for cell in cells if cell]
    if not found:
        raise ConfigError(f"{where}: expected values below the header, found none")
    if (longest := max(map(len, found))) > CELL:
        raise ConfigError(f"{where}: expected values of at most {CELL} characters, got one of {longest}")
    return found


def _place(names: list[str], column: str, where: str) -> int:
    if len(names) > MOST_COLUMNS:
        raise ConfigError(f"{where}: expected at most {MOST_COLUMNS} columns, got {len(names)}")
    if names.count(column) > 1:
        raise ConfigError(f"{where}: expected each column once, '{shown(column)}' comes {names.count(column)} times")
    if column not in names:
        known = shown(", ".join(names), 200)
        raise ConfigError(f"{where}: expected a column among {known}{nearest(column, names)}")
    return names.index(column)
