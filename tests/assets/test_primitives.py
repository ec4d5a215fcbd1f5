"""Solids and things that are put together from them."""

import numpy as np
import pytest

from assets import Asset, AssetError, Material, Mesh
from assets.compose import moved, together
from assets.primitives import box, cone, cylinder, sphere
from assets.rotations import about_z

RED, BLUE = Material("red", base_color=(1.0, 0.0, 0.0)), Material("blue", base_color=(0.0, 0.0, 1.0))


def volume(mesh: Mesh) -> float:
    """By the divergence theorem: positive where faces look outward."""
    starts = np.concatenate([[0], np.cumsum(mesh.face_sizes)[:-1]])
    out = 0.0
    for start, size in zip(starts, mesh.face_sizes, strict=True):
        ring = mesh.vertices[mesh.corners[start : start + size]].astype(float)
        out += sum(float(np.dot(ring[0], np.cross(ring[i], ring[i + 1]))) for i in range(1, size - 1)) / 6.0
    return out


@pytest.mark.parametrize(
    ("solid", "size", "expected"),
    [
        (box((2.0, 1.0, 0.5), RED), (2.0, 1.0, 0.5), 1.0),
        (cylinder(0.5, 2.0, RED), (1.0, 1.0, 2.0), np.pi / 2),
        (cone(0.5, 3.0, RED), (1.0, 1.0, 3.0), np.pi / 4),
        (cone(1.0, 3.0, RED, top_radius=0.5), (2.0, 2.0, 3.0), np.pi * 1.75),
        (sphere(0.5, RED), (1.0, 1.0, 1.0), np.pi / 6),
    ],
)
def test_a_solid_stands_on_its_origin_and_looks_outward(
    solid: Asset, size: tuple[float, float, float], expected: float
) -> None:
    assert solid.size == pytest.approx(size, rel=0.01)
    assert solid.center == pytest.approx((0.0, 0.0, size[2] / 2.0), abs=0.01)
    assert volume(solid.meshes[0]) == pytest.approx(expected, rel=0.02)


def test_a_moved_asset_has_its_box_where_it_is() -> None:
    out = moved(box((2.0, 1.0, 0.5), RED), (5.0, 0.0, 1.0), about_z(np.pi / 2))
    assert out.size == pytest.approx((1.0, 2.0, 0.5), abs=1e-5)
    assert out.center == pytest.approx((5.0, 0.0, 1.25), abs=1e-5)


def test_pieces_become_one_thing_with_their_parts_and_materials() -> None:
    foot, ball = box((1.0, 1.0, 0.2), RED, part="foot"), sphere(0.3, BLUE, part="ball")
    out = together("buoy", [foot, moved(ball, (0.0, 0.0, 0.2))], "buoy", {"height_m": 0.8})
    assert out.size == pytest.approx((1.0, 1.0, 0.8), abs=1e-5)
    assert [label.category for label in out.labels] == ["buoy"]
    looks = {
        (mesh.parts[part], mesh.materials[material].name)
        for mesh in out.meshes
        for part, material in zip(mesh.face_part, mesh.face_material, strict=True)
    }
    assert looks == {("foot", "red"), ("ball", "blue")}
    assert sum(volume(mesh) for mesh in out.meshes) == pytest.approx(0.2 + volume(ball.meshes[0]), rel=1e-4)


def test_nothing_cannot_be_put_together() -> None:
    with pytest.raises(AssetError, match="'empty': expected pieces of one licence and origin"):
        together("empty", [])
