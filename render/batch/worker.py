"""A worker process: one renderer, one frame after the other, and no life after its supervisor's."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from assets import ConfigError, PrelabelError, RenderError, StorageError
from render.batch.events import FrameDone
from render.batch.messages import Failed, Hopeless, Ready
from render.config import RunConfig
from render.pipeline import Job, Renderer, do_frame
from render.start import start_renderer
from render.stopwatch import Stopwatch
from render.storage import FrameFolder

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True)
class Task:
    """What a worker is to do.

    Attributes:
        root: the run's folder, which the supervisor has opened.
        factory: of ``render.start``.
        slot: the worker's number.
    """

    root: Path
    config: RunConfig
    factory: str
    threads: int
    slot: int


def work(connection: "Connection[Any, Any]", task: Task) -> None:
    """Render the frames whose numbers come through the connection, until None comes. Never returns."""
    _end_with_parent()
    try:
        _serve(connection, task)
    except (EOFError, OSError):
        pass  # the supervisor is gone
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)  # past the clean-up of Blender and drivers, which may crash or hang


def _serve(connection: "Connection[Any, Any]", task: Task) -> None:
    watch = Stopwatch()
    try:
        renderer = start_renderer(task.factory, task.config, task.threads, watch)
        job = Job.of(task.config)
    except PrelabelError as error:
        connection.send(Hopeless(error))
        return
    connection.send(Ready(getattr(renderer, "device", "")))
    folder = FrameFolder(task.root, task.config)
    while (number := connection.recv()) is not None:
        connection.send(_attempt(job, renderer, watch, number, folder, task.slot))
    getattr(renderer, "close", lambda: None)()


def _attempt(
    job: Job, renderer: Renderer, watch: Stopwatch, number: int, folder: FrameFolder, slot: int
) -> FrameDone | Failed | Hopeless:
    try:
        return do_frame(job, renderer, watch, number, folder, slot)
    except (StorageError, ConfigError) as error:
        return Hopeless(error)
    except PrelabelError as error:
        return Failed(number, error)
    except Exception as error:  # a mistake in somebody's scene script must not cost the other frames
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}, line {where.lineno}"
        return Failed(number, RenderError(f"frame {number}: {type(error).__name__}: {error} ({place})"))


def _end_with_parent() -> None:
    """However the supervisor ends, its workers end too: a later run must not meet them in its folder."""
    parent = multiprocessing.parent_process()
    if parent is None:
        raise RuntimeError("expected to be started as a worker process")
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
