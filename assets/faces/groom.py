"""Growing strands: a few hundred guides follow a comb and stay off the body; thousands of strands lie between them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Points = NDArray[np.float32]
type Comb = Callable[[Points, Points, float], Points]
"""From points on strands (N, 3), their roots on the base head (N, 3) and how far along, 0..1, to directions (N, 3)."""


@dataclass(frozen=True, eq=False)
class Body:
    """What strands must not enter: surface points and their normals, both (M, 3), in the frame of the strands."""

    points: Points
    normals: Points

    def thinned(self, below_m: float) -> "Body":
        """A third of the points under a height: enough for shoulders."""
        low = np.flatnonzero(self.points[:, 2] < below_m)[::3]
        return Body(self.points[low], self.normals[low])

    def push_out(self, points: Points, gap: NDArray[np.floating] | float, hug: float = 0.0) -> Points:
        """``points`` (N, 3) moved along the nearest normals until they are ``gap`` metres above the surface.

        With ``hug`` points that stand up higher come down by that share of the way.
        """
        squared = (self.points**2).sum(1)[None] - 2.0 * points @ self.points.T
        nearest = squared.argmin(1)
        normal = self.normals[nearest]
        height = ((points - self.points[nearest]) * normal).sum(1)
        lift = np.clip(gap - height, 0.0, 0.03) - hug * np.clip(height - gap, 0.0, 0.02)
        return np.asarray(points + lift[:, None] * normal, np.float32)


@dataclass(frozen=True)
class Cut:
    """How strands are cut and how they hang.

    Attributes:
        steps: segments of a guide.
        stiffness: how much a strand keeps its direction from one step to the next.
        gravity: pull down, against the comb's unit length.
        lift: start along the scalp's normal, against the comb's unit length.
        gap_m: height over the scalp at the tip; the layer's thickness.
        clump: 0..1, how much tips gather.
        frizz_m: random wander of the tips.
        curl_m, curl_turns: radius and number of turns of curls.
        ragged: 0..1, spread of the lengths.
        hug: 0..1, how much strands lie down on the head.
        radius_m: half thickness at the root.
    """

    steps: int = 10
    stiffness: float = 0.6
    gravity: float = 0.2
    lift: float = 0.3
    gap_m: float = 0.008
    clump: float = 0.4
    frizz_m: float = 0.002
    curl_m: float = 0.0
    curl_turns: float = 0.0
    ragged: float = 0.25
    hug: float = 0.0
    radius_m: float = 0.00022


def guides(
    roots: Points,
    normals: Points,
    rest: Points,
    length_m: NDArray[np.floating],
    comb: Comb,
    body: Body,
    cut: Cut,
) -> Points:
    """(N, steps + 1, 3): strands grown step by step from their roots, off the body at every step.

    Args:
        roots, normals: (N, 3) on the head.
        rest: (N, 3) the same roots on the base head, from its eyes: what the comb goes by.
        length_m: (N,).
    """
    out = np.empty((len(roots), cut.steps + 1, 3), np.float32)
    out[:, 0] = roots
    direction = normals.copy()
    step = (length_m / cut.steps)[:, None].astype(np.float32)
    down = np.array([0.0, 0.0, -1.0], np.float32)
    for k in range(cut.steps):
        along = k / cut.steps
        wanted = comb(out[:, k], rest, along) + cut.gravity * down + cut.lift * (1.0 - along) ** 2 * normals
        direction = _unit(cut.stiffness * direction + (1.0 - cut.stiffness) * wanted)
        moved = out[:, k] + step * direction
        gap = 0.0015 + cut.gap_m * min(1.0, (k + 1) / 3.0)
        out[:, k + 1] = body.push_out(moved, gap, cut.hug)
        direction = _unit(out[:, k + 1] - out[:, k])
    return out


def strands(
    rng: np.random.Generator,
    roots: Points,
    guide_roots: Points,
    guide: Points,
    side: NDArray[np.floating],
    guide_side: NDArray[np.floating],
    cut: Cut,
    points: int = 8,
) -> Points:
    """(N, points, 3): strands between the guides.

    Args:
        roots, guide_roots: (N, 3) and (G, 3).
        guide: (G, K, 3).
        side, guide_side: which side of a parting each grows on; strands do not mix across it.
        points: of each strand.
    """
    nearest, weights = _neighbours(roots, guide_roots, side, guide_side)
    offsets = guide - guide[:, :1]
    shape = (offsets[nearest] * weights[..., None, None]).sum(1)
    leader = nearest[:, 0]
    t = np.linspace(0.0, 1.0, guide.shape[1], dtype=np.float32)[None, :, None]
    apart = (roots - guide_roots[leader])[:, None]
    pull = cut.clump * t**0.8
    gathered = (1.0 - pull) * shape + pull * (offsets[leader] - 0.85 * apart * t)
    reach = 1.0 - cut.ragged * rng.random(len(roots)) ** 1.5
    out = _resampled(roots[:, None] + gathered, reach, points)
    return out + _wander(rng, out, leader, cut)


def _neighbours(
    roots: Points, guide_roots: Points, side: NDArray[np.floating], guide_side: NDArray[np.floating]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The three nearest guides of each root, (N, 3), nearest first, and their weights."""
    apart = 0.2
    near = np.concatenate([roots, apart * side[:, None]], 1).astype(np.float32)
    far = np.concatenate([guide_roots, apart * guide_side[:, None]], 1).astype(np.float32)
    squared = (near**2).sum(1)[:, None] + (far**2).sum(1)[None] - 2.0 * near @ far.T
    nearest = np.argpartition(squared, 3, axis=1)[:, :3]
    distance = np.take_along_axis(squared, nearest, 1)
    order = distance.argsort(1)
    nearest, distance = np.take_along_axis(nearest, order, 1), np.take_along_axis(distance, order, 1)
    weights = 1.0 / (np.maximum(distance, 0.0) + 1e-6)
    return nearest, (weights / weights.sum(1, keepdims=True)).astype(np.float32)


