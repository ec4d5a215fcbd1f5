"""What the renderer can do: what is beyond it is refused where it is described.

Blender takes any value, and keeps the nearest that it has: pictures would be of another camera than their labels. The
numbers are the hard limits of its properties (``bl_rna.properties[...].hard_min`` of Blender 5.2), named beside them.
"""

import math

LEAST_SIDE_PX, MOST_SIDE_PX = 4, 65_536  # RenderSettings.resolution_x
SENSOR_MM = 36.0  # what all lengths of lenses are of
SHORTEST_LENS_MM = 1.0  # Camera.lens
WIDEST_VIEW = SENSOR_MM / SHORTEST_LENS_MM  # of a picture's width on the plane at z = 1: 173.6°
NARROWEST_CONE_RAD, WIDEST_CONE_RAD = math.radians(1.0), math.pi  # SpotLight.spot_size
WIDEST_SUN_RAD = math.pi  # SunLight.angle
FURTHEST_M = 1e5  # from the origin: single precision tells places there apart by 8 mm
MOST = 3.4e38  # of any number: single precision


def within(value: float, low: float, high: float = MOST) -> bool:
    """Whether a number is one, and lies between these, both included."""
    return bool(low <= value <= high)
