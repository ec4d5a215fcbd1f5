"""Cuboids against points worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate import Coverage, Frame, Labels, record
from annotate.check_points import cuboid_failures
from annotate.cuboid import cuboid, quaternion, written
from assets import Material
from assets.geometry import BOX_CORNERS
from assets.primitives import box
from scenes import (
    Distortion,
    Fisheye,
    PinholeCamera,
    Placed,
    Pose,
    SceneSpec,
    World,
    look_at,
    rotation_zyx,
)

CAMERA = PinholeCamera(100, 100, 100.0, 50.0, 50.0, look_at((-10.0, 0.0, 1.0), (0.0, 0.0, 1.0)))
BOX = box((4.0, 2.0, 2.0), Material("grey"), "box")


def test_a_box_that_looks_away_from_the_camera() -> None:
    got = cuboid(Placed(BOX, Pose.at(), 1), CAMERA)
    assert got.center == pytest.approx([0, 0, 10])
    assert got.size == pytest.approx([4, 2, 2])
    rear_right_bottom, front_left_top = got.corners[0], got.corners[7]
    assert rear_right_bottom == pytest.approx([50 + 100 / 8, 50 + 100 / 8])  # 8 m away: right and below the middle
    assert front_left_top == pytest.approx([50 - 100 / 12, 50 - 100 / 12])


def test_rotation_takes_the_things_axes_to_the_cameras() -> None:
    w, x, y, z = cuboid(Placed(BOX, Pose.at(), 1), CAMERA).rotation
    forward = [1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)]
    assert forward == pytest.approx([0, 0, 1])  # the thing's forward is the camera's


def test_corners_behind_the_camera_have_no_pixel() -> None:
    corners = cuboid(Placed(BOX, Pose.at(-10.0), 1), CAMERA).corners
    assert np.isnan(corners).any(axis=1).sum() == 4


angles = st.floats(-np.pi, np.pi)


@given(angles, angles, angles)
def test_a_quaternion_is_its_rotation(yaw: float, pitch: float, roll: float) -> None:
    matrix = rotation_zyx(yaw, pitch, roll)
    w, *v = quaternion(matrix)
    v = np.array(v)
    cross = np.array([[0, -v[2], v[1]], [v[2], 0, -v[0]], [-v[1], v[0], 0]])
    assert (w * w - v @ v) * np.eye(3) + 2 * np.outer(v, v) + 2 * w * cross == pytest.approx(matrix, abs=1e-7)
    assert w >= 0


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_half_turns_are_exact(axis: int) -> None:
    diagonal = -np.ones(3)
    diagonal[axis] = 1.0
    got = np.abs(quaternion(np.diag(diagonal)))
    assert got == pytest.approx(np.eye(4)[axis + 1], abs=1e-12)


def as_entries(view: PinholeCamera) -> tuple[list[dict], dict[int, dict]]:
    """One annotation and its image, as they stand in a dataset."""
    box3d = cuboid(Placed(BOX, Pose.at(y=2.0, yaw_rad=0.4), 1), view)
    fields = {name: value.tolist() for name, value in vars(box3d).items()}
    bent = None if view.distortion is None else list(view.distortion.coefficients())
    image = {"id": 0, "width": view.width, "height": view.height}
    image["camera"] = {"K": view.matrix().tolist(), "distortion": bent}
    return [{"id": 1, "image_id": 0, "bbox3d": fields}], {0: image}


@pytest.mark.parametrize("lens", [None, Distortion(-0.2, 0.05, 0.001, -0.002)], ids=["pinhole", "barrel"])
def test_corners_are_checked_through_the_images_own_lens(lens: Distortion | None) -> None:
    annotations, images = as_entries(replace(CAMERA, distortion=lens))
    assert list(cuboid_failures(annotations, images)) == []
    images[0]["camera"]["distortion"] = [0.1, 0.0, 0.0, 0.0, 0.0]
    (failure,) = cuboid_failures(annotations, images)
    assert "corners of its 3D box are" in failure


@pytest.mark.parametrize("damaged", [[-5.0, 0.0, 0.0, 0.0, 0.0], [0.1] * 6, ["a"] * 5, 3])
def test_a_damaged_lens_is_named(damaged: object) -> None:
    annotations, images = as_entries(CAMERA)
    images[0]["camera"]["distortion"] = damaged
    (failure,) = cuboid_failures(annotations, images)
    assert failure.startswith("image 0: its camera is none (")


def written_entries(
    view: PinholeCamera, size: tuple[float, float, float], at: Pose
) -> tuple[list[dict], dict[int, dict]]:
    """The same of what is written."""
    thing = Placed(box(size, Material("grey"), "box"), at, 1)
    spec = SceneSpec((thing,), view, World("none"))
    picture = np.zeros((view.height, view.width), np.float32)
    coverage = Coverage((), np.full((1, *picture.shape), -1, np.int16), picture[None])
    frame = Frame(
        np.zeros((*picture.shape, 3), np.uint8), picture, np.zeros((*picture.shape, 3), np.float32), coverage, {}
    )
    image = record(0, "0.jpg", spec, frame, Labels((), ()), scene="s", seed=0)["image"]
    return [{"id": 1, "image_id": 0, "bbox3d": written(cuboid(thing, view), view)}], {0: image}


@given(
    focal=st.floats(0.06, 1e6),
    side=st.integers(4, 4096),
    scale=st.floats(-5.0, 2.2),
    away=st.floats(0.2, 500.0),
    turn=st.tuples(angles, angles, angles),
    aside=st.tuples(st.floats(-1.0, 1.0), st.floats(-1.0, 1.0)),
    origin=st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)),
    lens=st.sampled_from([None, Distortion(-0.2, 0.05, 0.001, -0.002), Fisheye(0.01, -0.002), Fisheye()]),
)
def test_what_is_written_puts_the_corners_where_any_camera_sees_them(
    focal, side, scale, away, turn, aside, origin, lens
) -> None:
    """From screws to cathedrals, from 0.1 to a million picture widths of focal length, near and far away."""
    size = tuple(10.0**scale * share for share in (1.0, 0.37, 0.004))
    place = np.array([*origin, 0.0])
    distance = 10.0**scale * away
    forward = np.array([1.0, aside[0] * 0.3, aside[1] * 0.3]) * distance
    view = look_at(place - [distance, 0.0, 0.0], place)
    least = max(side / 36.0 * (2.0 if isinstance(lens, Distortion) else 1.0), side * 0.2 if lens else 0.0)
    camera = PinholeCamera(
        side, max(side // 2, 4), max(focal * side, least), side / 2.0, side / 4.0, view, distortion=lens
    )
    at = Pose(rotation_zyx(*turn), view.translation + forward)
    annotations, images = written_entries(camera, size, at)
    assert list(cuboid_failures(annotations, images)) == []
    corners = annotations[0]["bbox3d"]["corners"]
    if away > 2.0:
        assert corners == pytest.approx(
            cuboid(Placed(box(size, Material("g"), "box"), at, 1), camera).corners, abs=0.006
        )


def test_a_street_keeps_tenths_of_millimetres() -> None:
    annotations, _ = written_entries(CAMERA, (4.0, 2.0, 2.0), Pose.at(y=1.23456789, yaw_rad=0.3))
    assert annotations[0]["bbox3d"]["center"][0] == -1.2346


def test_a_face_that_fills_a_large_picture() -> None:
    """Corners were up to 0.65 px off, of 0.2 that are allowed."""
    camera = PinholeCamera(1536, 1536, 6000.0, 768.0, 768.0, look_at((-1.3, 0.0, 0.1), (0.0, 0.0, 0.1)))
    annotations, images = written_entries(camera, (0.21, 0.16, 0.23), Pose.at(0.012345, 0.00217, 0.1, yaw_rad=2.9))
    assert list(cuboid_failures(annotations, images)) == []


@pytest.mark.parametrize(("near_m", "focal", "said"), [(1e-3, 600.0, True), (3e-5, 6e3, True), (1.1e-9, 6e9, False)])
def test_a_corner_near_the_cameras_plane_has_a_pixel_where_numbers_say_which(
    near_m: float, focal: float, said: bool
) -> None:
    camera = PinholeCamera(640, 480, focal, 320.0, 240.0, look_at((0.0, 0.0, 0.0), (1.0, 0.0, 0.0)))
    turn = rotation_zyx(0.4, 0.1, 0.2)
    nearest = float((BOX_CORNERS @ turn.T)[:, 0].min())
    at = Pose(turn, np.array([near_m - nearest, 0.3, 0.1]) - turn @ [0.0, 0.0, 1.0])  # its middle is 1 m above its feet
    annotations, images = written_entries(camera, (2.0, 2.0, 2.0), at)
    assert (annotations[0]["bbox3d"]["corners"] is not None) == said
    assert list(cuboid_failures(annotations, images)) == []


def test_a_turn_in_single_precision_is_made_one() -> None:
    rough = rotation_zyx(0.3, 0.2, 0.1).astype(np.float32)
    turn = Pose(rough, np.zeros(3)).rotation
    assert np.abs(turn @ turn.T - np.eye(3)).max() < 1e-14
    assert turn == pytest.approx(rough, abs=1e-6)
