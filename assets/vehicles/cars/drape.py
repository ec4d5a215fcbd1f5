"""Things laid on a car's body: patches and lines drawn in (s, z) that follow its surface.

``s`` runs around the body from the middle of its front (0), along the left flank, to the middle of its rear
(``Drape.total``), metres as measured along the belt; negative values lie on the right. ``z`` is the height.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from assets.polygons import Points, Shape, Skin, grid, join
from assets.vectors import cross
from assets.vehicles.cars.body import BELT, EDGE, BodyGrid

FINE = 0.05  # metres between the places of a patch: its chords stay within 2 mm of the surface
_AT, _BETWEEN = np.array([1.0, 4.0, 1.0]) / 6.0, np.array([1.0, 23.0, 23.0, 1.0]) / 48.0


@dataclass(frozen=True, eq=False)
class Drape:
    """The side's surface after subdivision.

    Attributes:
        s: (N,) of its stations.
        surface: (N, M, 6) points and unit normals, from the sill up.
        top_z: (N,) height of its upper edge.
        length: of the car, metres.
    """

    s: Points
    surface: Points
    top_z: Points
    length: float

    @property
    def total(self) -> float:
        return float(self.s[-1])

    def at(self, s: ArrayLike, z: ArrayLike) -> tuple[Points, Points]:
        """Points and unit normals, each (..., 3), at places that broadcast together."""
        s, z = np.broadcast_arrays(np.asarray(s, np.float64), np.asarray(z, np.float64))
        shape, s, z = s.shape, s.ravel(), z.ravel()
        folded = np.where(s > self.total, s - 2.0 * self.total, s)
        sign, s = np.where(folded < 0.0, -1.0, 1.0), np.abs(folded)
        station = np.clip(np.searchsorted(self.s, s) - 1, 0, len(self.s) - 2)
        t = ((s - self.s[station]) / (self.s[station + 1] - self.s[station]))[:, None]
        both = self._column(np.concatenate([station, station + 1]), np.concatenate([z, z]))
        found = both[: len(s)] * (1.0 - t) + both[len(s) :] * t
        found[:, [1, 4]] *= sign[:, None]
        normal = found[:, 3:] / np.linalg.norm(found[:, 3:], axis=1, keepdims=True)
        return found[:, :3].reshape(*shape, 3), normal.reshape(*shape, 3)

    def _column(self, station: np.ndarray, z: Points) -> Points:
        below = (self.surface[..., 2][station] < z[:, None]).sum(axis=1) - 1
        row = np.minimum(np.maximum(below, 0), self.surface.shape[1] - 2)
        low, high = self.surface[station, row], self.surface[station, row + 1]
        u = (z - low[:, 2]) / np.maximum(high[:, 2] - low[:, 2], 1e-4)
        u = np.minimum(np.maximum(u, -0.5), 1.5)
        out: Points = low + (high - low) * u[:, None]
        return out

    def top(self, s: ArrayLike) -> Points:
        """Height of the side's upper edge, metres."""
        folded = np.abs(np.asarray(s, np.float64))
        return np.interp(np.minimum(folded, 2.0 * self.total - folded), self.s, self.top_z)

    def flank_s(self, d: float, z: float) -> float:
        """``s`` of the place on the flank that lies ``d`` behind the front bumper."""
        x = self.length / 2.0 - d
        along = self._column(np.arange(len(self.s)), np.full(len(self.s), z))[:, 0]
        return float(np.interp(-x, -along, self.s))

    def along(self, d: ArrayLike) -> Points:
        """``s`` of places between the corners, where it does not depend on the height."""
        return np.interp(np.asarray(d, np.float64) - self.length / 2.0, -self.surface[:, 2 * (BELT - 1), 0], self.s)

    def y_s(self, y: float, z: float, rear: bool = False) -> float:
        """``s`` of the place in front (or at the rear) that lies ``y`` beside the middle."""
        count = len(self.s)
        use = np.arange(count // 2, count)[::-1] if rear else np.arange(count // 2)
        across = np.maximum.accumulate(self._column(use, np.full(len(use), z))[:, 1])
        return float(np.interp(y, across, self.s[use]))


def drape(body: BodyGrid, length: float) -> Drape:
    """The surface that Catmull-Clark makes of the side's grid: a bicubic B-spline, here at twice its density."""
    side = body.side
    mirror = np.array([1.0, -1.0, 1.0])
    side = np.concatenate([side[2:0:-1] * mirror, side, side[-2:-4:-1] * mirror])
    over = np.concatenate(
        [body.top[1, :0:-1], body.top[1:2, 1], body.top[1:-1, 1], body.top[-2:-1, 1], body.top[-2, 1:]]
    )
    over = np.concatenate([over[2:0:-1] * mirror, over, over[-2:-4:-1] * mirror])[:, None]
    stations = _twice(np.concatenate([side, over], axis=1))[2:-2]
    fine = _twice(stations.swapaxes(0, 1)).swapaxes(0, 1)
    fine[[0, -1], :, 1] = 0.0
    along, up = np.gradient(fine, axis=0), np.gradient(fine, axis=1)
    normal = cross(along, up)
    normal[[0, -1], :, 1] = 0.0
    normal /= np.linalg.norm(normal, axis=2, keepdims=True) + 1e-12
    plan = fine[:, 2 * (BELT - 1), :2]
    s = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(plan, axis=0), axis=1))])
    return Drape(s, np.concatenate([fine, normal], axis=2), fine[:, 2 * (EDGE - 1), 2], length)


