"""A long run of tiny frames: does memory stay flat, are handles given back, is the end as fast as the beginning?

``python -m benchmarks soak`` renders 2,000 frames through the batch layer with one worker. ``--recycle`` above that
number keeps one process for all of them, which shows what a process itself keeps; by default workers are replaced as
in any run.
"""

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import psutil
import typer
from rich.console import Console

from benchmarks.clock import Cost
from benchmarks.report import Cell, JsonFile, Quick, Report, show
from render.batch.limits import Limits
from render.batch.run import Batch, run_batch
from render.progress.events import Event, FrameDone, WorkerStarted
from render.run.start import BLENDER
from render.settings.config import make_config

ENDS = 200  # frames of the beginning and of the end that are compared
TARGET = 5.0  # percent


@dataclass(frozen=True)
class Mark:
    """After a frame: seconds since the run's start, of the supervisor and all of its workers; memory and handles."""

    worker: int
    spent: Cost
    worker_bytes: int
    worker_files: int
    own_bytes: int
    own_files: int


@dataclass
class Marks:
    """A sink that takes a mark at every frame.

    Attributes:
        workers: processes that were started.
    """

    all: list[Mark] = field(default_factory=list)
    pid: int = 0
    workers: int = 0

    def __call__(self, event: Event) -> None:
        if isinstance(event, WorkerStarted):
            self.pid, self.workers = event.pid, self.workers + 1
        if isinstance(event, FrameDone):
            self.all.append(self._mark())

    def _mark(self) -> Mark:
        ours, theirs = psutil.Process(), psutil.Process(self.pid)
        times = theirs.cpu_times()
        ended = Cost.now()
        return Mark(
            self.workers,
            Cost(time.perf_counter(), ended.cpu + times.user + times.system),
            theirs.memory_info().rss,
            theirs.num_fds(),
            ours.memory_info().rss,
            ours.num_fds(),
        )


def measure(
    scene: str, settings: tuple[str, ...], frames: int, recycle: int, points: int = 40, factory: str = BLENDER
) -> Report:
    """Render, and hand over ``points`` marks of the way.

    Args:
        factory: of ``render.run.start``.
    """
    values = {"scenes": [scene], "size": (64, 48), "samples": 1, "count": frames, "device": "cpu"}
    marks, limits = Marks(), Limits(recycle_frames=recycle)
    begin = Cost.now()
    with tempfile.TemporaryDirectory() as folder:
        run_batch(make_config(values, settings), Path(folder), Batch(1, factory, limits), on_event=marks)
    step = max(1, frames // points)
    rows = [_row(done, marks.all, begin, step) for done in range(step, len(marks.all) + 1, step)]
    about = {"scene": scene, "settings": settings, "frames": frames, "recycle": recycle}
    return Report("soak", rows, _notes(marks, begin), about)


def _row(done: int, marks: list[Mark], begin: Cost, step: int) -> dict[str, Cell]:
    mark, last = marks[done - 1], marks[done - 1 - step].spent if done > step else begin
    spent = (mark.spent - last) / step
    return {
        "frames": done,
        "process": mark.worker,
        "worker MiB": round(mark.worker_bytes / 2**20),
        "worker handles": mark.worker_files,
        "supervisor MiB": round(mark.own_bytes / 2**20),
        "supervisor handles": mark.own_files,
        "CPU s a frame": spent.cpu,
        "wall s a frame": spent.wall,
    }


def _notes(marks: Marks, begin: Cost) -> list[str]:
    """Speed at both ends: starts of processes count where both ends have them."""
    found = marks.all
    ends = min(ENDS, len(found) // 2)
    first = (found[ends - 1].spent - (found[0].spent if marks.workers == 1 else begin)) / ends
    last = (found[-1].spent - found[-ends - 1].spent) / ends
    change = 100.0 * (last.cpu / first.cpu - 1.0)
    peak = max(mark.worker_bytes for mark in found) / 2**20
    return [
        f"CPU s a frame: first {ends} {first.cpu:.3f}, last {ends} {last.cpu:.3f}: {change:+.1f} %, target ±{TARGET:g}",
        f"worker: {marks.workers} processes, {peak:.0f} MiB at most, {found[0].worker_files} handles after the first "
        f"frame, {found[-1].worker_files} after the last; supervisor: {found[0].own_bytes / 2**20:.0f} MiB and "
        f"{found[0].own_files} handles, {found[-1].own_bytes / 2**20:.0f} MiB and {found[-1].own_files}",
    ]


def main(
    frames: Annotated[int, typer.Option(min=2, help="Frames.")] = 2000,
    scene: Annotated[str, typer.Option(help="Scene.")] = "vehicles",
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Scene parameter.")] = None,
    recycle: Annotated[int, typer.Option(min=1, help="Frames of a process.")] = Limits().recycle_frames,
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """Memory, handles and speed along a long run."""
    report = measure(scene, tuple(settings or ()), 6 if quick else frames, recycle)
    show(report, json)
    Console().print("RSS of the worker, MiB: " + " ".join(str(row["worker MiB"]) for row in report.rows), style="dim")
