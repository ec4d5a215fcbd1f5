"""What stands in a room: bookcases, cabinets, sofas, desks, lamps, plants."""

from collections.abc import Sequence

import numpy as np

from assets.environments.furniture.coats import BRIGHT
from assets.environments.panels import Panels, tapered
from assets.environments.plants.foliage import leaf_material, leaves, strips
from assets.environments.rooms.piece import (
    CLOTHS,
    WALLS,
    WOODS,
    Piece,
    block,
    glowing,
    one_of,
    paint,
    shaded,
    together,
    wood,
)
from assets.environments.turned import turned
from assets.materials import Colour

SPINES = 7  # colours of books on one shelf
LAMPLIGHT: Colour = (1.0, 0.66, 0.36)


def bookcase(rng: np.random.Generator) -> Piece:
    """Shelves full of books and a few other things, open or high."""
    wide, high, deep = float(rng.uniform(0.7, 1.9)), float(rng.uniform(1.5, 2.4)), 0.28
    half, rows = wide / 2.0, int(np.ceil(high / 0.36))
    levels = np.linspace(0.06, high - 0.02, rows)
    sides = [[[0.0, y, 0.0], [deep, y + 0.02, high]] for y in (-half, half - 0.02)]
    boards = [[[0.0, -half, z - 0.02], [deep, half, z]] for z in levels]
    bars = np.array(sides + boards)
    flat = [block(bars[:, 0], bars[:, 1], "wood"), block([0.0, -half, 0.0], [0.01, half, high], "back")]
    for z in levels[:-1]:
        flat += _books(rng, -half + 0.03, half - 0.03, float(z), deep, float(levels[1] - levels[0]) - 0.04)
    colors = [one_of(rng, (*BRIGHT, *CLOTHS, *WALLS[:3])) for _ in range(SPINES)]
    body = wood(rng)
    materials = {"wood": body, "back": paint(shaded(body.base_color, 0.6), 0.8)}
    return Piece(wide, tuple(flat), materials | {f"book {k}": paint(color, 0.6) for k, color in enumerate(colors)})


def _books(rng: np.random.Generator, start: float, end: float, z: float, deep: float, room: float) -> list[Panels]:
    """A row of spines with gaps."""
    thick = rng.uniform(0.015, 0.05, int((end - start) / 0.02))
    edges = start + np.concatenate([[0.0], np.cumsum(thick)])
    count = int((edges[1:] < end).sum())
    kept = rng.random(count) < (0.93 if rng.random() < 0.75 else 0.45)
    tall = room * rng.uniform(0.6, 0.95, count)
    out = deep - rng.uniform(0.03, 0.08, count)
    color = rng.integers(SPINES, size=count)
    groups = []
    for k in range(SPINES):
        mine = np.flatnonzero(kept & (color == k))
        if len(mine):
            low = np.stack([np.full(len(mine), 0.02), edges[mine], np.full(len(mine), z)], axis=1)
            high = np.stack([out[mine], edges[mine + 1] - 0.002, z + tall[mine]], axis=1)
            groups.append(block(low, high, f"book {k}"))
    return groups


def cabinet(rng: np.random.Generator, glow: float) -> Piece:
    """A sideboard, a chest of drawers or a wardrobe; low ones carry things."""
    wide, deep = float(rng.uniform(0.8, 2.0)), float(rng.uniform(0.38, 0.55))
    high = float(rng.choice([0.75, 0.9, 1.1, 2.1]))
    half, columns, rows = wide / 2.0, int(np.ceil(wide / 0.55)), int(rng.integers(1, 4))
    y, z = np.linspace(-half, half, columns + 1), np.linspace(0.08, high, rows + 1)
    fronts = np.array(
        [
            [[deep, y[i] + 0.012, z[j] + 0.012], [deep + 0.015, y[i + 1] - 0.012, z[j + 1] - 0.012]]
            for i in range(columns)
            for j in range(rows)
        ]
    )
    body = wood(rng) if rng.random() < 0.6 else paint(one_of(rng, WALLS), 0.4)
    front = paint(one_of(rng, (*WOODS, *WALLS[:4])), 0.4) if rng.random() < 0.5 else body
    flat = (block([0.0, -half, 0.08], [deep, half, high], "body"), block(fronts[:, 0], fronts[:, 1], "front"))
    whole = Piece(wide, flat, {"body": body, "front": front})
    if high > 1.5:
        return whole
    return together(wide, whole, *_things(rng, glow, wide, deep, high))


