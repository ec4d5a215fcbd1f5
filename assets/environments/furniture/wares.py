"""What stands about in yards, depots and workshops: tyres, drums, pallets, crates, ladders, tool cabinets, hoses."""

import numpy as np

from assets.asset import Asset
from assets.environments.furniture.coats import BRIGHT, METALS, coat, dark, metal
from assets.environments.panels import Panels, boxes, scenery
from assets.environments.turned import post, towards, turned
from assets.materials import Colour, Material
from assets.polygons import join

WOOD: Colour = (0.24, 0.15, 0.08)


def tyres(rng: np.random.Generator) -> Asset:
    """Stacks of tyres side by side, one of them leaning."""
    wide, thick = float(rng.uniform(0.29, 0.4)), float(rng.uniform(0.17, 0.24))
    tread = [(wide * 0.62, 0.0), (wide * 0.96, 0.01), (wide, thick * 0.3), (wide, thick * 0.7)]
    tread += [(wide * 0.96, thick - 0.01), (wide * 0.62, thick), (wide * 0.6, thick * 0.5), (wide * 0.62, 0.0)]
    ring, shapes = turned(tread, "rubber", 16), []
    for stack in range(int(rng.integers(1, 4))):
        for level in range(int(rng.integers(2, 7))):
            off = rng.normal(0.0, 0.015, 2)
            place = [off[0], (stack - 1) * 2.1 * wide + off[1], level * (thick + 0.004)]
            shapes.append(ring.moved(place))
    shapes.append(ring.moved([wide * 1.4, 0.3 * wide, wide * 1.0], towards(0.2)))
    grey = float(rng.uniform(0.015, 0.035))
    return scenery(
        "tyres", [], {"rubber": Material("rubber", base_color=(grey, grey, grey), roughness=0.85)}, join(shapes)
    )


