"""Tail lamps: their outlines by kind, and their red, amber and white fields."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Points, Shape, Skin, join
from assets.vehicles.cars.body import BELT, BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.drape import Drape, both_sides, patch

RIM: Skin = ("gap", "light")
TAIL: Skin = ("tail", "light")
BRAKE: Skin = ("brake", "light")
REVERSE: Skin = ("reverse", "light")
AMBER: Skin = ("indicator_left", "light")
DARK: Skin = ("dark", "light")
type Field = tuple[int, int, float, float, Skin]
KINDS = ("horizontal", "vertical", "ell", "bar", "block", "round")


@dataclass(frozen=True, eq=False)
class Tails:
    """Attributes:
    kind: of ``KINDS``.
    inner: ``s`` of the lens' inner end, ``outer`` of its end on the flank.
    low, high: of its main field, metres.
    column: height of a narrow field beside a tailgate's window, or below the main one with ``ell``; 0 for none.
    smoked: dark lenses with lit lines.
    """

    kind: str
    inner: float
    outer: float
    low: float
    high: float
    column: float
    smoked: bool


def tails(rng: np.random.Generator, p: Proportions, on: Drape, body: BodyGrid) -> Tails:
    """Lamps that fit the type: a tail is what tells cars apart from behind."""
    kind = _kind(rng, p)
    ledge, belt = p.clearance + p.bumper, float(body.side[body.last, BELT, 2])
    room, half, between = belt - ledge, p.width / 2.0, rng.uniform
    top = belt - (0.01 if p.tailgate else 0.045) + between(-0.03, 0.01)
    tall = room * between(0.36, 0.55)
    inner, reach, column = between(0.52, 0.66), between(0.10, 0.26), 0.0
    if kind == "vertical":
        inner, reach, tall = between(0.76, 0.84), between(0.06, 0.16), room * between(0.75, 0.98)
        column = (p.height - belt) * between(0.0, 0.75) if p.tailgate else 0.0
        column = column if column > 0.12 and rng.uniform() < 0.75 else 0.0
    elif kind == "ell":
        inner, tall, column = between(0.45, 0.6), room * between(0.24, 0.32), room * between(0.25, 0.4)
    elif kind == "bar":
        inner, tall = between(0.5, 0.62), room * between(0.16, 0.26)
        top -= room * between(0.0, 0.25)
    elif kind == "block":
        inner, reach, tall = between(0.5, 0.7), between(0.02, 0.10), room * between(0.45, 0.65)
    elif kind == "round":
        inner, reach, tall = between(0.5, 0.55), 0.0, room * between(0.42, 0.5)
    if p.bed:
        inner, tall, top, reach = 0.855, room * between(0.5, 0.8), belt - 0.06, 0.03
    top = min(top, float(on.top_z[len(on.top_z) - 2 * 8 :].min()) - 0.03) if not p.tailgate else top
    middle = top - tall / 2.0
    outer = on.flank_s(p.length - p.rear_depth * 0.5 - reach, middle)
    return Tails(
        kind, on.y_s(inner * half, middle, rear=True), outer, top - tall, top, column, bool(rng.uniform() < 0.2)
    )


def _kind(rng: np.random.Generator, p: Proportions) -> str:
    if p.bed:
        return "vertical"
    if p.old:
        return "vertical" if p.tailgate and rng.uniform() < 0.5 else "block"
    tall = p.height > 1.55
    if not p.tailgate:
        return str(rng.choice(["horizontal", "ell", "bar", "round", "block"], p=[0.5, 0.2, 0.16, 0.09, 0.05]))
    shares = [0.3, 0.36, 0.16, 0.18] if tall else [0.4, 0.38, 0.12, 0.10]
    return str(rng.choice(["horizontal", "vertical", "ell", "bar"], p=shares))


def outline(p: Proportions, style: Tails) -> tuple[Points, Points, Points]:
    """s, low and high of the left lamp's main field, from the flank inwards."""
    u = np.linspace(0.0, 1.0, 13)
    s, tall = style.outer + (style.inner - style.outer) * u, style.high - style.low
    low, high = style.low + 0.0 * u, style.high + 0.0 * u
    if style.kind == "horizontal":
        low = low + tall * (0.10 * u + 0.35 * np.clip(1.0 - u / 0.3, 0.0, 1.0))
        high = high - tall * 0.22 * u
    elif style.kind in ("ell", "bar"):
        high = high - tall * 0.2 * np.clip(1.0 - u / 0.35, 0.0, 1.0)
    elif style.kind == "vertical" and not p.bed:
        low = low + tall * 0.25 * np.clip(1.0 - u / 0.5, 0.0, 1.0)
    return s, low, high


