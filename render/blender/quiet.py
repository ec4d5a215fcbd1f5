"""Keeps Blender's own chatter off the standard streams, which are for people and pipes."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STDOUT, STDERR = 1, 2
_C = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)


@contextmanager
def silenced(*descriptors: int) -> Iterator[None]:
    """Send file descriptors nowhere for a while; Blender's C code writes past Python to them.

    It says a line a render on standard output, and one for each GPU library that is not there on standard error.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    saved = [(descriptor, os.dup(descriptor)) for descriptor in descriptors]
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        for descriptor in descriptors:
            os.dup2(sink, descriptor)
        yield
    finally:
        _C.fflush(None)  # what C still holds back belongs to the silenced stretch
        for descriptor, copy in saved:
            os.dup2(copy, descriptor)
            os.close(copy)
        os.close(sink)
