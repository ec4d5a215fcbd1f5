"""Wheels of cars, vans, trucks and buses. Around the y axis; +y looks outward, away from the vehicle."""

from collections.abc import Callable

import numpy as np

from assets.names import expect_name
from assets.polygons import Shape, Skin, join, lathe, pillow
from assets.vehicles import rims
from assets.vehicles.rims import Seat

RUBBER: Skin = ("rubber", "wheel")
STEEL: Skin = ("steel", "wheel")
DARK: Skin = ("dark", "wheel")
CALIPER: Skin = ("caliper", "wheel")
SEGMENTS, PLAIN_SEGMENTS = 40, 28  # multiples of 4: a point touches the ground
DUAL_GAP_M = 0.035
FACES: dict[str, Callable[[np.random.Generator, Seat], tuple[Shape, Shape]]] = {
    "alloy": rims.alloy,
    "steel": rims.steel,
    "truck_front": rims.truck_front,
    "truck_rear": rims.truck_rear,
    "bus": rims.bus,
}
STYLES = tuple(FACES)
# Rim by tyre radius: 15 to 20 inches on cars, 22.5 inches under heavy tyres of a metre.
RIM_SHARE = {"alloy": (0.66, 0.75), "steel": (0.61, 0.67)}
HEAVY_SHARE = (0.56, 0.59)


def wheel(
    rng: np.random.Generator,
    radius: float,
    width: float,
    style: str = "alloy",
    dual: bool = False,
    segments: int = SEGMENTS,
) -> tuple[Shape, Shape]:
    """One wheel around the origin: what is round, and what has flat faces.

    Materials: ``rubber``, ``rim`` and ``rim_2`` (its sides), ``steel_rim``, ``steel``, ``caliper``, ``chrome``,
    ``dark``.

    Args:
        radius, width: of the tyre, metres.
        style: one of ``STYLES``; under ``truck_rear`` the rim is a deep dish.
        dual: a second tyre stands on the inner side, towards -y.
        segments: of the tyre around, a multiple of 4; ``PLAIN_SEGMENTS`` for rear wheels that are many.

    Raises:
        AssetError: no such style.
    """
    face = FACES[expect_name(style, STYLES, "style")]
    heavy = style not in RIM_SHARE
    rim = radius * float(rng.uniform(*RIM_SHARE.get(style, HEAVY_SHARE)))
    around, flat = face(rng, Seat(rim, width / 2.0, segments <= PLAIN_SEGMENTS))
    pieces = [tyre(radius, rim, width, heavy, segments), around]
    if heavy:
        pieces.append(lathe([(rim - 0.02, 0.03 - width / 2.0), (0.0, 0.03 - width / 2.0)], 16, DARK))
    else:
        pieces.append(_brake(rim, width))
    if dual:
        pieces.append(_inner(radius, rim, width).moved((0.0, -width - DUAL_GAP_M, 0.0)))
    return join(pieces), flat


def tyre(radius: float, rim: float, width: float, heavy: bool = False, segments: int = SEGMENTS) -> Shape:
    """A tyre on a rim of radius ``rim``, metres: side walls with a ring, shoulders with lugs, grooves around."""
    half, wall = width / 2.0, radius - rim
    drop = 0.012 if heavy else 0.007
    side = [(0.0, -0.018), (0.16, -0.003), (0.20, 0.003), (0.29, 0.001), (0.52, 0.0), (0.80, -0.004)]
    outer = np.array([(rim + share * wall, half + out) for share, out in side])
    shoulder = [(radius - 0.06 * wall, half - 0.016), (radius - 0.004, half - 0.028), (radius, half - 0.05)]
    start, end = (0.42, 0.34) if heavy else (0.30, 0.22)  # of the grooves beside the one in the middle
    middle = 0.06
    groove = [(radius, start * half), (radius - drop, (start + end) / 2.0 * half), (radius, end * half)]
    tread = [(radius, middle * half), (radius - drop, 0.0), (radius, -middle * half)]
    inner = [(r, -y) for r, y in reversed(groove)] if heavy else []  # which shows little, as all of the inner side
    hidden = [
        (radius, 0.05 - half),
        (radius - 0.06 * wall, 0.016 - half),
        (rim + 0.5 * wall, -half),
        (rim, 0.018 - half),
    ]
    profile = np.concatenate([outer, shoulder, groove, tread, *([inner] if inner else []), hidden[:1]])[::-1]
    made = lathe(profile, segments, RUBBER)
    points = made.points.reshape(len(profile), segments, 3)
    lugs = len(profile) - len(side) - 1
    points[lugs, ::2, ::2] *= 1.0 - drop / radius  # every second step of the outer shoulder lies lower
    shown = Shape(points.reshape(-1, 3), made.quads, made.skin, made.skins)
    return join([shown, lathe(hidden[::-1], segments // 2, RUBBER)])


def _brake(rim: float, width: float) -> Shape:
    """What shows behind the spokes: a disc, its hat, a caliper, and darkness."""
    half = width / 2.0
    back = lathe([(rim - 0.02, 0.03 - half), (0.0, 0.03 - half)], 16, DARK)
    disc = lathe([(0.74 * rim, -0.020), (0.735 * rim, -0.005), (0.36 * rim, -0.005)], 28, STEEL)
    hat = lathe([(0.36 * rim, -0.005), (0.34 * rim, half - 0.065), (0.0, half - 0.065)], 20, STEEL)
    caliper = pillow((0.07, 0.065, 0.17), CALIPER, 4.0, 8).moved((0.62 * rim, -0.008, 0.0))
    return join([back, disc, hat, caliper])


def _inner(radius: float, rim: float, width: float) -> Shape:
    """The inner one of two: closed, and bare where no eye reaches."""
    half = width / 2.0
    wall = radius - rim
    profile = [(0.0, -half), (rim + 0.5 * wall, -half), (radius - 0.06 * wall, 0.016 - half), (radius, 0.05 - half)]
    return lathe([*profile, *((r, -y) for r, y in reversed(profile))], 24, RUBBER)
