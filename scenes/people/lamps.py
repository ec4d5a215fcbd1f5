"""Lamps around people: beside the camera, a studio's, a flash, a screen, coloured ones, one from behind.

Places are in the camera's frame. A lamp of ``radiance`` r adds π r to the irradiance of faces, as surroundings of that
radiance would.
"""

from dataclasses import dataclass

import numpy as np

from assets.materials import Colour
from scenes.pose import Float64, Pose, look_at
from scenes.spec import Light

WHITE: Colour = (1.0, 1.0, 1.0)
BESIDE_RAD = 1.3  # lamps that stand further back are not seen themselves
CONE_RAD = 2.4


@dataclass(frozen=True)
class Stand:
    """Where a lamp stands around the heads.

    Attributes:
        turn, rise: to the right as the camera sees it, and up; 0 is where the camera is, radians.
        away: from the middle of the heads, metres.
        size: of its side, metres.
    """

    turn: float
    rise: float
    away: float
    size: float


# Turn, rise, radiance, side in metres, of each lamp of a rig; the first one is the key.
RIGS: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "loop": ((0.65, 0.5, 1.2, 0.6), (-0.6, 0.2, 0.35, 1.2)),
    "rembrandt": ((0.95, 0.7, 1.3, 0.5), (-0.5, 0.1, 0.15, 1.2)),
    "butterfly": ((0.0, 0.75, 1.2, 0.5), (0.0, 0.1, 0.2, 1.2)),
    "split": ((1.5, 0.15, 1.4, 0.6), (-0.4, 0.1, 0.06, 1.2)),
    "clamshell": ((0.0, 0.6, 1.1, 0.9), (0.0, -0.45, 0.5, 0.8)),
    "ring": ((0.0, 0.06, 1.2, 0.35),),
    "soft": ((0.8, 0.35, 0.9, 0.9), (-0.8, 0.35, 0.9, 0.9)),
    "rim": ((0.35, 0.4, 0.7, 0.8), (2.4, 0.5, 1.8, 0.4), (-2.3, 0.5, 1.5, 0.4)),
    "hair_light": ((-0.6, 0.5, 1.1, 0.8), (0.5, 0.2, 0.3, 1.2), (2.6, 0.8, 1.6, 0.4)),
}
# Pairs of colours as lit signs and stages have them, linear RGB.
NEON: dict[str, tuple[Colour, Colour]] = {
    "magenta, cyan": ((1.0, 0.05, 0.55), (0.05, 0.75, 1.0)),
    "red, blue": ((1.0, 0.06, 0.05), (0.08, 0.18, 1.0)),
    "orange, teal": ((1.0, 0.32, 0.04), (0.04, 0.55, 0.6)),
    "green, purple": ((0.12, 1.0, 0.22), (0.5, 0.08, 1.0)),
    "pink, yellow": ((1.0, 0.2, 0.5), (1.0, 0.62, 0.08)),
    "blue, blue": ((0.06, 0.2, 1.0), (0.15, 0.4, 1.0)),
    "red, red": ((1.0, 0.04, 0.03), (1.0, 0.15, 0.08)),
}
SCREENS: tuple[Colour, ...] = ((0.62, 0.8, 1.0), (0.8, 0.9, 1.0), (1.0, 0.95, 0.88), (0.35, 0.5, 1.0), (0.5, 1.0, 0.7))


def key(rng: np.random.Generator, view: Pose, places: list[Float64], radiance: float) -> tuple[Light, ...]:
    """A soft lamp beside the camera, above the heads."""
    turn, rise, away = float(rng.uniform(-1.2, 1.2)), float(rng.uniform(0.1, 0.9)), float(rng.uniform(1.1, 2.0))
    warmth, size = float(rng.uniform(-0.12, 0.12)), float(rng.uniform(0.3, 1.0))
    return (_lamp(view, places, Stand(turn, rise, away, size), radiance, _warm(warmth)),)


def studio(rng: np.random.Generator, view: Pose, places: list[Float64], rig: str) -> tuple[Light, ...]:
    """The lamps of a rig of ``RIGS``, from either side, none quite where they should be."""
    side, warmth = float(rng.choice([-1.0, 1.0])), float(rng.uniform(-0.08, 0.08))
    out = []
    for index, (turn, rise, radiance, size) in enumerate(RIGS[rig]):
        shift, strength = rng.normal(0.0, 0.1, 2), float(np.exp(rng.normal(0.0, 0.15)))
        stand = Stand(side * (turn + float(shift[0])), rise + float(shift[1]), 1.6, size)
        out.append(_lamp(view, places, stand, radiance * strength, _warm(warmth if index == 0 else -warmth)))
    return tuple(out)


