"""An object store behind an fsspec URL: ``s3://``, ``gs://``, ``az://``; ``memory://`` for tests."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import fsspec  # type: ignore[import-untyped]

from assets import ConfigError
from assets.reading import shown
from render.stores.errors import store_errors
from render.stores.pieces import part_of

READ_BYTES = 8 * 2**20  # at a time while a file is streamed; s3fs would take 50 MiB
UPLOADS = 32  # at once: each waits for the network most of its time


class ObjectStore:
    """Each file is one object, which every such store shows only when all of it has arrived.

    Credentials and endpoints are the backend's own business: environment variables, profiles, instance roles.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._scheme = url.partition("://")[0]
        try:
            # Listings are not cached, because other machines write, too.
            self._files, root = fsspec.url_to_fs(url, skip_instance_cache=True, use_listings_cache=False)
        except ImportError as error:
            raise ConfigError(f"--out {url}: {self._scheme}:// needs another package; {error}") from error
        except Exception as error:  # whatever a backend raises at a URL that it cannot take
            reason = shown(" ".join(str(error).split()) or type(error).__name__, 200)
            raise ConfigError(f"--out {url}: expected a path or a URL such as s3://bucket/run; {reason}") from error
        self._root = str(root).rstrip("/")

    local = False

    @property
    def place(self) -> str:
        return self._url

    def write(self, name: str, data: bytes) -> None:
        with store_errors(f"{self._url}/{name}", "write"):
            self._files.pipe_file(self._path(name), data)

    def upload(self, folder: Path, names: Sequence[str]) -> None:
        with store_errors(self._url, "write"):
            self._files.put([str(folder / name) for name in names], [*map(self._path, names)], **self._at_once())

    def read(self, name: str) -> bytes | None:
        with store_errors(f"{self._url}/{name}", "read"):
            try:
                return bytes(self._files.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def lines(self, name: str) -> Iterator[bytes]:
        with (
            store_errors(f"{self._url}/{name}", "read"),
            self._files.open(self._path(name), "rb", block_size=READ_BYTES) as file,
        ):
            yield from file

    def pieces(self, name: str, part: range) -> Iterator[bytes]:
        with (
            store_errors(f"{self._url}/{name}", "read"),
            self._files.open(self._path(name), "rb", block_size=READ_BYTES) as file,
        ):
            yield from part_of(file, part)

    def sizes(self, prefix: str) -> dict[str, int]:
        with store_errors(self._url, "list"):
            try:
                found = self._files.find(self._path(prefix), detail=True)
            except FileNotFoundError:
                return {}
        return {path.removeprefix(f"{self._root}/"): int(entry["size"]) for path, entry in found.items()}

    def remove(self, names: Sequence[str]) -> None:
        with store_errors(self._url, "remove"):
            self._files.rm([self._path(name) for name in names])

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    def _at_once(self) -> dict[str, Any]:
        return {"batch_size": UPLOADS} if self._files.async_impl else {}
