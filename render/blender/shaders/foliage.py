"""Leaves."""

import bpy

from assets import Material
from render.blender.shaders.fields import blend, chance, colour, joined, number, span, split, vector
from render.blender.shaders.nodes import add, bsdf, mix, put, surface


def leaf(tree: bpy.types.NodeTree, material: Material) -> None:
    """A thin leaf that light shines through; every loose piece of the mesh has a colour of its own.

    Params: ``other`` colour towards which leaves vary, ``vary`` 0..1 in brightness, ``through`` share of the light that
    passes.
    """
    island = tree.nodes.new("ShaderNodeNewGeometry").outputs["Random Per Island"]
    _, dice = chance(tree, joined(tree, island))
    first, second, _ = split(tree, dice)
    vary = number(material, "vary", 0.4)
    color = blend(tree, span(tree, first, 0.35, 1.0), material.base_color, colour(material, "other", (0.2, 0.2, 0.05)))
    color = vector(tree, "SCALE", color, span(tree, second, 0.0, 1.0, 1.0 - vary, 1.0 + vary))
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color)
    put(tree, node, "Specular IOR Level", 0.4)
    warm = vector(tree, "MULTIPLY", color, (1.5, 1.6, 0.7))
    behind = add(tree, "ShaderNodeBsdfTranslucent", Color=warm).outputs[0]
    surface(tree, mix(tree, number(material, "through", 0.4), node.outputs["BSDF"], behind))
