"""Poses and the camera against points worked out by hand."""

import numpy as np
import pytest

from assets import SceneError
from scenes import PinholeCamera, Pose, look_at, rotation_zyx


def test_yaw_turns_forward_to_the_left() -> None:
    assert Pose.at(1, 2, 3, yaw_rad=np.pi / 2).apply([1, 0, 0]) == pytest.approx([1, 3, 3])


def test_pitch_turns_the_nose_down_and_roll_lowers_the_right_side() -> None:
    assert rotation_zyx(0, np.pi / 2, 0) @ [1, 0, 0] == pytest.approx([0, 0, -1])
    assert rotation_zyx(0, 0, np.pi / 2) @ [0, 1, 0] == pytest.approx([0, 0, 1])


def test_inverse_undoes_a_pose() -> None:
    pose = Pose(rotation_zyx(0.3, -0.2, 0.1), np.array([1.0, -2.0, 0.5]))
    points = np.random.default_rng(0).normal(size=(5, 3))
    assert pose.inverse().apply(pose.apply(points)) == pytest.approx(points)


def test_a_mirror_is_no_rotation() -> None:
    with pytest.raises(SceneError, match=r"rotation matrix"):
        Pose(np.diag([1.0, 1.0, -1.0]), np.zeros(3))


def test_the_target_is_seen_in_the_middle_and_up_is_up() -> None:
    camera = PinholeCamera.from_fov((640, 480), 1.0, look_at((0, 0, 2), (10, 0, 2)))
    assert camera.project([10, 0, 2]) == pytest.approx([320, 240])
    left, above = camera.project([[10, 1, 2], [10, 0, 3]])
    assert left[0] < 320  # world left is picture left
    assert above[1] < 240  # world up is picture up


def test_field_of_view_spans_the_longer_side() -> None:
    camera = PinholeCamera.from_fov((200, 400), np.pi / 2, look_at((0, 0, 0), (1, 0, 0)))
    assert camera.project([1, 0, 1]) == pytest.approx([100, 0])


def test_what_is_behind_the_camera_has_no_pixel() -> None:
    camera = PinholeCamera.from_fov((64, 48), 1.0, look_at((0, 0, 0), (1, 0, 0)))
    assert np.isnan(camera.project([-1, 0, 0])).all()


def test_positive_roll_turns_the_camera_clockwise() -> None:
    camera = PinholeCamera.from_fov((64, 48), 1.0, look_at((0, 0, 0), (1, 0, 0), roll_rad=0.1))
    assert camera.project([1, 0, 0.1])[0] < 32  # the world turns the other way: up leans to the left


def test_a_camera_needs_pixels_and_a_target() -> None:
    with pytest.raises(SceneError, match=r"a picture of 4×4 to 65536×65536, got 0×10"):
        PinholeCamera(0, 10, 1.0, 0, 0, Pose.at())
    with pytest.raises(SceneError, match=r"target away from the eye"):
        look_at((1, 2, 3), (1, 2, 3))
