"""Cars: shapes, sizes, sides, states, determinism."""

import functools

import numpy as np
import pytest

from assets import AssetError, Mesh
from assets.random import stream
from assets.vehicles import CAR_TYPES, COLORS, PARTS, State, car
from assets.vehicles.cars.body import body_grid
from assets.vehicles.cars.curves import make_curves
from assets.vehicles.cars.dimensions import TYPES
from assets.vehicles.cars.drape import drape
from assets.vehicles.cars.variation import sample_proportions
from assets.vehicles.finish import size_class

ALWAYS = {"body", "window", "wheel", "light", "plate", "mirror", "grille", "trim", "interior"}


@functools.cache
def built(seed: int, type: str = "sedan", color: str = "red", **state):
    return car(np.random.default_rng(seed), type, color, State(**state))


def proportions(seed: int, type: str = "sedan"):
    return sample_proportions(stream(np.random.default_rng(seed), "proportions"), type)


def quads(mesh: Mesh, part: str | None = None):
    """(F, 4, 3) corner points of the faces of a part."""
    faces = mesh.vertices[mesh.corners.reshape(-1, 4)].astype(np.float64)
    return faces if part is None else faces[mesh.face_part == mesh.parts.index(part)]


def faces_of(asset, material: str):
    """(F, 4, 3) corner points of the faces of materials of that name."""
    found = [
        quads(mesh)[np.isin(mesh.face_material, [i for i, m in enumerate(mesh.materials) if m.name == material])]
        for mesh in asset.meshes
        if mesh.name in ("shell", "smooth", "flat")
    ]
    return np.concatenate(found)


def normals(faces):
    out = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
    return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-12)


@pytest.mark.parametrize("type", CAR_TYPES)
class TestEveryType:
    def test_has_its_parts_and_is_a_car(self, type):
        asset = built(3, type)
        assert set(asset.parts()) >= ALWAYS
        assert set(asset.parts()) <= set(PARTS)
        assert [label.category for label in asset.labels] == ["car"]

    def test_size_and_center_are_the_box_of_the_geometry(self, type):
        asset = built(3, type)
        points = np.concatenate([mesh.vertices for mesh in asset.meshes])
        half = np.array(asset.size) / 2.0
        np.testing.assert_allclose(points.min(0), asset.center - half, atol=1e-5)
        np.testing.assert_allclose(points.max(0), asset.center + half, atol=1e-5)

    def test_stands_on_the_ground_with_all_four_wheels(self, type):
        wheels = quads(built(3, type).meshes[1], "wheel").reshape(-1, 3)
        for side in (-1.0, 1.0):
            for end in (-1.0, 1.0):
                one = wheels[(wheels[:, 0] * end > 0) & (wheels[:, 1] * side > 0)]
                assert abs(one[:, 2].min()) < 2e-3
        assert all(mesh.vertices[:, 2].min() > -1e-4 for mesh in built(3, type).meshes)

    def test_dimensions_are_a_car_s(self, type):
        for seed in range(20):
            p = proportions(seed, type)
            assert 3.5 < p.length < 6.0
            assert 1.5 < p.width < 2.08
            assert 1.05 < p.height < 1.95

    def test_the_body_fits_its_stated_dimensions(self, type):
        asset = built(3, type)
        body = quads(asset.meshes[0], "body").reshape(-1, 3)
        extent = np.ptp(body, axis=0)
        assert extent[0] == pytest.approx(asset.attributes["length_m"], abs=0.02)
        assert extent[1] == pytest.approx(asset.attributes["width_m"], abs=0.04)
        assert body[:, 2].max() == pytest.approx(asset.attributes["height_m"], abs=0.02)

    def test_both_sides_of_the_shell_are_mirror_images(self, type):
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
            assert area[outward].sum() > (0.72 if type == "pickup" else 0.93) * area.sum()

    def test_lamps_look_forward_in_front_and_backward_behind(self, type):
        asset = built(3, type)
        for material, sign in (("head lamp", 1.0), ("tail lamp", -1.0), ("brake lamp", -1.0)):
            faces = faces_of(asset, material)
            assert (sign * faces[..., 0] > 0.25 * asset.size[0]).all()
            assert sign * normals(faces).mean(axis=0)[0] > 0.2

    def test_wheels_stay_clear_of_the_body(self, type):
        for seed in range(12):
            p = proportions(seed, type)
            shell = body_grid(p).side[:, 1:]
            middle = np.array([p.length / 2.0 - p.front_overhang, p.wheel])
            assert np.linalg.norm(shell[..., [0, 2]] - middle, axis=-1).min() > p.wheel + 0.02

    def test_no_line_of_the_body_folds_over(self, type):
        for seed in range(30):
            side = body_grid(proportions(seed, type)).side
            assert np.isfinite(side).all()
            assert np.diff(side[:, 1:, 2], axis=1).min() > -0.006


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


@pytest.mark.parametrize("type", CAR_TYPES)
def test_no_two_cars_of_a_type_have_nearly_the_same_side_view(type):
    d = np.linspace(0.02, 0.98, 60)
    views = []
    for seed in range(60):
        p = proportions(seed, type)
        curves = make_curves(p)
        at = d * p.length
        views.append(np.concatenate([curves.center_z(at), curves.belt(at), curves.sill(at, 0.0), p.length * d]))
    apart = np.abs(np.array(views)[:, None] - np.array(views)[None]).max(axis=2) + np.eye(60)
    assert apart.min() > 0.02  # metres, where roof, belt, sill or length differ most


