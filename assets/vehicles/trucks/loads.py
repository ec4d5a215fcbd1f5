"""Open bodies: platforms with stakes, drop sides or a tarpaulin, and what lies on them."""

import numpy as np

from assets.polygons import Points, Shape, Skin, box, grid
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.dimensions import Space
from assets.vehicles.trucks.skins import ALU, BODY, FRAME
from assets.vehicles.trucks.solids import drum, pipe, soft_box

WOOD: Skin = ("wood", "cargo")
CANVAS: Skin = ("canvas", "cargo")


def platform(rng: np.random.Generator, space: Space) -> Pieces:
    """A flat bed with a headboard; ``space.top`` bounds what stands on it."""
    half, low = space.width / 2.0, space.floor
    deck = soft_box((space.rear, -half, low - 0.14), (space.front, half, low), 0.02, FRAME)
    boards = box((space.rear + 0.03, -half + 0.05, low), (space.front - 0.03, half - 0.05, low + 0.012), WOOD)
    tall = min(float(rng.uniform(1.0, 2.2)), space.top - low)
    head = soft_box(
        (space.front - 0.06, -half, low), (space.front, half, low + tall), 0.02, ALU if rng.uniform() < 0.5 else BODY
    )
    fence = str(rng.choice(["stakes", "sides", "rails", "none"], p=[0.3, 0.4, 0.15, 0.15]))
    made = flat(deck, boards, head) + _fence(rng, space, fence)
    inner = Space(space.rear + 0.15, space.front - 0.12, low + 0.012, space.top, space.width - 0.16)
    kind = str(
        rng.choice(["tarpaulin", "timber", "crates", "pipes", "pallets", "empty"], p=[0.3, 0.15, 0.15, 0.1, 0.2, 0.1])
    )
    return made + _load(rng, inner, kind)


def _fence(rng: np.random.Generator, space: Space, kind: str) -> Pieces:
    half, low = space.width / 2.0, space.floor
    pieces: list[Shape] = []
    posts = np.linspace(space.rear + 0.05, space.front - 0.05, max(int((space.front - space.rear) / 1.3), 2) + 1)
    if kind == "sides":
        tall, skin = float(rng.uniform(0.35, 0.65)), ALU if rng.uniform() < 0.6 else BODY
        count = 3
        for k in range(count):
            z = low + k * tall / count
            wall = (space.rear, half - 0.035, z + 0.004), (space.front - 0.06, half, z + tall / count)
            pieces.append(soft_box(*wall, 0.012, skin).pair())
            pieces.append(
                soft_box((space.rear, -half, z + 0.004), (space.rear + 0.035, half, z + tall / count), 0.012, skin)
            )
        pieces += [
            box((x - 0.03, half - 0.05, low - 0.05), (x + 0.03, half + 0.006, low + tall), FRAME).pair() for x in posts
        ]
    if kind in ("stakes", "rails"):
        tall = float(rng.uniform(0.8, 1.4))
        pieces += [box((x - 0.035, half - 0.06, low - 0.1), (x + 0.035, half, low + tall), FRAME).pair() for x in posts]
        for z in np.arange(low + 0.12, low + tall - 0.05, 0.24) if kind == "rails" else ():
            pieces.append(box((space.rear, half - 0.085, z), (space.front, half - 0.06, z + 0.13), WOOD).pair())
            pieces.append(box((space.rear, -half, z), (space.rear + 0.025, half, z + 0.13), WOOD))
    return Pieces((), tuple(pieces))


def _load(rng: np.random.Generator, space: Space, kind: str) -> Pieces:
    high = min(float(rng.uniform(0.7, 1.7)), space.top - space.floor)
    if kind == "empty" or space.front - space.rear < 1.0:
        return Pieces()
    if kind == "tarpaulin":
        return _covered(rng, space, high)
    if kind == "timber":
        return flat(*_timber(rng, space, high))
    if kind == "pipes":
        return smooth(*_pipes(rng, space, min(high, 1.0)))
    return flat(*goods(rng, space, high, kind))


