"""Motion in closed form: at a constant speed, turning at a constant rate."""

from dataclasses import dataclass, field, replace

import numpy as np

from scenes.pose import Float64, Pose
from scenes.spec import Placed


@dataclass(frozen=True, eq=False)
class Steady:
    """A thing, or a camera, that goes straight on and turns about its own origin.

    Attributes:
        start: where it is at the clip's beginning, to world.
        velocity_mps: (3,) in the world.
        turning_radps: (3,) about the world's axes; its length is how fast.
    """

    start: Pose
    velocity_mps: Float64 = field(default_factory=lambda: np.zeros(3))
    turning_radps: Float64 = field(default_factory=lambda: np.zeros(3))

    def pose(self, seconds: float) -> Pose:
        turned = about(self.turning_radps, seconds) @ self.start.rotation
        return Pose(turned, self.start.translation + np.asarray(self.velocity_mps) * seconds)

    def at(self, placed: Placed, seconds: float) -> Placed:
        return replace(placed, pose=self.pose(seconds))


def about(turning_radps: Float64, seconds: float) -> Float64:
    """(3, 3) the rotation that turning for some time makes: Rodrigues' formula."""
    angle = float(np.linalg.norm(turning_radps)) * seconds
    if angle == 0.0:
        return np.eye(3)
    x, y, z = np.asarray(turning_radps) * (seconds / angle)
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + np.sin(angle) * skew + (1.0 - np.cos(angle)) * (skew @ skew))
