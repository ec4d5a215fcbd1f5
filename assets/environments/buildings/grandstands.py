"""Grandstands: steps with seats and people on them, under a roof or in the open. The front is on x = 0."""

import numpy as np

from assets.asset import Asset
from assets.environments.brands import Brand
from assets.environments.buildings import cladding
from assets.environments.furniture.coats import BRIGHT, metal
from assets.environments.panels import Float64, Panels, boxes, scenery
from assets.environments.surfaces import concrete
from assets.materials import Colour, Material

STEP_M, SEAT_M = 0.8, 0.5
SKINS: tuple[Colour, ...] = ((0.52, 0.31, 0.22), (0.24, 0.13, 0.08), (0.08, 0.045, 0.03))
CLOTHS: tuple[Colour, ...] = (*BRIGHT, (0.03, 0.03, 0.035), (0.06, 0.09, 0.16), (0.25, 0.25, 0.25), (0.2, 0.14, 0.09))


def grandstand(rng: np.random.Generator, brand: Brand, width_m: float) -> Asset:
    """Rows along y that rise towards -x behind a wall."""
    rows, rise, foot = int(rng.integers(7, 14)), float(rng.uniform(0.35, 0.5)), float(rng.uniform(0.9, 1.8))
    half, depth = width_m / 2.0, (rows + 1) * STEP_M
    k = np.arange(rows)[:, None]
    treads = np.concatenate([-(k + 2) * STEP_M, 0.0 * k - half, 0.0 * k], axis=1)
    high = np.concatenate([-(k + 1) * STEP_M, 0.0 * k + half, foot + k * rise], axis=1)
    flat: list[Panels] = [
        boxes(treads, high, "step"),
        boxes([-0.15, -half, 0.0], [0.0, half, foot + 0.9], "main"),
        brand.word(width_m * 0.8, 0.55, "ink", 0.01).moved(z=foot * 0.5),
    ]
    flat += _taken(rng, rows, half, rise, foot)
    top = foot + rows * rise + float(rng.uniform(2.8, 3.6))
    if rng.uniform() < 0.65:
        flat += _roof(rng, half, depth, top)
    flat.append(boxes([-depth - STEP_M, -half, 0.0], [-depth - STEP_M + 0.15, half, foot + rows * rise + 1.0], "wall"))
    cloths = rng.permutation(len(CLOTHS))[:4]
    made = {
        **brand.materials(False),
        **{f"cloth {n}": Material("cloth", base_color=CLOTHS[int(c)], roughness=0.9) for n, c in enumerate(cloths)},
        **{f"skin {n}": Material("head", base_color=color, roughness=0.7) for n, color in enumerate(SKINS)},
        "seat": cladding.plain(rng, "seat", BRIGHT, 0.4),
        "step": concrete(rng),
        "wall": cladding.corrugated(rng),
        "metal": metal(rng),
    }
    return scenery("grandstand", flat, made)


def _taken(rng: np.random.Generator, rows: int, half: float, rise: float, foot: float) -> list[Panels]:
    """A seat at each place, and people in a share of them."""
    y, k = np.meshgrid(np.arange(-half + 0.6, half - 0.6, SEAT_M), np.arange(rows))
    y, k = y.ravel(), k.ravel()
    aisle = np.abs((y + half) % 9.0 - 4.5) > 0.6
    at = np.stack([-(k + 1.35) * STEP_M, y, foot + k * rise], axis=1)[aisle]
    flat = [_each(at, [-0.2, -0.2, 0.3], [0.15, 0.2, 0.4], "seat")]
    flat.append(_each(at, [-0.24, -0.2, 0.4], [-0.2, 0.2, 0.7], "seat"))
    who = at[rng.uniform(size=len(at)) < float(rng.beta(1.2, 1.5))]
    who = who + np.stack([0.0 * who[:, 0], *rng.normal(0.0, [0.05, 0.06], (len(who), 2)).T], axis=1)
    cloth, skin = rng.integers(4, size=len(who)), rng.integers(3, size=len(who))
    for n in range(4):
        mine = who[cloth == n]
        flat.append(_each(mine, [-0.14, -0.21, 0.4], [0.12, 0.21, 0.92], f"cloth {n}"))
        flat.append(_each(mine, [0.0, -0.18, 0.35], [0.42, 0.18, 0.5], f"cloth {(n + 1) % 4}"))
    for n in range(3):
        mine = who[skin == n]
        flat.append(_each(mine, [-0.1, -0.085, 0.95], [0.09, 0.085, 1.19], f"skin {n}"))
    return [group for group in flat if len(group.corners)]


def _each(at: Float64, low: list[float], high: list[float], skin: str) -> Panels:
    """A box at each of (N, 3) places, between two corners from there."""
    return boxes(at + np.array(low), at + np.array(high), skin)


def _roof(rng: np.random.Generator, half: float, depth: float, top: float) -> list[Panels]:
    """A slab over the rows with a band at its edge, on columns behind them."""
    thick, step = float(rng.uniform(0.3, 0.9)), float(rng.uniform(5.0, 8.0))
    y = np.linspace(-half + 0.3, half - 0.3, max(2, round(2.0 * half / step)))[:, None]
    low = np.concatenate([0.0 * y - depth - 0.3, y - 0.12, 0.0 * y], axis=1)
    return [
        boxes([-depth - 0.8, -half, top], [0.5, half, top + 0.2], "wall"),
        boxes([0.5, -half, top - thick + 0.2], [0.62, half, top + 0.25], "main"),
        boxes(low, low + np.array([0.24, 0.24, top]), "metal"),
        boxes(low + np.array([0.0, 0.0, top - 0.35]), low + np.array([depth + 0.6, 0.2, top]), "metal"),
    ]
