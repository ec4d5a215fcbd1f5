"""Underbones: small step-through machines with leg shields, the most common two-wheelers of all."""

import numpy as np

from assets.polygons import Points, Shape, join, pillow, tube
from assets.vehicles.cycles.bicycle_parts import basket
from assets.vehicles.cycles.bodywork import seat, side_sheet, tail
from assets.vehicles.cycles.chassis import Body
from assets.vehicles.cycles.dimensions import Motorcycle
from assets.vehicles.cycles.engines import crankcase, exhaust, heat_shield
from assets.vehicles.cycles.fittings import clear_of_tyre, head_block, indicators, lamp_block, peg
from assets.vehicles.cycles.front import BarStyle, Front, assemble_front, cockpit, fork, front_wheel, mudguard
from assets.vehicles.cycles.layout import Layout
from assets.vehicles.cycles.shapes import axle, bracket, curve, guard, loft, strap, strut, xyz
from assets.vehicles.cycles.skins import PAINT, PLASTIC, SHADE
from assets.vehicles.cycles.wheels import WheelStyle, cycle_wheel
from assets.vehicles.pieces import Pieces, gather


def underbone_front(rng: np.random.Generator, m: Motorcycle, where: Layout, style: WheelStyle) -> Front:
    """Wheel, slim fork, guard, and bars in a cowl with the head lamp."""
    wheel, tyre = front_wheel(rng, m, style)
    clamp = m.geometry.on_axis(m.bar - 0.07)
    low = 2.0 * m.geometry.front_radius + 0.05
    parts = [fork(m, low, low + 0.005, False, style)]
    parts.append(mudguard(m, (182.0, 40.0), PAINT if rng.uniform() < 0.75 else SHADE))
    bar, points = cockpit(rng, m, clamp, BarStyle(0.02, 0.11, "plastic", (0.125, 0.085), "none"))
    cowl = pillow((0.20, 0.30, 0.15), PAINT, 2.6, 18).moved(clamp + xyz(0.02, 0.0, 0.07))
    center = clamp + xyz(0.10, 0.0, 0.065)
    lamp = head_block(center, 0.19, 0.10, 0.3)
    wings = indicators(clamp + xyz(0.07, 0.155, 0.06), 0.05, (0.06, 0.09, 0.055))
    points["front_light"] = center + xyz(0.03, 0.0, 0.0)
    parts += [bar, Pieces(smooth=(cowl, lamp, wings))]
    return assemble_front(wheel, tyre, parts, points)


def underbone(rng: np.random.Generator, m: Motorcycle, where: Layout, wheel: WheelStyle) -> Body:
    """Shields, slim body, long seat, a level cylinder low in front."""
    g = m.geometry
    rear = cycle_wheel(rng, wheel).moved(g.rear)
    head = g.on_axis(m.bar - 0.16)
    parts = [rear, _panels(rng, m, where), _running_gear(rng, m, where)]
    end, z = m.tail_x + 0.14, m.seat
    line = [
        (end, z + 0.05),
        (end + 0.22, z + 0.035),
        (end + 0.40, z),
        (where.seat_x + 0.12, z - 0.005),
        (where.seat_x + 0.26, z - 0.05),
    ]
    parts.append(Pieces(soft=(seat(line, [0.07, 0.115, 0.125, 0.11, 0.06], [0.05, 0.08, 0.09, 0.09, 0.06]),)))
    lamp = np.array([m.tail_x + 0.04, 0.0, z - 0.06])
    plate = clear_of_tyre(np.array([m.tail_x - 0.03, 0.0, lamp[2] - 0.18]), g.rear, g.rear_radius)
    foot = np.array([m.pegs, 0.22, m.pegs_z])
    shapes = [*_lamps(lamp, plate), _rail(end, z), peg(foot)]
    if rng.uniform() < 0.15:
        parts.append(basket(head + xyz(0.17, 0.0, -0.06)))
    parts.append(Pieces(smooth=tuple(shapes)))
    points = {"saddle": np.array([where.seat_x, 0.0, m.seat]), "rear_light": lamp - [0.035, 0.0, 0.0]}
    points |= {"foot_left": foot, "foot_right": foot * [1.0, -1.0, 1.0]}
    return Body(gather(*parts), points, rear.smooth[0].points, plate)


def _lamps(lamp: Points, plate: Points) -> list[Shape]:
    """Tail lamp, indicators, and the holder of the plate."""
    holder = np.stack([lamp + xyz(0.03, 0, -0.02), plate + xyz(0.03, 0, 0.05), plate + xyz(0.02, 0, -0.05)])
    return [
        lamp_block(lamp, (0.07, 0.15, 0.075), "tail"),
        lamp_block(lamp - [0.01, 0, 0.01], (0.06, 0.08, 0.04), "brake"),
        indicators(lamp + xyz(0.02, 0.115, -0.01), 0.03, (0.06, 0.06, 0.055)),
        strap(holder, 0.13, 0.014, PLASTIC),
    ]


def _rail(end: float, z: float) -> Shape:
    """To hold on to, around the seat's end."""
    rail = np.array(
        [
            [end + 0.25, 0.125, z - 0.05],
            [end + 0.02, 0.115, z + 0.03],
            [end - 0.05, 0.09, z + 0.055],
            [end - 0.08, 0.0, z + 0.055],
        ]
    )
    return tube(curve(rail, 8), 0.011, ("bars", "trim"), 6).pair()


