"""Computed skies as world nodes: air, clouds, and the skyline where the scenery ends.

Directions are looked up in a frame whose y axis points at the sun's azimuth; z is up.
"""

from statistics import NormalDist
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from assets.materials import Colour
from render.blender import air
from render.blender.shaders.fields import blend, joined, math, noise, product, span, split, vector
from render.blender.shaders.nodes import add, put
from scenes import Sky

# Luminance that Blender's sky texture (multiple scattering, no sun disc) sheds on level ground, by the sun's elevation
# in degrees, measured; haze moves it by less than 15 %.
ELEVATION_DEG = (-12.0, -6.0, -3.0, 0.0, 3.0, 8.0, 20.0, 50.0, 90.0)
SHED = (0.004, 0.034, 0.19, 1.32, 3.4, 6.6, 10.6, 14.8, 17.5)
LOWEST_SUN_RAD = np.radians(-9.0)  # below it the texture is black
AIR = "air"  # name of the picture that clear skies are looked up in
OVERCAST: Colour = (0.975, 1.0, 1.035)
NIGHT: Colour = (0.73, 1.0, 1.73)
TOWN: Colour = (1.5, 0.95, 0.5)  # lamps of a town below its own haze


def radiance(tree: bpy.types.NodeTree, sky: Sky, turn_rad: float) -> Any:
    """The sky's colour as a socket. Without clouds, its light on level ground is about 1 W/m².

    Args:
        turn_rad: of the whole sky about z.
    """
    place = tree.nodes.new("ShaderNodeTexCoord").outputs["Generated"]
    turned = (0.0, 0.0, float(np.pi / 2.0 - sky.sun_azimuth_rad - turn_rad))
    place = add(tree, "ShaderNodeMapping", vector_type="POINT", Vector=place, Rotation=turned).outputs[0]
    air = {"clear": _clear, "overcast": _overcast, "night": _night}[sky.kind](tree, sky, place)
    return _skyline(tree, sky, place, air)


def horizon(sky: Sky) -> Colour:
    """Linear RGB of the air between things and the camera, for a sky of strength 1: W/m²/sr."""
    level = 1.0 / np.pi
    tint = {"clear": (0.97, 1.0, 1.03), "overcast": OVERCAST, "night": (0.9, 1.0, 1.1)}[sky.kind]
    if sky.kind == "clear":
        warm = float(np.clip(1.0 - np.degrees(sky.sun_elevation_rad) / 12.0, 0.0, 1.0))
        tint = (tint[0] + 0.08 * warm, tint[1], tint[2] - 0.04 * warm)
    return (tint[0] * level, tint[1] * level, tint[2] * level)


def _clear(tree: bpy.types.NodeTree, sky: Sky, place: Any) -> Any:
    sun = max(sky.sun_elevation_rad, LOWEST_SUN_RAD)
    factor = 1.0 / float(np.exp(np.interp(np.degrees(sun), ELEVATION_DEG, np.log(SHED))))
    color = vector(tree, "SCALE", _calmed(tree, _air(tree, place, sun, sky.haze), sky), factor)
    high = float(np.clip(np.degrees(sky.sun_elevation_rad) / 15.0, 0.0, 1.0))
    # What sunlight a cloud throws back; at dusk it glows as the sky beside it does, from below.
    white = (0.75 + 0.35 * high, 0.66 + 0.42 * high, 0.60 + 0.46 * high)
    grey = (0.20 + 0.12 * high, 0.21 + 0.12 * high, 0.26 + 0.10 * high)
    if sky.sun_elevation_rad < 0.0:
        white, grey = (0.42, 0.26, 0.24), (0.13, 0.12, 0.17)
    return _clouded(tree, sky, place, color, white, grey)


