"""Yards, halls, country roads and lawns: there is room to park, drive and look, and nothing stands in the way."""

import functools

import numpy as np
import pytest
from scipy.interpolate import griddata

from assets.environments.sites import country_road, court, hall, lawn, open_ground, yard
from assets.environments.sites.sides import rectangle, sides
from scenes.sight import inside

PLACES = {"yard": yard, "hall": hall, "country_road": country_road, "lawn": lawn}
CAR_M = 4.7, 1.9
FREE = ("leaves", "weeds", "grass", "rope", "bunting", "flag", "ground")  # what vehicles may stand on, or below


@functools.cache
def made(name, seed=0, season="summer"):
    return PLACES[name](np.random.default_rng(np.random.SeedSequence(seed)), season, False)


@pytest.mark.parametrize("name", PLACES)
class TestEveryPlace:
    def test_bays_and_lanes_lie_where_cameras_can_stand_and_see_them(self, name):
        for seed in range(2):
            site = made(name, seed)
            assert site.name == name and len(site.bays) >= 6
            lanes = np.concatenate([lane.points for lane in site.lanes if lane.kind == "drive"])
            near = lanes[np.abs(lanes[:, 0]) < 20.0] if name == "country_road" else lanes
            assert inside(site.room, near).all()
            assert inside(site.room * 1.25, site.bays[:, :2]).all()

    def test_nothing_stands_in_bays_but_what_grows_and_hangs(self, name):
        for seed in range(2):
            site = made(name, seed)
            middles = site.bays[:, :2]
            for prop in site.props:
                if max(prop.asset.size[:2]) > 10.0 or any(word in prop.asset.name for word in FREE):
                    continue
                away = np.linalg.norm(middles - [prop.x, prop.y], axis=1).min()
                assert away > 0.5 * CAR_M[1], prop.asset.name

    def test_the_same_seed_makes_the_same_place_and_another_another(self, name):
        one, again, other = made(name, 1), made.__wrapped__(name, 1), made(name, 0)
        np.testing.assert_array_equal(one.bays, again.bays)
        assert [prop.asset.name for prop in one.props] == [prop.asset.name for prop in again.props]
        assert one.bays.shape != other.bays.shape or not np.allclose(one.bays, other.bays)

    def test_every_season_has_its_plants(self, name):
        for season in ("autumn", "winter"):
            assert made(name, 0, season).props


def test_a_hall_has_lamps_under_its_roof_and_walls_all_round():
    for seed in range(3):
        site = made("hall", seed)
        assert site.indoors
        assert len(site.ceiling_lamps) >= 8
        assert (np.abs(site.ceiling_lamps[:, :2]) < site.room.max(axis=0)).all()
        names = [prop.asset.name for prop in site.props]
        assert names.count("hall wall") + names.count("gate") == 4
        roof = next(prop.asset for prop in site.props if prop.asset.name == "hall roof")
        assert site.ceiling_m < site.ceiling_lamps[:, 2].max() < roof.center[2] + roof.size[2] / 2.0
        for prop in site.props:
            if prop.asset.name not in ("hall roof", "hall wall", "gate", "garages", "hall floor"):
                assert prop.asset.center[2] + prop.asset.size[2] / 2.0 < roof.center[2] + roof.size[2] / 2.0


def test_open_ground_is_endless_and_a_court_is_closed_beyond_where_vehicles_stand():
    for seed in range(6):
        for site, half in ((open_ground, 40.0), (court, 22.0)):
            made = site(np.random.default_rng(np.random.SeedSequence(seed)))
            around = [p for p in made.props if p.asset.name not in ("open ground", "fallen leaves", "weeds")]
            assert made.room.max() <= half and bool(around) == (site is court)
            for prop in around:
                assert max(abs(prop.x), abs(prop.y)) > made.room.max(), prop.asset.name


def test_only_halls_are_indoors():
    assert [made(name).indoors for name in PLACES] == [name == "hall" for name in PLACES]


def test_plants_beside_a_country_road_stand_on_the_land():
    site = made("country_road", 1)
    land = np.unique(np.concatenate([mesh.vertices for mesh in site.props[0].asset.meshes]), axis=0)
    land = land[land[:, 2] > -1.0]  # without the plain below
    plants = np.array([(p.x, p.y, p.z) for p in site.props if p.asset.name == "weeds" and abs(p.x) < 35.0])
    height = griddata(land[:, :2], land[:, 2], plants[:, :2])
    assert len(plants) > 60
    np.testing.assert_allclose(plants[:, 2], height, atol=0.06)


def test_sides_look_at_the_place_from_all_four_of_its_edges():
    corners = rectangle(20.0, 12.0)
    assert (corners.max(axis=0) == [10.0, 6.0]).all()
    made_at = [side.prop(None, 1.0, 0.0) for side in sides(20.0, 12.0)]
    np.testing.assert_allclose([(p.x, p.y) for p in made_at], [(11, 0), (0, 7), (-11, 0), (0, -7)], atol=1e-9)
    for prop in made_at:
        looks = np.array([np.cos(prop.yaw), np.sin(prop.yaw)])
        assert looks @ [prop.x, prop.y] == pytest.approx(-np.hypot(prop.x, prop.y))
