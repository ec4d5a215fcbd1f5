"""Tags of pictures, in ``tags.json`` beside a set: the one thing that the page writes.

{"tags": {"blurry": [4, 17]}}     ids of pictures, ascending
"""

import json
import re
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from assets import ConfigError, DatasetError, StorageError, files
from assets.reading import json_value, shown

FILE = "tags.json"
MOST_BYTES = 2**28
MOST_TAGS, LONGEST = 200, 60
_TAG = re.compile(r"[\w][\w .+-]*")


class Tags:
    """Of one set. Every change is on the disk when it returns.

    Args:
        root: the set's folder.

    Raises:
        DatasetError: a ``tags.json`` is there, and is no such file.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._lock = root, threading.Lock()
        self._ids = read_tags(root)
        self.version = 0

    def all(self) -> dict[str, list[int]]:
        """Ids of pictures by tag, ascending."""
        with self._lock:
            return {tag: sorted(ids) for tag, ids in sorted(self._ids.items())}

    def change(self, tag: str, ids: Iterable[int], there: bool) -> None:
        """Give pictures a tag, or take it away.

        Raises:
            ConfigError: this can be no tag.
            StorageError: the folder cannot be written; nothing has changed.
        """
        expect_tag(tag)
        with self._lock:
            new = {name: set(of) for name, of in self._ids.items()}
            mine = new.setdefault(tag, set())
            mine.update(ids) if there else mine.difference_update(ids)
            new = {name: of for name, of in new.items() if of}
            if len(new) > MOST_TAGS:
                raise ConfigError(f"tag '{shown(tag)}': expected at most {MOST_TAGS} tags in a set")
            _write(self._root, new)
            self._ids, self.version = new, self.version + 1


def expect_tag(tag: str) -> None:
    """Raises:
    ConfigError: this can be no tag.
    """
    if len(tag) > LONGEST or not _TAG.fullmatch(tag) or tag != tag.strip():
        expected = f"letters, digits, blanks and _ . + -, {LONGEST} of them at most"
        raise ConfigError(f"tag '{shown(tag)}': expected {expected}")


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


def id_list(ids: Iterable[int]) -> str:
    """``1,5-9``, as ``--ids`` takes it."""
    parts: list[list[int]] = []
    for number in sorted(set(ids)):
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in parts)


def _write(root: Path, tags: Mapping[str, set[int]]) -> None:
    path, part = root / FILE, root / f".{FILE}.part"
    content = {"tags": {tag: sorted(ids) for tag, ids in sorted(tags.items())}}
    try:
        with files.writing(part) as file:
            file.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error
