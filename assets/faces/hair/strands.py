"""Strands between guides: thousands, in locks, at all depths of the hair, with waves and curls."""

import numpy as np
from numpy.typing import NDArray

from assets.faces.groom import FLOOR_M, Cut, Guides, Points, lifted, resampled, unit
from assets.random import stream
from assets.vectors import cross

BENDING_M = 0.12  # strands shorter than this bend less
CELL_M = 0.006  # roots in one cell share the guides that are looked at
CANDIDATES = 8
FAR_M = 0.07
WISP = 0.35  # size of a wisp, against that of the lock that it is part of
STRAYS, STRAY = 0.03, 4.0  # share of hairs that went astray, and how much further they bend


def strands(
    rng: np.random.Generator,
    roots: Points,
    side: NDArray[np.floating],
    reach: NDArray[np.floating],
    guide: Guides,
    cut: Cut,
) -> Points:
    """(N, points, 3): strands between the guides, in locks.

    Args:
        roots: (N, 3).
        side: (N,) which side of a parting each grows on; strands do not mix across it.
        reach: (N,) 0..1, how much of its guides' length each has.
    """
    whole = np.ones(len(guide.points))
    points, ground, normal = (
        resampled(array, whole, cut.points) for array in (guide.points, guide.ground, guide.normal)
    )
    nearest, weights = _neighbours(roots, side, guide)
    leader, t = nearest[:, 0], np.linspace(0.0, 1.0, cut.points, dtype=np.float32)
    offsets = points - points[:, :1]
    weights = weights * _together(offsets, nearest)
    weights = weights / weights.sum(1, keepdims=True)  # without those that part ways with the nearest
    shape = sum(weights[:, i, None, None] * offsets[nearest[:, i]] for i in range(weights.shape[1]))
    out = np.asarray(roots[:, None] + shape, np.float32)
    lock = _locks(rng, roots, offsets[leader, -1], cut.lock_m)
    out = _layered(rng, out, ground[leader], normal[leader], lock, cut.depth)
    out += cut.clump * t[:, None] ** 0.8 * (_mean(out, lock) - out)
    wisp = _locks(stream(rng, "wisps"), roots, offsets[leader, -1], WISP * cut.lock_m)
    out += 0.6 * cut.clump * t[:, None] ** 1.6 * (_mean(out, wisp) - out)  # locks part into wisps towards their ends
    reach = reach * (1.0 - cut.ragged * (0.6 * _each(rng, lock) + 0.4 * rng.random(len(roots))))
    out = resampled(out, reach, cut.points)
    short = np.minimum(1.0, np.linalg.norm(np.diff(out, axis=1), axis=2).sum(1) / BENDING_M)[:, None, None]
    bent = _bend(rng, lock, cut.stray_m, t)
    own = _bend(rng, None, cut.frizz_m, t, len(roots))
    loose = np.where(stream(rng, "stray").random(len(roots)) < STRAYS, STRAY, 1.0).astype(np.float32)
    out += short.astype(np.float32) * (bent + loose[:, None, None] * own)
    if cut.curl_m:
        out += _curl(rng, out, normal[leader], reach, lock, cut)
    middle = np.rint(reach[:, None] * np.arange(cut.points)[None]).astype(np.int64)
    under, up = ground[leader[:, None], middle], normal[leader[:, None], middle]
    out[:, 1:] = lifted(out, under, up, FLOOR_M)[:, 1:]
    return out


def _layered(
    rng: np.random.Generator, points: Points, ground: Points, normal: Points, lock: NDArray[np.int64], depth: float
) -> Points:
    """Strands lowered at random from the height of the guides: what fills the hair's volume."""
    height = ((points - ground) * normal).sum(-1)
    share = depth * (0.5 * _each(rng, lock) + 0.5 * rng.random(len(points))).astype(np.float32)
    down = np.clip(height - FLOOR_M, 0.0, 0.06) * share[:, None]
    return np.asarray(points - down[..., None] * normal, np.float32)


