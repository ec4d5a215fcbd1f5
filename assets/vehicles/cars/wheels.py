"""A car's four wheels, and the dark wells around them."""

import numpy as np

from assets.polygons import Shape, Skin, grid, join
from assets.vehicles.cars.body import BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.wheels import wheel

WELL: Skin = ("dark", "trim")


def tyre_width(p: Proportions) -> float:
    """Metres."""
    return 0.215 + 0.30 * (p.wheel - 0.33)


def wheels(rng: np.random.Generator, p: Proportions, body: BodyGrid) -> tuple[Shape, Shape]:
    """All four wheels standing on z = 0: what is round, and what has flat faces (the spokes)."""
    width = tyre_width(p)
    around, flat = wheel(rng, p.wheel, width)
    placed: list[tuple[Shape, Shape]] = []
    for axle in body.curves.axles:
        y = float(body.curves.flank_y(axle, body.curves.arch + p.wheel)) - 0.022 - width / 2.0
        place = [p.length / 2.0 - axle, y, p.wheel]
        placed.append((around.moved(place).pair(), flat.moved(place).pair()))
    return join([item[0] for item in placed]), join([item[1] for item in placed])


def wells(p: Proportions, body: BodyGrid) -> Shape:
    """Half cylinders behind the arches, closed towards the car's middle: nothing shines through."""
    angle = np.linspace(np.radians(-25.0), np.radians(205.0), 20)
    parts: list[Shape] = []
    for axle in body.curves.axles:
        outer = float(body.curves.flank_y(axle, body.curves.arch + p.wheel)) - 0.03
        inner = outer - tyre_width(p) - 0.10
        radius = np.array([body.curves.arch + 0.004, body.curves.arch + 0.004, 0.0])
        y = np.array([outer, inner, inner])
        x = p.length / 2.0 - axle - np.cos(angle)[:, None] * radius
        z = p.wheel + np.sin(angle)[:, None] * radius
        points = np.stack([x, np.broadcast_to(y, x.shape), np.maximum(z, 0.12)], axis=2)
        parts.append(grid(points[::-1], WELL).pair())
    return join(parts)
