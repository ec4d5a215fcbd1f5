"""What people wear: woven and knitted cloth with patterns, and the lenses of glasses."""

from typing import Any

import bpy

from assets import Material
from render.blender.shaders.fields import mirrored
from render.blender.shaders.nodes import add, bsdf, mix, put, surface

CREASE_M = 0.011  # how high the deepest folds are


def fabric(tree: bpy.types.NodeTree, material: Material) -> None:
    """Cloth. Vertex attributes ``rest``: its own coordinates, metres; patterns run along y and z; and
    ``crease``: phase and depth of folds, none where the mesh has no such attribute.

    Params: ``thread_m`` from thread to thread, ``pattern`` (0 plain, 1 stripes, 2 checks, 3 dots), ``pattern_m`` its
    period, ``other`` its second colour, ``folds`` 0..1, ``seed``.
    """
    params = material.params
    place = add(tree, "ShaderNodeAttribute", attribute_name="rest").outputs["Vector"]
    seed = float(params["seed"])
    rest = add(tree, "ShaderNodeVectorMath", operation="ADD")
    put(tree, rest, 0, place)
    put(tree, rest, 1, (seed, 0.37 * seed, -0.71 * seed))
    thread = float(params["thread_m"])
    fuzz = add(tree, "ShaderNodeTexNoise", Vector=rest.outputs[0], Scale=0.8 / thread, Detail=1.0).outputs[0]
    broad = add(tree, "ShaderNodeTexNoise", Vector=rest.outputs[0], Scale=14.0, Detail=1.5, Distortion=0.5).outputs[0]
    color = _patterned(tree, place, material)
    shade = _math(tree, "ADD", 0.82, _math(tree, "MULTIPLY", fuzz, 0.36))
    scaled = add(tree, "ShaderNodeVectorMath", operation="SCALE")
    put(tree, scaled, 0, color)
    put(tree, scaled, "Scale", shade)
    node = bsdf(tree, material)
    put(tree, node, "Base Color", scaled.outputs[0])
    put(tree, node, "Sheen Weight", 0.1)
    put(tree, node, "Specular IOR Level", 0.2)
    axes = add(tree, "ShaderNodeSeparateXYZ", Vector=place)
    weave = _math(tree, "ADD", *(_wave(tree, axes.outputs[axis], thread) for axis in "YZ"))
    height = _math(tree, "ADD", _math(tree, "MULTIPLY", weave, 0.2), fuzz)
    folds = add(tree, "ShaderNodeBump", Height=broad, Strength=float(params["folds"]), Distance=0.012)
    fine = add(tree, "ShaderNodeBump", Height=height, Strength=min(0.35, 90.0 * thread), Distance=0.0006)
    creased = add(tree, "ShaderNodeBump", Height=_creases(tree, broad), Strength=1.0, Distance=CREASE_M)
    put(tree, creased, "Normal", folds.outputs[0])
    put(tree, fine, "Normal", creased.outputs[0])
    put(tree, node, "Normal", fine.outputs[0])
    surface(tree, node.outputs["BSDF"])


def _creases(tree: bpy.types.NodeTree, wander: Any) -> Any:
    """Height of the folds, 0..1: narrow on top, wide between; they wander."""
    told = add(tree, "ShaderNodeAttribute", attribute_name="crease").outputs["Vector"]
    axes = add(tree, "ShaderNodeSeparateXYZ", Vector=told)
    phase = _math(tree, "ADD", axes.outputs["X"], _math(tree, "MULTIPLY", wander, 1.8))
    wave = _math(tree, "ADD", 0.5, _math(tree, "MULTIPLY", _wave(tree, phase, 1.0), 0.5))
    return _math(tree, "MULTIPLY", _math(tree, "POWER", wave, 1.7), axes.outputs["Y"])


def _patterned(tree: bpy.types.NodeTree, place: Any, material: Material) -> Any:
    params = material.params
    kind, period = round(float(params["pattern"])), float(params["pattern_m"])
    if kind == 0:
        return material.base_color
    axes = add(tree, "ShaderNodeSeparateXYZ", Vector=place)
    across, down = (_wave(tree, axes.outputs[axis], period) for axis in "YZ")
    if kind == 1:
        share = _step(tree, down, 0.25)
    elif kind == 2:
        share = _math(tree, "MULTIPLY", _math(tree, "ADD", _step(tree, across, 0.0), _step(tree, down, 0.0)), 0.5)
    else:
        share = _step(tree, _math(tree, "ADD", across, down), 1.25)
    node = add(tree, "ShaderNodeMix", data_type="RGBA")
    put(tree, node, 0, share)
    put(tree, node, 6, material.base_color)
    put(tree, node, 7, params["other"])
    return node.outputs[2]


def _wave(tree: bpy.types.NodeTree, value: Any, period: float) -> Any:
    """-1..1."""
    return _math(tree, "SINE", _math(tree, "MULTIPLY", value, 6.2832 / period))


def _step(tree: bpy.types.NodeTree, value: Any, edge: float) -> Any:
    """0 below ``edge``, 1 above, soft between."""
    low, high = edge - 0.15, edge + 0.15
    return add(tree, "ShaderNodeMapRange", Value=value, From_Min=low, From_Max=high).outputs[0]


def lens(tree: bpy.types.NodeTree, material: Material) -> None:
    """Spectacle glass: what is behind keeps its label as far as the lens lets it through. ``base_color`` tints it.

    Params: ``lower``, the colour of the lower half where the tint fades; it reads the vertex attribute ``fade``, 0..1.
    """
    tint: Any = material.base_color
    if "lower" in material.params:
        node = add(tree, "ShaderNodeMix", data_type="RGBA")
        put(tree, node, 0, add(tree, "ShaderNodeAttribute", attribute_name="fade").outputs["Fac"])
        put(tree, node, 6, material.base_color)
        put(tree, node, 7, material.params["lower"])
        tint = node.outputs[2]
    clear = add(tree, "ShaderNodeBsdfTransparent", Color=tint)
    shine = add(tree, "ShaderNodeBsdfGlossy", Color=(1.0, 1.0, 1.0), Roughness=material.roughness)
    surface(tree, mix(tree, mirrored(tree, material.ior), clear.outputs[0], shine.outputs[0]))


def _math(tree: bpy.types.NodeTree, operation: str, first: Any, second: Any = 0.0) -> Any:
    node = add(tree, "ShaderNodeMath", operation=operation)
    put(tree, node, 0, first)
    put(tree, node, 1, second)
    return node.outputs[0]
