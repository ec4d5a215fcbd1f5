"""Façades and their windows, drawn in texture coordinates."""

from typing import Any

import bpy

from assets import Material
from render.blender.shaders.fields import (
    blend,
    bump,
    chance,
    colour,
    joined,
    math,
    near,
    noise,
    number,
    product,
    softened,
    span,
    split,
    vector,
)
from render.blender.shaders.nodes import add, bsdf, put, surface


def facade(tree: bpy.types.NodeTree, material: Material) -> None:
    """A wall; texture coordinates are metres along it and above the ground.

    Params: ``brick_m`` length of a brick or plate and ``row_m`` its height (0: plain render), ``joint_m``, ``joint``
    colour, ``vary`` 0..1 from brick to brick, ``shift`` of each second row, ``ribs_m`` distance of corrugations (0:
    none), ``dirt`` 0..1, ``seed``.
    """
    uv = add(tree, "ShaderNodeUVMap", uv_map="uv").outputs[0]
    x, y, _ = split(tree, uv)
    seed, dirt = number(material, "seed", 0.0), number(material, "dirt", 0.4)
    u = math(tree, "ADD", x, seed * 13.7)
    place = joined(tree, u, y, seed)
    clouds, grain = noise(tree, place, 0.45, 5.0, 0.65), noise(tree, place, 35.0, 3.0, 0.7)
    shade = product(tree, span(tree, clouds, 0.3, 0.7, 1.0 - 0.3 * dirt, 1.08), span(tree, grain, 0.3, 0.7, 0.9, 1.1))
    streak = noise(tree, joined(tree, u, math(tree, "MULTIPLY", y, 0.05), seed), 2.6, 4.0, 0.7)
    shade = product(tree, shade, span(tree, streak, 0.5, 0.75, 1.0, 1.0 - 0.55 * dirt))
    foot = math(tree, "ADD", y, span(tree, grain, 0.3, 0.7, -0.1, 0.25))
    shade = product(tree, shade, span(tree, foot, 0.0, 0.7, 1.0 - 0.5 * dirt, 1.0))
    lumps = softened(tree, noise(tree, place, 9.0, 4.0, 0.75), near(tree, 20.0))
    shade = product(tree, shade, span(tree, lumps, 0.3, 0.7, 1.0 - 0.25 * dirt, 1.0 + 0.2 * dirt))
    color: Any = material.base_color
    height: Any = math(tree, "MULTIPLY", grain, 0.3)
    if number(material, "brick_m", 0.0) > 0.0:
        color, height = _courses(tree, u, y, material)
    if number(material, "ribs_m", 0.0) > 0.0:
        ribs = number(material, "ribs_m", 0.3)
        height = span(tree, math(tree, "PINGPONG", x, ribs / 2.0), 0.25 * ribs, 0.32 * ribs)
        shade = product(tree, shade, span(tree, softened(tree, height, near(tree, 30.0)), 0.0, 1.0, 0.78, 1.1))
    node = bsdf(tree, material)
    put(tree, node, "Base Color", vector(tree, "SCALE", color, shade))
    put(tree, node, "Normal", bump(tree, height, 0.6, 0.012, 10.0))
    surface(tree, node.outputs["BSDF"])


def _courses(tree: bpy.types.NodeTree, u: Any, v: Any, material: Material) -> tuple[Any, Any]:
    """Colour and height of bricks or plates in rows."""
    length, tall = number(material, "brick_m", 0.22), number(material, "row_m", 0.075)
    row = math(tree, "FLOOR", math(tree, "DIVIDE", v, tall))
    along = math(tree, "MULTIPLY_ADD", row, number(material, "shift", 0.5), math(tree, "DIVIDE", u, length))
    side = math(tree, "MULTIPLY", math(tree, "PINGPONG", along, 0.5), length)
    edge = math(tree, "MINIMUM", side, math(tree, "PINGPONG", v, tall / 2.0))
    value, tint = chance(tree, joined(tree, math(tree, "FLOOR", along), row, number(material, "seed", 0.0)))
    half, vary = number(material, "joint_m", 0.01) / 2.0, number(material, "vary", 0.4)
    far = near(tree, 100.0 * tall)
    covered = math(tree, "MULTIPLY", span(tree, edge, half, half + 0.004, 1.0, 0.0), far)
    covered = math(tree, "MULTIPLY_ADD", math(tree, "SUBTRACT", 1.0, far), min(0.4, 2.0 * half / tall), covered)
    brick = blend(tree, 0.12 * vary, material.base_color, tint, "SOFT_LIGHT")
    brick = vector(tree, "SCALE", brick, span(tree, softened(tree, value, far), 0.0, 1.0, 1.0 - vary, 1.0 + 0.7 * vary))
    color = blend(tree, covered, brick, colour(material, "joint", (0.3, 0.28, 0.25)))
    return color, span(tree, edge, half, half + 0.006)