def _neighbours(
    roots: Points, side: NDArray[np.floating], guide: Guides
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The three nearest guides of each root, (N, 3), nearest first, and their weights."""
    apart = 0.2
    near = np.concatenate([roots, apart * side[:, None]], 1).astype(np.float32)
    far = np.concatenate([guide.points[:, 0], apart * guide.side[:, None]], 1).astype(np.float32)
    _, first, cell = np.unique(_cells(near, CELL_M), return_index=True, return_inverse=True)
    some = near[first]
    rough = (far**2).sum(1)[None] - 2.0 * some @ far.T
    candidates = np.argpartition(rough, CANDIDATES, axis=1)[:, :CANDIDATES][cell]
    distance = ((near[:, None] - far[candidates]) ** 2).sum(2)
    order = distance.argsort(1)[:, :3]
    weights = 1.0 / (np.take_along_axis(distance, order, 1) + 1e-6)
    return np.take_along_axis(candidates, order, 1), (weights / weights.sum(1, keepdims=True)).astype(np.float32)


def _cells(points: NDArray[np.floating], size: float) -> NDArray[np.int64]:
    """One number for each cell of a grid, of points (N, D)."""
    cell = np.rint(points / size).astype(np.int64)
    return np.asarray(cell @ (2048 ** np.arange(points.shape[1], dtype=np.int64)), np.int64)


def _together(offsets: Points, nearest: NDArray[np.int64]) -> NDArray[np.floating]:
    """(N, 3) 1 where a guide goes the way of the nearest one, 0 where they part."""
    out = np.ones(nearest.shape, np.float32)
    for at in (offsets.shape[1] // 2, -1):
        place = offsets[:, at]
        apart = np.linalg.norm(place[nearest] - place[nearest[:, :1]], axis=2)
        out *= np.clip(2.5 - 6.0 * apart / np.linalg.norm(place, axis=1)[nearest[:, :1]], 0.0, 1.0)
    return out


def _locks(rng: np.random.Generator, roots: Points, ends: Points, size: float) -> NDArray[np.int64]:
    """(N,) number of the lock of each root: cells of a grid that is bent, so that it does not show.

    Strands whose ``ends`` are far apart are not of one lock.
    """
    turn = rng.uniform(0.0, 6.28, 3)
    bent = roots + 0.5 * size * np.sin(roots[:, [1, 2, 0]] * (2.3 / size) + turn)
    out: NDArray[np.int64] = np.unique(_cells(bent, size) * 8191 + _cells(ends, FAR_M), return_inverse=True)[1]
    return out


def _each(rng: np.random.Generator, lock: NDArray[np.int64]) -> NDArray[np.floating]:
    """(N,) uniform 0..1, the same within a lock."""
    out: NDArray[np.floating] = rng.random(int(lock.max(initial=0)) + 1)[lock]
    return out


def _mean(points: Points, lock: NDArray[np.int64]) -> Points:
    """(N, K, 3): the mean strand of each one's lock."""
    flat = points.reshape(len(points), -1)
    total = np.stack([np.bincount(lock, column) for column in flat.T], 1) / np.maximum(np.bincount(lock), 1)[:, None]
    return np.asarray(total[lock], np.float32).reshape(points.shape)


def _bend(rng: np.random.Generator, lock: NDArray[np.int64] | None, size: float, t: Points, count: int = 0) -> Points:
    """(N, K, 3): a random bow and a random S, of locks or of each strand."""
    many = count if lock is None else int(lock.max(initial=0)) + 1
    bow, twist = (size * rng.normal(0.0, 1.0, (2, many, 1, 3))).astype(np.float32)
    out = bow * (t**1.5)[:, None] + 0.5 * twist * np.sin(3.0 * np.pi * t).astype(np.float32)[:, None]
    return np.asarray(out if lock is None else out[lock], np.float32)


def _curl(
    rng: np.random.Generator,
    strand: Points,
    normal: Points,
    reach: NDArray[np.floating],
    lock: NDArray[np.int64],
    cut: Cut,
) -> Points:
    """(N, K, 3): waves along the head, or ringlets, that the strands of one lock share."""
    t = np.linspace(0.0, 1.0, cut.points, dtype=np.float32)[None]
    along = unit(np.gradient(strand, axis=1))
    side = unit(cross(normal, along) + 1e-6)
    up = cross(along, side)
    start = 2.0 * np.pi * _each(rng, lock) + rng.normal(0.0, 0.3, len(strand))
    phase = start[:, None] + 2.0 * np.pi * cut.curl_turns * reach[:, None] * t
    wide = cut.curl_m * (0.7 + 0.6 * _each(rng, lock))[:, None] * np.minimum(1.0, 2.5 * t)
    return np.asarray(
        wide[..., None] * (np.cos(phase)[..., None] * side + (0.25 + 0.75 * cut.round) * np.sin(phase)[..., None] * up),
        np.float32,
    )
