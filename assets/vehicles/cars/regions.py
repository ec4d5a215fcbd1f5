"""Which faces of the body are paint, glass, lamp, grille, gap or trim, and how deep they lie."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.polygons import Inset, Shape, Skin, join, recess, sunk
from assets.vehicles.cars.body import BELT, CORNER, EDGE, GLASS, GLASS_TOP, LID_GAP, SPLIT, BodyGrid, body_shell
from assets.vehicles.cars.dimensions import Proportions

PAINT: Skin = ("paint", "body")
PANE: Skin = ("glass", "window")
LENS: Skin = ("lens", "light")
TAIL: Skin = ("tail", "light")
MESH: Skin = ("dark", "grille")
TRIM: Skin = ("plastic", "trim")
GAP: Skin = ("gap", "body")
BED: Skin = ("plastic", "body")
SKINS = (PAINT, PANE, LENS, TAIL, MESH, TRIM, GAP, BED)

INSETS = {
    PANE: Inset(0.006, ("plastic", "trim")),
    LENS: Inset(0.002, ("gap", "light")),
    TAIL: Inset(0.002, ("gap", "light")),
    MESH: Inset(0.035, ("plastic", "grille")),
    GAP: Inset(0.012, GAP),
    BED: Inset(0.46, BED, (0.0, 0.0, -1.0)),
}


@dataclass(frozen=True)
class FrontStyle:
    """The face of a car, in stations from the centre line and rows of the side's grid.

    Attributes:
        grille_half, grille_low, grille_high: the upper grille.
        intake_half, intake_high: the opening in the bumper.
        lamp_start, lamp_low, lamp_high: the head lamps; ``lamp_reach``: metres that they reach along the flank.
        skirt: unpainted rows at the bumper's foot.
        fog_lamps, split: lamps in the bumper, and a gap above it.
    """

    grille_half: int
    grille_low: int
    grille_high: int
    intake_half: int
    intake_high: int
    lamp_start: int
    lamp_low: int
    lamp_high: int
    lamp_reach: float
    skirt: int
    fog_lamps: bool
    split: bool


def front_style(rng: np.random.Generator, p: Proportions) -> FrontStyle:
    lamp_start, low = int(rng.integers(3, 5)), int(rng.integers(7, 9))
    return FrontStyle(
        grille_half=int(rng.integers(2, lamp_start + 1)),
        grille_low=low,
        grille_high=int(rng.integers(10, 12)),
        intake_half=int(rng.integers(3, 6)),
        intake_high=int(rng.integers(4, 7)),
        lamp_start=lamp_start,
        lamp_low=int(rng.integers(8, 10)),
        lamp_high=12,
        lamp_reach=float(rng.uniform(0.0, 0.10)),
        skirt=3 if p.cladding else int(rng.integers(1, 4)),
        fog_lamps=bool(rng.uniform() < 0.5),
        split=bool(rng.uniform() < 0.4),
    )


@dataclass(frozen=True)
class RearStyle:
    """The back of a car, in stations from the rear corner and rows of the side's grid.

    Attributes:
        lamp_width, lamp_low, lamp_high: the tail lamps; ``lamp_reach``: metres that they reach along the flank.
        column_high: where a narrow part of them ends that climbs beside the rear window.
        skirt: unpainted rows at the bumper's foot.
    """

    lamp_width: int
    lamp_low: int
    lamp_high: int
    lamp_reach: float
    column_high: int
    skirt: int


def rear_style(rng: np.random.Generator, p: Proportions) -> RearStyle:
    column = int(rng.integers(1, 4))
    return RearStyle(
        lamp_width=3 if p.bed else int(rng.integers(4, 7)),
        lamp_low=5 if p.bed else int(rng.integers(7, 10)),
        lamp_high=11,
        lamp_reach=0.0 if p.bed else float(rng.uniform(0.0, 0.12)),
        column_high=GLASS + column if p.tailgate else 11,
        skirt=1 + int(rng.integers(0, 3)),
    )


def shell(p: Proportions, body: BodyGrid, front: FrontStyle, rear: RearStyle) -> Shape:
    """The painted shell with its windows, lamps, grilles and gaps."""
    side = _side(p, body, front, rear)
    top = _top(p, body)
    flat = body_shell(body, side, top, SKINS)
    housing = sunk(flat, LENS, Inset(0.05, ("dark", "light")), ("reflector", "light"))
    return join([recess(flat, INSETS), housing])


def _side(p: Proportions, body: BodyGrid, front: FrontStyle, rear: RearStyle) -> NDArray[np.int64]:
    """(S - 1, R - 1) skins of the strip around the car."""
    count = len(body.d)
    stations, rows = body.side.shape[0] - 1, body.side.shape[1] - 1
    skin = np.full((stations, rows), SKINS.index(PAINT), np.int64)
    trim = SKINS.index(TRIM)
    d = np.full(stations, -1.0)
    d[CORNER : CORNER + count - 1] = (body.d[1:] + body.d[:-1]) / 2.0
    flank = d > 0.0
    skin[:, 0] = trim
    skin[:, : 3 if p.cladding else 1] = trim
    skin[:CORNER, : front.skirt] = trim
    skin[CORNER + count - 1 :, SPLIT] = SKINS.index(GAP)
    if front.split:
        skin[front.lamp_start - 1 : CORNER, SPLIT] = SKINS.index(GAP)
    skin[CORNER + count - 1 :, : rear.skirt] = trim
    skin[flank & (d > body.curves.window_edges[0]) & (d < body.curves.window_edges[-1]), BELT] = trim
    _front(skin, d, front)
    _rear(p, skin, d, count, rear)
    _windows(p, body, skin, d)
    for gap in body.curves.gaps:
        skin[np.abs(d - gap) < 0.0051, 2:BELT] = SKINS.index(GAP)
    return skin


def _front(skin: NDArray[np.int64], d: NDArray[np.float64], style: FrontStyle) -> None:
    skin[: style.grille_half, style.grille_low : style.grille_high] = SKINS.index(MESH)
    skin[: style.intake_half, 3 : style.intake_high] = SKINS.index(MESH)
    if style.fog_lamps:
        skin[style.intake_half + 1 : style.intake_half + 2, 4] = SKINS.index(LENS)
    lamp = np.zeros(len(d), bool)
    lamp[style.lamp_start : CORNER] = True
    lamp |= (d > 0.0) & (d < d[CORNER] + style.lamp_reach)
    skin[lamp, style.lamp_low : style.lamp_high] = SKINS.index(LENS)


def _rear(p: Proportions, skin: NDArray[np.int64], d: NDArray[np.float64], count: int, style: RearStyle) -> None:
    last = CORNER + count - 1
    lamp = np.zeros(len(d), bool)
    lamp[last : last + style.lamp_width] = True
    lamp |= d > d[last - 1] - style.lamp_reach
    skin[-1 - LID_GAP, SPLIT : EDGE if p.tailgate else BELT] = SKINS.index(GAP)
    skin[lamp, style.lamp_low : style.lamp_high] = SKINS.index(TAIL)
    skin[last : last + 2, style.lamp_high : style.column_high] = SKINS.index(TAIL)


def _windows(p: Proportions, body: BodyGrid, skin: NDArray[np.int64], d: NDArray[np.float64]) -> None:
    edges = body.curves.window_edges
    inside = (d > edges[0]) & (d < edges[-1])
    skin[inside, GLASS:GLASS_TOP] = SKINS.index(TRIM)
    for start, end in zip(edges[0::2], edges[1::2], strict=True):
        skin[(d > start) & (d < end), GLASS:GLASS_TOP] = SKINS.index(PANE)
    if p.tailgate:
        skin[-LID_GAP:, GLASS:GLASS_TOP] = SKINS.index(PANE)


def _top(p: Proportions, body: BodyGrid) -> NDArray[np.int64]:
    """(I - 1, CORNER) skins of hood, windscreen, roof, rear window and deck."""
    d = (body.d[1:] + body.d[:-1]) / 2.0
    skin = np.full((len(d), CORNER), SKINS.index(PAINT), np.int64)
    cowl, foot, header, *rear = body.curves.glass_edges
    skin[(d < cowl), 0] = SKINS.index(
        GAP
    )  # the strip along the edge is a centimetre wide: gap of the hood, ditch of the roof
    skin[(d > header) & (d < (p.length if p.tailgate else p.roof_d)), 0] = SKINS.index(TRIM)
    skin[(d > cowl) & (d < foot), 1:] = SKINS.index(TRIM)
    skin[(d > foot) & (d < header), 2:] = SKINS.index(PANE)
    if rear:
        skin[(d > rear[0]) & (d < rear[1]), 2 if p.bed else 3 :] = SKINS.index(PANE)
        skin[(d > body.curves.foot_side_d + 0.1), 0] = SKINS.index(PAINT if p.bed else GAP)
    if p.bed:
        skin[(d > p.glass_d + 0.06) & (d < body.d[-2] + 0.001), 2:] = SKINS.index(BED)
    return skin
