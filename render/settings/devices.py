"""What this machine can render on. Blender is asked in a process of its own: one that starts workers opens no driver.

A worker is confined to one GPU by its environment, which must be set before Blender loads a driver.
"""

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from assets import ConfigError, RenderError
from render.settings import kernels
from render.settings.asking import NoAnswer, asked

GPU_BACKENDS = ("optix", "cuda", "hip", "metal", "oneapi")  # auto tries them in this order
# dxg is how Linux under Windows sees a GPU.
GPU_FILES = ("/dev/nvidia*", "/dev/kfd", "/dev/dri/renderD*", "/dev/dxg")
VARIABLES = {"optix": "CUDA_VISIBLE_DEVICES", "cuda": "CUDA_VISIBLE_DEVICES", "hip": "HIP_VISIBLE_DEVICES"}

Ask = Callable[[], Sequence[Mapping[str, str]]]


@dataclass(frozen=True)
class Device:
    """One device, as one backend sees it: an NVIDIA card is there twice, under optix and cuda.

    Attributes:
        kind: what ``--device`` takes: cpu, optix, cuda, hip, metal or oneapi.
        index: counted from 0 within its kind, among those that this process may see.
        visible: what the driver's own variable calls it: a uuid where known, otherwise a number; empty where a driver
            has no such variable.
        memory_bytes: its own; the machine's (or the container's) for the CPU; None where unknown.
        cores: that this process may use; None for GPUs.
        auto: whether ``--device auto`` renders on it.
        capability: NVIDIA's compute capability, such as ``9.0``; empty for others, and where unknown.
    """

    kind: str
    name: str
    index: int = 0
    visible: str = ""
    memory_bytes: int | None = None
    cores: int | None = None
    auto: bool = False
    capability: str = ""

    def kernel(self) -> str:
        """``ready``, or ``at first use`` where the driver compiles Cycles' kernel, for minutes; empty if unknown."""
        if not self.capability:
            return ""
        return "ready" if kernels.is_ready(self.capability) else "at first use"

    def environment(self) -> Mapping[str, str]:
        """Variables that confine a worker to this device; none where it cannot be, or need not be, confined."""
        return {VARIABLES[self.kind]: self.visible} if self.visible and self.kind in VARIABLES else {}


@dataclass(frozen=True)
class Card:
    """What the NVIDIA driver's tool says of a card."""

    uuid: str
    memory_bytes: int | None
    capability: str = ""


def found(ask: Ask | None = None, environ: Mapping[str, str] | None = None) -> tuple[Device, ...]:
    """All devices, those of the backend that auto prefers first, the CPU last.

    Args:
        ask: lists GPUs as mappings with ``kind``, ``name`` and Cycles' ``id``; Blender by default. Not called where
            the machine has no GPU's device file.
        environ: variables that may already restrict which GPUs are to be seen; this process's by default.

    Raises:
        RenderError: Blender was asked and did not answer.
    """
    gpus = _gpus(ask or ask_blender, os.environ if environ is None else environ) if may_have_gpu() else ()
    cpu = Device("cpu", _cpu_name(), memory_bytes=memory_bytes(), cores=cores(), auto=not gpus)
    return (*gpus, cpu)


def gpus(device: str, ask: Ask | None = None, environ: Mapping[str, str] | None = None) -> tuple[Device, ...]:
    """The GPUs that ``--device`` means, each to be given a worker of its own; none for the CPU.

    Of a backend whose workers cannot be confined to one device, the first stands for all.

    Raises:
        RenderError: a GPU backend was named and this machine has no such device, or Blender did not answer.
    """
    if device == "cpu":
        return ()
    of_kind = [each for each in found(ask, environ) if (each.auto if device == "auto" else each.kind == device)]
    if not of_kind and device != "auto":
        raise RenderError(f"--device {device}: this machine has no {device.upper()} device; use --device cpu or auto")
    some = tuple(each for each in of_kind if each.kind != "cpu")
    return some if all(each.environment() for each in some) else some[:1]


def check_workers_per_gpu(count: int | None, device: str) -> None:
    """Whether ``--workers-per-gpu`` says something where ``--device`` is this.

    Raises:
        ConfigError: it is the CPU.
    """
    if count is not None and device == "cpu":
        raise ConfigError(f"--workers-per-gpu {count}: --device cpu renders on no GPU; use --workers N")


def print_devices(console: Console, as_json: bool) -> None:
    """What ``prelabel devices`` says, as a table or as a JSON list.

    Raises:
        RenderError: Blender was asked and did not answer.
    """
    devices = found()
    if as_json:
        console.print_json(data=[asdict(device) for device in devices])
        return
    table = Table(box=None, header_style="dim")
    for heading in ("--device", "index", "name", "memory", "cores", "driver's name", "kernel", "auto"):
        table.add_column(heading, overflow="fold", justify="right" if heading in {"memory", "cores"} else "left")
    for device in devices:
        memory = f"{device.memory_bytes / 2**30:.1f} GiB" if device.memory_bytes else "–"
        count = str(device.cores) if device.cores else "–"
        auto = "yes" if device.auto else ""
        cells = (device.name, memory, count, device.visible or "–", device.kernel() or "–", auto)
        table.add_row(device.kind, str(device.index), *cells)
    console.print(table, highlight=False)
    for text in waits(devices):
        console.print(text, highlight=False, soft_wrap=True)


