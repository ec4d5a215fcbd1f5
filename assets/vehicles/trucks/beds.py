"""Beds with high sides of steel or planks, as light lorries of much of the world have, open or under a tarpaulin."""

from dataclasses import dataclass, replace

import numpy as np

from assets.polygons import Points, Shape, Skin, box, grid, pillow
from assets.vehicles.art import mural
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.dimensions import Space
from assets.vehicles.trucks.livery import Side, picture
from assets.vehicles.trucks.loads import goods
from assets.vehicles.trucks.skins import FRAME
from assets.vehicles.trucks.solids import pipe, soft_box

CANVAS: Skin = ("canvas", "cargo")
SACK: Skin = ("sack", "cargo")


@dataclass(frozen=True)
class BedStyle:
    """Attributes:
    wall: ``steel``, ``planks`` or ``cage``: what the upper part of the sides is made of.
    solid: share of the height below that is closed and painted.
    main, second: skins of the walls and of posts and rails.
    pitch: metres between posts; ``art``: the closed part carries a picture.
    """

    wall: str
    solid: float
    main: Skin
    second: Skin
    pitch: float
    art: bool


def bed_style(rng: np.random.Generator) -> BedStyle:
    wall = str(rng.choice(["steel", "planks", "cage"], p=[0.42, 0.33, 0.25]))
    names = ["paint_2", "paint", "art_0", "wood"]
    main = str(rng.choice(names, p=[0.45, 0.25, 0.2, 0.1]))
    second = str(rng.choice([main, "art_1", "accent", "chassis", "aluminium"], p=[0.4, 0.22, 0.15, 0.13, 0.1]))
    solid = {"steel": 1.0, "planks": float(rng.choice([0.0, 0.45])), "cage": float(rng.uniform(0.3, 0.6))}[wall]
    return BedStyle(
        wall, solid, (main, "cargo"), (second, "cargo"), float(rng.uniform(0.32, 0.75)), bool(rng.uniform() < 0.35)
    )


def high_bed(rng: np.random.Generator, space: Space) -> Pieces:
    """Floor, headboard, two sides and a tailgate up to ``space.top``; what lies in them, and what covers it."""
    style = bed_style(rng)
    half, low, high = space.width / 2.0, space.floor, space.top
    deck = soft_box((space.rear, -half, low - 0.14), (space.front, half, low), 0.02, FRAME)
    sill = soft_box((space.rear, half - 0.06, low - 0.16), (space.front, half + 0.012, low + 0.03), 0.015, style.second)
    head = soft_box((space.front - 0.06, -half, low), (space.front, half, high), 0.02, style.main)
    made = flat(deck, head, sill.pair(), *_side(rng, space, style), *_gate(space, style))
    cover = str(rng.choice(["none", "roof", "stretched"], p=[0.56, 0.22, 0.22]))
    if cover == "roof":
        return made + _hood(rng, space)
    if cover == "stretched":
        return made + _sheet(rng, space)
    return made + _held(rng, space)


def _side(rng: np.random.Generator, space: Space, style: BedStyle) -> list[Shape]:
    """Both flanks: a closed part with its picture below, planks or bars above, posts over all of it, a rail on top."""
    half, low, high = space.width / 2.0, space.floor, space.top
    mid = low + style.solid * (high - low)
    out: list[Shape] = []
    if style.solid:
        out.append(box((space.rear, half - 0.035, low), (space.front, half - 0.012, mid), style.main).pair())
        if style.art:
            side = Side(space.rear + 0.05, space.front - 0.08, low + 0.06, mid - 0.05, half - 0.01)
            tall = side.high - side.low
            art = mural(rng, side.front - side.rear, tall, "cargo", whole=bool(rng.uniform() < 0.5))
            out.append(picture(art, side).pair())
    for z0, z1, skin in _rows(style, mid, high):
        out.append(box((space.rear, half - 0.045, z0), (space.front, half - 0.02, z1), skin).pair())
    posts = np.linspace(space.rear + 0.035, space.front - 0.06, max(int((space.front - space.rear) / style.pitch), 3))
    wide = float(rng.uniform(0.022, 0.045))
    for x in posts:
        out.append(box((x - wide, half - 0.05, low - 0.1), (x + wide, half + 0.01, high), style.second).pair())
    rail = soft_box(
        (space.rear, half - 0.06, high - 0.06), (space.front, half + 0.016, high + 0.01), 0.012, style.second
    )
    out.append(rail.pair())
    if style.solid > 0.6:  # beads pressed into the sheet
        for z in np.linspace(low, mid, int(rng.integers(3, 6)))[1:-1]:
            bead = box((space.rear, half - 0.03, z - 0.02), (space.front, half + 0.004, z + 0.02), style.second)
            out.append(bead.pair())
    return out


