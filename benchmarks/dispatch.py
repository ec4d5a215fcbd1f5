"""What the driver of a cluster costs, in tasks that render nothing: ``python -m benchmarks dispatch``.

Its own CPU seconds for each task that it hands out and takes in, with as many under way as that many slots have, and
the memory that shards take which wait. Ray on this machine does the tasks; what they cost there does not count.
"""

import time
import tracemalloc
from dataclasses import dataclass
from typing import Annotated, Any
from unittest.mock import patch

import typer

from benchmarks.report import Cell, JsonFile, Quick, Report, show
from render.cluster import driver
from render.cluster.connection import connected, import_ray
from render.cluster.driver import ClusterOptions
from render.cluster.task import Task, TaskDone
from render.progress.events import FrameDone
from render.progress.tally import Tally
from render.run.frames import Job
from render.run.pipeline import Run
from render.settings.config import RunConfig, make_config
from render.stores.shards import by_shard

SLOTS = 1000  # that the cluster claims to have
COUNTS = {"annotations": 4, "hidden": 0, "filtered": 0, "ignored": 0, "rejected_scenes": 0}
STAGES = ("sample", "build", "render", "decode", "annotate", "encode", "write")


def nothing(task: Task) -> TaskDone:
    """A task that says that it has rendered."""
    seconds = dict.fromkeys(STAGES, (0.1, 0.1))
    return TaskDone(("host", 1), "none", tuple(FrameDone(0, frame, COUNTS, seconds, 2**30) for frame in task.frames))


@dataclass
class Nowhere:
    """A place that takes nothing."""

    config: RunConfig
    name = "nowhere"

    def keep(self) -> None:
        """There is nothing to keep."""


@dataclass(frozen=True)
class Cost:
    """Of a run: its driver's CPU seconds, and seconds of the wall, which this machine's tasks have their share in."""

    tasks: int
    cpu: float
    wall: float


def measure(slots: int, frames_a_task: int, tasks: int) -> Cost:
    """So many tasks, in a cluster that claims so many slots."""
    config = make_config({"scenes": ["vehicles"], "count": frames_a_task * tasks, "shard_frames": frames_a_task})
    ray = import_ray()
    run: Run[Any] = Run(Job.of(config), Nowhere(config), [*by_shard(config.frames(), config)], Tally())
    work = driver._Driver(ray, run, ClusterOptions(gpus=0.0, recycle_frames=10**9))
    with (
        connected(ray, "local"),
        patch.object(driver, "render_task", nothing),
        patch.object(driver._Driver, "_slots", lambda self: slots),
    ):
        ray.get(ray.remote(nothing).remote(Task(config, "", range(1), "", 1, 1.0, "")))  # its process starts
        cpu, wall = time.process_time(), time.perf_counter()
        work.render()
        done = Cost(tasks, time.process_time() - cpu, time.perf_counter() - wall)
    if run.tally.done != config.count:
        raise RuntimeError(f"expected {config.count} frames, got {run.tally.done}")
    return done


def memory_bytes(shards: int) -> int:
    """That a driver keeps for shards which wait."""
    config = make_config({"scenes": ["vehicles"], "count": shards, "shard_frames": 1})
    tracemalloc.start()
    try:
        missing = [*by_shard(config.frames(), config)]
        run: Run[Any] = Run(Job.of(config), Nowhere(config), missing, Tally())
        work = driver._Driver(None, run, ClusterOptions(gpus=0.0))  # type: ignore[arg-type]
        work.waiting.extend(map(driver._Piece, missing))
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def main(
    tasks: Annotated[int, typer.Option(min=1, help="Tasks of 16 frames; of larger ones fewer.")] = 3000,
    shards: Annotated[int, typer.Option(min=1, help="Shards that wait, for the memory that they take.")] = 1_000_000,
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """What the driver of a cluster costs."""
    tasks, shards = (40, 1000) if quick else (tasks, shards)
    rows: list[dict[str, Cell]] = []
    for frames in (1, 16, 512):
        cost = measure(SLOTS, frames, tasks * 16 // max(16, frames))
        rows.append(
            {
                "frames a task": frames,
                "tasks": cost.tasks,
                "driver's CPU ms a task": 1000.0 * cost.cpu / cost.tasks,
                "tasks a second": cost.tasks / cost.wall,
                "frames a second": cost.tasks * frames / cost.wall,
            }
        )
    note = f"{shards} shards that wait take {memory_bytes(shards) / 1e6:.0f} MB"
    show(Report("dispatch", rows, [note], {"slots": SLOTS}), json)
