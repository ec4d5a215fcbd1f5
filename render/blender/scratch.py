"""A folder in memory that renders pass through, and that a process which was killed does not leave there for good."""

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

MEMORY_FOLDER_BYTES = 2**30  # a frame takes about 100 bytes a pixel
PREFIX, LOCK = "prelabel-", ".lock"


class Scratch:
    """A folder of this process alone. Making one removes those of processes that are gone.

    The owner of a folder holds a lock on a file in it, which ends with the process: numbers of processes would not do,
    as containers may share the memory and count on their own.

    Args:
        parent: where it is made; in memory by default.

    Attributes:
        path: the folder.
    """

    def __init__(self, parent: Path | None = None) -> None:
        parent = sweep(parent)
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent)
        self.path = Path(self._folder.name)
        new = self.path / f"{LOCK}-new"
        self._lock = os.open(new, os.O_CREAT | os.O_RDWR)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        new.rename(self.path / LOCK)  # from here on others look whether it is free

    def remove(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()
        os.close(self._lock)


def sweep(parent: Path | None = None) -> Path:
    """Remove the folders of processes that are gone; where new ones are made."""
    parent = _memory_folder() if parent is None else parent
    for lock in parent.glob(f"{PREFIX}*/{LOCK}"):
        with suppress(OSError):  # somebody else's, or gone by now
            descriptor = os.open(lock, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent)
            finally:
                os.close(descriptor)
    return parent


def _memory_folder() -> Path:
    """A folder in memory where the system has a roomy one, so that ground truth never touches a disk.

    Containers often have 64 MiB there, less than one large frame: those use the folder for temporary files.
    """
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free >= MEMORY_FOLDER_BYTES
    return shared if roomy else Path(tempfile.gettempdir())
