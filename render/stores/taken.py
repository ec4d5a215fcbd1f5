"""A folder that one run has: nobody else writes into it, and until a frame is there all can be undone."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from assets.files import opened
from render.settings.config import RunConfig
from render.stores.changes import Changes
from render.stores.claims import RUN_FILE, Claim
from render.stores.lock import LOCK_FILE, OWNER_FILE, FolderLock


class TakenFolder:
    """What every kind of place has around a local folder. Where it says nothing else, methods raise OSError.

    Args:
        root: need not exist.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._lock, self._changes = root, FolderLock(root), Changes(root)
        self._kept = False

    @property
    def held(self) -> bool:
        return self._lock.held

    def take(self) -> None:
        """Raises:
        StorageError: another run has it.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        self._lock.take()
        self._changes.recover()

    def begin(self, folders: Iterable[str], overwrite: bool) -> None:
        """Make folders; with ``overwrite`` the run that is there steps aside first.

        Raises:
            StorageError: what is there is no run.
        """
        if overwrite and (self._root / RUN_FILE).is_file():
            with opened(self._root / RUN_FILE, within=self._root) as file:
                claim = Claim.of(file.read(), str(self._root / RUN_FILE))
            self._changes.set_aside(claim)
        self._changes.begin(folders)

    def keep(self) -> None:
        """A frame is there: what was done stays, and what an earlier run left goes."""
        if not self._kept:
            self._kept = True
            self._changes.keep()

    def give_back(self, config: RunConfig) -> None:
        """Undo what was not kept, of a run of this config, and let others have the folder."""
        if self._lock.held:
            if not self._kept:
                with suppress(OSError):  # the next run settles what cannot be now
                    claim = Claim.of(config.to_yaml().encode(), str(self._root))
                    self._changes.undo(claim, (OWNER_FILE, LOCK_FILE))
            self._lock.give_back()
