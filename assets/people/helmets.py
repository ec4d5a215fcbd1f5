"""Helmets of people on two wheels."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assets.people.sheet import Piece, of_grid
from assets.people.wardrobe import Outfit

type Place = Callable[[NDArray[np.float64]], NDArray[np.float32]]

HELMETS = ("bicycle", "open", "full")
MIDDLE = {"bicycle": (0.052, 0.0, 0.775), "open": (0.050, 0.0, 0.745), "full": (0.060, 0.0, 0.735)}
RADII = {"bicycle": (0.135, 0.100, 0.105), "open": (0.135, 0.118, 0.135), "full": (0.152, 0.124, 0.142)}
AROUND = 30  # so that the visor's ends fall on a column
# Rows of the shell by elevation, degrees, before the last ones run to the rim; the visor lies between two of them.
ROWS_DEG = (-22.0, -8.0, 8.0, 24.0, 34.0, 45.0, 57.0, 69.0, 80.0, 90.0)
VISOR_DEG = (-22.0, 24.0, 61.0)


def helmet(outfit: Outfit, place: Place) -> list[Piece]:
    """A helmet on the base body's head, carried to its place.

    Args:
        outfit: its ``hat`` says which kind.
        place: carries points of the base head to the posed one.
    """
    kind = outfit.hat
    azimuth = np.linspace(np.pi, -np.pi, AROUND + 1)[None, :]
    low = _lower_edge(kind, azimuth)
    rows = np.radians(ROWS_DEG)[:, None] + 0.0 * azimuth
    if kind == "bicycle":
        height = np.pi / 2 + (low - np.pi / 2) * np.linspace(1.0, 0.0, 12)[:, None]
    else:
        height = np.concatenate([low, (low + rows[:1]) / 2.0, rows])
    points = _bulged(kind, azimuth + 0.0 * height, height)
    inner = points[:1] * 0.9 + 0.1 * np.array(MIDDLE[kind])
    points = np.concatenate([inner, points])
    az, el = np.degrees(azimuth + 0.0 * height), np.degrees(height)
    middle_az, middle_el = (np.pad((v[1:, 1:] + v[:-1, :-1]) / 2.0, ((1, 0), (0, 0)), "edge") for v in (az, el))
    second = _second(kind, middle_az, middle_el, outfit)
    shape = place(points)
    if kind == "open":
        face = (np.abs(middle_az) < VISOR_DEG[2]) & (middle_el < VISOR_DEG[1])
        return [
            of_grid(shape, outfit.material("helmet"), ~face & ~second),
            of_grid(shape, outfit.material("vent"), second),
        ]
    other = outfit.material("visor" if kind == "full" else "vent")
    return [of_grid(shape, outfit.material("helmet"), ~second), of_grid(shape, other, second)]


def _lower_edge(kind: str, azimuth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Elevation of the rim, radians, by the angle from straight ahead."""
    front, side, back = {"bicycle": (16.0, -2.0, -22.0), "open": (-48.0, -52.0, -46.0), "full": (-58.0, -54.0, -48.0)}[
        kind
    ]
    degrees = np.interp(np.abs(azimuth), (0.0, np.pi / 2, np.pi), (front, side, back))
    return np.asarray(np.radians(degrees))


def _bulged(kind: str, azimuth: NDArray[np.float64], height: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of the shell; a full helmet has a chin bar, a bicycle's tapers to the back."""
    along, across, up = RADII[kind]
    x, y, z = np.cos(height) * np.cos(azimuth), np.cos(height) * np.sin(azimuth), np.sin(height)
    if kind == "full":
        x = x + 0.22 * np.clip(x, 0.0, 1.0) * np.clip(-z, 0.0, 1.0)
    out: NDArray[np.float64] = np.stack([along * x, across * y, up * z], 2) + np.array(MIDDLE[kind])
    return out


def _second(kind: str, az: NDArray[np.float64], el: NDArray[np.float64], outfit: Outfit) -> NDArray[np.bool_]:
    """Faces of the second material: the visor, or vents along the shell."""
    if kind == "full":
        return (np.abs(az) < VISOR_DEG[2]) & (el > VISOR_DEG[0]) & (el < VISOR_DEG[1])
    if kind == "open":
        return (np.abs(az) < VISOR_DEG[2]) & (el > VISOR_DEG[1]) & (el < 34.0)
    across = np.sin(np.radians(az)) * np.cos(np.radians(el))
    stripes = np.abs(np.abs(across) % 0.42 - 0.21) < 0.07
    return stripes & (el > 22.0) & (el < 72.0)
