"""One run at a time writes into a folder, whichever way it renders."""

import os
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from assets import StorageError, files

LOCK_FILE, OWNER_FILE = ".lock", ".lock-owner"
OWNER_BYTES = 1000


class FolderLock:
    """The kernel's lock on a folder that is there: it is gone with the process that has it, however that ends."""

    def __init__(self, root: Path) -> None:
        self._root, self._owner = root, root / OWNER_FILE
        self._lock = FileLock(root / LOCK_FILE, thread_local=False)

    @property
    def held(self) -> bool:
        return self._lock.is_locked

    def take(self) -> None:
        """Raises:
        StorageError: another run has it; names its process.
        OSError: the folder cannot be written.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            known = self._known()
            raise StorageError(
                f"{self._root}: another run{f' ({known})' if known else ''} is writing into it; "
                "wait until it ends, or choose another --out"
            ) from error
        with files.writing(self._owner) as file:
            file.write(f"process {os.getpid()} on {socket.gethostname()}".encode())

    def _known(self) -> str:
        try:
            return files.read(self._owner, OWNER_BYTES, within=self._root).decode("utf-8", "replace")
        except OSError:
            return ""

    def give_back(self) -> None:
        if self._lock.is_locked:
            with suppress(OSError):
                self._owner.unlink(missing_ok=True)
            self._lock.release()
