"""Mopeds: a low frame, pedals, a small engine and a tank, on wheels with wire spokes."""

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Shape, Skin, join, pillow, tube
from assets.random import stream
from assets.rotations import BACKWARD
from assets.vehicles.cycles.assembly import Ride, finish_cycle
from assets.vehicles.cycles.bicycle_dimensions import Bike
from assets.vehicles.cycles.bicycle_frame import bicycle_frame
from assets.vehicles.cycles.bicycle_front import bicycle_front
from assets.vehicles.cycles.fittings import centre_stand, clear_of_tyre, indicators, lamp_block, mirrors, round_lamp
from assets.vehicles.cycles.materials import cycle_materials
from assets.vehicles.cycles.shapes import curve, loft, xyz
from assets.vehicles.cycles.stance import Geometry, pose, sample_stance
from assets.vehicles.cycles.wheels import WheelStyle
from assets.vehicles.pieces import Pieces, flat, gather
from assets.vehicles.plates import blank, plate_shape, sample_plate
from assets.vehicles.state import PARKED, State

TYPES = ("moped",)
PAINT: Skin = ("paint", "frame")


def moped(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A moped that stands on z = 0 around the origin: on its centre stand, or ridden.

    Args:
        rng: where its proportions, paint and details come from.
        type: ``moped``.
        color: one of ``COLORS``.
        state: what it is doing; a rider sits on it if ``occupied``.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    expect_name(type, TYPES, "type")
    state = state.without_doors()
    b = _sampled(stream(rng, "proportions"))
    g = b.geometry
    materials = cycle_materials(rng, color, state, b.age, "motorcycle")
    stance = sample_stance(stream(rng, "stance"), state, 0.0, (0.0, 0.0))
    details = stream(rng, "details")
    style = WheelStyle(g.front_radius, g.front_width, 0.86 * g.front_width, 0, False, 36, 0.04, 0.05, deep=0.02)
    front, points, tyre = bicycle_front(details, b, style, True)
    frame, more, rear = bicycle_frame(details, b, style, True)
    frame, front = frame + _engine(details, b), front + _lamp(details, b)
    points["front_light"] = _lamp_place(b) + xyz(0.01, 0.0, 0.0)
    plate = blank(sample_plate(stream(rng, "plates"), kind="motorcycle"), state.registration)
    place = clear_of_tyre(np.array([g.rear[0] - 0.3, 0.0, 2.0 * g.rear_radius + 0.02]), g.rear, g.rear_radius)
    frame += flat(plate_shape(plate, rear=True).moved(place, BACKWARD))
    frame += Pieces(smooth=(indicators(place + xyz(0.05, 0.17, 0.1), 0.1, (0.05, 0.06, 0.05)),
                            lamp_block(place + xyz(-0.01, 0.0, 0.15), (0.05, 0.1, 0.07), "brake")))  # fmt: skip
    posed = pose(g, stance, frame, front, more, points, (rear, tyre))
    stand: tuple[Shape, ...] = ()
    if stance.stand == "centre":
        stand = (centre_stand(float(b.bracket[0]) - 0.08, float(b.bracket[2]) - 0.02, 0.08, 0.13),)
    own = stream(rng, "rider")
    ride = Ride(b.lean_rad, "open" if own.uniform() < 0.75 else "full")
    return finish_cycle(own, ("motorcycle", type, color, plate.text), posed, stand, materials, state, ride)


def _sampled(rng: np.random.Generator) -> Bike:
    """After data sheets of mopeds with pedals: tyres of 16 and 17 inch rims, 1.1 to 1.2 m between axles."""
    radius, width = float(rng.uniform(0.27, 0.295)), float(rng.uniform(0.055, 0.07))
    rake = float(np.radians(rng.uniform(24.0, 27.0)))
    geometry = Geometry(float(rng.uniform(1.10, 1.22)), radius, radius, width, width, rake, 0.08)
    z = float(rng.uniform(0.25, 0.28))
    x = geometry.rear[0] + float(np.sqrt(0.46**2 - (z - radius) ** 2))
    return Bike(
        "step_through",
        geometry,
        np.array([x, 0.0, z]),
        float(np.radians(rng.uniform(67.0, 70.0))),
        saddle=float(rng.uniform(0.78, 0.84)),
        bar=float(rng.uniform(0.98, 1.06)),
        reach=float(rng.uniform(0.29, 0.33)),
        tube=float(rng.uniform(0.032, 0.04)),
        lean_rad=float(np.radians(rng.uniform(0.0, 8.0))),
        age=float(rng.beta(1.6, 0.8)),
    )


def _engine(rng: np.random.Generator, b: Bike) -> Pieces:
    """Engine with fins, exhaust, side covers, and the tank along the low frame or under the saddle."""
    g, middle = b.geometry, b.bracket + xyz(0.04, 0.0, 0.02)
    shapes: list[Shape] = [pillow((0.24, 0.15, 0.2), ("engine", "frame"), 3.0, 12).moved(middle)]
    head = middle + xyz(0.15, 0.0, 0.04)
    for k in range(5):
        fin = pillow((0.016, 0.14, 0.13), ("engine", "frame"), 5.0, 8)
        shapes.append(fin.moved(head + xyz(0.024 * k - 0.03, 0.0, 0.004 * k)))
    covers = pillow((0.2, 0.03, 0.17), ("cover", "frame"), 3.0, 10).moved(middle + xyz(0.0, 0.085, 0.0)).pair()
    path = np.array(
        [head + xyz(0.05, -0.05, -0.03), middle + xyz(0.05, -0.11, -0.12), g.rear + xyz(0.16, -0.13, -0.07)]
    )
    shapes += [covers, tube(curve(path, 8), 0.016, ("exhaust", "trim"), 8)]
    silencer = np.stack(
        [g.rear + xyz(0.2, -0.13, -0.07), g.rear + xyz(-0.02, -0.135, -0.05), g.rear + xyz(-0.3, -0.14, -0.02)]
    )
    shapes.append(tube(silencer, 0.034, ("exhaust", "trim"), 10))
    neck, seat = g.on_axis(0.62), b.on_seat_tube(0.5)
    if rng.uniform() < 0.55:  # a tank in the frame
        way = np.stack(
            [seat + xyz(0.02, 0, -0.12), (seat + neck) / 2.0 + xyz(-0.02, 0, -0.13), neck + xyz(-0.06, 0, -0.02)]
        )
        shapes.append(loft(curve(way, 7), 0.062, 0.075, 0.075, PAINT, 3.0, 12))
    else:
        shapes.append(pillow((0.26, 0.2, 0.2), PAINT, 3.0, 12).moved(seat + xyz(-0.12, 0.0, 0.02)))
    panel = pillow((0.3, 0.03, 0.2), PAINT, 3.0, 12).moved(g.rear + xyz(0.14, 0.1, 0.16)).pair()
    return Pieces(smooth=(join([*shapes, panel]),))


def _lamp_place(b: Bike) -> np.ndarray:
    return b.geometry.on_axis(b.bar - 0.2) + xyz(0.13, 0.0, 0.0)


def _lamp(rng: np.random.Generator, b: Bike) -> Pieces:
    """A head lamp on the fork, mirrors, indicators, thicker legs over the bicycle's."""
    g = b.geometry
    heights = (g.front_radius, g.front_radius + 0.2, 2.0 * g.front_radius + 0.1)
    legs = tube(np.stack([g.on_fork(z, 0.06) for z in heights]), 0.02, ("fork", "frame"), 8).pair()
    lamp = round_lamp(_lamp_place(b), float(rng.uniform(0.06, 0.075)), PAINT)
    root = np.array([g.on_axis(b.bar)[0] - 0.02, 0.7 * b.reach, b.bar])
    look = mirrors(root, (-0.02, 0.12, 0.16), (0.1, 0.08), ("chrome", "mirror"))
    flash = indicators(_lamp_place(b) + xyz(-0.06, 0.15, -0.02), 0.09, (0.05, 0.06, 0.05))
    return gather(Pieces(smooth=(join([legs, lamp, look, flash]),)))
