"""Where the time goes: wall and CPU seconds by stage."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Seconds:
    """Seconds spent in one stage."""

    wall: float = 0.0
    cpu: float = 0.0


@dataclass
class Stopwatch:
    """Adds up seconds by stage. CPU seconds are the whole process's, all threads, user and system."""

    stages: dict[str, Seconds] = field(default_factory=dict)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), _cpu_seconds()
        try:
            yield
        finally:
            seconds = self.stages.setdefault(stage, Seconds())
            seconds.wall += time.perf_counter() - wall
            seconds.cpu += _cpu_seconds() - cpu

    def take(self) -> dict[str, tuple[float, float]]:
        """(wall, CPU) seconds by stage since the last call; starts again from zero."""
        taken = {stage: (seconds.wall, seconds.cpu) for stage, seconds in self.stages.items()}
        self.stages.clear()
        return taken


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
