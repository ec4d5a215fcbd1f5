"""Weather on surfaces: wet, puddled, under snow, behind fog.

Each is a node group that a frame has or has not; materials are built through those that there are. Fair weather has
none, and costs nothing.
"""

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
POROUS = PAVED | {"grass", "facade", "pattern", "cloth"}  # water darkens them
DRY = frozenset({"glass", "window", "lens", "skin", "eye", "hair", "mouth"})
INSIDE = frozenset({"interior", "driver"})  # parts
SMOOTHED, SOAKED, PUDDLED, SNOWY, SLUSHY, FOGGY = "smoothed", "soaked", "puddled", "snow", "slush", "fog"  # groups
PUDDLES_FROM = 0.3  # of wet
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


def begin(weather: Weather, fog: Fog | None) -> None:
    """Make the node groups of a frame, before its materials."""
    if weather.wet > 0.0:
        _film_group(SMOOTHED, weather, porous=False)
        _film_group(SOAKED, weather, porous=True)
        _film_group(PUDDLED, weather, porous=True)
    if weather.snow > 0.0:
        _snow_group(SNOWY, weather)
        _snow_group(SLUSHY, weather)
    if fog is not None:
        _fog_group(fog)


def dress(material: bpy.types.Material) -> None:
    """Lead a material that was just built through the groups of its frame."""
    groups: Any = bpy.data.node_groups
    if not groups:
        return
    kind = str(material.get(KIND, ""))
    tree: Any = material.node_tree
    bodies = [node for node in tree.nodes if node.type == "BSDF_PRINCIPLED"]
    glows = any(map(_glows, bodies)) or any(node.type == "EMISSION" for node in tree.nodes)
    part = material.name.split("/")[1] if material.name.count("/") >= 2 else ""
    if not glows and kind not in DRY and part not in INSIDE:
        film = groups.get(PUDDLED if kind in PAVED else SOAKED if kind in POROUS else SMOOTHED)
        for node in bodies if film else ():
            _film(tree, node, film)
        snow = groups.get(SLUSHY if kind in ROADS else SNOWY)
        if snow:
            _veil(tree, kind, snow)
    fog = groups.get(FOGGY)
    if fog and kind != "lens":
        _veil(tree, kind, fog)
        if not glows:
            material.cycles.emission_sampling = "NONE"  # fog lights nothing


def fog_share(tree: bpy.types.NodeTree, per_m: float, distance: Any) -> Any:
    """How much of what a camera ray shows is fog, 0 for all other rays: 1 - exp(-per_m · distance)."""
    path = tree.nodes.new("ShaderNodeLightPath")
    through = math(tree, "EXPONENT", math(tree, "MULTIPLY", distance or path.outputs["Ray Length"], -per_m))
    return math(tree, "MULTIPLY", math(tree, "SUBTRACT", 1.0, through), path.outputs["Is Camera Ray"])


def _glows(node: bpy.types.Node) -> bool:
    strength: Any = node.inputs["Emission Strength"]
    return bool(strength.is_linked or strength.default_value > 0.0)


def _film(tree: Any, node: bpy.types.Node, film: Any) -> None:
    group = tree.nodes.new("ShaderNodeGroup")
    group.node_tree = film
    inputs = {socket.name: _taken(node, socket.name) for socket in group.inputs}
    for name, value in inputs.items():
        put(tree, group, name, value)
    for socket in group.outputs:
        put(tree, node, socket.name, socket)
    if "Coat Weight" in group.outputs:
        put(tree, node, "Coat IOR", WATER_IOR)


def _through(tree: Any, group_tree: Any, target: Any) -> bpy.types.Node:
    """Lay a group with a shader in and a shader out between ``target`` and what feeds it."""
    source = target.links[0].from_socket
    group = tree.nodes.new("ShaderNodeGroup")
    group.node_tree = group_tree
    tree.links.new(source, group.inputs[0])
    tree.links.new(group.outputs[0], target)
    return group


def _veil(tree: Any, kind: str, veil: Any) -> None:
    """Lay a group over what is opaque of a material."""
    target = _output(tree).inputs["Surface"]
    if kind != "glass":
        target = _behind_cutouts(target)
    source = target.links[0].from_node
    group = _through(tree, veil, target)
    key = next((name for name in ("Alpha", "Opacity") if name in source.inputs), None)  # the latter is another veil's
    put(tree, group, "Opacity", _taken(source, key) if key else 1.0)


def _taken(node: bpy.types.Node, name: str) -> Any:
    """What feeds an input now."""
    socket: Any = node.inputs[name]
    if socket.is_linked:
        return socket.links[0].from_socket
    value = socket.default_value
    return tuple(value)[:3] if socket.type == "RGBA" else float(value)


def _output(tree: Any) -> Any:
    return next(node for node in tree.nodes if node.type == "OUTPUT_MATERIAL")


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


def _new_group(name: str, inputs: dict[str, str], outputs: dict[str, str]) -> tuple[Any, Any, Any]:
    """A node group, its input node and its output node; sockets by name and kind."""
    tree: Any = bpy.data.node_groups.new(name, "ShaderNodeTree")
    for way, sockets in (("INPUT", inputs), ("OUTPUT", outputs)):
        for key, kind in sockets.items():
            tree.interface.new_socket(key, in_out=way, socket_type=f"NodeSocket{kind}")
    return tree, tree.nodes.new("NodeGroupInput"), tree.nodes.new("NodeGroupOutput")


