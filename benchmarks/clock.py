"""What things take: CPU and wall seconds, of this process and of all that it starts."""

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import median
from typing import Self

import psutil

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


@dataclass(frozen=True)
class Cost:
    """Seconds."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Self:
        """Of this process, and of its children that have ended; differences of two of these mean something."""
        both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(time.perf_counter(), sum(usage.ru_utime + usage.ru_stime for usage in both))

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.wall - other.wall, self.cpu - other.cpu)

    def __truediv__(self, count: float) -> "Cost":
        return Cost(self.wall / count, self.cpu / count)


def cost_of(call: Callable[[], object]) -> Cost:
    """Of one call."""
    before = Cost.now()
    call()
    return Cost.now() - before


def cost_of_command(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Of a program and all that it starts, such as workers that outlive the one that started them.

    Raises:
        RuntimeError: it failed; says what it said.
    """
    _adopt_orphans()
    ours, before = {child.pid for child in psutil.Process().children()}, Cost.now()
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment, check=False)
    ended = time.perf_counter()
    _bury_orphans(ours)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr[-2000:]}{done.stdout[-500:]}")
    after = Cost.now()
    return Cost(ended - before.wall, after.cpu - before.cpu)


def interleaved[T](variants: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """What each variant gives, round by round: what else the machine does hits all of them alike.

    Every other round goes backwards, so that none always comes first.
    """
    found: dict[str, list[T]] = {name: [] for name in variants}
    for turn in range(rounds):
        for name in list(variants)[:: -1 if turn % 2 else 1]:
            found[name].append(variants[name]())
    return found


def typical(costs: Sequence[Cost]) -> Cost:
    """Medians."""
    return Cost(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))


def _adopt_orphans() -> None:
    """Processes whose parent ends become children of ours, so that their seconds count."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _bury_orphans(ours: set[int]) -> None:
    """Wait for all children but ours; they may bring in others."""
    while strange := [child.pid for child in psutil.Process().children() if child.pid not in ours]:
        for pid in strange:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
