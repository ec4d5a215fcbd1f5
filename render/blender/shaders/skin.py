"""Skin: its colour, marks and folds. Vertex attributes of the head say where what shows."""

import itertools
from typing import Any

import bpy
import numpy as np

from assets import Material
from render.blender.shaders.fields import attribute, blend, math, moved, noise, number, smooth, span, split, vector
from render.blender.shaders.nodes import add, bsdf, put, surface

SEBUM = 0.22  # weight of the film of oil on the oiliest skin
PORE_DARK = 0.45  # of the light that the deepest pores keep; a denoiser that looks at colours leaves them in
PORE_M, RELIEF_M, FOLD_M = 0.00020, 0.00042, 0.0008  # depth of pores, of the fine relief, of the deepest folds


def skin(tree: bpy.types.NodeTree, material: Material) -> None:
    """Translucent skin over ``base_color``.

    Vertex attributes: ``rest`` (place on the base head, metres), ``tint`` (factors on the colour), ``relief`` (folds
    away, depth of folds, oiliness) and ``cover`` (hair below the surface, wetness, where the sun shines); all but the
    first of ``relief`` 0..1.
    Params: ``hair`` colour under strands; ``age``, ``mottle``, ``freckles``, ``age_spots``, ``pores`` and ``oil`` 0..1;
    ``mole_0`` … places on the base head and ``mole_0_m`` … their radii; ``scar_from``, ``scar_to`` and ``scar_m``;
    ``scatter_m`` how far light wanders; ``gloss`` of the surface; ``seed``. Spots that nobody asks for cost nothing:
    their nodes are left out.
    """
    place = attribute(tree, "rest")
    rest = moved(tree, place, float(material.params["seed"]))
    phase, depth, oil = split(tree, attribute(tree, "relief"))
    hairy, wet, sun = split(tree, attribute(tree, "cover"))
    grain = noise(tree, rest, 420.0, 2.0, 0.5)
    fold = math(tree, "MULTIPLY", _groove(tree, rest, phase), depth)
    pore = _pores(tree, material, rest, oil)
    shade = math(tree, "MULTIPLY_ADD", pore, -PORE_DARK, 1.0)
    color = vector(tree, "SCALE", _skin_color(tree, material, rest, grain, sun), shade)
    color = blend(tree, math(tree, "MULTIPLY", fold, 0.5), color, (0.62, 0.44, 0.38), "MULTIPLY")
    color = _marks(tree, material, place, color)
    stubbly = math(tree, "MULTIPLY", hairy, span(tree, grain, 0.35, 0.6, 0.55, 1.1))
    color = blend(tree, stubbly, color, material.params["hair"])
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color)
    put(tree, node, "Subsurface Weight", 1.0)
    put(tree, node, "Subsurface Radius", (1.0, 0.38, 0.22))
    put(tree, node, "Subsurface Scale", float(material.params["scatter_m"]))
    greasy = number(material, "oil", 0.4)
    shine = span(tree, grain, 0.3, 0.7, material.roughness - 0.06, material.roughness + 0.08)
    shine = math(tree, "SUBTRACT", shine, math(tree, "MULTIPLY", oil, 0.08 + 0.16 * greasy))
    shine = math(tree, "MULTIPLY_ADD", hairy, 0.35, shine)
    put(tree, node, "Roughness", math(tree, "MULTIPLY_ADD", wet, -0.26, shine))
    put(tree, node, "Specular IOR Level", number(material, "gloss", 0.35))
    put(tree, node, "Coat Weight", math(tree, "MULTIPLY", oil, SEBUM * greasy))  # a second, sharper lobe where oily
    put(tree, node, "Coat Roughness", 0.24)
    put(tree, node, "Coat IOR", 1.4)
    put(tree, node, "Normal", _skin_bump(tree, material, rest, fold, pore))
    surface(tree, node.outputs["BSDF"])


