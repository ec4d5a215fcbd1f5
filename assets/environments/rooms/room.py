"""A room behind people, made for what a camera sees of it: a wall, perhaps its corners, floor and ceiling, furnished.

It is open towards the camera, as a stage is, so that the light of the surroundings falls in.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assets.asset import Asset
from assets.environments.panels import Panels, panels, scenery
from assets.environments.rooms import fittings, furniture
from assets.environments.rooms.piece import (
    CLOTHS,
    WALL_SHARES,
    WALLS,
    WOODS,
    Piece,
    block,
    one_of,
    paint,
    shaded,
    together,
    wood,
)
from assets.materials import Colour, Material
from assets.polygons import join
from assets.random import stream

TRIES = 14  # things that are thought of for a wall
BARE = 0.08  # share of rooms with nothing but a wall
GAP_M = (0.02, 0.35)  # between things along a wall


@dataclass(frozen=True)
class Seen:
    """What a camera sees of the wall behind, in the room's frame: the wall is x = 0, y goes to its left, z is up.

    Attributes:
        right, left: ends of what is seen of the wall, y.
        top: height of the room; metres above its floor.
        ceiling: it is seen.
        corners: whether the room ends, within what is seen, at the right and at the left.
        deep: from the wall to behind the camera.
        clear: from the wall to the nearest thing that must stay free.
    """

    right: float
    left: float
    top: float
    ceiling: bool
    corners: tuple[bool, bool]
    deep: float
    clear: float


def room(rng: np.random.Generator, seen: Seen, glow: float, night: bool = False) -> Asset:
    """A furnished room; a few thousand faces at most.

    Args:
        glow: radiance of white things in the room, W/m²/sr: lamps and windows are as much brighter as they are.
        night: it is dark outside.
    """
    shell = _shell(stream(rng, "shell"), seen)
    along = _along(stream(rng, "along"), seen, glow, night)
    sides = [_on_side(stream(rng, f"side {k}"), seen, glow, night, k) for k, there in enumerate(seen.corners) if there]
    whole = together(1.0, shell, *along, *(piece for pieces in sides for piece in pieces))
    return scenery("room", whole.flat, whole.materials, join(whole.round) if whole.round else None)


def _shell(rng: np.random.Generator, seen: Seen) -> Piece:
    """Walls, skirting, floor and ceiling."""
    color = WALLS[int(rng.choice(len(WALLS), p=np.array(WALL_SHARES) / sum(WALL_SHARES)))]
    materials = {
        "wall": _wall(stream(rng, "wall"), color),
        "other wall": paint(color, 0.9),
        "floor": wood(rng) if rng.random() < 0.65 else paint(one_of(rng, (*CLOTHS, *WALLS[:4])), 0.9),
        "ceiling": paint((0.74, 0.74, 0.72), 0.95),
        "skirting": paint(one_of(rng, (*WALLS[:2], *WOODS)), 0.5),
    }
    low, high, top, deep = seen.right, seen.left, seen.top, seen.deep
    flat: list[Panels] = [
        panels([[0, low, 0], [0, high, 0], [0, high, top], [0, low, top]], "wall"),
        panels([[0, low, 0], [deep, low, 0], [deep, high, 0], [0, high, 0]], "floor"),
        block([0.0, low, 0.0], [0.015, high, 0.09], "skirting"),
    ]
    if seen.ceiling:
        flat.append(panels([[0, low, top], [0, high, top], [deep, high, top], [deep, low, top]], "ceiling"))
    for there, y, turn in zip(seen.corners, (low, high), (1, -1), strict=True):
        if there:
            corners = [[0, y, 0], [0, y, top], [deep, y, top], [deep, y, 0]]
            flat.append(panels(corners[::turn], "other wall"))
            flat.append(block([0.0, y, 0.0], [deep, y + 0.015 * turn, 0.09], "skirting"))
    return Piece(high - low, tuple(flat), materials)


def _wall(rng: np.random.Generator, color: Colour) -> Material:
    """Paint, wallpaper or bricks."""
    kind = str(rng.choice(("paint", "stripes", "spots", "bricks"), p=(0.78, 0.07, 0.05, 0.10)))
    if kind == "bricks":
        clay: Colour = (0.30, 0.115, 0.07) if rng.random() < 0.6 else (0.62, 0.60, 0.57)
        params: dict[str, float | Colour] = {"second": shaded(clay, 0.7), "scale": 9.0}
        return Material("bricks", "pattern", clay, roughness=0.9, params=params | {"pattern": 3.0})
    params = {"second": shaded(color, float(rng.uniform(0.75, 0.92))), "seed": float(rng.uniform(0, 9))}
    params |= {"stripes": {"pattern": 2.0, "scale": 9.0}, "spots": {"pattern": 3.0, "scale": 12.0}}.get(
        kind, {"pattern": 4.0, "scale": 1.2, "second": shaded(color, 0.97)}
    )
    return Material("wall", "pattern", color, roughness=0.9, params=params)


def _along(rng: np.random.Generator, seen: Seen, glow: float, night: bool) -> list[Piece]:
    """Things beside each other before the wall, and some that hang above low ones."""
    if rng.random() < BARE:
        return []
    out: list[Piece] = []
    y = seen.right + float(rng.uniform(0.05, 0.4))
    for index in range(TRIES):
        piece, hung = _thing(stream(rng, f"thing {index}"), glow, night, seen.clear)
        if y + piece.width > seen.left:
            continue  # something narrower may come
        middle = y + piece.width / 2.0
        out.append(piece.at(f"{index}", y=middle))
        if hung is not None:
            out.append(hung.at(f"{index} above", y=middle))
        y += piece.width + float(rng.uniform(*GAP_M))
    return out


def _thing(rng: np.random.Generator, glow: float, night: bool, clear: float) -> tuple[Piece, Piece | None]:
    """One thing, and what hangs above it, or nothing."""
    makers: dict[str, tuple[float, Callable[[], Piece], float, bool]] = {  # share, maker, depth, low
        "window": (2.2, lambda: fittings.window(rng, glow * (0.3 if night else 2.5), night), 0.2, False),
        "door": (1.0, lambda: fittings.door(rng), 0.1, False),
        "pictures": (1.2, lambda: fittings.pictures(rng), 0.05, False),
        "board": (0.6, lambda: fittings.board(rng, glow), 0.05, False),
        "bookcase": (2.4, lambda: furniture.bookcase(rng), 0.3, False),
        "shelf": (0.8, lambda: furniture.shelf(rng, glow), 0.25, False),
        "cabinet": (1.4, lambda: furniture.cabinet(rng, glow), 0.55, False),
        "plant": (1.0, lambda: furniture.plant(rng), 0.9, False),
        "floor lamp": (0.9, lambda: furniture.floor_lamp(rng, glow), 0.6, False),
        "sofa": (1.0, lambda: furniture.sofa(rng), 0.9, True),
        "desk": (0.8, lambda: furniture.desk(rng, glow), 1.3, True),
        "nothing": (0.6, lambda: Piece(float(rng.uniform(0.3, 1.0)), (), {}), 0.0, True),
    }
    fitting = {name: share for name, (share, _, deep, _) in makers.items() if deep < clear}
    name = str(rng.choice(list(fitting), p=np.array(list(fitting.values())) / sum(fitting.values())))
    piece = makers[name][1]()
    hung = fittings.pictures(rng) if makers[name][3] and rng.random() < 0.85 else None
    return piece, hung if hung is not None and hung.width < piece.width + 0.2 else None


def _on_side(rng: np.random.Generator, seen: Seen, glow: float, night: bool, side: int) -> list[Piece]:
    """A window, a door or pictures on a side wall."""
    makers = (lambda: fittings.window(rng, glow * (0.3 if night else 2.5), night), lambda: fittings.door(rng))
    piece = makers[int(rng.random() < 0.35)]() if rng.random() < 0.6 else fittings.pictures(rng)
    x = piece.width / 2.0 + float(rng.uniform(0.3, 1.2))
    if x + piece.width / 2.0 > seen.deep:
        return []
    return [piece.at(f"side {side}", x, (seen.right, seen.left)[side], yaw=(np.pi / 2.0, -np.pi / 2.0)[side])]
