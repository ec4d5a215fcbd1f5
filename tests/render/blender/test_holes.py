"""What of a material is there and what is a hole, without Blender: ``tests/blender/test_holes.py`` has it rendered."""

import numpy as np
import pytest

from assets import Material
from assets.materials import Texture
from render.blender.holes import cutout_of

PIXELS = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4) * 10


def textured(channel: str, pixels: np.ndarray = PIXELS, factor: float = 1.0) -> Material:
    return Material("m", textures=(Texture("alpha", pixels, "t", channel, (factor,) * 3),))


@pytest.mark.parametrize(("channel", "place"), [("r", 0), ("rgb", 0), ("g", 1), ("b", 2), ("a", 3)])
def test_an_images_channel_with_its_lowest_row_first(channel: str, place: int) -> None:
    got = cutout_of(textured(channel))
    assert got is not None
    assert got.alpha == pytest.approx(PIXELS[::-1, :, place] / 255.0)


def test_a_factor_scales_it_and_no_more_than_all_is_there() -> None:
    got = cutout_of(textured("a", factor=2.0))
    assert got is not None
    assert got.alpha == pytest.approx(np.minimum(PIXELS[::-1, :, 3] / 255.0 * 2.0, 1.0))


@pytest.mark.parametrize(
    ("material", "share"),
    [
        (Material("m", alpha=0.3), 0.3),
        (Material("m", kind="leaf", alpha=0.5), 0.7),
        (Material("m", kind="leaf", alpha=0.5, params={"through": 0.0}), 0.5),
        (Material("m", kind="wire_mesh", params={"wire_m": 0.01, "mesh_m": 0.1}), 0.2),
    ],
)
def test_an_even_share(material: Material, share: float) -> None:
    got = cutout_of(material)
    assert got is not None
    assert got.alpha == pytest.approx(np.full((1, 1), share))


@pytest.mark.parametrize(
    "material",
    [
        Material("m"),
        Material("m", kind="leaf"),
        Material("pane", kind="glass", alpha=0.2),
        Material("m", kind="hair", alpha=0.2),
        textured("a", PIXELS[..., :3].copy()),
        textured("a", np.full((4, 4, 4), 255, np.uint8)),
    ],
    ids=["plain", "leaf", "glass", "hair", "no alpha channel", "solid"],
)
def test_what_has_no_holes(material: Material) -> None:
    assert cutout_of(material) is None
