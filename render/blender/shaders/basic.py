"""Surfaces that any scene needs."""

import bpy

from assets import Material
from render.blender.shaders.nodes import add, bsdf, mix, put, surface


def principled(tree: bpy.types.NodeTree, material: Material) -> None:
    surface(tree, bsdf(tree, material).outputs["BSDF"])


def glass(tree: bpy.types.NodeTree, material: Material) -> None:
    """A thin tinted pane. ``base_color`` tints what is seen through it.

    Camera rays meet a refraction without bending, which Cryptomatte and depth count as the pane's own surface: a window
    belongs to its car. All other rays meet plain transparency, so that light falls in without caustics.
    """
    through = add(tree, "ShaderNodeBsdfRefraction", Color=material.base_color, Roughness=0.0, IOR=1.0)
    clear = add(tree, "ShaderNodeBsdfTransparent", Color=material.base_color)
    shine = add(tree, "ShaderNodeBsdfGlossy", Color=(1.0, 1.0, 1.0), Roughness=material.roughness)
    fresnel = add(tree, "ShaderNodeFresnel", IOR=material.ior)
    camera = tree.nodes.new("ShaderNodeLightPath").outputs["Is Camera Ray"]
    pane = mix(tree, camera, clear.outputs[0], through.outputs[0])
    surface(tree, mix(tree, fresnel.outputs[0], pane, shine.outputs[0]))


def asphalt(tree: bpy.types.NodeTree, material: Material) -> None:
    """Worn ground: stones, patches and stains over ``base_color``, in world metres."""
    place = tree.nodes.new("ShaderNodeNewGeometry").outputs["Position"]
    stones = add(tree, "ShaderNodeTexNoise", Vector=place, Scale=90.0, Detail=6.0, Roughness=0.7)
    patches = add(tree, "ShaderNodeTexNoise", Vector=place, Scale=0.35, Detail=5.0, Roughness=0.6)
    grain = add(
        tree, "ShaderNodeMapRange", Value=stones.outputs[0], From_Min=0.3, From_Max=0.7, To_Min=0.55, To_Max=1.45
    )
    stain = add(
        tree, "ShaderNodeMapRange", Value=patches.outputs[0], From_Min=0.3, From_Max=0.7, To_Min=0.7, To_Max=1.25
    )
    shade = add(tree, "ShaderNodeMath", operation="MULTIPLY")
    put(tree, shade, 0, grain.outputs[0])
    put(tree, shade, 1, stain.outputs[0])
    color = add(tree, "ShaderNodeVectorMath", operation="SCALE")
    put(tree, color, 0, material.base_color)
    put(tree, color, "Scale", shade.outputs[0])
    bump = add(tree, "ShaderNodeBump", Height=stones.outputs[0], Strength=0.25, Distance=0.01)
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color.outputs[0])
    put(tree, node, "Normal", bump.outputs[0])
    surface(tree, node.outputs["BSDF"])
