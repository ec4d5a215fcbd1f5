"""Fronts of yards: a low row of garages, workshops and back walls, with shutters, doors, pipes, posters and paint."""

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import cladding
from assets.environments.buildings.facades import flat_roof, ledges, pierced
from assets.environments.buildings.lots import Lot, blank_sides, fittings
from assets.environments.letters import letters
from assets.environments.panels import Panels, boxes, panels, scenery
from assets.materials import Colour, Material

DEPTH_M = 7.0
SLAT_M = 0.11  # of a roller shutter
PANE_M = (1.3, 1.0)
BOLD: tuple[Colour, ...] = (  # linear RGB of shutters, doors and paint on walls
    *((0.04, 0.16, 0.42), (0.42, 0.03, 0.03), (0.04, 0.25, 0.10), (0.60, 0.40, 0.03), (0.50, 0.14, 0.02)),
    *((0.05, 0.28, 0.33), (0.30, 0.05, 0.22), (0.62, 0.62, 0.60), (0.30, 0.31, 0.32), (0.18, 0.09, 0.05)),
)
_UNIT = [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]]


def garages(rng: np.random.Generator, width_m: float, night: bool = False) -> Asset:
    """A building 3 to 6 m high whose front on x = 0 looks along +x, centred on y = 0.

    Args:
        night: some of its windows are lit.
    """
    high = float(rng.uniform(3.1, 6.0))
    lot = Lot(width_m, DEPTH_M, 1, night)
    count = max(1, round(width_m / float(rng.uniform(3.4, 5.0))))
    unit = width_m / count
    flat: list[Panels] = []
    for k in range(count):
        middle = -width_m / 2 + unit * (k + 0.5)
        flat += [group.moved(y=middle) for group in _bay(rng, unit, high)]
    flat += blank_sides(lot, high)
    flat += flat_roof(width_m, DEPTH_M, high, float(rng.uniform(0.15, 0.6)), ("deck", "wall"))
    flat += _on_the_wall(rng, width_m, high)
    return scenery("garages", flat, _materials(rng, night))


def _bay(rng: np.random.Generator, unit: float, high: float) -> list[Panels]:
    """One of: a shutter, a door and a window, a bare wall."""
    draw, half = rng.uniform(), unit / 2
    top = min(high - 0.4, float(rng.uniform(2.5, 4.2)))
    if draw < 0.58:
        wide = unit - float(rng.uniform(0.5, 1.0))
        hole, rows = np.array([[-wide / 2, wide / 2]]), np.array([[0.02, top]])
        skin = f"shutter {int(rng.integers(2))}"
        shut = pierced((-half, half, 0.0, high), hole, rows, float(rng.uniform(0.06, 0.3)), ("wall", "slats"))
        slats = boxes([-0.29, -wide / 2, 0.02], [-0.05, wide / 2, top], skin)
        box = boxes([-0.02, -wide / 2 - 0.1, top], [0.22, wide / 2 + 0.1, top + 0.3], "trim")
        return [*shut[:1], slats, *([box] if rng.uniform() < 0.5 else [])]
    if draw < 0.85:
        side = float(rng.choice([-1.0, 1.0])) * unit * 0.25
        door, pane = np.array([[side - 0.48, side + 0.48]]), np.array([[-side - 0.6, -side + 0.6]])
        cut = (door[0, 1] + pane[0, 0]) / 2 if side < 0 else (pane[0, 1] + door[0, 0]) / 2
        spans = sorted(((door, 0.02, 2.1, "door", 0.15), (pane, 1.0, 2.0, "pane", 0.1)), key=lambda item: item[0][0, 0])
        out = [ledges(pane, 0.95, (0.12, 0.05, 0.05), "trim")]
        for (low, up), (hole, foot, head, skin, deep) in zip([(-half, cut), (cut, half)], spans, strict=True):
            out += pierced((low, up, 0.0, high), hole, np.array([[foot, head]]), deep, ("wall", skin))
        return out
    return [panels([[0.0, -half, 0.0], [0.0, half, 0.0], [0.0, half, high], [0.0, -half, high]], "wall")]


