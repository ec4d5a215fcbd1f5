"""Labels behind a fisheye against closed forms: what a pixel's own ray meets, before, beside and behind the camera."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from annotate import Coverage, Frame, Surface, annotate, record
from annotate.check_points import cuboid_failures
from annotate.keypoints import keypoint_triples
from annotate.occluders import occluded_by
from annotate.silhouette import silhouette
from annotate.skeletons import Skeleton
from assets import Asset, Material
from assets.primitives import box
from scenes import Fisheye, PinholeCamera, Placed, Pose, SceneSpec, World

BENT = Fisheye(-0.03, 0.006, -0.002, 0.0002)
LENSES = pytest.mark.parametrize("lens", [Fisheye(), BENT], ids=["equidistant", "bent"])
CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def camera(lens: Fisheye, size: tuple[int, int] = (320, 240)) -> PinholeCamera:
    """Its frame is the world's: x right, y down, z forward. The corners of 320×240 lie 122° from its axis."""
    return PinholeCamera(*size, 92.0, size[0] / 2.0 + 3.0, size[1] / 2.0 - 2.0, Pose.at(), distortion=lens)


def towards(angle_deg: float, turn_deg: float = 25.0) -> np.ndarray:
    """Unit vector at an angle from the optical axis."""
    angle, turn = np.radians([angle_deg, turn_deg])
    return np.array([np.sin(angle) * np.cos(turn), np.sin(angle) * np.sin(turn), np.cos(angle)])


def rays(view: PinholeCamera) -> np.ndarray:
    return view.rays(np.stack(np.meshgrid(np.arange(view.width) + 0.5, np.arange(view.height) + 0.5), axis=-1))


def within_a_pixel(a: np.ndarray, b: np.ndarray) -> bool:
    wide = [cv2.dilate(mask.astype(np.uint8), CROSS) > 0 for mask in (a, b)]
    return bool((a <= wide[1]).all() and (b <= wide[0]).all())


def ball(middle: np.ndarray, radius: float, rings: int = 60) -> Surface:
    polar, around = np.linspace(0, np.pi, rings + 1), np.linspace(0, 2 * np.pi, 2 * rings, endpoint=False)
    flat = np.sin(polar)[:, None]
    points = np.stack(np.broadcast_arrays(flat * np.cos(around), flat * np.sin(around), np.cos(polar)[:, None]), 2)
    i, j = np.meshgrid(np.arange(rings) * 2 * rings, np.arange(2 * rings), indexing="ij")
    k = (j + 1) % (2 * rings)
    quads = np.stack([i + j, i + 2 * rings + j, i + 2 * rings + k, i + j, i + 2 * rings + k, i + k], axis=-1)
    triangles = quads.reshape(-1, 3).astype(np.int32)
    vertices = (points.reshape(-1, 3) * radius + middle).astype(np.float32)
    return Surface(vertices, triangles, ("ball",), np.zeros(len(triangles), np.int32))


def wall(corner: np.ndarray, first: np.ndarray, second: np.ndarray) -> Surface:
    """A parallelogram of two triangles."""
    vertices = np.array([corner, corner + first, corner + first + second, corner + second], np.float32)
    return Surface(vertices, np.array([[0, 1, 2], [0, 2, 3]], np.int32), ("wall",), np.zeros(2, np.int32))


def met(view: PinholeCamera, corner: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(H, W) whether the ray of each pixel's centre meets the parallelogram."""
    with np.errstate(invalid="ignore"):
        t, u, v = np.moveaxis(rays(view) @ np.linalg.inv(np.array([-corner, first, second])), -1, 0)
        # ray = t·(-corner) + u·first + v·second, so the ray reaches the wall where t < 0
        u, v = -u / t, -v / t
        return np.asarray((t < 0) & (u >= 0) & (u <= 1) & (v >= 0) & (v <= 1))


@LENSES
@pytest.mark.parametrize("angle_deg", [0.0, 45.0, 88.0, 110.0, 150.0])
def test_a_sphere_is_what_lies_within_its_cone(lens: Fisheye, angle_deg: float) -> None:
    view, cone = camera(lens), np.radians(14.0)
    middle = 4.0 * towards(angle_deg)
    out = silhouette(ball(middle, 4.0 * np.sin(cone)), view)
    expected = rays(view) @ towards(angle_deg) > np.cos(cone)
    assert within_a_pixel(out.mask, expected)
    assert np.count_nonzero(out.mask != expected) <= 0.005 * np.count_nonzero(expected) + 8
    outline = around(towards(angle_deg), cone)
    pixels = view.to_pixels(outline)
    low, size = pixels.min(axis=0), np.ptp(pixels, axis=0)
    assert out.amodal_bbox == pytest.approx((*low, *size), abs=0.15)  # of facets
    assert out.area_px == pytest.approx(shoelace(pixels), rel=0.01)


def around(axis: np.ndarray, cone: float, count: int = 20_000) -> np.ndarray:
    """Unit vectors on the rim of a cone."""
    side = np.cross(axis, [0.3, 0.9, 0.1])
    side /= np.linalg.norm(side)
    turn = np.linspace(0.0, 2.0 * np.pi, count)[:, None]
    rim = np.cos(turn) * side + np.sin(turn) * np.cross(axis, side)
    return np.asarray(np.cos(cone) * axis + np.sin(cone) * rim)


def shoelace(points: np.ndarray) -> float:
    x, y = points.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2.0)


