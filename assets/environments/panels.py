"""Flat faces with texture coordinates in metres: what buildings, signs and boxes are put together from.

Unlike ``assets.polygons`` nothing is welded, and every face carries the coordinates that procedural walls and windows
are drawn in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.asset import Asset
from assets.geometry import BOX_CORNERS, BOX_FACES, Mesh
from assets.materials import Material
from assets.polygons import Shape, to_mesh
from assets.vectors import cross

LICENCE, ORIGIN = "CC0-1.0", "Prelabel, procedural"
PART = "scenery"

type Float64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Panels:
    """Attributes:
    corners: (F, 4, 3) metres, counter-clockwise from outside.
    uv: (F, 4, 2) texture coordinates.
    skin: name of the material.
    """

    corners: Float64
    uv: Float64
    skin: str

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0, yaw: float = 0.0) -> "Panels":
        """Turned by ``yaw`` radians about z, then moved; texture coordinates stay."""
        cos, sin = np.cos(yaw), np.sin(yaw)
        turn = np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
        return Panels(self.corners @ turn + np.array([x, y, z]), self.uv, self.skin)


def panels(corners: ArrayLike, skin: str, uv: ArrayLike | None = None) -> Panels:
    """Faces of (F, 4, 3) or (4, 3) corners; without ``uv`` they get metres along and up a wall, x and y if level."""
    quads = np.asarray(corners, np.float64).reshape(-1, 4, 3)
    coordinates = _metres(quads) if uv is None else np.broadcast_to(np.asarray(uv, np.float64), (len(quads), 4, 2))
    return Panels(quads, coordinates, skin)


def _metres(quads: Float64) -> Float64:
    normal = np.abs(cross(quads[:, 2] - quads[:, 0], quads[:, 3] - quads[:, 1]))
    level = normal[:, 2] > normal[:, :2].max(axis=1)
    along = np.where(normal[:, :1] >= normal[:, 1:2], quads[..., 1], quads[..., 0])
    u = np.where(level[:, None], quads[..., 0], along)
    v = np.where(level[:, None], quads[..., 1], quads[..., 2])
    return np.stack([u, v], axis=2)


def boxes(low: ArrayLike, high: ArrayLike, skin: str) -> Panels:
    """Boxes between (N, 3) or (3,) low and high corners, which broadcast."""
    low, high = np.broadcast_arrays(np.atleast_2d(np.asarray(low, float)), np.atleast_2d(np.asarray(high, float)))
    points = np.where(BOX_CORNERS > 0, high[:, None], low[:, None])
    return panels(points[:, np.array(BOX_FACES)].reshape(-1, 4, 3), skin)


def tapered(half: tuple[float, float], low: float, high: float, foot: float, skin: str) -> Panels:
    """A box between two heights, of ``half`` sizes along x and y, whose foot is ``foot`` times as wide as its top."""
    body = boxes([-half[0], -half[1], low], [half[0], half[1], high], skin)
    scale = np.where(body.corners[..., 2:] < (low + high) / 2, foot, 1.0)
    return panels(np.concatenate([body.corners[..., :2] * scale, body.corners[..., 2:]], axis=-1), skin)


def wall(width: float, low: float, high: float, skin: str) -> Panels:
    """An upright rectangle on x = 0 that looks along +x, centred on y = 0, from z = ``low`` to ``high``."""
    half = width / 2.0
    return panels([[0.0, -half, low], [0.0, half, low], [0.0, half, high], [0.0, -half, high]], skin)


def prism(outline: ArrayLike, low: float, high: float, skin: str) -> Panels:
    """A convex (N, 2) outline in y and z, counter-clockwise seen from +x, stretched from x = ``low`` to ``high``."""
    outline = np.asarray(outline, np.float64)
    following = np.roll(outline, -1, axis=0)
    front, back = (np.insert(outline, 0, x, axis=1) for x in (high, low))
    front_next, back_next = (np.insert(following, 0, x, axis=1) for x in (high, low))
    sides = np.stack([back, back_next, front_next, front], axis=1)
    fan = [(0, k, k + 1, min(k + 2, len(outline) - 1)) for k in range(1, len(outline) - 1, 2)]
    fan = [face for face in fan if face[2] < len(outline)]
    caps = np.array([front[list(face)] for face in fan] + [back[list(face)][::-1] for face in fan])
    return panels(np.concatenate([sides[:, ::-1], caps]), skin)


def scenery(
    name: str,
    flat: Sequence[Panels],
    materials: Mapping[str, Material],
    round_: Shape | None = None,
    attributes: Mapping[str, Float64] | None = None,
    keypoints: Mapping[str, tuple[float, float, float]] | None = None,
) -> Asset:
    """An asset without labels, its size measured on its geometry.

    Args:
        flat: faces that keep their edges.
        round_: a shape with smooth normals beside them.
        attributes: of the flat mesh, (F, 4) or (F, 4, 3) by name, read by shaders.
    """
    meshes = [] if not flat else [_mesh("flat", flat, materials, attributes or {})]
    if round_ is not None:
        meshes.append(to_mesh("round", round_, materials))
    low = np.min([mesh.vertices.min(axis=0) for mesh in meshes], axis=0).astype(np.float64)
    high = np.max([mesh.vertices.max(axis=0) for mesh in meshes], axis=0).astype(np.float64)
    length, width, height = (float(value) for value in np.maximum(high - low, 1e-3))
    x, y, z = (float(value) for value in (low + high) / 2.0)
    return Asset(
        name, tuple(meshes), (length, width, height), LICENCE, ORIGIN, (x, y, z), keypoints=dict(keypoints or {})
    )


def _mesh(
    name: str, flat: Sequence[Panels], materials: Mapping[str, Material], attributes: Mapping[str, Float64]
) -> Mesh:
    names = list(dict.fromkeys(group.skin for group in flat))
    counts = [len(group.corners) for group in flat]
    faces = sum(counts)
    corners = np.concatenate([group.corners for group in flat]).reshape(-1, 3)
    return Mesh(
        name,
        corners.astype(np.float32),
        np.arange(4 * faces, dtype=np.int32),
        np.full(faces, 4, np.int32),
        tuple(materials[key] for key in names),
        (PART,),
        np.repeat([names.index(group.skin) for group in flat], counts).astype(np.int32),
        np.zeros(faces, np.int32),
        uv=np.concatenate([group.uv for group in flat]).reshape(-1, 2).astype(np.float32),
        smooth=False,
        attributes={
            key: values.reshape(4 * faces, *values.shape[2:]).astype(np.float32) for key, values in attributes.items()
        },
    )
