"""The merge in parts: each is a call that any process can make, here one after the other or as tasks of a cluster."""

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assets import ConfigError
from render.run.frames import Job
from render.run.pipeline import merge
from render.settings.config import RunConfig
from render.settings.resume import check_maker
from render.stores import open_store
from render.stores.coco import Written
from render.stores.groups import Group, group_names, groups_of, join_groups, merge_group
from render.stores.run import RunStore


@dataclass(frozen=True)
class Part:
    """Attributes:
    out: the store.
    without: frames whose records do not count.
    directory: where the command runs: paths of scenes are relative to it, where this machine has it.
    """

    config: RunConfig
    out: str
    without: frozenset[int]
    directory: str

    def job(self) -> Job:
        """Loads the scenes, which know categories and their skeletons."""
        if Path(self.directory).is_dir():
            os.chdir(self.directory)
        check_maker(self.config)
        return Job.of(self.config)


type Each = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], list[Any]]
"""Makes a call for each of some arguments, at once or in turn, and gives what came of them, in order."""


def in_turn(call: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
    """In this process."""
    return [call(*each) for each in arguments]


def merge_part(part: Part, group: Group) -> Written:
    """The COCO files of one group of shards."""
    job = part.job()
    return merge_group(open_store(part.out), part.config, group, job.categories, job.part_ids, part.without)


def join_parts(part: Part, groups: Sequence[Written], split: str | None) -> None:
    """One COCO file of all groups."""
    job = part.job()
    join_groups(open_store(part.out), part.config, groups, split, job.categories, job.part_ids)


def merge_in_groups(
    job: Job, place: RunStore, without: Collection[int] = (), shards: int | None = None, each: Each = in_turn
) -> None:
    """The COCO files that ``merge`` writes, byte for byte, by way of one for each group of shards.

    Args:
        place: that is entered.
        shards: of a group, whose files then stay; None chooses, keeps none, and does without where one would do.
        each: makes the calls.

    Raises:
        StorageError: as ``merge`` does.
    """
    groups = groups_of(place.store, place.config, shards)
    if shards is None and len(groups) < 2:
        merge(job, place, without)
        return
    part = Part(place.config, place.name, frozenset(without), str(Path.cwd()))
    written: list[Written] = each(merge_part, [(part, group) for group in groups])
    each(join_parts, [(part, written, split) for split in (None, *place.config.split)])
    place.drop_groups(group_names(written) if shards else ())


def check_merging(merging: bool, group_shards: int | None) -> None:
    """Raises:
    ConfigError: groups are asked for and no merge, or less than one shard for each.
    """
    if group_shards is not None and not merging:
        raise ConfigError(f"expected --group-shards {group_shards}, which merges, or --no-merge, got both")
    if group_shards is not None and group_shards < 1:
        raise ConfigError(f"--group-shards {group_shards}: expected a number from 1")
