"""Tanks, seats, tails, panels, fairings and screens of two-wheelers."""

import numpy as np
from numpy.typing import ArrayLike

from assets.polygons import Points, Shape, Skin
from assets.vehicles.cycles.shapes import curve, loft, sheet
from assets.vehicles.cycles.skins import PAINT

SEAT: Skin = ("seat", "saddle")
SCREEN: Skin = ("screen", "trim")


def tank(
    rear: tuple[float, float], front: tuple[float, float], peak: float, low: float, half: float, age: float
) -> Shape:
    """A fuel tank.

    Args:
        rear, front: (x, z) of its top's ends, metres.
        peak: how far its top rises over the line between them.
        low: height of its lower edge at the middle.
        half: half its largest width.
        age: 0 with shoulders and cut for the knees, 1 a teardrop.
    """
    s = np.array([0.0, 0.06, 0.20, 0.42, 0.64, 0.83, 0.95, 1.0])
    x = rear[0] + (front[0] - rear[0]) * s
    top = rear[1] + (front[1] - rear[1]) * s + peak * np.array([-0.5, 0.05, 0.45, 0.90, 1.0, 0.72, 0.15, -0.5])
    modern = np.array([0.42, 0.52, 0.62, 0.80, 1.0, 0.98, 0.80, 0.50])
    drop = np.array([0.36, 0.55, 0.78, 0.97, 1.0, 0.88, 0.66, 0.40])
    bottom = low + np.array([0.05, 0.035, 0.02, 0.0, -0.005, 0.01, 0.04, 0.07])
    bottom = np.minimum(bottom, top - 0.05)
    middle = bottom + 0.55 * (top - bottom)
    path = np.stack([x, 0.0 * x, middle], axis=1)
    return loft(path, half * (drop * age + modern * (1.0 - age)), top - middle, middle - bottom, PAINT, 2.5, 14)


def seat(profile: ArrayLike, wide: ArrayLike, thick: ArrayLike, skin: Skin = SEAT) -> Shape:
    """A saddle whose upper line runs through the (N, 2) x and z of ``profile``, from behind to the tank.

    Args:
        wide: (N,) half widths; ``thick``: (N,) heights, metres.
    """
    knots = np.column_stack([np.asarray(profile, np.float64), np.asarray(wide), np.asarray(thick)])
    fine = curve(knots, 11)
    path = np.column_stack([fine[:, 0], 0.0 * fine[:, 0], fine[:, 1] - 0.5 * fine[:, 3]])
    return loft(path, fine[:, 2], 0.5 * fine[:, 3], 0.5 * fine[:, 3], skin, 3.0, 12)


def tail(profile: ArrayLike, wide: ArrayLike, high: ArrayLike, skin: Skin = PAINT) -> Shape:
    """Bodywork below a seat: like ``seat``, its line along the middle."""
    fine = curve(np.column_stack([np.asarray(profile, np.float64), np.asarray(wide), np.asarray(high)]), 9)
    path = np.column_stack([fine[:, 0], 0.0 * fine[:, 0], fine[:, 1]])
    return loft(path, fine[:, 2], 0.5 * fine[:, 3], 0.5 * fine[:, 3], skin, 3.0, 12)


def side_sheet(top: ArrayLike, bottom: ArrayLike, bulge: float, skin: Skin, columns: int = 6, rows: int = 10) -> Shape:
    """A panel on the left between two edges, (N, 3) points from rear to front each; and its mirror image."""
    upper, lower = curve(top, rows), curve(bottom, rows)
    t = np.linspace(0.0, 1.0, columns)[None, :, None]
    points = upper[:, None] * (1.0 - t) + lower[:, None] * t
    points[..., 1] += bulge * np.sin(np.pi * t[..., 0]) * np.sin(np.linspace(0.25, np.pi - 0.25, rows))[:, None]
    return sheet(points, (0.0, -0.008, 0.0), skin).pair()


def screen(foot: ArrayLike, top: ArrayLike, half: tuple[float, float], bow: float, skin: Skin = SCREEN) -> Shape:
    """A windscreen from the middle of its foot to the middle of its top edge.

    Args:
        half: half widths at the foot and near the top, metres.
        bow: how far its sides lie behind its middle, metres.
    """
    foot, top = np.asarray(foot, np.float64), np.asarray(top, np.float64)
    across = np.linspace(-1.0, 1.0, 9)
    t = np.linspace(0.0, 1.0, 6)
    width = half[0] + (half[1] - half[0]) * t - 0.35 * half[1] * np.clip(t - 0.7, 0.0, 1.0)
    middle = foot + (top - foot) * t[:, None] + [[0.03, 0.0, 0.0]] * np.sin(np.pi * t)[:, None]
    points = np.repeat(middle[:, None], 9, axis=1)
    points[..., 1] = width[:, None] * across
    points[..., 0] -= bow * across**2
    points[..., 2] -= 0.05 * t[:, None] ** 3 * across**2
    return sheet(points[:, ::-1], (-0.004, 0.0, 0.0), skin)


