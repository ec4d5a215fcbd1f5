"""The front of the base head as a graph: where places on it are found once, for every person's head to carry along."""

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.regions import EYES
from assets.faces.surface import body_faces, limit

type Points = NDArray[np.float32]
type Anchor = dict[int, float]
"""A place on the base mesh: weights by vertex, all of one quad, that sum to 1."""


class BaseFront:
    """Attributes:
    rest: (V, 3) limit positions of the base mesh's vertices from the middle between its eyes.
    faces: (F, 4) quads of the front of the head.
    near: neighbours of each vertex along edges.
    around: quads about each vertex.
    """

    def __init__(self) -> None:
        self.rest: Points = limit(bake.load().rest, body_faces()) - EYES
        middle = self.rest[body_faces()].mean(1)
        self.faces = body_faces()[(middle[:, 0] > -0.1) & (middle[:, 2] > -0.14) & (middle[:, 2] < 0.06)]
        self.near: dict[int, set[int]] = {}
        self.around: dict[int, set[int]] = {}
        for number, quad in enumerate(self.faces.tolist()):
            for i, vertex in enumerate(quad):
                self.around.setdefault(vertex, set()).add(number)
                self.near.setdefault(vertex, set()).update((quad[i - 1], quad[i - 3]))

    @functools.cached_property
    def mirror(self) -> dict[int, int]:
        """The vertex on the other side of each one: the base mesh is symmetric to the last bit."""
        place = {tuple(point): vertex for vertex, point in enumerate(bake.load().rest.tolist())}
        return {v: place[x, -y, z] for (x, y, z), v in place.items() if (x, -y, z) in place}

    def mirrored(self, anchor: Anchor) -> Anchor:
        return {self.mirror[vertex]: weight for vertex, weight in anchor.items()}

    def place(self, anchor: Anchor) -> Points:
        """(3,) on the base mesh."""
        return np.asarray(np.array(list(anchor.values())) @ self.rest[list(anchor)], np.float32)

    def walk(self, first: int, second: int, most: int = 100) -> list[int]:
        """Straight on along edges until the walk closes, reaches an irregular vertex or has ``most`` vertices."""
        out = [first, second]
        while len(out) < most and len(self.near[out[-1]]) == 4:
            before, here = out[-2:]
            (ahead,) = (v for v in self.near[here] if v != before and not self.around[v] & self.around[before])
            if ahead == first:
                break
            out.append(ahead)
        return out

    def loops(self, starts: list[int]) -> list[list[int]]:
        """The closed walks among those that leave each start towards the left."""
        walks = [self.walk(start, max(self.near[start], key=lambda v: float(self.rest[v, 1]))) for start in starts]
        return [walk for walk in walks if walk[0] in self.near[walk[-1]] and len(walk) > 8]

    def from_front(self, y: float, z: float) -> Anchor:
        """What somebody sees at a place who stands straight in front, far away."""
        corners = np.concatenate([self.faces[:, [0, 1, 2]], self.faces[:, [0, 2, 3]]])
        a, b, c = self.rest[corners].astype(np.float64).transpose(1, 0, 2)
        (u0, u1), (v0, v1), (p0, p1) = (b - a)[:, 1:].T, (c - a)[:, 1:].T, (np.array([y, z]) - a[:, 1:]).T
        area = u0 * v1 - u1 * v0
        area = np.where(np.abs(area) < 1e-12, np.inf, area)
        s, t = (p0 * v1 - p1 * v0) / area, (u0 * p1 - u1 * p0) / area
        inside = (s >= -1e-9) & (t >= -1e-9) & (s + t <= 1.0 + 1e-9) & np.isfinite(area)
        depth = np.where(inside, a[:, 0] + s * (b - a)[:, 0] + t * (c - a)[:, 0], -np.inf)
        hit = int(depth.argmax())
        return dict(zip(corners[hit].tolist(), (1.0 - s[hit] - t[hit], s[hit], t[hit]), strict=True))

    def along(self, chain: list[int], shares: Sequence[float]) -> list[Anchor]:
        """Places at shares 0..1 of the length of a chain of neighbours."""
        index = resample(self.rest[chain], shares)
        low = np.minimum(index.astype(int), len(chain) - 2)
        return [{chain[i]: 1.0 - w, chain[i + 1]: w} for i, w in zip(low.tolist(), (index - low).tolist(), strict=True)]


def resample(line: NDArray[np.floating], shares: Sequence[float]) -> NDArray[np.float64]:
    """Fractional indices at shares 0..1 of the length of a polyline (N, D)."""
    length = lengths(line)
    return np.asarray(np.interp(np.array(shares) * length[-1], length, np.arange(len(line))), np.float64)


def lengths(line: NDArray[np.floating]) -> NDArray[np.float64]:
    """(N,) how long a polyline (N, D) is up to each of its points."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
