"""Light on people: each kind has what it is named for."""

import numpy as np
import pytest

from scenes import Pose, Sky
from scenes.people.lighting import LIGHTS, lighting

VIEW = Pose(np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]]), np.array([0.0, 0.0, 1.5]))
HEADS = [np.array([0.1, 0.0, 1.2])]


def lit(kind, key=1.0, seed=0, plain=False):
    return lighting(np.random.default_rng(seed), kind, "city", 0.3, key, VIEW, HEADS, (0.8, 0.6), plain)


@pytest.mark.parametrize("kind", LIGHTS)
def test_the_picture_says_its_light(kind):
    assert lit(kind).attributes["light"] == kind


def test_photographs_and_skies():
    assert lit("hdri").world.sky == "city"
    assert lit("hdri", key=0.0).lights == ()
    assert isinstance(lit("day").world.sky, Sky)
    assert lit("dusk").attributes["time_of_day"] in ("dusk", "dawn")


def test_a_flash_is_beside_the_lens_and_shines_ahead():
    (flash,) = lit("flash").lights
    assert np.linalg.norm(flash.pose.translation - VIEW.translation) < 0.12
    assert -flash.pose.rotation[:, 2] == pytest.approx(np.array([1.0, 0.0, 0.0]))


def test_the_backdrop_fills_the_picture_behind_the_heads():
    (wall,) = lit("studio", plain=True).scenery
    corners = wall.pose.apply(wall.asset.meshes[0].vertices) - VIEW.translation
    local = corners @ VIEW.rotation
    assert local[:, 2].min() > HEADS[0][2] + 0.5
    assert (np.abs(local[:, :2]).min(axis=0) > np.array([0.4, 0.3]) * local[:, 2].max()).all()
    assert wall.instance_id == 0


def test_a_lamp_shines_at_the_faces():
    for seed in range(5):
        (lamp,) = lit("hdri", seed=seed).lights
        to_face = VIEW.apply(HEADS[0]) - lamp.pose.translation
        assert -lamp.pose.rotation[:, 2] == pytest.approx(to_face / np.linalg.norm(to_face))
