"""Numbers and colours over space, as nodes: what procedural surfaces are written with.

Every argument that a node takes may be a socket or a number; every function returns a socket.
"""

from typing import Any

import bpy

from assets import Material
from render.blender.shaders.nodes import add, put


def position(tree: bpy.types.NodeTree, material: Material) -> Any:
    """World position in metres, shifted by the material's ``seed`` so that two materials do not share their stains."""
    place = tree.nodes.new("ShaderNodeNewGeometry").outputs["Position"]
    seed = number(material, "seed", 0.0)
    return vector(tree, "ADD", place, (seed * 37.7, seed * 91.3, seed * 11.9)) if seed else place


def attribute(tree: bpy.types.NodeTree, name: str) -> Any:
    """A vertex attribute of the mesh, as a vector."""
    return add(tree, "ShaderNodeAttribute", attribute_name=name).outputs["Vector"]


def moved(tree: bpy.types.NodeTree, place: Any, seed: float) -> Any:
    """A place moved by a seed, so that noise there differs from person to person."""
    return vector(tree, "ADD", place, (seed, seed * 0.37, -seed * 0.71))


def number(material: Material, key: str, otherwise: float) -> float:
    """One of the material's params as a number."""
    value = material.params.get(key, otherwise)
    return otherwise if isinstance(value, tuple) else float(value)


def colour(material: Material, key: str, otherwise: tuple[float, float, float]) -> tuple[float, float, float]:
    """One of the material's params as a colour."""
    value = material.params.get(key, otherwise)
    return value if isinstance(value, tuple) else otherwise


def split(tree: bpy.types.NodeTree, value: Any) -> tuple[Any, Any, Any]:
    """x, y and z."""
    out = add(tree, "ShaderNodeSeparateXYZ", Vector=value).outputs
    return out["X"], out["Y"], out["Z"]


def joined(tree: bpy.types.NodeTree, x: Any, y: Any = 0.0, z: Any = 0.0) -> Any:
    return add(tree, "ShaderNodeCombineXYZ", X=x, Y=y, Z=z).outputs[0]


def math(tree: bpy.types.NodeTree, operation: str, a: Any, b: Any = 0.0, c: Any = 0.0) -> Any:
    """One of Blender's math operations."""
    node = tree.nodes.new("ShaderNodeMath")
    node.operation = operation
    for index, value in enumerate((a, b, c)):
        put(tree, node, index, value)
    return node.outputs[0]


def vector(tree: bpy.types.NodeTree, operation: str, a: Any, b: Any) -> Any:
    """One of Blender's vector operations."""
    node = tree.nodes.new("ShaderNodeVectorMath")
    node.operation = operation
    put(tree, node, 0, a)
    put(tree, node, "Scale" if operation == "SCALE" else 1, b)
    return node.outputs[0]


def mirrored(tree: bpy.types.NodeTree, ior: float) -> Any:
    """Share of light that one surface of a thin sheet mirrors, by the angle: the same from both sides.

    Blender takes a ray that meets a back for one that leaves a solid: beyond 41° all of it would be mirrored, no light
    would fall in through a window, and nothing would be seen through two of them.
    """
    back = tree.nodes.new("ShaderNodeNewGeometry").outputs["Backfacing"]
    turned = math(
        tree, "POWER", ior, math(tree, "MULTIPLY_ADD", back, -2.0, 1.0)
    )  # the node itself takes 1 / IOR there
    return add(tree, "ShaderNodeFresnel", IOR=turned).outputs[0]


def span(tree: bpy.types.NodeTree, value: Any, low: Any, high: Any, to_low: Any = 0.0, to_high: Any = 1.0) -> Any:
    """``low``..``high`` stretched to ``to_low``..``to_high`` and clamped."""
    node = tree.nodes.new("ShaderNodeMapRange")
    for index, item in enumerate((value, low, high, to_low, to_high)):
        put(tree, node, index, item)
    return node.outputs[0]


def smooth(tree: bpy.types.NodeTree, value: Any, low: Any, high: Any, to_low: Any, to_high: Any) -> Any:
    """As ``span``, with smooth ends."""
    node = add(tree, "ShaderNodeMapRange", interpolation_type="SMOOTHSTEP", Value=value, From_Min=low, From_Max=high)
    put(tree, node, "To Min", to_low)
    put(tree, node, "To Max", to_high)
    return node.outputs[0]


def noise(tree: bpy.types.NodeTree, place: Any, scale: float, detail: float = 3.0, roughness: float = 0.6) -> Any:
    """About 0.2..0.8, of ``scale`` waves a metre."""
    return add(tree, "ShaderNodeTexNoise", Vector=place, Scale=scale, Detail=detail, Roughness=roughness).outputs[0]


def chance(tree: bpy.types.NodeTree, cell: Any) -> tuple[Any, Any]:
    """A number in 0..1 and a random colour for each value of a vector."""
    out = add(tree, "ShaderNodeTexWhiteNoise", Vector=cell).outputs
    return out["Value"], out["Color"]


def blend(tree: bpy.types.NodeTree, factor: Any, a: Any, b: Any, kind: str = "MIX") -> Any:
    """Colour ``a`` at 0, ``b`` at 1."""
    node = add(tree, "ShaderNodeMix", data_type="RGBA")
    node.blend_type = kind
    for index, value in ((0, factor), (6, a), (7, b)):
        put(tree, node, index, value)
    return node.outputs[2]


def product(tree: bpy.types.NodeTree, *factors: Any) -> Any:
    out = factors[0]
    for factor in factors[1:]:
        out = math(tree, "MULTIPLY", out, factor)
    return out


def near(tree: bpy.types.NodeTree, metres: float) -> Any:
    """1 up to ``metres`` from the camera, less beyond: what is finer than a pixel would only glitter."""
    distance = tree.nodes.new("ShaderNodeCameraData").outputs["View Distance"]
    return math(tree, "MINIMUM", math(tree, "DIVIDE", metres, distance), 1.0)


def softened(tree: bpy.types.NodeTree, value: Any, share: Any) -> Any:
    """``value`` drawn towards 0.5 where ``share`` is below 1."""
    return math(tree, "MULTIPLY_ADD", math(tree, "SUBTRACT", value, 0.5), share, 0.5)


def bump(tree: bpy.types.NodeTree, height: Any, strength: float, metres: float, reach_m: float = 8.0) -> Any:
    """A normal over ``height`` 0..1 of ``metres``, fading beyond ``reach_m`` from the camera."""
    fading = product(tree, near(tree, reach_m), near(tree, reach_m), strength)
    return add(tree, "ShaderNodeBump", Height=height, Strength=fading, Distance=metres).outputs[0]