def shelf(rng: np.random.Generator, glow: float) -> Piece:
    """A board on the wall with things on it."""
    wide, high = float(rng.uniform(0.6, 1.6)), float(rng.uniform(1.35, 1.75))
    plank = Piece(
        wide, (block([0.0, -wide / 2.0, high - 0.03], [0.22, wide / 2.0, high], "plank"),), {"plank": wood(rng)}
    )
    return together(wide, plank, *_things(rng, glow, wide, 0.22, high))


def _things(rng: np.random.Generator, glow: float, wide: float, deep: float, high: float) -> list[Piece]:
    """Vases, books, plants and lamps side by side on a board."""
    out: list[Piece] = []
    for index, y in enumerate(np.arange(-wide / 2.0 + 0.15, wide / 2.0 - 0.1, 0.3)):
        kind = int(rng.choice(5, p=(0.3, 0.25, 0.15, 0.12, 0.18)))
        if kind == 4:
            continue
        thing = (_vase(rng), _stack(rng), _potted(rng), _table_lamp(rng, glow))[kind]
        out.append(thing.at(f"thing {index}", deep / 2.0, float(y) + 0.04 * float(rng.uniform(-1, 1)), high))
    return out


def _vase(rng: np.random.Generator) -> Piece:
    high, wide = float(rng.uniform(0.1, 0.34)), float(rng.uniform(0.04, 0.09))
    profile = [(0.0, 0.0), (wide * 0.6, 0.0), (wide, high * 0.45), (wide * 0.45, high * 0.85), (wide * 0.6, high)]
    return Piece(2.0 * wide, (), {"vase": paint(one_of(rng, (*BRIGHT, *WALLS)), 0.25)}, (turned(profile, "vase", 12),))


def _stack(rng: np.random.Generator) -> Piece:
    """Books that lie on each other."""
    count = int(rng.integers(1, 5))
    z = np.concatenate([[0.0], np.cumsum(rng.uniform(0.02, 0.045, count))])
    flat = [block([-0.08, -0.11, z[k]], [0.08, 0.11 - 0.01 * k, z[k + 1] - 0.002], f"book {k}") for k in range(count)]
    return Piece(0.22, tuple(flat), {f"book {k}": paint(one_of(rng, (*BRIGHT, *CLOTHS))) for k in range(count)})


def _potted(rng: np.random.Generator, high: float = 0.3) -> Piece:
    """A pot plant: round leaves or blades."""
    rim = high * 0.3
    pot = tapered((rim, rim), 0.0, high * 0.45, 0.75, "pot")
    if rng.random() < 0.6:
        count = 140
        places = rng.normal(0.0, 0.5, (count, 3)).clip(-0.9, 0.9) * [0.4 * high, 0.4 * high, 0.3 * high] + [
            0.0,
            0.0,
            high * 0.85,
        ]
        green = leaves(rng, places, places - [0.0, 0.0, 0.3 * high], 0.22 * high, float(rng.uniform(0.4, 0.9)))
    else:
        count = 40
        starts = rng.normal(0.0, 0.1, (count, 3)).clip(-0.15, 0.15) * [high, high, 0.0] + [0.0, 0.0, 0.4 * high]
        ends = starts * [2.5, 2.5, 1.0] + np.stack([*np.zeros((2, count)), rng.uniform(0.5, 1.2, count) * high], axis=1)
        green = strips(starts, ends, 0.1 * high, rng.normal(size=(count, 3)) * [1.0, 1.0, 0.0])
    materials = {"pot": paint(one_of(rng, (*WALLS, *CLOTHS)), 0.6), "leaf": leaf_material(rng, "summer", True)}
    return Piece(2.0 * rim, (pot, green), materials)


def plant(rng: np.random.Generator) -> Piece:
    """A large plant on the floor."""
    high = float(rng.uniform(0.8, 1.6))
    return _moved(_potted(rng, high), 0.5)


