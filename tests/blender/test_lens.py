"""Labels of distorted and of moving things agree with the picture."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from annotate import annotate
from annotate.silhouette import silhouette
from assets import Material
from assets.geometry import VELOCITY
from assets.primitives import box, floor
from render.blender.renderer import BlenderRenderer
from scenes import Distortion, PinholeCamera, Placed, Pose, SceneSpec, World, look_at

RED = Material("red", base_color=(0.7, 0.02, 0.02), roughness=1.0)
GREY = Material("grey", roughness=0.9)
BARREL = Distortion(-0.28, 0.07, 0.003, -0.002)
PINCUSHION = Distortion(0.25, 0.05, -0.002, 0.003)
FACING = PinholeCamera(120, 60, 100.0, 60.0, 30.0, look_at((-4.0, 0.0, 0.0), (0.0, 0.0, 0.0)))
PLATE_M, SHUTTER_S = 1.2, 0.02


def scene_of(camera: PinholeCamera, *placed: Placed) -> SceneSpec:
    return SceneSpec(placed, camera, World("courtyard"))


@pytest.mark.parametrize("lens", [BARREL, PINCUSHION], ids=["barrel", "pincushion"])
def test_behind_a_lens_picture_masks_and_geometry_agree(renderer: BlenderRenderer, lens: Distortion) -> None:
    pose = look_at((-3.0, 0.4, 1.3), (0.0, 0.0, 0.6), 0.1)
    camera = PinholeCamera(160, 120, 110.0, 83.0, 57.0, pose, distortion=lens)
    crate = Placed(box((0.2, 3.0, 1.3), RED, "box"), Pose.at(yaw_rad=0.2), 1)
    frame = renderer.render(scene_of(camera, Placed(floor(60.0, GREY), Pose.at()), crate))
    alone = silhouette(frame.surfaces[1], camera)
    visible = frame.coverage.of(1) >= 0.5
    assert visible.sum() > 4000
    assert within_a_pixel(visible, alone.mask)
    assert np.count_nonzero(visible != alone.mask) < 0.01 * visible.sum()
    assert frame.coverage.of(1).sum() == pytest.approx(np.count_nonzero(alone.mask), rel=0.005)
    red = frame.rgb[..., 0] > 3.0 * frame.rgb[..., 1]
    assert np.count_nonzero(red != visible) < 0.04 * visible.sum()  # mixed pixels are not red enough
    assert np.argwhere(red).mean(axis=0) == pytest.approx(np.argwhere(visible).mean(axis=0), abs=0.3)
    straight = renderer.render(scene_of(replace(camera, distortion=None), crate)).coverage.of(1) >= 0.5
    assert np.count_nonzero(straight != visible) > 0.08 * visible.sum()


def within_a_pixel(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether each of two masks lies in the other one widened by a pixel."""
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    wide = [cv2.dilate(mask.astype(np.uint8), cross) > 0 for mask in (a, b)]
    return bool((a <= wide[1]).all() and (b <= wide[0]).all())


def test_depth_behind_a_lens_is_that_of_the_pixels_ray(renderer: BlenderRenderer) -> None:
    pose = look_at((-3.0, 0.0, 1.3), (0.0, 0.0, 0.6))
    camera = PinholeCamera(120, 90, 90.0, 60.0, 45.0, pose, distortion=BARREL)
    frame = renderer.render(scene_of(camera, Placed(floor(60.0, GREY), Pose.at())))
    x, y = np.meshgrid(np.arange(120) + 0.5, np.arange(90) + 0.5)
    plane = BARREL.invert((np.stack([x, y], axis=-1) - [60.0, 45.0]) / 90.0)
    down = (np.concatenate([plane, np.ones((90, 120, 1))], axis=2) @ pose.rotation.T)[..., 2]
    near = down < -0.3
    assert near.mean() > 0.3
    assert frame.depth[near] == pytest.approx((-1.3 / down)[near], rel=0.03)  # of the nearest pixel of the canvas


def plate(**more: object) -> Placed:
    """1.2 m wide and 4 m away: 30 pixels, centred on the picture's middle."""
    return Placed(box((0.001, PLATE_M, PLATE_M), RED, "box"), Pose.at(0.0, 0.0, -PLATE_M / 2), 1, **more)  # type: ignore[arg-type]


