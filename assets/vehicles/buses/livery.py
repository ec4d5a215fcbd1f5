"""Liveries: second and third paints in stripes, skirts, sweeps and roofs, as operators paint their fleets."""

from collections.abc import Callable

import numpy as np

from assets.polygons import Points
from assets.vehicles.areas import Area, Field, above, below
from assets.vehicles.buses.proportions import Proportions


def livery(rng: np.random.Generator, p: Proportions) -> tuple[Area, ...]:
    """A design by chance; none for most vans."""
    van = p.is_van
    if p.variant == "bonneted":
        return (Area((above(p.edge_z),), "paint_3"),) if rng.uniform() < 0.3 else ()
    if rng.uniform() < (0.58 if p.type == "panel_van" else 0.35 if van else 0.12):
        return ()
    designs = DESIGNS[:3] if van and p.type == "panel_van" else DESIGNS
    out: list[Area] = []
    for _ in range(int(rng.choice([1, 2, 3], p=[0.45, 0.35, 0.2]))):
        out += designs[int(rng.integers(len(designs)))](rng, p, "paint_3" if len(out) % 2 else "paint_2")
    return tuple(out)


def _stripes(rng: np.random.Generator, p: Proportions, paint: str) -> list[Area]:
    """One to three bands along the flanks, level or rising towards the rear."""
    middle = p.clearance + (p.belt_z - p.clearance) * float(rng.uniform(0.35, 0.8))
    width, slope = float(rng.uniform(0.06, 0.22)), float(rng.choice([0.0, rng.uniform(-0.03, 0.06)]))
    out = []
    for number in range(int(rng.integers(1, 4))):
        low = middle + number * width * 1.35
        wide = width / (1 + number)
        out.append(Area((above(low, -slope), below(low + wide, -slope)), paint))
    return out


def _skirt(rng: np.random.Generator, p: Proportions, paint: str) -> list[Area]:
    """The lower part, its edge level or climbing in a wave somewhere along the flank."""
    low = p.clearance + (p.belt_z - p.clearance) * float(rng.uniform(0.2, 0.75))
    climb = float(rng.choice([0.0, rng.uniform(0.3, p.edge_z - low)]))
    place, length = float(rng.uniform(-0.4, 0.3)) * p.length, float(rng.uniform(0.1, 0.5)) * p.length

    def field(points: Points) -> Points:
        t = np.clip((place - points[:, 0]) / length, 0.0, 1.0)
        out: Points = points[:, 2] - low - climb * t * t * (3.0 - 2.0 * t)
        return out

    return [Area((field,), paint)]


def _sweep(rng: np.random.Generator, p: Proportions, paint: str) -> list[Area]:
    """The rear in another colour, behind a slanting or curved edge, with a stripe or two before it."""
    place, lean = float(rng.uniform(-0.4, 0.05)) * p.length, float(rng.uniform(-0.9, 1.3))
    bend = float(rng.uniform(-0.5, 0.8))

    def edge(offset: float, sign: float) -> Field:
        def field(points: Points) -> Points:
            z = points[:, 2] - 1.2
            out: Points = sign * (points[:, 0] - place - offset + lean * z + bend * z * np.abs(z))
            return out

        return field

    out = [Area((edge(0.0, 1.0),), paint)]
    other = "paint_3" if paint == "paint_2" else "paint_2"
    start = 0.0
    for _ in range(int(rng.integers(0, 3))):
        start += float(rng.uniform(0.08, 0.25))
        width = float(rng.uniform(0.08, 0.35))
        out.append(Area((edge(start, -1.0), edge(start + width, 1.0)), paint if rng.uniform() < 0.5 else other))
        start += width
    return out


def _roof(rng: np.random.Generator, p: Proportions, paint: str) -> list[Area]:
    """All above the windows."""
    low = p.top_z + 0.04
    return [Area((above(low, 0.0),), paint)]


def _front(rng: np.random.Generator, p: Proportions, paint: str) -> list[Area]:
    """The face in another colour, back to a slanting edge."""
    place, lean = p.length / 2.0 - float(rng.uniform(0.5, 2.2)), float(rng.uniform(-0.6, 0.6))

    def field(points: Points) -> Points:
        out: Points = place - points[:, 0] + lean * (points[:, 2] - 1.2)
        return out

    return [Area((field,), paint)]


def _waves(rng: np.random.Generator, p: Proportions, paint: str) -> list[Area]:
    """Swooshes: bands that swing from the skirt in front to the roof behind."""
    other = "paint_3" if paint == "paint_2" else "paint_2"
    low, high = p.clearance + 0.1, p.edge_z * float(rng.uniform(0.6, 1.0))
    place, length = float(rng.uniform(-0.2, 0.3)) * p.length, float(rng.uniform(0.4, 0.9)) * p.length
    out, start = [], 0.0

    def line(offset: float, sign: float) -> Field:
        def field(points: Points) -> Points:
            t = np.clip((place - points[:, 0]) / length + 0.5, 0.0, 1.0)
            value: Points = sign * (points[:, 2] - low + offset - (high - low) * t**2)
            return value

        return field

    for number in range(int(rng.integers(1, 4))):
        width = float(rng.uniform(0.12, 0.4))
        out.append(Area((line(start, 1.0), line(start + width, -1.0)), other if number % 2 else paint))
        start += width + float(rng.uniform(0.0, 0.12))
    return out


DESIGNS: tuple[Callable[[np.random.Generator, Proportions, str], list[Area]], ...] = (
    _stripes,
    _skirt,
    _sweep,
    _waves,
    _roof,
    _front,
)
