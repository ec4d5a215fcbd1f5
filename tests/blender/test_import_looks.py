"""Looks that models bring along: colours of vertices, moved images, second sets of coordinates, unlit surfaces."""

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import cv2
import numpy as np
import pytest

from annotate.silhouette import silhouette
from assets import Asset, Label, Material, Mesh
from assets.library.raw import Raw
from assets.materials import VERTEX_COLOR, Affine, Texture
from render.blender.importing import import_model
from render.blender.renderer import BlenderRenderer
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

SQUARE = np.array([[-1, 0, 0], [1, 0, 0], [1, 2, 0], [-1, 2, 0]], np.float32)
UV = np.array([[0, 1], [1, 1], [1, 0], [0, 0]], np.float32)  # glTF's: v grows downwards
ORANGE = (1.0, 0.25, 0.0)  # linear
FACING = PinholeCamera.from_fov((64, 64), 0.5, look_at((4.0, 0.0, 0.0), (0.0, 0.0, 0.0)))


def gltf(folder: Path, material: dict[str, Any], sets: int = 1, colors: bool = False, **more: Any) -> Path:
    """A square with ``sets`` sets of coordinates (the second one half as large), and orange where it has colours."""
    arrays = {"POSITION": SQUARE} | {f"TEXCOORD_{index}": UV / (1 + index) for index in range(sets)}
    arrays |= {"COLOR_0": np.tile(np.float32(ORANGE), (4, 1))} if colors else {}
    blobs = [*arrays.values(), np.array([0, 1, 2, 0, 2, 3], np.uint32)]
    views, accessors, at = [], [], 0
    for blob in blobs:
        views.append({"buffer": 0, "byteOffset": at, "byteLength": blob.nbytes})
        kind = "SCALAR" if blob.ndim == 1 else f"VEC{blob.shape[1]}"
        code = 5125 if blob.ndim == 1 else 5126
        accessors.append({"bufferView": len(views) - 1, "componentType": code, "count": len(blob), "type": kind})
        at += blob.nbytes
    accessors[0] |= {"min": SQUARE.min(0).tolist(), "max": SQUARE.max(0).tolist()}
    data = b64encode(b"".join(blob.astype(blob.dtype).tobytes() for blob in blobs)).decode()
    primitive = {"attributes": {key: index for index, key in enumerate(arrays)}, "indices": len(arrays)}
    cv2.imwrite(str(folder / "picture.png"), np.full((4, 4, 3), (30, 200, 30), np.uint8))
    tree = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "Sign"}],
        "meshes": [{"primitives": [{**primitive, "material": 0}]}],
        "materials": [{"name": "Paint", **material}],
        "textures": [{"source": 0}],
        "images": [{"uri": "picture.png"}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": at, "uri": f"data:application/octet-stream;base64,{data}"}],
        **more,
    }
    path = folder / "sign.gltf"
    path.write_text(json.dumps(tree))
    return path


def base(**texture: Any) -> dict[str, Any]:
    return {"pbrMetallicRoughness": {"baseColorTexture": {"index": 0, **texture}}}


def ply(folder: Path) -> Path:
    rows = "".join(f"{x} {y} {z} 255 137 0\n" for x, y, z in SQUARE)
    colours = "".join(f"property uchar {name}\n" for name in ("red", "green", "blue"))
    places = "".join(f"property float {name}\n" for name in "xyz")
    head = f"ply\nformat ascii 1.0\nelement vertex 4\n{places}{colours}element face 1\n"
    (folder / "a.ply").write_text(f"{head}property list uchar int vertex_indices\nend_header\n{rows}4 0 1 2 3\n")
    return folder / "a.ply"


def obj(folder: Path) -> Path:
    (folder / "a.mtl").write_text("newmtl Paint\nKd 1 1 1\n")
    rows = "".join(f"v {x} {y} {z} 1 0.5372 0\n" for x, y, z in SQUARE)
    (folder / "a.obj").write_text(f"mtllib a.mtl\n{rows}usemtl Paint\nf 1 2 3 4\n")
    return folder / "a.obj"


@pytest.mark.parametrize("write", [lambda folder: gltf(folder, {}, colors=True), ply, obj], ids=["gltf", "ply", "obj"])
def test_colours_of_vertices_come_along(tmp_path: Path, write: Any) -> None:
    raw = import_model(write(tmp_path))
    assert raw.colors is not None and raw.lost == ()
    np.testing.assert_allclose(raw.colors, np.tile(ORANGE, (len(raw.vertices), 1)), atol=0.005)


def test_colours_that_no_material_asks_for_are_told(tmp_path: Path) -> None:
    """A glTF file whose second colours are nobody's."""
    path = gltf(tmp_path, {}, colors=True)
    tree = json.loads(path.read_text())
    attributes = tree["meshes"][0]["primitives"][0]["attributes"]
    attributes["COLOR_1"] = attributes["COLOR_0"]
    path.write_text(json.dumps(tree))
    (line,) = import_model(path).lost
    assert line.startswith("texture coordinates or colours 'Color") and "(Sign)" in line


