"""What a body carries where: the skins of its panels, how deep they lie, and the places that other parts need."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assets.polygons import Inset, Shape, Skin, join, only, sunk
from assets.vehicles.buses.hull import Panel

GLASS: Skin = ("glass", "window")
PANE: Skin = ("pane", "window")  # of side windows, tinted as the vehicle is
BAND: Skin = ("gloss", "trim")  # what black glass borders and pillars are made of
BOARD: Skin = ("sign_dark", "trim")  # behind a sign's letters
LENS: Skin = ("lens", "light")
TAIL: Skin = ("tail", "light")
BRAKE: Skin = ("brake", "light")
TURN: Skin = ("indicator_left", "light")
REVERSE: Skin = ("reverse", "light")
GRILLE: Skin = ("dark", "grille")
TRIM: Skin = ("plastic", "trim")
GAP: Skin = ("gap", "body")
RAIL: Skin = ("dark", "body")
PRESS: Skin = ("press", "body")  # paint that lies deeper
PRESSED: tuple[Skin, ...] = (PRESS, ("press_2", "body"), ("press_3", "body"))
OPEN: Skin = ("cabin", "interior")  # where a door stands open
INSETS: dict[Skin, Inset] = {
    GLASS: Inset(0.004, ("gap", "trim")),
    PANE: Inset(0.005, ("gap", "trim")),
    LENS: Inset(0.003, ("gap", "light")),
    TAIL: Inset(-0.006, ("tail", "light")),
    BRAKE: Inset(-0.006, ("brake", "light")),
    TURN: Inset(-0.006, ("indicator_left", "light")),
    REVERSE: Inset(-0.006, ("reverse", "light")),
    GRILLE: Inset(0.03, ("plastic", "grille")),
    GAP: Inset(0.010, GAP),
    RAIL: Inset(0.018, RAIL),
    TRIM: Inset(-0.003, TRIM),
    **{skin: Inset(0.012, skin) for skin in PRESSED},
}


@dataclass(frozen=True)
class Sign:
    """Lettering: on which face, centre (metres behind the front, or share across), height, and size in metres."""

    face: str
    u: float
    z: float
    size: float
    fit: float
    text: str
    skin: Skin


@dataclass(frozen=True)
class Layout:
    """Attributes:
    panels: painted onto the hull one after the other.
    bowls: (share across, height, radius) of the reflectors behind the head lamps' glass.
    head: (inner, outer share, low, high) of the head lamps; ``tail`` of the tail lamps.
    plate_front_z, plate_rear_z: middles of the number plates.
    rear_up: (share, height) of the rear window's upper corner, or where it would be.
    door: (from, to, low, high) of the first kerbside door on the flank; ``slides``: of the one that passengers use.
    free: (from, to) on the left and on the right flank, where there is room to write.
    cabin: (from, to) of the room that is seen through the windows, d.
    signs: lettering.
    rounds: (share across, height, radius, skin) of round lamps behind, on the left.
    rear_text_z: height behind where there is room to write; none where 0.
    rear_door: (share across, low, high) of a van's rear doors; ``glazed``: they and the sliding door have windows.
    """

    panels: tuple[Panel, ...]
    bowls: tuple[tuple[float, float, float], ...]
    head: tuple[float, float, float, float]
    tail: tuple[float, float, float, float]
    plate_front_z: float
    plate_rear_z: float
    rear_up: tuple[float, float]
    door: tuple[float, float, float, float]
    slides: tuple[float, float, float, float]
    free: tuple[tuple[float, float], tuple[float, float]]
    cabin: tuple[float, float]
    signs: tuple[Sign, ...] = ()
    rounds: tuple[tuple[float, float, float, Skin], ...] = ()
    rear_text_z: float = 0.0
    rear_door: tuple[float, float, float] = (0.0, 0.0, 0.0)
    glazed: bool = False


def outlined(face: str, u: tuple[float, float], z: tuple[float, float], width: float = 0.008) -> list[Panel]:
    """The gap around a door or a flap."""
    (a, b), (low, high) = u, z
    return [
        Panel(face, (a, a + width), z, GAP),
        Panel(face, (b - width, b), z, GAP),
        Panel(face, u, (low, low + width), GAP),
        Panel(face, u, (high - width, high), GAP),
    ]


def shell(painted: Shape, housing: Skin) -> Shape:
    """The hull's faces at their depths; lamps get a ``housing`` behind their glass."""
    rest = ~np.isin(painted.skin, [painted.skins.index(skin) for skin in INSETS if skin in painted.skins])
    pieces = [only(painted, rest)]
    for skin, inset in INSETS.items():
        if skin in painted.skins and (painted.skin == painted.skins.index(skin)).any():
            pieces.append(sunk(painted, skin, inset))
    if LENS in painted.skins:
        pieces.append(sunk(painted, LENS, Inset(0.055, ("dark", "light")), housing))
    if OPEN in painted.skins and (painted.skin == painted.skins.index(OPEN)).any():
        pieces = [only(painted, rest & (painted.skin != painted.skins.index(OPEN))), *pieces[1:]]
    whole = join(pieces)
    return _right_indicator(whole)


def _right_indicator(shape: Shape) -> Shape:
    """The indicators of the right half under their own name."""
    if TURN not in shape.skins:
        return shape
    right = shape.points[shape.quads[:, 0], 1] < 0.0
    skins = (*shape.skins, ("indicator_right", "light"))
    skin = np.where(right & (shape.skin == shape.skins.index(TURN)), len(shape.skins), shape.skin)
    return Shape(shape.points, shape.quads, skin, skins)


def windows(face: str, edges: Sequence[tuple[float, float]], z: tuple[float, float], skin: Skin = PANE) -> list[Panel]:
    """One pane for each pair of edges."""
    return [Panel(face, edge, z, skin) for edge in edges]
