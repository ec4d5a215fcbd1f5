"""What carries a rigid truck's body: frame, wheels, guards, tanks, tail; and what a truck is once it is made."""

from dataclasses import dataclass

import numpy as np

from assets.vehicles.pieces import Pieces, smooth
from assets.vehicles.state import State
from assets.vehicles.trucks.chassis import (
    Tail,
    engine,
    frame,
    mud_guards,
    side_guards,
    spare,
    tail,
    tanks,
    wells,
    wheels,
)
from assets.vehicles.trucks.dimensions import Cab
from assets.vehicles.trucks.layout import Layout


@dataclass(frozen=True)
class Made:
    """A truck with its front bumper at x = 0.

    Attributes:
        layout: its axles and room.
        body: what the chassis or the trailer carries; ``below``: what carries it.
        open: nothing stands at the rear that has an upper corner.
        tail: where its lamps are.
        variant: kind of body, such as ``box`` or ``bed``.
    """

    layout: Layout
    body: Pieces
    below: Pieces
    open: bool
    tail: Tail
    variant: str


def rigid_below(rng: np.random.Generator, cab: Cab, layout: Layout, state: State) -> tuple[Pieces, Tail]:
    """All below the body of a truck with one frame, and where its tail lamps are."""
    chassis, space = layout.chassis, layout.space
    half, high = space.width / 2.0 - 0.03, chassis.rail - 0.03
    pieces = frame(chassis) + wheels(rng, chassis, cab, state.steer_deg) + mud_guards(chassis)
    for axle in chassis.steered:
        pieces += smooth(wells(cab, axle))
    pieces += engine(cab)
    rear, lamp = tail(
        rng, -layout.length + 0.03, min(space.width, chassis.width + 0.1), space.floor - 0.10, chassis.tyre
    )
    start = max(chassis.steered) + cab.arch + 0.12
    end = min(chassis.axles) - chassis.tyre - 0.12
    middle = start + min(1.9, 0.55 * (end - start))
    pieces += tanks(rng, start, middle, half, 0.36, high)
    if cab.kind not in ("light", "van") or rng.uniform() < 0.6:
        pieces += side_guards(middle, end, half, 0.42, min(high, 0.95), bool(rng.uniform() < 0.15))
    if rng.uniform() < 0.5:
        pieces += smooth(spare(layout.length - 0.9, chassis.rail - 0.42, chassis.tyre * 0.97, 0.2))
    return pieces + rear, lamp
