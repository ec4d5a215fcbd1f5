"""What is seen through the windows: floor, doors, dashboard, seats, steering wheel, roof lining."""

import numpy as np

from assets.polygons import Points, Shape, Skin, box, grid, join, pillow, tube
from assets.vehicles.cars.body import BodyGrid
from assets.vehicles.cars.dimensions import Proportions

CLOTH: Skin = ("cloth", "interior")
DARK: Skin = ("cabin", "interior")
LINING: Skin = ("lining", "interior")
FRONT_SEAT_M = 0.46  # foot of the front backrest behind the windscreen's top


def interior(p: Proportions, body: BodyGrid) -> Shape:
    """The cabin of a left-hand drive car."""
    return join([_tub(p, body), _dashboard(p), _seats(p, body), _lining(p, body)])


def _tub(p: Proportions, body: BodyGrid) -> Shape:
    floor, belt = p.clearance + 0.20, min(p.belt_front, p.belt_rear) - 0.05
    half, middle = p.width / 2.0 - 0.13, p.length / 2.0
    start, end = p.cowl_d + 0.05, _cabin_end(p)
    door = box((middle - end, half, floor), (middle - start, half + 0.02, belt), DARK).pair()
    base = box((middle - end, -half, floor - 0.02), (middle - start, half, floor), DARK)
    rear = box((middle - end - 0.02, -half, floor), (middle - end, half, p.belt_rear - 0.06), DARK)
    shelf_start = _rear_seat_d(p) + 0.18
    shelf = box(
        (middle - end, -half, p.belt_rear - 0.11),
        (middle - min(shelf_start, end - 0.05), half, p.belt_rear - 0.09),
        DARK,
    )
    return join([door, base, rear, shelf])


def _cabin_end(p: Proportions) -> float:
    return p.length - 0.32 if p.tailgate else p.glass_d - (0.12 if p.bed else 0.05)


def _rear_seat_d(p: Proportions) -> float:
    behind = p.header_d + FRONT_SEAT_M + (0.84 if p.doors == 2 else 0.70)
    return min(behind, p.roof_d - 0.34 if p.bed else _cabin_end(p) - 0.2)


def _dashboard(p: Proportions) -> Shape:
    middle, half = p.length / 2.0, p.width / 2.0 - 0.14
    top = pillow((0.62, 2 * half, 0.22), DARK, 5.0).moved((middle - p.cowl_d - 0.42, 0.0, p.cowl_z - 0.155))
    angle = np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False)
    lean = np.radians(25.0)
    ring = 0.185 * np.stack([-np.sin(lean) * np.sin(angle), np.cos(angle), np.cos(lean) * np.sin(angle)], axis=1)
    place = np.array([middle - p.header_d - 0.12, 0.37, p.cowl_z - 0.04])
    wheel = tube(ring + place, 0.016, DARK, 6, ring=True)
    hub = pillow((0.05, 0.16, 0.10), DARK).moved(place)
    reach = np.array([0.012, 0.18, 0.015])
    bar = box(place - reach, place + reach, DARK)
    return join([top, wheel, hub, bar])


def _seats(p: Proportions, body: BodyGrid) -> Shape:
    floor = p.clearance + 0.20
    front_d, rear_d = p.header_d + FRONT_SEAT_M, _rear_seat_d(p)
    wanted = floor + 0.98
    heads = [
        min(wanted - lower, float(body.curves.center_z(d + 0.40)) - 0.13)
        for d, lower in ((front_d, 0.0), (rear_d, 0.06))
    ]
    front = _seat(0.50, heads[0] - floor).moved((p.length / 2.0 - front_d, 0.37, floor)).pair()
    bench = _seat(0.60, heads[1] - floor).moved((p.length / 2.0 - rear_d, 0.30, floor)).pair()
    return join([front, bench])


def _seat(width: float, height: float) -> Shape:
    """A seat whose backrest foot stands at the origin; ``height`` is that of the head rest's top."""
    lean = np.radians(18.0)
    turn = np.array([[np.cos(lean), 0.0, -np.sin(lean)], [0.0, 1.0, 0.0], [np.sin(lean), 0.0, np.cos(lean)]])
    back = height - 0.26
    cushion = pillow((0.52, width, 0.20), CLOTH).moved((0.24, 0.0, 0.26))
    rest = pillow((0.14, width, back), CLOTH, 4.0, 14).moved(
        (-back / 2.0 * np.sin(lean), 0.0, 0.10 + back / 2.0 * np.cos(lean)), turn
    )
    pad = pillow((0.09, 0.26, 0.19), CLOTH, 3.0).moved((-0.06 - back * np.sin(lean), 0.0, height - 0.10), turn)
    return join([cushion, rest, pad])


def _lining(p: Proportions, body: BodyGrid) -> Shape:
    end = p.roof_d - 0.1 if p.tailgate else p.roof_d
    use = (body.d > body.curves.header_side_d + 0.02) & (body.d < end)
    points: Points = body.top[use][:, 1:] - [0.0, 0.0, 0.035]
    return grid(points[:, ::-1], LINING).pair()