def waits(devices: Iterable[Device]) -> list[str]:
    """What to tell of cards whose driver has to compile Cycles' kernel before they render."""
    slow = {each.name: each.capability for each in devices if each.kernel() == "at first use"}
    return [
        f"{name}: Blender has no kernel for it, so the driver compiles one when it first renders, which takes minutes; "
        f"ahead: prelabel devices --compile sm_{capability.replace('.', '')}"
        for name, capability in slow.items()
    ]


def may_have_gpu() -> bool:
    """Whether it is worth asking Blender: false on a Linux without any GPU's device file."""
    return sys.platform != "linux" or any(any(Path("/").glob(pattern.lstrip("/"))) for pattern in GPU_FILES)


def cores() -> int:
    """How many cores this process may use: those of its affinity mask, or fewer where a container's quota is lower."""
    quotas = [quota for folder in _cgroups("cpu") if (quota := _quota(folder)) is not None]
    return max(int(min([os.process_cpu_count() or 1, *quotas])), 1)


def memory_bytes() -> int:
    """The machine's memory, or a container's limit where that is lower."""
    limits = [psutil.virtual_memory().total]
    for folder in _cgroups("memory"):
        text = _text(folder / "memory.max") or _text(folder / "memory.limit_in_bytes")
        if text and text.isdecimal():
            limits.append(int(text))
    return min(limits)


def ask_blender() -> list[dict[str, str]]:
    """The GPUs that Cycles sees, from a Blender that is gone afterwards.

    Raises:
        RenderError: it crashed, or did not answer.
    """
    try:
        line = asked("from render.blender.devices import main; main()")
    except NoAnswer as error:
        raise RenderError(
            f"expected a list of this machine's GPUs from Blender, got {error}; --device cpu renders without them"
        ) from error
    answer: list[dict[str, str]] = json.loads(line)
    return answer


def _gpus(ask: Ask, environ: Mapping[str, str]) -> tuple[Device, ...]:
    listed = list(ask())
    chosen = next((kind for kind in GPU_BACKENDS if any(row["kind"] == kind for row in listed)), "")
    cards = nvidia_cards() if any(row["kind"] in {"optix", "cuda"} for row in listed) else {}
    out = []
    for kind in GPU_BACKENDS:
        for index, row in enumerate(row for row in listed if row["kind"] == kind):
            card = cards.get(_bus(row["id"])) if kind in {"optix", "cuda"} else None
            visible = _visible(kind, index, card, environ)
            memory = card.memory_bytes if card else None
            capability = card.capability if card else ""
            out.append(Device(kind, row["name"], index, visible, memory, auto=kind == chosen, capability=capability))
    return tuple(out)


def _visible(kind: str, index: int, card: Card | None, environ: Mapping[str, str]) -> str:
    """A device's name for its driver. A variable that is set already decides what a number means.

    Uuids come first, as Cycles may list cards in another order than the driver counts them.
    """
    if kind not in VARIABLES:
        return ""
    tokens = [token.strip() for token in environ.get(VARIABLES[kind], "").split(",") if token.strip()]
    token = tokens[index] if index < len(tokens) else str(index)
    return card.uuid if card and not token.startswith("MIG-") else token


def nvidia_cards() -> dict[str, Card]:
    """Cards by place on the bus, as the driver's own tool tells them; empty where it is not there."""
    command = ["nvidia-smi", "--query-gpu=pci.bus_id,uuid,memory.total,compute_cap", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (subprocess.SubprocessError, OSError):
        return {}
    cards = {}
    for line in done.stdout.splitlines():
        bus, uuid, mebibytes, capability, *_ = (*(part.strip() for part in line.split(",")), "", "", "")
        memory = int(mebibytes) * 2**20 if mebibytes.isdecimal() else None
        cards[_bus(bus)] = Card(uuid, memory, capability if re.fullmatch(r"\d+\.\d", capability) else "")
    return cards


def _bus(text: str) -> str:
    """Domain, bus and slot of a card in a text: Cycles writes ``0000:3b:00``, the driver ``00000000:3B:00.0``."""
    match = re.search(r"([0-9a-f]{4,8}):([0-9a-f]{2}):([0-9a-f]{2})", text.lower())
    return f"{int(match[1], 16):x}:{match[2]}:{match[3]}" if match else text


def _cgroups(controller: str) -> Iterator[Path]:
    """Folders of the control groups that this process is in, innermost first, of both versions of the mechanism."""
    for line in (_text(Path("/proc/self/cgroup")) or "").splitlines():
        _, controllers, inner = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        root = Path("/sys/fs/cgroup") / (controller if controllers else "")
        place = root / inner.lstrip("/")
        yield from (folder for folder in (place, *place.parents) if folder.is_relative_to(root))


def _quota(folder: Path) -> float | None:
    """Cores' worth of time that a control group gives; None for no limit."""
    first = _text(folder / "cpu.cfs_quota_us") or "max"
    quota, period = (_text(folder / "cpu.max") or f"{first} {_text(folder / 'cpu.cfs_period_us') or 100_000}").split()
    return None if quota in {"max", "-1"} else int(quota) / int(period)


def _cpu_name() -> str:
    match = re.search(r"^model name\s*:\s*(.+)$", _text(Path("/proc/cpuinfo")) or "", re.MULTILINE)
    return match[1] if match else platform.processor() or platform.machine()


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return None
