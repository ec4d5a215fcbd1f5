"""Everything of a motorcycle that does not turn with its bars: rear wheel, frame, engine, tank, seat, fairing."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Points, Shape, Skin, join, pillow, tube
from assets.vehicles.cycles.bodywork import (
    seat,
    shroud,
    tail,
    tank,
)
from assets.vehicles.cycles.dimensions import Motorcycle
from assets.vehicles.cycles.engines import chain
from assets.vehicles.cycles.fairing import fairing, luggage
from assets.vehicles.cycles.fittings import clear_of_tyre, crash_bar, indicators, lamp_block, peg
from assets.vehicles.cycles.layout import Layout
from assets.vehicles.cycles.power import power
from assets.vehicles.cycles.shapes import axle, bracket, curve, guard, strap, strut, xyz
from assets.vehicles.cycles.skins import PAINT, PLASTIC, SHADE
from assets.vehicles.cycles.wheels import WheelStyle, cycle_wheel
from assets.vehicles.pieces import Pieces, gather

FRAME: Skin = ("frame", "frame")


@dataclass(frozen=True)
class Body:
    """Attributes:
    pieces: all that does not turn with the bars.
    points: named points on them, without those of the front.
    tyre: (V, 3) points of the rear one.
    plate: middle of the rear plate, or None to leave it off; ``plate_tilt`` its lean in radians.
    """

    pieces: Pieces
    points: dict[str, Points]
    tyre: Points
    plate: Points | None
    plate_tilt: float = 0.25


def chassis(rng: np.random.Generator, m: Motorcycle, where: Layout, wheel: WheelStyle) -> Body:
    """All of it, by the machine's style."""
    rear = cycle_wheel(rng, wheel).moved(m.geometry.rear)
    parts = [rear, _frame(m, where), _swing_arm(rng, m, where, wheel), power(rng, m, where), _seat(m, where)]
    points: dict[str, Points] = {"saddle": np.array([where.seat_x, 0.0, m.seat])}
    parts.append(Pieces(soft=(_tank(rng, m, where),)))
    if m.style in ("sport", "touring"):
        faired, points["front_light"] = fairing(rng, m, where)
        parts.append(faired)
    elif m.style in ("naked", "offroad") or m.age < 0.35:
        drop = 0.16 if m.style != "offroad" else 0.24
        front = np.array([where.tank_front[0] + 0.07, where.half + 0.03, where.tank_front[1] - 0.10])
        skin = PAINT if rng.uniform() < 0.6 else SHADE
        side = np.array([where.tank_front[0] - 0.20, where.half * 0.92, where.tank_front[1] - 0.10])
        parts.append(Pieces(soft=(shroud(side, front, drop, skin),)))
    tail_piece, lamp, plate = _tail(rng, m, where)
    parts.append(tail_piece)
    points["rear_light"] = lamp
    foot = np.array([m.pegs, 0.30 if m.style == "cruiser" else 0.24, m.pegs_z])
    parts.append(Pieces(smooth=(peg(foot),)))
    if m.style in ("street", "cruiser", "touring") and rng.uniform() < 0.45:
        parts.append(Pieces(smooth=(crash_bar(where.crank),)))
    points |= {"foot_left": foot, "foot_right": foot * [1.0, -1.0, 1.0]}
    if m.style == "touring" or (m.style == "street" and rng.uniform() < 0.12):
        parts.append(luggage(rng, m, where))
    return Body(gather(*parts), points, rear.smooth[0].points, plate)


