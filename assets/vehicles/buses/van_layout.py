"""The faces, doors and lamps of panel vans and minibuses."""

import itertools

import numpy as np

from assets.random import stream
from assets.vehicles.buses.hull import Panel
from assets.vehicles.buses.layout import (
    BAND,
    BOARD,
    BRAKE,
    GAP,
    GLASS,
    GRILLE,
    LENS,
    OPEN,
    PANE,
    PRESS,
    RAIL,
    REVERSE,
    TAIL,
    TRIM,
    TURN,
    Layout,
    Sign,
    outlined,
)
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.words import route, towards
from assets.vehicles.state import State

type Span4 = tuple[float, float, float, float]


def van_layout(rng: np.random.Generator, p: Proportions, state: State) -> Layout:
    """Panels of one van; ``minibus`` has windows all along, and some a sign over the windscreen."""
    bus = p.type == "minibus"
    glazed = bus or bool(rng.uniform() < (0.1 if p.variant == "small" else 0.04))
    front, bowls, head = _front(rng, p)
    doors, slides, door = _doors(rng, p, glazed, bus)
    rear, tail, rear_up, rear_door = _rear(rng, p, glazed)
    skirt = 0.62 if p.variant != "small" else 0.5
    low: list[Panel] = []
    if rng.uniform() < (0.65 if bus else 0.8):  # unpainted lower parts
        low += [Panel("front", (0.0, 1.0), (p.clearance, skirt * rng.uniform(0.85, 1.0)), TRIM)]
        low += [Panel("sides", (0.0, p.door_d - 0.7), (p.clearance, 0.45), TRIM)]
    strip = 0.5 * skirt + 0.25
    if rng.uniform() < 0.7:
        low.append(Panel("sides", (p.door_d - 0.02, p.length), (strip, strip + rng.uniform(0.06, 0.16)), TRIM))
    sill = rng.uniform(0.12, 0.24) if rng.uniform() < 0.5 else 0.05
    low.append(Panel("sides", (0.0, p.length), (p.clearance, p.clearance + sill), TRIM))
    board, signs = _sign(stream(rng, "sign"), p) if bus else ([], ())
    plate_z = float(rng.choice([0.42, 0.95 if p.variant != "small" else 0.78]))  # on the step, or on the door
    end = p.length - p.rear_depth - 0.25 if glazed else p.upright_d + 0.1
    return Layout(
        (*low, *doors, *front, *board, *rear, *_openings(state, door, slides, rear_door)),
        bowls,
        head,
        tail,
        plate_front_z=0.5 * (p.clearance + p.hood_z) - 0.10,
        plate_rear_z=0.40 if state.doors == "rear" else plate_z,
        rear_up=rear_up,
        door=door,
        slides=slides,
        free=((p.upright_d + 0.2, p.length - p.rear_depth - 0.2),) * 2,
        cabin=(p.door_d - 0.2, end),
        signs=signs,
        rear_text_z=p.belt_z - 0.2 if plate_z < 0.5 and state.doors != "rear" else 0.0,
        rear_door=rear_door,
        glazed=glazed,
    )


def _sign(rng: np.random.Generator, p: Proportions) -> tuple[list[Panel], tuple[Sign, ...]]:
    """A destination over the windscreen of some high-roofed buses."""
    z = (p.header_z + 0.06, min(p.header_z + 0.30, p.edge_z - 0.03))
    if z[1] - z[0] < 0.14 or rng.uniform() < 0.15:
        return [], ()
    lit = (str(rng.choice(["sign_amber", "sign_amber", "sign_white"])), "light")
    text = f"{route(rng)} {towards(rng)}"
    sign = Sign("front", 0.0, 0.5 * (z[0] + z[1]), 0.7 * (z[1] - z[0]), 0.95, text, lit)
    return [Panel("front", (0.0, 0.62), z, BOARD)], (sign,)


