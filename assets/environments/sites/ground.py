"""Open ground: a wide plain of one surface, mended here and there. Scenery: it gets no label."""

from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.environments.sites import roads
from assets.environments.surfaces import asphalt
from assets.materials import Material
from assets.random import stream

REPAIRS_M = 30.0, 20.0  # how far from the origin it was mended, along x and y


def ground(rng: np.random.Generator) -> Asset:
    """A square around the origin at z = 0; its shade, wear and repairs come from ``rng``."""
    grey, warm = float(np.exp(rng.uniform(np.log(0.05), np.log(0.20)))), float(rng.uniform(0.92, 1.04))
    color = (grey, grey * (1.0 + warm) / 2.0, grey * warm)
    surface = replace(asphalt(stream(rng, "road")), base_color=color, roughness=float(rng.uniform(0.75, 0.95)))
    repairs = [_repair(rng, grey, index) for index in range(int(rng.integers(0, 14)))]
    return roads.ground_asset("open ground", [(roads.plain(0.0), surface), *repairs])


def _repair(rng: np.random.Generator, grey: float, index: int) -> tuple[roads.Quads, Material]:
    """A trench or a patch that was filled again; later ones lie on earlier ones."""
    x, y = rng.uniform(-1.0, 1.0, 2) * REPAIRS_M
    long, wide = float(np.exp(rng.uniform(-0.7, 2.6))), float(np.exp(rng.uniform(-2.6, 0.7)))
    if rng.uniform() < 0.4:
        long, wide = wide, long
    shade = grey * float(np.exp(rng.uniform(-0.7, 0.25)))
    patch = roads.flat(
        (x - long / 2.0, x + long / 2.0), (y - wide / 2.0, y + wide / 2.0), roads.PAINT_M * (1.0 + 0.1 * index)
    )
    return patch, Material("repair", "road", (shade, shade, shade), roughness=0.85)
