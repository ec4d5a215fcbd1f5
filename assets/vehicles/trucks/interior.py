"""What is seen through a cab's windows: floor, walls, dashboard, seats, steering wheel; and a driver."""

import numpy as np

from assets.polygons import Points, Shape, Skin, box, join, pillow, tube
from assets.vehicles.pieces import Pieces
from assets.vehicles.trucks.cab import glass_rows
from assets.vehicles.trucks.dimensions import Cab
from assets.vehicles.trucks.hull import Hull

CLOTH: Skin = ("cloth", "interior")
DARK: Skin = ("cabin", "interior")
LINING: Skin = ("lining", "interior")


def interior(cab: Cab, body: Hull) -> Pieces:
    """The cabin of a left-hand drive truck."""
    foot, half = cab.belt - cab.belt_drop, cab.width / 2.0 - 0.10
    floor = max(cab.belt - 0.90, cab.rear_floor + 0.02)
    front, rear = _dash(cab), -(cab.rear - 0.09)
    screen = float(body.points[0, glass_rows(cab, body)[1], 0])
    top = cab.screen + 0.02
    shell = [
        box((rear, half, floor), (front, half + 0.02, foot - 0.04), DARK).pair(),
        box((rear, -half, floor - 0.02), (front, half, floor), DARK),
        box((rear - 0.02, -half, floor), (rear, half, top), DARK),
        box((rear, -half + 0.02, top - 0.01), (screen - 0.10, half - 0.02, top), LINING),
    ]
    dash = pillow((0.60, 2.0 * half + 0.08, 0.34), DARK, 6.0).moved((front - 0.22, 0.0, foot - 0.20))
    seat_x, seat_y, seat_z = seat(cab)
    seats = [_seat(cab.belt + 0.50 - seat_z).moved((seat_x - 0.18, y, seat_z)) for y in (seat_y, -seat_y)]
    return Pieces((dash, *seats, _steering(cab)), tuple(shell))


def seat(cab: Cab) -> tuple[float, float, float]:
    """Where the driver's hips are, on the seat's surface, metres."""
    y = cab.width / 2.0 - (0.42 if cab.width < 2.2 else 0.56)
    return -(min(cab.door[1], cab.rear - 0.42) - 0.12), y, cab.belt - 0.32


def hands(cab: Cab) -> tuple[float, float, float]:
    """Middle of the steering wheel, metres."""
    x, y, _ = seat(cab)
    return x + 0.52, y, cab.belt - cab.belt_drop + 0.02


def _dash(cab: Cab) -> float:
    """x of the dashboard's front edge."""
    return -(cab.nose + 0.14 + cab.ledge + cab.panel_lean)


def _steering(cab: Cab) -> Shape:
    angle, lean = np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False), np.radians(58.0)
    ring = np.stack([-np.sin(lean) * np.sin(angle), np.cos(angle), np.cos(lean) * np.sin(angle)], axis=1)
    place = np.array(hands(cab))
    wheel = tube(0.22 * ring + place, 0.018, DARK, 6, ring=True)
    column = tube(np.array([place, place + np.array([0.16, 0.0, -0.24])]), 0.04, DARK)
    return join([wheel, column, pillow((0.14, 0.40, 0.05), DARK).moved(place - [0.0, 0.0, 0.01])])


def _seat(height: float) -> Shape:
    """A seat whose surface is at z = 0, the backrest's foot at x = 0; ``height`` is that of the head rest's top."""
    lean = np.radians(12.0)
    turn: Points = np.array([[np.cos(lean), 0, -np.sin(lean)], [0, 1, 0], [np.sin(lean), 0, np.cos(lean)]])
    back = height - 0.18
    cushion = pillow((0.50, 0.50, 0.16), CLOTH).moved((0.24, 0.0, -0.08))
    base = pillow((0.40, 0.40, 0.16), DARK).moved((0.22, 0.0, -0.20))
    rest = pillow((0.13, 0.48, back), CLOTH, 4.0, 14).moved((-0.02, 0.0, back / 2.0 - 0.04), turn)
    pad = pillow((0.10, 0.28, 0.20), CLOTH, 3.0).moved((-0.14, 0.0, height - 0.11), turn)
    return join([cushion, base, rest, pad])
