"""What three-wheelers carry behind their driver: passengers under a hood, or goods."""

import numpy as np

from assets.polygons import Shape, Skin, box, pillow, tube
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.slabs import panel, slab

PAINT: Skin = ("paint", "body")
GLASS: Skin = ("glass_dark", "window")

type Ends = tuple[float, float, float, float]
"""x of the front and of the rear end, half the width, height of the roof; metres."""


def passenger_rear(rng: np.random.Generator, ends: Ends, head: float) -> Pieces:
    """A painted tub with a bench, open doorways, a hood of cloth or tin over all; ``head`` is the windscreen's x."""
    _, rear, half, roof = ends
    hood: Skin = (str(rng.choice(["canvas", "gloss", "paint", "paint_2"], p=[0.35, 0.3, 0.2, 0.15])), "body")
    back = rear + 0.85  # where the doorway ends
    tub = slab([rear, rear + 0.06, back, back + 0.06], 0.40, [0.86, 0.92, 0.92, 0.72], half, 0.05, PAINT)
    skirt = slab([rear + 0.02, rear + 0.2], 0.3, 0.6, half - 0.02, 0.04, PAINT)
    x, high = [rear + 0.02, rear + 0.12, head - 0.05, head + 0.06], [roof - 0.02, roof + 0.05, roof + 0.05, roof]
    top = slab(x, roof - 0.10, high, half, 0.09, hood)
    quarter = panel([rear + 0.06, rear + 0.5, back], 0.88, [roof - 0.06, roof - 0.06, roof - 0.06], half - 0.01, hood)
    wall = box((rear + 0.02, -half + 0.02, 0.88), (rear + 0.05, half - 0.02, roof - 0.06), hood)
    pane = box((rear + 0.005, -0.55 * half, 1.12), (rear + 0.02, 0.55 * half, 1.42), GLASS)
    posts = [
        tube([(x, half - 0.03, 0.4), (x, half - 0.04, roof - 0.05)], 0.02, PAINT).pair()
        for x in (back + 0.02, head - 0.3)
    ]
    rail = tube(
        [(back + 0.02, half - 0.03, 0.95), (head - 0.3, half - 0.03, 0.95)], 0.014, ("chrome", "trim")
    ).mirrored()
    bench = pillow((0.5, 1.7 * half, 0.16), ("leather", "interior"), 4.0).moved((rear + 0.48, 0.0, 0.66))
    rest = pillow((0.14, 1.7 * half, 0.5), ("leather", "interior"), 4.0).moved((rear + 0.2, 0.0, 0.92))
    fender = pillow((0.66, 0.12, 0.3), PAINT, 2.8, 12).moved((rear + 0.5, half - 0.01, 0.50)).pair()
    band = str(rng.choice(["art_0", "art_2", "reflex_white", "paint_2"]))
    stripe = panel([rear + 0.06, back], 0.74, 0.81, half + 0.005, (band, "trim")).pair()
    return flat(tub, skirt, top, quarter.pair(), wall, pane, stripe) + smooth(*posts, rail, bench, rest, fender)


def cargo_rear(rng: np.random.Generator, ends: Ends, head: float, wheel: float) -> Pieces:
    """A narrow cab with a roof and a back, and behind it a bed with drop sides, loaded or not, or a closed box."""
    _, rear, half, roof = ends
    cab = -0.28  # x of its back
    top = slab([cab, head - 0.05, head + 0.06], roof - 0.08, [roof + 0.04, roof + 0.04, roof], half - 0.02, 0.08, PAINT)
    back = box((cab, -half + 0.03, 0.4), (cab + 0.04, half - 0.03, roof - 0.05), PAINT)
    pane = box((cab - 0.01, -0.6 * half, 1.1), (cab + 0.05, 0.6 * half, 1.45), GLASS)
    post = tube([(cab + 0.03, half - 0.05, 0.4), (cab + 0.03, half - 0.05, roof - 0.03)], 0.025, PAINT).pair()
    door = panel([cab + 0.06, head - 0.16], 0.42, 0.9, half - 0.02, PAINT).pair()
    floor = 2.0 * wheel + 0.12
    rails = box((rear + 0.05, 0.3, 0.3), (cab, 0.36, floor - 0.08), ("dark", "trim")).pair()
    closed = bool(rng.uniform() < 0.3)
    pieces: list[Shape] = [top, back, pane, door, rails]
    pieces.append(slab([rear, cab - 0.06], floor - 0.1, floor, half, 0.0, ("plastic_grey", "cargo")))
    if closed:
        skin: Skin = ("cargo_white" if rng.uniform() < 0.5 else "paint_2", "cargo")
        pieces.append(slab([rear, cab - 0.08], floor, roof + float(rng.uniform(-0.15, 0.2)), half + 0.02, 0.02, skin))
        return flat(*pieces) + smooth(post)
    wall = floor + float(rng.uniform(0.28, 0.42))
    side = box((rear, half - 0.03, floor), (cab - 0.08, half, wall), PAINT).pair()
    gate = box((rear, -half, floor), (rear + 0.03, half, wall), PAINT)
    ribs = [
        box((x, half, floor), (x + 0.05, half + 0.012, wall), PAINT).pair()
        for x in np.linspace(rear + 0.1, cab - 0.25, 4)
    ]
    sacks: list[Shape] = []
    if rng.uniform() < 0.6:
        for x in np.arange(rear + 0.25, cab - 0.3, 0.42):
            for y in (-0.5 * half, 0.5 * half):
                tall = float(rng.uniform(0.25, 0.8))
                goods: Skin = (("wood", "canvas", "art_0", "art_3", "cargo_white")[int(rng.integers(5))], "cargo")
                sacks.append(pillow((0.42, 0.95 * half, tall), goods, 4.0, 8).moved((x, y, floor + tall / 2.0)))
    return flat(*pieces, side, gate, *ribs) + smooth(post, *sacks)
