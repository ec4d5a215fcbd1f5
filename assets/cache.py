"""Arrays that take seconds to make, kept in the user's cache folder: once per machine."""

import functools
import hashlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DAMAGED = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, OverflowError)
"""What reading a file raises that is missing, cut short, or of another version."""


def cache_folder() -> Path:
    """``$XDG_CACHE_HOME/prelabel`` or ``~/.cache/prelabel``."""
    return _folder(os.environ.get("XDG_CACHE_HOME"), os.environ.get("HOME"))


@functools.lru_cache(maxsize=4)
def _folder(cache: str | None, home: str | None) -> Path:
    """By the variables that say where it is: paths are slow, and this is asked hundreds of times a frame."""
    return Path(cache or Path(home or Path.home()) / ".cache") / "prelabel"


def cache_name(kind: str, version: str, sources: Iterable[Path]) -> str:
    """A file's name by what it holds, the version of its layout, and the names and sizes of what it was made from."""
    digest = hashlib.sha256(version.encode())
    for path in sources:
        digest.update(f"{path.name}:{path.stat().st_size};".encode())
    return f"{kind}-{digest.hexdigest()[:16]}.npz"


def cached[T](path: Path, read: Callable[[Path], T], make: Callable[[], T], write: Callable[[Path, T], None]) -> T:
    """What a file holds; where it is missing or damaged, what ``make`` gives, which is written there."""
    try:
        return read(path)
    except DAMAGED:
        made = make()
        write(path, made)
        return made


def write_arrays(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write under a name of its own and rename, so that two processes that write at once cannot spoil the file."""
    prefix = f".{path.name.partition('-')[0]}-"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=prefix, suffix=".npz", delete=False) as file:
            np.savez(file, allow_pickle=False, **arrays)
        Path(file.name).replace(path)
    except OSError:
        return  # a cache that cannot be written costs seconds, not the picture


def read_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """All arrays of a file, by name.

    Raises:
        OSError, ValueError, EOFError, zipfile.BadZipFile: the file is missing or damaged.
    """
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
        return {key: file[key] for key in file.files}
