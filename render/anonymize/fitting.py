"""Where a head is and how it is turned, from points of its face or its box; what the face does.

A head is laid on the points: the average one, changed as age and gender change heads, as little as it must be. The
camera is the picture's: its axis goes through the middle, its focal length is what is said of it or ``ASSUMED`` by the
longer side. Distances are as of an adult's head.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.spatial.transform import Rotation

from annotate.angles import LOOKING_INTO_CAMERA
from assets.faces import EXPRESSIONS, Identity, Look, person
from assets.faces.expressions import MIXTURE
from assets.faces.keypoints import NAMES
from assets.standins import for_labels
from render.anonymize.finding import Found
from render.anonymize.labels import FIVE

type Points = NDArray[np.float64]

ASSUMED = 1.2  # focal length by the picture's longer side: 45° wide
NOISE = {5: 0.05, 68: 0.025, 70: 0.025}  # deviation of points, by the distance of the eyes
JAW, CHIN = slice(0, 17), 8
JAW_NOISE = 4.0  # times as uncertain: a jaw's line is where one sees its edge, not a place on it
PITCH_RAD, YAW_RAD = {5: 0.2, 68: 0.6, 70: 0.6}, {5: 0.8, 68: 1.5, 70: 1.5}  # deviations of what heads do
# Where the middle of the eyes lies in a face's box, and what the box's height is of: hairline to chin.
EYES_DOWN, FACE_M = 0.42, 0.185  # metres
HEADS, MODES = 60, 20  # heads that are looked at for how heads differ, and in how many ways they are let differ
STRENGTHS = (0.4, 0.7, 1.0)
STEP_RAD = 1e-5  # by which a turn's slopes are measured
RELUCTANCE = 0.08  # of the error, by which an expression must be better than none


@dataclass(frozen=True, eq=False)
class Camera:
    """Of the photograph: focal length and middle in pixels."""

    focal_px: float
    middle: tuple[float, float]

    @classmethod
    def of(cls, size: tuple[int, int]) -> "Camera":
        """Assumed for a picture of that width and height."""
        return cls(ASSUMED * max(size), (size[0] / 2.0, size[1] / 2.0))

    def project(self, points: Points) -> Points:
        """(..., 2) pixels of points (..., 3) in the camera's frame: x right, y down, z forward."""
        flat = points[..., :2] / np.maximum(points[..., 2:], 1e-6)
        return np.asarray(flat * self.focal_px + self.middle)


@dataclass(frozen=True, eq=False)
class Fit:
    """Attributes:
    rotation: (3, 3) from the head's frame to the camera's.
    place: (3,) metres, middle between the eyes in the camera's frame.
    by: ``points`` or ``box``: then it is assumed to look into the camera.
    expression, strength: see ``Look``.
    """

    rotation: Points
    place: Points
    by: str
    expression: str = "neutral"
    strength: float = 1.0

    def seen(self, points: Points, camera: Camera) -> Points:
        """(..., 2) pixels of points (..., 3) in the head's frame."""
        return camera.project(points @ self.rotation.T + self.place)


def fit(found: Found, camera: Camera, expression: bool) -> Fit:
    """Args:
    expression: tell it, too; else the face is neutral.
    """
    if found.points is None:
        return _by_box(found, camera)
    count = len(found.points)
    mean, modes = shapes()
    model = as_given(mean, count), np.array([as_given(mode, count) for mode in modes])
    out = _by_points(model, found.points, camera, NOISE[count], PITCH_RAD[count], YAW_RAD[count])
    return _expressed(out, found.points, camera) if expression else out


def laid_on(fitted: Fit, new: Points, found: Found, camera: Camera) -> Fit:
    """The same turn, at the place and distance where the points of another face lie best on those that were found.

    Args:
        new: (70, 3) of the new face, in its head's frame.
    """
    points = found.points if found.points is not None else fitted.seen(as_given(mean_points(), 70), camera)
    mine = as_given(new, len(points))
    weight = 1.0 / _noise(len(points))
    x0 = np.array([*fitted.place[:2] / fitted.place[2], np.log(fitted.place[2])])

    def error(x: Points) -> Points:
        place = np.array([x[0], x[1], 1.0]) * np.exp(x[2])
        return np.asarray(((replace(fitted, place=place).seen(mine, camera) - points) * weight[:, None]).ravel())

    best = least_squares(error, x0, loss="soft_l1", f_scale=2.0, max_nfev=40).x
    return replace(fitted, place=np.array([best[0], best[1], 1.0]) * np.exp(best[2]))


