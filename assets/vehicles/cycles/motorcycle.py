"""Motorcycles with a tank between the knees, and underbones without: as assets."""

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Points, pillow
from assets.random import stream
from assets.vehicles.cycles.assembly import Machine, assemble
from assets.vehicles.cycles.chassis import chassis
from assets.vehicles.cycles.dimensions import MOTORCYCLES, Motorcycle, sample_motorcycle
from assets.vehicles.cycles.fittings import head_block, indicators, round_lamp
from assets.vehicles.cycles.front import (
    BarStyle,
    Front,
    assemble_front,
    clip_ons,
    cockpit,
    fork,
    front_wheel,
    high_mudguard,
    mudguard,
    sample_wheels,
)
from assets.vehicles.cycles.layout import Layout, layout
from assets.vehicles.cycles.shapes import xyz
from assets.vehicles.cycles.underbone import underbone, underbone_front
from assets.vehicles.cycles.wheels import WheelStyle
from assets.vehicles.pieces import Pieces
from assets.vehicles.state import PARKED, State

TYPES = ("motorcycle",)


def motorcycle(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A motorcycle that stands on z = 0 around the origin: on its side stand, on its centre stand, or ridden.

    Args:
        rng: where its style, proportions, paint and details come from.
        type: ``motorcycle``.
        color: one of ``COLORS``.
        state: what it is doing; a rider sits on it if ``occupied``.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    expect_name(type, TYPES, "type")
    state = state.without_doors()
    m = sample_motorcycle(stream(rng, "proportions"), MOTORCYCLES)
    where = layout(stream(rng, "layout"), m)
    wheels = sample_wheels(stream(rng, "wheels"), m)
    details = stream(rng, "details")
    if m.style == "underbone":
        front = underbone_front(details, m, where, wheels.front)
        body = underbone(details, m, where, wheels.rear)
    else:
        front = _front(details, m, where, wheels.front)
        body = chassis(details, m, where, wheels.rear)
    return assemble(rng, Machine(type, color, m, where, 0.85, (7.5, 12.0)), front, body, state)


def _front(rng: np.random.Generator, m: Motorcycle, where: Layout, style: WheelStyle) -> Front:
    """Wheel, fork, guard, bars and lamp by style."""
    faired = m.style in ("sport", "touring")
    wheel, tyre = front_wheel(rng, m, style)
    upside_down = m.style in ("naked", "sport", "offroad", "touring") and rng.uniform() < 0.75 - 0.6 * m.age
    parts = [fork(m, where.low_z, where.clamp_z, upside_down, style)]
    if m.style == "offroad":
        parts.append(high_mudguard(m, where.low_z, ("paint", "body")))
    else:
        old = m.style in ("cruiser", "street") and m.age > 0.4
        skin = ("paint", "body") if old or rng.uniform() < 0.45 else ("plastic", "trim")
        parts.append(mudguard(m, (178.0, 48.0) if old else (160.0, 52.0), skin))
    if m.style == "sport":
        bar, points = clip_ons(m, where.clamp)
    else:
        bar, points = cockpit(rng, m, where.clamp, _bar_style(rng, m))
    parts.append(bar)
    if not faired:
        lamp, points["front_light"] = _lamp(rng, m, where)
        parts.append(lamp)
    return assemble_front(wheel, tyre, parts, points)


def _bar_style(rng: np.random.Generator, m: Motorcycle) -> BarStyle:
    back = {"cruiser": 0.24, "touring": 0.17, "offroad": 0.09, "street": 0.13}.get(m.style, 0.10)
    rise = {"cruiser": 0.12, "touring": 0.07, "offroad": 0.06}.get(m.style, 0.06)
    bare = m.style == "touring" or (m.style == "offroad" and rng.uniform() < 0.5)
    old = m.age > 0.5
    size = (0.105, 0.105) if old and rng.uniform() < 0.6 else (0.145, 0.085)
    skin = None if bare else "chrome" if old and rng.uniform() < 0.6 else "plastic"
    clocks = "round" if old and m.style in ("street", "naked", "cruiser") else "panel"
    return BarStyle(rise, back, skin, size, clocks)


def _lamp(rng: np.random.Generator, m: Motorcycle, where: Layout) -> tuple[Pieces, Points]:
    """The head lamp and the front indicators on the fork."""
    g = m.geometry
    z = where.low_z + 0.62 * (where.clamp_z - where.low_z)
    fork_x = g.on_fork(z)[0]
    if m.style == "offroad":
        center = np.array([fork_x + 0.10, 0.0, z + 0.02])
        shapes = [head_block(center, 0.17, 0.15, 0.25)]
        shapes.append(pillow((0.10, 0.24, 0.27), ("paint", "body"), 2.8, 14).moved(center - [0.045, 0.0, 0.0]))
    elif m.age > 0.42 or m.style == "cruiser":
        radius = float(rng.uniform(0.078, 0.098))
        center = np.array([fork_x + 0.075 + 1.0 * radius, 0.0, z])
        shell = "chrome" if rng.uniform() < 0.5 * m.age + 0.2 else "plastic" if rng.uniform() < 0.5 else "paint"
        shapes = [round_lamp(center, radius, (shell, "body" if shell == "paint" else "light"))]
    else:
        center = np.array([fork_x + 0.13, 0.0, z])
        shapes = [head_block(center, float(rng.uniform(0.19, 0.25)), float(rng.uniform(0.11, 0.16)), 0.45)]
        cowl = pillow((0.15, 0.25, 0.17), ("paint", "body"), 3.0, 16).moved(center + xyz(-0.085, 0.0, 0.035))
        shapes.append(cowl)
    side = np.array([fork_x + 0.03, m.fork + 0.11, z - 0.02])
    shapes.append(indicators(side, 0.085, (0.055, 0.065, 0.042)))
    return Pieces(smooth=tuple(shapes)), center + xyz(0.015, 0.0, 0.0)
