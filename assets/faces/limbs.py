"""Places along the arms of the base mesh, where MakeHuman stands with them spread."""

import numpy as np
from numpy.typing import NDArray

type Points = NDArray[np.float32]

ELBOW = np.array([0.0132, 0.3129, 0.3493])  # of the left arm, metres
UPPER = np.array([-0.006, 0.638, -0.770])  # the way from the shoulder to it
FOREARM = np.array([0.36, 0.60, -0.70]) / np.linalg.norm([0.36, 0.60, -0.70])  # and on to the wrist


def beyond_elbow(rest: NDArray[np.floating], side: float, along: NDArray[np.float64] = FOREARM) -> NDArray[np.float64]:
    """(V,) metres beyond the elbow of places (V, 3) on the base mesh.

    Args:
        side: 1 for the left arm, -1 for the right one.
        along: the left arm's way there.
    """
    mirror = np.array([1.0, side, 1.0])
    out: NDArray[np.float64] = (rest - ELBOW * mirror) @ (along * mirror)
    return out


def aside(rest: Points) -> Points:
    """(V,) metres beyond where arms begin, on either side, of places (V, 3) on the base mesh; negative on the trunk."""
    return np.asarray(np.abs(rest[:, 1]) - (0.128 + 0.5 * np.maximum(0.0, 0.50 - rest[:, 2])), np.float32)


def before_elbow(rest: Points, along: NDArray[np.float64] = UPPER) -> Points:
    """(V,) metres that places (V, 3) on the base mesh lie above the elbow, on the arm of their side; see above."""
    x, y, z = rest.T
    return np.asarray(-beyond_elbow(np.stack([x, np.abs(y), z], 1), 1.0, along), np.float32)
