"""What lies underfoot, in world metres: roads, their paint, paving, concrete, grass, gravel, soil."""

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
    position,
    product,
    softened,
    span,
    split,
    vector,
)
from render.blender.shaders.nodes import add, bsdf, mix, put, surface


def road(tree: bpy.types.NodeTree, material: Material) -> None:
    """Worn asphalt over ``base_color``.

    Params: ``cracks``, ``patches``, ``stains``, ``spots`` and ``tar`` that seals long cracks, 0..1; ``tracks`` -1..1,
    how much darker (or lighter) wheels have made their tracks; ``lane_m`` and ``lane_offset_m``: lanes' middles are at
    ``lane_offset_m + k lane_m`` across the direction ``heading_rad`` about z; ``seed``.
    """
    place = position(tree, material)
    stones = softened(tree, noise(tree, place, 70.0, 3.0, 0.75), near(tree, 5.0))
    shade = span(tree, stones, 0.3, 0.7, 0.45, 1.55)
    broad = noise(tree, place, 0.11, 4.0)
    shade = product(tree, shade, span(tree, broad, 0.3, 0.7, 0.8, 1.2))
    shade = product(tree, shade, span(tree, noise(tree, place, 1.1, 5.0, 0.7), 0.3, 0.7, 0.84, 1.16))
    shade = product(tree, shade, _patches(tree, place, number(material, "patches", 0.3)))
    shade = product(tree, shade, _litter(tree, place, number(material, "spots", 0.3)))
    crack = _cracks(tree, place, broad, number(material, "cracks", 0.4))
    tar = _tar(tree, place, broad, number(material, "tar", 0.0))
    rough: Any = span(tree, stones, 0.3, 0.7, material.roughness + 0.08, material.roughness - 0.1)
    rough = math(tree, "MULTIPLY_ADD", tar, -0.3, rough)
    if number(material, "lane_m", 0.0) > 0.0:
        track, oil = _lanes(tree, place, material)
        shade = product(tree, shade, track, span(tree, oil, 0.0, 1.0, 1.0, 0.42))
        rough = math(tree, "SUBTRACT", rough, math(tree, "MULTIPLY", oil, 0.25))
    crack = math(tree, "MULTIPLY", crack, near(tree, 25.0))
    stain = span(tree, noise(tree, place, 0.7, 2.0), 0.64, 0.7, 0.0, number(material, "stains", 0.4))
    shade = product(tree, shade, span(tree, stain, 0.0, 1.0, 1.0, 0.6), span(tree, tar, 0.0, 1.0, 1.0, 0.3))
    shade = product(tree, shade, span(tree, crack, 0.0, 1.0, 1.0, 0.3))
    warm = blend(tree, span(tree, broad, 0.35, 0.65), (1.03, 1.0, 0.95), (0.97, 1.0, 1.03))
    color = vector(tree, "SCALE", vector(tree, "MULTIPLY", warm, material.base_color), shade)
    height = math(tree, "SUBTRACT", stones, crack)
    _finish(tree, material, color, rough, bump(tree, height, 0.35, 0.006))


def _patches(tree: bpy.types.NodeTree, place: Any, share: float) -> Any:
    """Rectangles that were filled again, in other shades."""
    if share <= 0.0:
        return 1.0
    flat = vector(tree, "MULTIPLY", place, (0.10, 0.23, 0.0))
    cell = add(tree, "ShaderNodeTexVoronoi", distance="CHEBYCHEV", Vector=flat, Scale=1.0, Randomness=1.0)
    value, _, tone = split(tree, cell.outputs["Color"])
    here = math(tree, "LESS_THAN", value, 0.6 * share)
    return span(tree, math(tree, "MULTIPLY", here, tone), 0.0, 1.0, 1.0, 0.45)


