import numpy as np
import pytest

from annotate.frame import Coverage
from render.camera import lens
from scenes import DepthOfField, Distortion, Fisheye, PinholeCamera, Pose

BARREL, PINCUSHION = Distortion(-0.3, 0.1, 0.002, -0.001), Distortion(0.2, 0.05, -0.003, 0.004)


def camera(distortion: Distortion | None) -> PinholeCamera:
    blur = DepthOfField(4.0, 2.0)
    return PinholeCamera(64, 48, 40.0, 33.0, 22.5, Pose.at(), depth_of_field=blur, distortion=distortion)


def seen(radiance: np.ndarray, weight: np.ndarray) -> lens.Seen:
    """One leaf, with its coverage in the second of three layers."""
    index = np.full((3, *weight.shape), -1, np.int16)
    index[1] = 0
    weights = np.zeros(index.shape, np.float32)
    weights[1] = weight
    depth = radiance[..., 0]
    return lens.Seen(radiance, depth, radiance, Coverage(((1, "body"),), index, weights))


def ramp(view: PinholeCamera) -> np.ndarray:
    """Radiance that says where it is: x, y and 1 in the canvas's own pixels."""
    x, y = np.meshgrid(np.arange(view.width) + 0.5, np.arange(view.height) + 0.5)
    return np.stack([x, y, np.ones_like(x)], axis=-1).astype(np.float32)


def test_without_distortion_nothing_is_touched():
    view = camera(None)
    rendered = seen(ramp(view), np.ones((48, 64), np.float32))
    assert lens.canvas(view) is view
    assert lens.through(view, rendered) is rendered


@pytest.mark.parametrize("distortion", [BARREL, PINCUSHION], ids=["barrel", "pincushion"])
def test_each_pixel_shows_what_the_camera_projects_there(distortion):
    view = camera(distortion)
    wide = lens.canvas(view)
    full = np.ones((wide.height, wide.width), np.float32)
    out = lens.through(view, seen(ramp(wide), full))
    plane = (out.radiance[..., :2] - [wide.cx, wide.cy]) / wide.focal_px
    centres = np.stack(np.meshgrid(np.arange(64) + 0.5, np.arange(48) + 0.5), axis=-1)
    assert view.through_lens(plane.astype(np.float64)) == pytest.approx(centres, abs=0.05)  # OpenCV counts in 1/32 px
    assert out.coverage.of(1) == pytest.approx(1.0, abs=1e-5)
    assert np.abs(out.depth - out.radiance[..., 0]).max() <= 0.52  # the nearest pixel's


def test_coverage_is_mixed_from_the_four_pixels_around():
    view = camera(BARREL)
    wide = lens.canvas(view)
    share = (ramp(wide)[..., 0] / wide.width).astype(np.float32)
    out = lens.through(view, seen(ramp(wide), share))
    assert out.coverage.of(1) == pytest.approx(out.radiance[..., 0] / wide.width, abs=1e-3)
    assert len(out.coverage.index) == 4  # four times the one layer that holds anything


def test_a_lamp_gets_no_dark_rim():
    view = camera(BARREL)
    wide = lens.canvas(view)
    night = np.full((wide.height, wide.width, 3), 0.01, np.float32)
    night[30:34, 40:44] = 1e4
    out = lens.through(view, seen(night, night[..., 0]))
    assert out.radiance.min() == pytest.approx(0.01)
    assert out.radiance.max() == pytest.approx(1e4)


def test_the_aperture_stays_as_wide_on_a_wider_canvas():
    view = camera(BARREL)
    wide = lens.canvas(view)
    assert wide.width > view.width + 6
    before, after = (c.focal_px / c.width / c.depth_of_field.f_number for c in (view, wide))
    assert after == pytest.approx(before)


def fisheye(lens: Fisheye, cx: float = 33.0, cy: float = 22.5) -> PinholeCamera:
    """Its corners lie 115° from the axis, and further where the lens is bent."""
    return PinholeCamera(64, 48, 20.0, cx, cy, Pose.at(), distortion=lens)


def test_an_equidistant_fisheye_in_the_middle_of_its_picture_is_rendered_as_it_is():
    view = fisheye(Fisheye(), 32.0, 24.0)
    rendered = seen(ramp(view), np.ones((48, 64), np.float32))
    assert lens.canvas(view) is view
    assert lens.through(view, rendered) is rendered


@pytest.mark.parametrize("bent", [Fisheye(), Fisheye(-0.05, 0.008), Fisheye(0.04, -0.004)], ids=str)
def test_each_pixel_of_a_fisheye_shows_what_the_camera_projects_there(bent):
    view = fisheye(bent)
    wide = lens.canvas(view)
    assert (wide.cx, wide.cy) == (wide.width / 2.0, wide.height / 2.0)
    assert wide.fisheye == Fisheye()
    out = lens.through(view, seen(ramp(wide), np.ones((wide.height, wide.width), np.float32)))
    centres = np.stack(np.meshgrid(np.arange(64) + 0.5, np.arange(48) + 0.5), axis=-1)
    assert view.to_pixels(wide.rays(out.radiance[..., :2].astype(np.float64))) == pytest.approx(centres, abs=0.05)
    assert out.coverage.of(1) == pytest.approx(1.0, abs=1e-5)


def test_a_shifted_equidistant_fisheye_is_its_canvas_cut_to_size():
    view = fisheye(Fisheye())
    wide = lens.canvas(view)
    noise = np.random.default_rng(0).uniform(0.0, 1.0, (wide.height, wide.width, 3)).astype(np.float32)
    left, top = int(wide.cx - view.cx), int(wide.cy - view.cy)
    out = lens.through(view, seen(noise, noise[..., 0]))
    assert out.radiance == pytest.approx(noise[top : top + 48, left : left + 64], abs=1e-5)
    assert np.array_equal(out.depth, noise[top : top + 48, left : left + 64, 0])
    assert out.coverage.of(1) == pytest.approx(noise[top : top + 48, left : left + 64, 0], abs=1e-5)


def test_outside_a_fisheyes_image_circle_all_is_empty():
    view = fisheye(Fisheye(-0.05, 0.008, edge_rad=1.0))
    wide = lens.canvas(view)
    out = lens.through(view, seen(ramp(wide), np.ones((wide.height, wide.width), np.float32)))
    assert view.circle is not None
    assert 0.3 < view.circle.mean() < 0.5
    for values in (out.radiance.any(axis=2), np.isfinite(out.depth), out.normals.any(axis=2), out.coverage.of(1) > 0):
        assert np.array_equal(values, view.circle)