def drums(rng: np.random.Generator) -> Asset:
    """Steel drums, in one or two colours."""
    body = [(0.285, 0.0), (0.295, 0.02), (0.28, 0.04), (0.28, 0.29), (0.295, 0.3), (0.28, 0.31), (0.28, 0.56)]
    body += [(0.295, 0.57), (0.28, 0.58), (0.28, 0.84), (0.295, 0.86), (0.28, 0.87), (0.0, 0.86)]
    shapes = []
    for k in range(int(rng.integers(2, 7))):
        skin = "first" if rng.uniform() < 0.6 else "second"
        place = [0.62 * (k % 2) + float(rng.normal(0.0, 0.03)), 0.63 * (k // 2 - 1), 0.0]
        shapes.append(turned(body, skin, 16).moved(place))
    return scenery("drums", [], {"first": coat(rng), "second": coat(rng)}, join(shapes))


def pallets(rng: np.random.Generator) -> Asset:
    """A stack of pallets, or one with cartons or sacks on it."""
    count = int(rng.integers(1, 9)) if rng.uniform() < 0.6 else 1
    flat = [_pallet(level * 0.145) for level in range(count)]
    top = count * 0.145
    if count == 1:
        size = np.array([float(rng.uniform(0.28, 0.4)), 0.4, float(rng.uniform(0.22, 0.4))])
        for x in (-0.4, 0.0):
            for y in (-0.4, 0.0):
                for level in range(int(rng.integers(1, 4))):
                    low = np.array([x, y, top + level * size[2] + 0.001]) + np.append(rng.uniform(0.0, 0.02, 2), 0.0)
                    flat.append(boxes(low, low + size, "carton"))
    shade = float(rng.uniform(0.7, 1.5))
    materials = {
        "wood": Material(
            "pallet", "soil", _shaded(WOOD, shade), roughness=0.9, params={"lump_m": 0.04, "stretch": 0.2}
        ),
        "carton": Material(
            "carton", base_color=_shaded((0.33, 0.22, 0.12), float(rng.uniform(0.7, 1.3))), roughness=0.8
        ),
    }
    return scenery("pallets", flat, materials)


def _pallet(z: float) -> Panels:
    y = np.linspace(-0.4, 0.3, 5)[:, None]
    boards = np.concatenate([0 * y - 0.6, y, 0 * y + z + 0.115], axis=1)
    x = np.array([[-0.6], [-0.07], [0.46]])
    blocks = np.concatenate([x, 0 * x - 0.4, 0 * x + z + 0.005], axis=1)
    low = np.concatenate([boards, blocks])
    size = np.concatenate([np.tile([[1.2, 0.12, 0.022]], (5, 1)), np.tile([[0.14, 0.8, 0.11]], (3, 1))])
    return boxes(low, low + size, "wood")


def crates(rng: np.random.Generator) -> Asset:
    """Plastic crates in bright colours, stacked."""
    flat = []
    for column in range(int(rng.integers(1, 4))):
        for level in range(int(rng.integers(1, 6))):
            low = np.array([float(rng.normal(0.0, 0.02)), (column - 1) * 0.44, level * 0.27])
            skin = f"crate {int(rng.integers(3))}"
            flat += [
                boxes(low, low + np.array([0.6, 0.4, 0.03]), skin),
                boxes(low + np.array([0.0, 0.0, 0.05]), low + np.array([0.6, 0.4, 0.24]), skin),
            ]
    materials = {
        f"crate {k}": Material("crate", base_color=BRIGHT[int(rng.integers(len(BRIGHT)))], roughness=0.4)
        for k in range(3)
    }
    return scenery("crates", flat, materials)


def cabinet(rng: np.random.Generator) -> Asset:
    """A tool cabinet or a row of lockers: drawers or doors with gaps and handles, in a bright coat."""
    wide, high, deep = float(rng.uniform(0.6, 1.8)), float(rng.uniform(0.85, 2.0)), float(rng.uniform(0.4, 0.6))
    low = high < 1.3
    columns, rows = (max(1, round(wide / 0.7)), int(rng.integers(4, 7))) if low else (max(2, round(wide / 0.35)), 1)
    flat = [boxes([-deep / 2, -wide / 2, 0.0], [deep / 2 - 0.02, wide / 2, high], "dark")]
    for column in range(columns):
        for row in range(rows):
            y0, y1 = (-wide / 2 + wide * (column + k) / columns for k in (0, 1))
            z0, z1 = (0.08 + (high - 0.1) * (row + k) / rows for k in (0, 1))
            flat.append(boxes([deep / 2 - 0.03, y0 + 0.01, z0 + 0.01], [deep / 2, y1 - 0.01, z1 - 0.01], "front"))
            flat.append(
                boxes(
                    [deep / 2, (y0 + y1) / 2 - 0.1, z1 - 0.06],
                    [deep / 2 + 0.02, (y0 + y1) / 2 + 0.1, z1 - 0.035],
                    "metal",
                )
            )
    return scenery("cabinet", flat, {"dark": dark(), "front": coat(rng), "metal": metal(rng)})


def ladder(rng: np.random.Generator) -> Asset:
    """A step ladder."""
    high = float(rng.uniform(1.4, 2.6))
    z = np.arange(0.25, high, 0.27)[:, None]
    x = 0.45 * (1.0 - z / high)
    treads = np.concatenate([x - 0.04, 0 * z - 0.2, z], axis=1)
    flat = [boxes(treads, treads + np.array([0.08, 0.4, 0.025]), "metal")]
    shapes, bar = [], np.array([0.02, 0.015, 0.0])
    for y in (-0.21, 0.21):
        for sign in (-1.0, 1.0):
            leg = np.linspace([0.45 * sign, y, 0.0], [0.02 * sign, y, high], 8)
            flat.append(boxes(np.minimum(leg[:-1], leg[1:]) - bar, np.maximum(leg[:-1], leg[1:]) + bar, "metal"))
    shapes.append(post([(0.03, high - 0.01), (0.03, high + 0.02)], "metal", 6))
    color = METALS[0] if rng.uniform() < 0.6 else BRIGHT[int(rng.integers(len(BRIGHT)))]
    return scenery(
        "ladder", flat, {"metal": Material("ladder", base_color=color, metallic=0.5, roughness=0.4)}, join(shapes)
    )


def _shaded(color: Colour, factor: float) -> Colour:
    return color[0] * factor, color[1] * factor, color[2] * factor
