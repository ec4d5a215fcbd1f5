"""A JPEG again, with other pixels where a mask says so: blocks that it does not reach keep their own coefficients.

That takes the extra ``jpeg``: jpeglib, a wheel with libjpeg in it. Without it the whole picture is encoded again with
the file's own quantisation and subsampling, and that is said.
"""

import importlib.util
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, JpegImagePlugin

from assets import DatasetError
from assets.pictures import opened_picture
from render.anonymize.photo import Mask, Photo, Stored, tiff_orientation, turned_back
from render.stores.temporary import temporary_folder

REMEDY = "pip install 'prelabel[jpeg]'"
QUALITY = 92  # of JPEGs whose own tables do not fit, CMYK's
ICC_PIECE = 65_000  # bytes of a profile that fit one segment
JFIF = 18  # bytes of JFIF's segment; a longer one holds a thumbnail
MEMORY = Path("/dev/shm")

LOSSLESS = "JPEG blocks outside the masks keep their coefficients"
AGAIN = f"JPEG encoded again with its own tables; {REMEDY} keeps blocks outside the masks as they are"
CONVERTED = "encoded again as RGB"


def jpeg_bytes(photo: Photo, mask: Mask) -> tuple[bytes, str]:
    """The file, with no metadata but orientation and profile, and a sentence that says how it was made.

    Args:
        photo: with the new pixels; ``photo.jpeg`` is still the old file.
        mask: (H, W) upright, where pixels are new.

    Raises:
        DatasetError: the file cannot be taken apart.
    """
    where = turned_back(mask, photo.orientation)
    if not photo.jpeg:
        return _dressed(_encoded(photo.stored, {"quality": QUALITY, "subsampling": 0}), photo), CONVERTED
    own = _own_tables(photo.jpeg)
    if importlib.util.find_spec("jpeglib") is not None and _fits(photo):
        new = _encoded(photo.stored, own)
        return _dressed(_joined(photo.jpeg, new, where), photo), LOSSLESS
    return _dressed(_encoded(photo.stored, own), photo), AGAIN


def _fits(photo: Photo) -> bool:
    """Whether its colours are grey or YCbCr: others, such as Adobe's RGB, are encoded again."""
    with opened_picture(photo.jpeg) as image:
        return image.info.get("adobe_transform", 1) == 1 or image.mode == "L"


def _own_tables(data: bytes) -> dict[str, Any]:
    """Quantisation and subsampling of a file, as Pillow takes them."""
    with opened_picture(data) as image:
        subsampling = JpegImagePlugin.get_sampling(image) if image.mode != "L" else 0
        tables = image.quantization  # type: ignore[attr-defined]
    return {"qtables": {key: list(table) for key, table in tables.items()}, "subsampling": max(subsampling, 0)}


def _encoded(stored: Stored, options: dict[str, Any]) -> bytes:
    out = BytesIO()
    pixels = stored[..., 0] if stored.shape[2] == 1 else stored
    Image.fromarray(np.ascontiguousarray(pixels)).save(out, "JPEG", **options)
    return out.getvalue()


def _joined(old: bytes, new: bytes, mask: Mask) -> bytes:
    """The old file's coefficients, and the new one's in all blocks that the mask reaches."""
    with _private() as folder:
        import jpeglib

        places = folder / "old.jpg", folder / "new.jpg", folder / "joined.jpg"
        places[0].write_bytes(old)
        places[1].write_bytes(new)
        try:
            kept, fresh = (jpeglib.read_dct(str(place)) for place in places[:2])
            names = ("Y", "Cb", "Cr") if kept.has_chrominance else ("Y",)
            for name in names:
                mine, other = getattr(kept, name), getattr(fresh, name)
                if mine.shape != other.shape:
                    raise DatasetError("this JPEG's blocks are laid out in a way that cannot be written again")
                reached = _blocks(mask, kept.Y.shape[:2], mine.shape[:2])
                mine[reached] = other[reached]
            kept.markers = []
            kept.write_dct(str(places[2]))
        except OSError as error:
            raise DatasetError(f"this JPEG cannot be taken apart ({error})") from error
        return places[2].read_bytes()


def _blocks(mask: Mask, luma: tuple[int, int], shape: tuple[int, int]) -> Mask:
    """(rows, columns) blocks of a plane that a mask reaches.

    Args:
        luma: rows and columns of the luma plane's blocks.
        shape: of this plane's; fewer where it is subsampled.
    """
    step = [8 * max(1, round(full / own)) for full, own in zip(luma, shape, strict=True)]
    tall = np.zeros((shape[0] * step[0], shape[1] * step[1]), np.bool_)
    height, width = (min(a, b) for a, b in zip(mask.shape, tall.shape, strict=True))
    tall[:height, :width] = mask[:height, :width]
    return np.asarray(tall.reshape(shape[0], step[0], shape[1], step[1]).any(axis=(1, 3)))


@contextmanager
def _private() -> Iterator[Path]:
    """A folder in memory where there is one, for jpeglib, which reads and writes files and makes some of its own."""
    before = tempfile.tempdir
    if MEMORY.is_dir():
        tempfile.tempdir = str(MEMORY)
    try:
        with temporary_folder("prelabel-jpeg-") as folder:
            tempfile.tempdir = str(folder)
            yield folder
    finally:
        tempfile.tempdir = before


def _dressed(data: bytes, photo: Photo) -> bytes:
    """A JPEG without all that was said about it, but for orientation and profile."""
    bare = _bare(data[2:])
    first = JFIF if bare.startswith(b"\xff\xe0") else 0  # which stays the first
    return data[:2] + bare[:first] + b"".join(_segments(photo)) + bare[first:]


def _segments(photo: Photo) -> list[bytes]:
    out = []
    if photo.orientation != 1:
        out.append(_segment(0xE1, b"Exif\0\0" + tiff_orientation(photo.orientation)))
    pieces = [photo.icc[at : at + ICC_PIECE] for at in range(0, len(photo.icc), ICC_PIECE)]
    for number, piece in enumerate(pieces, 1):
        out.append(_segment(0xE2, b"ICC_PROFILE\0" + bytes([number, len(pieces)]) + piece))
    return out


def _segment(kind: int, data: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(data) + 2) + data


def _bare(data: bytes) -> bytes:
    """What follows a JPEG's start, without applications' segments and comments; Adobe's stays, which colours need."""
    out, at = [], 0
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        kind, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        thumbnail = kind == 0xE0 and length + 2 != JFIF
        if not (0xE1 <= kind <= 0xED or kind in (0xEF, 0xFE) or thumbnail):
            out.append(data[at : at + 2 + length])
        at += 2 + length
    end = data.rfind(b"\xff\xd9")
    return b"".join(out) + data[at : end + 2 if end >= at else len(data)]
