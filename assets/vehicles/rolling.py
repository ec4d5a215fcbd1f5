"""Wheels of a finished vehicle as meshes of their own, so that they can roll: found by their part and their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from assets.asset import Asset
from assets.geometry import Mesh

PART = "wheel"
STILL = ("caliper", "underside")  # materials of the part that do not turn with it
GROUND_M = 0.06  # tyres reach down to it
LEAST_M = 0.15  # radius of the smallest tyre
NARROW_M = 0.25  # half the track of what has wheels side by side is more

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Wheel:
    """Attributes:
    meshes: names of the meshes that are it.
    center: (3,) of its axle, metres in the asset's frame.
    radius: metres.
    steered: it turns with the steering wheel.
    """

    meshes: tuple[str, ...]
    center: Floats
    radius: float
    steered: bool


@dataclass(frozen=True, eq=False)
class Island:
    """Faces of a mesh that hang together.

    Attributes:
        mesh: its place in the asset.
        faces: (F,) which.
        low, high: (3,) the ends of its box.
    """

    mesh: int
    faces: NDArray[np.intp]
    low: Floats
    high: Floats


def on_wheels(asset: Asset) -> tuple[Asset, tuple[Wheel, ...]]:
    """The same vehicle with a few meshes more, and its wheels; none of one that shows none, such as a stand-in.

    Those that turn with the steering wheel are the foremost ones of what has wheels on both sides somewhere, a
    three-wheeler's single one among them. Two-wheelers lean.
    """
    pieces = [piece for index, mesh in enumerate(asset.meshes) for piece in islands(index, mesh, PART)]
    tyres = [p for p in pieces if p.low[2] < GROUND_M and p.high[2] - p.low[2] > 2.0 * LEAST_M]
    hubs: list[tuple[float, float, float]] = []  # x, side, radius
    for tyre in sorted(tyres, key=lambda piece: -float(piece.high[2])):
        x, side = float(tyre.low[0] + tyre.high[0]) / 2.0, _side(tyre)
        if not any(side == other and abs(x - at) < 0.6 * radius for at, other, radius in hubs):
            hubs.append((x, side, float(tyre.high[2] - tyre.low[2]) / 2.0))
    found = {f"wheel {number}": [p for p in pieces if _within(p, hub)] for number, hub in enumerate(hubs)}
    abreast = any(side for _, side, _ in hubs)
    first = max((x for x, _, _ in hubs), default=np.inf) if abreast else np.inf
    split, names = apart(asset, found)
    wheels = []
    for hub, (name, own) in zip(hubs, found.items(), strict=True):
        y = (min(float(p.low[1]) for p in own) + max(float(p.high[1]) for p in own)) / 2.0
        center = np.array([hub[0], y, hub[2]])
        wheels.append(Wheel(names[name], center, hub[2], hub[0] > first - 0.3))
    return split, tuple(wheels)


def apart(asset: Asset, groups: Mapping[str, Sequence[Island]]) -> tuple[Asset, dict[str, tuple[str, ...]]]:
    """The same with each group of islands as meshes of their own, and what these are called."""
    meshes, names = list[Mesh](), dict[str, tuple[str, ...]]()
    for name, own in groups.items():
        made = []
        for index in sorted({island.mesh for island in own}):
            mine = _faces(asset.meshes[index], [island for island in own if island.mesh == index])
            made.append(replace(asset.meshes[index].only(mine), name=f"{name} {asset.meshes[index].name}"))
        meshes, names[name] = meshes + made, tuple(mesh.name for mesh in made)
    taken = [[i for own in groups.values() for i in own if i.mesh == index] for index in range(len(asset.meshes))]
    rest = [_without(mesh, own) for mesh, own in zip(asset.meshes, taken, strict=True)]
    kept = [mesh for mesh in (*rest, *meshes) if mesh is not None]
    return replace(asset, meshes=tuple(kept)), names


def islands(index: int, mesh: Mesh, part: str) -> list[Island]:
    """What of a mesh is of a part and may turn, piece by piece.

    Args:
        index: the mesh's place in its asset.
    """
    if part not in mesh.parts:
        return []
    turning = np.array([material.name not in STILL for material in mesh.materials])
    wanted = (mesh.face_part == mesh.parts.index(part)) & turning[mesh.face_material]
    face = np.repeat(np.arange(len(mesh.face_sizes)), mesh.face_sizes)
    first = mesh.corners[np.cumsum(mesh.face_sizes) - mesh.face_sizes][face]  # of each corner's face
    count = len(mesh.vertices)
    links = coo_array((np.ones(len(face), np.int8), (first, mesh.corners)), shape=(count, count))
    group = connected_components(links, directed=False)[1][mesh.corners[np.cumsum(mesh.face_sizes) - 1]]
    out = []
    for number in np.unique(group[wanted]):
        faces = np.flatnonzero(wanted & (group == number))
        points = mesh.vertices[mesh.corners[np.isin(face, faces)]].astype(np.float64)
        out.append(Island(index, faces, points.min(axis=0), points.max(axis=0)))
    return out


def _side(piece: Island) -> float:
    """1 left, -1 right, 0 in the middle."""
    y = float(piece.low[1] + piece.high[1]) / 2.0
    return float(np.sign(y)) if abs(y) > NARROW_M else 0.0


def _within(piece: Island, hub: tuple[float, float, float]) -> bool:
    """Whether a piece lies within a tyre's circle, on its side."""
    x, side, radius = hub
    middle, half = (piece.low + piece.high) / 2.0, (piece.high - piece.low) / 2.0
    away = np.abs(middle[[0, 2]] - [x, radius]) + half[[0, 2]]
    return _side(piece) == side and bool((away <= radius * 1.02).all())


def _faces(mesh: Mesh, pieces: Sequence[Island]) -> NDArray[np.bool_]:
    """(F,) which of a mesh's faces are of its pieces."""
    out = np.zeros(len(mesh.face_sizes), np.bool_)
    out[np.concatenate([piece.faces for piece in pieces])] = True
    return out


def _without(mesh: Mesh, pieces: list[Island]) -> Mesh | None:
    """What is left of a mesh; None for nothing."""
    if not pieces:
        return mesh
    left = ~_faces(mesh, pieces)
    return mesh.only(left) if left.any() else None
