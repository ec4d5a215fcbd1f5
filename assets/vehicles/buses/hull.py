"""The body of a van or a bus: a strip of stations around it, rows from sill to roof edge, and a roof within.

What is on it is declared as panels: rectangles in nominal coordinates (metres behind the front along the flanks, shares
of the half width across front and rear; heights). The grid gets a station or a row at every panel's edge, so that each
face belongs to one panel.

Both halves have the same grid. Its strip starts on the centre line in front, goes round the corner, along the flank and
round the rear corner to the centre line again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.polygons import Points, Shape, Skin
from assets.vectors import cross
from assets.vehicles.buses.proportions import Profile, Proportions
from assets.vehicles.buses.surface import arch_z, bent, flank_y, front_d, map_d, rear_d

PAINT: Skin = ("paint", "body")
NEAR = 0.004  # metres, or share of the half width, within which two edges are one
FACES = ("front", "rear", "left", "right", "sides", "around")


@dataclass(frozen=True)
class Panel:
    """Attributes:
    face: one of ``FACES``; ``sides`` are left and right, ``around`` is all of them (``u`` is then not read).
    u: from, to: metres behind the front on the flanks, shares 0..1 of the half width across front and rear.
    z: from, to; metres of height.
    skin: what the faces become.
    """

    face: str
    u: tuple[float, float]
    z: tuple[float, float]
    skin: Skin


@dataclass(frozen=True, eq=False)
class Hull:
    """Attributes:
    shape: the whole body; the first half of its quads is the left (y ≥ 0) half.
    side: (S, R, 3) points of the left strip; ``top``: (I, C, 3), from the roof's edge to the centre line.
    shares: across, of the stations in front and behind, from the centre to the corner.
    d: (I,) nominal metres behind the front of the flank's stations, of which the first is station ``len(shares) - 1``.
    z: (R,) nominal heights of the rows.
    """

    shape: Shape
    side: Points
    top: Points
    shares: Points
    d: Points
    z: Points


def hull(p: Proportions, panels: Sequence[Panel], fine: bool = True) -> Hull:
    """Sample the body and give every face the skin of the last panel that holds it.

    Args:
        fine: keep stations every half metre on straight flanks too, for the edges of liveries to bend at.
    """
    panels = _snapped(panels)
    z, d = _rows(p, panels), _stations(p, panels)
    shares = _merged([v for q in panels if q.face in ("front", "rear") for v in q.u], _round_shares(p.rear_power))
    side = _strip(p, shares, d, z)
    top = _roof(p, side, d, len(shares) - 1)
    side_index, top_index = _indices(side, top, len(shares) - 1)
    own = top_index >= side_index.size
    points = np.concatenate([side.reshape(-1, 3), top[own]])
    for array in (side, top, points):
        array[..., 0] = p.length / 2.0 - array[..., 0]
    skins = tuple(dict.fromkeys([PAINT, *(panel.skin for panel in panels)]))
    roof = np.zeros((top_index.shape[0] - 1, top_index.shape[1] - 1), np.int64)
    parts = []
    for which in ("left", "right"):
        faces = _painted(panels, skins, which, shares, d, z)
        for index, skin in ((side_index, faces), (top_index, roof)):
            parts.append(long_quads(points, index, skin, 0.5 if fine else np.inf))
    on_plane = np.abs(points[:, 1]) < 1e-9
    other = np.where(on_plane, np.arange(len(points)), len(points) + np.cumsum(~on_plane) - 1)
    quads = np.concatenate([quads if i < 2 else other[quads][:, ::-1] for i, (quads, _) in enumerate(parts)])
    both = np.concatenate([points, points[~on_plane] * [1.0, -1.0, 1.0]])
    return Hull(Shape(both, quads, np.concatenate([skin for _, skin in parts]), skins), side, top, shares, d, z)


def _indices(side: Points, top: Points, first: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Vertex numbers of the strip and of the roof, which shares the strip's last row."""
    side_index = np.arange(side.shape[0] * side.shape[1]).reshape(side.shape[:2])
    last = first + len(top) - 1
    top_index = np.empty(top.shape[:2], np.int64)
    own = np.ones(top.shape[:2], bool)
    own[:, 0] = own[0] = own[-1] = False
    top_index[own] = side_index.size + np.arange(own.sum())
    top_index[:, 0] = side_index[first : last + 1, -1]
    top_index[0], top_index[-1] = side_index[first::-1, -1], side_index[last:, -1]
    return side_index, top_index