def nose(back: ArrayLike, tip: ArrayLike, half: float, high: float, skin: Skin = PAINT) -> Shape:
    """A rounded beak from the middle of its open end to its tip, along x."""
    back, tip = np.asarray(back, np.float64), np.asarray(tip, np.float64)
    s = np.array([0.0, 0.25, 0.5, 0.72, 0.88, 0.97, 1.0])
    path = back + (tip - back) * s[:, None]
    grow = np.array([1.0, 1.0, 0.92, 0.77, 0.56, 0.34, 0.18])
    return loft(path, half * grow, high * grow**0.8 * 0.5, high * grow * 0.5, skin, 2.5, 14)


def shroud(rear: Points, front: Points, high: float, skin: Skin) -> Shape:
    """A radiator shroud on the left, pointing forward and down from the tank; and its mirror image."""
    drop = np.array([0.0, 0.0, -high])
    middle = (rear + front) / 2.0 + [0.0, 0.012, 0.0]
    top = np.array([rear, middle, front])
    bottom = np.array(
        [rear + 0.7 * drop, middle + drop + [0.03, -0.01, 0.0], front + 0.75 * drop + [-0.02, -0.015, 0.0]]
    )
    return side_sheet(top, bottom, 0.02, skin)


def fairing_nose(clamp: Points, tip: Points, half: float) -> Shape:
    """The painted nose of a fairing, from the steering head to its tip."""
    return nose([clamp[0] - 0.02, 0.0, clamp[2] - 0.06], tip, 0.86 * half, 0.22)


def upper_flanks(clamp: Points, tip: Points, knee: Points, low: float, half: float) -> Shape:
    """Panels beside the tank and the fork, up to the nose.

    Args:
        clamp: middle of the steering head; ``tip`` of the nose.
        knee: rear upper corner.
        low: height of the lower edge, metres.
        half: half the width.
    """
    top = np.array(
        [
            [knee[0], 0.72 * half, knee[2]],
            [0.5 * (knee[0] + clamp[0]), 0.95 * half, 0.45 * knee[2] + 0.55 * clamp[2] - 0.03],
            [clamp[0] + 0.02, 0.98 * half, clamp[2] - 0.05],
            [tip[0] - 0.09, 0.55 * half, tip[2] + 0.02],
        ]
    )
    bottom = np.array(
        [
            [knee[0] + 0.05, 0.74 * half, min(low + 0.06, knee[2] - 0.04)],
            [knee[0] + 0.20, 0.93 * half, low],
            [clamp[0] + 0.05, 0.92 * half, low + 0.07],
            [tip[0] - 0.12, 0.50 * half, tip[2] - 0.13],
        ]
    )
    return side_sheet(top, bottom, 0.03, PAINT, 7, 12)


def lower_flanks(crank: Points, front: float, high: float, low: float, half: float, skin: Skin) -> Shape:
    """Panels around the engine, from behind the front wheel to below the swing arm's pivot.

    Args:
        front: x of the foremost corner; ``high`` its height; ``low`` that of the lower edge, metres.
    """
    x = crank[0]
    top = np.array(
        [
            [x - 0.26, 0.72 * half, low + 0.13],
            [x - 0.02, 0.92 * half, 0.45 * low + 0.55 * high - 0.03],
            [x + 0.5 * (front - x), 0.96 * half, high - 0.02],
            [front, 0.86 * half, high + 0.02],
        ]
    )
    bottom = np.array(
        [
            [x - 0.33, 0.50 * half, low + 0.04],
            [x - 0.05, 0.52 * half, low],
            [x + 0.60 * (front - x), 0.60 * half, low + 0.06],
            [front - 0.02, 0.78 * half, high - 0.10],
        ]
    )
    return side_sheet(top, bottom, 0.025, skin, 7, 12)


def leg_shield(edge: ArrayLike, skin: Skin, inner: Skin, sweep: float) -> Shape:
    """A step-through's shield through rows of (x, z, half width), from below to above; its sides lie behind its middle.

    Args:
        inner: of the side that the rider's knees see.
        sweep: how far back the sides come, metres.
    """
    rows = curve(np.asarray(edge, np.float64), 10)
    across = np.linspace(-1.0, 1.0, 11)
    points = np.zeros((len(rows), 11, 3))
    points[..., 0] = rows[:, :1] - sweep * np.abs(across) ** 2.2 * (rows[:, 2:3] / rows[:, 2].max())
    points[..., 1] = rows[:, 2:3] * across
    points[..., 2] = rows[:, 1:2]
    return sheet(points[:, ::-1], (-0.018, 0.0, 0.0), skin, inner)


def floor(front: float, rear: float, z: float, half: float, skin: Skin) -> Shape:
    """A scooter's foot board."""
    x = np.array([rear, rear + 0.03, (rear + front) / 2.0, front - 0.03, front])
    path = np.stack([x, 0.0 * x, np.full(5, z)], axis=1)
    return loft(path, half * np.array([0.8, 0.95, 1.0, 1.0, 0.9]), 0.02, 0.045, skin, 5.0)
