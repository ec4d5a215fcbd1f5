"""A scooter's body: a shield before the legs, a flat floor, the seat over the engine, the tail."""

import numpy as np

from assets.polygons import Points, Shape, join, lathe, pillow, tube
from assets.vehicles.cycles.bodywork import floor, leg_shield, screen, seat
from assets.vehicles.cycles.chassis import Body
from assets.vehicles.cycles.dimensions import Motorcycle
from assets.vehicles.cycles.engines import exhaust, heat_shield
from assets.vehicles.cycles.fittings import clear_of_tyre, head_block, indicators, lamp_block, rear_box
from assets.vehicles.cycles.shapes import axle, curve, guard, loft, strap, strut, xyz
from assets.vehicles.cycles.skins import PAINT, PLASTIC, SHADE
from assets.vehicles.cycles.wheels import WheelStyle, cycle_wheel
from assets.vehicles.pieces import Pieces, gather

# Shares of the shield's height where its sections lie.
RISE = np.array([0.0, 0.08, 0.25, 0.45, 0.65, 0.82, 0.95, 1.0])


def scooter_body(rng: np.random.Generator, m: Motorcycle, style: WheelStyle, lamp: bool) -> Body:
    """All that does not turn with the bars.

    Args:
        lamp: the head lamp is in the shield, not between the bars.
    """
    rear = cycle_wheel(rng, style).moved(m.geometry.rear)
    shield, points = _shield(rng, m, lamp)
    tail, more, plate = _tail(rng, m)
    foot = np.array([m.pegs, 0.13, m.pegs_z + 0.02])
    points |= more | {"foot_left": foot, "foot_right": foot * [1.0, -1.0, 1.0]}
    pieces = gather(rear, shield, tail, _drive(rng, m))
    return Body(pieces, points, rear.smooth[0].points, plate, 0.3)


def _shield(rng: np.random.Generator, m: Motorcycle, lamp: bool) -> tuple[Pieces, dict[str, Points]]:
    """The apron from the floor to the bars, the floor, and a maxi scooter's screen."""
    g = m.geometry
    z0, z1 = m.pegs_z - 0.02, m.bar - 0.14
    x0 = g.wheelbase / 2.0 - g.front_radius - 0.085
    high = z1 - z0
    x1 = float(g.on_axis(z1)[0])
    wide = float(rng.uniform(0.19, 0.225)) if m.style != "maxi" else float(rng.uniform(0.22, 0.25))
    bow = max(0.10, float(g.on_axis(z0 + 0.5 * high)[0]) - 0.5 * (x0 + x1) + 0.015)
    x = x0 + (x1 - x0) * RISE + bow * np.sin(np.pi * RISE) * 0.9
    path = np.stack([x, 0.0 * x, z0 + high * RISE], axis=1)
    soft = [*_apron(rng, m, path, wide), *_footboard(rng, m, x0)]
    shapes: list[Shape] = []
    points: dict[str, Points] = {}
    front_x = float(np.interp(0.72, RISE, x)) + 0.085
    if lamp:
        z = z0 + 0.76 * high
        shapes.append(head_block((front_x - 0.008, 0.0, z), float(rng.uniform(0.9, 1.3)) * wide, 0.115, 0.35))
        points["front_light"] = np.array([front_x + 0.012, 0.0, z])
    place = np.array([front_x - 0.055, 0.80 * wide, z0 + 0.70 * high])
    shapes.append(indicators(place, 0.03, (0.06, 0.07, 0.045)))
    if m.style == "maxi" or rng.uniform() < 0.10:
        top, rise = np.array([x[6] + 0.03, 0.0, path[6, 2] + 0.02]), float(rng.uniform(0.32, 0.46))
        soft.append(screen(top, top + xyz(-0.20, 0.0, rise), (0.8 * wide, 0.85 * wide), 0.09))
    return Pieces(soft=tuple(soft), smooth=tuple(shapes)), points


def _apron(rng: np.random.Generator, m: Motorcycle, path: Points, wide: float) -> list[Shape]:
    """The shield along ``path``, ``wide`` metres to each side: a pressed sheet, or a moulded one with a beak."""
    rows = np.stack(
        [path[:, 0] - 0.015, path[:, 2], wide * np.array([0.72, 0.86, 0.97, 1.0, 1.0, 0.92, 0.72, 0.45])], axis=1
    )
    if m.style == "classic":
        sheet = leg_shield(rows, PAINT, SHADE if rng.uniform() < 0.5 else PAINT, float(rng.uniform(0.07, 0.10)))
        return [sheet, loft(path + xyz(0.012, 0, 0), np.linspace(0.07, 0.055, 8), 0.03, 0.04, PAINT, 2.2)]
    rows[:, 0] -= 0.03
    sheet = leg_shield(rows, PAINT, PLASTIC, float(rng.uniform(0.05, 0.09)))
    deep = np.array([0.03, 0.04, 0.05, 0.07, 0.085, 0.085, 0.06, 0.03]) * float(rng.uniform(0.9, 1.3))
    beak = np.array([0.45, 0.5, 0.55, 0.66, 0.78, 0.82, 0.75, 0.5])
    return [sheet, loft(path, wide * beak, 0.05, deep, SHADE if rng.uniform() < 0.35 else PAINT, 2.2)]


