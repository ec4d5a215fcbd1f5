"""Bicycles: road, mountain, city, step-through, children's."""

from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Shape
from assets.random import stream
from assets.vehicles.cycles.assembly import Ride, finish_cycle
from assets.vehicles.cycles.bicycle_dimensions import Bike, sample_bike
from assets.vehicles.cycles.bicycle_frame import bicycle_frame
from assets.vehicles.cycles.bicycle_front import bicycle_front
from assets.vehicles.cycles.fittings import stand_leg
from assets.vehicles.cycles.materials import cycle_materials
from assets.vehicles.cycles.shapes import xyz
from assets.vehicles.cycles.stance import pose, sample_stance
from assets.vehicles.cycles.wheels import WheelStyle
from assets.vehicles.state import PARKED, State

TYPES = ("bicycle",)


def bicycle(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A bicycle that stands on z = 0 around the origin: leaning on its stand, or ridden.

    Args:
        rng: where its style, proportions, paint and details come from.
        type: ``bicycle``.
        color: one of ``COLORS``.
        state: what it is doing; a rider sits on it if ``occupied``.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    expect_name(type, TYPES, "type")
    state = replace(state.without_doors(), brake=False, indicators="none")  # it has no such lamps
    b = sample_bike(stream(rng, "proportions"))
    materials = cycle_materials(rng, color, state, b.age)
    stance = sample_stance(stream(rng, "stance"), state, 0.9, (5.0, 9.0))
    details = stream(rng, "details")
    discs = b.style == "mountain" or (b.style != "child" and b.age < 0.3)
    shod = b.style in ("city", "step_through") or details.uniform() < 0.12
    wheels = _wheels(stream(rng, "wheels"), b, discs)
    fitted, points, wheel_points = bicycle_front(details, b, wheels[0], shod)
    frame, more, rear_points = bicycle_frame(details, b, wheels[1], shod)
    posed = pose(b.geometry, stance, frame, fitted, more, points, (rear_points, wheel_points))
    stand: tuple[Shape, ...] = ()
    if not state.occupied:
        root = posed.place(b.bracket + xyz(-0.07, 0.04, -0.02))
        stand = (stand_leg(root, np.array([root[0] - 0.06, root[1] + 0.14, 0.0]), 0.009),)
    ride_rng, ride = ride_of(rng, b)
    return finish_cycle(ride_rng, ("bicycle", type, color, ""), posed, stand, materials, state, ride)


def ride_of(rng: np.random.Generator, b: Bike) -> tuple[np.random.Generator, Ride]:
    """How somebody sits on a bicycle, and the stream that they are made from.

    Args:
        rng: the stream that the bicycle is made from.
    """
    own = stream(rng, "rider")
    return own, Ride(b.lean_rad, "bicycle" if own.uniform() < (0.85 if b.style == "road" else 0.4) else False)


def _wheels(rng: np.random.Generator, b: Bike, discs: bool) -> tuple[WheelStyle, WheelStyle]:
    g = b.geometry
    deep = float(rng.uniform(0.03, 0.055)) if b.style == "road" and rng.uniform() < 0.4 else 0.016
    disc = 0.082 if discs else 0.0
    spokes = int(rng.choice([24, 28])) if deep > 0.02 else 20 if b.style == "child" else int(rng.choice([32, 36]))

    def one(hub: float, drum: float) -> WheelStyle:
        wall = 0.86 * g.front_width
        return WheelStyle(
            g.front_radius, g.front_width, wall, 0, False, spokes, hub, drum, disc, (1.0,), 0.0013, deep, 56
        )

    geared = b.style in ("city", "step_through") and rng.uniform() < 0.6
    return one(0.032, 0.024), one(0.035, 0.045 if geared else 0.028)
