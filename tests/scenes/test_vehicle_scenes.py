"""The vehicle scenes with all that belongs to them."""

import numpy as np
import pytest

from assets.environments.sites import Lane, Site
from render.camera.film import MIDDLE_GREY, key
from scenes.behaviour import sample_role
from scenes.places import SITES
from scenes.registry import find_scene, sample
from scenes.vehicles import PLACE_SHARES

SCENES = ("vehicles", "street", "junction", "highway", "parking_lot", "drone", "studio")
PLACES = tuple(SITES)


def spec_of(seed, scene, **values):
    script = find_scene(scene)
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    return sample(script, script.params.read(values, scene), rng)[0]


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_gives_pictures_of_labelled_vehicles_on_some_ground(scene):
    for seed in range(2):
        spec = spec_of(seed, scene, count=2)
        assert len(spec.labelled()) == 2
        assert spec.parameters["place"] in PLACES
        assert any(max(item.asset.size[:2]) > 50.0 for item in spec.placed if not item.instance_id)


@pytest.mark.parametrize("place", PLACES)
def test_the_mixture_goes_where_it_is_told(place):
    assert spec_of(4, "vehicles", place=place, count=1).parameters["place"] == place


def test_nearly_half_of_the_mixture_is_street_junction_and_highway_and_every_place_has_a_share():
    assert set(PLACE_SHARES) == set(SITES)
    assert sum(PLACE_SHARES.values()) == pytest.approx(1.0)
    assert sum(PLACE_SHARES[place] for place in ("yard", "hall", "country_road", "lawn")) == pytest.approx(0.26)
    assert PLACE_SHARES["forecourt"] == PLACE_SHARES["race_track"] == pytest.approx(0.03)


@pytest.mark.parametrize("seed", range(4))
def test_under_a_roof_it_is_dry_and_lamps_are_lit_by_day_and_night(seed):
    light = ("day", "night")[seed % 2]
    spec = spec_of(seed, "vehicles", place="hall", count=1, weather="rain", light=light, camera="pedestrian")
    assert (spec.weather.rain, spec.weather.wet, spec.weather.snow, spec.weather.fog_per_m) == (0.0, 0.0, 0.0, 0.0)
    assert spec.parameters["rain"] == 0.0 and spec.parameters["time_of_day"] == light
    assert sum(lamp.kind == "area" for lamp in spec.lights) >= 8
    assert key(spec.world, spec.weather) >= MIDDLE_GREY


@pytest.mark.parametrize(("bay_m", "roles"), [(5.2, {"driving"}), (13.5, {"driving", "parked"})])
def test_a_coach_parks_where_bays_are_as_long_as_it_is(bay_m, roles):
    lane = Lane(np.array([[-20.0, 0.0], [20.0, 0.0]]))
    site = Site("yard", (lane,), np.zeros((4, 3)), (), np.zeros((0, 3)), np.zeros((4, 2)), bay_m=bay_m)
    assert {sample_role(np.random.default_rng(seed), "coach", site) for seed in range(40)} == roles


@pytest.mark.parametrize("camera", ["drone", "cctv"])
def test_no_camera_looks_through_a_roof(camera):
    for seed in range(3):
        spec = spec_of(seed, "vehicles", place="hall", count=1, camera=camera)
        roof = next(item.asset for item in spec.placed if item.asset.name == "hall roof")
        top = roof.center[2] + roof.size[2] / 2.0
        x, y, z = np.abs(spec.camera.pose.translation)
        assert z < top - 0.5 and x < roof.size[0] / 2.0 and y < roof.size[1] / 2.0
        assert spec.parameters["camera_height_m"] == pytest.approx(z, abs=1e-3)


@pytest.mark.parametrize(("light", "lamps"), [("day", 0), ("night", 2)])
def test_a_canopy_shines_on_who_stands_below_it_by_night(light, lamps):
    spec = spec_of(3, "vehicles", place="forecourt", count=1, light=light, weather="clear")
    assert sum(lamp.kind == "area" for lamp in spec.lights) >= lamps
    assert lamps or not any(lamp.kind == "area" for lamp in spec.lights)


@pytest.mark.parametrize("seed", range(4))
def test_no_camera_is_within_a_canopy(seed):
    spec = spec_of(seed, "vehicles", place="forecourt", count=1, camera="cctv", camera_height_m=5.3)
    roof = next(item for item in spec.placed if item.asset.name == "canopy")
    away = np.abs(spec.camera.pose.translation - roof.pose.translation - roof.asset.center)
    assert (away > np.array(roof.asset.size) / 2.0 + 0.3).any()


@pytest.mark.parametrize("scene", SCENES[1:])
def test_scenery_is_light(scene):
    check_scenery(spec_of(5, scene, count=1))


@pytest.mark.parametrize("place", ["yard", "hall", "country_road", "lawn", "forecourt", "race_track"])
def test_scenery_of_places_of_the_mixture_is_light(place):
    check_scenery(spec_of(5, "vehicles", place=place, count=1))


def check_scenery(spec):
    quads = {id(mesh): len(mesh.face_sizes) for item in spec.placed for mesh in item.asset.meshes}
    assert 2 * sum(quads.values()) < 1_500_000


@pytest.mark.parametrize("scene", ["street", "junction", "highway", "parking_lot"])
def test_the_same_seed_gives_the_same_place(scene):
    one, again = spec_of(6, scene), spec_of(6, scene)
    assert len(one.placed) == len(again.placed)
    for a, b in zip(one.placed, again.placed, strict=True):
        np.testing.assert_array_equal(a.pose.matrix(), b.pose.matrix())
        for first, second in zip(a.asset.meshes, b.asset.meshes, strict=True):
            np.testing.assert_array_equal(first.vertices, second.vertices)


def test_no_two_streets_are_alike():
    first, second = spec_of(1, "street"), spec_of(2, "street")
    assert [item.asset.name for item in first.placed] != [item.asset.name for item in second.placed]