@LENSES
@pytest.mark.parametrize("seed", range(12))
def test_a_large_wall_covers_the_pixels_whose_rays_meet_it(lens: Fisheye, seed: int) -> None:
    """Anywhere round the camera, also behind its plane and on both sides of it."""
    rng, view = np.random.default_rng(seed), camera(lens)
    corner, first, second = rng.normal(0.0, 2.0, (3, 3))
    out = silhouette(wall(corner, first, second), view).mask
    expected = met(view, corner, first, second)
    assert within_a_pixel(out, expected)
    assert np.count_nonzero(out != expected) <= 0.03 * np.sqrt(expected.sum()) * 4 + 4


def test_those_walls_show_and_some_lie_behind_the_cameras_plane() -> None:
    shares, behind = [], 0
    for seed in range(12):
        view = camera(Fisheye())
        mask = met(view, *np.random.default_rng(seed).normal(0.0, 2.0, (3, 3)))
        shares.append(mask.mean())
        behind += bool((rays(view)[mask][:, 2] < 0.0).any())
    assert sum(share > 0.02 for share in shares) >= 5
    assert behind >= 3


def test_a_floor_under_the_camera_goes_all_round_it() -> None:
    corner, first, second = np.array([-30.0, 1.5, -30.0]), np.array([60.0, 0, 0]), np.array([0, 0, 60.0])
    out = silhouette(wall(corner, first, second), camera(Fisheye())).mask
    expected = met(camera(Fisheye()), corner, first, second)
    assert 0.3 < expected.mean() < 0.6
    assert np.count_nonzero(out != expected) <= 12


def test_what_lies_straight_behind_covers_nothing_of_the_picture() -> None:
    """No edge of its triangles is near the axis, but straight lines between their corners' pixels would cross it."""
    view = camera(Fisheye())
    out = silhouette(wall(np.array([-1.0, -1.0, -0.9]), np.array([2.0, 0, 0]), np.array([0, 2.0, 0])), view)
    assert not out.mask[60:180, 80:240].any()
    assert out.mask.sum() == np.count_nonzero(
        met(view, np.array([-1.0, -1.0, -0.9]), np.array([2.0, 0, 0]), np.array([0, 2.0, 0]))
    )
    assert out.amodal_bbox is not None
    assert np.isfinite(out.amodal_bbox).all()


def test_area_outside_the_picture_is_that_of_a_larger_picture() -> None:
    large = camera(Fisheye(), (640, 560))
    small = replace(large, width=320, height=240, cx=large.cx - 160.0, cy=large.cy - 160.0)
    thing = ball(3.0 * towards(120.0), 1.5)
    whole, part = silhouette(thing, large), silhouette(thing, small)
    assert 0.1 * whole.mask.sum() < part.mask.sum() < 0.8 * whole.mask.sum()
    assert whole.area_px == whole.mask.sum()
    assert part.area_px == pytest.approx(whole.area_px, rel=0.001)


def test_what_lies_outside_the_image_circle_counts_as_outside_the_picture() -> None:
    view = camera(Fisheye(edge_rad=np.pi / 2.0))
    thing = ball(3.0 * towards(90.0), 0.6)
    cut, free = silhouette(thing, view), silhouette(thing, camera(Fisheye()))
    assert view.circle is not None
    assert (cut.mask == (free.mask & view.circle)).all()
    assert cut.mask.sum() == pytest.approx(0.5 * free.mask.sum(), rel=0.1)
    assert cut.area_px == free.area_px
    assert cut.amodal_bbox == pytest.approx(free.amodal_bbox)


@pytest.mark.parametrize(("depth_m", "v"), [(4.0, 2), (1.0, 1), (np.inf, 2)])
@pytest.mark.parametrize("angle_deg", [20.0, 89.0, 105.0])
def test_keypoints_show_by_the_distance_along_their_ray(angle_deg: float, depth_m: float, v: int) -> None:
    view, skeleton = camera(BENT), Skeleton(("tip",))
    depth = np.full((240, 320), depth_m, np.float32)
    thing = Placed(point_at(4.0 * towards(angle_deg)), Pose.at(), 1)
    ((x, y, seen),) = keypoint_triples(thing, view, depth, skeleton)
    away = np.radians(angle_deg)
    expected = 92.0 * BENT.radius(away) * np.array([np.cos(np.radians(25)), np.sin(np.radians(25))]) + [163.0, 118.0]
    assert [x, y] == pytest.approx(expected)
    assert seen == v


