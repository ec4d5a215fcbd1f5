"""Trucks: sizes, sides, wheels on the ground, keypoints, articulation, determinism."""

import functools

import numpy as np
import pytest

from assets import AssetError
from assets.vehicles.finish import PARTS
from assets.vehicles.state import State
from assets.vehicles.trucks import TRUCK_TYPES, truck
from assets.vehicles.trucks.dimensions import CAB_CLASSES, sample_cab
from assets.vehicles.trucks.kinds import BUILDERS

SEEDS = (1, 4, 6)  # a bonneted semi-trailer among them
LENGTHS = {
    "box_truck": (5.4, 12.1),
    "semi_trailer": (12.0, 17.6),
    "dump_truck": (6.1, 12.0),
    "tank_truck": (6.9, 12.4),
    "mixer_truck": (7.6, 12.0),
    "refuse_truck": (5.8, 10.2),
    "tow_truck": (5.4, 9.0),
    "mobile_crane": (8.7, 11.5),
    "camper": (5.6, 7.6),
}


@functools.cache
def built(seed: int, type: str, color: str = "red", steer_deg: float = 0.0, occupied: bool = False):
    return truck(np.random.default_rng(seed), type, color, State(steer_deg=steer_deg, occupied=occupied))


def points_of(asset, *parts):
    """(V, 3) corners of all faces of some parts."""
    out = []
    for mesh in asset.meshes:
        if (mesh.face_sizes != 4).any():
            continue
        faces = mesh.corners.reshape(-1, 4)
        for part in set(parts) & set(mesh.parts):
            out.append(mesh.vertices[faces[mesh.face_part == mesh.parts.index(part)]].reshape(-1, 3))
    return np.concatenate(out)


@pytest.mark.parametrize("type", TRUCK_TYPES)
@pytest.mark.parametrize("seed", SEEDS)
class TestEveryType:
    def test_is_a_truck_with_the_parts_that_one_has(self, type, seed):
        asset = built(seed, type)
        assert [label.category for label in asset.labels] == ["truck"]
        parts = set(asset.parts())
        assert parts <= set(PARTS)
        assert parts >= {"body", "window", "wheel", "light", "plate", "mirror", "grille", "trim", "interior", "cargo"}

    def test_stands_on_the_ground_with_its_tyres_alone(self, type, seed):
        asset = built(seed, type)
        low = np.concatenate([mesh.vertices for mesh in asset.meshes])[:, 2].min()
        wheels = points_of(asset, "wheel")
        assert abs(wheels[:, 2].min()) < 2e-3 and low > -1e-3
        for side in (-1.0, 1.0):
            for end in (-1.0, 1.0):
                one = wheels[(wheels[:, 0] * end > 1.0) & (wheels[:, 1] * side > 0)]
                assert abs(one[:, 2].min()) < 2e-3

    def test_dimensions_are_legal_and_those_of_its_geometry(self, type, seed):
        asset = built(seed, type)
        found = asset.attributes
        low, high = LENGTHS[type]
        assert low < found["length_m"] < high
        assert 1.7 < found["width_m"] < 2.62
        assert 2.0 < found["height_m"] < 4.35
        assert asset.size[0] == pytest.approx(found["length_m"], abs=0.3)
        assert asset.size[2] == pytest.approx(found["height_m"], abs=0.01)

    def test_lies_around_the_origin_and_looks_along_x(self, type, seed):
        asset = built(seed, type)
        assert abs(asset.center[0]) < 0.2 and abs(asset.center[1]) < 0.05
        assert points_of(asset, "grille")[:, 0].min() > 0.25 * asset.size[0]

    def test_paint_and_glass_of_the_cab_look_outward(self, type, seed):
        shell = built(seed, type).meshes[0]
        faces = shell.vertices[shell.corners.reshape(-1, 4)].astype(np.float64)
        inside = np.array([np.median(faces[..., 0]), 0.0, np.median(faces[..., 2])])
        for part in ("body", "window"):
            chosen = faces[shell.face_part == shell.parts.index(part)]
            cross = np.cross(chosen[:, 2] - chosen[:, 0], chosen[:, 3] - chosen[:, 1])
            away = chosen.mean(axis=1) - inside
            away[:, 0] *= 0.3
            area = np.linalg.norm(cross, axis=1)
            assert area[(cross * away).sum(axis=1) > 0].sum() > 0.88 * area.sum()

    def test_keypoints_lie_on_it_in_mirrored_pairs(self, type, seed):
        asset = built(seed, type)
        surface = np.concatenate([mesh.vertices[np.unique(mesh.corners)] for mesh in asset.meshes])
        assert len(asset.keypoints) in (22, 24)
        for name, point in asset.keypoints.items():
            assert np.linalg.norm(surface - point, axis=1).min() < 0.12, name
            if name.endswith("_left"):
                x, y, z = point
                assert y > 0 and asset.keypoints[name.replace("_left", "_right")] == pytest.approx((x, -y, z))

    def test_front_and_rear_keypoints_are_where_their_names_say(self, type, seed):
        x = {name: point[0] for name, point in built(seed, type).keypoints.items()}
        order = ["front_light", "front_up", "mirror_edge", "central_up", "rear_wheel", "rear_light"]
        if type == "camper":
            order.remove("mirror_edge")  # a van's windscreen leans back over its mirrors
        along = [x[f"{name}_left"] for name in order]
        assert along[0] > along[1] and along[1:] == sorted(along[1:], reverse=True)


def boxes(count=40):
    return [BUILDERS["box_truck"](np.random.default_rng(seed), State()) for seed in range(count)]


