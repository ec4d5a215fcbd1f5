"""What makes a semi-trailer of a body: its frame, axles, legs, guards and tail; and the coupling it rests on."""

import numpy as np

from assets.polygons import box
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.chassis import Tail, frame, mud_guards, side_guards, spare, tail, wheels
from assets.vehicles.trucks.dimensions import Chassis, Space
from assets.vehicles.trucks.layout import Layout
from assets.vehicles.trucks.solids import drum, soft_box

FRAME = ("chassis", "cargo")


def running_gear(rng: np.random.Generator, layout: Layout, chassis: Chassis) -> tuple[Pieces, Tail]:
    """Everything below a trailer's floor, in the frame of a straight combination."""
    space, half = layout.space, layout.space.width / 2.0
    pieces = frame(chassis) + wheels(rng, chassis, None, 0.0) + mud_guards(chassis)
    rear, lamp = tail(rng, -layout.length + 0.02, space.width - 0.04, layout.height, chassis.tyre)
    legs = layout.kingpin + float(rng.uniform(2.2, 2.7))
    pieces += rear + _legs(legs, layout.height)
    first = min(chassis.axles) - chassis.tyre - 0.15
    style = str(rng.choice(["skirt", "rails", "open"], p=[0.35, 0.45, 0.20]))
    if style != "open":
        pieces += side_guards(legs + 0.35, first, half - 0.02, 0.42, layout.height - 0.12, style == "skirt")
    if rng.uniform() < 0.5:
        pieces += smooth(spare(legs + 1.1, 0.75, chassis.tyre, 0.30))
    if style == "open" or rng.uniform() < 0.5:
        low = (-(legs + 2.9), half - 0.62, 0.55)
        pieces += flat(
            soft_box(low, (-(legs + 1.9), half - 0.06, layout.height - 0.1), 0.03, ("plastic", "cargo")).pair()
        )
    apron = box(
        (-(layout.kingpin + 1.2), -half + 0.1, layout.height - 0.06),
        (space.front - 0.05, half - 0.1, layout.height + 0.06),
        FRAME,
    )
    return pieces + flat(apron), lamp


def skeleton(space: Space, height: float) -> Pieces:
    """Cross beams with twist locks that carry a container."""
    half = space.width / 2.0
    beams = [
        soft_box((x - 0.09, -half, height - 0.14), (x + 0.09, half, height + 0.075), 0.02, FRAME)
        for x in (space.front - 0.12, space.front - 0.45 * (space.front - space.rear), space.rear + 0.12)
    ]
    return flat(*beams)


def coupling(layout: Layout) -> Pieces:
    """The fifth wheel, hoses behind the cab and a deck plate."""
    d = layout.kingpin
    plate = drum((-d, 0.0, layout.height - 0.10), (-d, 0.0, layout.height - 0.055), 0.48, ("dark", "trim"), 24)
    base = box((-d - 0.4, -0.42, layout.chassis.rail - 0.02), (-d + 0.4, 0.42, layout.height - 0.1), ("dark", "trim"))
    end = layout.chassis.start + 0.95
    deck = box(
        (-(min(layout.chassis.axles) - 0.2), -0.45, layout.chassis.rail),
        (-end, 0.45, layout.chassis.rail + 0.02),
        ("step", "trim"),
    )
    return smooth(plate) + flat(base, deck)


def _legs(d: float, height: float) -> Pieces:
    """Landing legs, wound up."""
    leg = box((-d - 0.06, 0.72, 0.55), (-d + 0.06, 0.84, height), FRAME).pair()
    inner = box((-d - 0.045, 0.735, 0.42), (-d + 0.045, 0.825, 0.6), ("step", "cargo")).pair()
    foot = soft_box((-d - 0.15, 0.66, 0.38), (-d + 0.15, 0.90, 0.43), 0.015, ("step", "cargo")).pair()
    brace = box((-d - 0.03, -0.75, 0.85), (-d + 0.03, 0.75, 0.93), FRAME)
    return flat(leg, inner, foot, brace)
