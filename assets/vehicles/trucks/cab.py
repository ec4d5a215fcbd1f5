"""The shell of a cab: a round-cornered hull whose faces are paint, glass, lamps, grille, steps and gaps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.polygons import Inset, Points, Shape, Skin, join, recess, sunk
from assets.vehicles.trucks.dimensions import Cab
from assets.vehicles.trucks.hull import FRONT, Hull, Plan, hull, smooth_curve, spread

PAINT: Skin = ("paint", "body")
TRIM: Skin = ("plastic", "trim")
BUMPER: Skin = ("bumper", "body")
PANE: Skin = ("glass", "window")
GAP: Skin = ("gap", "body")
MESH: Skin = ("dark", "grille")
LENS: Skin = ("lens", "light")
STEP: Skin = ("dark", "trim")
SKINS = (PAINT, TRIM, BUMPER, PANE, GAP, MESH, LENS, STEP)
INSETS = {
    PANE: Inset(0.012, TRIM),
    TRIM: Inset(0.002, TRIM),
    GAP: Inset(0.014, GAP),
    MESH: Inset(0.035, TRIM),
    LENS: Inset(0.006, ("gap", "light")),
    STEP: Inset(0.13, STEP),
}
GLASS_LOW, GLASS_HIGH = 0.05, 0.92  # of the windscreen's height
PILLAR = FRONT - 3  # the first column of faces that is pillar, not windscreen


@dataclass(frozen=True)
class FrontStyle:
    """What the front shows; heights in metres, columns counted from the centre line.

    Attributes:
        lamp: columns, from and to; ``lamp_z``: heights.
        grille: columns from the centre line; ``grille_z``: heights; ``slats`` across it.
        intake: columns of the bumper's opening, 0 for none; ``fog``: a small lamp beside it.
        bumper: how much of it is painted: ``all``, ``none`` or the ``upper`` half.
        panel: black from the grille to the lamps beside it.
        band: black from the windscreen's foot to the grille.
        steps: between bumper and wheel.
        door_low: height of the door's lower edge.
    """

    lamp: tuple[int, int]
    lamp_z: tuple[float, float]
    grille: int
    grille_z: tuple[float, float]
    slats: int
    intake: int
    fog: bool
    bumper: str
    band: bool
    steps: int
    door_low: float
    panel: bool = False


def front_style(rng: np.random.Generator, cab: Cab) -> FrontStyle:
    """Sample what its front looks like."""
    foot, light = cab.belt - cab.belt_drop, cab.kind == "light"
    low_lamps = bool(rng.uniform() < (0.3 if light else 0.55))
    tall = float(rng.uniform(0.19, 0.30)) * (0.75 if light else 1.0)
    top = cab.bumper - 0.03 if low_lamps else cab.bumper + 0.03 + tall
    reach = int(rng.integers(8, 10))
    big = not light and bool(rng.uniform() < 0.7)
    grille_low = cab.bumper + float(rng.uniform(0.02, 0.06))
    grille_high = (
        foot - float(rng.uniform(0.10, 0.30)) if big else min(grille_low + float(rng.uniform(0.14, 0.30)), foot - 0.12)
    )
    return FrontStyle(
        lamp=(reach, FRONT - 1),
        lamp_z=(top - tall, top),
        grille=min(int(rng.integers(7, 10)), reach - (0 if low_lamps else 1)),
        grille_z=(grille_low, grille_high),
        slats=int(rng.integers(3, 7)) if big else int(rng.integers(1, 4)),
        intake=int(rng.integers(4, reach - 2)) if rng.uniform() < 0.85 else 0,
        fog=bool(rng.uniform() < 0.8),
        bumper=str(rng.choice(["all", "none", "upper"], p=[0.12, 0.48, 0.40])),
        band=bool(rng.uniform() < (0.55 if big else 0.15)),
        steps=0 if light else 2 if cab.kind in ("heavy", "sleeper") else 1,
        door_low=cab.floor + (0.14 if light else 0.52 if cab.kind in ("heavy", "sleeper") else 0.30),
        panel=bool(rng.uniform() < 0.6),
    )


def cab_hull(cab: Cab, style: FrontStyle) -> Hull:
    """The half cab. A conventional's starts behind its bonnet: moved back by ``nose`` already."""
    behind = cab.nose
    foot = cab.belt - cab.belt_drop
    low = cab.rear_floor if behind else cab.floor
    shares = _low_rows(cab, style, low, foot)
    upper = np.array([GLASS_LOW, 0.28, 0.5, 0.72, GLASS_HIGH, 1.0])
    bevel = 0.10 if cab.kind == "light" else 0.14
    header = np.linspace(cab.screen, cab.roof - bevel, 6 if cab.high else 3)[1:]

    def levels(x: Points) -> Points:
        d = -x
        sill = np.full(d.shape, low) if behind else _sill(cab, d)
        rise = np.clip((d - cab.corner) / 0.8, 0.0, 1.0)
        belt = foot + cab.belt_drop * rise * rise * (3.0 - 2.0 * rise)
        below = sill[:, None] + (belt - sill)[:, None] * shares
        glass = belt[:, None] + (cab.screen - belt)[:, None] * upper
        return np.concatenate([below[:, :1], below, glass, np.broadcast_to(header, (len(d), len(header)))], axis=1)

    lean = (cab.ledge + cab.panel_lean, cab.ledge + cab.panel_lean + cab.screen_lean)
    knots = [(cab.floor, -0.05), (cab.floor + 0.10, 0.0), (cab.bumper, 0.0), (cab.bumper + 0.02, -cab.ledge)]
    knots += [(foot, -lean[0]), (cab.screen, -lean[1]), (cab.roof, -lean[1] - cab.roof_lean)]
    half = cab.width / 2.0
    narrow, roof = (0.07 if cab.kind in ("light", "van") else 0.045), 0.11 if cab.high else 0.02

    def width(x: Points, z: Points) -> Points:
        inward = narrow * np.clip((z - foot) / (cab.screen - foot), 0.0, 1.0) ** 1.5
        return half - inward - roof * np.clip((z - cab.screen) / (cab.roof - cab.screen), 0.0, 1.0) ** 1.5 + 0.0 * x

    plan = Plan(
        front=smooth_curve(knots, 0.04),
        half=width,
        corner=cab.corner,
        power=cab.power,
        flank=-_flank(cab),
        rear=-cab.length,
        rear_radius=0.06,
        levels=levels,
        bevel=bevel,
        crown=0.03,
    )
    made = hull(plan)
    return Hull(made.points - [behind, 0.0, 0.0], made.x - behind, made.walls)


