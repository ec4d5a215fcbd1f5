"""Flow as a picture: hue is its direction, colour its length, by the wheel of Baker et al. (vision.middlebury.edu)."""

import numpy as np
from numpy.typing import NDArray

# How many steps from each colour to the next: red, yellow, green, cyan, blue, magenta, and red again.
ARCS = (("r", "y", 15), ("y", "g", 6), ("g", "c", 4), ("c", "b", 11), ("b", "m", 13), ("m", "r", 6))
RGB = {"r": (1, 0, 0), "y": (1, 1, 0), "g": (0, 1, 0), "c": (0, 1, 1), "b": (0, 0, 1), "m": (1, 0, 1)}
FURTHEST = 0.99  # quantile of lengths that gets full colour, where nothing else is asked for


def painted(pixels: NDArray[np.floating], longest: float | None = None) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 of flow (H, W, 2): white stands still, black is unknown.

    Args:
        longest: pixels of full colour.
    """
    known = np.isfinite(pixels).all(axis=-1)
    u, v = np.where(known[..., None], pixels, 0.0).astype(np.float64).transpose(2, 0, 1)
    length = np.hypot(u, v)
    full = longest or max(float(np.quantile(length[known], FURTHEST)) if known.any() else 1.0, 1e-6)
    wheel = _wheel()
    place = (np.arctan2(-v, -u) / np.pi + 1.0) / 2.0 * (len(wheel) - 1)
    low = np.floor(place).astype(int)
    share = (place - low)[..., None]
    hue = (1.0 - share) * wheel[low] + share * wheel[(low + 1) % len(wheel)]
    strength = np.minimum(length / full, 1.0)[..., None]
    out = np.where(known[..., None], 1.0 - strength * (1.0 - hue), 0.0)
    return np.rint(out * 255.0).astype(np.uint8)


def _wheel() -> NDArray[np.float64]:
    """(55, 3) colours around, 0..1."""
    rows = [
        np.array(RGB[first]) + (np.array(RGB[second]) - np.array(RGB[first])) * np.arange(steps)[:, None] / steps
        for first, second, steps in ARCS
    ]
    return np.concatenate(rows).astype(np.float64)