def _table_lamp(rng: np.random.Generator, glow: float, high: float = 0.42, size: float = 0.14) -> Piece:
    """A shade on a stem; mostly it is on."""
    shade = turned([(size, high - 1.3 * size), (size * float(rng.uniform(0.55, 1.0)), high)], "shade", 16)
    stem = turned([(0.6 * size, 0.0), (0.6 * size, 0.02), (0.012, 0.03), (0.012, high - 0.5 * size)], "stem", 10)
    lit = glowing(LAMPLIGHT, glow * float(rng.uniform(2.0, 5.0)))
    on = lit if rng.random() < 0.7 else paint((0.7, 0.65, 0.55), 0.9)
    return Piece(2.0 * size, (), {"shade": on, "stem": paint(one_of(rng, WOODS), 0.3)}, (shade, stem))


def floor_lamp(rng: np.random.Generator, glow: float) -> Piece:
    """The same on the floor."""
    return _moved(_table_lamp(rng, glow, float(rng.uniform(1.35, 1.7)), float(rng.uniform(0.16, 0.24))), 0.3)


def sofa(rng: np.random.Generator) -> Piece:
    """A sofa or an armchair with cushions, its back to the wall."""
    wide = float(rng.choice([0.9, 1.7, 2.1]))
    half, deep, back = wide / 2.0, 0.85, float(rng.uniform(0.75, 0.95))
    cloth = paint(one_of(rng, CLOTHS), 0.9)
    bars: Sequence[tuple[list[float], list[float]]] = (
        ([0.08, -half + 0.14, 0.1], [deep, half - 0.14, 0.44]),
        ([0.05, -half, 0.1], [0.28, half, back]),
        ([0.05, -half, 0.1], [deep, -half + 0.17, 0.62]),
        ([0.05, half - 0.17, 0.1], [deep, half, 0.62]),
    )
    flat = [block([bar[0] for bar in bars], [bar[1] for bar in bars], "cloth")]
    cushions = int(rng.integers(0, 4))
    for k in range(cushions):
        y = float(rng.uniform(-half + 0.35, half - 0.35)) if half > 0.5 else 0.0
        flat.append(tapered((0.07, 0.2), 0.44, 0.84, 0.9, f"cushion {k}").moved(0.36, y))
    colors = {f"cushion {k}": paint(one_of(rng, (*CLOTHS, *BRIGHT)), 0.9) for k in range(cushions)}
    return Piece(wide, tuple(flat), {"cloth": cloth, **colors})


def desk(rng: np.random.Generator, glow: float) -> Piece:
    """A table with a monitor, or with chairs around it."""
    wide, deep, high = float(rng.uniform(1.1, 1.7)), float(rng.uniform(0.6, 0.8)), 0.74
    half = wide / 2.0
    legs = [[x, y] for x in (0.05, deep - 0.05) for y in (-half + 0.05, half - 0.05)]
    flat = [
        block([0.0, -half, high - 0.03], [deep, half, high], "top"),
        block([[x - 0.02, y - 0.02, 0.0] for x, y in legs], [[x + 0.02, y + 0.02, high] for x, y in legs], "leg"),
    ]
    materials = {"top": wood(rng), "leg": paint(one_of(rng, WOODS), 0.4), "dark": paint((0.012, 0.012, 0.013), 0.4)}
    if rng.random() < 0.6:
        y = float(rng.uniform(-0.3, 0.3))
        flat.append(block([0.2, y - 0.31, high + 0.12], [0.24, y + 0.31, high + 0.5], "dark"))
        flat.append(block([0.18, y - 0.04, high], [0.2, y + 0.04, high + 0.3], "dark"))
        flat.append(block([0.241, y - 0.295, high + 0.135], [0.243, y + 0.295, high + 0.485], "screen"))
        materials["screen"] = glowing(one_of(rng, ((0.3, 0.5, 0.8), (0.7, 0.75, 0.8), (0.15, 0.2, 0.3))), 0.8 * glow)
    for y in rng.uniform(-half, half, int(rng.integers(0, 3))).tolist():
        flat.append(block([deep + 0.1, y - 0.2, 0.43], [deep + 0.5, y + 0.2, 0.47], "seat"))
        flat.append(block([deep + 0.48, y - 0.2, 0.5], [deep + 0.52, y + 0.2, 0.95], "seat"))
        materials["seat"] = paint(one_of(rng, (*CLOTHS, *WOODS)), 0.6)
    top = Piece(wide, tuple(flat), materials)
    return together(wide, top, *_things(rng, glow, 0.6, 0.3, high)) if rng.random() < 0.5 else top


def _moved(piece: Piece, x: float) -> Piece:
    """Off the wall."""
    return piece.at("own", x)
