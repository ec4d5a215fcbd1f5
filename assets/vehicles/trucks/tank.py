"""Tanks: elliptical or round, with domed ends, manholes, catwalk, rails, ladder and hose lockers."""

import numpy as np

from assets.polygons import Shape, Skin, box, grid, tube
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.dimensions import Space
from assets.vehicles.trucks.skins import ALU, FRAME
from assets.vehicles.trucks.solids import drum, ladder, pipe, soft_box


def tank(rng: np.random.Generator, space: Space) -> Pieces:
    """A tank that fills the space but for the catwalk's rails above it."""
    skin = ("polished" if rng.uniform() < 0.4 else "paint_2", "cargo")
    half = space.width / 2.0 - 0.02
    rail = float(rng.uniform(0.08, 0.30))
    top = space.top - rail
    tall = min((top - space.floor) / 2.0, half * 1.02)
    middle = top - tall
    shell = _shell(rng, space, half, tall, middle, skin)
    pieces = shell + _top(rng, space, top, rail) + _cradle(space, half, tall, middle)
    if rng.uniform() < 0.7:
        pieces += flat(_band(space, half, tall, middle))
    pieces += smooth(*ladder(np.array([space.rear - 0.10, 0.55, space.floor - 0.25]), top))
    return pieces + _plates(space, middle)


def _section(half: float, tall: float, power: float, count: int = 32) -> np.ndarray:
    angle = -np.arange(count) * (2.0 * np.pi / count)
    y = half * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** (2.0 / power)
    z = tall * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** (2.0 / power)
    return np.stack([y, z], axis=1)


def _shell(rng: np.random.Generator, space: Space, half: float, tall: float, middle: float, skin: Skin) -> Pieces:
    """Rows along x with domed ends; rings where the compartments meet."""
    section = _section(half, tall, float(rng.uniform(2.0, 3.4)))
    dome = float(rng.uniform(0.12, 0.30))
    bend = np.linspace(0.0, np.pi / 2.0, 7)
    bulge = list(zip(dome * (1.0 - np.cos(bend)), np.maximum(np.sin(bend), 0.02), strict=True))
    front = [(space.front - depth, size) for depth, size in bulge]
    rear = [(space.rear + depth, size) for depth, size in bulge]
    rows = [
        *front,
        *((x, 1.0) for x in np.linspace(space.front - dome - 0.05, space.rear + dome + 0.05, 5)),
        *rear[::-1],
    ]
    points = np.array([np.insert(section * s + [0.0, middle], 0, x, axis=1) for x, s in rows])
    pieces = [grid(points, skin, closed=True)]
    for x in np.linspace(space.front - dome, space.rear + dome, int(rng.integers(3, 6))):
        ring = np.array([np.insert(section * 1.008 + [0.0, middle], 0, x + dx, axis=1) for dx in (0.03, -0.03)])
        pieces.append(grid(ring, ALU, closed=True))
    return Pieces(tuple(pieces))


def _top(rng: np.random.Generator, space: Space, top: float, rail: float) -> Pieces:
    """Manholes along the ridge, a catwalk beside them and its hand rails."""
    front, rear = space.front - 0.4, space.rear + 0.35
    covers = [
        drum((x, 0.0, top - 0.06), (x, 0.0, top + 0.11), 0.26, ALU, 20)
        for x in np.linspace(front - 0.3, rear + 0.3, max(int((front - rear) / 1.4), 2))
    ]
    walk = box((rear, 0.28, top - 0.02), (front, 0.62, top + 0.015), ("step", "cargo")).pair()
    rails: list[Shape] = []
    for y in (0.64, -0.64):
        z = top + max(rail, 0.12)
        path = np.array(
            [
                [rear, y, top - 0.1],
                [rear, y, z - 0.03],
                [rear - 0.0 + 0.03, y, z],
                [front - 0.03, y, z],
                [front, y, z - 0.03],
                [front, y, top - 0.1],
            ]
        )
        rails.append(pipe(path, 0.018, ALU))
        rails += [
            tube(np.array([[x, y, top - 0.12], [x, y, z]]), 0.014, ALU) for x in np.linspace(rear, front, 6)[1:-1]
        ]
    return smooth(*covers, *rails) + flat(walk)


def _cradle(space: Space, half: float, tall: float, middle: float) -> Pieces:
    """Saddles below, fenders along the sides, lockers and pipes."""
    low = middle - tall
    saddles = [
        box((x - 0.08, -0.75 * half, space.floor - 0.18), (x + 0.08, 0.75 * half, low + 0.35 * tall), FRAME)
        for x in np.linspace(space.front - 0.5, space.rear + 0.5, 4)
    ]
    shelf = soft_box(
        (space.rear + 0.05, half - 0.34, space.floor - 0.06), (space.front - 0.1, half - 0.01, space.floor), 0.015, ALU
    ).pair()
    hose = drum(
        (space.rear + 0.4, half - 0.16, space.floor + 0.10),
        (space.front - 0.5, half - 0.16, space.floor + 0.10),
        0.09,
        ALU,
        12,
    )
    locker = soft_box(
        (space.rear + 0.02, -half * 0.8, space.floor - 0.35),
        (space.rear + 0.6, half * 0.8, space.floor + 0.18),
        0.03,
        ALU,
    )
    return flat(*saddles, shelf, locker) + smooth(hose, hose.mirrored())


def _band(space: Space, half: float, tall: float, middle: float) -> Shape:
    """A stripe along the belly's widest place."""
    strip = grid(
        np.array(
            [
                [[x, half + 0.006, z] for z in (middle - 0.09 * tall, middle + 0.13 * tall)]
                for x in (space.front - 0.4, space.rear + 0.4)
            ]
        ),
        ("accent", "cargo"),
    )
    return strip.pair()


def _plates(space: Space, middle: float) -> Pieces:
    """Orange warning plates and a diamond behind."""
    x = space.rear - 0.012
    board = box((x - 0.005, -0.95, space.floor + 0.18), (x + 0.02, -0.55, space.floor + 0.48), ("hazard", "cargo"))
    bars = [
        box((x - 0.01, y, space.floor - 0.30), (x + 0.01, y + 0.35, space.floor - 0.16), (name, "cargo")).pair()
        for y, name in ((0.08, "reflex_white"), (0.43, "reflex_red"))
    ]
    return flat(board, *bars)
