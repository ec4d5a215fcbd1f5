"""Questions to a Blender in a process of its own: a driver that crashes there takes nothing with it."""

import os
import subprocess
import sys
from pathlib import Path

MARK = "prelabel-answer:"  # before the child's answer; Blender and drivers may write lines of their own
ASK_SECONDS = 180.0  # a cold machine with many cards takes its time


class NoAnswer(Exception):  # noqa: N818
    """Says how the child ended; who asked makes a sentence of it."""


def asked(code: str) -> str:
    """The line that Python code writes after ``MARK``.

    Raises:
        NoAnswer: it ended without one.
    """
    # Not all of sys.path: where bpy was imported here, that holds folders from which a second Blender cannot start.
    here = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(here)}
    command = [sys.executable, "-c", code]
    try:
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=ASK_SECONDS, check=True)
        return next(line for line in done.stdout.splitlines() if line.startswith(MARK)).removeprefix(MARK)
    except subprocess.CalledProcessError as error:
        raise NoAnswer(f"exit status {error.returncode}") from error
    except (subprocess.SubprocessError, OSError, StopIteration) as error:
        raise NoAnswer("no answer") from error
