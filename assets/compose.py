"""Assets in other places, and several as one: how a thing is put together from pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.asset import Asset, AttributeValue, Label
from assets.errors import AssetError
from assets.geometry import Mesh

UNMEASURED = (1.0, 1.0, 1.0)


def moved(asset: Asset, offset: ArrayLike, rotation: ArrayLike | None = None) -> Asset:
    """The asset turned by the (3, 3) ``rotation``, then moved by ``offset``, metres, in its own frame.

    ``assets.rotations`` makes rotations: ``about_z(angle_rad)`` and others.
    """
    turn, step = np.eye(3) if rotation is None else np.asarray(rotation, np.float64), np.asarray(offset, np.float64)
    meshes = tuple(replace(mesh, vertices=(mesh.vertices @ turn.T + step).astype(np.float32)) for mesh in asset.meshes)
    curves = tuple(replace(hair, points=(hair.points @ turn.T + step).astype(np.float32)) for hair in asset.curves)
    points = {name: _triple(turn @ np.array(point) + step) for name, point in asset.keypoints.items()}
    return boxed(replace(asset, meshes=meshes, curves=curves, keypoints=points))


def together(
    name: str, pieces: Sequence[Asset], category: str = "", attributes: Mapping[str, AttributeValue] | None = None
) -> Asset:
    """Pieces as one thing with one label; each keeps its parts and materials.

    Args:
        pieces: in their places (``moved`` puts them there); their own labels and attributes do not count.
        category: of its annotations; none makes it scenery.

    Raises:
        AssetError: no pieces, or pieces of several licences or origins.
    """
    sources = {(piece.licence, piece.origin) for piece in pieces}
    if len(sources) != 1:
        raise AssetError(f"asset '{name}': expected pieces of one licence and origin, got {sorted(sources, key=str)}")
    ((licence, origin),) = sources
    meshes = [mesh for piece in pieces for mesh in piece.meshes]
    plain = [mesh for mesh in meshes if not mesh.subdivision and not mesh.attributes and mesh.uv is None]
    merged = [_merged(f"{name} {index}", group) for index, group in enumerate(_by_smoothness(plain))]
    others = [replace(m, name=f"{i} {m.name}") for i, m in enumerate(meshes) if not any(m is known for known in plain)]
    curves = [replace(h, name=f"{i} {h.name}") for i, h in enumerate(h for piece in pieces for h in piece.curves)]
    points = {key: point for piece in pieces for key, point in piece.keypoints.items()}
    labels = (Label(category),) if category else ()
    return boxed(
        Asset(
            name,
            (*merged, *others),
            UNMEASURED,
            licence,
            origin,
            curves=tuple(curves),
            labels=labels,
            keypoints=points,
            attributes=attributes or {},
        )
    )


def boxed(asset: Asset) -> Asset:
    """The asset with the size and centre of the box around its geometry."""
    points = [mesh.vertices for mesh in asset.meshes] + [hair.points.reshape(-1, 3) for hair in asset.curves]
    low = np.min([item.min(axis=0) for item in points], axis=0).astype(np.float64)
    high = np.max([item.max(axis=0) for item in points], axis=0).astype(np.float64)
    return replace(asset, size=_triple(np.maximum(high - low, 1e-3)), center=_triple((low + high) / 2.0))


def _triple(values: NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = (round(float(value), 6) for value in values)
    return x, y, z


def _by_smoothness(meshes: Sequence[Mesh]) -> list[list[Mesh]]:
    groups = [[mesh for mesh in meshes if mesh.smooth == smooth] for smooth in (False, True)]
    return [group for group in groups if group]


def _merged(name: str, meshes: Sequence[Mesh]) -> Mesh:
    """Meshes as one; nothing is welded."""
    materials = tuple({id(item): item for mesh in meshes for item in mesh.materials}.values())
    parts = tuple(dict.fromkeys(part for mesh in meshes for part in mesh.parts))
    place = {id(material): index for index, material in enumerate(materials)}
    starts = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
    return Mesh(
        name,
        np.concatenate([mesh.vertices for mesh in meshes]),
        np.concatenate([mesh.corners + start for mesh, start in zip(meshes, starts, strict=False)]).astype(np.int32),
        np.concatenate([mesh.face_sizes for mesh in meshes]),
        materials,
        parts,
        np.concatenate([_looked_up([place[id(m)] for m in mesh.materials], mesh.face_material) for mesh in meshes]),
        np.concatenate([_looked_up([parts.index(p) for p in mesh.parts], mesh.face_part) for mesh in meshes]),
        smooth=meshes[0].smooth,
    )


def _looked_up(table: Sequence[int], index: NDArray[np.int32]) -> NDArray[np.int32]:
    out: NDArray[np.int32] = np.array(table, np.int32)[index]
    return out
