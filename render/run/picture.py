"""The file of a picture: JPEG or PNG, with its mark."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotate.marks import mark


def picture_file(rgb: NDArray[np.uint8], suffix: str, quality: int, packet: bytes) -> bytes:
    """A picture's file with its mark; ``packet`` is empty for none."""
    data = encode_picture(rgb, suffix, quality)
    return mark(data, packet) if packet else data


def encode_picture(rgb: NDArray[np.uint8], suffix: str, quality: int) -> bytes:
    """The bytes of a JPEG (4:4:4 chroma) or PNG file."""
    out = BytesIO()
    if suffix == "jpg":
        Image.fromarray(rgb).save(out, "JPEG", quality=quality, subsampling=0)
    else:
        Image.fromarray(rgb).save(out, "PNG", compress_level=3)
    return out.getvalue()
