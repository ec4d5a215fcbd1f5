"""What people are made of: skin, eyes, hair, cloth, teeth. Vertex attributes of the head say where what shows."""

import itertools
from collections.abc import Mapping
from typing import Any

import bpy
import numpy as np

from assets import Material
from render.blender.shaders.fields import math, noise, number, span, split, vector
from render.blender.shaders.nodes import add, bsdf, put, surface


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
    place = add(tree, "ShaderNodeAttribute", attribute_name="rest").outputs["Vector"]
    rest = _moved(tree, place, float(material.params["seed"]))
    phase, depth, oil = split(tree, _vector(tree, "relief"))
    hairy, wet, sun = split(tree, _vector(tree, "cover"))
    grain = noise(tree, rest, 420.0, 2.0, 0.5)
    fold = _math(tree, "MULTIPLY", _groove(tree, rest, phase), depth)
    pore = _pores(tree, material, rest, oil)
    shade = math(tree, "MULTIPLY_ADD", pore, -PORE_DARK, 1.0)
    color = _scaled(tree, _skin_color(tree, material, rest, grain, sun), shade)
    color = _mixed(tree, "MULTIPLY", _math(tree, "MULTIPLY", fold, 0.5), color, (0.62, 0.44, 0.38))
    color = _marks(tree, material, place, color)
    stubbly = _math(tree, "MULTIPLY", hairy, span(tree, grain, 0.35, 0.6, 0.55, 1.1))
    color = _mixed(tree, "MIX", stubbly, color, material.params["hair"])
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color)
    put(tree, node, "Subsurface Weight", 1.0)
    put(tree, node, "Subsurface Radius", (1.0, 0.38, 0.22))
    put(tree, node, "Subsurface Scale", float(material.params["scatter_m"]))
    greasy = number(material, "oil", 0.4)
    shine = span(tree, grain, 0.3, 0.7, material.roughness - 0.06, material.roughness + 0.08)
    shine = _math(tree, "SUBTRACT", shine, _math(tree, "MULTIPLY", oil, 0.08 + 0.16 * greasy))
    shine = math(tree, "MULTIPLY_ADD", hairy, 0.35, shine)
    put(tree, node, "Roughness", math(tree, "MULTIPLY_ADD", wet, -0.26, shine))
    put(tree, node, "Specular IOR Level", number(material, "gloss", 0.35))
    put(tree, node, "Coat Weight", _math(tree, "MULTIPLY", oil, SEBUM * greasy))  # a second, sharper lobe where oily
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
    color = _mixed(tree, "MIX", _range(tree, patchy, 0.60, 1.10, 0.0, 1.0), red, light)
    color = _mixed(tree, "MULTIPLY", _range(tree, blotch, 0.3, 0.6, 1.0, 0.72), color, _vector(tree, "tint"))
    freckles, spots = number(material, "freckles", 0.0), number(material, "age_spots", 0.0)
    if freckles:
        there = _math(tree, "MULTIPLY", span(tree, grain, 0.56, 0.72, 0.0, freckles), sun)
        color = _mixed(tree, "MULTIPLY", there, color, (0.66, 0.48, 0.36))
    if spots:
        there = _math(tree, "ADD", blotch, _math(tree, "MULTIPLY", grain, 0.12))
        color = _mixed(tree, "MULTIPLY", span(tree, there, 0.69, 0.73, 0.0, spots), color, (0.62, 0.46, 0.36))
    return color


