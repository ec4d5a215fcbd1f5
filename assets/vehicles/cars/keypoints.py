"""Named points of a car: the 24 of OpenPifPaf's car model, which picks them from ApolloCar3D's 66."""

import numpy as np

from assets.vehicles.cars.body import BELT, CORNER, GLASS_TOP, LID_GAP, BodyGrid
from assets.vehicles.cars.curves import Points
from assets.vehicles.cars.details import PlateStyle, rear_plate_x
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.regions import FrontStyle, RearStyle

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
    p: Proportions, body: BodyGrid, front: FrontStyle, rear: RearStyle, plates: PlateStyle
) -> dict[str, tuple[float, float, float]]:
    """All 24, ``<name>_left`` and ``<name>_right``, in the asset's frame, metres."""
    side, top, d = body.side, body.top, body.d
    last = CORNER + len(d) - 1  # station of the rear corner
    header, *window = body.curves.glass_edges[2:]
    middle = (d[1:] + d[:-1]) / 2.0
    lamp_outer = CORNER + int(np.argmax(middle > middle[-1] - rear.lamp_reach))
    left: dict[str, Points] = {
        "front_up": top[_nearest(d, header), 2],
        "front_light": side[front.lamp_start, front.lamp_high],
        "front_low": side[min(front.intake_half + 2, CORNER), 4],
        "central_up": side[CORNER + _nearest(d, body.curves.gaps[1]), GLASS_TOP],
        "front_wheel": _wheel(p, body, 0),
        "rear_wheel": _wheel(p, body, 1),
        "rear_corner": side[lamp_outer, rear.lamp_low],
        "rear_up": top[_nearest(d, window[0]), 2 if p.bed else 3] if window else side[-1 - LID_GAP, GLASS_TOP],
        "rear_light": side[last + rear.lamp_width, rear.lamp_high],
        "rear_low": side[last + 3, 2],
        "rear_plate": np.array([rear_plate_x(p, body, plates), plates.wide / 2.0, plates.z_rear - plates.high / 2.0]),
        "mirror_edge": side[CORNER + _nearest(d, body.curves.window_edges[0] + 0.04), BELT],
    }
    out: dict[str, tuple[float, float, float]] = {}
    for name, (x, y, z) in ((name, left[name].tolist()) for name in MEANINGS):
        out[f"{name}_left"], out[f"{name}_right"] = (x, y, z), (x, -y, z)
    return out


def _nearest(d: Points, value: float) -> int:
    return int(np.argmin(np.abs(d - value)))


def _wheel(p: Proportions, body: BodyGrid, axle: int) -> Points:
    d = body.curves.axles[axle]
    y = float(body.curves.flank_y(d, body.curves.arch + p.wheel)) - 0.022
    return np.array([p.length / 2.0 - d, y, p.wheel])
