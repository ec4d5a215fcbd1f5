"""A run that was stopped, or not merged: its folder has settings and records, and no COCO file yet.

Its settings are read as plain YAML: a scene script that they name is neither imported nor run.
"""

import re
from pathlib import Path
from typing import Any

from assets import DatasetError, files
from assets.reading import MOST_YAML_BYTES, yaml_value

ANNOTATIONS, SETTINGS, RECORDS = Path("annotations", "instances.json"), "run.yaml", "records/shard-*.jsonl"
_FRAME = re.compile(
    rb'\{"image": ?\{"id": ?([0-9]{1,18})[,}]'
)  # how a record's line begins; one that is torn has no end


def expect_finished(folder: Path) -> None:
    """A dataset's folder has its COCO file, or shows no sign of a run.

    Raises:
        DatasetError: it holds an unfinished run, or one that is not merged; says how many frames are there, and how to
            go on.
    """
    if (folder / ANNOTATIONS).exists():
        return
    if not (folder / SETTINGS).exists() and not any(folder.glob(RECORDS)):
        return
    frames = _frames(folder)
    settings, problem = read_settings(folder / SETTINGS)
    start, count = settings.get("start", 0), settings.get("count")
    if problem is None and not (_is_whole(start) and _is_whole(count)):
        problem = f"{SETTINGS} does not say which frames it has"
    if problem is not None:
        raise DatasetError(f"{folder}: unfinished run: {len(frames)} frames, and {problem}; render it anew")
    there = sum(number in range(start, start + count) for number in frames)
    if there == count:
        raise DatasetError(f"{folder}: {count} frames are there, and no COCO file; prelabel merge {folder} writes it")
    raise DatasetError(f"{folder}: unfinished run: {there} of {count} frames; the same render command continues it")


def read_settings(path: Path) -> tuple[dict[str, Any], str | None]:
    """``run.yaml`` as it stands there, and what is wrong with it; nothing and None where it is missing."""
    try:
        values = yaml_value(files.read(path, MOST_YAML_BYTES, within=path.parent), path.name, error=DatasetError)
    except FileNotFoundError:
        return {}, None
    except OSError as error:
        return {}, f"{path.name} cannot be read ({error.strerror})"
    except DatasetError:
        return {}, f"{path.name} cannot be read as YAML"
    return (values, None) if isinstance(values, dict) else ({}, f"{path.name} holds no settings")


def _frames(folder: Path) -> set[int]:
    """Numbers of the frames whose records are whole."""
    found = set()
    try:
        for path in folder.glob(RECORDS):
            with files.opened(path, within=folder) as file:
                for line in file:
                    match = _FRAME.match(line)
                    if match and line.endswith(b"\n"):
                        found.add(int(match[1]))
    except OSError as error:
        raise DatasetError(f"{folder}: its records cannot be read ({error.strerror})") from error
    return found


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
