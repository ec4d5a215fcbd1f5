"""Labels of rendered things whose projections have closed forms: spheres, cubes and plates at three cameras.

Areas and shares lie within half a percent, outlines within half a pixel. A mask has whole pixels, so its box is held to
the pixels that the closed form covers by half: where an outline ends in a tip, that is up to a pixel short of the tip.
What is computed from geometry alone (amodal boxes, corners, keypoints) is exact to its decimals.
"""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from annotate import annotate
from annotate.frame import Frame
from annotate.skeletons import SKELETONS
from assets import Asset, Label, Material
from assets.geometry import BOX_CORNERS
from assets.primitives import box, polygons
from render.blender.renderer import BlenderRenderer
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

RED = Material("red", base_color=(0.6, 0.05, 0.04))
GREY = Material("grey", roughness=0.9)
FINE = 8  # points along a pixel's side at which closed forms of coverage are asked
NOISE = 0.06  # of a pixel's coverage: 64 samples, spread by a filter a little wider than the pixel
NAMES = SKELETONS["car"].names

CAMERAS = {
    "level": PinholeCamera(160, 120, 150.0, 80.0, 60.0, look_at((-4.0, 0.3, 0.5), (0.0, 0.1, 0.55), roll_rad=0.12)),
    "long, shifted, from above": PinholeCamera(
        160, 120, 230.0, 66.3, 71.8, look_at((-5.0, 1.5, 2.4), (0.0, -0.25, 0.6), roll_rad=-0.2)
    ),
    "short, upright, rolled": PinholeCamera(
        120, 160, 130.0, 63.7, 70.4, look_at((-2.4, -1.2, 0.2), (0.0, 0.15, 0.35), roll_rad=0.4)
    ),
}


@pytest.fixture(params=CAMERAS, ids=str)
def view(request: pytest.FixtureRequest) -> PinholeCamera:
    return CAMERAS[request.param]


def labels_of(renderer: BlenderRenderer, camera: PinholeCamera, *placed: Placed) -> tuple[Frame, dict[int, dict]]:
    spec = SceneSpec(placed, camera, World("courtyard"))
    frame = renderer.render(spec)
    return frame, {item["instance_id"]: item for item in annotate(spec, frame).annotations}


def ball(radius: float, rings: int = 64) -> Asset:
    """Around its origin; its outline lies 0.03 % of the radius inside the sphere's."""
    polar, around = np.linspace(0, np.pi, rings + 1), np.linspace(0, 2 * np.pi, 2 * rings, endpoint=False)
    flat = np.sin(polar)[:, None]
    points = np.stack(np.broadcast_arrays(flat * np.cos(around), flat * np.sin(around), np.cos(polar)[:, None]), axis=2)
    n = 2 * rings
    quads = [
        (i * n + j, (i + 1) * n + j, (i + 1) * n + (j + 1) % n, i * n + (j + 1) % n)
        for i in range(rings)
        for j in range(n)
    ]
    mesh = polygons("ball", points.reshape(-1, 3) * radius, tuple(quads), RED, "ball")
    return Asset("ball", (mesh,), (2 * radius,) * 3, "CC0-1.0", "test", labels=(Label("ball"),))


def plate(width: float, height: float, keypoints: dict[str, tuple[float, float, float]] | None = None) -> Asset:
    """Upright at x = 0 around its origin, facing -x."""
    y, z = width / 2, height / 2
    corners = np.array([[0, y, -z], [0, y, z], [0, -y, z], [0, -y, -z]], float)
    mesh = polygons("plate", corners, ((0, 1, 2, 3),), GREY, "plate")
    size = (1e-3, width, height)
    return Asset("plate", (mesh,), size, "CC0-1.0", "test", labels=(Label("car"),), keypoints=keypoints or {})


def seen(camera: PinholeCamera, points: np.ndarray) -> np.ndarray:
    """Pixels (N, 2) by K [R | t]."""
    world_to_camera = np.linalg.inv(camera.pose.matrix())
    k = np.array([[camera.focal_px, 0, camera.cx], [0, camera.focal_px, camera.cy], [0, 0, 1]])
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ world_to_camera.T
    pixels = homogeneous[:, :3] @ k.T
    return pixels[:, :2] / pixels[:, 2:]


def rays(camera: PinholeCamera, pixels: np.ndarray | None = None) -> np.ndarray:
    """World directions (H, W, 3), 1 m along the optical axis, through pixels (H, W, 2) or their centres."""
    if pixels is None:
        pixels = np.moveaxis(np.mgrid[: camera.height, : camera.width][::-1], 0, -1) + 0.5
    local = np.concatenate(
        [(pixels - [camera.cx, camera.cy]) / camera.focal_px, np.ones((*pixels.shape[:2], 1))], axis=2
    )
    return local @ camera.pose.rotation.T


def on_right_border(camera: PinholeCamera, x: float) -> np.ndarray:
    """The world point at ``x`` that is seen on the picture's right border, three quarters down."""
    ray = rays(camera, np.array([[[camera.width, 0.75 * camera.height]]]))[0, 0]
    return np.asarray(camera.pose.translation + ray * (x - camera.pose.translation[0]) / ray[0])


