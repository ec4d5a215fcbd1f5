"""Rain and snow in moving pictures: the same drops, further down."""

from dataclasses import replace

import numpy as np
from scipy.spatial import KDTree

from render.camera import weather
from scenes import PinholeCamera, Weather, look_at

CAMERA = PinholeCamera.from_fov((160, 120), 1.0, look_at((0.0, 0.0, 1.5), (5.0, 0.0, 1.5)))
RAIN = Weather(rain=0.6, seed=4)


def particles(seconds: float, camera: PinholeCamera = CAMERA) -> weather._Particles:
    rng = np.random.default_rng((RAIN.seed, 1))
    return weather._strewn(rng, camera, (0.5, 9.0), 40.0, (0.0012, 0.0035), 7.0, 0.4, seconds)


def matched(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """How far each of the first places is from the next of the second."""
    return np.asarray(KDTree(two).query(one)[0])


def test_a_moment_later_the_same_drops_are_where_they_fell() -> None:
    """A drop's streak of 1/120 s ends where that of the drop 1/120 s later begins."""
    first, second = particles(1.0), particles(1.0 + weather.LEAST_SHUTTER_S)
    inside = ((first.end > 4.0) & (first.end < [156.0, 116.0])).all(axis=1)
    assert inside.sum() > 100
    assert np.quantile(matched(first.end[inside], second.start), 0.95) < 0.05


def test_there_are_as_many_as_in_a_still_picture() -> None:
    rng = np.random.default_rng((RAIN.seed, 1))
    still = weather._strewn(rng, CAMERA, (0.5, 9.0), 40.0, (0.0012, 0.0035), 7.0, 0.4, None)
    counts = [len(particles(seconds).start) for seconds in (0.0, 1.0, 7.5)]
    assert all(0.9 < count / len(still.start) < 1.1 for count in counts)


def test_a_camera_that_drives_passes_them() -> None:
    """Drops are in the world: for a camera that has gone on they are nearer by just as much."""
    ahead = replace(CAMERA, pose=look_at((0.2, 0.0, 1.5), (5.2, 0.0, 1.5)))
    here, there = particles(2.0), particles(2.0, ahead)
    inside = (here.distance > 2.0) & (np.abs(here.start / [160.0, 120.0] - 0.5) < 0.25).all(axis=1)
    assert inside.sum() > 50
    gaps = matched(here.distance[inside, None] - 0.2, there.distance[:, None])
    assert np.quantile(gaps, 0.95) < 1e-9


def test_a_still_picture_has_the_drops_that_it_had() -> None:
    flat, depth = np.full((120, 160, 3), 0.3, np.float32), np.full((120, 160), 50.0, np.float32)
    one, two = (weather.fall(flat, depth, CAMERA, RAIN) for _ in range(2))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, weather.fall(flat, depth, CAMERA, RAIN, 0.0))
