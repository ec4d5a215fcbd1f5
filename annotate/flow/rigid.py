"""Points carried by what keeps its shape."""

import numpy as np

from assets import Mesh
from scenes.pose import Float64, Pose


def same_shape(now: Mesh, then: Mesh) -> bool:
    """Whether a mesh is the same at two moments, but for where it is and how it looks."""
    return now.vertices is then.vertices or np.array_equal(now.vertices, then.vertices)


def carried(points: Float64, now: Pose, then: Pose) -> Float64:
    """World points (N, 3), fixed to a frame that moves from one pose to another, after it has."""
    return then.apply(now.inverse().apply(points))
