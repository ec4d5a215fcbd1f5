"""Wheels on their axles."""

import numpy as np

from assets.polygons import Shape, join
from assets.random import stream
from assets.rotations import about_z
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.surface import flank_y
from assets.vehicles.wheels import PLAIN_SEGMENTS, SEGMENTS, wheel


def wheel_y(p: Proportions, d: float) -> float:
    """Where the outer faces of the wheels of the axle at ``d`` lie, metres from the middle."""
    return float(flank_y(p, d, p.wheel + p.arch)) - (0.04 if p.wheel > 0.4 else 0.03)


def wheels(rng: np.random.Generator, p: Proportions, steer_deg: float) -> tuple[Shape, Shape]:
    """All wheels standing on z = 0: what is round, and what has flat faces."""
    heavy = p.wheel > 0.4
    wanted = ("bus", "bus") if heavy else ("steel", "steel") if rng.uniform() < 0.6 else ("alloy", "alloy")
    wanted = ("truck_front", "truck_rear") if heavy and rng.uniform() < 0.5 else wanted
    made = [  # of one kind in front and behind
        wheel(stream(rng, "wheel"), p.wheel, p.tyre, style, dual, segments)
        for style, dual, segments in zip(wanted, (False, p.twin), (SEGMENTS, PLAIN_SEGMENTS), strict=True)
    ]
    steered = about_z(np.radians(steer_deg))
    placed: list[tuple[Shape, Shape]] = []
    for number, d in enumerate(p.axles):
        y = wheel_y(p, d) - p.tyre / 2.0
        place = np.array([p.length / 2.0 - d, y, p.wheel])
        one = made[min(number, 1)]
        for shape_side in (1.0, -1.0):
            around, flat = one if shape_side > 0.0 else (one[0].mirrored(), one[1].mirrored())
            here = place * [1.0, shape_side, 1.0]
            spin = steered if number == 0 else None
            placed.append((around.moved(here, spin), flat.moved(here, spin)))
    return join([item[0] for item in placed]), join([item[1] for item in placed])
