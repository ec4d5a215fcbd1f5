"""Cargo bikes with two wheels before the rider and a box between them, which turns as a whole."""

from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Shape, Skin, box, join, pillow, tube
from assets.random import stream
from assets.vehicles.cycles.assembly import finish_cycle
from assets.vehicles.cycles.bicycle import ride_of
from assets.vehicles.cycles.bicycle_dimensions import Bike
from assets.vehicles.cycles.bicycle_frame import bicycle_frame
from assets.vehicles.cycles.fittings import round_lamp
from assets.vehicles.cycles.materials import cycle_materials
from assets.vehicles.cycles.shapes import xyz
from assets.vehicles.cycles.skins import BAR
from assets.vehicles.cycles.stance import Geometry, Stance, pose
from assets.vehicles.cycles.wheels import WheelStyle, cycle_wheel
from assets.vehicles.pieces import Pieces, gather
from assets.vehicles.slabs import slab
from assets.vehicles.state import PARKED, State

TYPES = ("cargo_bike",)
GOODS = ("wood", "cargo_white", "canvas", "plastic_grey")


def cargo_bike(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A cargo bike that stands on z = 0 around the origin, ridden or not; on three wheels it does not lean.

    Args:
        rng: where its proportions, paint and details come from.
        type: ``cargo_bike``.
        color: one of ``COLORS``.
        state: what it is doing; a rider sits on it if ``occupied``.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    expect_name(type, TYPES, "type")
    state = replace(state.without_doors(), brake=False, indicators="none")
    b = sample_cargo_bike(stream(rng, "proportions"))
    materials = cycle_materials(rng, color, state, b.age)
    details = stream(rng, "details")
    g = b.geometry
    frame, points, rear = bicycle_frame(details, b, _wheel(g.rear_radius, g.rear_width), True)
    front, held, tyre = _front(details, b)
    stance = Stance(np.radians(float(np.clip(state.steer_deg, -25.0, 25.0))), 0.0, "none")
    posed = pose(g, stance, frame, front, points, held, (rear, tyre))
    own, ride = ride_of(rng, b)
    return finish_cycle(own, ("bicycle", type, color, ""), posed, (), materials, state, ride)


def sample_cargo_bike(rng: np.random.Generator) -> Bike:
    """After the makers' tables of three-wheeled ones: 1.25 to 1.4 m between axles, wheels of 20 to 26 inches."""
    size = float(rng.uniform())
    rear, front = 0.29 + 0.05 * size, float(rng.uniform(0.23, 0.30))
    base = float(rng.uniform(1.28, 1.42))
    geometry = Geometry(base, front, rear, 0.045, 0.045, 0.0, -float(rng.uniform(0.40, 0.46)))
    z, seat = 0.28, float(np.radians(rng.uniform(68.0, 71.0)))
    x = geometry.rear[0] + float(np.sqrt(0.47**2 - (z - rear) ** 2))
    return Bike(
        "step_through",
        geometry,
        np.array([x, 0.0, z]),
        seat,
        saddle=float(rng.uniform(0.88, 0.98)),
        bar=float(rng.uniform(1.02, 1.12)),
        reach=float(rng.uniform(0.27, 0.31)),
        tube=float(rng.uniform(0.018, 0.024)),
        lean_rad=float(np.radians(rng.uniform(3.0, 12.0))),
        age=float(rng.beta(0.8, 1.2)),
    )


def _wheel(radius: float, width: float) -> WheelStyle:
    return WheelStyle(radius, width, 0.86 * width, 0, False, 32, 0.035, 0.04, 0.0, (1.0,), 0.0013, 0.016, 44)


def _front(rng: np.random.Generator, b: Bike) -> tuple[Pieces, dict[str, np.ndarray], np.ndarray]:
    """Two wheels, the box with what is in it, the bar behind it; where the hands are; the tyres' points."""
    g = b.geometry
    wide = float(rng.uniform(0.29, 0.34))  # half the box
    track = wide + 0.06
    wheel = cycle_wheel(rng, _wheel(g.front_radius, g.front_width))
    left = wheel.moved(g.front + xyz(0.0, track, 0.0))
    right = wheel.mirrored().moved(g.front - xyz(0.0, track, 0.0))
    skin: Skin = (str(rng.choice(["wood", "paint", "plastic", "cargo_white"], p=[0.4, 0.3, 0.2, 0.1])), "cargo")
    x = g.front[0] + np.array([-0.36, -0.34, 0.34, 0.46])
    low, rim = 0.30, float(rng.uniform(0.74, 0.86))
    case = slab(x, [low + 0.1, low, low, low + 0.25], rim, wide, 0.02, skin)
    inside = slab(x[[0, 3]] + [0.03, -0.05], rim - 0.02, rim + 0.004, wide - 0.03, 0.0, ("dark", "cargo"))
    edges = box((x[0], wide - 0.012, rim - 0.02), (x[3] - 0.02, wide + 0.012, rim + 0.012), ("plastic", "trim")).pair()
    flat_ones: list[Shape] = [case, inside, edges]
    goods: list[Shape] = []
    which = rng.uniform()
    if which < 0.3:  # a cover against rain
        goods.append(
            pillow((0.74, 2.0 * wide - 0.02, 0.7), ("canvas", "cargo"), 3.0, 14).moved((x[1] + 0.36, 0.0, rim))
        )
    elif which < 0.75:
        for at in x[1] + np.array([0.16, 0.46]):
            tall = float(rng.uniform(0.2, 0.45))
            goods.append(
                pillow((0.26, 1.5 * wide, tall), (str(rng.choice(GOODS)), "cargo"), 5.0, 8).moved((at, 0.0, rim))
            )
    axle = tube(
        g.front + np.array([[0.0, -track - 0.03, 0.0], [0.0, 0.0, 0.0], [0.0, track + 0.03, 0.0]]), 0.016, BAR, 6
    )
    pivot = g.on_axis(0.5)
    spine = tube(
        np.stack([pivot - xyz(0.0, 0.0, 0.22), pivot, pivot + xyz(0.0, 0.0, 0.2)]), 0.026, ("paint", "frame"), 8
    )
    beam = tube(
        np.stack([pivot - xyz(0.0, 0.0, 0.2), [x[1], 0.0, low + 0.03], [x[2], 0.0, low - 0.01]]),
        0.02,
        ("paint", "frame"),
    )
    grip = np.array([x[0] - float(rng.uniform(0.10, 0.16)), b.reach, b.bar])
    rise = np.array([[x[0], wide - 0.03, rim - 0.1], [x[0] - 0.05, wide - 0.03, b.bar - 0.02], grip])
    bar = tube(rise, 0.0125, BAR, 8).pair()
    across = tube([(grip[0], b.reach, b.bar), (grip[0], 0.0, b.bar), (grip[0], -b.reach, b.bar)], 0.0125, BAR, 8)
    holds = tube([grip, grip - [0.0, 0.06, 0.0], grip - [0.0, 0.12, 0.0]], 0.017, ("plastic", "handlebar"), 8).pair()
    lamp = np.array([x[3] + 0.02, 0.0, rim - 0.12])
    smooth_ones = [axle, spine, beam, bar, across, holds, *goods, round_lamp(lamp, 0.032, ("plastic", "light"))]
    points = {
        "handle_left": grip - [0.0, 0.05, 0.0],
        "handle_right": (grip - [0.0, 0.05, 0.0]) * [1.0, -1.0, 1.0],
        "front_light": lamp + xyz(0.005, 0.0, 0.0),
    }
    whole = gather(left, right, Pieces(smooth=(join(smooth_ones),), flat=tuple(flat_ones)))
    return whole, points, np.concatenate([left.smooth[0].points, right.smooth[0].points])
