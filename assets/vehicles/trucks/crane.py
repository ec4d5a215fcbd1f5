"""Mobile cranes: a telescopic boom laid forward over the cab, the crane driver's cab, counterweight, outriggers."""

import numpy as np

from assets.polygons import Shape, Skin, box
from assets.rotations import about_y
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.slabs import panel, slab
from assets.vehicles.trucks.dimensions import Cab, Space
from assets.vehicles.trucks.skins import DARK, FRAME
from assets.vehicles.trucks.solids import drum, pipe, soft_box

PAINT: Skin = ("paint", "cargo")
GLASS: Skin = ("glass_dark", "window")
STAGES = 4  # of the boom


def crane_body(rng: np.random.Generator, space: Space, cab: Cab) -> Pieces:
    """All above the frame; the boom ends above the cab's front."""
    half, low = space.width / 2.0 - 0.05, space.floor
    deck = soft_box((space.rear, -half, low - 0.25), (space.front, half, low), 0.03, PAINT)
    tread = box((space.rear + 0.1, -half + 0.05, low), (space.front - 0.05, half - 0.05, low + 0.015), DARK)
    turn = space.rear + 0.34 * (space.front - space.rear)  # where the superstructure turns
    ring = drum((turn, 0.0, low), (turn, 0.0, low + 0.22), 0.62, FRAME, 20)
    base = soft_box((turn - 1.3, -0.75, low + 0.2), (turn + 0.9, 0.4, low + 0.75), 0.05, PAINT)
    weight = slab([space.rear + 0.15, turn - 1.0], low + 0.25, low + 1.0, half, 0.15, PAINT)
    seam = box((space.rear + 0.3, half - 0.01, low + 0.6), (turn - 1.15, half + 0.006, low + 0.62), DARK).pair()
    return (
        flat(deck, tread, base, weight, seam)
        + smooth(ring)
        + _boom(rng, space, cab, turn)
        + _seat(turn, low, half)
        + _outriggers(space, half, low)
    )


def _boom(rng: np.random.Generator, space: Space, cab: Cab, turn: float) -> Pieces:
    """Sections within each other from a pivot behind to a head with wheels and a hook before the cab."""
    start = np.array([turn - 0.9, -0.05, space.floor + 1.25])
    end = np.array([-0.25 - cab.nose, -0.05, cab.roof + 0.42])
    long, size = float(np.linalg.norm(end - start)), float(rng.uniform(0.5, 0.62))
    tilt = float(np.arcsin((end[2] - start[2]) / long))
    stages: list[Shape] = []
    for stage in range(STAGES):
        shrink = size * (1.0 - 0.13 * stage)
        reach = long * (0.82 + 0.06 * stage)
        section = slab([0.0, reach], -shrink / 2.0, shrink / 2.0, 0.4 * shrink, 0.16 * shrink, PAINT)
        collar = slab([reach - 0.08, reach], -0.54 * shrink, 0.54 * shrink, 0.44 * shrink, 0.1 * shrink, FRAME)
        stages += [section, collar]
    head = drum((long - 0.05, -0.16, -0.1), (long - 0.05, 0.16, -0.1), 0.17, DARK)
    block = soft_box((long - 0.6, -0.12, -0.62), (long - 0.4, 0.12, -0.2), 0.03, ("hazard", "cargo"))
    ropes = pipe([(long - 0.5, 0.06, -0.2), (long - 0.1, 0.06, -0.1)], 0.012, ("steel", "cargo")).pair()
    ram = pipe([(1.2, 0.0, -0.75), (0.52 * long, 0.0, -0.3)], 0.09, ("chrome", "cargo"))
    winch = drum((-0.35, -0.3, 0.05), (-0.35, 0.3, 0.05), 0.24, DARK)
    made = flat(*stages, block) + smooth(head, ropes, ram, winch)
    return made.moved(start, about_y(-tilt))


def _seat(turn: float, low: float, half: float) -> Pieces:
    """The crane driver's cab on the left."""
    x = np.array([turn - 0.55, turn + 0.25, turn + 0.75])
    shell = slab(x, low + 0.25, [low + 1.65, low + 1.7, low + 1.35], 0.38, 0.06, PAINT).moved((0.0, half - 0.4, 0.0))
    side = panel(
        [turn - 0.45, turn + 0.25, turn + 0.65], low + 0.75, [low + 1.55, low + 1.58, low + 1.3], half - 0.01, GLASS
    )
    front = box((turn + 0.745, half - 0.7, low + 0.5), (turn + 0.76, half - 0.1, low + 1.28), GLASS)
    return flat(shell, side, front)


def _outriggers(space: Space, half: float, low: float) -> Pieces:
    """Beams across the frame with jacks drawn up, before and behind the axles."""
    pieces = []
    for x in (space.front - 0.25, space.rear + 0.25):
        pieces.append(soft_box((x - 0.14, -half - 0.05, low - 0.55), (x + 0.14, half + 0.05, low - 0.3), 0.02, FRAME))
        jack = soft_box((x - 0.1, half - 0.16, low - 0.62), (x + 0.1, half + 0.06, low - 0.05), 0.02, PAINT)
        foot = soft_box((x - 0.18, half - 0.22, low - 0.68), (x + 0.18, half + 0.06, low - 0.6), 0.02, FRAME)
        mark = box((x - 0.1, half + 0.06, low - 0.5), (x + 0.1, half + 0.066, low - 0.15), ("hazard", "cargo"))
        pieces += [jack.pair(), foot.pair(), mark.pair()]
    return flat(*pieces)