def _air(tree: bpy.types.NodeTree, place: Any, sun_rad: float, haze: float) -> Any:
    """The colour of the air by a direction's height and its distance from the sun."""
    x, y, z = split(tree, place)
    way = add(tree, "ShaderNodeVectorMath", operation="NORMALIZE")
    put(tree, way, 0, joined(tree, x, y, math(tree, "MAXIMUM", z, air.EDGE)))
    sun = (0.0, float(np.cos(sun_rad)), float(np.sin(sun_rad)))
    along = add(tree, "ShaderNodeVectorMath", operation="DOT_PRODUCT")
    for index, value in enumerate((way.outputs[0], sun)):
        put(tree, along, index, value)
    turn = math(tree, "ARCCOSINE", math(tree, "MINIMUM", along.outputs["Value"], 1.0))
    up = math(tree, "ARCSINE", split(tree, way.outputs[0])[2])
    shares = (math(tree, "DIVIDE", turn, np.pi), math(tree, "DIVIDE", up, np.pi / 2.0))
    steps = (air.COLUMNS, air.ROWS)
    cells = [math(tree, "POWER", share, 1.0 / power) for share, power in zip(shares, air.POWERS[::-1], strict=True)]
    ends = [math(tree, "MULTIPLY_ADD", cell, (n - 1) / n, 0.5 / n) for cell, n in zip(cells, steps, strict=True)]
    shown = add(tree, "ShaderNodeTexImage", Vector=joined(tree, *ends), interpolation="Linear", extension="EXTEND")
    shown.image = _picture(air.picture(sun_rad, haze))
    return shown.outputs["Color"]


def _picture(colors: NDArray[np.float32]) -> bpy.types.Image:
    """Linear colours as a picture of Blender's, in place of the last one."""
    last: bpy.types.Image | None = bpy.data.images.get(AIR)
    if last is not None:
        bpy.data.images.remove(last)
    height, width = colors.shape[:2]
    image = bpy.data.images.new(AIR, width, height, float_buffer=True, is_data=True)
    image.pixels.foreach_set(np.concatenate([colors, np.ones_like(colors[..., :1])], axis=2).ravel())
    return image


def _calmed(tree: bpy.types.NodeTree, color: Any, sky: Sky) -> Any:
    """A camera's white balance takes part of the blue out of dusk."""
    blue = float(np.clip(0.35 - np.degrees(sky.sun_elevation_rad) / 20.0, 0.0, 0.5))
    if not blue:
        return color
    grey = add(tree, "ShaderNodeRGBToBW", Color=color).outputs[0]
    return blend(tree, blue, color, joined(tree, grey, grey, grey))


def _overcast(tree: bpy.types.NodeTree, sky: Sky, place: Any) -> Any:
    """Zenith twice as bright as the horizon, between an even and the standard overcast sky, with faint folds."""
    _, _, z = split(tree, place)
    rise = span(tree, z, 0.0, 1.0, 0.5, 1.0)
    folds = noise(tree, _layer(tree, sky, place, 0.12), 1.1, 5.0, 0.55)
    deep = 0.03 + 0.12 * sky.clouds
    shade = span(tree, folds, 0.3, 0.7, 1.0 - deep, 1.0 + deep)
    zenith = 1.2 / np.pi  # sheds 1 W/m² on level ground
    # A veil before the sun is brighter around it.
    _, y, _ = split(tree, place)
    near = span(tree, y, -1.0, 1.0, 0.9, 1.12)
    level = product(tree, rise, shade, near, zenith)
    return vector(tree, "SCALE", OVERCAST, level)


def _night(tree: bpy.types.NodeTree, sky: Sky, place: Any) -> Any:
    """Dark blue, with a town's glow above the horizon and clouds that it lights."""
    _, _, z = split(tree, place)
    height = math(tree, "MAXIMUM", z, 0.0)
    glow = math(tree, "POWER", math(tree, "SUBTRACT", 1.0, height), 7.0)
    level = 1.0 / np.pi
    blue = (NIGHT[0] * level, NIGHT[1] * level, NIGHT[2] * level)
    warm = tuple(channel * level * (0.5 + 1.5 * sky.haze) for channel in TOWN)
    color = vector(tree, "ADD", vector(tree, "SCALE", warm, glow), blue)
    return _clouded(tree, sky, place, color, (0.5, 0.45, 0.44), (0.28, 0.27, 0.31))


