"""A worker process: one renderer, one frame after the other, and no life after its supervisor's."""

import ctypes
import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from assets import ConfigError, PrelabelError, StorageError
from render.batch.messages import Failed, Hopeless, Ready, Rendered
from render.progress.events import FrameDone
from render.progress.stopwatch import Stopwatch
from render.run.frames import Exposed, Job, Renderer, complete, expose
from render.run.labelled import HandedOver, hand_over
from render.run.overlap import overlapped
from render.run.shard import mistake
from render.run.start import start_renderer
from render.settings.config import RunConfig
from render.settings.resume import check_maker
from render.stores.frame_folder import FrameFolder

PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True)
class Task:
    """What a worker is to do.

    Attributes:
        root: the run's folder, which the supervisor has opened; None to hand frames back through the connection.
        factory: of ``render.run.start``.
        slot: the worker's number.
        modules: of the user's, that register scenes which the config names.
    """

    root: Path | None
    config: RunConfig
    factory: str
    threads: int
    slot: int
    modules: tuple[str, ...] = ()


def main() -> None:
    """Render the frames whose numbers come through the connection, until None comes. Never returns.

    The command line has two open files: the connection, through which the task comes first, and the lifeline.
    """
    connection_file, lifeline = map(int, sys.argv[1:])
    for file in (connection_file, lifeline):
        os.set_inheritable(file, False)
    _end_with_parent(lifeline)
    connection: Connection[Any, Any] = Connection(connection_file)
    try:
        _serve(connection, connection.recv())
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
        check_maker(task.config)
        for module in task.modules:
            importlib.import_module(module)
        renderer = start_renderer(task.factory, task.config, task.threads, watch)
        job = Job.of(task.config)
    except PrelabelError as error:
        connection.send(Hopeless(error))
        return
    connection.send(Ready(getattr(renderer, "device", "")))
    _render_all(_Line(connection), job, renderer, watch, task)
    getattr(renderer, "close", lambda: None)()


def _render_all(line: "_Line", job: Job, renderer: Renderer, watch: Stopwatch, task: Task) -> None:
    folder = None if task.root is None else FrameFolder(task.root, task.config)

    def made(exposed: Exposed) -> FrameDone | HandedOver:
        return hand_over(job, exposed, task.slot) if folder is None else complete(job, exposed, folder, task.slot)

    def finish(exposed: Exposed) -> None:
        done = line.tried(exposed.number, lambda: made(exposed))
        if done is not None:
            line.send(done)

    overlapped(line.numbers(), lambda number: line.tried(number, lambda: expose(job, renderer, watch, number)), finish)


class _Line:
    """The connection, as two threads of the worker use it."""

    def __init__(self, connection: "Connection[Any, Any]") -> None:
        self._connection, self._lock = connection, threading.Lock()

    def send(self, message: FrameDone | HandedOver | Rendered | Failed | Hopeless) -> None:
        with self._lock:
            self._connection.send(message)

    def numbers(self) -> Iterator[int]:
        """Frames to be rendered; that one is, and the next may come, is said as soon as the next is asked for."""
        while (number := self._connection.recv()) is not None:
            yield number
            self.send(Rendered(number))

    def tried[T](self, number: int, call: Callable[[], T]) -> T | None:
        """What a call for a frame gives; None where it fails, which is said."""
        try:
            return call()
        except (StorageError, ConfigError) as error:
            self.send(Hopeless(error))
        except PrelabelError as error:
            self.send(Failed(number, error))
        except Exception as error:  # a mistake in somebody's scene script must not cost the other frames
            self.send(Failed(number, mistake(number, error)))
        return None


def _end_with_parent(lifeline: int) -> None:
    """However the supervisor ends, its workers end too: a later run must not meet them in its folder."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    def watch() -> None:
        os.read(lifeline, 1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