def _footboard(rng: np.random.Generator, m: Motorcycle, x0: float) -> list[Shape]:
    """The floor up to ``x0``, the hull below it, and a maxi scooter's tunnel."""
    z0 = m.pegs_z - 0.02
    under = np.array([[-0.10, 0, z0 - 0.05], [0.1, 0, z0 - 0.06], [x0 + 0.02, 0, z0 - 0.03], [x0 + 0.07, 0, z0 + 0.04]])
    skin = PAINT if rng.uniform() < 0.5 else PLASTIC
    out = [
        floor(x0 + 0.06, -0.08, m.pegs_z, 0.165, PLASTIC),
        loft(under, [0.12, 0.14, 0.14, 0.12], 0.05, 0.04, skin, 3.5),
    ]
    if m.style == "maxi":
        x, z = [-0.05, 0.12, x0 - 0.05, x0 + 0.04], m.pegs_z + np.array([0.13, 0.14, 0.17, 0.24])
        out.append(loft(np.stack([x, np.zeros(4), z], axis=1), 0.075, 0.09, 0.12, PLASTIC, 2.6))
    return out


def _tail(rng: np.random.Generator, m: Motorcycle) -> tuple[Pieces, dict[str, Points], Points]:
    """The body under the seat with the lamps behind, the seat, a rail or a box; named points; the plate's middle."""
    g, z, end = m.geometry, m.seat, m.tail_x
    front = float(rng.uniform(-0.09, -0.02))
    wide = float(rng.uniform(0.17, 0.20)) + (0.03 if m.style == "maxi" else 0.0)
    up = float(rng.uniform(0.0, 0.05)) if m.style != "classic" else -0.03
    soft = _flanks(rng, m, front, wide, up)
    step = float(rng.uniform(0.02, 0.05)) + (0.04 if m.style == "maxi" else 0.0)
    back = end + 0.10
    line = [
        (back, z + up + step - 0.01),
        (back + 0.18, z + up + step),
        (back + 0.36, z + 0.4 * (up + step)),
        (front - 0.20, z),
        (front + 0.0, z - 0.045),
    ]
    thick = [0.06 + step, 0.09 + step, 0.10 + 0.4 * step, 0.10, 0.07]  # down to the hull, also where it rises
    soft.append(seat(line, np.array([0.55, 0.85, 0.95, 0.95, 0.6]) * wide, thick))
    soft.append(guard(g.rear[[0, 2]], g.rear_radius + 0.03, g.rear_width + 0.05, (165.0, 60.0), PLASTIC))
    lamp = np.array([end + 0.008, 0.0, z - 0.125 + up])
    lamps, plate = _lamps(rng, m, lamp)
    carried = _carrier(rng, np.array([back, 0.0, z + up]), wide)
    points = {"saddle": np.array([front - 0.22, 0.0, z]), "rear_light": lamp - [0.04, 0.0, 0.0]}
    return gather(Pieces(soft=tuple(soft), smooth=tuple(lamps)), carried), points, plate


def _flanks(rng: np.random.Generator, m: Motorcycle, front: float, wide: float, up: float) -> list[Shape]:
    """The hull from the tail to ``front``; a classic one has round cowls over the rear wheel."""
    g, z, end, low = m.geometry, m.seat, m.tail_x, m.pegs_z + 0.02
    s = np.array([0.0, 0.06, 0.25, 0.5, 0.75, 0.93, 1.0])
    x = end + (front - end) * s
    top = z - 0.045 + up * (1.0 - s) - np.array([0.045, 0.02, 0.0, 0.0, 0.0, 0.01, 0.04])
    bottom = np.array([z - 0.16, z - 0.18, z - 0.27, z - 0.37, low + 0.10, low - 0.01, low + 0.02]) + up * (1.0 - s)
    bottom = np.maximum(bottom, low - 0.01)
    grow = np.array([0.35, 0.55, 0.88, 1.0, 1.0, 0.90, 0.78])
    middle = 0.5 * (top + bottom)
    hull = loft(np.stack([x, 0 * x, middle], axis=1), wide * grow, top - middle, middle - bottom, PAINT, 3.2, 14)
    if m.style == "classic":
        cowl = pillow((0.56, 0.20, 0.36), PAINT, 2.4, 18)
        return [hull, cowl.moved((g.rear[0] + 0.06, wide * 0.72, g.rear[2] + 0.27)).pair()]
    lower = np.array([[x[2], 0, bottom[2] + 0.02], [x[3], 0, bottom[3] + 0.01], [x[4], 0, bottom[4] + 0.05]])
    return [hull, loft(lower, [0.10, 0.15, 0.13], 0.06, 0.07, SHADE if rng.uniform() < 0.5 else PLASTIC, 3.0)]


