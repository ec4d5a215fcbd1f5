"""Round and dark things of shows, markets and stages: balloons, balls and fruit, loudspeakers and lights on stands."""

import numpy as np

from assets.asset import Asset
from assets.environments.panels import boxes, scenery
from assets.environments.turned import post, stretch, turned
from assets.materials import Colour, Material
from assets.polygons import Shape, join

SKIN_LIKE: tuple[Colour, ...] = ((0.57, 0.39, 0.29), (0.40, 0.26, 0.17), (0.19, 0.11, 0.064), (0.52, 0.20, 0.08))
SIDES = 16


def balloons(rng: np.random.Generator) -> Asset:
    """A bunch on strings, or one string of many in a row, in two to four colours."""
    colors = {f"c{k}": _gloss(rng, 0.3) for k in range(int(rng.integers(2, 5)))}
    count, high = int(rng.integers(4, 16)), float(rng.uniform(1.4, 2.6))
    spread = float(rng.uniform(0.25, 0.6))
    shapes = []
    for _ in range(count):
        size = float(rng.uniform(0.11, 0.17))
        place = [*rng.normal(0.0, spread, 2), high + float(rng.normal(0.0, 0.8 * spread))]
        shapes.append(_ball(size, str(rng.choice(list(colors))), 1.2).moved(place))
    strings = boxes([-0.004, -0.004, 0.0], [0.004, 0.004, high], "string")
    return scenery("balloons", [strings], {**colors, "string": Material("string", roughness=0.8)}, join(shapes))


def balls(rng: np.random.Generator) -> Asset:
    """Balls on the ground, or fruit in a heap on a table; some of them have the colour of skin."""
    heap = rng.random() < 0.5
    colors = {f"c{k}": _gloss(rng, 0.5) for k in range(int(rng.integers(1, 4)))}
    top = float(rng.uniform(0.7, 0.95)) if heap else 0.0
    shapes = []
    for _ in range(int(rng.integers(12, 30)) if heap else int(rng.integers(1, 5))):
        size = float(rng.uniform(0.04, 0.06)) if heap else float(rng.uniform(0.09, 0.2))
        place = [*(rng.uniform(-1.0, 1.0, 2) * ([0.3, 0.6] if heap else [0.8, 0.8])), top + size]
        place[2] += float(rng.uniform(0.0, 0.12)) * heap
        shapes.append(_ball(size, str(rng.choice(list(colors)))).moved(place))
    table = boxes([-0.4, -0.7, 0.0], [0.4, 0.7, max(top, 0.01)], "table")
    wood = Material("table", base_color=(0.16, 0.10, 0.06), roughness=0.7)
    return scenery("balls", [table] if heap else [], {**colors, "table": wood}, join(shapes))


def speakers(rng: np.random.Generator) -> Asset:
    """A stack of loudspeakers, or a microphone's or a lamp's stand."""
    black = Material("case", base_color=(0.012, 0.012, 0.013), roughness=float(rng.uniform(0.3, 0.7)))
    ring = Material("cone", base_color=(0.05, 0.05, 0.052), roughness=0.4)
    if rng.random() < 0.5:
        wide, tall, z = float(rng.uniform(0.35, 0.75)), float(rng.uniform(0.45, 0.9)), 0.0
        flat, shapes = [], []
        for _ in range(int(rng.integers(1, 4))):
            flat.append(boxes([-0.3, -wide / 2, z], [0.3, wide / 2, z + tall - 0.02], "case"))
            shapes.append(_ball(0.36 * wide, "cone").moved([0.3 - 0.3 * wide, 0.0, z + 0.4 * tall]))
            z += tall
        return scenery("speakers", flat, {"case": black, "cone": ring}, join(shapes))
    high = float(rng.uniform(1.1, 2.4))
    pole = post([(0.2, 0.0), (0.2, 0.02), (0.012, 0.03), (0.012, high)], "case", 10)
    return scenery(
        "stand", [], {"case": black, "cone": ring}, join([pole, _ball(0.05, "cone").moved([0.0, 0.0, high])])
    )


def _ball(radius: float, skin: str, tall: float = 1.0) -> Shape:
    angle = np.linspace(-np.pi / 2, np.pi / 2, 11)
    profile = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return stretch(turned(profile, skin, SIDES), [radius, radius, tall * radius])


def _gloss(rng: np.random.Generator, plain: float) -> Material:
    """A bright colour, or one like skin's."""
    red, green, blue = (float(value) for value in rng.uniform(0.0, 0.8, 3) ** 1.8)
    color: Colour = (red, green, blue)
    if rng.random() < 0.3:
        color = SKIN_LIKE[int(rng.integers(len(SKIN_LIKE)))]
    return Material("gloss", base_color=color, roughness=float(rng.uniform(0.15, 0.3 + plain)))
