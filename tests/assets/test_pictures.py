"""Pictures of strangers: two kinds, by what they hold, none larger than a computer can take."""

import struct
import subprocess
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assets.pictures import PIXELS, SIDE_PX, expect_size, opened_picture

PIXEL = np.array([[[250, 10, 10]]], np.uint8).repeat(8, axis=0).repeat(8, axis=1)


def encoded(kind: str) -> bytes:
    out = BytesIO()
    Image.fromarray(PIXEL).save(out, kind)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG file of black pixels, with as few bytes as such a file needs."""
    packer, packed = zlib.compressobj(), []
    block = bytes(2**20)
    left = (width + 1) * height if width * height < 10**8 else 0  # the data of a huge one is never looked at
    while left > 0:
        packed.append(packer.compress(block[:left]))
        left -= len(block)
    packed.append(packer.flush())

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"".join(packed)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_pictures_are_told_by_their_first_bytes(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.whatever"
    path.write_bytes(encoded(kind))
    with opened_picture(path, within=tmp_path) as picture:
        assert np.abs(np.asarray(picture).astype(int) - PIXEL).max() < 12


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n%%EndComments\n(x) (w) file\n%%EOF\n"


@pytest.mark.parametrize("data", [EPS, *map(encoded, ("GIF", "TIFF", "BMP", "PPM", "WEBP", "ICO")), b"", b"\xff"])
def test_no_other_reader_is_asked(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(subprocess, "check_call", lambda *a, **k: pytest.fail("a program was started"))
    with pytest.raises(OSError, match="JPEG or PNG"), opened_picture(data) as picture:
        picture.load()


@pytest.mark.parametrize("size", [(40_000, 40_000), (SIDE_PX + 1, 1), (1, SIDE_PX + 1), (SIDE_PX, SIDE_PX), (0, 5)])
def test_the_size_is_looked_at_before_the_pixels(size: tuple[int, int]) -> None:
    with pytest.raises(OSError), opened_picture(png_of(*size)):
        pytest.fail("it was opened")


def test_large_ones_that_we_could_have_made_are_read() -> None:
    expect_size(SIDE_PX, PIXELS // SIDE_PX)
    with opened_picture(png_of(SIDE_PX, 4)) as picture:
        assert not np.asarray(picture).any()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_damage_is_one_kind_of_error(kind: str) -> None:
    data = encoded(kind)
    rng = np.random.default_rng(0)
    refused = 0
    for _ in range(300):
        mutant = bytearray(data[: rng.integers(4, len(data) + 1)])
        mutant[rng.integers(4, len(mutant)) if len(mutant) > 4 else 3] = rng.integers(256)
        try:
            with opened_picture(bytes(mutant)) as picture:
                picture.load()
        except OSError as error:
            refused += 1
            assert "\n" not in str(error)
    assert refused > 100
