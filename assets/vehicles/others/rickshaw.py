"""Three-wheelers: auto-rickshaws for passengers, and the same front before a bed or a box for goods."""

from dataclasses import dataclass

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Points, Shape, Skin, box, grid, pillow, tube
from assets.random import stream
from assets.vehicles.cycles.fittings import mirrors, round_lamp
from assets.vehicles.cycles.shapes import xyz
from assets.vehicles.others.assembly import (
    Whole,
    assembled,
    at_the_wheel,
    materials_of,
    plate_of_kind,
    rear_lamps,
    rolling_wheel,
)
from assets.vehicles.others.rickshaw_rear import cargo_rear, passenger_rear
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.slabs import slab
from assets.vehicles.state import PARKED, State

RICKSHAWS = {"auto_rickshaw": "car", "cargo_rickshaw": "truck"}
PAINT: Skin = ("paint", "body")
DARK: Skin = ("dark", "trim")
GLASS: Skin = ("glass", "window")
FRAME: Skin = ("plastic", "trim")


@dataclass(frozen=True)
class Rickshaw:
    """Metres; x counts from the middle of the vehicle.

    Attributes:
        front, rear: ends of the body; ``half``: half its width; ``roof``: its height.
        wheel: radius of the tyres; ``front_axle``, ``rear_axle``: x of them.
        screen: x of the windscreen's foot and top; ``sill``: its foot's height.
        lamps: 1 or 2 head lamps.
    """

    front: float
    rear: float
    half: float
    roof: float
    wheel: float
    front_axle: float
    rear_axle: float
    screen: tuple[float, float]
    sill: float
    lamps: int


