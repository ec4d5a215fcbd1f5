"""What is seen through the windows: floor, doors, dashboard, seats, steering wheel, roof lining, a driver."""

import numpy as np

from assets.polygons import Points, Shape, Skin, box, grid, join, pillow, tube
from assets.vehicles.cars.body import BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.doors import Door

CLOTH: Skin = ("cloth", "interior")
DARK: Skin = ("cabin", "interior")
LINING: Skin = ("lining", "interior")
FRONT_SEAT_M = 0.46  # foot of the front backrest behind the windscreen's top
SEAT_Y = 0.37  # of a front seat's middle
SITTING_M = 1.01  # from the seat to the outside of the roof
RIM_M = 0.185  # radius of the steering wheel


def interior(p: Proportions, body: BodyGrid, left_hand_drive: bool, door: Door | None) -> Shape:
    """The cabin."""
    side = 1.0 if left_hand_drive else -1.0
    pieces = [_tub(p, door), _dashboard(p), _steering(p, side), _seats(p, body)]
    if not (p.open_top or p.soft_top):
        pieces.append(_lining(p, body))
    return join(pieces)


def hips(p: Proportions, left_hand_drive: bool) -> tuple[float, float, float]:
    """Where a driver sits: on the seat's surface, metres."""
    side = 1.0 if left_hand_drive else -1.0
    return (p.length / 2.0 - _front_seat_d(p) + 0.14, side * SEAT_Y, _seat_z(p))


def hands(p: Proportions, left_hand_drive: bool) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Where a driver's left and right hand hold the wheel."""
    x, y, z = _rim(p, 1.0 if left_hand_drive else -1.0)
    return (x, y + 0.97 * RIM_M, z + 0.02), (x, y - 0.97 * RIM_M, z + 0.02)


def _floor(p: Proportions) -> float:
    return p.clearance + 0.10


def _seat_z(p: Proportions) -> float:
    """As low as tall people need it below the roof."""
    return max(min(_floor(p) + 0.27, p.height - SITTING_M), _floor(p) + 0.08)


def _front_seat_d(p: Proportions) -> float:
    return p.header_d + FRONT_SEAT_M - (0.12 if p.bed and p.doors == 1 else 0.0)


def _tub(p: Proportions, door: Door | None) -> Shape:
    floor, belt = _floor(p), min(p.belt_front, p.belt_rear) - 0.05
    half, middle = p.width / 2.0 - 0.13, p.length / 2.0
    start, end = p.cowl_d + 0.05, _cabin_end(p)
    wall = box((middle - end, half, floor), (middle - start, half + 0.02, belt), DARK)
    walls = [wall if side > 0 else wall.mirrored() for side in (1, -1) if door is None or door.side != side]
    base = box((middle - end, -half, floor - 0.02), (middle - start, half, floor), DARK)
    rear = box((middle - end - 0.02, -half, floor), (middle - end, half, p.belt_rear - 0.06), DARK)
    shelf_start = _rear_seat_d(p) + 0.18
    low = p.belt_rear - (0.06 if p.open_top else 0.11)
    shelf = box((middle - end, -half, low), (middle - min(shelf_start, end - 0.05), half, low + 0.02), DARK)
    return join([*walls, base, rear, shelf])


def _cabin_end(p: Proportions) -> float:
    return p.length - 0.32 if p.tailgate else p.glass_d - (0.12 if p.bed else 0.05)


def _rear_seat_d(p: Proportions) -> float:
    behind = _front_seat_d(p) + (0.84 if p.doors == 2 else 0.68)
    return min(behind, p.roof_d - 0.34 if p.bed else _cabin_end(p) - 0.2)


def _dashboard(p: Proportions) -> Shape:
    middle, half = p.length / 2.0, p.width / 2.0 - 0.14
    return pillow((0.62, 2 * half, 0.22), DARK, 5.0, 8).moved((middle - p.cowl_d - 0.42, 0.0, p.cowl_z - 0.155))


def _rim(p: Proportions, side: float) -> Points:
    return np.array([p.length / 2.0 - _front_seat_d(p) + 0.36, side * SEAT_Y, min(p.cowl_z - 0.02, _seat_z(p) + 0.42)])


def _steering(p: Proportions, side: float) -> Shape:
    angle = np.linspace(0.0, 2.0 * np.pi, 16, endpoint=False)
    lean = np.radians(25.0)
    ring = RIM_M * np.stack([-np.sin(lean) * np.sin(angle), np.cos(angle), np.cos(lean) * np.sin(angle)], axis=1)
    place = _rim(p, side)
    wheel = tube(ring + place, 0.016, DARK, 5, ring=True)
    hub = pillow((0.05, 0.16, 0.10), DARK, 4.0, 6).moved(place)
    reach = np.array([0.012, 0.18, 0.015])
    return join([wheel, hub, box(place - reach, place + reach, DARK)])


def _seats(p: Proportions, body: BodyGrid) -> Shape:
    floor = _floor(p)
    front_d, rear_d = _front_seat_d(p), _rear_seat_d(p)
    wanted = _seat_z(p) + 0.80
    room = [1.0, 1.0] if p.open_top else [float(body.curves.center_z(d + 0.40)) - 0.13 for d in (front_d, rear_d)]
    heads = [min(wanted, room[0] if not p.open_top else p.height - 0.22), wanted - 0.06]
    heads[1] = min(heads[1], p.belt_rear + 0.1 if p.open_top else room[1])
    pieces = [_seat(0.50, heads[0] - floor, _seat_z(p) - floor).moved((p.length / 2.0 - front_d, SEAT_Y, floor)).pair()]
    if rear_d - front_d > 0.5:
        pieces.append(
            _seat(0.60, max(heads[1] - floor, 0.5), _seat_z(p) - floor)
            .moved((p.length / 2.0 - rear_d, 0.30, floor))
            .pair()
        )
    return join(pieces)


def _seat(width: float, height: float, low: float) -> Shape:
    """A seat whose backrest foot stands at the origin; ``height`` is its head rest's, ``low`` that one sits at."""
    lean = np.radians(18.0)
    turn = np.array([[np.cos(lean), 0.0, -np.sin(lean)], [0.0, 1.0, 0.0], [np.sin(lean), 0.0, np.cos(lean)]])
    back = height - 0.26
    cushion = pillow((0.52, width, 0.20), CLOTH, 4.0, 8).moved((0.24, 0.0, low - 0.10))
    rest = pillow((0.14, width, back), CLOTH, 4.0, 8).moved(
        (-back / 2.0 * np.sin(lean), 0.0, 0.10 + back / 2.0 * np.cos(lean)), turn
    )
    pad = pillow((0.09, 0.26, 0.19), CLOTH, 3.0, 8).moved((-0.06 - back * np.sin(lean), 0.0, height - 0.10), turn)
    return join([cushion, rest, pad])


def _lining(p: Proportions, body: BodyGrid) -> Shape:
    end = p.roof_d - 0.1 if p.tailgate else p.roof_d
    use = (body.d > body.curves.header_side_d + 0.02) & (body.d < end)
    points: Points = body.top[use][:, 1:] - [0.0, 0.0, 0.035]
    return grid(points[:, ::-1], LINING).pair()
