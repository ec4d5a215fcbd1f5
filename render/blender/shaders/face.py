"""What people are made of: skin, eyes, hair, cloth, teeth. Vertex attributes of the head say where what shows."""

from typing import Any

import bpy

from assets import Material
from render.blender.shaders.nodes import add, bsdf, put, surface


def skin(tree: bpy.types.NodeTree, material: Material) -> None:
    """Translucent skin over ``base_color``.

    Vertex attributes: ``rest`` (place on the base head, metres), ``blush``, ``lip``, ``oil``, ``stubble``, ``lines``,
    all 0..1.
    Params: ``blush`` and ``lip`` colours that multiply the base, ``hair`` colour under strands, ``age``, ``mottle`` and
    ``freckles`` 0..1, ``scatter_m`` how far light wanders, ``seed``.
    """
    params = material.params
    rest = _shifted(tree, "rest", float(params["seed"]))
    mottle = float(params["mottle"])
    blotch = add(tree, "ShaderNodeTexNoise", Vector=rest, Scale=70.0, Detail=4.0, Roughness=0.6).outputs[0]
    tone = _range(tree, blotch, 0.3, 0.7, 1.0 - mottle, 1.0 + mottle)
    color = _scaled(tree, material.base_color, tone)
    flush = _math(tree, "MULTIPLY", _attribute(tree, "blush"), _range(tree, blotch, 0.25, 0.75, 0.6, 1.2))
    color = _mixed(tree, "MULTIPLY", flush, color, params["blush"])
    spots = add(tree, "ShaderNodeTexNoise", Vector=rest, Scale=420.0, Detail=2.0).outputs[0]
    freckles = _math(tree, "MULTIPLY", _range(tree, spots, 0.6, 0.7, 0.0, 1.0), params["freckles"])
    color = _mixed(tree, "MULTIPLY", freckles, color, (0.68, 0.52, 0.42))
    lip = _attribute(tree, "lip")
    color = _mixed(tree, "MULTIPLY", lip, color, params["lip"])
    under_hair = _attribute(tree, "stubble")
    color = _mixed(tree, "MIX", under_hair, color, params["hair"])
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color)
    put(tree, node, "Subsurface Weight", 1.0)
    put(tree, node, "Subsurface Radius", (1.0, 0.38, 0.22))
    put(tree, node, "Subsurface Scale", float(params["scatter_m"]))
    shine = _range(tree, _attribute(tree, "oil"), 0.0, 1.0, material.roughness, material.roughness - 0.1)
    shine = _math(tree, "ADD", shine, _range(tree, spots, 0.3, 0.7, -0.08, 0.08))
    shine = _math(tree, "ADD", shine, _math(tree, "MULTIPLY", under_hair, 0.35))
    put(tree, node, "Roughness", _math(tree, "SUBTRACT", shine, _math(tree, "MULTIPLY", lip, 0.1)))
    put(tree, node, "Specular IOR Level", 0.42)
    put(tree, node, "Normal", _skin_bump(tree, rest, float(params["age"])))
    surface(tree, node.outputs["BSDF"])