def _openings(state: State, door: Span4, slides: Span4, rear: tuple[float, float, float]) -> list[Panel]:
    """The hole that an open door leaves."""
    if state.doors == "rear":
        return [Panel("rear", (0.0, rear[0]), rear[1:], OPEN)]
    if state.doors == "closed":
        return []
    face, (start, end, low, high) = ("left", door) if state.doors == "driver" else ("right", slides)
    return [Panel(face, (start, end), (low, high), OPEN)]


def _front(
    rng: np.random.Generator, p: Proportions
) -> tuple[list[Panel], tuple[tuple[float, float, float], ...], Span4]:
    u = rng.uniform
    inner, low, high = u(0.50, 0.62), p.hood_z * u(0.70, 0.78), p.hood_z + u(-0.02, 0.03)
    reach = p.front_depth + u(0.02, 0.14)
    half, bottom = u(0.34, 0.48), p.hood_z * u(0.58, 0.70)
    intake = (p.clearance + 0.10, p.clearance + u(0.20, 0.28))
    top = p.hood_z - u(0.02, 0.08)
    panels = [
        Panel("front", (0.0, u(0.35, 0.6)), intake, GRILLE),
        Panel("front", (0.0, half), (bottom, top), GRILLE),
        Panel("front", (inner, 1.0), (low, high), LENS),
        Panel("sides", (0.0, reach), (low, high), LENS),
        Panel("front", (inner + 0.62 * (1.0 - inner), 1.0), (low, low + u(0.2, 0.4) * (high - low)), TURN),
        Panel("front", (0.0, 1.0), (p.hood_z + 0.045, p.hood_z + 0.053), GAP),
        Panel("front", (0.0, 0.97), (p.cowl_z - 0.04, p.cowl_z + 0.035), TRIM),
        Panel("front", (0.0, 1.0), (p.cowl_z + 0.03, p.header_z), BAND),
        Panel("front", (0.0, 0.955), (p.cowl_z + 0.035, p.header_z - 0.03), GLASS),
    ]
    if u() < 0.4:  # one dark face from grille to lamps
        panels.insert(1, Panel("front", (0.0, inner), (bottom, top), TRIM))
    if u() < 0.45:
        panels.append(Panel("front", (0.72, 0.84), intake, LENS))
    spot = inner + 0.40 * (1.0 - inner)
    middle = 0.55 * low + 0.45 * high
    return panels, ((spot, middle, 0.07), (min(spot + 0.17, 0.92), middle + 0.01, 0.055)), (inner, reach, low, high)


