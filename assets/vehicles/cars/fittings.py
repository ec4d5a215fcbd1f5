"""Number plates and the underside: what has plane faces."""

import numpy as np

from assets.polygons import Shape, Skin, box, join
from assets.vehicles.cars.body import BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.drape import Drape
from assets.vehicles.cars.wheels import tyre_width
from assets.vehicles.plates import Plate, plate_shape

FLOOR: Skin = ("dark", "trim")
HOLDER: Skin = ("plastic", "trim")


def plate_x(on: Drape, plate: Plate, z: float, rear: bool, stands_out: float = 0.0) -> float:
    """Where a plate's middle plane lies so that the body does not pierce it, metres."""
    half = plate.height_m / 2.0
    points, _ = on.at(on.total if rear else 0.0, np.array([z - half, z, z + half]))
    x = float(points[:, 0].min() if rear else points[:, 0].max())
    return x - 0.010 - stands_out if rear else x + 0.012 + stands_out


def plates(plate: Plate, on: Drape, front: tuple[float, float], rear: tuple[float, float]) -> Shape:
    """Both plates; each place is the middle's height and how far what carries it stands out of the body."""
    turned = plate_shape(plate, rear=True).moved((0.0, 0.0, 0.0), np.diag([-1.0, -1.0, 1.0]))
    ahead = plate_x(on, plate, front[0], False, front[1])
    behind = plate_x(on, plate, rear[0], True, rear[1])
    half = np.array([0.03, plate.width_m / 2.0 - 0.02, plate.height_m / 2.0 - 0.01])
    back = [
        box(at - half, at + half, HOLDER)
        for at in (np.array([ahead - 0.036, 0.0, front[0]]), np.array([behind + 0.036, 0.0, rear[0]]))
    ]
    return join([plate_shape(plate).moved((ahead, 0.0, front[0])), turned.moved((behind, 0.0, rear[0])), *back])


def underside(p: Proportions, body: BodyGrid) -> Shape:
    """Slabs between and beside the wheels, narrow where they turn."""
    low, high = p.clearance + 0.012, p.clearance + 0.16
    half, inner = p.width / 2.0 * 0.90, p.width / 2.0 - tyre_width(p) - 0.16
    arch, (front, rear) = body.curves.arch + 0.01, body.curves.axles
    spans = [
        (0.16, front - arch, 0.60, 0.07),
        (0.16, p.length - 0.2, inner, 0.03),
        (front + arch, rear - arch, half, 0.0),
        (rear + arch, p.length - 0.16, 0.74, 0.12),
    ]
    middle = p.length / 2.0
    return join(
        [
            box((middle - end, -width, low + lift), (middle - start, width, high + lift), FLOOR)
            for start, end, width, lift in spans
            if end > start
        ]
    )
