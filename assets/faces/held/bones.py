"""Bakes a forearm with its hand and the bones of its fingers: once per machine, kept in the user's cache folder."""

import functools
import itertools
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets.cache import cache_folder, cache_name, cached, read_arrays, write_arrays
from assets.faces import bake, source

type Points = NDArray[np.float32]

FORMAT = 1  # raise it when the arrays change their meaning
FINGERS, LINKS = 5, 3  # thumb first
ARM, HAND = 0, 1  # columns of the weights; then ``LINKS`` for each finger
FROM_M = 0.30  # to the left of the body's middle: the elbow
MACROS = [f"{r}-{g}-{a}" for r in bake.ANCESTRIES for g in bake.GENDERS for a in bake.AGES]


@dataclass(frozen=True, eq=False)
class ArmData:
    """The left arm from the elbow on; metres, axes and origin as ``bake.HeadData`` has them.

    Attributes:
        rest: (V + 22, 3): vertices, then elbow, wrist, and the four joints of each finger, tip included.
        faces: (F, 4) int32 quads of the skin.
        weights: (V, 17) share of forearm, hand, and the links of each finger.
        ethnic, universal: offsets of ``rest`` as ``bake.HeadData`` has them.
    """

    rest: Points
    faces: NDArray[np.int32]
    weights: Points
    ethnic: Points
    universal: Points


def load() -> ArmData:
    """The baked data, from the cache or made anew where the cache is missing, damaged or of another version.

    Raises:
        ConfigError: the MakeHuman data is not installed.
    """
    return _load(cache_folder())


@functools.cache
def _load(cache: Path) -> ArmData:
    """Once per process and cache folder."""
    folder = source.data_folder()
    sources = (folder / source.BASE, *(bake.macro_path(folder, name) for name in MACROS))
    path = cache / cache_name("arm", f"{FORMAT}", sources)
    return cached(path, _read, functools.partial(_bake, folder), _write)


def _read(path: Path) -> ArmData:
    arrays: dict[str, Any] = dict(read_arrays(path))
    return ArmData(**{item.name: arrays[item.name] for item in fields(ArmData)})


def _write(path: Path, data: ArmData) -> None:
    write_arrays(path, {item.name: getattr(data, item.name) for item in fields(data)})


def _bake(folder: Path) -> ArmData:
    base = source.read_base(folder)
    quads = base.faces[base.group == "body"]
    quads = quads[base.vertices[quads][..., 1].min(1) > FROM_M]
    kept, flat = np.unique(quads, return_inverse=True)
    names = ["elbow", "hand", *(f"finger-{f}-{j}" for f in range(1, FINGERS + 1) for j in range(1, LINKS + 2))]
    cubes = [np.unique(base.faces[base.group == f"joint-l-{name}"]) for name in names]
    used = np.concatenate([kept, *cubes])
    lookup = np.full(len(base.vertices), -1, np.int32)
    lookup[used] = np.arange(len(used), dtype=np.int32)

    def with_joints(values: NDArray[np.float32]) -> Points:
        """Values (..., N, 3) of the used vertices; the cubes at joints become their middles."""
        ends = np.cumsum([len(kept), *(len(cube) for cube in cubes)])
        middles = [values[..., a:b, :].mean(-2, keepdims=True) for a, b in itertools.pairwise(ends)]
        return np.concatenate([values[..., : len(kept), :], *middles], -2).astype(np.float32)

    ethnic, universal = bake.macros(folder, lookup, len(used))
    return ArmData(
        with_joints(base.vertices[used]),
        flat.reshape(quads.shape).astype(np.int32),
        _weights(folder, kept, len(base.vertices)),
        with_joints(ethnic),
        with_joints(universal),
    )


def _weights(folder: Path, kept: NDArray[np.int32], count: int) -> Points:
    """(V, 17) of the kept vertices."""
    links = [f"finger{f}-{j}.L" for f in range(1, FINGERS + 1) for j in range(1, LINKS + 1)]
    arm, palm = ["lowerarm01.L", "lowerarm02.L"], ["wrist.L", *(f"metacarpal{k}.L" for k in range(1, 5))]
    table = source.read_bone_weights(folder, [*arm, *palm, *links], count)
    columns = [sum(table[name][kept] for name in group) for group in (arm, palm, *([name] for name in links))]
    out = np.stack([np.asarray(column, np.float32) for column in columns], 1)
    out[:, ARM] = np.maximum(out[:, ARM], 1.0 - out.sum(1))  # what follows the upper arm is at the elbow
    return np.asarray(out / out.sum(1, keepdims=True), np.float32)
