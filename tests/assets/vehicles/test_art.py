"""Pictures on vehicles: they fill their sheet, their lines are exact, and no two are alike."""

import numpy as np
import pytest

from assets.vehicles.art import DESIGNS, art_materials, drawn, mural


def area_by_skin(shape):
    corners = shape.points[shape.quads]
    area = np.linalg.norm(np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]), axis=1) / 2.0
    return {skin: float(area[shape.skin == k].sum()) for k, skin in enumerate(shape.skins)}


@pytest.mark.parametrize("seed", range(12))
def test_a_whole_picture_fills_its_sheet_once(seed):
    found = area_by_skin(mural(np.random.default_rng(seed), 5.0, 2.0, "cargo"))
    assert sum(found.values()) == pytest.approx(10.0)
    assert {part for _, part in found} == {"cargo"}


def test_a_picture_without_ground_leaves_the_body_bare_around_it():
    shapes = [mural(np.random.default_rng(seed), 5.0, 2.0, "body", whole=False) for seed in range(20)]
    shares = [sum(area_by_skin(shape).values()) / 10.0 for shape in shapes]
    assert 0.05 < np.median(shares) < 0.95 and max(shares) <= 1.0 + 1e-9
    for shape in shapes:
        assert shape.skin.min(initial=0) >= 0 and all(name.startswith(("art_", "fade_")) for name, _ in shape.skins)


def test_a_disc_has_the_area_of_a_disc():
    def disc(points):
        return np.hypot(points[:, 0] - 1.0, points[:, 2] - 1.0) - 0.6

    found = area_by_skin(drawn(2.0, 2.0, [((disc,), 1)], "body", "art_0", cell=0.1))
    assert found["art_1", "body"] == pytest.approx(np.pi * 0.36, rel=0.03)


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_paints_something_within_the_sheet_and_varies(design):
    shapes = [drawn(4.0, 1.5, design(np.random.default_rng(seed), 4.0, 1.5), "body", "art_0") for seed in range(8)]
    marked = [1.0 - area_by_skin(shape)["art_0", "body"] / 6.0 for shape in shapes]
    assert np.mean(np.array(marked) > 0.02) > 0.7 and len({round(share, 4) for share in marked}) > 4
    for shape in shapes:
        assert shape.points.min() >= -1e-9 and (shape.points.max(axis=0) <= [4.0 + 1e-9, 1e-9, 1.5 + 1e-9]).all()


def test_inks_differ_and_fade_from_the_first_to_the_second():
    made = art_materials(np.random.default_rng(3))
    inks = [made[f"art_{k}"].base_color for k in range(5)]
    assert len(set(inks)) == 5
    steps = np.array([inks[0], *(made[f"fade_{k}"].base_color for k in range(4)), inks[1]])
    np.testing.assert_allclose(np.diff(steps, axis=0), np.tile((steps[-1] - steps[0]) / 5.0, (5, 1)), atol=1e-12)
