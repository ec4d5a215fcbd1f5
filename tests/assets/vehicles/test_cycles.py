"""Motorcycles, scooters and bicycles: stance, sizes, points, determinism."""

import functools

import numpy as np
import pytest

from annotate.skeletons import CYCLE
from assets import AssetError
from assets.vehicles.cycles import bicycle, motorcycle, scooter
from assets.vehicles.finish import PARTS
from assets.vehicles.state import PARKED, State

BUILD = {"motorcycle": motorcycle, "scooter": scooter, "bicycle": bicycle}
SIZES = {  # metres, of the smallest and the largest of a class: length, height
    "motorcycle": ((1.7, 2.6), (0.9, 1.6)),
    "scooter": ((1.6, 2.4), (0.9, 1.5)),
    "bicycle": ((1.0, 2.0), (0.6, 1.3)),
}
RIDDEN = State(occupied=True)


@functools.cache
def built(type: str, seed: int, state: State = PARKED, color: str = "red"):
    return BUILD[type](np.random.default_rng(seed), type, color, state)


def faces_of(asset, part: str):
    """(F, 4, 3) corner points of the faces of a part, in all meshes."""
    found = [
        mesh.vertices[mesh.corners.reshape(-1, 4)[mesh.face_part == mesh.parts.index(part)]]
        for mesh in asset.meshes
        if part in mesh.parts
    ]
    return np.concatenate(found).astype(np.float64)


def tyre_faces(asset):
    mesh = next(mesh for mesh in asset.meshes if mesh.name == "round")
    rubber = [index for index, material in enumerate(mesh.materials) if material.name == "tyre"]
    return mesh.vertices[mesh.corners.reshape(-1, 4)[np.isin(mesh.face_material, rubber)]].astype(np.float64)


def volume(faces):
    """Signed: positive where closed surfaces look outward."""
    across = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
    return (faces.mean(axis=1) * across).sum() / 6.0


@pytest.mark.parametrize("type", BUILD)
@pytest.mark.parametrize("seed", range(6))
class TestEveryMachine:
    def test_is_labelled_by_known_parts(self, type, seed):
        asset = built(type, seed)
        assert [label.category for label in asset.labels] == ["bicycle" if type == "bicycle" else "motorcycle"]
        assert {"wheel", "frame", "saddle", "handlebar", "trim"} <= set(asset.parts()) <= set(PARTS)
        assert ("plate" in asset.parts()) == bool(asset.attributes["plate_text"]) == (type != "bicycle")

    def test_both_tyres_touch_the_ground_and_nothing_is_below(self, type, seed):
        asset = built(type, seed)
        tyres = tyre_faces(asset).reshape(-1, 3)
        for wheel in (tyres[tyres[:, 0] > 0], tyres[tyres[:, 0] < 0]):
            assert abs(wheel[:, 2].min()) < 2e-3
        assert min(mesh.vertices[:, 2].min() for mesh in asset.meshes) > -2e-3

    def test_has_the_size_of_its_class(self, type, seed):
        asset = built(type, seed)
        for key, (low, high) in zip(("length_m", "height_m"), SIZES[type], strict=True):
            assert low < asset.attributes[key] < high
        assert 0.4 < asset.attributes["width_m"] < 1.1

    def test_surfaces_look_outward(self, type, seed):
        asset = built(type, seed)
        wheels = tyre_faces(asset)
        for end in (1.0, -1.0):
            assert volume(wheels[wheels[..., 0].mean(axis=1) * end > 0]) > 0
        assert volume(faces_of(asset, "saddle")) > 0

    def test_points_are_a_two_wheeler_s_and_lie_on_it(self, type, seed):
        asset = built(type, seed)
        points = {name: np.array(point) for name, point in asset.keypoints.items()}
        surface = np.concatenate([mesh.vertices for mesh in asset.meshes])
        assert set(CYCLE.names) - set(points) <= ({"front_light", "rear_light"} if type == "bicycle" else set())
        for name, point in points.items():
            assert np.linalg.norm(surface - point, axis=1).min() < 0.1, name
        order = [points[name][0] for name in ("front_wheel", "handle_left", "saddle", "rear_wheel")]
        assert order == sorted(order, reverse=True)
        assert points["foot_left"][1] > points["foot_right"][1]

    def test_a_ridden_one_is_upright_and_its_rider_is_not_labelled(self, type, seed):
        asset = built(type, seed, RIDDEN)
        left, right = (np.array(asset.keypoints[f"handle_{side}"]) for side in ("left", "right"))
        np.testing.assert_allclose(left, right * [1.0, -1.0, 1.0], atol=1e-6)
        assert "rider" in {part for mesh in asset.meshes for part in mesh.parts}
        assert asset.labels[0].parts is not None and "rider" not in asset.labels[0].parts

    def test_is_cheap_to_render(self, type, seed):
        assert sum(2 * len(mesh.face_sizes) * 4**mesh.subdivision for mesh in built(type, seed).meshes) <= 40_000


