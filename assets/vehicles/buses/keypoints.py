"""Named points of vans and buses: those of a car by their meaning (see ``cars/keypoints.py``).

A body without a rear window has ``rear_up`` where its upper corner would be; ``central_up`` lies on the roof's edge
over the rear edge of the foremost door.
"""

import numpy as np

from assets.polygons import Points
from assets.vehicles.buses.layout import Layout
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.running_gear import wheel_y
from assets.vehicles.buses.surface import on_flank, on_front, on_rear
from assets.vehicles.finish import Point, both_sides


def keypoints(p: Proportions, layout: Layout, plate_width: float) -> dict[str, Point]:
    """All 24, ``<name>_left`` and ``<name>_right``, in the asset's frame, metres."""
    head, tail = layout.head, layout.tail
    wheels = [np.array([p.length / 2.0 - d, wheel_y(p, d), p.wheel]) for d in (p.axles[0], p.axles[-1])]
    rear_plate = on_rear(p, 0.0, layout.plate_rear_z - 0.055)
    door_back = layout.door[1]
    left: dict[str, Points] = {
        "front_up": on_front(p, 0.95, min(p.header_z, p.edge_z)),
        "front_light": on_front(p, head[0], head[3]),
        "front_low": on_front(p, 0.85, p.clearance + 0.08),
        "central_up": on_flank(p, door_back, p.edge_z),
        "front_wheel": wheels[0],
        "rear_wheel": wheels[1],
        "rear_corner": on_rear(p, min(tail[1], 0.98), tail[2]),
        "rear_up": on_rear(p, layout.rear_up[0], layout.rear_up[1]),
        "rear_light": on_rear(p, tail[0], tail[3]),
        "rear_low": on_rear(p, 0.9, p.clearance + 0.02),
        "rear_plate": np.array([rear_plate[0] - 0.01, plate_width / 2.0, rear_plate[2]]),
        "mirror_edge": on_flank(p, p.door_d + 0.02, p.belt_z),
    }
    return both_sides(left)
