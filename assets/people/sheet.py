"""Triangles that are cut along a field, and the shells that clothes and hair are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.geometry import Mesh
from assets.materials import Material
from assets.polygons import Shape, grid_quads

type Points = NDArray[np.float32]
type Field = NDArray[np.float32]
type Triangles = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A surface with everything that a cut has to interpolate.

    Attributes:
        points, normals, rest: (N, 3) posed place, its normal, and the place on the base body.
        arm: (N,) place along the arm, see ``BodyData``.
        triangles: (T, 3).
    """

    points: Points
    normals: Points
    rest: Points
    arm: Field
    triangles: Triangles


@dataclass(frozen=True, eq=False)
class Piece:
    """Attributes:
    points: (N, 3) metres.
    triangles: (T, 3) counter-clockwise from outside.
    material: of all of them.
    rest: (N, 3) place on the base body, for patterns; None for the points themselves.
    """

    points: Points
    triangles: Triangles
    material: Material
    rest: Points | None = None


def cut(sheet: Sheet, *fields: Field) -> Sheet:
    """The part where all fields (N,) are below 0; edges that cross 0 are cut there."""
    packed = np.concatenate(
        [sheet.points, sheet.normals, sheet.rest, sheet.arm[:, None], np.stack(fields, 1)], 1, dtype=np.float32
    )
    inside = np.stack(fields, 1) < 0.0
    triangles = sheet.triangles
    triangles = triangles[(inside[triangles[:, 0]] | inside[triangles[:, 1]] | inside[triangles[:, 2]]).all(1)]
    for k in range(len(fields)):
        packed, triangles = _cut(packed, triangles, packed[:, 10 + k])
    used, flat = np.unique(triangles, return_inverse=True)
    packed = packed[used]
    return Sheet(packed[:, :3], packed[:, 3:6], packed[:, 6:9], packed[:, 9], flat.reshape(-1, 3).astype(np.int32))


def _cut(packed: Points, triangles: Triangles, field: Field) -> tuple[Points, Triangles]:
    inside = (field < 0.0)[triangles]
    count = inside[:, 0] + inside[:, 1].astype(np.int8) + inside[:, 2]
    one, two = count == 1, count == 2
    odd = np.where(one, inside.argmax(1), (~inside).argmax(1))  # the corner that is alone on its side
    turned = triangles[np.arange(len(triangles))[:, None], (odd[:, None] + np.arange(3)) % 3]
    crossed = turned[one | two]
    if not len(crossed):
        return packed, triangles[count == 3]
    ends = np.sort(np.concatenate([crossed[:, [0, 1]], crossed[:, [0, 2]]]), axis=1)
    _, first, index = np.unique(
        ends[:, 0].astype(np.int64) * len(packed) + ends[:, 1], return_index=True, return_inverse=True
    )
    a, b = ends[first].T
    share = (field[a] / (field[a] - field[b]))[:, None]
    added = packed[a] + (packed[b] - packed[a]) * share
    left, right = (index + len(packed)).reshape(2, -1).astype(np.int32)
    single = one[one | two]
    tips = np.stack([crossed[:, 0], left, right], 1)[single]
    low = np.stack([left, crossed[:, 1], crossed[:, 2]], 1)[~single]
    high = np.stack([left, crossed[:, 2], right], 1)[~single]
    return np.concatenate([packed, added]), np.concatenate([triangles[count == 3], tips, low, high])


def shell(sheet: Sheet, thickness: Field | float, material: Material, inner: float = -0.004) -> Piece:
    """The sheet lifted along its normals, metres, with its open edges turned in to ``inner``."""
    outer = (
        sheet.points + sheet.normals * np.broadcast_to(np.asarray(thickness, np.float32), len(sheet.points))[:, None]
    )
    edges = border(sheet.triangles)
    ends, flat = np.unique(edges, return_inverse=True)
    flat = flat.reshape(-1, 2) + len(outer)
    low = flat + len(ends)
    tails = np.stack([flat[:, 1], flat[:, 0], low[:, 0]], 1), np.stack([flat[:, 1], low[:, 0], low[:, 1]], 1)
    under = sheet.points[ends] + sheet.normals[ends] * np.float32(inner)
    return Piece(
        np.concatenate([outer, outer[ends], under]),
        np.concatenate([sheet.triangles, *tails]).astype(np.int32),
        material,
        np.concatenate([sheet.rest, sheet.rest[ends], sheet.rest[ends]]),
    )


