"""What lies on hood, roof and deck: hood gap, wipers, sunroof, rails, aerials."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Points, Shape, Skin, grid, join, tube
from assets.vehicles.cars.body import BodyGrid
from assets.vehicles.cars.dimensions import Proportions

BLACK: Skin = ("plastic", "trim")
CHROME: Skin = ("chrome", "trim")
GAP: Skin = ("gap", "body")
GLASS: Skin = ("roof_glass", "window")


@dataclass(frozen=True)
class TopStyle:
    """Attributes:
    rails: skin of roof rails, None for none; ``raised``: they stand off the roof.
    aerial: ``fin``, ``rod``, ``mast`` or ``none``.
    sunroof: length of a glass panel in the roof, metres, 0 for none.
    mirrored_wipers: they lie from left to right.
    """

    rails: Skin | None
    raised: bool
    aerial: str
    sunroof: float
    mirrored_wipers: bool


def top_style(rng: np.random.Generator, p: Proportions) -> TopStyle:
    pick = rng.uniform(size=5)
    chance = (
        0.0 if not p.tailgate or (p.old and p.height < 1.6) else 0.7 if p.cladding else 0.55 if p.length > 4.5 else 0.1
    )
    aerial = str(
        rng.choice(["fin", "rod", "mast", "none"], p=[0.0, 0.2, 0.6, 0.2] if p.old else [0.55, 0.2, 0.0, 0.25])
    )
    closed = not (p.open_top or p.soft_top)
    sunroof = float(rng.uniform(0.45, 0.6)) if pick[3] < 0.7 else float(rng.uniform(0.8, 1.1))
    return TopStyle(
        rails=(CHROME if pick[1] < 0.35 else BLACK) if pick[0] < chance else None,
        raised=bool(pick[4] < 0.6),
        aerial=aerial if closed or aerial == "mast" else "none",
        sunroof=sunroof if closed and not p.bed and pick[2] < 0.25 else 0.0,
        mirrored_wipers=bool(rng.uniform() < 0.5),
    )


def tops(p: Proportions, body: BodyGrid, style: TopStyle) -> Shape:
    """All of it."""
    pieces = [_hood(p, body), _wipers(body, style.mirrored_wipers)]
    if style.rails:
        pieces.append(_rails(p, body, style.rails, style.raised))
    if style.sunroof:
        pieces.append(_sunroof(p, body, style.sunroof))
    if style.aerial != "none":
        pieces.append(_aerial(p, body, style.aerial))
    return join(pieces)


def on_top(body: BodyGrid, d: Points, share: Points, lift: float) -> Points:
    """(N, 3) places by ``d`` of the edge and share of the way from the centre line to it."""
    station = np.clip(np.searchsorted(body.d, d) - 1, 0, len(body.d) - 2)
    t = ((d - body.d[station]) / (body.d[station + 1] - body.d[station]))[:, None, None]
    rows = body.top[station] * (1.0 - t) + body.top[station + 1] * t
    y = np.abs(share) * rows[:, 0, 1]
    column = np.clip((rows[:, :, 1] > y[:, None]).sum(axis=1) - 1, 0, rows.shape[1] - 2)
    at = np.arange(len(d))
    outer, inner = rows[at, column], rows[at, column + 1]
    u = ((outer[:, 1] - y) / np.maximum(outer[:, 1] - inner[:, 1], 1e-6))[:, None]
    out = outer + (inner - outer) * u
    out[:, 1] *= np.where(share < 0.0, -1.0, 1.0)
    out[:, 2] += lift
    return np.asarray(out)


def _hood(p: Proportions, body: BodyGrid) -> Shape:
    """The gaps along the hood's sides, and along a boot lid's."""
    spans = [(body.d[0] + 0.015, body.curves.glass_edges[0] + 0.02)]
    if not (p.tailgate or p.bed):
        spans.append((body.curves.foot_side_d + 0.03, body.d[-1] - 0.01))
    pieces = []
    for start, end in spans:
        d = np.linspace(start, end, 12)
        inner, outer = (
            on_top(body, d, 0.93 + 0.0 * d, 0.0015),
            on_top(body, d, 0.93 + 0.008 / body.top[0, 0, 1] + 0.0 * d, 0.0015),
        )
        pieces.append(grid(np.stack([outer, inner], axis=1), GAP).pair())
    return join(pieces)


def _wipers(body: BodyGrid, mirrored: bool) -> Shape:
    """Two blades at rest along the windscreen's foot."""
    d = body.curves.glass_edges[1] + 0.025
    pieces = []
    for start, end in ((0.80, 0.10), (0.06, -0.62)):
        share = np.linspace(start, end, 6)
        pieces.append(
            tube(on_top(body, np.full(6, d) + 0.05 * np.linspace(0.0, 1.0, 6), share, 0.014), (0.007, 0.011), BLACK, 4)
        )
    out = join(pieces)
    return out.mirrored() if mirrored else out


def _rails(p: Proportions, body: BodyGrid, skin: Skin, raised: bool) -> Shape:
    d = np.linspace(body.curves.header_side_d + 0.12, p.roof_d - 0.22, 12)
    lift = (0.038 if raised else 0.012) * np.minimum(1.0, 8.0 * np.sin(np.linspace(0.0, np.pi, 12))) - 0.002
    path = on_top(body, d, 0.93 + 0.0 * d, 0.0) + np.stack([0.0 * lift, 0.0 * lift, lift], axis=1)
    return tube(path, (0.017, 0.012), skin, 6).pair()


def _sunroof(p: Proportions, body: BodyGrid, length: float) -> Shape:
    start = body.curves.header_side_d + 0.16
    d = np.linspace(start, min(start + length, p.roof_d - 0.15), 9)
    share = np.linspace(0.68, -0.68, 9)
    points = np.stack([on_top(body, d, np.full(9, at), 0.004) for at in share], axis=1)
    return grid(points[:, ::-1], GLASS)


def _aerial(p: Proportions, body: BodyGrid, kind: str) -> Shape:
    if kind == "mast":  # on a front wing
        foot = on_top(body, np.array([body.curves.cowl_side_d - 0.12]), np.array([0.97]), -0.01)[0]
        return tube(
            np.array([foot, foot + np.array([-0.04, 0.0, 0.35]), foot + np.array([-0.09, 0.0, 0.75])]),
            0.0035,
            CHROME,
            4,
        )
    foot = on_top(body, np.array([p.roof_d - 0.2]), np.array([0.0]), -0.004)[0]
    if kind == "rod":
        return tube(
            np.array([foot, foot + np.array([-0.08, 0.0, 0.09]), foot + np.array([-0.18, 0.0, 0.2])]), 0.005, BLACK, 4
        )
    rise = np.linspace(0.0, 1.0, 5)[:, None]
    half = np.array([(0.07, 0.0), (0.0, 0.024), (-0.085, 0.020), (-0.085, -0.020), (0.0, -0.024)])
    shrink = 1.0 - rise**1.5 * 0.95
    x = foot[0] - 0.055 * rise + half[:, 0] * shrink
    points = np.stack([x, half[:, 1] * shrink, foot[2] + 0.062 * rise + 0.0 * x], axis=2)
    return grid(points.swapaxes(0, 1)[::-1].swapaxes(0, 1), ("paint", "trim"), closed=True)
