"""Pictures that may come from anybody: JPEG or PNG, looked at for their size before anything is decoded."""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from assets import files

SIDE_PX, PIXELS = 16_384, 2**27  # of the largest picture: 134 million pixels, half a GiB once it is decoded
FILE_BYTES = 2**30
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error, zlib.error)
_READERS = {b"\x89PNG": PngImageFile, b"\xff\xd8\xff": JpegImageFile}


@contextmanager
def opened_picture(
    source: Path | bytes, within: Path | None = None, others: Sequence[str] = ()
) -> Iterator[Image.Image]:
    """A picture, which is decoded when its pixels are asked for inside the block.

    Which reader takes it is decided by its first bytes. Pillow's own way tries all that it has, and one of them starts
    Ghostscript, whatever the file is called.

    Args:
        source: a file or its bytes.
        within: a folder that the file must not lead out of.
        others: Pillow's names of further formats that will do.

    Raises:
        OSError: it cannot be read, is of another kind, damaged or too large, here or while it is decoded.
    """
    try:
        data = source if isinstance(source, bytes) else files.read(source, FILE_BYTES, within)
        # From memory: Pillow asks for as many bytes as a chunk says it has, and a file would take memory for them.
        with _read(io.BytesIO(data), others) as picture:
            expect_size(*picture.size)
            yield picture
    except Image.DecompressionBombError as error:
        raise OSError(f"expected at most {PIXELS} pixels, it has more") from error
    except DAMAGED as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise OSError(" ".join(str(error).split()) or type(error).__name__) from error


def expect_size(width: int, height: int) -> None:
    """Raises:
    ValueError: no picture may be so large.
    """
    if not (0 < width <= SIDE_PX and 0 < height <= SIDE_PX and width * height <= PIXELS):
        raise ValueError(f"expected at most {SIDE_PX} pixels a side and {PIXELS} in all, got {width}×{height}")


def _read(file: BinaryIO, others: Sequence[str]) -> Image.Image:
    first = file.read(4)
    file.seek(0)
    for start, reader in _READERS.items():
        if first.startswith(start):
            return reader(file)
    if not others:
        raise ValueError("expected a JPEG or PNG picture, its first bytes are another file's")
    try:
        return Image.open(file, formats=tuple(others))
    except UnidentifiedImageError as error:
        raise ValueError(f"expected a picture (JPEG, PNG, {', '.join(others)}), found none") from error
