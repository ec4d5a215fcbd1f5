"""A person without what no face shows: shoulders and clothes cost more light than the face does."""

from dataclasses import replace

import numpy as np

from assets import Asset
from assets.geometry import Mesh

LOWEST_M = -0.165  # of what is kept, below the middle between the eyes: the neck goes on for 6 cm below the chin


def head_alone(asset: Asset) -> Asset:
    """The same person, of whom all polygons below the neck are gone. What labels a face is as it was."""
    cut = [_above(mesh) for mesh in asset.meshes]
    return replace(asset, meshes=tuple(mesh for mesh in cut if mesh is not None))


def _parts(mesh: Mesh) -> set[str]:
    return {mesh.parts[number] for number in np.unique(mesh.face_part)}


def _above(mesh: Mesh) -> Mesh | None:
    owner = np.repeat(np.arange(len(mesh.face_sizes)), mesh.face_sizes)
    high = np.maximum.reduceat(mesh.vertices[mesh.corners, 2], np.flatnonzero(np.diff(owner, prepend=-1)))
    kept = high > LOWEST_M
    if not kept.any() or all(part == "clothing" for part in _parts(mesh)):
        return None
    return mesh.only(kept)
