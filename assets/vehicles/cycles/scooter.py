"""Scooters: small wheels, bars in a cowl, and the body that ``scooter_body`` makes."""

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Shape, pillow, tube
from assets.random import stream
from assets.vehicles.cycles.assembly import Machine, assemble
from assets.vehicles.cycles.dimensions import SCOOTERS, Motorcycle, sample_motorcycle
from assets.vehicles.cycles.fittings import head_block, round_lamp
from assets.vehicles.cycles.front import BarStyle, Front, assemble_front, cockpit, fork, front_wheel, mudguard
from assets.vehicles.cycles.layout import layout
from assets.vehicles.cycles.scooter_body import scooter_body
from assets.vehicles.cycles.shapes import xyz
from assets.vehicles.cycles.skins import PAINT, PLASTIC
from assets.vehicles.cycles.wheels import WheelStyle
from assets.vehicles.pieces import Pieces
from assets.vehicles.state import PARKED, State

TYPES = ("scooter",)


def scooter(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A scooter that stands on z = 0 around the origin: on its centre or side stand, or ridden.

    Args:
        rng: where its style, proportions, paint and details come from.
        type: ``scooter``.
        color: one of ``COLORS``.
        state: what it is doing; a rider sits on it if ``occupied``.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    expect_name(type, TYPES, "type")
    state = state.without_doors()
    m = sample_motorcycle(stream(rng, "proportions"), SCOOTERS)
    details, wheel_rng = stream(rng, "details"), stream(rng, "wheels")
    front_style, rear_style = _wheels(wheel_rng, m)
    cowl_lamp = m.style == "classic" or (m.style == "modern" and rng.uniform() < 0.55)
    front = _front(details, m, front_style, cowl_lamp)
    body = scooter_body(details, m, rear_style, not cowl_lamp)
    machine = Machine(type, color, m, layout(stream(rng, "layout"), m), 0.5, (7.0, 11.0))
    return assemble(rng, machine, front, body, state)


def _wheels(rng: np.random.Generator, m: Motorcycle) -> tuple[WheelStyle, WheelStyle]:
    """Small cast wheels, or a classic scooter's pressed discs (many broad arms)."""
    g = m.geometry
    arms, twin = int(rng.choice([3, 5, 6, 8])), bool(rng.uniform() < 0.3)
    disc = 0.095 if rng.uniform() < 0.7 else 0.0

    def one(radius: float, width: float, disc: float, drum: float) -> WheelStyle:
        return WheelStyle(
            radius,
            width,
            min(0.72 * width, 0.085),
            arms=arms,
            twin=twin and arms < 8,
            hub=0.04,
            drum=drum,
            disc=disc,
            deep=0.024,
            segments=36,
        )

    return one(g.front_radius, g.front_width, disc, 0.05), one(g.rear_radius, g.rear_width, 0.0, 0.07)


def _front(rng: np.random.Generator, m: Motorcycle, style: WheelStyle, lamp: bool) -> Front:
    """Wheel, guard, stub fork, and bars in a cowl with or without the head lamp."""
    g = m.geometry
    wheel, tyre = front_wheel(rng, m, style)
    clamp = g.on_axis(m.bar - 0.05)
    low = 2.0 * g.front_radius + 0.06
    parts = [fork(m, low, low + 0.01, False, style)]
    parts.append(mudguard(m, (float(rng.uniform(172.0, 190.0)), float(rng.uniform(30.0, 48.0))), PAINT))
    old = m.age > 0.5 or m.style == "classic"
    size = (0.105, 0.10) if old else (0.14, 0.09)
    mirror = "chrome" if old and rng.uniform() < 0.6 else "plastic"
    bar, points = cockpit(rng, m, clamp, BarStyle(0.0, 0.09, mirror, size, "none"))
    middle = clamp + xyz(0.01, 0.0, 0.045)
    shapes: list[Shape] = [pillow((0.17, float(rng.uniform(0.34, 0.42)), 0.135), PAINT, 2.5, 18).moved(middle)]
    shapes.append(pillow((0.10, 0.20, 0.10), PLASTIC, 3.0, 12).moved(middle + xyz(-0.055, 0.0, 0.01)))
    neck = np.stack([clamp - g.axis * 0.14, clamp - g.axis * 0.05, clamp + g.axis * 0.03])
    shapes.append(tube(neck, 0.048, PLASTIC, 10))
    if lamp:
        center = middle + xyz(0.088, 0.0, 0.0)
        if old:
            shapes.append(round_lamp(center + xyz(0.015, 0, 0), float(rng.uniform(0.062, 0.075)), PAINT))
        else:
            shapes.append(head_block(center - [0.018, 0, 0], float(rng.uniform(0.16, 0.21)), 0.095, 0.3))
        points["front_light"] = center + xyz(0.02, 0.0, 0.0)
    return assemble_front(wheel, tyre, [*parts, bar, Pieces(smooth=tuple(shapes))], points)
