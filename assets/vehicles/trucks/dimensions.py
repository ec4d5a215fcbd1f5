"""Proportions of trucks: published classes, and continuous variation around them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

type Range = tuple[float, float]


@dataclass(frozen=True)
class CabClass:
    """Ranges of a class of cabs, metres; a latent size runs through all of them alike.

    Attributes:
        width: without mirrors; ``length``: bumper to back wall; ``axle``: bumper to front axle.
        floor, bumper, belt, screen, roof: heights of the bumper's two edges, of the windscreen's foot and top, and of
            the roof above the windscreen.
        tyre: radius, and ``section`` width, of the tyres.
        rail: height of the chassis' upper edge.
    """

    width: Range
    length: Range
    axle: Range
    floor: Range
    bumper: Range
    belt: Range
    screen: Range
    roof: Range
    tyre: Range
    section: Range
    rail: Range


# After the makers' body builder drawings: Japan's and Europe's light trucks of 3.5 to 7.5 t (16 and 17.5 inch tyres),
# medium ones of 7.5 to 16 t (17.5 and 19.5 inch), heavy ones from 16 t (22.5 inch, 2.50 m wide at most, EU 96/53) with
# low and with high sleeper roofs. "bonnet" is the cab of a North American class 8 conventional, without its bonnet,
# "hood" that of a class 6 one, "van" that of a 3.5 to 5 t van whose maker leaves its body to others.
CAB_CLASSES: Mapping[str, CabClass] = {
    "light": CabClass(
        *((1.70, 2.08), (1.58, 1.80), (1.02, 1.16), (0.37, 0.49), (0.70, 0.82), (1.28, 1.44), (0.62, 0.74)),
        *((0.13, 0.20), (0.34, 0.39), (0.195, 0.225), (0.66, 0.78)),
    ),
    "medium": CabClass(
        *((2.06, 2.30), (1.66, 2.05), (1.16, 1.34), (0.47, 0.65), (0.87, 1.03), (1.52, 1.74), (0.64, 0.76)),
        *((0.16, 0.30), (0.40, 0.465), (0.215, 0.255), (0.82, 0.95)),
    ),
    "heavy": CabClass(
        *((2.28, 2.46), (1.68, 2.28), (1.34, 1.48), (0.52, 0.74), (1.00, 1.18), (1.84, 2.06), (0.68, 0.82)),
        *((0.20, 0.34), (0.49, 0.53), (0.29, 0.36), (0.96, 1.06)),
    ),
    "sleeper": CabClass(
        *((2.40, 2.50), (2.22, 2.32), (1.36, 1.48), (0.40, 0.56), (0.94, 1.10), (1.88, 2.06), (0.74, 0.88)),
        *((0.56, 0.92), (0.49, 0.53), (0.31, 0.37), (0.96, 1.05)),
    ),
    "bonnet": CabClass(
        *((1.90, 2.12), (1.50, 1.75), (0.95, 1.30), (0.32, 0.42), (0.66, 0.78), (1.80, 1.98), (0.56, 0.66)),
        *((0.16, 0.30), (0.49, 0.53), (0.28, 0.31), (0.98, 1.06)),
    ),
    "hood": CabClass(
        *((1.92, 2.08), (1.42, 1.60), (0.92, 1.10), (0.32, 0.42), (0.64, 0.76), (1.48, 1.66), (0.56, 0.66)),
        *((0.15, 0.24), (0.42, 0.48), (0.22, 0.26), (0.86, 0.98)),
    ),
    "van": CabClass(
        *((1.90, 2.02), (1.30, 1.45), (0.86, 0.96), (0.28, 0.35), (0.58, 0.68), (1.28, 1.42), (0.66, 0.76)),
        *((0.12, 0.17), (0.34, 0.38), (0.195, 0.225), (0.66, 0.76)),
    ),
}

# Lengths of the bonnets in front of those cabs that have one, metres.
NOSES: Mapping[str, Range] = {"bonnet": (1.35, 2.05), "hood": (1.10, 1.50), "van": (0.78, 0.98)}
# How far windscreens fall back over their height, where cabs differ from the common cab-over, metres.
SCREEN_LEANS: Mapping[str, Range] = {
    **{"light": (0.16, 0.34), "van": (0.34, 0.48)},
    **dict.fromkeys(("bonnet", "hood"), (0.10, 0.22)),
}


@dataclass(frozen=True)
class Cab:
    """One cab; lengths in metres, heights above the ground, ``d`` behind the bumper.

    Attributes:
        kind: key of ``CAB_CLASSES``.
        width, length, axle: as the class says them.
        nose: of the bonnet in front of the cab; 0 for a cab-over.
        floor, bumper, belt, screen, roof: heights, from low to high.
        belt_drop: how much lower the belt is in front than at the door's rear edge.
        ledge: metres that the bumper stands out in front of the panel above it.
        panel_lean, screen_lean, roof_lean: metres that the front falls back up to the belt, along the windscreen, and
            from there to the roof.
        corner, power: of the plan: metres from front to flank, and the superellipse's power.
        door: d of the door's edges.
        tyre, section: radius and width of the front tyres; ``arch``: radius around them.
        rear_floor: height of the cab's underside behind the wheel.
        rail: upper edge of the chassis.
    """

    kind: str
    width: float
    length: float
    axle: float
    nose: float
    floor: float
    bumper: float
    belt: float
    screen: float
    roof: float
    belt_drop: float
    ledge: float
    panel_lean: float
    screen_lean: float
    roof_lean: float
    corner: float
    power: float
    door: tuple[float, float]
    tyre: float
    section: float
    arch: float
    rear_floor: float
    rail: float

    @property
    def rear(self) -> float:
        """d of the back wall."""
        return self.nose + self.length

    @property
    def fender(self) -> float:
        """Half the width over the front wheels."""
        spare = {"bonnet": 0.15, "hood": 0.09, "van": 0.01}.get(self.kind, 0.0)
        return max(self.width / 2.0 + spare, 1.15 if self.kind == "bonnet" else 0.0)

    @property
    def high(self) -> bool:
        """A roof that one can stand under."""
        return self.roof - self.screen > 0.5


@dataclass(frozen=True)
class Space:
    """Room for a body: x from rear to front, z from floor to top, and its width; metres."""

    rear: float
    front: float
    floor: float
    top: float
    width: float


def sample_cab(rng: np.random.Generator, kind: str) -> Cab:
    """A cab of one of ``CAB_CLASSES``."""
    c, size = CAB_CLASSES[kind], float(rng.uniform())

    def pick(limits: Range, follow: float = 0.5) -> float:
        low, high = limits
        return low + (high - low) * (follow * size + (1.0 - follow) * float(rng.uniform()))

    width, length, axle, tyre = pick(c.width, 0.8), pick(c.length), pick(c.axle), pick(c.tyre, 0.8)
    floor, bumper, belt, rail = pick(c.floor), pick(c.bumper), pick(c.belt, 0.7), pick(c.rail, 0.7)
    if kind == "bonnet" and rng.uniform() < 0.55:
        length += float(rng.uniform(0.75, 1.6))  # with a bunk behind the seats
    screen = belt + pick(c.screen)
    arch = tyre + float(rng.uniform(0.07, 0.11))
    nose = float(rng.uniform(*NOSES[kind])) if kind in NOSES else 0.0
    small, high = kind == "light", kind == "sleeper"
    corner = float(rng.uniform(0.26, 0.42)) * (0.9 if small else 1.0)
    door_start = nose + (0.20 if nose else 0.30 + float(rng.uniform(0.0, 0.14)))
    door_width = min(float(rng.uniform(0.88, 1.06)), nose + length - 0.14 - door_start)
    return Cab(
        kind,
        width,
        length,
        axle,
        nose,
        floor,
        bumper,
        belt,
        screen,
        screen + pick(c.roof),
        belt_drop=float(rng.uniform(0.02, 0.14)),
        ledge=float(rng.uniform(0.02, 0.05) if small else rng.uniform(0.03, 0.11)),
        panel_lean=float(rng.uniform(0.02, 0.10)),
        screen_lean=float(rng.uniform(*SCREEN_LEANS.get(kind, (0.12, 0.30)))),
        roof_lean=float(rng.uniform(0.30, 0.62)) if high else float(rng.uniform(0.05, 0.14)),
        corner=corner,
        power=float(rng.uniform(3.0, 5.5)),
        door=(door_start, door_start + door_width),
        tyre=tyre,
        section=pick(c.section, 0.7),
        arch=arch,
        rear_floor={"bonnet": 0.78, "hood": 0.62, "van": 0.40}.get(kind, max(rail - (0.10 if small else 0.02), 0.5)),
        rail=rail,
    )


@dataclass(frozen=True)
class Chassis:
    """Attributes:
    axles: d of the rear axles (with ``steered`` front ones before them, the first of them the cab's).
    steered: d of the steered axles.
    dual: two tyres on each end of the rear axles.
    rail: height of the rails' upper edge; ``half``: y of their middles.
    start, end: d of the rails' ends.
    tyre, section: of the rear tyres.
    width: over the rear tyres.
    """

    steered: tuple[float, ...]
    axles: tuple[float, ...]
    dual: bool
    rail: float
    half: float
    start: float
    end: float
    tyre: float
    section: float
    width: float
