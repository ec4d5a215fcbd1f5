"""Images on the inputs of a principled material."""

import itertools
from typing import Any

import bpy
import numpy as np

from assets.materials import AS_IT_IS, Affine, Texture
from render.blender.shaders.fields import joined, math, split
from render.blender.shaders.nodes import add, put

INPUTS = {
    "base_color": "Base Color",
    "metallic": "Metallic",
    "roughness": "Roughness",
    "alpha": "Alpha",
    "emission": "Emission Color",
    "normal": "Normal",
}
COLOURS = ("base_color", "emission")
PREFIX, TURN, IDLE = "texture/", "turn", 24  # images that no material uses are kept for later frames, so many of them
CHANNELS = {"r": "Red", "g": "Green", "b": "Blue"}


def pictured(tree: bpy.types.NodeTree, texture: Texture) -> Any:
    """What an image feeds an input of a principled node with."""
    place = {} if texture.transform == AS_IT_IS else {"Vector": _place(tree, texture.transform)}
    shown = add(tree, "ShaderNodeTexImage", image=_image(texture), **place).outputs
    if texture.input == "normal":
        return add(tree, "ShaderNodeNormalMap", Color=shown["Color"], Strength=texture.factor[0]).outputs["Normal"]
    if texture.input in COLOURS:
        plain = texture.factor == (1.0, 1.0, 1.0)
        return shown["Color"] if plain else _times(tree, "ShaderNodeVectorMath", shown["Color"], texture.factor)
    value = shown["Alpha"] if texture.channel == "a" else _channel(tree, shown["Color"], texture.channel)
    return value if texture.factor[0] == 1.0 else _times(tree, "ShaderNodeMath", value, texture.factor[0])


def _place(tree: bpy.types.NodeTree, transform: Affine) -> Any:
    """Where in an image the mesh's texture coordinates point."""
    u, v, _ = split(tree, add(tree, "ShaderNodeUVMap", uv_map="uv").outputs[0])
    rows = (transform[:3], transform[3:])
    return joined(tree, *(math(tree, "MULTIPLY_ADD", u, a, math(tree, "MULTIPLY_ADD", v, b, c)) for a, b, c in rows))


def _channel(tree: bpy.types.NodeTree, color: Any, channel: str) -> Any:
    return add(tree, "ShaderNodeSeparateColor", Color=color).outputs[CHANNELS.get(channel, "Red")]


def _times(tree: bpy.types.NodeTree, kind: str, value: Any, factor: Any) -> Any:
    node = add(tree, kind, operation="MULTIPLY")
    put(tree, node, 0, value)
    put(tree, node, 1, factor)
    return node.outputs[0]


def _image(texture: Texture) -> bpy.types.Image:
    """The image in Blender, which keeps it from frame to frame."""
    space = "sRGB" if texture.input in COLOURS else "Non-Color"
    name = f"{PREFIX}{texture.name}/{space}"
    known = bpy.data.images.get(name)
    if known is None:
        _forget()  # before there is a new one, which nothing uses yet
        known = _new(name, texture, space)
    known[TURN] = next(_turns)
    return known


_turns = itertools.count()


def _forget() -> None:
    """Remove the images that have not been used for longest."""
    idle = [image for image in bpy.data.images if image.name.startswith(PREFIX) and not image.users]
    for image in sorted(idle, key=lambda image: int(image.get(TURN, -1)))[: max(0, len(idle) - IDLE)]:
        bpy.data.images.remove(image)


def _new(name: str, texture: Texture, space: str) -> bpy.types.Image:
    height, width, channels = texture.pixels.shape
    image = bpy.data.images.new(name, width, height, alpha=channels == 4)
    image.colorspace_settings.name = space
    image.alpha_mode = "CHANNEL_PACKED" if channels == 4 else "NONE"
    values = np.ones((height, width, 4), np.float32)
    values[..., :channels] = texture.pixels[::-1] / np.float32(255.0)
    image.pixels.foreach_set(values.ravel())
    image.update()
    return image