def corners(p: Proportions, style: Tails) -> tuple[tuple[float, float], tuple[float, float]]:
    """(s, z) of the left lamp's lower outer and upper inner corner."""
    if style.kind == "round":
        radius = (style.high - style.low) / 2.0
        return (style.inner - 4.0 * radius, style.low + 0.3 * radius), (
            style.inner - 0.3 * radius,
            style.high - 0.3 * radius,
        )
    s, low, high = outline(p, style)
    foot = low[0] - (style.column if style.kind == "ell" else 0.0)
    return (float(s[0]), float(foot)), (float(s[-1]), float(high[-1]))


def tail_lamps(p: Proportions, on: Drape, style: Tails) -> Shape:
    """All fields of both sides, laid on the body."""
    if style.kind == "round":
        return both_sides(join(_rounds(on, style)))
    s, low, high = outline(p, style)
    ground = DARK if style.smoked else TAIL
    pieces = [patch(on, s, low, high, ground, 0.006, RIM, 3, 0.006)]
    pieces += _fields(on, style, s, low, high, upright=style.kind == "vertical")
    if style.column:
        pieces += _column(on, style, s, high, low)
    out = both_sides(join(pieces))
    if style.kind != "bar":
        return out
    across = np.linspace(style.inner, 2.0 * on.total - style.inner, 17)
    z = style.low + 0.62 * (style.high - style.low)
    strip = patch(on, across, z - 0.022, z + 0.022, TAIL, 0.006, RIM, 1)
    return join([out, strip])


def _fields(on: Drape, style: Tails, s: Points, low: Points, high: Points, upright: bool) -> list[Shape]:
    """Brake, indicator and reversing light within the lens: side by side, or one above the other."""
    tall = high - low
    if upright:
        inside = slice(3, 12)
        spans = ((0.52, 0.94, BRAKE), (0.32, 0.46, AMBER), (0.10, 0.24, REVERSE))
        return [
            patch(on, s[inside], (low + a * tall)[inside], (low + b * tall)[inside], skin, 0.0135, rows=1)
            for a, b, skin in spans
        ]
    cuts: tuple[Field, ...] = (
        (2, 8, 0.46, 0.90, BRAKE),
        (3, 8, 0.10, 0.26, AMBER),
        (9, 11, 0.14, 0.40, REVERSE),
        (9, 12, 0.54, 0.88, BRAKE),
    )
    if style.kind == "block":
        cuts = ((0, 4, 0.06, 0.94, AMBER), (5, 9, 0.08, 0.92, BRAKE), (9, 12, 0.1, 0.9, REVERSE))
    if style.kind == "bar":
        cuts = ((2, 12, 0.48, 0.80, BRAKE), (3, 7, 0.12, 0.32, AMBER), (9, 12, 0.12, 0.32, REVERSE))
    return [
        patch(on, s[a : b + 1], (low + lo * tall)[a : b + 1], (low + hi * tall)[a : b + 1], skin, 0.0135, rows=1)
        for a, b, lo, hi, skin in cuts
    ]


def _column(on: Drape, style: Tails, s: Points, high: Points, low: Points) -> list[Shape]:
    """A narrow field up beside the window, or down the corner."""
    part = slice(4, 10) if style.kind == "vertical" else slice(0, 6)
    ends = (
        (high[part] - 0.01, high[part] + style.column)
        if style.kind == "vertical"
        else (low[part] - style.column, low[part] + 0.01)
    )
    ground = DARK if style.smoked else TAIL
    out = [patch(on, s[part], ends[0], ends[1], ground, 0.006, RIM, 5, 0.004)]
    inner = s[part][1:-1]
    rise = ends[1][1:-1] - ends[0][1:-1]
    out.append(patch(on, inner, ends[0][1:-1] + 0.2 * rise, ends[0][1:-1] + 0.85 * rise, BRAKE, 0.011, rows=3))
    return out


def _rounds(on: Drape, style: Tails) -> list[Shape]:
    radius = (style.high - style.low) / 2.0
    z = style.high - radius
    t = np.linspace(-1.0, 1.0, 11)
    bend = np.sqrt(np.clip(1.0 - t**2, 0.0, None))
    out: list[Shape] = []
    for index in range(2):
        center = style.inner - (1.05 + 2.2 * index) * radius
        for size, skin, lift in ((1.0, TAIL, 0.006), (0.62, BRAKE if index else REVERSE, 0.014)):
            h = size * radius * bend
            out.append(
                patch(on, center + size * radius * t, z - h, z + h, skin, lift, RIM if size == 1.0 else None, 3, 0.006)
            )
        h = 0.25 * radius * bend
        amber = patch(on, center + 0.25 * radius * t, z - h, z + h, AMBER, 0.021, rows=1)
        out += [amber] if index else []
    return out
