"""Whether things are built to be seen, or only for where they are: then stand-ins of their size and shape will do.

Within ``for_labels()`` what costs most is not made: houses, trees and people beside the road, hair, clothes, and the
insides of vehicles. What is labelled stays where it would be, about as large, with the same attributes: every random
stream is drawn from as ever, or is one of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from assets.geometry import Mesh
from assets.materials import Material

GRID_M = 0.03  # to which a hull's corners are rounded: thousands of them become a hundred
BARE = Material("stand-in")

_labels_only: ContextVar[bool] = ContextVar("labels_only", default=False)


@contextmanager
def for_labels() -> Iterator[None]:
    """What is built inside is labelled and never rendered."""
    token = _labels_only.set(True)
    try:
        yield
    finally:
        _labels_only.reset(token)


def labels_only() -> bool:
    return _labels_only.get()


def hulls(meshes: Sequence[Mesh], apart: Mapping[str, str]) -> tuple[Mesh, ...]:
    """Convex hulls around all that some meshes hold: silhouettes with the same boxes, of a hundred faces.

    Args:
        apart: the hull's part for parts that get one of their own; all others are in one whose part is ``body``.
    """
    points: dict[str, list[NDArray[np.float32]]] = {}
    for mesh in meshes:
        owner = np.repeat(mesh.face_part, mesh.face_sizes)
        for number, part in enumerate(mesh.parts):
            found = mesh.vertices[mesh.corners[owner == number]]
            if len(found):
                points.setdefault(apart.get(part, "body"), []).append(found)
    return tuple(_hull(name, np.concatenate(each)) for name, each in points.items())


def _hull(name: str, points: NDArray[np.float32]) -> Mesh:
    low, high = points.min(axis=0), points.max(axis=0)
    outer = points[ConvexHull(points).vertices]
    rounded = np.unique((np.round(outer / GRID_M) * GRID_M).clip(low, high), axis=0)
    corners = ConvexHull(rounded).simplices
    used, index = np.unique(corners, return_inverse=True)
    faces = len(corners)
    return Mesh(
        name,
        rounded[used].astype(np.float32),
        index.ravel().astype(np.int32),
        np.full(faces, 3, np.int32),
        (BARE,),
        (name,),
        np.zeros(faces, np.int32),
        np.zeros(faces, np.int32),
        smooth=False,
    )
