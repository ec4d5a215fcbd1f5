"""Refuse trucks' bodies: a press box with ribs, and the tailgate with its trough and lifter behind."""

import numpy as np

from assets.polygons import Shape, Skin, box
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.slabs import slab
from assets.vehicles.trucks.dimensions import Space
from assets.vehicles.trucks.skins import BODY, DARK, FRAME
from assets.vehicles.trucks.solids import pipe, soft_box

RAM: Skin = ("chrome", "cargo")


def refuse_body(rng: np.random.Generator, space: Space) -> Pieces:
    """A box that narrows at its upper edges, and a tailgate of about 1.8 m, open behind."""
    skin = BODY if rng.uniform() < 0.6 else ("cargo_white", "cargo") if rng.uniform() < 0.6 else ("paint", "cargo")
    half, low, top = space.width / 2.0 - 0.06, space.floor - 0.12, space.top
    split = space.rear + float(rng.uniform(1.5, 2.0))
    bevel = float(rng.uniform(0.08, 0.3))
    core = slab([split, space.front - 0.25, space.front], low, [top, top, top - 0.2], half, bevel, skin)
    ribs = [
        box((x - 0.035, half - 0.02, low), (x + 0.035, half + 0.045, top - bevel), skin).pair()
        for x in np.linspace(split + 0.1, space.front - 0.35, int(rng.integers(3, 8)))
    ]
    rails = [
        box((split, half - 0.02, z - 0.04), (space.front - 0.1, half + 0.05, z + 0.04), skin).pair()
        for z in (low + 0.06, top - bevel)
    ]
    band = str(rng.choice(["reflex_white", "art_0", "art_1", "accent"]))
    stripe = box((split + 0.1, half, low + 0.3), (space.front - 0.1, half + 0.01, low + 0.55), (band, "cargo")).pair()
    return flat(core, *ribs, *rails, stripe) + _tailgate(rng, space, split, skin)


def _tailgate(rng: np.random.Generator, space: Space, split: float, skin: Skin) -> Pieces:
    """Two cheeks, the plate over the opening, the trough below it, a comb that lifts bins, steps and rails."""
    half, low, top, rear = space.width / 2.0 - 0.04, space.floor - 0.12, space.top, space.rear
    x = np.array([rear + 0.1, rear + 0.35, rear + 0.9, split + 0.05])
    lower = np.array([low + 0.1, low - 0.38, low - 0.38, low - 0.05])
    upper = np.array([low + 1.05, top - 0.7, top - 0.08, top + 0.02])
    cheek = slab(x, lower, upper, 0.05, 0.02, skin).moved((0.0, half - 0.05, 0.0)).pair()
    plate = slab(x[1:], upper[1:] - 0.12, upper[1:], half - 0.06, 0.02, skin)
    trough = slab(x, lower, lower + np.array([0.25, 0.62, 0.6, 0.5]), half - 0.06, 0.02, skin)
    inside = box((split - 0.4, -half + 0.1, low), (split, half - 0.1, top - 0.3), DARK)
    blade = box((rear + 0.55, -half + 0.12, low + 0.85), (rear + 0.75, half - 0.12, top - 0.6), FRAME)
    comb = soft_box((rear + 0.02, -0.7 * half, low + 0.28), (rear + 0.1, 0.7 * half, low + 0.42), 0.02, FRAME)
    teeth = [
        box((rear - 0.04, y - 0.02, low + 0.3), (rear + 0.05, y + 0.02, low + 0.5), FRAME)
        for y in np.linspace(-0.65 * half, 0.65 * half, 9)
    ]
    marks: list[Shape] = []
    for k, z in enumerate(np.arange(low + 0.25, low + 1.0, 0.14)):
        name = "reflex_red" if k % 2 else "reflex_white"
        marks.append(box((rear + 0.08, half - 0.1, z), (rear + 0.1, half, z + 0.13), (name, "cargo")).pair())
    step = box((rear + 0.05, half - 0.4, 0.42), (rear + 0.35, half - 0.02, 0.47), FRAME).pair()
    hold = np.array([(rear + 0.25, half + 0.05, low + 0.9), (rear + 0.3, half + 0.06, low + 1.6)])
    ram = np.array([(split + 0.3, half + 0.04, top - 0.35), (rear + 0.75, half + 0.04, low + 0.55)])
    bars = [pipe(hold, 0.018, ("hazard", "cargo")).pair(), pipe(ram, 0.045, RAM).pair()]
    return flat(cheek, plate, trough, inside, blade, comb, *teeth, *marks, step) + smooth(*bars)
