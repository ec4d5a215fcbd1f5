"""What of a bicycle does not turn with its bars: rear wheel, frame, cranks, saddle, carrier."""

import numpy as np

from assets.polygons import Points, Shape, Skin, join, tube
from assets.vehicles.cycles.bicycle_dimensions import Bike
from assets.vehicles.cycles.bicycle_parts import (
    carrier,
    chain_case,
    cranks,
    mudguards,
    rim_brake,
    saddle,
)
from assets.vehicles.cycles.fittings import lamp_block
from assets.vehicles.cycles.shapes import axle, curve, strut, xyz
from assets.vehicles.cycles.skins import BAR
from assets.vehicles.cycles.wheels import WheelStyle, cycle_wheel
from assets.vehicles.pieces import Pieces, gather

FRAME: Skin = ("paint", "frame")


def bicycle_frame(
    rng: np.random.Generator, b: Bike, style: WheelStyle, shod: bool
) -> tuple[Pieces, dict[str, Points], Points]:
    """Rear wheel, tubes, cranks, saddle, what is fixed to them; named points; the rear tyre's points.

    Args:
        shod: it has mudguards and what goes with them.
    """
    g, easy = b.geometry, b.style in ("city", "step_through", "child")
    wheel = cycle_wheel(rng, style).moved(g.rear)
    crown_z = g.front_radius * 2.0 + (0.05 if b.style != "mountain" else 0.105)
    low, top = g.on_axis(crown_z), g.on_axis(min(b.bar - 0.06, crown_z + (0.145 if b.style != "child" else 0.08)))
    under = {"road": 0.20, "mountain": 0.33, "child": 0.16, "step_through": 0.30}.get(b.style, 0.26)
    lug = b.on_seat_tube(b.saddle - under if b.style == "step_through" else min(b.saddle - under, top[2] + 0.02))
    shapes = [*_main_tubes(rng, b, low, top, lug), *_stays(b, lug)]
    seat_top = b.on_seat_tube(b.saddle)
    shapes.append(tube(np.stack([lug, (lug + seat_top) / 2, seat_top - xyz(0, 0, 0.045)]), 0.0135, BAR, 8))
    arm, ring = 0.17 if b.style != "child" else 0.11, 0.045 if easy else 0.06
    drive, points = cranks(b.bracket, g.rear, float(rng.uniform(0.0, 2.0 * np.pi)), arm, ring)
    points["saddle"] = seat_top
    pieces = [wheel, drive, saddle(seat_top, "broad" if easy else "slim")]
    if not style.disc:
        shapes.append(rim_brake(g.rear, (lug + g.rear) / 2, style))
    lamp = b.on_seat_tube(b.saddle - 0.13) - xyz(0.03, 0, 0)
    if shod:
        fitted, lamp = _utilities(rng, b, lug)
        pieces.append(fitted)
    else:
        shapes += _sporting(rng, b, low, top, lug)
    if shod or rng.uniform() < 0.5:
        shapes.append(lamp_block(lamp, (0.03, 0.07 if shod else 0.03, 0.035), "tail"))
        points["rear_light"] = lamp - xyz(0.015, 0.0, 0.0)
    return gather(*pieces, Pieces(smooth=(join(shapes),))), points, wheel.smooth[0].points


def _main_tubes(rng: np.random.Generator, b: Bike, low: Points, top: Points, lug: Points) -> list[Shape]:
    """Head, down, top and seat tube; a step-through's is bowed, single or doubled."""
    shapes = [tube(np.stack([low, (low + top) / 2, top]), b.tube + 0.004, FRAME, 10)]
    down = np.stack([low + xyz(0, 0, 0.015), (low + b.bracket) / 2.0, b.bracket])
    if b.style == "step_through":
        bow = float(rng.uniform(0.03, 0.09))
        down[1] += [-0.5 * bow, 0.0, -bow]
        shapes.append(tube(curve(down, 9), b.tube, FRAME, 10))
        if rng.uniform() < 0.55:
            middle = (top + b.bracket) / 2 + xyz(-0.04, 0, -0.3 * bow)
            second = np.stack([top - xyz(0, 0, 0.02), middle, b.on_seat_tube(b.bracket[2] + 0.17)])
            shapes.append(tube(curve(second, 8), 0.8 * b.tube, FRAME, 10))
    else:
        shapes.append(tube(down, b.tube, FRAME, 10))
        upper = np.stack([top - xyz(0, 0, 0.02), (top + lug) / 2 - xyz(0, 0, 0.0175), lug - xyz(0, 0, 0.015)])
        shapes.append(tube(upper, 0.85 * b.tube, FRAME, 10))
    seat_tube = np.stack([b.bracket, (b.bracket + lug) / 2, lug + (lug - b.bracket) * 0.04])
    shapes.append(tube(seat_tube, 0.9 * b.tube, FRAME, 10))
    shell = b.bracket + np.array([[0, -0.036, 0], [0, 0, 0], [0, 0.036, 0]])
    return [*shapes, tube(shell, 0.024, FRAME, 10)]


def _stays(b: Bike, lug: Points) -> list[Shape]:
    """Chain stays, seat stays, the rear axle."""
    rear, y = b.geometry.rear, 0.062
    drop = rear + xyz(0.0, y, 0.0)
    chain = np.stack([b.bracket + xyz(0, 0.03, 0), (b.bracket + drop) / 2 + xyz(0, 0.012, 0), drop])
    seat = np.stack([lug + xyz(0, 0.014, -0.03), (lug + drop) / 2 + xyz(0, 0.006, 0), drop])
    return [
        tube(chain, 0.0095, FRAME, 8).pair(),
        tube(seat, 0.008, FRAME, 8).pair(),
        axle(rear, y + 0.012, 0.007),
    ]


def _utilities(rng: np.random.Generator, b: Bike, lug: Points) -> tuple[Pieces, Points]:
    """Rear mudguard, often a carrier and a chain case; and where the lamp is."""
    g = b.geometry
    lamp = g.rear + xyz(-g.rear_radius - 0.03, 0.0, 0.18)
    pieces = [mudguards(g, False, "plastic" if rng.uniform() < 0.6 else "paint")]
    if rng.uniform() < 0.75:
        pieces.append(carrier(g, lug))
        lamp = np.array([g.rear[0] - 0.23, 0.0, 2.0 * g.rear_radius + 0.035])
    if rng.uniform() < 0.5:
        pieces.append(chain_case(b.bracket, g.rear, "plastic" if rng.uniform() < 0.7 else "paint"))
    return gather(*pieces), lamp


def _sporting(rng: np.random.Generator, b: Bike, low: Points, top: Points, lug: Points) -> list[Shape]:
    """A bottle on the down tube, a mountain bike's shock."""
    shapes: list[Shape] = []
    if rng.uniform() < 0.4 and b.style != "child":
        middle = (low + b.bracket) / 2 + xyz(-0.03, 0.0, 0.055)
        along = 0.09 * (low - b.bracket) / np.linalg.norm(low - b.bracket)
        shapes.append(tube(np.stack([middle - along, middle, middle + along]), 0.034, ("shade", "trim"), 10))
    if b.style == "mountain" and rng.uniform() < 0.4:
        foot, head = (lug + b.bracket) / 2 + xyz(0.02, 0, 0.02), (lug + top) / 2 - xyz(0.02, 0, 0.05)
        shapes.append(strut(foot, head, 0.024, ("spring", "frame"), ("plastic", "frame")))
    return shapes
