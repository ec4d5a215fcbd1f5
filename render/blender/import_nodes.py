"""What feeds an input of an imported shader node: numbers, an image and its place, colours of vertices."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets.materials import AS_IT_IS, Affine

DEPTH = 16  # nodes followed from an input to an image
CHANNELS = {"Red": "r", "Green": "g", "Blue": "b", "R": "r", "G": "g", "B": "b", "Alpha": "a"}
SHARE = ("Fac", "Factor")  # how much of what a node mixes counts
PRODUCT = ("A", "B", "Color1", "Color2", "Value", "Vector")
# Nodes that pass on what they get; what they do to it is told where it is not kept.
PASSING = ("SEPARATE_COLOR", "SEPRGB", "NORMAL_MAP", "REROUTE", "MATH", "CLAMP")
CUTS = ("LESS_THAN", "GREATER_THAN", "ROUND")  # of alpha: all there, or nothing


@dataclass
class Feed:
    """A product of a constant, of an image's ``channel``, and of colours of vertices.

    Attributes:
        factor: linear RGB.
        image: of Blender's, or None.
        strength: of a normal map.
        mapped: whether the image goes through a node that makes a normal map of it.
        extension: what the image does beyond its edges, as Blender calls it; all repeat in the library.
        transform: where in the image the texture coordinates point.
        uv: the set of those, by name; the one that is shown where it is empty, and where there is no image.
        colors: the mesh's colour attribute, by name; empty for the one that is shown, None for none.
        lost: what else stands there and cannot be kept.
    """

    factor: list[float] = field(default_factory=lambda: [1.0, 1.0, 1.0])
    image: Any = None
    channel: str = "rgb"
    strength: float = 1.0
    mapped: bool = False
    extension: str = "REPEAT"
    transform: Affine = AS_IT_IS
    uv: str = ""
    colors: str | None = None
    lost: list[str] = field(default_factory=list)


def feed(socket: Any) -> Feed:
    """What feeds an input."""
    out = Feed()
    _follow(socket, out, DEPTH)
    return out


def _follow(socket: Any, out: Feed, depth: int) -> None:
    if not socket.is_linked:
        _multiply(out, socket)
        return
    link = socket.links[0]
    node = link.from_node
    if node.type == "TEX_IMAGE":
        _take_image(node, link.from_socket.name, out)
    elif node.type == "VERTEX_COLOR" or (node.type == "ATTRIBUTE" and node.attribute_type == "GEOMETRY"):
        _take_colors(node, link.from_socket.name, out)
    elif node.type in ("RGB", "VALUE"):
        _multiply(out, link.from_socket)
    elif depth == 0:
        out.lost.append("a long chain of nodes")
    else:
        _pass(node, link.from_socket.name, out, depth)


def _multiply(out: Feed, socket: Any) -> None:
    out.factor = [a * b for a, b in zip(out.factor, value(socket), strict=True)]


def _take_image(node: Any, output: str, out: Feed) -> None:
    if out.image is not None:
        out.lost.append("a second image")
        return
    out.image, out.channel, out.extension = node.image, CHANNELS.get(output, out.channel), node.extension
    if node.interpolation == "Closest":
        out.lost.append("hard pixels of an image")
    if node.projection != "FLAT":
        out.lost.append(f"{node.projection.lower()} projection of an image")
    _find_place(node.inputs["Vector"], out)


def _take_colors(node: Any, output: str, out: Feed) -> None:
    name = node.layer_name if node.type == "VERTEX_COLOR" else node.attribute_name
    if output == "Color":
        out.colors = name
    else:
        out.lost.append(f"{output.lower()} of vertex colours")


def _pass(node: Any, output: str, out: Feed, depth: int) -> None:
    """Through a node that computes something of its inputs."""
    if node.type in ("SEPARATE_COLOR", "SEPRGB"):
        out.channel = CHANNELS.get(output, "rgb")
    if node.type == "NORMAL_MAP":
        out.strength, out.mapped = float(node.inputs["Strength"].default_value), True
    inputs = [item for item in node.inputs if item.enabled]
    if "MULTIPLY" in (getattr(node, "blend_type", ""), getattr(node, "operation", "")):
        share = next((item for item in inputs if item.name in SHARE), None)
        if share is not None and (share.is_linked or value(share)[0] != 1.0):
            out.lost.append("a product that counts in part")
        for item in (item for item in inputs if item.name in PRODUCT):
            _follow(item, out, depth - 1)
        return
    kinds = ("RGBA", "VALUE", "VECTOR")
    linked = [i for i in inputs if i.is_linked and i.type in kinds and i.name not in SHARE]
    lost = f"the node {node.bl_label}" if node.type not in PASSING else _undone(node)
    if lost:
        out.lost.append(lost)
    if linked:
        _follow(linked[0], out, depth - 1)


def _undone(node: Any) -> str:
    """What of a node that passes on its input is not kept; empty for nothing."""
    if node.type == "MATH" and node.operation in CUTS:
        limit = 0.5 if node.operation == "ROUND" else value(node.inputs[1])[0]
        return f"the cut-off at {limit:.3g}"
    if node.type == "MATH" and not _turns_cut(node):
        return f"the calculation {node.operation.lower()}"
    if node.type == "CLAMP" and (value(node.inputs[1])[0], value(node.inputs[2])[0]) != (0.0, 1.0):
        return "limits of an image"
    if node.type == "SEPARATE_COLOR" and node.mode != "RGB":
        return f"a channel of {node.mode}"
    return (
        f"a normal map in {node.space.lower()} space" if node.type == "NORMAL_MAP" and node.space != "TANGENT" else ""
    )


def _turns_cut(node: Any) -> bool:
    """Whether a node is 1 less a cut-off, as Blender's reader of glTF writes one."""
    if node.operation != "SUBTRACT" or node.inputs[0].is_linked or not node.inputs[1].is_linked:
        return False
    before = node.inputs[1].links[0].from_node
    return value(node.inputs[0])[0] == 1.0 and before.type == "MATH" and before.operation in CUTS


