"""Cars: shapes, sizes, sides, determinism."""

import functools

import numpy as np
import pytest

from assets import AssetError, Mesh
from assets.vehicles import CAR_TYPES, COLORS, PARTS, car
from assets.vehicles.finish import size_class


@functools.cache
def built(seed: int, type: str = "sedan", color: str = "red"):
    return car(np.random.default_rng(seed), type, color)


def quads(mesh: Mesh, part: str | None = None):
    """(F, 4, 3) corner points of the faces of a part."""
    faces = mesh.vertices[mesh.corners.reshape(-1, 4)].astype(np.float64)
    return faces if part is None else faces[mesh.face_part == mesh.parts.index(part)]


def normals(faces):
    out = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
    return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-12)


@pytest.mark.parametrize("type", CAR_TYPES)
class TestEveryType:
    def test_has_every_part_and_is_a_car(self, type):
        asset = built(3, type)
        assert set(asset.parts()) == set(PARTS)
        assert [label.category for label in asset.labels] == ["car"]

    def test_size_and_center_are_the_box_of_the_geometry(self, type):
        asset = built(3, type)
        points = np.concatenate([mesh.vertices for mesh in asset.meshes])
        half = np.array(asset.size) / 2.0
        np.testing.assert_allclose(points.min(0), asset.center - half, atol=1e-5)
        np.testing.assert_allclose(points.max(0), asset.center + half, atol=1e-5)

    def test_stands_on_the_ground_with_all_four_wheels(self, type):
        smooth = built(3, type).meshes[1]
        wheels = quads(smooth, "wheel").reshape(-1, 3)
        for side in (-1.0, 1.0):
            for end in (-1.0, 1.0):
                one = wheels[(wheels[:, 0] * end > 0) & (wheels[:, 1] * side > 0)]
                assert abs(one[:, 2].min()) < 1e-4
        assert all(mesh.vertices[:, 2].min() > -1e-4 for mesh in built(3, type).meshes)

    def test_dimensions_are_a_car_s(self, type):
        for seed in range(4):
            found = built(seed, type).attributes
            assert 3.7 < found["length_m"] < 6.0
            assert 1.65 < found["width_m"] < 2.05
            assert 1.2 < found["height_m"] < 1.95

    def test_the_body_fits_its_stated_dimensions(self, type):
        asset = built(3, type)
        body = quads(asset.meshes[0], "body").reshape(-1, 3)
        extent = np.ptp(body, axis=0)
        assert extent[0] == pytest.approx(asset.attributes["length_m"], abs=0.02)
        assert extent[1] == pytest.approx(asset.attributes["width_m"], abs=0.04)
        assert body[:, 2].max() == pytest.approx(asset.attributes["height_m"], abs=0.02)

    def test_both_sides_are_mirror_images(self, type):
        points = built(3, type).meshes[0].vertices.round(5) + np.float32(0.0)  # -0 becomes 0
        one = np.unique(points, axis=0)
        other = np.unique((points * np.array([1, -1, 1], np.float32)) + np.float32(0.0), axis=0)
        np.testing.assert_array_equal(one, other)

    def test_paint_and_glass_look_outward(self, type):
        shell = built(3, type).meshes[0]
        for part in ("body", "window"):
            faces = quads(shell, part)
            middle = faces.mean(axis=1)
            away = np.stack([0.3 * middle[:, 0], middle[:, 1], middle[:, 2] - 0.6], axis=1)
            area = np.linalg.norm(np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1]), axis=1)
            outward = (normals(faces) * away).sum(axis=1) > 0
            assert area[outward].sum() > (0.75 if type == "pickup" else 0.93) * area.sum()

    def test_wheels_stay_clear_of_the_body(self, type):
        asset = built(3, type)
        shell, smooth = asset.meshes[0].vertices, asset.meshes[1]
        rubber = next(index for index, material in enumerate(smooth.materials) if material.name == "tyre")
        tyre = smooth.vertices[smooth.corners.reshape(-1, 4)[smooth.face_material == rubber]].reshape(-1, 3)
        front = tyre[(tyre[:, 0] > 0) & (tyre[:, 1] > 0)]
        middle = (front.min(0) + front.max(0)) / 2.0
        radius = np.ptp(front[:, 2]) / 2.0
        beside = shell[np.abs(shell[:, 1]) > front[:, 1].min()]
        assert np.hypot(beside[:, 0] - middle[0], beside[:, 2] - middle[2]).min() > radius + 0.02


