"""A camera's film: what each number does to a picture, and that none does nothing."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from assets import SceneError
from measure.properties.pixels import measure_pixels
from render.camera import developing, film, sensor
from scenes import Film

type Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def light() -> Floats:
    """Exposed light of soft blobs, an edge, fine texture, and what is brighter than white."""
    rng = np.random.default_rng(np.random.SeedSequence(4))
    y, x = np.mgrid[:240, :320]
    base = 0.08 * np.exp2(1.5 * np.sin(x / 37.0) * np.cos(y / 29.0) + 1.2 * (x > 150) + 0.3 * (x + y > 280))
    colour = np.stack([1.0 + 0.3 * np.sin(x / 53.0 + turn) for turn in (0.0, 2.0, 4.0)], axis=2)
    texture = 1.0 + 0.3 * cv2.GaussianBlur(rng.standard_normal((240, 320)), (0, 0), 0.8)
    out = (base * texture)[..., None] * colour
    out[:10, :10] = 30.0
    return out.astype(np.float32)


def figures(light: Floats, **numbers: float) -> dict[str, float]:
    row, _ = measure_pixels(developing.picture(light, Film(**numbers)))  # type: ignore[arg-type]
    return {key: float(value) for key, value in row.items() if not isinstance(value, str)}


def test_a_plain_film_is_the_plain_curve_to_the_byte(light: Floats) -> None:
    for same in (Film(), Film(seed=7), Film(halo=2.0)):  # what nothing is drawn with does not count
        assert same.plain
        assert np.array_equal(developing.picture(light, same), film.tone(light))


def test_the_whole_way_comes_out_at_the_plain_curve_where_nothing_is_asked_of_it(light: Floats) -> None:
    nearly = developing.picture(light, Film(saturation=1.0 + 1e-9))
    assert not Film(saturation=1.0 + 1e-9).plain
    assert np.abs(nearly.astype(int) - film.tone(light)).max() <= 1


@pytest.mark.parametrize("contrast", [0.6, 1.0, 1.6, 3.0])
def test_contrast_turns_about_middle_grey_and_keeps_the_ends(contrast: float) -> None:
    ramp = np.linspace(0.0, 4.0, 400, dtype=np.float32)
    codes = developing.curve(np.array([0.0, 0.18, 1e6], np.float32), Film(contrast=contrast))
    assert codes == pytest.approx([0.0, 0.4613, 1.0], abs=2e-3)
    assert (np.diff(developing.curve(ramp, Film(contrast=contrast))) >= 0.0).all()
    low, high = developing.curve(np.array([0.17, 0.19], np.float32), Film(contrast=contrast))
    plain_low, plain_high = developing.curve(np.array([0.17, 0.19], np.float32), Film())
    assert (high - low) / (plain_high - plain_low) == pytest.approx(contrast, rel=0.03)


def test_black_is_cut_off_or_lifted() -> None:
    dark = np.array([0.0, 0.002, 1e6], np.float32)
    assert developing.curve(dark, Film(black=0.05)) == pytest.approx([0.0, 0.0, 1.0], abs=1e-3)
    assert developing.curve(dark, Film(black=-0.05))[[0, 2]] == pytest.approx([0.05, 1.0], abs=1e-3)


def test_an_early_shoulder_keeps_highlights_apart() -> None:
    bright = np.array([1.0, 2.0], np.float32)
    early, late = (np.diff(developing.curve(bright, Film(shoulder=at)))[0] for at in (0.3, 0.9))
    assert early > 3.0 * late


@pytest.mark.parametrize(
    ("numbers", "key", "way"),
    [
        ({"saturation": 1.5}, "saturation", 1.3),
        ({"saturation": 0.5}, "saturation", 0.7),
        ({"contrast": 1.5}, "contrast", 1.2),
        ({"sharpening": 1.0, "halo": 0.8}, "gradient", 1.2),
        ({"clarity": 0.8}, "contrast", 1.02),
        ({"iso": 3200.0}, "noise", 2.0),
        ({"smear": 0.8}, "noise", 0.7),
        ({"softness": 1.0}, "sharpness", 0.85),
        ({"jpeg": 25.0}, "jpeg_grid", 1.2),
    ],
)
def test_a_number_moves_what_it_is_for(light: Floats, numbers: dict[str, float], key: str, way: float) -> None:
    before, after = figures(light)[key], figures(light, **numbers)[key]
    assert after > way * before if way > 1.0 else after < way * before


def test_light_of_the_corners_and_of_the_balance(light: Floats) -> None:
    plain = figures(light)
    assert figures(light, vignette=0.4)["vignette"] < plain["vignette"] - 0.15
    grey = np.repeat(light.mean(axis=2, keepdims=True), 3, axis=2)
    warm, magenta = figures(grey, warmth=0.1), figures(grey, tint=0.1)
    assert warm["red_to_green"] > 0.05 > -0.05 > warm["blue_to_green"]
    assert min(magenta["red_to_green"], magenta["blue_to_green"]) > 0.05


def test_a_sharp_edge_gets_a_halo_as_wide_as_asked() -> None:
    edge = np.full((40, 80, 3), 0.1, np.float32)
    edge[:, 40:] = 0.4
    plain = developing.picture(edge, Film())[20, :, 0].astype(int)
    for halo in (0.8, 2.5):
        row = developing.picture(edge, Film(sharpening=1.0, halo=halo))[20, :, 0].astype(int)
        assert (plain - row)[39] > 10
        assert (row - plain)[40] > 10
        wide = int((np.abs(row - plain) > 2).sum())
        assert 2.0 * halo < wide < 7.0 * halo + 2


def test_noise_is_of_the_films_own_seed_and_the_same_again(light: Floats) -> None:
    noisy = Film(iso=1600.0, seed=5)
    first, again = developing.picture(light, noisy), developing.picture(light, noisy)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, developing.picture(light, replace(noisy, seed=6)))


def test_tiny_pictures_have_films_too() -> None:
    every = Film(1.2, 0.02, 0.5, 1.4, 0.02, 0.01, 0.3, 0.8, 1.0, 0.4, 800.0, 0.2, 3.0, 80.0)
    assert developing.picture(np.full((4, 5, 3), 0.2, np.float32), every).shape == (4, 5, 3)


@pytest.mark.parametrize(("key", "value"), [("contrast", 0.0), ("jpeg", 0.0), ("iso", float("nan")), ("smear", 2.0)])
def test_what_no_film_has_is_refused(key: str, value: float) -> None:
    with pytest.raises(SceneError, match=rf"film: expected {key} in .*, got {value}"):
        Film(**{key: value})  # type: ignore[arg-type]


def test_skin_is_spared_what_a_film_adds_to_colour_and_nothing_else_is() -> None:
    """Light, middle and dark skin against leaves and sky, under a film that is half as colourful again."""
    skins, others = [(0.57, 0.39, 0.31), (0.27, 0.16, 0.10), (0.08, 0.045, 0.03)], [(0.05, 0.2, 0.03), (0.1, 0.25, 0.7)]
    patches = np.repeat(np.array([[*skins, *others]], np.float32), 8, axis=0)

    def colourful(film: Film) -> np.ndarray:
        codes = developing.picture(np.repeat(patches, 8, axis=1), film).astype(float)[4, 4::8]
        return np.ptp(codes, axis=1)

    plain, strong = colourful(Film(contrast=1.001)), colourful(Film(saturation=1.5))
    spared = colourful(Film(saturation=1.5, spare_skin=1.0))
    assert (strong > 1.3 * plain).all()
    assert (spared[:3] < plain[:3] + 0.35 * (strong[:3] - plain[:3])).all()
    np.testing.assert_allclose(spared[3:], strong[3:], atol=1.0)
    np.testing.assert_array_equal(colourful(Film(saturation=0.5, spare_skin=1.0)), colourful(Film(saturation=0.5)))


@pytest.mark.parametrize("cast", [(1.25, 1.0, 0.75), (0.8, 1.0, 1.2)])
def test_white_balance_takes_out_a_share_of_the_lights_own_colour(cast: tuple[float, float, float]) -> None:
    rng = np.random.default_rng(0)
    scene = rng.uniform(0.02, 0.5, (60, 80, 1)).astype(np.float32) * np.ones(3, np.float32)
    light = np.asarray(scene * np.array(cast, np.float32))
    for share in (0.0, 0.5, 1.0):
        red, green, blue = sensor.neutral(light, share).mean((0, 1))
        assert np.log(red / blue) == pytest.approx((1.0 - share) * np.log(cast[0] / cast[2]), abs=0.02)
        assert green == pytest.approx(light[..., 1].mean(), rel=0.1)


def test_a_coat_is_no_light() -> None:
    """Half of the picture is a green coat: what is grey stays grey."""
    light = np.full((20, 20, 3), 0.3, np.float32)
    light[:, 10:] = (0.05, 0.45, 0.06)
    red, green, blue = sensor.neutral(light, 1.0)[0, 0]
    assert red == pytest.approx(green, rel=0.12) and blue == pytest.approx(green, rel=0.12)
