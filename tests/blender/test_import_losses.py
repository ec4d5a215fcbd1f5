"""What a file's look has that ours has not: each loss is told in words, and nothing else is."""

from pathlib import Path
from typing import Any

import pytest

from render.blender.importing import import_model
from tests.blender.signs import base, gltf, obj


@pytest.mark.parametrize(
    ("material", "lines"),
    [
        ({"KHR_materials_sheen": {"sheenColorFactor": [1.0, 1.0, 1.0]}}, ("sheen (Paint)",)),
        ({"KHR_materials_transmission": {"transmissionFactor": 1.0}}, ()),
        ({"KHR_materials_clearcoat": {"clearcoatFactor": 1.0}}, ()),
        ({"KHR_materials_anisotropy": {"anisotropyStrength": 0.5}}, ("anisotropic (Paint)",)),
        ({"KHR_materials_specular": {}}, ()),
        ({"KHR_materials_specular": {"specularFactor": 0.2}}, ("specular (Paint)",)),
        ({"KHR_materials_specular": {"specularTexture": {"index": 0}}}, ("specular (Paint)",)),
        ({"KHR_materials_specular": {"specularColorFactor": [1.0, 0.5, 0.5]}}, ("specular tint (Paint)",)),
        ({"KHR_materials_specular": {"specularColorTexture": {"index": 0}}}, ("specular tint (Paint)",)),
    ],
)
def test_what_a_material_does_besides_is_told(tmp_path: Path, material: dict[str, Any], lines: tuple[str, ...]) -> None:
    raw = import_model(gltf(tmp_path, {"extensions": material}, extensionsUsed=list(material)))
    assert raw.lost == lines


REPEATS, STRETCHES, MIRRORS = 10497, 33071, 33648  # of glTF's samplers


@pytest.mark.parametrize(
    ("wrap", "scale", "lines"),
    [
        (REPEATS, 3.0, ()),
        (STRETCHES, 1.0, ()),  # which leads nowhere that the image is not
        (STRETCHES, 3.0, ("stretched edges for base color (Paint)",)),
        (MIRRORS, 3.0, ("mirroring for base color (Paint)",)),
    ],
)
def test_images_that_do_not_repeat_are_told_where_it_shows(
    tmp_path: Path, wrap: int, scale: float, lines: tuple[str, ...]
) -> None:
    moved = {"KHR_texture_transform": {"scale": [scale, scale]}}
    more = {"samplers": [{"wrapS": wrap, "wrapT": wrap}], "textures": [{"source": 0, "sampler": 0}]}
    path = gltf(tmp_path, base(extensions=moved), extensionsUsed=list(moved), **more)
    assert import_model(path).lost == lines


@pytest.mark.parametrize(
    ("mask", "lines"),
    [
        ({"alphaMode": "MASK"}, ("the cut-off at 0.5 for alpha (Paint)",)),
        ({"alphaMode": "MASK", "alphaCutoff": 0.25}, ("the cut-off at 0.25 for alpha (Paint)",)),
        ({"alphaMode": "BLEND"}, ()),
        ({}, ()),
    ],
)
def test_the_hard_edge_of_a_mask_is_told(tmp_path: Path, mask: dict[str, Any], lines: tuple[str, ...]) -> None:
    assert import_model(gltf(tmp_path, base() | mask)).lost == lines


def test_hard_pixels_are_told(tmp_path: Path) -> None:
    more = {"samplers": [{"magFilter": 9728, "minFilter": 9728}], "textures": [{"source": 0, "sampler": 0}]}
    assert import_model(gltf(tmp_path, base(), **more)).lost == ("hard pixels of an image for base color (Paint)",)


@pytest.mark.parametrize(
    "glass",
    [
        {"extensions": {"KHR_materials_transmission": {"transmissionFactor": 1.0}}},
        {"alphaMode": "BLEND", "pbrMetallicRoughness": {"baseColorFactor": [1, 1, 1, 0.4]}},
    ],
    ids=["transmission", "alpha"],
)
def test_images_on_glass_are_told(tmp_path: Path, glass: dict[str, Any]) -> None:
    """All that counts of them is their mean."""
    plain = {"metallicFactor": 0.0, "metallicRoughnessTexture": {"index": 0}}
    material = glass | {"pbrMetallicRoughness": glass.get("pbrMetallicRoughness", {}) | plain}
    raw = import_model(gltf(tmp_path, material, extensionsUsed=list(glass.get("extensions", {}))))
    assert raw.lost == ("images on glass, whose mean counts (Paint)",)


def test_lights_and_cameras_are_told(tmp_path: Path) -> None:
    light = {"KHR_lights_punctual": {"lights": [{"type": "point"}]}}
    nodes = [{"mesh": 0, "name": "Sign"}, {"extensions": {"KHR_lights_punctual": {"light": 0}}}, {"camera": 0}]
    more = {
        "nodes": nodes,
        "scenes": [{"nodes": [0, 1, 2]}],
        "extensions": light,
        "extensionsUsed": list(light),
        "cameras": [{"type": "perspective", "perspective": {"yfov": 0.6, "znear": 0.1}}],
    }
    assert set(import_model(gltf(tmp_path, {}, **more)).lost) == {"lights: 1", "cameras: 1"}


def test_a_material_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = obj(tmp_path)
    (tmp_path / "a.mtl").unlink()
    assert import_model(path).missing == ("a.mtl",)


USD = """#usda 1.0
(
    metersPerUnit = 1
    defaultPrim = "box"
)
def Xform "box"
{
    def Cube "cube" (
        prepend apiSchemas = ["MaterialBindingAPI"]
    )
    {
        rel material:binding = </box/Paint>
    }
    def Material "Paint"
    {
        token outputs:surface.connect = </box/Paint/look.outputs:surface>
        def Shader "look"
        {
            uniform token info:id = "SHADER"
            token outputs:surface
        }
    }
}
"""


@pytest.mark.parametrize(
    ("shader", "lines"),
    [
        ("UsdPreviewSurface", ()),
        ("ND_standard_surface_surfaceshader", ("the shader ND_standard_surface_surfaceshader (Paint)",)),
    ],
)
def test_materialx_is_told(tmp_path: Path, shader: str, lines: tuple[str, ...]) -> None:
    path = tmp_path / "box.usda"
    path.write_text(USD.replace("SHADER", shader))
    assert import_model(path).lost == lines
