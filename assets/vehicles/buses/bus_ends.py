"""Fronts and rears of buses and coaches."""

from dataclasses import dataclass

import numpy as np

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
    """

    panels: tuple[Panel, ...]
    tail: tuple[float, float, float, float]
    window: tuple[float, float]


def flat_front(rng: np.random.Generator, p: Proportions) -> FrontFace:
    """Of a bus without a bonnet: the windscreen, a sign above a city bus's, lamps, bumper."""
    u = rng.uniform
    older = p.variant == "older"
    inner, outer = u(0.52, 0.62), u(0.90, 0.97)
    low = p.clearance + u(0.24, 0.34)
    high = low + u(0.16, 0.30)
    edge = p.edge_z - 0.02 if not older else p.header_z + 0.02
    panels: list[Panel] = []
    if u() < 0.3:  # a dark belt below the windscreen
        panels.append(Panel("front", (0.0, 1.0), (p.cowl_z - u(0.1, 0.25), p.cowl_z + 0.02), BAND))
    if older:
        panels.append(Panel("front", (0.0, 0.8), (p.header_z + 0.06, p.edge_z - 0.02), BOARD))
        panels.append(Panel("front", (0.0, 0.97), (p.cowl_z - 0.03, edge), BAND))
        panels.append(Panel("front", (0.02, 0.93), (p.cowl_z, p.header_z), GLASS))
    else:
        top = min(p.header_z, p.edge_z - 0.03)
        sign = top - u(0.26, 0.34) if p.type == "city_bus" else top - u(0.0, 0.25)
        panels.append(Panel("front", (0.0, 1.0), (p.cowl_z - 0.03, top + 0.03), BAND))
        panels.append(Panel("sides", (0.0, p.door_d), (p.cowl_z - 0.03 + 0.25, top + 0.03), BAND))
        panels.append(Panel("front", (0.0, 0.965), (p.cowl_z + 0.03, sign), GLASS))
        if p.type == "city_bus":
            panels.append(Panel("front", (0.0, 0.9), (sign + 0.02, top), BOARD))
        if u() < 0.5:
            panels.append(
                Panel("sides", (p.front_depth + 0.02, p.door_d - 0.03), (p.cowl_z + 0.28, sign - 0.03), GLASS)
            )
        if u() < 0.25:
            panels.append(Panel("front", (0.0, 0.008), (p.cowl_z + 0.03, sign), BAND))
    if u() < 0.55:
        panels.append(Panel("front", (0.0, u(0.3, 0.5)), (low + 0.02, low + u(0.12, 0.3)), GRILLE))
    panels.append(Panel("front", (0.0, 1.0), (low - 0.07, low - 0.06), GAP))
    if u() < 0.4:
        panels.append(Panel("front", (0.0, 1.0), (p.clearance, low - 0.07), TRIM))
    panels.append(Panel("front", (inner, outer), (low, high), LENS))
    panels.append(Panel("front", (outer - 0.06, outer), (low, high), TURN))
    if u() < 0.5:
        panels.append(Panel("front", (0.62, 0.78), (p.clearance + 0.08, p.clearance + 0.17), LENS))
    spots = np.array([0.24, 0.62]) * (outer - 0.06 - inner) + inner
    middle, size = (low + high) / 2.0, 0.42 * (high - low)
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
        Panel("front", (0.0, 0.62), (p.header_z + 0.08, p.edge_z), BOARD),
    )
    spot = (half + 0.06 + 0.95) / 2.0
    bowls = ((spot - 0.08, 0.94, 0.085), (spot + 0.1, 0.94, 0.085))
    return FrontFace(panels, bowls, (half + 0.06, 0.95, low, high), 0.60)


def rear_face(rng: np.random.Generator, p: Proportions) -> RearFace:
    """Window, engine cover with its grille, lamps stacked at the corners."""
    u = rng.uniform
    inner, outer = u(0.80, 0.87), u(0.95, 0.98)
    low = p.clearance + u(0.38, 0.6)
    tall = u(0.6, 0.95)
    z_low, z_high = (p.belt_z - 0.05, p.top_z - 0.05)
    half = u(0.72, 0.86)
    panels: list[Panel] = []
    if p.variant == "bonneted":
        low, tall = 1.30, 0.30
        panels += outlined("rear", (-0.1, 0.36), (0.80, p.top_z + 0.1))
        panels += [
            Panel("rear", (0.46, 0.8), (p.belt_z, p.top_z), BAND),
            Panel("rear", (0.48, 0.78), (p.belt_z + 0.02, p.top_z - 0.02), PANE),
        ]
        panels += [
            Panel("rear", (0.0, 0.28), (p.belt_z, p.top_z), BAND),
            Panel("rear", (0.0, 0.26), (p.belt_z + 0.02, p.top_z - 0.02), PANE),
        ]
        half = 0.78
    else:
        if u() < 0.8:
            panels += [Panel("rear", (0.0, half + 0.04), (z_low - 0.03, z_high + 0.03), BAND)]
            panels += [Panel("rear", (0.0, half), (z_low, z_high), PANE)]
        cover = (p.clearance + 0.25, z_low - 0.12)
        panels += outlined("rear", (-0.1, inner - 0.04), cover)
        height = cover[1] - cover[0]
        panels.append(
            Panel("rear", (0.0, u(0.45, 0.7)), (cover[0] + 0.25 * height, cover[0] + u(0.5, 0.85) * height), GRILLE)
        )
    cuts = low + tall * np.array([0.0, 0.2, 0.24, 0.44, 0.48, 0.72, 0.76, 1.0])
    for skin, a, b in zip((REVERSE, TURN, TAIL, BRAKE), cuts[0::2], cuts[1::2], strict=True):
        panels.append(Panel("rear", (inner, outer), (float(a), float(b)), skin))
    window = (half, z_high if p.variant != "bonneted" else p.top_z)
    return RearFace(tuple(panels), (inner, outer, low, low + tall), window)
