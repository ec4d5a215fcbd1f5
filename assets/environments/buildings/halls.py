"""Walls of halls as one sees them from inside. They lie on x = 0, look along +x, and are centred on y = 0."""

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import cladding
from assets.environments.buildings.garages import BOLD, bill
from assets.environments.panels import Panels, boxes, panels, scenery, wall
from assets.materials import Colour, Material

GREYS: tuple[Colour, ...] = ((0.42, 0.42, 0.40), (0.20, 0.20, 0.21), (0.07, 0.07, 0.075), (0.30, 0.27, 0.22))
SIGNS = 5  # materials of what hangs on a wall
_UNIT = [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]]


def hall_wall(
    rng: np.random.Generator,
    width_m: float,
    high_m: float,
    night: bool = False,
    glass: bool = False,
    dark: bool = False,
) -> Asset:
    """Bricks, plates, sheets or paint, a strip in another colour, windows, doors, boards, pipes.

    Args:
        glass: a front of panes instead.
        dark: painted all over, as halls of shows are.
    """
    half = width_m / 2.0
    flat: list[Panels] = [wall(width_m, 0.0, high_m, "wall")]
    materials = {"wall": _skin(rng, dark)}
    if glass or rng.uniform() < 0.5:
        low, high = (0.1, high_m - 0.4) if glass else (max(2.3, 0.55 * high_m), high_m - 0.5)
        count = max(2, round(width_m / float(rng.uniform(1.6, 3.0))))
        uv = [[[0.0, 0.0], [count, 0.0], [count, 1.0], [0.0, 1.0]]]
        flat.append(panels(_sheet(0.0, width_m, low, high, 0.02), "pane", uv))
        size = (width_m / count, high - low)
        made = cladding.shop_window(rng, size, night, 0.3) if glass else cladding.panes(rng, size, night, (2, 2))
        materials["pane"] = made
    if not glass:
        if rng.uniform() < 0.6:
            flat.append(boxes([0.0, -half, 0.0], [0.012, half, float(rng.uniform(0.9, 1.7))], "band"))
        flat += _hung(rng, width_m, high_m)
    materials |= {
        "band": cladding.coated(rng, "band", BOLD),
        "door": cladding.plain(rng, "door", (*BOLD, *GREYS), 0.4),
        "pipe": cladding.plain(rng, "pipe", (*GREYS, (0.35, 0.03, 0.03), (0.5, 0.35, 0.02))),
        **{f"sign {k}": cladding.plain(rng, "sign", (*BOLD, *GREYS)) for k in range(SIGNS)},
        **{f"bill {k}": bill(rng) for k in range(2)},
        "shelf": _shelf(rng),
    }
    return scenery("hall wall", flat, materials)


def _skin(rng: np.random.Generator, dark: bool) -> Material:
    if dark:
        return cladding.coated(rng, "hall wall", (*GREYS, (0.03, 0.08, 0.22), (0.25, 0.03, 0.05)))
    kind = int(rng.choice(4, p=(0.35, 0.2, 0.2, 0.25)))
    makers = (cladding.brick, cladding.corrugated, lambda own: cladding.plates(own, 1.2, 0.6), cladding.stucco)
    return makers[kind](rng)


def _shelf(rng: np.random.Generator) -> Material:
    """Boards and what lies on them, as one sees it from some way off: things of all colours in rows."""
    params: dict[str, float | Colour] = {
        "seed": float(rng.uniform(1.0, 90.0)),
        "width_m": 0.9,
        "height_m": 0.45,
        "frame_m": 0.03,
        "frame": cladding.shaded(rng, (*GREYS, (0.05, 0.12, 0.3), (0.45, 0.14, 0.02))),
        "columns": 1.0,
        "rows": 1.0,
        "goods": 1.0,
        "blinds": 0.0,
        "mirror": 0.0,
    }
    return Material("shelf", "window", (1.0, 1.0, 1.0), roughness=0.7, params=params)


def _hung(rng: np.random.Generator, width: float, high: float) -> list[Panels]:
    """Doors, shelves, boards, bills, boxes, pipes and cables."""
    half, out = width / 2.0, list[Panels]()
    for y in rng.uniform(-half + 1.0, half - 1.0, 2):
        out.append(boxes([0.0, y - 0.5, 0.02], [0.06, y + 0.5, 2.1], "door"))
    for y in rng.uniform(-half + 1.5, half - 1.5, int(width / 8)):
        across, rows = int(rng.integers(2, 5)), int(rng.integers(2, 6))
        front = _sheet(y, 0.9 * across, 0.05, 0.05 + 0.45 * rows, 0.35)
        out.append(boxes([0.0, y - 0.45 * across, 0.0], [0.34, y + 0.45 * across, 0.45 * rows + 0.05], "sign 0"))
        out.append(panels(front, "shelf", np.array(_UNIT) * [across, rows]))
    for y in rng.uniform(-half + 0.5, half - 0.5, int(width / 1.6)):
        wide, tall = np.exp(rng.uniform(-1.6, 0.2, 2)).tolist()
        z, deep = float(rng.uniform(0.9, max(1.2, high - 1.6))), float(rng.choice([0.02, 0.03, 0.2]))
        out.append(boxes([0.0, y - wide / 2, z], [deep, y + wide / 2, z + tall], f"sign {int(rng.integers(SIGNS))}"))
    for k, y in enumerate(rng.uniform(-half + 0.7, half - 0.7, int(width / 6))):
        wide, tall = rng.uniform(0.5, 1.3, 2).tolist()
        out.append(panels(_sheet(y, wide, 1.2, 1.2 + tall, 0.04), f"bill {k % 2}", _UNIT))
    for z in rng.uniform(0.45, 0.95, 3) * high:
        size = float(rng.uniform(0.02, 0.07))
        out.append(boxes([0.0, -half, z], [0.04 + 2.0 * size, half, z + 2.0 * size], "pipe"))
    for y in rng.uniform(-half, half, int(width / 4)):
        out.append(boxes([0.0, y - 0.025, 1.2], [0.05, y + 0.025, high], "pipe"))
    return out


def _sheet(y: float, wide: float, low: float, high: float, x: float) -> list[list[float]]:
    a, b = y - wide / 2.0, y + wide / 2.0
    return [[x, a, low], [x, b, low], [x, b, high], [x, a, high]]


def gate(rng: np.random.Generator, width_m: float, high_m: float, open_m: float) -> Asset:
    """A wall with a door ``open_m`` metres wide that stands open; a roller above it."""
    half, wide, high = width_m / 2.0, open_m / 2.0, min(high_m - 0.6, float(rng.uniform(3.8, 5.2)))
    low = [[-0.25, -half, 0.0], [-0.25, wide, 0.0], [-0.25, -wide, high]]
    flat = [boxes(low, [[0.0, -wide, high_m], [0.0, half, high_m], [0.0, wide, high_m]], "wall")]
    flat.append(boxes([0.0, -wide, high - 0.1], [0.3, wide, high + float(rng.uniform(0.2, 0.4))], "roll"))
    return scenery("gate", flat, {"wall": _skin(rng, False), "roll": cladding.plain(rng, "roll", (*GREYS, *BOLD))})