def cab_shell(cab: Cab, body: Hull, style: FrontStyle) -> Shape:
    """Both halves with glass, gaps, lamps and grille sunk into them."""
    skin = body.faces(SKINS.index(PAINT))
    x = body.middle_x()
    if not cab.nose:
        _face(cab, body, style, skin)
    _doors(cab, body, style, skin, x)
    _windows(cab, body, skin, x)
    flat = body.shape(skin, SKINS)
    found = {key: inset for key, inset in INSETS.items() if (skin == SKINS.index(key)).any()}
    pieces = [recess(flat, found)]
    if (skin == SKINS.index(LENS)).any():
        pieces.append(sunk(flat, LENS, Inset(0.06, ("dark", "light")), ("bowl", "light")))
    return join(pieces)


def glass_rows(cab: Cab, body: Hull) -> tuple[int, int]:
    """First row of faces that is glass, and the first above it."""
    rows = body.walls - (5 if cab.high else 2)
    return rows - 6, rows - 2


def _low_rows(cab: Cab, style: FrontStyle, low: float, foot: float) -> Points:
    """Shares of the height between sill and belt."""
    span = foot - low
    keys = [cab.bumper - 0.006, cab.bumper + 0.006, *style.lamp_z, *style.grille_z, foot - 0.07]
    keys += [style.door_low - 0.008, style.door_low + 0.008, (cab.floor + cab.bumper) / 2.0]
    if cab.nose:
        keys = [low + 0.04, low + 0.056]
    return spread((np.array(keys) - low) / span, 0.0, 1.0, 0.09, 0.035)


def _sill(cab: Cab, d: Points) -> Points:
    """Height of the lower edge: the bumper's, the arch over the wheel, the underside behind it."""
    circle = cab.tyre + np.sqrt(np.maximum(cab.arch**2 - (d - cab.axle) ** 2, 0.0))
    circle[np.abs(d - cab.axle) >= cab.arch] = 0.0
    return np.where(d < cab.axle, np.maximum(circle, cab.floor), np.maximum(circle, cab.rear_floor))


