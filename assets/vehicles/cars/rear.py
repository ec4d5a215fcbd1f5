"""The back of a car: tailgate or boot lid, bumper, exhausts, spoiler, wiper."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Shape, Skin, grid, join, pillow, tube
from assets.vehicles.cars.body import GLASS, GLASS_TOP, WINDOW, BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.drape import Drape, line, patch, spread
from assets.vehicles.cars.tails import Tails, tail_lamps, tails

BLACK: Skin = ("plastic", "trim")
CHROME: Skin = ("chrome", "trim")
GAP: Skin = ("gap", "body")


@dataclass(frozen=True)
class RearStyle:
    """Attributes:
    tails: the lamps.
    plate_z: middle of the number plate, metres; ``in_bumper``: it is in the bumper.
    ledge: height of the bumper's upper edge.
    exhausts: 0 none or hidden, 1 on one side, 2 on both; ``tip``: half width and height of an opening.
    spoiler: metres that one stands out, 0 for none.
    wiper, reflectors, garnish, diffuser: what else there is.
    bumper: skin of a bumper that stands out, None for one that does not.
    """

    tails: Tails
    plate_z: float
    in_bumper: bool
    ledge: float
    exhausts: int
    tip: tuple[float, float]
    spoiler: float
    wiper: bool
    reflectors: bool
    garnish: bool
    diffuser: bool
    bumper: Skin | None


def rear_style(
    rng: np.random.Generator, p: Proportions, on: Drape, body: BodyGrid, electric: bool, bar: Skin, plate_high: float
) -> RearStyle:
    lamps = tails(rng, p, on, body)
    ledge, pick = p.clearance + p.bumper, rng.uniform(size=8)
    in_bumper = bool(pick[0] < (0.5 if p.bed else 0.12 if p.tailgate else 0.35))
    high = body.side[-1, GLASS, 2] - 0.06 if p.tailgate else p.tail_z - 0.05
    lid = (ledge + high) / 2.0 + float(rng.uniform(-0.05, 0.03))
    z = (
        ledge - 0.05 - plate_high / 2.0
        if in_bumper
        else min(max(lid, ledge + 0.02 + plate_high / 2.0), high - plate_high / 2.0)
    )
    spoiler = float(rng.uniform(0.06, 0.16)) if p.tailgate else float(rng.uniform(0.02, 0.05))
    return RearStyle(
        tails=lamps,
        plate_z=max(z, p.clearance + 0.16 + plate_high / 2.0),
        in_bumper=in_bumper,
        ledge=ledge,
        exhausts=0 if electric else int(rng.choice(3, p=[0.4, 0.35, 0.25])),
        tip=(float(rng.uniform(0.032, 0.06)), float(rng.uniform(0.028, 0.036))),
        spoiler=spoiler
        if pick[1] < (0.0 if p.bed or p.open_top else 0.15 if p.old else 0.65 if p.tailgate else 0.22)
        else 0.0,
        wiper=bool(p.tailgate and pick[2] < 0.85),
        reflectors=bool(not p.old and pick[3] < 0.75),
        garnish=bool(pick[4] < 0.4),
        diffuser=bool(not p.old and pick[5] < 0.5),
        bumper=bar if p.old or (p.bed and pick[6] < 0.8) else None,
    )


def rear(rng: np.random.Generator, p: Proportions, body: BodyGrid, on: Drape, style: RearStyle) -> Shape:
    """All of it, laid on the body."""
    pieces = [
        tail_lamps(p, on, style.tails),
        *_gaps(p, body, on, style),
        *_bumper(p, on, style),
        _badges(rng, p, on, style),
    ]
    if style.spoiler:
        pieces.append(_spoiler(p, on, style.spoiler))
    pieces.append(_third_brake(p, body, on))
    if style.wiper:
        pieces.append(_wiper(rng, body, on))
    if style.exhausts:
        pieces += _exhausts(p, style)
    return join(pieces)


def _gaps(p: Proportions, body: BodyGrid, on: Drape, style: RearStyle) -> list[Shape]:
    """The cut of tailgate or lid, and the bumper's upper edge."""
    half, ledge = p.width / 2.0, style.ledge + 0.01
    start = on.flank_s(p.front_overhang + p.wheelbase + p.arch + 0.04, ledge)
    pieces: list[Shape] = []
    if not p.bed:
        pieces.append(line(on, spread([(start, ledge), (2.0 * on.total - start, ledge)], 0.07), 0.008, GAP))
    foot = ledge - (0.12 if p.tailgate and style.tails.kind == "block" else 0.0)
    share = 0.80 if p.tailgate else 0.88 if p.bed else 0.70
    if p.tailgate:
        x, z = body.side[-1 - WINDOW, GLASS_TOP, 1] + 0.03, float(body.side[-1, GLASS_TOP, 2])
        belt = float(body.side[-1, GLASS, 2])
        keys = [(on.y_s(share * half, foot, True), foot), (on.y_s(share * half, belt, True), belt)]
        keys.append((on.y_s(float(x), z, True), z))
    else:
        top = float(on.top(on.total)) - 0.01
        place = on.y_s(share * half, foot, True)
        keys = [(place, foot), (place, min(top, float(on.top(place)) - 0.005))]
    pieces.append(line(on, spread(keys, 0.05), 0.008, GAP).pair())
    return pieces


