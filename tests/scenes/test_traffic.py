"""Traffic: vehicles in view, in their lanes and bays, apart from each other, as often as asked, the same every time."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chisquare

from assets import Asset, Label, SceneError
from assets.environments.sites import Lane, Site, ground
from assets.vehicles import FLEET, PARKED
from assets.vehicles.colors import COLOR_SHARES
from scenes.arranging import SMALLEST
from scenes.film import BOUNDS
from scenes.params import AUTO
from scenes.placement import overlap
from scenes.registry import find_scene, sample
from scenes.traffic import TYPE_SHARES

FLOOR = ground(np.random.default_rng(0)).meshes[0]
# Metres, about; placing does not look at more than sizes, categories and attributes.
LENGTHS = {
    "city_bus": 11.0,
    "coach": 12.5,
    "double_decker": 10.9,
    "school_bus": 9.3,
    "semi_trailer": 16.0,
    "box_truck": 8.0,
    "dump_truck": 8.5,
    "tank_truck": 8.5,
    "mixer_truck": 9.2,
    "refuse_truck": 8.5,
    "tow_truck": 7.4,
    "mobile_crane": 10.3,
    "camper": 6.6,
}


def boxes(rng, type, color, state=PARKED):
    """A stand-in of a vehicle's size."""
    category = FLEET[type].category
    long = LENGTHS.get(type, 1.9 if category in ("motorcycle", "bicycle") else 5.3 if type == "panel_van" else 4.5)
    wide, high = {"car": (2.0, 1.5), "truck": (2.5, 3.0), "bus": (2.5, 3.0)}.get(category, (0.8, 1.5))
    size = (long * float(rng.uniform(0.9, 1.1)), wide, high)
    attributes = {"type": type, "color": color, "occupied": state.occupied, "lights": state.lights}
    mesh = replace(FLOOR, parts=("body",))
    center = (0.0, 0.0, high / 2.0)
    return Asset("box", (mesh,), size, "CC0-1.0", "test", center, labels=(Label(category),), attributes=attributes)


def two_lanes(rng, season, night):
    """A straight road with bays on one side and a pavement on the other."""

    def along(y):
        return np.array([[-120.0, y], [120.0, y]])

    lanes = (Lane(along(-1.8)), Lane(along(1.8)[::-1]), Lane(along(7.0), 3.0, "walk", 1.3, 0.12))
    bays = np.array([(s, -4.8, 0.0) for s in np.arange(-80.0, 80.0, 6.2)])
    room = np.array([[-45.0, -9.0], [45.0, -9.0], [45.0, 9.0], [-45.0, 9.0]])
    return Site("street", lanes, bays, (), np.zeros((0, 3)), room)


def spec_of(seed, scene="street", **values):
    script = find_scene(scene)
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    return sample(script, script.params.read(values, scene), rng)[0]


