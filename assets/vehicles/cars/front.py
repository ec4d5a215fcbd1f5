"""The face of a car: grille, head lamps, bumper, intakes, fog lamps, badge."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Points, Shape, Skin, join, pillow
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.drape import Drape, both_sides, line, patch, spread
from assets.vehicles.cars.lamps import Lamp, head_lamps, lamp_pod, lamp_shape

DARK: Skin = ("dark", "grille")
BLACK: Skin = ("plastic", "trim")
GAP: Skin = ("gap", "body")
SUNK = 0.004  # metres that dark openings, which only look sunk, lie above the body
GRILLES = ("wide", "hexagon", "split", "twin", "closed", "upright", "band")
LAMPS = ("slim", "tall", "split", "rect", "round")


@dataclass(frozen=True)
class FrontStyle:
    """Attributes:
    grille, lamp: of ``GRILLES`` and ``LAMPS``.
    grille_half, grille_low, grille_high: its half width and its heights on the centre line, metres.
    slats, upright_slats: how many bars, and which way they run; ``slat``, ``frame``: their skins, None for no frame.
    intake_half, intake_low, intake_high: the opening in the bumper; ``pockets``: openings beside it.
    fog_lamps, indicator_below: lamps in the bumper.
    bumper: skin of a bumper that stands out, None for one that does not.
    plate_z: middle of the number plate.
    lamps: outlines of the left head lamp's pieces.
    """

    grille: str
    lamp: str
    grille_half: float
    grille_low: float
    grille_high: float
    slats: int
    upright_slats: bool
    slat: Skin
    frame: Skin | None
    intake_half: float
    intake_low: float
    intake_high: float
    pockets: bool
    fog_lamps: bool
    indicator_below: bool
    bumper: Skin | None
    plate_z: float
    lamps: tuple[Lamp, ...]


def front_style(rng: np.random.Generator, p: Proportions, on: Drape, electric: bool, bar: Skin) -> FrontStyle:
    """One that fits the car's age and height; ``bar`` is the skin of a bumper that stands out, if there is one."""
    lamp = _lamp_kind(rng, p)
    grille = _grille_kind(rng, p, electric)
    top, foot = float(on.top(0.0)) - 0.03, p.clearance + 0.07
    tall, half = top - foot, p.width / 2.0
    lamps = head_lamps(rng, p, on, lamp)
    inner, between = lamps[0].s[0] - 0.02, rng.uniform
    center = float((lamps[0].low[0] + lamps[0].high[0]) / 2.0)
    size, high = 0.5 * between(0.10, 0.15), min(top, center + 0.09)
    width, low, slats = inner * between(0.8, 1.0), center - size, int(rng.integers(2, 5))
    if grille == "hexagon":
        width, low, slats = half * between(0.38, 0.55), foot + tall * between(0.12, 0.3), int(rng.integers(4, 9))
    elif grille == "upright":
        width, low, slats = half * between(0.4, 0.58), foot + tall * between(0.34, 0.46), int(rng.integers(3, 8))
    elif grille == "twin":
        width, low = half * between(0.22, 0.36), foot + tall * between(0.42, 0.56)
    elif grille == "split":
        low, slats = high - 0.055, 1
    elif grille == "band":
        width, low, high = inner, float(lamps[0].low[0]) + 0.005, float(lamps[0].high[0]) - 0.004
    low = min(low, high - 0.05)
    old_bar = p.old or (p.bed and bool(rng.uniform() < 0.4))
    chrome = bool(rng.uniform() < (1.0 if p.classic else 0.6 if p.old else 0.45))
    intake_high = min(foot + tall * between(0.22, 0.42), low - 0.05)
    return FrontStyle(
        grille=grille,
        lamp=lamp,
        grille_half=width,
        grille_low=low,
        grille_high=high,
        slats=slats,
        upright_slats=bool(grille in ("upright", "twin") and rng.uniform() < 0.7),
        slat=("chrome" if chrome else "plastic", "grille"),
        frame=("chrome" if chrome else "plastic", "grille") if rng.uniform() < 0.75 else None,
        intake_half=half * between(0.42, 0.8),
        intake_low=foot - 0.01,
        intake_high=intake_high,
        pockets=bool(not p.old and rng.uniform() < 0.7),
        fog_lamps=bool(rng.uniform() < 0.5),
        indicator_below=bool(p.old and rng.uniform() < 0.5),
        bumper=bar if old_bar else None,
        plate_z=_plate_z(p, grille, low, intake_high, old_bar),
        lamps=lamps,
    )


