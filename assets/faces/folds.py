"""Folds of the skin: where wrinkles run on the base head, and how deep age and expressions dig them.

``relief`` on the vertices tells the shader of skin how many folds away a place is (whole numbers are the bottoms of
folds), how deep they are there, and how oily the skin is.
"""

import functools

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake, shape
from assets.faces.expressions import EXPRESSIONS
from assets.faces.identity import Identity
from assets.faces.look import Look
from assets.faces.places import band, ramp
from assets.faces.regions import EYES
from assets.random import stream

type Points = NDArray[np.float32]
type Fold = tuple[NDArray[np.float64], NDArray[np.float64]]

FOLDS = ("forehead", "frown", "crow", "bag", "cheek", "mouth", "lip", "neck")
# Years at which folds of the face at rest begin to show, and by which they are as deep as they get; that depth.
FOLD_AGES = {
    "forehead": (30.0, 80.0, 0.9),
    "frown": (38.0, 80.0, 0.7),
    "crow": (30.0, 75.0, 0.9),
    "bag": (35.0, 80.0, 0.8),
    "cheek": (14.0, 75.0, 1.0),
    "mouth": (45.0, 85.0, 0.8),
    "lip": (55.0, 85.0, 0.6),
    "neck": (25.0, 75.0, 0.9),
}
# How deep they are in some of the young, who have them from their bones.
EARLY = {"bag": 0.5, "cheek": 0.3, "forehead": 0.25, "frown": 0.25}
# What an action adds to the depth of a fold.
FOLDED_BY = {
    "forehead": {"browInnerUp": 0.5, "browOuterUpLeft": 0.5},
    "frown": {"browDownLeft": 0.9},
    "crow": {"cheekSquintLeft": 0.45, "eyeSquintLeft": 0.45},
    "bag": {"eyeSquintLeft": 0.3, "cheekSquintLeft": 0.3},
    "cheek": {"mouthSmileLeft": 0.5, "noseSneerLeft": 0.6},
}


def vertex_relief(rng: np.random.Generator, identity: Identity, look: Look) -> Points:
    """(V, 3): folds away, depth of folds 0..1, oiliness 0..1."""
    folds = base_folds()
    depths = fold_depths(rng, identity, look)
    weight = np.stack([folds[name][1] * depths[name] for name in FOLDS])
    chosen = weight.argmax(0)[None]
    phase = np.take_along_axis(np.stack([folds[name][0] for name in FOLDS]), chosen, 0)[0]
    return np.stack([phase, weight.max(0), bake.load().masks["oil"]], 1).astype(np.float32)


def fold_depths(rng: np.random.Generator, identity: Identity, look: Look) -> dict[str, float]:
    """Depth 0..1 by name of fold: age digs them, an expression deepens them, the young's skin springs back."""
    actions = EXPRESSIONS[look.expression]
    supple = float(np.clip((identity.age_years - 8.0) / 30.0, 0.15, 1.0))
    out = {}
    for name, (start, end, depth) in FOLD_AGES.items():
        aged = float(np.clip((identity.age_years - start) / (end - start), 0.0, 1.0))
        folded = sum(share * actions.get(action, 0.0) for action, share in FOLDED_BY.get(name, {}).items())
        own = float(np.clip(rng.normal(1.0, 0.4), 0.25, 1.7))
        early = EARLY.get(name, 0.0) * supple * float(stream(rng, name).beta(1.0, 2.5))
        out[name] = float(np.clip(depth * aged * own + early + supple * folded * look.expression_strength, 0.0, 1.0))
    return out


@functools.cache
def base_folds() -> dict[str, Fold]:
    """By name, folds away and where they are, both (V,), on the base head."""
    data = bake.load()
    p = (data.rest - EYES).astype(np.float64)
    across = np.abs(p[:, 1]) - float((shape.eye_centers(data, data.rest) - EYES)[0, 1])
    return _folds(p[:, 0], p[:, 1], p[:, 2], np.hypot(across / 1.35, p[:, 2]), across)


def _folds(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    z: NDArray[np.float64],
    under: NDArray[np.float64],
    across: NDArray[np.float64],
) -> dict[str, Fold]:
    """Folds away, and where, of points on the base head, metres from between the eyes."""
    side, front = np.abs(y), x > -0.02
    angle = np.arctan2(z + 0.001, np.maximum(side - 0.040, 1e-4))
    from_corner = np.hypot(side - 0.040, z + 0.001)
    cheek = _beside(side, z, ((0.0175, -0.034), (0.024, -0.044), (0.0305, -0.058), (0.034, -0.072)))
    mouth = _beside(side, z, ((0.0275, -0.069), (0.0315, -0.080), (0.032, -0.094)))
    throat = ramp(x, -0.06, -0.02) * ramp(z, -0.118, -0.128) * ramp(z, -0.23, -0.20)
    return {
        "forehead": (
            (z - 0.031 + 4.0 * np.maximum(side - 0.02, 0.0) ** 2) / 0.0105,
            band(z, 0.028, 0.036, 0.058, 0.068) * ramp(side, 0.056, 0.036) * (x > 0.0),
        ),
        "frown": (
            np.clip((side - 0.0065 - 0.15 * (z - 0.01)) / 0.011, -0.5, 0.5),
            band(z, 0.004, 0.012, 0.020, 0.030) * ramp(side, 0.016, 0.011) * (x > 0.0),
        ),
        "crow": (
            angle / 0.36 + 0.5,
            band(from_corner, 0.0075, 0.011, 0.017, 0.026) * band(angle, -1.0, -0.8, 0.6, 0.8),
        ),
        "bag": (
            (under - 0.0155) / 0.0052,
            band(under, 0.0115, 0.0145, 0.018, 0.023)
            * ramp(-z, 0.003, 0.008)
            * ramp(np.abs(across + 0.002), 0.018, 0.01)
            * front,
        ),
        "cheek": (np.clip(cheek[0] / 0.013, -0.5, 0.5), ramp(np.abs(cheek[0]), 0.011, 0.006) * cheek[1] * front),
        "mouth": (np.clip(mouth[0] / 0.010, -0.5, 0.5), ramp(np.abs(mouth[0]), 0.008, 0.005) * mouth[1] * front),
        "lip": (
            y / 0.0044,
            band(z, -0.0615, -0.0575, -0.054, -0.0505) * ramp(side, 0.024, 0.018) * (x > 0.015),
        ),
        "neck": ((z + 0.14 - 0.15 * side) / 0.021, throat),
    }


def _beside(
    side: NDArray[np.float64], z: NDArray[np.float64], line: tuple[tuple[float, float], ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metres sideways of a line from top to bottom, and 1 along it, less at its ends."""
    ys, zs = np.array(line).T
    where = np.interp(z, zs[::-1], ys[::-1])
    slope = (ys[-1] - ys[0]) / (zs[0] - zs[-1])
    return (side - where) / np.hypot(1.0, slope), band(z, zs[-1] - 0.004, zs[-1] + 0.008, zs[0] - 0.004, zs[0] + 0.002)
