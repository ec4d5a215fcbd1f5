"""The faces, window rows, doors, flaps and lamps of city buses and coaches."""

import itertools

import numpy as np

from assets.random import stream
from assets.vehicles.buses.bus_ends import FrontFace, bonnet_front, flat_front, rear_face
from assets.vehicles.buses.hull import Panel
from assets.vehicles.buses.layout import (
    BAND,
    BOARD,
    GAP,
    GLASS,
    GRILLE,
    OPEN,
    PANE,
    TRIM,
    Layout,
    Sign,
    outlined,
)
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.words import route, towards
from assets.vehicles.state import State

type Span = tuple[float, float]


def bus_layout(rng: np.random.Generator, p: Proportions, state: State) -> Layout:
    """Panels of one bus: low-floor, older, bonneted or touring."""
    coach, bonnet = p.type == "coach", p.variant == "bonneted"
    start = p.upright_d if bonnet else p.door_d
    doors = _door_spans(rng, p)
    panels = _sides(rng, p, doors, start)
    low = p.clearance + 0.04
    tops = p.top_z + 0.03 if bonnet else min(p.top_z, low + 2.15) + 0.02
    for span in doors:
        panels += _door(span, (low, tops), opened=state.doors == "passenger")
    if p.variant == "double":
        panels += _upper_deck(stream(rng, "upper"), p)
    front = bonnet_front(rng, p) if bonnet else flat_front(rng, p)
    rear = rear_face(rng, p)
    if coach:
        panels += _luggage(rng, p, doors)
    else:
        panels += _hatches(rng, p, doors)
    return Layout(
        (*_low(rng, p), *panels, *front.panels, *rear.panels),
        front.bowls,
        front.head,
        rear.tail,
        plate_front_z=front.plate_z,
        plate_rear_z=p.clearance + float(rng.choice([0.42, 0.62])),
        rear_up=rear.window,
        rounds=rear.rounds,
        rear_text_z=rear.text_z,
        door=(*doors[0], low, tops),
        slides=(*doors[0], low, tops),
        free=_room(p, doors),
        cabin=(p.door_d, p.length - p.rear_depth - (0.9 if not bonnet else 0.2)),
        signs=() if not (_board(front) or bonnet) else _signs(rng, p, doors, rear.window),
    )


def _upper_deck(rng: np.random.Generator, p: Proportions) -> list[Panel]:
    """Windows all round above the first deck's: along both sides, a large one in front, a smaller one behind."""
    u, z = rng.uniform, p.upper
    banded, pitch, post = bool(u() < 0.55), float(u(1.2, 1.75)), float(u(0.02, 0.08))
    start, end = p.front_depth + float(u(0.05, 0.3)), p.length - p.rear_depth - float(u(0.05, 0.6))
    out = [Panel("front", (0.0, 0.98), (z[0] - 0.03, z[1] + 0.03), BAND)]
    out.append(Panel("front", (0.0 if u() < 0.5 else 0.02, 0.95), z, GLASS))
    if banded:
        out.append(Panel("sides", (0.0, end + 0.04), (z[0] - 0.03, z[1] + 0.03), BAND))
    cuts = np.linspace(start, end, max(3, round((end - start) / pitch)) + 1)
    opens = bool(u() < 0.6)
    for a, b in itertools.pairwise(cuts.tolist()):
        span = (a + post / 2.0, b - post / 2.0)
        if not banded:
            out.append(Panel("sides", (span[0] - 0.02, span[1] + 0.02), (z[0] - 0.02, z[1] + 0.02), BAND))
        out.append(Panel("sides", span, z, PANE))
        if opens:
            out.append(Panel("sides", span, (z[1] - 0.26, z[1] - 0.23), BAND))
    wide = float(u(0.55, 0.85))
    out.append(Panel("rear", (0.0, wide + 0.03), (z[0] - 0.03, z[1] + 0.02), BAND))
    return [*out, Panel("rear", (0.0, wide), (z[0], z[1] - 0.02), PANE)]


def _board(front: FrontFace) -> bool:
    return any(panel.skin == BOARD for panel in front.panels)


def _low(rng: np.random.Generator, p: Proportions) -> list[Panel]:
    """Unpainted or raised lower edges, and a bonneted bus's rub rails."""
    out: list[Panel] = []
    if p.variant == "bonneted":
        out += [Panel("front", (0.0, 1.0), (p.clearance, 0.72), TRIM)]
        out += [Panel("rear", (0.0, 1.0), (p.clearance, 0.66), TRIM)]
        for z in (0.92, 1.28, p.belt_z - 0.09):
            out.append(Panel("sides", (p.upright_d, p.length), (z, z + 0.06), TRIM))
    elif rng.uniform() < 0.4:
        out.append(Panel("around", (0.0, 1.0), (p.clearance, p.clearance + float(rng.uniform(0.06, 0.2))), TRIM))
    return out


