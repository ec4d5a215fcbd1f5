"""Proportions of city buses and coaches, and their continuous variation; metres."""

import numpy as np

from assets.vehicles.buses.proportions import Profile, Proportions


def city_bus(rng: np.random.Generator) -> Proportions:
    """A rigid city bus, low-floor or older.

    Published classes: midibuses 8.5-10.5 m, standard 10.7-12.2 m, long rigid ones to 13 m; 2.3-2.55 m wide; 2.8-3.1 m
    high without what stands on the roof; wheelbases 4.2-6.1 m; tyres 275/70 R 22.5.
    """
    u = rng.uniform
    length = float(rng.choice([u(8.5, 10.6), u(11.6, 12.2), u(10.6, 13.0)], p=[0.25, 0.5, 0.25]))
    older, height, overhang = bool(u() < 0.3), u(2.8, 3.05), u(2.55, 2.8) - 0.15 * (12.0 - min(length, 12.0))
    crown, turn = (u(0.07, 0.12), u(0.22, 0.32)) if older else (u(0.03, 0.07), u(0.10, 0.2))
    edge, cowl, lean = height - crown - turn, u(0.86, 1.04) + 0.14 * older, u(0.06, 0.3)
    belt = u(1.3, 1.42) + 0.06 * older
    header = min(edge + 0.3 * turn, u(2.72, 2.85)) if not older else u(2.2, 2.4)
    return Proportions(
        "city_bus",
        "older" if older else "low floor",
        length,
        2.55 - u(0.0, 0.06) - (0.12 * u() if length < 10.6 else 0.0),
        height,
        axles=(overhang, length - u(0.26, 0.285) * length + 0.05),
        wheel=u(0.46, 0.5),
        tyre=0.275,
        clearance=u(0.28, 0.34),
        nose=(
            (0.25, u(0.05, 0.12)),
            (0.45, 0.0),
            (0.65, 0.0),
            *_raked((cowl, u(0.01, 0.06)), (edge, lean), u(0.0, 0.5)),
        ),
        tail=((0.25, 0.08), (0.45, 0.0), (0.7, 0.0), (1.4, 0.03), (edge, u(0.05, 0.16))),
        front_depth=u(0.26, 0.5),
        front_power=u(2.6, 4.5),
        rear_depth=u(0.15, 0.35),
        rear_power=u(3.5, 7.0),
        waist_z=u(0.9, 1.1),
        tuck=u(0.0, 0.04),
        lean=u(0.02, 0.06) + 0.04 * older,
        edge_z=edge,
        round_z=turn,
        round_y=turn * u(1.0, 1.4),
        round_x=turn * u(0.9, 1.3),
        crown=crown,
        door_d=u(0.56, 0.66),
        upright_d=u(1.85, 1.95) if length > 10 else u(1.6, 1.7),
        hood_z=u(0.78, 0.9),
        cowl_z=cowl,
        header_z=header,
        belt_z=belt,
        top_z=min(edge - 0.02, belt + u(0.95, 1.15)) - 0.06 * older,
        floor_z=0.36 if not older else 0.7,
        twin=True,
    )


