"""Motor homes: a living body on a van's chassis, with a bed over the cab on many."""

import numpy as np

from assets.polygons import Shape, Skin, box
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.slabs import panel, slab
from assets.vehicles.trucks.dimensions import Cab, Chassis, Space
from assets.vehicles.trucks.skins import DARK
from assets.vehicles.trucks.solids import pipe

SHELL: Skin = ("cargo_white", "cargo")
PANE: Skin = ("glass_dark", "window")
FRAME: Skin = ("plastic_grey", "cargo")


def living_body(rng: np.random.Generator, space: Space, cab: Cab, chassis: Chassis) -> Pieces:
    """Shell with a bed over the cab or a low slope, skirts, windows, a door, hatches, an awning, stripes."""
    half, top = space.width / 2.0, space.top
    front = -(cab.rear - 0.45)
    alcove = bool(rng.uniform() < 0.6)
    nose = -(cab.nose + float(rng.uniform(0.05, 0.35))) if alcove else -(cab.rear - 0.9)
    over = cab.roof + 0.03
    x = [space.rear, space.rear + 0.08, front - 0.35, front, *((nose - 0.35, nose) if alcove else (nose,))]
    high = [top - 0.08, top, top, top, *((top - 0.05, top - 0.45) if alcove else (over + 0.12,))]
    low = [space.floor - 0.1, space.floor - 0.1, space.floor - 0.1, over, *((over, over + 0.14) if alcove else (over,))]
    body = slab(x, low, high, half, 0.06, SHELL)
    pieces: list[Shape] = [body, *_skirts(space, chassis, front - 0.35, half)]
    pieces += _openings(rng, space, front, half)
    if alcove:
        pieces.append(panel([nose - 0.95, nose - 0.4], over + 0.22, top - 0.25, half + 0.004, PANE).pair())
    pieces += _stripes(rng, space, front, half)
    back = box((space.rear - 0.008, -0.55 * half, top - 1.15), (space.rear, 0.55 * half, top - 0.6), PANE)
    lights = box((space.rear - 0.012, half - 0.16, top - 0.22), (space.rear, half - 0.05, top - 0.1), ("tail", "light"))
    hatches = [
        slab([at - 0.28, at + 0.28], top - 0.01, top + 0.09, 0.28, 0.03, ("plastic_grey", "cargo"))
        for at in np.linspace(space.rear + 0.8, front - 0.9, int(rng.integers(2, 4)))
    ]
    awning = np.array([(space.rear + 0.7, -half - 0.05, top - 0.12), (front - 0.5, -half - 0.05, top - 0.12)])
    made = flat(*pieces, back, lights.pair(), *hatches) + smooth(pipe(awning, 0.07, SHELL))
    if rng.uniform() < 0.3:
        made += _rack(space, half, top)
    return made


def _skirts(space: Space, chassis: Chassis, front: float, half: float) -> list[Shape]:
    """Shell below the floor between and behind the wheels."""
    axle, gap, low = -chassis.axles[0], chassis.tyre + 0.12, 0.42
    high = space.floor - 0.05
    spans = [(space.rear + 0.05, axle - gap), (axle + gap, front)]
    return [slab(span, low, high, half - 0.01, 0.02, SHELL) for span in spans if span[1] - span[0] > 0.2]


def _openings(rng: np.random.Generator, space: Space, front: float, half: float) -> list[Shape]:
    """Windows on both sides, the door on the right, flaps."""
    out: list[Shape] = []
    low, high = space.top - 1.15, space.top - 0.55
    for side in (1.0, -1.0):
        for at in np.linspace(space.rear + 0.75, front - 0.9, 3).tolist():
            if side < 0.0 and at > front - 1.2:
                continue
            wide = float(rng.uniform(0.3, 0.5))
            ring = panel([at - wide - 0.04, at + wide + 0.04], low - 0.04, high + 0.04, half + 0.006, FRAME)
            pane = panel([at - wide, at + wide], low, high, half + 0.014, PANE)
            out += [shape if side > 0.0 else shape.mirrored() for shape in (ring, pane)]
    seam = panel([front - 1.1, front - 0.48], space.floor - 0.45, space.top - 0.4, half + 0.006, FRAME)
    door = panel([front - 1.08, front - 0.5], space.floor - 0.43, space.top - 0.42, half + 0.012, SHELL)
    pane = panel([front - 0.98, front - 0.6], space.top - 1.0, space.top - 0.6, half + 0.018, PANE)
    out += [shape.mirrored() for shape in (seam, door, pane)]
    for at in (space.rear + 0.5, front - 1.6):
        out.append(panel([at, at + 0.55], 0.5, space.floor + 0.1, half + 0.003, DARK).pair())
        out.append(panel([at + 0.015, at + 0.535], 0.515, space.floor + 0.085, half + 0.006, SHELL).pair())
    return out


def _stripes(rng: np.random.Generator, space: Space, front: float, half: float) -> list[Shape]:
    """Bands in one or two colours that rise to the rear."""
    out = []
    z, rise = space.floor + float(rng.uniform(0.15, 0.35)), float(rng.uniform(0.0, 0.5))
    for k, name in enumerate(("paint", "paint_2", "art_0")[: int(rng.integers(1, 4))]):
        x = np.linspace(space.rear + 0.02, front - 0.02, 6)
        along = np.linspace(1.0, 0.0, 6) ** 2 * rise
        low = z + 0.16 * k + along
        out.append(panel(x, low, low + 0.1, half + 0.004, (name, "cargo")).pair())
    return out


def _rack(space: Space, half: float, top: float) -> Pieces:
    """A carrier for bicycles behind, and a ladder."""
    bars = [
        pipe([(space.rear - 0.02, y, space.floor), (space.rear - 0.14, y, space.floor + 0.05),
              (space.rear - 0.14, y, top - 1.25)], 0.02, ("aluminium", "cargo"))
        for y in (-0.5, 0.5)
    ]  # fmt: skip
    rails = [
        pipe([(x, -0.75 * half, space.floor + 0.1), (x, 0.75 * half, space.floor + 0.1)], 0.025, ("aluminium", "cargo"))
        for x in (space.rear - 0.1, space.rear - 0.22)
    ]
    return smooth(*bars, *rails)
