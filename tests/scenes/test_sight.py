"""What a camera sees past scenery: houses at corners and what stands between hide, what surrounds does not."""

import numpy as np

from assets import Asset
from assets.environments.sites import Lane, Prop, Site, ground
from scenes.sight import in_no_roof, in_sight, round_no_corner

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
