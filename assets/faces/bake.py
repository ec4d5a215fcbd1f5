"""Bakes what a person needs of the MakeHuman data into arrays: once per machine, kept in the user's cache folder."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets.cache import cache_folder, cache_name, cached, read_arrays, write_arrays
from assets.errors import AssetError
from assets.faces import source
from assets.faces.regions import regions

FORMAT = 13  # raise it when the arrays change their meaning
LOWEST_M, WIDEST_M = 0.0, 0.40  # the bust: what is lower, and the hands, are left out
HELPERS = (
    "helper-tights",
    "helper-l-eye",
    "helper-r-eye",
    "helper-upper-teeth",
    "helper-lower-teeth",
    "helper-tongue",
    "helper-l-eyelashes-1",
    "helper-l-eyelashes-2",
    "helper-r-eyelashes-1",
    "helper-r-eyelashes-2",
    "joint-neck",
    "joint-l-shoulder",
    "joint-r-shoulder",
)
LOCAL_FOLDERS = ("head", "nose", "mouth", "eyes", "chin", "cheek", "ears", "forehead", "eyebrows", "neck", "asym")
AGES, GENDERS, ANCESTRIES = ("baby", "child", "young", "old"), ("female", "male"), ("african", "asian", "caucasian")
LEVELS = ("min", "average", "max")
TINY_M = 2e-5  # offsets below this are dropped


@dataclass(frozen=True, eq=False)
class Sparse:
    """Offsets of many targets, one after another.

    Attributes:
        names: of the targets.
        starts: (T + 1,) int32 into the next two.
        index: (K,) int32 vertices.
        offset: (K, 3) float32, metres.
    """

    names: tuple[str, ...]
    starts: NDArray[np.int32]
    index: NDArray[np.int32]
    offset: NDArray[np.float32]

    def add(self, vertices: NDArray[np.float32], weights: Mapping[str, float]) -> None:
        """Move ``vertices`` in place by the weighted targets; unknown names are an error of the caller."""
        for name, weight in weights.items():
            if weight:
                where = self._where[name]
                part = slice(self.starts[where], self.starts[where + 1])
                vertices[self.index[part]] += np.float32(weight) * self.offset[part]

    @functools.cached_property
    def _where(self) -> dict[str, int]:
        return {name: where for where, name in enumerate(self.names)}


@dataclass(frozen=True, eq=False)
class HeadData:
    """The baked arrays: metres, x out of the face, y left, z up; the origin is the source's.

    Attributes:
        rest: (V, 3) the base mesh.
        faces: (F, 4) int32 quads of the body and of the helpers.
        group: (F,) int8 into ``("body", *HELPERS)``.
        ethnic: (4, 2, 3, V, 3) offsets by age, gender and ancestry.
        universal: (4, 2, 3, 3, V, 3) offsets by age, gender, muscle and weight.
        local, actions: shape targets and the 52 facial actions.
        masks: named (V,) float32 in 0..1, see ``regions``.
    """

    rest: NDArray[np.float32]
    faces: NDArray[np.int32]
    group: NDArray[np.int8]
    ethnic: NDArray[np.float32]
    universal: NDArray[np.float32]
    local: Sparse
    actions: Sparse
    masks: Mapping[str, NDArray[np.float32]]

    def vertices_of(self, *groups: str) -> NDArray[np.int32]:
        """Sorted vertex indices of some groups."""
        return _vertices_of(self, groups)

    def faces_of(self, *groups: str) -> NDArray[np.int32]:
        """(F', 4) quads of some groups."""
        return _faces_of(self, groups)


@functools.cache
def _vertices_of(data: HeadData, groups: tuple[str, ...]) -> NDArray[np.int32]:
    out: NDArray[np.int32] = np.unique(_faces_of(data, groups))
    out.flags.writeable = False
    return out


@functools.cache
def _faces_of(data: HeadData, groups: tuple[str, ...]) -> NDArray[np.int32]:
    wanted = [("body", *HELPERS).index(group) for group in groups]
    out = data.faces[np.isin(data.group, wanted)]
    out.flags.writeable = False
    return out


def load() -> HeadData:
    """The baked data, from the cache or made anew where the cache is missing, damaged or of another version.

    Raises:
        ConfigError: the MakeHuman data is not installed.
    """
    return _load(cache_folder())


def cache_path() -> Path:
    """Where the baked data lies: ``$XDG_CACHE_HOME/prelabel`` or ``~/.cache/prelabel``, named by content and format."""
    folder = source.data_folder()
    sources = (folder / source.BASE, *_target_paths(folder).values())
    return cache_folder() / cache_name("head", f"{FORMAT}", sources)


@functools.cache
def _load(folder: Path) -> HeadData:
    """Once per process and cache folder."""
    return cached(cache_path(), _read, bake, _write)


def bake() -> HeadData:
    """Read everything from the MakeHuman files; takes some seconds."""
    folder = source.data_folder()
    base = source.read_base(folder)
    faces, group, kept = _subset(base)
    lookup = np.full(len(base.vertices), -1, np.int32)
    lookup[kept] = np.arange(len(kept), dtype=np.int32)
    paths = _target_paths(folder)
    ethnic, universal = macros(folder, lookup, len(kept))
    local = _sparse({n: p for n, p in paths.items() if n.startswith("local/")}, lookup)
    actions = _sparse({n: p for n, p in paths.items() if n.startswith("action/")}, lookup)
    rest = base.vertices[kept]
    return HeadData(
        rest,
        faces,
        group,
        ethnic,
        universal,
        local,
        actions,
        regions(folder, base, lookup, rest, local.names, local.starts, local.index, local.offset),
    )


def _subset(base: source.BaseMesh) -> tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int32]]:
    """Faces (re-indexed) and groups of the bust, and the source vertices that are kept."""
    names = ("body", *HELPERS)
    points = base.vertices[base.faces]
    inside = (points[..., 2].min(1) > LOWEST_M) & (np.abs(points[..., 1]).max(1) < WIDEST_M)
    chosen = np.isin(base.group, names) & inside
    quads = base.faces[chosen]
    kept, flat = np.unique(quads, return_inverse=True)
    group = np.array([names.index(str(name)) for name in base.group[chosen]], np.int8)
    return flat.reshape(quads.shape).astype(np.int32), group, kept.astype(np.int32)


