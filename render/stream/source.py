"""What a stream draws its frames from: this process, workers, or a cluster."""

from typing import Protocol

from assets import AssetError, PrelabelError, RenderError, SceneError
from render.progress.stopwatch import Stopwatch
from render.run.frames import Job, Renderer, expose
from render.run.labelled import LabelledFrame, hand_over
from render.run.shard import is_final, mistake
from render.run.start import BLENDER, start_renderer


class FrameError(Exception):
    """One frame cannot be made, and others may be. A source raises it in place of the frame.

    Attributes:
        error: of the tree, what is wrong with the frame.
    """

    def __init__(self, number: int, error: PrelabelError) -> None:
        super().__init__(f"frame {number}: {error}")
        self.number, self.error = number, error


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
        attempt = 0
        while True:
            attempt += 1
            try:
                return hand_over(self._job, expose(self._job, self._renderer, self._watch, number)).frame
            except (SceneError, AssetError, RenderError) as error:
                if is_final(error, attempt):
                    raise FrameError(number, error) from error
            except PrelabelError:
                raise
            except Exception as error:
                raise FrameError(number, mistake(number, error)) from error

    def close(self) -> None:
        getattr(self._renderer, "close", lambda: None)()
        self._renderer = None
