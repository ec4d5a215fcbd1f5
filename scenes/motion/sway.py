"""Cameras that move: in a vehicle, in a hand, under a drone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assets.rotations import about, about_z
from scenes.motion.drive import Ride
from scenes.motion.motion import Mover
from scenes.pose import Float64, Pose

# Frequencies in Hz, and how far (1 standard deviation) it turns in radians and goes in metres by them. Recordings of
# hand-held phones have most of their power below 2 Hz.
HAND = ((0.25, 0.6, 1.3, 2.6), (0.006, 0.004, 0.0015, 0.0006), (0.010, 0.006, 0.002, 0.0005))
CAR = ((1.3, 2.1, 4.0), (0.0012, 0.0008, 0.0004), (0.003, 0.002, 0.0008))
DRONE = ((0.15, 0.4, 0.9), (0.004, 0.002, 0.0008), (0.06, 0.03, 0.01))


@dataclass(frozen=True, eq=False)
class Sway:
    """A sum of a few sinusoids on each axis: smooth, and known at every moment.

    Attributes:
        hz: (K,) frequencies.
        size: (K, 6) amplitudes, of turns about x, y and z in radians, then of steps along them in metres.
        phase: (K, 6) radians.
    """

    hz: Float64
    size: Float64
    phase: Float64

    @classmethod
    def of(cls, rng: np.random.Generator, hz: Sequence[float], rad: Sequence[float], m: Sequence[float]) -> "Sway":
        """Of about these frequencies, turns and steps."""
        own = np.array(hz) * rng.uniform(0.8, 1.25, len(hz))
        each = np.repeat(np.stack([rad, m], axis=1), 3, axis=1)
        return cls(
            own, each * np.abs(rng.normal(size=each.shape)) * np.sqrt(2.0), rng.uniform(0.0, 2 * np.pi, each.shape)
        )

    def at(self, seconds: float) -> Float64:
        """(6,) turns and steps."""
        return np.asarray((self.size * np.sin(2.0 * np.pi * self.hz[:, None] * seconds + self.phase)).sum(axis=0))

    def shaken(self, pose: Pose, seconds: float, share: float = 1.0) -> Pose:
        """A camera's pose with the sway on its own axes."""
        offset = self.at(seconds) * share
        angle = float(np.linalg.norm(offset[:3]))
        turn = about(offset[:3] / angle, angle) if angle else np.eye(3)
        return pose.of(Pose(turn, offset[3:]))


@dataclass(frozen=True, eq=False)
class Riding:
    """A camera behind a windscreen: it goes with its vehicle, and shakes the more, the faster that is.

    Attributes:
        ride: of the vehicle.
        mount: camera to the vehicle's frame.
    """

    ride: Ride
    mount: Pose
    sway: Sway

    def pose(self, seconds: float) -> Pose:
        share = min(1.0, self.ride.speed.at(seconds) / 8.0)
        return self.sway.shaken(self.ride.pose(seconds).of(self.mount), seconds, share)


@dataclass(frozen=True, eq=False)
class Held:
    """A camera in a hand, that follows what it looks at, or does not.

    Attributes:
        start: camera to world, while nothing has moved yet.
        target: what it follows, and ``center`` the point of it, in its frame; None follows nothing.
        looks_s: the moment at which ``start`` has the target where it should be.
        share: how much of the target's way across the picture it takes back.
    """

    start: Pose
    sway: Sway
    target: Mover | None = None
    center: tuple[float, float, float] = (0.0, 0.0, 0.0)
    looks_s: float = 0.0
    share: float = 1.0

    def pose(self, seconds: float) -> Pose:
        turn = np.eye(3) if self.target is None else self._followed(self.target, seconds)
        return self.sway.shaken(Pose(turn @ self.start.rotation, self.start.translation), seconds)

    def _followed(self, target: Mover, seconds: float) -> Float64:
        """How it has turned since ``looks_s``: round, then up or down."""
        (yaw, pitch), (first, level) = (self._bearing(target, moment) for moment in (seconds, self.looks_s))
        round_ = (yaw - first + np.pi) % (2.0 * np.pi) - np.pi
        side = self.start.rotation[:, 0]
        level_side = about_z(self.share * round_) @ np.array([side[0], side[1], 0.0]) / np.hypot(*side[:2])
        return np.asarray(about(level_side, self.share * (pitch - level)) @ about_z(self.share * round_))

    def _bearing(self, target: Mover, seconds: float) -> tuple[float, float]:
        """Where the target is seen from here: about z from x, and above the horizon; radians."""
        x, y, z = target.pose(seconds).apply(self.center) - self.start.translation
        return float(np.arctan2(y, x)), float(np.arctan2(z, np.hypot(x, y)))


@dataclass(frozen=True, eq=False)
class Drifting:
    """A camera under a drone, which glides on and turns a little.

    Attributes:
        start: camera to world, at ``zero_s``.
        velocity_mps: (3,) in the world.
        turning_radps: about z.
    """

    start: Pose
    velocity_mps: Float64
    turning_radps: float
    sway: Sway
    zero_s: float = 0.0

    def pose(self, seconds: float) -> Pose:
        since = seconds - self.zero_s
        place = self.start.translation + self.velocity_mps * since
        return self.sway.shaken(Pose(about_z(self.turning_radps * since) @ self.start.rotation, place), seconds)
