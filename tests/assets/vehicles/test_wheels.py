"""Wheels: size, sides, faces that look outward, variety."""

import numpy as np
import pytest

from assets import AssetError
from assets.polygons import join
from assets.vehicles.colors import car_paint
from assets.vehicles.materials import fleet_materials
from assets.vehicles.rims import KINDS, Seat, _spokes
from assets.vehicles.state import PARKED
from assets.vehicles.wheels import STYLES, wheel

RADIUS, WIDTH = 0.33, 0.22


def corners(shape, material=None):
    """(F, 4, 3) corners of the faces of a material, or of all."""
    if material is None:
        return shape.points[shape.quads]
    wanted = [index for index, skin in enumerate(shape.skins) if skin[0] == material]
    return shape.points[shape.quads[np.isin(shape.skin, wanted)]]


def area(faces):
    return np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1]) / 2.0


@pytest.mark.parametrize("style", STYLES)
def test_wheels_have_their_size_and_stay_in_budget(style):
    for seed in range(20):
        around, flat = wheel(np.random.default_rng(seed), RADIUS, WIDTH, style)
        both = join([around, flat])
        assert np.hypot(both.points[:, 0], both.points[:, 2]).max() == pytest.approx(RADIUS, abs=1e-6)
        assert both.points[:, 1].min() == pytest.approx(-WIDTH / 2, abs=0.005)
        assert WIDTH / 2 <= both.points[:, 1].max() < WIDTH / 2 + 0.08
        assert len(both.quads) <= 2500
        assert {part for _, part in both.skins} == {"wheel"}


@pytest.mark.parametrize("style", STYLES)
def test_wheels_are_not_inside_out(style):
    around, flat = wheel(np.random.default_rng(4), RADIUS, WIDTH, style)
    tyre = corners(around, "rubber")
    # A closed skin that looks outward holds a positive volume (the rim's hole is closed by its two edges' discs).
    assert (tyre.mean(axis=1) * area(tyre)).sum() / 3.0 > 0.3 * np.pi * RADIUS**2 * WIDTH
    # From outside one sees fronts: of all faces that turn to +y or away, the outermost ones turn to it.
    shown = join([around, flat])
    faces = corners(shown)
    outermost = faces[faces[..., 1].mean(axis=1) > WIDTH / 2 - 0.02]
    assert (area(outermost)[:, 1] > -1e-9).mean() > 0.8


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_spokes_reach_from_the_hub_to_the_rim_and_look_outward(kind):
    seat = Seat(0.24, WIDTH / 2)
    spokes = _spokes(np.random.default_rng(1), seat, kind, 0.06, 0.02)
    radius = np.hypot(spokes.points[:, 0], spokes.points[:, 2])
    assert radius.min() < 0.075 and 0.22 < radius.max() < 0.265
    assert (area(corners(spokes, "rim"))[:, 1] > 0).mean() > 0.9


def test_a_second_tyre_stands_inside():
    single, _ = wheel(np.random.default_rng(2), 0.5, 0.3, "truck_rear")
    pair, _ = wheel(np.random.default_rng(2), 0.5, 0.3, "truck_rear", dual=True)
    assert pair.points[:, 1].min() == pytest.approx(single.points[:, 1].min() - 0.335, abs=0.01)
    assert pair.points[:, 1].max() == single.points[:, 1].max()


@pytest.mark.parametrize("style", STYLES)
def test_seeds_make_wheels(style):
    made = [wheel(np.random.default_rng(seed), RADIUS, WIDTH, style) for seed in (0, 0, 1, 2, 3)]
    np.testing.assert_array_equal(made[0][0].points, made[1][0].points)
    assert len({one.points.tobytes() for one, _ in made}) == 4


def test_every_material_exists():
    materials = fleet_materials(np.random.default_rng(0), car_paint(np.random.default_rng(0), "red"), PARKED)
    for style in STYLES:
        for seed in range(12):
            for shape in wheel(np.random.default_rng(seed), RADIUS, WIDTH, style):
                assert {name for name, _ in shape.skins} <= set(materials)


def test_unknown_styles_get_the_nearest_name():
    with pytest.raises(AssetError, match="did you mean 'steel'"):
        wheel(np.random.default_rng(0), RADIUS, WIDTH, "steal")
