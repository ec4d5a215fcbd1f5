"""Meshes and hair curves of an asset as Blender objects, and their evaluated surface for the labels."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix
from numpy.typing import NDArray

from annotate.frame import Cutout, Surface
from assets import Curves, Material, Mesh
from assets.materials import Affine
from render.blender.holes import cutout_of, hole_place
from render.blender.motion import animate
from render.blender.shaders import build_material
from render.blender.shaders.weather import INSIDE
from scenes import Placed

LOOKS = tuple(item.name for item in fields(Material) if item.name not in ("name", "params"))
BENCH = "subdivide"  # name of a scene that is never rendered

type Slot = tuple[str, Material]
"""The part and the material of some faces."""
type BuiltMesh = tuple[bpy.types.Mesh, list[Slot]]
"""Blender's mesh, already subdivided, and what is behind each of its material slots."""


@dataclass(frozen=True)
class Shared:
    """What things of one frame have in common, each built once.

    Attributes:
        meshes: of scenery, by the mesh's identity: a hundred trees cost one.
        materials: by content and by the thing and part whose name they bear; scenery shares those of no name.
        models: by content, whatever they are called: others are copied from them.
        holes: what is not whole of a material, by its identity, beside which it is kept.
    """

    meshes: dict[int, BuiltMesh] = field(default_factory=dict)
    materials: dict[tuple[str, Hashable], bpy.types.Material] = field(default_factory=dict)
    models: dict[Hashable, bpy.types.Material] = field(default_factory=dict)
    holes: dict[int, tuple[Material, Cutout | None]] = field(default_factory=dict)

    def cutout(self, material: Material) -> Cutout | None:
        """What of a material is there; None for one without holes."""
        known = self.holes.get(id(material))
        if known is None:
            known = self.holes[id(material)] = material, cutout_of(material)
        return known[1]

    def material(self, name: str, material: Material, labelled: bool) -> bpy.types.Material:
        """A Blender material for the slot of that name.

        Scenery shares one of the same content; where something is ``labelled``, that of the same thing and part.
        """
        owner, part = name.rpartition("/")[0], name.split("/")[1]
        looks = (getattr(material, key) for key in LOOKS)
        content = (part in INSIDE, *looks, *sorted(material.params.items()))
        place = (owner if labelled else "", content)
        known = self.materials.get(place)
        if known is None:
            known = self.materials[place] = self._new(name, material, content)
        return known

    def _new(self, name: str, material: Material, content: Hashable) -> bpy.types.Material:
        """One of that name: a copy, a twentieth of the cost of building it, where there is one of this content."""
        model = self.models.get(content)
        if model is None:
            made = self.models[content] = build_material(name, material)
            return made
        twin: bpy.types.Material = model.copy()
        twin.name = name
        return twin


def add_instance(
    collection: bpy.types.Collection,
    placed: Placed,
    index: int,
    shutter_s: float = 0.0,
    shared: Shared | None = None,
) -> Surface | None:
    """Build one placed asset; returns its evaluated surface if it is labelled, with the hair that a label counts.

    The surface is where it is at the middle of the ``shutter_s`` seconds through which it moves. ``shared`` is what was
    built for the same frame before.

    Materials are named ``<instance id>/<part>/<serial>``, so that Cryptomatte by material gives instances and parts.
    """
    leaf = placed.instance_id
    prefix = str(leaf) if leaf else f"0.{index}"
    transform = Matrix(placed.pose.matrix().tolist())
    shared = shared or Shared()
    pieces: list[Surface] = []
    for mesh in placed.asset.meshes:
        built = None if leaf else shared.meshes.get(id(mesh))
        data, slots = built or _mesh_data(mesh, prefix, shared)
        if not leaf:
            shared.meshes[id(mesh)] = data, slots
        obj = _link(collection, data, f"{prefix}/{mesh.name}", transform)
        animate(obj, placed.velocity_mps, shutter_s)
        if leaf:
            pieces.append(_mesh_surface(data, slots, placed, shared))
    for curves in placed.asset.curves:
        obj = _link(collection, _curves_data(curves, prefix, shared), f"{prefix}/{curves.name}", transform)
        animate(obj, placed.velocity_mps, shutter_s)
        if any(label.parts is None or curves.part in label.parts for label in placed.asset.labels):
            pieces.append(_ribbons(curves, placed))
    return _join(pieces) if leaf else None


def _link(collection: bpy.types.Collection, data: bpy.types.ID, name: str, transform: Matrix) -> bpy.types.Object:
    obj = bpy.data.objects.new(name, data)
    obj.matrix_world = transform
    collection.objects.link(obj)
    return obj


