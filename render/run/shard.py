"""Frames that are rendered in one go, and what is done about those that fail."""

import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from assets import AssetError, PrelabelError, RenderError, SceneError
from render.progress.events import FrameFailed, FrameSetAside, Sink
from render.progress.stopwatch import Stopwatch
from render.run.frames import Exposed, Job, complete, expose
from render.run.here import MakeRenderer
from render.run.overlap import overlapped
from render.settings.config import RunConfig
from render.stores.frame_folder import FrameFolder

ATTEMPTS = 3  # at a frame, before the run goes on without it


def render_shard(
    config: RunConfig,
    frames: Iterable[int],
    folder: FrameFolder,
    make_renderer: MakeRenderer,
    on_event: Sink = lambda event: None,
    worker: int = 0,
) -> None:
    """Render frames into a folder in this process, and go on without those that cannot be made: a task of a cluster.

    Args:
        folder: whose folders are there: a ``RunFolder`` that is open, or a ``FrameFolder`` after ``make_folders``.
            Pictures, passes and records are in it as soon as ``on_event`` hears that a frame is done.
        make_renderer: called once; it may hand out one that an earlier task started.
        on_event: gets ``FrameDone``, ``FrameFailed`` and ``FrameSetAside``.

    Raises:
        PrelabelError: nothing can be rendered, or written, here.
    """
    job, watch = Job.of(config), Stopwatch()
    renderer = make_renderer(watch)
    queue, failures = deque(frames), Counter[int]()

    def tried[T](number: int, call: Callable[[], T]) -> T | None:
        try:
            return call()
        except (SceneError, AssetError, RenderError) as error:
            failures[number] += 1
            if is_final(error, failures[number]):
                on_event(FrameSetAside(number, config.seed, failures[number], str(error)))
            else:
                on_event(FrameFailed(worker, number, failures[number], str(error)))
                queue.appendleft(number)
            return None

    def finish(exposed: Exposed) -> None:
        done = tried(exposed.number, lambda: complete(job, exposed, folder, worker))
        if done is not None:
            on_event(done)

    def waiting() -> Iterator[int]:
        while queue:
            yield queue.popleft()

    while queue:  # the last frame may come back after the others are rendered
        overlapped(waiting(), lambda number: tried(number, lambda: expose(job, renderer, watch, number)), finish)


def is_final(error: PrelabelError, attempt: int) -> bool:
    """Whether a frame that failed is given up. A scene that cannot be placed comes out no better the next time."""
    return isinstance(error, SceneError) or attempt >= ATTEMPTS


def mistake(number: int, error: Exception) -> RenderError:
    """What somebody's scene script raised at a frame, as an error of the tree that says where."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(where.filename).name}, line {where.lineno}"
    return RenderError(f"frame {number}: {type(error).__name__}: {error} ({place})")
