"""A run in this process, one frame after the other: for debuggers, and the bare loop that others are measured by."""

import os
from collections.abc import Callable
from pathlib import Path

from render.progress.events import Sink, WorkerStarted
from render.progress.stopwatch import Stopwatch
from render.progress.tally import Tally
from render.run.frames import Job, Renderer, complete, expose
from render.run.overlap import overlapped
from render.run.pipeline import Merging, Run, merge, render_run
from render.settings.config import RunConfig
from render.stores.reuse import Reuse
from render.stores.storage import RunFolder

type MakeRenderer = Callable[[Stopwatch], Renderer]


def run(
    config: RunConfig,
    out: Path,
    make_renderer: MakeRenderer,
    reuse: Reuse = Reuse(),  # noqa: B008, it is frozen
    on_event: Sink = lambda event: None,
    merging: Merging[RunFolder] = merge,
) -> Tally:
    """Render what is missing of a run in this process, then write its COCO files.

    Args:
        make_renderer: called once, and only if a frame is missing.
        on_event: called with everything that happens.
        merging: see ``render_run``.

    Raises:
        PrelabelError: of the first frame that cannot be made, or as ``render_run`` does.
    """

    def engine(this: Run[RunFolder]) -> None:
        this.start(workers=1)
        watch = Stopwatch()
        renderer = make_renderer(watch)
        this.emit(WorkerStarted(0, os.getpid(), getattr(renderer, "device", ""), 0))
        overlapped(
            this.frames(),
            lambda number: expose(this.job, renderer, watch, number),
            lambda exposed: this.emit(complete(this.job, exposed, this.place)),
        )

    job = Job.of(config)
    return render_run(job, RunFolder(out, config, reuse), engine, on_event, merging).tally
