"""Rooms: what a camera sees of them is there, in front of the wall, and cheap."""

import numpy as np
import pytest

from assets.environments.rooms import Seen, room

SEEN = Seen(-2.0, 2.5, 2.6, ceiling=True, corners=(True, False), deep=4.0, clear=1.5)


def built(seed, night=False):
    return room(np.random.default_rng(seed), SEEN, 1.0, night)


@pytest.mark.parametrize("seed", range(8))
def test_everything_is_between_the_wall_and_what_must_stay_free(seed):
    asset = built(seed)
    vertices = np.concatenate([mesh.vertices for mesh in asset.meshes])
    assert vertices[:, 0].min() > -0.7  # what stands off the wall may reach into it
    assert vertices[:, 2].min() >= -1e-6
    furniture = vertices[(vertices[:, 0] > 0.1) & (vertices[:, 1] > SEEN.right + 0.2) & (vertices[:, 0] < 3.99)]
    assert (furniture[:, 0] < SEEN.clear + 0.6).all()
    assert sum(len(mesh.face_sizes) for mesh in asset.meshes) < 8000
    assert asset.labels == ()


def test_rooms_differ_and_are_the_same_again():
    first, again, other = built(1), built(1), built(2)
    assert np.array_equal(first.meshes[0].vertices, again.meshes[0].vertices)
    assert first.meshes[0].vertices.shape != other.meshes[0].vertices.shape


def test_windows_and_lamps_shine_and_windows_are_dark_by_night():
    def brightest(night):
        rooms = [built(seed, night) for seed in range(12)]
        materials = [material for item in rooms for mesh in item.meshes for material in mesh.materials]
        views = [item for item in materials if item.name == "light" and item.emission[2] >= item.emission[0] * 0.95]
        return max(item.emission_strength * max(item.emission) for item in views)

    assert brightest(night=False) > 2.0
    assert brightest(night=True) < 1.0