def test_a_box_stands_above_and_beside_its_cab():
    for cab, made in boxes():
        assert made.layout.space.top > cab.roof + 0.2 or made.variant == "bed"
        assert made.layout.space.width > cab.width + 0.05


def test_a_bed_has_sides_and_a_tailgate_up_to_its_rail_and_may_be_covered():
    beds = [made for _, made in boxes() if made.variant == "bed"]
    assert len(beds) > 8
    for made in beds:
        space = made.layout.space
        walls = np.concatenate([shape.points for shape in made.body.flat])
        for side in (walls[np.abs(walls[:, 1] - y) < 0.06] for y in (space.width / 2.0, -space.width / 2.0)):
            assert side[:, 2].max() == pytest.approx(space.top, abs=0.03)
            assert np.ptp(side[:, 0]) == pytest.approx(space.front - space.rear, abs=0.1)
        gate = walls[np.abs(walls[:, 0] - space.rear) < 0.06]
        assert gate[:, 2].max() == pytest.approx(space.top, abs=0.03)
    skins = [{skin[0] for shape in made.body.smooth for skin in shape.skins} for made in beds]
    assert {"canvas" in names for names in skins} == {True, False}


def test_some_are_fire_engines_with_shutters_and_a_light_bar_on_the_cab():
    engines = [(cab, made) for cab, made in boxes(160) if made.variant == "fire"]
    assert 2 <= len(engines) <= 20
    for cab, made in engines:
        lamps = [shape for shape in made.body.smooth if any(name.startswith("beacon_") for name, _ in shape.skins)]
        assert lamps and {part for shape in lamps for _, part in shape.skins} == {"light"}
        for shape in lamps:
            assert cab.roof - 0.05 < shape.points[:, 2].min() < shape.points[:, 2].max() < cab.roof + 0.4
            assert -cab.rear < shape.points[:, 0].min() and shape.points[:, 0].max() < -cab.nose


def test_a_cab_keeps_most_of_its_own_colour_whatever_is_painted_on_it():
    second = 0
    for seed in range(40):
        mesh = built(seed, "box_truck").meshes[0]
        faces = mesh.vertices[mesh.corners.reshape(-1, 4)].astype(np.float64)
        area = np.linalg.norm(np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1]), axis=1)
        paint = np.array([material.kind == "car_paint" for material in mesh.materials])[mesh.face_material]
        own = np.array([material.name == "red paint" for material in mesh.materials])[mesh.face_material]
        assert area[own].sum() > 0.5 * area[paint].sum()
        second += int((paint & ~own).any())
    assert 8 < second < 35


@pytest.mark.parametrize("kind", CAB_CLASSES)
def test_heights_of_every_cab_rise_and_its_front_tyres_show_below_the_bumper(kind):
    for seed in range(20):
        cab = sample_cab(np.random.default_rng(seed), kind)
        heights = (0.5 * cab.tyre, cab.floor, cab.bumper, cab.belt - cab.belt_drop, cab.screen, cab.roof)
        assert list(heights) == sorted(heights)
        assert 0.5 < cab.screen - cab.belt < 0.95 and cab.bumper - cab.floor > 0.2


def test_steering_turns_the_front_wheels_and_bends_a_semi_trailer_behind():
    straight, left = built(1, "semi_trailer"), built(1, "semi_trailer", steer_deg=15.0)
    assert left.keypoints["front_light_left"] == straight.keypoints["front_light_left"]
    assert left.keypoints["rear_wheel_left"][1] > straight.keypoints["rear_wheel_left"][1] + 0.5
    assert not np.array_equal(
        points_of(built(1, "box_truck"), "wheel"), points_of(built(1, "box_truck", steer_deg=15.0), "wheel")
    )


def test_a_driver_sits_behind_the_windscreen():
    asset = built(4, "box_truck", occupied=True)
    head = next(mesh for mesh in asset.meshes if "driver" in mesh.parts).vertices
    screen = asset.keypoints["front_up_left"]
    assert head[:, 2].max() < screen[2] + 0.05
    assert head[:, 0].max() < screen[0] + 0.35
    assert "driver" not in set(built(4, "box_truck").parts())


def test_a_dashboard_stays_behind_the_glass():
    for seed in range(12):
        asset = built(seed, "box_truck")
        front = points_of(asset, "interior")[:, 0].max()
        assert front < points_of(asset, "grille", "light")[:, 0].max()


@pytest.mark.parametrize("type", TRUCK_TYPES)
def test_same_seed_same_truck_other_seed_another(type):
    one, again, other = built(11, type), built.__wrapped__(11, type), built(12, type)
    for first, second in zip(one.meshes, again.meshes, strict=True):
        np.testing.assert_array_equal(first.vertices, second.vertices)
    assert one.attributes == again.attributes
    assert one.size != other.size


def test_colour_does_not_move_the_shape():
    red, blue = built(13, "dump_truck", "red"), built(13, "dump_truck", "blue")
    np.testing.assert_array_equal(red.meshes[0].vertices, blue.meshes[0].vertices)


def test_a_truck_stays_within_its_budget_of_triangles():
    for type, most in (("box_truck", 45_000), ("semi_trailer", 75_000), ("dump_truck", 55_000), ("tank_truck", 55_000)):
        for seed in SEEDS:
            assert sum(2 * len(mesh.face_sizes) * 4**mesh.subdivision for mesh in built(seed, type).meshes) < most


def test_unknown_names_get_the_nearest_one():
    with pytest.raises(AssetError, match="did you mean 'dump_truck'"):
        built(1, "dumptruck")