def _panels(rng: np.random.Generator, m: Motorcycle, where: Layout) -> Pieces:
    """Leg shields, the cover of the low frame tube, and the flanks below the seat."""
    g = m.geometry
    head, foot_x = g.on_axis(m.bar - 0.15), m.pegs + 0.08
    shields = _leg_shields(m, head, float(rng.uniform(0.17, 0.20)))
    z, x = m.pegs_z, head[0]
    steering = np.array([[x + 0.02, 0, z + 0.32], [x + 0.04, 0, head[2] - 0.18], [x + 0.02, 0, head[2] + 0.10]])
    wide = np.array([0.06, 0.085, 0.10, 0.115, 0.12, 0.11, 0.08])
    chest = loft(curve(steering, 7), wide, 0.045, 0.04, PAINT if rng.uniform() < 0.6 else SHADE, 2.6)
    low = np.array(
        [
            [where.seat_x + 0.10, 0, m.seat - 0.20],
            [foot_x - 0.03, 0, z + 0.27],
            [x - 0.10, 0, z + 0.33],
            [x - 0.01, 0, head[2] - 0.12],
        ]
    )
    spine = loft(curve(low, 10), 0.075, 0.06, 0.08, PAINT, 3.0)
    mud = guard(g.rear[[0, 2]], g.rear_radius + 0.05, g.rear_width + 0.06, (166.0, 60.0), PLASTIC)
    return Pieces(soft=(*shields, chest, spine, *_flanks(m, where), mud))


def _leg_shields(m: Motorcycle, head: Points, reach: float) -> list[Shape]:
    """Painted sheets before the rider's legs, ``reach`` metres to each side, and their dark backs."""
    foot_x = m.pegs + 0.08
    top = np.array(
        [
            [foot_x + 0.02, 0.13, m.pegs_z + 0.22],
            [head[0] - 0.12, 0.5 * reach, head[2] - 0.16],
            [head[0] - 0.02, 0.25 * reach, head[2] + 0.02],
        ]
    )
    bottom = np.array(
        [
            [foot_x + 0.04, reach, m.pegs_z + 0.02],
            [head[0] + 0.0, reach * 1.06, m.pegs_z + 0.26],
            [head[0] + 0.07, 0.75 * reach, head[2] - 0.03],
        ]
    )
    inner = side_sheet(top - [0.02, 0.012, 0.0], bottom - [0.022, 0.012, -0.01], 0.010, PLASTIC)
    return [side_sheet(top, bottom, 0.012, PAINT), inner]


def _flanks(m: Motorcycle, where: Layout) -> list[Shape]:
    """Below the seat: the painted upper half, the other colour below."""
    z, end, x = m.seat, m.tail_x + 0.05, where.seat_x
    upper = [(end, z - 0.055), (end + 0.2, z - 0.085), (x - 0.05, z - 0.13), (x + 0.20, z - 0.19)]
    lower = [(end + 0.2, z - 0.17), (x - 0.05, z - 0.24), (x + 0.16, z - 0.29)]
    return [
        tail(upper, [0.07, 0.115, 0.13, 0.085], [0.06, 0.12, 0.17, 0.20], PAINT),
        tail(lower, [0.09, 0.115, 0.07], [0.08, 0.13, 0.16], SHADE),
    ]


def _running_gear(rng: np.random.Generator, m: Motorcycle, where: Layout) -> Pieces:
    """Engine, exhaust, swing arm, shocks, chain case."""
    g = m.geometry
    c = np.array([m.pegs + 0.03, 0.0, m.pegs_z + 0.06])
    case = crankcase(c, (0.34, 0.22, 0.21))
    shapes = [case.smooth[0], *_cylinder_and_exhaust(rng, m, c)]
    y = g.rear_width / 2.0 + 0.045
    pivot = np.array([c[0] - 0.17, y, c[2] + 0.02])
    arms = bracket(pivot, g.rear + xyz(-0.03, y, 0.0), (0.024, 0.040), ("frame", "frame")).pair()
    foot = g.rear + xyz(0.03, y + 0.025, 0.03)
    top = np.array([foot[0] + 0.06, foot[1], m.seat - 0.14])
    shapes.append(strut(foot, top, 0.026, ("spring", "frame"), ("plastic", "frame")).pair())
    inner = y - 0.015
    run = [g.rear + xyz(-0.06, inner, 0), g.rear + xyz(0.05, inner, 0), pivot * [1, 0, 1] + [0.02, inner, 0]]
    shapes.append(loft(np.stack(run), 0.022, 0.055, 0.055, ("frame", "trim"), 3.0))  # the chain's case
    shapes.append(axle(g.rear, y + 0.02, 0.011, 8))
    return Pieces(soft=case.soft, smooth=(join(shapes),), flat=(arms,))


def _cylinder_and_exhaust(rng: np.random.Generator, m: Motorcycle, c: Points) -> list[Shape]:
    """A cylinder that lies forward from the crank at ``c``, and the silencer low on the right."""
    rear, root = m.geometry.rear, c + xyz(0.16, 0.0, 0.04)
    jug = pillow((0.22, 0.14, 0.14), ("engine", "trim"), 4.0, 12).moved(root + xyz(0.03, 0, 0.01))
    lid = pillow((0.05, 0.15, 0.15), ("cover", "trim"), 4.0, 10).moved(root + xyz(0.13, 0, 0.01))
    silencer = ([c[0] - 0.22, -0.145, c[2] - 0.07], [rear[0] - 0.02, -0.165, rear[2] + 0.06])
    header = np.array(
        [
            root + xyz(0.09, -0.02, -0.05),
            root + xyz(0.08, -0.05, -0.15),
            c + xyz(0.0, -0.10, -0.15),
            c + xyz(-0.10, -0.13, -0.12),
        ]
    )
    thick = (0.042, 0.048)
    shield = heat_shield(silencer, thick, ("chrome" if rng.uniform() < 0.5 else "plastic", "trim"))
    return [jug, lid, exhaust(header, 0.015, silencer, thick), shield]
