"""What a stream draws its frames from: this process, workers, or a cluster."""

from typing import Protocol

from render.progress.stopwatch import Stopwatch
from render.run.frames import Job, Renderer
from render.run.labelled import LabelledFrame, make_frame
from render.run.start import BLENDER, start_renderer


class Source(Protocol):
    """Gives the frames of a fixed row of numbers, in order."""

    def take(self, number: int) -> LabelledFrame:
        """The next frame, which has this number.

        Raises:
            FrameError: it cannot be made; the next one may be.
            PrelabelError: none can be made.
        """

    def close(self) -> None:
        """End whatever works for it, now; a second time does nothing."""


class Here:
    """Renders in this process, each frame when it is asked for.

    Args:
        threads: of the CPU; 0 for one a core.
        factory: of ``render.run.start``.
    """

    def __init__(self, job: Job, threads: int = 0, factory: str = BLENDER) -> None:
        self._job, self._threads, self._factory = job, threads, factory
        self._watch = Stopwatch()
        self._renderer: Renderer | None = None

    def take(self, number: int) -> LabelledFrame:
        if self._renderer is None:
            self._renderer = start_renderer(self._factory, self._job.config, self._threads, self._watch)
        return make_frame(self._job, self._renderer, self._watch, number)

    def close(self) -> None:
        getattr(self._renderer, "close", lambda: None)()
        self._renderer = None