def _frame(m: Motorcycle, where: Layout) -> Pieces:
    """A backbone, a cradle around the engine, and the rails below the seat; or two spars."""
    g, y = m.geometry, 0.105
    head_top, head_low = g.on_axis(where.clamp_z - 0.02), g.on_axis(where.low_z + 0.01)
    seat_root = np.array([where.tank_rear[0] - 0.02, y, where.tank_rear[1] - 0.12])
    end = np.array([where.seat_end + 0.06, 0.08, m.seat + where.pillion - 0.08])
    shapes: list[Shape] = [tube(np.stack([head_low, (head_low + head_top) / 2.0, head_top]), 0.034, FRAME, 12)]
    pivot = where.pivot + xyz(0.0, y, 0.0)
    low = where.crank + xyz(0.17, y - 0.01, -0.20)
    if m.style in ("sport", "naked", "touring") and m.age < 0.75:
        spar = np.stack(
            [
                (head_low + head_top) / 2.0 + [-0.02, 0.05, -0.02],
                [where.crank[0] + 0.06, y + 0.025, where.crank[2] + 0.30],
                pivot + xyz(0.0, 0.0, 0.06),
                pivot - [0.01, 0.0, 0.08],
            ]
        )
        shapes.append(tube(curve(spar, 9), (0.018, 0.042), FRAME, 8).pair())
    else:
        cradle = np.stack(
            [
                head_low + xyz(0.0, 0.02, 0.02),
                head_low * [1, 0, 1] + [-0.06, 0.07, -0.18],
                low,
                low + xyz(-0.22, 0.0, -0.03),
                pivot - [0.04, 0.0, 0.10],
                pivot,
            ]
        )
        shapes.append(tube(curve(cradle, 16), 0.016, FRAME, 8).pair())
        spine = np.stack([head_top - [0.0, 0.0, 0.04], seat_root * [1, 0, 1]])
        shapes.append(tube(np.stack([spine[0], spine.mean(0), spine[1]]), 0.024, FRAME, 8))
        post = np.stack([pivot, (pivot + seat_root) / 2.0 + [0.01, 0.0, 0.0], seat_root])
        shapes.append(tube(post, 0.016, FRAME, 8).pair())
    rail = np.stack([seat_root + xyz(0.05, 0.0, 0.0), (seat_root + end) / 2.0, end])
    stay = np.stack([pivot + xyz(0.0, 0.0, 0.03), (pivot + end) / 2.0 + [0.03, 0.01, 0.0], end + xyz(0.10, 0.0, -0.02)])
    shapes += [tube(rail, 0.013, FRAME, 6).pair(), tube(stay, 0.012, FRAME, 6).pair()]
    return Pieces(smooth=(join(shapes),))


def _swing_arm(rng: np.random.Generator, m: Motorcycle, where: Layout, wheel: WheelStyle) -> Pieces:
    """Arms, shocks, chain and its guard, the rear brake."""
    g = m.geometry
    y = max(g.rear_width / 2.0 + 0.032, 0.095)
    hub, pivot = g.rear + xyz(0.0, y, 0.0), where.pivot + xyz(0.0, y - 0.01, 0.0)
    arms = bracket(pivot, hub - [0.03, 0.0, 0.0], (0.026, 0.052), FRAME)
    shapes = [chain(where.pivot + xyz(0.08, 0, 0), g.rear, (0.042, 0.095), y - 0.03)]
    shapes.append(axle(g.rear, y + 0.02, 0.012, 8))
    if m.style in ("street", "cruiser") or m.age > 0.75:
        foot = hub + xyz(0.05 if m.style != "cruiser" else 0.10, 0.035, 0.03)
        top = np.array([foot[0] + 0.07, foot[1], m.seat - (0.10 if m.style != "cruiser" else 0.06)])
        shapes.append(strut(foot, top, 0.028, ("spring", "frame"), ("plastic", "frame")).pair())
    else:
        foot = where.pivot + xyz(-0.06, 0.0, 0.02)
        shapes.append(strut(foot, foot + xyz(0.03, 0.0, 0.26), 0.034, ("spring", "frame"), ("plastic", "frame")))
    top_run = np.stack(
        [
            g.rear + xyz(-0.02, y - 0.03, 0.125),
            g.rear + xyz(0.16, y - 0.03, 0.12),
            where.pivot + xyz(0.02, y - 0.03, 0.07),
        ]
    )
    shapes.append(tube(curve(top_run, 6), (0.016, 0.012), PLASTIC, 6))
    if wheel.disc:
        shapes.append(
            pillow((0.10, 0.04, 0.055), ("cover", "trim"), 4.0, 8).moved(g.rear + xyz(0.09, -wheel.hub - 0.03, 0.06))
        )
    return Pieces(smooth=(join(shapes),), flat=(arms.pair(),))


def _tank(rng: np.random.Generator, m: Motorcycle, where: Layout) -> Shape:
    low = min(where.tank_rear[1], where.tank_front[1]) - float(rng.uniform(0.13, 0.17))
    peak = float(rng.uniform(0.05, 0.08)) + (0.02 if m.style == "sport" else 0.0)
    return tank(where.tank_rear, (where.tank_front[0], where.tank_front[1] - 0.03), peak, low, where.half, m.age)


def _seat(m: Motorcycle, where: Layout) -> Pieces:
    """One seat with a step, or a rider's and a pillion."""
    front, x, end = where.tank_rear[0] + 0.05, where.seat_x, where.seat_end
    rise = where.pillion
    step = x - 0.19
    line = [(end, m.seat + rise + 0.005), ((end + step) / 2, m.seat + rise), (step, m.seat + 0.55 * rise)]
    line += [(x, m.seat), (front, m.seat + 0.03)]
    broad = 0.17 if m.style in ("cruiser", "touring") else 0.14 if m.style != "offroad" else 0.10
    return Pieces(soft=(seat(line, np.array([0.55, 0.85, 0.9, 1.0, 0.62]) * broad, [0.05, 0.08, 0.09, 0.08, 0.07]),))


