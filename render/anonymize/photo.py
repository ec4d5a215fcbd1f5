"""A photograph as it is worked on: upright colours, and all that is needed to write it again as it was."""

import struct
import zlib
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assets import DatasetError, files
from assets.photographs import OTHERS, SUFFIXES
from assets.pictures import FILE_BYTES, expect_size, opened_picture

type Pixels = NDArray[np.uint8]
type Mask = NDArray[np.bool_]
type Stored = NDArray[np.uint8] | NDArray[np.uint16]

ORIENTATION = 0x0112  # EXIF's tag
PNG_START, JPEG_START = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PLAIN_MODES = ("L", "LA", "RGB", "RGBA")
__all__ = ["SUFFIXES", "Photo", "png_bytes", "read_photo"]


@dataclass(frozen=True, eq=False)
class Photo:
    """Attributes:
    stored: (H, W, C) uint8 or uint16 as it lies in the file: C of 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
    orientation: EXIF's, 1..8: how ``stored`` is turned before it is looked at.
    icc: the colour profile; empty for none.
    jpeg: the file's own bytes, where it is a JPEG of grey or YCbCr; empty else.
    was: what the file was, where it cannot be written as that: ``CMYK``, ``WEBP`` …; empty else.
    suffix: ``jpg`` or ``png``: what it is written as.
    """

    stored: Stored
    orientation: int
    icc: bytes
    jpeg: bytes
    was: str
    suffix: str

    @property
    def rgb(self) -> Pixels:
        """(H, W, 3) uint8, upright."""
        eight = self.stored if self.stored.dtype == np.uint8 else (self.stored // 257).astype(np.uint8)
        colours = eight[..., :3] if self.stored.shape[2] >= 3 else np.repeat(eight[..., :1], 3, axis=2)
        return np.ascontiguousarray(turned(colours, self.orientation), np.uint8)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as it is looked at."""
        height, width = self.stored.shape[:2]
        return (height, width) if self.orientation >= 5 else (width, height)

    def with_pixels(self, rgb: Pixels, mask: Mask) -> "Photo":
        """The same with other colours where a mask says so, and not a bit changed elsewhere.

        Args:
            rgb: (H, W, 3) upright.
            mask: (H, W) upright.
        """
        colours, where = turned_back(rgb, self.orientation), turned_back(mask, self.orientation)
        out = self.stored.copy()
        if out.shape[2] < 3:
            light = cv2.cvtColor(np.ascontiguousarray(colours), cv2.COLOR_RGB2GRAY)[..., None]
            colours = np.asarray(light, np.uint8)
        new = colours.astype(out.dtype) * (1 if out.dtype == np.uint8 else 257)
        out[..., : new.shape[2]][where] = new[where]
        return replace(self, stored=out)


def read_photo(path: Path, within: Path | None = None) -> Photo:
    """Raises:
    DatasetError: it cannot be read, is animated, or of numbers that no photograph has.
    """
    try:
        data = files.read(path, FILE_BYTES, within)
        if sixteen_bit(data):
            return _deep(data)
        with opened_picture(data, others=OTHERS) as image:
            if getattr(image, "is_animated", False):
                raise DatasetError(f"{path.name}: expected one picture, it is animated; hand in its frames")
            return _photo(image, data)
    except OSError as error:
        raise DatasetError(f"{path.name}: this picture cannot be read ({error.strerror or error})") from error


def _photo(image: Image.Image, data: bytes) -> Photo:
    orientation = image.getexif().get(ORIENTATION, 1)
    icc = image.info.get("icc_profile") or b""
    was, mode, jpeg = "", image.mode, b""
    is_jpeg = data.startswith(JPEG_START)
    if mode == "I;16":
        grey = np.array(image, np.uint16)[..., None]
        return Photo(grey, _valid(orientation), icc, b"", "" if data.startswith(PNG_START) else _kind(image), "png")
    if mode in ("I", "F"):
        raise OSError(f"expected 8 or 16 bits a channel, it is of Pillow's mode {mode}")
    if mode in ("P", "PA"):
        image = image.convert("RGBA" if "transparency" in image.info or mode == "PA" else "RGB")
    elif mode == "1":
        image = image.convert("L")
    elif mode not in PLAIN_MODES:
        image, was, icc = image.convert("RGB"), mode, b""  # whose profile says nothing of RGB
    if is_jpeg and not was:
        jpeg = data
    if not is_jpeg and not data.startswith(PNG_START):
        was = _kind(image)
    stored = np.array(image)
    stored = stored[..., None] if stored.ndim == 2 else stored
    return Photo(stored, _valid(orientation), icc, jpeg, was, "jpg" if is_jpeg else "png")


def _kind(image: Image.Image) -> str:
    return image.format or "another format"


def _valid(orientation: object) -> int:
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def sixteen_bit(data: bytes) -> bool:
    """Whether it is a PNG of 16-bit colours, of which Pillow would drop one half."""
    return data.startswith(PNG_START) and len(data) > 25 and data[24] == 16 and data[25] in (2, 4, 6)


def _deep(data: bytes) -> Photo:
    """A PNG of 16-bit colours, by OpenCV; profile and orientation by Pillow."""
    width, height = struct.unpack(">II", data[16:24])
    try:
        expect_size(width, height)
    except ValueError as error:
        raise OSError(str(error)) from error
    with opened_picture(data) as image:
        orientation, icc = image.getexif().get(ORIENTATION, 1), image.info.get("icc_profile") or b""
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if found is None or found.dtype != np.uint16:
        raise OSError("it is damaged")
    order = [2, 1, 0, 3][: found.shape[2]] if found.ndim == 3 else [0]
    stored = np.ascontiguousarray((found if found.ndim == 3 else found[..., None])[..., order], np.uint16)
    return Photo(stored, _valid(orientation), icc, b"", "", "png")


def png_bytes(photo: Photo) -> bytes:
    """A PNG with no metadata but orientation and profile; its pixels are ``stored`` bit for bit."""
    if photo.stored.dtype == np.uint16:
        order = [[0], [0, 1], [2, 1, 0], [2, 1, 0, 3]][photo.stored.shape[2] - 1]
        order = [0, 0, 0, 1] if len(order) == 2 else order  # OpenCV has no grey with alpha: as colours
        wide = photo.stored[..., order]
        data = cv2.imencode(".png", np.ascontiguousarray(wide))[1].tobytes()
    else:
        out = BytesIO()
        pixels = photo.stored[..., 0] if photo.stored.shape[2] == 1 else photo.stored
        Image.fromarray(np.ascontiguousarray(pixels)).save(out, "PNG", compress_level=3)
        data = out.getvalue()
    end = 8 + 25  # the start and IHDR, before which nothing may stand
    return data[:end] + b"".join(_chunks(photo)) + data[end:]


def _chunks(photo: Photo) -> list[bytes]:
    out = []
    if photo.icc:
        out.append(_chunk(b"iCCP", b"icc\0\0" + zlib.compress(photo.icc)))
    if photo.orientation != 1:
        out.append(_chunk(b"eXIf", tiff_orientation(photo.orientation)))
    return out


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def tiff_orientation(orientation: int) -> bytes:
    """EXIF data that says how a picture is turned, and nothing else."""
    return b"MM\0\x2a\0\0\0\x08\0\x01" + struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0) + b"\0\0\0\0"


def turned[T: np.generic](pixels: NDArray[T], orientation: int) -> NDArray[T]:
    """Stored pixels (H, W, …) as they are looked at."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    rows = -1 if orientation in (3, 4, 7, 8) else 1
    columns = -1 if orientation in (2, 3, 6, 7) else 1
    return pixels[::rows, ::columns]


def turned_back[T: np.generic](pixels: NDArray[T], orientation: int) -> NDArray[T]:
    """What is looked at as it is stored."""
    rows = -1 if orientation in (3, 4, 7, 8) else 1
    columns = -1 if orientation in (2, 3, 6, 7) else 1
    pixels = pixels[::rows, ::columns]
    return np.ascontiguousarray(pixels.swapaxes(0, 1) if orientation >= 5 else pixels)
