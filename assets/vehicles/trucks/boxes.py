"""Closed bodies: dry box, refrigerated box, curtain sider, container."""

import numpy as np

from assets.polygons import Shape, Skin, box, grid, pillow, tube
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.dimensions import Space
from assets.vehicles.trucks.livery import Side, livery
from assets.vehicles.trucks.skins import ALU, BODY, DARK, FRAME
from assets.vehicles.trucks.solids import drum, soft_box

TAPE: Skin = ("reflex_red", "cargo")


def box_body(rng: np.random.Generator, space: Space, cooled: bool = False) -> Pieces:
    """A box with doors behind; a cooled one is smooth and carries its unit in front."""
    half = space.width / 2.0
    round_edge = float(rng.uniform(0.02, 0.05))
    low, high = (space.rear, -half, space.floor), (space.front, half, space.top)
    pieces = [soft_box(low, high, round_edge, BODY)]
    pieces += _edges(space, framed=not cooled and bool(rng.uniform() < 0.75))
    if not cooled and rng.uniform() < 0.4:
        pieces += _ribs(rng, space)
    decor = livery(rng, Side(space.rear + 0.08, space.front - 0.08, space.floor + 0.14, space.top - 0.12, half + 0.012))
    made = flat(*pieces, *([decor] if decor else [])) + _rear_doors(rng, space) + _markers(space)
    return made + (_cooler(rng, space) if cooled else Pieces())


def curtain_body(rng: np.random.Generator, space: Space) -> Pieces:
    """Tarpaulin walls in folds between straps, tied to a rail below; doors behind."""
    half = space.width / 2.0
    step = float(rng.uniform(0.5, 0.75))
    straps = np.arange(space.rear + 0.3, space.front - 0.2, step)
    x = np.linspace(space.front - 0.06, space.rear + 0.06, 60)
    phase, depth = float(rng.uniform(0, 6.28)), float(rng.uniform(0.004, 0.012))
    z = np.linspace(space.floor + 0.03, space.top - 0.10, 7)
    belly = np.sin(np.linspace(0.0, np.pi, 7)) * 0.5 + 0.5
    fold = depth * np.sin((x[:, None] - space.rear) * (2.0 * np.pi / step) + phase) * belly + 0.004 * belly
    y = half - 0.02 + fold
    cloth = np.stack([np.broadcast_to(x[:, None], y.shape), y, np.broadcast_to(z, y.shape)], axis=2)
    sheets = [grid(cloth, ("canvas", "cargo")).pair()]
    inner = box(
        (space.rear + 0.05, -half + 0.06, space.floor), (space.front - 0.05, half - 0.06, space.top - 0.05), DARK
    )
    low, high = (space.rear, -half, space.top - 0.12), (space.front, half, space.top)
    roof = soft_box(low, high, 0.03, ALU if rng.uniform() < 0.6 else ("canvas", "cargo"))
    front = soft_box((space.front - 0.08, -half, space.floor), (space.front, half, space.top - 0.02), 0.03, BODY)
    sill = soft_box(
        (space.rear, half - 0.05, space.floor - 0.12), (space.front, half, space.floor + 0.05), 0.012, FRAME
    )
    ends = soft_box((space.rear, half - 0.07, space.floor), (space.rear + 0.1, half, space.top - 0.02), 0.02, ALU)
    ties: list[Shape] = []
    for at in straps:
        ties.append(
            box((at - 0.022, half - 0.02, space.floor - 0.10), (at + 0.022, half + 0.018, space.floor + 0.22), DARK)
        )
    if rng.uniform() < 0.5:
        ties += [
            box((at - 0.02, half - 0.04, space.floor), (at + 0.02, half + 0.012, space.top - 0.1), DARK)
            for at in straps
        ]
    decor = livery(rng, Side(space.rear + 0.15, space.front - 0.15, space.floor + 0.3, space.top - 0.2, half + 0.012))
    made = flat(inner, roof, front, *(shape.pair() for shape in (sill, ends, *ties)), *([decor] if decor else []))
    return made + smooth(*sheets) + _rear_doors(rng, space) + _markers(space)


