"""Scooters: small wheels, a shield before the legs, a flat floor, the engine under the seat."""

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Points, Shape, Skin, join, lathe, pillow, tube
from assets.random import stream
from assets.vehicles.colors import car_paint
from assets.vehicles.cycles.assembly import Machine, assemble
from assets.vehicles.cycles.bodywork import floor, leg_shield, screen, seat
from assets.vehicles.cycles.chassis import Body
from assets.vehicles.cycles.dimensions import SCOOTERS, Motorcycle, sample_motorcycle
from assets.vehicles.cycles.engines import exhaust, heat_shield
from assets.vehicles.cycles.fittings import clear_of_tyre, head_block, indicators, lamp_block, rear_box, round_lamp
from assets.vehicles.cycles.front import BarStyle, Front, assemble_front, cockpit, fork, front_wheel, mudguard
from assets.vehicles.cycles.layout import layout
from assets.vehicles.cycles.materials import cycle_materials
from assets.vehicles.cycles.shapes import Pieces, curve, gather, guard, loft, strap, strut, xyz
from assets.vehicles.cycles.stance import sample_stance
from assets.vehicles.cycles.wheels import WheelStyle, cycle_wheel
from assets.vehicles.state import PARKED, State

TYPES = ("scooter",)
PAINT: Skin = ("paint", "body")
SHADE: Skin = ("shade", "body")
PLASTIC: Skin = ("plastic", "trim")


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
    m = sample_motorcycle(stream(rng, "proportions"), SCOOTERS)
    materials = cycle_materials(stream(rng, "materials"), car_paint(stream(rng, "paint"), color), state, m.age)
    stance = sample_stance(stream(rng, "stance"), state, 0.5, (7.0, 11.0))
    details, wheel_rng = stream(rng, "details"), stream(rng, "wheels")
    front_style, rear_style = _wheels(wheel_rng, m)
    cowl_lamp = m.style == "classic" or (m.style == "modern" and rng.uniform() < 0.55)
    front = _front(details, m, front_style, cowl_lamp)
    body = _body(details, m, rear_style, not cowl_lamp)
    machine = Machine("motorcycle", type, color, m, layout(stream(rng, "layout"), m))
    return assemble(stream(rng, "plates"), machine, front, body, materials, stance, state)


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
    return assemble_front(wheel, tyre, [*parts, bar, Pieces(round=tuple(shapes))], points)


def _body(rng: np.random.Generator, m: Motorcycle, style: WheelStyle, lamp: bool) -> Body:
    """Shield, floor, body, seat, engine, tail."""
    rear = cycle_wheel(rng, style).moved(m.geometry.rear)
    shield, points = _shield(rng, m, lamp)
    tail, more, plate = _tail(rng, m)
    foot = np.array([m.pegs, 0.13, m.pegs_z + 0.02])
    points |= more | {"foot_left": foot, "foot_right": foot * [1.0, -1.0, 1.0]}
    pieces = gather(rear, shield, tail, _drive(rng, m))
    return Body(pieces, points, rear.round[0].points, plate, 0.3)


