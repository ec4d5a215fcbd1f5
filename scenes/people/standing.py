"""People on their feet, seen from where photographers stand: one is the picture's subject, others are around it.

The world: the camera above the origin, the ground on z = 0, the subject straight ahead or a little aside. Nobody stands
in a row: places are drawn one after the other, and whoever would cover a face, or stand in somebody, is placed anew.
"""

from dataclasses import dataclass

import numpy as np

from assets import SceneError
from scenes.distributions import parse
from scenes.people.layout import FACE_HEIGHT_M, NEAREST_M, Arrangement
from scenes.pose import look_at

TRIES = 40
APART_M = 0.42  # two people's middles at least
COVERED = 0.7  # of a face's width, that faces before and behind each other are apart at least, on the picture
AHEAD = 0.72  # of the subject's distance, at which the nearest other one may stand
EDGE = 0.53  # of the picture, from its middle, where people may still stand: beyond 0.5 they are cut
FACE_WIDTH_M = 0.16
LOWEST_M = 0.25  # of a camera above the ground


@dataclass(frozen=True)
class Ground:
    """How people who stand are photographed: distributions in their notation, and numbers.

    Attributes:
        height_m: of the camera above the ground.
        at: where the subject's face is in the picture, from its upper edge, as a share of the height.
        depth: how far behind the subject others are, times its distance.
        aside: standard deviation of where the subject is across the picture, as a share of its width.
        roll_deg: standard deviation of a camera that is not held level.
        raised_m: of the ground of those who stand on a stage, above the camera's.
    """

    height_m: str
    at: str
    depth: float
    aside: float = 0.16
    roll_deg: float = 1.5
    raised_m: str = "0"


def standing(
    rng: np.random.Generator,
    ground: Ground,
    eyes_m: list[float],
    share: float,
    focal_px: float,
    size: tuple[int, int],
    tilt: float | None = None,
) -> Arrangement:
    """People of these heights of the eyes before a camera; the first one is the subject.

    Args:
        share: chin to hairline of the subject, of the picture's height.
        size: width and height of the picture, pixels.
        tilt: of the camera in degrees, where it is asked for; else it has the subject where ``ground.at`` says.

    Raises:
        SceneError: there is no room for all of them.
    """
    height, stage = _drawn(rng, ground.height_m), _drawn(rng, ground.raised_m)
    distance = max(NEAREST_M, focal_px * FACE_HEIGHT_M / (share * size[1]))
    rise = float(np.arctan2(stage + eyes_m[0] - height, distance))
    if tilt is None:
        tilt = float(np.degrees(rise + np.arctan((_drawn(rng, ground.at) - 0.5) * size[1] / focal_px)))
    roll = float(np.radians(rng.normal(0.0, ground.roll_deg)))
    eye = np.array([0.0, 0.0, height])
    view = look_at(eye, eye + np.array([np.cos(np.radians(tilt)), 0.0, np.sin(np.radians(tilt))]), roll)
    half = 0.5 * size[0] / focal_px
    spots = [(distance, float(np.clip(rng.normal(0.0, ground.aside), -0.42, 0.42)) * 2.0 * half * distance)]
    for _ in eyes_m[1:]:
        spots.append(_spot(rng, spots, distance, ground.depth, half))
    world = np.array([(x, y, stage + own) for (x, y), own in zip(spots, eyes_m, strict=True)])
    return Arrangement(view, list(view.inverse().apply(world)), tilt, distance, stage)


def _spot(
    rng: np.random.Generator, taken: list[tuple[float, float]], distance: float, depth: float, half: float
) -> tuple[float, float]:
    """(x, y) on the ground for one more: in the picture, not in somebody, no face right before or behind another."""
    low, high = np.log(AHEAD), np.log1p(depth)
    there = np.array(taken)
    for tried in range(TRIES):
        reach = high + 0.05 * tried  # further off there is more room
        x = max(distance * float(np.exp(rng.uniform(low, reach))), NEAREST_M + 0.1)
        y = float(rng.uniform(-2.0, 2.0)) * EDGE * half * x
        gaps = np.hypot(there[:, 0] - x, there[:, 1] - y)
        across = np.abs(there[:, 1] / there[:, 0] - y / x) * np.minimum(there[:, 0], x)
        if gaps.min() > APART_M and across.min() > COVERED * FACE_WIDTH_M:
            return x, y
    raise SceneError(f"standing: expected room for {len(taken) + 1} people in the picture")


def _drawn(rng: np.random.Generator, notation: str) -> float:
    return float(parse(notation).sample(rng))
