"""A room around people: as large as lamps and the camera need, and as the camera sees it."""

from collections.abc import Sequence

import numpy as np

from assets.environments.rooms import Seen, room
from assets.random import stream
from scenes.pose import Float64, Pose
from scenes.spec import Placed

GAP_M = (1.1, 4.0)  # from the last head to the wall behind
SPARE_M = (0.3, 0.5, 0.15)  # between lamps and the wall, a side wall, the ceiling
HIGH_M = (2.45, 3.1)
WIDEST_M = 7.0  # of a room, to each side
BEYOND, BEYOND_M = 1.15, 0.9  # how much further than the picture's edge a wall goes: what is out of focus spreads
CORNER = 0.4  # chance of a side wall in the picture, on each side
SQUAREST = 0.1  # cosine between a ray and the wall's normal below which it never meets it
SHOULDER_M = 0.45  # room that a head needs behind it


def indoors(
    rng: np.random.Generator,
    views: Sequence[Pose],
    heads: Float64,
    lamps: Float64,
    extent: tuple[float, float],
    ahead_rad: float,
    floor_z: float,
    glow: float,
    night: bool,
) -> Placed:
    """A room whose back wall a camera meets that looks along ``ahead_rad``.

    Args:
        views: cameras, which all see nothing but the room.
        heads, lamps: (N, 3) places in the world that are inside, as cameras are.
        extent: width and height of the picture one metre away, metres.
        glow: radiance of something white in the room.
    """
    cos, sin = np.cos(ahead_rad), np.sin(ahead_rad)
    away, right = np.array([cos, sin, 0.0]), np.array([sin, -cos, 0.0])
    inside = np.concatenate([heads, [view.translation for view in views], lamps])
    wall = max(float((heads @ away).max()) + float(rng.uniform(*GAP_M)), float((inside @ away).max()) + SPARE_M[0])
    hits = np.concatenate([_hits(view, extent, away, wall) for view in views])
    ends, corners = _ends(stream(rng, "ends"), hits @ right, inside @ right)
    top = max(float(rng.uniform(*HIGH_M)), float(inside[:, 2].max()) - floor_z + SPARE_M[2])
    seen = Seen(
        *ends,
        top,
        ceiling=float(hits[:, 2].max()) - floor_z > top,
        corners=corners,
        deep=wall - float((inside @ away).min()) + 1.0,
        clear=wall - float((heads @ away).max()) - SHOULDER_M,
    )
    asset = room(stream(rng, "room"), seen, glow, night)
    rotation = np.stack([-away, right, np.array([0.0, 0.0, 1.0])], axis=1)
    return Placed(asset, Pose(rotation, away * wall + np.array([0.0, 0.0, floor_z])))


def _hits(view: Pose, extent: tuple[float, float], away: Float64, wall: float) -> Float64:
    """(4, 3) where rays a little outside the picture's corners meet the plane of the wall."""
    half = 0.5 * BEYOND * np.array(extent)
    rays = np.array([[x * half[0], y * half[1], 1.0] for x in (-1.0, 1.0) for y in (-1.0, 1.0)]) @ view.rotation.T
    steps = (wall - float(view.translation @ away)) / np.maximum(rays @ away, SQUAREST)
    return np.asarray(view.translation + rays * steps[:, None])


def _ends(rng: np.random.Generator, seen: Float64, inside: Float64) -> tuple[tuple[float, float], tuple[bool, bool]]:
    """Where the wall ends on both sides, and whether a side wall stands there; nothing inside is beyond it."""
    out, corners = [], []
    for sign in (-1.0, 1.0):
        wanted = float((sign * seen).max()) + BEYOND_M
        far = min(wanted, WIDEST_M)
        near = float((sign * inside).max()) + SPARE_M[1]
        corners.append(bool(rng.random() < CORNER) or wanted > far)  # or one would see past the wall's end
        share = float(rng.uniform(0.0, 0.8))
        out.append(sign * max(far + share * min(near - far, 0.0) * corners[-1], near))
    return (out[0], out[1]), (corners[0], corners[1])
