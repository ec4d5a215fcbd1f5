"""Proportions of motorcycles and scooters: ranges by style, after published data sheets of their classes."""

from dataclasses import dataclass

import numpy as np

from assets.vehicles.cycles.stance import Geometry

type Range = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """Ranges of one kind of machine; metres and degrees.

    Attributes:
        share: of all of its type.
        wheelbase, rake_deg, trail: of the chassis.
        front, rear: radius of the tyres; ``front_wide``, ``rear_wide`` their widths; ``wall`` the side walls' height
            as a share of the width.
        seat: lowest point of the rider's seat above the ground.
        bar: height of the grips; ``reach`` their half width.
        pegs: x of the rider's pegs, from the middle between the axles; ``pegs_z`` their height.
        tail: how far the tail ends behind the rear axle.
        fork: half the distance between the fork's legs.
    """

    share: float
    wheelbase: Range
    rake_deg: Range
    trail: Range
    front: Range
    front_wide: Range
    rear: Range
    rear_wide: Range
    seat: Range
    bar: Range
    reach: Range
    pegs: Range
    pegs_z: Range
    tail: Range
    wall: Range = (0.60, 0.75)
    fork: Range = (0.095, 0.105)


# Data sheets of ordinary machines of each class, 2005-2024: wheelbase, caster and trail, seat height; tyre radii by the
# ETRTO sizes they name (a 17 inch rim has 0.216 m, 18 inch 0.229 m, 19 inch 0.241 m, 21 inch 0.267 m, 10 inch
# 0.127 m, 12 inch 0.152 m, 14 inch 0.178 m). Shares: the world's two-wheelers are mostly small street machines and
# underbones; pictures hold more of the large ones than the roads do.
MOTORCYCLES = {
    "street": Style(
        *(0.20, (1.24, 1.34), (25.0, 27.5), (0.085, 0.105), (0.29, 0.31), (0.075, 0.100), (0.295, 0.315)),
        *((0.090, 0.130), (0.77, 0.80), (1.00, 1.06), (0.35, 0.39), (-0.13, -0.07), (0.30, 0.34), (0.17, 0.27)),
        wall=(0.85, 1.0),
        fork=(0.075, 0.085),
    ),
    "underbone": Style(
        *(0.20, (1.21, 1.27), (25.5, 27.0), (0.070, 0.090), (0.275, 0.285), (0.070, 0.085), (0.282, 0.295)),
        *((0.080, 0.100), (0.745, 0.78), (0.97, 1.04), (0.32, 0.36), (-0.08, -0.02), (0.28, 0.31), (0.20, 0.30)),
        wall=(0.85, 1.0),
        fork=(0.068, 0.078),
    ),
    "naked": Style(
        *(0.17, (1.36, 1.46), (23.5, 26.0), (0.092, 0.108), (0.295, 0.305), (0.110, 0.122), (0.308, 0.320)),
        *((0.140, 0.190), (0.78, 0.83), (1.03, 1.10), (0.35, 0.40), (-0.20, -0.12), (0.33, 0.38), (0.00, 0.18)),
    ),
    "sport": Style(
        *(0.16, (1.35, 1.45), (23.0, 25.0), (0.090, 0.105), (0.295, 0.303), (0.110, 0.122), (0.310, 0.325)),
        *((0.140, 0.200), (0.79, 0.84), (0.86, 0.97), (0.31, 0.36), (-0.28, -0.20), (0.36, 0.42), (0.02, 0.17)),
    ),
    "cruiser": Style(
        *(0.16, (1.56, 1.76), (29.0, 38.0), (0.125, 0.165), (0.310, 0.340), (0.095, 0.135), (0.315, 0.335)),
        *((0.150, 0.210), (0.66, 0.72), (1.02, 1.30), (0.38, 0.47), (0.12, 0.30), (0.27, 0.32), (0.15, 0.32)),
        wall=(0.75, 0.9),
        fork=(0.105, 0.13),
    ),
    "touring": Style(
        *(0.08, (1.48, 1.62), (24.5, 28.0), (0.100, 0.120), (0.298, 0.325), (0.110, 0.125), (0.315, 0.330)),
        *((0.160, 0.190), (0.78, 0.84), (1.08, 1.18), (0.38, 0.44), (-0.16, -0.06), (0.34, 0.40), (0.16, 0.26)),
    ),
    "offroad": Style(
        *(0.10, (1.40, 1.50), (26.5, 28.5), (0.105, 0.122), (0.335, 0.350), (0.078, 0.092), (0.320, 0.340)),
        *((0.105, 0.130), (0.84, 0.94), (1.14, 1.26), (0.38, 0.42), (-0.14, -0.08), (0.36, 0.42), (0.12, 0.26)),
        wall=(0.8, 0.95),
    ),
}
SCOOTERS = {
    "modern": Style(
        *(0.55, (1.23, 1.34), (25.5, 27.5), (0.075, 0.095), (0.215, 0.255), (0.090, 0.110), (0.210, 0.245)),
        *((0.095, 0.130), (0.75, 0.80), (0.98, 1.06), (0.33, 0.37), (0.03, 0.12), (0.24, 0.28), (0.16, 0.26)),
        fork=(0.075, 0.09),
    ),
    "classic": Style(
        *(0.28, (1.24, 1.34), (25.0, 27.0), (0.075, 0.090), (0.215, 0.235), (0.100, 0.115), (0.215, 0.235)),
        *((0.105, 0.125), (0.75, 0.80), (0.98, 1.05), (0.33, 0.37), (0.03, 0.12), (0.23, 0.27), (0.14, 0.22)),
        fork=(0.075, 0.09),
    ),
    "maxi": Style(
        *(0.17, (1.46, 1.58), (25.5, 27.5), (0.090, 0.105), (0.262, 0.285), (0.115, 0.125), (0.255, 0.275)),
        *((0.145, 0.165), (0.75, 0.80), (1.04, 1.12), (0.36, 0.40), (0.10, 0.20), (0.29, 0.34), (0.22, 0.32)),
        fork=(0.085, 0.10),
    ),
}


