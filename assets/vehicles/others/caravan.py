"""Caravans: what cars tow to where they stand. They stand alone here, on their wheels and a jockey wheel."""

from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Shape, Skin, box, pillow, tube
from assets.random import stream
from assets.vehicles.others.assembly import Whole, assembled, materials_of, plate_of_kind, rear_lamps, rolling_wheel
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.slabs import panel, slab
from assets.vehicles.state import PARKED, State

SHELL: Skin = ("paint", "body")
PANE: Skin = ("glass_dark", "window")
FRAME: Skin = ("plastic_grey", "trim")
IRON: Skin = ("galvanized", "trim")
BAR_M = 1.1  # of the drawbar before the body


def caravan(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A caravan that stands on z = 0 around the origin; its drawbar looks along x. Nobody drives it.

    Args:
        rng: where its proportions, paint and details come from.
        type: ``caravan``.
        color: one of ``COLORS``.
        state: what it is doing; it has no head lamps and no doors that open.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    expect_name(type, ("caravan",), "type")
    lights = "off" if state.lights == "off" else "parking"
    state = replace(state.without_doors(), occupied=False, lights=lights, steer_deg=0.0)
    shape = stream(rng, "proportions")
    long, half = float(shape.uniform(3.6, 6.2)), float(shape.uniform(1.02, 1.22))
    top, old = float(shape.uniform(2.45, 2.65)), bool(shape.uniform() < 0.3)
    materials = materials_of(rng, color, "caravan", state)
    plate = plate_of_kind(rng, "car", state)
    whole_length = long + BAR_M
    rear = -whole_length / 2.0
    front, axle = rear + long, rear + 0.47 * long
    pieces = _shell(stream(rng, "shell"), (rear, front), half, top, old)
    pieces += _gear(stream(rng, "gear"), (rear, front), axle, half, long > 5.4)
    lamps, ends_of_lamps = rear_lamps(np.array([rear - 0.005, half - 0.14, 0.78]), (0.05, 0.1, 0.34))
    points = {
        "rear_wheel": np.array([axle, half - 0.05, 0.315]),
        **ends_of_lamps,
        "rear_up": np.array([rear + 0.2, half - 0.05, top - 0.12]),
    }
    whole = Whole(pieces + lamps, points, plate, None, (rear - 0.03, 0.62), (whole_length, 2.0 * half, top))
    return assembled(whole, ("truck", type, color), materials, state)


def _shell(rng: np.random.Generator, x: tuple[float, float], half: float, top: float, old: bool) -> Pieces:
    """Body by its side view: round as an egg, or upright behind and sloped before; windows, door, stripes, hatch."""
    rear, front = x
    if old:
        t = np.linspace(0.0, 1.0, 13)
        bow = np.clip(1.0 - np.abs(2.0 * t - 1.0) ** 3.2, 0.0, 1.0) ** (1.0 / 2.2)
        body = slab(rear + (front - rear) * t, 0.95 - 0.47 * bow, 1.25 + (top - 1.25) * bow, half, 0.14, SHELL)
        along, roof = (rear + 0.7, front - 0.7), top - 0.35
    else:
        lean, back = float(rng.uniform(0.3, 0.75)), float(rng.uniform(0.05, 0.25))
        at = [rear, rear + back, front - lean - 0.1, front - 0.5 * lean, front - 0.06, front]
        high = [top - 0.5, top, top, top - 0.18, 1.35, 1.1]
        body = slab(at, [0.62, 0.48, 0.48, 0.48, 0.5, 0.62], high, half, 0.05, SHELL)
        along, roof = (rear + 0.3, front - lean - 0.2), top - 0.3
    pieces: list[Shape] = [body]
    for side in (1.0, -1.0):
        places = np.linspace(along[0] + 0.5, along[1] - 0.5, 2 if along[1] - along[0] < 3.4 else 3)
        for k, middle in enumerate(places):
            wide = float(rng.uniform(0.35, 0.52))
            door = side < 0.0 and k == len(places) - 1
            shapes = _door(middle, roof, half) if door else _window(middle, wide, roof - 0.62, roof, half)
            pieces += [shape if side > 0.0 else shape.mirrored() for shape in shapes]
    ink = str(rng.choice(["art_0", "art_1", "art_2", "paint_2", "plastic_grey"]))
    z, rise = float(rng.uniform(0.75, 1.0)), float(rng.uniform(0.0, 0.25))
    band = np.linspace(along[0] - 0.1, along[1] + 0.1, 6)
    low = z + rise * np.linspace(1.0, 0.0, 6) ** 2
    pieces.append(panel(band, low, low + float(rng.uniform(0.06, 0.2)), half + 0.004, (ink, "trim")).pair())
    ends = [] if old else [pillow((0.06, 1.35 * half, 0.55), PANE, 8.0, 12).moved((rear - 0.005, 0.0, 1.62))]
    hatch = slab(
        [rear + 0.45 * (front - rear), rear + 0.45 * (front - rear) + 0.6], top - 0.02, top + 0.08, 0.3, 0.03, FRAME
    )
    awning = tube([(along[0], -half - 0.03, roof + 0.2), (along[1], -half - 0.03, roof + 0.2)], 0.05, FRAME, 8)
    return flat(*pieces, hatch) + smooth(*ends, awning)


def _window(middle: float, wide: float, low: float, high: float, half: float) -> list[Shape]:
    """One on the left side, in its frame."""
    ring = panel([middle - wide - 0.04, middle + wide + 0.04], low - 0.04, high + 0.04, half + 0.006, FRAME)
    return [ring, panel([middle - wide, middle + wide], low, high, half + 0.014, PANE)]


def _door(middle: float, high: float, half: float) -> list[Shape]:
    """One with a pane and a handle."""
    seam = panel([middle - 0.34, middle + 0.34], 0.56, high + 0.06, half + 0.006, FRAME)
    leaf = panel([middle - 0.32, middle + 0.32], 0.58, high + 0.04, half + 0.012, SHELL)
    pane = panel([middle - 0.22, middle + 0.22], high - 0.62, high - 0.06, half + 0.018, PANE)
    handle = box((middle - 0.28, half, 1.2), (middle - 0.2, half + 0.035, 1.3), ("plastic", "trim"))
    return [seam, leaf, pane, handle]


def _gear(rng: np.random.Generator, x: tuple[float, float], axle: float, half: float, tandem: bool) -> Pieces:
    """Frame, wheels under arches, drawbar with coupling, gas locker, jockey wheel, corner legs."""
    rear, front = x
    pieces = Pieces()
    places = (axle - 0.36, axle + 0.36) if tandem else (axle,)
    for at in places:
        for side in (1.0, -1.0):
            pieces += rolling_wheel(rng, 0.315, 0.19, np.array([at, side * (half - 0.14), 0.315]), "alloy")
        angle = np.linspace(0.0, np.pi, 13)
        arch = 0.315 + 0.4 * np.sin(angle)
        pieces += flat(
            panel(at - 0.4 * np.cos(angle), 0.46, np.maximum(arch, 0.47), half + 0.003, ("dark", "trim")).pair()
        )
        pieces += smooth(tube([(at, half - 0.2, 0.315), (at, 0.2 - half, 0.315)], 0.04, IRON))
    tip = front + BAR_M - 0.06
    bars = tube([(front - 0.4, 0.55, 0.46), (tip - 0.15, 0.03, 0.46)], (0.03, 0.05), IRON, 4).pair()
    ball = pillow((0.24, 0.1, 0.12), ("plastic", "trim"), 3.0, 10).moved((tip - 0.06, 0.0, 0.5))
    locker = slab([front - 0.02, front + 0.3, front + 0.42], 0.5, [0.98, 0.92, 0.62], 0.62 * half, 0.05, SHELL)
    post = tube([(tip - 0.35, 0.1, 0.1), (tip - 0.35, 0.1, 0.75)], 0.03, IRON)
    jockey = pillow((0.2, 0.07, 0.2), ("rubber", "trim"), 2.2, 12).moved((tip - 0.35, 0.1, 0.1))
    beam = box((rear + 0.2, half - 0.45, 0.38), (front, half - 0.38, 0.48), IRON).pair()
    legs = [
        tube([(at, half - 0.25, 0.48), (at, half - 0.2, 0.0)], 0.025, IRON, 4).pair()
        for at in (rear + 0.3, front - 0.3)
    ]
    return pieces + flat(locker, beam) + smooth(bars, ball, post, jockey, *legs)
