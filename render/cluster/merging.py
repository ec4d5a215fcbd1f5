"""The merge as tasks of a cluster, and ``prelabel merge``: the COCO files of what a store holds, nothing rendered."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import ModuleType
from typing import Any

from assets import ConfigError, PrelabelError, StorageError
from render.cluster.connection import connected, import_ray
from render.cluster.ending import end
from render.run.frames import Job
from render.run.grouped import Each, check_merging, in_turn, merge_in_groups
from render.run.pipeline import Merging, leave_records
from render.run.shard import ATTEMPTS
from render.settings.config import RunConfig
from render.stores import open_store
from render.stores.reuse import Reuse
from render.stores.run import RunStore


def merge_run(
    config: RunConfig,
    out: str,
    address: str | None = None,
    group_shards: int | None = None,
    allow_upgrade: bool = False,
) -> int:
    """Write the COCO files of a run's frames that are there; renders nothing.

    Args:
        out: a folder or a URL.
        address: of the cluster whose tasks do it, as ``run_on_cluster`` takes it; None is this process.
        group_shards: of a group that gets COCO files of its own; None makes none.
        allow_upgrade: frames of another version of the program count.

    Returns:
        How many of the run's frames are not there.

    Raises:
        ConfigError: none is there, there is no such cluster, or the place holds another run.
        StorageError: something cannot be read or written.
    """
    check_merging(True, group_shards)
    job, place = Job.of(config), RunStore(open_store(out), config, Reuse(allow_upgrade=allow_upgrade))
    with _each(address) as each, place:
        missing = sum(map(len, place.missing()))
        if missing == place.config.count:
            raise ConfigError(f"merge {out}: expected frames of a run, found none")
        merge_in_groups(job, place, (), group_shards, each)
        place.keep()
    return missing


@contextmanager
def _each(address: str | None) -> Iterator[Each]:
    if address is None:
        yield in_turn
        return
    ray = import_ray()
    with connected(ray, address):
        yield each_on(ray)


def merging_of(ray: ModuleType, merge: bool, group_shards: int | None) -> Merging[RunStore]:
    """How a run on a cluster ends: by tasks, or with its records alone."""
    return partial(_by_tasks, each_on(ray), group_shards) if merge else leave_records


def _by_tasks(each: Each, group_shards: int | None, job: Job, place: RunStore, without: Collection[int]) -> None:
    merge_in_groups(job, place, without, group_shards, each)


def each_on(ray: ModuleType) -> Each:
    """Calls as tasks with a CPU each. What a lost machine had is done again."""

    def each(call: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        options = {"max_retries": ATTEMPTS - 1, "retry_exceptions": [StorageError]}
        remote = ray.remote(num_cpus=1, num_gpus=0, **options)(call)
        results = [remote.remote(*each) for each in arguments]
        try:
            return [*ray.get(results)]
        except ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, PrelabelError):
                raise error.cause from None
            raise StorageError(f"the merge failed: {type(error.cause).__name__}: {error.cause}") from error
        except ray.exceptions.RayError as error:
            raise StorageError(f"the merge failed: a process or machine was lost ({type(error).__name__})") from error
        finally:
            end(ray, results)

    return each
