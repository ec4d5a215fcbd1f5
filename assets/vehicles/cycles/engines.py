"""Engines of motorcycles with what hangs on them: cylinders with fins, covers, exhausts, radiator, chain."""

import numpy as np
from numpy.typing import ArrayLike

from assets.polygons import Points, Shape, Skin, box, join, lathe, pillow, tube
from assets.rotations import about
from assets.vehicles.cycles.shapes import bars, curve, loft, xyz
from assets.vehicles.pieces import Pieces

ENGINE: Skin = ("engine", "trim")
COVER: Skin = ("cover", "trim")
EXHAUST: Skin = ("exhaust", "trim")
DARK: Skin = ("dark", "trim")


def crankcase(center: ArrayLike, size: tuple[float, float, float]) -> Pieces:
    """The block around the crank and the gearbox, with round covers on both sides."""
    c, (long, wide, high) = np.asarray(center, np.float64), size
    case = loft(
        c
        + np.array(
            [[-0.56, 0, 0.10], [-0.50, 0, 0.08], [-0.2, 0, 0.02], [0.2, 0, 0.0], [0.46, 0, 0.0], [0.53, 0, 0.02]]
        )
        * long,
        np.array([0.72, 0.86, 0.95, 1.0, 0.9, 0.6]) * wide / 2.0,
        np.array([0.34, 0.44, 0.50, 0.50, 0.40, 0.25]) * high,
        np.array([0.30, 0.42, 0.50, 0.50, 0.44, 0.30]) * high,
        ENGINE,
        3.6,
    )
    shapes: list[Shape] = []
    for x, z, r, out in ((0.14, -0.02, 0.40, 0.045), (-0.22, 0.03, 0.31, 0.028)):
        radius, y = r * high, wide / 2.0
        profile = [(radius, -0.06), (radius, 0.6 * out), (0.93 * radius, 0.86 * out), (0.80 * radius, out), (0.0, out)]
        shapes.append(lathe(profile, 20, COVER).moved(c + xyz(x * long, y, z * high)))
        rim = [(0.5 * radius, out), (0.5 * radius, out + 0.006), (0.44 * radius, out + 0.007), (0.0, out + 0.004)]
        shapes.append(lathe(rim, 14, ENGINE).moved(c + xyz(x * long, y, z * high)))
    return Pieces(soft=(case,), smooth=(join(shapes).pair(),))


def cylinder(foot: ArrayLike, lean_rad: float, high: float, size: tuple[float, float], finned: bool) -> Pieces:
    """A cylinder and its head, from ``foot`` on the crankcase, leaning forward by ``lean_rad``.

    Args:
        high: from the crankcase to the valve cover's top, metres.
        size: along x and across, metres.
    """
    long, wide = size
    turn, foot = about((0.0, 1.0, 0.0), lean_rad), np.asarray(foot, np.float64)
    flat: list[Shape] = []
    if finned:
        for z in np.arange(0.14 * high, 0.78 * high, 0.0165):
            grow = 0.92 if z < 0.45 * high else 1.0
            half = np.array([long / 2.0 * grow, wide / 2.0 * grow, 0.0])
            flat.append(box(-half + [0, 0, z], half + xyz(0, 0, z + 0.006), ENGINE))
        flat.append(box((-0.36 * long, -0.38 * wide, 0.0), (0.36 * long, 0.38 * wide, 0.8 * high), DARK))
    else:
        flat.append(box((-0.44 * long, -0.46 * wide, 0.0), (0.44 * long, 0.46 * wide, 0.55 * high), ENGINE))
    head = pillow((long, wide, 0.34 * high), ENGINE, 5.0, 14).moved((0, 0, 0.66 * high if not finned else 0.72 * high))
    cap = pillow((0.72 * long, 0.94 * wide, 0.24 * high), COVER, 3.6, 14).moved((0, 0, 0.90 * high))
    return Pieces(smooth=(join([head, cap]).moved(foot, turn),), flat=tuple(s.moved(foot, turn) for s in flat))


