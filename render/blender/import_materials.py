"""Looks of an imported material as plain numbers and images: what feeds the inputs of its principled node."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.library.limits import IMAGE_SIDE_PX, IMAGES, NAME_LENGTH, TEXTURE_SIDE_PX
from assets.library.manifest import MaterialRow, TextureRow
from render.blender.shaders.images import INPUTS

DEPTH = 16  # nodes followed from an input to an image
CHANNELS = {"Red": "r", "Green": "g", "Blue": "b", "R": "r", "G": "g", "B": "b", "Alpha": "a"}


@dataclass
class Images:
    """Images used so far, by Blender's names.

    Attributes:
        folder: of the model.
        names, pixels: side by side; pixels (H, W, 3 or 4) uint8, the top row first.
        missing: names of those that could not be read.
    """

    folder: Path
    names: list[str] = field(default_factory=list)
    pixels: list[NDArray[np.uint8]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def index(self, image: Any) -> int | None:
        """The place of an image among them; None for one that cannot be read."""
        name = image.name[:NAME_LENGTH]
        if name in self.names:
            return self.names.index(name)
        if name in self.missing:
            return None
        width, height = int(image.size[0]), int(image.size[1])
        if not width or not height:
            self.missing.append(name)
            return None
        if max(width, height) > IMAGE_SIDE_PX or len(self.names) >= IMAGES:
            raise AssetError(f"expected at most {IMAGES} images of {IMAGE_SIDE_PX} pixels a side, got '{name}'")
        self.names.append(name)
        self.pixels.append(_pixels(image))
        return len(self.names) - 1


def material_row(material: Any, images: Images) -> MaterialRow:
    """A material's numbers; what a node tree computes beyond images times factors is left out."""
    name = material.name[:NAME_LENGTH]
    tree = getattr(material, "node_tree", None)
    node = next((n for n in tree.nodes if n.type == "BSDF_PRINCIPLED"), None) if tree is not None else None
    if node is None:
        return MaterialRow(name=name, base_color=_colour(material.diffuse_color))
    found = {key: _fed(node.inputs[socket]) for key, socket in INPUTS.items()}
    textures = []
    for key, fed in found.items():
        index = images.index(fed.image) if fed.image is not None else None
        if index is not None:
            factor = (_unit(fed.strength),) * 3 if key == "normal" else _colour(fed.factor)
            channel = "rgb" if key in ("base_color", "emission", "normal") else fed.channel.replace("rgb", "r")
            textures.append(TextureRow(input=key, image=index, channel=channel, factor=factor))
    emission = 0.0 if max(found["emission"].factor) <= 0.0 else float(node.inputs["Emission Strength"].default_value)
    return MaterialRow(
        name=name,
        base_color=_colour(found["base_color"].factor),
        metallic=_unit(found["metallic"].factor[0]),
        roughness=_unit(found["roughness"].factor[0]),
        ior=min(max(float(node.inputs["IOR"].default_value), 1.0), 4.0),
        transmission=_unit(node.inputs["Transmission Weight"].default_value),
        alpha=_unit(found["alpha"].factor[0]),
        coat=_unit(node.inputs["Coat Weight"].default_value),
        emission=_colour(found["emission"].factor),
        emission_strength=min(max(emission, 0.0), 1000.0),
        textures=tuple(textures),
    )


@dataclass
class _Fed:
    """What feeds an input: a constant, or an image of which ``channel`` is taken and multiplied by ``factor``."""

    factor: list[float]
    image: Any = None
    channel: str = "rgb"
    strength: float = 1.0


def _fed(socket: Any) -> _Fed:
    out = _Fed([1.0, 1.0, 1.0])
    for _ in range(DEPTH):
        if not socket.is_linked:
            out.factor = [a * b for a, b in zip(out.factor, _value(socket), strict=True)]
            return out
        link = socket.links[0]
        node = link.from_node
        if node.type == "TEX_IMAGE":
            out.image = node.image
            out.channel = CHANNELS.get(link.from_socket.name, out.channel)
            return out
        if node.type in ("RGB", "VALUE"):
            out.factor = [a * b for a, b in zip(out.factor, _value(link.from_socket), strict=True)]
            return out
        if node.type in ("SEPARATE_COLOR", "SEPRGB"):
            out.channel = CHANNELS.get(link.from_socket.name, "rgb")
        if node.type == "NORMAL_MAP":
            out.strength = float(node.inputs["Strength"].default_value)
        linked = [item for item in node.inputs if item.is_linked and item.enabled]
        images = [
            item for item in linked if item.type in ("RGBA", "VALUE", "VECTOR") and item.name not in ("Fac", "Factor")
        ]
        if not images:
            return out  # computed: nothing that a number or an image could stand for
        if _multiplies(node):
            for other in (item for item in node.inputs if item.enabled and not item.is_linked and item.name in PRODUCT):
                out.factor = [a * b for a, b in zip(out.factor, _value(other), strict=True)]
        socket = images[0]
    return out


PRODUCT = ("A", "B", "Color1", "Color2", "Value")


def _multiplies(node: Any) -> bool:
    return "MULTIPLY" in (getattr(node, "blend_type", ""), getattr(node, "operation", ""))


def _value(socket: Any) -> list[float]:
    value = getattr(socket, "default_value", 1.0)
    return [float(v) for v in value][:3] if hasattr(value, "__len__") and len(value) >= 3 else [float(value)] * 3


def _unit(value: float) -> float:
    return min(max(float(value), 0.0), 1.0) if math.isfinite(value) else 0.0


def _colour(values: Any) -> tuple[float, float, float]:
    r, g, b = (_unit(value) for value in list(values)[:3])
    return (r, g, b)


def _pixels(image: Any) -> NDArray[np.uint8]:
    width, height = int(image.size[0]), int(image.size[1])
    if max(width, height) > TEXTURE_SIDE_PX:
        share = TEXTURE_SIDE_PX / max(width, height)
        image.scale(max(1, int(width * share)), max(1, int(height * share)))
        width, height = int(image.size[0]), int(image.size[1])
    values = np.empty(width * height * image.channels, np.float32)
    image.pixels.foreach_get(values)
    pixels = values.reshape(height, width, image.channels)[::-1]
    if image.is_float:  # linear; files of the library are sRGB, but for data
        pixels = np.where(pixels <= 0.0031308, pixels * 12.92, 1.055 * np.maximum(pixels, 1e-9) ** (1 / 2.4) - 0.055)
    if pixels.shape[2] < 3:
        pixels = np.repeat(pixels[..., :1], 3, axis=2)
    if pixels.shape[2] == 4 and bool((pixels[..., 3] >= 1.0).all()):
        pixels = pixels[..., :3]
    return np.ascontiguousarray(np.round(np.clip(np.nan_to_num(pixels), 0.0, 1.0) * 255.0).astype(np.uint8))