def _lamp_kind(rng: np.random.Generator, p: Proportions) -> str:
    if p.classic:
        return "round"
    if p.old:
        return str(rng.choice(["rect", "round"], p=[0.75, 0.25]))
    shares = [0.42, 0.36, 0.10, 0.07, 0.05] if p.box < 0.2 else [0.1, 0.55, 0.0, 0.25, 0.10]
    return str(rng.choice(LAMPS, p=shares))


def _grille_kind(rng: np.random.Generator, p: Proportions, electric: bool) -> str:
    if electric:
        return "closed"
    if p.classic:
        return str(rng.choice(["upright", "wide", "band", "twin"], p=[0.45, 0.3, 0.15, 0.1]))
    if p.old:
        return str(rng.choice(["band", "wide", "upright", "twin"], p=[0.5, 0.25, 0.2, 0.05]))
    if p.height > 1.55:
        return str(rng.choice(["wide", "hexagon", "split", "twin", "upright"], p=[0.2, 0.33, 0.12, 0.07, 0.28]))
    return str(rng.choice(["wide", "hexagon", "split", "twin", "upright"], p=[0.34, 0.33, 0.18, 0.08, 0.07]))


def _plate_z(p: Proportions, grille: str, low: float, intake_high: float, bar: bool) -> float:
    if bar:
        return p.clearance + 0.24
    if grille == "hexagon":
        return low + 0.07
    return max((intake_high + low) / 2.0 if low - intake_high > 0.1 else intake_high - 0.03, p.clearance + 0.16)


def front(rng: np.random.Generator, p: Proportions, on: Drape, style: FrontStyle) -> Shape:
    """All of it, laid on the body."""
    lamps = [lamp_pod(on, item) if p.wings else lamp_shape(on, item, style.lamp) for item in style.lamps]
    pieces = [both_sides(join(lamps)), *_grille(on, style), *_intake(p, on, style)]
    pieces += [_badge(on, style)]
    if style.bumper:
        pieces.append(_bar(p, on, style.bumper))
    if style.indicator_below:
        z = p.clearance + 0.26
        s = np.linspace(on.y_s(0.66 * p.width / 2, z), on.y_s(0.84 * p.width / 2, z), 4)
        lift = 0.062 if style.bumper else 0.003
        pieces.append(both_sides(patch(on, s, z - 0.03, z + 0.03, ("indicator_left", "light"), lift, BLACK, 1)))
    if not p.old:
        z = (style.intake_high + style.lamps[0].low[0]) / 2.0
        start = on.y_s(0.5 * p.width / 2.0, z)
        seam = spread(
            [(start, style.lamps[0].low[0] - 0.02), (on.flank_s(p.front_overhang - p.arch - 0.03, z), z)], 0.06
        )
        if rng.uniform() < 0.5:
            pieces.append(both_sides(line(on, seam, 0.007, GAP)))
    return join(pieces)


def outline(style: FrontStyle, n: int = 15) -> tuple[Points, Points, Points]:
    """s, low and high of the grille's outline."""
    s = style.grille_half * np.sin(np.linspace(-np.pi / 2.0, np.pi / 2.0, n))
    u = np.abs(s) / style.grille_half
    tall = style.grille_high - style.grille_low
    low, high = style.grille_low + 0.0 * u, style.grille_high + 0.0 * u
    if style.grille == "hexagon":
        low, high = (
            low + tall * 0.55 * np.clip((u - 0.62) / 0.38, 0.0, 1.0),
            high - 0.30 * tall * np.clip((u - 0.75) / 0.25, 0, 1),
        )
    elif style.grille == "upright":
        low = low + tall * 0.35 * np.clip((u - 0.8) / 0.2, 0.0, 1.0)
        high = high - 0.08 * tall * u**2
    elif style.grille == "wide":
        low, high = low + 0.35 * tall * u**4, high - 0.12 * tall * u**3
    return s, low, high


def _grille(on: Drape, style: FrontStyle) -> list[Shape]:
    if style.grille == "closed":
        s = np.linspace(-style.grille_half, style.grille_half, 12)
        return [line(on, np.stack([s, np.full(12, style.grille_high)], axis=1), 0.006, ("gap", "grille"))]
    if style.grille == "twin":
        half, tall = style.grille_half, style.grille_high - style.grille_low
        s = np.linspace(0.025, half, 7)
        u = (s - 0.025) / (half - 0.025)
        bend = tall * 0.22 * (np.abs(2.0 * u - 1.0) ** 3.0)
        return [_opening(on, style, s, style.grille_low + bend, style.grille_high - bend).pair()]
    s, low, high = outline(style)
    return [_opening(on, style, s, low, high)]


