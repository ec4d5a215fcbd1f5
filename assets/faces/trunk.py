"""Where a bust ends below, and which way it stands: what legs and the poses of arms are measured from."""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces import bake
from assets.faces.surface import border
from assets.vectors import cross

type Points = NDArray[np.float64]

TRUNK_M = 0.588  # hips to neck of an adult


@dataclass(frozen=True, eq=False)
class Trunk:
    """Where the bust's lower end is: its middle, and axes to the front, to the left and up, of an adult's metre."""

    middle: Points
    front: Points
    left: Points
    up: Points

    def at(self, front: ArrayLike, left: ArrayLike, up: ArrayLike) -> Points:
        """Points (..., 3)."""
        ahead, aside, above = np.broadcast_arrays(*(np.asarray(v, np.float64)[..., None] for v in (front, left, up)))
        out: Points = self.middle + ahead * self.front + aside * self.left + above * self.up
        return out


def trunk_of(points: NDArray[np.float32]) -> Trunk:
    """Of a baked mesh's vertices (V, 3), posed."""
    data = bake.load()
    hips = points[ends()[0]].astype(np.float64)
    middle = (hips.min(0) + hips.max(0)) / 2.0
    neck = points[data.vertices_of("joint-neck")].mean(0)
    left, right = (points[data.vertices_of(f"joint-{side}-shoulder")].mean(0) for side in "lr")
    scale = float(np.linalg.norm(neck - middle)) / TRUNK_M
    up = _unit(neck - middle)
    aside = _unit((left - right) - ((left - right) @ up) * up)
    return Trunk(middle, scale * cross(aside, up), scale * aside, scale * up)


@functools.cache
def ends() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Vertices where clothes end on the baked mesh: at the hips, on the left and on the right forearm."""
    data = bake.load()
    edge = np.flatnonzero(border(data.faces_of("helper-tights"), len(data.rest)))
    y, z = data.rest[edge, 1], data.rest[edge, 2]
    return edge[(z < 0.1) & (np.abs(y) < 0.25)], edge[y > 0.3], edge[y < -0.3]


def _unit(vector: NDArray[np.floating]) -> Points:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-12), np.float64)
