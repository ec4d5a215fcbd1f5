"""Fronts and rears of buses and coaches."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Skin
from assets.vehicles.buses.hull import Panel
from assets.vehicles.buses.layout import (
    BAND,
    BOARD,
    BRAKE,
    GAP,
    GLASS,
    GRILLE,
    LENS,
    PANE,
    REVERSE,
    TAIL,
    TRIM,
    TURN,
    outlined,
)
from assets.vehicles.buses.proportions import Proportions


@dataclass(frozen=True)
class FrontFace:
    """Attributes:
    panels: of glass, lamps, signs and trim, painted one after the other.
    bowls: (share across, height, radius) of the reflectors behind the lamps' glass, metres.
    head: (inner, outer share across, low, high) of the head lamps.
    plate_z: height of the number plate's middle.
    """

    panels: tuple[Panel, ...]
    bowls: tuple[tuple[float, float, float], ...]
    head: tuple[float, float, float, float]
    plate_z: float


@dataclass(frozen=True)
class RearFace:
    """Attributes:
    panels: of glass, lamps and flaps, painted one after the other.
    tail: (inner, outer share across, low, high) of the tail lamps.
    window: (share across, height) of the window's upper corner, or of where it would be.
    rounds, text_z: as the layout has them.
    """

    panels: tuple[Panel, ...]
    tail: tuple[float, float, float, float]
    window: tuple[float, float]
    rounds: tuple[tuple[float, float, float, Skin], ...] = ()
    text_z: float = 0.0


def flat_front(rng: np.random.Generator, p: Proportions) -> FrontFace:
    """Of a bus without a bonnet: the windscreen, a sign above a city bus's, lamps, bumper."""
    u = rng.uniform
    older = p.variant == "older"
    inner, outer = u(0.52, 0.62), u(0.90, 0.97)
    low = p.clearance + u(0.24, 0.34)
    high = low + u(0.16, 0.30)
    edge = p.edge_z - 0.02 if not older else p.header_z + 0.02
    panels: list[Panel] = []
    if u() < 0.5:  # a dark belt below the windscreen
        panels.append(Panel("front", (0.0, 1.0), (p.cowl_z - u(0.1, 0.25), p.cowl_z + 0.02), BAND))
    if older:
        panels.append(Panel("front", (0.0, 0.8), (p.header_z + 0.06, p.edge_z - 0.02), BOARD))
        panels.append(Panel("front", (0.0, 0.97), (p.cowl_z - 0.03, edge), BAND))
        panels.append(Panel("front", (0.02, 0.93), (p.cowl_z, p.header_z), GLASS))
    else:
        top = min(p.header_z, p.edge_z - 0.03)
        board = p.type == "city_bus" or u() < 0.5
        sign = top - (u(0.26, 0.34) if p.type == "city_bus" else u(0.2, 0.26) if board else u(0.0, 0.2))
        panels.append(Panel("front", (0.0, 1.0), (p.cowl_z - 0.03, top + 0.03), BAND))
        panels.append(Panel("sides", (0.0, p.door_d), (p.cowl_z - 0.03 + 0.25, top + 0.03), BAND))
        panels.append(Panel("front", (0.0, 0.965), (p.cowl_z + 0.03, sign), GLASS))
        if board:
            panels.append(Panel("front", (0.0, 0.9), (sign + 0.02, top), BOARD))
        if u() < 0.5:
            panels.append(
                Panel("sides", (p.front_depth + 0.02, p.door_d - 0.03), (p.cowl_z + 0.28, sign - 0.03), GLASS)
            )
        if u() < 0.45:
            panels.append(Panel("front", (0.0, 0.012), (p.cowl_z + 0.03, sign), BAND))
    if u() < 0.55:
        panels.append(Panel("front", (0.0, u(0.3, 0.5)), (low + 0.02, low + u(0.12, 0.3)), GRILLE))
    panels.append(Panel("front", (0.0, 1.0), (low - 0.07, low - 0.06), GAP))
    if u() < 0.4:
        panels.append(Panel("front", (0.0, 1.0), (p.clearance, low - 0.07), TRIM))
    panels.append(Panel("front", (inner, outer), (low, high), LENS))
    panels.append(Panel("front", (outer - 0.06, outer), (low, high), TURN))
    if u() < 0.5:
        panels.append(Panel("front", (0.62, 0.78), (p.clearance + 0.08, p.clearance + 0.17), LENS))
    spots = np.array([0.26, 0.74]) * (outer - 0.06 - inner) + inner
    middle, size = (low + high) / 2.0, min(0.46 * (high - low), 0.12 * (outer - 0.06 - inner) * p.width)
    bowls = tuple((float(spot), middle, float(size)) for spot in spots)
    return FrontFace(tuple(panels), bowls, (inner, outer, low, high), p.clearance + u(0.10, 0.14))


def bonnet_front(rng: np.random.Generator, p: Proportions) -> FrontFace:
    """Of a bonneted bus: the grille in the hood's front, lamps beside it, the windscreen behind."""
    u = rng.uniform
    half, low, high = u(0.4, 0.5), 0.85, u(1.02, 1.1)
    panels = (
        Panel("front", (0.0, half), (0.80, p.hood_z + 0.02), GRILLE),
        Panel("front", (half + 0.06, 0.95), (low, high), LENS),
        Panel("front", (half + 0.06, 0.95), (high + 0.02, high + 0.09), TURN),
        Panel("front", (0.0, 1.0), (p.cowl_z + 0.02, p.header_z + 0.04), BAND),
        Panel("front", (0.015, 0.95), (p.cowl_z + 0.05, p.header_z), GLASS),
        Panel("sides", (0.0, p.door_d - 0.05), (p.cowl_z + 0.12, p.header_z), BAND),
    )
    spot = (half + 0.06 + 0.95) / 2.0
    bowls = ((spot - 0.08, 0.94, 0.085), (spot + 0.1, 0.94, 0.085))
    return FrontFace(panels, bowls, (half + 0.06, 0.95, low, high), 0.60)


