"""What lies over hair: where it does, and how high hair may stand there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assets.faces.wear.hull import Hull
from assets.geometry import Curves

type Points = NDArray[np.float64]
type Depth = Callable[[Points, Points], Points]
"""How far directions (heights and azimuths of a hull) lie inside a thing's edge, metres; negative outside."""

FLARE = 1.0  # metres that hair may stand off further for each metre out from under the edge
REACH_M = 0.05  # beyond which an edge presses nothing


@dataclass(frozen=True, eq=False)
class Layer:
    """Attributes:
    hull: what the thing is cut to.
    depth: where it covers the hull.
    room_m: between hull and fabric: hair is pressed down to it.
    closed: nothing comes out from under it: strands that start below it are hidden whole.
    floor: height that no strand which starts below it reaches down to.
    """

    hull: Hull
    depth: Depth
    room_m: float
    closed: bool = False
    floor: float = -np.inf

    def covers(self, points: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Whether points (..., 3) lie below or in the way of it."""
        height, azimuth, _ = self.hull.find(points)
        return np.asarray(self.depth(height, azimuth) > 0.0)


def tuck(curves: Sequence[Curves], layers: Sequence[Layer]) -> list[Curves]:
    """Strands as they are under what is worn: pressed down where it covers them, left out where nothing of them shows.

    Curves that lose every strand are left out.
    """
    out = []
    for item in curves:
        kept: Curves | None = item
        for layer in layers:
            kept = _under(kept, layer) if kept is not None else None
        if kept is not None:
            out.append(kept)
    return out


def _under(curves: Curves, layer: Layer) -> Curves | None:
    height, azimuth, radius = layer.hull.find(curves.points)
    depth = layer.depth(height, azimuth)
    covered, near = depth > 0.0, depth > -REACH_M
    if not near.any():
        return curves
    hidden = covered[:, 0] if layer.closed else covered.all(axis=1)
    hidden |= covered[:, 0] & (height.min(axis=1) < layer.floor)
    if hidden.all():
        return None
    limit = layer.hull.reach(height, azimuth) + layer.room_m + FLARE * np.maximum(0.0, -depth)
    pressed = layer.hull.at(height, azimuth, np.minimum(radius, limit))
    points = np.where(near[..., None], pressed, curves.points).astype(np.float32)
    return replace(curves, points=points[~hidden], radius=curves.radius[~hidden])
