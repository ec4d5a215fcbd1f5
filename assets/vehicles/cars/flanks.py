"""A car's sides: their section, and the sill with its wheel arches."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.vehicles.cars.dimensions import Proportions

type Points = NDArray[np.float64]
type Curve = Callable[[ArrayLike], Points]
type Plane = Callable[[ArrayLike, ArrayLike], Points]

STEP = 0.01  # metres between the samples of a curve
CLADDING = 0.045  # metres around an arch that rows of the grid follow


def curve(keys: list[tuple[float, float]], length: float, blur: float, bulges: list[float] | None = None) -> Curve:
    """Straight lines between keys, each bulging by so many metres, with corners rounded over about ``blur`` metres."""
    d, value = np.array(keys).T
    x = np.arange(-0.6, length + 0.6, STEP)
    y = np.interp(x, d, value)
    if bulges is not None:
        index = np.clip(np.searchsorted(d, x) - 1, 0, len(d) - 2)
        t = np.clip((x - d[index]) / (d[index + 1] - d[index]), 0.0, 1.0)
        y = y + np.array(bulges)[index] * 4.0 * t * (1.0 - t)
    reach = int(3 * blur / STEP)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP / blur) ** 2)
    y = np.convolve(np.pad(y, reach, mode="edge"), kernel / kernel.sum(), mode="valid")

    def sampled(at: ArrayLike) -> Points:
        return np.interp(np.asarray(at, np.float64), x, y)

    return sampled


def flank_y(p: Proportions, belt: Curve, axles: tuple[float, float]) -> Plane:
    """Half width: sill tucked in, a hollow below the crease, widest at it, narrower to both ends, arches with lips."""
    fold, round_ = p.crease, 1.0 - 0.5 * p.box
    keys = [(0.0, 1.0 - 0.055 * round_), (0.14, 1.0 - 0.035 * round_), (0.34, 0.986), (0.55, 0.988)]
    keys += [(fold - 0.09, 0.991), (fold, 1.0), (0.5 + fold / 2.0, 0.992), (1.0, 1.0 - 0.03 * round_)]
    share = curve(keys, 1.0, 0.02)

    def flank(d: ArrayLike, z: ArrayLike) -> Points:
        d, z = np.asarray(d, np.float64), np.asarray(z, np.float64)
        middle = (d - 0.5 * p.length) / (0.5 * p.length)
        half = p.width / 2.0 * (1.0 - (0.035 - 0.02 * p.box) * np.abs(middle) ** 3)
        v = (z - p.clearance) / (belt(d) - p.clearance)
        y = half * share(v)
        doors = np.clip(1.3 - np.abs(d - axles[0] - 0.52 * p.wheelbase) / (0.36 * p.wheelbase), 0.0, 1.0)
        y = y - doors * p.scallop * np.exp(-(((v - fold + 0.26) / 0.16) ** 2))
        y = y + p.crease_depth * np.clip(1.0 - np.abs(v - fold) / 0.10, 0.0, 1.0) * (0.4 + 0.6 * doors)
        for axle in axles:
            away = np.hypot(d - axle, z - p.wheel) - p.arch
            y = y + (p.flare + 0.008 * p.cladding) * np.exp(-((away / 0.07) ** 2))
        return np.minimum(y, p.width / 2.0)

    return flank


def sill_z(p: Proportions, axles: tuple[float, float]) -> Plane:
    """Height of the body's lower edge, ``offset`` metres outside of it."""

    def sill(d: ArrayLike, offset: ArrayLike) -> Points:
        d, offset = np.asarray(d, np.float64), np.asarray(offset, np.float64)
        ends = 0.05 * np.clip((axles[0] - p.arch - d) / 0.5, 0.0, 1.0) + 0.08 * np.clip(
            (d - axles[1] - p.arch) / 0.6, 0.0, 1.0
        )
        z: Points = p.clearance + ends + offset
        for axle in axles:
            inside = (p.arch + offset) ** 2 - (d - axle) ** 2
            z = np.maximum(z, np.where(inside >= 0.0, p.wheel + np.sqrt(np.clip(inside, 0.0, None)), 0.0))
        return z

    return sill