def _snapped(panels: Sequence[Panel]) -> list[Panel]:
    """The panels with edges that nearly meet made the same, so that the grid gets fewer lines; thin ones stay thin."""
    known: dict[str, list[float]] = {"z": [], "flank": [], "end": []}

    def snap(value: float, kind: str, near: float) -> float:
        close = min(known[kind], key=lambda other: abs(other - value), default=np.inf)
        if abs(close - value) <= near:
            return close
        known[kind].append(value)
        return value

    def both(span: tuple[float, float], kind: str, near: float) -> tuple[float, float]:
        low = snap(span[0], kind, near)
        thin = span[1] - span[0] < 2.5 * near
        return low, snap(low + span[1] - span[0] if thin else span[1], kind, NEAR if thin else near)

    out = []
    for panel in panels:
        kind, near = ("end", 0.012) if panel.face in ("front", "rear") else ("flank", 0.02)
        u = panel.u if panel.face == "around" else both(panel.u, kind, near)
        out.append(Panel(panel.face, u, both(panel.z, "z", 0.024), panel.skin))
    return out


def long_quads(
    points: Points, index: NDArray[np.int64], skin: NDArray[np.int64], every: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Quads of an index grid and their skins, neighbours of one skin along a straight piece of the first axis joined.

    The joints between rows then do not meet in vertices, but lie on straight lines: nothing gapes.
    """
    grid = points[index]
    back, on = grid[1:-1] - grid[:-2], grid[2:] - grid[1:-1]
    bend = np.linalg.norm(cross(back, on), axis=2) / np.linalg.norm(grid[2:] - grid[:-2], axis=2)
    straight = (bend[:, :-1] < 0.0004) & (bend[:, 1:] < 0.0004) & (skin[1:] == skin[:-1])
    sunk = (skin[1:] != 0) & (skin[1:] == skin[:-1])  # regions with walls need the same joints in all their rows
    straight &= ~sunk | (straight | ~sunk).all(axis=1, keepdims=True)
    marks = np.floor(grid[:, 0, 0] / every)
    straight &= (marks[1:-1] == marks[:-2])[:, None]
    start = np.concatenate([np.ones((1, skin.shape[1]), bool), ~straight]).T
    row, station = np.nonzero(start)
    follows = np.append(np.where(row[1:] == row[:-1], station[1:], len(skin)), len(skin))
    quads = [index[station, row], index[follows, row], index[follows, row + 1], index[station, row + 1]]
    return np.stack(quads, axis=1), skin[station, row]


def _round_shares(power: float) -> Points:
    """Stations across an end, closer where it bends."""
    shares: Points = np.sin(np.radians(np.array([0.0, 15.0, 32.0, 48.0, 60.0, 70.0, 78.0, 85.0, 90.0]))) ** (
        2.0 / power
    )
    return np.concatenate([np.linspace(0.0, shares[1], 3)[:-1], shares[1:]])


def _merged(keys: Sequence[float], fill: Points, apart: float = 0.03) -> Points:
    """Sorted keys without near doubles, and of ``fill`` what is not close to one; its two ends always."""
    out = [float(fill[0]), float(fill[-1])]
    for value in keys:
        if fill[0] < value < fill[-1] and np.abs(np.array(out) - value).min() > NEAR:
            out.append(value)
    for value in fill[1:-1]:
        if np.abs(np.array(out) - value).min() > apart:
            out.append(float(value))
    return np.array(sorted(out))


def _rows(p: Proportions, panels: Sequence[Panel]) -> Points:
    keys = [v for q in panels for v in q.z]
    kinks = [*_kinks(p.nose), *_kinks(p.tail)]
    soft = np.array([height + off for height in kinks for off in (-0.05, 0.05)])
    inside = soft[(soft > p.clearance) & (soft < p.edge_z)]
    even = np.arange(p.clearance + 0.15, p.edge_z, 0.22)
    base = _merged(keys, np.array([p.clearance, *np.sort(inside), p.edge_z]), 0.035)
    base = _merged(base[1:-1].tolist(), np.array([p.clearance, *even, p.edge_z]), 0.12)
    round_up = p.edge_z + p.round_z * np.sin(np.radians([15.0, 32.0, 50.0, 70.0, 90.0]))
    return np.concatenate([base[:1], base, round_up])  # the first row returns inward below the sill


def _kinks(profile: Profile) -> list[float]:
    """Heights where a profile turns by more than a few degrees."""
    heights, backs = np.array(profile).T
    slope = np.diff(backs) / np.diff(heights)
    return [float(h) for h, turn in zip(heights[1:-1], np.diff(slope), strict=True) if abs(turn) > 0.12]


def _stations(p: Proportions, panels: Sequence[Panel]) -> Points:
    keys = [v for q in panels if q.face in ("left", "right", "sides") for v in q.u]
    start, end = p.front_depth, p.length - p.rear_depth
    around = np.cos(np.linspace(0.0, np.pi, 13)) * (p.arch - 0.001)
    arches = np.array([axle + off for axle in p.axles for off in (*around, -p.arch - 0.012, p.arch + 0.012)])
    arches = arches[(arches > start) & (arches < end)]
    out = _merged([*keys, p.door_d], np.array([start, *np.sort(arches), end]), 0.008)
    return _merged(out[1:-1].tolist(), np.linspace(start, end, int((end - start) / 0.45) + 2), 0.2)


def _strip(p: Proportions, shares: Points, d: Points, z: Points) -> Points:
    """(S, R, 3) d, y, z of the strip."""
    low, limit = arch_z(p, d)[:, None], p.wheel + p.arch + 0.13
    squeezed = low + (z - p.clearance) * (limit - low) / (limit - p.clearance)
    rows = np.where(z < limit, squeezed, z)  # over a wheel arch the lower rows lie closer
    place = map_d(p, d[:, None], rows)
    y = flank_y(p, place, rows)
    y[:, 0] -= 0.06
    flank = np.stack([place, y, rows], axis=2)
    ends = []
    for power, corner, tip, sign in (
        (p.front_power, flank[0], front_d(p, z), 1.0),
        (p.rear_power, flank[-1], p.length - rear_d(p, z), -1.0),
    ):
        ahead = bent(shares[:-1], power)[:, None]
        x = corner[:, 0] + (tip - corner[:, 0]) * ahead
        x[:, 0] += 0.06 * sign * ahead[:, 0]
        ends.append(np.stack([x, corner[:, 1] * shares[:-1, None], np.broadcast_to(z, x.shape)], axis=2))
    return np.concatenate([ends[0], flank, ends[1][::-1]])


def _crown(p: Proportions, x: Points, across: Points, start: float, end: float) -> Points:
    """Height of the roof above its edge."""
    t = np.clip((x - start) / 1.0, 0.0, 1.0)
    s = np.clip((end - x) / 1.0, 0.0, 1.0)
    out: Points = p.crown * (1.0 - across**2) * (1.0 - (1.0 - t) ** 2) * (1.0 - (1.0 - s) ** 2)
    return out


def _roof(p: Proportions, side: Points, d: Points, first: int) -> Points:
    """(I, C, 3) d, y, z from the flank's edge to the centre line, bent in front and behind as the two ends are."""
    rim = side[..., -1, :]
    front, edge, rear = rim[first::-1], rim[first : first + len(d)], rim[first + len(d) - 1 :]
    across = front[:, 1] / front[0, 1]
    near_front = np.exp(-(edge[:, :1] - edge[0, 0]) / 0.5)
    near_rear = np.exp(-(edge[-1, 0] - edge[:, :1]) / 0.5)
    x = edge[:, :1] + near_front * (front[:, 0] - edge[0, 0]) + near_rear * (rear[:, 0] - edge[-1, 0])
    z = edge[:, 2:] + _crown(p, x, across, front[-1, 0], rear[-1, 0])
    out = np.stack([x, edge[:, 1:2] * across, z], axis=2)
    out[0], out[-1] = front, rear
    return out


def _painted(
    panels: Sequence[Panel],
    skins: tuple[Skin, ...],
    which: str,
    shares: Points,
    d: Points,
    z: Points,
) -> NDArray[np.int64]:
    """(S - 1, R - 1) skins of one half's strip."""
    stations, rows = 2 * len(shares) + len(d) - 3, len(z) - 1
    out = np.zeros((stations, rows), np.int64)
    height = (z[1:] + z[:-1]) / 2.0
    end = (shares[1:] + shares[:-1]) / 2.0
    u = np.concatenate([end, (d[1:] + d[:-1]) / 2.0, end[::-1]])
    face = np.repeat([0, 1, 2], [len(end), len(d) - 1, len(end)])
    flank = 1
    for panel in panels:
        tall = (height > panel.z[0]) & (height < panel.z[1])
        if panel.face == "around":
            wide = np.ones(stations, bool)
        elif panel.face in ("front", "rear"):
            wide = (face == (0 if panel.face == "front" else 2)) & (u > panel.u[0]) & (u < panel.u[1])
        elif panel.face in (which, "sides"):
            wide = (face == flank) & (u > panel.u[0]) & (u < panel.u[1])
        else:
            continue
        out[np.ix_(wide, tall)] = skins.index(panel.skin)
    return out