def _shield(rng: np.random.Generator, m: Motorcycle, lamp: bool) -> tuple[Pieces, dict[str, Points]]:
    """The apron from the floor to the bars, the floor, and a maxi scooter's screen."""
    g = m.geometry
    z0, z1 = m.pegs_z - 0.02, m.bar - 0.14
    x0 = g.wheelbase / 2.0 - g.front_radius - 0.085
    high = z1 - z0
    x1 = float(g.on_axis(z1)[0])
    wide = float(rng.uniform(0.19, 0.225)) if m.style != "maxi" else float(rng.uniform(0.22, 0.25))
    bow = max(0.10, float(g.on_axis(z0 + 0.5 * high)[0]) - 0.5 * (x0 + x1) + 0.015)
    s = np.array([0.0, 0.08, 0.25, 0.45, 0.65, 0.82, 0.95, 1.0])
    x = x0 + (x1 - x0) * s + bow * np.sin(np.pi * s) * 0.9
    shape = np.array([0.72, 0.86, 0.97, 1.0, 1.0, 0.92, 0.72, 0.45])
    path = np.stack([x, 0.0 * x, z0 + high * s], axis=1)
    soft: list[Shape] = []
    rows = np.stack([x - 0.015, path[:, 2], wide * shape], axis=1)
    if m.style == "classic":
        soft.append(leg_shield(rows, PAINT, SHADE if rng.uniform() < 0.5 else PAINT, float(rng.uniform(0.07, 0.10))))
        soft.append(loft(path + xyz(0.012, 0, 0), np.linspace(0.07, 0.055, 8), 0.03, 0.04, PAINT, 2.2))
    else:
        rows[:, 0] -= 0.03
        soft.append(leg_shield(rows, PAINT, PLASTIC, float(rng.uniform(0.05, 0.09))))
        deep = np.array([0.03, 0.04, 0.05, 0.07, 0.085, 0.085, 0.06, 0.03]) * float(rng.uniform(0.9, 1.3))
        beak = np.array([0.45, 0.5, 0.55, 0.66, 0.78, 0.82, 0.75, 0.5])
        soft.append(loft(path, wide * beak, 0.05, deep, SHADE if rng.uniform() < 0.35 else PAINT, 2.2))
    soft.append(floor(x0 + 0.06, -0.08, m.pegs_z, 0.165, PLASTIC))
    under = np.array([[-0.10, 0, z0 - 0.05], [0.1, 0, z0 - 0.06], [x0 + 0.02, 0, z0 - 0.03], [x0 + 0.07, 0, z0 + 0.04]])
    soft.append(loft(under, [0.12, 0.14, 0.14, 0.12], 0.05, 0.04, PAINT if rng.uniform() < 0.5 else PLASTIC, 3.5))
    if m.style == "maxi":
        tunnel = np.array(
            [
                [-0.05, 0, m.pegs_z + 0.13],
                [0.12, 0, m.pegs_z + 0.14],
                [x0 - 0.05, 0, m.pegs_z + 0.17],
                [x0 + 0.04, 0, m.pegs_z + 0.24],
            ]
        )
        soft.append(loft(tunnel, 0.075, 0.09, 0.12, PLASTIC, 2.6))
    shapes: list[Shape] = []
    points: dict[str, Points] = {}
    top = np.array([x[6] + 0.03, 0.0, path[6, 2] + 0.02])
    front_x = float(np.interp(0.72, s, x)) + 0.085
    if lamp:
        z = z0 + 0.76 * high
        half = 0.5 * wide
        bright = pillow((0.07, 0.75 * wide, 0.085), ("reflector", "light"), 2.6, 14)
        eye = pillow((0.05, 0.32 * wide, 0.05), ("head", "light"), 2.2, 10)
        edge = pillow((0.07, 0.83 * wide, 0.105), ("plastic", "light"), 2.6, 14)
        for piece, ahead in ((edge, -0.034), (bright, -0.026), (eye, -0.012)):
            shapes.append(piece.moved((front_x + ahead, half, z)).pair())
        points["front_light"] = np.array([front_x + 0.012, 0.0, z])
    place = np.array([front_x - 0.055, 0.80 * wide, z0 + 0.70 * high])
    shapes.append(indicators(place, 0.03, (0.06, 0.07, 0.045)))
    if m.style == "maxi" or rng.uniform() < 0.10:
        rise = float(rng.uniform(0.32, 0.46))
        soft.append(screen(top, top + xyz(-0.20, 0.0, rise), (0.8 * wide, 0.85 * wide), 0.09))
    return Pieces(soft=tuple(soft), round=tuple(shapes)), points