def _door_spans(rng: np.random.Generator, p: Proportions) -> list[Span]:
    """Doors on the kerb side, front to rear, between the wheel arches."""
    u = rng.uniform
    clear = p.arch + 0.12
    if p.variant == "bonneted":
        return [(p.door_d + 0.02, p.upright_d - 0.03)]
    if p.variant == "midi":  # the only door stands behind the front wheel
        behind = p.axles[0] + clear
        return [(behind, behind + u(0.75, 0.95))]
    if p.type == "coach":
        first = (p.door_d + 0.02, min(p.door_d + u(0.85, 1.0), p.axles[0] - clear))
        middle = p.axles[1] - clear - u(1.0, 1.4)
        return [first, (middle - 0.85, middle)] if u() < 0.5 else [first]
    first = (p.door_d + 0.02, min(p.door_d + u(1.1, 1.3), p.axles[0] - clear))
    room = p.axles[1] - p.axles[0] - 2 * clear
    middle = p.axles[0] + clear + room * u(0.30, 0.62)
    wide = min(u(1.2, 1.35), 0.5 * room)
    spans = [first, (middle, middle + wide)]
    tail = p.length - p.rear_depth - p.axles[1] - clear
    if tail > 2.0 and u() < 0.35:
        rear = p.axles[1] + clear + 0.05
        spans.append((rear, rear + 1.15))
    return spans


def _door(span: Span, z: Span, opened: bool) -> list[Panel]:
    """A door of one or two glazed leaves in black frames, or the opening that they leave."""
    (a, b), (low, high) = span, z
    if opened:
        return [Panel("right", (a, b), z, OPEN)]
    frame, leaves = 0.055, 2 if b - a > 1.05 else 1
    out = [Panel("right", (a, b), z, BAND), *outlined("right", span, z, 0.010)]
    cuts = np.linspace(a, b, leaves + 1)
    for left, right in itertools.pairwise(cuts):
        out.append(Panel("right", (left + frame, right - frame), (low + 0.12, high - 0.09), GLASS))
    if leaves == 2:
        middle = (a + b) / 2.0
        out.append(Panel("right", (middle - 0.006, middle + 0.006), z, GAP))
    return out


def _sides(rng: np.random.Generator, p: Proportions, doors: list[Span], start: float) -> list[Panel]:
    """The window band and its panes, interrupted by doors where these are as high."""
    u = rng.uniform
    end = p.length - p.rear_depth - (0.25 if p.variant == "bonneted" else u(0.15, 0.7))
    z = (p.belt_z, p.top_z)
    pitch = u(0.62, 0.74) if p.variant == "bonneted" else u(1.3, 1.75)
    post = u(0.06, 0.10) if p.variant in ("bonneted", "older") else u(0.012, 0.06)
    panels: list[Panel] = []
    banded = p.variant not in ("bonneted", "older") or u() < 0.4
    if banded:
        panels.append(
            Panel("sides", (start if p.type == "coach" else p.door_d, end + 0.06), (z[0] - 0.03, z[1] + 0.03), BAND)
        )
    opens, rim = u() < 0.7 and p.type != "coach", 0.02 if banded else 0.0
    cross = z[1] - u(0.22, 0.34)
    for side in ("left", "right"):
        free = _free(side, p, doors, start + 0.06, end)
        for a, b in free:
            count = max(1, round((b - a) / pitch))
            cuts = np.linspace(a, b, count + 1)
            for left, right in itertools.pairwise(cuts):
                span = (float(left) + post / 2.0, float(right) - post / 2.0)
                if span[1] - span[0] < 0.2:
                    continue
                if not banded:
                    panels.append(Panel(side, (span[0] - 0.02, span[1] + 0.02), (z[0] - 0.02, z[1] + 0.02), BAND))
                panels.append(Panel(side, span, z, PANE))
                if opens:
                    panels.append(Panel(side, span, (cross, cross + 0.022 + rim * 0.3), BAND))
    if p.variant != "bonneted":  # the driver's window reaches lower
        top = min(p.top_z, p.header_z - 0.05)
        low = p.belt_z - (0.22 if p.type == "city_bus" else 0.1)
        reach = 1.0 if p.variant == "midi" else min(1.15, p.axles[0] - 0.3 - p.door_d)
        driver = (p.door_d + 0.03, p.door_d + reach)
        panels.append(Panel("left", (driver[0] - 0.03, driver[1] + 0.03), (low - 0.03, top + 0.03), BAND))
        panels.append(Panel("left", driver, (low, top), GLASS))
    else:
        panels.append(Panel("left", (p.door_d + 0.03, p.upright_d - 0.06), z, GLASS))
    return panels


def _free(side: str, p: Proportions, doors: list[Span], start: float, end: float) -> list[Span]:
    """Where panes may be on one side."""
    if side == "left":
        return [(start if p.variant == "bonneted" else p.door_d + 1.22, end)]
    out, here = [], start
    for a, b in doors:
        if a - 0.05 > here:
            out.append((here, a - 0.05))
        here = max(here, b + 0.05)
    return [*out, (here, end)]


