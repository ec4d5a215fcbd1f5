"""Users' files read by Blender in a process of its own, which sees a copy of them and takes no more than it is given.

The process may crash, hang or be killed, or be in the hands of the file: then the user gets one sentence, and nothing
is left behind. What it leaves is read as a stranger's file is.
"""

import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets import AssetError, files
from assets.library.limits import (
    GIB,
    IMAGE_SIDE_PX,
    IMPORT_CPU_SECONDS,
    IMPORT_FILES,
    IMPORT_MEMORY_BYTES,
    IMPORT_SECONDS,
    MIB,
    TEXT_BYTES,
)
from assets.library.raw import Raw, read_raw
from render.blender.confine import Choice, choose, means
from render.blender.confined import CODE, GIVEN, MADE, RESULT, Order
from render.blender.scratch import Scratch
from render.blender.staged import stage

PROGRAM = "from render.blender.confined import main; main()"
PACKAGES = ("assets", "scenes", "annotate", "render")  # ours that the process imports
LIBRARIES = ("bpy", "numpy", "pydantic")  # what a folder of PYTHONPATH must hold one of to be of use to it
KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")  # of the environment
SMALL_BYTES = 32 * MIB  # of a reduced picture
LIMITS = {
    resource.RLIMIT_AS: IMPORT_MEMORY_BYTES,
    resource.RLIMIT_CPU: IMPORT_CPU_SECONDS,
    resource.RLIMIT_FSIZE: 4 * GIB,
    resource.RLIMIT_NOFILE: IMPORT_FILES,
    resource.RLIMIT_CORE: 0,
}
PROCESSES = 4096  # of the user; only where no filter keeps the process from making any


def import_model(path: Path, seconds: float = IMPORT_SECONDS, root: Path | None = None) -> Raw:
    """A model as Blender reads it.

    Args:
        root: a folder above the model's that holds its textures, too; by default its own folder holds all.

    Raises:
        AssetError: Blender cannot read it, or it takes more than its share of time or memory.
        StorageError: there is no room for the copy that is read.
    """
    with _imported("model", path, seconds, root) as (folder, _):
        return read_raw(folder)


def import_picture(path: Path, seconds: float = IMPORT_SECONDS) -> tuple[tuple[int, int], NDArray[np.float32]]:
    """Width and height of a picture, and a small one of it, (H, W, 3), as the file has its values.

    Raises:
        AssetError, StorageError: as ``import_model``.
    """
    with _imported("picture", path, seconds, None) as (folder, answer):
        try:
            width, height = (int(side) for side in answer["size"])
            data = files.read(folder / "small.npy", SMALL_BYTES, within=folder)
            small = np.load(io.BytesIO(data), allow_pickle=False)
        except (OSError, ValueError, TypeError, KeyError, EOFError) as error:
            raise AssetError(f"{path}: expected a picture, Blender finds none in it") from error
    if small.ndim != 3 or small.dtype != np.float32 or max(width, height) > IMAGE_SIDE_PX:
        raise AssetError(f"{path}: expected a picture of at most {IMAGE_SIDE_PX} pixels a side")
    return (width, height), small


def confinement() -> Choice:
    """What the process will be kept from; ``note`` says what it will not."""
    return choose(means())


@contextmanager
def _imported(kind: str, path: Path, seconds: float, root: Path | None) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The folder that the importing process filled, and what it said."""
    scratch = Scratch(Path(tempfile.gettempdir()))
    try:
        place = scratch.path.resolve()
        for name in (GIVEN, MADE, CODE):
            (place / name).mkdir()
        for name in PACKAGES:
            (place / CODE / name).symlink_to(Path(__file__).parents[2] / name)
        copy = stage(path, root, place / GIVEN, alone=kind == "picture")
        code = _run(kind, str(copy.relative_to(place / GIVEN)), place, seconds)
        answer = _answer(place / MADE)
        if answer is None:
            raise AssetError(f"{path}: {_end(code, seconds)}")
        if "error" in answer:
            text = str(answer["error"]).replace(f"{copy.parent}{os.sep}", "").replace(f"{place / GIVEN}{os.sep}", "")
            raise AssetError(f"{path}: {text[:400]}")
        yield place / MADE, answer
    finally:
        scratch.remove()


def _run(kind: str, name: str, scratch: Path, seconds: float) -> int | None:
    """The exit status of the process, whose children end with it; None where it took too long."""
    choice = confinement()
    limits = LIMITS if choice.calls == "filter" else {**LIMITS, resource.RLIMIT_NPROC: PROCESSES}
    beat, lifeline = os.pipe()
    order = Order(kind, name, str(scratch), beat, os.getpid(), choice.files, choice.calls, limits)
    nothing = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", PROGRAM, order.text()],
            cwd=scratch / MADE,
            env=_environment(scratch),
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
            pass_fds=(beat,),
        )
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            process.kill()
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)  # its own session
            process.wait()
    finally:
        os.close(beat)
        os.close(lifeline)


def _environment(scratch: Path) -> dict[str, str]:
    """Not all of ``sys.path``: where this process has loaded Blender, that holds folders that hide it from others."""
    given = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    libraries = [str(Path(item).absolute()) for item in given if any(Path(item, name).exists() for name in LIBRARIES)]
    kept = {key: os.environ[key] for key in KEPT if key in os.environ}
    made = str(scratch / MADE)
    own = {"HOME": made, "TMPDIR": made, "BLENDER_USER_RESOURCES": made, "XDG_CACHE_HOME": made}
    threads = {"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, **own, **threads, "PYTHONPATH": os.pathsep.join([str(scratch / CODE), *libraries])}


def _answer(folder: Path) -> dict[str, Any] | None:
    try:
        answer = json.loads(files.read(folder / RESULT, TEXT_BYTES, within=folder))
    except (OSError, ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _end(code: int | None, seconds: float) -> str:
    """What became of a process that gave no answer."""
    if code is None:
        return f"Blender took more than {seconds:g} s to read it; reduce it, or it is damaged"
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"Blender took more than {IMPORT_CPU_SECONDS} s of the CPU, or more memory than there is, to read it"
    return f"Blender ended while it read it (status {code}); the file is damaged, or needs too much memory"