def _cracks(tree: bpy.types.NodeTree, place: Any, broad: Any, amount: float) -> Any:
    """1 inside a crack: crooked lines, more where the ground is ``broad``'s worse."""
    if amount <= 0.0:
        return 0.0
    bent = add(tree, "ShaderNodeTexNoise", Vector=place, Scale=1.3, Detail=4.0).outputs["Color"]
    crooked = vector(tree, "ADD", vector(tree, "MULTIPLY", place, (1.0, 1.0, 0.0)), vector(tree, "SCALE", bent, 0.9))
    edge = add(tree, "ShaderNodeTexVoronoi", feature="DISTANCE_TO_EDGE", Vector=crooked, Scale=0.35).outputs["Distance"]
    where = span(tree, broad, 0.62 - 0.35 * amount, 0.8 - 0.35 * amount, 0.0, 0.0075)
    return span(tree, math(tree, "SUBTRACT", edge, where), -0.004, 0.001, 1.0, 0.0)


def _tar(tree: bpy.types.NodeTree, place: Any, broad: Any, amount: float) -> Any:
    """1 on the bitumen that was poured into long cracks and seams: crooked bands 3 to 6 cm wide."""
    if amount <= 0.0:
        return 0.0
    bent = add(tree, "ShaderNodeTexNoise", Vector=place, Scale=0.5, Detail=3.0).outputs["Color"]
    crooked = vector(tree, "ADD", vector(tree, "MULTIPLY", place, (0.55, 1.0, 0.0)), vector(tree, "SCALE", bent, 1.6))
    edge = add(tree, "ShaderNodeTexVoronoi", feature="DISTANCE_TO_EDGE", Vector=crooked, Scale=0.16).outputs["Distance"]
    wide = span(tree, broad, 0.62 - 0.3 * amount, 0.68 - 0.3 * amount, -0.004, 0.003 + 0.006 * amount)
    return span(tree, math(tree, "SUBTRACT", edge, wide), -0.001, 0.0015, 1.0, 0.0)


def _litter(tree: bpy.types.NodeTree, place: Any, amount: float) -> Any:
    """Factor of coarse grain, of dark spots, and of light chips that lie about."""
    grain = softened(tree, noise(tree, place, 13.0, 3.0, 0.75), near(tree, 14.0))
    shade = span(tree, grain, 0.3, 0.7, 1.0 - 0.75 * amount, 1.0 + 0.75 * amount)
    chips = span(tree, grain, 0.62, 0.66, 1.0, 1.0 + 1.5 * amount)
    spot = add(tree, "ShaderNodeTexVoronoi", Vector=place, Scale=1.9).outputs["Distance"]
    return product(tree, shade, chips, span(tree, spot, 0.09, 0.105, 1.0 - 0.7 * amount, 1.0))


def _lanes(tree: bpy.types.NodeTree, place: Any, material: Material) -> tuple[Any, Any]:
    """Factor of the wheel tracks, and oil 0..1 along the lanes' middles."""
    lane, offset = number(material, "lane_m", 3.5), number(material, "lane_offset_m", 0.0)
    turn = (0.0, 0.0, -number(material, "heading_rad", 0.0))
    world = tree.nodes.new("ShaderNodeNewGeometry").outputs["Position"]
    along, across, _ = split(tree, add(tree, "ShaderNodeMapping", Vector=world, Rotation=turn).outputs[0])
    slow = joined(tree, math(tree, "MULTIPLY", along, 0.06), across, number(material, "seed", 0.0))
    wander = span(tree, noise(tree, slow, 1.0, 3.0), 0.2, 0.8, -0.18, 0.18)
    place_in_lane = math(tree, "PINGPONG", math(tree, "SUBTRACT", across, offset), lane / 2.0)
    middle = math(tree, "ABSOLUTE", math(tree, "ADD", place_in_lane, wander))
    wheel = math(tree, "ABSOLUTE", math(tree, "SUBTRACT", middle, 0.76))
    tracks = number(material, "tracks", 0.3)
    streaks = span(tree, noise(tree, slow, 7.0, 3.0), 0.3, 0.7, 0.6, 1.2)
    track = math(tree, "SUBTRACT", 1.0, product(tree, span(tree, wheel, 0.1, 0.5, 0.26 * tracks, 0.0), streaks))
    drips = span(tree, noise(tree, place, 2.2, 4.0, 0.75), 0.5, 0.72)
    line = span(tree, noise(tree, slow, 3.0, 4.0), 0.3, 0.7, 0.0, 0.5)
    soaked = math(tree, "ADD", drips, line)
    oil = product(tree, span(tree, middle, 0.05, 0.5, 1.0, 0.0), soaked, number(material, "stains", 0.4))
    return track, oil