def _tail(rng: np.random.Generator, m: Motorcycle, where: Layout) -> tuple[Pieces, Points, Points]:
    """What is behind and below the seat; the lamp's middle; the plate's middle."""
    g, end = m.geometry, where.seat_end
    z = m.seat + where.pillion
    fender = m.style == "cruiser" or (m.style == "street" and m.age > 0.55)
    soft, lamp, plate = (_fender if fender else _tail_unit)(rng, m, where)
    wide_lamp = float(rng.uniform(0.10, 0.18))
    shapes = [lamp_block(lamp, (0.05, wide_lamp, float(rng.uniform(0.045, 0.065))), "tail")]
    shapes.append(lamp_block(lamp + xyz(-0.008, 0.0, -0.004), (0.045, 0.5 * wide_lamp, 0.035), "brake"))
    shapes.append(indicators(lamp + xyz(0.05, 0.15, -0.05), 0.09, (0.05, 0.06, 0.04)))
    plate = clear_of_tyre(plate, g.rear, g.rear_radius)
    holder = np.stack([lamp + xyz(0.06, 0.0, -0.01), plate + xyz(0.035, 0.0, 0.05), plate + xyz(0.022, 0.0, -0.03)])
    shapes.append(strap(holder, 0.11, 0.014, PLASTIC))
    if m.style in ("street", "cruiser") or (m.age > 0.6 and m.style == "naked"):
        cover = pillow((0.27, 0.05, 0.20), PAINT, 2.7, 14)
        shapes.append(cover.moved((where.seat_x - 0.02, 0.125, m.seat - 0.21)).pair())
        if m.style == "street":
            rail = np.array(
                [
                    [where.seat_x - 0.2, 0.13, z - 0.02],
                    [end, 0.13, z + 0.02],
                    [end - 0.10, 0.09, z + 0.035],
                    [end - 0.12, 0.0, z + 0.035],
                ]
            )
            shapes.append(tube(curve(rail, 8), 0.011, ("bars", "trim"), 6).pair())
    return Pieces(soft=tuple(soft), smooth=tuple(shapes)), lamp - [0.025, 0.0, 0.0], plate


def _fender(rng: np.random.Generator, m: Motorcycle, where: Layout) -> tuple[list[Shape], Points, Points]:
    """A metal mudguard that carries the lamp; the lamp's middle; where the plate would like to be."""
    g, cruiser = m.geometry, m.style == "cruiser"
    crown = g.rear_radius + (0.055 if cruiser else 0.10)
    skin = PAINT if cruiser or rng.uniform() < 0.5 else ("chrome", "body")
    a = np.radians(150.0)
    lamp = g.rear + (crown + 0.02) * np.array([np.cos(a), 0.0, np.sin(a)]) + [-0.03, 0.0, 0.02]
    plate = lamp + xyz(-0.03, 0.0, -0.14)
    if cruiser:
        lamp, plate = lamp + xyz(0.0, 0, 0.03), plate + xyz(0, 0, 0.02)
    return [guard(g.rear[[0, 2]], crown, g.rear_width + 0.05, (168.0, 42.0), skin)], lamp, plate


def _tail_unit(rng: np.random.Generator, m: Motorcycle, where: Layout) -> tuple[list[Shape], Points, Points]:
    """A moulded tail behind the seat over a short mudguard; the lamp's middle; where the plate would like to be."""
    g, end, x, z = m.geometry, where.seat_end, m.tail_x, m.seat + where.pillion
    up = {"sport": 0.05, "naked": 0.04}.get(m.style, 0.0)
    line = [
        (x + 0.03, z - 0.045 + up),
        (end, z - 0.06 + 0.6 * up),
        ((end + where.seat_x) / 2, m.seat - 0.06),
        (where.tank_rear[0], m.seat - 0.09),
    ]
    unit = tail(line, np.array([0.045, 0.085, 0.115, 0.12]), np.array([0.05, 0.085, 0.12, 0.13]), PAINT)
    lamp = np.array([x + 0.01, 0.0, z - 0.045 + up])
    plate = np.array([x - 0.02, 0.0, max(lamp[2] - float(rng.uniform(0.13, 0.20)), g.rear_radius + 0.16)])
    hugger = guard(g.rear[[0, 2]], g.rear_radius + 0.06, max(g.rear_width + 0.06, 0.16), (138.0, 58.0), PLASTIC)
    return [unit, hugger], lamp, plate