@pytest.fixture(scope="module")
def plain():
    """Plain sites and box vehicles: what is placed where, without what it looks like."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenes.wanted.vehicle", boxes)
        patch.setattr("scenes.street.site", two_lanes)
        yield


@pytest.fixture(scope="module")
def specs(plain):
    return [spec_of(seed, pedestrians=0) for seed in range(300)]


def test_no_two_vehicles_touch(specs):
    pairs = [
        (a, b) for spec in specs for a in spec.labelled() for b in spec.labelled() if a.instance_id < b.instance_id
    ]
    assert len(pairs) > 500
    assert not any(overlap(a, b, 0.3) for a, b in pairs)


def test_every_vehicle_is_in_the_picture_and_large_enough(specs):
    for spec in specs:
        for placed in spec.labelled():
            middle = placed.pose.apply(placed.asset.center)
            u, v = spec.camera.project(middle)
            assert 0.0 < u < spec.camera.width and 0.0 < v < spec.camera.height
            side = max(placed.asset.size[1:]) * spec.camera.focal_px / spec.camera.to_camera(middle)[2]
            assert side > 0.45 * SMALLEST * min(spec.camera.width, spec.camera.height)


def test_moving_vehicles_follow_lanes_and_parked_ones_stand_in_bays_or_on_the_pavement(specs):
    for spec in specs:
        for placed in spec.labelled():
            _, y, z = placed.pose.translation
            forward = placed.pose.rotation[0, 0]
            if abs(y) < 3.6:
                assert forward * (-1.0 if y > 0 else 1.0) > 0.9, "against the traffic"
                assert z == 0.0
            elif y < 0:
                assert -5.3 < y < -4.3
                assert abs(forward) > 0.9 or placed.asset.labels[0].category in ("motorcycle", "bicycle")
            else:
                assert placed.asset.labels[0].category in ("motorcycle", "bicycle") and z == 0.12


def test_types_occur_as_often_as_asked(specs):
    found = Counter(item.asset.attributes["type"] for spec in specs for item in spec.labelled())
    total = sum(found.values())
    assert total > 900
    expected = np.array(list(TYPE_SHARES.values()))
    counts = np.array([found[type] for type in TYPE_SHARES])
    assert chisquare(counts, expected / expected.sum() * total).pvalue > 1e-3


def test_colours_occur_as_often_as_each_kind_of_vehicle_has_them(specs):
    vehicles = [item.asset.attributes for spec in specs for item in spec.labelled()]
    expected = Counter()
    for one in vehicles:
        for color, share in COLOR_SHARES[FLEET[one["type"]].family].items():
            expected[color] += share / sum(COLOR_SHARES[FLEET[one["type"]].family].values())
    found = Counter(one["color"] for one in vehicles)
    often = [color for color in expected if expected[color] >= 5.0]  # the test's usual condition
    rest = [sum(counts[color] for color in expected if color not in often) for counts in (found, expected)]
    counts, wanted = [found[color] for color in often], [expected[color] for color in often]
    if rest[1]:  # colours too rare for the test, taken together
        counts, wanted = [*counts, rest[0]], [*wanted, rest[1]]
    assert chisquare(counts, wanted).pvalue > 1e-3


@pytest.mark.parametrize("key", ["weather", "camera"])
def test_what_a_picture_has_occurs_as_often_as_asked(specs, key):
    """Cameras that a scene cannot use, and weather that a photographed sky brings along, shift the shares a little."""
    found = Counter(spec.parameters[key] for spec in specs)
    shares = getattr(find_scene("street").params.model_fields[key].default, "weights", None)
    options = find_scene("street").params.model_fields[key].default.options
    weights = np.array(shares or [1.0] * len(options))
    for option, share in zip(options, weights / weights.sum(), strict=True):
        assert abs(found[option] / len(specs) - share) < 0.09, option


def test_the_number_of_vehicles_is_as_often_as_asked(specs):
    found = Counter(len(spec.labelled()) for spec in specs)
    assert set(found) == {1, 2, 3, 4, 5, 6}
    assert chisquare([found[count] for count in range(1, 7)]).pvalue > 1e-3


def test_the_first_vehicle_fills_what_was_asked_of_a_close_camera(plain):
    for seed in range(12):
        spec = spec_of(seed, count=1, camera="closeup", fill=0.6, pedestrians=0)
        (placed,) = spec.labelled()
        half = np.array(placed.asset.size) / 2.0
        corners = placed.pose.apply(
            np.array(placed.asset.center)
            + np.array([[a, b, c] for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)]) * half
        )
        span = np.ptp(spec.camera.project(corners), axis=0) / [spec.camera.width, spec.camera.height]
        assert 0.55 < span.max() < 0.95  # the box of something round has empty corners


@pytest.mark.parametrize("bearing", [0.0, 40.0, 180.0])
def test_a_camera_stands_where_round_the_first_vehicle_it_was_asked_to(plain, bearing):
    sides = set()
    for seed in range(12):
        spec = spec_of(seed, count=1, camera="pedestrian", bearing_deg=bearing, pedestrians=0)
        (placed,) = spec.labelled()
        x, y, _ = placed.pose.inverse().apply(spec.camera.pose.translation)
        seen_from = np.degrees(np.arctan2(y, x))
        assert abs(abs(seen_from) - bearing) < 16.0  # nobody aims to the degree
        assert spec.parameters["bearing_deg"] == bearing
        sides.add(np.sign(seen_from))
    assert sides == {-1.0, 1.0}


def test_a_hand_held_camera_sees_the_face_of_a_vehicle_more_often_than_its_tail(specs):
    front = [spec.parameters["bearing_deg"] < 90.0 for spec in specs if spec.parameters["camera"] == "pedestrian"]
    assert len(front) > 30 and 0.55 < np.mean(front) < 0.85


def test_a_dash_camera_looks_along_its_lane(plain):
    for seed in range(6):
        spec = spec_of(seed, camera="dash", pedestrians=0)
        _, y, z = spec.camera.pose.translation
        ahead = spec.camera.pose.rotation[0, 2]
        assert 1.2 <= z <= 1.6 and abs(abs(y) - 1.8) < 0.01
        assert ahead * (-1.0 if y > 0 else 1.0) > 0.95


def test_height_angle_and_light_can_be_set_and_are_told(plain):
    spec = spec_of(3, count=2, camera="cctv", camera_height_m=6, fov_deg=50, light="night", weather="rain")
    assert spec.camera.pose.translation[2] == 6.0
    half = np.arctan(spec.camera.width / 2.0 / spec.camera.focal_px)
    assert 2.0 * np.degrees(half) == pytest.approx(50.0)
    expected = {"camera": "cctv", "camera_height_m": 6.0, "fov_deg": 50.0, "time_of_day": "night", "weather": "rain"}
    assert expected.items() <= spec.parameters.items()
    assert spec.weather.rain > 0.0 and spec.weather.wet > 0.3


def test_vehicles_drive_with_lamps_by_night_and_beams_shine(plain):
    lit = [
        item.asset.attributes["lights"] != "off"
        for seed in range(12)
        for item in spec_of(seed, light="night", pedestrians=0).labelled()
        if item.asset.attributes["occupied"]
    ]
    assert np.mean(lit) > 0.8


def test_the_same_seed_gives_the_same_picture_and_another_another(plain):
    one, again, other = (spec_of(seed) for seed in (5, 5, 6))
    assert dict(one.parameters) == dict(again.parameters)
    for a, b in zip(one.placed, again.placed, strict=True):
        np.testing.assert_array_equal(a.pose.matrix(), b.pose.matrix())
    assert not np.array_equal(one.camera.pose.matrix(), other.camera.pose.matrix())


def test_a_longer_count_does_not_change_the_first_vehicle(plain):
    few, many = spec_of(8, count=1), spec_of(8, count=4)
    assert few.labelled()[0].asset.attributes == many.labelled()[0].asset.attributes


def test_distractors_hang_in_view_and_have_no_label(plain):
    spec = spec_of(4, count=1, distractors=12, pedestrians=0)
    solids = [item for item in spec.placed if not item.instance_id]
    assert len(solids) >= 6
    assert all(spec.camera.to_camera(item.pose.translation)[2] > 2.0 for item in solids)


def test_a_slow_shutter_moves_who_drives(plain):
    spec = next(spec for seed in range(20) if (spec := spec_of(seed, blur=1, count=4, pedestrians=0)).camera.shutter_s)
    for item in spec.labelled():
        assert (item.velocity_mps is not None) == bool(item.asset.attributes["occupied"])
        if item.velocity_mps is not None:
            assert item.velocity_mps @ item.pose.rotation[:, 0] > 3.0  # forward


def test_pedestrians_keep_to_pavements_and_out_of_vehicles(plain):
    people = 0
    for seed in range(8):
        spec = spec_of(seed, pedestrians=5, count=2)
        walkers = [item for item in spec.placed if not item.instance_id]
        people += len(walkers)
        for one in walkers:
            assert one.pose.translation[1] > 5.0
            assert not any(overlap(one, item, 0.2) for item in spec.labelled())
    assert people > 8


def test_numbers_left_to_the_camera_read_auto():
    fields = find_scene("street").params.model_fields
    assert {key for key, field in fields.items() if field.default == AUTO} - BOUNDS.keys() == {
        "color",
        "camera_height_m",
        "fov_deg",
        "fill",
        "bearing_deg",
        "light",
        "season",
        "hdri",
        "plate_country",
        "plate_text",
        "plate_texts",
    }


def test_a_picture_that_cannot_be_is_said_to_be(plain, monkeypatch):
    monkeypatch.setattr("scenes.registry.MAX_ATTEMPTS", 2)
    with pytest.raises(SceneError, match="attempts could not be placed"):
        spec_of(1, count=14, type="semi_trailer", camera="closeup", fill=1)
