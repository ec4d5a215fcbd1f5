"""Keeps Blender's own chatter off standard output, which is for people and pipes."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silenced_stdout() -> Iterator[None]:
    """Blender's C code writes past Python to file descriptor 1: a line a render, a warning for each GPU library."""
    sys.stdout.flush()
    saved, sink = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    try:
        yield
    finally:
        os.dup2(saved, 1)
        os.close(saved)
        os.close(sink)
