"""What a car carries on its roof, and a pickup in its bed."""

from itertools import pairwise

import numpy as np

from assets.polygons import Shape, Skin, box, grid, pillow, tube
from assets.vehicles.cars.body import BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.tops import on_top
from assets.vehicles.cars.trades import Trade
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.signs import light_bar, roof_load, taxi_sign

BED_DEPTH = 0.44  # metres from a bed's rails to its floor
LOADED = 0.45  # of pickups
CANVAS: Skin = ("canvas", "cargo")


def roof_things(rng: np.random.Generator, p: Proportions, body: BodyGrid, trade: Trade) -> Pieces:
    """A taxi's sign, a patrol car's light bar, seldom a box or a rack; nothing for most."""
    if p.open_top or p.soft_top:
        return Pieces()
    start, end = body.curves.header_side_d + 0.1, p.roof_d - 0.1
    if trade.name == "taxi" and rng.uniform() < 0.85:
        return taxi_sign(rng).moved(_on_roof(body, start + float(rng.uniform(0.15, 0.5)) * (end - start)))
    if trade.name == "patrol":
        colors = (
            ("blue", "blue") if rng.uniform() < 0.5 else ("red", "blue") if rng.uniform() < 0.7 else ("amber", "amber")
        )
        return light_bar(rng, 1.55 * p.roof_y, colors).moved(_on_roof(body, start + 0.3 * (end - start)))
    if rng.uniform() < (0.09 if p.tailgate and p.length > 4.2 else 0.015) and end - start > 0.9:
        return roof_load(rng, 1.75 * p.roof_y, 0.95 * (end - start)).moved(_on_roof(body, (start + end) / 2.0))
    return Pieces()


def _on_roof(body: BodyGrid, d: float) -> tuple[float, float, float]:
    x, _, z = on_top(body, np.array([d]), np.array([0.0]), 0.02)[0].tolist()
    return (x, 0.0, z)


def bed_load(rng: np.random.Generator, p: Proportions, body: BodyGrid) -> Pieces:
    """Crates, sacks, a cage with or without a tarpaulin, or a hard top; nothing without a bed, or in most."""
    if not p.bed or rng.uniform() > LOADED:
        return Pieces()
    station = int(np.argmin(np.abs(body.d - (p.glass_d + 0.5))))
    front, rear = p.length / 2.0 - (p.glass_d + 0.13), p.length / 2.0 - float(body.d[-2]) + 0.08
    half, rail = float(body.top[station, 1, 1]) - 0.05, float(body.top[station, 0, 2])
    low = (rear, -half, rail - BED_DEPTH)
    kind = str(rng.choice(["goods", "sacks", "cage", "covered", "top"], p=[0.3, 0.15, 0.2, 0.15, 0.2]))
    if kind == "top":
        return _hard_top(p, body, (rear - 0.02, front + 0.03), half + 0.06, rail)
    if kind in ("cage", "covered"):
        return _cage(rng, (rear + 0.02, front), half + 0.02, rail, float(rng.uniform(0.5, 0.95)), kind == "covered")
    goods: list[Shape] = []
    for x in np.arange(rear, front - 0.3, 0.5):
        for y in (-half, 0.02):
            tall = float(rng.uniform(0.2, 1.0))
            skin: Skin = (("wood", "canvas", "art_0", "art_1", "cargo_white")[int(rng.integers(5))], "cargo")
            if kind == "goods" and rng.uniform() < 0.8:
                goods.append(box((x, y, low[2]), (x + 0.46, y + half - 0.06, low[2] + tall), skin))
            elif kind == "sacks":
                for z in np.arange(low[2] + 0.1, low[2] + 0.3 + tall, 0.2):
                    goods.append(
                        pillow((0.48, half, 0.24), ("wood", "cargo"), 3.0, 8).moved((x + 0.24, y + half / 2.0, z))
                    )
    return flat(*goods) if kind == "goods" else smooth(*goods)


def _cage(
    rng: np.random.Generator, x: tuple[float, float], half: float, rail: float, high: float, cloth: bool
) -> Pieces:
    """Posts and bars above the bed's rails; covered, a tarpaulin over them."""
    bars: list[Shape] = []
    skin: Skin = (("chrome", "plastic", "art_2")[int(rng.integers(3))], "cargo")
    for z in np.linspace(rail + 0.12, rail + high, 3):
        ring = np.array([(x[0], half, z), (x[1], half, z), (x[1], -half, z), (x[0], -half, z), (x[0], half, z)])
        bars += [tube(np.array([a, b]), 0.018, skin) for a, b in pairwise(ring)]
    for along in np.linspace(x[0], x[1], 4):
        post = np.array([[along, half, rail - 0.05], [along, half, rail + high]])
        bars.append(tube(post, 0.02, skin).pair())
    if not cloth:
        return smooth(*bars)
    angle = np.linspace(0.0, np.pi, 13)
    across, up = (half + 0.03) * np.cos(angle), rail + high + 0.12 * np.sin(angle)
    arch = np.concatenate([[[half + 0.03, rail + 0.1]], np.stack([across, up], axis=1), [[-half - 0.03, rail + 0.1]]])
    rows = [
        np.concatenate([np.full((len(arch), 1), at), arch], axis=1) for at in np.linspace(x[0] - 0.02, x[1] + 0.02, 9)
    ]
    back = [rows[-1] * [1.0, 1.0, 0.0] + [0.0, 0.0, rail + 0.05], rows[-1]]
    return smooth(*bars, grid(np.stack(rows), CANVAS), grid(np.stack(back), CANVAS))


def _hard_top(p: Proportions, body: BodyGrid, x: tuple[float, float], half: float, rail: float) -> Pieces:
    """A painted shell with dark windows over the bed, as high as the roof."""
    long, high = x[1] - x[0], p.height - 0.04 - rail
    middle = np.array([(x[0] + x[1]) / 2.0, 0.0, rail - 0.1])
    shell = pillow((long, 2.0 * half, 2.0 * (high + 0.1)), ("paint", "body"), 7.0, 28).moved(middle)
    pane = pillow((0.74 * long, 2.0 * half + 0.012, 0.5 * high), ("glass_dark", "window"), 9.0, 20)
    rear = pillow((0.04, 1.5 * half, 0.5 * high), ("glass_dark", "window"), 6.0, 16)
    z = rail + 0.52 * high
    return smooth(shell, pane.moved((middle[0], 0.0, z)), rear.moved((x[0] + 0.005, 0.0, z)))
