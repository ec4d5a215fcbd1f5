"""The light meter and the tone curve."""

import numpy as np
import pytest

from render.camera.film import BRIGHT, MIDDLE_GREY, SHOULDER, SUBJECT_PULL, bleed, develop, key, meter
from scenes import Sky, Weather, World

NOBODY = np.zeros((20, 30), np.float32)


def grey(value: float) -> np.ndarray:
    return np.full((20, 30, 3), value, np.float32)


@pytest.mark.parametrize("radiance", [0.001, 0.18, 50.0])
def test_an_even_scene_comes_out_middle_grey_whatever_its_light(radiance: float) -> None:
    picture = develop(grey(radiance), meter(grey(radiance), NOBODY, 0.0))
    assert np.unique(picture).tolist() == [118]  # 18 % linear in sRGB


def test_one_stop_doubles_the_exposure() -> None:
    assert meter(grey(0.3), NOBODY, 1.0) == pytest.approx(2 * meter(grey(0.3), NOBODY, 0.0))


def test_a_lamp_in_the_picture_does_not_darken_it() -> None:
    scene = grey(0.5)
    scene[0, :10] = 10_000.0
    assert meter(scene, NOBODY, 0.0) == pytest.approx(MIDDLE_GREY / 0.5, rel=0.02)


def test_a_dark_subject_before_a_bright_wall_is_lifted() -> None:
    scene, subject = grey(1.0), NOBODY.copy()
    scene[5:15, 10:20], subject[5:15, 10:20] = 0.05, 1.0
    without, with_subject = meter(scene, NOBODY, 0.0), meter(scene, subject, 0.0)
    assert with_subject == pytest.approx(SUBJECT_PULL * without)
    assert 0.05 * with_subject < MIDDLE_GREY  # it does not forget the wall


def test_the_curve_is_srgb_below_the_shoulder_and_never_clips_hard() -> None:
    ramp = np.linspace(0.0, 4.0, 4001, dtype=np.float32)
    out = develop(np.repeat(ramp[None, :, None], 3, axis=2), 1.0)[0, :, 0].astype(int)
    assert out[np.argmin(np.abs(ramp - 0.5))] == 188  # sRGB of 0.5 linear
    assert (np.diff(out) >= 0).all()
    assert out[ramp <= SHOULDER].max() < 220
    assert out[np.argmin(np.abs(ramp - 1.2))] < 255  # a highlight a little above white keeps detail


def test_black_stays_black() -> None:
    assert develop(grey(0.0), meter(grey(0.0), NOBODY, 0.0)).max() == 0


def test_night_and_dusk_stay_dark_and_snow_and_fog_light() -> None:
    by_day, dusk, night = (
        key(World(Sky(kind, np.radians(degrees))), Weather())
        for kind, degrees in (("clear", 40.0), ("clear", -2.5), ("night", 40.0))
    )
    assert by_day == key(World("city"), Weather()) == MIDDLE_GREY
    assert night < 0.5 * dusk < 0.4 * MIDDLE_GREY
    assert key(World("city"), Weather(snow=1.0)) > 1.2 * MIDDLE_GREY
    assert key(World("city"), Weather(fog_per_m=0.03)) > 1.2 * MIDDLE_GREY


def test_a_lamp_bleeds_into_the_dark_around_it() -> None:
    scene = np.full((120, 160, 3), 0.02, np.float32)
    scene[60, 80] = (40.0, 4.0, 4.0)
    out = bleed(scene, 1.0)
    near, far = out[60, 84], out[60, 120]
    assert near[0] > 2.0 * near[1] > 0.0  # a red lamp's halo is red
    assert near[0] > far[0] >= 0.02
    assert (out >= scene).all()
    assert bleed(scene, 0.3)[60, 84, 0] < near[0]


def test_what_is_no_brighter_than_paper_does_not_bleed() -> None:
    assert np.array_equal(bleed(grey(1.0), 1.0), grey(1.0))
    lamp = grey(50.0)
    assert np.array_equal(bleed(lamp, 0.0), lamp)


def test_a_dark_subject_does_not_burn_away_the_bright_half_of_the_picture() -> None:
    scene, subject = grey(1.0), NOBODY.copy()
    scene[8:], subject[8:] = 0.01, 1.0
    assert meter(scene, subject, 0.0) == pytest.approx(BRIGHT)
    assert meter(scene, subject, 1.0) == pytest.approx(2.0 * BRIGHT)  # unless the photographer wants it
