"""The simulation of a cluster beside real runs: Ray on this machine, frames that sleep for a known time.

One slot says what a frame and a start cost here; from that, longer runs in more slots are predicted, and then measured.
"""

import logging
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotate.frame import Frame
from benchmarks.clock import Cost
from benchmarks.cluster_costs import Around, Machines, Work
from benchmarks.cluster_model import simulate
from benchmarks.report import Cell, Report, say
from render.cluster.connection import OBJECT_STORE_BYTES, import_ray
from render.cluster.driver import ClusterOptions, run_on_cluster
from render.progress.events import Event, FrameDone, RunStarted
from render.progress.stopwatch import Stopwatch
from render.run.fake import FakeRenderer
from render.settings.config import RunConfig, make_config
from render.settings.devices import cores
from scenes import SceneSpec

FRAME_S = 0.5  # that a frame sleeps, as if a card were at it
SHARD_FRAMES = 8
MEMORY = "/dev/shm"
FACTORY = "benchmarks.cluster_check:sleeping"


class Sleeper(FakeRenderer):
    def render(self, spec: SceneSpec) -> Frame:
        time.sleep(FRAME_S)
        return super().render(spec)


def sleeping(config: RunConfig, threads: int, stopwatch: Stopwatch) -> Sleeper:
    """What the processes of Ray make their renderer with."""
    return Sleeper()


@dataclass
class Heard:
    """When the first task was handed out, and the last one taken in; CPU seconds of all frames."""

    first: float = 0.0
    last: float = 0.0
    frames: set[int] = field(default_factory=set)
    cpu_s: float = 0.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self.first = time.perf_counter()
        if isinstance(event, FrameDone):
            self.last = time.perf_counter()
            self.frames.add(event.frame)
            self.cpu_s += sum(cpu for stage, (_, cpu) in event.seconds.items() if stage != "start")


def _memory() -> str | None:
    """A folder in memory, so that the disk of this machine is not measured; None where there is none."""
    return MEMORY if Path(MEMORY).is_dir() else None


@contextmanager
def _scratch_in(folder: str) -> Iterator[None]:
    """What processes that start within the block take for temporary files."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = folder
    try:
        yield
    finally:
        os.environ.pop("TMPDIR")
        if before is not None:
            os.environ["TMPDIR"] = before


@contextmanager
def _slots(slots: int) -> Iterator[None]:
    """A Ray on this machine that counts so many CPUs, whatever there are."""
    ray: Any = import_ray()
    quiet = {"include_dashboard": False, "log_to_driver": False, "logging_level": logging.ERROR}
    ray.init("local", num_cpus=slots, object_store_memory=OBJECT_STORE_BYTES, **quiet)
    try:
        yield
    finally:
        ray.shutdown()


def measured(slots: int, frames: int) -> Cost:
    """From the first task handed out until the last is taken in; CPU seconds are those of the frames."""
    values = {"scenes": ["examples/boxes.py"], "size": (64, 48), "count": frames, "shard_frames": SHARD_FRAMES}
    config, heard = make_config(values, ("count=2",)), Heard()
    with tempfile.TemporaryDirectory(dir=_memory()) as out, _scratch_in(out), _slots(slots):
        options = ClusterOptions(FACTORY, gpus=0.0, recycle_frames=10**9, merge=False)
        run_on_cluster(config, f"{out}/run", "auto", options, on_event=heard)
    assert heard.frames == set(range(frames))
    return Cost(heard.last - heard.first, heard.cpu_s)


def predicted_s(slots: int, frames: int, cpu_s: float, start_s: float) -> float:
    """The same by the simulation: every slot a GPU of its own that sleeps, all on the cores of this machine."""
    work = Work(frames, SHARD_FRAMES, cpu_s, FRAME_S, start_s, recycle_frames=10**9)
    machines = Machines(slots, 1, cores() / slots, slots, lost_per_hour=0.0, slow_share=0.0, scatter=0.0)
    return simulate(work, machines, Around(gap_s=0.0, latency_s=0.0, merge="none")).wall_s


def compare(slots: Sequence[int], seconds: float) -> Report:
    """Runs of about so many seconds in each number of slots."""
    few = 2 * SHARD_FRAMES
    one = measured(1, few)
    cpu_s = one.cpu / few
    start_s = max(0.0, one.wall - few * (FRAME_S + cpu_s))
    note = f"one slot: {1000 * cpu_s:.0f} CPU ms a frame beside {FRAME_S} s asleep, {start_s:.1f} s for the start"
    say(note)
    rows: list[dict[str, Cell]] = []
    for count in slots:
        frames = count * SHARD_FRAMES * max(1, round(seconds / FRAME_S / SHARD_FRAMES))
        wall, expected = measured(count, frames).wall, predicted_s(count, frames, cpu_s, start_s)
        rows.append(
            {
                "tasks at once": count,
                "frames": frames,
                "predicted, s": expected,
                "measured, s": wall,
                "error, %": 100.0 * (expected / wall - 1.0),
            }
        )
        say(str(rows[-1]))
    settings = {"cpu_s": cpu_s, "start_s": start_s, "asleep_s": FRAME_S, "shard_frames": SHARD_FRAMES}
    return Report("cluster_sim check", rows, [note], settings)
