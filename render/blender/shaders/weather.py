"""Weather on surfaces that are already built: wet, puddled, under snow, behind fog. Fair weather costs nothing."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import bpy

from assets.materials import Colour
from render.blender.shaders.fields import blend, math, noise, product, span, split, vector
from render.blender.shaders.nodes import add, mix, put
from scenes import Weather

KIND = "kind"  # under which a Blender material remembers the kind that it was built as
ROADS = frozenset({"asphalt", "road", "road_paint"})  # traffic grinds the snow on them to slush
PAVED = ROADS | {"paving", "concrete", "gravel", "soil"}  # puddles stand on them
POROUS = PAVED | {"grass", "facade", "brick", "plaster", "wood", "cloth", "bark"}  # water darkens them
DRY = frozenset({"glass", "lens", "skin", "eye", "hair", "mouth"})
INSIDE = frozenset({"interior", "driver"})  # parts
WATER_IOR = 1.33
SNOW: Colour = (0.80, 0.83, 0.88)
SLUSH: Colour = (0.34, 0.335, 0.33)


@dataclass(frozen=True)
class Fog:
    """Attributes:
    per_m: extinction.
    color: radiance of endless fog near the ground.
    high: above, where no lamps light it.
    """

    per_m: float
    color: Colour
    high: Colour


def dress(materials: list[bpy.types.Material], weather: Weather, fog: Fog | None) -> None:
    """Change materials that ``build_material`` made into what the weather makes of them."""
    if weather.wet or weather.snow:
        for material in materials:
            if _lies_open(material):
                _dress(material, weather)
    if fog is not None:
        group = _fog_group(fog)
        for material in materials:
            _veil(material, group)


def _lies_open(material: bpy.types.Material) -> bool:
    part = material.name.split("/")[1] if material.name.count("/") >= 2 else ""
    return material.get(KIND) not in DRY and part not in INSIDE


def _dress(material: bpy.types.Material, weather: Weather) -> None:
    tree, kind = material.node_tree, str(material.get(KIND, ""))
    bodies = [node for node in tree.nodes if node.type == "BSDF_PRINCIPLED"]
    if any(_glows(node) for node in bodies):
        return
    geometry = tree.nodes.new("ShaderNodeNewGeometry")
    place, up = geometry.outputs["Position"], split(tree, geometry.outputs["Normal"])[2]
    if weather.wet > 0.0:
        puddle = _puddles(tree, place, up, weather) if kind in PAVED and weather.wet > PUDDLES_FROM else None
        for node in bodies:
            _wet(tree, node, up, puddle, weather, kind in POROUS)
    if weather.snow > 0.0:
        _snow(tree, place, up, weather, kind)


def _glows(node: bpy.types.Node) -> bool:
    strength = node.inputs["Emission Strength"]
    return bool(strength.is_linked or strength.default_value > 0.0)


PUDDLES_FROM = 0.3  # of wet


def _puddles(tree: bpy.types.NodeTree, place: Any, up: Any, weather: Weather) -> Any:
    """Where water stands: low places, which follow no pattern."""
    share = 0.4 * (weather.wet - PUDDLES_FROM) / (1.0 - PUDDLES_FROM)
    moved = vector(tree, "ADD", place, ((weather.seed % 977) * 1.7, 0.0, 0.0))
    low = noise(tree, moved, 0.22, 4.0, 0.5)
    edge = _above(share)
    return product(tree, span(tree, low, edge - 0.012, edge + 0.018), span(tree, up, 0.985, 0.998))


def _wet(
    tree: bpy.types.NodeTree, node: bpy.types.Node, up: Any, puddle: Any | None, weather: Weather, porous: bool
) -> None:
    """A film of water: what it soaks gets darker, all gets smoother; where it stands it mirrors."""
    amount = span(tree, up, -0.3, 0.4, 0.1 * weather.wet, weather.wet)
    if porous:
        soaked = math(tree, "MULTIPLY_ADD", amount, -0.48, 1.0)
        put(tree, node, "Base Color", vector(tree, "SCALE", _taken(node, "Base Color"), soaked))
    smooth = math(tree, "MULTIPLY_ADD", amount, -0.45, 1.0)
    put(tree, node, "Roughness", math(tree, "MULTIPLY", _taken(node, "Roughness"), smooth))
    if not porous:
        return
    put(tree, node, "Coat IOR", WATER_IOR)
    film, rough = math(tree, "MULTIPLY", amount, 0.75), 0.24
    if puddle is not None:
        film = math(tree, "MAXIMUM", film, puddle)
        rough = span(tree, puddle, 0.0, 1.0, rough, 0.02)
    put(tree, node, "Coat Weight", film)
    put(tree, node, "Coat Roughness", rough)
    if weather.rain > 0.1:
        rings = noise(tree, tree.nodes.new("ShaderNodeNewGeometry").outputs["Position"], 28.0, 1.0, 0.4)
        ripples = add(tree, "ShaderNodeBump", Height=rings, Strength=0.25 * weather.rain, Distance=0.004)
        put(tree, node, "Coat Normal", ripples.outputs[0])


def _snow(tree: bpy.types.NodeTree, place: Any, up: Any, weather: Weather, kind: str) -> None:
    """Snow where the surface looks up, with a ragged edge; slush on roads."""
    rough = noise(tree, place, 3.0, 5.0, 0.62)
    tilted = math(tree, "MULTIPLY_ADD", math(tree, "SUBTRACT", rough, 0.5), 0.7, up)
    steep = 0.82 - 0.35 * weather.snow
    cover = span(tree, tilted, steep, steep + 0.22)
    share = weather.snow * (0.65 if kind in ROADS else 1.0)
    moved = vector(tree, "ADD", place, ((weather.seed % 977) * 1.3, 0.0, 0.0))
    drifts = noise(tree, moved, 0.35, 9.0, 0.66)
    edge = _above(share) if share < 0.99 else 0.0
    lying = span(tree, drifts, edge - 0.02, edge + 0.03, 0.35 * share if kind in ROADS else 0.0, 1.0)
    trodden = span(tree, noise(tree, moved, 0.8, 4.0, 0.6), 0.35, 0.7, 0.0, 1.0)
    color = blend(tree, trodden, SLUSH, SNOW) if kind in ROADS else SNOW
    body = add(tree, "ShaderNodeBsdfPrincipled", Roughness=0.7, Specular_IOR_Level=0.3)
    put(tree, body, "Base Color", color)
    lumps = add(tree, "ShaderNodeBump", Height=noise(tree, place, 9.0, 4.0, 0.6), Strength=0.35, Distance=0.03)
    put(tree, body, "Normal", lumps.outputs[0])
    output = _output(tree)
    old = output.inputs["Surface"].links[0].from_socket
    tree.links.new(mix(tree, product(tree, cover, lying), old, body.outputs[0]), output.inputs["Surface"])


def _above(share: float) -> float:
    """The level that Blender's noise exceeds on about this share of a plane: its values lie 0.5 ± 0.1."""
    return 0.5 + 0.1 * NormalDist().inv_cdf(min(max(1.0 - share, 1e-3), 1.0 - 1e-3))


