"""A place for files by name, of which each is there whole or not at all: a folder or an object store."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assets import ConfigError
from assets.reading import shown, user_path
from render.stores.folder import FolderStore
from render.stores.objects import ObjectStore


class Store(Protocol):
    """Files by names such as ``images/000000000000.jpg``.

    Every method raises StorageError with the place and the reason where that cannot be read or written.
    """

    @property
    def place(self) -> str:
        """The URL or path, for people and for opening the store again."""

    @property
    def local(self) -> bool:
        """Whether it is a folder, in which a run without a store may have been at work."""

    def write(self, name: str, data: bytes) -> None:
        """Write or replace one file: others see the old one or all of the new one."""

    def upload(self, folder: Path, names: Sequence[str]) -> None:
        """Write copies of these files of a local folder, in no order, each as ``write`` does."""

    def read(self, name: str) -> bytes | None:
        """All of a file; None where there is none."""

    def lines(self, name: str) -> Iterator[bytes]:
        """A file's lines one by one, each with its end."""

    def pieces(self, name: str, part: range) -> Iterator[bytes]:
        """These bytes of a file, in pieces that memory holds."""

    def sizes(self, prefix: str) -> dict[str, int]:
        """Names of all files in a folder such as ``records`` and their bytes; of everything with an empty prefix."""

    def remove(self, names: Sequence[str]) -> None:
        """Remove these files, which are there."""


WRITABLE = (
    *("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci", "ocilake", "tos", "tosfs", "lakefs"),
    *("hdfs", "arrow_hdfs", "webhdfs", "dbfs", "hf", "sftp", "ssh", "smb", "webdav"),
)  # schemes of fsspec's whose files many machines can write; archives, web pages and a process's memory are none
READABLE = (*WRITABLE, "memory")  # this process's own is gone with it, but there to be looked at
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(/*)(.*)", re.DOTALL)


def place_of(out: str, what: str = "--out", schemes: Collection[str] = WRITABLE) -> str:
    """A folder, or the URL of a store, as a user gave it: ``open_store`` takes what comes of it.

    Args:
        what: begins the message of an error.
        schemes: of URLs.

    Raises:
        ConfigError: it is neither, or of a kind that no dataset can be written to; looks at nothing but the text.
    """
    match = _SCHEME.fullmatch(out)
    scheme, slashes, rest = match.groups() if match else ("", "", "")
    known = scheme.lower() in schemes
    if scheme.lower() == "file" and slashes == "///" and rest:
        return str(user_path(f"/{rest}", what))
    if known and slashes == "//" and rest.strip("/ ") and "::" not in rest and rest.isprintable():
        return f"{scheme.lower()}://{rest}"
    if known or scheme.lower() == "file":
        example = f"{scheme.lower()}:///data/run" if scheme.lower() == "file" else f"{scheme.lower()}://bucket/run"
        raise ConfigError(f"{what} {shown(out)}: expected a whole URL, such as {example}")
    if slashes or "://" in out:
        stores = ", ".join(WRITABLE[:4])
        raise ConfigError(
            f"{what} {shown(out)}: expected a folder, or a store that can be written, such as s3://bucket/run "
            f"({stores}, …)"
        )
    return str(user_path(out, what))


def is_url(out: str) -> bool:
    """Whether ``out`` names an object store and not a path."""
    return "://" in out and not out.startswith("file://")


def open_store(out: str) -> Store:
    """The store at a path or fsspec URL. Writes nothing.

    Raises:
        ConfigError: nothing is known of such URLs, or the package that knows is not installed.
    """
    return ObjectStore(out) if is_url(out) else FolderStore(Path(out.removeprefix("file://")).absolute())
