"""Named points of a car: the 24 of OpenPifPaf's car model, which picks them from ApolloCar3D's 66."""

import numpy as np

from assets.polygons import Points
from assets.vehicles.cars.body import BELT, CORNER, GLASS_TOP, WINDOW, BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.drape import Drape
from assets.vehicles.cars.front import FrontStyle
from assets.vehicles.cars.tails import Tails, corners
from assets.vehicles.cars.wheels import wheel_place
from assets.vehicles.plates import Plate

# Where each lies, for both sides alike. A name's ``left`` is the driver's.
MEANINGS = {
    "front_up": "upper corner of the windscreen",
    "front_light": "upper inner corner of the head lamp",
    "front_low": "lower outer corner of the fog lamp, or of where one would be",
    "central_up": "upper rear corner of the front door, on the roof's edge",
    "front_wheel": "middle of the wheel, on its outer face",
    "rear_wheel": "middle of the wheel, on its outer face",
    "rear_corner": "lower outer corner of the tail lamp",
    "rear_up": "upper corner of the rear window",
    "rear_light": "upper inner corner of the tail lamp",
    "rear_low": "lower corner of the rear bumper",
    "rear_plate": "lower corner of the rear number plate",
    "mirror_edge": "front corner of the front door at the belt line, where the mirror is",
}


def keypoints(
    p: Proportions, body: BodyGrid, on: Drape, front: FrontStyle, rear: Tails, plate: Plate, place: tuple[float, float]
) -> dict[str, tuple[float, float, float]]:
    """All 24, ``<name>_left`` and ``<name>_right``, in the asset's frame, metres; ``place`` is the rear plate's x, z.

    Without a roof, ``central_up`` is the door's corner at the belt and ``rear_up`` the deck's front corner.
    """
    side, top, d = body.side, body.top, body.d
    header, *window = body.curves.glass_edges[2:]
    lamp = front.lamps[0]
    gap = CORNER + _nearest(d, body.curves.gaps[1])
    rear_up = side[-1 - WINDOW, GLASS_TOP]
    if p.open_top:
        rear_up = top[_nearest(d, body.curves.foot_side_d), 1]
    elif window:
        rear_up = top[_nearest(d, window[0]), 3 if p.soft_top else 2]
    x, z = place
    outer, inner = corners(p, rear)
    left: dict[str, Points] = {
        "front_up": top[_nearest(d, header), 1],
        "front_light": on.at(lamp.s[0], lamp.high[0])[0],
        "front_low": on.at(on.y_s(0.82 * p.width / 2.0, p.clearance + 0.12), p.clearance + 0.12)[0],
        "central_up": side[gap, BELT if p.open_top else GLASS_TOP],
        "front_wheel": _wheel(p, body, 0),
        "rear_wheel": _wheel(p, body, 1),
        "rear_corner": on.at(*outer)[0],
        "rear_up": rear_up,
        "rear_light": on.at(*inner)[0],
        "rear_low": side[body.last + 2, 2],
        "rear_plate": np.array([x, plate.width_m / 2.0, z - plate.height_m / 2.0]),
        "mirror_edge": side[CORNER + _nearest(d, body.curves.window_edges[0] + 0.04), BELT],
    }
    out: dict[str, tuple[float, float, float]] = {}
    for name, (px, py, pz) in ((name, left[name].tolist()) for name in MEANINGS):
        out[f"{name}_left"], out[f"{name}_right"] = (px, py, pz), (px, -py, pz)
    return out


def _nearest(d: Points, value: float) -> int:
    return int(np.argmin(np.abs(d - value)))


def _wheel(p: Proportions, body: BodyGrid, axle: int) -> Points:
    place = wheel_place(p, body, body.curves.axles[axle])
    return np.array([place[0], float(body.curves.flank_y(body.curves.axles[axle], p.arch + p.wheel)) - 0.022, place[2]])
