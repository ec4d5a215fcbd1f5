"""One worker process, as the supervisor has it in hand.

It is started as a command of its own, not by ``multiprocessing``: that would run the user's main file again in each
worker, which a notebook, standard input or a script without a guard does not stand.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

from assets import RenderError
from render.batch.worker import Task
from render.run.signals import held_back

PROGRAM = "from render.batch.worker import main; main()"


@dataclass
class Worker:
    """One process of a slot.

    Attributes:
        lifeline: the end of a pipe that closes when this process ends, however that happens.
        since: when it was started, got its frame, or was asked to end, on the monotonic clock.
        ready: whether its renderer has started.
        frame: that it renders; None while it renders none.
        finishing: frame that it labels and writes meanwhile.
        given: frames that it got; ``last`` is the last of them.
        done: frames that it rendered.
        retire: why it gets no more frames, and ends when it has none.
        verdict: why it ends, once the supervisor wants it to.
        asked: whether it was asked to, which makes its end no failure.
    """

    slot: int
    process: subprocess.Popen[bytes]
    lifeline: int
    connection: "Connection[Any, Any]"
    since: float
    ready: bool = False
    frame: int | None = None
    finishing: int | None = None
    given: int = 0
    last: int | None = None
    done: int = 0
    retire: str = ""
    verdict: str = ""
    asked: bool = False

    @classmethod
    def start(cls, task: Task, environment: Mapping[str, str]) -> Self:
        """A new process, with these variables beside our own.

        Raises:
            RenderError: the machine allows no further processes, or files to be open.
        """
        try:
            return cls._started(task, environment)
        except OSError as error:
            raise RenderError(f"a worker cannot be started: {error.strerror or error}; try fewer --workers") from error

    @classmethod
    def _started(cls, task: Task, environment: Mapping[str, str]) -> Self:
        ours, theirs = Pipe()
        beat, lifeline = os.pipe()
        command = [sys.executable, "-P", "-c", PROGRAM, str(theirs.fileno()), str(beat)]
        with held_back():
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), beat),
                env={**os.environ, "PYTHONPATH": _module_path(), **environment},
            )
        theirs.close()  # or we would not notice that the worker's own end is closed
        os.close(beat)
        new = cls(task.slot, process, lifeline, ours, time.monotonic())
        new._send(task)
        return new

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def under_way(self) -> tuple[int, ...]:
        """Frames that are lost if it ends now."""
        return tuple(frame for frame in (self.finishing, self.frame) if frame is not None)

    @property
    def idle(self) -> bool:
        """Whether it has nothing to do."""
        return self.ready and not self.under_way and not self.verdict

    @property
    def free(self) -> bool:
        """Whether it could render another frame."""
        return self.ready and self.frame is None and not self.retire and not self.verdict

    def give(self, frame: int) -> None:
        self.frame, self.last, self.since = frame, frame, time.monotonic()
        self.given += 1
        self._send(frame)

    def rendered(self, frame: int) -> None:
        if self.frame == frame:  # else it is done, or has failed, already
            self.frame, self.finishing = None, frame

    def over(self, frame: int) -> None:
        """A frame is done or has failed."""
        self.frame = None if self.frame == frame else self.frame
        self.finishing = None if self.finishing == frame else self.finishing

    def ask_to_end(self, verdict: str) -> None:
        self.verdict, self.asked, self.since = verdict, True, time.monotonic()
        self._send(None)

    def bury(self, patience_s: float = 0.0) -> str:
        """Wait until it has ended, kill it if it does not end by itself, and say why it ended."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience_s)
        self.process.kill()
        self.process.wait()
        self.connection.close()
        os.close(self.lifeline)
        return self.verdict or f"crashed ({_how(self.process.returncode)})"

    def _send(self, message: Task | int | None) -> None:
        with suppress(OSError):  # it is gone, which the supervisor is about to notice
            self.connection.send(message)


def _module_path() -> str:
    """The same modules as here, in the same order: a folder of the user's must not come before ours.

    But for Blender's own folders, which are there once it runs in this process: from one of them no second one starts.
    """
    blender = getattr(sys.modules.get("bpy"), "__spec__", None)
    own = Path(blender.origin).parent if blender is not None and blender.origin else None
    folders = [Path(item or Path.cwd()) for item in sys.path]
    return os.pathsep.join(str(folder) for folder in folders if own is None or not folder.is_relative_to(own))


def _how(exitcode: int) -> str:
    """Such as ``SIGKILL`` or ``exit status 1``."""
    if exitcode >= 0:
        return f"exit status {exitcode}"
    try:
        return signal.Signals(-exitcode).name
    except ValueError:
        return f"signal {-exitcode}"
