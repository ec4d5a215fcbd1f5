"""Round things about an upright axis."""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.environments.panels import PART
from assets.polygons import Shape, lathe

_UPRIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])


def turned(profile: ArrayLike, skin: str, sides: int = 12) -> Shape:
    """(N, 2) radius and z, turned about z; looks outward where the profile runs upwards."""
    profile = np.asarray(profile, np.float64)
    return lathe(profile, sides, (skin, PART)).moved([0.0, 0.0, 0.0], _UPRIGHT)


def post(profile: ArrayLike, skin: str, sides: int = 8) -> Shape:
    """The same, closed by a lid on top; its edges stay sharp."""
    profile = np.asarray(profile, np.float64)
    rows = [profile[:1]]
    for here, there in pairwise(profile):
        rows.append(np.stack([here + 1e-4 * (there - here), there]))  # two rings side by side keep an edge
    closed = np.concatenate([*rows, [[0.0, profile[-1, 1]]]])
    return turned(closed, skin, sides)


def stretch(shape: Shape, factor: ArrayLike) -> Shape:
    """Scaled about the origin by one number or by three."""
    return Shape(shape.points * np.asarray(factor, np.float64), shape.quads, shape.skin, shape.skins)


def towards(yaw: float) -> NDArray[np.float64]:
    """(3, 3) rotation that lays an upright axis level, pointing to ``yaw`` radians about z."""
    cos, sin = np.cos(yaw), np.sin(yaw)
    return np.array([[0.0, -sin, cos], [0.0, cos, sin], [-1.0, 0.0, 0.0]])