def coach(rng: np.random.Generator) -> Proportions:
    """A high-floor touring coach.

    Published classes: 10-13 m on two axles, 12-14 m on three, 2.55 m wide, 3.3-3.8 m high, wheelbases 5-6.9 m.
    """
    u = rng.uniform
    length = float(rng.choice([u(9.8, 11.5), u(11.9, 12.4), u(12.6, 14.0)], p=[0.2, 0.5, 0.3]))
    height, overhang = u(3.3, 3.78), u(2.6, 2.85) - 0.12 * (12.0 - min(length, 12.0))
    crown, turn = u(0.04, 0.09), u(0.14, 0.24)
    edge, cowl, lean = height - crown - turn, u(1.0, 1.2), u(0.3, 0.75)
    belt = u(1.68, 1.85) + 0.4 * (height - 3.5)
    rear_axle = length - u(0.255, 0.275) * length
    three = length > 12.5
    return Proportions(
        "coach",
        "touring",
        length,
        u(2.5, 2.55),
        height,
        axles=(overhang, rear_axle - 0.55, rear_axle + 0.78) if three else (overhang, rear_axle),
        wheel=u(0.49, 0.52),
        tyre=0.295,
        clearance=u(0.28, 0.36),
        nose=(
            (0.25, u(0.05, 0.12)),
            (0.42, 0.0),
            (0.68, 0.0),
            *_raked((cowl, u(0.04, 0.10)), (edge, 0.14 + lean), u(0.1, 0.6)),
        ),
        tail=((0.25, 0.10), (0.45, 0.0), (0.8, 0.0), (belt, 0.04), (edge, u(0.12, 0.4))),
        front_depth=u(0.36, 0.55),
        front_power=u(2.5, 3.6),
        rear_depth=u(0.2, 0.4),
        rear_power=u(3.0, 6.0),
        waist_z=u(1.1, 1.3),
        tuck=u(0.0, 0.04),
        lean=u(0.03, 0.08),
        edge_z=edge,
        round_z=turn,
        round_y=turn * u(1.0, 1.5),
        round_x=turn * u(1.2, 1.8),
        crown=crown,
        door_d=u(0.6, 0.7),
        upright_d=u(1.75, 1.95),
        hood_z=u(0.82, 0.95),
        cowl_z=cowl,
        header_z=edge - u(0.12, 0.3),
        belt_z=belt,
        top_z=edge - u(0.04, 0.12),
        floor_z=belt - 0.45,
        rear_zone=1.2,
        twin=True,
    )


def double_decker(rng: np.random.Generator) -> Proportions:
    """A bus with a second deck.

    Published classes: 9.5-11.5 m on two axles, to 12.8 m on three, 2.44-2.55 m wide, 4.0-4.45 m high.
    """
    u = rng.uniform
    length, height, overhang = u(9.5, 11.6), u(4.05, 4.42), u(2.4, 2.7)
    crown, turn, round_ = u(0.05, 0.12), u(0.16, 0.36), bool(u() < 0.4)
    edge, cowl, belt, header = height - crown - turn, u(0.98, 1.2), u(1.3, 1.42), u(2.3, 2.5)
    lean = u(0.05, 0.12) if round_ else u(0.12, 0.5)
    low = u(2.72, 2.84)
    return Proportions(
        "city_bus",
        "double",
        length,
        u(2.44, 2.55),
        height,
        axles=(overhang, length - u(0.25, 0.29) * length),
        wheel=u(0.46, 0.5),
        tyre=0.275,
        clearance=u(0.28, 0.36),
        nose=(
            (0.25, u(0.05, 0.1)),
            (0.45, 0.0),
            (0.65, 0.0),
            *_raked((cowl, u(0.01, 0.06)), (edge, lean), u(0.0, 0.6)),
        ),
        tail=((0.25, 0.08), (0.45, 0.0), (0.7, 0.0), (1.4, 0.03), (edge, u(0.06, 0.3))),
        front_depth=u(0.28, 0.5),
        front_power=u(2.6, 4.5),
        rear_depth=u(0.2, 0.4),
        rear_power=u(3.0, 6.0),
        waist_z=u(0.9, 1.2),
        tuck=u(0.0, 0.03),
        lean=u(0.02, 0.07),
        edge_z=edge,
        round_z=turn,
        round_y=turn * u(0.8, 1.3),
        round_x=turn * u(0.9, 1.3),
        crown=crown,
        door_d=u(0.56, 0.66),
        upright_d=u(1.85, 1.95),
        hood_z=u(0.78, 0.9),
        cowl_z=cowl,
        header_z=header,
        belt_z=belt,
        top_z=u(2.12, 2.26),
        floor_z=0.36,
        upper=(low, min(low + u(0.85, 1.05), edge - 0.04)),
        twin=True,
    )