def rickshaw(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A three-wheeler that stands on z = 0 around the origin.

    Args:
        rng: where its proportions, paint and details come from.
        type: a key of ``RICKSHAWS``.
        color: one of ``COLORS``.
        state: what it is doing.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    category, state = RICKSHAWS[expect_name(type, RICKSHAWS, "type")], state.without_doors()
    cargo = type == "cargo_rickshaw"
    r = _sampled(stream(rng, "proportions"), cargo)
    materials = materials_of(rng, color, "rickshaw", state)
    plate = plate_of_kind(rng, category, state)
    pieces = _front(stream(rng, "front"), r) + _wheels(stream(rng, "wheels"), r, state.steer_deg) + _seat(r)
    own = stream(rng, "body")
    ends = (r.front, r.rear, r.half, r.roof)
    pieces += cargo_rear(own, ends, r.screen[1], r.wheel) if cargo else passenger_rear(own, ends, r.screen[1])
    lamps, ends_of_lamps = rear_lamps(np.array([r.rear - 0.01, 0.8 * r.half, 0.62]), (0.04, 0.09, 0.26))
    points = {
        "front_up": np.array([r.screen[1], 0.9 * r.half, r.roof - 0.1]),
        "front_light": np.array([r.front - 0.12, 0.34 if r.lamps == 2 else 0.08, r.sill - 0.12]),
        "rear_wheel": np.array([r.rear_axle, r.half - 0.03, r.wheel]),
        **ends_of_lamps,
    }
    people = at_the_wheel(rng, state, (0.02, 0.0, 0.66), (r.screen[0] - 0.42, 0.28, r.sill + 0.02))
    size = (r.front - r.rear, 2.0 * r.half, r.roof + 0.06)
    whole = Whole(pieces + lamps, points, plate, (r.front - 0.13, 0.42), (r.rear - 0.03, 0.42), size)
    return assembled(whole, (category, type, color), materials, state, people)


def _sampled(rng: np.random.Generator, cargo: bool) -> Rickshaw:
    """After the makers' data sheets: 2.6 to 2.9 m for passengers, 2.8 to 3.4 m for goods, 1.3 to 1.5 m wide."""
    long = float(rng.uniform(2.75, 3.35) if cargo else rng.uniform(2.6, 2.85))
    half, roof = float(rng.uniform(0.63, 0.72)), float(rng.uniform(1.66, 1.78))
    front, wheel = long / 2.0, float(rng.uniform(0.205, 0.235))
    foot = front - float(rng.uniform(0.34, 0.44))
    return Rickshaw(
        front,
        -front,
        half,
        roof,
        wheel,
        front - float(rng.uniform(0.28, 0.34)),
        -front + float(rng.uniform(0.42, 0.55)) + (0.15 if cargo else 0.0),
        (foot, foot - float(rng.uniform(0.22, 0.34))),
        float(rng.uniform(0.92, 1.0)),
        int(rng.choice([1, 2], p=[0.55, 0.45])),
    )


def _front(rng: np.random.Generator, r: Rickshaw) -> Pieces:
    """A round cowl over the front wheel, the windscreen in its frame, lamps, mirrors, wiper, handlebar."""
    foot, head = r.screen
    x = np.array([foot - 0.34, foot - 0.02, foot + 0.12, r.front - 0.14, r.front - 0.06])
    half = r.half * np.array([1.0, 0.98, 0.86, 0.5, 0.3])
    high = np.array([r.sill, r.sill, r.sill - 0.02, r.sill - 0.08, r.sill - 0.2])
    cowl = slab(x, [0.34, 0.34, 0.40, 0.46, 0.55], high, half, 0.12, PAINT)
    guard = pillow((0.62, 0.26, 0.34), PAINT, 2.6, 14).moved((r.front_axle, 0.0, r.wheel + 0.2))
    bumper = tube([(r.front - 0.12, 0.36, 0.36), (r.front - 0.02, 0.0, 0.36), (r.front - 0.12, -0.36, 0.36)], 0.025,
                  ("chrome", "trim"))  # fmt: skip
    low_half, top_half = 0.93 * r.half, 0.88 * r.half
    pane = np.array(
        [[(foot, y * low_half, r.sill), (head, y * top_half, r.roof - 0.08)] for y in np.linspace(-1.0, 1.0, 5)]
    )
    screen = grid(pane, GLASS)
    frame = [tube(pane[k], 0.028, PAINT, 6) for k in (0, -1)]
    frame += [tube(pane[:, k], 0.025, PAINT, 6) for k in (0, 1)]
    wiper = tube([pane[1, 0] + [0.02, 0.0, 0.02], pane[3, 1] * [1.0, 0.4, 1.0] + [0.03, 0.0, -0.2]], 0.006, FRAME, 4)
    lamps: list[Shape] = []
    for y in (0.0,) if r.lamps == 1 else (0.34, -0.34):
        at = (r.front - 0.05 if r.lamps == 1 else r.front - 0.13, y, r.sill - (0.2 if r.lamps == 1 else 0.16))
        lamps.append(round_lamp(at, float(rng.uniform(0.075, 0.09)), ("chrome", "light")))
    for side, name in ((1.0, "indicator_left"), (-1.0, "indicator_right")):
        lamps.append(pillow((0.06, 0.09, 0.06), (name, "light"), 3.0, 8).moved((foot + 0.1, side * 0.8 * r.half, 0.72)))
    look = mirrors(np.array([foot - 0.05, r.half - 0.02, r.sill + 0.1]), (0.08, 0.14, 0.16), (0.11, 0.15), FRAME)
    stripe = slab([foot - 0.34, foot], r.sill - 0.2, r.sill - 0.13, r.half + 0.006, 0.0, ("art_1", "trim"))
    column = tube([(foot - 0.2, 0.0, 0.5), (foot - 0.38, 0.0, r.sill)], 0.03, ("cabin", "interior"))
    bar = tube([(foot - 0.44, 0.34, r.sill + 0.03), (foot - 0.38, 0.0, r.sill), (foot - 0.44, -0.34, r.sill + 0.03)],
               0.016, ("cabin", "interior"))  # fmt: skip
    return flat(cowl, stripe) + smooth(guard, bumper, screen, *frame, wiper, *lamps, look, column, bar)


def _wheels(rng: np.random.Generator, r: Rickshaw, steer_deg: float) -> Pieces:
    """One before, two behind."""
    front: Points = np.array([r.front_axle, 0.0, r.wheel])
    pieces = rolling_wheel(rng, r.wheel, 0.11, front, "steel", steer_deg)
    for side in (1.0, -1.0):
        pieces += rolling_wheel(rng, r.wheel, 0.11, np.array([r.rear_axle, side * (r.half - 0.09), r.wheel]))
    fork = tube([front + xyz(0.0, 0.09, 0.0), front + xyz(-0.06, 0.09, 0.3)], 0.025, DARK).pair()
    axle = tube([(r.rear_axle, r.half - 0.15, r.wheel), (r.rear_axle, 0.15 - r.half, r.wheel)], 0.03, DARK)
    return pieces + smooth(fork, axle)


def _seat(r: Rickshaw) -> Pieces:
    """Floor, engine hump, and the driver's seat."""
    floor = slab([r.rear + 0.1, r.screen[0]], 0.30, 0.36, r.half - 0.02, 0.0, DARK)
    stool = box((-0.16, -0.3, 0.36), (0.16, 0.3, 0.56), ("cabin", "interior"))
    pad = pillow((0.42, 0.72, 0.12), ("leather", "interior"), 4.0).moved((0.0, 0.0, 0.6))
    return flat(floor, stool) + smooth(pad)
