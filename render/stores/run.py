"""A run in a store: which config it holds, which frames are there, how finished ones arrive.

Records arrive once all they speak of is there, one object for each range of frames that was rendered in one go:

    records/shard-00007.jsonl                              all frames of the run in this shard
    records/shard-00007.000000000112-000000000119.jsonl    these frames, where not all could be rendered together

So the names alone say which frames are finished, and a resume reads no records.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assets import StorageError
from render.settings.config import RunConfig, continued, earlier_run
from render.stores.storage import FOLDERS, RUN_FILE
from render.stores.store import Store

_RECORDS = re.compile(r"records/shard-(\d+)(?:\.(\d+)-(\d+))?\.jsonl")


def open_run(store: Store, config: RunConfig, overwrite: bool = False) -> RunConfig:
    """Make the store this run's.

    Args:
        overwrite: remove what an earlier run left there; never anything else.

    Returns:
        The run that the store holds from now on: this one and, where it continues an earlier one, that one's frames
        too, in that one's shards.

    Raises:
        ConfigError: it holds a run of another config.
        StorageError: it holds things that are no run, or cannot be written.
    """
    text = store.read(RUN_FILE)
    if text is not None and overwrite:
        _remove_frames(store)
    elif text is not None:
        earlier = earlier_run(text, f"{store.place}/{RUN_FILE}")
        config = continued(earlier, config, store.place)
        _settle(store, earlier, config)
    elif present := store.sizes("records"):
        raise StorageError(f"{store.place}: expected an empty place or one with a run, found {next(iter(present))}")
    store.write(RUN_FILE, config.to_yaml().encode())
    return config


def missing(store: Store, config: RunConfig) -> list[range]:
    """The frames that are not there yet, as ranges, none across a shard's edge."""
    gaps, seen = [], config.start
    for frames in record_files(store, config).values():
        gaps.append(range(seen, frames.start))
        seen = max(seen, frames.stop)
    gaps.append(range(seen, config.start + config.count))
    return [part for gap in gaps for part in _by_shard(gap, config.shard_frames)]


def record_files(store: Store, config: RunConfig) -> dict[str, range]:
    """Names of the records files of a run, in the order of their frames, and the frames that each holds.

    Two of them may share frames, where a machine that was given up came back and finished its work after all.
    """
    found = {}
    for name in store.sizes("records"):
        if match := _RECORDS.fullmatch(name):
            shard, first, last = match.groups()
            frames = range(int(first), int(last) + 1) if first else shard_range(int(shard), config)
            if frames:
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
        store.write(_records_name(frames, config), b"".join(lines[frame] for frame in frames))


def shard_range(shard: int, config: RunConfig) -> range:
    """The run's frames in a shard."""
    first = shard * config.shard_frames
    return range(max(first, config.start), min(first + config.shard_frames, config.start + config.count))


def ranges(frames: Iterable[int]) -> Iterator[range]:
    """Rising numbers as ranges without gaps."""
    open_range = range(0)
    for frame in frames:
        if open_range and frame == open_range.stop:
            open_range = range(open_range.start, frame + 1)
            continue
        if open_range:
            yield open_range
        open_range = range(frame, frame + 1)
    if open_range:
        yield open_range


def parse_record(line: bytes, where: str) -> dict[str, Any]:
    """A line of a records file.

    Raises:
        StorageError: it is no record.
    """
    try:
        record: dict[str, Any] = json.loads(line)
        int(record["image"]["frame"])
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{where}: expected one JSON record a line; remove the file to render it anew") from error
    return record


def _by_shard(frames: range, size: int) -> Iterator[range]:
    start = frames.start
    while start < frames.stop:
        stop = min(frames.stop, (start // size + 1) * size)
        yield range(start, stop)
        start = stop


def _records_name(frames: range, config: RunConfig) -> str:
    shard = frames.start // config.shard_frames
    part = "" if frames == shard_range(shard, config) else f".{frames.start:012d}-{frames.stop - 1:012d}"
    return f"records/shard-{shard:05d}{part}.jsonl"


def _settle(store: Store, earlier: RunConfig, config: RunConfig) -> None:
    """Give records files that hold less than all of their shards the names that say so.

    That is, at the ends of a run that now grows; and in a local folder everywhere, because a run without a store, which
    appends to its files frame by frame, may have stopped in the middle of any.
    """
    for name, frames in record_files(store, earlier).items():
        if not store.local and frames == shard_range(frames.start // config.shard_frames, config):
            continue
        whole = (line for line in store.lines(name) if line.endswith(b"\n"))
        lines = {parse_record(line, f"{store.place}/{name}")["image"]["frame"]: line for line in whole}
        found = {_records_name(part, config): part for part in ranges(sorted(lines))}
        if set(found) != {name}:
            for new_name, part in found.items():
                store.write(new_name, b"".join(lines[frame] for frame in part))
            if name not in found:
                store.remove([name])


def _remove_frames(store: Store) -> None:
    """All that a run writes, records first: whatever is interrupted, no record speaks of files that are gone."""
    for folder in ("records", *FOLDERS):
        if names := list(store.sizes(folder)):
            store.remove(names)
