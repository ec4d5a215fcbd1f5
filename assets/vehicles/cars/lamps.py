"""Outlines of head and tail lamps, and what is behind their lenses."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Points, Shape, Skin, join, lathe
from assets.vectors import cross
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.drape import Drape, line, patch
from assets.vehicles.cycles.fittings import round_lamp

LENS: Skin = ("lens", "light")
RIM: Skin = ("gap", "light")
CHROME: Skin = ("reflector", "light")
DARK: Skin = ("bezel", "light")


@dataclass(frozen=True, eq=False)
class Lamp:
    """One lens: (N,) places around the car, and its lower and upper outline there.

    Attributes:
        bowls: places (s, z) and radii of its reflectors; ``base``: skin behind them.
        drl: heights as shares of the lens between which a day light strip runs, None for none.
        indicator: share of its length from which it is amber, 1 for none.
    """

    s: Points
    low: Points
    high: Points
    bowls: tuple[tuple[float, float, float], ...] = ()
    base: Skin = DARK
    drl: tuple[float, float] | None = None
    indicator: float = 1.0


def head_lamps(rng: np.random.Generator, p: Proportions, on: Drape, kind: str) -> tuple[Lamp, ...]:
    """Those of the left side; the one that tells the car's face first."""
    half, z = p.width / 2.0, p.hood_z - 0.10
    bright = bool(rng.uniform() < 0.45)
    base = CHROME if p.old or bright else DARK
    corner = on.flank_s(float(rng.uniform(0.42, 0.62)), z)
    if kind == "round":
        return _round(rng, p, on)
    if kind == "rect":
        s = np.linspace(
            on.y_s(half * float(rng.uniform(0.58, 0.66)), z), on.flank_s(float(rng.uniform(0.2, 0.3)), z), 9
        )
        high = np.minimum(p.hood_z - 0.04, on.top(s) - 0.012)
        low = high.min() - float(rng.uniform(0.12, 0.16)) + 0.0 * s
        bowls = _bowls(s, low, high, (0.3,), 0.065)
        return (Lamp(s, low, high + 0.0 * s, bowls, CHROME, None, float(rng.uniform(0.62, 0.75))),)
    slim = kind in ("slim", "split")
    start = on.y_s(half * float(rng.uniform(0.50, 0.64)), z)
    u = np.linspace(0.0, 1.0, 14)
    s = start + (corner - start) * u
    tall = float(rng.uniform(0.055, 0.09) if slim else rng.uniform(0.10, 0.15)) * (1.12 if p.height > 1.55 else 1.0)
    swell, tail = float(rng.uniform(0.1, 0.9 if not slim else 0.5)), float(rng.uniform(0.15, 0.6))
    high = np.minimum(on.top(s) - 0.018, p.hood_z - 0.05 + float(rng.uniform(0.0, 0.14)) * u)
    deep = tall * np.interp(u, [0.0, 0.12, 0.6, 1.0], [0.55, 0.85, 1.0 + swell, tail])
    if kind == "split":
        lower = p.hood_z - 0.30 - float(rng.uniform(0.0, 0.06))
        place = np.linspace(on.y_s(0.66 * half, lower), on.y_s(0.92 * half, lower), 7)
        ends = 0.02 * np.abs(np.linspace(-1.0, 1.0, 7)) ** 4
        strip = Lamp(s, high - 0.6 * deep, high, (), DARK, (0.1, 0.9))
        low, top = lower - 0.06 + ends, lower + 0.05 - ends
        return (strip, Lamp(place, low, top, _bowls(place, low, top, (0.3, 0.72), 0.045), DARK))
    count = int(rng.integers(1, 4)) if slim else int(rng.integers(1, 3))
    shares = np.linspace(0.22, 0.58, count) if count > 1 else np.array([0.35])
    bowls = _bowls(s, high - deep, high, tuple(shares.tolist()), 0.075)
    drl = ((0.02, 0.2), (0.8, 0.98), None)[int(rng.integers(0, 2 if p.box < 0.2 else 3))]
    indicator = float(rng.uniform(0.74, 0.9))
    return (Lamp(s, high - deep, high, bowls, base, None if p.box > 0.3 else drl, indicator),)