def even(view: Pose, places: list[Float64]) -> tuple[Light, ...]:
    """The same from both sides, as for passports."""
    return tuple(_lamp(view, places, Stand(turn, 0.35, 1.6, 0.9), 0.9, WHITE) for turn in (-0.8, 0.8))


def flash(view: Pose, places: list[Float64], radiance: float) -> Light:
    """Beside the lens."""
    nearest = min(float(place[2]) for place in places)
    lamp = view.apply(np.array([0.03, -0.09, 0.0]))
    pose = Pose(view.rotation @ np.diag([1.0, -1.0, -1.0]), lamp)
    return Light("area", pose, (1.0, 0.98, 0.95), float(radiance * np.pi * np.pi * nearest**2), 0.06)


def behind(rng: np.random.Generator, view: Pose, places: list[Float64], radiance: float) -> tuple[Light, ...]:
    """From behind and above, warm or cool: it rims hair and shoulders."""
    side = float(rng.choice([-1.0, 1.0]))
    stand = Stand(side * float(rng.uniform(2.3, 3.1)), float(rng.uniform(0.3, 0.8)), float(rng.uniform(0.9, 1.3)), 0.3)
    return (_lamp(view, places, stand, radiance, _warm(float(rng.uniform(-0.15, 0.35)))),)


def screen(rng: np.random.Generator, view: Pose, places: list[Float64], radiance: float) -> tuple[Light, ...]:
    """The glow of a screen before and below the face, which is not in the picture itself."""
    stand = Stand(float(rng.uniform(-0.5, 0.5)), float(rng.uniform(-0.7, -0.1)), float(rng.uniform(0.4, 0.65)), 0.4)
    color = SCREENS[int(rng.choice(len(SCREENS), p=(0.4, 0.3, 0.1, 0.1, 0.1)))]
    return (_lamp(view, places, stand, radiance, color, seen=False),)


def neon(rng: np.random.Generator, view: Pose, places: list[Float64], colors: str) -> tuple[Light, ...]:
    """Two lamps in the colours of a pair of ``NEON``, from both sides, and hardly any white light."""
    side = float(rng.choice([-1.0, 1.0]))
    turns = (side * float(rng.uniform(0.4, 1.3)), -side * float(rng.uniform(0.7, 2.3)))
    out = []
    for color, turn, radiance in zip(NEON[colors], turns, (1.0, float(rng.uniform(0.5, 1.6))), strict=True):
        pale = float(rng.uniform(0.0, 0.15))
        mixed: Colour = (color[0] + pale, color[1] + pale, color[2] + pale)
        stand = Stand(turn, float(rng.uniform(-0.1, 0.5)), float(rng.uniform(1.0, 1.8)), float(rng.uniform(0.2, 0.6)))
        out.append(_lamp(view, places, stand, radiance / float(np.dot(mixed, (0.3, 0.5, 0.2))), mixed, seen=False))
    fill = _lamp(view, places, Stand(0.0, 0.3, 1.8, 1.0), float(rng.uniform(0.03, 0.2)), WHITE, seen=False)
    return (*out, fill)


def _lamp(view: Pose, places: list[Float64], stand: Stand, radiance: float, color: Colour, seen: bool = True) -> Light:
    """A lamp around the heads that shines at their middle; a soft spot where the picture must not show it."""
    away = stand.away + _spread_m(places)
    middle = np.mean(places, axis=0)
    turn, rise = stand.turn, stand.rise
    offset = np.array([np.sin(turn) * np.cos(rise), -np.sin(rise), -np.cos(turn) * np.cos(rise)]) * away
    target, lamp = view.apply(middle), view.apply(middle + offset)
    pose = Pose(look_at(lamp, target).rotation @ np.diag([1.0, -1.0, -1.0]), lamp)
    power = float(radiance * np.pi * np.pi * away**2)
    if seen and abs(turn) <= BESIDE_RAD:
        return Light("area", pose, color, power, stand.size)
    return Light("spot", pose, color, 4.0 * power, stand.size, cone_rad=CONE_RAD)  # watts into all directions


def _warm(warmth: float) -> Colour:
    return 1.0 + warmth, 1.0, 1.0 - warmth


def _spread_m(places: list[Float64]) -> float:
    """Half of how far apart the heads are: lamps stand outside."""
    return 0.5 * float(np.ptp(np.array(places), axis=0).max()) if len(places) > 1 else 0.0