def _marks(tree: bpy.types.NodeTree, material: Material, place: Any, color: Any) -> Any:
    """Moles, and a scar where there is one."""
    params = material.params
    for index in itertools.takewhile(lambda i: f"mole_{i}" in params, itertools.count()):
        radius = number(material, f"mole_{index}_m", 0.0)
        if radius:
            there = span(tree, _distance(tree, place, params[f"mole_{index}"]), 0.6 * radius, radius, 0.85, 0.0)
            color = _mixed(tree, "MULTIPLY", there, color, (0.34, 0.22, 0.17))
    if "scar_m" in params:
        start, end = np.array(params["scar_from"]), np.array(params["scar_to"])
        along = vector(tree, "SUBTRACT", place, tuple(start))
        step = tuple((end - start) / max(float(((end - start) ** 2).sum()), 1e-9))
        share = add(tree, "ShaderNodeVectorMath", operation="DOT_PRODUCT")
        put(tree, share, 0, along)
        put(tree, share, 1, step)
        nearest = vector(tree, "SCALE", tuple(end - start), span(tree, share.outputs["Value"], 0.0, 1.0))
        there = span(tree, _distance(tree, along, nearest), 0.0, params["scar_m"], 0.6, 0.0)
        color = _mixed(tree, "MULTIPLY", there, color, (1.15, 0.82, 0.80))
    return color


def _distance(tree: bpy.types.NodeTree, first: Any, second: Any) -> Any:
    node = add(tree, "ShaderNodeVectorMath", operation="DISTANCE")
    put(tree, node, 0, first)
    put(tree, node, 1, second)
    return node.outputs["Value"]


def _groove(tree: bpy.types.NodeTree, rest: Any, phase: Any) -> Any:
    """1 at the bottom of folds, which whole numbers of ``phase`` are; they wander a little, as folds do."""
    wander = noise(tree, rest, 42.0, 1.0)
    place = _math(tree, "ADD", phase, span(tree, wander, 0.2, 0.8, -0.3, 0.3))
    return _range(tree, _math(tree, "PINGPONG", place, 0.5), 0.0, 0.28, 1.0, 0.0)


def _pores(tree: bpy.types.NodeTree, material: Material, rest: Any, oil: Any) -> Any:
    """0..1 of their depth; the deepest are where the skin is oily."""
    pit = add(tree, "ShaderNodeTexVoronoi", Vector=rest, Scale=850.0).outputs["Distance"]
    pit = span(tree, pit, 0.0, 0.5, number(material, "pores", 0.7), 0.0)
    return _math(tree, "MULTIPLY", pit, math(tree, "MULTIPLY_ADD", oil, 0.8, 0.35))


def _skin_bump(tree: bpy.types.NodeTree, material: Material, rest: Any, fold: Any, pore: Any) -> Any:
    """Pores on fine relief at many scales; and folds."""
    coarse = 0.6 + 0.5 * number(material, "age", 0.3)
    uneven = noise(tree, rest, 190.0, 5.0, 0.68)
    height = math(tree, "MULTIPLY_ADD", uneven, RELIEF_M * coarse, _math(tree, "MULTIPLY", pore, -PORE_M))
    height = math(tree, "MULTIPLY_ADD", fold, -FOLD_M, height)
    return add(tree, "ShaderNodeBump", Height=height, Strength=1.0, Distance=1.0).outputs[0]


SEBUM = 0.22  # weight of the film of oil on the oiliest skin
PORE_DARK = 0.45  # of the light that the deepest pores keep; a denoiser that looks at colours leaves them in
PORE_M, RELIEF_M, FOLD_M = 0.00020, 0.00042, 0.0008  # depth of pores, of the fine relief, of the deepest folds


