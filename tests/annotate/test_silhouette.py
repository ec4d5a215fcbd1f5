import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.frame import Surface
from annotate.silhouette import silhouette
from scenes import Distortion, PinholeCamera, look_at


def sphere(rings=40, radius=1.0):
    polar, around = np.linspace(0, np.pi, rings + 1), np.linspace(0, 2 * np.pi, 2 * rings, endpoint=False)
    flat = np.sin(polar)[:, None]
    height = np.cos(polar)[:, None] * np.ones_like(around)
    points = np.stack([flat * np.cos(around), flat * np.sin(around), height], axis=2)
    i, j = np.meshgrid(np.arange(rings) * 2 * rings, np.arange(2 * rings), indexing="ij")
    k = (j + 1) % (2 * rings)
    quads = np.stack([i + j, i + 2 * rings + j, i + 2 * rings + k, i + j, i + 2 * rings + k, i + k], axis=-1)
    triangles = quads.reshape(-1, 3).astype(np.int32)
    return Surface(
        (points.reshape(-1, 3) * radius).astype(np.float32), triangles, ("ball",), np.zeros(len(triangles), np.int32)
    )


def test_a_plate_covers_its_pixels(make):
    out = silhouette(make.plate((3, 4, 10, 6)), make.camera())
    assert (out.mask == make.rectangle(3, 4, 10, 6)).all()
    assert out.area_px == 60
    assert out.amodal_bbox == pytest.approx((3, 4, 10, 6), abs=1e-4)


def test_a_pixel_counts_where_its_centre_is_inside(make):
    out = silhouette(make.plate((3.4, 4.6, 2.0, 2.0)), make.camera())
    assert (out.mask == make.rectangle(3, 5, 2, 2)).all()


def test_what_lies_outside_the_picture_counts_in_area_and_box(make):
    out = silhouette(make.plate((-10, 25, 20, 10)), make.camera())
    assert (out.mask == make.rectangle(0, 25, 10, 5)).all()
    assert out.area_px == 200
    assert out.amodal_bbox == pytest.approx((-10, 25, 20, 10), abs=1e-4)


def test_a_thing_beside_the_picture_has_area_but_no_mask(make):
    out = silhouette(make.plate((100, 3, 5, 5)), make.camera())
    assert not out.mask.any()
    assert out.area_px == 25


def test_overlapping_triangles_count_once(make):
    out = silhouette(make.joined(make.plate((-5, 5, 12, 8)), make.plate((-2, 7, 12, 8), part="b")), make.camera())
    assert out.area_px == 2 * 96 - 9 * 6


def test_nothing_in_front_of_the_camera(make):
    out = silhouette(make.plate((3, 4, 10, 6), depth_m=-2.0), make.camera())
    assert not out.mask.any()
    assert (out.area_px, out.amodal_bbox) == (0.0, None)


def test_a_floor_that_passes_below_the_camera_is_cut_at_the_near_plane(make):
    x = np.array([-5.0, -5.0, 5.0, 5.0])
    y = np.array([-50.0, 50.0, 50.0, -50.0])
    floor = np.stack([x, y, np.full(4, -1.0)], axis=1).astype(np.float32)
    surface = Surface(floor, np.array([[0, 1, 2], [0, 2, 3]], np.int32), ("floor",), np.zeros(2, np.int32))
    out = silhouette(surface, make.camera())
    assert (out.mask == make.rectangle(0, 19, 40, 11)).all(), "its far edge, 5 m ahead and 1 m down, projects to row 19"
    assert out.area_px > 1e6


@pytest.mark.parametrize("eye", [(-4.0, 0.0, 0.0), (-3.0, 2.0, 1.0), (0.5, -1.0, 6.0)])
def test_a_sphere_has_the_area_of_its_closed_form(eye):
    camera = PinholeCamera.from_fov((320, 240), 0.9, look_at(eye, (0, 0, 0)))
    radius = camera.focal_px * np.tan(np.arcsin(1.0 / np.linalg.norm(eye)))
    out = silhouette(sphere(120), camera)
    assert out.area_px == pytest.approx(np.pi * radius**2, rel=0.003)
    expected = (160 - radius, 120 - radius, 2 * radius, 2 * radius)
    assert out.amodal_bbox == pytest.approx(expected, abs=0.1)


def test_area_at_reduced_scale_agrees_with_the_closed_form():
    camera = PinholeCamera.from_fov((640, 480), 0.9, look_at((-1.005, 0.0, 0.0), (0, 0, 0)))
    radius = camera.focal_px * np.tan(np.arcsin(1.0 / 1.005))
    out = silhouette(sphere(250), camera)
    assert 2 * radius > 4096
    assert out.area_px == pytest.approx(np.pi * radius**2, rel=0.02)
    assert out.mask.all()


