"""What a file holds and is not kept gets a line; what needs none gets none."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assets import AssetError
from assets.library.checks import check_model
from assets.library.losses import Losses, gltf_losses
from assets.library.manifest import MaterialRow, TextureRow
from assets.library.model import COLOURED, _material, model_arrays, raw_of
from assets.library.raw import Raw, read_raw, write_raw
from assets.materials import VERTEX_COLOR


def told(tmp_path: Path, tree: dict[str, Any]) -> tuple[str, ...]:
    path = tmp_path / "a.gltf"
    path.write_text(json.dumps({"asset": {"version": "2.0"}, **tree}))
    losses = Losses()
    losses.add_all(gltf_losses(path))
    return losses.lines()


def test_a_line_names_three_that_have_it() -> None:
    losses = Losses()
    losses.add_all(("sheen", name) for name in ("Seat", "Roof", "Seat", "Door", "Hood"))
    losses.add_all([("2 lights", "")])
    assert losses.lines() == ("sheen (Seat, Roof, Door and 1 more)", "2 lights")


@pytest.mark.parametrize(
    ("tree", "line"),
    [
        ({"extensionsUsed": ["EXT_dreams", "KHR_texture_transform"]}, "the extension EXT_dreams"),
        ({"materials": [{"name": "Paint", "occlusionTexture": {"index": 0}}]}, "an image of ambient occlusion (Paint)"),
        ({"meshes": [{"primitives": [{"mode": 1}, {}]}]}, "points and lines"),
    ],
)
def test_gltf_says_itself_what_blender_drops(tmp_path: Path, tree: dict[str, Any], line: str) -> None:
    assert told(tmp_path, tree) == (line,)


def test_a_plain_gltf_loses_nothing(tmp_path: Path) -> None:
    tree = {"extensionsUsed": ["KHR_materials_transmission"], "meshes": [{"primitives": [{"mode": 4}]}]}
    assert told(tmp_path, tree) == ()


def test_the_table_lists_what_is_not_kept(raw: Raw, tmp_path: Path) -> None:
    write_raw(tmp_path, replace(raw, lost=("2 lights", "sheen (Seat)")))
    lines = [finding for finding in check_model(read_raw(tmp_path), "car") if finding.check == "not kept"]
    assert [(line.level, line.text) for line in lines] == [("warning", "2 lights"), ("warning", "sheen (Seat)")]
    assert not [finding for finding in check_model(raw, "car") if finding.check == "not kept"]


def test_what_is_not_kept_is_remembered_and_changes_no_run(raw: Raw, here: Any, manifest_of: Any) -> None:
    """A library that knew of no such lines has the same checksums, which runs name assets by."""
    plain, telling = manifest_of(raw), manifest_of(raw, lost=("2 lights", "sheen (Seat)"))
    assert plain.sha256 == telling.sha256
    arrays, _ = model_arrays(raw, "car")
    here.add(telling, arrays, None, {})
    again = here.get("my-car")
    assert again.lost == ("2 lights", "sheen (Seat)")
    assert raw_of(again, here.arrays(again)).lost == again.lost
    old = json.loads(plain.model_dump_json())
    del old["lost"]
    assert type(plain).model_validate(old) == plain


def coloured(raw: Raw) -> Raw:
    return replace(raw, colors=np.linspace(0.0, 1.0, 3 * len(raw.vertices), dtype=np.float32).reshape(-1, 3))


def test_colours_of_vertices_go_through_the_library(here: Any, raw: Raw, manifest_of: Any, tmp_path: Path) -> None:
    own = coloured(raw)
    write_raw(tmp_path, own)
    back = read_raw(tmp_path)
    np.testing.assert_array_equal(back.colors, own.colors)
    arrays, _ = model_arrays(own, "car")
    here.add(manifest := manifest_of(own), arrays, None, {})
    np.testing.assert_array_equal(raw_of(manifest, here.arrays(manifest)).colors, own.colors)
    from assets.library import library_asset

    (mesh,) = library_asset("my-car").meshes
    np.testing.assert_array_equal(mesh.attributes[VERTEX_COLOR], own.colors)
    assert mesh.materials[0] == COLOURED and all(look.params.get(VERTEX_COLOR) for look in mesh.materials)


@pytest.mark.parametrize("wrong", [np.full((16, 3), 1.5), np.full((16, 3), np.nan), np.zeros((15, 3))])
def test_colours_that_are_none_are_refused(raw: Raw, tmp_path: Path, wrong: np.ndarray) -> None:
    write_raw(tmp_path, replace(raw, colors=wrong.astype(np.float32)))
    with pytest.raises(AssetError, match="do not"):
        read_raw(tmp_path)


def test_images_that_are_not_moved_leave_checksums_as_they_were() -> None:
    row = TextureRow(input="base_color", image=0)
    assert "transform" not in row.model_dump(mode="json")
    moved = TextureRow(input="base_color", image=0, transform=(2.0, 0.0, 0.5, 0.0, 2.0, 0.0))
    assert TextureRow.model_validate_json(moved.model_dump_json()) == moved


def test_glass_is_as_rough_and_as_tinted_as_its_images_are() -> None:
    """A clear lantern whose roughness stands in an image of 0.1, beside which glTF's own number is 1, is no milk."""
    pixels = np.full((4, 4, 3), (255, 26, 0), np.uint8)
    images = [pixels, np.full((4, 4, 3), (255, 188, 0), np.uint8)]
    textures = (
        TextureRow(input="roughness", image=0, channel="g"),
        TextureRow(input="base_color", image=1, factor=(1.0, 1.0, 0.5)),
    )
    row = MaterialRow(name="Glass", base_color=(1.0, 1.0, 0.5), roughness=1.0, transmission=1.0, textures=textures)
    glass = _material(row, images, "0" * 64)
    assert glass.kind == "glass" and glass.textures == ()
    assert glass.roughness == pytest.approx(26 / 255)
    assert glass.base_color == pytest.approx((1.0, 0.503, 0.0), abs=0.002)