def _round(rng: np.random.Generator, p: Proportions, on: Drape) -> tuple[Lamp, ...]:
    radius = float(rng.uniform(0.085, 0.11))
    twin = p.old and bool(rng.uniform() < 0.4)
    radius = 0.072 if twin else radius
    z = min(p.hood_z - 0.03, float(on.top(on.y_s(0.7 * p.width / 2.0, p.hood_z - 0.1))) - 0.02) - radius
    out = []
    for y in (0.76, 0.56) if twin else (0.72,):
        t = np.linspace(-1.0, 1.0, 11)
        center = on.y_s(y * p.width / 2.0, z)
        bend = radius * np.sqrt(np.clip(1.0 - t**2, 0.0, None))
        out.append(Lamp(center + radius * t, z - bend, z + bend, ((center, z, 0.8 * radius),), CHROME))
    return tuple(sorted(out, key=lambda lamp: float(lamp.s[0])))


def _bowls(
    s: Points, low: Points, high: Points, shares: tuple[float, ...], most: float
) -> tuple[tuple[float, float, float], ...]:
    out = []
    for share in shares:
        at = float(s[0] + (s[-1] - s[0]) * share)
        bottom, top = float(np.interp(at, s, low)), float(np.interp(at, s, high))
        out.append((at, (bottom + top) / 2.0, min(0.40 * (top - bottom), most)))
    return tuple(out)


def lamp_shape(on: Drape, lamp: Lamp, kind: str) -> Shape:
    """The left head lamp: what is behind its lens, and the lens."""
    s, low, high = lamp.s, lamp.low, lamp.high
    pieces = [patch(on, s, low, high, lamp.base, 0.0025)]
    for at, z, radius in lamp.bowls:
        pieces.append(_bowl(on, at, z, radius))
    if lamp.drl:
        a, b = lamp.drl
        pieces.append(
            patch(
                on,
                s[:-1],
                (low + (high - low) * a)[:-1],
                (low + (high - low) * b)[:-1],
                ("drl", "light"),
                0.007,
                rows=1,
            )
        )
    if lamp.indicator < 1.0:
        use = s >= s[0] + (s[-1] - s[0]) * lamp.indicator
        shrink = 0.12 * (high - low)[use]
        amber: Skin = ("indicator_left", "light")
        pieces.append(patch(on, s[use], low[use] + shrink, high[use] - shrink, amber, 0.009, rows=1))
    if kind in ("round", "rect"):
        loop = np.concatenate([np.stack([s, low], axis=1), np.stack([s, high], axis=1)[::-1]])
        pieces.append(line(on, loop, 0.012, ("chrome" if kind == "round" else "plastic", "light"), 0.017, closed=True))
    pieces.append(patch(on, s, low, high, LENS, 0.015, RIM, dome=0.006))
    return join(pieces)


def lamp_pod(on: Drape, lamp: Lamp) -> Shape:
    """A round lamp in a bright case of its own, before the body."""
    s, z = float(lamp.s.mean()), float((lamp.low + lamp.high).mean() / 2.0)
    point, _ = on.at(s, z)
    radius = float(np.ptp(lamp.s)) / 2.0
    return round_lamp(point + np.array([0.08, 0.04, 0.02]), radius, ("chrome", "light"))


def _bowl(on: Drape, s: float, z: float, radius: float) -> Shape:
    """A bright dish with a bulb, below the lens."""
    point, normal = on.at(s, z)
    axis = normal + np.array([0.35, 0.0, 0.0])
    axis /= np.linalg.norm(axis)
    side = cross(axis, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    turn = np.stack([side, axis, cross(side, axis)], axis=1)
    dish = np.array([(1.0, 0.0095), (0.93, 0.008), (0.6, 0.004), (0.0, 0.003)]) * [radius, 1.0]
    eye = np.array([(0.5, 0.004), (0.47, 0.009), (0.3, 0.013), (0.0, 0.0145)]) * [radius, 1.0]
    return join([lathe(dish, 12, CHROME), lathe(eye, 12, ("head", "light"))]).moved(point, turn)
