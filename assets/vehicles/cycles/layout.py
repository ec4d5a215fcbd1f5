"""Where the main things of a motorcycle lie, before anything is shaped."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Points
from assets.vehicles.cycles.dimensions import Motorcycle
from assets.vehicles.cycles.shapes import xyz


@dataclass(frozen=True)
class Layout:
    """Metres, in the upright machine's frame.

    Attributes:
        low_z, clamp_z: heights of the fork's clamps.
        clamp: middle of the upper one.
        tank_front, tank_rear: (x, z) of the ends of the tank's upper line.
        seat_x: where the rider sits; ``seat_end`` where the seat ends behind.
        pillion: height of the passenger's seat over the rider's.
        pivot: of the swing arm.
        crank: middle of the crankcase.
        half: half the tank's width.
    """

    low_z: float
    clamp_z: float
    clamp: Points
    tank_front: tuple[float, float]
    tank_rear: tuple[float, float]
    seat_x: float
    seat_end: float
    pillion: float
    pivot: Points
    crank: Points
    half: float


_CLAMP_UNDER_BAR = {"sport": -0.005, "cruiser": 0.17, "touring": 0.14, "offroad": 0.15, "street": 0.11}
_STEP = {"sport": (0.06, 0.10), "naked": (0.02, 0.07), "cruiser": (0.03, 0.08), "offroad": (0.0, 0.02)}
_HALF = {"street": 0.13, "naked": 0.16, "sport": 0.165, "cruiser": 0.16, "touring": 0.17, "offroad": 0.12}


def layout(rng: np.random.Generator, m: Motorcycle) -> Layout:
    """Engine, tank and seat between the wheels of ``m``."""
    g = m.geometry
    clamp_z = m.bar - _CLAMP_UNDER_BAR.get(m.style, 0.12) - float(rng.uniform(-0.01, 0.015))
    low_z = clamp_z - float(rng.uniform(0.17, 0.21))
    clamp = g.on_axis(clamp_z)
    head_x = float(g.on_axis(clamp_z - 0.05)[0])
    under = {"cruiser": 0.03, "touring": 0.02}.get(m.style, 0.015)
    front = (head_x - 0.05, min(clamp_z - under, m.seat + 0.24))
    long = {"sport": 0.50, "naked": 0.46, "cruiser": 0.56, "touring": 0.50, "offroad": 0.34}.get(m.style, 0.46)
    rear_x = front[0] - long * float(rng.uniform(0.93, 1.05)) * (0.9 + 0.1 * g.wheelbase / 1.4)
    pivot = g.rear + xyz(0.35 * g.wheelbase, 0.0, 0.07)
    crank = np.array([pivot[0] + (0.27 if m.style != "cruiser" else 0.34), 0.0, g.rear_radius + 0.08])
    if m.style == "offroad":
        crank = crank + xyz(0.0, 0.0, 0.06)
    return Layout(
        low_z,
        clamp_z,
        clamp,
        front,
        (rear_x, m.seat + 0.035),
        seat_x=rear_x - 0.15,
        seat_end=m.tail_x + (0.10 if m.style != "cruiser" else 0.34),
        pillion=float(rng.uniform(*_STEP.get(m.style, (0.01, 0.05)))),
        pivot=pivot,
        crank=crank,
        half=_HALF.get(m.style, 0.13) * float(rng.uniform(0.92, 1.08)),
    )
