"""What opening a folder for a run changes, so that it can be undone until the run's first frame is there.

What an earlier run left there is moved aside and not removed: until then it may be all that somebody has. It goes when
the first frame of the new run has come, and comes back where none does, or where the process was killed before.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from render.stores.claims import FOLDERS, RUN_FILE, Claim

ASIDE = ".replaced"  # where an earlier run's files wait


class Changes:
    """Of one folder, which is locked. Every method raises OSError where something cannot be moved or written.

    Args:
        root: the folder; it need not exist.
    """

    def __init__(self, root: Path) -> None:
        self._root, self._aside = root, root / ASIDE
        self._made = [root] if not root.exists() else []
        self._run_file: bytes | None = None
        self._there: frozenset[str] | None = None

    def recover(self) -> None:
        """Settle what a process that was killed left: the new run's frames count where there is one.

        ``run.yaml`` is the first file to go aside and the last to come back: without it, all else is on its way.
        """
        if not self._aside.is_dir():
            return
        if (self._root / RUN_FILE).is_file() and any((self._root / "records").glob("shard-*.jsonl")):
            self._drop_aside()
        else:
            self._put_back()

    def set_aside(self, claim: Claim) -> None:
        """Move the files of an earlier run out of the way."""
        for name in sorted(claim.mine(self._names()), key=lambda name: name != RUN_FILE):
            (self._aside / name).parent.mkdir(parents=True, exist_ok=True)
            (self._root / name).rename(self._aside / name)
        for folder in FOLDERS:
            with suppress(OSError):  # somebody's own files are in it, or it is not there
                (self._root / folder).rmdir()

    def begin(self, folders: Iterable[str]) -> None:
        """Remember what is there, and make the folders that are not."""
        path = self._root / RUN_FILE
        self._run_file = path.read_bytes() if path.is_file() else None
        fresh = not any((self._root / "records").glob("shard-*.jsonl"))
        self._there = frozenset(self._names()) if fresh else None
        for name in folders:
            if not (self._root / name).is_dir():
                (self._root / name).mkdir(parents=True)
                self._made.append(self._root / name)

    def keep(self) -> None:
        """There is a frame: what was changed stays, and what was set aside goes."""
        self._made, self._there = [], None
        self._drop_aside()

    def undo(self, claim: Claim, own: Iterable[str]) -> None:
        """Leave the folder as it was found.

        Args:
            claim: of the run that came to nothing; files of it which were not there before are removed.
            own: names of further files that this process made.
        """
        if self._there is not None:
            new = [name for name in claim.mine(self._names()) if name not in self._there]
            for name in [*new, *own]:
                (self._root / name).unlink(missing_ok=True)
        if self._run_file is not None:
            part = self._root / f".{RUN_FILE}.part"
            part.write_bytes(self._run_file)
            part.replace(self._root / RUN_FILE)
        elif self._there is not None:
            (self._root / RUN_FILE).unlink(missing_ok=True)
        for folder in reversed(self._made):
            with suppress(OSError):  # something of somebody's has come meanwhile
                folder.rmdir()
        self._put_back()

    def _names(self) -> Iterator[str]:
        """All files that may be a run's, by name within the folder."""
        for folder in ("", *FOLDERS):
            with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self._root / folder) as entries:
                for entry in entries:
                    if entry.is_file(follow_symlinks=False):
                        yield f"{folder}/{entry.name}" if folder else entry.name

    def _put_back(self) -> None:
        waiting = self._waiting()
        if waiting:
            (self._root / RUN_FILE).unlink(missing_ok=True)
        for name in sorted(waiting, key=lambda name: name == RUN_FILE):
            (self._root / name).parent.mkdir(parents=True, exist_ok=True)
            (self._aside / name).replace(self._root / name)
        self._remove_folders()

    def _drop_aside(self) -> None:
        for name in self._waiting():
            (self._aside / name).unlink()
        self._remove_folders()

    def _waiting(self) -> list[str]:
        return [path.relative_to(self._aside).as_posix() for path in self._aside.rglob("*") if not path.is_dir()]

    def _remove_folders(self) -> None:
        for folder in (*FOLDERS, ""):
            with suppress(FileNotFoundError):
                (self._aside / folder).rmdir()
