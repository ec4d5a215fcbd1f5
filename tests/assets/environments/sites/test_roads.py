"""Roads: bent strips keep their widths, lanes keep their distances, sheets look up."""

import numpy as np
import pytest

from assets import AssetError
from assets.environments.sites import Lane, roads
from assets.environments.sites.roads import Axis
from assets.environments.surfaces import asphalt

AXES = [Axis(60.0), Axis(60.0, 1 / 90.0), Axis(60.0, -1 / 250.0)]


def areas(quads):
    diagonal = np.cross(quads[:, 2] - quads[:, 0], quads[:, 3] - quads[:, 1])
    return 0.5 * diagonal


@pytest.mark.parametrize("axis", AXES)
def test_the_axis_has_unit_speed_and_its_heading(axis):
    s = np.linspace(-50.0, 50.0, 2001)
    step = np.diff(axis.place(s, 0.0), axis=0)
    np.testing.assert_allclose(np.linalg.norm(step, axis=1), 0.05, rtol=1e-5)
    middle = (s[1:] + s[:-1]) / 2.0
    np.testing.assert_allclose(np.arctan2(step[:, 1], step[:, 0]), axis.heading(middle), atol=1e-6)


@pytest.mark.parametrize("axis", AXES)
def test_parallels_keep_their_distance(axis):
    s = np.linspace(-50.0, 50.0, 50)
    apart = np.linalg.norm(axis.place(s, 3.5) - axis.place(s, -1.5), axis=1)
    np.testing.assert_allclose(apart, 5.0, atol=1e-9)


@pytest.mark.parametrize("axis", AXES)
def test_a_strip_looks_up_and_covers_its_area(axis):
    quads = axis.bend(roads.strip(axis, [(-3.0, 0.0), (4.0, 0.0)]))
    up = areas(quads)[:, 2]
    assert (up > 0.0).all()
    turn = axis.curvature * 2.0 * axis.half_m  # a ring's area is its middle line times its width
    assert up.sum() == pytest.approx(7.0 * (2.0 * axis.half_m - 0.5 * turn), rel=2e-3)


def test_a_crossing_has_stripes_of_its_length_between_the_kerbs():
    quads = roads.zebra(5.0, (-4.0, 4.0), 3.0)
    assert quads[..., 0].min() == 3.5 and quads[..., 0].max() == 6.5
    assert quads[..., 1].min() > -4.0 and quads[..., 1].max() < 4.0
    assert len(quads) >= 6


def test_a_sheet_takes_a_material_for_each_piece_and_leaves_empty_ones_out():
    one = asphalt(np.random.default_rng(0))
    mesh = roads.sheet("g", [(roads.flat((0, 1), (0, 1)), one), (np.zeros((0, 4, 3)), one)])
    assert len(mesh.materials) == 1 and len(mesh.face_sizes) == 1


def test_a_lane_is_followed_and_left_to_its_left():
    lane = Lane(np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]]))
    assert lane.length == 20.0
    np.testing.assert_allclose(lane.at(5.0, 1.0), [5.0, 1.0, 0.0])
    np.testing.assert_allclose(lane.at([15.0], 1.0), [[9.0, 5.0, np.pi / 2.0]])


def test_a_lane_of_no_kind_is_refused():
    with pytest.raises(AssetError, match="expected a kind of drive, bus"):
        Lane(np.zeros((2, 2)), kind="rail")