def _clouded(tree: bpy.types.NodeTree, sky: Sky, place: Any, air: Any, white: Colour, grey: Colour) -> Any:
    """Clouds on a flat layer, thick ones grey below, far ones lost in haze."""
    if sky.clouds <= 0.01:
        return air
    _, _, z = split(tree, place)
    layer = _layer(tree, sky, place, 0.10)
    bent = noise(tree, layer, 0.5, 2.0, 0.5)
    shape = noise(tree, vector(tree, "ADD", layer, joined(tree, bent, bent)), 0.9, 7.0, 0.56)
    # Noise lies around 0.5 with a deviation of about 0.09: the threshold that leaves the wanted share above it.
    edge = 0.5 + 0.115 * float(np.clip(_normal_quantile(1.0 - sky.clouds), -2.5, 2.5))
    cover = span(tree, shape, edge - 0.03, edge + 0.07)
    thick = span(tree, shape, edge + 0.02, edge + 0.22)
    color = blend(tree, thick, white, grey)
    far = span(tree, z, 0.01, 0.16)
    return blend(tree, product(tree, cover, far, 0.94), air, color)


def _layer(tree: bpy.types.NodeTree, sky: Sky, place: Any, flat: float) -> Any:
    """Where a direction meets a layer of clouds, with as much of the earth's bend as ``flat`` says."""
    x, y, z = split(tree, place)
    up = math(tree, "ADD", math(tree, "MAXIMUM", z, 0.0), flat)
    return joined(tree, math(tree, "DIVIDE", x, up), math(tree, "DIVIDE", y, up), _offset(sky))


def _skyline(tree: bpy.types.NodeTree, sky: Sky, place: Any, air: Any) -> Any:
    """Hills and a line of trees far away, and ground that ends in haze, never in black."""
    x, y, z = split(tree, place)
    around = joined(tree, x, y, _offset(sky) + 3.0)
    hills = span(tree, noise(tree, around, 2.2, 4.0, 0.5), 0.42, 0.75, -0.004, 0.055)
    crowns = math(
        tree,
        "ADD",
        noise(tree, around, 5.0, 2.0, 0.5),
        math(tree, "MULTIPLY", noise(tree, around, 90.0, 3.0, 0.6), 0.25),
    )
    trees = span(tree, crowns, 0.45, 0.95, 0.0, 0.024)
    lit = {"clear": 0.16, "overcast": 0.10, "night": 0.05}[sky.kind]
    wood = (lit * 0.50, lit * 0.58, lit * 0.46)
    veil = 0.25 + 0.45 * sky.haze
    color = blend(tree, _below(tree, z, hills, 0.002), air, blend(tree, min(0.9, veil + 0.3), wood, air))
    color = blend(tree, _below(tree, z, trees, 0.0015), color, blend(tree, veil, wood, air))
    plain = (lit * 0.62, lit * 0.60, lit * 0.48)
    return blend(tree, span(tree, z, -0.012, 0.0, 1.0, 0.0), color, blend(tree, veil * 0.6, plain, air))


def _below(tree: bpy.types.NodeTree, z: Any, height: Any, soft: float) -> Any:
    over = math(tree, "SUBTRACT", height, z)
    return span(tree, over, -soft, soft)


def _offset(sky: Sky) -> float:
    """A place in the noise: Blender's is smooth up to some thousands."""
    return (sky.seed % 9973) * 0.37


def _normal_quantile(share: float) -> float:
    return NormalDist().inv_cdf(min(max(share, 1e-3), 1.0 - 1e-3))
