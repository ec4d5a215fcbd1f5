"""Where the built-in environments are brightest, for a sun lamp that agrees with the picture behind it."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Sun:
    """Where an environment is brightest, measured on the picture itself, and how strong a sun lamp may add to it.

    Attributes:
        azimuth_rad: about z, of the direction towards it, before the world's rotation.
        elevation_rad: above the horizon; low suns are lifted to where cars do not all lie in one shadow.
        color: linear RGB.
        power: W/m², of the strongest lamp that still looks like the same sky.
    """

    azimuth_rad: float
    elevation_rad: float
    color: tuple[float, float, float]
    power: float


def _sun(u: float, elevation_deg: float, color: tuple[float, float, float], power: float) -> Sun:
    """``u`` is the column of the brightest pixel as a share of the picture's width; columns run clockwise from -x."""
    return Sun(float((0.5 - u) * 2.0 * np.pi), float(np.radians(elevation_deg)), color, power)


SUNS = {
    "city": _sun(0.600, 47.6, (1.0, 0.89, 0.66), 14.0),
    "courtyard": _sun(0.934, 35.0, (1.0, 0.90, 0.75), 3.0),
    "forest": _sun(0.599, 30.0, (1.0, 0.90, 0.74), 10.0),
    "sunrise": _sun(0.599, 12.0, (1.0, 0.80, 0.52), 6.0),
    "sunset": _sun(0.600, 9.0, (1.0, 0.62, 0.34), 4.0),
}
