import cv2
import numpy as np
import pytest

from assets import SceneError
from scenes import Distortion, PinholeCamera, Pose, look_at

BARREL = Distortion(-0.3, 0.1, 0.002, -0.001, -0.01)
PINCUSHION = Distortion(0.2, 0.05, -0.003, 0.004)
LENSES = pytest.mark.parametrize("lens", [BARREL, PINCUSHION], ids=["barrel", "pincushion"])


def camera(lens: Distortion | None, focal_px: float = 400.0) -> PinholeCamera:
    pose = look_at((-5.0, 1.0, 1.0), (0.0, 0.0, 1.0), 0.3)
    return PinholeCamera(640, 480, focal_px, 330.0, 225.0, pose, distortion=lens)


@LENSES
def test_points_in_the_picture_are_where_opencv_projects_them(lens):
    view = camera(lens)
    points = np.random.default_rng(0).uniform([-1, -3, -2], [1, 3, 3], (500, 3))
    pixels = view.project(points)
    inside = ((pixels >= 0) & (pixels < [640, 480])).all(axis=1)
    k = view.matrix() - [[0, 0, 0.5], [0, 0, 0.5], [0, 0, 0]]  # OpenCV's pixel centres lie at integers
    world = view.pose.inverse()
    turn, move = cv2.Rodrigues(world.rotation)[0], world.translation
    expected = cv2.projectPoints(points, turn, move, k, np.array(lens.coefficients()))[0][:, 0] + 0.5
    assert inside.sum() > 400
    assert pixels[inside] == pytest.approx(expected[inside], abs=1e-9)


@LENSES
def test_the_inverse_gives_back_the_border_of_the_picture(lens):
    view = camera(lens)
    assert view.through_lens(view.border).min(axis=0) == pytest.approx((0, 0), abs=1e-6)
    assert view.through_lens(view.border).max(axis=0) == pytest.approx((640, 480), abs=1e-6)


def test_no_distortion_is_the_pinhole_to_the_bit():
    points = np.random.default_rng(1).uniform([-1, -3, -2], [1, 3, 3], (50, 3))
    local = camera(None).to_camera(points)
    expected = local[:, :2] * (400.0 / local[:, 2:]) + [330.0, 225.0]
    assert (camera(None).project(points) == expected).all()
    assert camera(Distortion()).project(points) == pytest.approx(expected, abs=1e-9)


def test_what_lies_far_outside_does_not_come_back_into_the_picture():
    view = PinholeCamera(640, 480, 700.0, 320.0, 240.0, Pose.at(), distortion=Distortion(-0.3))
    folded = cv2.projectPoints(
        np.array([[1.826, 0.0, 1.0]]), np.zeros(3), np.zeros(3), view.matrix(), np.array([-0.3, 0, 0, 0])
    )
    assert folded[0].ravel() == pytest.approx([320, 240], abs=1)  # the polynomial is back in the middle
    beside = view.to_pixels(np.column_stack([np.linspace(0.0, 60.0, 500), np.zeros(500), np.ones(500)]))[:, 0]
    assert (np.diff(beside) > 0).all()
    assert beside[-1] > 10_000


def test_a_lens_that_shows_things_twice_is_an_error():
    with pytest.raises(SceneError, match=r"a distortion that can be inverted over the whole picture, got .*k1=-0.9"):
        camera(Distortion(-0.9))


def test_a_lens_that_needs_too_wide_a_view_is_an_error():
    with pytest.raises(SceneError, match=r"at most 2 times the picture's undistorted view, got 2\.\d times"):
        PinholeCamera(640, 480, 400.0, 320.0, 240.0, Pose.at(), distortion=Distortion(-0.45, 0.1))


def test_coefficients_are_finite():
    with pytest.raises(SceneError, match="finite coefficients"):
        Distortion(float("nan"))


@pytest.mark.parametrize("wrong", [-0.01, float("nan"), float("inf")])
def test_shutter_times_are_not_negative(wrong):
    with pytest.raises(SceneError, match="a shutter time of 0 s or more"):
        PinholeCamera(10, 10, 10.0, 5.0, 5.0, Pose.at(), shutter_s=wrong)


def test_velocities_have_three_numbers():
    with pytest.raises(SceneError, match=r"camera: expected a finite \(3,\) velocity"):
        PinholeCamera(10, 10, 10.0, 5.0, 5.0, Pose.at(), velocity_mps=np.zeros(2))
