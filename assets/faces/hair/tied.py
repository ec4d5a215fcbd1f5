"""Hair that is tied: where it is held, and the bun, the tail or the braids beyond."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.faces.groom import Body, lifted
from assets.geometry import Curves
from assets.materials import Material
from assets.vectors import cross

type Points = NDArray[np.float32]

BUN_M, TAIL_M = 0.033, 0.26
STRANDS = {"bun": 3000, "ponytail": 3000, "braids": 2400}
PLAIT_M = 0.042  # of a braid over which its three strands change places once round


@dataclass(frozen=True)
class Knots:
    """Where hair is tied, metres from the eyes: to the left and to the right of the parting, or twice the same place.

    Attributes:
        right, left: (3,).
        split: whether they differ.
    """

    right: Points
    left: Points
    split: bool = False

    def of(self, side: NDArray[np.floating]) -> Points:
        """(N, 3) for strands with a side."""
        return np.asarray(np.where(side[:, None] > 0.5, self.left, self.right), np.float32)


def knots(rng: np.random.Generator, kind: str, scale: float) -> Knots:
    """A bun or a tail sits high or low; braids begin behind the ears."""
    if kind == "braids":
        x, z = rng.uniform(-0.125, -0.105), rng.uniform(-0.075, -0.05)
        left = np.array([x, 0.072, z], np.float32) * scale
        return Knots(np.asarray(left * [1.0, -1.0, 1.0], np.float32), left, True)
    high = float(rng.choice([-0.6, 0.0, 0.4, 0.75])) + float(rng.uniform(-0.1, 0.1))
    middle, radius = np.array([-0.07, 0.0, 0.03]), 0.108 if kind == "bun" else 0.103
    place = (middle + radius * np.array([-np.cos(high), 0.0, np.sin(high)])) * scale
    return Knots(place.astype(np.float32), place.astype(np.float32))


def gathered(
    rng: np.random.Generator, kind: str, at: Knots, body: Body, material: Material, scale: float, detail: float
) -> list[Curves]:
    """What hangs beyond the knots; nothing of hair that is not tied."""
    if not kind:
        return []
    count = max(150, round(STRANDS[kind] * detail))
    radius = np.full(count, 0.00027 * scale / detail)
    if kind == "bun":
        return [_tapered("bun", _bun(rng, at.left, scale, count), radius, material)]
    if kind == "ponytail":
        return [_tapered("tail", _tail(rng, at.left, body, scale, count), radius, material)]
    half = radius[: count // 2]
    ends = (("left_braid", at.left), ("right_braid", at.right))
    return [_tapered(name, _braid(rng, place, body, scale, len(half)), half, material) for name, place in ends]


def _tapered(name: str, points: Points, radius: NDArray[np.floating], material: Material) -> Curves:
    taper = np.interp(np.linspace(0.0, 1.0, points.shape[1]), (0.0, 0.8, 1.0), (1.0, 0.9, 0.3))
    return Curves(name, points, (radius[:, None] * taper).astype(np.float32), material, "hair")


def _bun(rng: np.random.Generator, at: Points, scale: float, count: int) -> Points:
    """A ball wound of coils that run round it at many angles."""
    out_of_head = at - np.array([-0.07, 0.0, 0.03]) * scale
    out_of_head /= np.linalg.norm(out_of_head)
    coils = 24
    coil = rng.integers(0, coils, count)
    axis = out_of_head + rng.normal(0.0, 0.45, (coils, 3))
    axis /= np.linalg.norm(axis, axis=1, keepdims=True)
    first = cross(axis, [0.3, 1.0, 0.2])
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = cross(axis, first)
    tilt = rng.uniform(-0.75, 0.75, coils)[coil] + rng.normal(0.0, 0.09, count)  # latitude on the ball
    turn = rng.uniform(0.0, 6.28, count)[:, None] + np.linspace(0.0, 2.4, 10)[None]
    radius = BUN_M * scale * np.minimum(1.0, rng.uniform(0.8, 1.05, coils)[coil] + rng.normal(0.0, 0.035, count))
    flat, high = (radius * np.cos(tilt))[:, None, None], (radius * np.sin(tilt))[:, None, None]
    swing = np.cos(turn)[..., None] * first[coil][:, None] + np.sin(turn)[..., None] * second[coil][:, None]
    middle = at + 0.5 * BUN_M * scale * out_of_head
    return np.asarray(middle + flat * swing + high * axis[coil][:, None], np.float32)


def _tail(rng: np.random.Generator, at: Points, body: Body, scale: float, count: int) -> Points:
    """Out of the knot, over and down; in locks that part towards the end."""
    away = at - np.array([-0.07, 0.0, 0.03]) * scale
    away[1] = 0.0
    length = TAIL_M * scale * float(rng.uniform(0.7, 1.2))
    line, ground, normal = _line(at, away / np.linalg.norm(away), length, body, 0.022 * scale, 10)
    t = np.linspace(0.0, 1.0, 10)
    spread = np.interp(t, (0.0, 0.12, 0.5, 1.0), (0.008, 0.016, 0.022, 0.015)) * scale
    locks = rng.normal(0.0, 0.55, (40, 3))
    lock = rng.integers(0, len(locks), count)
    place = locks[lock] + rng.normal(0.0, 0.3, (count, 3))
    place /= np.maximum(1.0, np.linalg.norm(place, axis=1, keepdims=True))
    reach = 1.0 - 0.45 * rng.random(count) ** 2
    bow = rng.normal(0.0, 0.012 * scale, (len(locks), 1, 3))[lock] * (t**1.5)[:, None]
    wave = 0.004 * scale * np.sin(7.0 * t[None] + rng.uniform(0, 6.28, len(locks))[lock][:, None]) * t
    where = reach[:, None] * t[None] * 9.0
    shape = np.stack([np.interp(where, np.arange(10), line[:, axis]) for axis in range(3)], 2)
    out = shape + place[:, None] * spread[:, None] + bow
    out[..., 1] += wave
    return lifted(out.astype(np.float32), ground[None], normal[None], 0.002)


def _braid(rng: np.random.Generator, at: Points, body: Body, scale: float, count: int) -> Points:
    """Three strands that change places, down over the front of a shoulder, and a loose end."""
    points = 40
    length = 0.27 * scale * float(rng.uniform(0.85, 1.15))
    start = np.array([0.6, 0.0, -1.0])
    line, ground, normal = _line(at, start / np.linalg.norm(start), length, body, 0.018 * scale, points)
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = cross(normal, along)
    side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-9
    up = cross(along, side)
    t = np.linspace(0.0, 1.0, points)
    rope = rng.integers(0, 3, count)
    phase = 2.0 * np.pi * (t[None] * length / (PLAIT_M * scale) + rope[:, None] / 3.0)
    thick = np.interp(t, (0.0, 0.1, 0.8, 0.86, 1.0), (0.8, 1.0, 0.75, 0.35, 0.8)) * scale
    plaited = np.interp(t, (0.0, 0.05, 0.84, 0.88), (0.4, 1.0, 1.0, 0.0))
    disc = rng.normal(0.0, 0.0034, (2, count, 1))
    across = thick * (0.0085 * plaited * np.sin(phase) + disc[0])
    over = thick * (0.0055 * plaited * np.sin(2.0 * phase) + disc[1])
    out = line + across[..., None] * side + over[..., None] * up
    return lifted(out.astype(np.float32), ground[None], normal[None], 0.0015)


def _line(
    at: Points, start: NDArray[np.floating], length: float, body: Body, gap: float, points: int
) -> tuple[Points, Points, Points]:
    """The middle (K, 3) of a tail that falls from ``at``, and the ground and its normal under each point."""
    fine, step = 3 * points, length / (3 * points - 1)
    line = [np.asarray(at, np.float32)]
    direction = np.asarray(start, np.float64)
    for _ in range(fine - 1):
        direction = direction + np.array([0.0, 4.0 * (at[1] - line[-1][1]), -34.0 * step])  # stays beside the neck
        direction /= np.linalg.norm(direction)
        moved = body.push_out((line[-1] + step * direction)[None].astype(np.float32), gap)[0]
        direction = (moved - line[-1]) / max(1e-9, float(np.linalg.norm(moved - line[-1])))
        line.append(moved)
    out = np.array(line, np.float32)
    for _ in range(4):
        out[1:-1] = 0.25 * (out[:-2] + out[2:]) + 0.5 * out[1:-1]
    out = out[np.rint(np.linspace(0, fine - 1, points)).astype(int)]
    under = body.nearest(out)
    return out, body.points[under], body.normals[under]
