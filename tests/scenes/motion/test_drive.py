"""Vehicles on their way: where closed forms say, on wheels that roll as far as they go, through nothing."""

from itertools import combinations

import numpy as np
import pytest

from assets.vehicles import State, vehicle
from assets.vehicles.rolling import on_wheels
from scenes import SceneSpec, find_scene, sample
from scenes.motion import Clip, at
from scenes.motion.drive import Drive, Ride
from scenes.motion.path import Path
from scenes.motion.speed import Speed
from scenes.placement import footprints, touching
from scenes.spec import Placed

STRAIGHT = Path.of(np.array([[0.0, 0.0], [50.0, 0.0]]), 100.0)
RADIUS_M = 20.0
TURN = np.linspace(0.0, np.pi, 60)
BEND = Path.of(RADIUS_M * np.stack([np.sin(TURN), 1.0 - np.cos(TURN)], axis=1), 100.0)  # to the left


def sedan() -> tuple[Placed, Drive]:
    asset, wheels = on_wheels(vehicle(np.random.default_rng(3), "sedan", "red", State(occupied=True)))
    ride = Ride(STRAIGHT, Speed.constant(10.0), 5.0, 0.0, (-1.3, 1.4))
    drive = Drive.of(ride, asset, wheels)
    return Placed(asset, drive.pose(0.0), 1), drive


def test_at_a_constant_speed_it_is_where_that_takes_it() -> None:
    ride = Ride(STRAIGHT, Speed.constant(10.0), 5.0, 0.4, (-1.3, 1.4), 0.1)
    for seconds in (-0.5, 0.0, 1.0, 3.25):
        np.testing.assert_allclose(ride.place(seconds), [5.0 + 10.0 * seconds, 0.4, 0.1, 0.0], atol=1e-3)


def test_the_way_is_the_integral_of_the_speed() -> None:
    speed = Speed(np.array([1.0, 3.0]), np.array([10.0, 4.0]), 1.0)
    assert speed.way(1.0) == 0.0
    assert speed.way(3.0) == pytest.approx(14.0)
    assert speed.way(4.0) == pytest.approx(18.0)
    assert speed.way(0.0) == pytest.approx(-10.0)
    assert speed.change(2.0) == pytest.approx(-3.0)
    assert [speed.brakes(seconds) for seconds in (0.5, 2.0, 3.5)] == [False, True, False]


def test_a_wheel_turns_by_the_way_over_its_radius() -> None:
    placed, drive = sedan()
    wheel = drive.wheels[0]
    moved = drive.at(placed, 0.01)
    joint = moved.joints[wheel.meshes[0]]
    angle = 10.0 * 0.01 / wheel.radius
    np.testing.assert_allclose(joint.pose.rotation[:, 0], [np.cos(angle), 0.0, -np.sin(angle)], atol=1e-9)
    np.testing.assert_allclose(joint.pose.apply(wheel.center), wheel.center, atol=1e-9)
    np.testing.assert_allclose(joint.turning_radps, [0.0, 10.0 / wheel.radius, 0.0], atol=1e-9)
    low = wheel.center - [0.0, 0.0, wheel.radius]  # what touches the ground stands still on it
    rolled = np.cross(joint.turning_radps, low - wheel.center)
    np.testing.assert_allclose(rolled, [-10.0, 0.0, 0.0], atol=1e-9)


def test_a_bend_steers_the_front_wheels_and_leans_two_wheelers() -> None:
    ride = Ride(BEND, Speed.constant(6.0), 20.0, 0.0, (-1.3, 1.4))
    assert ride.bend(0.0) == pytest.approx(1.0 / RADIUS_M, rel=0.05)
    assert ride.steer(0.0) == pytest.approx(2.7 / RADIUS_M / 2.0, rel=0.35)
    lean = Drive(ride, {}, leans=True).pose(0.0)
    up = lean.rotation[:, 2]
    left = np.array([-np.sin(ride.place(0.0)[3]), np.cos(ride.place(0.0)[3]), 0.0])
    assert np.arctan2(up @ left, up[2]) == pytest.approx(np.arctan(36.0 / RADIUS_M / 9.81), rel=0.1)


def test_both_axles_keep_to_the_path() -> None:
    ride = Ride(BEND, Speed.constant(6.0), 20.0, 0.0, (-1.3, 1.4))
    for seconds in (-1.0, 0.0, 2.0):
        pose = ride.pose(seconds)
        for axle in ride.axles:
            assert abs(BEND.nearest(pose.apply([axle, 0.0, 0.0])[:2])[1]) < 0.01


