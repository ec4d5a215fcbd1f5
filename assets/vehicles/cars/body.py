"""The body shell: a closed loop of stations around the car, lofted from sill to roof edge, and a top within it.

Both halves come from one half (y ≥ 0), whose grid has two blocks. The *side* is a strip of stations that starts on the
centre line in front, goes round the corner, along the flank and round the rear corner to the centre line; its rows run
from the sill up. The *top* (hood, windscreen, roof, rear window, deck) fills the loop of the strip's last row, the
*edge*. Every point is sampled from the curves of ``curves.py``; which faces are glass or paint is a matter of grid
regions, and lamps, grilles and gaps are draped over it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.polygons import Shape, grid_quads, weld_mirror
from assets.vehicles.cars.curves import Curves, make_curves
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.flanks import CLADDING, Points

CORNER = 7  # stations around each corner, and columns of the top from its edge to the centre line
WINDOW = 4  # the station at a tailgate window's side, counted from the rear centre line
BELT, GLASS, EDGE = 10, 11, 15  # row numbers: belt line, first row of the side glass, edge of the top
GLASS_TOP = EDGE - 1


@dataclass(frozen=True, eq=False)
class BodyGrid:
    """The half body before it gets regions.

    Attributes:
        side: (S, R, 3) points, station by row; ``top``: (I, CORNER + 1, 3), from the edge to the centre line.
        side_index, top_index: their vertex numbers.
        points: (V, 3).
        d: (I,) metres from the front bumper of the stations along the flank; station ``CORNER + i`` has ``d[i]``.
        curves: what was sampled.
    """

    side: Points
    top: Points
    side_index: NDArray[np.int64]
    top_index: NDArray[np.int64]
    points: Points
    d: Points
    curves: Curves

    @property
    def last(self) -> int:
        """Number of the flank's last station."""
        return CORNER + len(self.d) - 1


def body_grid(p: Proportions) -> BodyGrid:
    """Sample the half body; x forward with the body's middle at 0, z up from the ground."""
    curves = make_curves(p)
    d = _stations(p, curves)
    flank = _flank(p, curves, d)
    front = _corner(p, curves, flank[0], d[0], front=True)
    rear = _corner(p, curves, flank[-1], d[-1], front=False)
    side = np.concatenate([front[:-1], flank, rear[1:]])
    top = _top(curves, side, d)
    side[..., 0], top[..., 0] = p.length / 2.0 - side[..., 0], p.length / 2.0 - top[..., 0]
    side_index = np.arange(side.shape[0] * side.shape[1]).reshape(side.shape[:2])
    top_index = np.empty(top.shape[:2], np.int64)
    own = np.ones(top.shape[:2], bool)
    own[:, 0] = own[0] = own[-1] = False
    top_index[own] = side_index.size + np.arange(own.sum())
    top_index[:, 0] = side_index[CORNER : CORNER + len(d), EDGE]
    top_index[0] = side_index[CORNER::-1, EDGE]
    top_index[-1] = side_index[CORNER + len(d) - 1 :, EDGE]
    points = np.concatenate([side.reshape(-1, 3), top[own]])
    return BodyGrid(side, top, side_index, top_index, points, d, curves)


def body_shell(
    body: BodyGrid, side_skin: NDArray[np.int64], top_skin: NDArray[np.int64], skins: tuple[tuple[str, str], ...]
) -> Shape:
    """Both halves, welded on the centre line, with a skin for every face of the side and the top.

    The left half's faces come first, side before top, each in the order of its skins; the right half's follow alike.
    """
    quads = np.concatenate([grid_quads(body.side_index), grid_quads(body.top_index)])
    half = Shape(body.points, quads, np.concatenate([side_skin.ravel(), top_skin.ravel()]), skins)
    return weld_mirror(half)


def _stations(p: Proportions, curves: Curves) -> Points:
    """Where the flank is sampled: key places first, then wheel arches, then what keeps the spacing even."""
    start, end = p.front_depth, p.length - p.rear_depth
    wanted = [*curves.gaps, *curves.window_edges, *curves.glass_edges]
    out = [start, end, *(value for value in wanted if start + 0.01 < value < end - 0.01)]
    round_arch = np.cos(np.linspace(0.0, np.pi, 9)) * curves.arch
    lip = curves.arch + np.array([0.012, CLADDING + 0.012][: 1 + bool(p.cladding)])
    ends = np.concatenate([-lip, lip])  # where the arch's lip, and its cladding, turn into the sill
    arches = [axle + place for axle in curves.axles for place in (ends, round_arch)]
    arches.append(curves.header_side_d + np.array([-0.08, 0.0, 0.08]))
    even = np.linspace(start, end, int((end - start) / 0.30))
    for candidates, distance in ((np.concatenate(arches), 0.012), (even, 0.12)):
        for value in candidates:
            if start < value < end and np.abs(np.array(out) - value).min() > distance:
                out.append(float(value))
    return np.array(sorted(out))


def _flank(p: Proportions, c: Curves, d: Points) -> Points:
    """(I, R, 3) rows of the flank: a return below, three rows around the arches, the doors, then up to the edge."""
    fold = p.crease
    fractions = np.array([0.17, 0.36, fold - 0.2, fold - 0.07, fold, 0.5 + fold / 2.0, 1.0])
    low = np.stack([c.sill(d, offset) for offset in (0.0, 0.016, CLADDING)], axis=1)
    belt, over = c.belt(d), d + c.lean(d)
    edge = np.stack([c.edge_y(over), c.edge_z(over)], axis=1)
    z = np.concatenate([low, low[:, 2:] + (belt[:, None] - low[:, 2:]) * fractions], axis=1)
    y = c.flank_y(d[:, None], z)
    upper = _upper(np.stack([y[:, -1], belt], axis=1), edge, 1.0 + 2.0 * p.box)
    y, z = np.concatenate([y, upper[..., 0]], axis=1), np.concatenate([z, upper[..., 1]], axis=1)
    y, z = np.concatenate([y[:, :1] - 0.035, y], axis=1), np.concatenate([z[:, :1] + 0.004, z], axis=1)
    share = np.clip((z - belt[:, None]) / np.maximum(edge[:, 1:] - belt[:, None], 0.05), 0.0, 1.0)
    return np.stack([d[:, None] + c.lean(d)[:, None] * share, y, z], axis=2)


