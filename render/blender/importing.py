"""Users' files read by Blender in a process of its own, which cannot take more time or memory than it is given.

The process may crash, hang or be killed: then the user gets one sentence, and nothing is left behind.
"""

import json
import os
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

from assets import AssetError
from assets.library.limits import IMAGE_SIDE_PX, IMPORT_CPU_SECONDS, IMPORT_SECONDS, TEXT_BYTES
from assets.library.raw import Raw, read_raw

MODULE = "render.blender.imports"
RESULT = "result.json"
KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")  # of the environment


def import_model(path: Path, seconds: float = IMPORT_SECONDS) -> Raw:
    """A model as Blender reads it.

    Raises:
        AssetError: Blender cannot read it, or it takes more than its share of time or memory.
    """
    with _imported("model", path, seconds) as (folder, _):
        return read_raw(folder)


def import_picture(path: Path, seconds: float = IMPORT_SECONDS) -> tuple[tuple[int, int], NDArray[np.float32]]:
    """Width and height of a picture, and a small one of it, (H, W, 3), as the file has its values.

    Raises:
        AssetError: as ``import_model``.
    """
    with _imported("picture", path, seconds) as (folder, answer):
        try:
            width, height = (int(side) for side in answer["size"])
            small = np.load(folder / "small.npy", allow_pickle=False)
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise AssetError(f"{path}: expected a picture, Blender finds none in it") from error
    if small.ndim != 3 or small.dtype != np.float32 or max(width, height) > IMAGE_SIDE_PX:
        raise AssetError(f"{path}: expected a picture of at most {IMAGE_SIDE_PX} pixels a side")
    return (width, height), small


@contextmanager
def _imported(kind: str, path: Path, seconds: float) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The folder that the importing process filled, and what it said."""
    with tempfile.TemporaryDirectory(prefix="prelabel-import-") as name:
        folder = Path(name).resolve()
        code = _run([sys.executable, "-m", MODULE, kind, str(path.resolve()), str(folder)], folder, seconds)
        answer = _answer(folder / RESULT)
        if answer is None:
            raise AssetError(f"{path}: {_end(code, seconds)}")
        if "error" in answer:
            raise AssetError(f"{path}: {str(answer['error'])[:400]}")
        yield folder, answer


def _run(command: list[str], folder: Path, seconds: float) -> int | None:
    """The exit status of a command, whose children end with it; None where it took too long."""
    # Not all of sys.path: where this process has loaded Blender, that holds folders that hide it from others.
    here = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environ = {key: os.environ[key] for key in KEPT if key in os.environ}
    environ |= {"PYTHONPATH": os.pathsep.join(here), "HOME": str(folder), "BLENDER_USER_RESOURCES": str(folder)}
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=folder, env=environ, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)  # its own session
        process.wait()


def _answer(path: Path) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > TEXT_BYTES:
            return None
        answer = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


def _end(code: int | None, seconds: float) -> str:
    """What became of a process that gave no answer."""
    if code is None:
        return f"Blender took more than {seconds:g} s to read it; reduce it, or it is damaged"
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"Blender took more than {IMPORT_CPU_SECONDS} s of the CPU, or more memory than there is, to read it"
    return f"Blender ended while it read it (status {code}); the file is damaged, or needs too much memory"
