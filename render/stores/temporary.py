"""Folders for temporary files (TMPDIR), and what is said where there can be none."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assets import StorageError


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A folder that goes with the block.

    Raises:
        StorageError: none can be made: the disk is full, or there is no place for temporary files.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(f"TMPDIR: expected a folder for temporary files, {reason}") from error
    with folder as name:
        yield Path(name)
