"""Street lamps and poles with wires."""

import numpy as np

from assets.asset import Asset
from assets.environments.furniture.coats import lens, metal
from assets.environments.panels import PART, boxes, panels, scenery
from assets.environments.turned import post, stretch, turned
from assets.materials import Material
from assets.polygons import join, tube


def street_lamp(rng: np.random.Generator) -> tuple[Asset, tuple[float, float, float]]:
    """A lamp whose arm reaches over the road, and where its light is, metres in the asset's frame."""
    if rng.uniform() < 0.25:
        return _lantern(rng)
    high, reach = float(rng.uniform(6.5, 11.0)), float(rng.uniform(0.8, 2.4))
    t = np.linspace(0.0, 1.0, 7)[:, None]
    bend = float(rng.uniform(0.0, 1.0)) * reach * 0.6
    start, end = np.array([0.0, 0.0, high - bend]), np.array([reach, 0.0, high + 0.15])
    middle = np.array([0.0, 0.0, high + 0.1])
    arm = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
    case = [(0.0, -0.06), (0.12, -0.06), (0.14, 0.02), (0.08, 0.10), (0.0, 0.11)]
    shapes = [
        post([(0.11, 0.0), (0.10, 1.0), (0.075, 1.05), (0.05, high - bend)], "metal"),
        tube(arm, 0.035, ("metal", PART), 6),
        stretch(turned(case, "metal", 10), (2.6, 1.5, 0.7)).moved([reach + 0.05, 0.0, high + 0.15]),
    ]
    glass = panels(
        [[[reach - 0.2, 0.12, 0], [reach + 0.3, 0.12, 0], [reach + 0.3, -0.12, 0], [reach - 0.2, -0.12, 0]]], "lens"
    ).moved(z=high + 0.1)
    head = (reach + 0.05, 0.0, high + 0.08)
    return scenery(
        "street lamp", [glass], {"metal": metal(rng), "lens": lens()}, join(shapes), keypoints={"lamp": head}
    ), head


def _lantern(rng: np.random.Generator) -> tuple[Asset, tuple[float, float, float]]:
    """An old lamp with its light on top."""
    high = float(rng.uniform(3.2, 5.0))
    ball = rng.uniform() < 0.4
    body = [(0.16, 0.0), (0.14, 0.5), (0.07, 0.6), (0.05, 0.7), (0.04, high - 0.55), (0.08, high - 0.5)]
    shapes = [post(body, "metal")]
    if ball:
        angle = np.linspace(-np.pi / 2, np.pi / 2, 9)
        globe = np.stack([0.22 * np.cos(angle), high - 0.3 + 0.22 * np.sin(angle)], axis=1)
        shapes.append(turned(globe, "lens", 12))
    else:
        shapes.append(turned([(0.10, high - 0.5), (0.2, high - 0.05)], "lens", 6))
        shapes.append(turned([(0.24, high - 0.05), (0.2, high), (0.05, high + 0.15), (0.0, high + 0.3)], "metal", 6))
    head = (0.0, 0.0, high - 0.25)
    return scenery("lantern", [], {"metal": metal(rng), "lens": lens()}, join(shapes), keypoints={"lamp": head}), head


def utility_pole(rng: np.random.Generator, length_m: float = 30.0) -> Asset:
    """A wooden pole, and its wires to the next one, ``length_m`` metres away along +x."""
    high, wide = float(rng.uniform(7.0, 10.5)), float(rng.uniform(0.7, 1.2))
    count = int(rng.integers(2, 5))
    shapes = [post([(0.15, 0.0), (0.10, high)], "wood", 7)]
    flat = [boxes([-0.06, -wide, high - 0.6], [0.06, wide, high - 0.46], "wood")]
    t = np.linspace(0.0, 1.0, 13)
    sag = length_m**2 / 1500.0
    for y in np.linspace(-wide + 0.08, wide - 0.08, count):
        flat.append(boxes([-0.05, y - 0.05, high - 0.46], [0.05, y + 0.05, high - 0.26], "insulator"))
        z = high - 0.26 - 4.0 * sag * t * (1.0 - t)
        shapes.append(tube(np.stack([length_m * t, np.full(13, y), z], axis=1), 0.012, ("wire", PART), 3))
    if rng.uniform() < 0.3:
        drum = [(0.22, high - 2.2), (0.24, high - 2.1), (0.24, high - 1.3), (0.2, high - 1.2)]
        shapes.append(post(drum, "metal").moved([0.38, 0.0, 0.0]))
    brown = float(rng.uniform(0.05, 0.12))
    color, grain = (brown, brown * 0.8, brown * 0.62), {"stretch": 8.0, "lump_m": 0.04}
    materials = {
        "wood": Material("pole", "soil", color, roughness=0.95, params=grain),
        "insulator": Material("insulator", base_color=(0.25, 0.2, 0.16), roughness=0.2),
        "wire": Material("wire", base_color=(0.01, 0.01, 0.01), roughness=0.6),
        "metal": metal(rng),
    }
    return scenery("utility pole", flat, materials, join(shapes))
