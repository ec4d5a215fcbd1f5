"""Fields of directions on the head: which way hair is combed. Places are metres from the eyes of the base head."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assets.faces.groom import Comb, Points
from assets.faces.hair.scalp import CROWN

type Maker = Callable[[np.random.Generator, float], Comb]
"""From a stream, for what differs from person to person, and the place of the parting (metres to the left)."""

MIDDLE = np.array([-0.07, 0.0, 0.025], np.float32)  # of the skull


def cropped(swing: tuple[float, float], quiff: float) -> Maker:
    """Short hair: in a whorl about the crown, down the sides, on top at an angle in ``swing`` from straight ahead."""

    def make(rng: np.random.Generator, part: float) -> Comb:
        angle = float(rng.uniform(*swing)) * float(rng.choice([-1.0, 1.0]))
        turn = float(rng.choice([-1.0, 1.0]))

        def comb(points: Points, roots: Points, along: float) -> Points:
            away = unit(roots - CROWN)
            spiral = np.stack([-away[:, 1], away[:, 0], np.zeros(len(roots))], 1) * turn
            out = away + 0.5 * spiral
            top = ramp(roots[:, 2], 0.055, 0.095) * ramp(roots[:, 0], -0.13, -0.09)
            ahead = np.array([np.cos(angle), np.sin(angle), 0.0])
            out = out * (1.0 - top[:, None]) + top[:, None] * ahead
            low = ramp(-roots[:, 2], -0.06, -0.02)
            out += low[:, None] * np.array([-0.55, 0.0, -0.9])
            front = ramp(roots[:, 0], -0.04, 0.01) * ramp(roots[:, 2], 0.04, 0.07)
            out[:, 2] += quiff * front
            return unit(out)

        return comb

    return make


def swept(rng: np.random.Generator, part: float) -> Comb:
    """Across the head from a low parting and a little back, and down at the sides."""
    back = float(rng.uniform(0.15, 0.7))

    def comb(points: Points, roots: Points, along: float) -> Points:
        over = np.where(np.sign(part) * (part - roots[:, 1]) > 0.0, -np.sign(part), np.sign(part))
        top = ramp(roots[:, 2], 0.03, 0.085)
        front = ramp(roots[:, 0], -0.05, 0.0)
        out = np.stack(
            [-back - 0.4 * (1.0 - top), over * (0.15 + 0.85 * top), 0.5 * front * top - 0.8 * (1.0 - top)], 1
        )
        return unit(_behind(out, roots))

    return comb


def falling(fringe: bool = False, forward: float = 0.0) -> Maker:
    """From the parting to both sides, round the face, then down; ``forward`` brings it before the shoulders.

    A ``fringe`` falls over the forehead.
    """

    def make(rng: np.random.Generator, part: float) -> Comb:
        ahead = forward + rng.uniform(-0.25, 0.25, 2)

        def comb(points: Points, roots: Points, along: float) -> Points:
            side = np.where(roots[:, 1] > part, 1.0, -1.0)
            front = ramp(roots[:, 0], -0.06, 0.0)
            top = ramp(roots[:, 2], 0.02, 0.08)
            out = np.stack([-0.3 - 0.35 * front, side * (0.25 + 0.75 * top), 0.25 * front * top - 0.7 * (1.0 - top)], 1)
            out = _behind(out, roots)
            bangs = over_forehead(roots).astype(np.float32) if fringe else np.zeros(len(roots), np.float32)
            out = np.where(
                bangs[:, None] > 0.5, np.stack([0.9 + 0 * side, 0.25 * roots[:, 1] / 0.04, 0 * side], 1), out
            )
            fallen = ramp(0.06 - points[:, 2], 0.0, 0.06)  # gravity takes over below the temples
            fallen = np.maximum(fallen, bangs * ramp(points[:, 0], -0.005, 0.018))[:, None]
            out = unit(out) * (1.0 - fallen) + fallen * np.array([0.0, 0.0, -1.0])
            return unit(out + _round_the_face(points, bangs) + _over_shoulders(points, roots, ahead))

        return comb

    return make


def _round_the_face(points: Points, bangs: NDArray[np.floating]) -> Points:
    """Away from the face, where a strand beside it is about to come over it."""
    side = np.where(points[:, 1] >= 0.0, 1.0, -1.0)
    near = ramp(points[:, 0], -0.035, -0.01) * ramp(0.075 - points[:, 2], 0.0, 0.03) * (bangs < 0.5)
    close = ramp(0.088 - np.abs(points[:, 1]), 0.0, 0.02)
    out = np.stack([-1.1 * near * close, 0.45 * side * near * close, 0.0 * near], 1)
    return np.asarray(out, np.float32)


def _over_shoulders(points: Points, roots: Points, ahead: NDArray[np.floating]) -> Points:
    """Below the chin: what grew at the front may fall before the shoulders, what grew behind stays behind."""
    low = ramp(-0.06 - points[:, 2], 0.0, 0.05)
    front = ramp(roots[:, 0], -0.10, -0.05)
    push = np.where(roots[:, 1] > 0.0, ahead[0], ahead[1]) * front - 0.45 * (1.0 - front)
    inwards = -0.9 * np.sign(points[:, 1]) * ramp(np.abs(points[:, 1]), 0.085, 0.12)
    return np.asarray(np.stack([low * push, low * inwards, 0.0 * low], 1), np.float32)


def outward(drop: float) -> Maker:
    """Away from the middle of the skull; ``drop`` lets it hang, and keeps it off the face."""

    def make(rng: np.random.Generator, part: float) -> Comb:
        def comb(points: Points, roots: Points, along: float) -> Points:
            out = unit(roots - MIDDLE)
            out[:, 2] += 0.15 - drop * along
            front = ramp(roots[:, 0], -0.06, 0.0)
            out[:, 0] -= drop * front * 0.8
            out[:, 1] += drop * front * np.sign(roots[:, 1] - part) * 0.7
            return unit(out + drop * _round_the_face(points, np.zeros(len(points))))

        return comb

    return make


def over_forehead(roots: Points) -> NDArray[np.bool_]:
    """Where a fringe grows: a wedge from the crown's front to the hairline."""
    ahead = roots[:, 0] + 0.065
    return np.asarray((ahead > 0.0) & (np.abs(roots[:, 1]) < 0.028 + 0.35 * ahead) & (roots[:, 2] > 0.05), np.bool_)


def _behind(out: NDArray[np.floating], roots: Points) -> Points:
    """The back of the head, where hair lies away from the crown and down, blended in."""
    share = ramp(-roots[:, 0], 0.085, 0.125)[:, None]
    down = unit(roots - CROWN) + np.array([-0.1, 0.0, -0.5], np.float32)
    return np.asarray(out * (1.0 - share) + share * down, np.float32)


def ramp(value: NDArray[np.floating], low: float, high: float) -> NDArray[np.floating]:
    """0 below ``low``, 1 above ``high``, smooth between."""
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share))


def unit(vectors: NDArray[np.floating]) -> Points:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)
