"""The head's surface as it renders: Catmull-Clark limit positions, normals, and random points where hair grows."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.vectors import cross

type Points = NDArray[np.float32]
type Faces = NDArray[np.int32]
type Field = Callable[[str], NDArray[np.float32]]
"""A mask of the baked data by name, at whatever places are asked about."""


@dataclass(frozen=True, eq=False)
class Roots:
    """Points on quads: where strands grow.

    Attributes:
        corners: (N, 4) vertex indices.
        weights: (N, 4) bilinear weights.
    """

    corners: NDArray[np.int32]
    weights: NDArray[np.float32]

    def of(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vertex values (V,) or (V, C) at the roots."""
        gathered = values[self.corners]
        weights = self.weights if values.ndim == 1 else self.weights[..., None]
        out: NDArray[np.float32] = (gathered * weights).sum(1)
        return out


def limit(points: Points, faces: Faces) -> Points:
    """Where Catmull-Clark subdivision takes each vertex; the mesh's border and unused vertices stay."""
    count = len(points)
    valence = np.bincount(faces.ravel(), minlength=count).astype(np.float32)[:, None]
    inner = (valence > 0) & ~border(faces, count)[:, None]
    corner = points[faces]
    edges = _scatter(faces, np.roll(corner, 1, 1) + np.roll(corner, -1, 1), count) / 2.0
    opposite = _scatter(faces, np.roll(corner, 2, 1), count)
    moved = (valence**2 * points + 4.0 * edges + opposite) / np.maximum(valence * (valence + 5.0), 1.0)
    return np.where(inner, moved, points).astype(np.float32)


def normals(points: Points, faces: Faces) -> Points:
    """Unit normals of the vertices; zero where no face is."""
    a, b, c, d = points[faces].transpose(1, 0, 2)
    face = cross(c - a, d - b)
    out = _scatter(faces, np.repeat(face[:, None], 4, 1), len(points))
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12), np.float32)


def smooth(points: Points, faces: Faces, rounds: int, strength: float = 0.5) -> Points:
    """Laplacian smoothing; vertices of the border stay."""
    count = len(points)
    degree = np.bincount(faces.ravel(), minlength=count).astype(np.float32)[:, None] * 2.0
    fixed = border(faces, count)[:, None] | (degree == 0)
    for _ in range(rounds):
        corner = points[faces]
        mean = _scatter(faces, np.roll(corner, 1, 1) + np.roll(corner, -1, 1), count) / np.maximum(degree, 1.0)
        points = np.where(fixed, points, points + strength * (mean - points)).astype(np.float32)
    return points


def sample(
    rng: np.random.Generator,
    faces: Faces,
    density: Callable[[Field], NDArray[np.floating]],
    rest: Points,
    count: int,
) -> Roots:
    """Random roots on quads.

    Args:
        faces: (F, 4), such that elsewhere nothing grows on anybody.
        density: roots per area, 0..1, of places whose masks a function looks up by name. It is asked for the vertices
            first, to choose among the quads, and then for the roots, so that edges are finer than the mesh.
        rest: (V, 3) base mesh, for the areas.
        count: of roots; less where the surface is small.
    """
    masks = bake.load().masks
    a, b, c, d = rest[faces].transpose(1, 0, 2)
    area = np.linalg.norm(cross(c - a, d - b), axis=1)
    used = np.flatnonzero(np.bincount(faces.ravel(), minlength=len(rest)))
    spread = np.zeros(len(rest))
    spread[used] = density(lambda key: masks[key][used])
    peak = spread[faces].max(1)
    middle = np.full((len(faces), 4), 0.25, np.float32)
    peak = np.maximum(peak, density(lambda key: Roots(faces, middle).of(masks[key])))
    weight = (area * peak).astype(np.float64)
    if weight.sum() <= 0.0:
        return Roots(np.zeros((0, 4), np.int32), np.zeros((0, 4), np.float32))
    tries = 3 * count + 64
    chosen = np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(tries)).clip(0, len(faces) - 1)
    u, v = rng.random((2, tries)).astype(np.float32)
    weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], 1)
    roots = Roots(faces[chosen], weights)
    wanted = density(lambda key: roots.of(masks[key]))
    kept = np.flatnonzero(rng.random(tries) * peak[chosen] < wanted)[:count]
    return Roots(roots.corners[kept], roots.weights[kept])


@functools.cache
def body_faces() -> Faces:
    """(F, 4) quads of the body in the baked data."""
    return bake.load().faces_of("body")


@functools.cache
def scalp_faces() -> Faces:
    """Those of the body on which hair grows on somebody."""
    return _faces_where(bake.load().masks["scalp"] > -0.002)


@functools.cache
def brow_faces() -> Faces:
    return _faces_where(np.abs(bake.load().masks["brow_across"]) < 0.025)


@functools.cache
def beard_faces() -> Faces:
    masks = bake.load().masks
    return _faces_where((masks["beard"] > -0.005) | (masks["moustache"] > -0.003))


def _faces_where(chosen: NDArray[np.bool_]) -> Faces:
    return body_faces()[chosen[body_faces()].any(1)]


def boundary_loop(faces: Faces) -> list[int]:
    """The longest closed walk along edges that belong to one face only, in the faces' own direction."""
    heads = np.concatenate([faces[:, i] for i in range(4)]).tolist()
    tails = np.concatenate([faces[:, (i + 1) % 4] for i in range(4)]).tolist()
    edges = set(zip(heads, tails, strict=True))
    follow = {a: b for a, b in edges if (b, a) not in edges}
    best: list[int] = []
    while follow:
        start, step = follow.popitem()
        loop = [start]
        while step != start and step in follow:
            loop.append(step)
            step = follow.pop(step)
        best = max(best, loop, key=len)
    return best


def border(faces: Faces, count: int) -> NDArray[np.bool_]:
    """(V,) whether each vertex is on an edge of one face only."""
    return _borders(np.ascontiguousarray(faces, np.int32).tobytes(), count)


@functools.lru_cache(maxsize=8)
def _borders(quads: bytes, count: int) -> NDArray[np.bool_]:
    """By the faces' bytes: people share their meshes."""
    faces = np.frombuffer(quads, np.int32).reshape(-1, 4)
    heads = faces.ravel().astype(np.int64)
    tails = np.roll(faces, -1, 1).ravel().astype(np.int64)
    keys = np.minimum(heads, tails) * count + np.maximum(heads, tails)
    _, where, hits = np.unique(keys, return_inverse=True, return_counts=True)
    single = hits[where] == 1
    out = np.zeros(count, bool)
    out[heads[single]] = out[tails[single]] = True
    out.flags.writeable = False
    return out


def _scatter(faces: Faces, values: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Sum values (F, 4, 3) by vertex into (count, 3)."""
    flat, index = values.reshape(-1, 3), faces.ravel()
    return np.stack([np.bincount(index, flat[:, axis], count) for axis in range(3)], 1).astype(np.float32)
