"""Keypoints in the picture, with visibility by a depth test against the render."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotate.frame import Behind, Coverage
from annotate.skeletons import Skeleton
from scenes import PinholeCamera, Placed

UNLABELLED, HIDDEN, VISIBLE = 0, 1, 2
# A point may lie a little under the surface that shows it (a wheel's hub under its cap, a pupil behind the cornea), and
# the surface may slope within the pixel: so much nearer than the point may the rendered depth be.
TOLERANCE_MOST_M = 0.15  # of the skeleton's own: a bus is long, yet its far side lies no further behind
TOLERANCE_PX = 2.0  # pixels' worth of length at the point's distance
COVERED = 0.25  # of its pixel that a point's part covers where the point shows


def keypoint_triples(
    placed: Placed,
    camera: PinholeCamera,
    depth: NDArray[np.float32],
    skeleton: Skeleton,
    coverage: Coverage | None = None,
    behind: Behind | None = None,
    points: Mapping[str, ArrayLike] | None = None,
) -> NDArray[np.float64]:
    """COCO triples (K, 3) of x, y in continuous pixels and v, in the skeleton's order.

    v = 0 (and x = y = 0) outside the picture or where the asset has no such point, 1 where something nearer hides it,
    2 where it shows.

    Args:
        depth: (H, W) metres as the camera's ``distance`` counts them, infinite where nothing is.
        coverage: of the picture; without it points do not need their part to show.
        behind: what shows through panes, behind which points then show too.
        points: by name in the asset's frame, metres; the asset's own by default.
    """
    out = np.zeros((len(skeleton.names), 3))
    known = placed.asset.keypoints if points is None else points
    has = [i for i, name in enumerate(skeleton.names) if name in known]
    if not has:
        return out
    places = placed.pose.apply(np.array([known[skeleton.names[i]] for i in has], np.float64))
    pixels, distance = camera.project(places), camera.distance(camera.to_camera(places))
    inside = camera.shows(pixels)  # NaN, behind, is outside
    column, row = pixels[inside].astype(int).T
    tolerance = (
        min(skeleton.depth_share * max(placed.asset.size), TOLERANCE_MOST_M)
        + TOLERANCE_PX * distance[inside] / camera.focal_px
    )
    deepest = depth if behind is None else np.maximum(depth, behind.depth)
    shows = deepest[row, column] >= distance[inside] - tolerance
    out[np.array(has)[inside]] = np.column_stack([pixels[inside], np.where(shows, VISIBLE, HIDDEN)])
    if coverage is not None:
        for name, part in skeleton.parts.items():  # lids are thinner than the tolerance
            x, y, v = out[skeleton.names.index(name)]
            seen = (coverage,) if behind is None else (coverage, behind.coverage)
            if v == VISIBLE and max(c.of(placed.instance_id, {part})[int(y), int(x)] for c in seen) < COVERED:
                out[skeleton.names.index(name), 2] = HIDDEN
    return out
