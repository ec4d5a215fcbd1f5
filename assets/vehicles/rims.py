"""What fills a tyre: alloy wheels with spokes of many kinds, pressed steel with and without hubcaps, heavy wheels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.polygons import Inset, Points, Shape, Skin, grid, join, lathe, recess

RIM: Skin = ("rim", "wheel")
SIDE: Skin = ("rim_2", "wheel")
PRESSED: Skin = ("steel_rim", "wheel")
NUT: Skin = ("chrome", "wheel")
DARK: Skin = ("dark", "wheel")
KINDS = ("bars", "twin", "multi", "fork", "turbine", "mesh", "broad", "aero")
KIND_SHARES = (0.18, 0.20, 0.14, 0.18, 0.08, 0.06, 0.08, 0.08)


@dataclass(frozen=True)
class Seat:
    """Attributes:
    rim: radius where the tyre sits, metres.
    half: half the tyre's width, metres: its outer side wall lies at y = half.
    plain: of fewer faces, for vehicles that have a dozen.
    """

    rim: float
    half: float
    plain: bool = False


def alloy(rng: np.random.Generator, seat: Seat) -> tuple[Shape, Shape]:
    """Cast wheels: round parts and spokes."""
    kind = str(rng.choice(KINDS, p=KIND_SHARES))
    concave = float(rng.uniform(0.0, 0.04)) if rng.uniform() < 0.6 else 0.0
    hub = 0.2 * seat.rim + 0.015
    if kind == "aero":
        cover = _cover(rng, seat, [(seat.rim - 0.012, seat.half - 0.028)], seat.half - 0.014)
        return join([_barrel(seat, SIDE), cover]), _cap(seat.half - 0.016, 0.030)
    spokes = _spokes(rng, seat, kind, hub, concave)
    level = seat.half - 0.026 - concave
    plate = lathe(
        [(hub + 0.012, level - 0.05), (hub + 0.012, level - 0.008), (hub, level - 0.002), (0.0, level)], 24, RIM
    )
    nuts = _nuts(int(rng.choice([4, 5, 5, 5])), 0.68 * hub, level, 0.011)
    return join([_barrel(seat, SIDE, RIM), plate, _cap(level, 0.026)]), join([spokes, nuts])


def _barrel(seat: Seat, inside: Skin, lip: Skin = RIM) -> Shape:
    """The rim's lip and the inside of it, down to the inner side wall."""
    rim, half = seat.rim, seat.half
    bright = [(0.009, -0.014), (0.004, -0.004), (-0.006, -0.006), (-0.013, -0.024)]
    deep = np.array([(rim - 0.013, half - 0.024), (rim - 0.03, half - 0.06), (rim - 0.03, 0.02 - half)])
    lip_segments, segments = (24, 16) if seat.plain else (36, 24)
    return join([lathe(np.array(bright) + np.array([rim, half]), lip_segments, lip), lathe(deep, segments, inside)])


def _spokes(rng: np.random.Generator, seat: Seat, kind: str, hub: float, concave: float) -> Shape:
    """All spokes of one wheel of a kind."""
    end = seat.rim - 0.010
    if kind == "bars":
        count, broad, arms = int(rng.integers(5, 10)), float(rng.uniform(0.30, 0.46)), [(0.0, 0.0)]
    elif kind == "broad":
        count, broad, arms = int(rng.integers(5, 7)), float(rng.uniform(0.55, 0.72)), [(0.0, 0.0)]
    elif kind == "twin":
        apart = float(rng.uniform(0.12, 0.2))
        count, broad, arms = int(rng.integers(5, 8)), float(rng.uniform(0.15, 0.22)), [(-apart, -apart), (apart, apart)]
    elif kind == "multi":
        count, broad, arms = int(rng.integers(10, 21)), float(rng.uniform(0.28, 0.42)), [(0.0, 0.0)]
    elif kind == "fork":
        apart = float(rng.uniform(0.18, 0.27))
        count, broad, arms = int(rng.integers(5, 10)), float(rng.uniform(0.13, 0.20)), [(-0.03, -apart), (0.03, apart)]
    elif kind == "turbine":
        twist = float(rng.choice([-1.0, 1.0]) * rng.uniform(0.4, 1.1))
        count, broad, arms = int(rng.integers(7, 15)), float(rng.uniform(0.28, 0.45)), [(0.0, twist)]
    else:
        reach = float(rng.uniform(0.9, 1.1))
        count, broad, arms = int(rng.integers(7, 11)), float(rng.uniform(0.12, 0.17)), [(0.0, -reach), (0.0, reach)]
    room = 2.0 * np.pi / count
    bars = [_bar(seat, (hub, end), (start * room, stop * room), broad * room, concave) for start, stop in arms]
    return _around(join(bars), np.arange(count) * room + rng.uniform(0.0, room))


