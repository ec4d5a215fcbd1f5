import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate import angles
from scenes import PinholeCamera, Placed, Pose, look_at, rotation_zyx

ANGLE = st.floats(-179.0, 179.0)


def camera_at(eye, target=(0.0, 0.0, 0.0)):
    return PinholeCamera.from_fov((64, 48), 0.9, look_at(eye, target))


@pytest.mark.parametrize(
    ("heading_deg", "yaw_deg", "side"),
    [
        (180, 0, "front"),
        (225, 45, "front-right"),
        (270, 90, "right"),
        (315, 135, "rear-right"),
        (0, 180, "rear"),
        (45, -135, "rear-left"),
        (90, -90, "left"),
        (135, -45, "front-left"),
    ],
)
def test_a_vehicle_east_of_the_camera_by_its_heading(make, heading_deg, yaw_deg, side):
    placed = Placed(make.asset(), Pose.at(x=5.0, yaw_rad=np.radians(heading_deg)), 1)
    got = angles.viewing_yaw_deg(placed, camera_at((0.0, 0.0, 1.5), (1.0, 0.0, 1.5)))
    assert got == pytest.approx(yaw_deg, abs=1e-6)
    assert angles.viewpoint(got) == side


def test_the_side_that_is_seen_is_the_side_towards_the_camera(make):
    placed = Placed(make.asset(), Pose.at(), 1)
    yaw = angles.viewing_yaw_deg(placed, camera_at((0.0, 7.0, 1.0)))  # y is left
    assert angles.viewpoint(yaw) == "left"


def test_yaw_follows_the_ray_not_the_optical_axis(make):
    placed = Placed(make.asset(), Pose.at(x=5.0, y=5.0, yaw_rad=np.radians(225)), 1)
    assert angles.viewing_yaw_deg(placed, camera_at((0, 0, 0), (1, 0, 0))) == pytest.approx(0.0, abs=1e-6)


@given(st.floats(-180.0, 180.0))
def test_viewpoint_names_lie_within_22_5_degrees(yaw):
    centre = 45.0 * angles.VIEWPOINTS.index(angles.viewpoint(yaw))
    assert abs((yaw - centre + 180.0) % 360.0 - 180.0) <= 22.5


@given(st.floats(-10.0, 10.0), st.floats(-10.0, 10.0), ANGLE)
def test_viewing_yaw_is_wrapped(make, x, y, heading):
    placed = Placed(make.asset(), Pose.at(x, y, 0.0, np.radians(heading)), 1)
    assert -180.0 < angles.viewing_yaw_deg(placed, camera_at((0.0, 0.0, 3.0), (1.0, 0.0, 3.0))) <= 180.0


def head(make, yaw, pitch, roll, at=(0.0, 0.0, 0.0)):
    """Turned by named angles in words: left, nose up, to the right shoulder."""
    rotation = rotation_zyx(np.radians(yaw), np.radians(-pitch), np.radians(roll))
    return Placed(make.asset(), Pose(rotation, np.array(at, np.float64)), 1)


@pytest.mark.parametrize("turn", [(0, 0, 0), (30, 0, 0), (0, 20, 0), (0, 0, 15), (-75, -30, 40), (120, 10, -100)])
def test_a_head_before_a_camera_on_its_forward_axis(make, turn):
    assert angles.head_angles_deg(head(make, *turn), camera_at((3.0, 0.0, 0.0))) == pytest.approx(turn, abs=1e-6)


def test_a_head_turned_to_its_left_has_its_nose_to_the_right_of_the_picture(make):
    placed, camera = head(make, 30, 0, 0), camera_at((3.0, 0.0, 0.0))
    centre, nose = camera.project(placed.pose.apply([[0.0, 0.0, 0.0], [0.1, 0.0, 0.0]]))
    assert nose[0] > centre[0]
    assert angles.head_angles_deg(placed, camera)[0] > 0


def test_a_head_with_nose_up_has_its_nose_higher_in_the_picture(make):
    placed, camera = head(make, 0, 20, 0), camera_at((3.0, 0.0, 0.0))
    centre, nose = camera.project(placed.pose.apply([[0.0, 0.0, 0.0], [0.1, 0.0, 0.0]]))
    assert nose[1] < centre[1]
    assert angles.head_angles_deg(placed, camera)[1] > 0


def test_a_head_tilted_to_its_right_shoulder_leans_to_the_left_of_the_picture(make):
    placed, camera = head(make, 0, 0, 15), camera_at((3.0, 0.0, 0.0))
    centre, crown = camera.project(placed.pose.apply([[0.0, 0.0, 0.0], [0.0, 0.0, 0.1]]))
    assert crown[0] < centre[0]
    assert angles.head_angles_deg(placed, camera)[2] > 0


def test_head_angles_do_not_depend_on_where_in_the_picture_the_head_is(make):
    camera = camera_at((3.0, 0.0, 0.0))
    assert angles.head_angles_deg(head(make, 10, 5, 3, at=(0.0, 1.0, 0.5)), camera) == pytest.approx(
        (10, 5, 3), abs=1e-6
    )


def test_a_rolled_camera_rolls_the_head(make):
    camera = PinholeCamera.from_fov((64, 48), 0.9, look_at((3.0, 0.0, 0.0), (0.0, 0.0, 0.0), np.radians(20)))
    crown = camera.project([[0.0, 0.0, 0.1]])[0]
    yaw, pitch, roll = angles.head_angles_deg(head(make, 0, 0, 0), camera)
    assert (yaw, pitch) == pytest.approx((0, 0), abs=1e-6)
    assert abs(roll) == pytest.approx(20)
    assert (roll > 0) == (crown[0] < 32)


def test_the_gaze_of_a_head_that_looks_into_the_camera(make):
    """Head at 5 m on the optical axis: eyes ahead look against it, to the head's left they look to the right."""
    placed = Placed(make.asset(), Pose.at(x=5.0, yaw_rad=np.pi), 1)
    camera = camera_at((0.0, 0.0, 0.0), (1.0, 0.0, 0.0))
    assert angles.gaze(placed, camera, 0.0, 0.0) == pytest.approx(np.array([0.0, 0.0, -1.0]))
    assert angles.gaze(placed, camera, 90.0, 0.0) == pytest.approx(np.array([1.0, 0.0, 0.0]))
    assert angles.gaze(placed, camera, 0.0, 30.0) == pytest.approx(np.array([0.0, -0.5, -np.sqrt(0.75)]))
