"""Marks: what is written is what others read, pixels stay, and strangers' files do no harm."""

import io
import json
import shutil
import struct
import subprocess
import time
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from annotate.marks import COMPOSITE, RENDERED, Marks, bare, mark, read, xmp
from assets import ConfigError, DatasetError

EXIFTOOL = shutil.which("exiftool")
LOUD = "NO EXIFTOOL ON THIS MACHINE: marks were not read by it; apt-get install libimage-exiftool-perl"
FIELDS: dict[str, str | int] = {"dataset": "0123456789abcdef", "frame": 12, "seed": 3, "settings": '{"a":"<&> é"}'}
PACKET = xmp(RENDERED, "Prelabel 0.1.0", FIELDS)
SAID = Marks(RENDERED, "Prelabel 0.1.0", {key: str(value) for key, value in FIELDS.items()})


def encoded(kind: str, size: tuple[int, int] = (48, 64), **more: object) -> bytes:
    out = io.BytesIO()
    pixels = np.random.default_rng(0).integers(0, 255, (*size, 3), np.uint8)
    Image.fromarray(pixels).save(out, kind, **more)
    return out.getvalue()


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
class TestBothKinds:
    def test_what_is_written_is_read_and_pixels_stay(self, kind: str) -> None:
        plain = encoded(kind)
        marked = mark(plain, PACKET)
        assert read(plain) is None
        assert read(marked) == SAID
        assert (pixels(marked) == pixels(plain)).all()
        assert bare(marked) == plain

    def test_another_mark_takes_the_place_of_the_first(self, kind: str) -> None:
        plain = encoded(kind)
        again = mark(mark(plain, PACKET), xmp(COMPOSITE, "Other 2", {"frame": 5}))
        assert read(again) == Marks(COMPOSITE, "Other 2", {"frame": "5"})
        assert again == mark(plain, xmp(COMPOSITE, "Other 2", {"frame": 5}))

    def test_exif_and_profiles_of_a_photograph_stay(self, kind: str) -> None:
        exif = Image.Exif()
        exif[271] = "A camera"
        plain = encoded(kind, exif=exif.tobytes(), icc_profile=b"profile of a screen")
        with Image.open(io.BytesIO(mark(plain, PACKET))) as picture:
            assert picture.getexif()[271] == "A camera"
            assert picture.info["icc_profile"] == b"profile of a screen"
        assert read(mark(plain, PACKET)) == SAID

    def test_pillow_finds_the_packet(self, kind: str) -> None:
        with Image.open(io.BytesIO(mark(encoded(kind), PACKET))) as picture:
            assert picture.info["xmp"] == PACKET

    def test_exiftool_reads_it_and_finds_nothing_wrong(self, kind: str, tmp_path: Path) -> None:
        if EXIFTOOL is None:
            warnings.warn(LOUD, stacklevel=1)
            pytest.skip(LOUD)
        path = tmp_path / f"picture.{kind.lower()}"
        path.write_bytes(mark(encoded(kind), PACKET))
        command = [EXIFTOOL, "-json", "-G1", "-validate", "-warning", "-error", "-XMP:all", str(path)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)[0]
        assert found["XMP-iptcExt:DigitalSourceType"] == RENDERED
        assert found["XMP-xmp:CreatorTool"] == "Prelabel 0.1.0"
        assert found["XMP-prelabel:Frame"] == 12
        assert found["XMP-prelabel:Settings"] == FIELDS["settings"]
        assert found["ExifTool:Validate"] == "OK"

    def test_a_mark_costs_less_than_two_milliseconds(self, kind: str) -> None:
        picture = encoded(kind, (480, 640))
        seconds = []
        for _ in range(20):
            begin = time.perf_counter()
            marked = mark(picture, xmp(RENDERED, "Prelabel 0.1.0", FIELDS))
            seconds.append(time.perf_counter() - begin)
        assert min(seconds) < 2e-3
        assert len(marked) - len(picture) <= 2_000

    def test_a_cut_file_is_one_sentence(self, kind: str) -> None:
        marked = mark(encoded(kind), PACKET)
        for size in (3, 9, 30, 300):
            with pytest.raises(DatasetError, match=r"cut or damaged|expected a JPEG or PNG"):
                read(marked[:size])

    def test_nothing_but_errors_of_the_tree_comes_of_damage(self, kind: str) -> None:
        marked, rng = mark(encoded(kind), PACKET), np.random.default_rng(1)
        for _ in range(300):
            broken = bytearray(marked)
            for place in rng.integers(0, 900, 4):
                broken[place] = rng.integers(256)
            try:
                read(bytes(broken))
                bare(bytes(broken))
            except DatasetError:
                continue


def test_properties_may_be_attributes_as_other_software_writes_them() -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:DigitalSourceType="'
        + RENDERED.encode()
        + b'"/></rdf:RDF></x:xmpmeta>'
    )
    found = read(mark(encoded("PNG"), packet))
    assert found == Marks(RENDERED, "")
    assert found.synthetic


@pytest.mark.parametrize("packet", [b"<no xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe<a/>"])
def test_marks_that_are_no_plain_xml_are_one_sentence(packet: bytes) -> None:
    with pytest.raises(DatasetError, match=r"picture: (its marks are not XML|expected marks in plain XML)"):
        read(mark(encoded("JPEG"), packet))


def test_a_compressed_packet_is_not_unpacked() -> None:
    body = b"iTXt" + b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(PACKET)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    plain = encoded("PNG")
    assert read(plain[:33] + chunk + plain[33:]) is None


@pytest.mark.parametrize(
    ("made", "complaint"),
    [
        (lambda: xmp(RENDERED, "a\0b", {}), "expected plain text"),
        (lambda: xmp(RENDERED, "a", {"Frame!": 1}), "expected names of small letters, got 'Frame!'"),
        (lambda: xmp(RENDERED, "a", {"settings": "x" * 70_000}), "expected at most 65502 bytes"),
    ],
)
def test_what_a_mark_cannot_hold_is_refused(made: Callable[[], bytes], complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        made()


def test_a_gif_is_no_picture_that_can_be_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(encoded("GIF"))
    with pytest.raises(DatasetError, match="expected a JPEG or PNG picture"):
        read(path)
    with pytest.raises(DatasetError, match="cannot be read"):
        read(tmp_path / "missing.jpg")
