"""Light on people: each kind has what it is named for."""

import numpy as np
import pytest

from scenes import Pose, Sky
from scenes.people.lamps import NEON, RIGS
from scenes.people.lighting import LIGHTS, lighting

VIEW = Pose(np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]]), np.array([0.0, 0.0, 1.5]))
HEADS = [np.array([0.1, 0.0, 1.2])]


def lit(kind, key=1.0, seed=0, plain=False):
    return lighting(np.random.default_rng(seed), kind, "city", 0.3, key, VIEW, HEADS, plain)


def from_camera(lamp):
    """Where a lamp stands in the camera's frame: to the right, down, ahead."""
    return (lamp.pose.translation - VIEW.translation) @ VIEW.rotation


@pytest.mark.parametrize("kind", LIGHTS)
def test_the_picture_says_its_light(kind):
    assert lit(kind).attributes["light"] == kind
    assert lit(kind).glow > 0.0


def test_photographs_and_skies():
    assert lit("hdri").world.sky == "city"
    assert lit("hdri", key=0.0).lights == ()
    assert isinstance(lit("day").world.sky, Sky)
    assert lit("dusk").attributes["time_of_day"] in ("dusk", "dawn")


def test_a_flash_is_beside_the_lens_and_shines_ahead():
    (flash,) = lit("flash").lights
    assert np.linalg.norm(flash.pose.translation - VIEW.translation) < 0.12
    assert -flash.pose.rotation[:, 2] == pytest.approx(np.array([1.0, 0.0, 0.0]))


@pytest.mark.parametrize("seed", range(5))
def test_lamps_shine_at_the_faces(seed):
    for kind in ("hdri", "back_light", "neon", "screen", "studio"):
        for lamp in lit(kind, seed=seed).lights:
            to_face = VIEW.apply(HEADS[0]) - lamp.pose.translation
            assert -lamp.pose.rotation[:, 2] == pytest.approx(to_face / np.linalg.norm(to_face))


@pytest.mark.parametrize("seed", range(5))
def test_the_suns_of_hard_light_shine_into_faces_and_set_in_warm_colours(seed):
    for kind, low, high in (("hard_sun", 18.0, 58.0), ("sunset", 3.5, 9.0)):
        light = lit(kind, seed=seed)
        (sun,) = light.lights
        towards = sun.pose.rotation[:, 2]
        assert towards[0] < 0.5  # the camera looks along x, faces against it
        assert low - 1e-6 <= light.attributes["sun_elevation_deg"] <= high + 1e-6
        red, _, blue = sun.color
        assert (red > 1.8 * blue) == (kind == "sunset")


def test_a_light_from_behind_stands_behind_and_a_screen_before_and_below():
    (back,) = lit("back_light").lights
    assert from_camera(back)[2] > HEADS[0][2]
    (screen,) = lit("screen").lights
    assert 0.0 < from_camera(screen)[2] < HEADS[0][2]
    assert from_camera(screen)[1] > HEADS[0][1]


def test_neon_says_its_colours_and_a_studio_its_rig():
    assert lit("neon").attributes["light_colors"] in NEON
    assert {lit("studio", seed=seed).attributes["rig"] for seed in range(40)} == set(RIGS)
    assert lit("studio", plain=True).attributes["rig"] == "even"


def test_lamps_that_would_be_seen_are_not_panels():
    """Blender shows panels to the camera, not spots."""
    for seed in range(8):
        for kind in ("studio", "back_light", "neon", "screen"):
            for lamp in lit(kind, seed=seed).lights:
                assert lamp.kind == "spot" or from_camera(lamp)[2] < HEADS[0][2]