def paint(tree: bpy.types.NodeTree, material: Material) -> None:
    """Road paint: what lies below shows where it is worn. Params: ``wear`` 0..1, ``seed``."""
    place, wear = position(tree, material), number(material, "wear", 0.4)
    grain, broad = noise(tree, place, 40.0, 4.0, 0.75), noise(tree, place, 0.8, 5.0, 0.7)
    worn = math(tree, "ADD", math(tree, "MULTIPLY", grain, 0.55), math(tree, "MULTIPLY", broad, 0.45))
    cracks = add(tree, "ShaderNodeTexVoronoi", feature="DISTANCE_TO_EDGE", Vector=place, Scale=5.0).outputs["Distance"]
    worn = math(tree, "ADD", worn, span(tree, cracks, 0.0, 0.03, 0.08 * wear, 0.0))
    bare = span(tree, worn, 0.66 - 0.24 * wear, 0.71 - 0.2 * wear)
    dirt = blend(tree, span(tree, broad, 0.35, 0.7, 0.0, 0.75 * wear), (1.0, 1.0, 1.0), (0.42, 0.39, 0.35))
    node = bsdf(tree, material)
    put(tree, node, "Base Color", vector(tree, "MULTIPLY", dirt, material.base_color))
    clear = tree.nodes.new("ShaderNodeBsdfTransparent").outputs[0]
    surface(tree, mix(tree, bare, node.outputs["BSDF"], clear))


def paving(tree: bpy.types.NodeTree, material: Material) -> None:
    """Stones in rows, or irregular ones, with joints.

    Params: ``length_m`` and ``width_m`` of a stone (no length: irregular ones), ``shift`` of each second row in stones,
    ``joint_m``, ``joint`` colour, ``vary`` 0..1, ``round`` 0..1 how domed, ``heading_rad`` of the rows, ``seed``.
    """
    place, width = position(tree, material), number(material, "width_m", 0.4)
    bent = add(tree, "ShaderNodeMapping", Vector=place, Rotation=(0.0, 0.0, -number(material, "heading_rad", 0.0)))
    if number(material, "length_m", 0.5) > 0.0:
        edge, cell = _rows(tree, bent.outputs[0], material)
    else:
        flat = vector(tree, "MULTIPLY", bent.outputs[0], (1.0, 1.0, 0.0))
        near = add(tree, "ShaderNodeTexVoronoi", Vector=flat, Scale=1.0 / width)
        far = add(tree, "ShaderNodeTexVoronoi", feature="DISTANCE_TO_EDGE", Vector=flat, Scale=1.0 / width)
        edge, cell = math(tree, "MULTIPLY", far.outputs["Distance"], width), near.outputs["Color"]
    value, color = chance(tree, cell)
    half, vary = number(material, "joint_m", 0.008) / 2.0, number(material, "vary", 0.3)
    grain, broad = noise(tree, place, 30.0, 4.0, 0.7), noise(tree, place, 0.35, 5.0, 0.65)
    ragged = math(tree, "ADD", edge, span(tree, grain, 0.3, 0.7, -0.004, 0.004))
    stone = span(tree, ragged, half, half + 0.004)
    shade = span(tree, value, 0.0, 1.0, 1.0 - 0.5 * vary, 1.0 + 0.5 * vary)
    shade = product(tree, shade, span(tree, grain, 0.3, 0.7, 0.82, 1.18), span(tree, broad, 0.3, 0.7, 0.68, 1.2))
    gum = add(tree, "ShaderNodeTexVoronoi", Vector=place, Scale=1.7).outputs["Distance"]
    shade = product(tree, shade, span(tree, gum, 0.03, 0.04, 0.6, 1.0))
    tint = blend(tree, 0.07 * vary, material.base_color, color, "SOFT_LIGHT")
    joint = vector(
        tree, "SCALE", colour(material, "joint", (0.06, 0.055, 0.045)), span(tree, broad, 0.3, 0.7, 0.6, 1.4)
    )
    top = span(tree, edge, half, half + 0.02 + 0.4 * width * number(material, "round", 0.0))
    height = math(tree, "ADD", top, math(tree, "MULTIPLY", grain, 0.25))
    normal = bump(tree, height, 0.55, 0.006 + 0.012 * number(material, "round", 0.0))
    rough = span(tree, stone, 0.0, 1.0, 0.95, material.roughness)
    _finish(tree, material, blend(tree, stone, joint, vector(tree, "SCALE", tint, shade)), rough, normal)