def eye(tree: bpy.types.NodeTree, material: Material) -> None:
    """Sclera, limbus, iris and pupil on one surface below a wet coat.

    Vertex attribute ``disc``: (u, v, r), r = 1 at the rim of the iris. ``base_color`` is the iris, ``inner`` its ring
    around the pupil, ``pupil`` the pupil's radius in r. The base's normal leans inwards on the iris, as a concave disc
    seen through the cornea does, so that light falls on its far side; the coat keeps the cornea's own normal.
    """
    params = material.params
    place = add(tree, "ShaderNodeAttribute", attribute_name="disc")
    split = add(tree, "ShaderNodeSeparateXYZ", Vector=place.outputs["Vector"])
    r = split.outputs["Z"]
    safe = _math(tree, "MAXIMUM", r, 0.001)
    around = add(tree, "ShaderNodeCombineXYZ")
    put(tree, around, "X", _math(tree, "MULTIPLY", _math(tree, "DIVIDE", split.outputs["X"], safe), 6.5))
    put(tree, around, "Y", _math(tree, "MULTIPLY", _math(tree, "DIVIDE", split.outputs["Y"], safe), 6.5))
    put(tree, around, "Z", _math(tree, "ADD", _math(tree, "MULTIPLY", r, 1.6), params["seed"]))
    fibres = add(tree, "ShaderNodeTexNoise", Vector=around.outputs[0], Scale=1.0, Detail=4.0, Roughness=0.65).outputs[0]
    pupil = float(params["pupil"])
    ragged = _math(tree, "ADD", r, _range(tree, fibres, 0.3, 0.7, -0.1, 0.1))
    iris = _mixed(
        tree, "MIX", _range(tree, ragged, pupil + 0.08, pupil + 0.38, 0.0, 1.0), params["inner"], material.base_color
    )
    iris = _scaled(tree, iris, _range(tree, fibres, 0.3, 0.72, 0.4, 1.2))
    iris = _scaled(tree, iris, _range(tree, r, 0.74, 1.0, 1.0, 0.22))
    iris = _scaled(tree, iris, _range(tree, r, pupil - 0.02, pupil + 0.05, 0.0, 1.0))
    color = _mixed(tree, "MIX", _range(tree, r, 0.955, 1.1, 0.0, 1.0), iris, _sclera(tree, place, r, params))
    lids = add(tree, "ShaderNodeAmbientOcclusion", samples=4, Distance=0.007).outputs["AO"]
    color = _scaled(tree, color, _range(tree, lids, 0.1, 1.0, 0.16, 1.0))
    geometry = tree.nodes.new("ShaderNodeNewGeometry").outputs["Normal"]
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color)
    put(tree, node, "Specular IOR Level", 0.2)
    put(tree, node, "Coat IOR", 1.38)
    put(tree, node, "Coat Normal", geometry)
    white = _range(tree, r, 0.95, 1.15, 0.0, 1.0)
    put(tree, node, "Subsurface Weight", _math(tree, "MULTIPLY", white, 0.6))
    put(tree, node, "Subsurface Radius", (1.0, 0.6, 0.45))
    put(tree, node, "Subsurface Scale", 0.002)
    surface(tree, node.outputs["BSDF"])


def _sclera(tree: bpy.types.NodeTree, place: bpy.types.Node, r: Any, params: Mapping[str, Any]) -> Any:
    """Not white: warm, redder and veined towards the corners, yellower in the old and browner below dark lids."""
    seed, warm = float(params["seed"]), float(params.get("warm", 0.0))
    shifted = add(tree, "ShaderNodeVectorMath", operation="ADD")
    put(tree, shifted, 0, place.outputs["Vector"])
    put(tree, shifted, 1, (seed, seed, 0.0))
    noise = add(
        tree, "ShaderNodeTexNoise", Vector=shifted.outputs[0], Scale=2.6, Detail=5.0, Roughness=0.6, Distortion=1.2
    ).outputs[0]
    vein = _math(
        tree,
        "SUBTRACT",
        1.0,
        _math(tree, "MULTIPLY", _math(tree, "ABSOLUTE", _math(tree, "SUBTRACT", noise, 0.5)), 22.0),
    )
    vein = _math(tree, "MULTIPLY", _math(tree, "MAXIMUM", vein, 0.0), _range(tree, r, 1.2, 2.8, 0.0, 0.32))
    middle = tuple(value * (1.0 - warm * less) for value, less in zip(SCLERA, (0.22, 0.34, 0.52), strict=True))
    color = _mixed(tree, "MIX", _range(tree, r, 1.3, 3.2, 0.0, 1.0), middle, (0.24, 0.145, 0.115))
    return _mixed(tree, "MIX", vein, color, (0.42, 0.12, 0.09))


