"""A tipper's tub: ribbed walls, a tailgate, a canopy over the cab, and what it holds."""

import numpy as np

from assets.polygons import Shape, box, grid, join
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.dimensions import Space
from assets.vehicles.trucks.skins import BODY, FRAME
from assets.vehicles.trucks.solids import drum, soft_box


def tub(rng: np.random.Generator, space: Space, canopy: float, shield: float) -> Pieces:
    """A tipper's tub with ribbed walls, a tailgate, a canopy over the cab and often a heap in it.

    Args:
        canopy: metres that the canopy reaches over the cab, 0 for none.
        shield: height of the front wall, at least that of the others.
    """
    half, low = space.width / 2.0, space.floor
    lean, rear_lean = float(rng.uniform(0.0, 0.12)), float(rng.uniform(0.0, 0.25))
    pieces = [*_walls(space, lean, rear_lean, shield), *_ribs(rng, space, lean, rear_lean)]
    if canopy:
        front, high = space.front, max(space.top, shield)
        roof = (front - 0.1, -half + 0.02, high - 0.04), (front + canopy, half - 0.02, high + 0.03)
        lip = (front + canopy - 0.04, -half + 0.1, high - 0.04), (front + canopy, half - 0.1, high + 0.12)
        pieces += [soft_box(*roof, 0.025, BODY), soft_box(*lip, 0.02, BODY)]
    ram = drum((space.front - 0.4, 0.0, low - 0.4), (space.front - 0.1, 0.0, low + 0.02), 0.10, ("chrome", "cargo"), 12)
    subframe = box((space.rear + 0.2, -0.5, low - 0.24), (space.front, 0.5, low - 0.08), FRAME)
    return flat(*pieces, subframe) + smooth(ram, *_heap(rng, space))


def _walls(space: Space, lean: float, rear_lean: float, shield: float) -> list[Shape]:
    """Sides that lean outward by ``lean``, a tailgate that leans back by ``rear_lean``, floor and front; metres."""
    half, low, high, thick = space.width / 2.0, space.floor, space.top, 0.06
    foot, back = half - lean, space.rear + rear_lean  # of the sides and of the tailgate
    lower, upper = [(back, foot, low), (space.front, foot, low)], [(space.rear, half, high), (space.front, half, high)]
    rim = soft_box((space.rear, half - 0.08, high - 0.10), (space.front, half + 0.03, high + 0.03), 0.02, BODY)
    floor = box((back, -half + lean, low - 0.08), (space.front, half - lean, low + 0.04), BODY)
    sill = soft_box((back, half - lean - 0.1, low - 0.1), (space.front, half - lean + 0.04, low + 0.06), 0.02, BODY)
    front = box((space.front - thick, -half + 0.02, low), (space.front, half - 0.02, max(high, shield)), BODY)
    gate = grid(np.array([[[back, y * foot, low], [space.rear, y * half, high]] for y in (1.0, -1.0)]), BODY)
    inner_gate = gate.moved((thick, 0.0, 0.0))
    return [_slab(lower, upper, thick).pair(), rim.pair(), floor, sill.pair(), front, gate, inner_gate]


def _slab(low: list[tuple[float, float, float]], high: list[tuple[float, float, float]], thick: float) -> Shape:
    """A wall between a lower and an upper edge (rear, front), looking along +y, with its back."""
    points = np.array([[low[1], high[1]], [low[0], high[0]]])
    back = points - [0.0, thick, 0.0]
    return join([grid(points, BODY), grid(back[::-1], BODY), grid(np.stack([points[1], back[1]]), BODY)])


def _ribs(rng: np.random.Generator, space: Space, lean: float, rear_lean: float) -> list[Shape]:
    half, low, high = space.width / 2.0, space.floor, space.top
    count = int((space.front - space.rear) / float(rng.uniform(0.5, 0.85)))
    wide = float(rng.uniform(0.09, 0.15))
    ribs: list[Shape] = []
    if rng.uniform() < 0.75:
        for x in np.linspace(space.rear + rear_lean + 0.1, space.front - wide - 0.03, max(count, 3)):
            bar = soft_box((x, -0.03, 0.0), (x + wide, 0.05, high - low), 0.02, BODY)
            shear = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, lean / (high - low)], [0.0, 0.0, 1.0]])
            ribs.append(bar.moved((0.0, half - lean, low), shear).pair())
    else:
        z = low + 0.45 * (high - low)
        y = half - 0.55 * lean
        ribs.append(
            soft_box((space.rear + 0.1, y - 0.05, z), (space.front - 0.02, y + 0.05, z + 0.12), 0.02, BODY).pair()
        )
    for y in (-0.6 * half, 0.0, 0.6 * half):
        at = space.rear + 0.5 * rear_lean
        ribs.append(soft_box((at - 0.08, y - 0.06, low + 0.1), (at + 0.02, y + 0.06, high - 0.1), 0.02, BODY))
    for z in (low + 0.12, high - 0.2):
        at = space.rear + rear_lean * (high - z) / (high - low)
        ribs.append(soft_box((at - 0.07, -half + lean, z), (at + 0.02, half - lean, z + 0.1), 0.02, BODY))
    return ribs


def _heap(rng: np.random.Generator, space: Space) -> list[Shape]:
    """What the tub holds, heaped or low; a dark floor where it is empty."""
    x = np.linspace(space.front - 0.08, space.rear + 0.1, 24)
    y = np.linspace(-space.width / 2.0 + 0.08, space.width / 2.0 - 0.08, 15)
    full = float(rng.uniform(-0.5, 0.25))
    along = np.sin(np.linspace(0.0, np.pi, 24)) ** 0.6
    across = np.sin(np.linspace(0.0, np.pi, 15)) ** 0.8
    rough = rng.normal(0.0, 0.025, (24, 15))
    z = space.top - 0.25 + full + 0.42 * along[:, None] * across + rough
    z = np.maximum(z, space.floor + 0.1)
    points = np.stack(np.broadcast_arrays(x[:, None], y, z), axis=2)
    return [grid(points[:, ::-1], ("load", "cargo"))]
