"""What people wear fits every head, lies on the skin and not in it, and covers what it should."""

import numpy as np
import pytest

from assets.faces import GARMENTS, PARTS, Identity, Look, bake, person, shape, wear
from assets.faces.look import FACEWEAR, HEADWEAR
from assets.faces.surface import body_faces, limit, normals
from assets.faces.wear import lower

HEADS = {
    "man": {"age_years": 40.0, "gender": 0.0, "weight": 0.8},
    "woman": {"age_years": 70.0, "gender": 1.0, "weight": 0.2},
    "child": {"age_years": 5.0, "gender": 0.5},
}
ON_HEAD = [("headwear", name) for name in HEADWEAR[1:]] + [("facewear", name) for name in FACEWEAR[1:]]


@pytest.fixture(params=HEADS, ids=str)
def head(request: pytest.FixtureRequest) -> tuple[np.ndarray, np.ndarray]:
    control = shape.vertices(Identity(**HEADS[request.param]), {}, (0.3, -0.2, 0.1))
    return control, limit(control, body_faces())


def dressed(head, seed=0, **look):
    return wear.put_on(np.random.default_rng(seed), *head, Look(**look))


def vertices(meshes):
    return np.concatenate([mesh.vertices for mesh in meshes])


def skin_of(surface, *masks):
    """Vertices of the head where any of some masks is; without masks, all but ears and the inside of the mouth."""
    data = bake.load()
    used = np.unique(body_faces())
    head = used[data.masks["torso"][used] < 0.02]
    if masks:
        return surface[head[np.max([data.masks[key][head] for key in masks], axis=0) > 0.5]]
    return surface[head[(data.masks["ears"][head] < 0.1) & (data.masks["mouth"][head] < 0.1)]]


@pytest.mark.parametrize(("key", "name"), ON_HEAD)
def test_it_is_labelled_and_light(head, key, name):
    worn = dressed(head, **{key: name})
    assert worn.others and worn.layers
    assert {part for mesh in worn.others for part in mesh.parts} == {key}
    assert sum(len(mesh.face_sizes) for mesh in worn.others) < 8000


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("key", "name"), ON_HEAD)
def test_it_lies_outside_the_skin(head, key, name, seed):
    data, (_, surface) = bake.load(), head
    points = vertices([m for m in dressed(head, seed, **{key: name}).others if "loop" not in m.name])[::2]
    used = np.unique(body_faces())
    limits = {"ears": 0.1, "ear": 0.3, "mouth": 0.1, "torso": 0.3}  # pads rest on the roots of the ears
    used = used[np.all([data.masks[mask][used] < most for mask, most in limits.items()], axis=0)]
    skin, out = surface[used], normals(surface, body_faces())[used]
    nearest = ((skin**2).sum(1) - 2.0 * points @ skin.T).argmin(1)
    away = points - skin[nearest]
    height = (away * out[nearest]).sum(1)
    near = np.linalg.norm(away - height[:, None] * out[nearest], axis=1) < 0.006
    assert height[near].min() > -0.0025
    assert (height[near] < -0.0005).mean() < 0.01


@pytest.mark.parametrize("name", ["medical_mask", "cloth_mask", "ffp2_mask", "printed_mask"])
def test_a_mask_covers_mouth_and_nose(head, name):
    _, surface = head
    mask = next(mesh for mesh in dressed(head, facewear=name).others if mesh.name == "mask").vertices
    tip = skin_of(surface, "nose")[skin_of(surface, "nose")[:, 0].argmax()]
    for point in (tip, *skin_of(surface, "lips")[::5]):
        over = mask[np.linalg.norm(mask[:, 1:] - point[1:], axis=1).argmin()]
        assert np.linalg.norm(over[1:] - point[1:]) < 0.008
        assert over[0] > point[0]


def test_a_mask_below_the_nose_leaves_it_free_and_covers_the_mouth(head):
    _, surface = head
    worn = dressed(head, facewear="mask_below_nose")
    assert worn.covers(skin_of(surface, "lips")).mean() > 0.9
    nose = skin_of(surface, "nose")
    assert not worn.covers(nose[nose[:, 0] > nose[:, 0].max() - 0.008]).any()


@pytest.mark.parametrize("name", ["cap", "beanie", "hat", "hood", "headscarf", "helmet", "peaked_cap"])
def test_what_is_on_the_head_covers_the_crown_and_leaves_the_face(head, name):
    _, surface = head
    worn = dressed(head, headwear=name)
    skin = skin_of(surface)
    crown = skin[(skin[:, 2] > skin[:, 2].max() - 0.02) & (skin[:, 0] < -0.03)]
    assert worn.covers(crown).all()
    assert vertices(worn.others)[:, 2].max() > skin[:, 2].max() + 0.002
    assert not worn.covers(skin_of(surface, "lips", "eyelids", "nose")).any()


