"""Proportions of bicycles: ranges by style, after makers' geometry tables."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Points
from assets.vehicles.cycles.stance import Geometry

type Range = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """Ranges of one kind of bicycle; metres and degrees.

    Attributes:
        share: of all bicycles.
        radius, tyre: of the wheel, and the tyre's width.
        wheelbase, head_deg, seat_deg: of the frame; angles from the ground.
        bracket: height of the cranks' axle.
        saddle, bar: heights of saddle and grips; ``reach`` half the bar's width.
        tube: radius of the down tube.
        lean_deg: of a rider's back, from the vertical.
    """

    share: float
    radius: Range
    tyre: Range
    wheelbase: Range
    head_deg: Range
    seat_deg: Range
    bracket: Range
    saddle: Range
    bar: Range
    reach: Range
    tube: Range
    lean_deg: Range


# Makers' geometry tables of ordinary bicycles, 2005-2024; wheels by ETRTO (622 mm rims have 0.311 m, 559 mm 0.280 m,
# 406 mm 0.203 m, 305 mm 0.152 m). Shares: about what stands in the streets of cities that cycle.
BICYCLES = {
    "city": Style(
        *(0.30, (0.335, 0.350), (0.035, 0.048), (1.06, 1.14), (68, 71), (69, 72), (0.27, 0.30), (0.88, 1.00)),
        *((1.02, 1.14), (0.27, 0.32), (0.014, 0.018), (5, 15)),
    ),
    "step_through": Style(
        *(0.24, (0.330, 0.350), (0.035, 0.050), (1.06, 1.15), (68, 70), (68, 71), (0.26, 0.29), (0.85, 0.97)),
        *((1.02, 1.15), (0.27, 0.31), (0.016, 0.024), (5, 12)),
    ),
    "mountain": Style(
        *(0.22, (0.335, 0.372), (0.050, 0.060), (1.06, 1.18), (66, 70), (71, 74), (0.29, 0.33), (0.88, 1.00)),
        *((0.96, 1.06), (0.31, 0.38), (0.018, 0.026), (25, 40)),
    ),
    "road": Style(
        *(0.16, (0.333, 0.340), (0.024, 0.032), (0.97, 1.01), (72, 74), (72.5, 74.5), (0.265, 0.28), (0.93, 1.03)),
        *((0.93, 1.00), (0.20, 0.22), (0.015, 0.020), (38, 52)),
    ),
    "child": Style(
        *(0.08, (0.200, 0.255), (0.040, 0.050), (0.72, 0.88), (67, 71), (69, 72), (0.19, 0.25), (0.52, 0.68)),
        *((0.64, 0.80), (0.22, 0.26), (0.014, 0.019), (10, 20)),
    ),
}


@dataclass(frozen=True)
class Bike:
    """One bicycle: its style and its numbers, metres and radians."""

    style: str
    geometry: Geometry
    bracket: Points
    seat_rad: float
    saddle: float
    bar: float
    reach: float
    tube: float
    lean_rad: float
    age: float

    def on_seat_tube(self, z: float) -> Points:
        """The point at a height on the line of the seat tube."""
        out: Points = self.bracket + np.array(
            [-(z - self.bracket[2]) / np.tan(self.seat_rad), 0.0, z - self.bracket[2]]
        )
        return out


def sample_bike(rng: np.random.Generator) -> Bike:
    """A style by its share, then every number from its range."""
    names = list(BICYCLES)
    weights = np.array([BICYCLES[name].share for name in names])
    name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    style, size = BICYCLES[name], rng.uniform()

    def pick(span: Range, follow: float = 0.6) -> float:
        return float(span[0] + (span[1] - span[0]) * (follow * size + (1.0 - follow) * rng.uniform()))

    radius, tyre = pick(style.radius, 1.0), pick(style.tyre, 0.0)
    head = np.radians(pick(style.head_deg, 0.0))
    offset = 0.045 * radius / 0.34
    trail = float((radius * np.cos(head) - offset) / np.sin(head))
    geometry = Geometry(pick(style.wheelbase), radius, radius, tyre, tyre, float(np.pi / 2.0 - head), trail)
    stay = (0.41 if name == "road" else 0.435 if name == "mountain" else 0.455) * (radius / 0.345) ** 0.7
    z = pick(style.bracket)
    x = geometry.rear[0] + np.sqrt(stay**2 - (z - radius) ** 2)
    seat = float(np.radians(pick(style.seat_deg, 0.0)))
    return Bike(
        name,
        geometry,
        np.array([x, 0.0, z]),
        seat,
        saddle=pick(style.saddle),
        bar=pick(style.bar),
        reach=pick(style.reach),
        tube=pick(style.tube, 0.0),
        lean_rad=float(np.radians(pick(style.lean_deg, 0.0))),
        age=float(rng.beta(0.8, 0.8)),
    )
