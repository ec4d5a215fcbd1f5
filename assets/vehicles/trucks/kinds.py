"""The kinds of truck: which cab, chassis and body go together."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from assets.random import stream
from assets.vehicles.pieces import Pieces, smooth
from assets.vehicles.state import State
from assets.vehicles.trucks.beds import high_bed
from assets.vehicles.trucks.below import Made, rigid_below
from assets.vehicles.trucks.boxes import box_body, container, curtain_body
from assets.vehicles.trucks.cab_fittings import deflector, side_fairings
from assets.vehicles.trucks.chassis import engine, frame, mud_guards, side_guards, tanks, wells, wheels
from assets.vehicles.trucks.dimensions import Cab, Space, sample_cab
from assets.vehicles.trucks.layout import RIGID_LENGTHS, Layout, articulated, rigid
from assets.vehicles.trucks.loads import platform
from assets.vehicles.trucks.rescue import beacons, fire_body
from assets.vehicles.trucks.special import SPECIAL
from assets.vehicles.trucks.tank import tank
from assets.vehicles.trucks.tipper import tub
from assets.vehicles.trucks.trailer import coupling, running_gear, skeleton


def _box_truck(rng: np.random.Generator, state: State) -> tuple[Cab, Made]:
    shape = stream(rng, "proportions")
    kind = str(shape.choice(["light", "medium", "heavy", "hood", "van"], p=[0.27, 0.25, 0.18, 0.16, 0.14]))
    cab = sample_cab(shape, kind)
    low, high = RIGID_LENGTHS[kind]
    rise = {"light": (2.7, 3.3), "medium": (3.2, 3.75), "heavy": (3.55, 4.0), "hood": (3.3, 3.8), "van": (2.9, 3.3)}
    axles = 2 if kind == "heavy" and shape.uniform() < 0.3 else 1
    top = max(float(shape.uniform(*rise[kind])), cab.roof + float(shape.uniform(0.4, 0.75)))
    layout = rigid(shape, cab, float(shape.uniform(low, high)), axles, 1, top)
    body_rng = stream(rng, "body")
    variant = str(
        body_rng.choice(["box", "cooled", "curtain", "platform", "bed", "fire"], p=[0.28, 0.09, 0.12, 0.13, 0.33, 0.05])
    )
    if variant == "bed":
        layout = replace(layout, space=_bedded(body_rng, cab, layout.space))
    if variant == "fire":
        layout = replace(layout, space=replace(layout.space, top=cab.roof + float(body_rng.uniform(0.22, 0.5))))
    body = _body(body_rng, layout.space, variant)
    below, lamp = rigid_below(stream(rng, "chassis"), cab, layout, state)
    if variant not in ("box", "cooled", "curtain"):
        body += beacons(stream(rng, "beacons"), cab, variant == "fire")
    if variant in ("box", "curtain") and top - cab.roof > 0.45 and body_rng.uniform() < 0.35:
        below += smooth(deflector(cab, cab.roof + 0.7 * (top - cab.roof)))
    return cab, Made(layout, body, below, variant == "platform", lamp, variant)


def _tank_truck(rng: np.random.Generator, state: State) -> tuple[Cab, Made]:
    shape = stream(rng, "proportions")
    kind = str(shape.choice(["medium", "heavy", "bonnet"], p=[0.32, 0.43, 0.25]))
    cab = sample_cab(shape, kind)
    axles = 1 if kind == "medium" else int(shape.integers(1, 3))
    length = float(shape.uniform(7.0, 8.6) if kind == "medium" else shape.uniform(8.0, 10.8)) + 0.6 * cab.nose
    layout = rigid(shape, cab, length, axles, 1, min(cab.roof + float(shape.uniform(0.2, 0.55)), 3.75))
    space = replace(layout.space, rear=layout.space.rear + 0.12)
    below, lamp = rigid_below(stream(rng, "chassis"), cab, layout, state)
    body = tank(stream(rng, "body"), space) + beacons(stream(rng, "beacons"), cab, False)
    return cab, Made(layout, body, below, True, lamp, "tank")


def _dump_truck(rng: np.random.Generator, state: State) -> tuple[Cab, Made]:
    shape = stream(rng, "proportions")
    kind = str(shape.choice(["medium", "heavy", "bonnet"], p=[0.15, 0.62, 0.23]))
    cab = sample_cab(shape, kind)
    steered = 2 if kind == "heavy" and shape.uniform() < 0.45 else 1
    axles = 1 if kind == "medium" else 2
    length = {1: 6.2, 2: 7.6}[axles] + 1.2 * (steered - 1) + float(shape.uniform(0.0, 1.2)) + 0.7 * cab.nose
    top = cab.roof + float(shape.uniform(-0.5, 0.3))
    layout = rigid(shape, cab, length, axles, steered, top)
    body = stream(rng, "body")
    below, lamp = rigid_below(stream(rng, "chassis"), cab, layout, state)
    shield = max(top, cab.roof + float(body.uniform(0.08, 0.3))) if body.uniform() < 0.85 else top
    canopy = float(body.uniform(0.3, 0.75)) * cab.length if shield > cab.roof + 0.05 and not cab.nose else 0.0
    return cab, Made(layout, tub(body, layout.space, canopy, shield), below, False, lamp, "tub")


def _semi_trailer(rng: np.random.Generator, state: State) -> tuple[Cab, Made]:
    shape = stream(rng, "proportions")
    kind = str(shape.choice(["sleeper", "heavy", "bonnet"], p=[0.40, 0.24, 0.36]))
    cab = sample_cab(shape, kind)
    layout = articulated(shape, cab)
    body_rng, gear_rng = stream(rng, "body"), stream(rng, "chassis")
    kinds = ["box", "curtain", "cooled", "container", "tank", "platform", "bed"]
    odds = [0.38, 0.05, 0.18, 0.15, 0.09, 0.08, 0.07] if cab.nose else [0.16, 0.28, 0.14, 0.16, 0.10, 0.07, 0.09]
    variant = str(body_rng.choice(kinds, p=odds))
    if variant == "container":
        layout = replace(layout, space=replace(layout.space, top=layout.height + 0.08 + 2.6, width=2.44))
    if variant == "tank":
        layout = replace(layout, space=replace(layout.space, top=min(layout.space.top, 3.6)))
    if variant == "bed":
        layout = replace(layout, space=replace(layout.space, top=layout.height + float(body_rng.uniform(1.2, 2.2))))
    body = _body(body_rng, layout.space, variant)
    if layout.trailer is not None:
        gear, lamp = running_gear(stream(rng, "trailer"), layout, layout.trailer)
    body += gear + (skeleton(layout.space, layout.height) if variant == "container" else Pieces())
    below = frame(layout.chassis) + wheels(gear_rng, layout.chassis, cab, state.steer_deg) + mud_guards(layout.chassis)
    below += coupling(layout) + _tractor(gear_rng, cab, layout)
    return cab, Made(layout, body, below, variant in ("platform", "tank"), lamp, variant)


def _tractor(rng: np.random.Generator, cab: Cab, layout: Layout) -> Pieces:
    """Tanks or fairings between a tractor's axles, and what leads the air to its trailer."""
    pieces = engine(cab) + smooth(wells(cab))
    first = min(layout.chassis.axles) - layout.chassis.tyre - 0.15
    start = cab.axle + cab.arch + 0.08
    if not cab.nose:
        if rng.uniform() < 0.45:
            pieces += side_guards(start, first, cab.width / 2.0, 0.32, cab.rail, True).recolored("paint_2", "paint")
        else:
            pieces += tanks(rng, start, first, cab.width / 2.0 - 0.04, 0.36, cab.rail - 0.02)
        if rng.uniform() < 0.7:
            reach = min(0.55, -layout.space.front - cab.rear - 0.12)
            if reach > 0.15:
                pieces += smooth(side_fairings(cab, cab.rail + 0.1, cab.roof - 0.12, reach))
    top = layout.space.top
    if not cab.high and top - cab.roof > 0.3 and rng.uniform() < 0.75:
        pieces += smooth(deflector(cab, min(cab.roof + 0.8 * (top - cab.roof), cab.roof + 1.0)))
    return pieces


def _bedded(rng: np.random.Generator, cab: Cab, space: Space) -> Space:
    """Room for a bed with sides about as high as the cab, seldom lower; a hood under whose roof one may stand."""
    low = cab.roof + float(rng.uniform(-0.35, 0.45))
    return replace(space, top=max(low, space.floor + float(rng.uniform(0.9, 1.4))))


def _body(rng: np.random.Generator, space: Space, variant: str) -> Pieces:
    makers: Mapping[str, Callable[[np.random.Generator, Space], Pieces]] = {
        "box": box_body,
        "cooled": lambda rng, space: box_body(rng, space, cooled=True),
        "curtain": curtain_body,
        "container": container,
        "tank": tank,
        "platform": platform,
        "bed": high_bed,
        "fire": fire_body,
    }
    return makers[variant](rng, space)


BUILDERS: Mapping[str, Callable[[np.random.Generator, State], tuple[Cab, Made]]] = {
    "box_truck": _box_truck,
    "semi_trailer": _semi_trailer,
    "dump_truck": _dump_truck,
    "tank_truck": _tank_truck,
    **SPECIAL,
}