@pytest.mark.parametrize("type", BUILD)
def test_steering_to_the_left_takes_the_left_grip_back_and_leaves_the_tyres_on_the_ground(type):
    asset = built(type, 1, State(occupied=True, steer_deg=30.0))
    assert asset.keypoints["handle_left"][0] < asset.keypoints["handle_right"][0] - 0.1
    tyres = tyre_faces(asset).reshape(-1, 3)
    front = tyres[tyres[:, 0] > 0.2]
    assert abs(front[:, 2].min()) < 2e-3
    assert front[front[:, 0].argmax(), 1] > front[front[:, 0].argmin(), 1] + 0.1


def test_a_parked_one_leans_to_its_stand_on_the_left():
    saddles = [built("motorcycle", seed).keypoints["saddle"] for seed in range(12)]
    leans = np.degrees([np.arctan2(y, z) for _, y, z in saddles])
    assert ((leans > 6.0) & (leans < 13.0)).sum() >= 7 and leans.min() > -1.0


def test_a_thousand_motorcycles_are_a_thousand_shapes():
    sizes = {built("motorcycle", seed).size for seed in range(12)}
    bars = [built("motorcycle", seed, RIDDEN).keypoints["handle_left"][2] for seed in range(12)]
    assert len(sizes) == 12 and np.ptp(bars) > 0.1


@pytest.mark.parametrize("type", ["motorcycle", "scooter"])
def test_some_wear_stripes_and_keep_most_of_their_own_colour(type):
    shares = []
    for seed in range(24):
        own = striped = 0.0
        for mesh in built(type, seed).meshes:
            faces = mesh.vertices[mesh.corners.reshape(-1, 4)].astype(np.float64)
            area = np.linalg.norm(np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1]), axis=1)
            for index, material in enumerate(mesh.materials):
                found = float(area[mesh.face_material == index].sum())
                own += found * (material.name == "red paint")
                striped += found * material.name.endswith((" paint_2", " paint_3"))
        shares.append(striped / (own + striped))
    assert max(shares) < 0.5 and 4 < sum(share > 0.01 for share in shares) < 24


def test_engines_and_exhausts_shine_on_most():
    shining = []
    for seed in range(40):
        found = [m for mesh in built("motorcycle", seed).meshes for m in mesh.materials if m.name == "exhaust"]
        shining.append(all(m.metallic > 0.8 and m.base_color[0] > 0.4 for m in found))
    assert np.mean(shining) > 0.6


@pytest.mark.parametrize("type", BUILD)
def test_the_same_seed_gives_the_same_machine_in_any_colour(type):
    one, again, other = built(type, 11), built.__wrapped__(type, 11), built(type, 11, color="blue")
    for first, second, third in zip(one.meshes, again.meshes, other.meshes, strict=True):
        np.testing.assert_array_equal(first.vertices, second.vertices)
        np.testing.assert_array_equal(first.vertices, third.vertices)
    assert one.attributes == again.attributes


@pytest.mark.parametrize("type", BUILD)
def test_an_unknown_type_or_colour_is_refused(type):
    with pytest.raises(AssetError, match=type):
        BUILD[type](np.random.default_rng(0), type + "x", "red", PARKED)
    with pytest.raises(AssetError, match="purple"):
        BUILD[type](np.random.default_rng(0), type, "purpel", PARKED)
