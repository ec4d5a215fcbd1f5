"""A person without what no face shows: shoulders and clothes, and light that wanders a millimetre under the skin.

Both cost more time than the face itself.
"""

from dataclasses import replace

import numpy as np

from assets import Asset
from assets.geometry import Mesh
from assets.materials import Material

LOWEST_M = -0.165  # of what is kept, below the middle between the eyes: the neck goes on for 6 cm below the chin


def head_alone(asset: Asset) -> Asset:
    """The same person, of whom all polygons below the neck are gone. What labels a face is as it was."""
    cut = [_above(mesh) for mesh in asset.meshes]
    return replace(asset, meshes=tuple(_dense(mesh) for mesh in cut if mesh is not None))


def _dense(mesh: Mesh) -> Mesh:
    """With skin that sends light back where it fell: as faces are rendered here, a pixel is wider than light's way."""
    return replace(mesh, materials=tuple(_flat(material) for material in mesh.materials))


def _flat(material: Material) -> Material:
    if "scatter_m" not in material.params:
        return material
    return replace(material, params={**material.params, "scatter_m": 0.0})


def _parts(mesh: Mesh) -> set[str]:
    return {mesh.parts[number] for number in np.unique(mesh.face_part)}


def _above(mesh: Mesh) -> Mesh | None:
    owner = np.repeat(np.arange(len(mesh.face_sizes)), mesh.face_sizes)
    high = np.maximum.reduceat(mesh.vertices[mesh.corners, 2], np.flatnonzero(np.diff(owner, prepend=-1)))
    kept = high > LOWEST_M
    if not kept.any() or all(part == "clothing" for part in _parts(mesh)):
        return None
    return mesh.only(kept)
