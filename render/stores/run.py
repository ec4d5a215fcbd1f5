"""A run in a store: which config it holds, which frames are there, how finished ones arrive.

Records arrive once all they speak of is there, one object for each range of frames that was rendered in one go, under a
name that says which (``render.stores.shards``). So a resume reads no records.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assets import StorageError
from assets.ranges import ranges
from render.settings.config import RunConfig
from render.stores.admission import Admission, admit, admit_to_folder
from render.stores.claims import FOLDERS, RUN_FILE, SUMMARY_FILE, Claim
from render.stores.errors import store_errors
from render.stores.frame_folder import checksum, read_record
from render.stores.reuse import Reuse
from render.stores.shards import by_shard, frames_of, is_group, records_name, shard_range
from render.stores.spooled import StoredRecords, appearing
from render.stores.store import Store
from render.stores.taken import TakenFolder


class RunStore:
    """A store as the place of a run. A folder is locked, and what happens to it can be undone; an object store has
    no locks, and an earlier run that is to go is gone at once.

    Args:
        reuse: what becomes of a run that is there.

    Raises:
        ConfigError: on entering: it holds a run of another config, or of another version.
        StorageError: on entering: it holds things that are no run, another run has it, or it cannot be written.
    """

    def __init__(self, store: Store, config: RunConfig, reuse: Reuse = Reuse()) -> None:  # noqa: B008, it is frozen
        self.store, self.config = store, config
        self._reuse, self._kept = reuse, False
        self._folder = TakenFolder(Path(store.place)) if store.local else None

    @property
    def name(self) -> str:
        return self.store.place

    def __enter__(self) -> Self:
        folder = self._folder
        try:
            if folder is not None:
                _admission(self.store, self.config, self._reuse)  # before the lock leaves a file in somebody's folder
                with store_errors(self.name, "write"):
                    folder.take()
            admission = _admission(self.store, self.config, self._reuse)
            if folder is not None:
                with store_errors(self.name, "write"):
                    folder.begin((), admission.going)
            self.config = _begin(self.store, admission, self._reuse)
        except BaseException:
            if folder is not None:
                folder.give_back(self.config)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._folder is not None:
            self._folder.give_back(self.config)
        elif not self._kept:
            with suppress(StorageError):  # where the store is what failed, that is said already
                if not self.store.sizes("records"):
                    self.store.remove([RUN_FILE])

    def keep(self) -> None:
        self._kept = True
        if self._folder is not None:
            with store_errors(self.name, "write"):
                self._folder.keep()

    def missing(self) -> list[range]:
        return missing(self.store, self.config)

    def every_record(self) -> AbstractContextManager[Iterable[dict[str, Any]]]:
        return StoredRecords(self.store, self.config, record_files(self.store, self.config)).every_record()

    def appearing(self, name: str) -> AbstractContextManager[Path]:
        return appearing(self.store, name)

    def drop_groups(self, but: Collection[str] = ()) -> None:
        if left := [name for name in self.store.sizes("annotations") if is_group(name) and name not in but]:
            self.store.remove(left)


def open_run(store: Store, config: RunConfig, reuse: Reuse = Reuse()) -> RunConfig:  # noqa: B008, it is frozen
    """Make the store this run's.

    Args:
        reuse: what becomes of a run that is there; one that is to go is removed, and nothing else is.

    Returns:
        The run that the store holds from now on: this one and, where it continues an earlier one, that one's frames
        too, in that one's shards.

    Raises:
        ConfigError: it holds a run of another config.
        StorageError: it holds things that are no run, or cannot be written.
    """
    return _begin(store, _admission(store, config, reuse), reuse)


def _admission(store: Store, config: RunConfig, reuse: Reuse) -> Admission:
    """In an object store only records would be mixed up: what else lies there may be much, and is not listed."""
    with store_errors(store.place, "read"):
        if store.local:
            return admit_to_folder(Path(store.place), config, reuse)
        return admit(store.place, store.read(RUN_FILE), store.sizes("records"), config, reuse)


def _begin(store: Store, admission: Admission, reuse: Reuse) -> RunConfig:
    """Make the place the run's that was let in."""
    if admission.going is not None:
        _remove_frames(store, admission.going)
    elif admission.earlier is not None:
        _settle(store, admission.earlier, admission.config, reuse.verify)
    store.write(RUN_FILE, admission.config.to_yaml().encode())
    return admission.config