def _bar(seat: Seat, reach: tuple[float, float], turn: tuple[float, float], broad: float, concave: float) -> Shape:
    """One spoke from the hub to the rim, from one angle to another.

    Args:
        broad: angle that it takes at the rim.
        concave: how much deeper it begins than it ends, metres.
    """
    share = np.linspace(0.0, 1.0, 4)
    radius = reach[0] + (reach[1] - reach[0]) * share
    angle = turn[0] + (turn[1] - turn[0]) * share
    wide = min(0.42 * broad * reach[0] + 0.007, 0.05) * (1.0 - share) + 0.40 * broad * seat.rim * share
    level = seat.half - 0.028 - concave * (1.0 - share) ** 1.5 + 0.014 * np.sin(0.85 * np.pi * share)
    columns: list[Points] = []
    for side, lift in ((1.0, -0.007), (0.72, 0.0), (-0.72, 0.0), (-1.0, -0.007), (-0.8, -0.042), (0.8, -0.042)):
        x, z = radius, side * wide
        c, s = np.cos(angle), np.sin(angle)
        columns.append(np.stack([x * c - z * s, level + lift, x * s + z * c], axis=1))
    bar = grid(np.stack(columns, axis=1), RIM, closed=True)
    shown = np.tile(np.arange(6) != 4, 3)  # all but its back
    skin = np.tile(np.array([0, 0, 0, 1, 1, 1]), 3)
    return Shape(bar.points, bar.quads[shown], skin[shown], (RIM, SIDE))


def _around(shape: Shape, angles: ArrayLike) -> Shape:
    """Copies of a shape turned about the y axis."""
    angle = np.asarray(angles, np.float64)
    c, s, zero, one = np.cos(angle), np.sin(angle), 0.0 * angle, 1.0 + 0.0 * angle
    turns = np.stack([c, zero, -s, zero, one, zero, s, zero, c], axis=1).reshape(-1, 3, 3)
    points = np.einsum("nij,vj->nvi", turns, shape.points).reshape(-1, 3)
    offsets = np.arange(len(angle))[:, None, None] * len(shape.points)
    return Shape(points, (shape.quads + offsets).reshape(-1, 4), np.tile(shape.skin, len(angle)), shape.skins)


def _nuts(
    count: int, circle: float, level: float, radius: float, skin: Skin = NUT, height: float = 0.012, sides: int = 6
) -> Shape:
    """Nuts on a circle, standing on y = level."""
    nut = lathe([(radius, level - 0.01), (radius, level + height), (0.0, level + height)], sides, skin)
    return _around(nut.moved((circle, 0.0, 0.0)), np.arange(count) * (2.0 * np.pi / count))


def _cap(level: float, radius: float) -> Shape:
    """The lid over the hub, with a dark disc where badges sit."""
    ring = [(radius + 0.002, level - 0.01), (radius, level + 0.004), (0.80 * radius, level + 0.008)]
    lid = [(0.80 * radius, level + 0.0075), (0.0, level + 0.0085)]
    return join([lathe(ring, 16, RIM), lathe(lid, 16, SIDE)])


