"""A further camera before people who are in their places already: a step aside, up or down, nearer or further off."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assets import SceneError
from scenes.distributions import Constant, parse
from scenes.people.layout import NEAREST_M, bust_m, distance_for
from scenes.people.params import People
from scenes.people.shots import Shot
from scenes.people.standing import LOWEST_M
from scenes.pose import Float64, Pose, look_at
from scenes.spec import Light

LEAST = 0.15  # of the way that a camera is to go, where it cannot go further
SHOWN = (0.8, 0.4)  # share of the heads that a picture shows at least; at the last try
BUST_SLACK_M = 0.06  # people of a row are not quite of a height
EDGE = 0.02  # of the picture, in which no eyes count as shown


@dataclass(frozen=True, eq=False)
class Angle:
    """Where people are seen from.

    Attributes:
        rng: of the view, for what else its camera samples.
        pose: camera to world.
        heads: (3,) each, in the camera's frame.
        tilt: of the camera above level, degrees.
        distance: of the first row, metres.
    """

    rng: np.random.Generator
    pose: Pose
    heads: list[Float64]
    tilt: float
    distance: float


def another(
    rng: np.random.Generator,
    params: People,
    shot: Shot,
    first: Angle,
    sizes: list[int],
    focal_px: float,
    lights: Sequence[Light],
    lenience: float,
    ground_z: float | None = None,
) -> Angle:
    """Another camera with the same lens, around the middle of the heads, which stays where it is in the picture.

    Args:
        sizes: of the rows.
        lights: that must not be seen, unless the first camera sees them.
        lenience: 0..1: keeps the camera nearer to the first one, and lets it see fewer people.
        ground_z: of what people stand on, whole; None where they end below the chest.

    Raises:
        SceneError: it sees a lamp, too few people, or where they end.
    """
    ease = 1.0 - (1.0 - LEAST) * lenience
    aside = float(np.radians(np.clip(rng.normal(0.0, 0.6), -1.0, 1.0) * shot.orbit_deg * ease))
    usual = parse(shot.camera_pitch_deg) if ground_z is None else Constant(first.tilt)
    wanted = params.number_or(rng, "camera_pitch_deg", usual)
    tilt = first.tilt + (wanted - first.tilt) * ease
    share = params.number_or(rng, "face_height", parse(shot.face_height))
    scale = (distance_for(sizes, share, focal_px, params.size) / first.distance) ** ease
    rise, heading = np.radians(tilt), np.arctan2(first.pose.rotation[1, 2], first.pose.rotation[0, 2]) + aside
    ahead = np.array([np.cos(rise) * np.cos(heading), np.cos(rise) * np.sin(heading), np.sin(rise)])
    turn = look_at(np.zeros(3), ahead).rotation
    middle = np.mean(first.heads, axis=0)
    pose = Pose(turn, first.pose.apply(middle) - turn @ (scale * middle))
    heads = pose.inverse().apply(first.pose.apply(np.array(first.heads)))
    half = np.array(params.size) / 2.0 / focal_px
    _check_heads(heads, half, SHOWN[0] + (SHOWN[1] - SHOWN[0]) * lenience)
    front = heads[: sizes[0]] if ground_z is None else heads[:0]
    below = half[1] * front[:, 2] - front[:, 1]
    if (below > [bust_m(tilt, z) + BUST_SLACK_M for z in front[:, 2]]).any():
        raise SceneError("view: expected a camera that does not see where people end")
    if ground_z is not None and pose.translation[2] < ground_z + LOWEST_M:
        raise SceneError("view: expected a camera above the ground")
    if any(_looks_into(light, pose, half) and not _looks_into(light, first.pose, half) for light in lights):
        raise SceneError("view: expected a camera that does not look into a lamp")
    return Angle(rng, pose, list(heads), tilt, first.distance * scale)


def _check_heads(heads: Float64, half: Float64, least: float) -> None:
    """Raises:
    SceneError: fewer than the least share of the heads are in the picture, or one is too near.
    """
    if heads[:, 2].min() < NEAREST_M:
        raise SceneError(f"view: expected a camera at least {NEAREST_M} m from all heads")
    inside = (np.abs(heads[:, :2]) < (1.0 - 2.0 * EDGE) * half * heads[:, 2:]).all(axis=1)
    if not inside.any() or inside.mean() < least:
        raise SceneError(f"view: expected {least:.0%} of the heads in the picture, got {inside.mean():.0%}")


def _looks_into(light: Light, view: Pose, half: Float64) -> bool:
    """Whether a camera may see the side of a lamp that shines; other lamps than squares are never seen."""
    x, y, z = view.inverse().apply(light.pose.translation)
    shines = float((view.translation - light.pose.translation) @ -light.pose.rotation[:, 2]) > 0.0
    near = z > -light.size and bool((np.abs([x, y]) < half * max(z, 0.0) + light.size).all())
    return light.kind == "area" and shines and near
