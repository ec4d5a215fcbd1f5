"""Mannequins and statues: faces of nobody, and nothing that a label counts."""

import numpy as np
import pytest

from scenes import find_scene, sample

SIZE = (320, 240)


def build(seed, **values):
    script = find_scene("faces")
    fixed = {"hair_style": "bald", "held": "none", "shot": "street", "count": 1, "bystanders": 0, "props": 0}
    params = script.params.read({**fixed, "posters": 0, **values}, "faces").with_size(SIZE)
    return sample(script, params, np.random.default_rng(np.random.SeedSequence(seed)))[0]


def figures(spec):
    return [item for item in spec.placed if item.asset.name in ("mannequin", "statue")]


@pytest.mark.parametrize("seed", range(3))
def test_those_that_are_asked_for_stand_there_turned_to_the_camera_and_without_labels(seed):
    spec = build(seed, mannequins=5)
    assert 2 <= len(figures(spec)) <= 5
    assert len(spec.labelled()) == 1
    eye = spec.camera.pose.translation
    for item in figures(spec):
        toward = eye[:2] - item.pose.translation[:2]
        ahead = item.pose.rotation[:2, 0]
        assert ahead @ toward / np.linalg.norm(toward) > -0.3


def test_they_move_nothing_else():
    with_them, without = build(4, mannequins=4), build(4, mannequins=0)
    assert figures(with_them)
    assert not figures(without)
    one, other = (next(item for item in spec.placed if item.instance_id) for spec in (with_them, without))
    np.testing.assert_array_equal(one.pose.translation, other.pose.translation)
    np.testing.assert_array_equal(one.asset.meshes[0].vertices, other.asset.meshes[0].vertices)
