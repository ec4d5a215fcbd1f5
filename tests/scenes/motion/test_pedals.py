"""Whoever rides a bicycle pedals: cranks by the wheel and a gear, feet on the pedals; motorcyclists' feet rest."""

import numpy as np
import pytest

from annotate.flow.deforming import same_faces
from assets import Asset, Mesh
from assets.vehicles import State, vehicle
from assets.vehicles.cycles.pedalling import BIKES, SOLE_M, Pedals
from assets.vehicles.rolling import on_wheels
from scenes.motion.drive import CADENCE_HZ, GEARS, Drive, Ride
from scenes.motion.path import Path
from scenes.motion.speed import Speed
from scenes.spec import Joint, Placed

STRAIGHT = Path.of(np.array([[0.0, 0.0], [50.0, 0.0]]), 100.0)


def bicycle(seed: int = 1, mps: float = 4.0, type: str = "bicycle") -> tuple[Placed, Drive]:
    asset, wheels = on_wheels(vehicle(np.random.default_rng(seed), type, "red", State(occupied=True)))
    found = Pedals.of(np.random.default_rng(seed), asset)
    assert found is not None
    asset, pedals = found
    drive = Drive.of(Ride(STRAIGHT, Speed.constant(mps), 0.0, 0.0, (-0.5, 0.5)), asset, wheels, pedals)
    return Placed(asset, drive.pose(0.0), 1), drive


def mesh(asset: Asset, name: str) -> Mesh:
    return next(each for each in asset.meshes if each.name == name)


def turned(joint: Joint) -> float:
    """Forward about y, radians."""
    return float(np.arctan2(joint.pose.rotation[0, 2], joint.pose.rotation[0, 0]))


def test_cranks_turn_once_while_wheels_turn_by_the_gear() -> None:
    placed, drive = bicycle()
    assert drive.pedals is not None
    moved = drive.at(placed, 0.1)
    wheel, crank = (turned(moved.joints[names[0]]) for names in (drive.wheels[0].meshes, drive.pedals.cranks))
    assert wheel == pytest.approx(4.0 * 0.1 / drive.wheels[0].radius)
    assert crank == pytest.approx(wheel / drive.gear)
    rates = [moved.joints[names[0]].turning_radps[1] for names in (drive.wheels[0].meshes, drive.pedals.cranks)]
    assert rates[1] == pytest.approx(rates[0] / drive.gear)


@pytest.mark.parametrize("mps", [2.0, 4.0, 6.0])
def test_the_gear_is_one_by_which_legs_are_in_no_hurry(mps: float) -> None:
    _, drive = bicycle(mps=mps)
    assert drive.gear in GEARS
    hz = mps / (2.0 * np.pi * drive.wheels[0].radius * drive.gear)
    assert hz == pytest.approx(CADENCE_HZ, rel=0.2)


@pytest.mark.parametrize("type", sorted(BIKES))
@pytest.mark.parametrize("seed", range(4))
def test_feet_stay_on_pedals_and_pedals_level(seed: int, type: str) -> None:
    placed, drive = bicycle(seed, type=type)
    assert drive.pedals is not None
    for seconds in np.linspace(0.0, 0.8, 9).tolist():
        moved = drive.at(placed, seconds)
        legs = mesh(moved.asset, "rider").vertices
        for names, foot in ((drive.pedals.left, "foot_left"), (drive.pedals.right, "foot_right")):
            joint = moved.joints[names[0]]
            np.testing.assert_array_equal(joint.pose.rotation, np.eye(3))
            pedal = joint.pose.apply(mesh(moved.asset, names[0]).vertices.mean(axis=0))
            np.testing.assert_allclose(np.add(pedal, [0.0, 0.0, SOLE_M]), moved.asset.keypoints[foot], atol=2e-3)
            assert np.linalg.norm(legs - pedal, axis=1).min() < 0.07  # a shoe's sole


@pytest.mark.parametrize("type", sorted(BIKES))
def test_legs_are_those_of_the_still_picture_at_the_middle_and_keep_their_faces(type: str) -> None:
    placed, drive = bicycle(type=type)
    whole = vehicle(np.random.default_rng(1), type, "red", State(occupied=True))
    first, later = (mesh(drive.at(placed, seconds).asset, "rider") for seconds in (0.0, 0.3))
    np.testing.assert_array_equal(first.vertices, mesh(whole, "rider").vertices)
    assert same_faces(first, later)
    high = first.vertices[:, 2] > 1.2  # hands, chest and head
    np.testing.assert_allclose(later.vertices[high], first.vertices[high], atol=0.02)
    assert np.abs(later.vertices - first.vertices).max() > 0.1


def test_nothing_of_the_bicycle_is_lost() -> None:
    placed, drive = bicycle()
    whole = vehicle(np.random.default_rng(1), "bicycle", "red", State(occupied=True))
    faces = [sum(len(m.face_sizes) for m in asset.meshes) for asset in (whole, drive.at(placed, 0.4).asset)]
    assert faces[0] == faces[1]


def test_nobody_pedals_what_nobody_rides() -> None:
    parked = vehicle(np.random.default_rng(1), "bicycle", "red", State())
    assert Pedals.of(np.random.default_rng(1), parked) is None


@pytest.mark.parametrize("type_", ["motorcycle", "scooter"])
def test_feet_of_a_motorcyclist_rest_on_what_they_stand_on(type_: str) -> None:
    asset, wheels = on_wheels(vehicle(np.random.default_rng(2), type_, "red", State(occupied=True)))
    drive = Drive.of(Ride(STRAIGHT, Speed.constant(9.0), 0.0, 0.0, (-0.6, 0.7)), asset, wheels)
    placed = Placed(asset, drive.pose(0.0), 1)
    for seconds in (0.0, 0.4):
        moved = drive.at(placed, seconds)
        assert moved.asset.keypoints == asset.keypoints
        for foot in ("foot_left", "foot_right"):
            away = mesh(moved.asset, "rider").vertices - np.array(asset.keypoints[foot])
            assert np.linalg.norm(away, axis=1).min() < 0.07
