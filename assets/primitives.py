"""Simple solids: enough for a first scene, a prop or a test, and the pieces of larger things (``assets.compose``).

Solids stand on their origin. With a ``category`` they are labelled things, without one scenery or pieces of a thing.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.asset import Asset, Label
from assets.compose import boxed
from assets.geometry import BOX_CORNERS, BOX_FACES, Mesh
from assets.materials import Material

LICENCE, ORIGIN = "CC0-1.0", "Prelabel, procedural"
SIDES = 40  # of round things
EDGE_M = 1e-4  # between the two rings that keep an edge sharp


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


def cylinder(
    radius: float, height: float, material: Material, category: str = "", part: str = "cylinder", sides: int = SIDES
) -> Asset:
    """An upright cylinder; metres."""
    return cone(radius, height, material, category, part, sides, top_radius=radius, name="cylinder")


def cone(
    radius: float,
    height: float,
    material: Material,
    category: str = "",
    part: str = "cone",
    sides: int = SIDES,
    top_radius: float = 0.0,
    name: str = "cone",
) -> Asset:
    """An upright cone, cut off where its top has a radius; metres."""
    profile = [(0.0, 0.0), (radius, 0.0), (top_radius, height), (0.0, height)]
    return _solid(turned(name, profile, material, part, sides), category)


def sphere(radius: float, material: Material, category: str = "", part: str = "sphere", sides: int = SIDES) -> Asset:
    """A ball that lies on its origin; metres."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, sides // 2 + 1)
    profile = np.stack([np.maximum(radius * np.cos(angle), 0.0), radius * (1.0 + np.sin(angle))], axis=1)
    return _solid(turned("sphere", profile, material, part, sides, sharp=False), category)


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


def turned(
    name: str, profile: ArrayLike, material: Material, part: str, sides: int = SIDES, sharp: bool = True
) -> Mesh:
    """A mesh of revolution about z.

    Args:
        profile: (N, 2) radius and z in metres, from the bottom up on the outside.
        sharp: keeps edges at the profile's points; otherwise the surface is smooth.
    """
    points = np.asarray(profile, np.float64)
    if sharp:
        steps = np.diff(points, axis=0)
        unit = EDGE_M * steps / np.maximum(np.linalg.norm(steps, axis=1, keepdims=True), EDGE_M)
        points = np.stack([points[:-1], points[:-1] + unit, points[1:] - unit, points[1:]], axis=1).reshape(-1, 2)
        points = points[np.append(True, np.linalg.norm(np.diff(points, axis=0), axis=1) > EDGE_M / 2)]
    angle = np.arange(sides) * (2.0 * np.pi / sides)
    radius = points[:, :1]
    rings = np.stack([radius * np.cos(angle), radius * np.sin(angle), points[:, 1:] + 0.0 * angle], axis=2)
    index = np.arange(len(points) * sides).reshape(len(points), sides)
    index = np.concatenate([index, index[:, :1]], axis=1)
    quads = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], axis=2).reshape(-1, 4)
    mesh = polygons(name, rings.reshape(-1, 3), tuple(map(tuple, quads.tolist())), material, part)
    return replace(mesh, smooth=True)


def _solid(mesh: Mesh, category: str) -> Asset:
    labels = (Label(category),) if category else ()
    return boxed(Asset(mesh.name, (mesh,), (1.0, 1.0, 1.0), LICENCE, ORIGIN, labels=labels))
