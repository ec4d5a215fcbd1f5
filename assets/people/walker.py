"""Somebody who walks: the same person at every moment of a stride, and how far each part of it carries them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from assets.asset import Asset
from assets.people import bake, build, poses
from assets.people.clothes import dress
from assets.people.head import headgear
from assets.people.luggage import luggage
from assets.people.pedestrian import figure_of, walking_asset, walks
from assets.people.skeleton import INDEX, Points, Posture, joints_of
from assets.people.wardrobe import Outfit, random_outfit
from assets.random import stream

STEPS = 60  # moments of a stride at which it is asked where the feet are
STRIDES_HZ = 0.92  # of a grown-up; a child's legs swing faster, as a shorter pendulum does
GROWN_M = 1.7
LOCKED = 0.6  # of a body's haste that its feet ask for: all of it, and published curves, rounded, make it go in jerks


@dataclass(frozen=True, eq=False)
class Walker:
    """Attributes:
    rng: the stream that ``pedestrian`` would have made the same person from.
    rest: (V, 3) the body at rest.
    outfit: what they wear.
    way: (STEPS + 1,) metres that they have come by each moment of a stride; its last is a stride's length.
    """

    rng: np.random.Generator
    rest: Points
    outfit: Outfit
    way: NDArray[np.float64]

    @classmethod
    def of(cls, rng: np.random.Generator) -> "Walker | None":
        """Who ``pedestrian`` makes of a stream; None of somebody who stands.

        Raises:
            ConfigError: the MakeHuman data is not installed.
        """
        if not walks(rng):
            return None
        who = build.random_build(stream(rng, "build"))
        rest = build.body(who)
        return cls(rng, rest, random_outfit(stream(rng, "outfit"), who), _way(rng, rest))

    @property
    def stride_m(self) -> float:
        """Of two steps."""
        return float(self.way[-1])

    @property
    def speed_mps(self) -> float:
        """At their own pace."""
        height = float(np.ptp(self.rest[:, 2]))
        return self.stride_m * STRIDES_HZ * float(np.sqrt(GROWN_M / max(height, 0.8)))

    def come(self, strides: float) -> float:
        """Metres by so many strides, which need not be whole: the foot that stands slides little."""
        whole = np.floor(strides)
        return float(whole * self.stride_m + np.interp((strides - whole) * STEPS, np.arange(STEPS + 1), self.way))

    def at(self, strides: float) -> Asset:
        """The person then: x forward, the pelvis over the origin, the lower foot on z = 0, metres."""
        posture = _posed(self.rng, self.rest, strides)
        figure = figure_of(self.rest, posture)
        pieces = [
            *dress(figure, self.outfit, pockets=""),
            *headgear(figure, posture, self.outfit),
            *luggage(figure, posture, self.outfit, ""),
        ]
        return walking_asset(pieces, posture.root)


def _posed(rng: np.random.Generator, rest: Points, strides: float) -> Posture:
    posture = joints_of(rest, bake.load().joints)
    pose = stream(rng, "pose")
    pose.random()  # what they do, as ``pedestrian`` draws it
    poses.walk(pose, posture, strides)
    return posture


def _way(rng: np.random.Generator, rest: Points) -> NDArray[np.float64]:
    """(STEPS + 1,) how far they have come: the foot that stands stays, and so the body goes on."""
    soles = np.array([_soles(_posed(rng, rest, number / STEPS)) for number in range(STEPS)])  # (S, 4, 3)
    following = np.roll(soles, -1, axis=0)
    stands = np.argmin(soles[..., 2] + following[..., 2], axis=1)
    rows = np.arange(STEPS)
    steps = soles[rows, stands, 0] - following[rows, stands, 0]
    steps = gaussian_filter1d(steps, 1.5, mode="wrap").clip(0.0)  # where weight goes from one foot to the other
    steps = LOCKED * steps + (1.0 - LOCKED) * steps.mean()
    return np.concatenate([[0.0], np.cumsum(steps)])


def _soles(posture: Posture) -> NDArray[np.float64]:
    """(4, 3) heels and balls of the feet, where they meet the ground, from the pelvis."""
    out = []
    ground = min(float(posture.head[INDEX[f"ball_{side}"]][2]) for side in "lr")
    for side in "lr":
        for bone in ("foot", "ball"):
            name = f"{bone}_{side}"
            rest = posture.head[INDEX[name]]
            down = np.array([0.0, 0.0, min(0.0, ground - 0.02 - float(rest[2]))])
            out.append(posture.joint(name) + posture.rotation(name) @ down - posture.root)
    return np.array(out)
