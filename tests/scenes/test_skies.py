"""Light and weather that go together, and the lamps that they call for."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from assets import AssetError, Material
from assets.primitives import box
from scenes import Placed, Pose
from scenes.lamps import head_lamps, street_lamps
from scenes.skies import LIGHT_NAMES, SEASONS, WEATHER_NAMES, Conditions, sample_conditions, sunlight

SEEDS = range(40)


def drawn(light: str, weather: str) -> list[Conditions]:
    return [sample_conditions(np.random.default_rng(seed), light, weather) for seed in SEEDS]


@pytest.mark.parametrize(("light", "weather"), list(product(LIGHT_NAMES, WEATHER_NAMES)))
def test_what_falls_is_what_was_asked_for(light: str, weather: str) -> None:
    for got in drawn(light, weather):
        falling, entry = got.weather, got.attributes
        photographed = light == "hdri" and weather in {"clear", "cloudy", "overcast"}
        assert entry["weather"] == weather or photographed
        assert (falling.rain > 0) == (weather == "rain")
        assert (falling.snow > 0) == (weather == "snow")
        assert entry["visibility_m"] < 1000 if weather == "fog" else entry["visibility_m"] > 100
        assert falling.wet >= 0.4 or weather != "rain"
        assert entry["season"] == "winter" or weather != "snow"
        assert entry["time_of_day"] in {"dusk": ("dusk", "dawn"), "night": ("night",)}.get(light, ("day",))


def test_rain_falls_from_grey_skies() -> None:
    sunny = [any(lamp.power > 3 for lamp in got.lights) for got in drawn("day", "rain")]
    assert sum(sunny) <= 4
    assert sum(any(lamp.power > 3 for lamp in got.lights) for got in drawn("day", "clear")) >= 30


def test_lamps_are_lit_when_it_is_dark() -> None:
    assert all(got.lamp_power == 0 and not got.night for got in drawn("day", "clear"))
    assert all(got.lamp_power == 1 and got.night and got.wanted_lights > 0.9 for got in drawn("night", "clear"))
    dusk = sorted(drawn("dusk", "clear"), key=lambda got: float(got.attributes["sun_elevation_deg"]))
    power = [got.lamp_power for got in dusk]
    assert power[0] > 0.5
    assert power[-1] < 0.01


def test_the_same_seed_gives_the_same_sky_and_another_another() -> None:
    first, again, other = (sample_conditions(np.random.default_rng(seed), "day", "cloudy") for seed in (3, 3, 4))
    assert (first.world, first.weather, first.attributes) == (again.world, again.weather, again.attributes)
    assert first.world != other.world


def test_seasons_come_as_pictures_are_taken_and_none_is_photographed_in_winter() -> None:
    for light in ("day", "hdri"):
        seasons = [sample_conditions(np.random.default_rng(seed), light).season for seed in range(400)]
        shares = {season: seasons.count(season) / len(seasons) for season in SEASONS}
        assert max(shares, key=lambda season: shares[season]) == "summer"
        assert 0.06 < shares["autumn"] < 0.2
        assert (shares["winter"] == 0.0) == (light == "hdri")


def test_a_season_may_be_chosen_and_moves_the_sun() -> None:
    for light, season in product(LIGHT_NAMES, SEASONS):
        for weather in ("clear", "snow"):
            got = sample_conditions(np.random.default_rng(1), light, weather, season=season)
            assert (got.season, got.attributes["season"]) == (season, season)
    heights = {
        season: [
            float(sample_conditions(np.random.default_rng(seed), season=season).attributes["sun_elevation_deg"])
            for seed in SEEDS
        ]
        for season in ("summer", "winter")
    }
    assert np.median(heights["summer"]) > np.median(heights["winter"]) + 10.0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"weather": "hail"}, r"weather: expected one of clear, .* got 'hail'"),
        ({"season": "fall"}, r"season: expected one of spring, .* got 'fall'"),
    ],
)
def test_an_unknown_word_is_named(given: dict[str, str], message: str) -> None:
    with pytest.raises(AssetError, match=message):
        sample_conditions(np.random.default_rng(0), **given)  # type: ignore[arg-type]


def test_a_low_sun_is_weak_and_red() -> None:
    suns = [sunlight(np.radians(degrees), 0.3) for degrees in (0.5, 3, 10, 30, 60)]
    power = [power for _, power in suns]
    blue = [color[2] / color[0] for color, _ in suns]
    assert power == sorted(power)
    assert blue == sorted(blue)
    assert power[-1] == pytest.approx(9.5, rel=0.1)
    assert blue[0] < 0.2
    assert 0.85 < blue[-1] < 1.15


def crate(lights: str, x: float) -> Placed:
    asset = box((4.0, 1.8, 1.4), Material("body"), "car")
    points = {"front_light_left": (2.0, 0.7, 0.6), "front_light_right": (2.0, -0.7, 0.6)}
    return Placed(
        replace(asset, keypoints=points, attributes={"lights": lights}), Pose.at(x, yaw_rad=np.pi / 2), int(x)
    )


def test_head_lamps_light_the_road_ahead_of_those_that_have_them_on() -> None:
    placed = [crate("off", 1), crate("low", 10), crate("parking", 20), crate("high", 30), crate("low", 40)]
    low, high = head_lamps(placed, most=2)
    assert low.pose.translation == pytest.approx([10, 2.05, 0.6], abs=0.02)  # each looks along y
    beam = -low.pose.rotation[:, 2]
    assert beam[1] > 0.99
    assert -0.15 < beam[2] < -0.01
    assert high.power > low.power
    assert head_lamps(placed, power=0.0) == ()


def test_the_nearest_street_lamps_shine_down() -> None:
    heads = np.array([[x, 6.0, 8.0] for x in range(0, 400, 20)])
    lamps = street_lamps(np.random.default_rng(1), heads, camera_at=(100, 0, 2), most=5)
    assert len(lamps) == 5
    assert all(abs(lamp.pose.translation[0] - 100) <= 60 for lamp in lamps)
    assert all(lamp.pose.rotation[2, 2] == 1.0 and lamp.pose.translation[2] < 8.0 for lamp in lamps)
    assert len({lamp.color for lamp in lamps}) == 1
    assert street_lamps(np.random.default_rng(1), heads, power=0.0) == ()
    assert street_lamps(np.random.default_rng(1), np.zeros((0, 3))) == ()


def test_a_cloud_before_the_sun_is_white_and_lights_what_the_sun_does_not() -> None:
    """Else a blue sky alone would light such pictures."""
    lamps = [got.lights for got in drawn("day", "cloudy")]
    behind = [pair for pair in lamps if len(pair) == 2]
    assert 5 <= len(behind) < len(lamps)
    for direct, glow in behind:
        assert glow.size > 1.0 > direct.size
        assert glow.power > 0.3 and min(glow.color) > 0.9 * max(glow.color)


def test_the_sun_alone_is_warmer_than_daylight_which_the_sky_makes_white() -> None:
    red, green, blue = sunlight(np.radians(42.0), 0.1)[0]
    assert red >= green > blue > 0.8 * red
