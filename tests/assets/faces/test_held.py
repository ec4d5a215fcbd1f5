"""Hands at faces, and what they hold before them."""

import dataclasses
import functools

import numpy as np
import pytest

from assets.faces import FACE_PARTS, HEAD_PARTS, PARSING_CLASS, Identity, Look, bake, held, person, random_local, shape
from assets.faces.groom import Body
from assets.faces.held import bones, grips, hand, limb
from assets.faces.held.things import THINGS
from assets.faces.look import HELD
from assets.faces.surface import body_faces, limit, normals
from assets.geometry import Curves
from assets.materials import Material

KINDS = HELD[1:]
TOUCHING = ("hand", "cup", "bottle")
PEOPLE = {"hand": 20}  # empty hands come in several gestures; of the others some
SOME = 6


def somebody(seed):
    rng = np.random.default_rng(seed)
    age = float(rng.uniform(5.0, 85.0))
    identity = Identity(age, float(rng.random()), *(0.1 + rng.random(3)).tolist(), local=random_local(rng, age))
    return identity, (float(rng.uniform(-0.6, 0.6)), float(rng.uniform(-0.2, 0.2)), 0.0)


@functools.cache
def posed(seed):
    """Vertices at rest, posed, and on the limit surface."""
    identity, neck = somebody(seed)
    before = shape.neutral(identity)
    control = shape.posed(before, {}, neck)
    return before, control, limit(control, body_faces())


@functools.cache
def reach(seed, kind):
    before, control, surface = posed(seed)
    identity, neck = somebody(seed)
    look = Look(held=kind, neck_rad=neck)
    return held.hold(np.random.default_rng(seed), identity, look, before, control, surface, ()), control, surface, look


def depth(surface, points):
    """Metres from the head's surface of points (N, 3), negative inside, by the nearest vertex."""
    data, facing = bake.load(), normals(surface, body_faces())
    inside = np.zeros(len(surface), bool)
    inside[body_faces()] = True
    inside &= (data.masks["torso"] < 0.5) & (data.masks["mouth"] < 0.3) & (data.masks["ears"] < 0.3)  # ears give way
    ground, up = surface[inside], facing[inside]
    where = Body(ground, up).nearest(points.astype(np.float32))
    apart = points - ground[where]
    height = (apart * up[where]).sum(1)
    aside = np.linalg.norm(apart, axis=1) > 2.0 * np.abs(height)  # beside an ear, say, and behind no surface
    return np.where(aside & (height < 0.0), 0.01, height)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_goes_into_the_head_and_what_touches_it_does(kind):
    for seed in range(PEOPLE.get(kind, SOME)):
        found, control, surface, look = reach(seed, kind)
        pieces = [mesh.vertices for mesh in found.meshes(control, look, Material("skin"), None)]
        gaps = depth(surface, np.concatenate(pieces))
        assert gaps.min() > -0.0035, f"person {seed}"
        if kind in TOUCHING:
            assert gaps.min() < 0.004, f"person {seed}"


@pytest.mark.parametrize("kind", KINDS)
def test_elbows_hang_below_the_shoulders(kind):
    data = bake.load()
    high = 0
    for seed in range(PEOPLE.get(kind, SOME)):
        found, control, _, _ = reach(seed, kind)
        shoulder = control[data.vertices_of(f"joint-{'l' if found.side > 0 else 'r'}-shoulder")].mean(0)
        high += bool(found.reach.elbow[2] > shoulder[2])
    assert high <= 1


def test_the_forearm_ends_in_the_raised_arm_of_the_bust():
    data = bake.load()
    for seed in range(6):
        found, control, _, _ = reach(seed, "hand")
        after = found.raised(control)
        moved = np.linalg.norm(after - control, axis=1) > 1e-6
        assert (found.side * data.rest[moved, 1] > 0.0).all()
        fore = moved & (data.masks["arm"] > 0.99) & (np.abs(data.rest[:, 1]) > 0.37)
        elbow, wrist = (point * [1.0, found.side, 1.0] for point in (found.reach.elbow, found.reach.wrist))
        along = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        apart = after[fore] - elbow
        assert np.linalg.norm(apart - (apart @ along)[:, None] * along, axis=1).max() < 0.075


