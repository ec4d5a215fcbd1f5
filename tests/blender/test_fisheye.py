"""Fisheyes as Cycles renders them: picture, masks, depth and normals agree with the geometry, and labels with both."""

import cv2
import numpy as np
import pytest

from annotate import annotate, record
from annotate.check_points import cuboid_failures
from annotate.silhouette import silhouette
from assets import Material
from assets.primitives import box, floor, sphere
from render.blender.renderer import BlenderRenderer
from scenes import Fisheye, PinholeCamera, Placed, Pose, SceneSpec, World, look_at
from scenes.fisheye import angle_of

RED = Material("red", base_color=(0.7, 0.02, 0.02), roughness=1.0)
GREY = Material("grey", roughness=0.9)
BENT = Fisheye(-0.04, 0.006, -0.001, 0.0001)
POSE = look_at((0.0, 0.0, 1.3), (2.0, 0.3, 1.2), 0.1)
CAMERAS = {
    "ideal": PinholeCamera(160, 120, 40.0, 80.0, 60.0, POSE, distortion=Fisheye()),
    "shifted": PinholeCamera(160, 120, 40.0, 83.0, 56.5, POSE, distortion=Fisheye()),
    "bent": PinholeCamera(160, 120, 40.0, 81.3, 58.2, POSE, distortion=BENT),
}
ROUND = PinholeCamera(120, 120, 38.0, 60.0, 60.0, POSE, distortion=Fisheye(edge_rad=1.5))
CRATES = {1: (1.6, 0.2, 0.6), 2: (0.3, 1.6, 0.4), 3: (-0.2, -1.5, 0.9), 4: (0.4, -0.1, 2.4)}
CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


@pytest.fixture(params=CAMERAS, ids=str)
def view(request: pytest.FixtureRequest) -> PinholeCamera:
    return CAMERAS[request.param]


def crates(camera: PinholeCamera) -> SceneSpec:
    """Before the camera, beside it, behind its plane, and above it."""
    placed = [Placed(floor(60.0, GREY), Pose.at())]
    placed += [Placed(box((0.5, 0.6, 0.7), RED, "box"), Pose.at(*at, yaw_rad=0.4), k) for k, at in CRATES.items()]
    return SceneSpec(tuple(placed), camera, World("studio"))


def rays(camera: PinholeCamera) -> np.ndarray:
    """(H, W, 3) in the camera frame."""
    pixels = np.stack(np.meshgrid(np.arange(camera.width) + 0.5, np.arange(camera.height) + 0.5), axis=-1)
    return camera.rays(pixels)


def within_a_pixel(a: np.ndarray, b: np.ndarray) -> bool:
    wide = [cv2.dilate(mask.astype(np.uint8), CROSS) > 0 for mask in (a, b)]
    return bool((a <= wide[1]).all() and (b <= wide[0]).all())


def test_masks_agree_with_projected_silhouettes(renderer: BlenderRenderer, view: PinholeCamera) -> None:
    spec = crates(view)
    frame = renderer.render(spec)
    labels = {item["instance_id"]: item for item in annotate(spec, frame).annotations}
    assert set(labels) == set(CRATES)
    for number in CRATES:
        alone, visible = silhouette(frame.surfaces[number], view), frame.coverage.of(number) >= 0.5
        assert visible.sum() > 150
        assert within_a_pixel(visible, alone.mask)
        assert np.count_nonzero(visible != alone.mask) < 0.05 * visible.sum()
        assert frame.coverage.of(number).sum() == pytest.approx(np.count_nonzero(alone.mask), rel=0.02)
        x, y, w, h = labels[number]["amodal_bbox"]
        inside = np.clip([x, y, x + w, y + h], 0.0, [view.width, view.height] * 2)
        box_x, box_y, box_w, box_h = labels[number]["bbox"]
        assert [box_x, box_y, box_x + box_w, box_y + box_h] == pytest.approx(inside, abs=1.0)
        assert labels[number]["occlusion"] < 0.03


def test_the_picture_shows_the_crates_where_the_masks_are(renderer: BlenderRenderer, view: PinholeCamera) -> None:
    frame = renderer.render(crates(view))
    red = frame.linear[..., 0] > 2.5 * frame.linear[..., 1]
    covered = frame.coverage.labelled()
    assert red[covered > 0.95].mean() > 0.97
    assert red[covered < 0.05].mean() < 0.01


def test_some_of_them_lie_behind_the_cameras_plane(view: PinholeCamera) -> None:
    local = view.to_camera([(x, y, z + 0.35) for x, y, z in CRATES.values()])
    assert sorted(np.degrees(angle_of(local)))[2:] == pytest.approx([81.5, 112.0], abs=8.0)


def test_depth_is_the_distance_along_the_ray(renderer: BlenderRenderer, view: PinholeCamera) -> None:
    """Of a plane all round: the floor 1.3 m under the camera."""
    frame = renderer.render(SceneSpec((Placed(floor(60.0, GREY), Pose.at()),), view, World("courtyard")))
    down = (rays(view) @ view.pose.rotation.T)[..., 2]
    near = down < -0.25
    assert near.mean() > 0.25
    assert (rays(view)[near][:, 2] < 0.0).any()
    # Behind a lens that is not Cycles' own, depth is that of the nearest pixel of the canvas.
    slack = 0.05 if view is CAMERAS["bent"] else 3e-4
    assert frame.depth[near] == pytest.approx((-1.3 / down)[near], rel=slack)
    assert np.isinf(frame.depth[down > 0.02]).all()


