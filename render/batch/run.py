"""A run in worker processes, from its config to its COCO files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from render.batch.crew import Limits
from render.batch.plan import plan
from render.batch.supervisor import supervise
from render.progress.events import Sink
from render.run.frames import Job
from render.run.pipeline import Run, render_run
from render.run.start import BLENDER
from render.settings.config import RunConfig
from render.settings.devices import cores, gpus, memory_bytes
from render.stores.reuse import Reuse
from render.stores.storage import RunFolder


@dataclass(frozen=True)
class Batch:
    """How a run is worked on; no part of what comes out.

    Attributes:
        workers: how many processes; None leaves the choice open.
        factory: what makes a worker's renderer, see ``render.run.start``.
    """

    workers: int | None = None
    factory: str = BLENDER
    limits: Limits = field(default_factory=Limits)


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

    def engine(run: Run[RunFolder]) -> None:
        slots = plan(run.left, batch.workers, gpus(config.device), cores(), memory_bytes())
        run.start(workers=len(slots))
        supervise(run, slots, batch.limits, batch.factory, say)

    return render_run(Job.of(config), RunFolder(out, config, reuse), engine, on_event).signal
