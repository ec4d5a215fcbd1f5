"""A round-cornered body of cab or bonnet: a wall of stations around its plan, and a cap that closes it at the top."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.polygons import Points, Shape, Skin, grid_quads, weld_mirror

type Curve = Callable[[Points], Points]

FRONT = 15  # stations from the centre line in front to where the flank starts
REAR = 4  # stations around a rear corner
BACK = 3  # further ones to the centre line behind
CAP = 7  # rows above the wall: four round its edge, three reach the centre line


@dataclass(frozen=True)
class Plan:
    """Attributes:
    front: height to x of the foremost point on the centre line, 0 or negative, metres.
    half: (x, z) to half the width.
    corner: metres from the front to the flank; ``power``: of the superellipse between them, 2 is an ellipse.
    flank: (N,) x of the stations along the flank, from front to rear; the first is at -``corner``.
    rear: x of the back wall; ``rear_radius`` of its corners.
    levels: (S,) x to (S, R) heights of the wall's rows.
    bevel: radius of the edge between wall and cap; ``crown``: how much higher the cap's middle is.
    """

    front: Curve
    half: Callable[[Points, Points], Points]
    corner: float
    power: float
    flank: Points
    rear: float
    rear_radius: float
    levels: Callable[[Points], Points]
    bevel: float
    crown: float


@dataclass(frozen=True, eq=False)
class Hull:
    """Half a body (y ≥ 0).

    Attributes:
        points: (S, R, 3), station by row: front centre line, flank, rear centre line; sill to the top's middle.
        x: (S,) nominal x of the stations: what they had without rake.
        walls: rows of the wall; the rest is cap.
    """

    points: Points
    x: Points
    walls: int

    def faces(self, fill: int = 0) -> NDArray[np.int64]:
        """(S - 1, R - 1) of ``fill``: a place for skins."""
        return np.full((self.points.shape[0] - 1, self.points.shape[1] - 1), fill, np.int64)

    def middle_x(self) -> Points:
        """(S - 1,) nominal x of the faces; 1 for those in front of the flank, -99 behind it."""
        middle: Points = (self.x[1:] + self.x[:-1]) / 2.0
        middle[: FRONT - 1] = 1.0
        middle[len(middle) - REAR - BACK :] = -99.0
        return middle

    def row(self, z: float, station: int = 0) -> int:
        """The row whose height is nearest to ``z`` at a station."""
        return int(np.argmin(np.abs(self.points[station, : self.walls, 2] - z)))

    def station(self, x: float) -> int:
        """The one of the flank that is nearest to the nominal ``x``."""
        flank = self.x[FRONT - 1 : len(self.x) - REAR - BACK]
        return FRONT - 1 + int(np.argmin(np.abs(flank - x)))

    def shape(self, skin: NDArray[np.int64], skins: tuple[Skin, ...]) -> Shape:
        """Both halves, welded on the centre line."""
        index = np.arange(self.points.shape[0] * self.points.shape[1]).reshape(self.points.shape[:2])
        return weld_mirror(Shape(self.points.reshape(-1, 3), grid_quads(index), skin.ravel(), skins))


def hull(plan: Plan) -> Hull:
    """Sample the half body; x of its front is 0."""
    ahead, across = _front_curve(plan)
    back = np.linspace(1.0, 0.0, BACK + 1)[1:]
    nominal = np.concatenate([plan.corner * (ahead[:-1] - 1.0), plan.flank, np.full(REAR + BACK, plan.rear)])
    z = plan.levels(nominal)
    shift = plan.front(z)
    reach = 0.75 * (plan.flank[0] - plan.rear)
    fade = np.clip(1.0 - (plan.flank[0] - nominal) / reach, 0.0, 1.0)
    fade[: FRONT - 1] = 1.0
    x = nominal[:, None] + shift * fade[:, None]
    y = plan.half(x, z)
    y[: FRONT - 1] *= across[:-1, None]
    turn = np.linspace(0.0, np.pi / 2.0, REAR + 1)[1:]
    corner = slice(len(nominal) - REAR - BACK, len(nominal) - BACK)
    x[corner] = plan.rear + plan.rear_radius * (1.0 - np.sin(turn))[:, None]
    y[corner] -= plan.rear_radius * (1.0 - np.cos(turn))[:, None]
    y[len(nominal) - BACK :] = (y[-1] - plan.rear_radius) * back[:, None]
    wall = np.stack([x, y, z], axis=2)
    wall[:, 0] = wall[:, 1] * [1.0, 0.95, 1.0]  # a lip that turns inward below
    wall[: FRONT - 1, 0, 0] -= 0.05
    return Hull(np.concatenate([wall, _cap(plan, wall)], axis=1), nominal, wall.shape[1])


def smooth_curve(knots: ArrayLike, radius: float = 0.05) -> Curve:
    """A curve through (N, 2) points z, x, whose corners are rounded by about ``radius``."""
    knots = np.asarray(knots, np.float64)
    fine = np.arange(knots[0, 0] - 0.3, knots[-1, 0] + 0.3, 0.01)
    values = np.interp(fine, knots[:, 0], knots[:, 1])
    width = max(int(radius / 0.01), 1)
    kernel = np.ones(2 * width + 1) / (2 * width + 1)
    padded = np.pad(values, width, mode="edge")
    rounded = np.convolve(padded, kernel, mode="valid")
    return lambda z: np.interp(z, fine, rounded)


def spread(keys: ArrayLike, start: float, end: float, step: float, room: float = 0.03) -> Points:
    """Ascending values from ``start`` to ``end``: the keys, and between them what keeps steps below about ``step``."""
    out = sorted({start, end, *(float(key) for key in np.asarray(keys, np.float64) if start < key < end)})
    for value in np.linspace(start, end, max(round((end - start) / step), 1) + 1):
        if np.abs(np.array(out) - value).min() > room:
            out.append(float(value))
    return np.array(sorted(out))


def _front_curve(plan: Plan) -> tuple[Points, Points]:
    """(FRONT,) shares forward (1 to 0) and across (0 to 1) of the superellipse, evenly along it."""
    angle = np.linspace(0.0, np.pi / 2.0, 400)
    ahead, across = np.cos(angle) ** (2.0 / plan.power), np.sin(angle) ** (2.0 / plan.power)
    ahead[-1], across[0] = 0.0, 0.0
    steps = np.hypot(np.diff(ahead) * plan.corner, np.diff(across) * 1.1)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    even = np.linspace(0.0, length[-1], FRONT)
    return np.interp(even, length, ahead), np.interp(even, length, across)


def _cap(plan: Plan, wall: Points) -> Points:
    """(S, CAP, 3) rows from the wall's upper edge, rounded, to the centre line."""
    edge = wall[:, -1]
    inset = min(0.55 * float(edge[:, 1].max()), 0.4 * float(np.ptp(edge[:, 0])))
    spine = np.zeros_like(edge)
    spine[:, 0] = np.clip(edge[:, 0], edge[:, 0].min() + 0.5 * inset, edge[:, 0].max() - inset)
    spine[:, 2] = edge[:, 2] + plan.bevel + plan.crown
    inward = spine[:, :2] - edge[:, :2]
    inward /= np.maximum(np.linalg.norm(inward, axis=1, keepdims=True), 1e-6)
    turn = np.radians([22.5, 45.0, 67.5, 90.0])
    rows = []
    for angle in turn:
        row = edge.copy()
        row[:, :2] += inward * plan.bevel * (1.0 - np.cos(angle))
        row[:, 2] += plan.bevel * np.sin(angle)
        row[:, 1] = np.maximum(row[:, 1], 0.0)
        rows.append(row)
    last = rows[-1]
    for share in (0.3, 0.65, 1.0):
        row = last + (spine - last) * share
        row[:, 2] = last[:, 2] + plan.crown * (1.0 - (1.0 - share) ** 2)
        rows.append(row)
    return np.stack(rows, axis=1)
