"""Proportions of cars by type, and their continuous variation.

Metres; ``d`` is measured backwards from the front bumper.
"""

from dataclasses import dataclass, fields, replace

import numpy as np


@dataclass(frozen=True)
class Proportions:
    """The side view and the plan of one car.

    Attributes:
        length, width, height: of the body, without mirrors.
        wheelbase, front_overhang: axle distances; ``wheel`` the tyre's radius.
        clearance: from the ground to the sill.
        hood_z: height of the hood's front edge; ``cowl_d``, ``cowl_z``: foot of the windscreen on the centre line.
        header_d: top of the windscreen; ``roof_d``: rear end of the roof; ``roof_drop``: how far it lies below the top.
        glass_d, deck_z: foot of the rear window and its height (with a boot or a bed); ``tail_z``: end of the deck.
        belt_front, belt_rear: lower edge of the side windows.
        roof_y: half width of the roof at its edges.
        tailgate: the rear window is part of the rear door, and the roof runs to the end.
        bed: an open load bed.
        doors: side doors on each side.
        front_depth, rear_depth: length of the rounded corners in plan; ``front_power``: their sharpness (2 an ellipse).
        cladding: unpainted plastic around the arches and along the sills.
    """

    length: float
    width: float
    height: float
    wheelbase: float
    front_overhang: float
    wheel: float
    clearance: float
    hood_z: float
    cowl_d: float
    cowl_z: float
    header_d: float
    roof_d: float
    roof_drop: float
    glass_d: float
    deck_z: float
    tail_z: float
    belt_front: float
    belt_rear: float
    roof_y: float
    tailgate: bool = False
    bed: bool = False
    doors: int = 2
    front_depth: float = 0.46
    rear_depth: float = 0.50
    front_power: float = 2.6
    cladding: bool = False


# Centres of the ranges that manufacturers publish for cars on sale 2010-2024 in each class: C and D segment saloons,
# C segment hatchbacks, D segment estates, compact and mid-size SUVs, sports coupés, MPVs, mid-size crew-cab pickups.
# Heights of hood, belt and cowl are our own estimates from the proportions of such cars' side views.
TYPES: dict[str, Proportions] = {
    "sedan": Proportions(
        length=4.68,
        width=1.83,
        height=1.45,
        wheelbase=2.73,
        front_overhang=0.9,
        wheel=0.33,
        clearance=0.17,
        hood_z=0.7,
        cowl_d=1.2,
        cowl_z=0.97,
        header_d=2.06,
        roof_d=3.22,
        roof_drop=0.05,
        glass_d=4.02,
        deck_z=1.09,
        tail_z=1.04,
        belt_front=0.91,
        belt_rear=0.96,
        roof_y=0.6,
    ),
    "hatchback": Proportions(
        length=4.22,
        width=1.79,
        height=1.47,
        wheelbase=2.6,
        front_overhang=0.85,
        wheel=0.318,
        clearance=0.16,
        hood_z=0.73,
        cowl_d=1.1,
        cowl_z=0.99,
        header_d=1.9,
        roof_d=3.72,
        roof_drop=0.08,
        glass_d=4.08,
        deck_z=1.02,
        tail_z=1.0,
        belt_front=0.92,
        belt_rear=1.0,
        roof_y=0.6,
        tailgate=True,
    ),
    "estate": Proportions(
        length=4.72,
        width=1.83,
        height=1.48,
        wheelbase=2.75,
        front_overhang=0.9,
        wheel=0.33,
        clearance=0.16,
        hood_z=0.71,
        cowl_d=1.2,
        cowl_z=0.98,
        header_d=2.06,
        roof_d=4.33,
        roof_drop=0.08,
        glass_d=4.6,
        deck_z=1.02,
        tail_z=1.0,
        belt_front=0.92,
        belt_rear=0.98,
        roof_y=0.61,
        tailgate=True,
    ),
    "suv": Proportions(
        length=4.56,
        width=1.87,
        height=1.7,
        wheelbase=2.68,
        front_overhang=0.91,
        wheel=0.368,
        clearance=0.215,
        hood_z=0.93,
        cowl_d=1.16,
        cowl_z=1.16,
        header_d=1.96,
        roof_d=4.2,
        roof_drop=0.08,
        glass_d=4.45,
        deck_z=1.2,
        tail_z=1.16,
        belt_front=1.09,
        belt_rear=1.17,
        roof_y=0.65,
        tailgate=True,
        front_power=2.9,
        cladding=True,
    ),
    "coupe": Proportions(
        length=4.46,
        width=1.84,
        height=1.33,
        wheelbase=2.6,
        front_overhang=0.92,
        wheel=0.34,
        clearance=0.14,
        hood_z=0.64,
        cowl_d=1.34,
        cowl_z=0.9,
        header_d=2.12,
        roof_d=2.8,
        roof_drop=0.05,
        glass_d=3.84,
        deck_z=1.0,
        tail_z=0.97,
        belt_front=0.85,
        belt_rear=0.92,
        roof_y=0.57,
        doors=1,
    ),
    "minivan": Proportions(
        length=4.86,
        width=1.92,
        height=1.76,
        wheelbase=2.95,
        front_overhang=0.93,
        wheel=0.34,
        clearance=0.17,
        hood_z=0.86,
        cowl_d=0.98,
        cowl_z=1.1,
        header_d=1.98,
        roof_d=4.6,
        roof_drop=0.07,
        glass_d=4.75,
        deck_z=1.08,
        tail_z=1.05,
        belt_front=0.99,
        belt_rear=1.03,
        roof_y=0.68,
        tailgate=True,
    ),
    "pickup": Proportions(
        length=5.34,
        width=1.9,
        height=1.8,
        wheelbase=3.22,
        front_overhang=0.93,
        wheel=0.385,
        clearance=0.25,
        hood_z=1.0,
        cowl_d=1.3,
        cowl_z=1.2,
        header_d=2.02,
        roof_d=3.42,
        roof_drop=0.04,
        glass_d=3.58,
        deck_z=1.16,
        tail_z=1.15,
        belt_front=1.13,
        belt_rear=1.16,
        roof_y=0.66,
        bed=True,
        rear_depth=0.3,
        front_power=3.0,
    ),
}


