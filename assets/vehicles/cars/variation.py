"""One car of a type: no two alike, and what belongs together moves together."""

from dataclasses import replace

import numpy as np

from assets.random import stream
from assets.vehicles.cars.dimensions import TYPES, Proportions

ALONG = ("length", "wheelbase", "front_overhang", "cowl_d", "header_d", "roof_d", "glass_d")
ACROSS = ("width", "roof_y")
UP = ("height", "hood_z", "cowl_z", "deck_z", "tail_z", "belt_front", "belt_rear")

# Spread in length (σ of the logarithm): a hatchback is a city car or a family's.
LENGTH_SPREAD = {"sedan": 0.045, "hatchback": 0.06, "suv": 0.055, "pickup": 0.03}
# Standard deviations in metres (sharpness and shares: plain numbers) of what moves on its own.
SPREAD = {
    "wheelbase": 0.03, "front_overhang": 0.03, "wheel": 0.012, "clearance": 0.012, "hood_z": 0.022, "cowl_d": 0.05,
    "cowl_z": 0.012, "header_d": 0.06, "roof_d": 0.08, "deck_z": 0.018, "tail_z": 0.018, "belt_front": 0.015,
    "belt_rear": 0.022, "roof_y": 0.015, "roof_drop": 0.015, "front_power": 0.25, "rear_power": 0.3,
    "front_depth": 0.04, "rear_depth": 0.04, "nose": 0.03, "bumper": 0.03, "rake": 0.05, "window_y": 0.035,
    "kick": 0.025, "crease": 0.05, "crease_depth": 0.005, "scallop": 0.005, "dome": 0.006, "arch_gap": 0.006,
    "flare": 0.005,
}  # fmt: skip
# What a car of the 1980s has otherwise than one of today, in metres or plain numbers.
BOXY = {
    "height": -0.02, "wheel": -0.032, "arch_gap": 0.006, "belt_front": -0.045, "belt_rear": -0.06, "kick": -0.03,
    "cowl_z": -0.05, "hood_z": 0.015, "header_d": -0.16, "roof_y": 0.03, "roof_drop": -0.01, "front_power": 2.2,
    "rear_power": 1.8, "front_depth": -0.14, "rear_depth": -0.12, "nose": -0.07, "deck_z": -0.06, "tail_z": -0.06,
    "crease_depth": -0.004, "scallop": -0.006, "flare": 0.0, "rake": -0.04, "window_y": 0.06, "width": -0.09,
}  # fmt: skip
OLD_SHARE = 0.2  # of cars from before about 1998; photographs hold more of them than streets do
SINGLE_CABS = 0.25


def sample_proportions(rng: np.random.Generator, type: str) -> Proportions:
    """A car of the type.

    Length, width and height scale as wholes; a year of birth (``box``) moves edges, glass and wheels together; the rest
    then moves by a few centimetres on its own.
    """
    base = TYPES[type]
    box = _box(stream(rng, "era"), type)
    high = base.wheel > 0.36  # off the road, wheels were large and sills high from the beginning
    length = float(np.exp(LENGTH_SPREAD.get(type, 0.035) * np.clip(rng.normal(), -2.0, 2.0)))
    width = float(length**0.45 * np.exp(0.012 * np.clip(rng.normal(), -2.0, 2.0)))
    height = float(length ** (0.35 if type == "suv" else 0.15) * np.exp(0.016 * np.clip(rng.normal(), -2.0, 2.0)))
    scale = dict.fromkeys(ALONG, length) | dict.fromkeys(ACROSS, width) | dict.fromkeys(UP, height)
    scale["wheel"] = length**0.5
    new: dict[str, float] = {}
    for key in dict.fromkeys((*scale, *SPREAD, *BOXY)):
        step = float(np.clip(rng.normal(), -2.0, 2.0)) * SPREAD.get(key, 0.0)
        new[key] = (
            getattr(base, key) * scale.get(key, 1.0)
            + step
            + box * BOXY.get(key, 0.0) * (0.2 if high and key in ("wheel", "height", "width") else 1.0)
        )
    new["width"] = max(new["width"], 1.62)
    hood = float(stream(rng, "hood").normal(0.0, 0.06)) * (0.5 if base.height > 1.5 else 1.0)
    for key in ("cowl_d", "header_d"):
        new[key] += hood
    varied = replace(base, box=box, **new)  # type: ignore[arg-type]
    return _possible(_variant(stream(rng, "variant"), type, varied))