def _opening(on: Drape, style: FrontStyle, s: Points, low: Points, high: Points) -> Shape:
    pieces = [patch(on, s, low, high, DARK, SUNK, rows=3)]
    for share in (np.arange(style.slats) + 0.5) / style.slats:
        if style.upright_slats:
            at = s[0] + (s[-1] - s[0]) * share
            ends = np.interp(at, s, low), np.interp(at, s, high)
            pieces.append(line(on, spread([(at, ends[0]), (at, ends[1])]), 0.014, style.slat, SUNK + 0.005))
        else:
            z = low + (high - low) * share
            pieces.append(patch(on, s, z - 0.006, z + 0.006, style.slat, SUNK + 0.006, rows=1))
    if style.frame:
        loop = np.concatenate([np.stack([s, low], axis=1), np.stack([s, high], axis=1)[::-1]])
        pieces.append(line(on, loop, 0.016, style.frame, SUNK + 0.007, closed=True))
    return join(pieces)


def _intake(p: Proportions, on: Drape, style: FrontStyle) -> list[Shape]:
    half, low, high = style.intake_half, style.intake_low, style.intake_high
    pieces: list[Shape] = []
    if high - low > 0.05 and not (p.old and style.bumper):
        s = half * np.sin(np.linspace(-np.pi / 2.0, np.pi / 2.0, 13))
        u = np.abs(s) / half
        pieces.append(
            patch(on, s, low + 0.02 * u**2, high - (high - low) * 0.6 * np.clip((u - 0.7) / 0.3, 0, 1), DARK, SUNK)
        )
        middle = 0.5 * (low + high)
        pieces.append(patch(on, s[1:-1], middle - 0.008, middle + 0.008, BLACK, SUNK + 0.005, BLACK, 1))
    z = max(0.5 * (low + high) + 0.03, p.clearance + 0.14)
    start, end = on.y_s(max(0.70 * p.width / 2.0, half + 0.03), z), on.y_s(0.93 * p.width / 2.0, z)
    if end - start < 0.08:
        start = end - 0.12
    s = np.linspace(start, end, 5)
    if style.pockets:
        u = np.linspace(0.0, 1.0, 5)
        pieces.append(patch(on, s, z - 0.06 + 0.01 * u, z + 0.02 + 0.06 * u, DARK, SUNK).pair())
    if style.fog_lamps:
        at = np.linspace(-1.0, 1.0, 7) * 0.038
        round_ = np.sqrt(np.clip(0.038**2 - at**2, 0.0, None))
        where = (s[1] + s[2]) / 2.0 + at
        bulb = patch(on, where, z - 0.005 - round_, z - 0.005 + round_, ("fog", "light"), 0.008, BLACK, 2, 0.006)
        pieces.append(both_sides(bulb))
    return pieces


def _bar(p: Proportions, on: Drape, skin: Skin) -> Shape:
    """A bumper that stands out before the body."""
    z, reach = p.clearance + 0.24, on.flank_s(p.front_overhang - p.arch - 0.05, p.clearance + 0.3)
    s = np.linspace(-reach, reach, 41)
    bar = patch(on, s, z - 0.065, z + 0.065, skin, 0.05, skin, 3, 0.014)
    strip = patch(on, s, z - 0.018, z + 0.018, BLACK, 0.066, BLACK, 1)
    return join([bar, strip])


def _badge(on: Drape, style: FrontStyle) -> Shape:
    z = style.grille_high - 0.045 if style.grille not in ("twin", "closed", "split") else style.grille_high + 0.012
    point, normal = on.at(0.0, min(z, float(on.top(0.0)) - 0.02))
    lean = np.arcsin(np.clip(normal[2], -1.0, 1.0))
    turn = np.array([[np.cos(lean), 0.0, -np.sin(lean)], [0.0, 1.0, 0.0], [np.sin(lean), 0.0, np.cos(lean)]])
    size = (0.016, 0.085, 0.07) if style.grille != "twin" else (0.016, 0.06, 0.06)
    return pillow(size, ("chrome", "trim"), 2.2, 10).moved(point + 0.006 * normal, turn)
