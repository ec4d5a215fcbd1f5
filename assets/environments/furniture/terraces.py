"""What cafés and bus stops put on pavements: tables and chairs, parasols, planters, shelters."""

import numpy as np

from assets.asset import Asset
from assets.environments.furniture.coats import BRIGHT, coat, metal, poster
from assets.environments.panels import Panels, boxes, panels, scenery, tapered
from assets.environments.plants.foliage import leaf_material, leaves
from assets.environments.turned import post, turned
from assets.materials import Material
from assets.polygons import join


def planter(rng: np.random.Generator) -> Asset:
    """A tub with a shrub or flowers."""
    half, high = (float(rng.uniform(0.25, 0.45)), float(rng.uniform(0.3, 0.9))), float(rng.uniform(0.35, 0.65))
    count = 900
    places = rng.uniform([-1.0, -1.0, 0.0], [1.0, 1.0, 1.0], (count, 3)) ** [1, 1, 2] * [
        half[0] * 1.05,
        half[1] * 1.05,
        0.5,
    ]
    green = leaves(rng, places + np.array([0, 0, high - 0.03]), places + np.array([0.0, 0.0, 0.3]), 0.09, 0.6)
    bloom = leaves(
        rng, places[:160] * [1, 1, 1.05] + np.array([0, 0, high + 0.02]), rng.normal(size=(160, 3)), 0.05, 0.9, "bloom"
    )
    tub = tapered(half, 0.0, high, float(rng.uniform(0.75, 1.0)), "tub")
    grey = float(rng.uniform(0.08, 0.4))
    petal = BRIGHT[int(rng.integers(len(BRIGHT)))]
    materials = {
        "leaf": leaf_material(rng, "summer", True),
        "bloom": Material("petals", base_color=petal, roughness=0.7),
        "tub": Material("tub", "concrete", (grey, grey * 0.9, grey * 0.8), roughness=0.85, params={"seed": 3.0}),
    }
    return scenery("planter", [tub, green, bloom] if rng.uniform() < 0.5 else [tub, green], materials)


def cafe_table(rng: np.random.Generator) -> Asset:
    """A round table with two to four chairs, often below a parasol."""
    top = turned([(0.0, 0.70), (0.34, 0.70), (0.34, 0.73), (0.0, 0.73)], "top", 16)
    shapes = [top, post([(0.22, 0.0), (0.22, 0.02), (0.03, 0.04), (0.03, 0.7)], "metal", 10)]
    flat: list[Panels] = []
    count = int(rng.integers(2, 5))
    for k in range(count):
        yaw = 2.0 * np.pi * k / count + float(rng.normal(0.0, 0.25))
        away = float(rng.uniform(0.5, 0.75))
        flat += [g.moved(away * np.cos(yaw), away * np.sin(yaw), yaw=yaw) for g in _chair()]
    if rng.uniform() < 0.45:
        high, wide = float(rng.uniform(2.2, 2.6)), float(rng.uniform(1.1, 1.6))
        shapes.append(post([(0.02, 0.7), (0.02, high)], "metal", 6))
        shapes.append(turned([(wide, high - 0.5), (0.0, high)], "cloth", 8))
        shapes.append(turned([(0.0, high - 0.02), (wide, high - 0.52)], "cloth", 8))
    cloth = Material(
        "parasol", base_color=(0.6, 0.56, 0.48) if rng.uniform() < 0.5 else BRIGHT[int(rng.integers(5))], roughness=0.9
    )
    return scenery(
        "cafe table", flat, {"top": coat(rng), "metal": metal(rng), "seat": coat(rng), "cloth": cloth}, join(shapes)
    )


def _chair() -> list[Panels]:
    """A chair whose back is towards +x."""
    legs = np.array([[x, y, 0.0] for x in (-0.18, 0.17) for y in (-0.18, 0.16)])
    back = [
        [[0.17, -0.19, 0.45], [0.17, 0.17, 0.45], [0.17, -0.19, 0.7]],
        [[0.2, -0.16, 0.85], [0.2, 0.2, 0.85], [0.2, 0.2, 0.85]],
    ]
    return [
        boxes(legs, legs + np.array([0.025, 0.025, 0.44]), "metal"),
        boxes([-0.2, -0.2, 0.43], [0.2, 0.2, 0.46], "seat"),
        boxes(back[0], back[1], "seat"),
    ]


def bus_shelter(rng: np.random.Generator) -> Asset:
    """A roof on posts with glass at the back and a lit poster at one end; open towards +x."""
    half, deep, high = float(rng.uniform(1.5, 2.6)), float(rng.uniform(1.1, 1.6)), float(rng.uniform(2.3, 2.6))
    posts = np.array([[x, y, 0.0] for x in (-deep / 2, deep / 2 - 0.08) for y in (-half, half - 0.08)])
    flat = [
        boxes(posts[[0, 1, 3]], posts[[0, 1, 3]] + np.array([0.08, 0.08, high]), "metal"),
        boxes([-deep / 2 - 0.1, -half - 0.1, high], [deep / 2 + 0.15, half + 0.1, high + 0.1], "metal"),
        boxes([-deep / 2 + 0.05, -half + 0.4, 0.44], [-deep / 2 + 0.4, half - 0.6, 0.48], "slat"),
        boxes(
            [[-deep / 2 + 0.2, y, 0.0] for y in (-half * 0.6, half * 0.5)],
            [[-deep / 2 + 0.26, y + 0.06, 0.44] for y in (-half * 0.6, half * 0.5)],
            "metal",
        ),
        boxes([-deep / 2, half - 0.1, 0.25], [deep / 2, half + 0.06, high - 0.2], "metal"),
    ]
    inside = panels(
        [
            [-deep / 2 + 0.12, half - 0.11, 0.4],
            [deep / 2 - 0.12, half - 0.11, 0.4],
            [deep / 2 - 0.12, half - 0.11, high - 0.3],
            [-deep / 2 + 0.12, half - 0.11, high - 0.3],
        ],
        "poster",
        [[[0, 0], [1, 0], [1, 1], [0, 1]]],
    )
    pane = panels(
        [
            [-deep / 2 + 0.04, -half, 0.2],
            [-deep / 2 + 0.04, half, 0.2],
            [-deep / 2 + 0.04, half, high - 0.1],
            [-deep / 2 + 0.04, -half, high - 0.1],
        ],
        "glass",
    )
    materials = {
        "metal": metal(rng),
        "slat": metal(rng),
        "glass": Material("shelter glass", "glass", (0.82, 0.9, 0.88), roughness=0.0),
        "poster": poster(rng, 0.2),
    }
    return scenery("bus shelter", [*flat, inside, pane], materials)