def container(rng: np.random.Generator, space: Space) -> Pieces:
    """A corrugated ISO box: corner posts and castings, ribbed walls, doors with four rods."""
    half, skin = space.width / 2.0, ("canvas", "cargo")
    pitch = 0.278
    waves = int((space.front - space.rear - 0.3) / pitch)
    along = (np.arange(waves * 4) // 4 + np.tile([0.0, 0.26, 0.5, 0.76], waves)) * pitch
    along = space.rear + 0.15 + along + ((space.front - space.rear - 0.3) - waves * pitch) / 2.0
    deep = np.tile([0.0, 0.036, 0.036, 0.0], waves)
    y = half - 0.012 - deep
    wall = np.stack(
        [np.stack([along, y, np.full(len(along), z)], axis=1) for z in (space.floor + 0.1, space.top - 0.08)], 1
    )
    walls = grid(wall[::-1], skin).pair()
    across = np.linspace(-half + 0.15, half - 0.15, 33)
    depth = space.front - 0.01 - 0.04 * (np.arange(33) // 2 % 2)
    face = np.stack(
        [np.stack([depth, across, np.full(33, z)], axis=1) for z in (space.floor + 0.1, space.top - 0.08)], 1
    )
    core = box(
        (space.rear + 0.06, -half + 0.055, space.floor + 0.02),
        (space.front - 0.07, half - 0.055, space.top - 0.02),
        skin,
    )
    frame: list[Shape] = [core]
    for x in (space.rear, space.front - 0.16):
        frame.append(soft_box((x, half - 0.16, space.floor), (x + 0.16, half, space.top), 0.015, skin).pair())
        for z in (space.floor - 0.004, space.top - 0.115):
            frame.append(box((x - 0.004, half - 0.165, z), (x + 0.166, half + 0.004, z + 0.12), skin).pair())
    for z, tall in ((space.floor, 0.15), (space.top - 0.10, 0.09)):
        frame.append(box((space.rear + 0.1, half - 0.08, z), (space.front - 0.1, half - 0.004, z + tall), skin).pair())
        for x in (space.rear, space.front - 0.1):
            frame.append(box((x, -half + 0.1, z), (x + 0.1, half - 0.1, z + tall), skin))
    frame.append(
        box(
            (space.rear + 0.1, -half + 0.02, space.top - 0.03),
            (space.front - 0.1, half - 0.02, space.top - 0.012),
            skin,
        )
    )
    made = flat(walls, grid(face, skin), *frame) + _rods(rng, space, skin)
    decor = livery(rng, Side(space.rear + 0.3, space.front - 0.3, space.floor + 0.3, space.top - 0.3, half - 0.008))
    return made + flat(*([decor] if decor else []))


def _edges(space: Space, framed: bool) -> list[Shape]:
    """Rails along the lower and upper edges, posts at the corners."""
    half, skin = space.width / 2.0, ALU if framed else BODY
    pieces = [
        soft_box(
            (space.rear, half - 0.03, space.floor - 0.06), (space.front, half + 0.008, space.floor + 0.10), 0.01, ALU
        )
    ]
    if framed:
        top = (space.rear, half - 0.04, space.top - 0.09), (space.front, half + 0.008, space.top + 0.006)
        pieces.append(soft_box(*top, 0.02, skin))
        for x in (space.rear - 0.004, space.front - 0.066):
            pieces.append(soft_box((x, half - 0.06, space.floor), (x + 0.07, half + 0.01, space.top), 0.02, skin))
    return [piece.pair() for piece in pieces]


def _ribs(rng: np.random.Generator, space: Space) -> list[Shape]:
    """Upright posts or rivet lines along the walls."""
    half, step = space.width / 2.0, float(rng.uniform(0.4, 0.65))
    out = float(rng.uniform(0.006, 0.016))
    return [
        box((x - 0.02, half - 0.02, space.floor + 0.1), (x + 0.02, half + out, space.top - 0.09), BODY).pair()
        for x in np.arange(space.rear + step, space.front - 0.2, step)
    ]


def _rear_doors(rng: np.random.Generator, space: Space) -> Pieces:
    """Two leaves with rods and hinges, or a roller shutter with a tail lift."""
    half, x = space.width / 2.0, space.rear
    frame = [
        soft_box((x - 0.012, half - 0.07, space.floor - 0.04), (x + 0.05, half + 0.004, space.top), 0.015, ALU).pair(),
        soft_box((x - 0.012, -half, space.top - 0.11), (x + 0.05, half, space.top), 0.015, ALU),
        soft_box((x - 0.012, -half, space.floor - 0.10), (x + 0.05, half, space.floor + 0.03), 0.015, ALU),
    ]
    if rng.uniform() < 0.6:
        frame += _tape(space)
    if rng.uniform() < 0.2:
        slats = np.arange(space.floor + 0.06, space.top - 0.14, 0.10)
        frame += [
            soft_box((x - 0.008, -half + 0.07, z), (x + 0.02, half - 0.07, z + 0.094), 0.012, BODY) for z in slats
        ]
        frame.append(box((x - 0.03, -0.2, space.floor + 0.10), (x, 0.2, space.floor + 0.16), ("dark", "cargo")))
        return flat(*frame)
    return flat(*frame) + _rods(rng, space, BODY)


def _tape(space: Space) -> list[Shape]:
    """Reflecting red and white along the rear's lower edge, red at its upper corners."""
    half, x, out = space.width / 2.0, space.rear - 0.016, []
    for k, y in enumerate(np.arange(-half + 0.03, half - 0.25, 0.26)):
        low = (x, y, space.floor - 0.075)
        out.append(box(low, (x + 0.01, y + 0.26, low[2] + 0.06), ("reflex_white" if k % 2 else "reflex_red", "cargo")))
    out.append(box((x, half - 0.36, space.top - 0.085), (x + 0.01, half - 0.02, space.top - 0.03), TAPE).pair())
    out.append(box((x, half - 0.065, space.top - 0.45), (x + 0.01, half - 0.015, space.top - 0.09), TAPE).pair())
    return out


def _rods(rng: np.random.Generator, space: Space, skin: Skin) -> Pieces:
    half, x = space.width / 2.0, space.rear
    leaf = soft_box(
        (x - 0.010, 0.006, space.floor + 0.05), (x + 0.02, half - 0.08, space.top - 0.10), 0.015, skin
    ).pair()
    gap = box((x - 0.004, -0.007, space.floor + 0.05), (x + 0.01, 0.007, space.top - 0.10), ("gap", "cargo"))
    rods, bits = [], []
    places = (0.16, 0.62 * half) if rng.uniform() < 0.7 else (0.2,)
    for y in places:
        path = np.array([[x - 0.035, y, space.floor + 0.03], [x - 0.035, y, space.top - 0.09]])
        rods.append(tube(path, 0.014, ("chrome", "cargo"), 8).pair())
        z = space.floor + 0.42 * min(space.top - space.floor, 2.6)
        bits.append(box((x - 0.05, y - 0.02, z), (x - 0.025, y + 0.22, z + 0.035), ("chrome", "cargo")).pair())
        for z in np.linspace(space.floor + 0.1, space.top - 0.2, 4):
            bits.append(box((x - 0.045, y - 0.04, z), (x - 0.008, y + 0.04, z + 0.06), ALU).pair())
    for z in np.linspace(space.floor + 0.25, space.top - 0.3, 4):
        bits.append(box((x - 0.025, half - 0.16, z), (x + 0.0, half - 0.02, z + 0.07), ALU).pair())
    return smooth(*rods) + flat(leaf, gap, *bits)


def _markers(space: Space) -> Pieces:
    """Small lamps: amber ones along the sides, red ones at the upper rear corners."""
    half = space.width / 2.0
    lamps = [
        pillow((0.10, 0.03, 0.05), ("marker", "light"), 4.0, 8).moved((x, half + 0.004, space.floor - 0.02)).pair()
        for x in np.arange(space.rear + 0.8, space.front - 0.4, 2.4)
    ]
    lamps.append(
        pillow((0.03, 0.14, 0.05), ("tail", "light"), 4.0, 8)
        .moved((space.rear - 0.02, half - 0.2, space.top - 0.05))
        .pair()
    )
    return smooth(*lamps)


def _cooler(rng: np.random.Generator, space: Space) -> Pieces:
    """The refrigeration unit on the front wall, with its grilles."""
    wide, tall = 0.74 * space.width, min(float(rng.uniform(0.7, 1.2)), 0.55 * (space.top - space.floor))
    deep = float(rng.uniform(0.32, 0.44))
    low, x = space.top - 0.10 - tall, space.front
    shell = soft_box((x - 0.02, -wide / 2, low), (x + deep, wide / 2, low + tall), 0.08, ("unit", "cargo"), 3)
    vents = [
        soft_box(
            (x + 0.1, -0.4 * wide, low + 0.1 + 0.06 * k),
            (x + deep + 0.008, 0.4 * wide, low + 0.14 + 0.06 * k),
            0.008,
            DARK,
        )
        for k in range(int(tall / 0.16))
    ]
    fan = drum(
        (x + deep - 0.02, 0.0, low + 0.72 * tall), (x + deep + 0.01, 0.0, low + 0.72 * tall), 0.2 * tall, DARK, 20
    )
    return flat(shell, *vents) + smooth(fan)
