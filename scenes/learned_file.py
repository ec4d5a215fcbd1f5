"""The file of what was learnt: plain arrays, distributions in their notation. Nothing in it is ever run."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_BYTES, MOST_CLASSES, MOST_KEYS = 16 * 2**20, 1000, 1000
MOST_CELLS, MOST_LAYERS, MOST_UNITS = 10_000, 8, 4096
MIXTURE, NETWORK = "shares", "variables"  # arrays that tell one from the other

type Floats = NDArray[np.float64]
type Texts = NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Plan:
    """A network as text and numbers, see ``scenes.network.Network``.

    Attributes:
        variables: of each its key, its condition, the case, and ``each`` where things draw it; empty for none.
        cells: of each variable, in the notation.
        layers: weights and offsets.
    """

    variables: tuple[tuple[str, str, str, str], ...]
    cells: tuple[tuple[str, ...], ...]
    layers: tuple[tuple[Floats, Floats], ...]


@dataclass(frozen=True, eq=False)
class Model:
    """Attributes:
    shares: (C,) of the classes; empty with a network.
    tables: by parameter, the notation of what each class (C) has; with a network of what each of its cells is, variable
        after variable, and last of what holds where it says nothing.
    digest: of the file.
    plan: of the network; None for a mixture.
    """

    shares: tuple[float, ...]
    tables: dict[str, tuple[str, ...]]
    digest: str
    plan: Plan | None = None


def written_model(shares: tuple[float, ...], tables: Mapping[str, tuple[str, ...]]) -> bytes:
    """A mixture's content: the same bytes for the same model."""
    return _written(
        {
            MIXTURE: np.array(shares, np.float64),
            "keys": np.array(list(tables), np.str_),
            "tables": np.array(list(tables.values()), np.str_),
        }
    )


def written_network(plan: Plan, otherwise: Mapping[str, str]) -> bytes:
    """A network's content.

    Args:
        otherwise: by parameter, what holds where the network says nothing.
    """
    layers: dict[str, NDArray[np.generic]] = {}
    for number, (weights, offsets) in enumerate(plan.layers):
        layers |= {f"weights{number}": weights.astype(np.float32), f"offsets{number}": offsets.astype(np.float32)}
    return _written(
        {
            NETWORK: np.array(plan.variables, np.str_),
            "sizes": np.array([len(each) for each in plan.cells], np.int64),
            "cells": np.array([text for each in plan.cells for text in each], np.str_),
            "keys": np.array(list(otherwise), np.str_),
            "otherwise": np.array(list(otherwise.values()), np.str_),
            **layers,
        }
    )


def read_model(data: bytes, digest: str) -> Model:
    """Raises:
    ValueError, KeyError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile: it is no such file.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > 4 * MOST_BYTES:
            raise ValueError("too large")
        names = {entry.filename for entry in archive.infolist()}
        arrays = {
            name.removesuffix(".npy"): np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
            for name in sorted(names)
            if name.endswith(".npy")
        }
    return _network(arrays, digest) if NETWORK in arrays else _mixture(arrays, digest)


def _written(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.save(entry, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), entry.getvalue(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _mixture(arrays: Mapping[str, NDArray[np.generic]], digest: str) -> Model:
    shares, keys, tables = (arrays[name] for name in (MIXTURE, "keys", "tables"))
    if shares.dtype != np.float64:
        raise ValueError("other kinds of arrays")
    if not 1 <= shares.size <= MOST_CLASSES or shares.ndim != 1:
        raise ValueError("other shapes")
    words, rows = _keys(keys), _texts(tables, (keys.size, shares.size))
    numbers = tuple(float(share) for share in shares)
    if not np.isfinite(numbers).all() or min(numbers) < 0 or not 0 < sum(numbers) < np.inf:
        raise ValueError("no shares")
    return Model(numbers, {word: tuple(row) for word, row in zip(words, rows.tolist(), strict=True)}, digest)


def _network(arrays: Mapping[str, NDArray[np.generic]], digest: str) -> Model:
    variables, sizes = arrays[NETWORK], arrays["sizes"]
    if variables.ndim != 2 or not 1 <= len(variables) <= MOST_KEYS or sizes.dtype != np.int64:
        raise ValueError("other shapes")
    rows = _texts(variables, (len(variables), 4)).tolist()
    if sizes.shape != (len(variables),) or int(sizes.min()) < 1 or not int(sizes.sum()) <= MOST_CELLS:
        raise ValueError("other shapes")
    total = int(sizes.sum())
    ends = np.cumsum(sizes).tolist()
    texts = _texts(arrays["cells"], (total,)).tolist()
    cells = tuple(tuple(texts[end - size : end]) for end, size in zip(ends, sizes.tolist(), strict=True))
    keys = _keys(arrays["keys"])
    otherwise = _texts(arrays["otherwise"], (len(keys),)).tolist()
    if not set(keys) <= {row[0] for row in rows}:
        raise ValueError("other keys")
    tables = {
        key: (*(text for row, each in zip(rows, cells, strict=True) if row[0] == key for text in each), other)
        for key, other in zip(keys, otherwise, strict=True)
    }
    variables_read = tuple((row[0], row[1], row[2], row[3]) for row in rows)
    return Model((), tables, digest, Plan(variables_read, cells, _layers(arrays, total)))


def _layers(arrays: Mapping[str, NDArray[np.generic]], total: int) -> tuple[tuple[Floats, Floats], ...]:
    """From so many cells to as many."""
    count = sum(name.startswith("weights") for name in arrays)
    if not 1 <= count <= MOST_LAYERS:
        raise ValueError("other shapes")
    out, inputs = [], total
    for number in range(count):
        weights, offsets = arrays[f"weights{number}"], arrays[f"offsets{number}"]
        if weights.dtype != np.float32 or offsets.dtype != np.float32:
            raise ValueError("other kinds of arrays")
        if weights.ndim != 2 or weights.shape[1] != inputs or offsets.shape != weights.shape[:1]:
            raise ValueError("other shapes")
        inputs = len(weights)
        if not 1 <= inputs <= max(MOST_UNITS, total) or not all(np.isfinite(each).all() for each in (weights, offsets)):
            raise ValueError("other shapes")
        out.append((weights.astype(np.float64), offsets.astype(np.float64)))
    if inputs != total:
        raise ValueError("other shapes")
    return tuple(out)


def _keys(array: NDArray[np.generic]) -> Sequence[str]:
    if array.ndim != 1 or not 1 <= array.size <= MOST_KEYS:
        raise ValueError("other shapes")
    words: list[str] = _texts(array, array.shape).tolist()
    if len(set(words)) != len(words):
        raise ValueError("a key twice")
    return words


def _texts(array: NDArray[np.generic], shape: tuple[int, ...]) -> Texts:
    if array.dtype.kind != "U" or array.shape != shape:
        raise ValueError("other kinds of arrays, or shapes")
    return array.astype(np.str_)
