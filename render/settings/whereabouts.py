"""Where the relative paths of a ``run.yaml`` begin: scenes, tables, skies.

They mean the folder that the run was started in, which ``summary.json`` beside the file remembers, relative to itself.
So a dataset and what it was made of can be used from any folder, and be moved together.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assets import files

SUMMARY_FILE, DIRECTORY = "summary.json", "directory"
SUMMARY_BYTES = 16 * 2**20
_PATH = re.compile(r"[^\s(){}\[\],:\"']+\.(?:py|csv|npz|hdr|exr|jpe?g|png|webp|tiff?|bmp|ya?ml)\b")


def home_of(settings: Path, values: Mapping[str, Any]) -> Path | None:
    """The folder that a ``run.yaml``'s relative paths begin at; None where this process is in it, or it has none.

    It is the first where all of them are there: the working folder, the one that the run was started in, and the
    ``run.yaml``'s own.

    Args:
        values: what the file says.
    """
    names = relative_paths(values)
    for folder in (Path.cwd(), _started_in(settings), settings.absolute().parent):
        if folder is not None and all((folder / name).exists() for name in names):
            return None if folder == Path.cwd() else folder
    return None


def relative_paths(values: object) -> list[str]:
    """All that looks like a relative path of a file, wherever it stands in nested values."""
    if isinstance(values, Mapping):
        return [name for item in (*values, *values.values()) for name in relative_paths(item)]
    if isinstance(values, list | tuple):
        return [name for item in values for name in relative_paths(item)]
    found = _PATH.findall(values) if isinstance(values, str) else []
    return [name for name in found if not Path(name).is_absolute()]


def anchored(values: Any, home: Path) -> Any:
    """The same values with absolute paths, for whoever cannot go to that folder."""
    if isinstance(values, Mapping):
        return {anchored(key, home): anchored(item, home) for key, item in values.items()}
    if isinstance(values, list | tuple):
        return [anchored(item, home) for item in values]
    if not isinstance(values, str):
        return values
    return _PATH.sub(lambda match: str(home / match[0]), values)


@contextmanager
def working_in(folder: Path | None) -> Iterator[None]:
    """The working folder of this process, for the time of the block; None stays where it is."""
    before = Path.cwd()
    if folder is not None:
        os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _started_in(settings: Path) -> Path | None:
    """What the last run into a folder said of where it was started."""
    folder = settings.absolute().parent
    try:
        said = json.loads(files.read(folder / SUMMARY_FILE, SUMMARY_BYTES, within=folder)).get(DIRECTORY)
        return (folder / said).resolve() if isinstance(said, str) else None
    except (OSError, ValueError, AttributeError, RecursionError):
        return None  # it is no part of a dataset, and may be missing or anything
