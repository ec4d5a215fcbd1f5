"""The way from a config to a dataset: a run is a folder, its frames (``run.frames``), and COCO files at the end."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assets import PrelabelError
from render.progress.events import Event, RunEnded, RunStarted, Sink, WorkerStarted
from render.progress.stopwatch import Stopwatch
from render.progress.tally import Tally
from render.run.frames import Job, Renderer, complete, expose
from render.run.overlap import overlapped
from render.settings.config import RunConfig
from render.stores.coco import write_coco
from render.stores.storage import RunFolder

type MakeRenderer = Callable[[Stopwatch], Renderer]


@dataclass
class Run:
    """A run whose folder is open.

    Attributes:
        missing: frames to be rendered, in order.
        on_event: is told everything, as ``tally`` is, by ``emit``.
        stopped: whether it was asked to end early, which leaves its COCO files as they were.
    """

    job: Job
    folder: RunFolder
    missing: list[int]
    on_event: Sink
    tally: Tally = field(default_factory=Tally)
    stopped: bool = False

    def start(self, workers: int) -> None:
        config = self.job.config
        self.emit(RunStarted(str(self.folder.root), config.count, config.count - len(self.missing), workers))

    def emit(self, event: Event) -> None:
        self.tally(event)
        self.on_event(event)

    @property
    def set_aside(self) -> frozenset[int]:
        return frozenset(event.frame for event in self.tally.set_aside)


def run(
    config: RunConfig,
    out: Path,
    make_renderer: MakeRenderer,
    overwrite: bool = False,
    on_event: Sink = lambda event: None,
) -> Tally:
    """Render what is missing of a run in this process, then write its COCO files. ``render.batch`` does it in many.

    Args:
        make_renderer: called once, and only if a frame is missing.
        on_event: called with everything that happens.

    Raises:
        PrelabelError: see the tree; what was written before stays, whole, and the same call continues.
    """
    with open_run(config, out, overwrite, on_event) as this:
        this.start(workers=1)
        if this.missing:
            watch = Stopwatch()
            renderer = make_renderer(watch)
            this.emit(WorkerStarted(0, os.getpid(), getattr(renderer, "device", ""), 0))
            overlapped(
                this.missing,
                lambda number: expose(this.job, renderer, watch, number),
                lambda exposed: this.emit(complete(this.job, exposed, this.folder)),
            )
    return this.tally


@contextmanager
def open_run(config: RunConfig, out: Path, overwrite: bool, on_event: Sink) -> Iterator[Run]:
    """What every run has around its frames: a folder of its own before, the COCO files after, and an end that is told.

    Raises:
        PrelabelError: of the block, or as ``RunFolder`` and ``write_coco`` do.
    """
    job = Job.of(config)
    with RunFolder(out, config, overwrite) as folder:
        new, done = not folder.has_records(), folder.finished()
        this = Run(job, folder, [number for number in config.frames() if number not in done], on_event)
        try:
            yield this
            if not this.stopped:
                write_coco(folder, [script for script, _ in job.scenes], job.part_ids, this.set_aside)
        except PrelabelError as error:
            if new and not this.tally.done:
                folder.discard()  # a run that failed at once leaves nothing that a corrected one would trip over
            this.emit(RunEnded("failed", str(error)))
            raise
        except KeyboardInterrupt:
            this.emit(RunEnded("stopped"))
            raise
        this.emit(RunEnded("stopped" if this.stopped else "incomplete" if this.set_aside else "complete"))
