"""The scenes of people, without rendering them."""

import numpy as np
import pytest

from assets.faces.look import HELD
from assets.standins import for_labels
from scenes import find_scene, sample
from scenes.distributions import parse
from scenes.people import SHOTS, People


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
    assert said["held"] == "none"
    assert [item.asset.name for item in spec.placed if not item.instance_id] == ["backdrop"]


def test_a_camera_on_a_wall_looks_down_on_heads_that_stay_level():
    spec = build("faces_cctv", seed=1, count=1, pitch_deg=0, roll_deg=0, camera_pitch_deg=-40)
    (head,) = spec.labelled()
    assert spec.camera.pose.translation[2] > head.pose.translation[2] + 0.2
    assert abs(np.degrees(np.arcsin(head.pose.rotation[2, 0]))) < 6.0


@pytest.mark.parametrize(
    ("count", "shots"),
    [
        (1, {"portrait", "webcam", "faces_cctv", "passport", "street", "sport", "stage"}),
        (4, {"group", "faces_cctv", "street", "sport", "stage", "march"}),
    ],
)
def test_the_mixture_chooses_by_how_many_there_are(count, shots):
    seen = {build("faces", seed, count=count).parameters["shot"] for seed in range(9 if count == 1 else 2)}
    assert seen <= shots
    assert len(seen) > 1 or count > 1


@pytest.mark.parametrize("name", HELD)
def test_what_is_held_can_be_asked_for(name):
    (person,) = build("portrait", held=name).labelled()
    assert person.asset.attributes["held"] == name


def test_one_in_eleven_has_a_hand_at_the_face():
    rng = [np.random.default_rng(np.random.SeedSequence(seed)) for seed in range(600)]
    drawn = [People().name_or(one, "held", parse(SHOTS["portrait"].held)) for one in rng]
    assert 0.06 < np.mean([name != "none" for name in drawn]) < 0.12
    assert set(drawn) == set(HELD)
    for quiet in ("crowd", "passport"):
        assert {People().name_or(one, "held", parse(SHOTS[quiet].held)) for one in rng[:50]} == {"none"}


def test_what_is_held_changes_nothing_else():
    free, busy = (build("portrait", seed=5, held=name) for name in ("none", "cup"))
    (one,), (other,) = free.labelled(), busy.labelled()
    assert {key for key, value in one.asset.attributes.items() if other.asset.attributes[key] != value} == {"held"}
    np.testing.assert_array_equal(one.pose.rotation, other.pose.rotation)
    assert dict(free.parameters) == dict(busy.parameters)


def test_nobody_masculine_wears_a_dress_unless_nothing_else_is_asked_for():
    def straps(**values):
        (person,) = build("portrait", gender=0, held="none", sleeves="long", **values).labelled()
        return not any(mesh.name == "collar" for mesh in person.asset.meshes)

    assert not any(straps(seed=seed, garment="choice({dress: 9, t_shirt: 1})") for seed in range(3))
    assert straps(garment="dress")


def test_most_cameras_expose_for_faces_and_the_others_say_so():
    with for_labels():
        pictures = [build("portrait", k) for k in range(40)]
    told = [picture.parameters["metering"] for picture in pictures]
    assert 0 < told.count("scene") < 8
    for picture, metering in zip(pictures, told, strict=True):
        assert bool(picture.camera.exposes_for) == (metering == "faces")
    with for_labels():
        asked = [build("portrait", metering="scene"), build("portrait", metering="faces", exposure_ev=-2)]
        assert build("portrait", metering="faces", exposure_ev=-0.5).camera.exposes_for
    for picture in asked:
        assert (picture.parameters["metering"], picture.camera.exposes_for) == ("scene", frozenset())