def head_rotation(yaw_rad: float, pitch_rad: float, roll_rad: float) -> Points:
    """From the head's frame to the camera's; angles as the labels have them (``annotate.angles``)."""
    turn = Rotation.from_euler("ZYX", [yaw_rad, -pitch_rad, roll_rad])
    return np.asarray(LOOKING_INTO_CAMERA @ turn.as_matrix())


def angles(rotation: Points) -> tuple[float, float, float]:
    """Yaw, pitch and roll in radians, as the labels have them."""
    yaw, pitch, roll = Rotation.from_matrix(LOOKING_INTO_CAMERA.T @ rotation).as_euler("ZYX")
    return float(yaw), float(-pitch), float(roll)


def as_given(points: Points, count: int) -> Points:
    """Of our 70 points (70, D), those that a face with so many has: all, the first 68, or five (K, D)."""
    if count == len(FIVE):
        return np.array([points[a:b].mean(axis=0) for a, b in FIVE])
    return points[:count]


@cache
def mean_points() -> Points:
    """(70, 3) of the average head at rest, in its frame."""
    return _points_of("neutral", 1.0)


@cache
def shapes() -> tuple[Points, Points]:
    """(70, 3) the mean of heads of all ages and genders, (M, 70, 3) what they differ in, a deviation each.

    Features of one's own are left out: a fit that may move them, too, takes turns of the head for them.
    """
    rng = np.random.default_rng(0)
    every = []
    for number in range(HEADS):
        every.append(_keypoints(rng, Identity(float(rng.uniform(18.0, 75.0)), gender=number % 2), Look()))
    mean = np.mean(every, axis=0)
    _, sizes, modes = np.linalg.svd((np.array(every) - mean).reshape(HEADS, -1), full_matrices=False)
    return mean, (modes * sizes[:, None] / np.sqrt(HEADS - 1))[:MODES].reshape(MODES, len(NAMES), 3)


@cache
def _points_of(expression: str, strength: float) -> Points:
    look = Look(expression=expression, expression_strength=strength)
    return _keypoints(np.random.default_rng(0), Identity(), look)


def _keypoints(rng: np.random.Generator, who: Identity, look: Look) -> Points:
    """(70, 3) in the head's frame."""
    with for_labels():
        asset = person(rng, who, look, 0.1)
    return np.array([asset.keypoints[name] for name in NAMES])


def _noise(count: int) -> Points:
    """(K,) deviation of each point, 1 for a sure one."""
    out = np.ones(count)
    if count > len(FIVE):
        out[JAW] = JAW_NOISE
        out[CHIN] = 1.5
    return out


def _by_points(
    model: tuple[Points, Points], points: Points, camera: Camera, noise: float, pitch_rad: float, yaw_rad: float
) -> Fit:
    """The likeliest turn, place and shape, from a few beginnings.

    Args:
        model: (K, 3) the average head's points, (M, K, 3) what heads differ in.
    """
    mean, modes = model
    eyes = slice(0, 2) if len(points) == len(FIVE) else slice(36, 48)
    spread = points.std(axis=0).max() / max(mean[:, 1:].std(axis=0).max(), 1e-9)  # pixels a metre
    unit = max(noise * 0.06 * spread, 0.3)
    weight = 1.0 / (_noise(len(points)) * unit)
    middle = points[eyes].mean(axis=0)
    z = camera.focal_px / max(spread, 1e-6)

    def made(x: Points) -> Fit:
        place = np.array([x[3], x[4], 1.0]) * np.exp(x[5])
        return Fit(head_rotation(x[0], x[1], x[2]), place, "points")

    def error(x: Points) -> Points:
        off = (made(x).seen(mean + np.tensordot(x[6:], modes, 1), camera) - points) * weight[:, None]
        return np.concatenate([off.ravel(), [x[0] / yaw_rad, x[1] / pitch_rad], x[6:]])

    def slopes(x: Points) -> Points:
        moved = _moved(made(x), x, mean + np.tensordot(x[6:], modes, 1), modes, camera) * weight[:, None, None]
        prior = np.diag([1.0 / yaw_rad, 1.0 / pitch_rad, *np.zeros(4), *np.ones(len(modes))])
        return np.concatenate([moved.reshape(-1, len(x)), np.delete(prior, slice(2, 6), axis=0)])

    across = points[eyes][-1] - points[eyes][0]
    roll = float(np.arctan2(across[1], across[0]))
    start = (middle - camera.middle) / camera.focal_px
    tries = [
        least_squares(
            error,
            np.array([yaw, 0.0, -roll, *start, np.log(z), *np.zeros(len(modes))]),
            slopes,
            loss="soft_l1",
            f_scale=2.0,
            max_nfev=60,
        )
        for yaw in (-0.6, 0.0, 0.6)
    ]
    return made(min(tries, key=lambda item: item.cost).x)


