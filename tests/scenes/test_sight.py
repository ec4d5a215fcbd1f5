"""What a camera sees past scenery: houses at corners and what stands between hide, what surrounds does not."""

import numpy as np
import pytest

from assets import Asset
from assets.environments.sites import Lane, Prop, Site, ground
from scenes.camera import PinholeCamera
from scenes.lens import Distortion
from scenes.pose import Pose, look_at, rotation_zyx
from scenes.sight import in_no_roof, in_picture, in_sight, round_no_corner

CAR = (4.5, 1.8, 1.5)
FLOOR = ground(np.random.default_rng(0)).meshes
LANE = (Lane(np.array([[-40.0, 0.0], [40.0, 0.0]])),)
CROSS = np.array([(-40, -5), (-5, -5), (-5, -40), (5, -40), (5, -5), (40, -5), (40, 5), (-40, 5)], float)


def site(*props, room=CROSS):
    return Site("junction", LANE, np.zeros((0, 3)), props, np.zeros((0, 3)), room)


def block(x, y, size):
    return Prop(Asset("block", FLOOR, size, "CC0-1.0", "test", (0.0, 0.0, size[2] / 2.0)), x, y, yaw=0.4)


def at(x, y, z=6.0):
    return np.array([[x, y, z]])


PLACE = np.array([[0.0, 0.0, 0.0, 0.0]])


def test_a_wall_between_hides_and_one_beside_or_behind_does_not():
    eye = at(20.0, 0.0)
    assert not in_sight(site(block(10.0, 0.0, (3.0, 8.0, 9.0))), eye, PLACE, CAR)[0]
    assert in_sight(site(block(10.0, 9.0, (3.0, 3.0, 9.0))), eye, PLACE, CAR)[0]
    assert in_sight(site(block(-10.0, 0.0, (3.0, 8.0, 9.0))), eye, PLACE, CAR)[0]


def test_a_camera_above_a_low_wall_sees_over_it_and_a_post_hides_too_little():
    assert in_sight(site(block(16.0, 0.0, (1.0, 8.0, 1.2))), at(20.0, 0.0, 9.0), PLACE, CAR)[0]
    assert in_sight(site(block(10.0, 0.0, (0.1, 0.1, 9.0))), at(20.0, 0.05), PLACE, CAR)[0]


def test_a_roof_over_both_hides_nothing():
    assert in_sight(site(block(0.0, 0.0, (90.0, 90.0, 12.0))), at(20.0, 0.0), PLACE, CAR)[0]


def test_no_eye_is_within_a_roof_that_hangs_over_a_part_of_the_site():
    size = (8.0, 6.0, 1.0)
    roof = Prop(Asset("canopy", FLOOR, size, "CC0-1.0", "test", (0.0, 0.0, 5.5)), 2.0, 0.0)
    eyes = np.concatenate([at(2.0, 0.0, 5.4), at(2.0, 0.0, 1.6), at(2.0, 0.0, 9.0), at(2.0, 8.0, 5.4)])
    np.testing.assert_array_equal(in_no_roof(site(roof), eyes), [False, True, True, True])
    assert in_no_roof(site(block(2.0, 0.0, (8.0, 6.0, 6.0))), eyes).all()  # a house is no roof: the room leaves it out


def test_sight_goes_round_no_corner_of_the_room_and_eyes_stay_within_it():
    lane = np.repeat(np.array([[0.0, -30.0, 0.0, 1.57]]), 3, axis=0)
    eyes = np.concatenate([at(0.0, 4.0), at(30.0, 0.0), at(0.0, 60.0)])
    np.testing.assert_array_equal(round_no_corner(site(), eyes, lane), [True, False, False])


LORRY, MIDDLE = (9.2, 2.7, 3.4), (0.0, 0.0, 1.7)


def level(fov_deg=37.0):
    return PinholeCamera.from_fov((96, 72), np.radians(fov_deg), look_at([0.0, 0.0, 1.6], [0.0, 10.0, 1.6]))


def test_a_lorry_beside_the_camera_is_in_the_picture_though_its_corners_are_not():
    beside = Pose.at(-3.5, 3.0)  # its front comes in from the left, taller than the picture
    corners = beside.apply(np.array([(x, y, z) for x in (-4.6, 4.6) for y in (-1.35, 1.35) for z in (0.0, 3.4)]))
    assert not level().shows(level().project(corners)).any()
    assert in_picture(level(), beside, LORRY, MIDDLE)
    assert not in_picture(level(), Pose.at(-6.5, 3.0), LORRY, MIDDLE)
    assert not in_picture(level(), Pose.at(0.0, -3.0), LORRY, MIDDLE)  # behind
    assert in_picture(level(), Pose.at(0.0, 4.0), LORRY, MIDDLE)  # fills it
    assert in_picture(level(), Pose.at(0.0, 0.0), LORRY, MIDDLE)  # is all around it


def test_a_border_counts_where_it_is_asked_for():
    edge = 30.0 * np.tan(np.radians(37.0 / 2.0))  # of the picture, 30 m away
    just_out = Pose.at(edge + 4.6 + 0.2, 30.0 - 1.35)
    assert not in_picture(level(), just_out, LORRY, MIDDLE)
    assert in_picture(level(), just_out, LORRY, MIDDLE, beside=0.02)


@pytest.mark.parametrize("k1", [0.0, -0.1, 0.05])
def test_a_box_is_in_the_picture_where_some_of_its_points_are(k1):
    rng, grid = np.random.default_rng(5), np.linspace(-0.5, 0.5, 31)
    shares = np.stack(np.meshgrid(grid, grid, grid), axis=-1).reshape(-1, 3)
    lens = Distortion(k1=k1, k2=0.2 * k1 * k1) if k1 else None
    both = []
    for _ in range(150):
        eye, target = rng.normal(size=(2, 3))
        pose = look_at(eye, target, rng.uniform(-0.3, 0.3))
        camera = PinholeCamera.from_fov((96, 72), np.radians(rng.uniform(30.0, 80.0)), pose, distortion=lens)
        size, center = rng.uniform(0.3, 9.0, 3), rng.normal(0.0, 0.3, 3)
        box = Pose(rotation_zyx(*rng.uniform(-3.0, 3.0, 3)), rng.normal(0.0, 6.0, 3))
        shown = camera.shows(camera.project(box.apply(center + shares * size))).any()
        both.append((bool(shown), in_picture(camera, box, size, center)))
    assert all(found for shown, found in both if shown)
    assert sum(found and not shown for shown, found in both) <= 3  # between two points, or round a corner of the lens
    assert 20 < sum(shown for shown, _ in both) < 130
