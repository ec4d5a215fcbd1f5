"""Fire engines' bodies, and the beacons of those and of works trucks."""

import numpy as np

from assets.polygons import Shape, Skin, box, tube
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.signs import beacon, light_bar
from assets.vehicles.trucks.dimensions import Cab, Space
from assets.vehicles.trucks.skins import ALU, DARK
from assets.vehicles.trucks.solids import ladder, soft_box

PAINT: Skin = ("paint", "cargo")
WORKING = 0.16  # of trucks that carry an amber beacon


def fire_body(rng: np.random.Generator, space: Space) -> Pieces:
    """Lockers behind roller shutters, a band along them, a ladder between rails on the roof."""
    half, low, high = space.width / 2.0, space.floor - 0.25, space.top
    core = soft_box((space.rear, -half, low), (space.front, half, high), 0.03, PAINT)
    pieces: list[Shape] = [core]
    sill, lintel = low + float(rng.uniform(0.35, 0.5)), high - 0.16
    cuts = np.linspace(space.rear + 0.08, space.front - 0.08, int(rng.integers(3, 6)))
    shutter: Skin = ALU if rng.uniform() < 0.75 else ("reflex_white", "cargo")
    for start, end in zip(cuts[:-1] + 0.05, cuts[1:] - 0.05, strict=True):
        for z in np.arange(sill, lintel - 0.05, 0.1):
            slat = box((start, half - 0.02, z), (end, half + 0.006, z + 0.085), shutter)
            pieces.append(slat.pair())
        pieces.append(box((start, half - 0.02, sill - 0.03), (end, half + 0.004, lintel), DARK).pair())
    band = str(rng.choice(["reflex_white", "hazard", "art_0"], p=[0.5, 0.25, 0.25]))
    pieces.append(
        box((space.rear, half - 0.02, sill - 0.2), (space.front, half + 0.007, sill - 0.07), (band, "cargo")).pair()
    )
    for k, y in enumerate(np.linspace(-half, half, 9)[:-1]):  # blocks in two colours behind
        name = "hazard" if k % 2 else "reflex_white"
        pieces.append(box((space.rear - 0.008, y, low + 0.1), (space.rear, y + half / 4.0, low + 0.5), (name, "cargo")))
    pieces.append(box((space.rear - 0.012, -0.55 * half, sill), (space.rear, 0.55 * half, lintel), shutter))
    rails = tube(
        np.array([[space.rear + 0.1, 0.85 * half, high + 0.12], [space.front - 0.1, 0.85 * half, high + 0.12]]),
        0.02,
        ALU,
    )
    lying = np.array([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    long = 0.8 * (space.front - space.rear)
    steps = [rung.moved((space.front - 0.3, 0.35 * half, high + 0.15), lying) for rung in ladder(np.zeros(3), long)]
    return flat(*pieces) + smooth(rails.pair(), *steps)


def beacons(rng: np.random.Generator, cab: Cab, fire: bool) -> Pieces:
    """A light bar on a fire engine's cab, an amber beacon or bar on some of the others'."""
    place = np.array([-(cab.nose + (0.5 if not cab.high else 0.9)), 0.0, cab.roof + 0.035])
    if fire:
        return light_bar(rng, 0.8 * cab.width, ("blue", "blue") if rng.uniform() < 0.6 else ("red", "blue")).moved(
            place
        )
    if rng.uniform() > WORKING or cab.high:
        return Pieces()
    if rng.uniform() < 0.4:
        return light_bar(rng, 0.6 * cab.width, ("amber", "amber")).moved(place)
    side = 0.36 * cab.width
    lamp = beacon("amber")
    left, right = (lamp.moved(place + np.array([0.0, y, 0.0])) for y in (side, -side))
    return left if rng.uniform() < 0.5 else left + right
