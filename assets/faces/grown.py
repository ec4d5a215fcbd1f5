"""Hair that was grown once and goes with the face from then on: a face that moves keeps every strand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from assets.faces.surface import body_faces
from assets.geometry import Curves
from assets.vectors import cross

type Points = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Grown:
    """Attributes:
    strands: as they grew.
    at: of each of them, (N,) the vertex next to each root.
    places: (V, 3) the surface on which they grew.
    frames: (V, 3, 3) how it lay there.
    """

    strands: tuple[Curves, ...]
    at: tuple[NDArray[np.intp], ...]
    places: Points
    frames: NDArray[np.float64]

    @classmethod
    def on(cls, strands: Sequence[Curves], surface: Points, facing: Points) -> Self:
        """Strands on the surface that they were grown on, (V, 3), with its normals."""
        used = np.unique(body_faces())
        tree = KDTree(surface[used])
        at = tuple(used[tree.query(hair.points[:, 0])[1]] for hair in strands)
        return cls(tuple(strands), at, surface, _frames(surface, facing))

    def carried(self, surface: Points, facing: Points) -> tuple[Curves, ...]:
        """The strands on the same surface when it has moved: each is turned and moved with the skin at its root."""
        turns = _frames(surface, facing) @ self.frames.transpose(0, 2, 1)
        out = []
        for hair, at in zip(self.strands, self.at, strict=True):
            local = hair.points - self.places[at][:, None]
            moved = np.einsum("nij,nkj->nki", turns[at], local) + surface[at][:, None]
            out.append(replace(hair, points=moved.astype(np.float32)))
        return tuple(out)


def _frames(surface: Points, facing: Points) -> NDArray[np.float64]:
    """(V, 3, 3) the normal of each vertex, the way to a neighbour across it, and what is square to both."""
    faces = body_faces()
    neighbour = np.arange(len(surface))
    neighbour[faces] = np.roll(faces, -1, axis=1)
    up = facing.astype(np.float64)
    side = (surface[neighbour] - surface).astype(np.float64)
    side -= (side * up).sum(axis=1, keepdims=True) * up
    length = np.linalg.norm(side, axis=1, keepdims=True)
    side = np.where(length > 1e-9, side / np.maximum(length, 1e-9), [1.0, 0.0, 0.0])
    return np.stack([up, side, cross(up, side)], axis=2)
