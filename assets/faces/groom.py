"""Growing guides: a few hundred strands that follow a comb and stay off the body; the others lie between them."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Points = NDArray[np.float32]
type Comb = Callable[[Points, Points, float], Points]
"""From points on strands (N, 3), their roots on the base head (N, 3) and how far along, 0..1, to directions (N, 3)."""

BLOCK = 60_000  # distances at a time: what a core keeps in its cache
FLOOR_M = 0.0012  # no strand comes closer to the body, but at its root


@dataclass(frozen=True, eq=False)
class Body:
    """What strands must not enter: surface points and their normals, both (M, 3), in the frame of the strands."""

    points: Points
    normals: Points

    def nearest(self, points: Points) -> NDArray[np.int64]:
        """(N,) index of the surface point that is nearest to each of ``points`` (N, 3)."""
        axes, half = self._columns
        out = np.empty(len(points), np.int64)
        rows = max(1, BLOCK // len(half))
        for start in range(0, len(points), rows):
            x, y, z = points[start : start + rows].T[..., None]
            near = half - x * axes[0]
            near -= y * axes[1]
            near -= z * axes[2]
            out[start : start + rows] = near.argmin(1)
        return out

    @functools.cached_property
    def _columns(self) -> tuple[Points, Points]:
        """The points' coordinates (3, M), and half their squared lengths (M,)."""
        axes = np.ascontiguousarray(self.points.T)
        return axes, 0.5 * (axes**2).sum(0)

    def push_out(self, points: Points, gap: NDArray[np.floating] | float, hug: float = 0.0) -> Points:
        """``points`` (N, 3) moved along the nearest normals until they are ``gap`` metres above the surface.

        With ``hug`` points that stand up higher come down by that share of the way.
        """
        where = self.nearest(points)
        return lifted(points, self.points[where], self.normals[where], gap, hug)


def lifted(
    points: Points, ground: Points, normal: Points, gap: NDArray[np.floating] | float, hug: float = 0.0
) -> Points:
    """``points`` (..., 3) along ``normal`` to ``gap`` (...) over the plane through ``ground``; see ``push_out``."""
    height = ((points - ground) * normal).sum(-1)
    lift = np.clip(gap - height, 0.0, 0.03) - hug * np.clip(height - gap, 0.0, 0.02)
    return np.asarray(points + lift[..., None] * normal, np.float32)


@dataclass(frozen=True)
class Cut:
    """How strands are cut and how they hang.

    Attributes:
        steps: segments of a guide.
        points: of a strand.
        stiffness: how much a strand keeps its direction from one step to the next.
        gravity: pull down, against the comb's unit length.
        lift: start along the scalp's normal, against the comb's unit length.
        volume_m: height over the scalp of the outermost strands, by root: at the lower edge, and at the top.
        rise_m: length over which strands reach that height.
        depth: 0..1, share of that height which strands fill, from outside in.
        hug: 0..1, how much strands lie down on the head.
        clump: 0..1, how much the strands of a lock gather towards their tips.
        lock_m: size of a lock at the root.
        stray_m: random bend of long locks, at the tips.
        frizz_m: random bend of long strands, at the tips.
        curl_m: radius of curls, or of waves along the head.
        curl_turns: over the whole strand.
        round: 0..1, from waves that lie flat to ringlets.
        ragged: 0..1, spread of the lengths.
        radius_m: half thickness at the root.
    """

    steps: int = 10
    points: int = 8
    stiffness: float = 0.6
    gravity: float = 0.2
    lift: float = 0.3
    volume_m: tuple[float, float] = (0.004, 0.010)
    rise_m: float = 0.025
    depth: float = 0.8
    hug: float = 0.0
    clump: float = 0.5
    lock_m: float = 0.007
    stray_m: float = 0.004
    frizz_m: float = 0.002
    curl_m: float = 0.0
    curl_turns: float = 0.0
    round: float = 0.0
    ragged: float = 0.25
    radius_m: float = 0.00022


