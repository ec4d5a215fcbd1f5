"""Evaluated meshes of an imported model as plain arrays, each object in its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from assets.library.manifest import MaterialRow, Table
from assets.library.raw import Raw
from assets.materials import Affine
from render.blender.import_materials import Images, Look

GREY, WHITE = (
    0.5,
    1.0,
)  # of what has neither material nor colours, beside things that have, and of what only has no colours
EDGE = 1e-3  # of an image's side: coordinates are this exact at best
STEPS = 65_535  # of each colour's channel


@dataclass(frozen=True, eq=False)
class Piece:
    """An object's mesh in the world.

    Attributes:
        vertices: (V, 3) float32; corners (L,), sizes (F,), material (F,) int32, -1 for none, as ``Raw`` has them.
        uv: (L, 2) float32, or None.
        colors: (V, 3) float32, or None.
        unused: names of what the mesh has besides, texture coordinates and colours.
    """

    name: str
    vertices: NDArray[np.float32]
    corners: NDArray[np.int32]
    sizes: NDArray[np.int32]
    material: NDArray[np.int32]
    uv: NDArray[np.float32] | None
    colors: NDArray[np.float32] | None
    unused: tuple[str, ...]


def piece_of(
    name: str, data: bpy.types.Mesh, matrix: NDArray[np.float64], slots: Sequence[tuple[int, Look | None]], bare: bool
) -> Piece:
    """An object's mesh; vertices are split where normals part, as hard edges need it, and where colours do.

    Args:
        slots: for each of its materials the number and the look.
        bare: whether colours of vertices count without a material that asks for them.
    """
    corners = _read(data.loops, "vertex_index", np.int32)
    sizes = _read(data.polygons, "loop_total", np.int32)
    slot = np.clip(_read(data.polygons, "material_index", np.int32), 0, max(len(slots) - 1, 0))
    looks = [look for _, look in slots] or [None]
    slot_of_corner = np.repeat(slot, sizes)
    uv, uv_names = _uv(data, looks, slot_of_corner)
    colour, colour_names = _colours(data, looks, slot_of_corner, corners, bare)
    key = _normal_key(data, corners)
    if colour is not None:
        key = np.unique(key, return_inverse=True)[1].ravel() * (len(corners) + 1) + _colour_key(colour)
    _, first, split = np.unique(key, return_index=True, return_inverse=True)
    points = _read(data.vertices, "co", np.float32, 3)[corners[first]]
    split = split.ravel().astype(np.int32)
    if np.linalg.det(matrix[:3, :3]) < 0.0:  # mirrored: faces would look inward
        order = _reversed(sizes)
        split, uv = split[order], None if uv is None else uv[order]
    left = [layer.name for layer in data.uv_layers if layer.name not in uv_names and len(data.uv_layers) > 1]
    left += [layer.name for layer in data.color_attributes if layer.name not in colour_names]
    return Piece(
        name,
        (points @ matrix[:3, :3].T + matrix[:3, 3]).astype(np.float32),
        split,
        sizes,
        np.array([number for number, _ in slots] or [-1], np.int32)[slot],
        uv,
        None if colour is None else colour[first],
        tuple(left),
    )


def _read(items: Any, name: str, kind: type, each: int = 1) -> NDArray[Any]:
    """(N, each) values of a property of N items, (N,) where that is one."""
    out: NDArray[Any] = np.empty(len(items) * each, kind)
    items.foreach_get(name, out)
    return out if each == 1 else out.reshape(-1, each)


def _normal_key(data: bpy.types.Mesh, corners: NDArray[np.int32]) -> NDArray[np.int64]:
    """(L,) a number for each vertex and coarse direction."""
    normals = _read(data.corner_normals, "vector", np.float32, 3)
    coarse = np.round(normals * 50.0).astype(np.int64) + 64
    return np.asarray(((corners.astype(np.int64) * 128 + coarse[:, 0]) * 128 + coarse[:, 1]) * 128 + coarse[:, 2])


def _colour_key(colour: NDArray[np.float32]) -> NDArray[np.int64]:
    """(L,) a number below L for each colour."""
    whole = np.round(colour * STEPS).astype(np.int64)
    return np.unique((whole[:, 0] << 32) + (whole[:, 1] << 16) + whole[:, 2], return_inverse=True)[1].ravel()


def _uv(
    data: bpy.types.Mesh, looks: Sequence[Look | None], slot_of_corner: NDArray[np.int32]
) -> tuple[NDArray[np.float32] | None, set[str]]:
    """(L, 2) texture coordinates, of each face those that its material's images use; and their sets' names."""
    shown = next((layer for layer in data.uv_layers if layer.active_render), data.uv_layers.active)
    if shown is None:
        return None, set()
    layers = [data.uv_layers.get(look.uv) if look is not None and look.uv else None for look in looks]
    chosen = [layer or shown for layer in layers]
    out = np.zeros((len(data.loops), 2), np.float32)
    for name in {layer.name for layer in chosen}:
        mine = np.isin(slot_of_corner, [index for index, layer in enumerate(chosen) if layer.name == name])
        out[mine] = _read(data.uv_layers[name].uv, "vector", np.float32, 2)[mine]
    return out, {layer.name for layer in chosen}


def _colours(
    data: bpy.types.Mesh,
    looks: Sequence[Look | None],
    slot_of_corner: NDArray[np.int32],
    corners: NDArray[np.int32],
    bare: bool,
) -> tuple[NDArray[np.float32] | None, set[str]]:
    """(L, 3) colours of corners and their attributes' names; None where no face shows any."""
    shown = data.color_attributes
    usual = shown[shown.render_color_index] if 0 <= shown.render_color_index < len(shown) else None
    out, names = np.full((len(corners), 3), WHITE, np.float32), set[str]()
    for index, look in enumerate(looks):
        mine = slot_of_corner == index
        wanted = look.colors if look is not None else ""
        if wanted is None and bare:
            wanted = ""
        layer = shown.get(wanted) if wanted else usual if wanted == "" else None
        if layer is None:
            out[mine] = WHITE if look is not None else GREY
            continue
        each = _read(layer.data, "color", np.float32, 4)[:, :3]
        each = each[corners] if layer.domain == "POINT" else each
        out[mine] = np.clip(np.nan_to_num(each[mine], nan=1.0), 0.0, 1.0)
        names.add(layer.name)
    return (out, names) if names else (None, names)


