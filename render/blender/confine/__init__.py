"""What a process can be kept from by the kernel that it runs on, and which of it is taken.

Files: Landlock where the kernel has it, else a mount namespace of its own. Network, other processes and programs:
a filter of system calls. A process confines itself before it has read anything, and for good.
"""

import errno
import functools
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from render.blender.confine import landlock, namespace, syscalls

type Files = Literal["landlock", "namespace", "open"]
type Calls = Literal["filter", "namespace", "landlock", "open"]
"""What keeps the network away; the filter keeps from other processes and programs, too."""

PROBE_SECONDS = 20


@dataclass(frozen=True)
class Means:
    """What the kernel has.

    Attributes:
        landlock: its version; 0 for none.
        calls: whether system calls can be filtered, on a processor whose numbers for them are known.
        namespaces: whether this user may make them.
    """

    landlock: int
    calls: bool
    namespaces: bool


@dataclass(frozen=True)
class Choice:
    """Attributes:
    files: what keeps the process from the user's files.
    calls: what keeps it from the network.
    """

    files: Files
    calls: Calls

    def note(self) -> str:
        """What the user should know; empty where nothing is open."""
        open_to = ["your files"] * (self.files == "open") + ["the network"] * (self.calls == "open")
        if not open_to:
            return ""
        return (
            f"note: this system cannot keep the process that reads the file from {' and '.join(open_to)}; "
            "read files that you do not trust in a container (docs/assets.md)"
        )


@functools.cache
def means() -> Means:
    """What this kernel has; namespaces are tried only where they would be used."""
    version = landlock.version()
    calls = syscalls.available()
    return Means(version, calls, bool((not version or not calls) and _namespaces()))


def choose(there: Means) -> Choice:
    """The best of what is there."""
    files: Files = "landlock" if there.landlock else "namespace" if there.namespaces else "open"
    if there.calls:
        return Choice(files, "filter")
    if there.namespaces:
        return Choice(files, "namespace")
    return Choice(files, "landlock" if there.landlock >= landlock.NETWORK else "open")


def confine(choice: Choice, readable: list[Path], writable: Path) -> None:
    """Keep this process, which must have one thread, from all files but these, and from what ``choice`` says.

    Args:
        readable: files and folders; those that are not there are passed over.
        writable: a folder that it may read and write; it can make no links, pipes or sockets there with Landlock.

    Raises:
        OSError: the kernel refuses, or there are other threads; nothing may be read then.
    """
    if sys.platform == "linux" and len([*Path("/proc/self/task").iterdir()]) > 1:
        raise OSError(errno.EBUSY, "expected a process of one thread, it has more")
    if "namespace" in (choice.files, choice.calls):
        folders = (readable, writable) if choice.files == "namespace" else None
        namespace.enter(folders, network=choice.calls == "namespace")
    if choice.files == "landlock":
        landlock.restrict(readable, writable)
    if choice.calls == "filter":
        syscalls.restrict()


def _namespaces() -> bool:
    """Whether a process of this user can enter namespaces: another one tries."""
    command = [sys.executable, "-I", "-S", str(Path(namespace.__file__))]
    try:
        return subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