def _taken(node: bpy.types.Node, name: str) -> Any:
    """What feeds an input now."""
    socket = node.inputs[name]
    if socket.is_linked:
        return socket.links[0].from_socket
    value = socket.default_value
    return tuple(value)[:3] if socket.type == "RGBA" else float(value)


def _output(tree: bpy.types.NodeTree) -> bpy.types.Node:
    return next(node for node in tree.nodes if node.type == "OUTPUT_MATERIAL")


def fog_share(tree: bpy.types.NodeTree, per_m: float, distance: Any) -> Any:
    """How much of what a camera ray shows is fog, 0 for all other rays: 1 - exp(-per_m · distance)."""
    path = tree.nodes.new("ShaderNodeLightPath")
    through = math(tree, "EXPONENT", math(tree, "MULTIPLY", distance or path.outputs["Ray Length"], -per_m))
    return math(tree, "MULTIPLY", math(tree, "SUBTRACT", 1.0, through), path.outputs["Is Camera Ray"])


def _fog_group(fog: Fog) -> bpy.types.NodeTree:
    """A node group that lays fog over a shader of some opacity, by the length of the camera's ray.

    In the shader and not on the finished picture: every sample has its own distance, so edges between near and far,
    blurred ones too, come out as they are in nature.
    """
    tree: Any = bpy.data.node_groups.new("fog", "ShaderNodeTree")
    for name, kind, way in (
        ("Shader", "NodeSocketShader", "INPUT"),
        ("Opacity", "NodeSocketFloat", "INPUT"),
        ("Shader", "NodeSocketShader", "OUTPUT"),
    ):
        tree.interface.new_socket(name, in_out=way, socket_type=kind)
    inside = tree.nodes.new("NodeGroupInput")
    share = math(tree, "MULTIPLY", fog_share(tree, fog.per_m, None), inside.outputs[1])
    glow = add(tree, "ShaderNodeEmission", Color=fog.color, Strength=1.0)
    veiled = mix(tree, share, inside.outputs[0], glow.outputs[0])
    tree.links.new(veiled, tree.nodes.new("NodeGroupOutput").inputs[0])
    return tree


def _veil(material: bpy.types.Material, group: bpy.types.NodeTree) -> None:
    tree = material.node_tree
    glows = any(node.type == "EMISSION" or (node.type == "BSDF_PRINCIPLED" and _glows(node)) for node in tree.nodes)
    if material.get(KIND) == "lens":
        return
    target = _output(tree).inputs["Surface"]
    if material.get(KIND) != "glass":
        target = _behind_cutouts(target)
    source = target.links[0].from_socket
    node = tree.nodes.new("ShaderNodeGroup")
    node.node_tree = group
    tree.links.new(source, node.inputs[0])
    opacity = _taken(source.node, "Alpha") if source.node.type == "BSDF_PRINCIPLED" else 1.0
    put(tree, node, 1, opacity)
    tree.links.new(node.outputs[0], target)
    if not glows:
        material.cycles.emission_sampling = "NONE"  # fog lights nothing


def _behind_cutouts(socket: bpy.types.NodeSocket) -> bpy.types.NodeSocket:
    """The input that holds what is opaque where a material mixes it with plain transparency, as leaves do."""
    node = socket.links[0].from_node
    while node.type == "MIX_SHADER":
        sides = [node.inputs[1], node.inputs[2]]
        clear = [side for side in sides if side.is_linked and side.links[0].from_node.type == "BSDF_TRANSPARENT"]
        solid = [side for side in sides if side.is_linked and side not in clear]
        if len(clear) != 1 or len(solid) != 1:
            break
        socket, node = solid[0], solid[0].links[0].from_node
    return socket