@pytest.mark.parametrize("name", THINGS)
def test_fingers_close_around_a_thing_and_stay_out_of_it(name):
    thing = THINGS[name](np.random.default_rng(1))
    grip = grips.grip(np.random.default_rng(1), hand.hand(Identity()), thing)
    gaps = thing.distance(grip.points)
    assert gaps.min() > -0.003
    data = bones.load()
    fingers = data.weights[:, bones.HAND + 1 :].sum(1) > 0.9
    assert (gaps[fingers] < 0.004).sum() > 10


def test_fingers_bend_towards_the_palm():
    whole = hand.hand(Identity())
    tips = [whole.bent(np.full((5, 3), angle))[:, 2].min() for angle in (0.0, 0.4)]
    assert tips[1] < tips[0] - 0.01


def test_a_hand_is_no_part_of_face_or_head():
    assert not {"hand", *THINGS} & (FACE_PARTS | HEAD_PARTS)
    assert not {"hand", *THINGS} & set(PARSING_CLASS)


@pytest.mark.parametrize("kind", HELD)
def test_a_person_tells_what_is_held_and_has_two_hands(kind):
    asset = person(np.random.default_rng(2), Identity(), Look(held=kind, hair_style="bald"))
    names = [mesh.name for mesh in asset.meshes]
    assert asset.attributes["held"] == kind
    assert [names.count(f"{side}_{what}") for side in ("left", "right") for what in ("hand", "sleeve")] == [1, 1, 1, 1]
    assert (kind in names) == (kind in THINGS)


@pytest.mark.parametrize("kind", KINDS)
def test_one_hand_is_at_the_face_and_the_other_hangs(kind):
    asset = person(np.random.default_rng(2), Identity(), Look(held=kind, hair_style="bald"))
    high = sorted(mesh.vertices[:, 2].max() for mesh in asset.meshes if mesh.name.endswith("_hand"))
    assert high[0] < -0.4 < -0.15 < high[1]


def test_the_rest_of_a_person_stays_the_same():
    looks = (Look(held=kind, headwear="cap", glasses="clear", hair_style="bald") for kind in ("none", "phone"))
    free, busy = (person(np.random.default_rng(4), Identity(), look) for look in looks)
    same = {mesh.name: mesh for mesh in free.meshes}
    assert free.keypoints == busy.keypoints
    for mesh in busy.meshes:
        if mesh.parts[0] in ("glasses", "headwear", "left_eye"):
            np.testing.assert_array_equal(mesh.vertices, same[mesh.name].vertices)


def test_hair_lies_between_head_and_hand():
    found, *_ = reach(0, "hand")
    fingers = bones.load().weights[:, bones.HAND + 1 :].sum(1) > 0.9
    over = (found.reach.points[fingers] * [1.0, found.side, 1.0] - limb.CENTRE) * 1.1 + limb.CENTRE
    strands = Curves(
        "hair", over[:, None].repeat(2, 1).astype(np.float32), np.ones((len(over), 2)), Material("h"), "hair"
    )
    (pressed,) = found.press([strands])
    far = [np.linalg.norm(points - limb.CENTRE, axis=-1) for points in (over, pressed.points[:, 0])]
    assert (far[1] < far[0] / 1.1 - 0.001).mean() > 0.9
    (free,) = found.press([replace_points(strands, -0.2)])
    np.testing.assert_allclose(free.points, replace_points(strands, -0.2).points, atol=1e-6)


def replace_points(strands, share):
    """On the other side of the head, far inside."""
    points = (limb.CENTRE + share * (strands.points - limb.CENTRE)).astype(np.float32)
    return dataclasses.replace(strands, points=points)
