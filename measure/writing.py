"""A report's files: each whole or not at all."""

import io
import json
import os
import re
from pathlib import Path

from PIL import Image

from assets import StorageError
from measure.page import page
from measure.plots import titled
from measure.report import Report


def write_json(report: Report, path: Path) -> None:
    write(path, (json.dumps(report.to_json(), indent=1, allow_nan=False, ensure_ascii=False) + "\n").encode())


def write_page(report: Report, path: Path) -> None:
    write(path, page(report).encode())


def write_plots(report: Report, folder: Path) -> int:
    """A PNG of each property that has a plot, worst first; returns how many."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder}: cannot be made ({error.strerror})") from error
    drawn = [item for item in report.properties if item.plot is not None]
    for place, item in enumerate(drawn):
        assert item.plot is not None
        buffer = io.BytesIO()
        Image.fromarray(titled(item.plot.drawing(), item.title, report.kind == "comparison")).save(buffer, "PNG")
        write(folder / f"{place:02d}-{re.sub('[^A-Za-z0-9_-]', '_', item.key)[:100]}.png", buffer.getvalue())
    return len(drawn)


def write(path: Path, data: bytes) -> None:
    """Raises:
    StorageError: it cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error