def missing(store: Store, config: RunConfig) -> list[range]:
    """The frames that are not there yet, as ranges, none across a shard's edge."""
    gaps, seen = [], config.start
    for frames in record_files(store, config).values():
        gaps.append(range(seen, frames.start))
        seen = max(seen, frames.stop)
    gaps.append(range(seen, config.start + config.count))
    return [part for gap in gaps for part in by_shard(gap, config)]


def record_files(store: Store, config: RunConfig) -> dict[str, range]:
    """Names of the records files of a run, in the order of their frames, and the frames that each holds.

    Two of them may share frames, where a machine that was given up came back and finished its work after all.
    """
    found = {}
    for name in store.sizes("records"):
        if frames := frames_of(name, config):
            found[name] = frames
    return dict(sorted(found.items(), key=lambda item: (item[1].start, -item[1].stop)))


def deliver(store: Store, config: RunConfig, folder: Path, names: Sequence[str], lines: Mapping[int, bytes]) -> None:
    """Bring finished frames of one shard to the store: pictures and passes first, records last.

    Args:
        folder: where the files are.
        names: of the pictures and passes, within the folder as within the store.
        lines: the frames' records, by frame number.
    """
    store.upload(folder, names)
    for frames in ranges(sorted(lines)):
        store.write(records_name(frames, config), b"".join(lines[frame] for frame in frames))


def _settle(store: Store, earlier: RunConfig, config: RunConfig, verify: bool) -> None:
    """Give records files that hold less than all of their shards the names that say so.

    That is, at the ends of a run that now grows; and in a local folder everywhere, because a run without a store, which
    appends to its files frame by frame, may have stopped in the middle of any. Damaged lines are left out, and with
    ``verify`` frames whose files are not what was written.
    """
    there = _Files(store) if verify else None
    for name, frames in record_files(store, earlier).items():
        grown = frames != shard_range(frames.start // config.shard_frames, config)
        if not (store.local or verify or grown):
            continue
        whole = {record["image"]["frame"]: line for line in store.lines(name) if (record := _whole(line))}
        lines = {frame: line for frame, line in whole.items() if there is None or there.are_right(line)}
        found = {records_name(part, config): part for part in ranges(sorted(lines))}
        if set(found) != {name} or len(lines) < len(whole):
            for new_name, part in found.items():
                store.write(new_name, b"".join(lines[frame] for frame in part))
            if name not in found:
                store.remove([name])


def _whole(line: bytes) -> dict[str, Any] | None:
    return read_record(line) if line.endswith(b"\n") else None


class _Files:
    """The files of a store, as records speak of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sizes = {name: size for folder in FOLDERS[1:] for name, size in store.sizes(folder).items()}

    def are_right(self, line: bytes) -> bool:
        """Whether all files of a record are there, and what was written."""
        return all(self._is_right(name, told) for name, told in json.loads(line).get("files", {}).items())

    def _is_right(self, name: str, told: Any) -> bool:
        size, digest = told if isinstance(told, list) else (told, None)
        if self._sizes.get(name) != size:
            return False
        return digest is None or checksum(self._store.read(name) or b"") == digest


def _remove_frames(store: Store, claim: Claim) -> None:
    """All that a run wrote, records first: whatever is interrupted, no record speaks of files that are gone."""
    for folder in FOLDERS:
        if names := list(claim.mine(store.sizes(folder))):
            store.remove(names)
    if store.read(SUMMARY_FILE) is not None:
        store.remove([SUMMARY_FILE])