def _pierced(
    profile: ArrayLike, segments: int, rows: NDArray[np.bool_], columns: NDArray[np.bool_], skin: Skin
) -> Shape:
    """A lathed disc with holes where both the row of the profile and the column around are marked."""
    disc = lathe(profile, segments, skin)
    holes = (rows[:, None] & columns[None, :]).ravel().astype(np.int64)
    opened = Shape(disc.points, disc.quads, holes, (skin, ("hole", "wheel")))
    sunk = recess(opened, {("hole", "wheel"): Inset(0.03, skin, (0.0, -1.0, 0.0))})
    return Shape(sunk.points, sunk.quads, sunk.skin, tuple(DARK if s[0] == "hole" else s for s in sunk.skins))


def _slots(count: int, open_share: float, per: int) -> NDArray[np.bool_]:
    """Columns of ``count`` holes around, ``per`` columns for each hole and the bridge beside it."""
    wide = max(1, round(open_share * per))
    return np.tile(np.arange(per) < wide, count)


def _cover(rng: np.random.Generator, seat: Seat, edge: list[tuple[float, float]], level: float) -> Shape:
    """A face with holes between petals that bulge and may swirl: aero wheels and hubcaps.

    Args:
        edge: profile of its outermost part: radius, y; metres.
        level: y of the rest.
    """
    rim, count, per = seat.rim, int(rng.integers(5, 12)), int(rng.integers(5, 8))
    inner, outer = float(rng.uniform(0.36, 0.70)), 0.90
    shares = np.array([outer, (inner + outer) / 2.0, inner, 0.26, 0.12, 0.0])
    dome = float(rng.uniform(-0.012, 0.014))
    profile = np.concatenate([edge, np.stack([rim * shares, level + dome * 4.0 * shares * (1.0 - shares)], axis=1)])
    rows = np.isin(np.arange(len(profile) - 1), [len(edge), len(edge) + 1])
    columns = _slots(count, float(rng.uniform(0.3, 0.7)), per)
    cover = _pierced(profile, count * per, rows, columns, RIM)
    x, y, z = cover.points.T
    share, angle = np.hypot(x, z) / rim, np.arctan2(z, x)
    middle = (1.0 + columns[:per].sum() / per) * np.pi  # of the bridge beside each hole
    ring = np.clip(5.0 * (share - 0.15), 0.0, 1.0) * np.clip(5.0 * (0.92 - share), 0.0, 1.0)
    relief = float(rng.uniform(0.0, 0.009)) * np.cos(count * angle - middle) * ring
    swirl = float(rng.normal(0.0, 0.35)) if rng.uniform() < 0.35 else 0.0
    turn = angle + swirl * np.clip(1.0 - share, 0.0, 1.0)
    points = np.stack([share * rim * np.cos(turn), y + relief, share * rim * np.sin(turn)], axis=1)
    return Shape(points, cover.quads, cover.skin, cover.skins)


def steel(rng: np.random.Generator, seat: Seat) -> tuple[Shape, Shape]:
    """Pressed wheels: bare, or under a hubcap of plastic that plays an alloy wheel."""
    rim, half = seat.rim, seat.half
    if rng.uniform() < 0.6:
        cover = _cover(rng, seat, [(rim + 0.002, half - 0.012), (rim - 0.012, half - 0.004)], half - 0.008)
        return join([cover, _barrel(seat, PRESSED, PRESSED)]), _cap(half - 0.006, 0.028)
    count, per = int(rng.integers(8, 17)), 3
    profile = [
        (rim - 0.03, half - 0.07),
        (0.86 * rim, half - 0.055),
        (0.70 * rim, half - 0.040),
        (0.55 * rim, half - 0.034),
    ]
    profile += [(0.46 * rim, half - 0.048), (0.28 * rim, half - 0.05), (0.26 * rim, half - 0.02), (0.0, half - 0.018)]
    rows = np.arange(len(profile) - 1) == 1
    disc = _pierced(profile, count * per, rows, _slots(count, 0.5, per), PRESSED)
    nuts = _nuts(5, 0.37 * rim, half - 0.049, 0.012)
    return join([disc, _barrel(seat, PRESSED, PRESSED)]), nuts


