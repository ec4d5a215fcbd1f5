"""What EEVEE shows otherwise than Cycles, said in its own words while it draws.

Builders know no engine: a scene is built as Cycles wants it, and changed here. What ground truth could notice is put
back afterwards; the rest goes with the scene.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import bpy
import numpy as np
from mathutils import Vector
from numpy.typing import NDArray

from render.blender.shaders.fields import math
from render.blender.shaders.nodes import add, mix, put
from render.blender.shaders.templates import PREFIX as TEMPLATE
from render.blender.shaders.weather import FOGGY, INSIDE

ISLAND = "island"  # a whole number below CHANCES for each loose piece of a mesh: what is drawn is never quite even
CHANCES, GOLDEN = 4096, 0.6180339887
DONE = "eevee"  # under which a material, a lamp or a world remembers that it has been translated
HOUSING_M, BEFORE_M = 1.0, 0.5  # how wide a lamp's fitting is at most, and how far its light comes before it meets it
HOUSED = 0.35  # of a lamp's light that Cycles lets out of its housing
CABIN_SHADE = 0.6  # of the light that EEVEE lets into a cabin, kept out
EUMELANIN, PHEOMELANIN = np.array([0.506, 0.841, 1.653]), np.array([0.343, 0.733, 1.924])  # Cycles' absorption
HAIR_DEPTH = 3.2  # of absorption to colour: what few bounces between strands come to; endless ones would to 5.6

type Undo = Callable[[], None]


@contextmanager
def translated(scene: bpy.types.Scene) -> Iterator[None]:
    """The scene as EEVEE is to draw it."""
    undo: list[Undo] = []
    islands = False
    for material in bpy.data.materials:
        if material.node_tree is None or material.name.startswith(TEMPLATE):
            continue
        undo.extend(_panes(material))
        if not material.get(DONE):
            material[DONE] = True
            _hair(material.node_tree)
            _inside(material)
            islands |= _by_island(material.node_tree)
    if islands:
        _number_islands(scene)
    _fog()
    if scene.world is not None:
        scene.world.use_sun_shadow_jitter = True  # the sun that EEVEE makes of a sky's brightest spot is no point
    for obj in scene.objects:
        if obj.type == "LIGHT":
            _lamp(scene, obj)
    try:
        yield
    finally:
        for step in undo:
            step()


def _panes(material: Any) -> list[Undo]:
    """Thin glass, clear and drawn over what is behind. For Cycles it refracts, without bending, to have a label."""
    tree = material.node_tree
    if not any(node.type == "BSDF_TRANSPARENT" and _mirrors(node) for node in tree.nodes):
        return []
    material.surface_render_method = "BLENDED"
    undo: list[Undo] = []
    for node in [node for node in tree.nodes if node.type == "MIX_SHADER"]:
        way, clear, bent = node.inputs
        if _kind(clear) != "BSDF_TRANSPARENT" or _kind(bent) != "BSDF_REFRACTION" or not way.is_linked:
            continue
        source = way.links[0].from_socket
        tree.links.remove(way.links[0])
        way.default_value = 0.0
        undo.append(lambda source=source, way=way, tree=tree: tree.links.new(source, way))  # type: ignore[misc]
    return undo


def _mirrors(clear: bpy.types.Node) -> bool:
    """Whether a transparent shader is part of a pane, and not the hole in a leaf or a fence."""
    todo = [link.to_node for link in clear.outputs[0].links]
    while todo:
        node = todo.pop()
        if any(_kind(socket) == "BSDF_GLOSSY" for socket in node.inputs):
            return True
        todo += [link.to_node for socket in node.outputs for link in socket.links]
    return False


def _kind(socket: Any) -> str:
    return str(socket.links[0].from_node.type) if socket.is_linked else ""


def _hair(tree: Any) -> None:
    """Strands as surfaces of the colour that Cycles' absorption comes to: EEVEE reads no melanin."""
    for node in [node for node in tree.nodes if node.type == "BSDF_HAIR_PRINCIPLED"]:
        melanin, redness = node.inputs["Melanin"], float(node.inputs["Melanin Redness"].default_value)
        color: Any = hair_color(float(melanin.default_value), redness)
        if melanin.is_linked:  # some strands have another amount
            choice = melanin.links[0].from_node
            if choice.type == "MATH":  # what roots have more: strands as surfaces have one colour along them
                choice = choice.inputs[2].links[0].from_node
            few, many = (float(choice.inputs[index].default_value) for index in (2, 3))
            mixed = add(tree, "ShaderNodeMix", data_type="RGBA")
            for index, value in ((0, choice.inputs[0].links[0].from_socket), (6, hair_color(few, redness))):
                put(tree, mixed, index, value)
            put(tree, mixed, 7, hair_color(many, redness))
            color = mixed.outputs[2]
        body = add(tree, "ShaderNodeBsdfPrincipled", Base_Color=color, Roughness=0.45, Specular_IOR_Level=0.4)
        for link in list(node.outputs[0].links):
            tree.links.new(body.outputs[0], link.to_socket)