def _on_the_wall(rng: np.random.Generator, width: float, high: float) -> list[Panels]:
    """Gutters and pipes, cables, boxes, lamps, a name, posters, paint."""
    half = width / 2
    out = [boxes([0.0, -half, high - 0.16], [0.12, half, high - 0.04], "pipe")]
    for y in rng.uniform(-half, half, max(1, int(width / 7))):
        out.append(boxes([0.02, y - 0.05, 0.0], [0.12, y + 0.05, high - 0.1], "pipe"))
    for y in rng.uniform(-half, half, int(width / 5)):
        z, size = float(rng.uniform(1.2, high - 0.8)), rng.uniform(0.15, 0.45, 2)
        out.append(boxes([0.0, y - size[0], z], [0.25, y + size[0], z + size[1]], "box"))
    z = high - float(rng.uniform(0.3, 0.6))
    out.append(boxes([0.0, -half, z], [0.02, half, z + 0.02], "cable"))
    if rng.uniform() < 0.7:
        tall, y = float(rng.uniform(0.35, 0.8)), float(rng.uniform(-0.25, 0.25)) * width
        word = letters(rng, width * 0.45, tall, "letters", 0.11)
        low, up = word.corners[..., 1].min(), word.corners[..., 1].max()
        z = high - tall - 0.3
        out.append(boxes([0.0, low - 0.3 + y, z - 0.15], [0.1, up + 0.3 + y, z + tall + 0.15], "fascia"))
        out.append(word.moved(y=y, z=z))
    for k in range(int(rng.integers(0, 1 + int(width / 6)))):
        y, z, skin = float(rng.uniform(-half + 0.5, half - 0.5)), float(rng.uniform(0.9, 1.6)), f"poster {k % 3}"
        wide, tall = rng.uniform(0.4, 1.1, 2).tolist()
        out.append(panels(_upright(y, wide, z, tall), skin, _UNIT))
    for k in range(int(rng.integers(0, 1 + int(width / 9)))):
        wide, tall = float(rng.uniform(1.5, 5.0)), float(rng.uniform(0.9, 1.9))
        y = float(rng.uniform(-half + wide / 2, max(half - wide / 2, wide / 2 - half)))
        out.append(panels(_upright(y, wide, 0.3, tall), f"graffiti {k % 2}", _UNIT))
    return out


def _upright(y: float, wide: float, z: float, tall: float) -> list[list[float]]:
    """A sheet on the wall, a little before it."""
    a, b = y - wide / 2, y + wide / 2
    return [[0.006, a, z], [0.006, b, z], [0.006, b, z + tall], [0.006, a, z + tall]]


def _materials(rng: np.random.Generator, night: bool) -> dict[str, Material]:
    draw = rng.uniform()
    skin = (
        cladding.brick(rng)
        if draw < 0.4
        else cladding.stucco(rng)
        if draw < 0.7
        else cladding.coated(rng, "painted wall", BOLD)
        if draw < 0.82
        else cladding.corrugated(rng)
        if draw < 0.9
        else cladding.plates(rng, 0.4, 0.2)
    )
    out = fittings(rng, skin)
    for k in range(2):
        out[f"shutter {k}"] = shutter(rng)
        out[f"graffiti {k}"] = graffiti(rng)
    for k in range(3):
        out[f"poster {k}"] = bill(rng)
    return {
        **out,
        "door": cladding.plain(rng, "door", BOLD, 0.5),
        "fascia": cladding.plain(rng, "fascia", BOLD, 0.5),
        "pane": cladding.panes(rng, PANE_M, night),
        "pipe": cladding.plain(rng, "pipe", ((0.35, 0.35, 0.36), (0.55, 0.55, 0.53), (0.16, 0.08, 0.05))),
        "box": cladding.plain(rng, "box", ((0.45, 0.45, 0.45), (0.6, 0.6, 0.57), (0.1, 0.1, 0.1))),
        "cable": Material("cable", base_color=(0.02, 0.02, 0.02), roughness=0.7),
    }


def shutter(rng: np.random.Generator) -> Material:
    """A roller shutter: slats, painted or galvanised, dirty at the foot."""
    params: dict[str, float | Colour] = {
        "seed": float(rng.uniform(1.0, 90.0)),
        "dirt": float(rng.beta(2.0, 2.0)),
        "brick_m": 60.0,
        "row_m": SLAT_M * float(rng.uniform(0.7, 1.5)),
        "joint_m": 0.022,
        "joint": (0.03, 0.03, 0.03),
        "vary": 0.08,
    }
    return Material("shutter", "facade", cladding.shaded(rng, BOLD, 0.25), metallic=0.2, roughness=0.45, params=params)


def graffiti(rng: np.random.Generator) -> Material:
    """Sprayed shapes over texture coordinates 0..1, clear around them."""
    first, second, third = (BOLD[int(k)] for k in rng.permutation(len(BOLD) - 2)[:3])
    params: dict[str, float | Colour] = {"seed": float(rng.uniform(1.0, 90.0)), "second": second, "third": third}
    return Material("graffiti", "graffiti", first, roughness=0.6, params=params)


def bill(rng: np.random.Generator) -> Material:
    """A bill pasted on a wall."""
    first, second, third = (BOLD[int(k)] for k in rng.permutation(len(BOLD))[:3])
    params: dict[str, float | Colour] = {"seed": float(rng.uniform(1.0, 90.0)), "second": second, "third": third}
    return Material("bill", "poster", first, roughness=0.7, params=params)
