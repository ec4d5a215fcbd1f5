"""What grows unmown: tall grass, weeds and flowers along verges and at the feet of walls; fallen leaves and litter."""

import numpy as np

from assets.asset import Asset
from assets.environments.panels import Float64, Panels, panels, scenery
from assets.environments.plants.foliage import AUTUMN, check_season, leaf_material, leaves, strips
from assets.materials import Colour, Material

MOST_BLADES = 5200
FLOWERS: tuple[Colour, ...] = (  # linear RGB
    *((0.62, 0.45, 0.02), (0.65, 0.64, 0.60), (0.45, 0.03, 0.02), (0.22, 0.10, 0.42), (0.55, 0.20, 0.34)),
    *((0.08, 0.14, 0.50), (0.62, 0.22, 0.02)),
)
PAPERS: tuple[Colour, ...] = (
    (0.65, 0.65, 0.63),
    (0.45, 0.04, 0.03),
    (0.05, 0.16, 0.42),
    (0.5, 0.36, 0.05),
    (0.3, 0.22, 0.13),
)


def weeds(
    rng: np.random.Generator, area: tuple[float, float], season: str = "summer", high_m: float | None = None
) -> Asset:
    """Tall grass with stalks and flowers over a rectangle of ``area`` metres along x and y around the origin.

    Args:
        high_m: of the usual blade; None for 0.2 to 0.7 m.

    Raises:
        AssetError: no such season.
    """
    check_season(season)
    high = high_m or float(np.exp(rng.uniform(np.log(0.2), np.log(0.7))))
    half = np.asarray(area) / 2.0
    blades = int(np.clip(area[0] * area[1] * 260, 60, MOST_BLADES))
    clumps = max(2, blades // 40)
    center, lush = rng.uniform(-half, half, (clumps, 2)), rng.lognormal(0.0, 0.3, clumps)
    picked = rng.integers(clumps, size=blades)
    foot = np.clip(center[picked] + rng.normal(0.0, 0.13, (blades, 2)), -half, half)
    tall = high * lush[picked] * rng.uniform(0.45, 1.15, blades)
    start = np.column_stack([foot, np.zeros(blades)])
    bend = rng.normal(0.0, 0.28, (blades, 2)) * tall[:, None]
    middle = start + np.column_stack([0.35 * bend, 0.6 * tall])
    end = start + np.column_stack([bend, tall])
    across = np.column_stack([rng.normal(size=(blades, 2)), np.zeros(blades)])
    wide = rng.uniform(0.008, 0.02, blades)
    flat = [strips(start, middle, wide, across, "blade"), strips(middle, end, 0.75 * wide, across, "blade")]
    weed = leaf_material(rng, "winter" if season == "winter" else "summer", True, 0.8)
    materials = {"blade": _blade(rng, season), "weed": weed}
    broad = rng.choice(blades, blades // 14, replace=False)
    aim = np.array([[0.0, 0.0, 0.4]]) + 0.6 * across[broad]
    flat.append(leaves(rng, middle[broad], aim, min(0.11, 0.5 * high), 0.5, "weed"))
    if season != "winter" and rng.uniform() < 0.75:
        heads = rng.choice(blades, max(3, blades // int(rng.integers(14, 90))), replace=False)
        flat.append(_heads(rng, end[heads], high))
        materials["flower"] = Material("flower", base_color=FLOWERS[int(rng.integers(len(FLOWERS)))], roughness=0.7)
    return scenery(
        "weeds", [Panels(np.maximum(g.corners, [-np.inf, -np.inf, 0.0]), g.uv, g.skin) for g in flat], materials
    )


def _blade(rng: np.random.Generator, season: str) -> Material:
    """Green, or dry straw: in part at the end of summer, altogether in winter."""
    dry = {"spring": 0.05, "summer": 0.35, "autumn": 0.55, "winter": 0.85}[season]
    green = leaf_material(rng, "spring" if season == "spring" else "summer", True, 0.9)
    shade = float(rng.uniform(0.7, 1.2))
    straw: Colour = (0.34 * shade, 0.26 * shade, 0.11 * shade)
    base = straw if rng.uniform() < dry else green.base_color
    return Material("blade", "leaf", base, roughness=0.6, params={"other": straw, "vary": 0.5, "through": 0.3})


def _heads(rng: np.random.Generator, tops: Float64, high: float) -> Panels:
    """Small faces that look up and aside."""
    size = float(rng.uniform(0.6, 1.3)) * min(0.028, 0.09 * high)
    u = rng.normal(size=(len(tops), 3)) * size
    v = np.cross(u, rng.normal(size=(len(tops), 3)) + np.array([0.0, 0.0, 0.5]))
    v *= size / (np.linalg.norm(v, axis=1, keepdims=True) + 1e-9)
    return panels(np.stack([tops - u - v, tops + u - v, tops + u + v, tops - u + v], axis=1), "flower")


def fallen_leaves(rng: np.random.Generator, area: tuple[float, float], season: str = "autumn") -> Asset:
    """Leaves, twigs and scraps of paper that lie about on a rectangle of ``area`` metres around the origin."""
    many = {"autumn": 9.0, "winter": 3.0}.get(season, 1.6) * float(rng.uniform(0.3, 1.0))
    count = int(np.clip(many * area[0] * area[1], 20, 3500))
    base, other = AUTUMN[int(rng.integers(len(AUTUMN)))], AUTUMN[int(rng.integers(len(AUTUMN)))]
    half = np.asarray(area) / 2.0
    drift = rng.uniform(-half, half, (max(2, count // 25), 2))  # wind gathers some of them
    gathered = drift[rng.integers(len(drift), size=count)] + rng.normal(0.0, 0.45, (count, 2))
    flat = np.where(rng.uniform(size=(count, 1)) < 0.5, gathered, rng.uniform(-half, half, (count, 2)))
    groups = [_lying(rng, np.clip(flat, -half, half), 0.035, 0.09, "fallen")]
    materials = {
        "fallen": Material(
            "fallen leaf", "leaf", base, roughness=0.7, params={"other": other, "vary": 0.5, "through": 0.0}
        )
    }
    for k in range(3):
        scraps = rng.uniform(-half, half, (max(1, int(area[0] * area[1] * float(rng.uniform(0.0, 0.03)))), 2))
        groups.append(_lying(rng, scraps, 0.05, 0.16, f"scrap {k}"))
        materials[f"scrap {k}"] = Material("scrap", base_color=PAPERS[int(rng.integers(len(PAPERS)))], roughness=0.7)
    return scenery("fallen leaves", groups, materials)


def _lying(rng: np.random.Generator, places: Float64, least: float, most: float, skin: str) -> Panels:
    """Flat pieces, each a little tilted above the ground."""
    count = len(places)
    turn, size = rng.uniform(-np.pi, np.pi, count), rng.uniform(least, most, count) / 2.0
    u = np.column_stack([np.cos(turn), np.sin(turn), rng.uniform(-0.25, 0.25, count)]) * size[:, None]
    v = np.column_stack([-np.sin(turn), np.cos(turn), rng.uniform(-0.25, 0.25, count)]) * (0.7 * size)[:, None]
    middle = np.column_stack([places, 0.008 + 0.45 * size])
    return panels(np.stack([middle - u, middle - v, middle + u, middle + v], axis=1), skin)
