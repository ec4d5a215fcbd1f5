"""The output folder: what is in it, who may write into it, and how files appear whole or not at all."""

import errno
import fcntl
import itertools
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from assets import StorageError
from assets.files import expect_own_folder, opened, writing
from render.settings.config import PASSES, RunConfig, continued, earlier_run
from render.stores.lock import LOCK_FILE, OWNER_FILE, FolderLock
from render.stores.shards import by_shard, ranges, records_name, shard_of, shard_range

RUN_FILE = "run.yaml"
SUMMARY_FILE = "summary.json"
FOLDERS = ("images", "annotations", "records", *PASSES)
UNFINISHED = (".part", ".unfinished")  # how files end while they are written


class FrameFolder:
    """Where frames are written and read: pictures, passes and records.

    Several processes may add frames at once, all on behalf of the one that owns the folder (see ``RunFolder``).

    Args:
        root: the folder.
        config: the run whose frames it holds.
    """

    def __init__(self, root: Path, config: RunConfig) -> None:
        self.root = root
        self.config = config

    def make_folders(self) -> None:
        """Make what frames are written into."""
        with storage_errors(self.root):
            for name in ("images", "annotations", "records", *self.config.passes):
                (self.root / name).mkdir(parents=True, exist_ok=True)
                expect_own_folder(self.root / name)

    def add(self, files: Iterable[tuple[str, bytes]], record: Mapping[str, Any]) -> None:
        """Write a frame's files, then its record, which says how long they are: a frame with a record is complete.

        Args:
            files: names under the folder, and what they hold.
            record: of ``annotate.record``.

        Raises:
            StorageError: the disk is full, or something cannot be written; nothing is left half-written.
        """
        sizes = {}
        for name, data in files:
            self.write(name, data)
            sizes[name] = len(data)
        for folder in {(self.root / name).parent for name in sizes}:
            _sync_folder(folder)  # or a power cut could leave the record without its picture
        self.append_record({**record, "files": sizes})

    def write(self, name: str, data: bytes) -> None:
        """Write one file under the folder: it appears whole, or not at all.

        Raises:
            StorageError: the disk is full, or the file cannot be written.
        """
        path = self.root / name
        part = path.with_name(f".{path.name}.part")
        with storage_errors(path):
            try:
                with writing(part) as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)
            except OSError:
                part.unlink(missing_ok=True)
                raise

    def append_record(self, record: Mapping[str, Any]) -> None:
        """Add one frame's record to its shard, all of it or nothing, whatever a process that was killed left there."""
        shard = record["image"]["frame"] // self.config.shard_frames
        path = self.root / records_name(shard_range(shard, self.config), self.config)
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with storage_errors(path), writing(path, "a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # another worker may be at the same shard; given back when the file closes
            whole = _cut_torn_line(file)
            try:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(whole)
                raise
            if not whole:
                _sync_folder(path.parent)

    def records(self) -> Iterator[dict[str, Any]]:
        """All records by frame number; each shard's in memory one at a time. Torn last lines are passed over."""
        for _, files in itertools.groupby(self._shards(), key=lambda path: shard_of(path.name)):
            yield from _read_shard(list(files))

    def has_records(self) -> bool:
        """Whether a frame was ever written, finished or not."""
        return bool(self._shards())

    def finished(self) -> set[int]:
        """Numbers of the frames that have a record, and every file that it names at the length that it says."""
        return {int(record["image"]["frame"]) for record in self.records() if self._complete(record)}

    def _complete(self, record: Mapping[str, Any]) -> bool:
        files = record.get("files", {})
        try:
            return bool(files) and all((self.root / name).stat().st_size == size for name, size in files.items())
        except OSError:
            return False

    def _shards(self) -> list[Path]:
        """In the order of their frames; several of one shard where tasks of a cluster were at work here."""
        found = [(shard_of(path.name), path.name, path) for path in (self.root / "records").glob("shard-*.jsonl")]
        return [path for _, _, path in sorted(item for item in found if item[0] is not None)]


class RunFolder(FrameFolder):
    """The folder of one run and the right to write into it, which one process at a time has, until it ends.

    Making one looks and writes nothing; ``open``, or a ``with`` block, makes the folder ready.

    Args:
        root: need not exist.
        config: the run that writes into it.
        overwrite: remove what an earlier run left there; never anything else.

    Attributes:
        config: the run that the folder holds: this one and, where it continues an earlier one, that one's frames too,
            in that one's shards.

    Raises:
        ConfigError: it holds a run of another config.
        StorageError: it holds things that are no run.
    """

    def __init__(self, root: Path, config: RunConfig, overwrite: bool = False) -> None:
        with storage_errors(root):
            self._anew = overwrite and (root / RUN_FILE).is_file()
            super().__init__(root, config if self._anew else _admit(root, config))
        self._lock = FolderLock(root)

    @property
    def name(self) -> str:
        return str(self.root)

    def open(self) -> None:
        """Take the lock, make the folders, remove what a crash left half-written, and write ``run.yaml``.

        Raises:
            StorageError: another run has the lock, or something cannot be written.
        """
        with storage_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            self._lock.take()
            if self._anew:
                _remove_frames(self.root)
            else:
                self.config = _admit(self.root, self.config)  # again: another run may have ended since
            self.make_folders()
            self._tidy()
        self.write(RUN_FILE, self.config.to_yaml().encode())
        _sync_folder(self.root)

    def close(self) -> None:
        """Remove what killed workers left half-written, and give the lock back."""
        if self._lock.held:
            with suppress(OSError):
                self._tidy()
            self._lock.give_back()

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
        done = self.finished()
        gaps = ranges(number for number in self.config.frames() if number not in done)
        return [part for gap in gaps for part in by_shard(gap, self.config)]

    @contextmanager
    def every_record(self) -> Iterator[Iterable[dict[str, Any]]]:
        yield _Records(self)

    @contextmanager
    def appearing(self, name: str) -> Iterator[Path]:
        yield self.root / name

    def discard(self) -> None:
        """Remove what ``open`` made, where no frame was written since."""
        with storage_errors(self.root):
            _remove_frames(self.root)
            for name in (RUN_FILE, SUMMARY_FILE, OWNER_FILE, LOCK_FILE):
                (self.root / name).unlink(missing_ok=True)
            if not any(self.root.iterdir()):
                self.root.rmdir()

    def _tidy(self) -> None:
        """Remove unfinished files and torn last lines: only the owner of the lock knows that nobody is writing them."""
        for folder in (self.root, *(self.root / name for name in FOLDERS)):
            if folder.is_dir():
                with os.scandir(folder) as entries:
                    left = [entry.path for entry in entries if entry.name[0] == "." and entry.name.endswith(UNFINISHED)]
                for path in left:
                    Path(path).unlink()
        for shard in self._shards():
            with writing(shard, "a+b") as file:
                _cut_torn_line(file)


@dataclass(frozen=True)
class _Records(Iterable[dict[str, Any]]):
    folder: FrameFolder

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self.folder.records()


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a StorageError that names ``path``."""
    try:
        yield
    except OSError as error:
        reason = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror
        raise StorageError(f"{error.filename or path}: cannot write, {reason}") from error


def _admit(root: Path, config: RunConfig) -> RunConfig:
    """The run that the folder holds from now on: this one, and the frames of an earlier one of the same config."""
    present = sorted(path.name for path in root.iterdir()) if root.exists() else []
    present = [name for name in present if name not in (LOCK_FILE, OWNER_FILE)]
    if not present:
        return config
    run = root / RUN_FILE
    if not run.is_file():
        raise StorageError(f"{root}: expected an empty folder or one with a run, found {', '.join(present[:3])}")
    with opened(run, within=root) as file:
        return continued(earlier_run(file.read(), str(run)), config, str(root))


def _remove_frames(root: Path) -> None:
    """Everything that a run writes, but for ``run.yaml``, which is replaced: the folder stays a run's all the time."""
    for folder in (root / name for name in FOLDERS):
        if folder.is_dir():
            shutil.rmtree(folder)
    (root / SUMMARY_FILE).unlink(missing_ok=True)


def _cut_torn_line(file: BinaryIO) -> int:
    """Cut what a crash left behind the last whole line; how many bytes remain."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        return 0
    file.seek(size - 1)
    if file.read(1) == b"\n":
        return size
    file.seek(0)
    whole = file.read().rfind(b"\n") + 1
    file.truncate(whole)
    os.fsync(file.fileno())
    return whole


def _read_shard(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Records of one shard by frame; where a frame has several, the last one counts."""
    by_frame: dict[int, dict[str, Any]] = {}
    for path in paths:
        with storage_errors(path), opened(path, within=path.parents[1]) as file:
            data = file.read()
        try:
            lines = data[: data.rfind(b"\n") + 1].splitlines()
            by_frame |= {int(record["image"]["frame"]): record for record in map(json.loads, lines)}
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError(f"{path}: expected one JSON record a line; --overwrite starts anew") from error
    return [by_frame[frame] for frame in sorted(by_frame)]


def _sync_folder(path: Path) -> None:
    """Make the names in a folder last through a power cut. Some network file systems cannot, and need not be asked."""
    with storage_errors(path):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(descriptor)
