"""The vehicles scene: cars in view, apart from each other, the same every time."""

from dataclasses import replace

import numpy as np
import pytest

from assets import Asset, Label, SceneError
from assets.environments.ground import LAYOUTS, ground
from assets.environments.suns import SUNS
from assets.random import stream
from scenes import Placed, Pose
from scenes.placement import overlap
from scenes.registry import find_scene, sample
from scenes.vehicles import Vehicles


def spec_of(seed: int, **values: object):
    params = Vehicles.read(values, "vehicles")
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    return sample(find_scene("vehicles"), params, rng)[0]


def box_car(rng: np.random.Generator, type: str, color: str) -> Asset:
    """A stand-in of a car's size: placing does not look at more."""
    size = (float(rng.uniform(3.9, 5.3)), float(rng.uniform(1.9, 2.2)), float(rng.uniform(1.3, 1.8)))
    mesh = replace(ground(np.random.default_rng(0), "open").meshes[0], parts=("body",))
    attributes = {"type": type, "color": color}
    return Asset(
        "box", (mesh,), size, "CC0-1.0", "test", (0.0, 0.0, size[2] / 2), labels=(Label("car"),), attributes=attributes
    )


@pytest.fixture(scope="module")
def specs():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenes.vehicles.car", box_car)
        return [spec_of(seed) for seed in range(50)]


def separation(first: Placed, second: Placed) -> float:
    """Gap between two boxes on the ground by brute force: points of one outline in the frame of the other."""
    half = [np.array(item.asset.size[:2]) / 2.0 for item in (first, second)]
    t = np.linspace(-1.0, 1.0, 60)
    edge = np.concatenate([[(s, v) for v in t] for s in (-1.0, 1.0)] + [[(v, s) for v in t] for s in (-1.0, 1.0)])
    local = np.concatenate([edge * half[0] + first.asset.center[:2], np.zeros((len(edge), 1))], axis=1)
    inside = second.pose.inverse().apply(first.pose.apply(local))[:, :2] - second.asset.center[:2]
    outside = np.maximum(np.abs(inside) - half[1], 0.0)
    return float(np.hypot(outside[:, 0], outside[:, 1]).min())


def test_no_two_cars_touch(specs):
    gaps = [separation(a, b) for spec in specs for a in spec.labelled() for b in spec.labelled() if a is not b]
    assert len(gaps) > 50
    assert min(gaps) > 0.3


def test_every_car_is_in_the_picture_and_most_are_large(specs):
    heights = []
    for spec in specs:
        for car in spec.labelled():
            u, v = spec.camera.project(car.pose.apply(car.asset.center))
            assert 0 < u < spec.camera.width and 0 < v < spec.camera.height
            depth = spec.camera.to_camera(car.pose.apply(car.asset.center))[2]
            heights.append(car.asset.size[2] * spec.camera.focal_px / depth)
    assert min(heights) > 22 and np.mean(np.array(heights) > 40) > 0.9


def test_full_pictures_are_not_rare(specs):
    counts = [spec.parameters["count"] for spec in specs]
    assert sum(count >= 5 for count in counts) >= 8  # of 50, where 17 are expected


def test_wheels_stand_on_the_ground(specs):
    assert all(car.pose.translation[2] == 0.0 for spec in specs for car in spec.labelled())


def test_the_first_scenes_vary(specs):
    for key in ("hdri", "layout", "count"):
        assert len({spec.parameters[key] for spec in specs}) >= 3
    assert len({car.asset.attributes["type"] for spec in specs for car in spec.labelled()}) >= 5


def test_parameters_record_what_is_there(specs):
    for spec in specs:
        assert spec.parameters["count"] == len(spec.labelled())
        assert spec.parameters["camera_height_m"] == pytest.approx(spec.camera.pose.translation[2], abs=1e-3)
        assert spec.parameters["hdri"] == spec.world.sky
        assert (spec.parameters["sun_w_m2"] > 0) == bool(spec.lights)


def test_what_the_user_asks_for_is_what_stands_there():
    spec = spec_of(3, count=2, type="suv", color="orange", hdri="city", camera_height_m=3, sun=1)
    assert [(car.asset.attributes["type"], car.asset.attributes["color"]) for car in spec.labelled()] == [
        ("suv", "orange")
    ] * 2
    assert spec.camera.pose.translation[2] == 3.0 and spec.world.sky == "city" and len(spec.lights) == 1


def test_scenes_are_deterministic():
    one, again = spec_of(5), spec_of(5)
    assert one.parameters == again.parameters
    for first, second in zip(one.placed, again.placed, strict=True):
        np.testing.assert_array_equal(first.pose.matrix(), second.pose.matrix())
        np.testing.assert_array_equal(first.asset.meshes[0].vertices, second.asset.meshes[0].vertices)
    assert spec_of(6).parameters != one.parameters


def test_what_cannot_be_placed_raises_a_scene_error(monkeypatch):
    monkeypatch.setattr("scenes.vehicles.car", box_car)
    params = Vehicles.read({"count": 12, "distance_m": 4.5, "fov_deg": 10}, "vehicles")
    with pytest.raises(SceneError, match="cameras tried for 12 cars"):
        find_scene("vehicles").build(stream(np.random.default_rng(0), "once"), params)


def block(x: float, y: float, yaw: float) -> Placed:
    mesh = ground(np.random.default_rng(0), "open").meshes[0]
    asset = Asset("block", (mesh,), (4.0, 2.0, 1.0), "CC0-1.0", "test", labels=(Label("car"),))
    return Placed(asset, Pose.at(x, y, 0.0, yaw), 1)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (block(4.1, 0.0, 0.0), False),
        (block(3.9, 0.0, 0.0), True),
        (block(0.0, 2.1, 0.0), False),
        (block(2.9, 2.9, np.pi / 4), True),
        (block(3.4, 2.6, -np.pi / 4), False),  # their bounding boxes meet, they do not
        (block(0.1, 0.1, 1.0), True),
    ],
)
def test_overlap_is_that_of_oriented_boxes(other, expected):
    assert overlap(block(0.0, 0.0, 0.0), other, margin_m=0.0) is expected
    assert overlap(other, block(0.0, 0.0, 0.0), margin_m=0.0) is expected


def test_sun_lamps_stand_above_the_horizon():
    assert all(0.1 < sun.elevation_rad < np.pi / 2 for sun in SUNS.values())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_ground_is_flat_wide_and_looks_up(layout):
    asset = ground(np.random.default_rng(2), layout)
    faces = asset.meshes[0].vertices[asset.meshes[0].corners.reshape(-1, 4)]
    assert np.cross(faces[:, 1] - faces[:, 0], faces[:, 2] - faces[:, 0])[:, 2].min() > 0
    assert np.ptp(asset.meshes[0].vertices[:, 0]) >= 200 and not asset.labels
