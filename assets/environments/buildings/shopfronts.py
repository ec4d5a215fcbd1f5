"""Ground floors of streets: shop windows with fascia and awning, and doors."""

import numpy as np

from assets.environments.buildings.facades import pierced
from assets.environments.letters import letters
from assets.environments.panels import Panels, boxes, panels


def shop_fronts(rng: np.random.Generator, width: float, height: float) -> tuple[list[Panels], tuple[float, float]]:
    """A ground floor of shops, ``height`` metres high, and the size of their windows.

    Skins: ``pier``, ``shop``, ``door``, ``fascia``, ``letters``, ``awning``, ``awning_2``, ``trim``.
    """
    count = max(1, round(width / float(rng.uniform(4.5, 8.0))))
    unit = width / count
    sill, head = float(rng.uniform(0.25, 0.7)), height - float(rng.uniform(0.55, 0.85))
    door = float(rng.uniform(0.95, 1.3))
    pane = unit - door - 0.9
    out: list[Panels] = []
    awning = rng.uniform() < 0.45
    for k in range(count):
        middle = -width / 2.0 + unit * (k + 0.5)
        side = float(rng.choice([-1.0, 1.0]))
        shop = np.array([[-pane / 2, pane / 2]]) + side * (door + 0.2) / 2
        way = np.array([[-door / 2, door / 2]]) - side * (unit - door - 0.5) / 2
        edge = float(shop[0, 1] + way[0, 0]) / 2 if way[0, 0] > shop[0, 1] else float(way[0, 1] + shop[0, 0]) / 2
        bounds = [(-unit / 2, edge), (edge, unit / 2)]
        pairs = [(shop, "shop", sill, 0.18), (way, "door", 0.02, 0.7)]
        for (low, high), (hole, skin, base, deep) in zip(bounds, sorted(pairs, key=lambda p: p[0][0, 0]), strict=True):
            rows = np.array([[base, head]])
            out += [g.moved(y=middle) for g in pierced((low, high, 0.0, height), hole, rows, deep, ("pier", skin))]
        out += [g.moved(y=middle) for g in _fascia(rng, unit, head, height)]
        if awning and rng.uniform() < 0.7:
            out += [g.moved(y=middle) for g in _awning(rng, unit * 0.92, head)]
    out.append(boxes([0.001, -width / 2, height], [0.12, width / 2, height + 0.12], "trim"))
    return out, (pane, head - sill)


def _fascia(rng: np.random.Generator, unit: float, head: float, height: float) -> list[Panels]:
    low, high = head + 0.06, height - 0.06
    board = boxes([-0.02, -unit / 2 + 0.15, low], [0.09, unit / 2 - 0.15, high], "fascia")
    tall = (high - low) * float(rng.uniform(0.4, 0.65))
    word = letters(rng, unit * 0.8, tall, "letters", 0.1).moved(z=(low + high - tall) / 2)
    out = [board, word]
    if rng.uniform() < 0.3:  # a sign across the pavement
        out.append(boxes([0.1, unit * 0.4, high], [0.8, unit * 0.4 + 0.1, high + 0.65], "fascia"))
    return out


def _awning(rng: np.random.Generator, width: float, z: float) -> list[Panels]:
    """Striped cloth over the pavement, with a hem that hangs down."""
    out, drop = float(rng.uniform(0.9, 1.7)), float(rng.uniform(0.35, 0.7))
    stripes = int(width / 0.35) if rng.uniform() < 0.6 else 1
    y = np.linspace(-width / 2, width / 2, stripes + 1)
    groups = []
    for k in range(stripes):
        a, b = float(y[k]), float(y[k + 1])
        top = [[out, a, z - drop], [out, b, z - drop], [0.0, b, z], [0.0, a, z]]
        hem = [[out, a, z - drop - 0.22], [out, b, z - drop - 0.22], [out, b, z - drop], [out, a, z - drop]]
        groups.append(panels([top, hem], "awning" if k % 2 == 0 else "awning_2"))
    return groups
