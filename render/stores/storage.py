"""The output folder of a run: who may write into it, and what becomes of what is there."""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assets import ConfigError
from assets.files import expect_own_folder, writing
from assets.ranges import ranges
from render.settings.config import MOST_HERE, RunConfig
from render.stores.admission import UNFINISHED, admit_to_folder
from render.stores.claims import FOLDERS, RUN_FILE
from render.stores.frame_folder import FrameFolder, cut_torn_line, read_record, storage_errors, sync_folder
from render.stores.reuse import Reuse
from render.stores.shards import by_shard, is_group
from render.stores.taken import TakenFolder


class RunFolder(FrameFolder):
    """The folder of one run and the right to write into it, which one process at a time has, until it ends.

    Making one looks and writes nothing; ``open``, or a ``with`` block, makes the folder ready. Until ``keep`` is called
    all that this does can be undone, and ``close`` undoes it.

    Args:
        root: need not exist.
        config: the run that writes into it.
        reuse: what becomes of a run that is there.

    Attributes:
        config: the run that the folder holds: this one and, where it continues an earlier one, that one's frames too,
            in that one's shards.

    Raises:
        ConfigError: it holds a run of another config, or of another version, or the run is too large for a machine.
        StorageError: it holds things that are no run.
    """

    def __init__(self, root: Path, config: RunConfig, reuse: Reuse = Reuse()) -> None:  # noqa: B008, it is frozen
        self._reuse = reuse
        with storage_errors(root):
            admitted = admit_to_folder(root, config, reuse).config
        if admitted.count > MOST_HERE:
            raise ConfigError(
                f"{root}: expected at most {MOST_HERE} frames in a run on one machine, got {admitted.count}; "
                "--cluster takes more"
            )
        super().__init__(root, admitted)
        self._taken = TakenFolder(root)

    @property
    def name(self) -> str:
        return str(self.root)

    def open(self) -> None:
        """Take the lock, make the folders, remove what a crash left half-written, and write ``run.yaml``.

        Raises:
            StorageError: another run has the lock, or something cannot be written.
        """
        folders = ("images", "annotations", "records", *self.config.passes)
        with storage_errors(self.root):
            self._taken.take()
            admission = admit_to_folder(self.root, self.config, self._reuse)  # again: another run may have ended since
            self.config = admission.config
            self._taken.begin(folders, admission.going)
            for folder in folders:
                expect_own_folder(self.root / folder)
            self._tidy()
        self.write(RUN_FILE, self.config.to_yaml().encode())
        sync_folder(self.root)

    def keep(self) -> None:
        """A frame is there: what ``open`` did stays, and what an earlier run left goes."""
        with storage_errors(self.root):
            self._taken.keep()

    def close(self) -> None:
        """Remove what killed workers left half-written, undo what was not kept, and give the lock back."""
        if self._taken.held:
            with suppress(OSError):  # the next run settles what cannot be now
                self._tidy()
            self._taken.give_back(self.config)

    def __enter__(self) -> Self:
        try:
            self.open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def missing(self) -> list[range]:
        done = self.finished(self._reuse.verify)
        gaps = ranges(number for number in self.config.frames() if number not in done)
        return [part for gap in gaps for part in by_shard(gap, self.config)]

    @contextmanager
    def every_record(self) -> Iterator[Iterable[dict[str, Any]]]:
        yield _Records(self)

    @contextmanager
    def appearing(self, name: str) -> Iterator[Path]:
        yield self.root / name

    def drop_groups(self, but: Collection[str] = ()) -> None:
        with storage_errors(self.root):
            for path in (self.root / "annotations").iterdir():
                name = path.relative_to(self.root).as_posix()
                if is_group(name) and name not in but:
                    path.unlink()

    def _tidy(self) -> None:
        """Remove unfinished files and damaged lines: only the owner of the lock knows that nobody is writing them."""
        for folder in (self.root, *(self.root / name for name in FOLDERS)):
            if folder.is_dir():
                with os.scandir(folder) as entries:
                    left = [entry.path for entry in entries if entry.name[0] == "." and entry.name.endswith(UNFINISHED)]
                for path in left:
                    Path(path).unlink()
        for shard in self.shards():
            with writing(shard, "a+b") as file:
                cut_torn_line(file)
                file.seek(0)
                lines = file.read().splitlines(keepends=True)
            whole = [line for line in lines if read_record(line) is not None]
            if len(whole) < len(lines):
                self.write(shard.relative_to(self.root).as_posix(), b"".join(whole))


@dataclass(frozen=True)
class _Records(Iterable[dict[str, Any]]):
    folder: FrameFolder

    def __iter__(self) -> Iterator[dict[str, Any]]:
        mine = self.folder.config.identities()
        return (record for record in self.folder.records() if record.get("run", "") in mine)