SCLERA = (0.33, 0.295, 0.26)


def hair(tree: bpy.types.NodeTree, material: Material) -> None:
    """Strands by melanin. Params: ``melanin``, ``redness``, ``white`` (share of white strands), all 0..1."""
    params = material.params
    strand = tree.nodes.new("ShaderNodeHairInfo")
    is_white = _math(tree, "LESS_THAN", strand.outputs["Random"], params["white"])
    root = span(tree, strand.outputs["Intercept"], 0.0, 0.4, 1.0, 0.0)  # the sun has not been there
    amount = add(tree, "ShaderNodeMix", data_type="FLOAT")
    put(tree, amount, 0, is_white)
    put(tree, amount, 2, params["melanin"])
    put(tree, amount, 3, math(tree, "MULTIPLY_ADD", strand.outputs["Random"], WHITE[1] - WHITE[0], WHITE[0]))
    node = add(tree, "ShaderNodeBsdfHairPrincipled")
    node.parametrization = "MELANIN"
    put(tree, node, "Melanin", math(tree, "MULTIPLY_ADD", root, ROOT_MELANIN, amount.outputs[0]))
    put(tree, node, "Melanin Redness", params["redness"])
    put(tree, node, "Roughness", material.roughness)
    put(tree, node, "Radial Roughness", 0.45)
    put(tree, node, "Random Color", 0.35)
    put(tree, node, "Random Roughness", 0.2)
    surface(tree, node.outputs[0])


ROOT_MELANIN = 0.10  # more of it at the root than at the tip
WHITE = (0.02, 0.13)  # melanin of white strands, from the whitest on: all alike, they are one bright mass


def cloth(tree: bpy.types.NodeTree, material: Material) -> None:
    """Knit or woven fabric. Vertex attribute ``rest``; params ``thread_m`` (distance of ribs), ``seed``."""
    rest = _moved(tree, _vector(tree, "rest"), float(material.params["seed"]))
    thread = float(material.params["thread_m"])  # fine threads are finer than pixels: their bumps would only sparkle
    scale = 1.0 / thread
    ribs = add(
        tree, "ShaderNodeTexWave", Vector=rest, bands_direction="Y", Scale=scale / 3.2, Distortion=1.5, Detail=1.0
    )
    fuzz = add(tree, "ShaderNodeTexNoise", Vector=rest, Scale=scale * 0.8, Detail=1.0, Roughness=0.5).outputs[0]
    folds = add(tree, "ShaderNodeTexNoise", Vector=rest, Scale=13.0, Detail=1.0, Distortion=0.4).outputs[0]
    wear = _range(tree, fuzz, 0.3, 0.7, 0.86, 1.12)
    node = bsdf(tree, material)
    put(tree, node, "Base Color", _scaled(tree, material.base_color, wear))
    put(tree, node, "Sheen Weight", 0.12)
    put(tree, node, "Specular IOR Level", 0.2)
    height = _math(tree, "ADD", _math(tree, "MULTIPLY", ribs.outputs["Fac"], 0.5), fuzz)
    broad = add(tree, "ShaderNodeBump", Height=folds, Strength=0.3, Distance=0.015)
    weave = min(0.3, 80.0 * thread)
    fine = add(tree, "ShaderNodeBump", Height=height, Strength=weave, Distance=0.0006, Normal=broad.outputs[0])
    put(tree, node, "Normal", fine.outputs[0])
    surface(tree, node.outputs["BSDF"])


