"""The output folder: what is in it, who may write into it, and how files appear whole or not at all."""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from assets import ConfigError, StorageError
from render.config import NOT_CONTENT, RunConfig

SHARD_FRAMES = 256  # frames behind one records file
RUN_FILE = "run.yaml"
FOLDERS = ("images", "annotations", "records", "masks", "depth", "normals", "parts")


class RunFolder:
    """The folder of one run. Making one looks and writes nothing; ``open`` makes the folder ready.

    Args:
        root: need not exist.
        config: the run that writes into it.
        overwrite: remove what an earlier run left there; never anything else.

    Attributes:
        config: the run that the folder holds: this one and, where it continues an earlier one, that one's frames too.

    Raises:
        ConfigError: it holds a run of another config.
        StorageError: it holds things that are no run.
    """

    def __init__(self, root: Path, config: RunConfig, overwrite: bool = False) -> None:
        self.root = root
        with storage_errors(root):
            self._anew = overwrite and (root / RUN_FILE).is_file()
            self.config = config if self._anew else _admit(root, config)

    def open(self) -> None:
        """Make the folders and write ``run.yaml``.

        Raises:
            StorageError: they cannot be written.
        """
        with storage_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            if self._anew:
                _remove_frames(self.root)
            for name in ("images", "annotations", "records", *self.config.passes):
                (self.root / name).mkdir(exist_ok=True)
        self.write(RUN_FILE, self.config.to_yaml().encode())
        self._anew = False

    def discard(self) -> None:
        """Remove what ``open`` made, where no frame was written since."""
        with storage_errors(self.root):
            _remove_frames(self.root)
            (self.root / RUN_FILE).unlink(missing_ok=True)
            if not any(self.root.iterdir()):
                self.root.rmdir()

    def write(self, name: str, data: bytes) -> None:
        """Write one file under the folder: it appears whole, or not at all.

        Raises:
            StorageError: the disk is full, or the file cannot be written.
        """
        path = self.root / name
        part = path.with_name(f".{path.name}.part")
        with storage_errors(path):
            try:
                with part.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)
            except OSError:
                part.unlink(missing_ok=True)
                raise

    def append_record(self, record: Mapping[str, Any]) -> None:
        """Add one frame's record to its shard, all of it or nothing."""
        path = self._shard(record["image"]["frame"])
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with storage_errors(path), path.open("ab") as file:
            whole = file.tell()
            try:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(whole)
                raise

    def records(self) -> Iterator[dict[str, Any]]:
        """All records by frame number; each shard's in memory one at a time."""
        for path in sorted((self.root / "records").glob("shard-*.jsonl")):
            yield from _read_shard(path)

    def finished(self) -> set[int]:
        """Numbers of the frames that have a record and a picture; none where they are about to be overwritten."""
        if self._anew:
            return set()
        return {
            int(record["image"]["frame"])
            for record in self.records()
            if (self.root / "images" / record["image"]["file_name"]).is_file()
        }

    def _shard(self, frame: int) -> Path:
        return self.root / "records" / f"shard-{frame // SHARD_FRAMES:05d}.jsonl"


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
    if not present:
        return config
    run = root / RUN_FILE
    if not run.is_file():
        raise StorageError(f"{root}: expected an empty folder or one with a run, found {', '.join(present[:3])}")
    try:
        other = RunConfig(**yaml.safe_load(run.read_text(encoding="utf-8")))
    except (yaml.YAMLError, TypeError, ValueError) as error:
        raise StorageError(f"{run}: expected the settings of a run; --overwrite starts anew") from error
    if other.content_hash() != config.content_hash():
        keys = [k for k in RunConfig.model_fields if k not in NOT_CONTENT and getattr(other, k) != getattr(config, k)]
        raise ConfigError(
            f"{root} holds a run with another {', '.join(keys)}; choose another --out, or --overwrite removes that run"
        )
    mine, theirs = config.frames(), other.frames()
    start, stop = min(mine.start, theirs.start), max(mine.stop, theirs.stop)
    if len(mine) + len(theirs) < stop - start:
        raise ConfigError(
            f"{root} holds frames {theirs.start}..{theirs.stop - 1}; expected --start and --count that adjoin them, "
            f"got {mine.start}..{mine.stop - 1}"
        )
    return config.model_copy(update={"start": start, "count": stop - start})


def _remove_frames(root: Path) -> None:
    """Everything that a run writes, but for ``run.yaml``, which is replaced: the folder stays a run's all the time."""
    for folder in (root / name for name in FOLDERS):
        if folder.is_dir():
            shutil.rmtree(folder)


def _read_shard(path: Path) -> list[dict[str, Any]]:
    """Records of one shard by frame; the torn last line of a crash is cut from the file."""
    with storage_errors(path):
        data = path.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            os.truncate(path, whole)
    try:
        by_frame = {int(record["image"]["frame"]): record for record in map(json.loads, data[:whole].splitlines())}
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{path}: expected one JSON record a line; --overwrite starts anew") from error
    return [by_frame[frame] for frame in sorted(by_frame)]