def sample_proportions(rng: np.random.Generator, type: str) -> Proportions:
    """A car of the type: no two alike, and what belongs together moves together.

    Length, width and height scale as wholes (σ 3, 1.5 and 1.5 %); wheels, belt, hood and glass then move by a few
    centimetres on their own.
    """
    base = TYPES[type]
    length, width, height = np.exp(np.clip(rng.normal(0.0, 1.0, 3), -2.0, 2.0) * [0.03, 0.015, 0.015])
    scale = dict.fromkeys(("length", "wheelbase", "front_overhang", "cowl_d", "header_d", "roof_d", "glass_d"), length)
    scale |= dict.fromkeys(("width", "roof_y"), width)
    scale |= dict.fromkeys(("height", "hood_z", "cowl_z", "deck_z", "tail_z", "belt_front", "belt_rear"), height)
    spread = {
        "wheelbase": 0.02, "front_overhang": 0.02, "wheel": 0.010, "clearance": 0.012, "hood_z": 0.020, "cowl_d": 0.05,
        "header_d": 0.05, "roof_d": 0.06, "deck_z": 0.015, "tail_z": 0.015, "belt_front": 0.012, "belt_rear": 0.018,
        "roof_y": 0.012, "roof_drop": 0.012, "front_power": 0.2, "front_depth": 0.03, "rear_depth": 0.03,
    }  # fmt: skip
    new: dict[str, float] = {}
    for item in fields(base):
        value = getattr(base, item.name)
        if isinstance(value, float):
            step = float(np.clip(rng.normal(), -1.8, 1.8)) * spread.get(item.name, 0.0)
            new[item.name] = float(value * scale.get(item.name, 1.0) + step)
    last = new["length"] - 0.16 if base.tailgate else new["glass_d"] - 0.40
    new["roof_d"] = new["glass_d"] - 0.16 if base.bed else min(new["roof_d"], last)  # a cab's back stands upright
    arch = new["wheel"] + 0.052
    rear_overhang = new["length"] - new["front_overhang"] - new["wheelbase"]
    new["front_depth"] = min(new["front_depth"], new["front_overhang"] - arch - 0.03)
    new["rear_depth"] = min(new["rear_depth"], rear_overhang - arch - 0.03)
    return replace(base, **new)  # type: ignore[arg-type]