def _skin_color(tree: bpy.types.NodeTree, material: Material, rest: Any, grain: Any, sun: Any) -> Any:
    """Melanin and blood come in blotches; freckles and age spots on top."""
    base, mottle = material.base_color, number(material, "mottle", 0.06)
    blotch = noise(tree, rest, 70.0, 4.0)
    light = tuple(value * (1.0 + mottle * share) for value, share in zip(base, (0.6, 1.0, 1.0), strict=True))
    red = tuple(value * (1.0 - mottle * share) for value, share in zip(base, (0.6, 1.5, 1.5), strict=True))
    patchy = math(tree, "MULTIPLY_ADD", grain, 0.7, blotch)
    color = blend(tree, smooth(tree, patchy, 0.60, 1.10, 0.0, 1.0), red, light)
    color = blend(tree, smooth(tree, blotch, 0.3, 0.6, 1.0, 0.72), color, attribute(tree, "tint"), "MULTIPLY")
    freckles, spots = number(material, "freckles", 0.0), number(material, "age_spots", 0.0)
    if freckles:
        there = math(tree, "MULTIPLY", span(tree, grain, 0.56, 0.72, 0.0, freckles), sun)
        color = blend(tree, there, color, (0.66, 0.48, 0.36), "MULTIPLY")
    if spots:
        there = math(tree, "ADD", blotch, math(tree, "MULTIPLY", grain, 0.12))
        color = blend(tree, span(tree, there, 0.69, 0.73, 0.0, spots), color, (0.62, 0.46, 0.36), "MULTIPLY")
    return color


def _marks(tree: bpy.types.NodeTree, material: Material, place: Any, color: Any) -> Any:
    """Moles, and a scar where there is one."""
    params = material.params
    for index in itertools.takewhile(lambda i: f"mole_{i}" in params, itertools.count()):
        radius = number(material, f"mole_{index}_m", 0.0)
        if radius:
            there = span(tree, _distance(tree, place, params[f"mole_{index}"]), 0.6 * radius, radius, 0.85, 0.0)
            color = blend(tree, there, color, (0.34, 0.22, 0.17), "MULTIPLY")
    if "scar_m" in params:
        start, end = np.array(params["scar_from"]), np.array(params["scar_to"])
        along = vector(tree, "SUBTRACT", place, tuple(start))
        step = tuple((end - start) / max(float(((end - start) ** 2).sum()), 1e-9))
        share = add(tree, "ShaderNodeVectorMath", operation="DOT_PRODUCT")
        put(tree, share, 0, along)
        put(tree, share, 1, step)
        nearest = vector(tree, "SCALE", tuple(end - start), span(tree, share.outputs["Value"], 0.0, 1.0))
        there = span(tree, _distance(tree, along, nearest), 0.0, params["scar_m"], 0.6, 0.0)
        color = blend(tree, there, color, (1.15, 0.82, 0.80), "MULTIPLY")
    return color


def _distance(tree: bpy.types.NodeTree, first: Any, second: Any) -> Any:
    node = add(tree, "ShaderNodeVectorMath", operation="DISTANCE")
    put(tree, node, 0, first)
    put(tree, node, 1, second)
    return node.outputs["Value"]


def _groove(tree: bpy.types.NodeTree, rest: Any, phase: Any) -> Any:
    """1 at the bottom of folds, which whole numbers of ``phase`` are; they wander a little, as folds do."""
    wander = noise(tree, rest, 42.0, 1.0)
    place = math(tree, "ADD", phase, span(tree, wander, 0.2, 0.8, -0.3, 0.3))
    return smooth(tree, math(tree, "PINGPONG", place, 0.5), 0.0, 0.28, 1.0, 0.0)


def _pores(tree: bpy.types.NodeTree, material: Material, rest: Any, oil: Any) -> Any:
    """0..1 of their depth; the deepest are where the skin is oily."""
    pit = add(tree, "ShaderNodeTexVoronoi", Vector=rest, Scale=850.0).outputs["Distance"]
    pit = span(tree, pit, 0.0, 0.5, number(material, "pores", 0.7), 0.0)
    return math(tree, "MULTIPLY", pit, math(tree, "MULTIPLY_ADD", oil, 0.8, 0.35))


def _skin_bump(tree: bpy.types.NodeTree, material: Material, rest: Any, fold: Any, pore: Any) -> Any:
    """Pores on fine relief at many scales; and folds."""
    coarse = 0.6 + 0.5 * number(material, "age", 0.3)
    uneven = noise(tree, rest, 190.0, 5.0, 0.68)
    height = math(tree, "MULTIPLY_ADD", uneven, RELIEF_M * coarse, math(tree, "MULTIPLY", pore, -PORE_M))
    height = math(tree, "MULTIPLY_ADD", fold, -FOLD_M, height)
    return add(tree, "ShaderNodeBump", Height=height, Strength=1.0, Distance=1.0).outputs[0]
