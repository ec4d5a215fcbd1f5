"""Looks of an imported material as plain numbers and images: what feeds the inputs of its principled node."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.library.limits import IMAGE_SIDE_PX, IMAGES, NAME_LENGTH, TEXTURE_SIDE_PX
from assets.library.manifest import MaterialRow, TextureRow
from assets.library.model import is_pane
from assets.materials import Affine
from render.blender.import_nodes import Feed, feed, value
from render.blender.shaders.images import INPUTS

COLOURED = ("EMISSION", "BSDF_DIFFUSE", "BSDF_GLOSSY", "BSDF_METALLIC", "BSDF_GLASS")  # with an input of that name
# Inputs that are left out, and what they are where nobody has set them.
UNKEPT: Mapping[str, float] = {
    "Sheen Weight": 0.0,
    "Subsurface Weight": 0.0,
    "Anisotropic": 0.0,
    "Thin Film Thickness": 0.0,
    "Diffuse Roughness": 0.0,
    "Specular IOR Level": 0.5,
    "Specular Tint": 1.0,
}
UNKEPT_OBJ = {**UNKEPT, "Specular IOR Level": 0.0}  # which it also is where a material file has no Ks
UNSET = 0.005  # so near to that
EDGES = {"EXTEND": "stretched edges", "CLIP": "cut edges", "MIRROR": "mirroring"}  # of images, beyond them
NUMBERS = ("IOR", "Coat Weight", "Coat Roughness", "Coat Normal", "Emission Strength", "Transmission Weight")


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
        if max(width, height) > IMAGE_SIDE_PX:
            raise AssetError(f"expected images of at most {IMAGE_SIDE_PX} pixels a side, '{name}' has {width}x{height}")
        if len(self.names) >= IMAGES:
            count = len([other for other in bpy.data.images if other.size[0]])
            raise AssetError(f"expected at most {IMAGES} images, it has {count}; join some in your modelling program")
        self.names.append(name)
        self.pixels.append(_pixels(image))
        return len(self.names) - 1


@dataclass(frozen=True)
class Look:
    """A material as far as it is kept.

    Attributes:
        row: its numbers and images.
        uv: the set of texture coordinates that its images use, by name; the one that is shown where it is empty.
        colors: the mesh's colours that its base colour is multiplied by, as ``import_nodes.Feed`` names them.
        lost: what of it is not kept.
        edges: of images that do not repeat, what is lost where coordinates lead beyond one, and its transform.
    """

    row: MaterialRow
    uv: str = ""
    colors: str | None = None
    lost: tuple[str, ...] = ()
    edges: tuple[tuple[str, Affine], ...] = ()


def look_of(material: Any, images: Images, unsaid: Mapping[str, float] = UNKEPT) -> Look:
    """A material's numbers; what a node tree computes beyond images times factors is left out.

    Args:
        unsaid: numbers of inputs that are left out, where the file says nothing of them.
    """
    tree = getattr(material, "node_tree", None)
    nodes = list(tree.nodes) if tree is not None else []
    node = next((n for n in nodes if n.type == "BSDF_PRINCIPLED"), None)
    if node is None:
        return _plain_look(material, nodes, images)
    found = {key: feed(node.inputs[socket]) for key, socket in INPUTS.items()}
    lost = [f"{text} for {key.replace('_', ' ')}" for key, fed in found.items() for text in fed.lost]
    normal = found["normal"]
    if normal.image is not None and not normal.mapped:  # of heights: as a normal map it would tilt the whole surface
        normal.image = None
    transmission = _transmission(feed(node.inputs["Transmission Weight"]), images)
    emission = 0.0 if max(found["emission"].factor) <= 0.0 else float(node.inputs["Emission Strength"].default_value)
    textures, sets = _textures(found, images)
    row = MaterialRow(
        name=material.name[:NAME_LENGTH],
        base_color=_colour(found["base_color"].factor),
        metallic=_unit(found["metallic"].factor[0]),
        roughness=_unit(found["roughness"].factor[0]),
        ior=min(max(float(node.inputs["IOR"].default_value), 1.0), 4.0),
        transmission=transmission,
        alpha=_unit(found["alpha"].factor[0]),
        coat=_unit(node.inputs["Coat Weight"].default_value),
        emission=_colour(found["emission"].factor),
        emission_strength=min(max(emission, 0.0), 1000.0),
        textures=textures,
    )
    lost += _beside(node, nodes, unsaid)
    if len(sets) > 1:
        lost.append(f"texture coordinates {', '.join(sets[1:])} for some of its images")
    if is_pane(row) and textures:
        lost.append("images on glass, whose mean counts")
    return Look(row, sets[0] if sets else "", found["base_color"].colors, tuple(lost), _edges(found))


def _textures(found: Mapping[str, Feed], images: Images) -> tuple[tuple[TextureRow, ...], list[str]]:
    """The images by input, and the sets of texture coordinates that they use, that of the first one first."""
    rows, sets = [], dict[str, None]()
    for key, fed in found.items():
        index = images.index(fed.image) if fed.image is not None else None
        if index is not None:
            factor = (_unit(fed.strength),) * 3 if key == "normal" else _colour(fed.factor)
            channel = "rgb" if key in ("base_color", "emission", "normal") else fed.channel.replace("rgb", "r")
            rows.append(TextureRow(input=key, image=index, channel=channel, factor=factor, transform=fed.transform))
            sets[fed.uv] = None
    return tuple(rows), list(sets)


def _plain_look(material: Any, nodes: Sequence[Any], images: Images) -> Look:
    """The colour of a material that has no principled shader, such as an unlit one."""
    node = next((n for kind in COLOURED for n in nodes if n.type == kind), None)
    name = material.name[:NAME_LENGTH]
    if node is None:
        what = () if not nodes else ("a shader of which nothing but a colour is kept",)
        return Look(MaterialRow(name=name, base_color=_colour(material.diffuse_color)), lost=what)
    fed = feed(node.inputs["Color"])
    textures, sets = _textures({"base_color": fed}, images)
    row = MaterialRow(name=name, base_color=_colour(fed.factor), textures=textures)
    unlit = "light of its own in place of being lit" if node.type == "EMISSION" else f"the shader {node.bl_label}"
    return Look(
        row,
        sets[0] if sets else "",
        fed.colors,
        (f"{unlit}, but for its colour", *fed.lost),
        _edges({"base_color": fed}),
    )


def _edges(found: Mapping[str, Feed]) -> tuple[tuple[str, Affine], ...]:
    shown = {key: fed for key, fed in found.items() if fed.image is not None and fed.extension in EDGES}
    return tuple((f"{EDGES[fed.extension]} for {key.replace('_', ' ')}", fed.transform) for key, fed in shown.items())


def _transmission(fed: Feed, images: Images) -> float:
    """How much shines through on the whole."""
    index = images.index(fed.image) if fed.image is not None else None
    if index is None:
        return _unit(fed.factor[0])
    place = "rgba".index(fed.channel.replace("rgb", "r"))
    pixels = images.pixels[index]
    return _unit(fed.factor[0] * float(pixels[..., min(place, pixels.shape[2] - 1)].mean()) / 255.0)


def _beside(node: Any, nodes: Sequence[Any], unsaid: Mapping[str, float]) -> Iterator[str]:
    """What a principled shader does beyond what is kept of it."""
    for name, unset in unsaid.items():
        socket = node.inputs.get(name)
        if socket is not None and (socket.is_linked or max(abs(part - unset) for part in value(socket)) > UNSET):
            yield name.removesuffix(" Weight").removesuffix(" IOR Level").lower()
    yield from (f"an image for {name.lower()}" for name in NUMBERS if node.inputs[name].is_linked)
    outputs = [item for item in nodes if item.type == "OUTPUT_MATERIAL"]
    yield from (name.lower() for name in ("Volume", "Displacement") if any(o.inputs[name].is_linked for o in outputs))


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
