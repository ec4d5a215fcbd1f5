"""How many workers a run gets, and what each of them may use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from render.settings.devices import Device

WORKER_BYTES = 1.5 * 2**30  # of memory, that a worker is expected to take


@dataclass(frozen=True)
class Slot:
    """What one worker may use.

    Attributes:
        threads: of the CPU.
        environment: variables that confine it to its GPU.
    """

    threads: int
    environment: Mapping[str, str] = field(default_factory=dict)


def plan(
    frames: int, wanted: int | None, gpus: Sequence[Device], cores: int, memory_bytes: int | None
) -> tuple[Slot, ...]:
    """A slot for each worker; never more of them than frames.

    On GPUs: a worker for each, or as many as wanted, which take turns at them. On the CPU: a worker with one thread
    for each core, because what a worker does beside Cycles keeps one core busy at most; fewer with more threads where
    memory is short or frames are few.

    Args:
        frames: to be rendered.
        wanted: how many workers; None leaves the choice open.
        gpus: of ``render.settings.devices.gpus``.
        memory_bytes: None where unknown.
    """
    fitting = cores if memory_bytes is None else int(memory_bytes / WORKER_BYTES)
    chosen = wanted or (len(gpus) if gpus else min(cores, fitting))
    count = max(1, min(chosen, frames))
    threads, left = divmod(cores, count)
    return tuple(
        Slot(max(1, threads + (index < left)), gpus[index % len(gpus)].environment() if gpus else {})
        for index in range(count)
    )
