"""Quads with a material and a part each, and the ways to make them: grids, lathes, tubes, boxes, recesses.

Materials and parts go by name here; ``to_mesh`` turns them into the indices that ``assets.Mesh`` holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets import Material, Mesh
from assets.geometry import BOX_CORNERS, BOX_FACES
from assets.vectors import cross

type Points = NDArray[np.float64]
type Quads = NDArray[np.int64]
type Skin = tuple[str, str]
"""The name of a material and of a part."""


@dataclass(frozen=True, eq=False)
class Shape:
    """Attributes:
    points: (V, 3) metres.
    quads: (F, 4) vertex indices, counter-clockwise from outside.
    skin: (F,) indices into ``skins``.
    skins: material and part by index.
    """

    points: Points
    quads: Quads
    skin: NDArray[np.int64]
    skins: tuple[Skin, ...]

    def moved(self, offset: ArrayLike, rotation: ArrayLike | None = None) -> "Shape":
        """Turned by the (3, 3) ``rotation``, then moved by ``offset``, metres."""
        points = self.points if rotation is None else self.points @ np.asarray(rotation, np.float64).T
        return Shape(points + np.asarray(offset, np.float64), self.quads, self.skin, self.skins)

    def mirrored(self) -> "Shape":
        """The other side of the thing: y turned around, faces still looking outward."""
        return Shape(self.points * [1.0, -1.0, 1.0], self.quads[:, ::-1], self.skin, self.skins)

    def pair(self) -> "Shape":
        """This and its mirror image."""
        return join([self, self.mirrored()])


def join(shapes: Sequence[Shape]) -> Shape:
    """All shapes as one; nothing is welded."""
    skins = tuple(dict.fromkeys(skin for shape in shapes for skin in shape.skins))
    offsets = np.cumsum([0, *(len(shape.points) for shape in shapes)])
    table = [np.array([skins.index(skin) for skin in shape.skins], np.int64) for shape in shapes]
    return Shape(
        np.concatenate([shape.points for shape in shapes]),
        np.concatenate([shape.quads + offset for shape, offset in zip(shapes, offsets, strict=False)]),
        np.concatenate([lookup[shape.skin] for shape, lookup in zip(shapes, table, strict=True)]),
        skins,
    )


def to_mesh(
    name: str, shape: Shape, materials: Mapping[str, Material], subdivision: int = 0, smooth: bool = True
) -> Mesh:
    """The shape as the mesh of an asset, in float32."""
    names = list(dict.fromkeys(skin[0] for skin in shape.skins))
    parts = tuple(dict.fromkeys(skin[1] for skin in shape.skins))
    material = np.array([names.index(skin[0]) for skin in shape.skins], np.int32)
    part = np.array([parts.index(skin[1]) for skin in shape.skins], np.int32)
    return Mesh(
        name,
        shape.points.astype(np.float32),
        np.ascontiguousarray(shape.quads.ravel(), np.int32),
        np.full(len(shape.quads), 4, np.int32),
        tuple(materials[key] for key in names),
        parts,
        material[shape.skin],
        part[shape.skin],
        subdivision=subdivision,
        smooth=smooth,
    )


def grid(points: ArrayLike, skin: Skin, closed: bool = False) -> Shape:
    """A sheet over (N, M, 3) points; ``closed`` joins the last column of the second axis to the first.

    It looks along the cross product of the first axis' direction with the second's.
    """
    points = np.asarray(points, np.float64)
    rows, columns = points.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    if closed:
        index = np.concatenate([index, index[:, :1]], axis=1)
    return Shape(points.reshape(-1, 3), grid_quads(index), np.zeros(index[1:, 1:].size, np.int64), (skin,))


def grid_quads(index: Quads) -> Quads:
    """(F, 4) quads between the vertices of an (N, M) index grid, first axis outermost."""
    return np.stack([index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]], axis=2).reshape(-1, 4)


def lathe(profile: ArrayLike, segments: int, skin: Skin) -> Shape:
    """A profile turned about the y axis.

    Args:
        profile: (N, 2) radius and y, metres; where it runs towards +y it looks away from the axis.
    """
    profile = np.asarray(profile, np.float64)
    angle = np.arange(segments) * (2.0 * np.pi / segments)
    radius, y = profile[:, 0, None], profile[:, 1, None]
    points = np.stack([radius * np.cos(angle), y + 0.0 * angle, radius * np.sin(angle)], axis=2)
    return grid(points, skin, closed=True)


def tube(path: ArrayLike, radius: ArrayLike, skin: Skin, sides: int = 6, ring: bool = False) -> Shape:
    """A tube along (N, 3) points; ``radius`` is one number, or (2,) half sizes across and along z. Ends are capped."""
    path = np.asarray(path, np.float64)
    along = np.roll(path, -1, 0) - np.roll(path, 1, 0) if ring else np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    up = np.array([0.0, 0.0, 1.0]) if np.abs(along[:, 2]).max() < 0.95 else np.array([0.0, 1.0, 0.0])
    side = cross(up, along)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    over = cross(along, side)
    size = np.broadcast_to(np.asarray(radius, np.float64), (2,))
    angle = -np.arange(sides) * (2.0 * np.pi / sides) + np.pi / sides
    circle = side[:, None] * np.cos(angle)[:, None] * size[0] + over[:, None] * np.sin(angle)[:, None] * size[1]
    points = path[:, None] + circle
    if ring:
        points = np.concatenate([points, points[:1]])
    else:
        points = np.concatenate([np.repeat(path[:1, None], sides, 1), points, np.repeat(path[-1:, None], sides, 1)])
    return grid(points, skin, closed=True)


def box(low: ArrayLike, high: ArrayLike, skin: Skin) -> Shape:
    """A box between two corners, metres."""
    points = np.where(BOX_CORNERS > 0, np.asarray(high, np.float64), np.asarray(low, np.float64))
    return Shape(points, np.array(BOX_FACES), np.zeros(6, np.int64), (skin,))


def pillow(size: ArrayLike, skin: Skin, exponent: float = 4.0, segments: int = 12) -> Shape:
    """A box with round edges (a superellipsoid) around the origin.

    Args:
        size: full lengths along x, y, z, metres.
        exponent: 2 for an ellipsoid, larger for a sharper box.
    """
    power = 2.0 / exponent
    lat = np.linspace(-np.pi / 2, np.pi / 2, segments // 2 + 3)[:, None]
    lon = np.arange(segments) * (2.0 * np.pi / segments) + np.pi / segments
    unit = np.stack(
        [
            _power(np.cos(lat), power) * _power(np.cos(lon), power),
            _power(np.cos(lat), power) * _power(np.sin(lon), power),
            _power(np.sin(lat), power) + 0.0 * lon,
        ],
        axis=2,
    )
    flipped = unit[:, ::-1]  # so that the cross product of latitude and longitude looks outward
    return grid(flipped * np.asarray(size, np.float64) / 2.0, skin, closed=True)


def _power(values: Points, power: float) -> Points:
    out: Points = np.sign(values) * np.abs(values) ** power
    return out


def weld_mirror(shape: Shape) -> Shape:
    """The half body (y ≥ 0) with its mirror image, sharing the vertices on y = 0."""
    count = len(shape.points)
    on_plane = np.abs(shape.points[:, 1]) < 1e-9
    other = np.where(on_plane, np.arange(count), count + np.cumsum(~on_plane) - 1)
    points = np.concatenate([shape.points, shape.points[~on_plane] * [1.0, -1.0, 1.0]])
    quads = np.concatenate([shape.quads, other[shape.quads][:, ::-1]])
    return Shape(points, quads, np.tile(shape.skin, 2), shape.skins)


def mirror_line(half: Points) -> Points:
    """(2 N - 1, 3) points from the right side to the left: the mirror image of the (N, 3) left half, then the half.

    The half starts in the middle plane.
    """
    return np.concatenate([half[:0:-1] * [1.0, -1.0, 1.0], half])


def vertex_normals(points: Points, quads: Quads) -> Points:
    """(V, 3) unit normals, area-weighted over the faces around."""
    diagonal = cross(points[quads[:, 2]] - points[quads[:, 0]], points[quads[:, 3]] - points[quads[:, 1]])
    flat = quads.ravel()
    spread = np.repeat(diagonal, 4, axis=0)
    out = np.stack([np.bincount(flat, spread[:, axis], len(points)) for axis in range(3)], axis=1)
    out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-12
    return out


@dataclass(frozen=True)
class Inset:
    """How faces of one skin lie below the surface around them.

    Attributes:
        depth: metres below, along the surface's normal or along ``direction``.
        wall: skin of the step around them.
        direction: a fixed direction to sink along, or None for the normals.
    """

    depth: float
    wall: Skin
    direction: tuple[float, float, float] | None = None


def recess(shape: Shape, insets: Mapping[Skin, Inset]) -> Shape:
    """Sink the faces of some skins below their surroundings, with a wall around each region.

    Every region, the walls and the rest get vertices of their own, so that edges between them stay sharp. Catmull-Clark
    treats the border polylines alike on both sides: no gap opens when the result is subdivided.
    """
    rest = ~np.isin(shape.skin, [shape.skins.index(skin) for skin in insets if skin in shape.skins])
    return join(
        [only(shape, rest), *(sunk(shape, skin, inset) for skin, inset in insets.items() if skin in shape.skins)]
    )


def sunk(shape: Shape, skin: Skin, inset: Inset, new_skin: Skin | None = None) -> Shape:
    """The faces of one skin, sunk, with their walls; without the rest of the shape."""
    mask = shape.skin == shape.skins.index(skin)
    quads = shape.quads[mask]
    along = -vertex_normals(shape.points, shape.quads) if inset.direction is None else np.asarray(inset.direction)
    moved = shape.points + along * inset.depth
    border = _border(quads, len(shape.points))
    points = np.stack([shape.points[border], moved[border]], axis=1).reshape(-1, 3)
    walls = np.arange(len(border))[:, None] * 4 + np.array([0, 1, 3, 2])
    floor = Shape(moved, quads, np.zeros(len(quads), np.int64), (new_skin or skin,))
    wall = Shape(*_weld(points, walls), np.zeros(len(walls), np.int64), (inset.wall,))
    return join([only(floor, np.ones(len(quads), bool)), wall])


def _border(quads: Quads, count: int) -> Quads:
    """(E, 2) directed edges of the faces that no second face runs back along."""
    edges = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2)
    forward, backward = edges @ np.array([count, 1]), edges @ np.array([1, count])
    out: Quads = edges[~np.isin(forward, backward)]
    return out


def only(shape: Shape, mask: NDArray[np.bool_]) -> Shape:
    """The faces that the (F,) mask keeps, and the vertices that they use."""
    used, quads = np.unique(shape.quads[mask], return_inverse=True)
    return Shape(shape.points[used], quads.reshape(-1, 4), shape.skin[mask], shape.skins)


def _weld(points: Points, quads: Quads) -> tuple[Points, Quads]:
    """Points that are bit for bit the same become one."""
    unique, index = np.unique(points, axis=0, return_inverse=True)
    return unique, index.reshape(-1)[quads]