def test_transforms_of_images_come_along(tmp_path: Path) -> None:
    """As the standard has it: turned, then scaled … v down in the file, and up here."""
    moved = {"offset": [0.25, 0.1], "scale": [2.0, 3.0], "rotation": 0.5}
    path = gltf(
        tmp_path,
        base(extensions={"KHR_texture_transform": moved}),
        extensionsUsed=["KHR_texture_transform"],
    )
    raw = import_model(path)
    (texture,) = raw.table.materials[0].textures
    assert raw.uv is not None and raw.lost == ()
    got = np.column_stack([raw.uv, np.ones(len(raw.uv))]) @ np.array(texture.transform).reshape(2, 3).T
    cos, sin = np.cos(0.5), np.sin(0.5)
    file_uv = np.column_stack([raw.uv[:, 0], 1.0 - raw.uv[:, 1]]) * [2.0, 3.0]
    want = file_uv @ np.array([[cos, sin], [-sin, cos]]).T + [0.25, 0.1]
    np.testing.assert_allclose(got, np.column_stack([want[:, 0], 1.0 - want[:, 1]]), atol=1e-5)


def test_the_set_of_coordinates_that_an_image_uses_is_kept(tmp_path: Path) -> None:
    raw = import_model(gltf(tmp_path, base(texCoord=1), sets=2))
    assert raw.uv is not None and raw.uv[:, 0].max() == pytest.approx(0.5)
    assert raw.lost == ("texture coordinates or colours 'UVMap' (Sign)",)


def test_an_unlit_picture_is_kept_and_its_light_is_told(tmp_path: Path) -> None:
    material = base() | {"extensions": {"KHR_materials_unlit": {}}}
    raw = import_model(gltf(tmp_path, material, extensionsUsed=["KHR_materials_unlit"]))
    assert [texture.input for texture in raw.table.materials[0].textures] == ["base_color"]
    assert raw.lost == ("light of its own in place of being lit, but for its colour (Paint)",)


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
    raw: Raw = import_model(path)
    assert raw.missing == ("a.mtl",)


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


# What renders


def card(material: Material, uv: np.ndarray, colors: np.ndarray | None = None) -> Asset:
    """A square of 1.6 m that faces +x."""
    vertices = np.array([[0, -0.8, -0.8], [0, 0.8, -0.8], [0, 0.8, 0.8], [0, -0.8, 0.8]], np.float32)
    none, sizes, corners = np.zeros(1, np.int32), np.array([4], np.int32), np.arange(4, dtype=np.int32)
    attributes = {} if colors is None else {VERTEX_COLOR: colors.astype(np.float32)}
    mesh = Mesh("card", vertices, corners, sizes, (material,), ("sign",), none, none, uv, attributes=attributes)
    return Asset("card", (mesh,), (0.01, 1.6, 1.6), "CC0-1.0", "here", labels=(Label("sign"),))


def rendered(renderer: BlenderRenderer, asset: Asset) -> Any:
    return renderer.render(SceneSpec((Placed(asset, Pose.at(), 1),), FACING, World("courtyard")))


def test_base_colours_are_multiplied_by_those_of_vertices(renderer: BlenderRenderer) -> None:
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    grey = Texture("base_color", np.full((2, 2, 3), 200, np.uint8), "grey")
    look = Material("paint", textures=(grey,), params={VERTEX_COLOR: 1.0})
    ends = np.array([[1, 0, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0]])  # red to the left of the picture or to its right
    frame = rendered(renderer, card(look, uv, ends))
    row = frame.rgb[32].astype(int)
    first, last = row[14], row[49]
    assert (first[0] - first[2]) * (last[0] - last[2]) < -2000, "one end is red and the other one blue"
    plain = rendered(renderer, card(replace(look, params={}), uv, ends)).rgb[32].astype(int)
    assert np.abs(plain[14] - plain[14].mean()).max() < 25, "a material that does not ask for them is grey"


TURN: Affine = (0.0, -1.5, 0.9, 1.5, 0.0, -0.3)


@pytest.mark.parametrize("input", ["base_color", "alpha"])
def test_a_transform_is_what_other_coordinates_are(renderer: BlenderRenderer, input: str) -> None:
    """The same picture and the same silhouette as of coordinates that were moved themselves."""
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    pixels = np.zeros((16, 16, 4), np.uint8)
    pixels[:5, :9] = 255
    moved = Texture(input, pixels, "corner", "a" if input == "alpha" else "rgb", transform=TURN)
    plain = replace(moved, transform=(1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    other = (np.column_stack([uv, np.ones(4)]) @ np.array(TURN).reshape(2, 3).T).astype(np.float32)
    got = rendered(renderer, card(Material("a", textures=(moved,)), uv))
    want = rendered(renderer, card(Material("b", textures=(plain,)), other))
    still = rendered(renderer, card(Material("c", textures=(plain,)), uv))
    assert np.abs(got.rgb.astype(int) - want.rgb).mean() < 1.0
    assert np.abs(got.rgb.astype(int) - still.rgb).mean() > 5.0
    alone, as_wanted = (silhouette(frame.surfaces[1], FACING).mask for frame in (got, want))
    np.testing.assert_array_equal(alone, as_wanted)