def _rows(tree: bpy.types.NodeTree, place: Any, material: Material) -> tuple[Any, Any]:
    """Metres to the next joint, and a vector that names the stone."""
    length, width = number(material, "length_m", 0.5), number(material, "width_m", 0.4)
    x, y, _ = split(tree, place)
    row = math(tree, "FLOOR", math(tree, "DIVIDE", y, width))
    odd = math(tree, "MULTIPLY", row, number(material, "shift", 0.5))
    along = math(tree, "ADD", math(tree, "DIVIDE", x, length), odd)
    near = math(tree, "MULTIPLY", math(tree, "PINGPONG", along, 0.5), length)
    edge = math(tree, "MINIMUM", near, math(tree, "PINGPONG", y, width / 2.0))
    return edge, joined(tree, math(tree, "FLOOR", along), row)


def concrete(tree: bpy.types.NodeTree, material: Material) -> None:
    """Cast concrete: clouds, pores, streaks down upright faces.

    Params: ``plate_m`` between joints, ``spots`` 0..1 of oil, cracks and grit as grounds have them, ``seed``.
    """
    place, plate = position(tree, material), number(material, "plate_m", 0.0)
    x, y, z = split(tree, place)
    clouds, pores = noise(tree, place, 0.6, 6.0, 0.65), noise(tree, place, 45.0, 3.0, 0.7)
    run = noise(tree, joined(tree, x, y, math(tree, "MULTIPLY", z, 0.08)), 6.0, 3.0)
    shade = product(tree, span(tree, clouds, 0.3, 0.7, 0.72, 1.2), span(tree, pores, 0.3, 0.7, 0.88, 1.1))
    shade = product(tree, shade, span(tree, run, 0.52, 0.75, 1.0, 0.7))
    if plate > 0.0:
        edge = math(tree, "MINIMUM", math(tree, "PINGPONG", x, plate / 2.0), math(tree, "PINGPONG", y, plate / 2.0))
        cell = joined(tree, *(math(tree, "FLOOR", math(tree, "DIVIDE", axis, plate)) for axis in (x, y)))
        shade = product(tree, shade, span(tree, edge, 0.006, 0.012, 0.35, 1.0))
        shade = product(tree, shade, span(tree, chance(tree, cell)[0], 0.0, 1.0, 0.88, 1.1))
    spots = number(material, "spots", 0.0)
    if spots > 0.0:
        shade = product(tree, shade, _litter(tree, place, spots))
        broad = noise(tree, place, 0.16, 4.0)
        shade = product(tree, shade, span(tree, _cracks(tree, place, broad, spots), 0.0, 1.0, 1.0, 0.35))
        oil = span(tree, noise(tree, place, 0.9, 3.0), 0.62, 0.68, 1.0, 1.0 - 0.6 * spots)
        shade = product(tree, shade, oil)
    color = vector(tree, "SCALE", material.base_color, shade)
    _finish(tree, material, color, material.roughness, bump(tree, pores, 0.25, 0.004))