def test_lamps_follow_the_foot_on_the_brake() -> None:
    placed, drive = sedan()
    slowing = Ride(STRAIGHT, Speed(np.array([1.0, 3.0]), np.array([10.0, 4.0])), 5.0, 0.0, (-1.3, 1.4))
    drive = Drive.of(slowing, placed.asset, drive.wheels)
    seen = {}
    for seconds in (0.5, 2.0):
        moved = drive.at(placed, seconds)
        lamps = [m.emission_strength for mesh in moved.asset.meshes for m in mesh.materials if m.name == "brake lamp"]
        seen[seconds] = (moved.attributes["brake"], max(lamps))
    assert seen[0.5] == (False, 0.0)
    assert seen[2.0][0] is True
    assert seen[2.0][1] > 0.0


def test_wheels_are_all_there_and_nothing_is_lost() -> None:
    for type_, count in (("sedan", 4), ("semi_trailer", 10), ("motorcycle", 2), ("bicycle", 2)):
        whole = vehicle(np.random.default_rng(5), type_, "white", State(occupied=True))
        apart, wheels = on_wheels(whole)
        assert len(wheels) == count
        faces = [sum(len(mesh.face_sizes) for mesh in asset.meshes) for asset in (whole, apart)]
        assert faces[0] == faces[1]
        for name, point in whole.keypoints.items():
            if "wheel" in name:
                away = [np.hypot(point[0] - w.center[0], point[2] - w.center[2]) for w in wheels]
                assert min(away) < 0.01


def clip_of(scene: str, number: int, **values: object) -> SceneSpec:
    script = find_scene(scene)
    params = script.params.read(values, scene).with_size((160, 120)).with_clip(Clip(24, 8.0)).for_picture(number)
    return sample(script, params, np.random.default_rng(np.random.SeedSequence(7, spawn_key=(number,))))[0]


def box_of(placed: Placed) -> np.ndarray:
    yaw = np.arctan2(placed.pose.rotation[1, 0], placed.pose.rotation[0, 0])
    return footprints(np.array([[*placed.pose.translation, yaw]]), placed.asset.size, placed.asset.center)


@pytest.mark.parametrize("scene", ["street", "junction", "highway", "vehicles"])
def test_nothing_drives_through_anything(scene: str) -> None:
    moved, looked = 0, 0
    for number in range(5):
        spec = clip_of(scene, number, count="choice({2: 1, 4: 1, 6: 1})", pedestrians=2)
        assert spec.motion is not None
        ways = []
        for frame in range(24):
            now = at(spec, frame / 8.0)
            things = [item for item in now.placed if item.instance_id]
            for one, two in combinations(things, 2):
                assert not touching(box_of(one), box_of(two))[0, 0], f"clip {number}, frame {frame}"
                looked += 1
            ways.append([item.pose.translation for item in things])
        moved += int((np.ptp(np.array(ways), axis=0).max(axis=-1) > 0.5).sum()) if ways[0] else 0
    assert looked > 100
    assert moved > 3


@pytest.mark.parametrize("place", ["forecourt", "race_track"])
def test_they_drive_past_pumps_and_tyres(place: str) -> None:
    solid, moved = ("petrol pump", "column", "kiosk", "tyre wall", "concrete barrier", "guard rail"), 0
    for number in range(4):
        spec = clip_of("vehicles", number, place=place, count=3, camera="pedestrian")
        still = [box_of(item)[0] for item in spec.placed if item.asset.name in solid]
        assert still
        ways = []
        for frame in range(0, 24, 4):
            things = [item for item in at(spec, frame / 8.0).placed if item.instance_id]
            for thing in things:
                assert not touching(box_of(thing), np.array(still)).any(), f"clip {number}, frame {frame}"
            ways.append([item.pose.translation for item in things])
        moved += int((np.ptp(np.array(ways), axis=0).max(axis=-1) > 0.5).sum())
    assert moved > 2


def test_the_middle_of_a_clip_is_the_picture_that_was_asked_for() -> None:
    """Vehicles and camera are where the still picture has them, but for how askew they stand in their lanes."""
    spec = clip_of("street", 1)
    middle = at(spec, 1.5)
    for one, two in zip(spec.labelled(), middle.labelled(), strict=True):
        np.testing.assert_allclose(one.pose.translation, two.pose.translation, atol=0.3)


def test_a_scene_without_a_clip_stands_still() -> None:
    script = find_scene("street")
    params = script.params.read({}, "street").with_size((160, 120)).for_picture(0)
    assert sample(script, params, np.random.default_rng(1))[0].motion is None
