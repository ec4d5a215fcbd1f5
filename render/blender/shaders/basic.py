"""Surfaces that any scene needs."""

import bpy

from assets import Material
from assets.materials import VERTEX_COLOR
from render.blender.shaders.fields import math, mirrored, vector
from render.blender.shaders.images import INPUTS, pictured
from render.blender.shaders.nodes import add, bsdf, mix, put, surface


def principled(tree: bpy.types.NodeTree, material: Material) -> None:
    """Numbers and images of the material; its base colour times that of the mesh's vertices where they have one."""
    node = bsdf(tree, material)
    shown = {texture.input: pictured(tree, texture) for texture in material.textures}
    if material.params.get(VERTEX_COLOR):
        own = add(tree, "ShaderNodeAttribute", attribute_name=VERTEX_COLOR).outputs["Color"]
        shown["base_color"] = vector(tree, "MULTIPLY", own, shown.get("base_color", material.base_color))
    for key, value in shown.items():
        put(tree, node, INPUTS[key], value)
    surface(tree, node.outputs["BSDF"])


def glass(tree: bpy.types.NodeTree, material: Material) -> None:
    """A thin tinted pane. ``base_color`` tints what is seen through it.

    Both of its surfaces mirror: 8 % of what meets it at right angles, the more the flatter.

    Camera rays meet a refraction without bending, which Cryptomatte and depth count as the pane's own surface: a window
    belongs to its car. All other rays meet plain transparency, so that light falls in without caustics.

    The refraction is rough, which at an index of 1 blurs nothing, yet makes Cycles take the pane itself to guide the
    denoiser, not what is scattered behind and mirrored in it: reflections would come out as grain.
    """
    through = add(tree, "ShaderNodeBsdfRefraction", Color=material.base_color, Roughness=0.3, IOR=1.0)
    clear = add(tree, "ShaderNodeBsdfTransparent", Color=material.base_color)
    shine = add(tree, "ShaderNodeBsdfGlossy", Color=(1.0, 1.0, 1.0), Roughness=max(material.roughness, 0.03))
    one = mirrored(tree, material.ior)
    both = math(tree, "DIVIDE", math(tree, "MULTIPLY", one, 2.0), math(tree, "ADD", one, 1.0))  # to and fro in between
    camera = tree.nodes.new("ShaderNodeLightPath").outputs["Is Camera Ray"]
    pane = mix(tree, camera, clear.outputs[0], through.outputs[0])
    surface(tree, mix(tree, both, pane, shine.outputs[0]))


def asphalt(tree: bpy.types.NodeTree, material: Material) -> None:
    """Worn ground: stones, patches, stains and cracks over ``base_color``, in world metres."""
    place = tree.nodes.new("ShaderNodeNewGeometry").outputs["Position"]
    stones = _noise(tree, place, 60.0, (0.3, 0.7), (0.6, 1.4))
    shade = stones.outputs[0]
    for scale, low, high in ((0.12, 0.7, 1.3), (0.9, 0.8, 1.2), (7.0, 0.85, 1.15)):
        shade = _times(tree, shade, _noise(tree, place, scale, (0.35, 0.65), (low, high)).outputs[0])
    bent = add(tree, "ShaderNodeTexNoise", Vector=place, Scale=1.5, Detail=4.0)
    crooked = add(tree, "ShaderNodeVectorMath", operation="ADD")
    put(tree, crooked, 0, place)
    put(tree, crooked, 1, bent.outputs["Color"])
    crack = add(tree, "ShaderNodeTexVoronoi", feature="DISTANCE_TO_EDGE", Vector=crooked.outputs[0], Scale=0.22)
    open_crack = add(tree, "ShaderNodeMapRange", Value=crack.outputs["Distance"], From_Max=0.004, To_Min=0.45)
    shade = _times(tree, shade, open_crack.outputs[0])
    color = add(tree, "ShaderNodeVectorMath", operation="SCALE")
    put(tree, color, 0, material.base_color)
    put(tree, color, "Scale", shade)
    bump = add(tree, "ShaderNodeBump", Height=stones.outputs[0], Strength=0.3, Distance=0.008)
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color.outputs[0])
    put(tree, node, "Normal", bump.outputs[0])
    surface(tree, node.outputs["BSDF"])


def _noise(
    tree: bpy.types.NodeTree,
    place: bpy.types.NodeSocket,
    scale: float,
    between: tuple[float, float],
    to: tuple[float, float],
) -> bpy.types.Node:
    """Noise of ``scale`` waves a metre, its values ``between`` stretched ``to``."""
    noise = add(tree, "ShaderNodeTexNoise", Vector=place, Scale=scale, Detail=5.0, Roughness=0.65)
    return add(
        tree,
        "ShaderNodeMapRange",
        Value=noise.outputs[0],
        From_Min=between[0],
        From_Max=between[1],
        To_Min=to[0],
        To_Max=to[1],
    )


def _times(tree: bpy.types.NodeTree, a: bpy.types.NodeSocket, b: bpy.types.NodeSocket) -> bpy.types.NodeSocket:
    node = add(tree, "ShaderNodeMath", operation="MULTIPLY")
    put(tree, node, 0, a)
    put(tree, node, 1, b)
    return node.outputs[0]