def _twice(points: Points) -> Points:
    """(2N - 5, ...) samples of the cubic B-spline over the first axis' (N, ...) control points, ends left out."""
    at = _AT[0] * points[:-2] + _AT[1] * points[1:-1] + _AT[2] * points[2:]
    mid = _BETWEEN[0] * points[:-3] + _BETWEEN[1] * points[1:-2] + _BETWEEN[2] * points[2:-1] + _BETWEEN[3] * points[3:]
    out = np.empty((len(at) + len(mid), *points.shape[1:]))
    out[0::2], out[1::2] = at, mid
    return out


def patch(
    on: Drape,
    s: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    skin: Skin,
    lift: float = 0.002,
    rim: Skin | None = None,
    rows: int = 2,
    dome: float = 0.0,
) -> Shape:
    """A piece of the surface between two heights over (N,) increasing ``s``, ``lift`` metres above it.

    Args:
        rim: skin of the step down to the body, or None for none.
        rows: of faces between ``low`` and ``high``, at least; patches are as fine as the body's curves ask for.
        dome: metres that its middle stands higher.
    """
    at = np.asarray(s, np.float64)
    foot = np.broadcast_to(np.asarray(low, np.float64), at.shape)
    tall = np.broadcast_to(np.asarray(high, np.float64), at.shape) - foot
    if np.diff(at).max() > FINE:
        fine = np.concatenate(
            [np.linspace(a, b, int(np.ceil((b - a) / FINE)) + 1)[:-1] for a, b in pairwise(at.tolist())] + [at[-1:]]
        )
        at, foot, tall = fine, np.interp(fine, at, foot), np.interp(fine, at, tall)
    v = np.linspace(0.0, 1.0, max(rows, int(np.ceil(float(tall.max()) / FINE))) + 1)
    point, normal = on.at(at[:, None], foot[:, None] + tall[:, None] * v)
    raised = lift + dome * (4.0 * v * (1.0 - v))[:, None] * np.ones((len(at), 1, 1))
    face = grid(point + normal * raised, skin)
    if rim is None:
        return face
    count = (len(at), len(v))
    index = np.arange(count[0] * count[1]).reshape(count)
    loop = np.concatenate([index[:, 0], index[-1, 1:], index[-2::-1, -1], index[0, -2:0:-1]])
    border, out = face.points[loop], normal.reshape(-1, 3)[loop]
    return join([face, grid(np.stack([border - out * (lift + 0.006), border]), rim, closed=True)])


def line(on: Drape, path: ArrayLike, width: float, skin: Skin, lift: float = 0.0024, closed: bool = False) -> Shape:
    """A flat strip ``width`` metres wide along (N, 2) places (s, z)."""
    path = np.asarray(path, np.float64)
    if closed:
        path = np.concatenate([path, path[:2]])
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-12
    side = np.stack([-along[:, 1], along[:, 0]], axis=1) * width / 2.0
    if closed:
        side[0] = side[-2]
        side[-1] = side[1]
        path, side = path[:-1], side[:-1]
    both = np.stack([path - side, path + side], axis=1)
    point, normal = on.at(both[..., 0], both[..., 1])
    return grid(point + normal * lift, skin)


def spread(keys: ArrayLike, step: float = 0.05) -> Points:
    """(N, 2) places along straight lines between (K, 2) keys, no farther apart than ``step`` metres."""
    keys = np.asarray(keys, np.float64)
    pieces = [
        a + (b - a) * np.linspace(0.0, 1.0, max(2, int(np.ceil(np.linalg.norm(b - a) / step)) + 1))[:-1, None]
        for a, b in pairwise(keys)
    ]
    return np.concatenate([*pieces, keys[-1:]])


def both_sides(left: Shape) -> Shape:
    """A left-hand shape and ``other_side`` of it."""
    return join([left, other_side(left)])


def other_side(left: Shape) -> Shape:
    """Its mirror image; skins named ``..._left`` become ``..._right``."""
    right = left.mirrored()
    renamed = tuple((material.replace("_left", "_right"), part) for material, part in left.skins)
    return Shape(right.points, right.quads, right.skin, renamed)
