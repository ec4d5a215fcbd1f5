"""Shape builders: closed, facing outward, joined without losing skins."""

import numpy as np
import pytest

from assets.polygons import Inset, Shape, box, grid, join, lathe, pillow, recess, tube, weld_mirror

SKIN = ("paint", "body")


def volume(shape: Shape) -> float:
    """Signed volume: positive where faces look outward."""
    a, b, c, d = (shape.points[shape.quads[:, index]] for index in range(4))
    return float((np.einsum("ij,ij->i", a, np.cross(b, c)) + np.einsum("ij,ij->i", a, np.cross(c, d))).sum() / 6.0)


def disc_profile(radius: float, half: float):
    return [(0.0, -half), (radius, -half), (radius, half), (0.0, half)]


@pytest.mark.parametrize(
    ("shape", "expected", "tolerance"),
    [
        (box((0, 0, 0), (1, 2, 3), SKIN), 6.0, 1e-9),
        (lathe(disc_profile(1.0, 0.5), 64, SKIN), np.pi, 0.01),
        (pillow((2, 2, 2), SKIN, 2.0, 48), 4.0 / 3.0 * np.pi, 0.03),
        (tube(np.array([[0.0, 0, 0], [1, 0, 0], [2, 0, 0]]), 0.5, SKIN, 48), 2.0 * np.pi * 0.25, 0.01),
    ],
)
def test_closed_shapes_have_their_volume(shape, expected, tolerance):
    assert volume(shape) == pytest.approx(expected, rel=tolerance)


def test_a_mirror_image_still_faces_outward():
    assert volume(box((0, 1, 0), (1, 2, 1), SKIN).mirrored()) == pytest.approx(1.0)


def test_join_keeps_each_face_s_skin():
    both = join([box((0, 0, 0), (1, 1, 1), SKIN), box((2, 0, 0), (3, 1, 1), ("glass", "window"))])
    assert [both.skins[index] for index in both.skin] == [SKIN] * 6 + [("glass", "window")] * 6


def test_weld_mirror_shares_the_vertices_on_the_plane():
    half = grid(np.array([[[x, y, 0.0] for y in (0.0, 1.0)] for x in (0.0, 1.0)]), SKIN)
    whole = weld_mirror(half)
    assert len(whole.points) == 6 and len(whole.quads) == 2


def test_recess_sinks_the_region_and_closes_the_step():
    points = np.array([[[float(x), float(y), 0.0] for y in range(4)] for x in range(4)])
    sheet = grid(points, SKIN)
    skin = np.zeros(9, np.int64)
    skin[4] = 1
    out = recess(
        Shape(sheet.points, sheet.quads, skin, (SKIN, ("glass", "window"))),
        {("glass", "window"): Inset(0.1, ("trim", "trim"))},
    )
    pane = out.points[out.quads[out.skin == out.skins.index(("glass", "window"))]]
    walls = out.points[out.quads[out.skin == out.skins.index(("trim", "trim"))]]
    np.testing.assert_allclose(pane[..., 2], -0.1)
    assert len(walls) == 4
    inward = np.cross(walls[:, 2] - walls[:, 0], walls[:, 3] - walls[:, 1])
    assert (np.einsum("ij,ij->i", inward, np.array([1.5, 1.5, -0.05]) - walls.mean(axis=1)) > 0).all()
