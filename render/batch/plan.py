"""How many workers a run gets, and what each of them may use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assets import ConfigError
from render.settings.devices import Device

WORKER_BYTES = 1.5 * 2**30  # of memory, that a worker is expected to take


@dataclass(frozen=True)
class Slot:
    """What one worker may use.

    Attributes:
        threads: of the CPU.
        environment: variables that confine it to its GPU.
        card: its GPU, among those of the run; empty for the CPU.
    """

    threads: int
    environment: Mapping[str, str] = field(default_factory=dict)
    card: str = ""


def plan(
    frames: int,
    wanted: int | None,
    gpus: Sequence[Device],
    cores: int,
    memory_bytes: int | None,
    per_gpu: int | None = None,
) -> tuple[Slot, ...]:
    """A slot for each worker; never more of them than frames.

    On GPUs: as many workers as wanted in all, or for each, which take turns at them; else one for each, and it is left
    to ``render.batch.growth`` whether they become more. On the CPU: a worker with one thread for each core, because
    what a worker does beside Cycles keeps one core busy at most; fewer with more threads where memory is short or
    frames are few.

    Args:
        frames: to be rendered.
        wanted: how many workers; None leaves the choice open.
        gpus: of ``render.settings.devices.gpus``.
        memory_bytes: None where unknown.
        per_gpu: how many workers for each GPU; None leaves the choice open.

    Raises:
        ConfigError: workers are wanted for each GPU, and there is none.
    """
    if per_gpu is not None and not gpus:
        raise ConfigError(f"--workers-per-gpu {per_gpu}: this machine has no GPU to render on; use --workers N")
    fitting = cores if memory_bytes is None else int(memory_bytes / WORKER_BYTES)
    chosen = wanted or (len(gpus) * (per_gpu or 1) if gpus else min(cores, fitting))
    count = max(1, min(chosen, frames))
    slots = [_on(gpus[index % len(gpus)]) if gpus else Slot(1) for index in range(count)]
    return shared_out(slots, cores)


def more(slots: Sequence[Slot], cards: Sequence[str], cores: int) -> tuple[Slot, ...]:
    """These slots and one more on each of these cards, of those that there are; what starts from now on has its share
    of the cores."""
    like = {slot.card: slot for slot in slots}
    return shared_out([*slots, *(like[card] for card in cards)], cores)


def shared_out(slots: Sequence[Slot], cores: int) -> tuple[Slot, ...]:
    """The same slots with the cores shared out among them, to each at least one."""
    threads, left = divmod(cores, len(slots))
    return tuple(replace(slot, threads=max(1, threads + (index < left))) for index, slot in enumerate(slots))


def _on(gpu: Device) -> Slot:
    return Slot(1, gpu.environment(), gpu.visible or f"{gpu.kind} {gpu.index}")