def _doors(rng: np.random.Generator, p: Proportions, glazed: bool, bus: bool) -> tuple[list[Panel], Span4, Span4]:
    """Front doors, the sliding door, load space walls with their pressings or windows."""
    u = rng.uniform
    start, b_post = p.door_d, p.upright_d
    low, high = p.clearance + u(0.08, 0.14), p.edge_z - 0.02
    front_top = min(p.header_z + 0.03, high)
    slide = (b_post + 0.012, min(b_post + u(1.05, 1.3), p.axles[-1] - p.arch - 0.02))
    end = p.length - p.rear_depth - 0.02
    panels: list[Panel] = []
    wall = (low + 0.32, p.belt_z - 0.06)
    upper = (p.belt_z, p.top_z)
    pillar = 0.09
    spans = [(slide[0] + pillar, slide[1] - pillar)]
    behind = end - 0.10 - (slide[1] + pillar)
    count = max(1, round(behind / (u(0.95, 1.2) if bus else u(0.95, 1.5))))
    cuts = np.linspace(slide[1] + pillar, end - 0.10, count + 1)
    spans += [(a + 0.02, b - 0.03) for a, b in itertools.pairwise(cuts) if b - a > 0.3]
    if bus:
        panels.append(Panel("sides", (b_post - 0.07, end - 0.04), (upper[0] - 0.02, upper[1] + 0.02), BAND))
        panels += [Panel("sides", span, upper, PANE) for span in spans]
    elif glazed:  # a second row of seats
        panels.append(Panel("sides", spans[0], upper, PANE))
    elif u() < 0.6:
        panels += [Panel("sides", span, (upper[0] - 0.02, upper[1] - 0.02), PRESS) for span in spans]
    if not bus and p.edge_z - p.top_z > 0.35 and u() < 0.6:
        panels += [Panel("sides", span, (p.top_z + 0.06, p.edge_z - 0.06), PRESS) for span in spans]
    if u() < 0.5:
        panels += [Panel("sides", span, (wall[0] + 0.1, wall[1] - 0.12), PRESS) for span in spans[1:]]
        panels += [Panel("sides", spans[0], (wall[0] + 0.1, wall[1] - 0.12), PRESS)]
    panels += outlined("sides", (start, b_post), (low, front_top))
    panels.append(Panel("sides", (start + 0.02, b_post - 0.02), (p.belt_z - 0.01, p.top_z + 0.015), BAND))
    panels.append(Panel("sides", (start + 0.05, b_post - 0.10), (p.belt_z, p.top_z), GLASS))
    sides = "sides" if not bus and u() < 0.3 else "right"
    panels += outlined(sides, slide, (low, min(high, p.top_z + 0.14)))
    rail_z = p.belt_z - u(0.10, 0.16)
    panels.append(Panel(sides, (slide[1], min(end - 0.15, slide[1] + 1.25)), (rail_z, rail_z + 0.045), RAIL))
    flap = (b_post - 0.26, b_post - 0.06) if u() < 0.4 else (slide[1] + 0.2, slide[1] + 0.4)
    if flap[0] > b_post:
        panels += outlined("left", flap, (p.belt_z - 0.42, p.belt_z - 0.22), 0.006)
    return panels, (slide[0], slide[1], low, min(high, p.top_z + 0.14)), (start, b_post, low, front_top)


def _rear(
    rng: np.random.Generator, p: Proportions, glazed: bool
) -> tuple[list[Panel], Span4, tuple[float, float], tuple[float, float, float]]:
    """Barn doors or, on some of the glazed ones, a tailgate; tall lamps at the corners; a step."""
    u = rng.uniform
    inner, low, high = u(0.84, 0.89), p.belt_z * u(0.60, 0.72), p.belt_z * u(0.98, 1.12)
    step = u(0.52, 0.6) * (0.9 if p.variant == "small" else 1.0)
    top = p.edge_z - 0.01
    barn = not (glazed and u() < 0.3)
    window = (0.10, 0.74) if barn else (0.0, 0.80)
    panels = [
        Panel("rear", (0.0, 1.0), (p.clearance, step), TRIM),
        Panel("sides", (p.length - p.rear_depth - 0.12, p.length), (p.clearance, step - 0.04), TRIM),
        *outlined("rear", (-0.1, inner - 0.02), (step + 0.01, top)),
    ]
    if barn:
        panels.append(Panel("rear", (0.0, 0.006), (step, top), GAP))
    if glazed or u() < 0.1:
        panels.append(Panel("rear", (window[0] - 0.02, window[1] + 0.02), (p.belt_z - 0.01, p.top_z + 0.01), BAND))
        panels.append(Panel("rear", window, (p.belt_z + 0.01, p.top_z - 0.01), PANE))
    elif u() < 0.6:
        panels.append(Panel("rear", window, (p.belt_z + 0.01, p.top_z - 0.01), PRESS))
        panels.append(Panel("rear", (0.12, 0.7), (0.8, p.belt_z - 0.12), PRESS))
    cuts = low + (high - low) * np.array([0.0, u(0.28, 0.36), u(0.48, 0.56), u(0.68, 0.76), 1.0])
    order = [TAIL, REVERSE, TURN, BRAKE]
    for skin, (a, b) in zip(order, itertools.pairwise(cuts), strict=True):
        panels.append(Panel("rear", (inner, 1.0), (float(a), float(b)), skin))
        if skin is not REVERSE:
            panels.append(Panel("sides", (p.length - p.rear_depth - 0.03, p.length), (float(a), float(b)), skin))
    return panels, (inner, 1.0, low, high), (window[1], p.top_z), (inner - 0.02, step + 0.01, top)
