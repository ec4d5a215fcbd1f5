"""Places of the mixture, such as yards and forecourts: room to park, drive and look, and nothing in the way."""

import functools

import numpy as np
import pytest
from scipy.interpolate import griddata

from assets.environments.sites import country_road, court, forecourt, hall, lawn, open_ground, race_track, yard
from assets.environments.sites.sides import rectangle, sides
from scenes.sight import inside

PLACES = {
    **{"yard": yard, "hall": hall, "country_road": country_road, "lawn": lawn},
    **{"forecourt": forecourt, "race_track": race_track},
}
AMID_STREETS = ("country_road", "forecourt", "race_track")  # whose roads lead on
CAR_M = 4.7, 1.9
FREE = ("leaves", "weeds", "grass", "rope", "bunting", "flag", "ground", "manhole")  # they stand on it, or below


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
            near = lanes[np.abs(lanes[:, 0]) < 20.0] if name in AMID_STREETS else lanes
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


def props_named(site, name):
    return [prop for prop in site.props if prop.asset.name == name]


def box(prop):
    """Low and high corner of something that is not turned, or by half a turn."""
    middle = np.array(prop.asset.center) + np.array([prop.x, prop.y, prop.z])
    half = np.array(prop.asset.size) / 2.0
    return middle - half, middle + half


@pytest.mark.parametrize("seed", range(4))
class TestForecourt:
    def test_vehicles_stand_and_drive_past_pumps_under_the_canopy(self, seed):
        site = made("forecourt", seed)
        (roof,), pumps = props_named(site, "canopy"), props_named(site, "petrol pump")
        low, high = box(roof)
        at = np.array([(pump.x, pump.y) for pump in pumps])
        assert len(pumps) >= 2 and inside(_corners(low, high), at).all()
        for x, y, _ in site.bays[: 2 * len(pumps)]:
            assert np.abs(at - [x, y]).sum(axis=1).min() < 4.0 and inside(_corners(low, high), np.array([[x, y]])).all()
        drives = [lane.points for lane in site.lanes if lane.kind == "drive"]
        assert all(min(abs(points[0, 1] - y) for points in drives) < 1e-9 for y in site.bays[: 2 * len(pumps), 1])

    def test_a_truck_fits_below_the_canopy_and_beside_the_pumps(self, seed):
        site = made("forecourt", seed)
        assert box(props_named(site, "canopy")[0])[0][2] > 4.6
        solid = [prop for name in ("petrol pump", "column", "bollard") for prop in props_named(site, name)]
        for lane in site.lanes:
            if lane.kind == "drive":
                y = lane.points[0, 1]
                assert min(max(low[1] - y, y - high[1]) for low, high in map(box, solid)) > 2.55 / 2.0 - 0.01

    def test_lamps_hang_from_the_canopy_and_the_shop_looks_at_the_pumps(self, seed):
        site = made("forecourt", seed)
        low, high = box(props_named(site, "canopy")[0])
        assert not site.indoors and 2 <= len(site.ceiling_lamps) <= 9
        assert inside(_corners(low, high), site.ceiling_lamps[:, :2]).all()
        assert np.abs(site.ceiling_lamps[:, 2] - low[2]).max() < 0.1
        (shop,) = props_named(site, "kiosk")
        assert shop.y > high[1] and np.sin(shop.yaw) == pytest.approx(-1.0)

    def test_it_is_lit_from_within_by_night_alone(self, seed):
        glow = {}
        for night in (False, True):
            site = forecourt(np.random.default_rng(np.random.SeedSequence(seed)), "summer", night)
            (pole,) = props_named(site, "price pole")
            glow[night] = {m.name: m.emission_strength for mesh in pole.asset.meshes for m in mesh.materials}
        assert glow[False]["brand main"] == 0.0 < glow[True]["brand main"]
        assert 0.0 < glow[False]["digits"] < glow[True]["digits"]


@pytest.mark.parametrize("seed", range(6))
class TestRaceTrack:
    def test_vehicles_on_the_grid_look_where_the_race_goes(self, seed):
        site = made("race_track", seed)
        track = site.lanes[:3]
        for x, y, yaw in site.bays[:10]:
            near = [lane.at(s)[None] for lane in track for s in np.arange(0.0, lane.length, 1.0)]
            at = np.concatenate(near)
            lane = at[np.linalg.norm(at[:, :2] - [x, y], axis=1).argmin()]
            assert np.linalg.norm(lane[:2] - [x, y]) < 2.5 and np.cos(lane[2] - yaw) > 0.999

    def test_tyres_rails_walls_and_boards_stand_clear_of_the_lanes(self, seed):
        site = made("race_track", seed)
        lanes = np.concatenate([lane.at(np.arange(0.0, lane.length, 1.0))[:, :2] for lane in site.lanes])
        beside = [p for p in site.props if p.asset.name in ("tyre wall", "hoarding", "guard rail", "concrete barrier")]
        assert len(beside) > 60
        for prop in beside:
            ends = np.array([[0.0, -3.0], [0.0, 0.0], [0.0, 3.0]])
            cos, sin = np.cos(prop.yaw), np.sin(prop.yaw)
            points = ends @ np.array([[cos, sin], [-sin, cos]]) + [prop.x, prop.y]
            assert np.linalg.norm(points[:, None] - lanes, axis=2).min() > 1.5, prop.asset.name

    def test_grandstands_look_at_the_track_from_behind_the_barrier(self, seed):
        site = made("race_track", seed)
        stands = props_named(site, "grandstand")
        assert stands
        for stand in stands:
            looks = np.array([np.cos(stand.yaw), np.sin(stand.yaw)])
            lane = site.lanes[1].at(np.arange(0.0, site.lanes[1].length, 1.0))[:, :2]
            nearest = lane[np.linalg.norm(lane - [stand.x, stand.y], axis=1).argmin()]
            assert looks @ (nearest - [stand.x, stand.y]) > 0.95 * np.linalg.norm(nearest - [stand.x, stand.y])
            assert not inside(site.room, np.array([[stand.x, stand.y]])).any()


def test_some_race_tracks_have_pits_and_some_are_bent():
    sites = [made("race_track", seed) for seed in range(6)]
    assert {len(site.lanes) for site in sites} == {3, 4}
    assert {len(site.lanes[0].points) > 2 for site in sites} == {False, True}


def _corners(low, high):
    return np.array([[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]])


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