def exhaust(
    header: ArrayLike, radius: float, silencer: tuple[ArrayLike, ArrayLike], thick: tuple[float, float]
) -> Shape:
    """A header pipe through (N, 3) points, and a silencer from one point to another behind.

    Args:
        thick: half width and half height of the silencer, metres.
    """
    start, end = (np.asarray(p, np.float64) for p in silencer)
    pipe = tube(curve(np.concatenate([np.asarray(header, np.float64), [start]]), 22), radius, EXHAUST, 8)
    share = np.array([0.0, 0.10, 0.22, 0.5, 0.86, 0.97, 1.0])[::-1]
    path = start + (end - start) * share[:, None]
    grow = np.array([0.30, 0.55, 1.0, 1.0, 1.0, 0.95, 0.80])[::-1]
    can = loft(path, thick[0] * grow, thick[1] * grow, thick[1] * grow, EXHAUST, 2.2, 12)
    back = end - (end - start) / np.linalg.norm(end - start) * 0.01
    hole = pillow((0.03, 0.9 * thick[0], 0.9 * thick[1]), DARK, 2.0, 10).moved(back)
    return join([pipe, can, hole])


def heat_shield(silencer: tuple[ArrayLike, ArrayLike], thick: tuple[float, float], skin: Skin) -> Shape:
    """A plate along a silencer's outer side (the right)."""
    start, end = (np.asarray(p, np.float64) for p in silencer)
    path = (start + (end - start) * np.array([0.75, 0.72, 0.35, 0.30])[:, None]) - [0.0, thick[0] * 0.55, 0.0]
    return loft(path, 0.55 * thick[0], np.array([0.5, 0.8, 0.8, 0.5]) * thick[1], 0.5 * thick[1], skin, 3.0)


def radiator(center: ArrayLike, wide: float, high: float, lean_rad: float) -> Pieces:
    """A radiator with its fins before the engine."""
    turn = about((0.0, 1.0, 0.0), -lean_rad)
    core = box((-0.02, -wide / 2.0, -high / 2.0), (0.02, wide / 2.0, high / 2.0), ("dark", "trim"))
    z = np.linspace(-0.45 * high, 0.45 * high, 12)
    start = np.stack([0.0 * z + 0.021, 0.0 * z - 0.47 * wide, z], axis=1)
    fins = bars(start, start + xyz(0.0, 0.94 * wide, 0.0), 0.0025, ("cover", "trim"))
    tank = pillow((0.05, 0.035, high), ("plastic", "trim"), 5.0, 8).moved((0.0, wide / 2.0, 0.0)).pair()
    return Pieces(smooth=(tank.moved(center, turn),), flat=(join([core, fins]).moved(center, turn),))


def chain(front: Points, rear: Points, radii: tuple[float, float], y: float, skin: Skin = ("steel", "wheel")) -> Shape:
    """Both runs of a chain between two sprockets at ``y``, and the rear sprocket."""
    small, large = radii
    runs: list[Shape] = []
    for sign in (1.0, -1.0):
        ends = np.array([front + xyz(0.0, 0.0, sign * small), rear + xyz(0.0, 0.0, sign * large)])
        ends[:, 1] = y
        path = np.linspace(ends[0], ends[1], 3)
        path[1, 2] -= 0.006 if sign < 0 else 0.002
        runs.append(tube(path, (0.006, 0.007), skin, 4))
    ring = [
        (0.72 * large, y - 0.003),
        (large, y - 0.003),
        (large, y + 0.003),
        (0.72 * large, y + 0.003),
        (0.72 * large, y - 0.003),
    ]
    inner = [(0.0, y - 0.002), (0.42 * large, y - 0.002), (0.42 * large, y + 0.002), (0.0, y + 0.002)]
    a = np.arange(5) * 0.4 * np.pi
    ray = np.stack([np.cos(a), 0.0 * a, np.sin(a)], axis=1)
    webs = bars(
        rear * [1, 0, 1] + ray * 0.3 * large + [0, y, 0], rear * [1, 0, 1] + ray * 0.8 * large + [0, y, 0], 0.006, skin
    )
    place = rear * [1.0, 0.0, 1.0]
    return join([*runs, lathe(ring, 28, skin).moved(place), lathe(inner, 14, skin).moved(place), webs])
