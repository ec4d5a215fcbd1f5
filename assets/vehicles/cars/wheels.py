"""A car's four wheels, and the dark wells around them."""

import numpy as np

from assets.polygons import Points, Shape, Skin, grid, join
from assets.vehicles.cars.body import BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.wheels import STYLES, wheel

WELL: Skin = ("dark", "trim")


def tyre_width(p: Proportions) -> float:
    """Metres."""
    return 0.215 + 0.30 * (p.wheel - 0.33) - 0.03 * p.box - 0.045 * p.classic


def wheels(rng: np.random.Generator, p: Proportions, body: BodyGrid, steer_deg: float) -> tuple[Shape, Shape]:
    """All four wheels standing on z = 0: what is round, and what has flat faces (the spokes)."""
    width = tyre_width(p)
    around, flat = wheel(rng, p.wheel, width, _style(rng, p))
    turn = np.radians(steer_deg)
    steered = np.array([[np.cos(turn), -np.sin(turn), 0.0], [np.sin(turn), np.cos(turn), 0.0], [0.0, 0.0, 1.0]])
    placed: list[tuple[Shape, Shape]] = []
    for number, axle in enumerate(body.curves.axles):
        place = wheel_place(p, body, axle)
        for side in (1.0, -1.0):
            pair = (around, flat) if side > 0 else (around.mirrored(), flat.mirrored())
            rotation = steered if number == 0 else None
            moved = [shape.moved(place * [1.0, side, 1.0], rotation) for shape in pair]
            placed.append((moved[0], moved[1]))
    return join([item[0] for item in placed]), join([item[1] for item in placed])


def _style(rng: np.random.Generator, p: Proportions) -> str:
    steel = 0.9 if p.classic else 0.6 if p.old else 0.25 if p.box > 0.2 or p.bed else 0.08
    wanted = "steel" if rng.uniform() < steel else "alloy"
    return wanted if wanted in STYLES else STYLES[0]


def wheel_place(p: Proportions, body: BodyGrid, axle: float) -> Points:
    """Middle of the left wheel on an axle, metres."""
    y = outer_y(p, body, axle) - tyre_width(p) / 2.0
    return np.array([p.length / 2.0 - axle, y, p.wheel])


def outer_y(p: Proportions, body: BodyGrid, axle: float) -> float:
    """Of the wheel's outer face."""
    return float(body.curves.flank_y(axle, body.curves.arch + p.wheel)) - 0.022 + p.wings


def wells(p: Proportions, body: BodyGrid) -> Shape:
    """Half cylinders behind the arches, closed towards the car's middle: nothing shines through."""
    angle = np.linspace(np.radians(-25.0), np.radians(205.0), 20)
    parts: list[Shape] = []
    for axle in body.curves.axles:
        outer = outer_y(p, body, axle) - 0.008
        inner = outer - tyre_width(p) - 0.14
        radius = np.array([body.curves.arch + 0.004, body.curves.arch + 0.004, 0.0])
        y = np.array([outer, inner, inner])
        x = p.length / 2.0 - axle - np.cos(angle)[:, None] * radius
        z = p.wheel + np.sin(angle)[:, None] * radius
        points = np.stack([x, np.broadcast_to(y, x.shape), np.maximum(z, 0.12)], axis=2)
        parts.append(grid(points[::-1], WELL).pair())
    return join(parts)
