"""Files in folders that may come from anybody, opened so that a link, a pipe or a device in their place does no harm.

All errors are OSErrors whose ``strerror`` says what is wrong, as those of the system do.
"""

import errno
import io
import os
import stat
from pathlib import Path
from typing import BinaryIO, cast

CHUNK = 2**20
KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
KINDS |= {stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}


def opened(path: Path, within: Path | None = None) -> io.BufferedReader:
    """A plain file to read; neither opening nor reading it waits for anybody.

    Args:
        within: a folder that links on the way must not lead out of.

    Raises:
        OSError: it cannot be opened, is no plain file, or lies outside.
    """
    more = os.O_NONBLOCK | (os.O_NOFOLLOW if within is not None else 0)
    try:
        path = path if within is None else _inside(path, within)
        return open(path, "rb", opener=lambda name, flags: _plain(os.open(name, flags | more), path))
    except ValueError as error:  # NUL characters, halves of surrogate pairs
        raise OSError(errno.EINVAL, "this can be no file's name", str(path)) from error


def read(path: Path, most_bytes: int, within: Path | None = None) -> bytes:
    """All of a plain file that is no longer than that.

    Raises:
        OSError: as ``opened``, or it is longer.
    """
    with opened(path, within) as file:
        # Asked for as many bytes as there may be, Python would take memory for them first. Files of /proc have no size.
        data = file.read(min(os.fstat(file.fileno()).st_size, most_bytes) + 1)
        while len(data) <= most_bytes and (more := file.read(CHUNK)):
            data += more
    if len(data) > most_bytes:
        raise OSError(errno.EFBIG, f"expected at most {most_bytes} bytes, it has more", str(path))
    return data


def writing(path: Path, mode: str = "wb") -> BinaryIO:
    """A plain file to write, new or there already; never what a link leads to.

    Args:
        mode: ``wb`` or ``a+b``, as ``open`` takes them.

    Raises:
        OSError: it cannot be opened, or is no plain file.
    """
    return cast(BinaryIO, open(path, mode, opener=_opener))


def expect_own_folder(path: Path) -> None:
    """A folder that is written into is one, and no link to another.

    Raises:
        OSError: it is a link.
    """
    if path.is_symlink():
        raise OSError(errno.ELOOP, "expected a folder, got a link", str(path))


def _opener(path: str, flags: int) -> int:
    """Truncates last: what is no plain file stays as it is."""
    asked = flags & os.O_TRUNC
    try:
        descriptor = os.open(path, flags & ~os.O_TRUNC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "expected a plain file, got a link", str(path)) from error
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "expected a plain file, got a pipe or a socket", str(path)) from error
        raise
    _plain(descriptor, Path(path))
    if asked:
        os.ftruncate(descriptor, 0)
    return descriptor


def _plain(descriptor: int, path: Path) -> int:
    kind = stat.S_IFMT(os.fstat(descriptor).st_mode)
    if kind == stat.S_IFREG:
        return descriptor
    os.close(descriptor)
    if kind == stat.S_IFDIR:
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    raise OSError(errno.EINVAL, f"expected a plain file, got {KINDS.get(kind, 'another thing')}", str(path))


def _inside(path: Path, folder: Path) -> Path:
    """The file that a path leads to."""
    try:
        target = path.resolve(strict=True)
    except RuntimeError as error:  # links in a circle
        raise OSError(errno.ELOOP, "expected a file, got links in a circle", str(path)) from error
    if not target.is_relative_to(folder.resolve()):
        raise OSError(errno.EPERM, f"expected a file in {folder}, got a link that leads out of it", str(path))
    return target