def _tail(rng: np.random.Generator, m: Motorcycle) -> tuple[Pieces, dict[str, Points], Points]:
    """The body under the seat with the lamps behind, the seat, a rail or a box."""
    g, z, end = m.geometry, m.seat, m.tail_x
    front = float(rng.uniform(-0.09, -0.02))
    wide = float(rng.uniform(0.17, 0.20)) + (0.03 if m.style == "maxi" else 0.0)
    low = m.pegs_z + 0.02
    up = float(rng.uniform(0.0, 0.05)) if m.style != "classic" else -0.03
    soft: list[Shape] = []
    s = np.array([0.0, 0.06, 0.25, 0.5, 0.75, 0.93, 1.0])
    x = end + (front - end) * s
    top = z - 0.045 + up * (1.0 - s) - np.array([0.045, 0.02, 0.0, 0.0, 0.0, 0.01, 0.04])
    bottom = np.array([z - 0.16, z - 0.18, z - 0.27, z - 0.37, low + 0.10, low - 0.01, low + 0.02]) + up * (1.0 - s)
    bottom = np.maximum(bottom, low - 0.01)
    grow = np.array([0.35, 0.55, 0.88, 1.0, 1.0, 0.90, 0.78])
    middle = 0.5 * (top + bottom)
    soft.append(loft(np.stack([x, 0 * x, middle], axis=1), wide * grow, top - middle, middle - bottom, PAINT, 3.2, 14))
    if m.style == "classic":
        cowl = pillow((0.56, 0.20, 0.36), PAINT, 2.4, 18)
        soft.append(cowl.moved((g.rear[0] + 0.06, wide * 0.72, g.rear[2] + 0.27)).pair())
    else:
        lower = np.array([[x[2], 0, bottom[2] + 0.02], [x[3], 0, bottom[3] + 0.01], [x[4], 0, bottom[4] + 0.05]])
        soft.append(loft(lower, [0.10, 0.15, 0.13], 0.06, 0.07, SHADE if rng.uniform() < 0.5 else PLASTIC, 3.0))
    step = float(rng.uniform(0.02, 0.05)) + (0.04 if m.style == "maxi" else 0.0)
    back = end + 0.10
    line = [
        (back, z + up + step - 0.01),
        (back + 0.18, z + up + step),
        (back + 0.36, z + 0.4 * (up + step)),
        (front - 0.20, z),
        (front + 0.0, z - 0.045),
    ]
    soft.append(seat(line, np.array([0.55, 0.85, 0.95, 0.95, 0.6]) * wide, [0.06, 0.09, 0.10, 0.10, 0.07]))
    lamp = np.array([end + 0.008, 0.0, z - 0.125 + up])
    width = float(rng.uniform(0.14, 0.24))
    shapes: list[Shape] = [lamp_block(lamp, (0.08, width, 0.085), "tail")]
    shapes.append(lamp_block(lamp - [0.012, 0.0, 0.004], (0.07, 0.45 * width, 0.05), "brake"))
    shapes.append(indicators(lamp + xyz(0.05, 0.5 * width + 0.035, -0.005), 0.02, (0.09, 0.055, 0.055)))
    plate = np.array([end - 0.035, 0.0, max(lamp[2] - 0.21, g.rear_radius + 0.14)])
    plate = clear_of_tyre(plate, g.rear, g.rear_radius)
    holder = np.stack([lamp + xyz(0.06, 0, -0.03), plate + xyz(0.04, 0, 0.06), plate + xyz(0.022, 0, -0.06)])
    shapes.append(strap(holder, 0.15, 0.018, PLASTIC))
    mud = guard(g.rear[[0, 2]], g.rear_radius + 0.03, g.rear_width + 0.05, (165.0, 60.0), PLASTIC)
    if rng.uniform() < 0.75:
        rail = np.array(
            [
                [back + 0.20, 0.8 * wide, z + up - 0.01],
                [back + 0.02, 0.75 * wide, z + up + 0.03],
                [back - 0.09, 0.5 * wide, z + up + 0.045],
                [back - 0.11, 0.0, z + up + 0.045],
            ]
        )
        shapes.append(tube(curve(rail, 8), 0.012, ("bars" if rng.uniform() < 0.5 else "plastic", "trim"), 6).pair())
    parts = [Pieces((*soft, mud), tuple(shapes))]
    if rng.uniform() < 0.22:
        size = (float(rng.uniform(0.33, 0.42)), float(rng.uniform(0.38, 0.46)), float(rng.uniform(0.27, 0.34)))
        material = "plastic" if rng.uniform() < 0.6 else "paint_box"
        rack = np.array([[back + 0.12, 0.08, z + up - 0.03], [back - 0.02, 0.08, z + up + 0.04]])
        rack = np.concatenate([rack, [[back - 0.26, 0.07, z + up + 0.048]]])
        parts.append(Pieces(round=(tube(rack, 0.011, ("frame", "trim"), 6).pair(),)))
        parts.append(rear_box((back - 0.03, 0.0, z + up + 0.045 + size[2] / 2.0), size, material))
    points = {"saddle": np.array([front - 0.22, 0.0, z]), "rear_light": lamp - [0.04, 0.0, 0.0]}
    return gather(*parts), points, plate


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
    axle = g.rear + np.array([[0, -y, 0], [0, 0, 0], [0, y, 0]])
    shapes.append(tube(axle, 0.014, ("steel", "wheel"), 8))
    return Pieces(soft=(case,), round=(join(shapes),))