def grass(tree: bpy.types.NodeTree, material: Material) -> None:
    """A lawn or a verge: blades, clumps, dry places. Params: ``dry`` colour, ``bare`` 0..1 of soil, ``seed``."""
    place = position(tree, material)
    blades, clumps = (
        softened(tree, noise(tree, place, 55.0, 3.0, 0.8), near(tree, 6.0)),
        noise(tree, place, 6.0, 4.0, 0.7),
    )
    broad = noise(tree, place, 0.22, 5.0, 0.65)
    shade = product(tree, span(tree, blades, 0.28, 0.72, 0.25, 1.7), span(tree, clumps, 0.3, 0.7, 0.6, 1.35))
    dry = span(tree, math(tree, "ADD", broad, math(tree, "MULTIPLY", clumps, 0.3)), 0.55, 0.8)
    color = blend(tree, dry, material.base_color, colour(material, "dry", (0.16, 0.13, 0.045)))
    bare = number(material, "bare", 0.2)
    soil = span(tree, noise(tree, place, 0.9, 5.0, 0.7), 0.72 - 0.25 * bare, 0.8 - 0.25 * bare)
    color = blend(tree, soil, color, (0.07, 0.05, 0.035))
    height = math(tree, "ADD", blades, clumps)
    _finish(tree, material, vector(tree, "SCALE", color, shade), 0.9, bump(tree, height, 0.9, 0.05))


def gravel(tree: bpy.types.NodeTree, material: Material) -> None:
    """Loose stones. Params: ``stone_m``, ``vary`` 0..1, ``seed``."""
    place, size = position(tree, material), number(material, "stone_m", 0.03)
    flat = vector(tree, "MULTIPLY", place, (1.0, 1.0, 0.0))
    stones = add(tree, "ShaderNodeTexVoronoi", Vector=flat, Scale=1.0 / size)
    value, tint = chance(tree, stones.outputs["Color"])
    close = near(tree, 200.0 * size)
    vary, broad = number(material, "vary", 0.5), noise(tree, place, 0.3, 5.0, 0.65)
    shade = product(
        tree,
        span(tree, softened(tree, value, close), 0.0, 1.0, 1.0 - 0.6 * vary, 1.0 + 0.6 * vary),
        span(tree, softened(tree, stones.outputs["Distance"], close), 0.25, 0.75, 1.1, 0.3),
        span(tree, broad, 0.3, 0.7, 0.7, 1.2),
    )
    color = vector(tree, "SCALE", blend(tree, 0.1 * vary, material.base_color, tint, "SOFT_LIGHT"), shade)
    height = span(tree, stones.outputs["Distance"], 0.0, 0.8, 1.0, 0.0)
    _finish(tree, material, color, material.roughness, bump(tree, height, 0.8, 0.6 * size))


def soil(tree: bpy.types.NodeTree, material: Material) -> None:
    """Bare earth, also bark: lumps and grains on it. Params: ``lump_m``, ``stretch`` along z, ``seed``."""
    place, lump = position(tree, material), number(material, "lump_m", 0.12)
    place = vector(tree, "MULTIPLY", place, (1.0, 1.0, 1.0 / max(number(material, "stretch", 1.0), 0.01)))
    lumps, grains = noise(tree, place, 1.0 / lump, 5.0, 0.7), noise(tree, place, 60.0, 2.0, 0.7)
    broad = noise(tree, place, 0.25, 4.0)
    shade = product(tree, span(tree, lumps, 0.3, 0.7, 0.45, 1.4), span(tree, grains, 0.3, 0.7, 0.75, 1.25))
    shade = product(tree, shade, span(tree, broad, 0.3, 0.7, 0.7, 1.3))
    color = vector(tree, "SCALE", material.base_color, shade)
    _finish(tree, material, color, material.roughness, bump(tree, lumps, 0.8, 0.5 * lump))


def _finish(tree: bpy.types.NodeTree, material: Material, color: Any, rough: Any, normal: Any) -> None:
    node = bsdf(tree, material)
    put(tree, node, "Base Color", color)
    put(tree, node, "Roughness", rough)
    put(tree, node, "Normal", normal)
    put(tree, node, "Specular IOR Level", 0.35)
    surface(tree, node.outputs["BSDF"])
