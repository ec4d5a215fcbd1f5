"""Recovery trucks: a bed that slides down for a car, or a boom with an underlift. They carry nobody's vehicle."""

import numpy as np

from assets.polygons import Shape, Skin, box, tube
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.signs import light_bar
from assets.vehicles.slabs import slab
from assets.vehicles.trucks.dimensions import Cab, Space
from assets.vehicles.trucks.skins import ALU, DARK, FRAME
from assets.vehicles.trucks.solids import drum, pipe, soft_box

PAINT: Skin = ("paint", "cargo")


def flatbed(rng: np.random.Generator, space: Space, cab: Cab) -> Pieces:
    """A deck with a tail that slopes, low rails, lockers beneath, a winch and a bar of lamps before it."""
    half, low = space.width / 2.0, space.floor
    skin = ALU if rng.uniform() < 0.5 else PAINT
    deck = slab([space.rear, space.rear + 0.9, space.front], low - 0.16, [low - 0.1, low, low], half, 0.015, skin)
    plate = box((space.rear + 0.9, -half + 0.12, low - 0.01), (space.front - 0.05, half - 0.12, low + 0.01), ALU)
    rail = box((space.rear + 0.5, half - 0.05, low - 0.05), (space.front, half, low + 0.1), skin).pair()
    tracks = box((space.rear + 0.2, 0.45, low - 0.02), (space.front - 0.4, 0.8, low + 0.02), FRAME).pair()
    tall = max(cab.roof - low - float(rng.uniform(0.0, 0.5)), 0.6)
    posts: list[Shape] = []
    bar = ("chrome" if rng.uniform() < 0.4 else skin[0], "cargo")
    for y in (-0.92 * half, -0.3 * half, 0.3 * half, 0.92 * half):
        posts.append(pipe([(space.front - 0.06, y, low - 0.05), (space.front - 0.06, y, low + tall)], 0.03, bar))
    for z in (low + 0.5 * tall, low + tall):
        posts.append(pipe([(space.front - 0.06, -0.94 * half, z), (space.front - 0.06, 0.94 * half, z)], 0.03, bar))
    lamps = light_bar(rng, 1.5 * half, ("amber", "amber")).moved((space.front - 0.06, 0.0, low + tall + 0.05))
    winch = drum((space.front - 0.5, -0.3, low + 0.2), (space.front - 0.5, 0.3, low + 0.2), 0.14, DARK)
    ramp = [
        slab([space.rear - 0.02, space.rear + 0.5], low - 0.15, low - 0.09, 0.22, 0.01, ("hazard", "cargo")).moved(
            (0.0, y, 0.0)
        )
        for y in (-0.62, 0.62)
    ]
    return flat(deck, plate, rail, tracks, *ramp) + smooth(*posts, winch) + lamps + _lockers(rng, space, 0.5)


def wrecker(rng: np.random.Generator, space: Space) -> Pieces:
    """Lockers along both sides, a boom of two legs that lean back over the rear, ropes, an underlift's cross bar."""
    half, low = space.width / 2.0, space.floor
    deck = soft_box((space.rear, -half, low - 0.18), (space.front, half, low), 0.03, FRAME)
    tall = float(rng.uniform(0.55, 0.85))
    walls = soft_box((space.rear + 0.5, half - 0.5, low - 0.3), (space.front, half, low + tall), 0.04, PAINT).pair()
    doors = _doors(space.rear + 0.6, space.front - 0.1, half, low - 0.2, low + tall - 0.08)
    foot, head = (space.front - 1.0, low + 0.3), (space.rear + 0.15, low + float(rng.uniform(1.5, 1.9)))
    legs = tube([(foot[0], 0.32, foot[1]), (head[0], 0.16, head[1])], (0.07, 0.1), PAINT, 4).pair()
    props = tube([(space.rear + 0.9, 0.28, low), (head[0] + 0.5, 0.2, head[1] - 0.35)], 0.05, PAINT, 4).pair()
    wheel = drum((head[0], -0.2, head[1]), (head[0], 0.2, head[1]), 0.12, DARK)
    ropes = pipe([(head[0] - 0.1, 0.12, head[1]), (head[0] - 0.12, 0.12, low + 0.15)], 0.012, ("steel", "cargo")).pair()
    lift = box((space.rear - 0.02, -0.12, 0.38), (space.rear + 1.2, 0.12, 0.55), FRAME)
    across = box((space.rear - 0.1, -0.75, 0.4), (space.rear + 0.02, 0.75, 0.52), ("hazard", "cargo"))
    lamps = light_bar(rng, 1.6 * half, ("amber", "amber")).moved((space.front - 0.2, 0.0, low + tall + 0.32))
    frame = pipe([(space.front - 0.2, 0.8 * half, low + tall), (space.front - 0.2, 0.8 * half, low + tall + 0.3)],
                 0.03, PAINT).pair()  # fmt: skip
    return flat(deck, walls, *doors, lift, across) + smooth(legs, props, wheel, ropes, frame) + lamps


def _lockers(rng: np.random.Generator, space: Space, room: float) -> Pieces:
    """Boxes with doors under the deck, behind the cab."""
    half, high = space.width / 2.0 - 0.04, space.floor - 0.18
    start = space.front - 0.1
    end = start - float(rng.uniform(0.6, 1.0))
    body = soft_box((end, half - 0.4, high - room), (start, half, high), 0.02, PAINT).pair()
    return flat(body, *_doors(end + 0.04, start - 0.04, half, high - room + 0.05, high - 0.05))


def _doors(rear: float, front: float, half: float, low: float, high: float) -> list[Shape]:
    """Seams and handles of locker doors on both sides."""
    out = []
    for x in np.linspace(rear, front, max(int((front - rear) / 0.6), 1) + 1)[1:-1]:
        out.append(box((x - 0.008, half - 0.01, low), (x + 0.008, half + 0.003, high), DARK).pair())
    middle = (low + high) / 2.0
    for x in np.arange(rear + 0.15, front - 0.1, 0.6):
        out.append(box((x, half, middle), (x + 0.1, half + 0.012, middle + 0.03), ("chrome", "cargo")).pair())
    return out