def macros(folder: Path, lookup: NDArray[np.int32], count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Offsets (4, 2, 3, count, 3) by age, gender, ancestry, and (4, 2, 3, 3, count, 3) by age, gender, muscle, weight.

    Args:
        lookup: for each source vertex which of the ``count`` it becomes, -1 for none.
    """

    def offsets(name: str) -> NDArray[np.float32]:
        return _dense(macro_path(folder, name), lookup, count)

    ethnic = [[[offsets(f"{r}-{g}-{a}") for r in ANCESTRIES] for g in GENDERS] for a in AGES]
    universal = [
        [[[offsets(f"universal-{g}-{a}-{m}muscle-{w}weight") for w in LEVELS] for m in LEVELS] for g in GENDERS]
        for a in AGES
    ]
    return np.array(ethnic, np.float32), np.array(universal, np.float32)


def macro_path(folder: Path, name: str) -> Path:
    """The file of a macro target."""
    return folder / source.TARGETS / "macrodetails" / f"{name}.target.gz"


def _target_paths(folder: Path) -> dict[str, Path]:
    """Every target that is baked, by a name with its kind in front."""
    targets = folder / source.TARGETS
    macro = [f"{r}-{g}-{a}" for r in ANCESTRIES for g in GENDERS for a in AGES]
    macro += [f"universal-{g}-{a}-{m}muscle-{w}weight" for g in GENDERS for a in AGES for m in LEVELS for w in LEVELS]
    out = {f"macro/{name}": macro_path(folder, name) for name in macro}
    for part in LOCAL_FOLDERS:
        for path in sorted((targets / part).glob("*.target.gz")):
            out[f"local/{path.name.removesuffix('.target.gz')}"] = path
    for path in sorted((folder / source.ACTIONS).glob("*.target")):
        out[f"action/{path.stem}"] = path
    missing = [str(path) for path in out.values() if not path.is_file()]
    if missing or len(out) < 300:
        raise AssetError(
            f"faces: expected some 350 MakeHuman targets in {folder}, got {len(out)}, without {missing[:3]}"
        )
    return out


def _dense(path: Path, lookup: NDArray[np.int32], count: int) -> NDArray[np.float32]:
    index, offset = source.read_target(path)
    out = np.zeros((count, 3), np.float32)
    inside = lookup[index] >= 0
    out[lookup[index[inside]]] = offset[inside]
    return out


def _sparse(paths: Mapping[str, Path], lookup: NDArray[np.int32]) -> Sparse:
    indices, offsets = [], []
    for path in paths.values():
        index, offset = source.read_target(path)
        kept = (lookup[index] >= 0) & (np.abs(offset).max(1) > TINY_M)
        indices.append(lookup[index[kept]])
        offsets.append(offset[kept])
    starts = np.cumsum([0, *(len(index) for index in indices)]).astype(np.int32)
    names = tuple(name.partition("/")[2] for name in paths)
    return Sparse(names, starts, np.concatenate(indices), np.concatenate(offsets))


def _write(path: Path, data: HeadData) -> None:
    """Nested arrays go by ``field/key``."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for item in fields(data):
        value = getattr(data, item.name)
        if isinstance(value, Sparse):
            arrays |= {f"{item.name}/{key.name}": np.asarray(getattr(value, key.name)) for key in fields(Sparse)}
        elif isinstance(value, Mapping):
            arrays |= {f"{item.name}/{key}": np.asarray(array) for key, array in value.items()}
        else:
            arrays[item.name] = value
    write_arrays(path, arrays)


def _read(path: Path) -> HeadData:
    arrays: dict[str, Any] = dict(read_arrays(path))

    def sparse(name: str) -> Sparse:
        names = tuple(str(item) for item in arrays[f"{name}/names"])
        return Sparse(names, *(arrays[f"{name}/{key}"] for key in ("starts", "index", "offset")))

    plain = {key: arrays[key] for key in ("rest", "faces", "group", "ethnic", "universal")}
    masks = {key.partition("/")[2]: array for key, array in arrays.items() if key.startswith("masks/")}
    return HeadData(**plain, local=sparse("local"), actions=sparse("actions"), masks=masks)


def pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    """Local targets that are each other's opposite: ``-decr`` and ``-incr`` and the like, the lower one first."""
    known = set(names)
    ends = (
        ("-decr", "-incr"),
        ("-down", "-up"),
        ("-in", "-out"),
        ("-backward", "-forward"),
        ("-concave", "-convex"),
        ("-compress", "-uncompress"),
    )
    both = ((name, name.removesuffix(low) + high, name.endswith(low)) for low, high in ends for name in sorted(known))
    return [(low, high) for low, high, fits in both if fits and high in known]
