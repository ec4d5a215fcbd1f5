"""Invented brands: one word and two colours wherever a place shows them, and figures as displays show them."""

import numpy as np
import pytest

from assets.environments.brands import brand, digits
from assets.environments.buildings.canopies import canopy
from assets.environments.furniture.pumps import petrol_pump, price_pole
from assets.environments.furniture.racing import hoarding, start_arch


def made(seed):
    return brand(np.random.default_rng(np.random.SeedSequence(seed)))


def strokes(word):
    """(N, 4) low and high corners in y and z of a word's strokes, in heights of it, from where it begins."""
    y, z = word.corners[..., 1], word.corners[..., 2]
    size = np.ptp(z)
    return np.stack([y.min(axis=1) - y.min(), y.max(axis=1) - y.min(), z.min(axis=1), z.max(axis=1)], axis=1) / size


def test_a_brand_has_the_same_word_everywhere_and_another_brand_another():
    one, other = made(1), made(2)
    large, small = one.word(40.0, 1.2, "ink", 0.0), one.word(20.0, 0.3, "ink", 0.5)
    np.testing.assert_allclose(strokes(large), strokes(small), atol=1e-9)
    assert strokes(other.word(40.0, 1.2, "ink", 0.0)).shape != strokes(large).shape


@pytest.mark.parametrize("seed", range(12))
def test_its_letters_can_be_read_on_its_large_faces(seed):
    own = made(seed)
    assert abs(sum(own.ink) - sum(own.main)) / 3.0 > 0.1


def test_it_shines_by_night_alone():
    day, night = made(1).materials(False), made(1).materials(True)
    assert all(day[name].emission_strength == 0.0 < night[name].emission_strength for name in ("main", "second", "ink"))


@pytest.mark.parametrize(("number", "count"), [("8", 7), ("1", 2), ("0", 6), ("1234567890", 49)])
def test_figures_are_of_seven_strokes(number, count):
    sheet = digits(number, 0.5, "digits", 0.2)
    assert len(sheet.corners) == count
    np.testing.assert_allclose(sheet.corners[..., 2].max() - sheet.corners[..., 2].min(), 0.5, atol=0.04)
    assert abs(sheet.corners[..., 1]).max() < 0.5 * 0.75 * len(number) / 2.0 + 0.1


@pytest.mark.parametrize("seed", range(3))
def test_things_of_a_forecourt_and_a_track_stand_on_the_ground_as_large_as_real_ones(seed):
    rng, own = np.random.default_rng(np.random.SeedSequence(seed)), made(seed)
    roof, lamps = canopy(rng, own, (8.0, 5.0), 5.0, 5.9)
    sizes = {
        petrol_pump(rng, own): (1.6, 2.4),
        price_pole(rng, own): (4.1, 7.6),
        hoarding(rng, own, 6.0): (0.6, 1.0),
        start_arch(rng, own, 16.0): (6.5, 7.6),
    }
    for asset, (low, high) in sizes.items():
        assert low < asset.size[2] < high, asset.name
        assert asset.center[2] - asset.size[2] / 2.0 == pytest.approx(0.0, abs=0.06), asset.name
    assert roof.center[2] - roof.size[2] / 2.0 == pytest.approx(4.98, abs=0.03)
    assert len(lamps) >= 4 and (np.abs(lamps[:, :2]) < [8.0, 5.0]).all()
