"""What two-wheelers are made of beside what all vehicles have."""

from dataclasses import replace

import numpy as np

from assets.materials import Colour, Material
from assets.random import stream
from assets.vehicles.colors import car_paint
from assets.vehicles.materials import fleet_materials
from assets.vehicles.state import State

_METALS: dict[str, tuple[Colour, float, float]] = {  # base colour, metallic, roughness
    "black": ((0.012, 0.012, 0.013), 0.0, 0.38),
    "silver": ((0.50, 0.50, 0.51), 0.85, 0.36),
    "grey": ((0.10, 0.10, 0.105), 0.6, 0.42),
    "chrome": ((0.70, 0.71, 0.72), 1.0, 0.10),
    "gold": ((0.55, 0.36, 0.09), 0.9, 0.30),
    "bronze": ((0.10, 0.055, 0.026), 0.7, 0.40),
    "white": ((0.70, 0.70, 0.69), 0.0, 0.35),
    "red": ((0.48, 0.012, 0.012), 0.0, 0.30),
    "orange": ((0.72, 0.15, 0.006), 0.0, 0.30),
    "blue": ((0.012, 0.06, 0.38), 0.0, 0.30),
}


type _Odds = dict[str, float]

# Name, and how often modern and old-fashioned machines on photographs have which of the metals: our estimates; those
# that are photographed shine more than those that are ridden to work.
_FINISHES: dict[str, tuple[str, _Odds, _Odds]] = {
    "rim": (
        "rim",
        {"black": 0.42, "grey": 0.12, "silver": 0.16, "gold": 0.14, "white": 0.05, "red": 0.06, "orange": 0.05},
        {"silver": 0.6, "chrome": 0.25, "black": 0.1, "gold": 0.05},
    ),
    "hub": ("hub", {"black": 0.4, "grey": 0.25, "silver": 0.35}, {"silver": 0.6, "chrome": 0.35, "black": 0.05}),
    "frame": (
        "frame",
        {"black": 0.56, "grey": 0.08, "silver": 0.14, "bronze": 0.05, "red": 0.10, "orange": 0.04, "blue": 0.03},
        {"black": 0.8, "silver": 0.1, "red": 0.06, "chrome": 0.04},
    ),
    "engine": ("engine", {"black": 0.36, "grey": 0.3, "silver": 0.34}, {"silver": 0.68, "chrome": 0.12, "black": 0.2}),
    "cover": (
        "engine cover",
        {"black": 0.28, "grey": 0.3, "silver": 0.32, "bronze": 0.05, "gold": 0.05},
        {"silver": 0.4, "chrome": 0.5, "black": 0.1},
    ),
    "exhaust": (
        "exhaust",
        {"black": 0.28, "silver": 0.42, "grey": 0.12, "chrome": 0.18},
        {"chrome": 0.92, "black": 0.08},
    ),
    "fork": ("fork tube", {"gold": 0.35, "black": 0.3, "silver": 0.35}, {"silver": 0.35, "chrome": 0.6, "black": 0.05}),
    "bars": ("handlebar", {"black": 0.75, "silver": 0.18, "gold": 0.07}, {"chrome": 0.85, "black": 0.15}),
    "slider": (
        "fork slider",
        {"black": 0.65, "silver": 0.25, "red": 0.1},
        {"silver": 0.6, "chrome": 0.3, "black": 0.1},
    ),
}


def metal(name: str, key: str) -> Material:
    """One of the metals and enamels that frames, rims and engines have, under a name of its own."""
    base, metallic, roughness = _METALS[key]
    return Material(name, base_color=base, metallic=metallic, roughness=roughness, coat=0.3 if metallic < 0.5 else 0.0)


def cycle_materials(
    rng: np.random.Generator, color: str, state: State, age: float, family: str = "car"
) -> dict[str, Material]:
    """The fleet's materials, and frame, engine, exhaust, fork, bars, hub, wires, seat, shield by name.

    Args:
        rng: the vehicle's own, from which paint and materials have a stream each.
        age: 0 modern and black, 1 old-fashioned and bright.
        family: how it is painted, as ``car_paint`` has it.
    """
    paint, rng = car_paint(stream(rng, "paint"), color, family), stream(rng, "materials")
    fleet = fleet_materials(rng, paint, state)
    bright = float(rng.uniform()) < 0.25 + 0.65 * age

    def one(name: str, modern: _Odds, old: _Odds) -> Material:
        table = old if bright else modern
        keys = list(table)
        return metal(name, keys[int(rng.choice(len(keys), p=np.array(list(table.values()))))])

    seat = float(np.exp(rng.uniform(-5.0, -3.4)))
    brown = rng.uniform() < 0.12 + 0.1 * age
    leather: Colour = (0.10, 0.045, 0.02) if brown else (seat, seat, seat * 1.03)
    own = {
        **{key: one(*finishes) for key, finishes in _FINISHES.items()},
        "lever": metal("lever", "silver" if bright or rng.uniform() < 0.4 else "black"),
        "paint_box": fleet["paint"],
        "spring": metal("spring", str(rng.choice(["black", "silver", "white", "chrome"]))),
        "wire": metal("spoke", "silver" if rng.uniform() < 0.8 else "black"),
        "seat": Material("saddle", base_color=leather, roughness=float(rng.uniform(0.38, 0.62))),
        "reflex": Material("rear reflector", "car_lamp", (0.45, 0.008, 0.008), roughness=0.15, coat=1.0),
        "reflector": metal("reflector", "chrome"),
        "screen": replace(fleet["glass"], name="windscreen", base_color=_screen(rng)),
        "shade": _shade(rng, fleet["paint"]),
    }
    return fleet | own


def _screen(rng: np.random.Generator) -> Colour:
    tint = float(rng.choice([0.92, 0.35]))
    return (tint * 0.97, tint, tint)


def _shade(rng: np.random.Generator, paint: Material) -> Material:
    """The second colour of a machine's panels: black for the most part, another one, or the paint itself."""
    which = rng.uniform()
    if which < 0.35:
        return paint
    keys = ("black", "grey", "silver", "white", "red", "orange", "blue")
    key = keys[int(rng.choice(len(keys), p=(0.42, 0.12, 0.12, 0.12, 0.1, 0.06, 0.06)))]
    base, metallic, roughness = _METALS[key]
    return replace(paint, name="second paint", base_color=base, metallic=metallic, roughness=roughness)