def _timber(rng: np.random.Generator, space: Space, high: float) -> list[Shape]:
    """Stacks of sawn boards along the bed."""
    half, out = space.width / 2.0, []
    for z in np.arange(space.floor + 0.08, space.floor + max(high, 0.6) - 0.1, 0.34):
        for y in np.arange(-half + 0.05, half - 0.5, 0.62):
            rear, front = space.rear + float(rng.uniform(0, 0.3)), space.front - float(rng.uniform(0.1, 0.5))
            out.append(soft_box((rear, y, z), (front, y + 0.58, z + 0.27), 0.01, WOOD, 1))
    return out


def _pipes(rng: np.random.Generator, space: Space, high: float) -> list[Shape]:
    """Pipes lying in rows, each row in the gaps of the one below."""
    half, out = space.width / 2.0, []
    radius, skin = float(rng.uniform(0.09, 0.22)), str(rng.choice(["aluminium", "chassis", "accent"]))
    for row in range(max(int(high / (1.75 * radius)), 1)):
        z = space.floor + radius + 1.75 * radius * row
        for y in np.arange(-half + radius * (1 + row % 2), half - radius, 2.02 * radius):
            out.append(drum((space.rear + 0.1, y, z), (space.front - 0.2, y, z), radius, (skin, "cargo"), 12))
    return out


def goods(rng: np.random.Generator, space: Space, high: float, kind: str) -> list[Shape]:
    """Crates or wrapped pallets in two rows, with a gap here and there."""
    half, out = space.width / 2.0, []
    step = 0.84 if kind == "pallets" else float(rng.uniform(1.0, 1.6))
    for x in np.arange(space.rear + 0.05, space.front - step, step):
        for y in (-half + 0.03, 0.03):
            if rng.uniform() < 0.85:
                out += _stack(rng, (float(x), y, space.floor), (step - 0.06, half - 0.08, high), kind)
    return out


def _stack(
    rng: np.random.Generator, low: tuple[float, float, float], size: tuple[float, float, float], kind: str
) -> list[Shape]:
    """A crate, or goods on a pallet."""
    tall = size[2] * float(rng.uniform(0.55, 1.0))
    skin = str(
        rng.choice(
            ["wood", "canvas", "canvas_2", "accent", "reflex_white"]
            if kind == "pallets"
            else ["wood", "wood", "accent"]
        )
    )
    x, y, z = low
    foot = box((x, y, z), (x + size[0], y + size[1], z + 0.12), WOOD)
    goods = soft_box(
        (x + 0.03, y + 0.03, z + 0.12), (x + size[0] - 0.03, y + size[1] - 0.03, z + tall), 0.03, (skin, "cargo")
    )
    return [foot, goods]


def _covered(rng: np.random.Generator, space: Space, high: float) -> Pieces:
    """A tarpaulin that hangs over a load in folds, tied down by straps."""
    half = space.width / 2.0 + 0.03
    x = np.linspace(space.rear, space.front, 40)
    phase = rng.uniform(0.0, 6.28, 4)
    bumps = 0.05 * np.sin(2.1 * x + phase[0]) + 0.03 * np.sin(5.3 * x + phase[1])
    angle = np.linspace(0.0, np.pi, 19)
    power = 2.0 / float(rng.uniform(3.0, 7.0))
    y = half * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power
    rise = np.sin(angle) ** power
    taper = np.clip(np.minimum(x - space.rear, space.front - x) / 0.18, 0.0, 1.0) ** 0.5
    z = space.floor + rise * (high + bumps[:, None]) * (0.35 + 0.65 * taper[:, None])
    flap = 0.012 * np.sin(9.0 * x + phase[2])[:, None] * (1.0 - rise)
    points: Points = np.stack([np.broadcast_to(x[:, None], z.shape), y + np.sign(y) * flap, z], axis=2)
    ends = [np.concatenate([row[None] * [1, 0, 0] + [0, 0, space.floor], row[None]]) for row in (points[0], points[-1])]
    sheet = [grid(points[:, ::-1], CANVAS), grid(ends[0][:, ::-1], CANVAS), grid(ends[1], CANVAS)]
    straps = [pipe(points[k] * [1.0, 1.01, 1.0], 0.016, ("accent", "cargo"), 4) for k in range(4, 38, 7)]
    return smooth(*sheet, *straps)
