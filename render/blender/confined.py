"""The start of the process that reads a stranger's file: limits first, then walls, and only then Blender.

No library may be imported before, ours that import some neither: the kernel confines the thread that asks for it and
those that it starts, and libraries start theirs as they are loaded.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from render.blender.confine import Calls, Choice, Files, confine

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h
GIVEN, MADE, CODE = "given", "made", "code"  # folders of the scratch: the model, what is made of it, our packages
RESULT = "result.json"
SYSTEM = (
    *(
        "/usr",
        "/lib",
        "/lib32",
        "/lib64",
        "/nix/store",
        "/gnu/store",
        "/etc/ld.so.cache",
        "/etc/fonts",
        "/etc/localtime",
    ),
    *("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu"),
)


@dataclass(frozen=True)
class Order:
    """What the process is to do, and what it may take.

    Attributes:
        kind: ``model`` or ``picture``.
        name: of the file within the scratch's folder ``given``.
        scratch: a folder with these three, of which ``made`` is filled.
        lifeline: an open end of a pipe that closes when the parent ends.
        parent: its process.
        files, calls: of ``Choice``.
        limits: by the numbers of ``resource``.
    """

    kind: str
    name: str
    scratch: str
    lifeline: int
    parent: int
    files: Files
    calls: Calls
    limits: Mapping[int, int]

    def text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Self:
        values = json.loads(text)
        return cls(**{**values, "limits": {int(what): most for what, most in values["limits"].items()}})


def main() -> None:
    """Carry out the order that is the only argument."""
    order = Order.of(sys.argv[1])
    given, made = (Path(order.scratch, name) for name in (GIVEN, MADE))
    end_with(order.parent, order.lifeline)
    limit(order.limits)
    try:
        confine(Choice(order.files, order.calls), list(readable(Path(order.scratch))), made)
    except OSError as error:
        text = f"the process that reads it cannot be confined ({error.strerror})"
        (made / RESULT).write_text(json.dumps({"error": text}), encoding="utf-8")
        return
    threading.Thread(target=_watch, args=(order.lifeline,), daemon=True).start()
    from render.blender.import_answer import answer

    answer(order.kind, given / order.name, given, made)


def end_with(parent: int, lifeline: int) -> None:
    """However the parent ends, this process ends too; also where it has ended already."""
    os.set_inheritable(lifeline, False)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def limit(limits: Mapping[int, int]) -> None:
    """What the system lets this process take from here on, unless it has less already."""
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def readable(scratch: Path) -> Iterator[Path]:
    """What the process needs: the model, our packages, Python and its libraries, and of the system what those load."""
    yield scratch / GIVEN
    yield scratch / CODE
    yield from (package.resolve() for package in (scratch / CODE).iterdir())
    yield from map(Path, (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix))
    libraries = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    yield from (Path(place) for place in (*sys.path, *libraries) if place.startswith("/"))
    yield from map(Path, SYSTEM)


def _watch(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(1)