def mouth(tree: bpy.types.NodeTree, material: Material) -> None:
    """Wet teeth, gums and tongue: a principled surface that scatters a little, darker the further back it is.

    Vertex attributes: ``rest`` and, with the param ``teeth``, ``tooth``: which tooth, counted from the middle, and how
    far it is from its edge, 0, to the gum, 1.
    """
    node = bsdf(tree, material)
    inwards, _, _ = split(tree, _vector(tree, "rest"))
    color: Any = material.base_color
    if number(material, "teeth", 0.0):
        color, height = _teeth(tree, material)
        bump = add(tree, "ShaderNodeBump", Height=height, Strength=1.0, Distance=0.0006)
        put(tree, node, "Normal", bump.outputs[0])
    put(tree, node, "Base Color", _scaled(tree, color, span(tree, inwards, *MOUTH_X, 0.12, 1.0)))
    put(tree, node, "Subsurface Weight", 0.4)
    put(tree, node, "Subsurface Radius", (1.0, 0.6, 0.4))
    put(tree, node, "Subsurface Scale", 0.002)
    surface(tree, node.outputs["BSDF"])


MOUTH_X = (0.112, 0.150)  # on the base head: where its mouth is dark, and its front teeth


def _teeth(tree: bpy.types.NodeTree, material: Material) -> tuple[Any, Any]:
    """Colour, and height 0..1: teeth part from each other, yellower and then gum towards their roots."""
    which, up, _ = split(tree, _vector(tree, "tooth"))
    from_gap = _math(tree, "PINGPONG", which, 0.5)
    body = _range(tree, from_gap, 0.0, 0.16, 0.0, 1.0)
    root = tuple(value * share for value, share in zip(material.base_color, (0.92, 0.82, 0.66), strict=True))
    color = _mixed(tree, "MIX", span(tree, up, 0.2, 1.0), material.base_color, root)
    color = _mixed(tree, "MULTIPLY", span(tree, from_gap, 0.0, 0.08, 0.7, 0.0), color, (0.42, 0.30, 0.23))
    line = math(tree, "MULTIPLY_ADD", body, -0.2, up)  # gums come down between teeth
    gum = span(tree, line, 0.84, 0.92)
    return _mixed(tree, "MIX", gum, color, (0.30, 0.085, 0.075)), _math(tree, "MAXIMUM", body, gum)


def _vector(tree: bpy.types.NodeTree, name: str) -> Any:
    return add(tree, "ShaderNodeAttribute", attribute_name=name).outputs["Vector"]


def _moved(tree: bpy.types.NodeTree, place: Any, seed: float) -> Any:
    """A place moved by a seed, so that noise there differs from person to person."""
    return vector(tree, "ADD", place, (seed, seed * 0.37, -seed * 0.71))


def _math(tree: bpy.types.NodeTree, operation: str, first: Any, second: Any = 0.0) -> Any:
    node = add(tree, "ShaderNodeMath", operation=operation)
    put(tree, node, 0, first)
    put(tree, node, 1, second)
    return node.outputs[0]


def _range(tree: bpy.types.NodeTree, value: Any, low: Any, high: Any, to_low: Any, to_high: Any) -> Any:
    """``value`` from low..high to to_low..to_high, clamped, with smooth ends."""
    node = add(tree, "ShaderNodeMapRange", interpolation_type="SMOOTHSTEP", Value=value, From_Min=low, From_Max=high)
    put(tree, node, "To Min", to_low)
    put(tree, node, "To Max", to_high)
    return node.outputs[0]


def _scaled(tree: bpy.types.NodeTree, color: Any, factor: Any) -> Any:
    node = add(tree, "ShaderNodeVectorMath", operation="SCALE")
    put(tree, node, 0, color)
    put(tree, node, "Scale", factor)
    return node.outputs[0]


def _mixed(tree: bpy.types.NodeTree, blend: str, factor: Any, first: Any, second: Any) -> Any:
    node = add(tree, "ShaderNodeMix", data_type="RGBA", blend_type=blend)
    put(tree, node, 0, factor)
    put(tree, node, 6, first)
    put(tree, node, 7, second)
    return node.outputs[2]
