"""How a two-wheeler stands: its steering axis, its lean, its tyres on the ground."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assets.polygons import Points
from assets.rotations import about
from assets.vehicles.pieces import Pieces, gather
from assets.vehicles.state import State


@dataclass(frozen=True)
class Geometry:
    """Attributes:
    wheelbase, front_radius, rear_radius, front_width, rear_width: metres; widths of the tyres.
    rake_rad: of the steering axis, from the vertical.
    trail: how far the axis meets the ground before the front tyre does, metres.
    """

    wheelbase: float
    front_radius: float
    rear_radius: float
    front_width: float
    rear_width: float
    rake_rad: float
    trail: float

    @property
    def front(self) -> Points:
        """Middle of the front wheel, metres; x counts from the middle between the axles."""
        return np.array([self.wheelbase / 2.0, 0.0, self.front_radius])

    @property
    def rear(self) -> Points:
        """Middle of the rear wheel, metres."""
        return np.array([-self.wheelbase / 2.0, 0.0, self.rear_radius])

    @property
    def axis(self) -> Points:
        """Unit vector up along the steering axis."""
        return np.array([-np.sin(self.rake_rad), 0.0, np.cos(self.rake_rad)])

    def on_axis(self, z: float) -> Points:
        """The steering axis' point at a height, metres."""
        return np.array([self.wheelbase / 2.0 + self.trail - z * np.tan(self.rake_rad), 0.0, z])

    def on_fork(self, z: float, y: float = 0.0) -> Points:
        """The point at a height on the line through the front axle along the steering axis."""
        out: Points = self.front + self.axis * ((z - self.front_radius) / self.axis[2]) + [0.0, y, 0.0]
        return out


@dataclass(frozen=True)
class Stance:
    """Attributes:
    steer_rad: of the front wheel, positive to the left.
    lean_rad: of the whole thing, positive to the left.
    stand: ``side``, ``centre`` or ``none``.
    """

    steer_rad: float
    lean_rad: float
    stand: str


def sample_stance(rng: np.random.Generator, state: State, side_share: float, lean_deg: tuple[float, float]) -> Stance:
    """Ridden or driven ones are upright; parked ones lean on a side stand, with the bars turned, or not."""
    lean, turn, side = rng.uniform(*lean_deg), rng.uniform(4.0, 34.0), rng.uniform() < side_share
    if state.occupied:
        return Stance(np.radians(state.steer_deg), 0.0, "none")
    steer = state.steer_deg or (turn if side or rng.uniform() < 0.4 else rng.normal(0.0, 4.0))
    return Stance(float(np.radians(steer)), float(np.radians(lean)) if side else 0.0, "side" if side else "centre")


@dataclass(frozen=True)
class Posed:
    """A two-wheeler on the ground: its pieces, its points and the way from its frame at rest."""

    pieces: Pieces
    points: Mapping[str, Points]
    rotation: Points
    offset: Points

    def place(self, point: ArrayLike) -> Points:
        """Where a point of the upright chassis lies now."""
        out: Points = np.asarray(point, np.float64) @ self.rotation.T + self.offset
        return out

    def back(self, point: ArrayLike) -> Points:
        """Where a point in the world lies on the upright chassis."""
        out: Points = (np.asarray(point, np.float64) - self.offset) @ self.rotation
        return out


def pose(
    g: Geometry,
    stance: Stance,
    chassis: Pieces,
    steered: Pieces,
    points: Mapping[str, ArrayLike],
    steered_points: Mapping[str, ArrayLike],
    tyres: tuple[Points, Points],
) -> Posed:
    """Turn the front about the steering axis, lean, and set both tyres on z = 0.

    Args:
        chassis, steered: what does not turn with the bars and what does, standing upright with the wheel straight.
        points, steered_points: named points on them; those of the wheels are added.
        tyres: (V, 3) points of the rear and of the front tyre, which must touch the ground.
    """
    turn = about(g.axis, stance.steer_rad)
    foot = g.on_axis(0.0)

    def steer(p: ArrayLike) -> Points:
        out: Points = (np.asarray(p, np.float64) - foot) @ turn.T + foot
        return out

    turned = steered.moved(foot - turn @ foot, turn)
    rotation, offset = _ground(stance.lean_rad, tyres[0], steer(tyres[1]))
    named = {"front_wheel": steer(g.front), "rear_wheel": g.rear}
    named |= {name: steer(p) for name, p in steered_points.items()}
    named |= {name: np.asarray(p, np.float64) for name, p in points.items()}
    return Posed(
        gather(chassis, turned).moved(offset, rotation),
        {name: p @ rotation.T + offset for name, p in named.items()},
        rotation,
        offset,
    )


def _ground(lean_rad: float, rear: Points, front: Points) -> tuple[Points, Points]:
    """Rotation and offset that lean and then set both tyres down."""
    rotation = about((1.0, 0.0, 0.0), -lean_rad)
    for _ in range(3):  # the lowest points move a little as the whole pitches
        low_front, low_rear = front @ rotation.T, rear @ rotation.T
        a, b = low_front[low_front[:, 2].argmin()], low_rear[low_rear[:, 2].argmin()]
        rotation = about((0.0, 1.0, 0.0), float(np.arctan2(a[2] - b[2], a[0] - b[0]))) @ rotation
    low = min(float((front @ rotation.T)[:, 2].min()), float((rear @ rotation.T)[:, 2].min()))
    return rotation, np.array([0.0, 0.0, -low])
