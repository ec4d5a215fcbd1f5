"""Meshes and hair curves of an asset as Blender objects, and their evaluated surface for the labels."""

from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix
from numpy.typing import NDArray

from annotate.frame import Cutout, Surface
from assets import Curves, Material, Mesh
from render.blender.holes import cutout_of
from render.blender.motion import animate, place_of
from render.blender.shaders import build_material
from render.blender.shaders.weather import INSIDE
from render.blender.surfaces import mesh_surface, read, surface_of
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

    def forget(self, prefix: str) -> None:
        """Let a labelled thing's materials be made anew, under the names that they have: it is to look otherwise."""
        for owner, content in [key for key in self.materials if key[0].startswith(f"{prefix}/")]:
            old = self.materials.pop((owner, content))
            old.name = f"before {old.name}"

    def _new(self, name: str, material: Material, content: Hashable) -> bpy.types.Material:
        """One of that name: a copy, a twentieth of the cost of building it, where there is one of this content."""
        model = self.models.get(content)
        if model is None:
            made = self.models[content] = build_material(name, material)
            return made
        twin: bpy.types.Material = model.copy()
        twin.name = name
        return twin


@dataclass(eq=False)
class Instance:
    """A placed thing that stands in Blender.

    Attributes:
        placed: as it stands there.
        index: its place in the scene, which names scenery.
        objects: of its meshes, then of its curves.
        shapes: of a labelled thing, its meshes' surfaces in the asset's frame.
        seen: its surface in the world, where somebody has asked for it since it stands there.
    """

    placed: Placed
    index: int
    objects: list[bpy.types.Object] = field(default_factory=list)
    shapes: list[Surface] = field(default_factory=list)
    seen: Surface | None = None

    @property
    def prefix(self) -> str:
        """What the names of its materials and objects begin with."""
        return prefix_of(self.placed, self.index)

    def surface(self) -> Surface | None:
        """Its evaluated surface where it stands, if it is labelled, with the hair that a label counts."""
        if self.seen is None and self.placed.instance_id:
            self.seen = surface_of(self.placed, self.shapes)
        return self.seen


def prefix_of(placed: Placed, index: int) -> str:
    return str(placed.instance_id) if placed.instance_id else f"0.{index}"


def add_instance(
    collection: bpy.types.Collection,
    placed: Placed,
    index: int,
    shutter_s: float = 0.0,
    shared: Shared | None = None,
) -> Instance:
    """Build one placed asset.

    It stands where it is at the middle of the ``shutter_s`` seconds through which it moves. ``shared`` is what was
    built for the same frame before.

    Materials are named ``<instance id>/<part>/<serial>``, so that Cryptomatte by material gives instances and parts.
    """
    shared = shared or Shared()
    made = Instance(placed, index)
    for mesh in placed.asset.meshes:
        data, shape = mesh_data(mesh, placed, index, shared)
        made.objects.append(_link(collection, data, f"{made.prefix}/{mesh.name}"))
        made.shapes += [shape] if shape is not None else []
    for curves in placed.asset.curves:
        data = curves_data(curves, made.prefix, shared)
        made.objects.append(_link(collection, data, f"{made.prefix}/{curves.name}"))
    stand(made, shutter_s)
    return made


def mesh_data(mesh: Mesh, placed: Placed, index: int, shared: Shared) -> tuple[bpy.types.Mesh, Surface | None]:
    """A mesh of a thing for Blender, and its surface in the asset's frame where the thing is labelled."""
    built = None if placed.instance_id else shared.meshes.get(id(mesh))
    data, slots = built or _mesh_data(mesh, prefix_of(placed, index), shared)
    if placed.instance_id:
        return data, mesh_surface(data, slots, shared.cutout)
    shared.meshes[id(mesh)] = data, slots
    return data, None


def stand(made: Instance, shutter_s: float) -> None:
    """Put a thing's objects where it is, and let them move while the shutter is open."""
    placed, made.seen = made.placed, None
    names = [mesh.name for mesh in placed.asset.meshes] + [None] * len(placed.asset.curves)
    for obj, name in zip(made.objects, names, strict=True):
        obj.animation_data_clear()
        obj.matrix_world = Matrix(place_of(placed, name).matrix().tolist())
        animate(obj, placed, shutter_s, None if name is None else placed.joints.get(name))


def _link(collection: bpy.types.Collection, data: bpy.types.ID, name: str) -> bpy.types.Object:
    obj = bpy.data.objects.new(name, data)
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


def _set_creases(data: bpy.types.Mesh, mesh: Mesh) -> None:
    edges = read(data, ".edge_verts", "value", np.empty(len(data.edges) * 2, np.int32))
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


def curves_data(curves: Curves, prefix: str, shared: Shared) -> bpy.types.Curves:
    strands, points = curves.points.shape[:2]
    data = bpy.data.hair_curves.new(f"{prefix}/{curves.name}")
    data.add_curves([points] * strands)
    data.position_data.foreach_set("vector", np.ascontiguousarray(curves.points, np.float32).ravel())
    radius = data.attributes.get("radius") or data.attributes.new("radius", "FLOAT", "POINT")
    radius.data.foreach_set("value", np.ascontiguousarray(curves.radius, np.float32).ravel())
    name = f"{prefix}/{curves.part}/{curves.name}"
    data.materials.append(shared.material(name, curves.material, labelled=not prefix.startswith("0.")))
    return data


def material_leaf(name: str) -> tuple[int, str] | None:
    """Instance id and part behind a material's name; None for scenery."""
    instance, part, _ = name.split("/", 2)
    return None if instance.startswith("0.") else (int(instance), part)