def test_a_headscarf_leaves_the_chin_free_and_hangs_from_it_to_the_shoulders(head):
    _, surface = head
    worn = dressed(head, headwear="headscarf")
    skin = skin_of(surface)
    front = skin[skin[:, 0] > -0.02]
    chin = front[np.abs(front[:, 2] - (front[:, 2].min() + 0.02)) < 0.01]
    assert not worn.covers(chin[chin[:, 0] > chin[:, 0].max() - 0.01]).any()
    cloth = vertices([mesh for mesh in worn.others if mesh.name == "headscarf"])
    joint = surface[bake.load().vertices_of("joint-neck")].mean(0)
    level = cloth[np.abs(cloth[:, 2] - joint[2]) < 0.01]
    assert np.ptp(level[:, 1]) > np.ptp(skin[:, 1]), "wider over the neck than the head is"


@pytest.mark.parametrize("garment", ["t_shirt", "suit", "dress"])
def test_people_stand_on_two_feet(head, garment):
    control, _ = head
    look = Look(garment=garment)
    clothes = dressed(head, garment=garment).clothes
    mesh = lower.below(np.random.default_rng(0), control, look, clothes)
    assert set(mesh.parts) == {"clothing", "neck"}
    hips, trunk = vertices(clothes)[:, 2].min(), -control[bake.load().vertices_of("joint-neck")].mean(0)[2]
    assert mesh.vertices[:, 2].max() > hips, "no gap below the bust"
    assert 2.0 < mesh.vertices[:, 2].min() / hips < 2.5, "legs are a little longer than what is above them"
    assert mesh.vertices[:, 2].max() < -2.0 * trunk


def test_hair_is_pressed_down_under_a_cap_and_comes_out_below_it():
    asset = person(np.random.default_rng(1), Identity(gender=1.0), Look(hair_style="long_straight", headwear="cap"))
    hair = np.concatenate([curves.points.reshape(-1, 3) for curves in asset.curves if curves.part == "hair"])
    cap = vertices([mesh for mesh in asset.meshes if mesh.parts == ("headwear",)])
    assert hair[:, 2].max() < cap[:, 2].max()
    assert (hair[:, 2] < -0.1).mean() > 0.1


def test_no_hair_shows_around_a_headscarf():
    looks = (Look(hair_style="curly", headwear=name) for name in ("none", "headscarf"))
    bare, scarf = (person(np.random.default_rng(1), Identity(), look) for look in looks)
    strands = [sum(len(c.points) for c in asset.curves if c.part == "hair") for asset in (bare, scarf)]
    assert strands[1] < 0.02 * strands[0]


@pytest.mark.parametrize("name", GARMENTS)
def test_every_garment_builds(head, name):
    worn = dressed(head, garment=name)
    assert {part for mesh in worn.clothes for part in mesh.parts} == {"clothing"}
    assert sum(len(mesh.face_sizes) for mesh in worn.clothes) < 8000
    assert len({mesh.name for mesh in worn.meshes}) == len(worn.meshes)


def test_a_turtleneck_goes_higher_up_the_neck_than_a_dress(head):
    tops = [vertices(dressed(head, garment=name).clothes)[:, 2].max() for name in ("dress", "t_shirt", "turtleneck")]
    assert tops == sorted(tops)


def test_earrings_hang_on_both_ears(head):
    _, surface = head
    rings = dressed(head, earrings=True).others
    ears = surface[bake.load().masks["ears"] > 0.5]
    assert [mesh.parts for mesh in rings] == [("left_ear",), ("right_ear",)]
    for mesh, sign in zip(rings, (1.0, -1.0), strict=True):
        own = ears[sign * ears[:, 1] > 0.0]
        assert np.linalg.norm(mesh.vertices[:, None] - own, axis=2).min() < 0.004
        assert mesh.vertices[:, 2].max() < own[:, 2].mean()


def test_the_same_seed_gives_the_same_things_and_another_seed_others(head):
    look = {"headwear": "hat", "facewear": "cloth_mask", "garment": "suit", "glasses": "clear", "earrings": True}
    first, again, other = (dressed(head, seed, **look).meshes for seed in (3, 3, 4))
    for one, same in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.vertices, same.vertices)
        assert one.materials == same.materials
    assert [mesh.materials for mesh in first] != [mesh.materials for mesh in other]


def test_all_parts_are_known():
    look = Look(headwear="hood", facewear="medical_mask", glasses="sunglasses", earrings=True, garment="hoodie")
    assert set(person(np.random.default_rng(0), Identity(), look).parts()) <= set(PARTS)
