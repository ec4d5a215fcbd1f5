"""Each figure of a picture's pixels moves with what it is named after, and by as much."""

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from measure.properties.pixels import PIXELS, RINGS, file_figures, measure_pixels


def scene(seed: int = 0, size: tuple[int, int] = (240, 320)) -> NDArray[np.float32]:
    """(H, W, 3): a soft ground with hard-edged tiles on it, without noise."""
    draw = np.random.default_rng(seed)
    ground = cv2.resize(draw.uniform(70, 170, (4, 5, 3)).astype(np.float32), size[::-1], interpolation=cv2.INTER_CUBIC)
    for x, y, tone in draw.uniform([0, 0, 40], [size[1] - 60, size[0] - 60, 200], (9, 3)):
        ground[int(y) : int(y) + 50, int(x) : int(x) + 50] = tone
    return ground


def figures(image: NDArray[np.float32]) -> dict[str, float]:
    return measure_pixels(np.clip(np.round(image), 0, 255).astype(np.uint8))[0]  # type: ignore[return-value]


def grey(level: float, size: tuple[int, int] = (64, 96)) -> NDArray[np.float32]:
    return np.full((*size, 3), level, np.float32)


def test_every_figure_is_there() -> None:
    row, power = measure_pixels(scene().astype(np.uint8))
    assert {*row, "jpeg_quality"} == set(PIXELS)
    assert power.shape == (RINGS,)


def test_light_is_what_it_is() -> None:
    half = grey(100.0)
    half[:, :48] = 200.0
    found = figures(half)
    assert found["exposure"] == pytest.approx(150.0)
    assert found["contrast"] == pytest.approx(50.0 / 150.0, abs=0.01)
    assert figures(grey(5.0))["blacks"] == figures(grey(250.0))["whites"] == 1.0


def test_contrast_and_texture_do_not_follow_brightness() -> None:
    bright, dark = figures(scene()), figures(scene() * 0.5)
    assert dark["exposure"] == pytest.approx(bright["exposure"] / 2, rel=0.01)
    for key in ("contrast", "gradient", "sharpness"):
        assert dark[key] == pytest.approx(bright[key], rel=0.05)


def test_colour_is_what_it_is() -> None:
    red = np.zeros((64, 64, 3), np.float32)
    red[..., 0], red[..., 1:] = 200.0, 100.0
    found = measure_pixels(red.astype(np.uint8))[0]
    assert found["saturation"] == pytest.approx(127.5, abs=1)
    assert found["hue"] == "red"
    assert measure_pixels(grey(90.0).astype(np.uint8))[0]["hue"] == "none"


def test_white_balance_is_in_stops_of_the_greys() -> None:
    warm = scene() @ np.eye(3, dtype=np.float32)
    warm = warm.mean(axis=2, keepdims=True) * np.array([1.2, 1.0, 0.8], np.float32)
    found = figures(warm)
    assert found["red_to_green"] == pytest.approx(np.log2(1.2), abs=0.03)
    assert found["blue_to_green"] == pytest.approx(np.log2(0.8), abs=0.03)


@pytest.mark.parametrize("sigma", [2.0, 4.0, 8.0])
def test_noise_is_measured_in_grey_levels(sigma: float) -> None:
    noisy = scene() + np.random.default_rng(1).normal(0, sigma, (240, 320, 1)).astype(np.float32)
    assert figures(noisy)["noise"] == pytest.approx(sigma, rel=0.25)


def test_sharpness_falls_with_blur_and_hardly_with_noise() -> None:
    sharp = figures(scene())["sharpness"]
    noisy = figures(scene() + np.random.default_rng(1).normal(0, 4, (240, 320, 1)))["sharpness"]
    blurred = [figures(cv2.GaussianBlur(scene(), (0, 0), sigma))["sharpness"] for sigma in (1.0, 2.0)]
    assert sharp == pytest.approx(0.5, abs=0.02)
    assert abs(noisy - sharp) < 0.12
    assert sharp - 0.1 > blurred[0] > blurred[1] + 0.05


def test_the_spectrum_falls_steeper_with_blur() -> None:
    assert figures(cv2.GaussianBlur(scene(), (0, 0), 1.5))["spectrum"] < figures(scene())["spectrum"] - 0.5


def test_a_vignette_is_in_stops() -> None:
    y, x = np.mgrid[-1:1:120j, -1:1:160j]
    shaded = grey(160.0, (120, 160)) * (1.0 - 0.25 * (x**2 + y**2))[..., None].astype(np.float32)
    assert figures(shaded)["vignette"] < -0.5
    assert figures(grey(160.0))["vignette"] == 0.0


@pytest.mark.parametrize("quality", [40, 75, 92])
def test_jpeg_s_quality_and_grid(quality: int) -> None:
    noisy = scene() + np.random.default_rng(1).normal(0, 6, (240, 320, 1))
    buffer = io.BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as picture:
        assert file_figures(picture) == {"jpeg_quality": pytest.approx(quality, abs=1)}
        row = measure_pixels(np.asarray(picture.convert("RGB")))[0]
    assert abs(figures(noisy)["jpeg_grid"] - 1.0) < 0.08
    if quality == 40:
        assert float(row["jpeg_grid"]) > 1.15


def test_a_png_has_no_quality() -> None:
    buffer = io.BytesIO()
    Image.fromarray(scene().astype(np.uint8)).save(buffer, "PNG")
    with Image.open(buffer) as picture:
        assert file_figures(picture) == {}


@pytest.mark.parametrize("size", [(1, 1), (7, 300), (16, 16), (40, 9), (700, 900)])
def test_any_size_will_do(size: tuple[int, int]) -> None:
    row, power = measure_pixels(np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8))
    assert all(isinstance(value, str) or np.isfinite(value) for value in row.values())
    assert np.isfinite(power).all()