def _mesh_data(mesh: Mesh, prefix: str, shared: Shared) -> BuiltMesh:
    data = bpy.data.meshes.new(f"{prefix}/{mesh.name}")
    data.vertices.add(len(mesh.vertices))
    data.loops.add(len(mesh.corners))
    data.polygons.add(len(mesh.face_sizes))
    _fill(data, "position", "vector", mesh.vertices)
    _fill(data, ".corner_vert", "value", mesh.corners)
    starts = np.concatenate([[0], np.cumsum(mesh.face_sizes)[:-1]])
    data.polygons.foreach_set("loop_start", starts.astype(np.int32))
    stride = len(mesh.materials)
    keys, slot_of_face = np.unique(mesh.face_part * stride + mesh.face_material, return_inverse=True)
    slots = [divmod(key, stride) for key in keys.tolist()]
    data.attributes.new("material_index", "INT", "FACE")
    _fill(data, "material_index", "value", slot_of_face.astype(np.int32))
    if not mesh.smooth:
        data.attributes.new("sharp_face", "BOOLEAN", "FACE")
        _fill(data, "sharp_face", "value", np.ones(len(starts), np.bool_))
    data.update(calc_edges=True)
    if mesh.uv is not None:
        data.uv_layers.new(name="uv").uv.foreach_set("vector", mesh.uv.ravel())
    for name, values in mesh.attributes.items():
        kind = "FLOAT" if values.ndim == 1 else "FLOAT_VECTOR"
        attribute = data.attributes.new(name, kind, "POINT")
        attribute.data.foreach_set("value" if values.ndim == 1 else "vector", values.astype(np.float32).ravel())
    if len(mesh.crease_weights):
        _set_creases(data, mesh)
    for slot, (part, material) in enumerate(slots):
        name = f"{prefix}/{mesh.parts[part]}/{mesh.name}.{slot}"
        data.materials.append(shared.material(name, mesh.materials[material], labelled=not prefix.startswith("0.")))
    if mesh.subdivision:
        data = _subdivided(data, mesh.subdivision)
    return data, [(mesh.parts[part], mesh.materials[material]) for part, material in slots]


def _fill(data: bpy.types.Mesh, attribute: str, field_name: str, values: NDArray[Any]) -> None:
    """Set an attribute of Blender's own: a hundredth of what the same takes through vertices, loops and polygons."""
    data.attributes[attribute].data.foreach_set(field_name, np.ascontiguousarray(values).ravel())


def _read(data: bpy.types.Mesh, attribute: str, field_name: str, out: NDArray[Any]) -> NDArray[Any]:
    """An attribute's values, read into ``out``."""
    data.attributes[attribute].data.foreach_get(field_name, out)
    return out


def _set_creases(data: bpy.types.Mesh, mesh: Mesh) -> None:
    edges = _read(data, ".edge_verts", "value", np.empty(len(data.edges) * 2, np.int32))
    stride = len(mesh.vertices)
    keys = np.sort(edges.reshape(-1, 2), axis=1) @ np.array([stride, 1])
    wanted = np.sort(mesh.crease_edges.astype(np.int64), axis=1) @ np.array([stride, 1])
    order = np.argsort(keys)
    found = order[np.clip(np.searchsorted(keys[order], wanted), 0, len(order) - 1)]
    hit = keys[found] == wanted
    weights = np.zeros(len(keys), np.float32)
    weights[found[hit]] = mesh.crease_weights[hit]
    data.attributes.new("crease_edge", "FLOAT", "EDGE").data.foreach_set("value", weights)


def _subdivided(data: bpy.types.Mesh, levels: int) -> bpy.types.Mesh:
    """Evaluate the subdivision once; Cycles and the labels then share the result.

    It happens in a scene of its own: Blender would evaluate all that the picture's scene holds so far, each time. What
    it is made from stays there until the frame is cleared: removing one thing at a time costs 20 ms.
    """
    scene = bpy.data.scenes.get(BENCH) or bpy.data.scenes.new(BENCH)
    if not scene.collection.objects:
        scene.collection.objects.link(bpy.data.objects.new(BENCH, data))
        scene.collection.objects[0].modifiers.new("subdivision", "SUBSURF")
    obj = scene.collection.objects[0]
    obj.data = data
    obj.modifiers[0].levels = levels
    name, data.name = data.name, BENCH
    with bpy.context.temp_override(scene=scene, view_layer=scene.view_layers[0]):
        evaluated = obj.evaluated_get(bpy.context.evaluated_depsgraph_get())
        out = bpy.data.meshes.new_from_object(evaluated)
    out.name = name
    return out


def _curves_data(curves: Curves, prefix: str, shared: Shared) -> bpy.types.Curves:
    strands, points = curves.points.shape[:2]
    data = bpy.data.hair_curves.new(f"{prefix}/{curves.name}")
    data.add_curves([points] * strands)
    data.position_data.foreach_set("vector", np.ascontiguousarray(curves.points, np.float32).ravel())
    radius = data.attributes.get("radius") or data.attributes.new("radius", "FLOAT", "POINT")
    radius.data.foreach_set("value", np.ascontiguousarray(curves.radius, np.float32).ravel())
    name = f"{prefix}/{curves.part}/{curves.name}"
    data.materials.append(shared.material(name, curves.material, labelled=not prefix.startswith("0.")))
    return data


def _mesh_surface(data: bpy.types.Mesh, slots: Sequence[Slot], placed: Placed, shared: Shared) -> Surface:
    data.calc_loop_triangles()
    vertices = _read(data, "position", "vector", np.empty(len(data.vertices) * 3, np.float32))
    corners = _read(data, ".corner_vert", "value", np.empty(len(data.loops), np.int32))
    triangles = np.empty(len(data.loop_triangles) * 3, np.int32)
    data.loop_triangles.foreach_get("loops", triangles)
    slot = _read(data, "material_index", "value", np.empty(len(data.polygons), np.int32))
    sizes = np.empty(len(data.polygons), np.int32)
    data.polygons.foreach_get("loop_total", sizes)
    world = placed.pose.apply(vertices.reshape(-1, 3)).astype(np.float32)
    part = np.repeat(slot, sizes - 2)
    surface = Surface(world, corners[triangles].reshape(-1, 3), tuple(name for name, _ in slots), part)
    looks = [material for _, material in slots]
    return _with_holes(surface, [shared.cutout(look) for look in looks], list(map(hole_place, looks)), data, triangles)


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


def material_leaf(name: str) -> tuple[int, str] | None:
    """Instance id and part behind a material's name; None for scenery."""
    instance, part, _ = name.split("/", 2)
    return None if instance.startswith("0.") else (int(instance), part)