def _reversed(sizes: NDArray[np.int32]) -> NDArray[np.int64]:
    """(L,) corners of every face the other way round."""
    ends = np.cumsum(sizes.astype(np.int64))
    starts = ends - sizes
    at = np.arange(int(ends[-1]))
    return np.asarray(np.repeat(starts + ends - 1, sizes) - at)


def joined(pieces: Sequence[Piece], rows: tuple[MaterialRow, ...], images: Images, lost: tuple[str, ...]) -> Raw:
    """All pieces as one model."""
    names = tuple(dict.fromkeys(piece.name for piece in pieces))
    number = {name: index for index, name in enumerate(names)}
    offsets = np.cumsum([0, *(len(piece.vertices) for piece in pieces)])
    return Raw(
        np.concatenate([piece.vertices for piece in pieces]),
        np.concatenate([p.corners + offset for p, offset in zip(pieces, offsets, strict=False)]).astype(np.int32),
        np.concatenate([piece.sizes for piece in pieces]),
        np.concatenate([piece.material for piece in pieces]),
        np.concatenate([np.full(len(piece.sizes), number[piece.name], np.int32) for piece in pieces]),
        _all_uv(pieces),
        Table(objects=names, materials=rows, images=tuple(images.names)),
        tuple(images.pixels),
        tuple(images.missing),
        _all_colours(pieces),
        lost,
    )


def leads_beyond(pieces: Sequence[Piece], material: int, transform: Affine) -> bool:
    """Whether texture coordinates of a material's faces lead beyond an image's edge."""
    for piece in pieces:
        if piece.uv is not None:
            mine = piece.uv[np.repeat(piece.material == material, piece.sizes)]
            places = mine @ np.array(transform).reshape(2, 3)[:, :2].T + np.array(transform)[[2, 5]]
            if len(places) and (places.min() < -EDGE or places.max() > 1.0 + EDGE):
                return True
    return False


def _all_uv(pieces: Sequence[Piece]) -> NDArray[np.float32] | None:
    if all(piece.uv is None for piece in pieces):
        return None
    return np.concatenate([np.zeros((len(p.corners), 2), np.float32) if p.uv is None else p.uv for p in pieces])


def _all_colours(pieces: Sequence[Piece]) -> NDArray[np.float32] | None:
    if all(piece.colors is None for piece in pieces):
        return None
    return np.concatenate([_own_colours(piece) if piece.colors is None else piece.colors for piece in pieces])


def _own_colours(piece: Piece) -> NDArray[np.float32]:
    """(V, 3) of a piece without colours, beside others that have some: where it has no material it is grey."""
    out = np.full((len(piece.vertices), 3), WHITE, np.float32)
    out[piece.corners[np.repeat(piece.material < 0, piece.sizes)]] = GREY
    return out
