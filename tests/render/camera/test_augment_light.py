"""Transforms of light, before the tone curve: optics, the sensor's noise, white balance."""

from dataclasses import replace

import numpy as np
import pytest

from annotate import Frame, Labels
from render.camera import film, sensor
from render.camera.augment import apply
from render.camera.augment_list import OPTICS, parse
from tests.render.camera.conftest import HEIGHT, WIDTH, loaded, rng


def test_the_tone_curve_inverts_to_the_same_picture() -> None:
    codes = np.arange(256, dtype=np.uint8).reshape(1, -1, 1).repeat(3, axis=2)
    assert (film.tone(film.untone(codes)) == codes).all()


@pytest.mark.parametrize("known", [True, False])
def test_light_without_flaws_is_the_picture(frame: Frame, labels: Labels, known: bool) -> None:
    augmentation = loaded({"HorizontalFlip": {"p": 1}}, {"Vignetting": {"strength": 0}})
    given = frame if known else replace(frame, linear=None)
    assert (apply(augmentation, rng(), given, labels).frame.rgb == frame.rgb[:, ::-1]).all()


def test_highlights_survive_a_blur_in_light(frame: Frame, labels: Labels) -> None:
    light = np.full((HEIGHT, WIDTH, 3), 0.1, np.float32)
    light[30, 40] = 50.0
    lamp = replace(frame, rgb=film.tone(light), linear=light)
    blur = {"Blur": {"blur_limit": [3, 3], "p": 1}}
    before_curve = apply(loaded(blur, {"Vignetting": {"strength": 0}}), rng(), lamp, labels).frame.rgb
    after_curve = apply(loaded(blur), rng(), lamp, labels).frame.rgb
    assert before_curve[30, 40].min() == 255 > after_curve[30, 40].max()  # nine pixels of 5.6, which is white


@pytest.mark.parametrize("iso", [100.0, 1600.0])
def test_noise_has_the_variance_of_electrons(iso: float) -> None:
    levels = np.array([0.05, 0.2, 0.8], np.float32)
    light = np.broadcast_to(levels, (300, 300, 3)).astype(np.float32)
    out = sensor.add_noise(rng(), light, iso, full_well=10_000.0, read_noise=3.0)
    white = 10_000.0 * 100.0 / iso
    assert out.mean(axis=(0, 1)) == pytest.approx(levels, rel=0.01)
    assert out.var(axis=(0, 1)) == pytest.approx(levels / white + (3.0 / white) ** 2, rel=0.03)
    channels = np.corrcoef(out.reshape(-1, 3).T)
    assert np.abs(channels - np.eye(3)).max() < 0.02


def test_noise_keeps_black_at_its_floor() -> None:
    out = sensor.add_noise(rng(), np.zeros((50, 50, 3), np.float32), 1600.0, 10_000.0, 3.0)
    assert out.min() == 0.0
    assert out.max() < 0.05


def test_fringes_magnify_red_and_blue_and_leave_green() -> None:
    light = np.zeros((101, 201, 3), np.float32)
    light[50, 190] = 1.0
    out = sensor.fringe(light, 0.02, -0.02)
    centres = (out[50] * np.arange(201)[:, None]).sum(axis=0) / out[50].sum(axis=0)
    assert centres == pytest.approx([191.8, 190.0, 188.2], abs=0.05)  # 90 px from the centre


@pytest.mark.parametrize("name", OPTICS)
def test_light_keeps_its_fine_steps(name: str) -> None:
    """Some of Albumentations' transforms take light through 8 bits; none that we let work on it does."""
    light = (rng().random((HEIGHT, WIDTH, 3)) * 0.01).astype(np.float32)
    (step,) = parse([name], "test")
    out = step.make()(image=light)["image"]
    assert out.dtype == np.float32
    assert len(np.unique(out)) > 1000


def test_a_vignette_takes_its_strength_in_the_corners_and_nothing_in_the_centre() -> None:
    out = sensor.vignette(np.ones((101, 101, 3), np.float32), 0.4)
    assert out[50, 50] == pytest.approx(1.0)
    assert out[0, 0] == pytest.approx(0.6, abs=0.02)


def test_white_balance_shifts_colours_and_keeps_grey_as_bright() -> None:
    red, green, blue = sensor.white_balance(np.ones((1, 1, 3), np.float32), 0.1, 0.0)[0, 0].tolist()
    assert red > green > blue
    assert (red + green + blue) / 3 == pytest.approx(1.0)
