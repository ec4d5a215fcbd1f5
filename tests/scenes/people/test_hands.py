"""Arms of others in a picture: there where asked for, before few faces, ending out of sight, and no label's."""

import numpy as np
import pytest

from assets.faces.held.alone import arm_alone
from scenes import find_scene, sample

SIZE = (320, 240)
SEEDS = range(12)


def build(seed, scene="faces", **values):
    script = find_scene(scene)
    fixed = {"hair_style": "bald", "held": "none", "bystanders": 0, "props": 0, "posters": 0, "mannequins": 0}
    params = script.params.read({**fixed, **values}, scene).with_size(SIZE)
    return sample(script, params, np.random.default_rng(np.random.SeedSequence(seed)))[0]


def arms(spec):
    return [item for item in spec.placed if item.asset.name == "arm"]


def in_picture(spec, item, local):
    """(N, 3) pixels and metres ahead of points of something placed."""
    seen = spec.camera.to_camera(item.pose.apply(local))
    return np.c_[spec.camera.to_pixels(seen), seen[:, 2]]


@pytest.mark.parametrize("shot", ["portrait", "street", "stage"])
def test_hands_are_in_the_picture_and_arms_end_beside_it(shot):
    found = 0
    for seed in SEEDS:
        spec = build(seed, shot=shot, count=1, hands=5)
        for item in arms(spec):
            found += 1
            sleeve = item.asset.meshes[1].vertices
            shoulder = sleeve[sleeve[:, 0] < sleeve[:, 0].min() + 0.03]
            (knuckles,) = in_picture(spec, item, np.zeros((1, 3)))
            assert (knuckles[:2] > -20.0).all() and (knuckles[:2] < np.array(SIZE) + 20.0).all()
            assert knuckles[2] > 0.2
            seen = in_picture(spec, item, shoulder)
            assert not ((seen[:, :2] > 0.0) & (seen[:, :2] < SIZE) & (seen[:, 2:] > 0.0)).all(1).any()
    assert found > len(SEEDS)


def test_they_hide_few_faces_and_are_labelled_as_nothing():
    hidden = placed = 0
    for seed in SEEDS:
        spec = build(seed, shot="street", count=1, hands=4)
        (face,) = spec.labelled()
        (centre,) = in_picture(spec, face, np.zeros((1, 3)))
        for item in arms(spec):
            placed += 1
            assert item.instance_id == 0 and not item.asset.labels
            (knuckles,) = in_picture(spec, item, np.zeros((1, 3)))
            hidden += knuckles[2] < centre[2] and bool(np.hypot(*(knuckles - centre)[:2]) < 8.0)
    assert placed > len(SEEDS)
    assert hidden <= 0.2 * placed


def test_they_move_nothing_else_and_are_in_no_passport():
    with_them, without = build(4, shot="street", hands=4), build(4, shot="street", hands=0)
    assert arms(with_them) and not arms(without)
    one, other = (next(item for item in spec.placed if item.instance_id) for spec in (with_them, without))
    np.testing.assert_array_equal(one.pose.translation, other.pose.translation)
    np.testing.assert_array_equal(one.asset.meshes[0].vertices, other.asset.meshes[0].vertices)
    assert not any(arms(build(seed, "passport")) for seed in SEEDS)
    assert any(arms(build(seed, shot="march")) for seed in SEEDS)


def test_an_arm_is_a_hand_of_its_length_in_a_gesture_and_a_sleeve():
    tips = []
    for seed in range(20):
        hand, sleeve = arm_alone(np.random.default_rng(seed)).meshes
        tips.append(float(hand.vertices[:, 0].max()))
        assert -0.5 < hand.vertices[:, 0].min() < -0.2
        assert sleeve.vertices[:, 0].min() < hand.vertices[:, 0].min()
    assert 0.0 < min(tips) < max(tips) < 0.14  # fists, and fingers that are stretched
    assert max(tips) - min(tips) > 0.04
    first, again = (arm_alone(np.random.default_rng(3)).meshes[0].vertices for _ in range(2))
    np.testing.assert_array_equal(first, again)
