"""Tags of pictures, in ``tags.json`` beside a set: the one thing that the page writes.

{"tags": {"blurry": [4, 17]}}     ids of pictures, ascending
"""

import json
import re
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from annotate.tags import FILE, read_tags
from assets import ConfigError, StorageError, files
from assets.reading import shown

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
