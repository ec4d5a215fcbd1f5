"""What arms do that are not at the face: they hang, lie on hips, are folded, clap, point, or are up in the air."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces.groom import Body
from assets.faces.held import hand
from assets.faces.held.arm import Shoulder, elbow_for
from assets.faces.held.bones import load
from assets.faces.held.gestures import gesture
from assets.faces.held.grips import MOST
from assets.faces.held.hand import Hand, about
from assets.faces.held.limb import Limb, hanging_of, shoulder_of
from assets.faces.held.reach import Reach, frame, to_elbow, turn
from assets.faces.held.touch import Solid, spread, travel
from assets.faces.identity import Identity
from assets.faces.look import Look
from assets.faces.surface import normals
from assets.faces.trunk import trunk_of
from assets.faces.wear.cuts import gap_of
from assets.random import stream

type Points = NDArray[np.float64]
type Triple = tuple[float, float, float]

LOOSE_M, LOOSE_RAD = 0.010, 0.08  # standard deviations of where a wrist is, and how a hand is turned
BEND_RAD = (0.02, 0.13, -0.22, 0.5)  # of hanging elbows beyond a bust's: mean, standard deviation, least and most
OVER_M = 0.004  # that hands stay off cloth
MOST_M = 0.18  # that they are moved for it
FLAT_M = 0.03  # as far around a point a surface is its plane
SKIN_M, NEAR_M = 0.17, 0.30  # around a wrist: what of an arm is kept out of what of a body
LOW = {"raised": 0.05}  # what an elbow above the shoulder costs there


@dataclass(frozen=True)
class Posture:
    """Where a left hand is; directions and places along the trunk's axes: to the front, to the arm's side, up.

    Attributes:
        wrist: from the middle of the hips, metres of an adult.
        along, back: where the fingers point and the back of the hand looks.
        fingers, thumb: angles of their links; None for one of the ``gestures``.
        free: the way that the hand is taken until it is out of the body; none where it touches nothing.
    """

    wrist: Triple
    along: Triple
    back: Triple
    fingers: Triple | None = (0.35, 0.45, 0.30)
    thumb: Triple = (0.15, 0.2, 0.1)
    free: Triple | None = (1.0, 0.0, 0.0)


POSTURES: Mapping[str, Posture] = {
    "hips": Posture(
        (0.0, 0.20, 0.165), (0.45, -0.62, -0.62), (-0.1, 0.65, 0.75), (0.45, 0.8, 0.4), free=(0.0, 1.0, 0.0)
    ),
    "pockets": Posture((0.05, 0.165, 0.11), (0.30, -0.15, -0.94), (0.15, 0.98, -0.1), free=None),
    "chest": Posture((0.17, 0.03, 0.34), (-0.1, -0.85, 0.45), (0.97, 0.0, 0.2), (0.12, 0.2, 0.15)),
    "talking": Posture((0.29, 0.17, 0.27), (0.80, -0.25, 0.45), (0.0, 0.75, 0.6), None, free=None),
    "clapping": Posture((0.29, 0.062, 0.34), (0.55, -0.12, 0.80), (0.0, 1.0, 0.1), (0.0, 0.05, 0.05), free=None),
    "raised": Posture((0.09, 0.27, 0.84), (0.1, 0.15, 1.0), (-0.9, 0.35, 0.1), None, free=None),
    "behind": Posture((-0.15, 0.06, 0.17), (-0.05, -1.0, -0.25), (0.9, 0.1, 0.1), free=(-1.0, 0.0, 0.0)),
    "clasped": Posture((0.17, 0.075, 0.15), (0.35, -0.85, -0.38), (0.85, 0.40, 0.35), (0.7, 0.8, 0.4)),
    "folded": Posture((0.16, -0.045, 0.30), (-0.12, -1.0, 0.12), (0.95, 0.0, 0.30), (0.2, 0.3, 0.2)),
}
PAIRS = ("folded", "clasped", "behind", "clapping")
BOTH = {"hips": 0.4, "pockets": 0.55, "chest": 0.08, "talking": 0.5, "raised": 0.45}  # chance that both arms do


def postured(
    rng: np.random.Generator, identity: Identity, look: Look, before: NDArray[np.float32], control: NDArray[np.float32]
) -> tuple[Limb, ...]:
    """Both arms of one person, as ``look.arms`` has them.

    Args:
        rng: for sides and small differences; the same rng, identity and look give the same.
        before: (V, 3) vertices of the baked mesh at rest.
        control: (V, 3) the same, posed.
    """
    whole = hand.hand(identity)
    first = 1.0 if stream(rng, "first").random() < 0.5 else -1.0
    name, both = look.arms, stream(rng, "both").random() < BOTH.get(look.arms, 1.0)
    out: list[Limb] = []
    for side in (first, -first):
        own = stream(rng, f"{side:g}")
        if name == "hanging" or not (both or side == first):
            out.append(hang(own, whole, before, control, side))
        else:
            out.append(_doing(own, whole, look, before, control, side, out if name in PAIRS else ()))
    return tuple(out)


def hang(
    rng: np.random.Generator, whole: Hand, before: NDArray[np.float32], control: NDArray[np.float32], side: float
) -> Limb:
    """An arm that hangs as the bust has it, a little bent, its palm to the thigh; see ``postured``."""
    hanging = hanging_of(whole, before, control, side)
    elbow, wrist = (point * [1.0, side, 1.0] for point in hanging)
    front, own, _ = _axes(control, side)[1]
    mean, spread_rad, least, most = BEND_RAD
    bend = float(np.clip(rng.normal(mean, spread_rad), least, most))
    way = about(-own / np.linalg.norm(own), bend) @ (wrist - elbow)
    bent = elbow + way
    rotation = _shaken(rng, way / np.linalg.norm(way) + 0.15 * front, own + 0.35 * front)
    angles = spread((0.35, 0.45, 0.30), (0.15, 0.2, 0.1)) + rng.normal(0.0, 0.08, (5, 3))
    place = bent - rotation @ whole.wrist
    points = whole.bent(np.minimum(angles, MOST)) @ rotation.T + place
    points = to_elbow(points, bent, rotation @ whole.elbow + place, elbow)
    return Limb(side, Reach(points, bent, elbow, rotation, (rotation, place), 0.0), None, hanging)


def _doing(
    rng: np.random.Generator,
    whole: Hand,
    look: Look,
    before: NDArray[np.float32],
    control: NDArray[np.float32],
    side: float,
    others: Sequence[Limb],
) -> Limb:
    """An arm in one of the ``POSTURES``.

    Args:
        others: arms that are in the way.
    """
    posture = POSTURES[look.arms]
    hanging = hanging_of(whole, before, control, side)
    shoulder = shoulder_of(hanging, control, side, every=1)
    shoulder = replace(shoulder, trunk=_with(shoulder.trunk, others, side), low=LOW.get(look.arms, 1.0))
    middle, axes = _axes(control, side)
    scale = float(np.linalg.norm(axes[2]))
    wrist = middle + np.asarray(posture.wrist) @ axes + rng.normal(0.0, LOOSE_M, 3) * scale
    rotation = _shaken(rng, np.asarray(posture.along) @ axes, np.asarray(posture.back) @ axes)
    if posture.fingers is None:
        angles = gesture(rng)
    else:
        angles = spread(posture.fingers, posture.thumb) + rng.normal(0.0, 0.06, (5, 3))
    bent = whole.bent(np.minimum(angles, MOST))
    reach = _reached(whole, bent, rotation, wrist, shoulder)
    if posture.free is not None:
        skin = reach.points[np.linalg.norm(reach.points - reach.wrist, axis=1) < SKIN_M * scale]
        gap_m = gap_of(look) + OVER_M
        freed = _freed(skin, np.asarray(posture.free) @ axes / scale, shoulder.trunk.near(wrist, NEAR_M), gap_m)
        reach = _reached(whole, bent, rotation, wrist + freed, shoulder)
    return Limb(side, reach, None, hanging, hidden=look.arms == "pockets")


def _reached(whole: Hand, bent: Points, rotation: Points, wrist: Points, shoulder: Shoulder) -> Reach:
    """A hand (V, 3) in its own frame, turned, at a wrist, and the forearm to where the elbow is."""
    place = wrist - rotation @ whole.wrist
    elbow, cost = elbow_for(shoulder, wrist, rotation)
    points = to_elbow(bent @ rotation.T + place, wrist, rotation @ whole.elbow + place, elbow)
    return Reach(points, wrist, elbow, rotation, (rotation, place), cost)


def _freed(skin: Points, away: Points, body: Solid, gap_m: float) -> Points:
    """How a hand is moved that goes into a body, or would: so that it stays so far off. It comes from outside."""
    if not len(body.points):
        return np.zeros(3)
    far, surface = skin + MOST_M * away, Body(body.points.astype(np.float32), body.normals.astype(np.float32))

    def gap(gone: float) -> float:
        points = far - gone * away
        where = surface.nearest(points.astype(np.float32))
        apart = points - body.points[where]
        height, distance = (apart * body.normals[where]).sum(1), np.linalg.norm(apart, axis=1)
        return float(np.where(distance < FLAT_M, height, distance).min()) - gap_m

    back = travel(gap, MOST_M)
    return np.asarray((MOST_M - back) * away, np.float64)


def _with(trunk: Solid, others: Sequence[Limb], side: float) -> Solid:
    """A trunk, and arms that lie on it, as an arm of a side has them."""
    points, facing = [trunk.points], [trunk.normals]
    for other in others:
        flesh = other.reach.points * [1.0, other.side * side, 1.0]
        faces = load().faces if other.side * side > 0.0 else load().faces[:, ::-1]
        points.append(flesh)
        facing.append(normals(flesh.astype(np.float32), faces).astype(np.float64))
    return Solid(np.concatenate(points), np.concatenate(facing))


def _axes(control: NDArray[np.float32], side: float) -> tuple[Points, Points]:
    """Middle of the hips, and the rows front, arm's own side, up of an adult's metre; mirrored for a right arm."""
    trunk, mirror = trunk_of(control), np.array([1.0, side, 1.0])
    return trunk.middle * mirror, np.stack([trunk.front, side * trunk.left, trunk.up]) * mirror


def _shaken(rng: np.random.Generator, along: ArrayLike, back: ArrayLike) -> Points:
    """Rotation of a hand whose fingers and back look about there."""
    out: Points = turn(rng.normal(0.0, LOOSE_RAD, 3)) @ frame(along, back)
    return out