def window(tree: bpy.types.NodeTree, material: Material) -> None:
    """Panes; each whole number of the texture coordinates is one window, 0..1 from its lower left.

    Params: ``width_m``, ``height_m`` of a window, ``frame_m`` and ``frame`` colour (``base_color`` tints the glass),
    ``columns`` and ``rows`` of panes, ``spandrel`` share at the bottom that is an opaque plate, its colour ``plate``,
    ``blinds`` share of windows with one, ``goods`` height 0..1 of what a shop shows, ``lit`` share of windows whose
    rooms are lit and ``glow`` of those, ``seed``.
    """
    uv = add(tree, "ShaderNodeUVMap", uv_map="uv").outputs[0]
    island = tree.nodes.new("ShaderNodeNewGeometry").outputs["Random Per Island"]
    x, y, _ = split(tree, vector(tree, "FRACTION", uv, (0.0, 0.0, 0.0)))
    cell_x, cell_y, _ = split(tree, vector(tree, "FLOOR", uv, (0.0, 0.0, 0.0)))
    seed = math(tree, "MULTIPLY_ADD", island, 97.0, number(material, "seed", 0.0))
    value, dice = chance(tree, joined(tree, cell_x, cell_y, seed))
    one, two, three = split(tree, dice)
    frame = _frame(tree, x, y, material)
    cover = _cover(tree, x, y, (value, one, two, three), number(material, "blinds", 0.4))
    room = math(tree, "MULTIPLY", span(tree, three, 0.0, 1.0, 0.012, 0.07), span(tree, y, 0.2, 1.0, 1.3, 0.6))
    cloth = blend(tree, one, (0.30, 0.29, 0.27), (0.62, 0.57, 0.49))
    inside = blend(tree, cover, joined(tree, room, room, room), cloth)
    goods = number(material, "goods", 0.0)
    if goods > 0.0:
        size = number(material, "width_m", 2.0), number(material, "height_m", 2.0)
        metres = joined(tree, math(tree, "MULTIPLY", x, size[0]), math(tree, "MULTIPLY", y, size[1]), seed)
        inside = _goods(tree, inside, metres, y, goods)
    plate = math(tree, "LESS_THAN", y, number(material, "spandrel", 0.0))
    inside = blend(tree, plate, inside, colour(material, "plate", (0.1, 0.1, 0.1)))
    node = bsdf(tree, material)
    tinted = vector(tree, "MULTIPLY", inside, material.base_color)
    put(tree, node, "Base Color", blend(tree, frame, tinted, colour(material, "frame", (0.6, 0.6, 0.58))))
    opaque = math(tree, "MAXIMUM", frame, math(tree, "MULTIPLY", plate, 0.4))
    put(tree, node, "Roughness", span(tree, opaque, 0.0, 1.0, 0.03, 0.5))
    put(tree, node, "Specular IOR Level", span(tree, frame, 0.0, 1.0, number(material, "mirror", 0.7), 0.3))
    put(tree, node, "Normal", _uneven(tree, dice, opaque))
    _light(tree, node, material, math(tree, "MAXIMUM", frame, plate), (value, two, cover, y))
    surface(tree, node.outputs["BSDF"])


def _frame(tree: bpy.types.NodeTree, x: Any, y: Any, material: Material) -> Any:
    """1 on the frame and the bars between panes."""
    wide, tall = number(material, "width_m", 1.2), number(material, "height_m", 1.5)
    low, bar = number(material, "spandrel", 0.0), number(material, "frame_m", 0.06)
    columns, rows = number(material, "columns", 2.0), number(material, "rows", 1.0)
    glass = math(tree, "SUBTRACT", y, low)
    to_side = math(tree, "PINGPONG", math(tree, "MULTIPLY", x, wide), wide / columns / 2.0)
    height = (1.0 - low) * tall
    to_bar = math(tree, "PINGPONG", math(tree, "MULTIPLY", glass, tall), height / rows / 2.0)
    edge_x = math(tree, "MULTIPLY", math(tree, "PINGPONG", x, 0.5), wide)
    edge_y = math(tree, "MULTIPLY", math(tree, "PINGPONG", math(tree, "DIVIDE", glass, 1.0 - low), 0.5), height)
    bars = math(tree, "LESS_THAN", math(tree, "MINIMUM", to_side, to_bar), bar * 0.4)
    rim = math(tree, "LESS_THAN", math(tree, "MINIMUM", edge_x, edge_y), bar)
    return math(tree, "MAXIMUM", bars, rim)


