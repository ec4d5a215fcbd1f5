"""Flat pictures and patterns: posters, random solids, wire mesh."""

from typing import Any

import bpy

from assets import Material
from render.blender.shaders.fields import (
    blend,
    colour,
    joined,
    math,
    near,
    noise,
    number,
    span,
    split,
    vector,
)
from render.blender.shaders.nodes import add, bsdf, mix, put, surface


def poster(tree: bpy.types.NodeTree, material: Material) -> None:
    """An abstract composition over texture coordinates 0..1. Params: ``second``, ``third`` colours, ``seed``."""
    uv = add(tree, "ShaderNodeUVMap", uv_map="uv").outputs[0]
    x, y, _ = split(tree, uv)
    seed = number(material, "seed", 0.0)
    place = joined(tree, x, y, seed)
    fields = add(tree, "ShaderNodeTexVoronoi", distance="CHEBYCHEV", Vector=place, Scale=2.3).outputs["Color"]
    choice, shade, _ = split(tree, fields)
    second, third = colour(material, "second", (0.1, 0.2, 0.5)), colour(material, "third", (0.6, 0.5, 0.1))
    color = blend(tree, math(tree, "GREATER_THAN", choice, 0.55), material.base_color, second)
    round_ = add(tree, "ShaderNodeTexVoronoi", Vector=place, Scale=1.6)
    color = blend(tree, math(tree, "LESS_THAN", round_.outputs["Distance"], 0.28), color, third)
    glow = noise(tree, place, 1.7, 3.0)
    shade = math(tree, "MULTIPLY", span(tree, glow, 0.3, 0.7, 0.6, 1.1), span(tree, shade, 0.0, 1.0, 0.6, 1.1))
    color = vector(tree, "SCALE", color, shade)
    rows = math(tree, "LESS_THAN", math(tree, "FRACT", math(tree, "MULTIPLY", y, 24.0)), 0.5)
    line = math(tree, "FLOOR", math(tree, "MULTIPLY", y, 24.0))
    words = math(tree, "GREATER_THAN", noise(tree, joined(tree, x, line, seed), 14.0), 0.45)
    text = math(tree, "MULTIPLY", math(tree, "MULTIPLY", rows, words), math(tree, "LESS_THAN", y, 0.22))
    color = blend(tree, text, color, (0.75, 0.75, 0.72))
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color)
    put(tree, node, "Emission Color", color)
    surface(tree, node.outputs["BSDF"])


def graffiti(tree: bpy.types.NodeTree, material: Material) -> None:
    """Sprayed shapes with dark outlines over texture coordinates 0..1; what lies below shows around them.

    Params: ``second``, ``third`` colours, ``seed``.
    """
    x, y, _ = split(tree, add(tree, "ShaderNodeUVMap", uv_map="uv").outputs[0])
    seed = number(material, "seed", 0.0)
    place = joined(tree, math(tree, "MULTIPLY", x, 2.4), y, seed)
    bent = add(tree, "ShaderNodeTexNoise", Vector=place, Scale=1.8, Detail=1.0).outputs["Color"]
    crooked = vector(tree, "ADD", place, vector(tree, "SCALE", bent, 0.9))
    cells = add(tree, "ShaderNodeTexVoronoi", Vector=crooked, Scale=2.6)
    edge = add(tree, "ShaderNodeTexVoronoi", feature="DISTANCE_TO_EDGE", Vector=crooked, Scale=2.6).outputs["Distance"]
    choice, other, there = split(tree, cells.outputs["Color"])
    second, third = colour(material, "second", (0.1, 0.2, 0.5)), colour(material, "third", (0.6, 0.5, 0.1))
    color = blend(tree, math(tree, "GREATER_THAN", choice, 0.6), material.base_color, second)
    color = blend(tree, math(tree, "GREATER_THAN", other, 0.72), color, third)
    color = vector(tree, "SCALE", color, span(tree, y, 0.0, 1.0, 0.65, 1.25))
    color = blend(tree, math(tree, "LESS_THAN", edge, 0.055), color, (0.012, 0.012, 0.014))
    rim = math(tree, "MINIMUM", math(tree, "PINGPONG", x, 0.5), math(tree, "PINGPONG", y, 0.5))
    inside = math(tree, "ADD", rim, span(tree, noise(tree, place, 3.0), 0.3, 0.7, -0.22, 0.06))
    here = math(tree, "MULTIPLY", math(tree, "GREATER_THAN", inside, 0.04), math(tree, "GREATER_THAN", there, 0.2))
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color)
    clear = tree.nodes.new("ShaderNodeBsdfTransparent").outputs[0]
    surface(tree, mix(tree, here, clear, node.outputs["BSDF"]))


def pattern(tree: bpy.types.NodeTree, material: Material) -> None:
    """Two colours over the thing's own coordinates.

    Params: ``second`` colour, ``pattern`` 0 plain, 1 checks, 2 stripes, 3 cells, 4 clouds, ``scale`` a metre, ``seed``.
    """
    place: Any = tree.nodes.new("ShaderNodeTexCoord").outputs["Object"]
    place = vector(tree, "ADD", place, (number(material, "seed", 0.0), 0.0, 0.0))
    kind, scale = round(number(material, "pattern", 0.0)), number(material, "scale", 8.0)
    second = colour(material, "second", (0.8, 0.8, 0.8))
    node = bsdf(tree, material)
    if kind:
        share: Any
        if kind == 1:
            share = add(tree, "ShaderNodeTexChecker", Vector=place, Scale=scale).outputs[1]
        elif kind == 2:
            share = span(tree, add(tree, "ShaderNodeTexWave", Vector=place, Scale=scale / 3.0).outputs[1], 0.45, 0.55)
        elif kind == 3:
            cells = add(tree, "ShaderNodeTexVoronoi", Vector=place, Scale=scale)
            share = split(tree, cells.outputs["Color"])[0]
        else:
            share = span(tree, noise(tree, place, scale / 2.0, 5.0), 0.4, 0.6)
        put(tree, node, "Base Color", blend(tree, share, material.base_color, second))
    surface(tree, node.outputs["BSDF"])


def wire_mesh(tree: bpy.types.NodeTree, material: Material) -> None:
    """Wires ``wire_m`` thick every ``mesh_m`` of the texture coordinates, crosswise or ``slant``; far away a veil."""
    x, y, _ = split(tree, add(tree, "ShaderNodeUVMap", uv_map="uv").outputs[0])
    pitch, thick = number(material, "mesh_m", 0.06), number(material, "wire_m", 0.004)
    if number(material, "slant", 0.0):
        x, y = math(tree, "ADD", x, y), math(tree, "SUBTRACT", x, y)
    to_wire = math(tree, "MINIMUM", math(tree, "PINGPONG", x, pitch / 2), math(tree, "PINGPONG", y, pitch / 2))
    wire = math(tree, "LESS_THAN", to_wire, thick / 2)
    close = near(tree, 60.0 * pitch)
    veil = 2.0 * thick / pitch
    here = math(tree, "MULTIPLY_ADD", math(tree, "SUBTRACT", wire, veil), close, veil)
    clear = tree.nodes.new("ShaderNodeBsdfTransparent").outputs[0]
    surface(tree, mix(tree, here, clear, bsdf(tree, material).outputs["BSDF"]))
