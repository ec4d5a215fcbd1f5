"""People on their feet, and those who turn their backs to the camera."""

import numpy as np
import pytest

from assets import SceneError
from scenes import find_scene, sample
from scenes.people import SHOTS
from scenes.people.bystanders import AWAY_RAD
from scenes.people.layout import FACE_HEIGHT_M
from scenes.people.props import MAKERS
from scenes.people.standing import APART_M, LOWEST_M, Ground, standing

STANDING = [kind for kind, shot in SHOTS.items() if shot.ground is not None]
FOCAL_PX, SIZE = 400.0, (320, 240)
LEVEL = Ground("1.6", "0.4", 2.0, aside=0.1, roll_deg=0.0)


def rng(seed=0):
    return np.random.default_rng(np.random.SeedSequence(seed))


def build(seed=0, **values):
    script = find_scene("faces")
    params = script.params.read({"hair_style": "bald", "held": "none", **values}, "faces").with_size(SIZE)
    return sample(script, params, rng(seed))[0]


@pytest.mark.parametrize("share", [0.08, 0.2, 0.45])
def test_the_subject_is_as_large_as_asked_for_and_where_the_shot_has_it(share):
    at = standing(rng(), LEVEL, [1.6], share, FOCAL_PX, SIZE)
    x, y, z = at.heads[0]
    assert FOCAL_PX * FACE_HEIGHT_M / at.distance == pytest.approx(share * SIZE[1])
    assert (0.5 + FOCAL_PX * y / z / SIZE[1]) == pytest.approx(0.4, abs=0.01)
    assert abs(FOCAL_PX * x / z) < 0.42 * SIZE[0]


def test_eyes_are_as_high_above_the_ground_as_people_are_tall():
    at = standing(rng(3), LEVEL, [1.6, 1.2, 1.75], 0.1, FOCAL_PX, SIZE)
    heights = at.view.apply(np.array(at.heads))[:, 2] - at.ground_z
    np.testing.assert_allclose(heights, [1.6, 1.2, 1.75])


def test_nobody_stands_in_somebody_and_no_two_are_in_line():
    at = standing(rng(1), LEVEL, [1.6] * 12, 0.1, FOCAL_PX, SIZE)
    heads = at.view.apply(np.array(at.heads))[:, :2]
    gaps = np.linalg.norm(heads[:, None] - heads[None], axis=2)[np.triu_indices(12, 1)]
    assert gaps.min() > APART_M
    assert len(np.unique(np.round(heads[:, 0], 2))) == 12  # no rows


def test_no_room_is_one_clear_error():
    with pytest.raises(SceneError, match="standing: expected room for"):
        standing(rng(), Ground("1.6", "0.4", 0.0), [1.6] * 40, 0.4, 200.0, SIZE)


@pytest.mark.parametrize("kind", STANDING)
def test_legs_reach_the_ground(kind):
    spec = build(2, shot=kind, count=2, pitch_deg=0, roll_deg=0, bystanders=0, garment="t_shirt")
    feet = []
    for item in spec.labelled():
        (below,) = (mesh for mesh in item.asset.meshes if mesh.name == "below")
        feet.append(item.pose.apply(below.vertices)[:, 2].min())
    assert np.ptp(feet) < 0.06
    assert spec.parameters["camera_height_m"] > LOWEST_M


def test_bystanders_turn_their_backs_and_have_no_labels():
    spec = build(4, shot="march", count=3, bystanders=6)
    others = [item for item in spec.placed if item.asset.name == "pedestrian"]
    assert len(others) >= 3
    for item in others:
        away = item.pose.translation - spec.camera.pose.translation
        facing = item.pose.rotation[:2, 0]
        assert facing @ away[:2] / np.linalg.norm(away[:2]) > np.cos(AWAY_RAD) - 0.02
        assert item.instance_id == 0
    assert not [
        item for item in build(4, shot="march", count=3, bystanders=0).placed if item.asset.name == "pedestrian"
    ]


def test_bystanders_move_nobody():
    few, many = (build(5, shot="street", count=2, bystanders=count) for count in (0, 5))
    for one, other in zip(few.labelled(), many.labelled(), strict=True):
        np.testing.assert_array_equal(one.pose.translation, other.pose.translation)
        assert one.asset.attributes == other.asset.attributes


def test_films_go_with_the_shot():
    films = {build(seed, shot="webcam", count=1).parameters["film"] for seed in range(8)}
    assert "call" in films
    assert films <= {"call", "phone", "camera"}


def test_a_crowd_in_depth_has_faces_of_many_sizes():
    spec = build(1, shot="march", count=14, face_height=0.2, bystanders=0)
    depths = [float(spec.camera.to_camera(item.pose.translation)[2]) for item in spec.labelled()]
    assert max(depths) > 2.5 * min(depths)


def test_things_hide_no_subject():
    spec = build(6, shot="street", count=2, bystanders=0, props=12, background="outdoors")
    empty = build(6, shot="street", count=2, bystanders=0, props=0, background="outdoors")
    assert len(spec.placed) > len(empty.placed) + 3
    for one, other in zip(empty.labelled(), spec.labelled(), strict=True):
        np.testing.assert_array_equal(one.pose.translation, other.pose.translation)


@pytest.mark.parametrize("name", MAKERS)
def test_things_stand_on_the_ground_and_have_no_labels(name):
    thing = MAKERS[name](rng(1))
    assert not thing.labels
    if name != "solid":  # which hangs, or lies half in it
        assert min(float(mesh.vertices[:, 2].min()) for mesh in thing.meshes) > -0.05


@pytest.mark.parametrize(("kind", "asset"), [("stage", "stage"), ("stands", "stands")])
def test_halls_are_behind_everybody(kind, asset):
    spec = build(3, shot="sport", count=3, background=kind, bystanders=0, props=0)
    (back,) = (item for item in spec.placed if item.asset.name == asset)
    last = max(float(spec.camera.to_camera(item.pose.translation)[2]) for item in spec.labelled())
    assert float(spec.camera.to_camera(back.pose.translation)[2]) > last
    assert spec.parameters["background"] == kind


def test_arms_of_people_who_stand_hang_each_in_its_own_way():
    spec = build(1, shot="march", count=6, bystanders=0, props=0, garment="t_shirt")
    widths = []
    for item in spec.labelled():
        (shirt,) = (mesh for mesh in item.asset.meshes if mesh.name == "garment")
        widths.append(np.ptp(shirt.vertices[:, 1]))
    assert np.std(widths) > 0.01
