"""Bakes what a whole figure needs of the MakeHuman data into arrays: once per machine, kept in the user's cache."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets.cache import cache_folder, cache_name, cached, read_arrays, write_arrays
from assets.faces import source
from assets.people.bones import BONES, joint_cubes, rig_weights
from assets.people.decimate import decimate

FORMAT = 2  # raise it when the arrays change their meaning
AGES, GENDERS, ANCESTRIES = ("baby", "child", "young", "old"), ("female", "male"), ("african", "asian", "caucasian")
LEVELS = ("min", "average", "max")
# Triangles of each surface, near and far: the body's skin, the envelope that clothes start from, and the eyeballs.
COUNTS = {"body": (3000, 850), "tights": (2600, 800), "eyes": (60, 24), "skirt": (1000, 500)}
GROUPS = {
    "body": ("body",),
    "tights": ("helper-tights",),
    "eyes": ("helper-l-eye", "helper-r-eye"),
    "skirt": ("helper-skirt",),
}


@dataclass(frozen=True, eq=False)
class BodyData:
    """The baked arrays: metres, x forward, y left, z up; the origin is the source's, near the hips.

    Attributes:
        rest: (V, 3) vertices of all surfaces, then the joints.
        ethnic: (4, 2, 3, V, 3) offsets by age, gender and ancestry.
        universal: (4, 2, 3, 3, V, 3) offsets by age, gender, muscle and weight.
        weights: (V, B) share of each bone, in the order of ``BONES``.
        arm: (V,) place along the arm: 0 shoulder, 1 elbow, 2 wrist; below 0 off the arm.
        triangles: (T, 3) int32 by ``body``, ``tights``, ``eyes``, ``skirt``, and the same with ``_far``.
        joints: (2, B) vertex of each bone's head and tail.
    """

    rest: NDArray[np.float32]
    ethnic: NDArray[np.float32]
    universal: NDArray[np.float32]
    weights: NDArray[np.float32]
    arm: NDArray[np.float32]
    triangles: Mapping[str, NDArray[np.int32]]
    joints: NDArray[np.int32]


def load() -> BodyData:
    """The baked data, from the cache or made anew where the cache is missing, damaged or of another version.

    Raises:
        ConfigError: the MakeHuman data is not installed.
    """
    return _load(cache_folder())


@functools.cache
def _load(cache: Path) -> BodyData:
    """Once per process and cache folder."""
    folder = source.data_folder()
    sources = (folder / source.BASE, *_target_paths(folder).values())
    path = cache / cache_name("body", f"{FORMAT}{COUNTS}", sources)
    return cached(path, _read, functools.partial(bake, folder), _write)


def bake(folder: Path) -> BodyData:
    """Read everything from the MakeHuman files under ``folder`` and thin it out; takes some seconds."""
    base = source.read_base(folder)
    weights, arm = _arm(base, rig_weights(folder, len(base.vertices)))
    surfaces = _surfaces(folder, base, weights)
    kept = np.unique(np.concatenate([faces.ravel() for faces in surfaces.values()]))
    cubes = joint_cubes(base)
    lookup = np.zeros(len(base.vertices), np.int32)
    lookup[kept] = np.arange(len(kept), dtype=np.int32)
    names = list(cubes)

    def chosen(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.concatenate([values[kept], [values[cubes[name]].mean(0) for name in names]]).astype(np.float32)

    macros = {name: chosen(_dense(path, len(base.vertices))) for name, path in _target_paths(folder).items()}
    ethnic = [[[macros[f"{r}-{g}-{a}"] for r in ANCESTRIES] for g in GENDERS] for a in AGES]
    universal = [
        [[[macros[f"universal-{g}-{a}-{m}muscle-{w}weight"] for w in LEVELS] for m in LEVELS] for g in GENDERS]
        for a in AGES
    ]
    ends = [[len(kept) + names.index(joint) for joint in (bone.head, bone.tail)] for bone in BONES]
    return BodyData(
        chosen(base.vertices),
        np.array(ethnic, np.float32),
        np.array(universal, np.float32),
        chosen(weights),
        chosen(arm),
        {name: lookup[faces] for name, faces in surfaces.items()},
        np.array(ends, np.int32).T.copy(),
    )


def _surfaces(folder: Path, base: source.BaseMesh, weights: NDArray[np.float32]) -> dict[str, NDArray[np.int32]]:
    """Triangles of every surface, near and far."""
    hidden = _inside_mouth(folder, base)
    names = [bone.name for bone in BONES]
    head = weights[:, [names.index("head"), names.index("neck")]].sum(1)
    hands = weights[
        :, [k for k, name in enumerate(names) if name.split("_")[0] in ("hand", "fingers", "tips", "thumb")]
    ]
    feet = weights[:, [k for k, name in enumerate(names) if name.split("_")[0] in ("foot", "ball")]].sum(1)
    dear = np.clip(0.25 + 1.2 * head + 0.8 * hands.sum(1) - 0.24 * feet, 0.01, None).astype(np.float64)
    out: dict[str, NDArray[np.int32]] = {}
    for name, groups in GROUPS.items():
        quads = base.faces[np.isin(base.group, groups) & ~hidden[base.faces].all(1)]
        triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
        used, flat = np.unique(triangles, return_inverse=True)
        near, far = decimate(
            base.vertices[used].astype(np.float64),
            flat.reshape(-1, 3).astype(np.int32),
            dear[used] if name == "body" else np.ones(len(used)),
            COUNTS[name],
        )
        out[name], out[f"{name}_far"] = used[near].astype(np.int32), used[far].astype(np.int32)
    return out


def _arm(base: source.BaseMesh, weights: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The weights, and the place along the arm."""
    cubes, names = joint_cubes(base), [bone.name for bone in BONES]
    out = np.full(len(base.vertices), -1.0, np.float32)
    for side in "lr":
        upper, lower, *rest = (
            weights[:, names.index(f"{name}_{side}")]
            for name in ("upperarm", "lowerarm", "hand", "fingers", "tips", "thumb")
        )
        shoulder, elbow, wrist = (
            base.vertices[cubes[f"joint-{side}-{name}"]].mean(0) for name in ("shoulder", "elbow", "hand")
        )
        first, second = elbow - shoulder, wrist - elbow
        along_upper = (base.vertices - shoulder) @ first / (first @ first)
        along_lower = 1.0 + (base.vertices - elbow) @ second / (second @ second)
        below = np.clip((lower + sum(rest)) * 1.0, 0.0, 1.0)
        place = np.where(below > 0.5, np.maximum(along_lower, 0.9), np.minimum(along_upper, 1.1))
        on_arm = upper + below > 0.35
        out[on_arm] = place[on_arm]
    return weights, out


