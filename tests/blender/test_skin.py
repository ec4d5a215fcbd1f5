"""Skin looks like the Monk tone that it is labelled with.

Heads stand in white light from everywhere. What a black head sends back is gloss: taken off, as a polariser does, the
skin's own colour is left. The swatches of the scale are colours of pictures, so that it is developed as one: white at
a third of the light, luminance with the contrast that cameras give to portraits, highlights rolled off.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assets import Asset
from assets.faces import MONK_SRGB, Identity, Look, person
from render.blender.renderer import BlenderRenderer
from render.camera import film
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

TONES, PEOPLE = tuple(MONK_SRGB), (0, 1)
WHITE, CONTRAST = 1.0 / 3.0, 1.5
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])  # of linear sRGB
PITCH_M, PITCH_PX = 0.42, 48
CHEEK_M = np.array([0.042, -0.035])  # to the side and up from between the eyes

type Float64 = NDArray[np.float64]


def white_light(folder: Path) -> World:
    """The same from everywhere, as a picture of eight pixels (RGBE)."""
    path = folder / "white.hdr"
    path.write_bytes(b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n" + bytes((128, 128, 128, 129)) * 8)
    return World(str(path))


def head(tone: int, seed: int, black: bool = False) -> Asset:
    """The skin of somebody, without hair or clothes."""
    asset = person(np.random.default_rng(seed), Identity(), Look(skin_tone=tone, hair_style="bald"))
    (skin,) = (mesh for mesh in asset.meshes if mesh.name == "skin")
    if black:
        dull = replace(skin.materials[0], base_color=(0.0, 0.0, 0.0))
        skin = replace(skin, materials=(dull, *skin.materials[1:]))
    return replace(asset, meshes=(skin,), curves=())


@pytest.fixture(scope="module")
def cheeks(renderer: BlenderRenderer, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Float64]:
    """Share of white light that the cheeks of each tone send back in the mean, gloss taken off, linear RGB."""
    heads = [[*(head(tone, seed) for seed in PEOPLE), head(tone, 0, black=True)] for tone in TONES]
    rows, columns, far_m = len(heads[0]), len(heads), 40.0
    placed = [
        Placed(heads[i][j], Pose.at(0.0, i * PITCH_M, j * PITCH_M, 0.0), 1 + i * rows + j)
        for i in range(columns)
        for j in range(rows)
    ]
    middle = np.array([0.0, (columns - 1) * PITCH_M / 2.0, (rows - 1) * PITCH_M / 2.0])
    size = (columns * PITCH_PX, rows * PITCH_PX)
    view = look_at(middle + np.array([far_m, 0.0, 0.0]), middle)
    camera = PinholeCamera.from_fov(size, 2.0 * np.arctan(columns * PITCH_M / 2.0 / far_m), view)
    frame = renderer.render(SceneSpec(tuple(placed), camera, white_light(tmp_path_factory.mktemp("light"))))
    radiance = frame.linear / frame.exposure

    def cheek(column: int, row: int) -> Float64:
        places = [(column * PITCH_M + side * CHEEK_M[0], row * PITCH_M + CHEEK_M[1]) for side in (-1, 1)]
        u = [int(size[0] / 2 + (y - middle[1]) / PITCH_M * PITCH_PX) for y, _ in places]
        v = [int(size[1] / 2 - (z - middle[2]) / PITCH_M * PITCH_PX) for _, z in places]
        return np.mean([radiance[b - 2 : b + 2, a - 2 : a + 2].mean((0, 1)) for a, b in zip(u, v, strict=True)], axis=0)

    own = {tone: np.mean([cheek(column, row) for row in range(rows - 1)], axis=0) for column, tone in enumerate(TONES)}
    return {tone: own[tone] - cheek(column, rows - 1) for column, tone in enumerate(TONES)}


def developed(light: Float64) -> Float64:
    """sRGB 0..1 of a share of white light."""
    level = float(light @ TO_XYZ[1])
    picture = film.tone((light * (level / WHITE) ** CONTRAST / level).astype(np.float32)[None, None])
    return picture[0, 0].astype(np.float64) / 255.0


def swatch(code: str) -> Float64:
    """sRGB 0..1 of ``#rrggbb``."""
    return np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0


def lab(srgb: Float64) -> Float64:
    """CIELAB under D65."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    share = TO_XYZ @ linear / TO_XYZ.sum(axis=1)
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16.0 / 116.0)
    return np.array([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)])


def difference(first: Float64, second: Float64) -> float:
    """CIEDE2000 of two colours in CIELAB (Sharma, Wu and Dalal 2005)."""
    chroma = (np.hypot(*first[1:]) + np.hypot(*second[1:])) / 2.0
    stretch = 1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    (l1, a1, b1), (l2, a2, b2) = (color * [1.0, stretch, 1.0] for color in (first, second))
    c1, c2, h1, h2 = np.hypot(a1, b1), np.hypot(a2, b2), np.arctan2(b1, a1), np.arctan2(b2, a2)
    turn = (h2 - h1 + np.pi) % (2.0 * np.pi) - np.pi
    level, c, h = (l1 + l2) / 2.0, (c1 + c2) / 2.0, np.degrees(h1 + turn / 2.0) % 360.0
    cosines = zip((-0.17, 0.24, 0.32, -0.20), (1, 2, 3, 4), (-30, 0, 6, -63), strict=True)
    t = 1.0 + sum(factor * np.cos(np.radians(times * h + shift)) for factor, times, shift in cosines)
    light = (l2 - l1) / (1.0 + 0.015 * (level - 50.0) ** 2 / np.sqrt(20.0 + (level - 50.0) ** 2))
    strong = (c2 - c1) / (1.0 + 0.045 * c)
    hue = 2.0 * np.sqrt(c1 * c2) * np.sin(turn / 2.0) / (1.0 + 0.015 * c * t)
    twist = -2.0 * np.sqrt(c**7 / (c**7 + 25.0**7)) * np.sin(np.radians(60.0 * np.exp(-(((h - 275.0) / 25.0) ** 2))))
    return float(np.sqrt(light**2 + strong**2 + hue**2 + twist * strong * hue))


def test_the_difference_of_colours_is_the_published_one() -> None:
    """The first and the 25th pair of Sharma's test data."""
    assert difference(np.array([50.0, 2.6772, -79.7751]), np.array([50.0, 0.0, -82.7485])) == pytest.approx(
        2.0425, abs=1e-4
    )
    assert difference(np.array([60.2574, -34.0099, 36.2677]), np.array([60.4626, -34.1751, 39.4387])) == pytest.approx(
        1.2644, abs=1e-4
    )


@pytest.mark.parametrize("tone", TONES)
def test_the_mean_cheek_in_neutral_light_is_nearest_to_its_own_monk_tone(cheeks: dict[int, Float64], tone: int) -> None:
    cheek = lab(developed(cheeks[tone]))
    apart = {key: difference(cheek, lab(swatch(code))) for key, code in MONK_SRGB.items()}
    assert min(apart, key=lambda key: apart[key]) == tone, apart


def test_skin_of_every_tone_is_redder_than_yellow_and_yellower_than_blue(cheeks: dict[int, Float64]) -> None:
    """What keeps the colours of skin while they are moved towards the swatches."""
    for red, green, blue in cheeks.values():
        assert red > 1.2 * green > 1.2 * 1.05 * blue
