"""Which of a frame's points can be seen in another one."""

import numpy as np
from numpy.typing import NDArray

from annotate.flow.depths import Ints, Nearest
from scenes import PinholeCamera
from scenes.pose import Float64

NEAR, NEAR_M = 0.01, 0.02  # by how much a point may lie behind what is nearest there, as a share and in metres


def visible(pixels: Float64, depth: Float64, thing: Ints, camera: PinholeCamera, front: Nearest) -> NDArray[np.bool_]:
    """(N,) which points are in a picture, with nothing in front of them.

    Args:
        pixels: (N, 2) where the camera would show them; NaN for nowhere.
        depth: (N,) theirs, as a frame's depth.
        thing: (N,) what they are of.
        front: what is nearest at the picture's pixel centres. A surface that slants is nearer at some of the four
            around a point than at the point itself: of the same thing, the furthest one counts.
    """
    shown = camera.shows(pixels)
    at = np.where(shown[:, None], pixels, 0.5)
    column, row = np.floor(at).astype(np.intp).T
    limit = front.depth[row, column].copy()
    own = front.thing[row, column]
    corner = np.floor(at - 0.5).astype(np.intp)
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        beside = np.clip(corner[:, 1] + y, 0, camera.height - 1), np.clip(corner[:, 0] + x, 0, camera.width - 1)
        alike = (front.thing[beside] == own) & ((thing < 0) | (thing == own))
        limit = np.where(alike, np.maximum(limit, front.depth[beside]), limit)
    return np.asarray(shown & (depth <= limit * (1.0 + NEAR) + NEAR_M))