def _resampled(strand: Points, reach: NDArray[np.floating], points: int) -> Points:
    """The first ``reach`` (N,) of each strand (N, K, 3), as ``points`` points."""
    last = strand.shape[1] - 1
    where = reach[:, None] * np.linspace(0.0, last, points)[None]
    low = np.minimum(where.astype(np.int64), last - 1)
    share = (where - low)[..., None].astype(np.float32)
    rows = np.arange(len(strand))[:, None]
    out: Points = strand[rows, low] * (1.0 - share) + strand[rows, low + 1] * share
    return out


def _wander(rng: np.random.Generator, strand: Points, leader: NDArray[np.int64], cut: Cut) -> Points:
    """Offsets (N, K, 3): frizz of each strand, and curls that strands of one clump share."""
    count, points = strand.shape[:2]
    t = np.linspace(0.0, 1.0, points, dtype=np.float32)[None, :, None]
    bend = rng.normal(0.0, 1.0, (2, count, 1, 3)).astype(np.float32)
    out = cut.frizz_m * (bend[0] * t**1.5 + 0.5 * bend[1] * np.sin(3.0 * np.pi * t))
    if cut.curl_m:
        along = _unit(strand[:, -1] - strand[:, 0])
        first = _unit(np.cross(along, [0.3, 0.9, 0.2]))
        second = np.cross(along, first)
        start = rng.uniform(0.0, 2.0 * np.pi, int(leader.max()) + 1)[leader] + rng.normal(0.0, 0.35, count)
        phase = start[:, None] + 2.0 * np.pi * cut.curl_turns * t[..., 0]
        swing = np.cos(phase)[..., None] * first[:, None] + np.sin(phase)[..., None] * second[:, None]
        origin = np.cos(phase[:, :1])[..., None] * first[:, None] + np.sin(phase[:, :1])[..., None] * second[:, None]
        out = out + cut.curl_m * np.minimum(1.0, 3.0 * t) * (swing - origin * (1.0 - t))
    return np.asarray(out, np.float32)


def _unit(vectors: NDArray[np.floating]) -> Points:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), np.float32)
