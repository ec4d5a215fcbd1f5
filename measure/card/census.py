"""``--reference census.csv``: how often values come where the set is meant for."""

import csv
import io
import math
from pathlib import Path

from assets import ConfigError, files
from assets.reading import shown
from measure.card.fairness import Reference

HEADINGS = ("attribute", "value", "share")
MOST_BYTES = 2**20


def read_reference(path: Path) -> Reference:
    """Shares by value and attribute. Counts will do: what stands for an attribute is divided by its sum.

    Raises:
        ConfigError: it is no CSV file of ``attribute,value,share``.
    """
    where = f"--reference {path}"
    try:
        text = files.read(path, MOST_BYTES).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except OSError as error:
        raise ConfigError(f"{where}: cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"{where}: this is not a CSV file in UTF-8") from error
    heads = tuple(cell.strip() for cell in lines[0]) if lines else ()
    if heads != HEADINGS:
        raise ConfigError(f"{where}: expected the header {','.join(HEADINGS)}, got {shown(','.join(heads), 100)}")
    out: dict[str, dict[str, float]] = {}
    for number, row in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = [cell.strip() for cell in row]
        share = _share(cells[2]) if len(cells) == len(HEADINGS) else None
        if share is None or not cells[0] or not cells[1]:
            raise ConfigError(f"{where}, line {number}: expected an attribute, a value and a share of 0 or more")
        if cells[1] in out.setdefault(cells[0], {}):
            raise ConfigError(f"{where}, line {number}: {shown(cells[0])} {shown(cells[1])} comes twice")
        out[cells[0]][cells[1]] = share
    empty = next((key for key, found in out.items() if not sum(found.values()) > 0.0), None)
    if not out or empty is not None:
        raise ConfigError(f"{where}: expected shares above 0{f' of {shown(empty)}' if empty else ''}")
    return {key: {name: share / sum(found.values()) for name, share in found.items()} for key, found in out.items()}


def _share(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0.0 else None