def _rows(style: BedStyle, mid: float, high: float) -> list[tuple[float, float, Skin]]:
    """(low, high, skin) of planks or bars above the closed part."""
    if style.wall == "steel":
        return []
    step, wide = (0.17, 0.13) if style.wall == "planks" else (0.15, 0.03)
    rows = []
    for k, z in enumerate(np.arange(mid + 0.03, high - wide - 0.05, step)):
        skin = style.main if style.wall == "cage" or k % 2 == 0 else style.second
        rows.append((float(z), float(z) + wide, skin))
    return rows


def _gate(space: Space, style: BedStyle) -> list[Shape]:
    """The tailgate, upright between the rear corners."""
    half, low, high, x = space.width / 2.0, space.floor, space.top, space.rear
    mid = low + style.solid * (high - low)
    out = [box((x - 0.02, half - 0.09, low - 0.1), (x + 0.06, half, high), style.second).pair()]
    if style.solid:
        out.append(box((x, -half + 0.05, low), (x + 0.03, half - 0.05, mid), style.main))
    for z0, z1, skin in _rows(style, mid, high):
        out.append(box((x + 0.005, -half + 0.05, z0), (x + 0.03, half - 0.05, z1), skin))
    out.append(soft_box((x - 0.02, -half, high - 0.06), (x + 0.04, half, high + 0.008), 0.012, style.second))
    out.append(soft_box((x - 0.02, -half, low - 0.1), (x + 0.04, half, low + 0.06), 0.012, style.second))
    for y in (0.33 * half, 0.0, -0.33 * half) if style.solid else ():
        out.append(box((x - 0.015, y - 0.04, low), (x + 0.02, y + 0.04, mid), style.second))
    return out


def _held(rng: np.random.Generator, space: Space) -> Pieces:
    """Nothing, a heap, sacks or crates that may stand out above the sides."""
    inner = Space(space.rear + 0.12, space.front - 0.12, space.floor + 0.01, space.top, space.width - 0.16)
    tall = inner.top - inner.floor
    kind = str(rng.choice(["empty", "heap", "sacks", "crates"], p=[0.3, 0.3, 0.2, 0.2]))
    if kind == "heap":
        return smooth(_heap(rng, replace(inner, top=inner.floor + tall * float(rng.uniform(0.5, 1.0)))))
    if kind == "crates":
        return flat(*goods(rng, inner, tall * float(rng.uniform(0.6, 1.35)), "crates"))
    return smooth(*_sacks(rng, inner)) if kind == "sacks" else Pieces()


def _heap(rng: np.random.Generator, space: Space) -> Shape:
    x, y = np.linspace(space.front, space.rear, 22), np.linspace(-space.width / 2.0, space.width / 2.0, 13)
    along, across = np.sin(np.linspace(0.0, np.pi, 22)) ** 0.5, np.sin(np.linspace(0.0, np.pi, 13)) ** 0.7
    z = space.top - 0.15 + 0.45 * along[:, None] * across + rng.normal(0.0, 0.03, (22, 13))
    points = np.stack(np.broadcast_arrays(x[:, None], y, z), axis=2)
    return grid(points[:, ::-1], ("load", "cargo"))