def _room(p: Proportions, doors: list[Span]) -> tuple[Span, Span]:
    """Between the axles, on the right the longer piece beside a door."""
    a, b = p.axles[0] + p.arch + 0.3, p.axles[1] - p.arch - 0.3
    pieces, here = [], a
    for start, end in [*doors, (b, b)]:
        if start - 0.15 > here:
            pieces.append((here, min(start - 0.15, b)))
        here = max(here, end + 0.15)
    return (a, b), max(pieces, key=lambda span: span[1] - span[0], default=(a, b))


def _luggage(rng: np.random.Generator, p: Proportions, doors: list[Span]) -> list[Panel]:
    """Flaps along the luggage room between the axles, and grilles beside the engine."""
    high = p.belt_z - float(rng.uniform(0.12, 0.25))
    low = p.clearance + 0.05
    panels: list[Panel] = []
    a, b = p.axles[0] + p.arch + 0.12, p.axles[1] - p.arch - 0.12
    for side in ("left", "right"):
        spans = [(a, b)] if side == "left" else _free("right", p, doors, a, b)
        for start, end in ((max(s, a), e) for s, e in spans):
            if end - start < 0.6:
                continue
            cuts = np.linspace(start, end, max(1, round((end - start) / 1.35)) + 1)
            for left, right in itertools.pairwise(cuts):
                panels += outlined(side, (float(left), float(right)), (low, high), 0.009)
    last = p.axles[-1] + p.arch + 0.1
    end = p.length - p.rear_depth - 0.15
    panels += outlined("sides", (last, end), (low, high), 0.009)
    panels.append(Panel("sides", (last + 0.25, end - 0.25), (0.95, high - 0.15), GRILLE))
    return panels


def _hatches(rng: np.random.Generator, p: Proportions, doors: list[Span]) -> list[Panel]:
    """Service flaps of a city bus's skirt, and the engine's grille at the side."""
    panels: list[Panel] = []
    if p.variant in ("bonneted", "midi"):
        return panels
    last, end = p.axles[-1] + p.arch + 0.12, p.length - p.rear_depth - 0.12
    low, high = p.clearance + 0.05, p.belt_z - 0.12
    begin = max([last, *(b + 0.1 for _, b in doors)])
    for side, start in (("left", last), ("right", begin)):
        if end - start > 0.7:
            panels += outlined(side, (start, end), (low, high), 0.009)
            if rng.uniform() < 0.8:
                panels.append(Panel(side, (start + 0.15, end - 0.2), (0.62, min(1.1, high - 0.1)), GRILLE))
    a, b = p.axles[0] + p.arch + 0.1, p.axles[1] - p.arch - 0.1
    cuts = np.linspace(a, b, int(rng.integers(3, 6)))
    for left, right in itertools.pairwise(cuts):
        panels += outlined("left", (float(left), float(right)), (low, min(0.95, high)), 0.007)
    return panels


def _signs(
    rng: np.random.Generator, p: Proportions, doors: list[Span], rear_up: tuple[float, float]
) -> tuple[Sign, ...]:
    """Route number and destination in front, the number at the side and behind."""
    number, name = route(rng), towards(rng)
    lit = (str(rng.choice(["sign_amber", "sign_amber", "sign_white"])), "light")
    if p.variant == "bonneted":
        word = ("dark", "trim")
        z = (p.header_z + 0.08 + p.edge_z) / 2.0
        return (
            Sign("front", 0.0, z, 0.15, 1.4, "SCHOOL BUS", word),
            Sign("rear", 0.0, p.top_z + 0.14, 0.15, 1.4, "SCHOOL BUS", word),
            Sign("sides", p.length * 0.5, p.belt_z - 0.25, 0.14, 2.4, f"{name} SCHOOLS", word),
            Sign("sides", p.length - p.rear_depth - 0.6, p.top_z + 0.13, 0.1, 0.6, number, word),
        )
    if p.variant == "older":
        z, size = (p.header_z + 0.06 + p.edge_z - 0.02) / 2.0, min(0.24, 0.55 * (p.edge_z - p.header_z))
    else:
        top = min(p.header_z, p.edge_z - 0.03)
        z, size = top - 0.125, 0.17
    half = p.width / 2.0
    if p.type == "city_bus":
        size *= 1.1
    out = [
        Sign("front", 0.62, z, size, 0.42, number, lit),
        Sign("front", -0.14, z, size * 0.8, 1.15 * half, name, lit),
    ]
    if p.type == "city_bus":
        out.append(Sign("right", doors[0][1] + 0.55, p.top_z - 0.13, 0.14, 0.85, f"{number} {name}", lit))
        out.append(Sign("rear", 0.0, rear_up[1] - 0.14, 0.16, 0.5, number, lit))
    return tuple(out)
