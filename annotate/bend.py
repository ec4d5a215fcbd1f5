"""Triangles behind lenses that bend their edges, cut until what is left of each edge is straight in the picture."""

import numpy as np
from numpy.typing import NDArray

from scenes import PinholeCamera

BEND_PX = 0.02  # how far the middle of a straight edge may be from where the lens shows it
SHORT_PX = 3.0  # sides of triangles that no lens bends by more
JAGGED_PX = 1.0  # sides of triangles that may be left away whole where a fisheye's view ends, behind it
MOST_CUTS, MOST_FISHEYE_CUTS = 16, 48  # in succession, of one triangle; round a fisheye things are larger

type Floats = NDArray[np.float64]


def bent(camera: PinholeCamera, triangles: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Pixels (T', 3 corners, 2) of triangles (T, 3, 3) in the frame of a camera whose lens bends them, and (T',) which
    triangle each is of.

    Each round cuts a triangle in two at its most bent edge. Whether an edge is cut depends on that edge alone, so
    neighbours stay joined. Far outside the picture, larger bends pass. A pinhole sees the triangles; of a fisheye they
    may lie anywhere, and what lies straight behind it is left away.
    """
    points, straight = camera.bearings(triangles), []
    of, owners = np.arange(len(triangles)), []
    for _ in range(MOST_CUTS if camera.fisheye is None else MOST_FISHEYE_CUTS):
        pixels = camera.through_lens(points)
        middle = _between(points)
        bend = camera.through_lens(middle) - (pixels + np.roll(pixels, -1, axis=1)) / 2.0
        far = np.maximum(camera.off_axis(middle) / camera.reach, 1.0)
        length = np.hypot(bend[..., 0], bend[..., 1]) / far**2
        length[_behind(camera, middle)] = np.inf  # an edge that runs through there is no line in the picture
        behind = _behind(camera, points)
        whole = ~behind.any(axis=1)
        length[~whole] = _excess(pixels[~whole], behind[~whole])
        cut = length.max(axis=1) > BEND_PX
        straight.append(pixels[~cut & whole])
        owners.append(of[~cut & whole])
        if not cut.any():
            break
        worst = length[cut].argmax(axis=1)
        a, b, c = (turned(points[cut], worst)[:, i] for i in range(3))
        between = middle[cut][np.arange(len(worst)), worst]
        points = np.concatenate([np.stack([a, between, c], axis=1), np.stack([between, b, c], axis=1)])
        of = np.tile(of[cut], 2)
    else:
        left = ~_behind(camera, points).any(axis=1)
        straight.append(camera.through_lens(points[left]))
        owners.append(of[left])
    return np.concatenate(straight), np.concatenate(owners)


def turned(triangles: Floats, first: NDArray[np.intp]) -> Floats:
    """Triangles (T, 3, …) whose corner number ``first`` (T,) comes first, in the same order round."""
    order = (first[:, None] + np.arange(3)) % 3
    return np.asarray(triangles[np.arange(len(triangles))[:, None], order])


def _between(points: Floats) -> Floats:
    """Bearings of places on the edges of triangles (T, 3, 2 or 3): of a fisheye's unit vectors, the middles of arcs."""
    both = points + np.roll(points, -1, axis=1)
    if points.shape[-1] == 2:
        return np.asarray(both / 2.0)
    return np.asarray(both / np.maximum(np.linalg.norm(both, axis=-1, keepdims=True), 1e-12))


def _behind(camera: PinholeCamera, points: Floats) -> NDArray[np.bool_]:
    """(T, 3) which points lie straight behind a fisheye; none of a pinhole's, which were cut before."""
    return np.zeros(points.shape[:2], np.bool_) if camera.fisheye is None else ~camera.sees(points)


def _excess(pixels: Floats, behind: NDArray[np.bool_]) -> Floats:
    """How much too long (T, 3) the sides of triangles are that reach behind a fisheye, as bends; 0 if all of one does.

    What no fisheye sees is the inside of a cone: a triangle with three corners in it lies in it whole.
    """
    sides = np.roll(pixels, -1, axis=1) - pixels
    length = np.hypot(sides[..., 0], sides[..., 1]) * (BEND_PX / JAGGED_PX)
    length[behind.all(axis=1)] = 0.0
    return np.asarray(length)
