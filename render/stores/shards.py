"""The arithmetic of shards: which frames a records file holds, told by its name alone.

records/shard-00007.jsonl                              all frames of the run in this shard
records/shard-00007.000000000112-000000000119.jsonl    these frames, where not all could be rendered together
annotations/group-00002.json                           COCO of some shards, where it is asked for
"""

import re
from collections.abc import Collection, Iterator

from render.settings.config import RunConfig

_GROUP = re.compile(r"annotations/group-\d{5,}(?:_(\w+))?\.json")
_NAME = re.compile(r"(?:records/)?shard-(\d+)(?:\.(\d+)-(\d+))?\.jsonl")


def shard_of(name: str) -> int | None:
    """The shard that a records file is of; None for a file that is none."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else None


def frames_of(name: str, config: RunConfig) -> range:
    """The frames that a records file holds; none for a file that is none."""
    match = _NAME.fullmatch(name)
    if match is None:
        return range(0)
    shard, first, last = match.groups()
    return range(int(first), int(last) + 1) if first else shard_range(int(shard), config)


def records_name(frames: range, config: RunConfig) -> str:
    """The name of the records file that holds just these frames, all of one shard."""
    shard = frames.start // config.shard_frames
    part = "" if frames == shard_range(shard, config) else f".{frames.start:012d}-{frames.stop - 1:012d}"
    return f"records/shard-{shard:05d}{part}.jsonl"


def group_stem(group: int) -> str:
    """How the names of the COCO files of a group of shards begin; they lie in ``annotations``."""
    return f"group-{group:05d}"


def is_group(name: str, splits: Collection[str] | None = None) -> bool:
    """Whether a file is a COCO file of a group of shards; of a run with just these splits, where they are given."""
    match = _GROUP.fullmatch(name)
    return match is not None and (splits is None or match[1] is None or match[1] in splits)


def shard_range(shard: int, config: RunConfig) -> range:
    """The run's frames in a shard."""
    first = shard * config.shard_frames
    return range(max(first, config.start), min(first + config.shard_frames, config.start + config.count))


def by_shard(frames: range, config: RunConfig) -> Iterator[range]:
    """A range cut where a shard ends."""
    start = frames.start
    while start < frames.stop:
        stop = min(frames.stop, (start // config.shard_frames + 1) * config.shard_frames)
        yield range(start, stop)
        start = stop
