"""How a hand is shaped: closed around a thing, or as people lay it to their face."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces.held.hand import THUMB, Hand, aimed
from assets.faces.held.things import Thing
from assets.faces.held.touch import closed, spread, travel
from assets.vectors import cross

type Points = NDArray[np.float64]

MOST = spread((1.5, 1.75, 1.2), (0.9, 0.9, 1.2))  # how far links bend
FINGERS = (-0.15, 0.0, 0.0)  # before they close
ACROSS_RAD = 0.95  # of the fingers against a phone's height


@dataclass(frozen=True, eq=False)
class Grip:
    """Attributes:
    points: (V, 3) of the hand around the thing, in the thing's frame.
    wrist, elbow: (3,) in it, the forearm straight behind the hand.
    rotation: of the hand's frame in it.
    """

    points: Points
    wrist: Points
    elbow: Points
    rotation: Points


def grip(rng: np.random.Generator, whole: Hand, thing: Thing) -> Grip:
    """A hand that holds a thing at its origin."""
    rotation, place = _held(rng, thing)
    inwards = -rotation[:, 2]
    start = place - 0.06 * inwards
    if thing.round:
        aim, opened = rotation.T @ -place, spread(FINGERS, (-0.55, -0.1, 0.0))
        own = aimed(whole, [aim[0], -0.035, aim[2]])
    else:
        edge = np.array([0.0, thing.high[1], 0.02]) if thing.name == "phone" else np.array([0.0, 0.03, 0.02])
        opened = spread(FINGERS)
        own = aimed(whole, rotation.T @ (edge - place))
    palm = own.bent(opened)[_palm(own)] @ rotation.T
    place = start + inwards * travel(lambda far: float(thing.distance(palm + start + far * inwards).min()), 0.2)
    if not thing.round:  # a phone's edge, a book's lower one, rests against the thumb
        thumb = np.concatenate(own.pads(THUMB, opened[THUMB])) @ rotation.T
        aside = np.array([0.0, 1.0, 0.0] if thing.name == "phone" else [0.0, 0.0, -1.0])
        start = place + 0.05 * aside
        place = start - aside * travel(lambda far: float(thing.distance(thumb + start - far * aside).min()), 0.05)
    angles = closed(own, opened, MOST, lambda points: points @ rotation.T + place, thing.distance)
    return Grip(
        own.bent(angles) @ rotation.T + place,
        rotation @ own.wrist + place,
        rotation @ own.elbow + place,
        rotation,
    )


def _palm(whole: Hand) -> NDArray[np.bool_]:
    """Vertices of the hand without its thumb."""
    x, y, _ = whole.points.T
    return np.asarray((x > -0.075) & (y > np.where(x > 0.0, -0.054, -0.034)))


def _held(rng: np.random.Generator, thing: Thing) -> tuple[Points, Points]:
    """Rotation of the hand's frame in the thing's, and where its origin is before it comes closer."""
    if thing.round:
        # thumb up, the back of the hand to +x
        rotation = np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]])
        radius = thing.high[0]
        return rotation, rotation @ np.array([-(-0.006 + 0.45 * radius), 0.0, 0.013 + radius])
    lean = ACROSS_RAD + float(rng.uniform(-0.15, 0.15)) if thing.name == "phone" else float(rng.uniform(0.05, 0.35))
    # the back of the hand is on the thing's +x, the fingers rise towards -y
    along = np.array([0.0, -np.sin(lean), np.cos(lean)])
    back = np.array([1.0, 0.0, 0.0])
    rotation = np.stack([along, cross(back, along), back], 1)
    return rotation, rotation @ np.array([-0.022 if thing.name == "phone" else 0.0, 0.004, 0.013 + thing.high[0]])


def shaped(whole: Hand, fingers: ArrayLike, thumb: ArrayLike = (0.0, 0.0, 0.0)) -> Points:
    """Angles of a hand whose fingers are bent alike, the little one a little more."""
    out = spread(fingers, thumb)
    out[1:] *= np.linspace(0.92, 1.1, 4)[:, None]
    return out