def test_old_and_new_cars_both_occur():
    boxes = np.array([proportions(seed).box for seed in range(200)])
    assert 0.1 < (boxes > 0.55).mean() < 0.32


@pytest.mark.parametrize("type", CAR_TYPES)
def test_the_draped_surface_is_where_the_subdivided_body_is(type):
    p = proportions(5, type)
    body = body_grid(p)
    on = drape(body, p.length)
    points, normal = on.at(np.linspace(-on.total, on.total, 25)[:, None], p.clearance + np.array([0.2, 0.35, 0.5]))
    np.testing.assert_allclose(np.linalg.norm(normal, axis=2), 1.0)
    left = points * np.sign(points + 1e-9) ** [0, 1, 0]
    share = np.linspace(0.0, 1.0, 6)[:, None, None, None]
    flat = body.side[:-1] * (1.0 - share) + body.side[1:] * share  # the grid before it is made round
    flat = flat[..., :-1, :] * (1.0 - share[..., None]) + flat[..., 1:, :] * share[..., None]
    assert np.linalg.norm(left[..., None, :] - flat.reshape(-1, 3), axis=3).min(axis=2).max() < 0.035
    assert (normal[..., 1] * points[..., 1] >= -0.02).all()


class TestState:
    @pytest.mark.parametrize(("which", "side"), [("driver", 1), ("passenger", -1)])
    def test_an_open_door_stands_out_on_its_side(self, which, side):
        seed = next(seed for seed in range(20) if built(seed, occupied=False).keypoints and _left_hand_drive(seed))
        shut, opened = built(seed).meshes[0].vertices[:, 1], built(seed, doors=which).meshes[0].vertices[:, 1]
        assert (side * opened).max() > (side * shut).max() + 0.4
        assert (-side * opened).max() == pytest.approx((-side * shut).max())

    def test_steering_turns_the_front_wheels_about_their_middle(self):
        straight, left = (quads(built(4, steer_deg=turn).meshes[1], "wheel").reshape(-1, 3) for turn in (0.0, 30.0))
        rear = straight[:, 0] < 0
        np.testing.assert_array_equal(straight[rear], left[rear])
        outer = [wheel[~rear & (straight[:, 1] > 0)] for wheel in (straight, left)]
        np.testing.assert_allclose(outer[0].mean(axis=0), outer[1].mean(axis=0), atol=0.02)
        assert np.ptp(outer[1][:, 1]) > np.ptp(outer[0][:, 1]) + 0.1

    def test_a_driver_sits_inside(self):
        driver = next(mesh for mesh in built(4, occupied=True).meshes if "driver" in mesh.parts)
        roof = built(4).attributes["height_m"]
        assert driver.vertices[:, 2].max() < roof - 0.02
        assert np.abs(driver.vertices[:, 1]).max() < built(4).attributes["width_m"] / 2.0

    def test_indicators_have_their_side(self):
        smooth = built(4, indicators="left").meshes[1]
        y = quads(smooth).mean(axis=1)[:, 1]
        lit = {True: [], False: []}
        for index, material in enumerate(smooth.materials):
            if "indicator" in material.name:
                lit[material.emission_strength > 0].append(y[smooth.face_material == index])
        assert np.concatenate(lit[True]).min() > 0.0 > np.concatenate(lit[False]).max()


def _left_hand_drive(seed: int) -> bool:
    wheel_rim = built(seed, occupied=True).meshes[-1]
    return bool(wheel_rim.vertices[:, 1].mean() > 0)


def test_the_plate_s_text_is_an_attribute():
    assert len(built(3).attributes["plate_text"]) >= 3


def test_a_pickup_has_a_bed_and_an_open_car_no_roof():
    bed = built(3, "pickup").meshes[0].vertices
    behind = bed[(bed[:, 0] < -1.6) & (np.abs(bed[:, 1]) < 0.5) & (bed[:, 0] > -2.3)]
    assert behind[:, 2].min() < 0.85
    seed = next(seed for seed in range(20) if proportions(seed, "convertible").open_top)
    shell = built(seed, "convertible").meshes[0].vertices
    assert not ((np.abs(shell[:, 0] + 0.3) < 0.3) & (np.abs(shell[:, 1]) < 0.3)).any()


@pytest.mark.parametrize("color", COLORS)
def test_paint_is_near_its_range(color):
    paint = next(material for material in built(14, color=color).meshes[0].materials if material.kind == "car_paint")
    low, high = np.array(COLORS[color].low), np.array(COLORS[color].high)
    assert (np.array(paint.base_color) > 0.85 * low).all()
    assert (np.array(paint.base_color) < 1.15 * high).all()


@pytest.mark.parametrize(
    ("type", "color", "expected"), [("sudan", "red", "did you mean 'sedan'"), ("suv", "gren", "did you mean 'green'")]
)
def test_unknown_names_get_the_nearest_one(type, color, expected):
    with pytest.raises(AssetError, match=expected):
        built(1, type, color)


def test_size_class_limits():
    assert [size_class(length) for length in (4.29, 4.3, 4.79, 4.8)] == ["small", "medium", "medium", "large"]


@pytest.mark.parametrize("type", TYPES)
def test_a_car_stays_within_its_budget_of_triangles(type):
    meshes = [mesh for mesh in built(3, type).meshes if "driver" not in mesh.parts]
    assert sum(2 * len(mesh.face_sizes) * 4**mesh.subdivision for mesh in meshes) <= 60_000
