"""What falls through the air, and what it leaves on the lens."""

import numpy as np
import pytest

from render.camera.weather import fall, on_lens
from scenes import Fisheye, PinholeCamera, Weather, look_at

CAMERA = PinholeCamera.from_fov((160, 120), 1.0, look_at((0, 0, 1.5), (10, 0, 1.5)))
DARK = np.full((120, 160, 3), 0.05, np.float32)
FAR = np.full((120, 160), np.inf, np.float32)
SKY = DARK.copy()
SKY[:60] = 1.0  # something bright for drops and flakes to gather

RAIN, SNOWFALL = Weather(rain=0.7, seed=1), Weather(snowfall=0.7, seed=1)


def touched(weather: Weather, depth: np.ndarray = FAR) -> float:
    """Share of the dark half that what falls makes visibly brighter."""
    return float((fall(SKY, depth, CAMERA, weather)[60:] > 0.06).any(axis=2).mean())


def test_fair_weather_changes_nothing() -> None:
    assert fall(SKY, FAR, CAMERA, Weather()) is SKY
    assert on_lens(SKY, Weather()) is SKY


@pytest.mark.parametrize("weather", [RAIN, SNOWFALL], ids=["rain", "snow"])
def test_what_falls_shows_before_what_is_dark(weather: Weather) -> None:
    assert 0.01 < touched(weather) < 0.7
    assert np.isfinite(fall(SKY, FAR, CAMERA, weather)).all()
    assert fall(SKY, FAR, CAMERA, weather).max() < 3.0


@pytest.mark.parametrize("weather", [RAIN, SNOWFALL], ids=["rain", "snow"])
def test_a_near_thing_hides_what_falls_behind_it(weather: Weather) -> None:
    assert touched(weather, np.full_like(FAR, 0.3)) == 0.0
    assert touched(weather, np.full_like(FAR, 3.0)) < touched(weather)


def test_the_same_weather_falls_the_same_way_and_another_seed_another() -> None:
    first, again = fall(SKY, FAR, CAMERA, RAIN), fall(SKY, FAR, CAMERA, RAIN)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, fall(SKY, FAR, CAMERA, Weather(rain=0.7, seed=2)))


def test_a_heavy_snowfall_has_more_flakes() -> None:
    assert touched(Weather(snowfall=0.8, seed=3)) > 1.5 * touched(Weather(snowfall=0.15, seed=3))


def test_rain_falls_in_upright_streaks() -> None:
    change = np.abs(fall(DARK + 0.5, FAR, CAMERA, RAIN) - DARK - 0.5).sum(axis=2)
    down, across = (np.abs(np.diff(change, axis=axis)).sum() for axis in (0, 1))
    assert down < 0.7 * across


def test_some_pictures_in_the_rain_have_drops_on_the_lens() -> None:
    ramp = np.repeat(np.linspace(0, 1, 160, dtype=np.float32)[None, :, None], 120, 0).repeat(3, 2)
    smeared = [not np.array_equal(on_lens(ramp, Weather(rain=0.8, seed=seed)), ramp) for seed in range(30)]
    assert 4 <= sum(smeared) <= 20


@pytest.mark.parametrize("weather", [RAIN, SNOWFALL], ids=["rain", "snow"])
def test_round_a_fisheye_it_falls_behind_the_cameras_plane_too(weather: Weather) -> None:
    camera = PinholeCamera.from_fov(
        (640, 640), np.radians(240.0), look_at((0, 0, 1.5), (10, 0, 1.5)), distortion=Fisheye()
    )
    grey = np.full((640, 640, 3), 0.2, np.float32)
    changed = np.abs(fall(grey, np.full((640, 640), np.inf, np.float32), camera, weather) - 0.2).max(axis=2) > 0.001
    pixels = np.stack(np.meshgrid(np.arange(640) + 0.5, np.arange(640) + 0.5), axis=-1)
    behind = camera.rays(pixels)[..., 2] < 0.0
    assert changed[behind].mean() > 0.01
    assert changed[behind].mean() < changed[~behind].mean()  # a pixel there sees less of the space around
    nearer = np.full((640, 640), 0.3, np.float32)
    assert (fall(grey, nearer, camera, weather) == grey).all()
