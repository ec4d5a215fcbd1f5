"""A vehicle on its way: both axles keep to it, wheels roll, two-wheelers lean, legs pedal, brake lamps light up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from assets import Asset
from assets.rotations import about_y, about_z
from assets.vehicles.cycles.pedalling import Pedals, pedalled
from assets.vehicles.lamps import blinking
from assets.vehicles.rolling import Wheel
from scenes.motion.path import Path
from scenes.motion.speed import Speed
from scenes.pose import Float64, Pose, rotation_zyx
from scenes.rigs import TWO_WHEELS
from scenes.spec import Joint, Placed

BLINK_S = 0.7  # of an indicator, half of it dark
GRAVITY_MPS2 = 9.81
MOST_LEAN_RAD = 0.7
MOST_STEER_RAD = 0.7
CADENCE_HZ = 1.2  # of cranks, at the highest speed of a clip: somebody who is in no hurry
GEARS = (0.9, 1.15, 1.45, 1.8, 2.2, 2.7, 3.3)  # turns of the wheel for one of the cranks


@dataclass(frozen=True, eq=False)
class Ride:
    """What goes along a path on two axles, a vehicle or a camera in one: how its frame lies in the world.

    Attributes:
        path, speed: where it goes, and how fast.
        start_m: along the path, where its origin is at the speed's ``zero_s``.
        aside_m: to the left of the path.
        axles: x of the rear and of the front axle in its frame, metres.
        z: of its origin, metres.
    """

    path: Path
    speed: Speed
    start_m: float
    aside_m: float
    axles: tuple[float, float]
    z: float = 0.0

    def along(self, seconds: float) -> float:
        """Metres along the path."""
        return self.start_m + self.speed.way(seconds)

    def place(self, seconds: float) -> Float64:
        """(4,) x, y, z and heading."""
        rear, front = self.path.at(self.along(seconds) + np.array(self.axles), self.aside_m)
        heading = float(np.arctan2(*(front - rear)[::-1]))
        x, y = rear - self.axles[0] * np.array([np.cos(heading), np.sin(heading)])
        return np.array([x, y, self.z, heading])

    def pose(self, seconds: float, leans: bool = False) -> Pose:
        """Of its frame; of what ``leans``, rolled into the bend, as far as its speed asks for."""
        x, y, z, heading = self.place(seconds).tolist()
        if not leans:
            return Pose.at(x, y, z, heading)
        lean = float(np.arctan(self.speed.at(seconds) ** 2 * self.bend(seconds) / GRAVITY_MPS2))
        return Pose(rotation_zyx(heading, 0.0, -min(max(lean, -MOST_LEAN_RAD), MOST_LEAN_RAD)), np.array([x, y, z]))

    def steer(self, seconds: float) -> float:
        """Of the front wheels against the frame, radians, positive to the left."""
        ahead = float(self.path.heading_at(self.along(seconds) + self.axles[1]))
        turn = ahead - float(self.place(seconds)[3])
        turn = (turn + np.pi) % (2.0 * np.pi) - np.pi
        return float(np.clip(turn, -MOST_STEER_RAD, MOST_STEER_RAD))

    def bend(self, seconds: float) -> float:
        """Curvature of its way, 1/m, positive to the left."""
        return self.path.bend(self.along(seconds))


@dataclass(frozen=True, eq=False)
class Drive:
    """A vehicle that drives.

    Attributes:
        ride: how its frame moves.
        looks: its asset by whether it brakes and whether its indicators are lit just now.
        wheels: of all of these.
        leans: it has two wheels in a row.
        pedals: whoever pedals it.
        gear: turns of the wheels for one of the cranks.
    """

    ride: Ride
    looks: Mapping[tuple[bool, bool], Asset]
    wheels: tuple[Wheel, ...] = ()
    leans: bool = False
    pedals: Pedals | None = None
    gear: float = 1.0

    @classmethod
    def of(cls, ride: Ride, asset: Asset, wheels: tuple[Wheel, ...], pedals: Pedals | None = None) -> "Drive":
        """Of a vehicle whose lamps are as they are while it does not brake, with wheels of their own meshes."""
        looks = {(brake, lit): blinking(asset, brake, lit) for brake in (False, True) for lit in (False, True)}
        leans = asset.labels[0].category in TWO_WHEELS
        gear = 1.0 if pedals is None else _gear(ride, wheels)
        return cls(ride, looks, wheels, leans, pedals, gear)

    def pose(self, seconds: float) -> Pose:
        return self.ride.pose(seconds, self.leans)

    def at(self, placed: Placed, seconds: float) -> Placed:
        brakes = self.ride.speed.brakes(seconds)
        asset = self.looks[brakes, seconds % BLINK_S < BLINK_S / 2.0]
        told = {"brake": brakes} if "brake" in asset.attributes else {}
        joints = {name: joint for wheel in self.wheels for name, joint in self._rolled(wheel, seconds).items()}
        attributes = {**placed.attributes, **told}
        if self.pedals is not None:
            turn, rate = self._cranked(seconds)
            asset = pedalled(asset, self.pedals, turn)
            joints |= _cranks(self.pedals, turn, rate)
        return replace(placed, asset=asset, pose=self.pose(seconds), joints=joints, attributes=attributes)

    def _cranked(self, seconds: float) -> tuple[float, float]:
        """How far the cranks have turned since the middle of the clip, and how fast they do: radians, rad/s."""
        per_m = 1.0 / (self.wheels[0].radius * self.gear)
        return self.ride.speed.way(seconds) * per_m, self.ride.speed.at(seconds) * per_m

    def _rolled(self, wheel: Wheel, seconds: float) -> dict[str, Joint]:
        """Where a wheel's meshes are: turned by the way that it has rolled, the inner one of a bend less far."""
        ride = self.ride
        s = ride.along(seconds)
        turned = ride.path.heading_at(s) - ride.path.heading_at(ride.start_m)
        aside = wheel.center[1] + ride.aside_m
        angle = (s - ride.start_m - aside * float(turned)) / wheel.radius
        steer = about_z(ride.steer(seconds)) if wheel.steered else np.eye(3)
        turn = steer @ about_y(angle)
        rate = ride.speed.at(seconds) * (1.0 - aside * ride.bend(seconds)) / wheel.radius
        pose = Pose(turn, wheel.center - turn @ wheel.center)
        return dict.fromkeys(wheel.meshes, Joint(pose, steer @ np.array([0.0, rate, 0.0]), wheel.center))


def _gear(ride: Ride, wheels: tuple[Wheel, ...]) -> float:
    """The one that makes legs go at about ``CADENCE_HZ`` at the clip's highest speed."""
    wanted = float(np.max(ride.speed.speeds)) / (2.0 * np.pi * wheels[0].radius * CADENCE_HZ)
    return min(GEARS, key=lambda gear: abs(gear - wanted))


def _cranks(pedals: Pedals, turn_rad: float, rate: float) -> dict[str, Joint]:
    """Cranks turn about their axle, forward; pedals go round with them and stay level."""
    turn, turning = about_y(turn_rad), np.array([0.0, rate, 0.0])
    cranks = Joint(Pose(turn, pedals.axis - turn @ pedals.axis), turning, pedals.axis)
    joints = dict.fromkeys(pedals.cranks, cranks)
    moved = pedals.places(turn_rad) - pedals.places(0.0)
    for names, offset in zip((pedals.left, pedals.right), moved, strict=True):
        joints |= dict.fromkeys(names, Joint(Pose(np.eye(3), offset), turning, pedals.axis))
    return joints
