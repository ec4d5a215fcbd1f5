"""Surfaces of things that stand in Blender, for the labels: what Cycles renders, where it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from annotate.frame import Cutout, Surface
from assets import Curves, Material
from assets.materials import Affine
from render.blender.holes import hole_place
from render.blender.motion import place_of
from scenes import Placed


def surface_of(placed: Placed, shapes: Sequence[Surface]) -> Surface:
    """A thing's surface in the world, with the hair that a label counts.

    Args:
        shapes: of its meshes, in the asset's frame.
    """
    pieces = []
    for mesh, shape in zip(placed.asset.meshes, shapes, strict=True):
        pieces.append(replace(shape, vertices=place_of(placed, mesh.name).apply(shape.vertices).astype(np.float32)))
    for curves in placed.asset.curves:
        if any(label.parts is None or curves.part in label.parts for label in placed.asset.labels):
            pieces.append(_ribbons(curves, placed))
    return _join(pieces)


def mesh_surface(
    data: bpy.types.Mesh, slots: Sequence[tuple[str, Material]], cutout: Callable[[Material], Cutout | None]
) -> Surface:
    """The surface of Blender's mesh, in the asset's frame.

    Args:
        slots: the part and the material behind each of its material slots.
        cutout: what of a material is there.
    """
    data.calc_loop_triangles()
    vertices = read(data, "position", "vector", np.empty(len(data.vertices) * 3, np.float32))
    corners = read(data, ".corner_vert", "value", np.empty(len(data.loops), np.int32))
    triangles = np.empty(len(data.loop_triangles) * 3, np.int32)
    data.loop_triangles.foreach_get("loops", triangles)
    slot = read(data, "material_index", "value", np.empty(len(data.polygons), np.int32))
    sizes = np.empty(len(data.polygons), np.int32)
    data.polygons.foreach_get("loop_total", sizes)
    part = np.repeat(slot, sizes - 2)
    surface = Surface(
        vertices.reshape(-1, 3), corners[triangles].reshape(-1, 3), tuple(name for name, _ in slots), part
    )
    looks = [material for _, material in slots]
    return _with_holes(surface, [cutout(look) for look in looks], list(map(hole_place, looks)), data, triangles)


def _with_holes(
    surface: Surface,
    holes: Sequence[Cutout | None],
    places: Sequence[Affine],
    data: bpy.types.Mesh,
    loops: NDArray[np.int32],
) -> Surface:
    """The surface with the cutouts that its slots have, if any: ``part`` still is each triangle's slot."""
    cutouts = [item for item in holes if item is not None]
    if not cutouts:
        return surface
    uv = np.zeros((len(data.loops), 2), np.float32)
    layer: bpy.types.MeshUVLoopLayer | None = data.uv_layers.get("uv")
    if layer is not None:
        layer.uv.foreach_get("vector", uv.ravel())
    turns = np.array(places).reshape(-1, 2, 3)[surface.part]
    placed = np.einsum("tij,tkj->tki", turns[..., :2], uv[loops].reshape(-1, 3, 2)) + turns[:, None, :, 2]
    number = np.array([-1 if item is None else cutouts.index(item) for item in holes], np.int32)
    return replace(surface, cutouts=tuple(cutouts), cutout=number[surface.part], uv=placed.astype(np.float32))


def _ribbons(curves: Curves, placed: Placed) -> Surface:
    """Each strand as two crossed ribbons of its own width: enough for a silhouette from any side."""
    points = placed.pose.apply(curves.points)
    along = np.gradient(points, axis=1)
    side = np.cross(along, [0.0, 0.0, 1.0]) + 1e-12
    side /= np.linalg.norm(side, axis=2, keepdims=True)
    other = np.cross(side, along)
    other /= np.linalg.norm(other, axis=2, keepdims=True) + 1e-12
    pieces = [_ribbon(points, offset * curves.radius[..., None]) for offset in (side, other)]
    vertices, triangles = (np.concatenate(arrays) for arrays in zip(*_stacked(pieces), strict=True))
    return Surface(vertices, triangles, (curves.part,), np.zeros(len(triangles), np.int32))


def _ribbon(points: NDArray[np.float64], offset: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    strands, count = points.shape[:2]
    vertices = np.stack([points - offset, points + offset], axis=2).reshape(-1, 3).astype(np.float32)
    left = (np.arange(strands)[:, None] * count + np.arange(count - 1)) * 2
    quads = np.stack([left, left + 1, left + 3, left, left + 3, left + 2], axis=2)
    return vertices, quads.reshape(-1, 3).astype(np.int32)


def _stacked(
    pieces: Sequence[tuple[NDArray[np.float32], NDArray[np.int32]]],
) -> list[tuple[NDArray[np.float32], NDArray[np.int32]]]:
    """The same pieces with triangle indices that hold once the vertices are concatenated."""
    offsets = np.cumsum([0, *(len(vertices) for vertices, _ in pieces)])
    return [(v, (t + offset).astype(np.int32)) for (v, t), offset in zip(pieces, offsets, strict=False)]


def _join(pieces: Sequence[Surface]) -> Surface:
    parts = tuple(dict.fromkeys(part for piece in pieces for part in piece.parts))
    stacked = _stacked([(piece.vertices, piece.triangles) for piece in pieces])
    lookup = [np.array([parts.index(part) for part in piece.parts], np.int32)[piece.part] for piece in pieces]
    vertices, triangles = (np.concatenate(arrays) for arrays in zip(*stacked, strict=True))
    whole = Surface(vertices, triangles, parts, np.concatenate(lookup))
    cutouts = tuple(cutout for piece in pieces for cutout in piece.cutouts)
    if not cutouts:
        return whole
    first = np.cumsum([0, *(len(piece.cutouts) for piece in pieces)]).tolist()
    cutout = [np.where(p.cutout < 0, -1, p.cutout + n).astype(np.int32) for p, n in zip(pieces, first, strict=False)]
    uv = [np.zeros((len(p.triangles), 3, 2), np.float32) if p.uv is None else p.uv for p in pieces]
    return replace(whole, cutouts=cutouts, cutout=np.concatenate(cutout), uv=np.concatenate(uv))


def read(data: bpy.types.Mesh, attribute: str, field_name: str, out: NDArray[Any]) -> NDArray[Any]:
    """An attribute's values, read into ``out``."""
    data.attributes[attribute].data.foreach_get(field_name, out)
    return out