def _cover(tree: bpy.types.NodeTree, x: Any, y: Any, dice: tuple[Any, Any, Any, Any], share: float) -> Any:
    """1 where a blind hangs from the top or curtains from the sides; each window decides by its dice."""
    value, one, two, three = dice
    blind = math(tree, "GREATER_THAN", y, span(tree, one, 0.0, 1.0, 0.15, 0.95))
    folds = span(tree, math(tree, "SINE", math(tree, "MULTIPLY", x, 90.0)), -1.0, 1.0, 0.65, 1.0)
    side = math(tree, "PINGPONG", x, 0.5)
    curtain = product(tree, math(tree, "LESS_THAN", side, span(tree, two, 0.0, 1.0, 0.05, 0.3)), folds)
    kind = math(tree, "GREATER_THAN", three, 0.55)
    either = math(tree, "ADD", product(tree, kind, blind), product(tree, math(tree, "SUBTRACT", 1.0, kind), curtain))
    return math(tree, "MULTIPLY", either, math(tree, "LESS_THAN", value, share))


def _goods(tree: bpy.types.NodeTree, inside: Any, metres: Any, y: Any, high: float) -> Any:
    """What lies in a shop window: things of all colours, fewer towards the top, some shelves' lamps."""
    things = add(tree, "ShaderNodeTexVoronoi", distance="CHEBYCHEV", Vector=metres, Scale=3.4)
    value, tall, _ = split(tree, things.outputs["Color"])
    there = math(tree, "LESS_THAN", y, math(tree, "MULTIPLY", tall, 1.3 * high))
    near_middle = math(tree, "LESS_THAN", things.outputs["Distance"], 0.4)
    color = vector(tree, "SCALE", things.outputs["Color"], span(tree, value, 0.0, 1.0, 0.02, 0.22))
    shelf = noise(tree, metres, 1.1, 4.0)
    back = vector(tree, "SCALE", (0.5, 0.44, 0.36), span(tree, shelf, 0.35, 0.7, 0.02, 0.22))
    inside = blend(tree, 0.6, inside, back)
    return blend(tree, math(tree, "MULTIPLY", there, near_middle), inside, color)


def _uneven(tree: bpy.types.NodeTree, dice: Any, opaque: Any) -> Any:
    """Panes lean a little each in its own way, so that what they mirror breaks from one to the next."""
    normal = tree.nodes.new("ShaderNodeNewGeometry").outputs["Normal"]
    lean = vector(tree, "SCALE", vector(tree, "SUBTRACT", dice, (0.5, 0.5, 0.5)), 0.05)
    glass = math(tree, "SUBTRACT", 1.0, opaque)
    return vector(tree, "NORMALIZE", vector(tree, "ADD", normal, vector(tree, "SCALE", lean, glass)), (0.0, 0.0, 0.0))


def _light(
    tree: bpy.types.NodeTree, node: bpy.types.Node, material: Material, opaque: Any, of: tuple[Any, Any, Any, Any]
) -> None:
    """Lit rooms, some warmer than others, dimmer behind a blind and towards the floor."""
    lit, glow = number(material, "lit", 0.0), number(material, "glow", 2.0)
    if lit <= 0.0:
        return
    value, two, cover, y = of
    on = math(tree, "LESS_THAN", math(tree, "FRACT", math(tree, "MULTIPLY", value, 7.31)), lit)
    dim = span(tree, cover, 0.0, 1.0, 1.0, 0.45)
    strength = product(tree, on, dim, math(tree, "SUBTRACT", 1.0, opaque), span(tree, y, 0.0, 1.0, 0.35, 1.1), glow)
    put(tree, node, "Emission Color", blend(tree, two, (1.0, 0.55, 0.22), (0.85, 0.93, 1.0)))
    put(tree, node, "Emission Strength", strength)
