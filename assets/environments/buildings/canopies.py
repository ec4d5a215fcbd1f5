"""What stands over and behind petrol pumps: a canopy on columns, and the shop where one pays."""

import numpy as np

from assets.asset import Asset
from assets.environments.brands import Brand
from assets.environments.buildings import cladding
from assets.environments.buildings.facades import flat_roof
from assets.environments.buildings.lots import Lot, blank_sides, fittings
from assets.environments.buildings.shopfronts import shop_fronts
from assets.environments.panels import Float64, Panels, boxes, panels, scenery
from assets.environments.turned import post
from assets.materials import Colour, Material

LIT, DIM = 4.0, 1.6  # radiance of the lamps by night and by day, W/m²/sr
PANEL_M = 0.38  # half the side of a lamp
WHITE: Colour = (0.72, 0.73, 0.74)
COLD: Colour = (0.95, 0.98, 1.0)


def canopy(
    rng: np.random.Generator, brand: Brand, half: tuple[float, float], low: float, high: float, night: bool = False
) -> tuple[Asset, Float64]:
    """A flat roof and (C, 3) where the lamps under it are; its columns are things of their own.

    Args:
        half: of its size along x and y, metres.
        low, high: of its fascia above the ground.
        night: fascia and word are lit.
    """
    x, y = half
    tall = high - low
    flat = [
        boxes([-x, -y, low + 0.06], [x, y, high - 0.1], "soffit"),
        *_fascia(x, y, low, high, float(rng.uniform(0.12, 0.3)), bool(rng.uniform() < 0.5)),
    ]
    step = float(rng.uniform(2.6, 3.8))
    at = np.array([(a, b, low) for a in _spread(x - 1.4, step) for b in _spread(y - 1.4, step)])
    flat.append(boxes(at - np.array([PANEL_M, PANEL_M, -0.02]), at + np.array([PANEL_M, PANEL_M, 0.07]), "lamp"))
    height = tall * float(rng.uniform(0.42, 0.6))
    for turn, out, along in ((0.0, x, y), (np.pi / 2, y, x), (np.pi, x, y), (-np.pi / 2, y, x)):
        aside = along * float(rng.choice([0.0, 0.35, -0.35]))
        word = brand.word(along, height, "ink", out + 0.07)
        z = low + (tall - height) * 0.55
        flat.append(word.moved(y=aside, z=z).moved(yaw=turn))
        start = float(word.corners[..., 1].min()) + aside - height * 0.8
        flat.append(brand.emblem(height * 0.62, "second", out + 0.08).moved(y=start, z=z + height / 2).moved(yaw=turn))
    made = {
        **brand.materials(night),
        "soffit": Material("soffit", "facade", WHITE, roughness=0.5, params={"ribs_m": 0.3, "seed": 5.0}),
        "lamp": Material("canopy lamp", base_color=WHITE, emission=COLD, emission_strength=LIT if night else DIM),
    }
    return scenery("canopy", flat, made), at


def _spread(half: float, step: float) -> Float64:
    count = max(2, round(2.0 * half / step) + 1)
    return np.linspace(-half, half, count)


def _fascia(x: float, y: float, low: float, high: float, share: float, below: bool) -> list[Panels]:
    """A band around the roof, with a stripe of the second colour at its foot or its top."""
    cut = low + share * (high - low) if below else high - share * (high - low)
    rows = ((low, cut, "second"), (cut, high, "main")) if below else ((low, cut, "main"), (cut, high, "second"))
    return [
        boxes(
            [[x - 0.1, -y - 0.05, a], [-x - 0.05, -y - 0.05, a], [-x - 0.05, y - 0.1, a], [-x - 0.05, -y - 0.05, a]],
            [[x + 0.05, y + 0.05, b], [-x + 0.1, y + 0.05, b], [x + 0.05, y + 0.05, b], [x + 0.05, -y + 0.1, b]],
            skin,
        )
        for a, b, skin in rows
    ]


def column(rng: np.random.Generator, brand: Brand, high: float) -> Asset:
    """One of those that carry a canopy: square or round, in the brand's colours at its foot."""
    half, band = float(rng.uniform(0.13, 0.24)), float(rng.uniform(0.6, 1.6))
    made = {**brand.materials(False), "white": Material("column", base_color=WHITE, roughness=0.4)}
    if rng.uniform() < 0.35:
        shape = post([(half * 1.05, 0.0), (half * 1.05, band), (half, band + 0.01), (half, high)], "white", 14)
        return scenery(
            "column", [boxes([-half * 1.2, -half * 1.2, 0.0], [half * 1.2, half * 1.2, 0.2], "main")], made, shape
        )
    flat = [boxes([-half, -half, 0.0], [half, half, high], "white")]
    flat.append(boxes([-half * 1.04, -half * 1.04, 0.0], [half * 1.04, half * 1.04, band], "main"))
    return scenery("column", flat, made)


def kiosk(rng: np.random.Generator, brand: Brand, width_m: float, depth_m: float, night: bool = False) -> Asset:
    """A low shop with large windows under the brand's fascia; its front on x = 0 looks along +x."""
    high, lot = float(rng.uniform(3.2, 4.2)), Lot(width_m, depth_m, 1, night)
    half, tall = width_m / 2.0, float(rng.uniform(0.5, 0.9))
    front, pane = shop_fronts(rng, width_m, high)
    flat = [*front, *blank_sides(lot, high), *flat_roof(width_m, depth_m, high + tall, 0.1, ("deck", "main"))]
    flat += [boxes([-depth_m, -half - 0.03, high], [0.6, half + 0.03, high + tall], "main")]
    flat.append(
        panels(
            [
                [0.0, -half, high - 0.001],
                [0.0, half, high - 0.001],
                [0.6, half, high - 0.001],
                [0.6, -half, high - 0.001],
            ],
            "trim",
        )
    )
    flat.append(brand.word(width_m * 0.7, tall * 0.55, "ink", 0.62).moved(z=high + tall * 0.22))
    skin = cladding.plates(rng, 1.2, 0.6) if rng.uniform() < 0.5 else cladding.stucco(rng)
    own = brand.materials(night)
    made = {
        **fittings(rng, skin),
        **own,
        "shop": cladding.shop_window(rng, pane, night),
        "fascia": own["second"],
        "letters": own["ink"] if brand.ink != brand.second else own["main"],
        "awning": own["main"],
    }
    return scenery("kiosk", flat, made)
