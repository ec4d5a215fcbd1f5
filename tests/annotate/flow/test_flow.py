"""Flow against closed forms: cubes on lines, turning and moving cameras, through each lens."""

from dataclasses import replace

import numpy as np
import pytest

from annotate.flow import Flow, Seen, flow
from annotate.flow.depths import pixel_centres
from assets import SceneError, primitives
from scenes import Distortion, Fisheye, Placed, Pose
from scenes.motion import Steady, at
from tests.annotate.flow.moving import (
    AHEAD,
    HEIGHT,
    PAINT,
    WIDTH,
    WITHIN_PX,
    Floats,
    between,
    cube,
    going,
    plane_points,
    scene,
    shown,
    wall,
)

LENSES = [
    pytest.param(None, id="pinhole"),
    pytest.param(Distortion(k1=-0.2, k2=0.05, p1=0.002, p2=-0.001), id="distorted"),
    pytest.param(Fisheye(k1=0.05, edge_rad=1.4), id="fisheye"),
]


@pytest.mark.parametrize("lens", LENSES)
def test_a_cube_on_a_line_moves_as_its_front_does(lens: Distortion | Fisheye | None) -> None:
    now, then, frame, got = between(scene([(cube(), going(8.0, 0.3, 1.2, (0.5, 2.0, 0.4)))], lens=lens))
    on_front = np.abs(frame.depth * now.camera.rays(pixel_centres(now.camera))[..., 2] - 7.5) < 1e-3
    assert on_front.sum() > 100
    expected = then.camera.project(plane_points(now, 7.5) + np.array([0.05, 0.2, 0.04])) - pixel_centres(now.camera)
    assert np.abs(got.pixels - expected)[on_front].max() <= WITHIN_PX
    assert got.visible[on_front].all()
    local = np.array([[0.0, -0.2, 0.0], [0.0, 0.0, -0.04], [0.05, 0.0, 0.0]]).sum(axis=1)  # x right, y down, z away
    assert np.abs(got.scene[on_front] - local).max() < 1e-4
    assert np.isnan(got.pixels[~np.isfinite(frame.depth)]).all() and not got.visible[~np.isfinite(frame.depth)].any()


def test_the_boxs_track_goes_as_far_as_its_flow() -> None:
    """Boxes of two stills, and the flow of the first: the second box is where the first one's pixels go."""
    spec = scene([(cube(), going(9.0, 1.0, 1.2, (0.0, -3.0, 0.0)))])
    _, then, frame, got = between(spec)
    boxes = []
    for other in (frame, shown(then)):
        rows, columns = np.nonzero(other.coverage.owner == 1)
        boxes.append([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1])
    mine = frame.coverage.owner == 1
    gone = (pixel_centres(then.camera) + got.pixels)[mine]
    assert np.abs(gone.min(axis=0) - 0.5 - boxes[1][:2]).max() <= 1.0
    assert np.abs(gone.max(axis=0) + 0.5 - boxes[1][2:]).max() <= 1.0


@pytest.mark.parametrize("lens", LENSES)
def test_a_turning_camera_sees_all_turn_whatever_its_depth(lens: Distortion | Fisheye | None) -> None:
    things = [
        (cube(), going(6.0, -0.8, 1.2, (0.0, 0.0, 0.0))),
        (cube((2.0, 3.0, 2.0)), going(20.0, 3.0, 1.5, (0, 0, 0))),
    ]
    turning = Steady(AHEAD, turning_radps=np.array([0.05, 0.1, 0.3]))
    now, then, frame, got = between(scene(things, turning, lens))
    rays = now.camera.rays(pixel_centres(now.camera))
    turned = rays @ (now.camera.pose.rotation.T @ then.camera.pose.rotation)  # of no depth
    expected = then.camera.to_pixels(turned) - pixel_centres(now.camera)
    there = np.isfinite(frame.depth)
    assert there.sum() > 500
    assert np.abs(got.pixels - expected)[there].max() <= WITHIN_PX
    assert np.abs(expected[there]).max() > 3.0


@pytest.mark.parametrize("lens", LENSES)
def test_a_camera_that_drives_past_a_wall(lens: Distortion | Fisheye | None) -> None:
    """Its depth is the frame's, as it has no label."""
    assert not wall().instance_id
    now, then, frame, got = between(scene([], Steady(AHEAD, np.array([5.0, 1.0, 0.0])), lens, (wall(),)))
    expected = then.camera.project(plane_points(now, 12.0)) - pixel_centres(now.camera)
    there = np.abs(frame.depth * now.camera.rays(pixel_centres(now.camera))[..., 2] - 12.0) < 1e-3
    assert there.mean() > 0.99
    assert np.abs(got.pixels - expected)[there].max() <= WITHIN_PX
    inside = then.camera.shows(pixel_centres(now.camera) + expected)
    assert np.array_equal(got.visible[there], inside[there])
    assert 0.02 < (~inside[there]).mean() < 0.5, "what leaves the picture is not seen"


def test_back_and_forth_is_nowhere() -> None:
    things = [(cube(), going(7.0, 0.5, 1.2, (0.3, -2.0, 0.2), (0.0, 0.5, 1.5)))]
    floor = Placed(primitives.floor(60.0, PAINT), Pose.at())
    spec = scene(things, Steady(AHEAD, np.array([2.0, 0.5, 0.0]), np.array([0.0, 0.0, 0.1])), scenery=(floor,))
    now, then, _, forth = between(spec, 3, 4)
    back = flow(Seen.of(shown(then), then), now)
    where = pixel_centres(now.camera) + forth.pixels
    smooth = forth.visible.copy()
    smooth[smooth] = ((where[smooth] > 1.0) & (where[smooth] < [WIDTH - 1, HEIGHT - 1])).all(axis=-1)
    returned = forth.pixels[smooth] + _between_pixels(back.pixels.astype(np.float64), where[smooth])
    known = np.isfinite(returned).all(axis=-1)
    assert known.mean() > 0.95 and known.sum() > 5000
    off = np.linalg.norm(returned[known], axis=-1)
    assert np.quantile(off, 0.97) < 0.1, "but at edges, where pixels around are of two things"


def _between_pixels(values: Floats, where: Floats) -> Floats:
    corner = np.floor(where - 0.5).astype(int)
    share = where - 0.5 - corner
    (x, y), (right, down) = corner.T, share.T[..., None]
    top = values[y, x] * (1 - right) + values[y, x + 1] * right
    return top * (1 - down) + (values[y + 1, x] * (1 - right) + values[y + 1, x + 1] * right) * down


def test_other_scenes_are_refused() -> None:
    spec = scene([(cube(), going(8.0, 0.0, 1.5, (0.0, 2.0, 0.0)))])
    now = at(spec, 0.0)
    with pytest.raises(SceneError, match="expected two moments of one scene, got 1 things and 0"):
        flow(Seen.of(shown(now), now), replace(now, placed=(), motion=None))


def test_flow_to_nowhere_is_unknown() -> None:
    got = Flow.unknown(3, 4)
    assert got.pixels.shape == (3, 4, 2) and np.isnan(got.pixels).all() and not got.visible.any()