def point_at(place: np.ndarray) -> Asset:
    x, y, z = place.tolist()
    return replace(box((1.0, 1.0, 1.0), Material("grey"), "crate", "box"), keypoints={"tip": (x, y, z)})


def test_keypoints_outside_the_image_circle_or_straight_behind_are_not_labelled() -> None:
    depth = np.full((240, 320), np.inf, np.float32)
    for lens, angle_deg in ((Fisheye(edge_rad=1.5), 88.0), (Fisheye(), 175.0)):
        thing = Placed(point_at(4.0 * towards(angle_deg)), Pose.at(), 1)
        assert keypoint_triples(thing, camera(lens), depth, Skeleton(("tip",))).tolist() == [[0.0, 0.0, 0.0]]


def labelled(view: PinholeCamera, angle_deg: float) -> tuple[SceneSpec, Frame]:
    """A crate of 1 m, 3 m away, seen whole: what a renderer would hand over."""
    crate = box((1.0, 1.0, 1.0), Material("grey"), "crate", "box")
    placed = Placed(crate, Pose(np.eye(3), 3.0 * towards(angle_deg)), 1)
    mesh = crate.meshes[0]
    corners = np.reshape(mesh.corners, (-1, 4))
    triangles = np.concatenate([corners[:, [0, 1, 2]], corners[:, [0, 2, 3]]]).astype(np.int32)
    surface = Surface(
        placed.pose.apply(mesh.vertices).astype(np.float32), triangles, ("box",), np.zeros(len(triangles), np.int32)
    )
    mask = silhouette(surface, view).mask
    shape = mask.shape
    coverage = Coverage(((1, "box"),), np.where(mask, 0, -1)[None].astype(np.int16), mask[None].astype(np.float32))
    frame = Frame(
        np.zeros((*shape, 3), np.uint8),
        np.where(mask, 3.0, np.inf).astype(np.float32),
        np.zeros((*shape, 3), np.float32),
        coverage,
        {1: surface},
    )
    return SceneSpec((placed,), view, World("courtyard")), frame


@LENSES
@pytest.mark.parametrize("angle_deg", [30.0, 95.0])
def test_the_record_says_which_lens_it_was_and_checks(lens: Fisheye, angle_deg: float) -> None:
    lens = replace(lens, edge_rad=2.0)
    spec, frame = labelled(camera(lens), angle_deg)
    entry = record(0, "0.jpg", spec, frame, annotate(spec, frame), "crates", 0)
    assert entry["image"]["camera"]["model"] == "fisheye"
    assert entry["image"]["camera"]["distortion"] == list(lens.coefficients())
    assert entry["image"]["camera"]["edge_deg"] == pytest.approx(np.degrees(2.0))
    (annotation,) = entry["annotations"]
    assert annotation["visible_fraction"] == 1.0
    assert np.linalg.norm(annotation["bbox3d"]["center"]) > 2.9
    images = {0: entry["image"]}
    assert list(cuboid_failures([annotation], images)) == []
    as_pinhole = {0: {**entry["image"], "camera": {**entry["image"]["camera"], "model": "pinhole", "distortion": None}}}
    assert len(list(cuboid_failures([annotation], as_pinhole))) == 1
    unknown = {0: {**entry["image"], "camera": {**entry["image"]["camera"], "model": "orthographic"}}}
    (failure,) = cuboid_failures([annotation], unknown)
    assert "expected a model of pinhole or fisheye, got 'orthographic'" in failure


def test_a_box_that_reaches_straight_behind_has_no_corners() -> None:
    spec, frame = labelled(camera(Fisheye()), 30.0)
    behind = Placed(spec.placed[0].asset, Pose(np.eye(3), np.array([0.0, 0.0, -7.0])), 1)
    surface = frame.surfaces[1]
    moved = replace(
        surface, vertices=(surface.vertices - spec.placed[0].pose.translation + [0, 0, -7]).astype(np.float32)
    )
    labels = annotate(replace(spec, placed=(behind,)), replace(frame, surfaces={1: moved}))
    assert labels.annotations[0]["bbox3d"]["corners"] is None


@pytest.mark.parametrize(("wall_m", "name"), [(1.5, "object"), (6.0, "none")])
def test_what_hides_something_behind_the_cameras_plane_is_nearer_along_the_ray(wall_m: float, name: str) -> None:
    view = camera(Fisheye())
    spec, frame = labelled(view, 105.0)
    alone = silhouette(frame.surfaces[1], view).mask
    none = Coverage(((1, "box"),), np.full((1, *alone.shape), -1, np.int16), np.zeros((1, *alone.shape), np.float32))
    depth = np.full(alone.shape, wall_m, np.float32)
    seen = replace(frame, coverage=none, depth=depth)
    assert occluded_by(spec.placed[0], view, seen, None, np.zeros_like(alone), alone) == name
