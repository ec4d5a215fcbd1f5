"""Proportions of cars by type, and their continuous variation. Metres; ``d`` is measured backwards from the front bumper."""

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
        glass_d, deck_z: foot of the rear window and its height (cars with a boot or a bed); ``tail_z``: end of the deck.
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


# Centres of the ranges that manufacturers publish for cars on sale 2010-2024 in each class (C and D segment saloons, C segment
# hatchbacks, D segment estates, compact and mid-size SUVs, sports coupés, MPVs, mid-size crew-cab pickups). Heights of hood, belt
# and cowl are read off such cars' side-view drawings in proportion, by our own estimate.
TYPES: dict[str, Proportions] = {
    "sedan": Proportions(
        4.68, 1.83, 1.45, 2.73, 0.90, 0.330, 0.17, 0.70, 1.20, 0.97, 2.06, 3.22, 0.05, 4.02, 1.09, 1.04, 0.91, 0.96, 0.60
    ),
    "hatchback": Proportions(
        4.22, 1.79, 1.47, 2.60, 0.85, 0.318, 0.16, 0.73, 1.10, 0.99, 1.90, 3.72, 0.08, 4.08, 1.02, 1.00, 0.92, 1.00, 0.60,
        tailgate=True,
    ),
    "estate": Proportions(
        4.72, 1.83, 1.48, 2.75, 0.90, 0.330, 0.16, 0.71, 1.20, 0.98, 2.06, 4.33, 0.08, 4.60, 1.02, 1.00, 0.92, 0.98, 0.61,
        tailgate=True,
    ),
    "suv": Proportions(
        4.56, 1.87, 1.70, 2.68, 0.91, 0.368, 0.215, 0.93, 1.16, 1.16, 1.96, 4.20, 0.08, 4.45, 1.20, 1.16, 1.09, 1.17, 0.65,
        tailgate=True, cladding=True, front_power=2.9,
    ),
    "coupe": Proportions(
        4.46, 1.84, 1.33, 2.60, 0.92, 0.340, 0.14, 0.64, 1.34, 0.90, 2.12, 2.80, 0.05, 3.84, 1.00, 0.97, 0.85, 0.92, 0.57,
        doors=1,
    ),
    "minivan": Proportions(
        4.86, 1.92, 1.76, 2.95, 0.93, 0.340, 0.17, 0.86, 0.98, 1.10, 1.98, 4.60, 0.07, 4.75, 1.08, 1.05, 0.99, 1.03, 0.68,
        tailgate=True,
    ),
    "pickup": Proportions(
        5.34, 1.90, 1.80, 3.22, 0.93, 0.385, 0.25, 1.00, 1.30, 1.20, 2.02, 3.46, 0.04, 3.57, 1.16, 1.15, 1.13, 1.16, 0.66,
        bed=True, rear_depth=0.30, front_power=3.0,
    ),
}  # fmt: skip


def sample_proportions(rng: np.random.Generator, type: str) -> Proportions:
    """A car of the type: no two alike, and what belongs together moves together.

    Length, width and height scale as wholes (σ 3, 1.5 and 1.5 %); wheels, belt, hood and glass then move by a few
    centimetres on their own.
    """
    base = TYPES[type]
    length, width, height = np.exp(np.clip(rng.normal(0.0, 1.0, 3), -2.0, 2.0) * [0.03, 0.015, 0.015])
    scale = {name: length for name in ("length", "wheelbase", "front_overhang", "cowl_d", "header_d", "roof_d", "glass_d")}
    scale |= {name: width for name in ("width", "roof_y")}
    scale |= {name: height for name in ("height", "hood_z", "cowl_z", "deck_z", "tail_z", "belt_front", "belt_rear")}
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
    new["roof_d"] = min(new["roof_d"], new["length"] - 0.16 if base.tailgate else new["glass_d"] - 0.14)
    arch = new["wheel"] + 0.052
    rear_overhang = new["length"] - new["front_overhang"] - new["wheelbase"]
    new["front_depth"] = min(new["front_depth"], new["front_overhang"] - arch - 0.03)
    new["rear_depth"] = min(new["rear_depth"], rear_overhang - arch - 0.03)
    return replace(base, **new)  # type: ignore[arg-type]