def _flank(cab: Cab) -> Points:
    """d, from the bumper or the bonnet's end, where the flank is sampled."""
    start, end = cab.door[0] - cab.nose, cab.door[1] - cab.nose
    keys = [start - 0.006, start + 0.006, end - 0.006, end + 0.006, start + 0.075, end - 0.06]
    if not cab.nose:
        keys += (cab.axle - np.cos(np.linspace(0.1, np.pi - 0.1, 14)) * cab.arch).tolist()
        keys += [cab.axle - cab.arch - 0.04]
    if cab.length - end > 0.5:
        keys += [end + 0.14, min(end + 0.5, cab.length - 0.12)]
    clean: list[float] = []
    for key in keys:  # the first ones are edges of the door: they stay where they are
        if all(abs(key - other) > 0.009 for other in clean):
            clean.append(key)
    return spread(clean, cab.corner, cab.length - 0.06, 0.12, 0.04)


def _face(cab: Cab, body: Hull, style: FrontStyle, skin: NDArray[np.int64]) -> None:
    front = FRONT - 1
    bumper = body.row(cab.bumper)
    middle = body.row((cab.floor + cab.bumper) / 2.0)
    wheel = body.station(-(cab.axle - cab.arch))
    plain = {"all": 1, "none": bumper, "upper": middle}[style.bumper]
    skin[:wheel, :plain] = SKINS.index(BUMPER)
    skin[:front, bumper - 1 : bumper] = SKINS.index(GAP)
    if style.intake:
        opening = max(min(middle + 1, bumper - 2), 3)
        skin[: style.intake, 2:opening] = SKINS.index(MESH)
        if style.fog and style.intake + 3 <= style.lamp[0]:
            skin[style.intake + 1 : style.intake + 2, 2:opening] = SKINS.index(LENS)
    low, high = (body.row(z) for z in style.grille_z)
    foot = glass_rows(cab, body)[0] - 1
    if style.band:
        skin[: FRONT - 1, high:foot] = SKINS.index(TRIM)
    skin[: style.grille, low:high] = SKINS.index(MESH)
    lamp_low, lamp_high = (body.row(z) for z in style.lamp_z)
    if style.panel:
        skin[style.grille if lamp_low >= bumper else style.lamp[0] - 1 : front, lamp_low:lamp_high] = SKINS.index(TRIM)
    skin[style.lamp[0] : style.lamp[1], lamp_low:lamp_high] = SKINS.index(LENS)
    rear = body.station(-cab.length)
    if style.bumper != "all":
        skin[wheel:rear, :2] = SKINS.index(BUMPER)
    if style.steps:
        first, last = body.station(-cab.corner - 0.05), body.station(-(cab.axle - cab.arch - 0.04))
        skin[first:last, 2 : body.row(style.door_low - 0.008)] = SKINS.index(STEP)


def _doors(cab: Cab, body: Hull, style: FrontStyle, skin: NDArray[np.int64], x: Points) -> None:
    """Gaps around the doors, from their lower edge to the top of their windows."""
    low = 2 if cab.nose else body.row(style.door_low - 0.008)
    high = glass_rows(cab, body)[1] + 1
    for d in cab.door:
        skin[np.abs(x + d) < 0.0065, low:high] = SKINS.index(GAP)
    skin[(x < -cab.door[0]) & (x > -cab.door[1]), low] = SKINS.index(GAP)


def _windows(cab: Cab, body: Hull, skin: NDArray[np.int64], x: Points) -> None:
    low, high = glass_rows(cab, body)
    skin[: PILLAR - 1, low - 1 : low] = SKINS.index(TRIM)
    skin[: PILLAR - 1, low:high] = SKINS.index(PANE)
    start, end = cab.door
    skin[(x < -start - 0.03) & (x > -end + 0.03), low:high] = SKINS.index(TRIM)
    skin[(x < -start - 0.07) & (x > -end + 0.058), low:high] = SKINS.index(PANE)
    if cab.rear - end > 0.75 and cab.kind != "sleeper":
        skin[(x < -end - 0.135) & (x > -min(end + 0.5, cab.rear - 0.12)), low + 1 : high] = SKINS.index(PANE)
