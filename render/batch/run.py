"""A run in worker processes, from its config to its COCO files."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from assets import ConfigError
from render.batch.growth import Growth
from render.batch.limits import Limits
from render.batch.plan import plan
from render.batch.supervisor import supervise
from render.progress.events import Sink
from render.run.frames import Job
from render.run.pipeline import Run, leave_records, merge, render_run
from render.run.start import BLENDER
from render.settings.cards import watched
from render.settings.config import RunConfig
from render.settings.devices import check_workers_per_gpu, cores, gpus, memory_bytes, waits
from render.stores.reuse import Reuse
from render.stores.storage import RunFolder


@dataclass(frozen=True)
class Batch:
    """How a run is worked on; no part of what comes out.

    Attributes:
        workers: how many processes; None leaves the choice open.
        factory: what makes a worker's renderer, see ``render.run.start``.
        workers_per_gpu: how many processes for each GPU, in place of ``workers``; None leaves the choice open, as it
            says nothing where ``workers`` does.
        merge: COCO files are written at the end.

    Raises:
        ConfigError: both are given, or less than one worker for a GPU.
    """

    workers: int | None = None
    factory: str = BLENDER
    limits: Limits = field(default_factory=Limits)
    workers_per_gpu: int | None = None
    merge: bool = True

    def __post_init__(self) -> None:
        if self.workers_per_gpu is None:
            return
        if self.workers is not None:
            raise ConfigError(
                f"expected workers in all or workers for each GPU, got both (--workers {self.workers}, "
                f"--workers-per-gpu {self.workers_per_gpu})"
            )
        if self.workers_per_gpu < 1:
            raise ConfigError(f"--workers-per-gpu {self.workers_per_gpu}: expected a number from 1")


def run_batch(
    config: RunConfig,
    out: Path,
    batch: Batch,
    reuse: Reuse = Reuse(),  # noqa: B008, it is frozen
    on_event: Sink = lambda event: None,
    say: Callable[[str], None] = lambda text: None,
) -> int | None:
    """Render what is missing of a run in worker processes, then write its COCO files.

    Returns:
        The signal that ended it early, or None. ``on_event`` hears what came of it.

    Raises:
        PrelabelError: see the tree; what was written before stays, whole, and the same call continues.
    """

    check_workers_per_gpu(batch.workers_per_gpu, config.device)

    def engine(run: Run[RunFolder]) -> None:
        found = gpus(config.device)
        for text in waits(found):
            say(text)
        slots = plan(run.left, batch.workers, found, cores(), memory_bytes(), batch.workers_per_gpu)
        run.start(workers=len(slots))
        open_ended = found and batch.workers is None and batch.workers_per_gpu is None
        with watched() if open_ended else nullcontext() as cards:
            growth = Growth(cores(), memory_bytes(), cards) if cards else None
            supervise(run, slots, batch.limits, batch.factory, say, growth)

    merging = merge if batch.merge else leave_records
    return render_run(Job.of(config), RunFolder(out, config, reuse), engine, on_event, merging).signal