def _skin_bump(tree: bpy.types.NodeTree, rest: Any, age: float) -> Any:
    """Pores, the small unevenness below them, and the lines of age across the forehead."""
    pores = add(tree, "ShaderNodeTexVoronoi", Vector=rest, Scale=900.0).outputs["Distance"]
    uneven = add(tree, "ShaderNodeTexNoise", Vector=rest, Scale=190.0, Detail=5.0, Roughness=0.65).outputs[0]
    height = _math(tree, "ADD", _math(tree, "MULTIPLY", pores, 0.25), uneven)
    bump = add(tree, "ShaderNodeBump", Height=height, Strength=0.32 + 0.1 * age, Distance=0.0009)
    stretched = add(tree, "ShaderNodeMapping", Vector=rest, Scale=(0.3, 0.25, 1.0))
    lines = add(tree, "ShaderNodeTexNoise", Vector=stretched.outputs[0], Scale=230.0, Detail=2.0).outputs[0]
    furrow = _range(tree, lines, 0.35, 0.55, 0.0, 1.0)
    where = _math(tree, "MULTIPLY", furrow, _attribute(tree, "lines"))
    creases = add(
        tree, "ShaderNodeBump", Height=where, Strength=min(1.0, 0.7 * age), Distance=0.0016, Normal=bump.outputs[0]
    )
    return creases.outputs[0]


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
    iris = _scaled(tree, iris, _range(tree, fibres, 0.3, 0.72, 0.45, 1.4))
    iris = _scaled(tree, iris, _range(tree, r, 0.74, 1.0, 1.0, 0.22))
    iris = _scaled(tree, iris, _range(tree, r, pupil - 0.02, pupil + 0.05, 0.0, 1.0))
    color = _mixed(
        tree, "MIX", _range(tree, r, 0.955, 1.1, 0.0, 1.0), iris, _sclera(tree, place, r, float(params["seed"]))
    )
    lids = add(tree, "ShaderNodeAmbientOcclusion", samples=4, Distance=0.004).outputs["AO"]
    color = _scaled(tree, color, _range(tree, lids, 0.15, 0.95, 0.3, 1.0))
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


def _sclera(tree: bpy.types.NodeTree, place: bpy.types.Node, r: Any, seed: float) -> Any:
    """Not white: warm, redder and veined towards the corners."""
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
    color = _mixed(tree, "MIX", _range(tree, r, 1.3, 3.2, 0.0, 1.0), (0.66, 0.62, 0.58), (0.52, 0.36, 0.30))
    return _mixed(tree, "MIX", vein, color, (0.42, 0.12, 0.09))


def hair(tree: bpy.types.NodeTree, material: Material) -> None:
    """Strands by melanin. Params: ``melanin``, ``redness``, ``white`` (share of white strands), all 0..1."""
    params = material.params
    chance = tree.nodes.new("ShaderNodeHairInfo").outputs["Random"]
    is_white = _math(tree, "LESS_THAN", chance, params["white"])
    amount = add(tree, "ShaderNodeMix", data_type="FLOAT")
    put(tree, amount, 0, is_white)
    put(tree, amount, 2, params["melanin"])
    put(tree, amount, 3, 0.045)
    node = add(tree, "ShaderNodeBsdfHairPrincipled")
    node.parametrization = "MELANIN"
    put(tree, node, "Melanin", amount.outputs[0])
    put(tree, node, "Melanin Redness", params["redness"])
    put(tree, node, "Roughness", material.roughness)
    put(tree, node, "Radial Roughness", 0.45)
    put(tree, node, "Random Color", 0.35)
    put(tree, node, "Random Roughness", 0.2)
    surface(tree, node.outputs[0])


def cloth(tree: bpy.types.NodeTree, material: Material) -> None:
    """Knit or woven fabric. Vertex attribute ``rest``; params ``thread_m`` (distance of ribs), ``seed``."""
    rest = _shifted(tree, "rest", float(material.params["seed"]))
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
    """Wet teeth, gums and tongue: a principled surface that scatters a little."""
    node = bsdf(tree, material)
    put(tree, node, "Subsurface Weight", 0.4)
    put(tree, node, "Subsurface Radius", (1.0, 0.6, 0.4))
    put(tree, node, "Subsurface Scale", 0.002)
    surface(tree, node.outputs["BSDF"])


def _attribute(tree: bpy.types.NodeTree, name: str) -> Any:
    return add(tree, "ShaderNodeAttribute", attribute_name=name).outputs["Fac"]


def _shifted(tree: bpy.types.NodeTree, name: str, seed: float) -> Any:
    """A vector attribute moved by a seed, so that noise on it differs from person to person."""
    node = add(tree, "ShaderNodeVectorMath", operation="ADD")
    put(tree, node, 0, add(tree, "ShaderNodeAttribute", attribute_name=name).outputs["Vector"])
    put(tree, node, 1, (seed, seed * 0.37, -seed * 0.71))
    return node.outputs[0]


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
