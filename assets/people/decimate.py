"""Fewer triangles on the same vertices: edges collapse onto one of their ends, those first that move the surface least.

Because vertices are only dropped, never moved, whatever hangs on them (shape targets, bone weights) stays valid.
The measure is the quadric error of Garland and Heckbert (1997).
"""

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assets.vectors import cross

type Triangles = NDArray[np.int32]

BORDER = 30.0  # how much more an open edge resists than a surface
FLIP_COS = 0.2  # a triangle may not turn further than this


def decimate(
    points: NDArray[np.float64], triangles: Triangles, weight: NDArray[np.float64], counts: Sequence[int]
) -> list[Triangles]:
    """The triangles left at each of some falling ``counts``.

    Args:
        points: (V, 3) metres.
        triangles: (T, 3) of a manifold with border.
        weight: (V,) how dear errors near a vertex are.
        counts: numbers of triangles to stop at, falling.
    """
    state = _State(points, triangles, weight)
    out = []
    for count in counts:
        state.reduce(count)
        out.append(np.array([face for face in state.faces if face is not None], np.int32))
    return out


class _State:
    """The mesh while it shrinks: plain lists, since each step touches a handful of numbers."""

    def __init__(self, points: NDArray[np.float64], triangles: Triangles, weight: NDArray[np.float64]) -> None:
        self.points = [tuple(row) for row in points.tolist()]
        self.faces: list[tuple[int, int, int] | None] = [(a, b, c) for a, b, c in triangles.tolist()]
        self.alive = len(self.faces)
        self.around: list[set[int]] = [set() for _ in self.points]
        for index, (a, b, c) in enumerate(triangles.tolist()):
            for vertex in (a, b, c):
                self.around[vertex].add(index)
        self.quadric = [list(row) for row in _quadrics(points, triangles, weight).tolist()]
        self.version = [0] * len(self.points)
        self.heap: list[tuple[float, int, int, int, int]] = []
        edges = np.unique(
            np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])), axis=0
        )
        self.heap = [self._entry(a, b) for a, b in edges.tolist()]
        heapq.heapify(self.heap)

    def reduce(self, count: int) -> None:
        while self.alive > count and self.heap:
            _, gone, kept, first, second = heapq.heappop(self.heap)
            if self.version[gone] == first and self.version[kept] == second and self._allowed(gone, kept):
                self._collapse(gone, kept)

    def _entry(self, a: int, b: int) -> tuple[float, int, int, int, int]:
        both = [p + q for p, q in zip(self.quadric[a], self.quadric[b], strict=True)]
        at_a, at_b = _error(both, self.points[a]), _error(both, self.points[b])
        length = sum((p - q) ** 2 for p, q in zip(self.points[a], self.points[b], strict=True))
        gone, kept, cost = (b, a, at_a) if at_a < at_b else (a, b, at_b)
        return cost + 1e-7 * length, gone, kept, self.version[gone], self.version[kept]

    def _neighbours(self, vertex: int) -> set[int]:
        return {v for f in self.around[vertex] for v in self.faces[f] or ()} - {vertex}

    def _allowed(self, gone: int, kept: int) -> bool:
        """The collapse keeps a manifold and turns no triangle over."""
        shared = self.around[gone] & self.around[kept]
        if not shared or len(self._neighbours(gone) & self._neighbours(kept)) != len(shared):
            return False
        for index in self.around[gone] - shared:
            face = self.faces[index]
            assert face is not None
            old = _normal(*(self.points[v] for v in face))
            new = _normal(*(self.points[kept if v == gone else v] for v in face))
            dot = sum(p * q for p, q in zip(old, new, strict=True))
            if dot <= FLIP_COS * (sum(p * p for p in old) * sum(p * p for p in new)) ** 0.5:
                return False
        return True

    def _collapse(self, gone: int, kept: int) -> None:
        shared = self.around[gone] & self.around[kept]
        for index in shared:
            for vertex in self.faces[index] or ():
                self.around[vertex].discard(index)
            self.faces[index] = None
        self.alive -= len(shared)
        for index in self.around[gone]:
            a, b, c = (kept if v == gone else v for v in self.faces[index] or ())
            self.faces[index] = (a, b, c)
            self.around[kept].add(index)
        self.around[gone] = set()
        self.quadric[kept] = [p + q for p, q in zip(self.quadric[gone], self.quadric[kept], strict=True)]
        self.version[gone] += 1
        self.version[kept] += 1
        for other in self._neighbours(kept):
            heapq.heappush(self.heap, self._entry(kept, other))


def _quadrics(points: NDArray[np.float64], triangles: Triangles, weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """(V, 10) upper triangles of the sums of squared distances to the planes around, weighted by area."""
    corner = points[triangles]
    normal = cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    area = np.linalg.norm(normal, axis=1, keepdims=True)
    normal /= np.maximum(area, 1e-15)
    out = np.zeros((len(points), 10))
    plane = np.concatenate([normal, -(normal * corner[:, 0]).sum(1, keepdims=True)], 1)
    for k in range(3):
        np.add.at(out, triangles[:, k], _outer(plane) * area * weight[triangles[:, k], None])
    heads, tails = triangles.ravel(), np.roll(triangles, -1, 1).ravel()
    count = len(points)
    single = ~np.isin(heads.astype(np.int64) * count + tails, tails.astype(np.int64) * count + heads)
    along = points[tails] - points[heads]
    wall = cross(along, np.repeat(normal, 3, 0))[single]
    heads, tails, size = heads[single], tails[single], np.linalg.norm(wall, axis=1, keepdims=True)
    wall /= np.maximum(size, 1e-15)
    plane = np.concatenate([wall, -(wall * points[heads]).sum(1, keepdims=True)], 1)
    for ends in (heads, tails):
        np.add.at(out, ends, _outer(plane) * size**2 * BORDER * weight[ends, None])
    return out


def _outer(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    rows, columns = np.triu_indices(4)
    return plane[:, rows] * plane[:, columns]


def _error(q: list[float], p: tuple[float, ...]) -> float:
    x, y, z = p
    return (
        q[0] * x * x + q[4] * y * y + q[7] * z * z + q[9]
        + 2.0 * (q[1] * x * y + q[2] * x * z + q[3] * x + q[5] * y * z + q[6] * y + q[8] * z)
    )  # fmt: skip


def _normal(a: tuple[float, ...], b: tuple[float, ...], c: tuple[float, ...]) -> tuple[float, float, float]:
    ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
    return uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
