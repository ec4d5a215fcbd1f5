"""Trucks with one trade: mixers, refuse trucks, recovery trucks, cranes, motor homes."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from assets.random import stream
from assets.vehicles.pieces import Pieces
from assets.vehicles.signs import light_bar
from assets.vehicles.state import State
from assets.vehicles.trucks.below import Made, rigid_below
from assets.vehicles.trucks.camper import living_body
from assets.vehicles.trucks.crane import crane_body
from assets.vehicles.trucks.dimensions import Cab, sample_cab
from assets.vehicles.trucks.layout import rigid
from assets.vehicles.trucks.mixer import mixer
from assets.vehicles.trucks.recovery import flatbed, wrecker
from assets.vehicles.trucks.refuse import refuse_body
from assets.vehicles.trucks.rescue import beacons


def _mixer_truck(rng: np.random.Generator, state: State) -> tuple[Cab, Made]:
    shape = stream(rng, "proportions")
    cab = sample_cab(shape, str(shape.choice(["heavy", "bonnet"], p=[0.75, 0.25])))
    steered = 2 if not cab.nose and shape.uniform() < 0.45 else 1
    length = 7.8 + 1.2 * (steered - 1) + float(shape.uniform(0.0, 1.2)) + 0.7 * cab.nose
    layout = rigid(shape, cab, length, 2, steered, float(shape.uniform(3.5, 3.85)))
    below, lamp = rigid_below(stream(rng, "chassis"), cab, layout, state)
    drum = mixer(stream(rng, "body"), replace(layout.space, width=2.5, rear=layout.space.rear + 0.45))
    return cab, Made(layout, drum + beacons(stream(rng, "beacons"), cab, False), below, True, lamp, "mixer")


def _refuse_truck(rng: np.random.Generator, state: State) -> tuple[Cab, Made]:
    shape = stream(rng, "proportions")
    kind = str(shape.choice(["light", "medium", "heavy", "hood"], p=[0.15, 0.25, 0.5, 0.1]))
    cab = sample_cab(shape, kind)
    axles = 2 if kind == "heavy" and shape.uniform() < 0.6 else 1
    length = {"light": 5.9, "medium": 7.4, "heavy": 8.8, "hood": 8.2}[kind] + float(shape.uniform(0.0, 1.3))
    top = max(cab.roof + float(shape.uniform(0.05, 0.5)), 2.9 if kind != "light" else 2.5)
    layout = rigid(shape, cab, length, axles, 1, min(top, 3.7))
    below, lamp = rigid_below(stream(rng, "chassis"), cab, layout, state)
    body = refuse_body(stream(rng, "body"), layout.space) + _amber(stream(rng, "beacons"), cab)
    return cab, Made(layout, body, below, True, lamp, "refuse")


def _tow_truck(rng: np.random.Generator, state: State) -> tuple[Cab, Made]:
    shape = stream(rng, "proportions")
    kind = str(shape.choice(["light", "medium", "hood", "van"], p=[0.3, 0.25, 0.3, 0.15]))
    cab = sample_cab(shape, kind)
    bed = bool(shape.uniform() < 0.65)
    shortest = {"light": 6.2, "medium": 7.4, "hood": 7.6, "van": 6.4}[kind]
    length = shortest - (0.0 if bed else 0.7) + float(shape.uniform(0.0, 1.2))
    layout = rigid(shape, cab, length, 1, 1, cab.roof)
    below, lamp = rigid_below(stream(rng, "chassis"), cab, layout, state)
    own = stream(rng, "body")
    body = flatbed(own, layout.space, cab) if bed else wrecker(own, layout.space)
    return cab, Made(layout, body, below, True, lamp, "flatbed" if bed else "wrecker")


def _mobile_crane(rng: np.random.Generator, state: State) -> tuple[Cab, Made]:
    shape = stream(rng, "proportions")
    cab = sample_cab(shape, "heavy")
    steered = 2 if shape.uniform() < 0.6 else 1
    layout = rigid(shape, cab, 8.9 + float(shape.uniform(0.0, 2.4)), 2, steered, min(cab.roof + 0.6, 3.9))
    below, lamp = rigid_below(stream(rng, "chassis"), cab, layout, state)
    body = crane_body(stream(rng, "body"), layout.space, cab) + _amber(stream(rng, "beacons"), cab, 0.36)
    return cab, Made(layout, body, below, True, lamp, "crane")


def _camper(rng: np.random.Generator, state: State) -> tuple[Cab, Made]:
    shape = stream(rng, "proportions")
    cab = sample_cab(shape, "van")
    layout = rigid(shape, cab, float(shape.uniform(5.7, 7.4)), 1, 1, float(shape.uniform(2.85, 3.15)))
    space = replace(layout.space, floor=layout.space.floor - 0.04, width=float(shape.uniform(2.16, 2.32)))
    layout = replace(layout, space=space)
    below, lamp = rigid_below(stream(rng, "chassis"), cab, layout, state)
    body = living_body(stream(rng, "body"), space, cab, layout.chassis)
    return cab, Made(layout, body, below, True, lamp, "camper")


def _amber(rng: np.random.Generator, cab: Cab, side: float = 0.0) -> Pieces:
    """A working truck's bar of amber lamps on the cab, on most; ``side``: share of the width that it lies to the right,
    clear of a boom."""
    if rng.uniform() > 0.7:
        return Pieces()
    place = np.array([-(cab.nose + 0.5), -side * cab.width, cab.roof + 0.035])
    return light_bar(rng, (0.6 if not side else 0.2) * cab.width, ("amber", "amber")).moved(place)


SPECIAL: Mapping[str, Callable[[np.random.Generator, State], tuple[Cab, Made]]] = {
    "mixer_truck": _mixer_truck,
    "refuse_truck": _refuse_truck,
    "tow_truck": _tow_truck,
    "mobile_crane": _mobile_crane,
    "camper": _camper,
}
