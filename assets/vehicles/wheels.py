"""Wheels of all road vehicles: lathed tyres and rims, spokes, brake discs. Around the y axis; +y looks outward."""

import numpy as np

from assets.polygons import Points, Shape, Skin, grid, join, lathe, pillow

RUBBER: Skin = ("rubber", "wheel")
RIM: Skin = ("rim", "wheel")
STEEL: Skin = ("steel", "wheel")
DARK: Skin = ("dark", "wheel")
SEGMENTS = 32
STYLES = ("alloy",)


def wheel(rng: np.random.Generator, radius: float, width: float, style: str = "alloy") -> tuple[Shape, Shape]:
    """One wheel around the origin: what is round, and what has flat faces (the spokes).

    Args:
        radius, width: of the tyre, metres.
        style: one of ``STYLES``.
    """
    spokes, rim = int(rng.integers(5, 11)), radius * float(rng.uniform(0.66, 0.73))
    twin = bool(rng.uniform() < 0.4 and spokes <= 7)
    return _round(radius, rim, width), _spokes(rng, rim, width, spokes, twin)


def _round(radius: float, rim: float, width: float) -> Shape:
    """Tyre, rim barrel, brake disc and hub around the y axis; +y looks away from the car."""
    half, wall = width / 2.0, radius - rim
    outer = np.array(
        [
            (rim, half - 0.018),
            (rim + 0.15 * wall, half - 0.004),
            (rim + 0.45 * wall, half),
            (rim + 0.72 * wall, half - 0.006),
            (radius - 0.10 * wall, half - 0.020),
            (radius - 0.02 * wall, half - 0.036),
            (radius, half - 0.055),
        ]
    )
    groove = np.array([(radius, 0.032), (radius - 0.007, 0.030), (radius - 0.007, 0.020), (radius, 0.018)])
    upper = np.concatenate([outer, groove])[::-1]
    tyre = np.concatenate([upper[::-1] * [1.0, -1.0], upper])
    barrel = np.array(
        [
            (rim - 0.002, half - 0.024),
            (rim + 0.009, half - 0.012),
            (rim + 0.004, half - 0.004),
            (rim - 0.008, half - 0.008),
            (rim - 0.014, half - 0.03),
            (rim - 0.03, half - 0.06),
            (rim - 0.03, 0.02 - half),
        ]
    )
    back = np.array([(rim - 0.02, 0.03 - half), (0.0, 0.03 - half)])
    disc = np.array([(0.72 * rim, -0.035), (0.72 * rim, -0.012), (0.71 * rim, -0.010), (0.36 * rim, -0.010)])
    hat = np.array([(0.36 * rim, -0.01), (0.34 * rim, half - 0.05), (0.0, half - 0.05)])
    cap = np.array([(0.036, half - 0.03), (0.035, half - 0.014), (0.030, half - 0.011), (0.0, half - 0.010)])
    caliper = pillow((0.06, 0.07, 0.16), DARK).moved((0.60 * rim, -0.012, 0.0))
    pieces = [(tyre, RUBBER), (barrel, RIM), (back, DARK), (disc, STEEL), (hat, STEEL), (cap, RIM)]
    return join([*(lathe(profile, SEGMENTS, skin) for profile, skin in pieces), caliper])


def _spokes(rng: np.random.Generator, rim: float, width: float, count: int, twin: bool) -> Shape:
    """Bars from the hub to the rim, alone or in pairs."""
    half = width / 2.0
    room = 2.0 * np.pi / count
    broad = float(rng.uniform(0.34, 0.5)) * (0.45 if twin else 1.0)
    hub, end = 0.2 * rim + 0.015, rim - 0.008
    radius = np.linspace(hub, end, 5)
    across = np.linspace(min(room * hub * 0.42, 0.05) * (0.6 if twin else 1.0), broad * room * rim * 0.40, 5)
    face = half - 0.030 + np.array([0.0, 0.006, 0.011, 0.014, 0.012])
    corners: list[Points] = []
    for side, lift in ((-1.0, -0.008), (-0.6, 0.0), (0.6, 0.0), (1.0, -0.008), (0.8, -0.045), (-0.8, -0.045)):
        corners.append(np.stack([radius, face + lift, side * across], axis=1))
    bar = grid(np.stack(corners, axis=1), RIM, closed=True)
    turns = np.arange(count) * room + rng.uniform(0.0, room)
    turns = np.concatenate([turns - 0.14 * room, turns + 0.14 * room]) if twin else turns
    hub_disc = lathe(
        [(hub + 0.012, half - 0.075), (hub + 0.012, half - 0.034), (hub, half - 0.028), (0.0, half - 0.026)], 24, RIM
    )
    return join([*(bar.moved((0, 0, 0), _about_y(turn)) for turn in turns), hub_disc])


def _about_y(angle: float) -> Points:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