def _find_place(socket: Any, out: Feed) -> None:
    """Follow an image's coordinates to the mesh's."""
    matrix = np.eye(3)
    for _ in range(DEPTH):
        if not socket.is_linked:
            break
        link = socket.links[0]
        node = link.from_node
        if node.type == "MAPPING":
            matrix = matrix @ _mapping(node, out)
        elif node.type == "UVMAP":
            out.uv = node.uv_map
            break
        elif node.type == "ATTRIBUTE":
            out.uv = node.attribute_name
            break
        elif node.type != "REROUTE":
            if (node.type, link.from_socket.name) != ("TEX_COORD", "UV"):
                out.lost.append(f"the place of an image by the node {node.bl_label}")
            break
        socket = node.inputs[0]
    numbers = [float(number) for number in matrix[:2].ravel()]
    if np.isfinite(numbers).all() and max(map(abs, numbers)) < 1e6:
        out.transform = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
    else:
        out.lost.append("the place of an image")


def _mapping(node: Any, out: Feed) -> NDArray[np.float64]:
    """(3, 3) that a mapping node multiplies texture coordinates with."""
    by_name = {item.name: item for item in node.inputs}
    location = by_name["Location"].default_value if "Location" in by_name else (0.0, 0.0, 0.0)
    turn, scale = by_name["Rotation"].default_value, by_name["Scale"].default_value
    if any(by_name[name].is_linked for name in ("Location", "Rotation", "Scale") if name in by_name):
        out.lost.append("a computed place of an image")
    if turn[0] or turn[1] or node.vector_type == "NORMAL":
        out.lost.append("a place of an image turned in space")
    cos, sin = math.cos(turn[2]), math.sin(turn[2])
    rotation = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    moved = np.array([[1.0, 0.0, location[0]], [0.0, 1.0, location[1]], [0.0, 0.0, 1.0]])
    if node.vector_type == "TEXTURE":  # the other way round, as Blender has it: nothing is divided by 0
        inverse = [1.0 / side if side else 0.0 for side in scale[:2]]
        back = np.array([[1.0, 0.0, -location[0]], [0.0, 1.0, -location[1]], [0.0, 0.0, 1.0]])
        return np.asarray(np.diag([*inverse, 1.0]) @ rotation.T @ back)
    turned = rotation @ np.diag([scale[0], scale[1], 1.0])
    return np.asarray(moved @ turned if node.vector_type == "POINT" else turned)


def value(socket: Any) -> list[float]:
    """An input's own number or colour, as three numbers."""
    number = getattr(socket, "default_value", 1.0)
    return [float(v) for v in number][:3] if hasattr(number, "__len__") and len(number) >= 3 else [float(number)] * 3