def _film_group(name: str, weather: Weather, porous: bool) -> None:
    """A film of water: what it soaks gets darker, all gets smoother; where it stands it mirrors."""
    both = {"Base Color": "Color", "Roughness": "Float"} if porous else {"Roughness": "Float"}
    coat = {"Coat Weight": "Float", "Coat Roughness": "Float"} if porous else {}
    rainy = porous and weather.rain > 0.1
    tree, got, out = _new_group(name, both, both | coat | ({"Coat Normal": "Vector"} if rainy else {}))
    geometry = tree.nodes.new("ShaderNodeNewGeometry")
    place, up = geometry.outputs["Position"], split(tree, geometry.outputs["Normal"])[2]
    amount = span(tree, up, -0.3, 0.4, 0.1 * weather.wet, weather.wet)
    smooth = math(tree, "MULTIPLY_ADD", amount, -0.45, 1.0)
    put(tree, out, "Roughness", math(tree, "MULTIPLY", got.outputs["Roughness"], smooth))
    if not porous:
        return
    soaked = math(tree, "MULTIPLY_ADD", amount, -0.48, 1.0)
    put(tree, out, "Base Color", vector(tree, "SCALE", got.outputs["Base Color"], soaked))
    film, rough = math(tree, "MULTIPLY", amount, 0.75), 0.24
    if name == PUDDLED and weather.wet > PUDDLES_FROM:
        puddle = _puddles(tree, place, up, weather)
        film, rough = math(tree, "MAXIMUM", film, puddle), span(tree, puddle, 0.0, 1.0, rough, 0.02)
    put(tree, out, "Coat Weight", film)
    put(tree, out, "Coat Roughness", rough)
    if rainy:
        rings = noise(tree, place, 28.0, 1.0, 0.4)
        ripples = add(tree, "ShaderNodeBump", Height=rings, Strength=0.25 * weather.rain, Distance=0.004)
        put(tree, out, "Coat Normal", ripples.outputs[0])


def _puddles(tree: Any, place: Any, up: Any, weather: Weather) -> Any:
    """Where water stands: low places, which follow no pattern."""
    share = 0.4 * (weather.wet - PUDDLES_FROM) / (1.0 - PUDDLES_FROM)
    moved = vector(tree, "ADD", place, ((weather.seed % 977) * 1.7, 0.0, 0.0))
    low = noise(tree, moved, 0.22, 4.0, 0.5)
    edge = _above(share)
    return product(tree, span(tree, low, edge - 0.012, edge + 0.018), span(tree, up, 0.985, 0.998))


def _snow_group(name: str, weather: Weather) -> None:
    """Snow where the surface looks up, with a ragged edge; slush on roads."""
    tree, got, out = _new_group(name, {"Shader": "Shader", "Opacity": "Float"}, {"Shader": "Shader"})
    geometry = tree.nodes.new("ShaderNodeNewGeometry")
    place, up = geometry.outputs["Position"], split(tree, geometry.outputs["Normal"])[2]
    tilted = math(tree, "MULTIPLY_ADD", math(tree, "SUBTRACT", noise(tree, place, 3.0, 5.0, 0.62), 0.5), 0.7, up)
    steep = 0.82 - 0.35 * weather.snow
    cover = span(tree, tilted, steep, steep + 0.22)
    level = weather.snow * (0.65 if name == SLUSHY else 1.0)
    moved = vector(tree, "ADD", place, ((weather.seed % 977) * 1.3, 0.0, 0.0))
    drifts = noise(tree, moved, 0.35, 9.0, 0.66)
    edge = _above(level) if level < 0.99 else 0.0
    lying = span(tree, drifts, edge - 0.02, edge + 0.03, 0.35 * level if name == SLUSHY else 0.0, 1.0)
    trodden = span(tree, noise(tree, moved, 0.8, 4.0, 0.6), 0.35, 0.7, 0.0, 1.0)
    body = add(tree, "ShaderNodeBsdfPrincipled", Roughness=0.7, Specular_IOR_Level=0.3)
    put(tree, body, "Base Color", blend(tree, trodden, SLUSH, SNOW) if name == SLUSHY else SNOW)
    lumps = add(tree, "ShaderNodeBump", Height=noise(tree, place, 9.0, 4.0, 0.6), Strength=0.35, Distance=0.03)
    put(tree, body, "Normal", lumps.outputs[0])
    share = product(tree, cover, lying, got.outputs["Opacity"])
    tree.links.new(mix(tree, share, got.outputs[0], body.outputs[0]), out.inputs[0])


def _above(share: float) -> float:
    """The level that Blender's noise exceeds on about this share of a plane: its values lie 0.5 ± 0.1."""
    return 0.5 + 0.1 * NormalDist().inv_cdf(min(max(1.0 - share, 1e-3), 1.0 - 1e-3))


def _fog_group(fog: Fog) -> None:
    """Fog over a shader of some opacity, by the length of the camera's ray.

    In the shader and not on the finished picture: every sample has its own distance, so edges between near and far,
    blurred ones too, come out as they are in nature.
    """
    tree, got, out = _new_group(FOGGY, {"Shader": "Shader", "Opacity": "Float"}, {"Shader": "Shader"})
    share = math(tree, "MULTIPLY", fog_share(tree, fog.per_m, None), got.outputs["Opacity"])
    glow = add(tree, "ShaderNodeEmission", Color=fog.color, Strength=1.0)
    tree.links.new(mix(tree, share, got.outputs[0], glow.outputs[0]), out.inputs[0])
