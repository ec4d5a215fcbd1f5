"""A merge that many machines do at once: a COCO file for each group of shards, then one of all, joined from those.

Joining copies bytes and reads no record, so it is as fast as the store is.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotate import join_datasets
from render.settings.config import RunConfig
from render.stores.coco import Written, coco_name, videos_of, write_coco
from render.stores.info import dataset_info
from render.stores.run import record_files
from render.stores.shards import group_stem
from render.stores.spooled import StoredRecords, appearing
from render.stores.store import Store

GROUP_FRAMES = 65_536  # of a group that nobody asked for: 0.6 GB of records, 40 CPU s


@dataclass(frozen=True)
class Group:
    """Attributes:
    number: its shards' numbers divided by how many a group has.
    files: names of its records files, in the order of their frames, and the frames that each holds.
    """

    number: int
    files: Mapping[str, range]


def groups_of(store: Store, config: RunConfig, shards: int | None = None) -> list[Group]:
    """What is there of a run, in order, in groups of so many shards; None makes each as large as a task can do."""
    frames = config.shard_frames * (shards or max(1, GROUP_FRAMES // config.shard_frames))
    files = record_files(store, config).items()
    return [Group(number, dict(items)) for number, items in groupby(files, key=lambda item: item[1].start // frames)]


def merge_group(
    store: Store,
    config: RunConfig,
    group: Group,
    categories: Collection[str],
    part_ids: Mapping[str, int],
    without: Collection[int] = (),
) -> Written:
    """The COCO files of one group: ``annotations/group-00042.json``, and one for each split.

    Raises:
        StorageError: as ``write_coco`` does.
    """
    records = StoredRecords(store, config, group.files)
    return write_coco(records, categories, part_ids, without, group_stem(group.number))


def join_groups(
    store: Store,
    config: RunConfig,
    groups: Sequence[Written],
    split: str | None,
    categories: Collection[str],
    part_ids: Mapping[str, int],
) -> None:
    """The COCO file of all groups, or of one split of them: the bytes that ``write_coco`` makes of all records.

    Args:
        groups: what ``merge_group`` gave for each, in order.

    Raises:
        StorageError: something cannot be read or written.
    """
    used = frozenset(source for group in groups for source in group.used)
    info = dataset_info(config, part_ids, categories, used)

    def sections(which: str) -> Iterator[Iterator[bytes]]:
        for group in groups:
            part: range = getattr(group.sections[split], which)
            if part:
                yield store.pieces(coco_name(split, group.stem), part)

    with appearing(store, coco_name(split)) as path:
        join_datasets(
            path, sections("images"), sections("annotations"), info, categories, videos=videos_of(config, split)
        )


def group_names(groups: Sequence[Written]) -> frozenset[str]:
    """Names of the files of all groups."""
    return frozenset(coco_name(split, group.stem) for group in groups for split in group.sections)