def _inside_mouth(folder: Path, base: source.BaseMesh) -> NDArray[np.bool_]:
    """(V,) true for the cavity behind the lips, which nobody sees from the street."""
    out = np.zeros(len(base.vertices), bool)
    body = base.group == "body"
    inside = source.read_mask(folder, "inside-mouth", base.uv[body]) > 0.6
    out[base.faces[body][inside]] = True
    return out


def _target_paths(folder: Path) -> dict[str, Path]:
    macro = [f"{r}-{g}-{a}" for r in ANCESTRIES for g in GENDERS for a in AGES]
    macro += [f"universal-{g}-{a}-{m}muscle-{w}weight" for g in GENDERS for a in AGES for m in LEVELS for w in LEVELS]
    return {name: folder / source.TARGETS / "macrodetails" / f"{name}.target.gz" for name in macro}


def _dense(path: Path, count: int) -> NDArray[np.float32]:
    index, offset = source.read_target(path)
    out = np.zeros((count, 3), np.float32)
    out[index] = offset
    return out


def _write(path: Path, data: BodyData) -> None:
    plain = {key: getattr(data, key) for key in ("rest", "ethnic", "universal", "weights", "arm", "joints")}
    write_arrays(path, plain | {f"triangles/{key}": value for key, value in data.triangles.items()})


def _read(path: Path) -> BodyData:
    arrays: dict[str, Any] = dict(read_arrays(path))
    plain = {key: array for key, array in arrays.items() if "/" not in key}
    return BodyData(**plain, triangles={key.partition("/")[2]: array for key, array in arrays.items() if "/" in key})