def truck_front(rng: np.random.Generator, seat: Seat) -> tuple[Shape, Shape]:
    """A disc that bulges outward, with hand holes and ten nuts around the hub."""
    rim, half = seat.rim, seat.half
    skin = PRESSED if rng.uniform() < 0.5 else RIM
    bulge = float(rng.uniform(0.0, 0.03))
    profile = [(rim - 0.03, half - 0.09), (0.88 * rim, half - 0.075), (0.78 * rim, half - 0.045 + 0.5 * bulge)]
    profile += [
        (0.70 * rim, half - 0.02 + bulge),
        (0.50 * rim, half - 0.012 + bulge),
        (0.47 * rim, half - 0.03 + bulge),
    ]
    profile += [(0.0, half - 0.03 + bulge)]
    rows = np.arange(len(profile) - 1) == 2
    disc = _pierced(profile, 40, rows, _slots(10, 0.5, 4), skin)
    return join([disc, _barrel(seat, skin, skin), _hub(seat, half + 0.03 + bulge)]), _studs(seat, half - 0.014 + bulge)


def truck_rear(rng: np.random.Generator, seat: Seat) -> tuple[Shape, Shape]:
    """A deep dish, for two tyres side by side: the disc lies at the inner end."""
    rim, half = seat.rim, seat.half
    skin = PRESSED if rng.uniform() < 0.6 else RIM
    deep = 0.06 - half
    profile = [
        (rim - 0.03, deep - 0.02),
        (0.9 * rim, deep - 0.02),
        (0.76 * rim, deep + 0.005),
        (0.70 * rim, deep + 0.03),
    ]
    profile += [(0.5 * rim, deep + 0.036), (0.0, deep + 0.036)]
    disc = _pierced(profile, 40, np.arange(len(profile) - 1) == 1, _slots(10, 0.5, 4), skin)
    return join([disc, _barrel(seat, skin, skin), _hub(seat, half - 0.05)]), _studs(seat, deep + 0.034)


def bus(rng: np.random.Generator, seat: Seat) -> tuple[Shape, Shape]:
    """As on trucks in front, or under a polished cover."""
    if rng.uniform() < 0.55:
        return truck_front(rng, seat)
    rim, half = seat.rim, seat.half
    cover = [
        (rim - 0.012, half - 0.02),
        (0.9 * rim, half - 0.012),
        (0.62 * rim, half + 0.006),
        (0.56 * rim, half + 0.002),
    ]
    cover += [(0.40 * rim, half + 0.012), (0.36 * rim, half + 0.03), (0.0, half + 0.036)]
    bright = ("chrome" if rng.uniform() < 0.4 else "rim", "wheel")
    return join([lathe(cover, 40, bright), _barrel(seat, PRESSED)]), _nuts(10, 0.59 * rim, half - 0.002, 0.014)


def _hub(seat: Seat, level: float) -> Shape:
    """The axle's end."""
    radius = 0.40 * seat.rim
    line = [
        (radius, -seat.half + 0.08),
        (radius, level - 0.03),
        (0.82 * radius, level - 0.01),
        (0.75 * radius, level - 0.012),
    ]
    return lathe([*line, (0.7 * radius, level), (0.0, level + 0.004)], 16, DARK)


def _studs(seat: Seat, level: float) -> Shape:
    skin: Skin = ("steel", "wheel")
    return _nuts(10, 0.59 * seat.rim, level, 0.016, skin, 0.03, 4 if seat.plain else 6)
