"""Looks that models bring along: colours of vertices, moved images, second sets of coordinates, unlit surfaces."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from render.blender.importing import import_model
from tests.blender.signs import ORANGE, base, gltf, obj, ply


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
