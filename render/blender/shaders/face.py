"""What people are made of beside skin: eyes, hair, cloth, teeth. Vertex attributes of the head say where what shows."""

from collections.abc import Mapping
from typing import Any

import bpy

from assets import Material
from render.blender.shaders.fields import attribute, blend, math, moved, number, smooth, span, split, vector
from render.blender.shaders.nodes import add, bsdf, put, surface


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
    safe = math(tree, "MAXIMUM", r, 0.001)
    around = add(tree, "ShaderNodeCombineXYZ")
    put(tree, around, "X", math(tree, "MULTIPLY", math(tree, "DIVIDE", split.outputs["X"], safe), 6.5))
    put(tree, around, "Y", math(tree, "MULTIPLY", math(tree, "DIVIDE", split.outputs["Y"], safe), 6.5))
    put(tree, around, "Z", math(tree, "ADD", math(tree, "MULTIPLY", r, 1.6), params["seed"]))
    fibres = add(tree, "ShaderNodeTexNoise", Vector=around.outputs[0], Scale=1.0, Detail=4.0, Roughness=0.65).outputs[0]
    pupil = float(params["pupil"])
    ragged = math(tree, "ADD", r, smooth(tree, fibres, 0.3, 0.7, -0.1, 0.1))
    iris = blend(tree, smooth(tree, ragged, pupil + 0.08, pupil + 0.38, 0.0, 1.0), params["inner"], material.base_color)
    iris = vector(tree, "SCALE", iris, smooth(tree, fibres, 0.3, 0.72, 0.4, 1.2))
    iris = vector(tree, "SCALE", iris, smooth(tree, r, 0.74, 1.0, 1.0, 0.22))
    iris = vector(tree, "SCALE", iris, smooth(tree, r, pupil - 0.02, pupil + 0.05, 0.0, 1.0))
    color = blend(tree, smooth(tree, r, 0.955, 1.1, 0.0, 1.0), iris, _sclera(tree, place, r, params))
    lids = add(tree, "ShaderNodeAmbientOcclusion", samples=4, Distance=0.007).outputs["AO"]
    color = vector(tree, "SCALE", color, smooth(tree, lids, 0.1, 1.0, 0.16, 1.0))
    geometry = tree.nodes.new("ShaderNodeNewGeometry").outputs["Normal"]
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color)
    put(tree, node, "Specular IOR Level", 0.2)
    put(tree, node, "Coat IOR", 1.38)
    put(tree, node, "Coat Normal", geometry)
    white = smooth(tree, r, 0.95, 1.15, 0.0, 1.0)
    put(tree, node, "Subsurface Weight", math(tree, "MULTIPLY", white, 0.6))
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
    vein = math(
        tree,
        "SUBTRACT",
        1.0,
        math(tree, "MULTIPLY", math(tree, "ABSOLUTE", math(tree, "SUBTRACT", noise, 0.5)), 22.0),
    )
    vein = math(tree, "MULTIPLY", math(tree, "MAXIMUM", vein, 0.0), smooth(tree, r, 1.2, 2.8, 0.0, 0.32))
    middle = tuple(value * (1.0 - warm * less) for value, less in zip(SCLERA, (0.40, 0.46, 0.58), strict=True))
    color = blend(tree, smooth(tree, r, 1.3, 3.2, 0.0, 1.0), middle, (0.24, 0.145, 0.115))
    return blend(tree, vein, color, (0.42, 0.12, 0.09))


SCLERA = (0.33, 0.295, 0.26)


def hair(tree: bpy.types.NodeTree, material: Material) -> None:
    """Strands by melanin. Params: ``melanin``, ``redness``, ``white`` (share of white strands), all 0..1."""
    params = material.params
    strand = tree.nodes.new("ShaderNodeHairInfo")
    is_white = math(tree, "LESS_THAN", strand.outputs["Random"], params["white"])
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
    rest = moved(tree, attribute(tree, "rest"), float(material.params["seed"]))
    thread = float(material.params["thread_m"])  # fine threads are finer than pixels: their bumps would only sparkle
    scale = 1.0 / thread
    ribs = add(
        tree, "ShaderNodeTexWave", Vector=rest, bands_direction="Y", Scale=scale / 3.2, Distortion=1.5, Detail=1.0
    )
    fuzz = add(tree, "ShaderNodeTexNoise", Vector=rest, Scale=scale * 0.8, Detail=1.0, Roughness=0.5).outputs[0]
    folds = add(tree, "ShaderNodeTexNoise", Vector=rest, Scale=13.0, Detail=1.0, Distortion=0.4).outputs[0]
    wear = smooth(tree, fuzz, 0.3, 0.7, 0.86, 1.12)
    node = bsdf(tree, material)
    put(tree, node, "Base Color", vector(tree, "SCALE", material.base_color, wear))
    put(tree, node, "Sheen Weight", 0.12)
    put(tree, node, "Specular IOR Level", 0.2)
    height = math(tree, "ADD", math(tree, "MULTIPLY", ribs.outputs["Fac"], 0.5), fuzz)
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
    inwards, _, _ = split(tree, attribute(tree, "rest"))
    color: Any = material.base_color
    if number(material, "teeth", 0.0):
        color, height = _teeth(tree, material)
        bump = add(tree, "ShaderNodeBump", Height=height, Strength=1.0, Distance=0.0006)
        put(tree, node, "Normal", bump.outputs[0])
    put(tree, node, "Base Color", vector(tree, "SCALE", color, span(tree, inwards, *MOUTH_X, 0.12, 1.0)))
    put(tree, node, "Subsurface Weight", 0.4)
    put(tree, node, "Subsurface Radius", (1.0, 0.6, 0.4))
    put(tree, node, "Subsurface Scale", 0.002)
    surface(tree, node.outputs["BSDF"])


MOUTH_X = (0.112, 0.150)  # on the base head: where its mouth is dark, and its front teeth


def _teeth(tree: bpy.types.NodeTree, material: Material) -> tuple[Any, Any]:
    """Colour, and height 0..1: teeth part from each other, yellower and then gum towards their roots."""
    which, up, _ = split(tree, attribute(tree, "tooth"))
    from_gap = math(tree, "PINGPONG", which, 0.5)
    body = smooth(tree, from_gap, 0.0, 0.16, 0.0, 1.0)
    root = tuple(value * share for value, share in zip(material.base_color, (0.92, 0.82, 0.66), strict=True))
    color = blend(tree, span(tree, up, 0.2, 1.0), material.base_color, root)
    color = blend(tree, span(tree, from_gap, 0.0, 0.08, 0.7, 0.0), color, (0.42, 0.30, 0.23), "MULTIPLY")
    line = math(tree, "MULTIPLY_ADD", body, -0.2, up)  # gums come down between teeth
    gum = span(tree, line, 0.84, 0.92)
    return blend(tree, gum, color, (0.30, 0.085, 0.075)), math(tree, "MAXIMUM", body, gum)
