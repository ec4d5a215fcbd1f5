"""The fisheye's law, there and back, and the cameras that have it."""

import cv2
import numpy as np
import pytest

from assets import Material, SceneError
from scenes import DepthOfField, Fisheye, PinholeCamera, Pose, look_at
from scenes.blocks import backdrop, look_from, orbit

EQUIDISTANT, BENT = Fisheye(), Fisheye(-0.03, 0.006, -0.002, 0.0002)
LENSES = pytest.mark.parametrize("lens", [EQUIDISTANT, BENT], ids=["equidistant", "bent"])


def camera(lens: Fisheye, size: tuple[int, int] = (640, 480), fov_deg: float = 190.0) -> PinholeCamera:
    return look_from(size, (1.0, -2.0, 1.5), (3.0, 1.0, 1.0), fov_deg, roll_deg=20.0, distortion=lens)


@LENSES
def test_points_before_the_camera_are_where_opencv_projects_them(lens: Fisheye) -> None:
    view = camera(lens)
    local = np.random.default_rng(0).normal(0.0, 1.0, (500, 3)) * [3.0, 3.0, 1.0]
    local[:, 2] = np.abs(local[:, 2]) + 0.05
    k = view.matrix() - [[0, 0, 0.5], [0, 0, 0.5], [0, 0, 0]]  # OpenCV's pixel centres lie at integers
    expected = cv2.fisheye.projectPoints(local[:, None], np.zeros(3), np.zeros(3), k, np.array(lens.coefficients()))
    assert view.to_pixels(local) == pytest.approx(expected[0][:, 0] + 0.5, abs=1e-9)


@pytest.mark.parametrize("angle_deg", [0.0, 30.0, 90.0, 120.0, 169.0])
def test_an_equidistant_fisheye_shows_equal_angles_equally_far_apart(angle_deg: float) -> None:
    view = PinholeCamera(400, 300, 60.0, 190.0, 155.0, Pose.at(), distortion=EQUIDISTANT)
    angle, turn = np.radians(angle_deg), 0.7
    aside = np.sin(angle)
    point = 5.0 * np.array([aside * np.cos(turn), aside * np.sin(turn), np.cos(angle)])
    expected = 60.0 * angle * np.array([np.cos(turn), np.sin(turn)]) + [190.0, 155.0]
    assert view.to_pixels(point) == pytest.approx(expected, abs=1e-9)


@LENSES
def test_rays_of_pixels_are_projected_back_to_them(lens: Fisheye) -> None:
    view = camera(lens)
    pixels = np.random.default_rng(1).uniform([0, 0], [640, 480], (1000, 2))
    rays = view.rays(pixels)
    assert view.distance(rays) == pytest.approx(1.0)
    assert (rays[:, 2] < 0.0).any()  # behind the camera's plane
    assert view.to_pixels(rays) == pytest.approx(pixels, abs=1e-7)


@LENSES
def test_the_longer_side_spans_the_angle_by_the_lens_s_own_law(lens: Fisheye) -> None:
    for size, ends in (((640, 480), [[0, 240], [640, 240]]), ((300, 500), [[150, 0], [150, 500]])):
        left, right = camera(lens, size, 185.0).rays(np.array(ends, float))
        assert np.degrees(np.arctan2(np.hypot(*left[:2]), left[2])) == pytest.approx(92.5, abs=1e-6)
        assert left[:2] == pytest.approx(-right[:2], abs=1e-9)


def test_what_lies_straight_behind_is_seen_by_no_fisheye() -> None:
    view = PinholeCamera.from_fov((100, 100), 3.0, look_at((0, 0, 0), (1, 0, 0)), distortion=EQUIDISTANT)
    assert np.isnan(view.project([-1.0, 0.1, 0.0])).all()
    assert np.isfinite(view.project([-1.0, 0.2, 0.0])).all()  # 168.7° from the axis
    assert not view.shows(view.project(np.array([[-1.0, 0.1, 0.0], [-1.0, 0.2, 0.0]]))).any()


def test_beyond_its_image_circle_a_fisheye_shows_nothing() -> None:
    view = PinholeCamera.from_fov((200, 100), np.pi, Pose.at(), distortion=Fisheye(edge_rad=np.pi / 2.0))
    assert view.circle is not None
    y, x = np.mgrid[:100, :200] + 0.5
    assert (view.circle == (np.hypot(x - 100, y - 50) <= 100.0)).all()
    corner, inside = np.array([1.0, 1.0]), np.array([30.0, 20.0])
    assert view.shows(np.array([corner, inside])).tolist() == [False, True]
    assert np.isnan(view.rays(corner)).all()
    assert PinholeCamera.from_fov((200, 100), 1.0, Pose.at(), distortion=EQUIDISTANT).circle is None


def test_beyond_the_picture_points_move_straight_outwards() -> None:
    """This lens's polynomial turns back at 98°, outside the picture."""
    view = PinholeCamera(100, 100, 80.0, 50.0, 50.0, Pose.at(), distortion=Fisheye(-0.114))
    angle = np.radians(np.linspace(0.0, 169.0, 400))
    away = view.to_pixels(np.column_stack([np.sin(angle), 0 * angle, np.cos(angle)]))[:, 0]
    assert (np.diff(away) > 0.0).all()


def test_a_fisheye_that_shows_things_twice_is_an_error_unless_its_circle_ends_before() -> None:
    with pytest.raises(SceneError, match=r"a fisheye that shows nothing twice in the picture, .*turns back 98\.\d°"):
        PinholeCamera(300, 300, 80.0, 150.0, 150.0, Pose.at(), distortion=Fisheye(-0.114))
    view = PinholeCamera(300, 300, 80.0, 150.0, 150.0, Pose.at(), distortion=Fisheye(-0.114, edge_rad=1.6))
    assert view.reach == 1.6


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Fisheye(float("nan")), "finite coefficients"),
        (lambda: Fisheye(edge_rad=3.1), r"above 0° and at most 170° from the axis, got 177\.6"),
        (lambda: Fisheye(edge_rad=0.0), "above 0°"),
        (lambda: look_from((9, 9), (0, 0, 0), (1, 0, 0), 180.0), "below 180° without a Fisheye, got 180°"),
        (lambda: camera(EQUIDISTANT, fov_deg=345.0), "at most 340°, twice its fisheye's edge_rad, got 345°"),
        (lambda: camera(Fisheye(edge_rad=1.5), fov_deg=180.0), r"at most 171\.887°"),
        (
            lambda: PinholeCamera(9, 9, 9, 4, 4, Pose.at(), depth_of_field=DepthOfField(2, 3), distortion=Fisheye()),
            "no depth_of_field behind a Fisheye",
        ),
    ],
)
def test_what_cannot_be_gets_one_sentence(make, message: str) -> None:
    with pytest.raises(SceneError, match=message):
        make()


def test_cameras_that_go_round_take_lenses_too() -> None:
    assert orbit((64, 48), (0, 0, 1), 3.0, 10.0, 20.0, 200.0, distortion=BENT).fisheye == BENT


def test_no_wall_fills_a_fisheyes_picture() -> None:
    with pytest.raises(SceneError, match="backdrop: expected a camera without a Fisheye"):
        backdrop(camera(EQUIDISTANT), 3.0, Material("grey"))