def rear_face(rng: np.random.Generator, p: Proportions) -> RearFace:
    """Window, engine cover with its grille, bumper, lamps stacked at the corners."""
    u = rng.uniform
    inner, outer = u(0.80, 0.87), u(0.95, 0.98)
    if p.variant == "bonneted":
        return RearFace(
            (*_school_doors(p), *_stack((inner, outer), (1.30, 1.60))), (inner, outer, 1.30, 1.60), (0.78, p.top_z)
        )
    low = p.clearance + u(0.34, 0.55)
    tall = min(u(0.32, 0.75), p.belt_z + 0.1 - low)
    high = p.top_z - u(0.0, 0.06)
    bottom = max(p.belt_z - 0.05, high - u(0.75, 1.1))
    half = u(0.74, 0.9)
    panels: list[Panel] = []
    if u() < 0.96:
        wide, foot = (1.0, u(0.02, 0.3)) if u() < 0.4 else (half + 0.04, 0.03)  # a dark face, or a rim
        panels += [Panel("rear", (0.0, wide), (bottom - foot, high + 0.03), BAND)]
        panels += [Panel("rear", (0.0, half), (bottom, high), PANE)]
    if p.type == "city_bus" or u() < 0.4:  # behind the line's number, or the coach's
        panels.append(Panel("rear", (0.0, 0.3), (high - 0.27, high), BOARD))
    if u() < 0.6:
        panels.append(Panel("rear", (0.0, 0.16), (high + 0.05, high + 0.09), BRAKE))
    cover = (p.clearance + 0.25, min(bottom - 0.12, p.clearance + 1.25))
    panels += outlined("rear", (-0.1, inner - 0.04), cover)
    height = cover[1] - cover[0]
    if p.variant != "midi" and u() < (0.5 if p.type == "city_bus" else 0.25):  # closed flaps read as a bus from afar
        panels += _vents(rng, cover, height, inner)
    panels.append(Panel("rear", (0.0, 1.0), (p.clearance + 0.20, p.clearance + 0.21), GAP))
    if u() < 0.5:  # an unpainted bumper
        panels.append(Panel("rear", (0.0, 1.0), (p.clearance, p.clearance + 0.20), TRIM))
    text = 0.5 * (cover[1] + bottom) if bottom - cover[1] > 0.4 else cover[1] - 0.17
    face = (inner, outer, low, low + tall)
    if u() < 0.35:
        panels.append(Panel("rear", (inner - 0.02, outer), (low, low + tall), BAND))
        return RearFace(tuple(panels), face, (half, high), _round_stack(p, face), text)
    return RearFace((*panels, *_stack((inner, outer), (low, low + tall))), face, (half, high), (), text)


def _vents(rng: np.random.Generator, cover: tuple[float, float], height: float, inner: float) -> list[Panel]:
    """The engine's grille, and seldom one beside each lamp."""
    u = rng.uniform
    foot = cover[0] + 0.22 * height
    out = [Panel("rear", (0.0, u(0.4, 0.66)), (foot, cover[0] + u(0.45, 0.68) * height), GRILLE)]
    if u() < 0.4:
        out.append(Panel("rear", (0.0, inner - 0.1), (foot - 0.12 * height, foot - 0.04 * height), GRILLE))
    return out


def _school_doors(p: Proportions) -> list[Panel]:
    """The emergency door of a bonneted bus, and a window on each side of it."""
    z, glass = (p.belt_z, p.top_z), (p.belt_z + 0.02, p.top_z - 0.02)
    return [
        *outlined("rear", (-0.1, 0.36), (0.80, p.top_z + 0.1)),
        Panel("rear", (0.46, 0.8), z, BAND),
        Panel("rear", (0.48, 0.78), glass, PANE),
        Panel("rear", (0.0, 0.28), z, BAND),
        Panel("rear", (0.0, 0.26), glass, PANE),
    ]


def _stack(u: tuple[float, float], z: tuple[float, float]) -> list[Panel]:
    """Four rectangular lamps, one above the other."""
    cuts = z[0] + (z[1] - z[0]) * np.array([0.0, 0.2, 0.24, 0.44, 0.48, 0.72, 0.76, 1.0])
    skins = (REVERSE, TURN, TAIL, BRAKE)
    pairs = zip(skins, cuts[0::2].tolist(), cuts[1::2].tolist(), strict=True)
    return [Panel("rear", u, (a, b), skin) for skin, a, b in pairs]


def _round_stack(
    p: Proportions, face: tuple[float, float, float, float]
) -> tuple[tuple[float, float, float, Skin], ...]:
    """Four round lamps, one above the other."""
    inner, outer, low, high = face
    radius = min(0.46 * (outer - inner) * p.width / 2.0, (high - low) / 8.6)
    heights = low + (high - low) * (np.arange(4) + 0.5) / 4.0
    return tuple(
        ((inner + outer) / 2.0 - 0.01, z, radius, skin)
        for z, skin in zip(heights.tolist(), (REVERSE, TURN, TAIL, BRAKE), strict=True)
    )
