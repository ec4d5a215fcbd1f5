"""A folder as a store, perhaps on a file system that many machines share."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assets import files
from render.stores.errors import store_errors
from render.stores.pieces import part_of


class FolderStore:
    """Files appear by an atomic rename once they are on disk. Names that start with a dot are not listed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    local = True

    @property
    def place(self) -> str:
        return str(self._root)

    def write(self, name: str, data: bytes) -> None:
        with self._appearing(name) as part, files.writing(part) as file:
            file.write(data)

    def upload(self, folder: Path, names: Sequence[str]) -> None:
        for name in names:
            with self._appearing(name) as part, (folder / name).open("rb") as source, files.writing(part) as file:
                shutil.copyfileobj(source, file)

    def read(self, name: str) -> bytes | None:
        path = self._root / name
        with store_errors(str(path), "read"):
            if not path.exists():
                return None
            with files.opened(path, within=self._root) as file:
                return file.read()

    def lines(self, name: str) -> Iterator[bytes]:
        path = self._root / name
        with store_errors(str(path), "read"), files.opened(path, within=self._root) as file:
            yield from file

    def pieces(self, name: str, part: range) -> Iterator[bytes]:
        path = self._root / name
        with store_errors(str(path), "read"), files.opened(path, within=self._root) as file:
            yield from part_of(file, part)

    def sizes(self, prefix: str) -> dict[str, int]:
        with store_errors(self.place, "list"):
            return {
                path.relative_to(self._root).as_posix(): path.stat().st_size
                for path in (self._root / prefix).rglob("*")
                if path.is_file() and not path.name.startswith(".")
            }

    def remove(self, names: Sequence[str]) -> None:
        for name in names:
            path = self._root / name
            with store_errors(str(path), "remove"):
                self._expect_own(path)
                path.unlink(missing_ok=True)

    def _expect_own(self, path: Path) -> None:
        """What is written or removed lies in the store, not where a link leads to."""
        if path.parent != self._root:
            files.expect_own_folder(path.parent)

    @contextmanager
    def _appearing(self, name: str) -> Iterator[Path]:
        """A path to write to, which no writer on another machine takes, and which then becomes the file."""
        path = self._root / name
        part = path.with_name(f".{path.name}.{os.uname().nodename}-{os.getpid()}.part")
        with store_errors(str(path), "write"):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._expect_own(path)
                yield part
                _to_disk(part)
                part.replace(path)
                _to_disk(path.parent)
            except BaseException:
                part.unlink(missing_ok=True)
                raise


def _to_disk(path: Path) -> None:
    """A name in a folder survives a power cut only once the folder itself was written."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
