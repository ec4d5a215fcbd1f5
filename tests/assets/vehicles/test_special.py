"""Kinds with a trade or a time of their own: three-wheelers, tractors, caravans, works trucks, old and fast cars."""

import functools

import numpy as np
import pytest

from annotate.skeletons import SKELETONS
from assets import AssetError
from assets.vehicles import FLEET, PARKED, PARTS, State, vehicle
from assets.vehicles.cars.variation import sample_proportions
from assets.vehicles.rolling import on_wheels
from assets.vehicles.slabs import slab
from assets.vehicles.trucks.kinds import BUILDERS

THREE_WHEELS = ("auto_rickshaw", "cargo_rickshaw", "cargo_bike")
OTHERS = ("tractor", "caravan", *THREE_WHEELS, "moped")
SIZES = {  # metres, of the smallest and the largest: length, width, height
    "tractor": ((3.2, 5.0), (1.8, 2.5), (1.7, 3.2)),
    "caravan": ((4.6, 7.4), (2.0, 2.5), (2.4, 2.7)),
    "auto_rickshaw": ((2.55, 2.9), (1.2, 1.5), (1.65, 1.9)),
    "cargo_rickshaw": ((2.7, 3.4), (1.2, 1.5), (1.65, 1.9)),
    "cargo_bike": ((1.9, 2.4), (0.7, 0.95), (1.0, 1.3)),
    "moped": ((1.6, 2.0), (0.6, 0.9), (0.95, 1.5)),
}


@functools.cache
def built(type: str, seed: int = 3, state: State = PARKED):
    return vehicle(np.random.default_rng(seed), type, "red", state)


def corners(asset, part: str):
    """(V, 3) corners of the faces of a part."""
    return np.concatenate(
        [
            mesh.vertices[mesh.corners.reshape(-1, 4)[mesh.face_part == mesh.parts.index(part)]].reshape(-1, 3)
            for mesh in asset.meshes
            if part in mesh.parts
        ]
    )


@pytest.mark.parametrize("type", OTHERS)
@pytest.mark.parametrize("seed", range(4))
class TestOthers:
    def test_has_the_size_of_its_class(self, type, seed):
        told = built(type, seed).attributes
        for key, (low, high) in zip(("length_m", "width_m", "height_m"), SIZES[type], strict=True):
            assert low < told[key] < high, key

    def test_stands_on_the_ground_with_its_wheels(self, type, seed):
        asset = built(type, seed)
        assert abs(corners(asset, "wheel")[:, 2].min()) < 2e-3
        assert min(mesh.vertices[:, 2].min() for mesh in asset.meshes) > -0.03  # a caravan's legs end in the ground

    def test_points_are_of_its_skeleton_and_lie_on_it(self, type, seed):
        asset = built(type, seed)
        assert set(asset.keypoints) <= set(SKELETONS[FLEET[type].category].names)
        surface = np.concatenate([mesh.vertices[np.unique(mesh.corners)] for mesh in asset.meshes])
        for name, point in asset.keypoints.items():
            assert np.linalg.norm(surface - point, axis=1).min() < 0.25, name

    def test_parts_are_known_and_a_plate_says_what_the_label_says(self, type, seed):
        asset = built(type, seed)
        assert {"wheel", "light"} <= set(asset.parts()) <= set(PARTS)
        assert ("plate" in asset.parts()) == bool(asset.attributes["plate_text"]) == (type != "cargo_bike")


@pytest.mark.parametrize("type", THREE_WHEELS)
def test_three_wheels_roll_and_those_in_front_steer(type):
    wheels = on_wheels(built(type))[1]
    assert len(wheels) == 3
    ahead = max(wheel.center[0] for wheel in wheels)
    for wheel in wheels:
        assert wheel.steered == (wheel.center[0] > ahead - 0.3)
        assert wheel.center[2] == pytest.approx(wheel.radius, abs=0.01)
    assert sorted(round(float(abs(wheel.center[1])), 1) > 0.2 for wheel in wheels) == [False, True, True]


def test_a_tractor_rolls_on_large_wheels_behind_small_ones_and_a_caravan_steers_none():
    front, rear = (
        [wheel.radius for wheel in on_wheels(built("tractor"))[1] if wheel.steered is steered]
        for steered in (True, False)
    )
    assert len(front) == len(rear) == 2 and min(rear) > 1.3 * max(front)


@pytest.mark.parametrize("type", [type for type in OTHERS if type != "caravan"])
def test_somebody_drives_it(type):
    parts = set(built(type, 3, State(occupied=True)).parts())
    assert parts & {"driver", "rider"}


def test_nobody_drives_a_caravan_and_it_has_no_head_lamps():
    told = built("caravan", 3, State(occupied=True, lights="low")).attributes
    assert (told["occupied"], told["lights"]) == (False, "parking")


def test_sports_cars_are_low_and_wide_and_classic_cars_are_round_and_bright():
    low, sedan, old = (
        [sample_proportions(np.random.default_rng(seed), type) for seed in range(30)]
        for type in ("sports_car", "sedan", "classic_car")
    )
    assert np.mean([p.height / p.width for p in low]) < 0.8 * np.mean([p.height / p.width for p in sedan])
    assert all(p.old and p.box < 0.2 for p in old) and 8 < sum(p.wings > 0 for p in old) < 27
    for seed in range(4):
        names = {material.name for mesh in built("classic_car", seed).meshes for material in mesh.materials}
        assert "chrome" in names


def test_an_old_car_s_wings_cover_wheels_that_stand_out_beside_its_body():
    seed = next(s for s in range(9) if built("classic_car", s).attributes["width_m"] > 1.8)
    asset = built("classic_car", seed)
    body, wheels = corners(asset, "body"), corners(asset, "wheel")
    assert body[:, 1].max() > wheels[:, 1].max() + 0.03 > 0.85


@pytest.mark.parametrize("type", ["mixer_truck", "refuse_truck", "tow_truck", "mobile_crane", "camper"])
def test_a_truck_with_a_trade_has_one_kind_of_body(type):
    variants = {BUILDERS[type](np.random.default_rng(seed), PARKED)[1].variant for seed in range(12)}
    assert (
        variants
        == {
            **{"mixer_truck": {"mixer"}, "refuse_truck": {"refuse"}, "tow_truck": {"flatbed", "wrecker"}},
            **{"mobile_crane": {"crane"}, "camper": {"camper"}},
        }[type]
    )


def test_a_slab_looks_outward_and_is_as_large_as_asked():
    shape = slab([0.0, 2.0], 0.5, 1.5, 0.4, 0.1, ("paint", "body"))
    assert np.ptp(shape.points, axis=0) == pytest.approx([2.0, 0.8, 1.0])
    faces = shape.points[shape.quads]
    across = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
    assert (faces.mean(axis=1) * across).sum() / 6.0 == pytest.approx(2.0 * (0.8 * 1.0 - 2.0 * 0.1**2))


def test_mud_is_on_the_dirtiest_alone():
    def mud(dirt, seed):
        paint = next(
            material
            for mesh in built("suv", seed, State(dirt=dirt)).meshes
            for material in mesh.materials
            if material.kind == "car_paint"
        )
        return paint.params["mud"]

    assert [mud(0.35, seed) for seed in range(4)] == [0.0] * 4
    assert all(0.0 < mud(0.95, seed) <= 1.2 for seed in range(4))


@pytest.mark.parametrize("type", OTHERS)
def test_an_unknown_colour_is_an_error(type):
    with pytest.raises(AssetError, match="red"):
        vehicle(np.random.default_rng(0), type, "redd")
