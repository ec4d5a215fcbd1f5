"""Named points of a truck: the car's 24, where a truck has the like."""

import numpy as np

from assets.polygons import Points
from assets.vehicles.trucks.cab import PILLAR, FrontStyle, glass_rows
from assets.vehicles.trucks.cab_fittings import mirror_edge
from assets.vehicles.trucks.chassis import Tail, front_wheel_y
from assets.vehicles.trucks.dimensions import Cab, Chassis, Space
from assets.vehicles.trucks.hull import Hull


def front_points(cab: Cab, body: Hull, front: Hull, style: FrontStyle) -> dict[str, Points]:
    """Those of the left side of cab and bonnet; ``front`` is the hull that carries the lamps."""
    high = glass_rows(cab, body)[1]
    return {
        # upper corner of the windscreen
        "front_up": body.points[PILLAR - 1, high],
        # upper inner corner of the head lamp
        "front_light": front.points[style.lamp[0], front.row(style.lamp_z[1])],
        # lower outer corner of the bumper
        "front_low": front.points[11, 1],
        # upper rear corner of the door's window
        "central_up": body.points[body.station(-(cab.door[1] - 0.06)), high],
        # middle of the foremost wheel, on its outer face
        "front_wheel": np.array([-cab.axle, front_wheel_y(cab) + cab.section / 2.0, cab.tyre]),
        # front corner of the door at the belt line
        "mirror_edge": mirror_edge(cab, body),
    }


def rear_points(
    chassis: Chassis, tail: Tail, plate: tuple[float, float, float], space: Space | None
) -> dict[str, Points]:
    """Those of the left side of whatever is rearmost; ``plate`` is x, half width and lower edge."""
    points = {
        # middle of the rearmost wheel, on its outer face
        "rear_wheel": np.array([-max(chassis.axles), chassis.width / 2.0, chassis.tyre]),
        # lower outer corner of the tail lamp
        "rear_corner": np.array([tail.x, tail.y[1], tail.z[0]]),
        # upper inner corner of the tail lamp
        "rear_light": np.array([tail.x, tail.y[0], tail.z[1]]),
        # lower corner of the underrun guard
        "rear_low": np.array(tail.guard),
        # lower corner of the number plate
        "rear_plate": np.array(plate),
    }
    if space is not None:
        # upper rear corner of a box or tub; open bodies, tanks and drums have none
        points["rear_up"] = np.array([space.rear, space.width / 2.0, space.top])
    return points
