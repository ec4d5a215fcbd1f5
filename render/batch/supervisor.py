"""Hands a run's frames to worker processes and outlives them."""

from collections.abc import Callable, Sequence

from render.batch.crew import Crew
from render.batch.growth import Growth
from render.batch.handle import Worker
from render.batch.limits import Limits
from render.batch.plan import Slot
from render.batch.worker import Task
from render.run.pipeline import Run
from render.run.signals import Stop
from render.stores.storage import RunFolder
from scenes.registry import home_modules


def supervise(
    run: Run[RunFolder],
    slots: Sequence[Slot],
    limits: Limits,
    factory: str,
    say: Callable[[str], None] = lambda text: None,
    growth: Growth | None = None,
) -> None:
    """Render a run's missing frames, and leave in ``run.signal`` the signal that ended it early.

    Args:
        slots: one for each worker.
        factory: what makes a worker's renderer, see ``render.run.start``.
        say: tells people that a signal was heard.
        growth: says when GPUs get more workers, where that is left open.

    Raises:
        PrelabelError: the run cannot go on; no worker is left, and the frames that are there are whole.
    """

    def start(number: int, slot: Slot) -> Worker:
        folder = run.place
        task = Task(folder.root, folder.config, factory, slot.threads, number, modules)
        return Worker.start(task, slot.environment)

    modules = home_modules(run.job.config.scenes)

    with Stop() as stop:
        config = run.job.config
        crew = Crew(slots, limits, start, config.seed, run.tally, run.emit, growth=growth, together=config.together)
        crew.queue.extend(run.frames())
        try:
            while crew.busy() and stop.times < 2:
                crew.hand_out()
                crew.listen(stop)
                crew.look_at_clock()
                if stop.times and not crew.stopping:
                    say(crew.stop())
            run.signal = stop.signal if crew.busy() or crew.queue else None
            crew.dismiss("stopped" if run.signal else "done", at_once=stop.times > 1)
        finally:
            crew.kill()
