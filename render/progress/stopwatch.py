"""Where the time goes: wall and CPU seconds by stage."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_apart: dict[int, int] = {}  # clocks of threads whose seconds count for themselves, by thread


@dataclass
class Seconds:
    """Seconds spent in one stage."""

    wall: float = 0.0
    cpu: float = 0.0


def process_seconds() -> float:
    """CPU seconds of the whole process, user and system, less those of threads that are counted apart."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime - sum(map(time.clock_gettime, _apart.values()))


@dataclass
class Stopwatch:
    """Adds up seconds by stage.

    Attributes:
        cpu: the clock of CPU seconds: the process's, all threads, or ``time.thread_time`` for those of one.
    """

    stages: dict[str, Seconds] = field(default_factory=dict)
    cpu: Callable[[], float] = process_seconds

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), self.cpu()
        try:
            yield
        finally:
            seconds = self.stages.setdefault(stage, Seconds())
            seconds.wall += time.perf_counter() - wall
            seconds.cpu += self.cpu() - cpu

    def take(self) -> dict[str, tuple[float, float]]:
        """(wall, CPU) seconds by stage since the last call; starts again from zero."""
        taken = {stage: (seconds.wall, seconds.cpu) for stage, seconds in self.stages.items()}
        self.stages.clear()
        return taken


@contextmanager
def counted_apart(thread: int) -> Iterator[None]:
    """A thread's CPU seconds do not count for the process while the block runs, on systems that can tell them apart.

    Args:
        thread: its ``ident``; it must outlive the block.
    """
    clock_of = getattr(time, "pthread_getcpuclockid", None)
    if clock_of is not None:
        _apart[thread] = clock_of(thread)
    try:
        yield
    finally:
        _apart.pop(thread, None)