def _moved(fitted: Fit, x: Points, shape: Points, modes: Points, camera: Camera) -> Points:
    """(K, 2, 6 + M) pixels by which each point moves with each unknown of ``_by_points``.

    Args:
        shape: (K, 3) the head's points, (M, K, 3) what changes them.
    """
    turned = shape @ fitted.rotation.T + fitted.place
    turns = [
        shape @ (head_rotation(*(x[:3] + step)) - head_rotation(*(x[:3] - step))).T / (2.0 * STEP_RAD)
        for step in STEP_RAD * np.eye(3)
    ]
    far = np.exp(x[5]) * np.eye(3)[:2]
    places = [np.broadcast_to(move, shape.shape) for move in (*far, fitted.place)]
    moves = np.concatenate([np.array([*turns, *places]), modes @ fitted.rotation.T])  # (6 + M, K, 3)
    by_depth = turned[:, :2] / turned[:, 2:]
    flat = moves[..., :2] - by_depth * moves[..., 2:]
    return np.asarray((flat * (camera.focal_px / turned[:, 2:])).transpose(1, 2, 0))


def _by_box(found: Found, camera: Camera) -> Fit:
    """Upright and looking into the camera, as high as the box."""
    x, y, w, h = found.box
    tall = max(h, 1.2 * w)  # of a box that the picture's border cuts
    z = camera.focal_px * FACE_M / tall
    seen = (np.array([x + w / 2.0, y + EYES_DOWN * h]) - camera.middle) / camera.focal_px
    facing = head_rotation(float(np.arctan(seen[0])) * -1.0, 0.0, 0.0)
    return Fit(facing, np.array([seen[0], seen[1], 1.0]) * z, "box")


def _expressed(fitted: Fit, points: Points, camera: Camera) -> Fit:
    """With the expression whose eyes and mouth lie best on the points, where it is better than none."""
    count = len(points)
    inner = slice(0, None) if count == len(FIVE) else slice(27, 68)
    best, chosen = np.inf, fitted
    for expression, strength in _candidates(count):
        seen = fitted.seen(as_given(_points_of(expression, strength), count), camera)[inner]
        off = _after_scaling(seen, points[inner])
        off *= 1.0 if expression == "neutral" else 1.0 + RELUCTANCE
        if off < best:
            best, chosen = off, replace(fitted, expression=expression, strength=strength)
    return chosen


def _candidates(count: int) -> Sequence[tuple[str, float]]:
    """Expressions that so many points can tell apart: five say no more than how wide a mouth is."""
    names = (
        ("slight_smile", "smile") if count == len(FIVE) else [n for n in EXPRESSIONS if n not in (MIXTURE, "neutral")]
    )
    return [("neutral", 1.0), *((name, strength) for name in names for strength in STRENGTHS)]


def _after_scaling(seen: Points, points: Points) -> float:
    """Root mean square distance of points once their middles and spreads are the same, by the spread."""
    a, b = seen - seen.mean(axis=0), points - points.mean(axis=0)
    a *= np.linalg.norm(b) / max(float(np.linalg.norm(a)), 1e-9)
    return float(np.linalg.norm(a - b) / max(float(np.linalg.norm(b)), 1e-9))