def moving(camera: PinholeCamera, shift_px: float, whose: str) -> SceneSpec:
    """The plate, or each vertex of it, moves by ``shift_px`` to the left while the shutter is open, or the camera to
    the right."""
    velocity = np.array([0.0, shift_px * 4.0 / camera.focal_px / SHUTTER_S, 0.0])
    camera = replace(camera, shutter_s=SHUTTER_S, velocity_mps=-velocity if whose == "camera" else None)
    thing = plate(velocity_mps=velocity if whose == "plate" else None)
    return scene_of(camera, bent(thing, velocity) if whose == "vertices" else thing)


def bent(thing: Placed, velocity: np.ndarray) -> Placed:
    (mesh,) = thing.asset.meshes
    speeds = np.tile(velocity.astype(np.float32), (len(mesh.vertices), 1))
    return replace(thing, asset=replace(thing.asset, meshes=(replace(mesh, attributes={VELOCITY: speeds}),)))


@pytest.mark.parametrize("whose", ["plate", "vertices", "camera"])
def test_a_moving_plate_covers_pixels_for_the_time_that_it_is_there(fine: BlenderRenderer, whose: str) -> None:
    """A box of 30 px smeared by one of 12 px: a trapezium."""
    frame = fine.render(moving(FACING, 12.0, whose))
    x = np.abs(np.arange(120) + 0.5 - 60.0)
    expected = np.clip((15.0 + 6.0 - x) / 12.0, 0.0, 1.0)
    measured = frame.coverage.of(1)[20:40].mean(axis=0)
    assert measured == pytest.approx(expected, abs=0.06)
    assert measured.sum() == pytest.approx(30.0, rel=0.01)


@pytest.mark.parametrize("whose", ["plate", "vertices", "camera"])
def test_boxes_of_what_moves_are_those_of_the_middle_of_the_exposure(fine: BlenderRenderer, whose: str) -> None:
    spec, still = moving(FACING, 12.0, whose), scene_of(FACING, plate())
    (blurred,), (sharp,) = (annotate(s, fine.render(s)).annotations for s in (spec, still))
    assert blurred["amodal_bbox"] == pytest.approx(sharp["amodal_bbox"], abs=1.0)
    assert blurred["bbox3d"] == sharp["bbox3d"]
    assert blurred["bbox"] == pytest.approx([45.0, 15.0, 30.0, 30.0], abs=1.0)  # half of the time and more
    assert blurred["visible_fraction"] > 0.9


def test_what_passes_in_less_than_half_of_the_exposure_is_hidden(fine: BlenderRenderer) -> None:
    spec = moving(FACING, 80.0, "plate")
    labels = annotate(spec, fine.render(spec))
    assert not labels.annotations
    assert [item["instance_id"] for item in labels.hidden] == [1]


def test_depth_of_what_moves_is_sharp(renderer: BlenderRenderer) -> None:
    blurred, sharp = renderer.render(moving(FACING, 12.0, "plate")), renderer.render(scene_of(FACING, plate()))
    assert np.array_equal(np.isinf(blurred.depth), np.isinf(sharp.depth))
    assert blurred.normals == pytest.approx(sharp.normals, abs=1e-3)


def test_a_frame_after_a_blurred_one_is_as_if_it_were_the_first(renderer: BlenderRenderer) -> None:
    still = scene_of(FACING, plate())
    before = renderer.render(still)
    renderer.render(moving(replace(FACING, distortion=BARREL), 12.0, "plate"))
    renderer.render(moving(FACING, 12.0, "camera"))
    renderer.render(moving(FACING, 12.0, "vertices"))
    after = renderer.render(still)
    assert np.array_equal(before.rgb, after.rgb)
    assert np.array_equal(before.depth, after.depth)
    assert np.array_equal(before.coverage.weight, after.coverage.weight)


def test_motion_does_not_show_while_the_shutter_takes_no_time(renderer: BlenderRenderer) -> None:
    still, fast = scene_of(FACING, plate()), scene_of(FACING, plate(velocity_mps=np.array([0.0, 9.0, 0.0])))
    assert np.array_equal(renderer.render(still).rgb, renderer.render(fast).rgb)
