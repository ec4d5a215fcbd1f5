"""Skin looks like the Monk tone that it is labelled with.

Heads stand in white light from everywhere. What a black head sends back is gloss: taken off, as a polariser does, the
skin's own colour is left. The swatches of the scale are colours of pictures, so that it is developed as one: white at
a third of the light, luminance with the contrast that cameras give to portraits.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assets import Asset
from assets.faces import MONK_SRGB, Identity, Look, person
from render.blender import BlenderRenderer
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

TONES = (1, 4, 7, 10)
WHITE, CONTRAST = 1.0 / 3.0, 1.5
REC709 = np.array([0.2126, 0.7152, 0.0722])
PITCH_M, PITCH_PX = 0.42, 48
CHEEK_M = np.array([0.042, -0.035])  # to the side and up from between the eyes

type Float64 = NDArray[np.float64]


def white_light(folder: Path) -> World:
    """The same from everywhere, as a picture of eight pixels (RGBE)."""
    path = folder / "white.hdr"
    path.write_bytes(b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n" + bytes((128, 128, 128, 129)) * 8)
    return World(str(path))


def head(tone: int, black: bool) -> Asset:
    """The skin of somebody, without hair or clothes."""
    asset = person(np.random.default_rng(0), Identity(), Look(skin_tone=tone, hair_style="bald"))
    (skin,) = (mesh for mesh in asset.meshes if mesh.name == "skin")
    if black:
        dull = replace(skin.materials[0], base_color=(0.0, 0.0, 0.0))
        skin = replace(skin, materials=(dull, *skin.materials[1:]))
    return replace(asset, meshes=(skin,), curves=())


@pytest.fixture(scope="module")
def cheeks(renderer: BlenderRenderer, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Float64]:
    """Share of white light that the cheeks of each tone send back, gloss taken off, linear RGB."""
    wide, far_m = len(TONES) * PITCH_M, 40.0
    placed = [
        Placed(head(tone, black), Pose.at(0.0, column * PITCH_M, row * PITCH_M, 0.0), 1 + 2 * column + row)
        for column, tone in enumerate(TONES)
        for row, black in enumerate((False, True))
    ]
    middle = np.array([0.0, (wide - PITCH_M) / 2.0, PITCH_M / 2.0])
    size = (len(TONES) * PITCH_PX, 2 * PITCH_PX)
    view = look_at(middle + np.array([far_m, 0.0, 0.0]), middle)
    camera = PinholeCamera.from_fov(size, 2.0 * np.arctan(wide / 2.0 / far_m), view)
    frame = renderer.render(SceneSpec(tuple(placed), camera, white_light(tmp_path_factory.mktemp("light"))))
    radiance = frame.linear / frame.exposure

    def cheek(column: int, row: int) -> Float64:
        places = [(column * PITCH_M + side * CHEEK_M[0], row * PITCH_M + CHEEK_M[1]) for side in (-1.0, 1.0)]
        pixels = [(size[0] / 2 + (y - middle[1]) / PITCH_M * PITCH_PX, z) for y, z in places]
        patches = [(int(u), int(size[1] / 2 - (z - middle[2]) / PITCH_M * PITCH_PX)) for u, z in pixels]
        return np.mean([radiance[v - 2 : v + 2, u - 2 : u + 2].mean((0, 1)) for u, v in patches], axis=0)

    return {tone: cheek(column, 0) - cheek(column, 1) for column, tone in enumerate(TONES)}


def lightness(luminance: float) -> float:
    """CIE L*."""
    return 116.0 * float(np.cbrt(luminance)) - 16.0 if luminance > 0.008856 else 903.3 * luminance


def swatch(code: str) -> Float64:
    """Linear sRGB of ``#rrggbb``."""
    value = np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("tone", TONES)
def test_a_cheek_in_neutral_light_is_as_light_as_its_own_monk_tone(cheeks: dict[int, Float64], tone: int) -> None:
    """Lightness alone: the swatches of light tones are paler than blood lets skin be."""
    cheek = lightness((float(cheeks[tone] @ REC709) / WHITE) ** CONTRAST)
    apart = {key: abs(cheek - lightness(float(swatch(code) @ REC709))) for key, code in MONK_SRGB.items()}
    assert min(apart, key=lambda key: apart[key]) == tone, apart


def test_skin_of_every_tone_is_redder_than_yellow_and_yellower_than_blue(cheeks: dict[int, Float64]) -> None:
    for red, green, blue in cheeks.values():
        assert red > 1.2 * green > 1.2 * 1.05 * blue
