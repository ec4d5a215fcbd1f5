"""A folder of frames: how files appear whole or not at all, and which records are there."""

import errno
import fcntl
import hashlib
import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from assets import StorageError
from assets.files import expect_own_folder, opened, writing
from render.settings.config import RunConfig
from render.stores.records import record_of
from render.stores.shards import records_name, shard_of, shard_range


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
        told = {}
        for name, data in files:
            self.write(name, data)
            told[name] = [len(data), checksum(data)]
        for folder in {(self.root / name).parent for name in told}:
            sync_folder(folder)  # or a power cut could leave the record without its picture
        self.append_record({**record, "run": self.config.identity, "files": told})

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
            whole = cut_torn_line(file)
            try:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(whole)
                raise
            if not whole:
                sync_folder(path.parent)

    def records(self) -> Iterator[dict[str, Any]]:
        """All records by frame number; each shard's in memory one at a time. Torn last lines are passed over."""
        for _, files in itertools.groupby(self.shards(), key=lambda path: shard_of(path.name)):
            yield from _read_shard(list(files))

    def finished(self, verify: bool = False) -> set[int]:
        """Numbers of the frames that have a record of this run, and every file that it names, as long as it says.

        Args:
            verify: the files' checksums are right, too.
        """
        mine = self.config.identities()
        return {
            int(record["image"]["frame"])
            for record in self.records()
            if record.get("run", "") in mine and not any(self.faults(record, verify))
        }

    def faults(self, record: Mapping[str, Any], verify: bool = True) -> Iterator[str]:
        """What is wrong with the files of a frame: a sentence for each that is missing, cut or damaged."""
        if not record.get("files"):
            yield "it names no files"
        for name, told in record.get("files", {}).items():
            size, digest = told if isinstance(told, list) else (told, None)
            path = self.root / name
            try:
                there = path.stat().st_size
                if there != size:
                    yield f"{name} has {there} bytes, its record says {size}"
                elif verify and digest is not None and checksum(_bytes(path, self.root)) != digest:
                    yield f"{name} is not what was written"
            except OSError:
                yield f"{name} is missing"

    def shards(self) -> list[Path]:
        """In the order of their frames; several of one shard where tasks of a cluster were at work here."""
        found = [(shard_of(path.name), path.name, path) for path in (self.root / "records").glob("shard-*.jsonl")]
        return [path for _, _, path in sorted(item for item in found if item[0] is not None)]


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a StorageError that names ``path``."""
    try:
        yield
    except OSError as error:
        reason = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror
        raise StorageError(f"{error.filename or path}: cannot write, {reason}") from error


def cut_torn_line(file: BinaryIO) -> int:
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


def _bytes(path: Path, root: Path) -> bytes:
    with opened(path, within=root) as file:
        return file.read()


def checksum(data: bytes) -> str:
    """BLAKE2b of a file, 64 bits: against rot, not against malice."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def read_record(line: bytes) -> dict[str, Any] | None:
    """A record; None for a damaged line, whose frame then counts as never rendered."""
    try:
        return record_of(line)
    except ValueError:
        return None


def _read_shard(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Records of one shard by frame; where a frame has several, the last one counts. Damaged lines do not."""
    by_frame: dict[int, dict[str, Any]] = {}
    for path in paths:
        with storage_errors(path), opened(path, within=path.parents[1]) as file:
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        by_frame |= {record["image"]["frame"]: record for line in whole.splitlines() if (record := read_record(line))}
    return [by_frame[frame] for frame in sorted(by_frame)]


def sync_folder(path: Path) -> None:
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
