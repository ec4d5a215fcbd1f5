"""Cuboids against points worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.check_points import cuboid_failures
from annotate.cuboid import cuboid, quaternion
from assets import Material
from assets.primitives import box
from scenes import Distortion, PinholeCamera, Placed, Pose, look_at, rotation_zyx

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