def _lamps(rng: np.random.Generator, m: Motorcycle, lamp: Points) -> tuple[list[Shape], Points]:
    """Tail lamp around ``lamp``, indicators beside it, the plate's holder below; and the plate's middle."""
    g, width = m.geometry, float(rng.uniform(0.14, 0.24))
    plate = np.array([m.tail_x - 0.035, 0.0, max(lamp[2] - 0.21, g.rear_radius + 0.14)])
    plate = clear_of_tyre(plate, g.rear, g.rear_radius)
    holder = np.stack([lamp + xyz(0.06, 0, -0.03), plate + xyz(0.04, 0, 0.06), plate + xyz(0.022, 0, -0.06)])
    return [
        lamp_block(lamp, (0.08, width, 0.085), "tail"),
        lamp_block(lamp - [0.012, 0.0, 0.004], (0.07, 0.45 * width, 0.05), "brake"),
        indicators(lamp + xyz(0.05, 0.5 * width + 0.035, -0.005), 0.02, (0.09, 0.055, 0.055)),
        strap(holder, 0.15, 0.018, PLASTIC),
    ], plate


def _carrier(rng: np.random.Generator, end: Points, wide: float) -> Pieces:
    """Often a rail around the seat's ``end``, sometimes a box behind it."""
    back, _, z = end
    parts = []
    if rng.uniform() < 0.75:
        rail = np.array(
            [
                [back + 0.20, 0.8 * wide, z - 0.01],
                [back + 0.02, 0.75 * wide, z + 0.03],
                [back - 0.09, 0.5 * wide, z + 0.045],
                [back - 0.11, 0.0, z + 0.045],
            ]
        )
        skin = ("bars" if rng.uniform() < 0.5 else "plastic", "trim")
        parts.append(Pieces(smooth=(tube(curve(rail, 8), 0.012, skin, 6).pair(),)))
    if rng.uniform() < 0.22:
        size = (float(rng.uniform(0.33, 0.42)), float(rng.uniform(0.38, 0.46)), float(rng.uniform(0.27, 0.34)))
        material = "plastic" if rng.uniform() < 0.6 else "paint_box"
        rack = np.array([[back + 0.12, 0.08, z - 0.03], [back - 0.02, 0.08, z + 0.04], [back - 0.26, 0.07, z + 0.048]])
        parts.append(Pieces(smooth=(tube(rack, 0.011, ("frame", "trim"), 6).pair(),)))
        parts.append(rear_box((back - 0.03, 0.0, z + 0.045 + size[2] / 2.0), size, material))
    return gather(*parts)


def _drive(rng: np.random.Generator, m: Motorcycle) -> Pieces:
    """The drive case on the left, the silencer on the right, the shocks."""
    g = m.geometry
    y = g.rear_width / 2.0 + 0.055
    path = g.rear + np.array([[-0.09, y, 0.0], [-0.05, y, 0.0], [0.10, y, 0.01], [0.28, y, 0.03], [0.38, y, 0.03]])
    case = loft(
        path,
        [0.035, 0.05, 0.052, 0.05, 0.03],
        [0.05, 0.085, 0.075, 0.095, 0.06],
        [0.05, 0.085, 0.07, 0.09, 0.06],
        ("engine", "trim"),
        3.0,
    )
    lid = lathe([(0.08, -0.02), (0.08, 0.015), (0.066, 0.024), (0.0, 0.026)], 18, ("cover", "trim"))
    filter_box = pillow((0.24, 0.09, 0.13), PLASTIC, 3.6, 12).moved(g.rear + xyz(0.10, y + 0.01, 0.13))
    block = pillow((0.34, 0.24, 0.20), ("dark", "trim"), 4.0, 12).moved(g.rear + xyz(0.36, 0.0, 0.05))
    start, end = g.rear + xyz(0.22, -y - 0.045, 0.03), g.rear + xyz(-0.16, -y - 0.06, 0.09)
    thick = (0.052, 0.070)
    header = np.array(
        [g.rear + xyz(0.50, -0.06, 0.0), g.rear + xyz(0.42, -0.13, -0.09), g.rear + xyz(0.32, -y - 0.04, -0.04)]
    )
    shapes = [
        lid.moved(g.rear + xyz(0.28, y + 0.05, 0.03)),
        lid.moved(g.rear + xyz(-0.005, y + 0.045, 0.0)),
        filter_box,
        block,
    ]
    shapes += [exhaust(header, 0.016, (start, end), thick)]
    shapes.append(heat_shield((start, end), thick, ("plastic" if rng.uniform() < 0.6 else "chrome", "trim")))
    foot = g.rear + xyz(-0.03, y + 0.03, 0.05)
    shapes.append(strut(foot, foot + xyz(0.02, -0.01, 0.28), 0.028, ("spring", "frame"), ("plastic", "frame")))
    shapes.append(axle(g.rear, y, 0.014, 8))
    return Pieces(soft=(case,), smooth=(join(shapes),))