def _bumper(p: Proportions, on: Drape, style: RearStyle) -> list[Shape]:
    half, pieces, low = p.width / 2.0, list[Shape](), p.clearance + 0.10
    total = on.total
    if style.bumper:
        z = style.ledge - 0.09
        start = on.flank_s(p.front_overhang + p.wheelbase + p.arch + 0.05, z)
        s = np.linspace(start, 2.0 * total - start, 41)
        pieces.append(patch(on, s, z - 0.07, z + 0.07, style.bumper, 0.055, style.bumper, 3, 0.014))
        pieces.append(patch(on, s[4:-4], z - 0.018, z + 0.018, BLACK, 0.071, BLACK, 1))
    if style.diffuser:
        wide = on.y_s(0.55 * half, low, True)
        s = np.linspace(wide, 2.0 * total - wide, 13)
        u = np.abs(np.linspace(-1.0, 1.0, 13))
        pieces.append(patch(on, s, low - 0.04, low + 0.10 - 0.08 * np.clip((u - 0.8) / 0.2, 0, 1), BLACK, 0.004))
    if style.reflectors:
        z = p.clearance + 0.19
        s = np.linspace(on.y_s(0.88 * half, z, True), on.y_s(0.68 * half, z, True), 5)
        pieces.append(patch(on, s, z - 0.016, z + 0.016, ("reflex_red", "light"), 0.004, BLACK, 1).pair())
    if not style.in_bumper and not p.bed:
        z, s = style.plate_z, np.linspace(total - 0.31, total + 0.31, 9)
        pieces.append(
            line(on, [(s[0], z - 0.085), (s[0], z + 0.085), (s[-1], z + 0.085), (s[-1], z - 0.085)], 0.006, GAP)
        )
        skin = CHROME if style.garnish else ("paint", "body")
        pieces.append(patch(on, s, z + 0.075, z + 0.10, skin, 0.02, skin, 1))
    return pieces


def _badges(rng: np.random.Generator, p: Proportions, on: Drape, style: RearStyle) -> Shape:
    """An emblem, and a name in chrome letters that nobody can read."""
    lamps = style.tails
    z = (
        float(np.clip(lamps.high - 0.03, style.plate_z + 0.13, None))
        if not style.in_bumper
        else (lamps.low + lamps.high) / 2.0
    )
    z = min(z, float(on.top(on.total)) - 0.05)
    point, _ = on.at(on.total, z)
    pieces = [pillow((0.014, 0.085, 0.068), CHROME, 2.2, 10).moved(point - [0.004, 0.0, 0.0])]
    start = 2.0 * on.total - lamps.inner - 0.05 if rng.uniform() < 0.5 else lamps.inner + 0.05
    step = 0.021 if start < on.total else -0.021
    z = max(lamps.low - 0.045, style.ledge + 0.05)
    for index in range(int(rng.integers(3, 7))):
        s = start + step * index + np.array([0.0, 0.013]) * np.sign(step)
        pieces.append(patch(on, np.sort(s), z, z + 0.02, CHROME, 0.004, CHROME, 1))
    return join(pieces)


def _spoiler(p: Proportions, on: Drape, reach: float) -> Shape:
    """A lip behind the roof or on the lid."""
    y = 0.80 * (p.roof_y - 0.03) if p.tailgate else 0.74 * p.width / 2.0
    z = float(on.top(on.total)) - 0.012
    start = on.y_s(y, z - 0.03, True)
    s = np.linspace(start, 2.0 * on.total - start, 15)
    path, _ = on.at(s, on.top(s) - 0.006)
    u = np.abs(np.linspace(-1.0, 1.0, 15))[:, None, None]
    lip = 0.004 if p.tailgate else 0.028
    section = np.array(
        [(-reach, lip - 0.012), (-reach + 0.012, lip), (0.05, 0.006), (0.0, -0.045), (-reach, lip - 0.03)]
    )
    flat = np.concatenate([section[:, :1] * (1.0 - 0.25 * u[0] ** 4), 0.0 * section[:, :1], section[:, 1:]], axis=1)
    points = path[:, None] + flat[None] * (1.0 - 0.2 * u**6)
    ends = [
        points[:1].mean(axis=1, keepdims=True).repeat(5, 1),
        points,
        points[-1:].mean(axis=1, keepdims=True).repeat(5, 1),
    ]
    return grid(np.concatenate(ends), ("paint", "body"), closed=True)


def _third_brake(p: Proportions, body: BodyGrid, on: Drape) -> Shape:
    z = float(body.side[-1, GLASS_TOP, 2]) + 0.012 if p.tailgate else float(on.top(on.total)) - 0.03
    s = on.total + np.linspace(-0.14, 0.14, 5)
    return patch(on, s, z - 0.009, z + 0.009, ("brake", "light"), 0.006, BLACK, 1)


def _wiper(rng: np.random.Generator, body: BodyGrid, on: Drape) -> Shape:
    z, total = float(body.side[-1, GLASS, 2]), on.total
    side = float(rng.choice([-1.0, 1.0]))
    path = spread([(total, z - 0.005), (total + side * 0.10, z + 0.045), (total + side * 0.36, z + 0.055)], 0.06)
    path = path if path[0, 0] < path[-1, 0] else path[::-1]
    point, normal = on.at(path[:, 0], path[:, 1])
    pivot, _ = on.at(total, z - 0.005)
    return join(
        [tube(point + 0.014 * normal, (0.008, 0.008), BLACK, 4), pillow((0.05, 0.05, 0.05), BLACK, 4.0, 6).moved(pivot)]
    )


def _exhausts(p: Proportions, style: RearStyle) -> list[Shape]:
    wide, high = style.tip
    z, x = p.clearance + 0.075, 0.045 - p.length / 2.0
    out: list[Shape] = []
    for y in (0.62 * p.width / 2.0, -0.62 * p.width / 2.0)[: style.exhausts]:
        path = np.array([[x + 0.2, y, z], [x, y, z]])
        out.append(tube(path, (wide, high), CHROME, 12))
        out.append(
            tube(np.array([[x + 0.02, y, z], [x - 0.002, y, z]]), (wide - 0.008, high - 0.008), ("dark", "trim"), 12)
        )
    return out
