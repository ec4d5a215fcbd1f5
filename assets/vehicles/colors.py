"""Paint colours of cars: linear RGB ranges of the twelve names, and how often they are met in traffic."""

from dataclasses import dataclass

import numpy as np

from assets.materials import Colour, Material
from assets.names import expect_name


@dataclass(frozen=True)
class Paint:
    """Attributes:
    low, high: linear RGB of the range's two ends; a paint lies on the line between them, a little off it.
    frequency: share of cars in traffic.
    metallic: share of paints of this colour that carry flakes.
    """

    low: Colour
    high: Colour
    frequency: float
    metallic: float


# Frequencies: the world's new cars 2015-2023 as the yearly colour reports of the big paint makers (Axalta, BASF, PPG)
# give them, averaged over the years because traffic holds them all, and rounded. Ranges: sRGB of ordinary paints, made
# linear.
COLORS: dict[str, Paint] = {
    "white": Paint((0.70, 0.70, 0.68), (0.84, 0.84, 0.82), 0.355, 0.3),
    "black": Paint((0.003, 0.003, 0.004), (0.012, 0.012, 0.013), 0.195, 0.6),
    "gray": Paint((0.045, 0.048, 0.052), (0.17, 0.175, 0.18), 0.160, 0.8),
    "silver": Paint((0.36, 0.37, 0.38), (0.54, 0.55, 0.56), 0.095, 1.0),
    "blue": Paint((0.006, 0.020, 0.10), (0.030, 0.12, 0.42), 0.080, 0.7),
    "red": Paint((0.20, 0.006, 0.008), (0.52, 0.018, 0.016), 0.055, 0.5),
    "brown": Paint((0.040, 0.018, 0.009), (0.14, 0.065, 0.030), 0.020, 0.8),
    "green": Paint((0.008, 0.040, 0.016), (0.045, 0.22, 0.070), 0.013, 0.6),
    "beige": Paint((0.42, 0.35, 0.24), (0.60, 0.52, 0.39), 0.012, 0.8),
    "orange": Paint((0.58, 0.12, 0.008), (0.80, 0.22, 0.018), 0.007, 0.4),
    "yellow": Paint((0.70, 0.46, 0.010), (0.84, 0.62, 0.045), 0.006, 0.2),
    "purple": Paint((0.040, 0.008, 0.060), (0.13, 0.030, 0.22), 0.002, 0.7),
}


def car_paint(rng: np.random.Generator, color: str) -> Material:
    """A clear-coated paint of one of the names in ``COLORS``.

    Raises:
        AssetError: no such colour.
    """
    paint = COLORS[expect_name(color, tuple(COLORS), "color")]
    where = rng.uniform()
    low, high = np.array(paint.low), np.array(paint.high)
    rgb = np.clip((low + (high - low) * where) * np.exp(rng.normal(0.0, 0.03, 3)), 0.0, 1.0)
    flakes = bool(rng.uniform() < paint.metallic)
    return Material(
        f"{color} paint",
        kind="car_paint",
        base_color=(float(rgb[0]), float(rgb[1]), float(rgb[2])),
        metallic=float(rng.uniform(0.35, 0.65)) if flakes else 0.0,
        roughness=float(rng.uniform(0.28, 0.42)),
        coat=1.0,
        coat_roughness=float(rng.uniform(0.01, 0.04)),
        params={"flake": float(rng.uniform(0.3, 0.8)) if flakes else 0.0, "dust": float(rng.uniform(0.0, 0.6) ** 2)},
    )
