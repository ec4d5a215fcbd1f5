"""The scenes of people, without rendering them."""

import numpy as np
import pytest

from scenes import find_scene, sample


def build(name, seed=0, size=(320, 240), **values):
    script = find_scene(name)
    params = script.params.read({"hair_style": "bald", **values}, name).with_size(size)
    return sample(script, params, np.random.default_rng(np.random.SeedSequence(seed)))[0]


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("portrait", 1, 1), ("group", 2, 6), ("faces_cctv", 1, 5), ("passport", 1, 1), ("webcam", 1, 2)],
)
def test_a_scene_has_as_many_people_as_its_name_says(name, least, most):
    spec = build(name)
    assert least <= len(spec.labelled()) == spec.parameters["count"] <= most
    assert spec.parameters["shot"] == name


def test_a_crowd_is_coarse():
    spec = build("crowd", count=10)
    people = spec.labelled()
    assert len(people) == 10
    assert all(mesh.subdivision == 0 for item in people for mesh in item.asset.meshes)


def test_passports_are_frontal_neutral_and_before_a_wall():
    spec = build("passport", seed=2)
    (head,) = spec.labelled()
    local = head.pose.inverse().apply(spec.camera.pose.translation)
    assert np.degrees(np.arccos(local[0] / np.linalg.norm(local))) < 10.0
    said = head.asset.attributes
    assert (said["expression"], said["headwear"], said["facewear"]) == ("neutral", "none", "none")
    assert [item.asset.name for item in spec.placed if not item.instance_id] == ["backdrop"]


def test_a_camera_on_a_wall_looks_down_on_heads_that_stay_level():
    spec = build("faces_cctv", seed=1, count=1, pitch_deg=0, roll_deg=0, camera_pitch_deg=-40)
    (head,) = spec.labelled()
    assert spec.camera.pose.translation[2] > head.pose.translation[2] + 0.2
    assert abs(np.degrees(np.arcsin(head.pose.rotation[2, 0]))) < 6.0


@pytest.mark.parametrize(
    ("count", "shots"), [(1, {"portrait", "webcam", "faces_cctv", "passport"}), (4, {"group", "faces_cctv"})]
)
def test_the_mixture_chooses_by_how_many_there_are(count, shots):
    seen = {build("faces", seed, count=count).parameters["shot"] for seed in range(9 if count == 1 else 2)}
    assert seen <= shots
    assert len(seen) > 1 or count > 1
