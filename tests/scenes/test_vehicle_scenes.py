"""The vehicle scenes with all that belongs to them."""

import numpy as np
import pytest

from scenes.registry import find_scene, sample

SCENES = ("vehicles", "street", "junction", "highway", "parking_lot", "drone", "studio")
PLACES = ("street", "junction", "highway", "parking_lot", "open", "studio")


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


@pytest.mark.parametrize("scene", SCENES[1:])
def test_scenery_is_light(scene):
    spec = spec_of(5, scene, count=1)
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
