"""Lamps and skies for scenes of one's own. The light meter sets the exposure: only ratios of strengths count.

The unit is that of the built-in environments: the sun at noon sheds about 9 W/m² on level ground, a clear sky 1.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from assets.environments.suns import Sun
from assets.materials import Colour
from scenes.blocks.areas import Area
from scenes.camera import PinholeCamera
from scenes.placement import sun_lamp
from scenes.pose import Pose, look_at
from scenes.skies import sunlight
from scenes.spec import Light, Sky, World

WHITE: Colour = (1.0, 1.0, 1.0)


def lamp(
    eye: ArrayLike, target: ArrayLike, irradiance: float = 3.0, size_m: float = 0.5, color: Colour = WHITE
) -> Light:
    """A square lamp at ``eye`` that shines on ``target``.

    Args:
        irradiance: that it sheds on a surface at the target that faces it, W/m².
        size_m: of its side; larger ones cast softer shadows.
    """
    distance = float(np.linalg.norm(np.asarray(target, np.float64) - np.asarray(eye, np.float64)))
    return Light("area", _towards(eye, target), color, math.pi * irradiance * distance**2, size_m)


def three_point(
    rng: np.random.Generator, camera: PinholeCamera, target: ArrayLike, distance_m: float, irradiance: float = 4.0
) -> tuple[Light, ...]:
    """A key lamp beside the camera, a weaker one on the other side and one from behind, all round ``target``.

    Args:
        distance_m: of the lamps from the target.
        irradiance: of the key lamp, see ``lamp``.
    """
    middle = np.asarray(target, np.float64)
    away = camera.pose.translation - middle
    towards_camera, side = math.atan2(away[1], away[0]), float(rng.choice([-1.0, 1.0]))
    out = []
    for turn_deg, rise_deg, share in ((40.0, 35.0, 1.0), (-50.0, 15.0, 0.35), (155.0, 45.0, 0.8)):
        turn = towards_camera + side * math.radians(turn_deg + float(rng.normal(0.0, 8.0)))
        rise = math.radians(rise_deg + float(rng.normal(0.0, 4.0)))
        way = np.array([math.cos(turn) * math.cos(rise), math.sin(turn) * math.cos(rise), math.sin(rise)])
        strength = irradiance * share * float(rng.uniform(0.7, 1.3))
        out.append(lamp(middle + distance_m * way, middle, strength, 0.3 * distance_m))
    return tuple(out)


def ceiling(area: Area, height_m: float, every_m: float = 6.0, irradiance: float = 3.0) -> tuple[Light, ...]:
    """Rows of square lamps over an area, as halls and shops have them; each lamp costs, so keep to a dozen.

    Args:
        height_m: above the area.
        irradiance: that each sheds on the area straight below, W/m².
    """
    columns, rows = (max(1, round(side / every_m)) for side in (area.length_m, area.width_m))
    out = []
    for i in range(columns):
        for j in range(rows):
            x, y = ((i + 0.5) / columns - 0.5) * area.length_m, ((j + 0.5) / rows - 0.5) * area.width_m
            below = area.place(x, y)
            out.append(lamp(below.apply([0.0, 0.0, height_m]), below.translation, irradiance, 0.8))
    return tuple(out)


def sunny(
    elevation_deg: float, azimuth_deg: float = 0.0, haze: float = 0.2, clouds: float = 0.1, seed: int = 1
) -> tuple[World, tuple[Light, ...]]:
    """A clear day's sky and its sun, without chance; ``sample_conditions`` draws any time and weather."""
    rise, turn = math.radians(elevation_deg), math.radians(azimuth_deg)
    color, power = sunlight(rise, haze)
    sky = World(Sky("clear", rise, turn, haze, clouds, seed), 0.0, 0.4 + 0.8 * max(0.0, math.sin(rise)))
    return sky, (sun_lamp(Sun(turn, max(rise, 0.01), color, power), 0.0),)


def _towards(eye: ArrayLike, target: ArrayLike) -> Pose:
    """Of a lamp, which shines along its -z where a camera looks along its z."""
    camera = look_at(eye, target)
    return Pose(camera.rotation @ np.diag([1.0, -1.0, -1.0]), camera.translation)
