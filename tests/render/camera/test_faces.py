"""A camera that exposes for faces: out of the dark, out of the light, and no further."""

import numpy as np
import pytest

from annotate.frame import Coverage
from render.camera import developing
from render.camera.faces import DARK, DARKER_EV, DARKEST, LIGHT, LIGHTER_EV, LIGHTEST, dodged, faces_ev
from scenes import Film

SKIN = frozenset(["skin"])
PLAIN = Film()


def seen(level, part="skin", size=8):
    """Light of a picture whose left half is a part, and whose right half is something ten times as bright."""
    radiance = np.full((size, size, 3), 10.0 * level, np.float32)
    radiance[:, : size // 2] = level
    index = np.full((1, size, size), -1, np.int16)
    index[0, :, : size // 2] = 0
    return radiance, Coverage(((1, part),), index, np.ones((1, size, size), np.float32))


def code(level, film=PLAIN):
    return float(developing.curve(np.array([level]), film)[0]) * 255.0


def after(level, film=PLAIN):
    """Code of the face in the picture that is made."""
    return code(level * 2.0 ** faces_ev(*seen(level), SKIN, 1.0, film), film)


def test_a_well_lit_face_is_left_alone():
    for level in (0.13, 0.2, 0.4):
        assert DARK < code(level) < LIGHT
        assert faces_ev(*seen(level), SKIN, 1.0, PLAIN) == 0.0


@pytest.mark.parametrize("film", [PLAIN, Film(contrast=1.4, black=0.03, shoulder=0.5)])
def test_dark_faces_come_out_of_the_dark_and_burnt_ones_out_of_the_light(film):
    for level in (0.012, 0.02, 0.04):
        assert DARKEST - 2.0 < after(level, film) < DARK
        assert after(level, film) > code(level, film) + 5.0
    for level in (0.9, 1.2, 1.6):
        assert LIGHT < after(level, film) < LIGHTEST + 2.0


def test_a_plate_that_shines_is_brought_out_of_the_light_as_faces_are():
    level = 2.0
    assert code(level) > 250.0
    stops = faces_ev(*seen(level, part="plate"), frozenset(["plate"]), 1.0, PLAIN)
    assert LIGHT < code(level * 2.0**stops) <= LIGHTEST + 1.0
    assert faces_ev(*seen(level, part="plate"), SKIN, 1.0, PLAIN) == 0.0


def test_darker_faces_stay_darker():
    codes = [after(level) for level in (0.012, 0.02, 0.04, 0.08, 0.2, 0.8, 1.6)]
    assert codes == sorted(codes)


def test_it_goes_no_further_than_its_limits():
    assert faces_ev(*seen(1e-4), SKIN, 1.0, PLAIN) == pytest.approx(LIGHTER_EV)
    assert faces_ev(*seen(50.0), SKIN, 1.0, PLAIN) == pytest.approx(DARKER_EV)


def test_the_meters_exposure_counts():
    assert faces_ev(*seen(0.02), SKIN, 10.0, PLAIN) == 0.0


def test_without_faces_nothing_changes():
    assert faces_ev(*seen(0.01, part="clothing"), SKIN, 1.0, PLAIN) == 0.0
    assert faces_ev(*seen(0.01, size=4), SKIN, 1.0, PLAIN) == 0.0, "eight pixels are no face"


def two(first, second, size=16):
    """Light with two faces side by side before something much brighter."""
    radiance = np.full((size, 4 * size, 3), 3.0, np.float32)
    index = np.full((1, size, 4 * size), -1, np.int16)
    for which, level in enumerate((first, second)):
        columns = slice(2 * which * size, (2 * which + 1) * size)
        radiance[:, columns], index[0, :, columns] = level, which
    return radiance, Coverage(((1, "skin"), (2, "skin")), index, np.ones(index.shape, np.float32))


def test_all_faces_have_a_say_and_not_just_the_first():
    assert faces_ev(*two(0.2, 0.2), SKIN, 1.0, PLAIN) == 0.0
    assert faces_ev(*two(0.2, 0.004), SKIN, 1.0, PLAIN) > 0.3
    assert faces_ev(*two(0.004, 0.2), SKIN, 1.0, PLAIN) > 0.3


def test_a_dark_face_beside_a_light_one_is_dodged_alone():
    linear, coverage = two(0.2, 0.02)
    out = dodged(linear, coverage, SKIN, PLAIN)
    light, dark = coverage.index[0] == 0, coverage.index[0] == 1
    assert code(0.02) < 50.0
    assert code(float(np.median(out[dark]))) > DARKEST - 2.0
    assert np.allclose(out[light], linear[light], rtol=0.02), "the other one is left alone"
    assert np.array_equal(out[coverage.index[0] < 0], linear[coverage.index[0] < 0]), "and so is the bright wall"


def test_a_burnt_face_is_burned_in():
    linear, coverage = two(0.3, 2.0)
    out = dodged(linear, coverage, SKIN, PLAIN)
    assert code(float(np.median(out[coverage.index[0] == 1]))) < code(2.0) - 5.0


def test_faces_that_are_well_lit_are_not_touched():
    linear, coverage = two(0.2, 0.3)
    assert dodged(linear, coverage, SKIN, PLAIN) is linear
