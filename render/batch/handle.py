"""One worker process, as the supervisor has it in hand."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Self

from render.batch.worker import Task, work
from render.run.signals import held_back


@dataclass
class Worker:
    """One process of a slot.

    Attributes:
        since: when it was started, got its frame, or was asked to end, on the monotonic clock.
        ready: whether its renderer has started.
        frame: that it renders; None while it renders none.
        finishing: frame that it labels and writes meanwhile.
        given: frames that it got.
        done: frames that it rendered.
        retire: why it gets no more frames, and ends when it has none.
        verdict: why it ends, once the supervisor wants it to.
        asked: whether it was asked to, which makes its end no failure.
    """

    slot: int
    process: SpawnProcess
    connection: "Connection[Any, Any]"
    since: float
    ready: bool = False
    frame: int | None = None
    finishing: int | None = None
    given: int = 0
    done: int = 0
    retire: str = ""
    verdict: str = ""
    asked: bool = False

    @classmethod
    def start(cls, task: Task, environment: Mapping[str, str]) -> Self:
        """A new process, with these variables beside our own."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, task), name=f"worker {task.slot}")
        resource_tracker.ensure_running()  # whose start lets signals through
        with held_back(), _inherited(environment):
            process.start()
        theirs.close()  # or we would not notice that the worker's own end is closed
        return cls(task.slot, process, ours, time.monotonic())

    @property
    def pid(self) -> int:
        return self.process.pid or 0

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
        self.frame, self.since = frame, time.monotonic()
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
        self.process.join(patience_s)
        self.process.kill()
        self.process.join()
        self.connection.close()
        return self.verdict or f"crashed ({_how(self.process.exitcode or 0)})"

    def _send(self, message: int | None) -> None:
        with suppress(OSError):  # it is gone, which the supervisor is about to notice
            self.connection.send(message)


@contextmanager
def _inherited(variables: Mapping[str, str]) -> Iterator[None]:
    """Variables that a process started in the block inherits, and this one does not keep."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _how(exitcode: int) -> str:
    """Such as ``SIGKILL`` or ``exit status 1``."""
    if exitcode >= 0:
        return f"exit status {exitcode}"
    try:
        return signal.Signals(-exitcode).name
    except ValueError:
        return f"signal {-exitcode}"
