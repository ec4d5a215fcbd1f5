"""Which faces of the body are paint, glass, cloth or trim; the openings of windows, beds and open tops."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.polygons import Inset, Shape, Skin, join, recess
from assets.vehicles.cars.body import BELT, CORNER, GLASS, GLASS_TOP, WINDOW, BodyGrid, body_shell
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.doors import Door, swung

PAINT: Skin = ("paint", "body")
ROOF: Skin = ("paint_2", "body")
PANE: Skin = ("glass", "window")
DARK_PANE: Skin = ("glass_dark", "window")
TRIM: Skin = ("plastic", "trim")
BRIGHT: Skin = ("chrome", "trim")
GAP: Skin = ("gap", "body")
BED: Skin = ("plastic", "body")
CLOTH: Skin = ("soft_top", "body")
GONE: Skin = ("gap", "trim")
SKINS = (PAINT, ROOF, PANE, DARK_PANE, TRIM, BRIGHT, GAP, BED, CLOTH, GONE)

WALL: Skin = ("plastic", "trim")
INSETS = {
    PANE: Inset(0.006, WALL),
    DARK_PANE: Inset(0.006, WALL),
    GAP: Inset(0.012, GAP),
    BED: Inset(0.46, BED, (0.0, 0.0, -1.0)),
}


@dataclass(frozen=True)
class ShellStyle:
    """Attributes:
    pillars, belt, skirt: skins of the window pillars, of the strip below the side windows, and of the sills.
    roof: skin of the roof, two-tone or the body's. ``dark_rear``: privacy glass behind the front doors.
    skirt_front, skirt_rear: unpainted rows at the bumpers' feet.
    """

    pillars: Skin
    belt: Skin
    roof: Skin
    dark_rear: bool
    skirt_front: int
    skirt_rear: int


def shell_style(rng: np.random.Generator, p: Proportions, two_tone: bool) -> ShellStyle:
    pick = rng.uniform(size=4)
    return ShellStyle(
        pillars=PAINT if pick[0] < (0.7 if p.old else 0.12) else TRIM,
        belt=BRIGHT if pick[1] < (0.5 if p.old else 0.3) else TRIM,
        roof=ROOF if two_tone else PAINT,
        dark_rear=bool(pick[2] < (0.0 if p.old else 0.45 if p.height > 1.55 else 0.2)),
        skirt_front=(4 if p.cladding else int(rng.integers(1, 4))) if not p.old else 1,
        skirt_rear=(4 if p.cladding else 1 + int(rng.integers(0, 4))) if not p.old else 1,
    )


def shell(p: Proportions, body: BodyGrid, style: ShellStyle, door: Door | None) -> Shape:
    """The painted shell with its windows; ``door`` stands open."""
    side, top = _side(p, body, style), _top(p, body, style)
    whole = body_shell(body, side, top, SKINS)
    gone = whole.skin == SKINS.index(GONE)
    if door is None:
        return recess(chosen(whole, ~gone), INSETS)
    part = door.faces(body, side.shape, top.size) & ~gone
    return join(
        [recess(chosen(whole, ~part & ~gone), INSETS), swung(p, body, door, recess(chosen(whole, part), INSETS))]
    )


def chosen(shape: Shape, mask: NDArray[np.bool_]) -> Shape:
    """Some faces of a shape, with the points they need."""
    used, quads = np.unique(shape.quads[mask], return_inverse=True)
    return Shape(shape.points[used], quads.reshape(-1, 4), shape.skin[mask], shape.skins)


def _side(p: Proportions, body: BodyGrid, style: ShellStyle) -> NDArray[np.int64]:
    """(S - 1, R - 1) skins of the strip around the car."""
    count = len(body.d)
    stations, rows = body.side.shape[0] - 1, body.side.shape[1] - 1
    skin = np.full((stations, rows), SKINS.index(PAINT), np.int64)
    trim = SKINS.index(TRIM)
    d = np.full(stations, -1.0)
    d[CORNER : CORNER + count - 1] = (body.d[1:] + body.d[:-1]) / 2.0
    skin[:, 0] = trim
    skin[:, : 3 if p.cladding else 1] = trim
    skin[:CORNER, : style.skirt_front] = trim
    skin[body.last :, : style.skirt_rear] = trim
    _windows(p, body, skin, d, style)
    return skin


def _windows(
    p: Proportions, body: BodyGrid, skin: NDArray[np.int64], d: NDArray[np.float64], style: ShellStyle
) -> None:
    edges = body.curves.window_edges
    inside = (d > edges[0]) & (d < edges[-1])
    skin[inside, BELT] = SKINS.index(style.belt)
    skin[inside, GLASS:GLASS_TOP] = SKINS.index(style.pillars)
    for start, end in zip(edges[0::2], edges[1::2], strict=True):
        pane = DARK_PANE if style.dark_rear and start > body.curves.gaps[1] else PANE
        skin[(d > start) & (d < end), GLASS:GLASS_TOP] = SKINS.index(pane)
    if p.tailgate:
        skin[-WINDOW:, GLASS:GLASS_TOP] = SKINS.index(DARK_PANE if style.dark_rear else PANE)
    roof = (d > body.curves.header_side_d) & (d < body.curves.foot_side_d)
    if p.soft_top:
        cloth = roof & (d > edges[-1])
        skin[cloth, GLASS:] = SKINS.index(CLOTH)
        skin[roof, GLASS_TOP:] = SKINS.index(CLOTH)
    elif p.open_top:
        skin[(d > body.curves.header_side_d + 0.03) & (d < body.curves.foot_side_d), BELT:] = SKINS.index(GONE)
        skin[(d > edges[0]) & (d < body.curves.header_side_d + 0.03), GLASS:GLASS_TOP] = SKINS.index(PANE)
    elif style.roof != PAINT:
        skin[roof, GLASS_TOP:] = SKINS.index(style.roof)


def _top(p: Proportions, body: BodyGrid, style: ShellStyle) -> NDArray[np.int64]:
    """(I - 1, CORNER) skins of hood, windscreen, roof, rear window and deck."""
    d = (body.d[1:] + body.d[:-1]) / 2.0
    skin = np.full((len(d), CORNER), SKINS.index(PAINT), np.int64)
    cowl, foot, header, *rear = body.curves.glass_edges
    roof = (d > header) & (d < (p.length if p.tailgate else p.roof_d))
    skin[roof] = SKINS.index(style.roof)
    skin[(d > cowl) & (d < foot), 1:] = SKINS.index(TRIM)
    skin[(d > foot) & (d < header), 1:] = SKINS.index(PANE)
    if p.open_top:
        skin[(d > header + 0.07) & (d < body.curves.foot_side_d)] = SKINS.index(GONE)
        return skin
    if p.soft_top:
        skin[(d > header + 0.05) & (d < body.curves.foot_side_d)] = SKINS.index(CLOTH)
    if rear:
        skin[(d > rear[0]) & (d < rear[1]), 3 if p.soft_top else 2 :] = SKINS.index(PANE)
    if p.bed:
        skin[(d > p.glass_d + 0.06) & (d < body.d[-2] + 0.001), 1:] = SKINS.index(BED)
    return skin
