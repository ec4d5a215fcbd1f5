"""The 70 points of a face: named, on the surface, and moved with it."""

import numpy as np
import pytest

from annotate.skeletons import SKELETONS
from assets.faces import EXPRESSIONS, Identity, Look, bake, facial_hair, person, random_local, shape
from assets.faces.facial_hair import Brows
from assets.faces.keypoints import NAMES, anchors, keypoints
from assets.faces.regions import EYES
from assets.faces.surface import body_faces, limit, normals
from assets.materials import Material

FACE = SKELETONS["face"]
MAN = Identity(age_years=30.0, gender=0.0, african=0.0, asian=0.0, european=1.0)
HAIR = Material("hair", "hair")


def points_of(identity=MAN, actions=None, look=None, neck=(0.0, 0.0, 0.0)):
    control = shape.vertices(identity, actions or {}, neck)
    found = keypoints(limit(control, body_faces()), control, look or Look())
    return {name: np.array(found[name]) for name in found}


def both(actions):
    return {f"{name}{side}": weight for name, weight in actions.items() for side in ("Left", "Right")}


def patches(mesh, places):
    """Closely spaced points on the rendered quads near some places."""
    quads = mesh.corners.reshape(-1, 4)
    surface = limit(mesh.vertices, quads)
    middle = surface[quads].mean(1)
    near = np.unique([np.linalg.norm(middle - place, axis=1).argsort()[:12] for place in places])
    u, v = np.stack(np.meshgrid(*[np.linspace(0.0, 1.0, 9)] * 2)).reshape(2, -1)
    weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], 1)
    return np.einsum("sk,fkc->fsc", weights, surface[quads[near]]).reshape(-1, 3)


def lid_gap(points, side):
    return np.mean([points[f"{side}_eye_{a}"][2] - points[f"{side}_eye_{b}"][2] for a, b in ((1, 5), (2, 4))])


def test_names_are_those_of_the_skeleton_in_ibugs_order():
    assert FACE.names == NAMES
    assert len(NAMES) == len(set(NAMES)) == 70
    starts = {"jaw_0": 0, "jaw_8": 8, "right_brow_0": 17, "left_brow_0": 22, "nose_bridge_3": 30, "nose_base_0": 31}
    starts |= {"right_eye_0": 36, "left_eye_0": 42, "outer_lip_0": 48, "inner_lip_0": 60, "right_pupil": 68}
    assert {name: NAMES.index(name) for name in starts} == starts


def test_the_flip_pairs_are_the_mirror_images_of_a_symmetric_face():
    points = points_of(Identity(age_years=40.0))
    for name, partner in zip(FACE.names, FACE.flip_order(), strict=True):
        np.testing.assert_allclose(points[name], points[FACE.names[partner]] * [1, -1, 1], atol=2e-5)


def test_flipping_twice_is_nothing():
    order = FACE.flip_order()
    assert [order[i] for i in order] == list(range(70))
    assert [FACE.names[i] for i, partner in enumerate(order) if i == partner] == [
        "jaw_8",
        *(f"nose_bridge_{i}" for i in range(4)),
        "nose_base_2",
        *("outer_lip_3", "outer_lip_9", "inner_lip_2", "inner_lip_6"),
    ]


def test_right_and_left_are_the_persons_and_contours_run_as_ibug_has_them():
    points = points_of()
    y, z = ({name: point[axis] for name, point in points.items()} for axis in (1, 2))
    assert y["right_pupil"] < -0.02 and y["left_pupil"] > 0.02
    for group, count in (("jaw", 17), ("right_brow", 5), ("left_brow", 5), ("nose_base", 5)):
        side = [y[f"{group}_{i}"] for i in range(count)]
        assert side == sorted(side)
    for group, right, left in (("right_eye", 0, 3), ("left_eye", 0, 3), ("outer_lip", 0, 6), ("inner_lip", 0, 4)):
        assert y[f"{group}_{right}"] < min(y[f"{group}_{i}"] for i in range(1, 6)) < y[f"{group}_{left}"]
        assert z[f"{group}_1"] >= z[f"{group}_5"]  # first over the upper side, then back
    bridge = [z[f"nose_bridge_{i}"] for i in range(4)]
    assert bridge == sorted(bridge, reverse=True)
    assert points["nose_bridge_3"][0] == pytest.approx(max(point[0] for point in points.values()), abs=2e-3)
    assert z["jaw_8"] == min(z.values())


