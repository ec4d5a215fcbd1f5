"""Hedges, bushes and tufts of grass."""

import numpy as np

from assets.asset import Asset
from assets.environments.panels import Panels, boxes, scenery
from assets.environments.plants.branches import BARK, GOLDEN_RAD, grow, sprout, wood
from assets.environments.plants.foliage import bark_material, leaf_material, leaves, strips
from assets.materials import Material
from assets.polygons import Shape, join


def hedge(rng: np.random.Generator, length_m: float, season: str = "summer") -> Asset:
    """A cut hedge along y, centred on the origin, 0.5 to 2 m high."""
    high, deep = float(rng.uniform(0.6, 2.0)), float(rng.uniform(0.4, 0.9))
    area = length_m * (2.0 * high + deep)
    count = int(min(4000, 170 * area))
    size = float(np.clip(1.75 * np.sqrt(area / count), 0.09, 0.26))
    half = np.array([deep / 2, length_m / 2, high])
    places = rng.uniform([-1.0, -1.0, 0.0], [1.0, 1.0, 1.0], (count, 3)) * half
    face = rng.choice(3, count, p=np.array([high, deep, high]) / (2 * high + deep))
    sides = {0: (0, -half[0]), 1: (2, half[2]), 2: (0, half[0])}
    normals = np.zeros((count, 3))
    for key, (axis, value) in sides.items():
        places[face == key, axis] = value
        normals[face == key, axis] = np.sign(value)
    wave = 0.04 * np.sin(places[:, 1] * float(rng.uniform(1.5, 3.5)))[:, None]
    places += normals * (rng.normal(-0.02, 0.035, (count, 1)) + wave)
    places[:, 2] = np.maximum(places[:, 2], 0.02)
    ends = np.abs(places[:, 1]) > half[1] - 0.1
    normals[ends, 1] += np.sign(places[ends, 1])
    green = leaves(rng, places, normals + np.array([0.0, 0.0, 0.4]), size, 0.65)
    core = boxes([-deep / 2 + 0.06, -half[1] + 0.04, 0.0], [deep / 2 - 0.06, half[1] - 0.04, high - 0.06], "core")
    return scenery("hedge", [_above(green), core], _greens(rng, season))


def bush(rng: np.random.Generator, season: str = "summer") -> Asset:
    """A shrub of 0.5 to 2.5 m, round or spreading."""
    high = float(np.exp(rng.uniform(np.log(0.6), np.log(2.4))))
    wide = high * float(rng.uniform(0.4, 0.8))
    shoots = 26
    turn = np.arange(shoots) * GOLDEN_RAD
    rise = np.arccos(np.linspace(0.98, 0.25, shoots))
    directions = np.stack([np.cos(turn) * np.sin(rise), np.sin(turn) * np.sin(rise), np.cos(rise)], axis=1)
    lengths = 1.0 / np.sqrt((np.sin(rise) / wide) ** 2 + (np.cos(rise) / high) ** 2) * rng.uniform(0.7, 1.0, shoots)
    stems = grow(rng, np.zeros((shoots, 3)), directions, lengths, 4, 0.2)
    tips = grow(rng, *sprout(rng, stems, 4, (0.35, 1.0), 0.7)[:2], np.repeat(lengths, 4) * 0.35, 3, 0.1)
    timber = join([wood(stems, 0.012 * high, 0.004, 3, BARK), wood(tips, 0.004 * high, 0.002, 3, BARK)])
    materials = {**_greens(rng, season), "bark": bark_material(rng)}
    if season == "winter" and rng.uniform() < 0.6:
        return scenery("bush", [], materials, _clamped(timber))
    per = 21
    picked = np.repeat(np.arange(len(tips)), per)
    share = rng.uniform(0.0, 1.1, len(picked))[:, None]
    ends = tips[picked, -1] - tips[picked, 0]
    places = tips[picked, 0] + ends * share + rng.normal(0.0, 0.05 * high, (len(picked), 3))
    green = leaves(rng, places, places + ends, 0.05 * high + 0.045, float(rng.uniform(0.4, 0.75)))
    return scenery("bush", [_above(green)], materials, _clamped(timber))


def grass_tufts(rng: np.random.Generator, area: tuple[float, float], season: str = "summer") -> Asset:
    """Blades of grass and weeds in clumps over a rectangle of ``area`` metres along x and y around the origin."""
    blades = int(np.clip(area[0] * area[1] * 160, 40, 6500))
    clumps = max(1, blades // 28)
    center = rng.uniform(-0.5, 0.5, (clumps, 2)) * np.asarray(area)
    picked = rng.integers(clumps, size=blades)
    flat = center[picked] + rng.normal(0.0, 0.07, (blades, 2))
    flat = np.clip(flat, -0.5 * np.asarray(area), 0.5 * np.asarray(area))
    starts = np.concatenate([flat, np.zeros((blades, 1))], axis=1)
    tall = rng.lognormal(np.log(0.12), 0.35, clumps)[picked] * rng.uniform(0.5, 1.2, blades)
    tilt = rng.normal(0.0, 0.4, (blades, 2)) * tall[:, None]
    ends = starts + np.concatenate([tilt, tall[:, None]], axis=1)
    across = np.concatenate([rng.normal(size=(blades, 2)), np.zeros((blades, 1))], axis=1)
    return scenery("grass", [strips(starts, ends, rng.uniform(0.006, 0.016, blades), across)], _greens(rng, season))


def _greens(rng: np.random.Generator, season: str) -> dict[str, Material]:
    leaf = leaf_material(rng, season, bool(rng.uniform() < 0.6), float(rng.uniform(0.6, 1.1)))
    red, green, blue = leaf.base_color
    core = Material("core", base_color=(red * 0.25, green * 0.25, blue * 0.25), roughness=0.95)
    return {"leaf": leaf, "core": core}


def _above(green: Panels) -> Panels:
    """Nothing below the ground."""
    return Panels(np.maximum(green.corners, [-np.inf, -np.inf, 0.0]), green.uv, green.skin)


def _clamped(timber: Shape) -> Shape:
    return Shape(np.maximum(timber.points, [-np.inf, -np.inf, 0.0]), timber.quads, timber.skin, timber.skins)
