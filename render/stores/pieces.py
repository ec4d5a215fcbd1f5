"""A part of a file, read in pieces."""

import errno
from collections.abc import Iterator
from typing import BinaryIO

PIECE_BYTES = 8 * 2**20


def part_of(file: BinaryIO, part: range) -> Iterator[bytes]:
    """These bytes of a file, a few MiB at a time.

    Raises:
        OSError: it ends before.
    """
    file.seek(part.start)
    left = len(part)
    while left:
        piece = file.read(min(left, PIECE_BYTES))
        if not piece:
            raise OSError(errno.EIO, f"it ends {left} bytes early")
        left -= len(piece)
        yield piece
