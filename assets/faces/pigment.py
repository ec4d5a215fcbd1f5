"""How a person's skin differs from place to place: melanin and blood by region, as they stay for life."""

import functools
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, shape
from assets.faces.places import band, ramp
from assets.faces.regions import EYES

type Points = NDArray[np.float32]
type Field = NDArray[np.float64]

# Deviation of each region's melanin and blood from the rest of the face: in natural logarithms of the light that skin
# gives back, about. Eyes and mouth are darker than cheeks in many people, and hardly lighter in any.
REGIONS: Mapping[str, tuple[float, float]] = {
    "forehead": (0.13, 0.03),
    "temples": (0.12, 0.02),
    "sockets": (0.17, 0.07),
    "nose": (0.09, 0.09),
    "cheeks": (0.10, 0.12),
    "mouth": (0.17, 0.05),
    "chin": (0.10, 0.05),
    "jaw": (0.12, 0.04),
}
DARKER = {"sockets": 0.12, "mouth": 0.10}  # what these are beside the rest in the mean; no less than 0
WAVES, WAVE_RAD_PER_M = 10, (50.0, 210.0)  # patches of 3 to 12 cm, no two people's alike
PATCHY = 0.055  # deviation of the melanin of patches
MELANIN, BLOOD = np.array([0.62, 1.0, 1.3]), np.array([0.12, 1.0, 0.95])  # what one unit takes of red, green, blue


def tints(rng: np.random.Generator, dark: float) -> NDArray[np.float64]:
    """(V, 3) factors on the colour of the skin of a head.

    Args:
        dark: 0 for the lightest skin, 1 for the darkest: blood shows less in it.
    """
    fields = _fields()
    melanin, blood = np.zeros(len(bake.load().rest)), np.zeros(len(bake.load().rest))
    for name, (spread, red) in REGIONS.items():
        usual = DARKER.get(name)
        brown = rng.normal(0.0, spread) if usual is None else max(0.0, rng.normal(usual, spread))
        melanin += brown * fields[name]
        blood += rng.normal(0.0, red) * fields[name]
    for _ in range(WAVES):
        along = rng.normal(size=3)
        along *= rng.uniform(*WAVE_RAD_PER_M) / np.linalg.norm(along)
        melanin += (
            PATCHY * np.sqrt(2.0 / WAVES) * np.sin((bake.load().rest - EYES) @ along + rng.uniform(0.0, 2.0 * np.pi))
        )
    blood *= 1.0 - 0.6 * dark
    out = np.exp(-melanin[:, None] * MELANIN - blood[:, None] * BLOOD)
    return np.asarray(np.clip(out, 0.45, 1.45))


@functools.cache
def _fields() -> dict[str, Field]:
    """(V,) 0..1 by region, soft at their borders, on the base head."""
    data = bake.load()
    p = (data.rest - EYES).astype(np.float64)
    x, side, z = p[:, 0], np.abs(p[:, 1]), p[:, 2]
    across = side - float((shape.eye_centers(data, data.rest) - EYES)[0, 1])
    front = ramp(x, -0.05, 0.0)
    lips = np.clip(data.masks["lips"], 0.0, 1.0)
    return {
        "forehead": ramp(z, 0.02, 0.045) * front,
        "temples": ramp(side, 0.045, 0.062) * ramp(z, -0.02, 0.01) * ramp(x, -0.08, -0.04),
        "sockets": ramp(np.hypot(across / 1.3, (z - 0.001)), 0.026, 0.012) * front,
        "nose": ramp(side, 0.024, 0.012) * band(z, -0.058, -0.046, -0.012, 0.004) * ramp(x, 0.015, 0.03),
        "cheeks": np.exp(-((side - 0.046) ** 2 + (z + 0.036) ** 2) / (2 * 0.017**2)) * front,
        "mouth": np.exp(-((side / 0.032) ** 2 + ((z + 0.068) / 0.019) ** 2)) * front * (1.0 - lips),
        "chin": np.exp(-((side / 0.022) ** 2 + ((z + 0.103) / 0.015) ** 2)) * front,
        "jaw": ramp(z, -0.05, -0.085) * ramp(side, 0.02, 0.045),
    }