def keypoints(label: dict, count: int) -> np.ndarray:
    return np.array(label["keypoints"], float).reshape(-1, 3)[:count]


def shoelace(polygon: np.ndarray) -> float:
    x, y = polygon.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2) if len(polygon) else 0.0


def clipped(polygon: np.ndarray, window: np.ndarray) -> np.ndarray:
    """The part of a polygon inside a convex window, by Sutherland and Hodgman; both (N, 2)."""
    middle = window.mean(axis=0)
    for a, b in zip(window, np.roll(window, -1, axis=0), strict=True):
        normal = np.array([a[1] - b[1], b[0] - a[0]])
        normal *= np.sign((middle - a) @ normal)
        kept = []
        for p, q in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
            at_p, at_q = (p - a) @ normal, (q - a) @ normal
            kept += [p] if at_p >= 0 else []
            kept += [p + (q - p) * at_p / (at_p - at_q)] if at_p * at_q < 0 else []
        polygon = np.array(kept).reshape(-1, 2)
        if not len(polygon):
            return polygon
    return polygon


def edges(bbox: list[float]) -> np.ndarray:
    x, y, w, h = bbox
    return np.array([x, y, x + w, y + h])


def around(points: np.ndarray) -> np.ndarray:
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def covered(points_inside: np.ndarray) -> np.ndarray:
    """Share of each pixel (H, W) that is inside, from a closed form asked at ``FINE``² points of each."""
    h, w = (side // FINE for side in points_inside.shape)
    return np.asarray(points_inside.reshape(h, FINE, w, FINE).mean(axis=(1, 3)))


def fine_points(camera: PinholeCamera) -> np.ndarray:
    """(H * FINE, W * FINE, 2) pixel coordinates."""
    y, x = (np.mgrid[: camera.height * FINE, : camera.width * FINE] + 0.5) / FINE
    return np.stack([x, y], axis=-1)


def inside(polygon: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Which points (..., 2) lie in a convex polygon."""
    sides = np.roll(polygon, -1, axis=0) - polygon
    turn = [
        s[0] * (points[..., 1] - p[1]) - s[1] * (points[..., 0] - p[0]) for s, p in zip(sides, polygon, strict=True)
    ]
    return np.all(np.array(turn) >= 0, axis=0) | np.all(np.array(turn) <= 0, axis=0)


def assert_visible(label: dict, coverage: np.ndarray, area: float, share: np.ndarray) -> None:
    """A visible mask against its closed forms: the outline's area, and the share (H, W) of each pixel that it covers.

    Pixels within ``NOISE`` of half may fall either way; all others are in the mask or out of it as they should.
    """
    assert coverage.sum() == pytest.approx(area, rel=0.002)
    most, least = share >= 0.5 - NOISE, share >= 0.5 + NOISE
    assert 0.995 * least.sum() <= label["area"] <= 1.005 * most.sum()
    assert label["area"] == pytest.approx(area, rel=0.01)
    box, widest, narrowest = edges(label["bbox"]), pixel_box(most), pixel_box(least)
    assert (np.minimum(widest, narrowest) <= box).all()
    assert (box <= np.maximum(widest, narrowest)).all()


def pixel_box(mask: np.ndarray) -> np.ndarray:
    """Left, top, right and bottom edge of the pixels of a mask."""
    return around(np.argwhere(mask)[:, ::-1]) + np.array([0, 0, 1, 1])


def assert_amodal(label: dict, low_high: np.ndarray, slack: float) -> None:
    """The amodal box is the outline's, united with that of the mask, whose pixels it holds whole."""
    of_mask = edges(label["bbox"])
    united = np.concatenate([np.minimum(low_high, of_mask)[:2], np.maximum(low_high, of_mask)[2:]])
    assert edges(label["amodal_bbox"]) == pytest.approx(united, abs=slack)


def test_a_sphere(fine: BlenderRenderer, view: PinholeCamera) -> None:
    """It projects to an ellipse: tangent planes give its box, the cone's opening its area."""
    centre, radius = np.array([0.0, 0.1, 0.5]), 0.65
    frame, labels = labels_of(fine, view, Placed(ball(radius), Pose(np.eye(3), centre), 1))
    x, y, z = (centre - view.pose.translation) @ view.pose.rotation
    low_high = [
        view.focal_px * (c * z + side * radius * np.sqrt(c * c + z * z - radius**2)) / (z * z - radius**2) + principal
        for side in (-1, 1)
        for c, principal in ((x, view.cx), (y, view.cy))
    ]
    distance = np.sqrt(x * x + y * y + z * z)
    sine, tilt = radius / distance, z / distance
    area = view.focal_px**2 * np.pi * tilt * sine**2 * np.sqrt(1 - sine**2) / (tilt**2 - sine**2) ** 1.5

    def depth_and_miss(rays: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Nearer root of |eye + t ray - centre| = radius, and the squared distance by which a ray misses."""
        to_eye = view.pose.translation - centre
        a, b, c = (rays * rays).sum(-1), rays @ to_eye, to_eye @ to_eye - radius**2
        square = b * b / a - c
        return (-b - np.sqrt(a * np.maximum(square, 0.0))) / a, -square

    share = covered(depth_and_miss(rays(view, fine_points(view)))[1] < 0.0)
    assert_visible(labels[1], frame.coverage.of(1), area, share)
    assert_amodal(labels[1], np.array(low_high), 0.03)  # of facets, 0.03 % inside the sphere
    assert edges(labels[1]["bbox"]) == pytest.approx(low_high, abs=0.5)
    depth, miss = depth_and_miss(rays(view))
    hit = miss < -0.04 * radius**2  # facets are no match for the rim
    assert frame.depth[hit] == pytest.approx(depth[hit], rel=0.001)


def test_a_cube(fine: BlenderRenderer, view: PinholeCamera) -> None:
    """Its outline is the hull of its corners; a corner shows where one of its three faces does."""
    side, pose = 0.9, Pose.at(0.1, 0.0, 0.1, yaw_rad=0.6)
    corners = BOX_CORNERS * side / 2 + [0, 0, side / 2]
    asset = replace(
        box((side,) * 3, RED, "car"), keypoints=dict(zip(NAMES, map(tuple, corners.tolist()), strict=False))
    )
    frame, labels = labels_of(fine, view, Placed(asset, pose, 1))
    pixels = seen(view, pose.apply(corners))
    hull = cv2.convexHull(pixels.astype(np.float32)).reshape(-1, 2).astype(float)
    assert_visible(labels[1], frame.coverage.of(1), shoelace(hull), covered(inside(hull, fine_points(view))))
    assert_amodal(labels[1], around(pixels), 0.01)
    assert np.array(labels[1]["bbox3d"]["corners"]) == pytest.approx(pixels, abs=0.006)
    eye = pose.inverse().apply(view.pose.translation) - [0, 0, side / 2]
    shows = ((np.abs(eye) > side / 2) & (np.sign(eye) == BOX_CORNERS)).any(axis=1)
    assert 0 < (~shows).sum() < 8
    assert keypoints(labels[1], 8) == pytest.approx(np.column_stack([pixels, 1 + shows]), abs=0.006)
    with np.errstate(divide="ignore"):
        walls = np.multiply.outer([-side / 2, side / 2], np.ones(3))
        t = (walls - eye)[:, None, None] / (rays(view) @ pose.rotation)
    near, far = t.min(axis=0).max(axis=-1), t.max(axis=0).min(axis=-1)
    hit = far > near + 0.02
    assert frame.depth[hit] == pytest.approx(near[hit], rel=1e-4)


def test_two_plates_that_overlap(fine: BlenderRenderer, view: PinholeCamera) -> None:
    """Polygons: clipped by the picture they give truncation, by each other occlusion, by the shoelace formula."""
    spots = ((-0.5, -0.3), (-0.5, 0.3), (-0.2, 0.0), (0.0, 0.0), (0.2, 0.2), (0.45, 0.3), (0.5, -0.3))
    points = {name: (0.0, y, z) for name, (y, z) in zip(NAMES, spots, strict=False)}
    placed = {
        1: Placed(plate(0.8, 0.6), Pose.at(-0.4, 0.55, 0.75), 1),
        2: Placed(plate(1.3, 0.9, points), Pose.at(0.1, 0.1, 0.5), 2),
        3: Placed(plate(0.8, 0.7), Pose(np.eye(3), on_right_border(view, 0.2)), 3),
    }
    frame, labels = labels_of(fine, view, *placed.values())
    outline = {i: seen(view, item.pose.apply(item.asset.meshes[0].vertices)) for i, item in placed.items()}
    picture = np.array([[0, 0], [view.width, 0], [view.width, view.height], [0, view.height]], float)
    hidden = shoelace(clipped(clipped(outline[2], outline[1]), picture))
    grid = fine_points(view)
    in_front = inside(outline[1], grid)
    for number, polygon in outline.items():
        whole, within = shoelace(polygon), shoelace(clipped(polygon, picture))
        over = hidden if number == 2 else 0.0
        label = labels[number]
        share = covered(inside(polygon, grid) & ~in_front if number == 2 else inside(polygon, grid))
        assert_visible(label, frame.coverage.of(number), within - over, share)
        assert_amodal(label, around(polygon), 0.01)
        assert label["truncation"] == pytest.approx(1 - within / whole, abs=0.005)
        assert label["occlusion"] == pytest.approx(over / within, abs=0.005)
        assert label["visible_fraction"] == pytest.approx((within - over) / whole, abs=0.005)
    assert labels[2]["occlusion"] > 0.05
    assert labels[3]["truncation"] > 0.1
    pixels = seen(view, placed[2].pose.apply(list(points.values())))
    shows = 2 - inside(outline[1], pixels)
    assert set(shows) == {1, 2}
    assert keypoints(labels[2], len(spots)) == pytest.approx(np.column_stack([pixels, shows]), abs=0.006)