@dataclass(frozen=True)
class Motorcycle:
    """One machine: its style's name and a number for each range; metres.

    Attributes:
        age: 0 new and edgy, 1 old and round: lamps, tank, mirrors and wheels go together.
    """

    style: str
    geometry: Geometry
    seat: float
    bar: float
    reach: float
    pegs: float
    pegs_z: float
    tail: float
    wall: float
    fork: float
    age: float

    @property
    def tail_x(self) -> float:
        return -self.geometry.wheelbase / 2.0 - self.tail


def sample_motorcycle(rng: np.random.Generator, styles: dict[str, Style]) -> Motorcycle:
    """A style by its share, then every number from its range; large machines are large throughout."""
    names = list(styles)
    weights = np.array([styles[name].share for name in names])
    name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    style, size = styles[name], rng.uniform()

    def pick(span: Range, follow: float = 0.6) -> float:
        """Partly as the machine's size says, partly its own."""
        return float(span[0] + (span[1] - span[0]) * (follow * size + (1.0 - follow) * rng.uniform()))

    geometry = Geometry(
        wheelbase=pick(style.wheelbase),
        front_radius=pick(style.front, 0.3),
        rear_radius=pick(style.rear, 0.3),
        front_width=pick(style.front_wide),
        rear_width=pick(style.rear_wide),
        rake_rad=float(np.radians(pick(style.rake_deg, 0.2))),
        trail=pick(style.trail, 0.2),
    )
    return Motorcycle(
        name,
        geometry,
        seat=pick(style.seat),
        bar=pick(style.bar),
        reach=pick(style.reach),
        pegs=pick(style.pegs, 0.0),
        pegs_z=pick(style.pegs_z, 0.0),
        tail=pick(style.tail, 0.0),
        wall=pick(style.wall, 0.0),
        fork=pick(style.fork),
        age=float(rng.beta(0.7, 0.9)),
    )
