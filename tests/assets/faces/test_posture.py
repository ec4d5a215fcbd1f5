"""Arms that do something else than hang: where their hands are, and what they stay out of."""

import functools

import numpy as np
import pytest

from assets.faces import Identity, Look, bake, held, person, shape
from assets.faces.held import arm, bones
from assets.faces.held.posture import PAIRS, POSTURES
from assets.faces.look import ARMS
from assets.faces.surface import body_faces, normals
from assets.faces.trunk import trunk_of

SEEDS = range(6)


@functools.cache
def doing(arms, seed):
    """Limbs, vertices before, the trunk's measure of them."""
    rng = np.random.default_rng(seed)
    identity = Identity(float(rng.uniform(6.0, 80.0)), float(rng.random()))
    look = Look(arms=arms, neck_rad=(float(rng.uniform(-0.6, 0.6)), float(rng.uniform(-0.2, 0.2)), 0.0))
    before = shape.neutral(identity)
    control = shape.posed(before, {}, look.neck_rad, ((0.15, 0.1), (0.15, 0.1)))
    return held.postured(rng, identity, look, before, control), control


def place(control, points):
    """Points (N, 3) in front, to the left and up, adult metres from the middle of the hips."""
    trunk = trunk_of(control)
    axes = np.stack([trunk.front, trunk.left, trunk.up])
    return (points - trunk.middle) @ axes.T / (axes**2).sum(1)


def hands(arms, seed):
    """Of the left and the right hand, (2, 3): where its middle is."""
    limbs, control = doing(arms, seed)
    palm = bones.load().weights[:, bones.ARM] < 0.5
    middles = {each.side: (each.reach.points[palm] * [1.0, each.side, 1.0]).mean(0) for each in limbs}
    return place(control, np.stack([middles[1.0], middles[-1.0]]))


@pytest.mark.parametrize("arms", ARMS)
def test_each_side_has_one_arm_as_long_as_it_was(arms):
    for seed in SEEDS:
        limbs, control = doing(arms, seed)
        assert sorted(each.side for each in limbs) == [-1.0, 1.0]
        for each in limbs:
            before = np.linalg.norm(each.hanging[0] - each.hanging[1])
            assert np.linalg.norm(each.reach.elbow - each.reach.wrist) == pytest.approx(before, rel=0.25)
            side = "l" if each.side > 0.0 else "r"
            joint = control[bake.load().vertices_of(f"joint-{side}-shoulder")].mean(0) * [1.0, each.side, 1.0]
            assert np.linalg.norm(each.reach.elbow - joint) < 1.2 * np.linalg.norm(
                each.hanging[0] * [1, each.side, 1] - joint
            )


def test_hands_are_where_the_posture_has_them():
    for seed in SEEDS:
        hang, fold, raise_, clap = (hands(name, seed) for name in ("hanging", "folded", "raised", "clapping"))
        assert (hang[:, 2] < 0.12).all() and hang[0, 1] > 0.12 and hang[1, 1] < -0.12
        assert fold[0, 1] < 0.0 < fold[1, 1], "each hand is on the other side"
        assert (fold[:, 0] > 0.1).all()
        assert raise_[:, 2].max() > 0.8
        assert np.abs(clap[0] - clap[1]).max() < 0.15
        assert (clap[:, 0] > 0.2).all()
        assert (hands("behind", seed)[:, 0] < -0.1).all()


@pytest.mark.parametrize("arms", sorted({*POSTURES} - {"pockets"}))
def test_hands_stay_out_of_the_body(arms):
    data = bake.load()
    for seed in SEEDS:
        limbs, control = doing(arms, seed)
        used = np.unique(body_faces())
        used = used[(data.masks["arm"][used] < 0.1) & (data.masks["mouth"][used] < 0.3)]
        ground, up = control[used], normals(control, body_faces())[used]
        for each in limbs:
            palm = bones.load().weights[:, bones.ARM] < 0.2
            skin = (each.reach.points[palm] * [1.0, each.side, 1.0]).astype(np.float32)
            nearest = ((ground**2).sum(1) - 2.0 * skin @ ground.T).argmin(1)
            apart = skin - ground[nearest]
            inside = ((apart * up[nearest]).sum(1) < -0.004) & (np.linalg.norm(apart, axis=1) < 0.05)
            assert inside.mean() < 0.01, f"person {seed}"


@pytest.mark.parametrize("arms", PAIRS)
def test_hands_that_meet_do_not_go_through_one_another(arms):
    """But for fingers of a few: they are thrown together without being fitted."""
    for seed in SEEDS:
        (first, second), _ = doing(arms, seed)
        own = first.reach.points * [1.0, first.side, 1.0]
        faces = bones.load().faces if first.side > 0.0 else bones.load().faces[:, ::-1]
        out = normals(own.astype(np.float32), faces)
        skin = second.reach.points * [1.0, second.side, 1.0]
        nearest = ((own**2).sum(1) - 2.0 * skin @ own.T).argmin(1)
        apart = skin - own[nearest]
        inside = ((apart * out[nearest]).sum(1) < -0.006) & (np.linalg.norm(apart, axis=1) < 0.02)
        assert inside.mean() < 0.10, f"person {seed}"


def test_the_same_draws_give_the_same_arms():
    one, other = (held.postured(np.random.default_rng(3), Identity(), Look(arms="hips"), *rest()) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a.reach.points, b.reach.points)


def rest():
    before = shape.neutral(Identity())
    return before, shape.posed(before, {}, (0.0, 0.0, 0.0))


def test_a_forearm_is_twisted_at_the_wrist_and_not_at_the_elbow():
    wrist, elbow = np.array([0.0, 0.0, 0.0]), np.array([0.0, 0.0, 0.25])
    points = np.array([[0.03, 0.0, 0.0], [0.03, 0.0, 0.125], [0.03, 0.0, 0.25]])
    out = arm.untwisted(points, wrist, elbow, np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0]))
    angles = np.degrees(np.arctan2(out[:, 1], out[:, 0]))
    np.testing.assert_allclose(angles, [0.0, 45.0, 90.0], atol=1e-3)


@pytest.mark.parametrize("arms", ARMS)
def test_a_person_tells_what_arms_do(arms):
    asset = person(np.random.default_rng(2), Identity(), Look(arms=arms, hair_style="bald"))
    assert asset.attributes["arms"] == arms
    hand = [mesh for mesh in asset.meshes if mesh.name.endswith("_hand")]
    assert {part for mesh in hand for part in mesh.parts} == {"hand"}


def test_a_hand_in_a_pocket_is_not_there():
    sizes = {}
    for arms in ("hanging", "pockets"):
        asset = person(np.random.default_rng(2), Identity(), Look(arms=arms, hair_style="bald"))
        sizes[arms] = min(len(mesh.face_sizes) for mesh in asset.meshes if mesh.name.endswith("_hand"))
    assert sizes["pockets"] < 0.5 * sizes["hanging"]


def test_small_faces_have_plain_hands_unless_arms_do_something():
    for arms, plain in (("hanging", True), ("raised", False)):
        asset = person(np.random.default_rng(2), Identity(), Look(arms=arms, hair_style="bald"), detail=0.1)
        assert (not any(mesh.name.endswith("_hand") for mesh in asset.meshes)) == plain
