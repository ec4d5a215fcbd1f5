"""Arrays in a file that may come from anybody: no pickles, no more bytes than the file and a bound allow."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets import files
from assets.errors import AssetError

type Arrays = dict[str, NDArray[np.generic]]

ARRAYS = 128  # in one file


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
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, NotImplementedError) as error:
        raise AssetError(f"{path}: expected arrays, got a damaged file ({error})") from error


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
    with archive.open(entry) as stream:
        version = np.lib.format.read_magic(stream)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran, dtype = read(stream)
        bytes_each = dtype.itemsize
        length = int(np.prod([int(side) for side in shape], dtype=object)) * bytes_each
        if (
            dtype.hasobject
            or fortran
            or dtype.kind not in "fiub"
            or length > entry.file_size
            or min(shape, default=0) < 0
        ):
            raise AssetError(f"{path}: expected '{entry.filename}' to be a plain array as long as the file")
        data = stream.read(length)
    if len(data) != length:
        raise AssetError(f"{path}: expected '{entry.filename}' of {length} bytes, got {len(data)}")
    return np.frombuffer(data, dtype).reshape(shape)
