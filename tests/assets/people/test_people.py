"""People: who stands on the ground, sits on the saddle, holds the bars, and costs little."""

import numpy as np
import pytest

from assets import AssetError, Mesh
from assets.people import bake, build, driver, mannequin, pedestrian, poses, rider
from assets.people.skeleton import Posture, joints_of, skin
from assets.people.vectors import about, quaternions, rotate

SEEDS = range(6)
HIPS = (-0.3, 0.0, 0.82)
HANDS = ((0.30, 0.34, 1.05), (0.30, -0.34, 1.05))
FEET = ((0.05, 0.18, 0.32), (0.05, -0.18, 0.32))


def nearest(mesh: Mesh, point: tuple[float, float, float]) -> float:
    return float(np.linalg.norm(mesh.vertices - np.array(point), axis=1).min())


def volume(mesh: Mesh) -> float:
    """Cubic metres that the triangles enclose, negative where they look inward."""
    a, b, c = mesh.vertices[mesh.corners.reshape(-1, 3)].astype(np.float64).transpose(1, 0, 2)
    return float((a * np.cross(b, c)).sum() / 6.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pedestrian_stands_on_the_ground_and_has_the_size_of_a_person(seed: int) -> None:
    asset = pedestrian(np.random.default_rng(seed))
    mesh = asset.meshes[0]
    low, high = mesh.vertices.min(0), mesh.vertices.max(0)
    assert low[2] == pytest.approx(0.0, abs=1e-4)
    assert 1.0 < high[2] < 2.1
    assert np.allclose(high - low, asset.size, atol=1e-3)
    assert max(asset.size[:2]) < 1.3
    assert not asset.labels
    assert len(mesh.face_sizes) <= 8500
    assert 0.015 < volume(mesh) < 0.4  # faces look outward: inside out it would be negative


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rider_sits_on_the_saddle_with_hands_on_the_bars_and_feet_on_the_pegs(seed: int) -> None:
    (mesh,) = rider(np.random.default_rng(seed), HIPS, HANDS, FEET, 0.2, "full")
    seat = mesh.vertices[(np.abs(mesh.vertices - HIPS)[:, :2] < (0.1, 0.06)).all(1)]
    assert seat[:, 2].min() == pytest.approx(HIPS[2], abs=0.04)
    assert all(nearest(mesh, hand) < 0.05 for hand in HANDS)
    assert all(nearest(mesh, foot) < 0.05 for foot in FEET)
    assert set(mesh.parts) == {"rider"}


def test_a_rider_out_of_reach_leans_forward_and_stays_whole() -> None:
    far = tuple((x + 1.0, y, z) for x, y, z in HANDS)
    (upright,) = rider(np.random.default_rng(1), HIPS, HANDS, FEET)
    (stretched,) = rider(np.random.default_rng(1), HIPS, (far[0], far[1]), FEET)
    assert stretched.vertices[:, 0].max() > upright.vertices[:, 0].max() + 0.1
    assert np.ptp(stretched.vertices, axis=0).max() < 1.9


def test_an_unknown_helmet_is_refused_by_name() -> None:
    with pytest.raises(AssetError, match="did you mean 'full'"):
        rider(np.random.default_rng(0), HIPS, HANDS, FEET, helmet="fulll")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_driver_is_coarse_and_holds_the_wheel(seed: int) -> None:
    hands = ((0.42, 0.18, 0.68), (0.42, -0.18, 0.68))
    (mesh,) = driver(np.random.default_rng(seed), (0.0, 0.0, 0.3), hands)
    assert len(mesh.face_sizes) <= 2500
    assert all(nearest(mesh, hand) < 0.06 for hand in hands)
    assert set(mesh.parts) == {"driver"}


def test_the_same_seed_is_the_same_person_and_another_seed_another() -> None:
    one, again, other = (pedestrian(np.random.default_rng(seed)).meshes[0] for seed in (3, 3, 4))
    assert np.array_equal(one.vertices, again.vertices)
    assert one.materials == again.materials
    assert one.vertices.shape != other.vertices.shape or not np.allclose(one.vertices, other.vertices)


def test_children_are_short_and_adults_tall() -> None:
    heights = {
        age: [build.random_build(np.random.default_rng(s), age).height_m for s in range(40)] for age in (6.0, 30.0)
    }
    assert min(heights[6.0]) >= 1.05 and max(heights[6.0]) < 1.35
    assert 1.5 < np.mean(heights[30.0]) < 1.85


@pytest.mark.parametrize("bent", [0.0, 0.6, 1.2])
def test_a_leg_reaches_its_target_with_the_knee_in_front(bent: float) -> None:
    posture = _posture()
    hip = posture.joint("thigh_l")
    target = hip + np.array([0.1, 0.0, -0.74 + 0.3 * bent])
    posture.reach("thigh_l", "calf_l", "foot_l", target, np.array([1.0, 0.0, 0.0]))
    assert np.allclose(posture.joint("foot_l"), target, atol=1e-6)
    middle = (hip + target) / 2.0
    assert posture.joint("calf_l")[0] > middle[0]


def test_a_limb_keeps_its_length_when_the_target_is_too_far() -> None:
    posture = _posture()
    length = posture.length("thigh_l", "calf_l") + posture.length("calf_l", "foot_l")
    posture.reach("thigh_l", "calf_l", "foot_l", np.array([5.0, 0.1, 0.0]), np.array([0.0, 0.0, 1.0]))
    assert 0.98 * length < np.linalg.norm(posture.joint("foot_l") - posture.joint("thigh_l")) <= length


def test_walking_feet_touch_the_ground_in_turn() -> None:
    lows = []
    for seed in range(30):
        posture = _posture()
        poses.walk(np.random.default_rng(seed), posture)
        left, right = (float(posture.joint(f"ball_{s}")[2]) for s in "lr")
        lows.append(left - right)
    assert min(lows) < -0.03 and max(lows) > 0.03


def test_the_skin_follows_a_rigid_turn_exactly() -> None:
    data = bake.load()
    posture = _posture()
    rotation = about([0.3, -0.5, 0.8], 1.1)
    posture.turned["pelvis"] = rotation
    posture.root = np.array([1.0, 2.0, 3.0])
    moved = skin(posture, data.rest, data.weights)
    expected = (data.rest - posture.head[0]) @ rotation.T + posture.root
    assert np.allclose(moved, expected, atol=1e-4)


def test_quaternions_turn_like_their_matrices() -> None:
    rng = np.random.default_rng(0)
    matrices = np.array([about(rng.normal(size=3), angle) for angle in (0.0, 0.5, 2.0, 3.1, -3.0)])
    points = rng.normal(size=(5, 3))
    assert np.allclose(rotate(quaternions(matrices), points), np.einsum("nij,nj->ni", matrices, points))


def _posture() -> Posture:
    data = bake.load()
    return joints_of(data.rest, data.joints)


def test_close_by_hair_has_strands_that_cover_the_head_from_behind_and_go_no_further_than_hair_does() -> None:
    grown = [(pedestrian(np.random.default_rng(seed), 0.5), seed) for seed in range(12)]
    with_hair = [(asset, seed) for asset, seed in grown if asset.curves]
    assert len(with_hair) >= 9
    for asset, seed in with_hair:
        (hair,), (mesh,) = asset.curves, asset.meshes
        (bare,) = pedestrian(np.random.default_rng(seed)).meshes
        assert np.array_equal(mesh.vertices, bare.vertices), "the body is the same"
        assert hair.material.kind == "hair"
        top = mesh.vertices[:, 2].max()
        assert hair.points[..., 2].max() < top + 0.06
        assert hair.points[..., 2].min() > 0.65 * top
        assert np.ptp(hair.points[..., 1]) > 0.1


def test_a_far_pedestrian_has_no_strands() -> None:
    assert not any(pedestrian(np.random.default_rng(seed)).curves for seed in SEEDS)


def test_coarser_hair_has_fewer_and_wider_strands() -> None:
    fine, coarse = (pedestrian(np.random.default_rng(0), detail).curves[0] for detail in (1.0, 0.1))
    assert len(coarse.points) < 0.2 * len(fine.points)
    assert coarse.radius[:, 0].mean() > 2.0 * fine.radius[:, 0].mean()


@pytest.mark.parametrize("seed", range(8))
def test_a_mannequin_stands_on_the_ground_has_no_label_and_is_made_of_one_thing_where_people_have_skin(seed) -> None:
    asset = mannequin(np.random.default_rng(seed))
    (mesh,) = asset.meshes
    assert not asset.labels
    assert mesh.vertices[:, 2].min() == pytest.approx(0.0, abs=1e-4)
    assert 1.3 < asset.size[2] < 3.5
    names = {material.name for material in mesh.materials}
    assert "cast" in names
    assert not names & {"skin", "eyes", "brow"}


def test_there_are_statues_and_mannequins() -> None:
    assert {mannequin(np.random.default_rng(seed)).name for seed in range(12)} == {"statue", "mannequin"}
