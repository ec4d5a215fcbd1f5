"""Lamps that light a place at night: those on poles, and those in front of vehicles."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from assets.materials import Colour
from scenes.pose import Float64, Pose, look_at
from scenes.spec import Light, Placed

STREET: tuple[tuple[Colour, float], ...] = (  # linear RGB and share of streets
    ((1.0, 0.62, 0.22), 0.35),  # high-pressure sodium, 2,000 K
    ((1.0, 0.83, 0.62), 0.30),  # warm white, 3,000 K
    ((1.0, 0.97, 0.92), 0.35),  # neutral white, 4,000 to 5,000 K
)
CEILING: tuple[Colour, ...] = ((1.0, 0.86, 0.68), (1.0, 0.95, 0.88), (0.92, 0.97, 1.0), (0.98, 1.0, 0.92))
HALL_W_M2 = (1.0, 3.0)  # on a hall's floor: dimmer than the day outside, and the light meter does the rest
OVERLAP = 2.0  # how many times what one lamp sheds straight below the floor gets from all of them
HALOGEN: Colour = (1.0, 0.86, 0.66)
XENON: Colour = (0.93, 0.97, 1.0)
GROUND_W_M2 = 1.1  # straight below a street lamp, in the pictures' unit by night: about 15 lux
STREET_CONE_RAD = 2.5
BEAM_RAD, EVEN_M = 0.75, 12.0
FRONT = ("front_light_left", "front_light_right")
LOW_W, HIGH_W = 6500.0, 13000.0  # of a pair, at full darkness


def street_lamps(
    rng: np.random.Generator,
    heads: Float64,
    camera_at: ArrayLike = (0.0, 0.0, 0.0),
    power: float = 1.0,
    most: int = 8,
) -> tuple[Light, ...]:
    """Lamps of one street, all of a kind; some are broken.

    Args:
        heads: (L, 3) where they shine from, metres above z = 0.
        camera_at: (3,) the nearest to it are lit, since each costs.
        power: ``Conditions.lamp_power``.
        most: how many at most.
    """
    heads = np.asarray(heads, np.float64).reshape(-1, 3)
    if power <= 0.0 or not len(heads):
        return ()
    kind = int(rng.choice(len(STREET), p=[share for _, share in STREET]))
    strength, broken = power * float(rng.uniform(0.6, 1.5)), rng.uniform(size=len(heads)) < 0.04
    order = np.argsort(np.linalg.norm(heads - np.asarray(camera_at, np.float64), axis=1), kind="stable")
    down = Pose(np.eye(3), np.zeros(3))
    return tuple(
        Light(
            "spot",
            Pose(down.rotation, heads[index] - [0.0, 0.0, 0.12]),
            STREET[kind][0],
            float(4.0 * np.pi * max(heads[index, 2], 2.5) ** 2 * GROUND_W_M2 * strength),
            size=0.25,
            cone_rad=STREET_CONE_RAD,
        )
        for index in order.tolist()
        if not broken[index]
    )[:most]


def ceiling_lamps(rng: np.random.Generator, heads: Float64, power: float = 1.0) -> tuple[Light, ...]:
    """Lamps under a roof, all of a kind: white, a warm white or daylight.

    Args:
        heads: (L, 3) where they shine from, metres above z = 0.
        power: ``Conditions.lamp_power`` for those of a roof outdoors.
    """
    if not len(heads):
        return ()
    color, each = CEILING[int(rng.integers(len(CEILING)))], float(np.exp(rng.uniform(*np.log(HALL_W_M2))))
    return tuple(
        Light("area", Pose(np.eye(3), head), color, float(np.pi * each * power * head[2] ** 2 / OVERLAP), size=1.2)
        for head in heads
    )


def head_lamps(placed: Sequence[Placed], power: float = 1.0, most: int = 6) -> tuple[Light, ...]:
    """The beams of vehicles whose attribute ``lights`` is ``low`` or ``high``: one for each pair of lamps.

    Args:
        placed: nearest to the camera first; those without head lamps do not count.
        power: ``Conditions.lamp_power``.
        most: vehicles that get beams.
    """
    return tuple(_beam(item, power) for item in with_beams(placed, power, most))


def with_beams(placed: Sequence[Placed], power: float = 1.0, most: int = 6) -> list[Placed]:
    """Which of the vehicles have the beams that ``head_lamps`` gives, in their order."""
    if power <= 0.0:
        return []
    return [item for item in placed if item.asset.attributes.get("lights") in ("low", "high") and _fronts(item)][:most]


def _fronts(item: Placed) -> list[tuple[float, float, float]]:
    points = item.asset.keypoints
    return [points[name] for name in (*FRONT, "front_light", "headlight") if name in points]


def _beam(item: Placed, power: float) -> Light:
    """A soft cone from between the lamps, dipped by 3° or 0.5°."""
    high = item.asset.attributes.get("lights") == "high"
    lamp = np.array(_fronts(item), np.float64).mean(axis=0)
    front = item.asset.center[0] + item.asset.size[0] / 2.0
    start = np.array([max(lamp[0], front) + 0.05, lamp[1], lamp[2]])
    dip = np.radians(0.5 if high else 3.0)
    aim = start + np.array([np.cos(dip), 0.0, -np.sin(dip)])
    eye, target = item.pose.apply(np.stack([start, aim]))
    camera = look_at(eye, target)  # looks along +z where a lamp shines along -z
    # Halogen bulbs are older than the paint on most cars: a car keeps its kind, whatever else changes.
    color = HALOGEN if (item.asset.size[0] * 1000.0) % 2.0 < 1.0 else XENON
    watts = power * (HIGH_W if high else LOW_W)
    return Light("spot", Pose(camera.rotation @ np.diag([1.0, -1.0, -1.0]), eye), color, watts, 0.2, BEAM_RAD, EVEN_M)
