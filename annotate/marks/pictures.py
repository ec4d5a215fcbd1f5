"""Where a JPEG or PNG file keeps its marks: found and put there without looking at a pixel.

Sources: XMP Part 3 (Adobe, 2020) for both places, ITU-T T.81 for JPEG segments, PNG 3 (W3C) for chunks, and C2PA 2.2
section A for manifests: JPEG segments APP11, PNG chunks caBX.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotate.marks.packet import MOST_BYTES, Marks, marks_of
from assets import DatasetError, files
from assets.pictures import FILE_BYTES

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
APP0, APP1, APP11, SCAN, END = 0xE0, 0xE1, 0xEB, 0xDA, 0xD9
ALONE = {0x01, *range(0xD0, 0xD8)}  # JPEG markers without a length
XMP_SEGMENT, LONG_SEGMENT = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
EXIF_SEGMENT = b"Exif\0"
KEYWORD = b"XML:com.adobe.xmp\0"
UNCOMPRESSED = b"\0\0\0\0"  # flag, method, and no language nor translation
SIGNED_CHUNK = b"caBX"
MOST_PIECES = 100_000  # segments or chunks of a file that are looked at


@dataclass(frozen=True)
class _Piece:
    """A segment of a JPEG or a chunk of a PNG.

    Attributes:
        kind: its marker as a byte, or its four letters.
        start, stop: its bytes in the file, with what frames them.
        head: the first bytes of what it holds, as many as tell what it is.
        content: where what it holds begins and ends.
    """

    kind: bytes
    start: int
    stop: int
    head: bytes
    content: tuple[int, int]

    @property
    def is_xmp(self) -> bool:
        jpeg = self.kind == bytes([APP1]) and self.head.startswith((XMP_SEGMENT, LONG_SEGMENT))
        return jpeg or (self.kind == b"iTXt" and self.head.startswith(KEYWORD))

    @property
    def is_manifest(self) -> bool:
        return self.kind in {bytes([APP11]), SIGNED_CHUNK}

    @property
    def comes_first(self) -> bool:
        """Whether readers expect it before the marks."""
        exif = self.kind == bytes([APP1]) and self.head.startswith(EXIF_SEGMENT)
        return self.kind in {bytes([APP0]), b"IHDR"} or exif


def mark(picture: bytes, packet: bytes) -> bytes:
    """The same picture with these marks, in place of those that it has.

    Args:
        picture: a JPEG or PNG file.
        packet: of ``xmp``.

    Raises:
        DatasetError: it is neither, or cut.
    """
    pieces = list(_pieces(io.BytesIO(picture), "picture"))
    if picture.startswith(PNG):
        body = b"iTXt" + KEYWORD + UNCOMPRESSED + packet
        own = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    else:
        own = bytes([0xFF, APP1]) + struct.pack(">H", len(XMP_SEGMENT) + len(packet) + 2) + XMP_SEGMENT + packet
    place = len(PNG) if picture.startswith(PNG) else len(JPEG)
    for piece in pieces:
        if not piece.comes_first:
            break
        place = piece.stop
    return _without([piece for piece in pieces if piece.is_xmp], picture, place, own)


def bare(picture: bytes) -> bytes:
    """The same file without marks and manifests: the bytes that its encoder wrote.

    Raises:
        DatasetError: it is no JPEG or PNG file, or cut.
    """
    pieces = _pieces(io.BytesIO(picture), "picture")
    return _without([piece for piece in pieces if piece.is_xmp or piece.is_manifest], picture)


def read(picture: Path | bytes, within: Path | None = None) -> Marks | None:
    """What a picture's file says of itself; None where it has no marks. Nothing is decoded.

    Args:
        within: a folder that the file must not lead out of.

    Raises:
        DatasetError: it cannot be read, is no JPEG or PNG file, or its marks are not XML.
    """
    where = "picture" if isinstance(picture, bytes) else str(picture)
    try:
        with io.BytesIO(picture) if isinstance(picture, bytes) else files.opened(picture, within) as file:
            pieces = list(_pieces(file, where))
            signed = any(piece.is_manifest for piece in pieces)
            packet = next((found for piece in pieces if piece.is_xmp and (found := _packet(file, piece))), None)
    except OSError as error:
        raise DatasetError(f"{where}: cannot be read ({error.strerror or error})") from error
    if packet is None:
        return Marks("", "", {}, True) if signed else None
    return marks_of(packet, where, signed)


def _packet(file: BinaryIO, piece: _Piece) -> bytes | None:
    """What an XMP piece holds; None for a further one, or one that is compressed, which nobody writes."""
    start, stop = piece.content
    if piece.head.startswith(LONG_SEGMENT) or stop - start > MOST_BYTES + 100:
        return None
    file.seek(start)
    held = file.read(stop - start)
    if held.startswith(XMP_SEGMENT):
        return held.removeprefix(XMP_SEGMENT)
    flags, rest = held[len(KEYWORD) : len(KEYWORD) + 2], held[len(KEYWORD) + 2 :]
    return None if flags[:1] != b"\0" else rest.split(b"\0", 2)[-1]  # after the language and the translated keyword


def _without(left_out: list[_Piece], picture: bytes, place: int = 0, put: bytes = b"") -> bytes:
    """A file less some pieces, with something put in at a place that none of them spans."""
    out, done = [], 0
    cuts = sorted([(piece.start, piece.stop, b"") for piece in left_out] + ([(place, place, put)] if put else []))
    for start, stop, between in cuts:
        out += [picture[done:start], between]
        done = stop
    return b"".join([*out, picture[done:]])


def _pieces(file: BinaryIO, where: str) -> Iterator[_Piece]:
    """Of a JPEG up to its scan, of a PNG all.

    Raises:
        DatasetError: it is neither, or cut.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    first = file.read(len(PNG))
    if size > FILE_BYTES or not first.startswith((PNG, JPEG)):
        raise DatasetError(f"{where}: expected a JPEG or PNG picture")
    found = _chunks(file, size) if first == PNG else _segments(file, size)
    for count, piece in enumerate(found):
        if piece is None or count == MOST_PIECES:
            raise DatasetError(f"{where}: this picture's file is cut or damaged")
        yield piece


def _segments(file: BinaryIO, size: int) -> Iterator[_Piece | None]:
    """None where the file is damaged."""
    place = len(JPEG)
    while True:
        file.seek(place)
        head = file.read(4 + len(LONG_SEGMENT))
        if len(head) < 2 or head[0] != 0xFF:
            yield None
            return
        kind = head[1]
        if kind == 0xFF:  # fill bytes may stand before a marker
            place += 1
            continue
        if kind in {SCAN, END}:
            return
        long = 2 if kind in ALONE else 2 + int.from_bytes(head[2:4])
        if (long < 4 and kind not in ALONE) or place + long > size:
            yield None
            return
        yield _Piece(bytes([kind]), place, place + long, head[4:], (place + 4, place + long))
        place += long


def _chunks(file: BinaryIO, size: int) -> Iterator[_Piece | None]:
    """None where the file is damaged."""
    place = len(PNG)
    while True:
        file.seek(place)
        head = file.read(8 + len(KEYWORD))
        long = 12 + int.from_bytes(head[:4])
        if len(head) < 8 or place + long > size:
            yield None
            return
        yield _Piece(head[4:8], place, place + long, head[8:], (place + 8, place + long - 4))
        place += long
        if head[4:8] == b"IEND":
            return
