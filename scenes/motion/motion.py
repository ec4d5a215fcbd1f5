"""The frozen description of what moves in a scene. Nothing here goes on from one moment to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from assets import SceneError
from scenes.motion.clip import Clip
from scenes.pose import Float64, Pose
from scenes.spec import Placed

STEP_S = 1e-3  # to either side of a moment, by which velocities are taken


class Mover(Protocol):
    """How one thing moves: pure functions of the seconds since its clip began, before and after it, too."""

    def pose(self, seconds: float) -> Pose:
        """The thing's frame to world. It costs nothing to ask, whatever else changes about the thing."""
        ...

    def at(self, placed: Placed, seconds: float) -> Placed:
        """The thing at that moment.

        Args:
            placed: it at any other moment.
        """
        ...


class CameraMover(Protocol):
    """How the camera moves."""

    def pose(self, seconds: float) -> Pose:
        """Camera to world."""
        ...


@dataclass(frozen=True, eq=False)
class Rider:
    """A lamp that is fixed to a thing.

    Attributes:
        thing: its place in ``SceneSpec.placed``.
        pose: lamp to the thing's frame.
    """

    thing: int
    pose: Pose


@dataclass(frozen=True, eq=False)
class Motion:
    """Attributes:
    clip: what it lasts for.
    movers: by their things' place in ``SceneSpec.placed``; the other things stand still.
    camera: None stands still.
    lights: by their place in ``SceneSpec.lights``, those that ride on a thing.
    """

    clip: Clip
    movers: Mapping[int, Mover] = field(default_factory=dict)
    camera: CameraMover | None = None
    lights: Mapping[int, Rider] = field(default_factory=dict)

    def velocity(self, thing: int, seconds: float) -> Float64:
        """(3,) m/s in the world, of the origin of ``SceneSpec.placed[thing]``."""
        mover = self.movers.get(thing)
        return np.zeros(3) if mover is None else velocity(mover, seconds)


def velocity(mover: Mover | CameraMover, seconds: float) -> Float64:
    """(3,) m/s in the world."""
    before, after = (mover.pose(seconds + step).translation for step in (-STEP_S, STEP_S))
    return np.asarray((after - before) / (2.0 * STEP_S))


def turning(mover: Mover | CameraMover, seconds: float) -> Float64:
    """(3,) rad/s about the world's axes: the direction of its own axis, as long as it is fast."""
    before, after = (mover.pose(seconds + step).rotation for step in (-STEP_S, STEP_S))
    turn = after @ before.T
    skew = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]]) / 2.0
    return np.asarray(skew / (2.0 * STEP_S))  # of so small an angle that its sine is the angle


def check_motion(motion: Motion, things: int, lights: int) -> None:
    """Raises:
    SceneError: it moves what is not there.
    """
    wrong = [place for place in motion.movers if not 0 <= place < things]
    wrong += [rider.thing for rider in motion.lights.values() if not 0 <= rider.thing < things]
    if wrong or any(not 0 <= place < lights for place in motion.lights):
        raise SceneError(f"motion: expected places among {things} things and {lights} lights, got others")
