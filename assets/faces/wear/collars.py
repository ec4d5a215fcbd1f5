"""What finishes a garment at the neck: bands, folded collars, a hood that lies on the back."""

import numpy as np
from numpy.typing import NDArray

from assets.faces.wear.sheets import sheet
from assets.geometry import Mesh
from assets.materials import Material
from assets.vectors import cross

type Points = NDArray[np.float32]

ADULT_NECK_M = 0.067  # radius of a neckline
# Across the band, from the cloth over the rim to the inside: out from the neck, and up along it, in collar heights.
PROFILE = (
    *((0.0015, -0.25), (0.0034, -0.08), (0.004, 0.2), (0.0036, 0.75), (0.002, 0.98)),
    *((-0.0005, 0.98), (-0.0025, 0.8), (-0.0035, 0.1), (-0.004, -0.5)),
)


def band(loop: Points, rise: float, gap: float, material: Material) -> Mesh:
    """A band swept along the neckline (N, 3)."""
    loop, out, axis, _ = _frame(loop)
    lean = -0.25 * rise  # the band follows the neck inwards
    rings = [loop + (a + lean * b - 0.3 * gap * (b > 0)) * out + b * rise * axis for a, b in PROFILE]
    return sheet("collar", np.stack(rings[::-1]), "clothing", material, closed=True)


def folded(
    name: str, loop: Points, material: Material, opening: float, rise: float = 0.026, fall: float = 0.038
) -> list[Mesh]:
    """A collar that stands up along the neckline, folds over and falls in two points in front.

    Args:
        opening: half angle that it leaves free in front, radians.
        rise, fall: heights of the stand and of the leaf behind, metres on an adult.
    """
    loop, out, axis, scale = _frame(loop)
    rise, fall = rise * scale, fall * scale
    angle = np.linspace(-np.pi, np.pi, len(loop), endpoint=False)
    turn = np.concatenate([np.linspace(opening, np.pi, 22), np.linspace(-np.pi, -opening, 22)[1:]])
    at = [
        np.stack([np.interp(turn, angle, values[:, k], period=2.0 * np.pi) for k in range(3)], 1)
        for values in (loop, out)
    ]
    base, away = at
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    front = np.clip(1.0 - (np.abs(turn) - opening) / 1.1, 0.0, 1.0)[:, None] ** 1.5
    stand = rise * (1.0 - 0.35 * front)
    drop = fall + 0.022 * scale * front
    lean = -0.58 * stand
    rows = [
        base + 0.0015 * away - 0.3 * stand * axis,
        base + (0.0005 + 0.5 * lean) * away + 0.5 * stand * axis,
        base + (lean + 0.0005) * away + 0.96 * stand * axis,
        base + (lean + 0.0035) * away + 1.04 * stand * axis,
        base + (lean + 0.0068) * away + 0.96 * stand * axis,
    ]
    for share in (0.3, 0.6, 0.9, 1.0):
        spread = lean * (1.0 - share) + 0.0075 + 0.006 * share
        rows.append(base + spread * away + (stand - share * drop) * axis)
    rows.append(rows[-1] - 0.0022 * away)
    rows.append(rows[-3] - 0.0025 * away)
    return [sheet(name, np.stack(rows), "clothing", material)]


def lying_hood(rng: np.random.Generator, loop: Points, material: Material) -> Mesh:
    """A hood that is down: a soft roll around the neck, thick behind."""
    loop, out, axis, scale = _frame(loop)
    turn = np.abs(np.linspace(-np.pi, np.pi, len(loop), endpoint=False))
    behind = np.clip((turn - 0.25) / 2.4, 0.0, 1.0)
    behind = behind * behind * (3.0 - 2.0 * behind)
    wide, tall = scale * (0.007 + 0.022 * behind), scale * (0.010 + 0.028 * behind)
    phase = rng.uniform(0.0, 6.28, 2)
    rumple = 1.0 + 0.10 * np.sin(9.0 * turn + phase[0]) * behind
    center = loop + (0.55 * wide)[:, None] * out + ((0.8 - 0.65 * behind) * tall)[:, None] * axis
    rings = []
    for around in np.linspace(0.0, 2.0 * np.pi, 13):
        across, up = np.cos(around), np.sin(around)
        fold = 1.0 - 0.22 * np.exp(-(((around - 1.7) / 0.35) ** 2)) * behind
        offset = (wide * across * rumple * fold)[:, None] * out + (tall * up * fold)[:, None] * axis
        rings.append(center + offset - (0.35 * wide * np.maximum(0.0, across))[:, None] * axis)
    return sheet("hood_down", np.stack(rings[::-1]), "clothing", material, closed=True)


def _frame(loop: Points) -> tuple[Points, Points, Points, float]:
    """The loop smoothed, directions out of it (N, 3), the axis (3,) along the neck, and its size against an adult's."""
    for _ in range(3):
        loop = (0.5 * loop + 0.25 * np.roll(loop, 1, 0) + 0.25 * np.roll(loop, -1, 0)).astype(np.float32)
    tangent = np.roll(loop, -1, 0) - np.roll(loop, 1, 0)
    axis = cross(loop - loop.mean(0), tangent).sum(0)
    axis /= np.linalg.norm(axis)
    out = cross(tangent, axis)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    scale = float(np.clip(np.linalg.norm(loop - loop.mean(0), axis=1).mean() / ADULT_NECK_M, 0.5, 1.2))
    return loop, out, axis, scale