@dataclass(frozen=True, eq=False)
class Guides:
    """Leading strands.

    Attributes:
        points: (G, K, 3).
        ground, normal: (G, K, 3) the body under each point, and its normal there.
        side: (G,) strands of another side do not follow.
    """

    points: Points
    ground: Points
    normal: Points
    side: NDArray[np.floating]


def guides(
    roots: Points,
    normals: Points,
    rest: Points,
    length_m: NDArray[np.floating],
    volume_m: NDArray[np.floating],
    side: NDArray[np.floating],
    comb: Comb,
    body: Body,
    cut: Cut,
    target: Points | None = None,
) -> Guides:
    """Strands grown step by step from their roots, off the body at every step.

    Args:
        roots, normals: (G, 3) on the head.
        rest: (G, 3) the same roots on the base head, from its eyes: what the comb goes by.
        length_m: (G,), not used with a target.
        volume_m: (G,) height over the body that each comes to.
        side: (G,) passed on.
        target: (G, 3) where each ends: hair that is tied.
    """
    count = cut.steps + 1
    out, ground, normal = (np.empty((len(roots), count, 3), np.float32) for _ in range(3))
    out[:, 0], ground[:, 0], normal[:, 0] = roots, roots, normals
    direction, step = normals, (length_m / cut.steps)[:, None].astype(np.float32)
    down = np.array([0.0, 0.0, -1.0], np.float32)
    for k in range(cut.steps):
        along = k / cut.steps
        at = out[:, k]
        if target is None:
            wanted = comb(at, rest, along) + cut.gravity * down + cut.lift * (1.0 - along) ** 2 * normals
            direction = unit(cut.stiffness * direction + (1.0 - cut.stiffness) * wanted)
        else:
            step = np.linalg.norm(target - at, axis=1, keepdims=True) / (cut.steps - k)
            direction = unit(target - at)
        moved = at + step * direction
        under = body.nearest(moved)
        ground[:, k + 1], normal[:, k + 1] = body.points[under], body.normals[under]
        gap = FLOOR_M + volume_m * (1.0 - np.exp(-(k + 1) * step[:, 0] / cut.rise_m))
        out[:, k + 1] = lifted(moved, ground[:, k + 1], normal[:, k + 1], gap, cut.hug)
        direction = unit(out[:, k + 1] - at)
    for _ in range(2):  # the body is a set of planes: its edges show in the strands
        out[:, 1:-1] = 0.25 * (out[:, :-2] + out[:, 2:]) + 0.5 * out[:, 1:-1]
    return Guides(out, ground, normal, side)


def trimmed(guide: Guides, beyond: Callable[[Points], NDArray[np.bool_]]) -> Guides:
    """Guides cut where they first come ``beyond`` a surface (points (N, 3) -> (N,)), as scissors do."""
    past = beyond(guide.points.reshape(-1, 3)).reshape(guide.points.shape[:2])
    past[:, :2] = False
    last = guide.points.shape[1] - 1
    reach = np.where(past.any(1), np.maximum(past.argmax(1) - 0.5, 1.0) / last, 1.0)
    points, ground, normal = (resampled(array, reach, last + 1) for array in (guide.points, guide.ground, guide.normal))
    return Guides(points, ground, normal, guide.side)


def resampled(strand: Points, reach: NDArray[np.floating], points: int) -> Points:
    """The first ``reach`` (N,) of each strand (N, K, 3), as ``points`` points."""
    last = strand.shape[1] - 1
    where = reach[:, None] * np.linspace(0.0, last, points)[None]
    low = np.clip(where.astype(np.int64), 0, last - 1)
    share = (where - low)[..., None].astype(np.float32)
    rows = np.arange(len(strand))[:, None]
    out: Points = strand[rows, low] * (1.0 - share) + strand[rows, low + 1] * share
    return out


def unit(vectors: NDArray[np.floating]) -> Points:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), np.float32)
