"""Tags that somebody gave to a dataset's pictures: ``tags.json`` beside it, which ``prelabel view`` writes.

{"tags": {"blurry": [4, 17]}}     ids of pictures, ascending
"""

from collections.abc import Iterable
from pathlib import Path

from assets import ConfigError, DatasetError, files
from assets.names import nearest
from assets.ranges import ranges
from assets.reading import json_value, shown

FILE = "tags.json"
MOST_BYTES = 2**28


def read_tags(root: Path) -> dict[str, set[int]]:
    """Ids of pictures by tag; empty where there is no file.

    Raises:
        DatasetError: the file is no such one.
    """
    path = root / FILE
    try:
        found = json_value(files.read(path, MOST_BYTES, within=root), str(path))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
    tags = found.get("tags") if isinstance(found, dict) else None
    if not isinstance(tags, dict) or not all(isinstance(ids, list) for ids in tags.values()):
        raise DatasetError(f"{path}: expected an object of tags with lists of ids")
    if not all(type(number) is int and number >= 0 for ids in tags.values() for number in ids):
        raise DatasetError(f"{path}: expected ids of pictures, which are whole numbers")
    return {tag: set(ids) for tag, ids in tags.items()}


def tagged(root: Path, tag: str) -> tuple[range, ...]:
    """Ids of the pictures with a tag, as rising ranges.

    Raises:
        ConfigError: no picture has it.
        DatasetError: ``tags.json`` is no such file.
    """
    tags = read_tags(root)
    if tag not in tags:
        raise ConfigError(f"tag '{shown(tag)}': no picture of {root} has it{nearest(tag, tags)}")
    return tuple(ranges(sorted(tags[tag])))


def id_list(ids: Iterable[int]) -> str:
    """``1,5-9``, as ``--ids`` takes it."""
    found = ranges(sorted(set(ids)))
    return ",".join(str(group[0]) if len(group) == 1 else f"{group[0]}-{group[-1]}" for group in found)