@given(seed=st.integers(0, 10**6), size=st.floats(0.05, 3.0))
def test_pixels_agree_with_a_test_of_every_pixel_centre(make, seed, size):
    rng = np.random.default_rng(seed)
    vertices = rng.normal([3, 0, 0], [0.5, size, size], (9, 3)).astype(np.float32)
    surface = Surface(vertices, np.arange(9, dtype=np.int32).reshape(3, 3), ("a",), np.zeros(3, np.int32))
    camera = make.camera()
    ys, xs = np.mgrid[: make.HEIGHT, : make.WIDTH] + 0.5
    expected = np.zeros((make.HEIGHT, make.WIDTH), np.bool_)
    for a, b, c in camera.project(vertices).reshape(3, 3, 2):
        edges = [(q - p, np.stack([xs, ys], -1) - p) for p, q in ((a, b), (b, c), (c, a))]
        sides = np.stack([edge[0] * to[..., 1] - edge[1] * to[..., 0] for edge, to in edges])
        expected |= (sides > 0).all(axis=0) | (sides < 0).all(axis=0)
    assert (silhouette(surface, camera).mask == expected).all()


def test_neighbouring_triangles_leave_no_gap(make):
    rng = np.random.default_rng(5)
    inner = np.append(rng.uniform([5, 5], [35, 25], (1, 2)), [[0, 0], [0, 30], [40, 30], [40, 0]], axis=0)
    vertices = np.concatenate([np.full((5, 1), 2.0), -(inner - [20, 15]) / 10.0], axis=1).astype(np.float32)
    fan = np.array([[0, 1, 2], [0, 2, 3], [0, 3, 4], [0, 4, 1]], np.int32)
    assert silhouette(Surface(vertices, fan, ("a",), np.zeros(4, np.int32)), make.camera()).mask.all()


def test_only_the_wanted_parts_count(make):
    surface = make.joined(make.plate((2, 2, 5, 5), part="nose"), make.plate((20, 2, 5, 5), part="hair"))
    assert (silhouette(surface, make.camera(), {"nose"}).mask == make.rectangle(2, 2, 5, 5)).all()


def test_the_far_side_of_open_parts_does_not_count_but_that_of_others_does(make):
    surface = make.plate((2, 2, 5, 5), facing=False)
    assert not silhouette(surface, make.camera(), {"body"}, open=True).mask.any()
    assert silhouette(surface, make.camera(), {"body"}).mask.any()
    assert silhouette(surface, make.camera()).mask.any()


BARREL = Distortion(-0.25, 0.05, 0.004, -0.003)


def lens_camera(lens=BARREL):
    pose = look_at((-2.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    return PinholeCamera(320, 240, 250.0, 150.0, 126.0, pose, distortion=lens)


def wall(low, high, pieces=1):
    """An upright rectangle at x = 0 between corners (y, z), as ``pieces``² squares of two triangles."""
    y, z = (np.linspace(a, b, pieces + 1) for a, b in zip(low, high, strict=True))
    grid = np.stack(np.meshgrid([0.0], y, z, indexing="ij"), axis=-1).reshape(-1, 3)
    i, j = (index.ravel() * 1 for index in np.mgrid[:pieces, :pieces])
    a = i * (pieces + 1) + j
    b, c, d = a + 1, a + pieces + 2, a + pieces + 1
    triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)
    return Surface(grid.astype(np.float32), triangles, ("wall",), np.zeros(len(triangles), np.int32))


def test_behind_a_lens_a_straight_edge_is_the_analytic_curve():
    camera = lens_camera()
    out = silhouette(wall((-0.9, -0.3), (0.9, 0.8)), camera)
    y = np.linspace(-0.9, 0.9, 20_001)
    curve = camera.project(np.column_stack([0 * y, y, 0.8 + 0 * y]))
    columns = np.arange(50, 240)
    expected = np.interp(columns + 0.5, curve[::-1, 0], curve[::-1, 1])
    top = out.mask.argmax(axis=0)[columns]
    assert np.ptp(expected) > 3.0
    assert np.abs(top - expected).max() <= 0.5 + 0.06
    edge = np.concatenate([camera.project(np.column_stack([0 * y, y, z + 0 * y])) for z in (-0.3, 0.8)])
    assert out.amodal_bbox[1] == pytest.approx(edge[:, 1].min(), abs=0.06)
    assert out.amodal_bbox[1] + out.amodal_bbox[3] == pytest.approx(edge[:, 1].max(), abs=0.06)


def test_behind_a_lens_the_cut_pieces_stay_joined():
    camera = lens_camera()
    coarse, fine = (silhouette(wall((-0.9, -0.6), (0.9, 0.7), pieces), camera) for pieces in (1, 37))
    assert np.count_nonzero(coarse.mask != fine.mask) <= 20  # on the outline: facets of curves lie within them
    assert coarse.area_px == pytest.approx(fine.area_px, rel=0.001)
    filled = np.maximum.accumulate(fine.mask, 1) & np.maximum.accumulate(fine.mask[:, ::-1], 1)[:, ::-1]
    assert (filled == fine.mask).all()


def test_behind_a_lens_something_huge_that_passes_the_camera_is_finite_and_fast():
    out = silhouette(wall((-500.0, -500.0), (500.0, 500.0)), lens_camera())
    assert out.mask.all()
    floor = Surface(
        np.array([[-90, -90, -1], [90, -90, -1], [90, 90, -1], [-90, 90, -1]], np.float32),
        np.array([[0, 1, 2], [0, 2, 3]], np.int32),
        ("floor",),
        np.zeros(2, np.int32),
    )
    below = silhouette(floor, lens_camera()).mask
    assert below[-1].all()
    assert not below[0].any()