@pytest.mark.parametrize("seed", range(3))
def test_every_person_has_all_of_them_on_the_skin(seed):
    rng = np.random.default_rng(seed)
    age = (6.0, 35.0, 80.0)[seed]
    identity = Identity(age_years=age, gender=rng.random(), local=random_local(rng, age))
    expression = tuple(EXPRESSIONS)[seed + 2]
    asset = person(rng, identity, Look(expression=expression, gaze_rad=(0.3, -0.2), neck_rad=(0.5, 0.2, 0.1)))
    assert tuple(asset.keypoints) == NAMES
    skin = next(mesh for mesh in asset.meshes if mesh.name == "skin")
    places = [asset.keypoints[name] for name in NAMES[:68]]
    surface = patches(skin, places)
    assert max(np.linalg.norm(surface - place, axis=1).min() for place in places) < 0.001


def test_pupils_are_the_front_of_the_eyeballs_and_follow_the_gaze():
    straight = points_of()
    aside = points_of(look=Look(gaze_rad=(0.4, 0.0)))
    up = points_of(look=Look(gaze_rad=(0.0, 0.25)))
    for side in ("right", "left"):
        assert aside[f"{side}_pupil"][1] > straight[f"{side}_pupil"][1] + 0.004
        assert up[f"{side}_pupil"][2] > straight[f"{side}_pupil"][2] + 0.003
    asset = person(np.random.default_rng(0), MAN, Look(gaze_rad=(0.4, 0.2), hair_style="bald"))
    for side in ("right", "left"):
        ball = next(mesh for mesh in asset.meshes if mesh.name == f"{side}_eye")
        tip = ball.vertices[np.hypot(*ball.attributes["disc"][:, :2].T) < 0.02].mean(0)
        np.testing.assert_allclose(asset.keypoints[f"{side}_pupil"], tip, atol=2e-4)


@pytest.mark.parametrize("side", ["right", "left"])
def test_lids_close_on_a_blink_and_open_wide(side):
    at_rest, closed, wide = (
        lid_gap(points_of(actions=both(actions)), side) for actions in ({}, {"eyeBlink": 1.0}, {"eyeWide": 1.0})
    )
    assert at_rest > 0.005
    assert closed < 0.25 * at_rest
    assert wide > at_rest


def test_lips_part_when_the_jaw_opens_and_its_chin_goes_down():
    closed, opened = points_of(), points_of(actions={"jawOpen": 0.6})
    gap_closed, gap_open = (points["inner_lip_2"][2] - points["inner_lip_6"][2] for points in (closed, opened))
    assert gap_closed < 0.003
    assert gap_open > 0.012
    assert opened["jaw_8"][2] < closed["jaw_8"][2] - 0.005
    np.testing.assert_allclose(opened["nose_bridge_0"], closed["nose_bridge_0"], atol=1e-4)


def test_corners_of_a_smiling_mouth_go_up_and_apart():
    plain, smiling = points_of(), points_of(actions=both({"mouthSmile": 1.0}))
    for corner, sign in (("outer_lip_0", -1.0), ("outer_lip_6", 1.0)):
        assert smiling[corner][2] > plain[corner][2] + 0.003
        assert sign * smiling[corner][1] > sign * plain[corner][1]


def test_outer_lips_enclose_inner_lips():
    points = points_of(actions={"jawOpen": 0.3})
    for outer, inner in ((0, 0), (3, 2), (6, 4), (9, 6)):
        a, b = points[f"outer_lip_{outer}"], points[f"inner_lip_{inner}"]
        middle = (points["outer_lip_0"] + points["outer_lip_6"]) / 2.0
        assert np.linalg.norm((a - middle)[1:]) > np.linalg.norm((b - middle)[1:])


@pytest.mark.parametrize("fullness", [0.2, 0.9])
def test_brow_points_lie_on_the_drawn_hairs(fullness):
    data = bake.load()
    control = data.rest - EYES
    surface = limit(control, body_faces())
    strands = facial_hair.brows(
        np.random.default_rng(0), surface, normals(control, body_faces()), HAIR, Brows(fullness)
    )
    on_skin = dict(zip(NAMES, anchors().of(surface), strict=False))
    for curves in strands:
        hairs = curves.points.reshape(-1, 3)
        points = np.array([on_skin[f"{curves.part}_{i}"] for i in range(5)])
        assert max(np.linalg.norm(hairs - point, axis=1).min() for point in points) < 0.0015
        ends = np.sort(np.abs(points[:, 1]))[[0, -1]]
        assert ends == pytest.approx(np.percentile(np.abs(hairs[:, 1]), [1, 99]), abs=0.003)
