"""Where hands and what they hold go on one head, so that they touch it and an arm can be behind them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces.held.arm import Shoulder, elbow_for, swing
from assets.faces.held.bones import ARM, load
from assets.faces.held.grips import MOST, Grip, shaped
from assets.faces.held.hand import Hand, about, aimed
from assets.faces.held.things import Thing
from assets.faces.held.touch import TOUCH_M, Solid, closed, spread, travel
from assets.faces.shape import rotate
from assets.vectors import cross

type Points = NDArray[np.float64]
type Spot = Callable[[float, float, float], Points]
"""Where the skin is that lies at a place of the base head, metres from its eyes."""

TRIES = 5
BACK_M = 0.05  # from where things come closer
FINE = 1.0  # cost from which on another way is tried
PRESS_M = 0.0012  # skin gives way
DEEPEST_M = 0.0022


@dataclass(frozen=True, eq=False)
class Reach:
    """A left hand in the frame of the head; a right one is mirrored.

    Attributes:
        points: (V, 3) of forearm and hand.
        wrist, elbow: (3,).
        rotation: of the hand's frame.
        thing: rotation and place of what it holds.
        cost: what is wrong with it: below 1 it looks natural.
    """

    points: Points
    wrist: Points
    elbow: Points
    rotation: Points
    thing: tuple[Points, Points]
    cost: float


@dataclass(frozen=True)
class Gesture:
    """How an empty hand is laid on a face.

    Attributes:
        along, back: of the fingers, and where the back of the hand looks, in the head's frame.
        spot: what it touches, metres from the eyes on the base head.
        place: what of the hand comes there, in the hand's frame.
        towards: how it comes.
        fingers, thumb: angles before it touches.
        more: how far the fingers close then.
    """

    along: tuple[float, float, float]
    back: tuple[float, float, float]
    spot: tuple[float, float, float]
    place: tuple[float, float, float]
    towards: tuple[float, float, float]
    fingers: tuple[float, float, float]
    thumb: tuple[float, float, float] = (0.0, 0.0, 0.0)
    more: float = 0.5


GESTURES = {
    "cheek": Gesture(
        (-0.30, -0.10, 1.0), (0.25, 1.0, 0.05), (-0.012, 0.062, -0.062), (-0.035, 0.0, -0.015), (-0.2, -1.0, 0.1),
        (0.05, 0.10, 0.10), (-0.1, 0.0, 0.0),
    ),
    "chin": Gesture(
        (-0.38, -0.22, 1.0), (0.9, 0.4, 0.1), (0.012, 0.0, -0.118), (0.012, 0.0, -0.030), (-0.15, -0.1, 1.0),
        (1.25, 1.45, 0.7), (0.35, 0.5, 0.5), 0.0,
    ),
    "mouth": Gesture(
        (0.08, -0.85, 0.50), (1.0, 0.1, 0.1), (0.03, 0.0, -0.066), (0.026, 0.0, -0.012), (-1.0, 0.0, 0.0),
        (-0.22, -0.10, -0.05), (-0.1, -0.1, 0.0), 0.7,
    ),
    "temple": Gesture(
        (-0.10, -0.42, 0.9), (0.55, 0.80, 0.25), (-0.012, 0.062, 0.022), (0.070, -0.010, -0.040), (-0.35, -1.0, 0.0),
        (0.35, 0.45, 0.30), (0.2, 0.3, 0.2), 0.25,
    ),
}  # fmt: skip


def laid(rng: np.random.Generator, own: Hand, head: Solid, spot: Spot, shoulder: Shoulder, name: str) -> Reach:
    """An empty hand at the face in one of the ``GESTURES``."""
    gesture = GESTURES[name]
    own = aimed(own, np.array(gesture.place) - np.array([0.0, 0.02, 0.0]))
    start = shaped(own, gesture.fingers, gesture.thumb)
    bent, best = own.bent(start), None
    for _ in range(TRIES):
        rotation = turn(rng.normal(0.0, 0.10, 3)) @ frame(gesture.along, gesture.back)
        anchor = spot(*gesture.spot) + rng.normal(0.0, 0.004, 3)
        place = anchor - rotation @ np.asarray(gesture.place)
        _, cost = elbow_for(shoulder, rotation @ own.wrist + place, rotation)
        if best is None or cost < best[0]:
            best = cost, rotation, place
    assert best is not None
    _, rotation, place = best
    near = head.near(place, 0.20)
    towards = _unit(np.asarray(gesture.towards))
    away = place - BACK_M * towards
    skin = bent[own.points[:, 0] > -0.11]
    away = away + _out(skin @ rotation.T + away, rotation[:, 2], near, TOUCH_M)
    turned = skin @ rotation.T + away
    gone = travel(lambda far: float(near.distance(turned + far * towards).min()), 0.14)
    place = away + (gone + PRESS_M) * towards
    most = np.minimum(start + spread(3 * (gesture.more,), 3 * (min(0.35, gesture.more),)), MOST)
    angles = closed(own, start, most, lambda points: points @ rotation.T + place, near.distance)
    shape = Grip(own.bent(angles), own.wrist, own.elbow, np.eye(3))
    place = place + _out(shape.points[own.points[:, 0] > -0.11] @ rotation.T + place, rotation[:, 2], near, -DEEPEST_M)
    return _placed(shape, (rotation, place), shoulder)


def offered(
    rng: np.random.Generator, thing: Thing, shape: Grip, head: Solid, spot: Spot, shoulder: Shoulder, at_ear: bool
) -> Reach:
    """A thing where it is used, and the hand around it.

    Args:
        at_ear: of a phone; else it is before the face.
    """
    best: Reach | None = None
    for rotation, contact, towards in _uses(rng, thing, spot, at_ear):
        for turn in (0.0, 0.35, -0.35, 0.7, 1.05) if thing.round else (0.0,):
            spun = rotation @ about(np.array([0.0, 0.0, 1.0]), turn)
            own = replace(
                shape,
                points=shape.points @ spun.T,
                wrist=spun @ shape.wrist,
                elbow=spun @ shape.elbow,
                rotation=spun @ shape.rotation,
            )
            place = contact - rotation @ thing.contact
            _, cost = elbow_for(shoulder, own.wrist + place, own.rotation)
            if best is None or cost < best.cost:
                best = Reach(own.points, own.wrist, own.elbow, own.rotation, (rotation, place), cost)
                grip, direction = own, towards
    assert best is not None
    rotation, place = best.thing
    if direction is not None:
        place = _pushed(thing, grip, rotation, place, direction, head)
    out = _placed(replace(grip, rotation=grip.rotation), (np.eye(3), place), shoulder)
    return replace(out, thing=(rotation, place))


def _out(points: Points, direction: Points, body: Solid, least_m: float) -> Points:
    """By how much points have to go in a direction so that none is nearer to a body than ``least_m``."""
    for far in np.arange(0.0, 0.12, 0.002):
        if body.distance(points + far * direction).min() >= least_m:
            break
    out: Points = far * direction
    return out


def _uses(
    rng: np.random.Generator, thing: Thing, spot: Spot, at_ear: bool
) -> Iterator[tuple[Points, Points, Points | None]]:
    """Ways to hold a thing: its rotation, where its contact is, and how it comes closer, if it touches."""
    lips = 0.5 * (spot(0.035, 0.0, -0.060) + spot(0.035, 0.0, -0.075))
    ahead = np.array([1.0, 0.0, 0.0])
    for _ in range(TRIES):
        lean, aside = float(rng.uniform(0.0, 1.0)), float(rng.normal(0.0, 1.0))
        if thing.name in ("cup", "bottle"):
            tilt = (0.15 + 0.5 * lean) if thing.name == "cup" else (0.7 + 0.5 * lean)
            up = np.array([-np.sin(tilt), 0.06 * aside, np.cos(tilt)])
            yield _stood(up, ahead), lips - np.array([0.0, 0.0, 0.002]), -ahead
        elif thing.name == "microphone":
            tilt = 0.75 + 0.5 * lean
            up = np.array([-np.sin(tilt), -0.15 + 0.12 * aside, np.cos(tilt)])
            yield _stood(up, ahead), lips + ahead * float(rng.uniform(0.006, 0.03)) - 0.01 * _unit(up), None
        elif thing.name == "book":
            tilt = 0.15 + 0.25 * lean
            up = np.array([np.sin(tilt), 0.06 * aside, np.cos(tilt)])
            away = np.array([rng.uniform(0.09, 0.15), 0.01 * aside, rng.uniform(-0.03, 0.01)])
            yield _stood(up, ahead), spot(0.03, 0.0, -0.04) * [1.0, 0.0, 1.0] + away, None
        elif at_ear:
            ear, cheek = spot(-0.085, 0.085, 0.0), spot(-0.005, 0.055, -0.078)
            up = _unit(ear - cheek) + np.array([rng.normal(0.0, 0.08), 0.0, 0.0])
            yield _stood(up, np.array([0.1, 1.0, 0.05])), ear + np.array([0.0, 0.004, 0.0]), np.array([0.0, -1.0, 0.0])
        else:
            up = np.array([-0.12 + 0.2 * lean, 0.10 * aside, 1.0])
            near = float(rng.uniform(0.15, 0.24))
            place = np.array([near, 0.03 * aside, rng.uniform(-0.01, 0.04)])
            yield _stood(up, ahead), place, None


def _pushed(thing: Thing, grip: Grip, rotation: Points, place: Points, towards: Points, head: Solid) -> Points:
    """Where a thing and its hand come to rest on the head."""
    away = place - BACK_M * towards
    solid = np.concatenate([thing.shape.points @ rotation.T, grip.points[load().weights[:, ARM] < 0.5]]) + away
    near = head.near(place, 0.22)
    skin = (near.points - away) @ rotation

    def gap(far: float) -> float:
        return min(
            float(near.distance(solid + far * towards).min()),
            float(thing.distance(skin - far * (rotation.T @ towards)).min()),
        )

    return away + (travel(gap, 2.0 * BACK_M) + PRESS_M) * towards


def _placed(shape: Grip, at: tuple[Points, Points], shoulder: Shoulder) -> Reach:
    """The forearm bent at the wrist to where the elbow is."""
    rotation, place = at
    points = shape.points @ rotation.T + place
    wrist, straight = rotation @ shape.wrist + place, rotation @ shape.elbow + place
    elbow, cost = elbow_for(shoulder, wrist, rotation @ shape.rotation)
    bent = to_elbow(points, wrist, straight, elbow)
    return Reach(bent, wrist, elbow, rotation @ shape.rotation, (rotation, place), cost)


def to_elbow(points: Points, wrist: Points, straight: Points, elbow: Points) -> Points:
    """(V, 3) of forearm and hand, the forearm bent at the wrist from a straight arm's elbow to where the elbow is."""
    share = load().weights[:, ARM, None]
    turn = swing(straight - wrist, elbow - wrist)
    return rotate((points - wrist).astype(np.float32), share * turn).astype(np.float64) + wrist


def frame(along: ArrayLike, back: ArrayLike) -> Points:
    """Rotation of a hand whose fingers and back look there."""
    x = _unit(np.asarray(along, np.float64))
    z = np.asarray(back, np.float64)
    z = _unit(z - (z @ x) * x)
    return np.stack([x, cross(z, x), z], 1)


def _stood(up: Points, ahead: Points) -> Points:
    """Rotation of a thing that stands along ``up`` and looks ``ahead`` as far as it can."""
    z = _unit(up)
    x = _unit(ahead - (ahead @ z) * z)
    return np.stack([x, cross(z, x), z], 1)


def turn(vector: Points) -> Points:
    """(3, 3) of a rotation vector."""
    return about(_unit(vector), float(np.linalg.norm(vector)))


def _unit(vector: Points) -> Points:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-12), np.float64)
