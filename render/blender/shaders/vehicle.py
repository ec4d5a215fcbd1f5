"""Surfaces of vehicles."""

import bpy

from assets import Material
from render.blender.shaders.nodes import add, bsdf, put, surface


def car_paint(tree: bpy.types.NodeTree, material: Material) -> None:
    """Clear coat over a base. ``params``: ``flake`` 0..1, how much metal glitters; ``dust`` 0..1, road dirt."""
    node = bsdf(tree, material)
    flake, dust = float(material.params.get("flake", 0.0)), float(material.params.get("dust", 0.0))
    place = tree.nodes.new("ShaderNodeTexCoord").outputs["Object"]
    if flake:
        cells = add(tree, "ShaderNodeTexVoronoi", Vector=place, Scale=900.0)
        tilt = add(tree, "ShaderNodeMapRange", Value=cells.outputs["Color"], To_Min=-0.12 * flake, To_Max=0.12 * flake)
        rough = add(tree, "ShaderNodeMath", operation="ADD")
        put(tree, rough, 0, tilt.outputs[0])
        put(tree, rough, 1, material.roughness)
        put(tree, node, "Roughness", rough.outputs[0])
    if dust > 0.02:
        _dirty(tree, node, place, material, dust)
    surface(tree, node.outputs["BSDF"])


def _dirty(
    tree: bpy.types.NodeTree, node: bpy.types.Node, place: bpy.types.NodeSocket, material: Material, dust: float
) -> None:
    """Road dust: most below the bumpers, in clouds, little on the roof."""
    height = add(tree, "ShaderNodeSeparateXYZ", Vector=place).outputs["Z"]
    low = add(tree, "ShaderNodeMapRange", Value=height, From_Min=0.15, From_Max=0.85, To_Min=dust, To_Max=0.08 * dust)
    clouds = add(tree, "ShaderNodeTexNoise", Vector=place, Scale=5.0, Detail=5.0, Roughness=0.65)
    amount = add(tree, "ShaderNodeMath", operation="MULTIPLY")
    put(tree, amount, 0, low.outputs[0])
    put(tree, amount, 1, clouds.outputs[0])
    color = add(tree, "ShaderNodeMix", data_type="RGBA")
    put(tree, color, 0, amount.outputs[0])
    put(tree, color, 6, material.base_color)
    put(tree, color, 7, (0.16, 0.13, 0.10))
    put(tree, node, "Base Color", color.outputs[2])


def car_lamp(tree: bpy.types.NodeTree, material: Material) -> None:
    """A coloured lens with ribs and bright reflectors behind it, all in one surface."""
    place = tree.nodes.new("ShaderNodeTexCoord").outputs["Object"]
    ribs = add(tree, "ShaderNodeTexWave", Vector=place, Scale=14.0, bands_direction="Z")
    bump = add(tree, "ShaderNodeBump", Height=ribs.outputs[1], Strength=0.12, Distance=0.003)
    shade = add(tree, "ShaderNodeMapRange", Value=ribs.outputs[1], To_Min=0.55, To_Max=1.3)
    color = add(tree, "ShaderNodeVectorMath", operation="SCALE")
    put(tree, color, 0, material.base_color)
    put(tree, color, "Scale", shade.outputs[0])
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color.outputs[0])
    put(tree, node, "Normal", bump.outputs[0])
    surface(tree, node.outputs["BSDF"])
