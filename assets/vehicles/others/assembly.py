"""From pieces to the asset, for vehicles without a body shell of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assets.asset import Asset
from assets.geometry import Mesh
from assets.materials import Material
from assets.people import driver
from assets.polygons import Points, Shape, join, pillow, to_mesh
from assets.random import stream
from assets.rotations import BACKWARD, about_z
from assets.vehicles.art import art_materials
from assets.vehicles.colors import car_paint
from assets.vehicles.cycles.shapes import xyz
from assets.vehicles.finish import Description, both_sides, finish
from assets.vehicles.materials import fleet_materials
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.plates import Plate, blank, plate_shape, sample_plate
from assets.vehicles.signs import sign_materials
from assets.vehicles.state import State
from assets.vehicles.wheels import PLAIN_SEGMENTS, wheel


@dataclass(frozen=True, eq=False)
class Whole:
    """Attributes:
    pieces: all but plates and people, on the ground, the middle at x = 0.
    points: named points of its left side, (3,) metres; those that have a mirror image.
    plate: of its number plate, which ``plate_front`` and ``plate_rear`` say where to put: (x, z), None for none.
    size: length, width and height, without mirrors and people.
    """

    pieces: Pieces
    points: Mapping[str, Points]
    plate: Plate
    plate_front: tuple[float, float] | None
    plate_rear: tuple[float, float]
    size: tuple[float, float, float]


def materials_of(rng: np.random.Generator, color: str, family: str, state: State) -> dict[str, Material]:
    """The fleet's, with beacons and pictures."""
    made = fleet_materials(stream(rng, "materials"), car_paint(stream(rng, "paint"), color, family), state)
    return made | art_materials(stream(rng, "art"), 0.3 * state.dirt) | sign_materials(stream(rng, "signs"))


def plate_of_kind(rng: np.random.Generator, kind: str, state: State) -> Plate:
    """A plate as a category's vehicles have it."""
    return blank(sample_plate(stream(rng, "plate"), kind), state.registration)


def assembled(
    whole: Whole,
    described: tuple[str, str, str],
    materials: Mapping[str, Material],
    state: State,
    people: Sequence[Mesh] = (),
) -> Asset:
    """The asset; ``described`` is category, type and colour."""
    x, z = whole.plate_rear
    pieces = whole.pieces + flat(plate_shape(whole.plate, rear=True).moved((x, 0.0, z), BACKWARD))
    if whole.plate_front is not None:
        pieces += flat(plate_shape(whole.plate).moved((whole.plate_front[0], 0.0, whole.plate_front[1])))
    meshes = [
        to_mesh("smooth", join(pieces.smooth), materials),
        to_mesh("flat", join(pieces.flat), materials, smooth=False),
        *people,
    ]
    corner = np.array([x, whole.plate.width_m / 2.0, z - whole.plate.height_m / 2.0])
    points = both_sides({**whole.points, "rear_plate": corner})
    return finish(Description(*described, *whole.size, whole.plate.text), state, meshes, points)


def rolling_wheel(
    rng: np.random.Generator, radius: float, width: float, center: Points, style: str = "steel", steer_deg: float = 0.0
) -> Pieces:
    """A wheel whose middle is ``center``; its outer side looks away from the vehicle's middle line."""
    around, bolts = wheel(rng, radius, width, style, segments=PLAIN_SEGMENTS)
    made = Pieces((around,), (bolts,))
    if center[1] < 0.0:
        made = made.mirrored()
    return made.moved(center, about_z(np.radians(steer_deg)))


def rear_lamps(place: Points, size: tuple[float, float, float]) -> tuple[Pieces, dict[str, Points]]:
    """Tail, brake and indicator one above the other at a place on the left, and their like on the right.

    Returns:
        The lamps; of the left ones the points ``rear_light``, inside and above, and ``rear_corner``, outside and below.
    """
    long, wide, high = size
    out: list[Shape] = []
    for k, name in enumerate(("tail", "brake", "indicator")):
        for side, flash in ((1.0, "indicator_left"), (-1.0, "indicator_right")):
            lamp = pillow((long, wide, 0.3 * high), (flash if name == "indicator" else name, "light"), 5.0, 8)
            out.append(lamp.moved(place * [1.0, side, 1.0] + [0.0, 0.0, (1 - k) * high / 3.0]))
    corner = xyz(0.0, wide / 2.0, -high / 2.0)
    return smooth(*out), {"rear_light": place - corner, "rear_corner": place + corner}


def at_the_wheel(
    rng: np.random.Generator, state: State, seat: tuple[float, float, float], hand: tuple[float, float, float]
) -> tuple[Mesh, ...]:
    """The driver on a seat, the left hand at ``hand`` and the right one across from it; none if nobody drives."""
    x, y, z = hand
    return driver(stream(rng, "driver"), seat, (hand, (x, -y, z))) if state.occupied else ()