def midi_bus(rng: np.random.Generator) -> Proportions:
    """A minibus with an upright front: published classes 6.0-7.3 m long, 2.0-2.1 m wide, 2.55-2.8 m high."""
    u = rng.uniform
    length, height, overhang = u(6.0, 7.3), u(2.55, 2.8), u(1.12, 1.3)
    crown, turn = u(0.05, 0.09), u(0.16, 0.28)
    edge, cowl, belt = height - crown - turn, u(1.12, 1.26), u(1.26, 1.4)
    header = edge - u(0.02, 0.22)
    return Proportions(
        "minibus",
        "midi",
        length,
        u(2.0, 2.09),
        height,
        axles=(overhang, length - u(0.24, 0.28) * length),
        wheel=u(0.36, 0.39),
        tyre=0.205,
        clearance=u(0.28, 0.34),
        nose=(
            (0.25, u(0.05, 0.1)),
            (0.42, 0.0),
            (0.62, 0.0),
            *_raked((cowl, u(0.03, 0.12)), (edge, u(0.25, 0.6)), u(0.0, 0.5)),
        ),
        tail=((0.25, 0.08), (0.42, 0.0), (0.66, 0.0), (belt, 0.03), (edge, u(0.06, 0.16))),
        front_depth=u(0.3, 0.45),
        front_power=u(2.6, 3.8),
        rear_depth=u(0.14, 0.26),
        rear_power=u(3.5, 6.0),
        waist_z=u(0.9, 1.1),
        tuck=u(0.02, 0.05),
        lean=u(0.04, 0.09),
        edge_z=edge,
        round_z=turn,
        round_y=turn * u(1.0, 1.4),
        round_x=turn * u(1.0, 1.5),
        crown=crown,
        door_d=u(0.52, 0.6),
        upright_d=u(1.6, 1.75),
        hood_z=u(0.8, 0.9),
        cowl_z=cowl,
        header_z=header,
        belt_z=belt,
        top_z=edge - u(0.08, 0.2),
        floor_z=0.62,
        twin=True,
    )


def school_bus(rng: np.random.Generator) -> Proportions:
    """A bus with a hood before the windscreen, as school buses are: published classes 7-11 m long, 2.44 m wide."""
    u = rng.uniform
    length, height, overhang, wheel = u(7.2, 10.9), u(2.85, 3.1), u(0.78, 0.95), u(0.46, 0.5)
    crown, turn, long, depth = u(0.08, 0.13), u(0.22, 0.3), u(0.8, 1.05), u(0.3, 0.36)
    edge, cowl = height - crown - turn, u(1.58, 1.7)
    header, door = cowl + u(0.72, 0.82), max(overhang + wheel + 0.12, long + depth + 0.08)
    return Proportions(
        "city_bus",
        "bonneted",
        length,
        u(2.4, 2.48),
        height,
        axles=(overhang, overhang + 0.57 * length + u(-0.2, 0.1)),
        wheel=wheel,
        tyre=0.26,
        clearance=u(0.42, 0.5),
        nose=(
            (0.35, u(0.03, 0.08)),
            (0.5, 0.0),
            (0.72, 0.0),
            (0.78, 0.06),
            (1.1, 0.08),
            (u(1.28, 1.36), u(0.13, 0.2)),
            (cowl, long),
            (header, long + u(0.12, 0.25)),
            (edge, long + 0.27),
        ),
        tail=((0.35, 0.0), (0.62, 0.0), (0.7, 0.08), (edge, u(0.08, 0.12))),
        front_depth=depth,
        front_power=u(3.0, 4.0),
        rear_depth=u(0.15, 0.25),
        rear_power=u(4.0, 6.0),
        waist_z=1.2,
        tuck=u(0.0, 0.02),
        lean=u(0.03, 0.07),
        edge_z=edge,
        round_z=turn,
        round_y=turn * u(1.3, 1.7),
        round_x=turn * u(0.9, 1.3),
        crown=crown,
        door_d=door,
        upright_d=door + u(0.72, 0.85),
        hood_z=u(1.12, 1.2),
        cowl_z=cowl,
        header_z=header,
        belt_z=u(1.66, 1.74),
        top_z=u(2.34, 2.44),
        floor_z=1.0,
        nose_taper=u(0.16, 0.26),
        taper_d=door + 0.35,
        twin=True,
    )


def _raked(low: tuple[float, float], high: tuple[float, float], bend: float) -> Profile:
    """A windscreen's side view between two places (height, setback), the steeper below the more it bends."""
    t = np.linspace(0.0, 1.0, 7)
    z, x = low[0] + (high[0] - low[0]) * t, low[1] + (high[1] - low[1]) * ((1.0 - bend) * t + bend * t**2)
    return tuple(zip(z.tolist(), x.tolist(), strict=True))
