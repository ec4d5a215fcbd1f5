"""What the process that reads a stranger's file does: look before Blender opens it, let Blender read, answer."""

import json
import os
import resource
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bpy

from assets.errors import AssetError
from assets.library.limits import GIB, IMPORT_MEMORY_BYTES, PREFLIGHT_MEMORY_BYTES
from assets.library.preflight import look_into
from assets.library.raw import write_raw
from render.blender.confined import RESULT
from render.blender.imports import read_model, read_picture
from render.blender.quiet import STDERR, STDOUT, silenced


def answer(kind: str, path: Path, root: Path, folder: Path) -> None:
    """Leave arrays or a sentence in a folder. Never returns.

    Args:
        kind: ``model`` or ``picture``.
        root: the private copy that ``path`` lies in.
    """
    said: dict[str, Any] = {}
    most = PREFLIGHT_MEMORY_BYTES
    try:
        if kind == "model":
            with _less_memory(most):
                look_into(path, root)
        most = IMPORT_MEMORY_BYTES
        with silenced(STDOUT, STDERR):
            bpy.ops.wm.read_factory_settings(use_empty=True)
            bpy.context.preferences.filepaths.use_scripts_auto_execute = False
            if kind == "model":
                write_raw(folder, read_model(path, root, folder))
            else:
                said["size"] = read_picture(path, folder)
    except MemoryError:
        said["error"] = f"expected a file that can be read with {most // GIB} GiB of memory, it needs more"
    except AssetError as error:
        said["error"] = str(error).removeprefix(f"{path}: ")
    except Exception as error:  # whatever an importer stumbles over, the user gets a sentence
        traceback.print_exc()
        said["error"] = f"Blender cannot read it ({_sentence(error, path)})"
    (folder / RESULT).write_text(json.dumps(said), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)  # past Blender's clean-up, which a damaged file may crash


@contextmanager
def _less_memory(most_bytes: int) -> Iterator[None]:
    """So much more than what is taken, where the system says how much that is."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        least = taken + most_bytes if hard == resource.RLIM_INFINITY else min(taken + most_bytes, hard)
    except OSError:
        least = hard
    resource.setrlimit(resource.RLIMIT_AS, (least, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _sentence(error: Exception, path: Path) -> str:
    said = str(error).replace(str(path), path.name)
    lines = [line.strip().removeprefix("Error: ") for line in said.splitlines() if line.strip()]
    # Where in a program it happened tells a user nothing, nor does the way there; the first plain line is the cause.
    lines = [line for line in lines if not line.startswith(("Location:", "File ", "Traceback", "Python: ", "^"))]
    told = [line for line in lines if "see console" not in line] or lines
    last = told[-1] if told else type(error).__name__
    return f"{last}; it may be damaged"[:200]
