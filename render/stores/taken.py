"""A folder that one run has: nobody else writes into it, and until a frame is there all can be undone."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from render.settings.config import RunConfig
from render.stores.changes import Changes
from render.stores.claims import Claim
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

    def begin(self, folders: Iterable[str], going: Claim | None) -> None:
        """Make folders; the run that is to go, if one is, steps aside first."""
        if going is not None:
            self._changes.set_aside(going)
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