def test_a_wheel_is_closed_and_not_inside_out():
    smooth = built(1).meshes[1]
    rubber = next(index for index, material in enumerate(smooth.materials) if material.name == "tyre")
    faces = smooth.vertices[smooth.corners.reshape(-1, 4)[smooth.face_material == rubber]].astype(np.float64)
    radial = faces.mean(axis=1)
    wheel = faces[(radial[:, 0] > 0) & (radial[:, 1] > 0)]
    middle = (wheel.reshape(-1, 3).min(0) + wheel.reshape(-1, 3).max(0)) / 2.0
    tread = np.linalg.norm((wheel.mean(axis=1) - middle)[:, [0, 2]], axis=1) > 0.97 * np.ptp(wheel[..., 2]) / 2.0
    away = (wheel.mean(axis=1) - middle) * [1.0, 0.0, 1.0]
    facing = (normals(wheel) * away).sum(axis=1)[tread]
    assert (facing > -1e-3).all() and (facing > 0.1).mean() > 0.6


@pytest.mark.parametrize("type", CAR_TYPES)
def test_keypoints_lie_on_the_car_in_mirrored_pairs(type):
    asset = built(3, type)
    surface = np.concatenate([mesh.vertices[np.unique(mesh.corners)] for mesh in asset.meshes])
    assert len(asset.keypoints) == 24
    for name, point in asset.keypoints.items():
        assert np.linalg.norm(surface - point, axis=1).min() < 0.06, name
        if name.endswith("_left"):
            x, y, z = point
            assert y > 0 and asset.keypoints[name.replace("_left", "_right")] == (x, -y, z)


def test_keypoints_stand_in_order_from_front_to_rear():
    x = {name: point[0] for name, point in built(3, "sedan").keypoints.items()}
    order = [
        "front_light",
        "front_wheel",
        "mirror_edge",
        "front_up",
        "central_up",
        "rear_up",
        "rear_wheel",
        "rear_plate",
    ]
    along = [x[f"{name}_left"] for name in order]
    assert along == sorted(along, reverse=True)


def test_the_same_seed_gives_the_same_car_and_another_seed_another():
    one, again, other = built(11), built.__wrapped__(11), built(12)
    for first, second in zip(one.meshes, again.meshes, strict=True):
        np.testing.assert_array_equal(first.vertices, second.vertices)
        np.testing.assert_array_equal(first.corners, second.corners)
        np.testing.assert_array_equal(first.face_material, second.face_material)
    assert one.size == again.size and one.attributes == again.attributes
    assert one.size != other.size


def test_colour_does_not_move_the_shape():
    red, blue = built(13, color="red"), built(13, color="blue")
    np.testing.assert_array_equal(red.meshes[0].vertices, blue.meshes[0].vertices)


@pytest.mark.parametrize("color", COLORS)
def test_paint_is_near_its_range(color):
    paint = next(material for material in built(14, color=color).meshes[0].materials if material.kind == "car_paint")
    low, high = np.array(COLORS[color].low), np.array(COLORS[color].high)
    assert (np.array(paint.base_color) > 0.85 * low).all()
    assert (np.array(paint.base_color) < 1.15 * high).all()


def test_colour_frequencies_add_up():
    assert sum(paint.frequency for paint in COLORS.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("type", "color", "expected"), [("sudan", "red", "did you mean 'sedan'"), ("suv", "gren", "did you mean 'green'")]
)
def test_unknown_names_get_the_nearest_one(type, color, expected):
    with pytest.raises(AssetError, match=expected):
        built(1, type, color)


def test_size_class_limits():
    assert [size_class(length) for length in (4.29, 4.3, 4.79, 4.8)] == ["small", "medium", "medium", "large"]


def test_a_car_stays_within_its_budget_of_triangles():
    for type in CAR_TYPES:
        triangles = sum(2 * len(mesh.face_sizes) * 4**mesh.subdivision for mesh in built(3, type).meshes)
        assert triangles <= 60_000
