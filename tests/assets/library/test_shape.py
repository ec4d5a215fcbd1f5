"""Any file's axes and unit come out as metres, x forward, z up, on the ground."""

import re
from dataclasses import replace

import numpy as np
import pytest

from assets import AssetError
from assets.library.checks import check_model
from assets.library.parts import part_of
from assets.library.raw import Raw, read_raw, write_raw
from assets.library.shape import axes_of, axis, framed, without_empty_faces

CONVENTIONS = [("glb", "y", "z"), ("glb", "z", "x"), ("obj", "y", "-x"), ("stl", "z", "-y"), ("ply", "z", "y")]


def as_file(raw: Raw, suffix: str, up: str, forward: str) -> Raw:
    """The model in a file's axes, as Blender would hand it over, somewhere else and a hundred times as large."""
    ahead, above = axis(forward), axis(up)
    points = raw.vertices @ np.stack([ahead, np.cross(above, ahead), above])
    if suffix == "glb":
        points = np.stack([points[:, 0], -points[:, 2], points[:, 1]], axis=1)
    return replace(raw, vertices=(points * 100.0 + [7.0, -3.0, 5.0]).astype(np.float32))


@pytest.mark.parametrize(("suffix", "up", "forward"), CONVENTIONS)
def test_every_convention_comes_out_in_our_frame(raw: Raw, suffix: str, up: str, forward: str) -> None:
    out = framed(as_file(raw, suffix, up, forward), suffix, up, forward, 4.0)
    np.testing.assert_allclose(out.vertices, raw.vertices, atol=1e-5)


def test_axes_have_the_formats_own_default_and_must_differ() -> None:
    assert axes_of("glb", None, None) == ("y", "z") and axes_of("stl", None, None) == ("z", "-y")
    with pytest.raises(AssetError, match="two different axes"):
        axes_of("glb", None, "-y")


def levels(raw: Raw, category: str = "car", **given: object) -> dict[str, str]:
    return {finding.check: finding.level for finding in check_model(raw, category, **given)}  # type: ignore[arg-type]


def test_a_sound_model_passes_all_checks(raw: Raw) -> None:
    assert set(levels(raw, paint=("Paint",)).values()) == {"ok"}


def test_a_model_in_millimetres_is_refused_with_a_guess(raw: Raw) -> None:
    large = replace(raw, vertices=raw.vertices * 1000.0)
    (scale,) = [finding for finding in check_model(large, "car") if finding.check == "scale"]
    assert scale.level == "error" and "millimetres" in scale.text and "--length" in scale.text


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 1, 0)])
def test_a_model_that_lies_across_or_stands_on_end_is_refused(raw: Raw, order: tuple[int, ...]) -> None:
    assert "error" in (levels(replace(raw, vertices=raw.vertices[:, order]))[key] for key in ("axes", "scale"))


@pytest.mark.parametrize(
    ("order", "axes", "hint"),
    [
        ((1, 0, 2), ("y", "z"), "--forward x, or -x"),
        ((1, 0, 2), ("z", "-y"), "--forward x, or -x"),
        ((1, 0, 2), ("z", "x"), "--forward y, or -y"),
        ((2, 1, 0), ("y", "z"), "--up z --forward y, or -y"),
        ((2, 1, 0), ("z", "-y"), "--up y --forward z, or -z"),
    ],
)
def test_it_says_which_way_a_model_seems_to_look(
    raw: Raw, order: tuple[int, ...], axes: tuple[str, str], hint: str
) -> None:
    """Its length is right, only where it lies is not: nothing advises another length."""
    wrong = [
        f for f in check_model(replace(raw, vertices=raw.vertices[:, order]), "car", axes=axes) if f.level == "error"
    ]
    assert [finding.check for finding in wrong] == ["axes"] and hint in wrong[0].text
    up, forward = re.search(r"(?:--up (\w) )?--forward (\w)", hint).groups()  # type: ignore[union-attr]
    assert axes_of("glb", up or axes[0], forward) == (up or axes[0], forward)


def test_what_lies_crosswise_in_millimetres_needs_a_length_too(raw: Raw) -> None:
    found = check_model(replace(raw, vertices=raw.vertices[:, (1, 0, 2)] * 1000.0), "car", axes=("y", "z"))
    assert [finding.check for finding in found if finding.level == "error"] == ["scale", "axes"]


@pytest.mark.parametrize("side", [0, 1, 2])
def test_a_flat_thing_has_a_size(raw: Raw, side: int) -> None:
    flat = raw.vertices.copy()
    flat[:, side] = 0.0
    assert "error" not in levels(replace(raw, vertices=flat), "sign").values()


def test_faults_of_the_surface_are_warnings(raw: Raw) -> None:
    inward = replace(raw, corners=np.ascontiguousarray(raw.corners.reshape(-1, 4)[:, ::-1]).ravel())
    assert levels(inward)["normals"] == "warning"
    mixed = inward.corners.copy()
    mixed[:12] = mixed[:12].reshape(-1, 4)[:, ::-1].ravel()
    assert levels(replace(raw, corners=mixed))["normals"] == "warning"
    assert levels(replace(raw, missing=("logo.png",)))["textures"] == "warning"
    doubled = {key: np.concatenate([getattr(raw, key)] * 2) for key in ("corners", "face_sizes", "face_material")}
    twice = replace(raw, **doubled, face_object=np.concatenate([raw.face_object] * 2), uv=None)
    assert levels(twice)["manifold"] == "warning"


def test_paint_must_be_a_material_with_faces(raw: Raw) -> None:
    assert levels(raw, paint=("Pant",))["paint"] == "error"


def test_faces_without_area_go(raw: Raw) -> None:
    corners = raw.corners.copy()
    corners[:4] = corners[0]
    out, gone = without_empty_faces(replace(raw, corners=corners))
    assert gone == 1 and len(out.face_sizes) == len(raw.face_sizes) - 1 and len(out.corners) == len(raw.corners) - 4


def test_parts_follow_names() -> None:
    assert part_of("car", "Tyre.002", "Body") == "wheel"
    assert part_of("car", "Material.001", "WindShield") == "window"
    assert part_of("truck", "TailLight", "") == "light"
    assert part_of("bus", "Red", "Hull") == "body"
    assert part_of("pallet", "Old Wood.003", "Cube") == "old_wood"


def test_what_an_importer_writes_is_checked(raw: Raw, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    write_raw(folder, raw)
    np.testing.assert_array_equal(read_raw(folder).vertices, raw.vertices)
    for wrong in (
        replace(raw, corners=raw.corners + 100),
        replace(raw, face_material=raw.face_material + 9),
        replace(raw, vertices=raw.vertices * np.nan),
        replace(raw, images=()),
    ):
        write_raw(folder, wrong)
        with pytest.raises(AssetError):
            read_raw(folder)
