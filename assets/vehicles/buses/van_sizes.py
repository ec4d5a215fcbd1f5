"""Proportions of vans and minibuses, and their continuous variation; metres."""

import numpy as np

from assets.vehicles.buses.bus_sizes import midi_bus
from assets.vehicles.buses.proportions import Proportions


def panel_van(rng: np.random.Generator) -> Proportions:
    """A delivery van of any class."""
    return _city_van(rng) if rng.uniform() < 0.12 else _van(rng)


def minibus(rng: np.random.Generator) -> Proportions:
    """A bus of 9 to 25 seats: built from a large van, or with a small bus's own upright body."""
    return midi_bus(rng) if rng.uniform() < 0.6 else _van(rng, bus=True)


def _van(rng: np.random.Generator, bus: bool = False) -> Proportions:
    """A large delivery van or what is built from its body.

    Published classes of large vans 2006-2024: 5.0-7.4 m long, 1.9-2.1 m wide, roofs at about 2.0-2.3, 2.5-2.6 and
    2.7-2.9 m, wheelbases 3.0-4.3 m, front overhangs 0.95-1.05 m.
    """
    u = rng.uniform
    tall, medium, length, width, height = _van_class(rng, bus)
    overhang = u(0.9, 1.0)
    wheelbase = (0.40 * length + 1.02 if medium else 0.495 * length + 0.75) + u(-0.1, 0.1)
    cowl = u(1.18, 1.26) if medium else u(1.34, 1.48)
    hood, crown, turn = cowl * u(0.76, 0.82), u(0.03, 0.06), u(0.12, 0.18)
    edge = height - crown - turn
    header = min(edge - 0.05, cowl + u(0.60, 0.70))
    long = u(0.66, 0.9) if bus else u(0.8, 1.02)
    rake, cap = (header - cowl) * u(0.7, 0.95), (edge - header) * u(0.35, 0.65)
    wheel = u(0.35, 0.39)
    depth = u(0.36, 0.46)
    door = max(overhang + wheel + 0.09, long + depth + 0.06)
    return Proportions(
        "minibus" if bus else "panel_van",
        "medium" if medium else "large",
        length,
        width,
        height,
        axles=(overhang, overhang + wheelbase),
        wheel=wheel,
        tyre=u(0.205, 0.235),
        clearance=u(0.33, 0.42),
        nose=(
            (0.2, u(0.08, 0.14)),
            (0.40, 0.0),
            (0.60, 0.0),
            (0.70 * hood, 0.02),
            (hood, u(0.12, 0.22)),
            (cowl, long),
            (header, long + rake),
            (edge, long + rake + cap),
        ),
        tail=((0.2, 0.06), (0.42, 0.0), (0.58, 0.0), (0.66, 0.05), (1.0, 0.06), (edge, u(0.08, 0.16))),
        front_depth=depth,
        front_power=u(2.4, 3.2),
        rear_depth=u(0.13, 0.2),
        rear_power=u(4.0, 7.0),
        waist_z=u(0.85, 1.05),
        tuck=u(0.03, 0.06),
        lean=u(0.07, 0.12) if medium else u(0.06, 0.15) * (0.7 + 0.3 * tall),
        edge_z=edge,
        round_z=turn,
        round_y=u(0.16, 0.26),
        round_x=u(0.2, 0.3),
        crown=crown,
        door_d=door,
        upright_d=door + u(0.95, 1.1),
        hood_z=hood,
        cowl_z=cowl,
        header_z=header,
        belt_z=cowl + u(-0.05, 0.02),
        top_z=header - u(0.0, 0.03),
        floor_z=u(0.55, 0.62),
        nose_taper=u(0.02, 0.07),
        taper_d=u(1.2, 1.8),
        twin=not medium and length > 6.4 and u() < 0.4,
    )


def _van_class(rng: np.random.Generator, bus: bool) -> tuple[float, bool, float, float, float]:
    """Height of the roof (0 low, 1, 2 high), whether it is of the class below, length, width and height in metres."""
    u = rng.uniform
    tall, size = (
        float(rng.choice(3, p=[0.0, 0.3, 0.7] if bus else [0.2, 0.5, 0.3])),
        float(u(0.5, 1) if bus else u() ** 1.7),
    )
    medium = bool(not bus and tall == 0.0 and u() < 0.5)  # lower, narrower, shorter
    width = u(1.88, 1.95) if medium else u(1.97, 2.08)
    height = u(1.92, 2.02) if medium else (u(2.24, 2.36), u(2.44, 2.6), u(2.68, 2.86))[int(tall)]
    length = (
        u(4.75, 5.35)
        if medium
        else 5.0 + 2.1 * min(1.0, size * (0.75 + 0.15 * tall if bus else 0.55 + 0.2 * tall)) + u(-0.1, 0.1)
    )
    return tall, medium, length, width, height


def _city_van(rng: np.random.Generator) -> Proportions:
    """A small van on a car's floor: published classes 4.2-4.8 m long, 1.8-1.9 m wide, 1.8-1.9 m high."""
    u = rng.uniform
    length, height, overhang = u(4.2, 4.75), u(1.79, 1.9), u(0.86, 0.94)
    cowl, crown, turn, long, depth = u(1.08, 1.15), u(0.04, 0.06), u(0.10, 0.14), u(0.78, 0.92), u(0.38, 0.46)
    edge, hood, wheel = height - crown - turn, cowl * u(0.74, 0.8), u(0.31, 0.325)
    header = min(edge - 0.03, cowl + u(0.48, 0.54))
    rake, wheelbase = (header - cowl) * u(1.0, 1.25), u(2.68, 2.78) + 0.6 * (length - 4.35)
    return Proportions(
        "panel_van",
        "small",
        length,
        u(1.8, 1.87),
        height,
        axles=(overhang, overhang + wheelbase),
        wheel=wheel,
        tyre=u(0.19, 0.21),
        clearance=u(0.19, 0.23),
        nose=(
            (0.15, u(0.06, 0.12)),
            (0.36, 0.0),
            (0.52, 0.0),
            (0.75 * hood, 0.03),
            (hood, u(0.14, 0.22)),
            (cowl, long),
            (header, long + rake),
            (edge, long + rake + 0.14),
        ),
        tail=((0.15, 0.06), (0.36, 0.0), (0.52, 0.0), (0.6, 0.05), (0.95, 0.06), (edge, u(0.12, 0.2))),
        front_depth=depth,
        front_power=u(2.4, 3.0),
        rear_depth=u(0.15, 0.22),
        rear_power=u(3.5, 5.5),
        waist_z=u(0.75, 0.85),
        tuck=u(0.03, 0.06),
        lean=u(0.08, 0.13),
        edge_z=edge,
        round_z=turn,
        round_y=u(0.14, 0.2),
        round_x=u(0.16, 0.24),
        crown=crown,
        door_d=max(overhang + wheel + 0.08, long + depth + 0.05),
        upright_d=max(overhang + wheel + 0.08, long + depth + 0.05) + u(0.98, 1.08),
        hood_z=hood,
        cowl_z=cowl,
        header_z=header,
        belt_z=cowl - u(0.02, 0.06),
        top_z=header - u(0.0, 0.03),
        floor_z=0.45,
        nose_taper=u(0.02, 0.06),
        taper_d=u(1.2, 1.6),
    )
