"""Which engine a motorcycle has, where it sits, and how its pipes run."""

import numpy as np

from assets.polygons import Points, Shape, join, pillow, tube
from assets.vehicles.cycles.dimensions import Motorcycle
from assets.vehicles.cycles.engines import crankcase, cylinder, exhaust, heat_shield, radiator
from assets.vehicles.cycles.layout import Layout
from assets.vehicles.cycles.shapes import curve, xyz
from assets.vehicles.pieces import Pieces, gather


def power(rng: np.random.Generator, m: Motorcycle, where: Layout) -> Pieces:
    """Engine, intake and exhaust by the machine's style."""
    c = where.crank
    if m.style == "cruiser":
        return _v_twin(rng, m, where)
    small = m.style in ("street", "offroad")
    size = (0.40, 0.27, 0.28) if small else (0.46, 0.27 if m.style == "sport" else 0.34, 0.31)
    finned = m.age > 0.3 if small else m.age > 0.6
    block = (0.17, 0.19) if small else (0.19, float(rng.uniform(0.24, 0.38)))
    lean = float(np.radians(rng.uniform(4.0, 14.0) if finned else rng.uniform(14.0, 28.0)))
    high = 0.29 if small else 0.32
    room = where.tank_rear[1] - c[2] - 0.20  # up to the tank's underside
    parts = [crankcase(c, size), cylinder(c + xyz(0.06, 0.0, 0.06), lean, min(high, max(room, 0.22)), block, finned)]
    port = c + xyz(0.06 + np.sin(lean) * 0.20 + 0.08, 0.0, 0.06 + np.cos(lean) * 0.20)
    header, can, thick = _pipe_run(rng, m, where, port, c[2] - 0.5 * size[2] - 0.015)
    pipes = [exhaust(header, 0.018 if small else 0.021, can, thick)]
    if not small and block[1] > 0.3:
        for y in (0.06, 0.12):
            pipes.append(tube(curve(header[:4] * [1, 0, 1] + [0, y, 0], 12), 0.018, ("exhaust", "trim"), 8))
    if rng.uniform() < 0.6:
        pipes.append(heat_shield(can, thick, ("chrome" if rng.uniform() < 0.5 else "plastic", "trim")))
    parts.append(Pieces(smooth=(join(pipes),)))
    if not finned:
        parts.append(radiator((port[0] + 0.15, 0.0, port[2] - 0.02), 0.34 if not small else 0.22, 0.24, 0.35))
    return gather(*parts, _carburettor(where, c))


def _pipe_run(
    rng: np.random.Generator, m: Motorcycle, where: Layout, port: Points, floor_z: float
) -> tuple[Points, tuple[Points, Points], tuple[float, float]]:
    """(5, 3) header from the exhaust port, both ends of the silencer, and its half width and half height; metres.

    Under the engine to one beside the rear wheel, or high past the seat as off-road machines have it.
    """
    c, small = where.crank, m.style == "street"
    if m.style == "offroad":
        can = (np.array([c[0] - 0.25, -0.135, m.seat - 0.16]), np.array([where.seat_end + 0.02, -0.15, m.seat - 0.04]))
        header = [
            port,
            port + xyz(0.10, -0.03, -0.10),
            port + xyz(0.06, -0.12, -0.19),
            c + xyz(-0.08, -0.15, 0.10),
            c + xyz(-0.17, -0.14, 0.24),
        ]
        return np.array(header), can, (0.042, 0.055)
    end = m.geometry.rear + xyz(float(rng.uniform(-0.10, 0.14)), -0.19, float(rng.uniform(0.0, 0.16)))
    start = np.array([where.pivot[0] - 0.02, -0.16, floor_z + 0.07])
    header = [
        port,
        port + xyz(0.10, -0.02, -0.07),
        xyz(port[0] + 0.09, -0.05, c[2]),
        xyz(c[0] + 0.16, -0.06, floor_z),
        xyz(c[0] - 0.12, -0.11, floor_z),
    ]
    thick = (0.048, 0.052) if small else (float(rng.uniform(0.052, 0.065)), float(rng.uniform(0.055, 0.075)))
    return np.array(header), (start, end), thick


def _carburettor(where: Layout, c: Points) -> Pieces:
    """Intake, air box and battery: the dark things between engine, tank and seat."""
    air = pillow((0.26, 0.20, 0.22), ("plastic", "trim"), 4.0, 10).moved(
        (where.tank_rear[0] + 0.02, 0.0, where.tank_rear[1] - 0.24)
    )
    intake = tube(
        np.stack([c + xyz(-0.10, 0.0, 0.19), c + xyz(-0.02, 0.0, 0.20), c + xyz(0.06, 0, 0.20)]),
        0.034,
        ("plastic", "trim"),
        8,
    )
    box_x, box_z = where.seat_x - 0.02, where.tank_rear[1] - 0.22
    battery = pillow((0.34, 0.18, 0.24), ("dark", "trim"), 4.0, 10).moved((box_x, 0.0, box_z))
    return Pieces(smooth=(air, intake, battery))


def _v_twin(rng: np.random.Generator, m: Motorcycle, where: Layout) -> Pieces:
    """Two finned cylinders at an angle, an air cleaner between them, two pipes on the right."""
    c = where.crank
    half = float(np.radians(rng.uniform(22.5, 27.0)))
    parts = [crankcase(c, (0.44, 0.24, 0.26))]
    for lean, x in ((half, 0.10), (-half, 0.0)):
        parts.append(cylinder(c + xyz(x, 0.0, 0.05), lean, 0.33, (0.15, 0.17), True))
    can = pillow((0.17, 0.07, 0.17), ("cover", "trim"), 2.3, 16).moved(c + xyz(0.05, -0.15, 0.23))
    pipes: list[Shape] = []
    low = c[2] - 0.10
    for x, drop in ((0.26, 0.0), (-0.04, 0.11 if rng.uniform() < 0.5 else 0.05)):
        port = c + xyz(x, -0.07, 0.22)
        bend = np.array(
            [
                port,
                port + xyz(0.08, -0.06, -0.03),
                port + xyz(0.10, -0.09, -0.16),
                [c[0] + x - 0.06, -0.165, low + drop],
            ]
        )
        silencer = (
            [c[0] - 0.12, -0.175 - 0.2 * drop, low + drop],
            [m.geometry.rear[0] - 0.14, -0.185 - 0.2 * drop, low + drop + 0.03],
        )
        pipes.append(exhaust(bend, 0.022, silencer, (0.045, 0.045)))
    return gather(*parts, _carburettor(where, c), Pieces(smooth=(can, join(pipes))))
