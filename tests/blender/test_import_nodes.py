"""What a .blend's nodes do to an image on its way into a material: what is lost of it is told."""

from pathlib import Path
from typing import Any

import bpy
import cv2
import numpy as np
import pytest

from render.blender.importing import import_model
from render.blender.renderer import BlenderRenderer
from tests.blender.signs import SQUARE


def linked(folder: Path, kind: str, **settings: Any) -> Path:
    """A .blend of a square whose roughness is an image's, through a node of this kind."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    BlenderRenderer._owner = None  # what a renderer had is gone
    mesh = bpy.data.meshes.new("Sign")
    mesh.from_pydata(SQUARE.tolist(), [], [[0, 1, 2, 3]])
    mesh.uv_layers.new(name="UVMap")
    material = bpy.data.materials.new("Paint")
    nodes, links = material.node_tree.nodes, material.node_tree.links
    shown, node = nodes.new("ShaderNodeTexImage"), nodes.new(kind)
    cv2.imwrite(str(folder / "picture.png"), np.full((4, 4, 3), 90, np.uint8))
    shown.image = bpy.data.images.load(str(folder / "picture.png"))
    shown.image.pack()
    values = settings.pop("values", {})
    for name, setting in settings.items():
        setattr(node, name, setting)
    for index, number in values.items():
        node.inputs[index].default_value = number
    into = next(item for item in node.inputs if item.enabled and item.name not in ("Factor", "Fac"))
    links.new(into, shown.outputs["Color"])
    result = next(item for item in node.outputs if item.enabled)
    links.new(next(n for n in nodes if n.type == "BSDF_PRINCIPLED").inputs["Roughness"], result)
    mesh.materials.append(material)
    bpy.context.collection.objects.link(bpy.data.objects.new("Sign", mesh))
    bpy.ops.wm.save_as_mainfile(filepath=str(folder / "sign.blend"))
    return folder / "sign.blend"


@pytest.mark.parametrize(
    ("kind", "settings", "lines"),
    [
        ("ShaderNodeMix", {"data_type": "RGBA", "blend_type": "MULTIPLY", "values": {0: 1.0}}, ()),
        (
            "ShaderNodeMix",
            {"data_type": "RGBA", "blend_type": "MULTIPLY", "values": {0: 0.3}},
            ("a product that counts in part for roughness (Paint)",),
        ),
        ("ShaderNodeMath", {"operation": "MULTIPLY", "values": {1: 0.3}}, ()),
        ("ShaderNodeMath", {"operation": "POWER"}, ("the calculation power for roughness (Paint)",)),
        ("ShaderNodeMath", {"operation": "SUBTRACT"}, ("the calculation subtract for roughness (Paint)",)),
        ("ShaderNodeMath", {"operation": "ROUND"}, ("the cut-off at 0.5 for roughness (Paint)",)),
        ("ShaderNodeClamp", {}, ()),
        ("ShaderNodeClamp", {"values": {1: 0.4}}, ("limits of an image for roughness (Paint)",)),
        ("ShaderNodeSeparateColor", {"mode": "HSV"}, ("a channel of HSV for roughness (Paint)",)),
        ("ShaderNodeInvert", {}, ("the node Invert Color for roughness (Paint)",)),
    ],
)
def test_what_nodes_do_to_an_image_is_told(
    tmp_path: Path, kind: str, settings: dict[str, Any], lines: tuple[str, ...]
) -> None:
    assert import_model(linked(tmp_path, kind, **settings)).lost == lines
