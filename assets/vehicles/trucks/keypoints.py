"""Named points of a truck: the car's 24, where a truck has the like."""

import numpy as np

from assets.polygons import Points
from assets.vehicles.finish import Point
from assets.vehicles.trucks.boxes import Space
from assets.vehicles.trucks.cab import PILLAR, FrontStyle, glass_rows
from assets.vehicles.trucks.chassis import Tail, front_wheel_y
from assets.vehicles.trucks.details import mirror_edge
from assets.vehicles.trucks.dimensions import Cab, Chassis
from assets.vehicles.trucks.hull import Hull

# Where each lies, for both sides alike. A name's ``left`` is the driver's.
FRONT_MEANINGS = {
    "front_up": "upper corner of the windscreen",
    "front_light": "upper inner corner of the head lamp",
    "front_low": "lower outer corner of the bumper",
    "central_up": "upper rear corner of the door's window",
    "front_wheel": "middle of the foremost wheel, on its outer face",
    "mirror_edge": "front corner of the door at the belt line, where the mirror is",
}
REAR_MEANINGS = {
    "rear_wheel": "middle of the rearmost wheel, on its outer face",
    "rear_corner": "lower outer corner of the tail lamp",
    "rear_up": "upper rear corner of a box or tub; none on open bodies, tanks and drums",
    "rear_light": "upper inner corner of the tail lamp",
    "rear_low": "lower corner of the underrun guard",
    "rear_plate": "lower corner of the rear number plate",
}


def front_points(cab: Cab, body: Hull, front: Hull, style: FrontStyle) -> dict[str, Points]:
    """Those of the left side of cab and bonnet; ``front`` is the hull that carries the lamps."""
    high = glass_rows(cab, body)[1]
    return {
        "front_up": body.points[PILLAR - 1, high],
        "front_light": front.points[style.lamp[0], front.row(style.lamp_z[1])],
        "front_low": front.points[11, 1],
        "central_up": body.points[body.station(-(cab.door[1] - 0.06)), high],
        "front_wheel": np.array([-cab.axle, front_wheel_y(cab) + cab.section / 2.0, cab.tyre]),
        "mirror_edge": mirror_edge(cab, body),
    }


def rear_points(
    chassis: Chassis, tail: Tail, plate: tuple[float, float, float], space: Space | None
) -> dict[str, Points]:
    """Those of the left side of whatever is rearmost; ``plate`` is x, half width and lower edge."""
    points = {
        "rear_wheel": np.array([-max(chassis.axles), chassis.width / 2.0, chassis.tyre]),
        "rear_corner": np.array([tail.x, tail.y[1], tail.z[0]]),
        "rear_light": np.array([tail.x, tail.y[0], tail.z[1]]),
        "rear_low": np.array(tail.guard),
        "rear_plate": np.array(plate),
    }
    if space is not None:
        points["rear_up"] = np.array([space.rear, space.width / 2.0, space.top])
    return points


def both_sides(left: dict[str, Points]) -> dict[str, Point]:
    """Each with its mirror image, as ``<name>_left`` and ``<name>_right``."""
    out: dict[str, Point] = {}
    for name, (x, y, z) in ((name, point.tolist()) for name, point in left.items()):
        out[f"{name}_left"], out[f"{name}_right"] = (x, y, z), (x, -y, z)
    return out
