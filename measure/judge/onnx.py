"""The few messages of an ONNX file that a plain convolutional network needs, as bytes.

A file of ONNX is a protocol buffer; field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
OpenCV runs it from memory, so that neither PyTorch nor a package to write ONNX is needed.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

FLOAT, INT, INTS = 1, 2, 7  # kinds of attributes
FLOAT32 = 1
IR_VERSION, OPSET = 6, 10

type Value = int | float | Sequence[int]


def model(
    nodes: Iterable[bytes],
    arrays: Mapping[str, NDArray[np.float32]],
    given: tuple[str, Sequence[int]],
    out: tuple[str, Sequence[int]],
) -> bytes:
    """A whole file.

    Args:
        nodes: in order, as ``node`` makes them.
        arrays: by the names that the nodes call them.
        given, out: name and size of what goes in and of what comes out.
    """
    graph = b"".join(_bytes(1, each) for each in nodes) + _text(2, "network")
    graph += b"".join(_bytes(5, _tensor(name, array)) for name, array in arrays.items())
    graph += _bytes(11, _value(*given)) + _bytes(12, _value(*out))
    return _number(1, IR_VERSION) + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, OPSET))


def node(kind: str, inputs: Sequence[str], output: str, **attributes: Value) -> bytes:
    """One operation; its output's name is its own, too."""
    own = b"".join(_bytes(5, _attribute(name, value)) for name, value in attributes.items())
    return b"".join(_text(1, name) for name in inputs) + _text(2, output) + _text(3, output) + _text(4, kind) + own


def _attribute(name: str, value: Value) -> bytes:
    head = _text(1, name)
    if isinstance(value, float):
        return head + _key(2, 5) + np.float32(value).tobytes() + _number(20, FLOAT)
    if isinstance(value, int):
        return head + _number(3, value) + _number(20, INT)
    return head + b"".join(_number(8, each) for each in value) + _number(20, INTS)


def _tensor(name: str, array: NDArray[np.float32]) -> bytes:
    dims = b"".join(_number(1, side) for side in array.shape)
    return dims + _number(2, FLOAT32) + _text(8, name) + _bytes(9, np.ascontiguousarray(array, "<f4").tobytes())


def _value(name: str, size: Sequence[int]) -> bytes:
    shape = b"".join(_bytes(1, _number(1, side)) for side in size)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, FLOAT32) + _bytes(2, shape)))


def _key(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _number(field: int, value: int) -> bytes:
    return _key(field, 0) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _key(field, 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