def border(triangles: Triangles) -> NDArray[np.int32]:
    """(E, 2) directed edges that no second triangle runs back along."""
    heads, tails = triangles.ravel(), triangles[:, [1, 2, 0]].ravel()
    low, high = np.minimum(heads, tails).astype(np.int64), np.maximum(heads, tails)
    key = low * (int(high.max()) + 1) + high
    order = np.argsort(key)
    new = np.diff(key[order], prepend=-1, append=-1) != 0
    single = order[new[:-1] & new[1:]]
    return np.stack([heads[single], tails[single]], 1)


def normals(points: Points, triangles: Triangles) -> Points:
    """(N, 3) unit normals, weighted by area."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    u, v = (b - a).T, (c - a).T
    face = np.stack([u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]], 1)
    flat = triangles.ravel()
    out = np.stack([np.bincount(flat, np.repeat(face[:, k], 3), len(points)) for k in range(3)], 1)
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12), np.float32)


def of_grid(points: NDArray[np.floating], material: Material, faces: NDArray[np.bool_] | None = None) -> Piece:
    """A sheet over (N, M, 3) points; ``faces`` (N - 1, M - 1) chooses among its quads. See ``polygons.grid``."""
    index = np.arange(points.shape[0] * points.shape[1]).reshape(points.shape[:2])
    quads = grid_quads(index)
    if faces is not None:
        quads = quads[faces.ravel()]
    return Piece(points.reshape(-1, 3).astype(np.float32), _halves(quads), material)


def of_shape(shape: Shape, material: Material, points: NDArray[np.floating]) -> Piece:
    """A shape of quads with its points moved to ``points`` (V, 3)."""
    return Piece(np.asarray(points, np.float32), _halves(shape.quads), material, shape.points.astype(np.float32))


def _halves(quads: NDArray[np.int64]) -> Triangles:
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)


class Neighbours:
    """The vertices next to each vertex of a fixed surface, for smoothing; made once."""

    def __init__(self, triangles: Triangles) -> None:
        count = int(triangles.max()) + 1
        edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
        edges = np.unique(np.concatenate([edges, edges[:, ::-1]]), axis=0)
        ends = border(triangles)
        starts = np.searchsorted(edges[:, 0], np.arange(count + 1))
        widest = int(np.diff(starts).max())
        self.table = np.tile(np.arange(count)[:, None], (1, widest))
        column = np.arange(len(edges)) - starts[edges[:, 0]]
        self.table[edges[:, 0], column] = edges[:, 1]
        degree = np.maximum(np.diff(starts), 1)
        self.share = (np.arange(widest) < degree[:, None]).astype(np.float32) / degree[:, None].astype(np.float32)
        self.free = np.ones((count, 1), np.float32)
        self.free[ends.ravel()] = 0.0

    def smooth(self, points: Points, rounds: int) -> Points:
        """Points (N, 3) drawn to the middle of their neighbours and back out, so that limbs stay thick.

        Taubin (1995). Those of the border stay.
        """
        for strength in (0.55, -0.56) * rounds:
            mean = (self.share[:, :, None] * points[self.table]).sum(1)
            points = np.asarray(points + strength * self.free * (mean - points), np.float32)
        return points


def to_mesh(name: str, part: str, pieces: Sequence[Piece]) -> Mesh:
    """All pieces as one mesh of one part."""
    materials: list[Material] = []
    for piece in pieces:
        if piece.material not in materials:
            materials.append(piece.material)
    offsets = np.cumsum([0, *(len(piece.points) for piece in pieces)])
    triangles = np.concatenate([p.triangles + offset for p, offset in zip(pieces, offsets, strict=False)])
    index = np.concatenate([np.full(len(p.triangles), materials.index(p.material), np.int32) for p in pieces])
    points = np.concatenate([piece.points for piece in pieces]).astype(np.float32)
    rest = np.concatenate([piece.points if piece.rest is None else piece.rest for piece in pieces]).astype(np.float32)
    return Mesh(
        name,
        points,
        np.ascontiguousarray(triangles.ravel(), np.int32),
        np.full(len(triangles), 3, np.int32),
        tuple(materials),
        (part,),
        index,
        np.zeros(len(triangles), np.int32),
        attributes={"rest": rest},
    )