def _sacks(rng: np.random.Generator, space: Space) -> list[Shape]:
    """Layers of filled sacks across the bed, the upper ones above the sides."""
    sack = pillow((0.62, 0.98 * space.width / 2.0, 0.26), SACK, 3.0, 8)
    out: list[Shape] = []
    top = space.top + float(rng.uniform(-0.3, 0.35))
    for z in np.arange(space.top - 0.75, top, 0.22):
        for x in np.arange(space.rear + 0.33, space.front - 0.3, 0.6):
            for y in (-space.width / 4.0, space.width / 4.0):
                out.append(sack.moved((x + rng.uniform(-0.05, 0.05), y, z + rng.uniform(-0.02, 0.02))))
    return out


def _hood(rng: np.random.Generator, space: Space) -> Pieces:
    """A tarpaulin over bows above the sides, hanging down on their outside."""
    half = space.width / 2.0 + 0.03
    rise, drop = float(rng.uniform(0.25, 0.9)), float(rng.uniform(0.1, 0.45))
    across = np.linspace(0.0, np.pi, 15)
    peak = float(rng.uniform(1.0, 2.4))
    y = half * np.cos(across)
    z = space.top + rise * np.sin(across) ** (1.0 / peak)
    x = np.linspace(space.rear + 0.02, space.front - 0.02, 25)
    sag = 0.035 * np.sin(np.linspace(0.0, np.pi * 6.0, 25)) ** 2
    up = z - sag[:, None] * np.sin(across)
    points: Points = np.stack([np.broadcast_to(x[:, None], up.shape), np.broadcast_to(y, up.shape), up], axis=2)
    flap = points[:, [0, -1]] - [0.0, 0.0, drop]
    whole = np.concatenate([flap[:, :1], points, flap[:, 1:]], axis=1)
    ends = []
    for row, sign in ((points[0], 1), (points[-1], -1)):
        foot = row * [1.0, 1.0, 0.0] + [0.0, 0.0, space.top - 0.05]
        ends.append(grid(np.stack([foot, row])[:, ::sign], CANVAS))
    return smooth(grid(whole[:, ::-1], CANVAS), *(ends[1:] if rng.uniform() < 0.5 else ends))


def _sheet(rng: np.random.Generator, space: Space) -> Pieces:
    """A tarpaulin stretched over what stands out above the sides, tied down by ropes."""
    half = space.width / 2.0 + 0.035
    x, across = np.linspace(space.rear - 0.02, space.front, 24), np.linspace(0.0, np.pi, 15)
    bumps = rng.uniform(0.15, 0.75) * np.clip(1.0 + rng.normal(0.0, 0.12, 24), 0.5, 1.5)
    taper = np.clip(np.minimum(x - x[0], x[-1] - x) / 0.5, 0.0, 1.0) ** 0.6
    power = float(rng.uniform(0.35, 0.8))
    z = space.top + (bumps * taper)[:, None] * np.sin(across) ** power
    y = half * np.sign(np.cos(across)) * np.abs(np.cos(across)) ** power
    points: Points = np.stack([np.broadcast_to(x[:, None], z.shape), np.broadcast_to(y, z.shape), z], axis=2)
    drop = 0.12 + 0.25 * np.abs(np.sin(np.linspace(0.0, 7.0, 24) + rng.uniform(0.0, 3.0)))
    down = np.stack([0.0 * drop, 0.0 * drop, drop], axis=1)[:, None]
    whole = np.concatenate([points[:, :1] - down, points, points[:, -1:] - down], axis=1)
    ropes = [pipe(points[k] + [0.0, 0.0, 0.012], 0.012, ("rope", "cargo"), 4) for k in range(3, 22, 4)]
    return smooth(grid(whole[:, ::-1], CANVAS), *ropes)