def _upper(belt: Points, edge: Points, sharp: float) -> Points:
    """(I, 5, 2) y, z of the rows above the belt: side glass under a roof, a round shoulder beside hood and deck."""
    height = edge[:, 1] - belt[:, 1]
    low, high = np.clip(0.022 / height, 0.02, 0.2), 1.0 - np.clip(0.048 / height, 0.02, 0.22)
    share = np.linspace(0.0, 1.0, GLASS_TOP - GLASS + 1)
    u = np.concatenate([low[:, None] + (high - low)[:, None] * share, np.ones((len(belt), 1))], axis=1)[..., None]
    cabin = _smoothstep((height - 0.11) / 0.22)[:, None]
    shoulder = np.stack([belt[:, 0], edge[:, 1]], axis=1)
    lean = (belt + edge) / 2.0 + np.stack([0.035 + 0.0 * height, 0.03 + 0.0 * height], axis=1)
    control = (cabin * lean + (1.0 - cabin) * shoulder)[:, None]
    weight = (cabin + (1.0 - cabin) * sharp)[:, None]
    one, two, three = (1 - u) ** 2, 2 * u * (1 - u) * weight, u**2
    out: Points = (one * belt[:, None] + two * control + three * edge[:, None]) / (one + two + three)
    return out


def _corner(p: Proportions, c: Curves, flank: Points, d: float, front: bool) -> Points:
    """(CORNER + 1, R, 3): rows of the corner station bent round to the centre line along superellipses."""
    across, along = _round(p.front_power if front else p.rear_power, 0.72 if front else p.window_y, front)
    z = np.broadcast_to(flank[:, 2], (CORNER + 1, flank.shape[0])).copy()
    rise = (c.front_rise if front else c.rear_rise) * (1.0 - across**2.2)
    z[:, BELT + 1 :] += rise
    z[:, : BELT + 1] += rise * np.linspace(0.0, 1.0, BELT + 1) ** 2
    z[:, : BELT + 1] += (0.02 if front else 0.06) * along * np.linspace(1.0, 0.0, BELT + 1) ** 2
    tip = c.front_tip(z) if front else p.length - c.rear_tip(z)
    x = flank[:, 0] + (tip - flank[:, 0]) * along
    return np.stack([x, flank[:, 1] * across, z], axis=2)


def _round(power: float, straight: float, front: bool) -> tuple[Points, Points]:
    """(CORNER + 1, 1) shares of the width and of the corner's depth, in the strip's order.

    Stations stand evenly up to the share ``straight`` of the half width, then evenly around the bend.
    """
    inner = np.linspace(0.0, straight, WINDOW + 1)
    angle = np.linspace(np.arcsin(straight ** (power / 2.0)), np.pi / 2.0, CORNER + 1 - WINDOW)[1:]
    across = np.concatenate([inner, np.sin(angle) ** (2.0 / power)])
    across[-1] = 1.0
    along = np.clip(1.0 - across**power, 0.0, 1.0) ** (1.0 / power)
    if front:
        return across[:, None], along[:, None]
    return across[::-1, None], along[::-1, None]


def _top(c: Curves, side: Points, d: Points) -> Points:
    """(I, CORNER + 1, 3) between the edge and the centre line, bowed forwards and backwards as its two ends are."""
    count = len(d)
    front, edge, rear = side[CORNER::-1, EDGE], side[CORNER : CORNER + count, EDGE], side[CORNER + count - 1 :, EDGE]
    t = np.linspace(0.0, 1.0, count)[:, None]
    across = (1 - t) * front[:, 1] / front[0, 1] + t * rear[:, 1] / rear[0, 1]
    near_front, near_rear = np.exp(-((d - d[0]) / 0.18)), np.exp(-((d[-1] - d) / 0.18))
    start = edge[:, 0]
    bow = (
        c.bow(start) * (1 - near_front - near_rear).clip(0.0)
        + near_front * (front[-1, 0] - start[0])
        + near_rear * (rear[-1, 0] - start[-1])
    )
    round_front = (front[:, 0] - start[0]) / (front[-1, 0] - start[0])
    round_rear = (rear[:, 0] - start[-1]) / (rear[-1, 0] - start[-1])
    parabola = 1.0 - across**2
    shape = parabola + near_front[:, None] * (round_front - parabola) + near_rear[:, None] * (round_rear - parabola)
    x = start[:, None] + bow[:, None] * shape
    center = c.center_z(start + bow)
    z = center[:, None] - (center - edge[:, 2])[:, None] * across**2.3
    hood = _smoothstep((c.cowl_side_d + 0.1 - start) / 0.25) * _smoothstep((start - start[0]) / 0.2)
    z += c.dome * hood[:, None] * _smoothstep((0.74 - across) / 0.18)
    out = np.stack([x, edge[:, 1:2] * across, z], axis=2)
    out[0], out[-1] = front, rear
    return out


def _smoothstep(values: Points) -> Points:
    t = np.clip(values, 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)
