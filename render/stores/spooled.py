"""The records of a run in a store, or of a part of it, read from there once."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assets import StorageError
from render.settings.config import RunConfig
from render.stores.errors import store_errors
from render.stores.records import record_of
from render.stores.store import Store
from render.stores.temporary import temporary_folder


@dataclass(frozen=True)
class StoredRecords:
    """Attributes:
    files: names of the records files that count, in the order of their frames, and the frames that each holds.
    """

    store: Store
    config: RunConfig
    files: Mapping[str, range]

    @contextmanager
    def every_record(self) -> Iterator[Iterable[dict[str, Any]]]:
        """Read from the store once, into a file in the folder for temporary files (TMPDIR), at the first iteration."""
        with temporary_folder("prelabel-merge-") as scratch:
            yield _Spooled(self.store, self.config, self.files, scratch / "records.jsonl")

    @contextmanager
    def appearing(self, name: str) -> Iterator[Path]:
        with appearing(self.store, name) as path:
            yield path


@contextmanager
def appearing(store: Store, name: str) -> Iterator[Path]:
    """A path to write a file to, which must fit into the folder for temporary files; then it goes to the store."""
    with temporary_folder("prelabel-merge-") as scratch:
        path = scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        yield path
        store.upload(scratch, [name])


def parse_record(line: bytes, where: str) -> dict[str, Any]:
    """A line of a records file.

    Raises:
        StorageError: it is no record.
    """
    try:
        return record_of(line)
    except ValueError as error:
        raise StorageError(
            f"{where}: expected a record a line; the same command with --verify renders it anew"
        ) from error


class _Spooled(Iterable[dict[str, Any]]):
    """The records of a store, each frame's once; from the second iteration on they come from a file."""

    def __init__(self, store: Store, config: RunConfig, files: Mapping[str, range], path: Path) -> None:
        self._store, self._config, self._files, self._path = store, config, files, path
        self._whole = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self._again() if self._whole else self._spooling()

    def _again(self) -> Iterator[dict[str, Any]]:
        with self._path.open("rb") as file:
            yield from map(json.loads, file)

    def _spooling(self) -> Iterator[dict[str, Any]]:
        last, mine = -1, self._config.identities()
        with self._path.open("wb") as file:
            for name, frames in self._files.items():
                where = f"{self._store.place}/{name}"
                items = [(parse_record(line, where), line) for line in self._store.lines(name)]
                # A folder's shard is in the order in which its frames were done.
                for item, line in sorted(items, key=lambda each: int(each[0]["image"]["frame"])):
                    if item.get("run", "") not in mine:
                        raise StorageError(
                            f"{where}: expected frames of this run, found one of another; "
                            "--overwrite removes what is there"
                        )
                    if (frame := item["image"]["frame"]) > last:
                        with store_errors(str(self._path), "write"):
                            file.write(line)
                        last = frame
                        yield item
                if len(items) != len(frames):
                    raise StorageError(
                        f"{where}: expected {len(frames)} records, found {len(items)}; "
                        "the same command with --verify renders the others anew"
                    )
        self._whole = True