def _box(rng: np.random.Generator, type: str) -> float:
    old = OLD_SHARE * (0.3 if type == "crossover" else 1.0)  # hardly any was built then
    if type == "classic_car":
        return 0.15 * float(rng.uniform())
    if rng.uniform() < old:
        return float(rng.uniform(0.6, 1.0))
    return float(0.45 * rng.beta(1.2, 3.0))


def _variant(rng: np.random.Generator, type: str, p: Proportions) -> Proportions:
    """Door counts, cabs, roofs."""
    pick = float(rng.uniform())
    own = {"classic_car": _classic, "pickup": _cab}
    if type in own:
        return own[type](p, pick)
    if type == "hatchback" and pick < 0.25:
        return replace(p, doors=1)
    if type in ("suv", "crossover") and pick < 0.15:
        return replace(p, cladding=False)
    if type == "estate" and pick < 0.15:
        return replace(p, cladding=True, clearance=p.clearance + 0.03, height=p.height + 0.03)
    if type == "convertible":
        closed = pick < 0.3
        return replace(p, open_top=not closed, soft_top=closed)
    return p


def _classic(p: Proportions, pick: float) -> Proportions:
    """With separate wings, as before the war; two or four doors; some open."""
    wings = 0.13 if pick < 0.6 else 0.0
    if wings:
        p = replace(p, width=p.width - 0.08, height=p.height + 0.08, hood_z=p.hood_z + 0.1, cowl_z=p.cowl_z + 0.08)
    if pick % 0.3 < 0.08:
        return replace(p, wings=wings, open_top=True, height=p.height - 0.06)
    doors = 2 if pick % 0.2 < 0.1 else 1
    return replace(p, wings=wings, doors=doors, roof_d=p.roof_d + (0.2 if doors == 2 else 0.0))


def _cab(p: Proportions, pick: float) -> Proportions:
    """Single, extended or double."""
    if pick < SINGLE_CABS:
        return replace(p, doors=1, roof_d=p.header_d + 0.66, glass_d=p.header_d + 0.84)
    shorter = 0.22 if pick < 0.5 else 0.0
    return replace(p, roof_d=p.roof_d - shorter, glass_d=p.glass_d - shorter)


def _possible(p: Proportions) -> Proportions:
    """Lines that would cross moved apart."""
    roof_d = p.glass_d - 0.15 if p.bed else min(p.roof_d, p.length - 0.14 if p.tailgate else p.glass_d - 0.38)
    rear_overhang = p.length - p.front_overhang - p.wheelbase
    room_front, room_rear = p.front_overhang - p.arch - 0.03, rear_overhang - p.arch - 0.03
    rear_depth = float(np.clip(p.rear_depth, 0.14, room_rear))
    return replace(
        p,
        roof_d=roof_d,
        header_d=max(p.header_d, p.cowl_d + 0.42),
        front_depth=float(np.clip(p.front_depth, 0.18, room_front)),
        rear_depth=rear_depth,
        cowl_z=max(p.cowl_z, p.belt_front + 0.02, p.hood_z + 0.09),
        wheel=max(p.wheel, 0.278),
        hood_z=min(p.hood_z, p.cowl_z - 0.09),
        nose=max(p.nose, 0.025),
        crease=float(np.clip(p.crease, 0.6, 0.84)),
        crease_depth=max(p.crease_depth, 0.002),
        scallop=max(p.scallop, 0.0),
        dome=max(p.dome, 0.0),
        flare=max(p.flare, 0.004),
        kick=max(p.kick, 0.0),
        rake=max(p.rake, 0.02, p.length - rear_depth - roof_d + 0.07),  # else the roof's end curves inward
        window_y=min(p.window_y, 0.92),
        tail_z=min(p.tail_z, p.deck_z),
    )
