"""Arrays in a file that may come from anybody: no pickles, no more bytes than the file and a bound allow."""

import hashlib
import json
import math
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets import files
from assets.errors import AssetError
from assets.reading import shown

type Arrays = dict[str, NDArray[np.generic]]

ARRAYS = 128  # in one file
MAGIC = b"\x93NUMPY\x01\x00"
# What numpy writes before a plain array. Its own reader takes any Python literal, of any depth.
_HEADER = re.compile(
    rb"\{'descr': '(\|b1|\|[iu]1|<[iu][248]|<f[248])', 'fortran_order': False, "
    rb"'shape': \(((?:[0-9]{1,18}, ?)*(?:[0-9]{1,18})?)\), \} *\n"
)
_DAMAGED = (
    *(OSError, ValueError, EOFError, KeyError, OverflowError, MemoryError),
    *(zipfile.BadZipFile, RuntimeError, zlib.error),  # a zip file's: RuntimeError where it asks for a password
)


def write_arrays(path: Path, arrays: Mapping[str, NDArray[np.generic]], packed: bool = True) -> None:
    """Arrays by name as an .npz file."""
    write = np.savez_compressed if packed else np.savez
    write(path, allow_pickle=False, **arrays)


def read_arrays(path: Path, most_bytes: int) -> Arrays:
    """All arrays of an .npz file; what it claims to hold is compared with what it holds before memory is taken.

    Raises:
        AssetError: it is damaged, holds something other than plain arrays, or more than ``most_bytes``.
    """
    try:
        with files.opened(path, within=path.parent) as file, zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            if len(entries) > ARRAYS or total > most_bytes:
                raise AssetError(f"{path}: expected at most {ARRAYS} arrays of {most_bytes} bytes, got {total} bytes")
            return {entry.filename.removesuffix(".npy"): _array(archive, entry, path) for entry in entries}
    except _DAMAGED as error:
        raise AssetError(f"{path}: expected arrays, got a damaged file ({error or type(error).__name__})") from error


def digest(arrays: Mapping[str, NDArray[np.generic]], *others: object) -> str:
    """SHA-256 of arrays, whatever file they stand in, and of plain values that JSON can hold."""
    out = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        out.update(f"{name} {array.dtype.str} {array.shape};".encode())
        out.update(array.tobytes())
    out.update(json.dumps(others, sort_keys=True, separators=(",", ":")).encode())
    return out.hexdigest()


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> NDArray[np.generic]:
    plain = AssetError(f"{path}: expected '{shown(entry.filename)}' to be a plain array as long as the file")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise plain
    with archive.open(entry) as stream:
        start = stream.read(len(MAGIC) + 2)
        header = _HEADER.fullmatch(stream.read(int.from_bytes(start[-2:], "little")))
        if not start.startswith(MAGIC) or header is None:
            raise plain
        dtype = np.dtype(header[1].decode())
        shape = tuple(int(side) for side in header[2].split(b",") if side.strip())
        length = math.prod(shape) * dtype.itemsize
        if length > entry.file_size:
            raise plain
        data = stream.read(length)
    if len(data) != length:
        raise AssetError(f"{path}: expected '{shown(entry.filename)}' of {length} bytes, got {len(data)}")
    return np.frombuffer(data, dtype).reshape(shape)
