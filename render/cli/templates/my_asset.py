"""The asset ``my_asset``. See it: prelabel preview my_asset.py

A scene in a file beside this one takes it with `from my_asset import my_asset`.
"""

import numpy as np

import prelabel as pl

moved, box, cylinder = pl.compose.moved, pl.primitives.box, pl.primitives.cylinder
about, about_y = pl.assets.rotations.about, pl.assets.rotations.about_y


def my_asset(rng: np.random.Generator) -> pl.Asset:
    """A hand cart on z = 0 that looks along x. All sizes in metres, colours in linear RGB."""
    length, width = rng.uniform((0.8, 0.5), (1.1, 0.65))
    red, green, blue = rng.uniform(0.02, 0.6, 3)
    paint = pl.Material("paint", base_color=(red, green, blue), roughness=0.35, coat=0.4)
    steel = pl.Material("steel", base_color=(0.5, 0.5, 0.5), metallic=1.0, roughness=0.35)
    rubber = pl.Material("rubber", base_color=(0.03, 0.03, 0.03), roughness=0.8)
    tray = moved(box((length, width, 0.05), paint, part="tray"), (0.0, 0.0, 0.2))
    wheel = moved(cylinder(0.1, 0.05, rubber, part="wheel"), (0.0, 0.0, -0.025))
    across = about((1.0, 0.0, 0.0), np.pi / 2.0)  # lays an upright axis level, from left to right
    places = [(x, y, 0.1) for x in (-0.35 * length, 0.35 * length) for y in (-0.42 * width, 0.42 * width)]
    wheels = [moved(wheel, place, across) for place in places]
    back = -0.48 * length
    bars = [moved(cylinder(0.015, 0.8, steel, part="handle"), (back, y, 0.23), about_y(-0.15)) for y in (-0.2, 0.2)]
    grip = moved(cylinder(0.018, 0.4, rubber, part="handle"), (back - 0.12, 0.2, 1.02), across)
    # One thing with one label; its pieces keep their parts and materials. Attributes go to every annotation.
    return pl.compose.together(
        "my_asset",
        [tray, *wheels, *bars, grip],
        category="my_asset",
        attributes={"length_m": round(float(length), 3)},
    )


@pl.scene("my_asset", params=pl.blocks.Turntable, categories=("my_asset",), parts=("tray", "wheel", "handle"))
def show(rng: np.random.Generator, params: pl.blocks.Turntable) -> pl.SceneSpec:
    """The asset from all sides."""
    return pl.blocks.turntable(rng, params, my_asset(pl.random.stream(rng, "asset")))