def test_normals_are_in_the_camera_frame(renderer: BlenderRenderer, view: PinholeCamera) -> None:
    frame = renderer.render(SceneSpec((Placed(floor(60.0, GREY), Pose.at()),), view, World("courtyard")))
    near = (rays(view) @ view.pose.rotation.T)[..., 2] < -0.25
    up = view.pose.rotation.T @ [0.0, 0.0, 1.0]
    assert frame.normals[near] == pytest.approx(np.broadcast_to(up, (near.sum(), 3)), abs=1e-3)


def test_a_sphere_is_what_its_cone_holds(fine: BlenderRenderer, view: PinholeCamera) -> None:
    middle = np.array([0.2, 1.9, 1.6])
    ball = Placed(sphere(0.5, RED, "ball", "ball"), Pose.at(*(middle - [0.0, 0.0, 0.5])), 1)
    frame = fine.render(SceneSpec((ball,), view, World("courtyard")))
    to_middle = view.to_camera(middle)
    distance = float(np.linalg.norm(to_middle))
    cosine = rays(view) @ to_middle / distance
    expected = cosine > np.sqrt(1.0 - (0.5 / distance) ** 2)
    visible = frame.coverage.of(1) >= 0.5
    assert expected.sum() > 300
    assert within_a_pixel(visible, expected)
    hit = cosine > np.sqrt(1.0 - (0.4 / distance) ** 2)
    near = distance * cosine - np.sqrt((0.25 - distance**2 * (1.0 - cosine**2)).clip(0.0))
    assert frame.depth[hit] == pytest.approx(near[hit], rel=0.03 if view is CAMERAS["bent"] else 0.005)


def test_the_labels_check_against_the_record(renderer: BlenderRenderer, view: PinholeCamera) -> None:
    spec = crates(view)
    frame = renderer.render(spec)
    entry = record(0, "0.jpg", spec, frame, annotate(spec, frame), "crates", 0)
    assert [item["bbox3d"]["corners"] is not None for item in entry["annotations"]] == [True] * 4
    assert list(cuboid_failures(entry["annotations"], {0: entry["image"]})) == []


def test_outside_the_image_circle_there_is_nothing(renderer: BlenderRenderer) -> None:
    frame = renderer.render(crates(ROUND))
    assert ROUND.circle is not None
    outside = ~ROUND.circle
    assert outside.mean() > 0.2
    assert not frame.rgb[outside].any()
    assert np.isinf(frame.depth[outside]).all()
    assert not frame.normals[outside].any()
    assert not frame.coverage.labelled()[outside].any()
    assert frame.rgb[ROUND.circle].mean() > 30.0


def test_a_circle_narrower_than_blenders_narrowest_fisheye_is_cut_all_the_same(renderer: BlenderRenderer) -> None:
    camera = PinholeCamera(60, 60, 400.0, 30.0, 30.0, POSE, distortion=Fisheye(edge_rad=0.05))
    frame = renderer.render(crates(camera))
    assert np.array_equal(frame.rgb.any(axis=2), np.hypot(*(np.mgrid[:60, :60] - 29.5)) <= 20.0)


def test_the_black_around_a_circle_does_not_change_the_exposure(renderer: BlenderRenderer) -> None:
    wide = PinholeCamera(180, 180, 38.0, 90.0, 90.0, POSE, distortion=Fisheye(edge_rad=1.5))
    exposures = [renderer.render(crates(camera)).exposure for camera in (ROUND, wide)]
    assert exposures[0] == pytest.approx(exposures[1], rel=0.02)


def test_motion_blur_covers_pixels_for_the_time_that_something_is_there(fine: BlenderRenderer) -> None:
    """A plate on the optical axis, 24 px wide and smeared by 12 px: a trapezium."""
    camera = PinholeCamera(
        120, 60, 80.0, 60.0, 30.0, look_at((-4.0, 0, 0), (0, 0, 0)), distortion=Fisheye(), shutter_s=0.02
    )
    half, way = 4.0 * np.tan(12.0 / 80.0), 4.0 * np.tan(6.0 / 80.0)
    plate = box((0.001, 2.0 * half, 1.0), RED, "box")
    moving = Placed(plate, Pose.at(0.0, 0.0, -0.5), 1, velocity_mps=np.array([0.0, 2.0 * way / 0.02, 0.0]))
    frame = fine.render(SceneSpec((moving,), camera, World("courtyard")))
    x = np.abs(np.arange(120) + 0.5 - 60.0)
    expected = np.clip((12.0 + 6.0 - x) / 12.0, 0.0, 1.0)
    assert frame.coverage.of(1)[28:32].mean(axis=0) == pytest.approx(expected, abs=0.07)


def test_a_pinhole_after_a_fisheye_is_as_if_it_were_the_first(renderer: BlenderRenderer) -> None:
    pinhole = crates(PinholeCamera(80, 60, 40.0, 40.0, 30.0, POSE))
    before = renderer.render(pinhole)
    renderer.render(crates(ROUND))
    after = renderer.render(pinhole)
    assert np.array_equal(before.rgb, after.rgb)
    assert np.array_equal(before.depth, after.depth)