def hair_color(melanin: float, redness: float) -> tuple[float, float, float]:
    """Linear RGB of hair in thick tufts."""
    amount = -np.log(max(1.0 - melanin, 1e-4))
    absorption = amount * ((1.0 - redness) * EUMELANIN + redness * PHEOMELANIN)
    red, green, blue = np.exp(-np.sqrt(absorption) * HAIR_DEPTH).tolist()
    return red, green, blue


def _inside(material: Any) -> None:
    """Cabins darker: EEVEE's sky shines through roofs."""
    if material.name.count("/") < 2 or material.name.split("/")[1] not in INSIDE:
        return
    tree = material.node_tree
    target = next(node for node in tree.nodes if node.type == "OUTPUT_MATERIAL").inputs["Surface"]
    dark = add(tree, "ShaderNodeEmission", Strength=0.0)
    tree.links.new(mix(tree, CABIN_SHADE, target.links[0].from_socket, dark.outputs[0]), target)


def _by_island(tree: Any) -> bool:
    """Have chance by loose piece read from the mesh: EEVEE has none, and lit all windows of a town at once."""
    found = [node.outputs["Random Per Island"] for node in tree.nodes if node.type == "NEW_GEOMETRY"]
    links = [link for socket in found for link in socket.links]
    if links:
        own = math(tree, "ROUND", add(tree, "ShaderNodeAttribute", attribute_name=ISLAND).outputs["Fac"])
        own = math(tree, "DIVIDE", own, float(CHANCES))
        for link in links:
            tree.links.new(own, link.to_socket)
    return bool(links)


def _number_islands(scene: bpy.types.Scene) -> None:
    for data in {obj.data for obj in scene.objects if obj.type == "MESH"}:
        if ISLAND in data.attributes or not any(_reads_islands(item) for item in data.materials):
            continue
        edges = np.empty(len(data.edges) * 2, np.int32)
        data.attributes[".edge_verts"].data.foreach_get("value", edges)
        chance = np.floor(islands(edges.reshape(-1, 2), len(data.vertices)) * GOLDEN % 1.0 * CHANCES)
        data.attributes.new(ISLAND, "FLOAT", "POINT").data.foreach_set("value", chance.astype(np.float32))


def _reads_islands(material: Any) -> bool:
    nodes = material.node_tree.nodes if material and material.node_tree else ()
    return any(node.type == "ATTRIBUTE" and node.attribute_name == ISLAND for node in nodes)


def islands(edges: NDArray[np.int32], vertices: int) -> NDArray[np.int64]:
    """(V,) the number of the loose piece that each vertex belongs to, from 0, by edges (E, 2)."""
    root = np.arange(vertices)
    while True:
        low = root.copy()
        np.minimum.at(low, edges[:, 0], root[edges[:, 1]])
        np.minimum.at(low, edges[:, 1], root[edges[:, 0]])
        low = low[low]
        if np.array_equal(low, root):
            return np.unique(root, return_inverse=True)[1]
        root = low


def _fog() -> None:
    """Fog by the distance of what one sees: EEVEE's rays have no length."""
    group: Any = bpy.data.node_groups.get(FOGGY)
    if group is None:
        return
    for node in [node for node in group.nodes if node.type == "LIGHT_PATH"]:
        links = list(node.outputs["Ray Length"].links)
        if links:
            away = group.nodes.new("ShaderNodeCameraData").outputs["View Distance"]
            for link in links:
                group.links.new(away, link.to_socket)


def _lamp(scene: bpy.types.Scene, obj: bpy.types.Object) -> None:
    """EEVEE has no falloff by nodes, no lamps that mirrors leave out, and lets a lamp's own housing shade it."""
    data: Any = obj.data
    if data.get(DONE):
        return
    data[DONE] = True
    data.use_shadow_jitter = True
    if not obj.visible_glossy:
        data.specular_factor = 0.0
    even = _even_m(data)
    if even > 0.0:  # as large a lamp sheds the same light near and far; its own shadows would be all soft
        data.shadow_soft_size, data.use_soft_falloff, data.use_shadow = even, True, False
    elif data.type in {"POINT", "SPOT"}:
        housings = [other for other in scene.objects if other.type == "MESH" and _houses(other, obj)]
        for housing in housings:
            housing.visible_shadow = False
        data.energy *= HOUSED if housings else 1.0


def _houses(obj: bpy.types.Object, lamp: bpy.types.Object) -> bool:
    """Whether a lamp shines into its own fitting: a thing no larger than lamps come, right before it."""
    corners = np.array(obj.bound_box)
    low, high = corners.min(axis=0), corners.max(axis=0)
    back = obj.matrix_world.inverted()
    place = back @ lamp.matrix_world.translation
    inside = bool((low <= np.array(place)).all() and (np.array(place) <= high).all())
    if not inside or max((high - low)[:2]) > HOUSING_M:
        return False
    ahead = (back.to_3x3() @ lamp.matrix_world.to_3x3()) @ Vector((0.0, 0.0, -1.0))
    return bool(obj.ray_cast(place, ahead, distance=BEFORE_M)[0])


def _even_m(data: Any) -> float:
    """How far a lamp's light is about even, in metres; see ``render.blender.build``."""
    nodes = data.node_tree.nodes if data.node_tree else ()
    return next(
        (float(node.inputs["Smooth"].default_value) ** 0.5 for node in nodes if node.type == "LIGHT_FALLOFF"), 0.0
    )
