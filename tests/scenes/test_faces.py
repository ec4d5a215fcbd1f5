"""Portraits and groups, without rendering them."""

import itertools

import numpy as np
import pytest

from assets import ConfigError
from scenes import find_scene, sample


def build(seed=0, size=(320, 240), **values):
    name = "portrait" if values.get("count", 1) == 1 else "group"
    script = find_scene(name)
    params = script.params.read(values, name).with_size(size)
    return sample(script, params, np.random.default_rng(seed))[0]


def test_the_same_stream_gives_the_same_picture():
    first, second = build(4), build(4)
    assert dict(first.parameters) == dict(second.parameters)
    np.testing.assert_array_equal(first.labelled()[0].pose.rotation, second.labelled()[0].pose.rotation)
    np.testing.assert_array_equal(
        first.labelled()[0].asset.meshes[0].vertices, second.labelled()[0].asset.meshes[0].vertices
    )
    assert dict(build(5).parameters) != dict(first.parameters)


def test_three_people_do_not_touch():
    spec = build(1, count=3, hair_style="buzz")
    assert [item.instance_id for item in spec.labelled()] == [1, 2, 3]
    cloth = [
        item.pose.apply(next(m for m in item.asset.meshes if m.name == "garment").vertices) for item in spec.labelled()
    ]
    for left, right in itertools.pairwise(cloth):
        assert np.linalg.norm(left[::7, None] - right[None, ::7], axis=2).min() > 0.004


def test_a_head_without_turn_looks_into_the_camera():
    spec = build(2, count=1, yaw_deg=0, pitch_deg=0, roll_deg=0)
    (head,) = spec.labelled()
    local = head.pose.inverse().apply(spec.camera.pose.translation)
    assert local[0] > 0.4 and np.abs(local[1:]).max() < 1e-6


def test_a_positive_yaw_turns_to_the_persons_left():
    spec = build(2, count=1, yaw_deg=40, pitch_deg=0, roll_deg=0)
    local = spec.labelled()[0].pose.inverse().apply(spec.camera.pose.translation)
    assert np.degrees(np.arctan2(local[1], local[0])) == pytest.approx(-40.0)
    nose = spec.camera.project(spec.labelled()[0].pose.apply([0.06, 0.0, -0.04]))
    assert nose[0] > spec.camera.project(spec.labelled()[0].pose.translation)[0]


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_the_face_has_the_wanted_height(share):
    spec = build(3, count=1, face_height=share, age_years=30, focal_mm=70, yaw_deg=0, pitch_deg=0)
    (head,) = spec.labelled()
    chin, hairline = spec.camera.project(head.pose.apply([[0.0, 0.0, -0.115], [0.0, 0.0, 0.07]]))
    assert (chin[1] - hairline[1]) / 240 == pytest.approx(share, rel=0.15)


def test_every_head_is_in_the_picture():
    for seed in range(4):
        spec = build(seed, hair_style="bald")
        for item in spec.labelled():
            x, y = spec.camera.project(item.pose.translation)
            assert 10 < x < 310 and 10 < y < 230


def test_an_unknown_parameter_is_refused():
    with pytest.raises(ConfigError, match="did you mean 'skin_tone'"):
        build(skin_ton=3)


def test_a_skin_tone_off_the_scale_is_refused():
    with pytest.raises(ConfigError, match="skin_tone"):
        build(skin_tone=11)
