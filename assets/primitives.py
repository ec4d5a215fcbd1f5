"""Boxes and floors: enough for a first scene, a prop or a test."""

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset, Label
from assets.geometry import BOX_CORNERS, BOX_FACES, Mesh
from assets.materials import Material

LICENCE, ORIGIN = "CC0-1.0", "Prelabel, procedural"


def box(size: tuple[float, float, float], material: Material, category: str = "", part: str = "box") -> Asset:
    """A box that stands on its origin.

    Args:
        size: length (x), width (y), height (z) in metres.
        category: COCO category of its annotations; none makes it scenery.
    """
    length, width, height = size
    low, high = np.array([-length / 2, -width / 2, 0.0]), np.array([length / 2, width / 2, height])
    mesh = polygons("box", np.where(BOX_CORNERS > 0, high, low), BOX_FACES, material, part)
    labels = (Label(category),) if category else ()
    return Asset("box", (mesh,), size, LICENCE, ORIGIN, (0.0, 0.0, height / 2), labels=labels)


def floor(side: float, material: Material) -> Asset:
    """A square of scenery at z = 0, ``side`` metres wide."""
    h = side / 2
    corners = np.array([[-h, -h, 0.0], [h, -h, 0.0], [h, h, 0.0], [-h, h, 0.0]])
    mesh = polygons("floor", corners, ((0, 1, 2, 3),), material, "floor")
    return Asset("floor", (mesh,), (side, side, 0.001), LICENCE, ORIGIN)


def polygons(
    name: str, vertices: NDArray[np.float64], faces: tuple[tuple[int, ...], ...], material: Material, part: str
) -> Mesh:
    """A flat-shaded mesh of one material and one part; vertices (V, 3) in metres, faces counter-clockwise."""
    none = np.zeros(len(faces), np.int32)
    return Mesh(
        name,
        np.asarray(vertices, np.float32),
        corners=np.concatenate([np.array(face, np.int32) for face in faces]),
        face_sizes=np.array([len(face) for face in faces], np.int32),
        materials=(material,),
        parts=(part,),
        face_material=none,
        face_part=none,
        smooth=False,
    )
