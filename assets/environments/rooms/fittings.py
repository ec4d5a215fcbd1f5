"""What is part of a room or hangs on its wall: windows, doors, pictures, shelves, boards."""

from itertools import pairwise

import numpy as np

from assets.environments.furniture.coats import poster
from assets.environments.panels import Panels, panels
from assets.environments.rooms.piece import CLOTHS, WALLS, Piece, block, glowing, one_of, paint, shaded, wood
from assets.materials import Colour, Material

FRAME_M, TRIM_M = 0.055, 0.08
# What shows outside, from the bottom up, linear RGB beside a white sky: by day and by night.
DAYS: tuple[tuple[Colour, ...], ...] = (
    ((0.16, 0.20, 0.10), (0.30, 0.36, 0.24), (0.85, 0.92, 1.0), (0.62, 0.80, 1.0)),
    ((0.30, 0.28, 0.26), (0.45, 0.42, 0.38), (0.50, 0.47, 0.42), (0.95, 0.97, 1.0)),
    ((1.0, 0.98, 0.94), (1.0, 0.99, 0.97), (1.0, 1.0, 1.0), (0.95, 0.98, 1.0)),
)
NIGHTS: tuple[tuple[Colour, ...], ...] = (
    ((0.03, 0.025, 0.02), (0.10, 0.06, 0.03), (0.02, 0.025, 0.045), (0.012, 0.018, 0.04)),
    ((0.004, 0.005, 0.008),) * 4,
)


def window(rng: np.random.Generator, glow: float, night: bool) -> Piece:
    """A window with what one sees through it, often between curtains, above a sill and a radiator.

    Args:
        glow: radiance of a white sky outside.
    """
    wide, high = float(rng.uniform(0.9, 2.2)), float(rng.uniform(1.1, 1.5))
    low = float(rng.uniform(0.75, 1.0)) if rng.random() < 0.75 else 0.1
    top, half = low + high, wide / 2.0
    views = NIGHTS if night else DAYS
    outside = views[int(rng.integers(len(views)))]
    edges = np.sort(np.concatenate([[low, top], low + high * rng.uniform(0.15, 0.85, len(outside) - 1)]))
    flat = [
        panels([[0.02, -half, a], [0.02, half, a], [0.02, half, b], [0.02, -half, b]], f"view {k}")
        for k, (a, b) in enumerate(pairwise(edges))
    ]
    materials = {f"view {k}": glowing(color, glow) for k, color in enumerate(outside)}
    flat.append(_frame(half, low, top, FRAME_M, 0.06, "frame"))
    posts = np.linspace(-half, half, int(rng.integers(2, 4)) + 1)[1:-1]
    flat += [block([0.0, y - 0.03, low], [0.05, y + 0.03, top], "frame") for y in posts]
    if rng.random() < 0.4:
        bar = low + high * float(rng.choice([0.5, 0.7]))
        flat.append(block([0.0, -half, bar - 0.02], [0.045, half, bar + 0.02], "frame"))
    flat.append(block([0.0, -half - 0.08, low - 0.04], [0.16, half + 0.08, low], "frame"))
    materials["frame"] = paint(one_of(rng, ((0.75, 0.75, 0.73), (0.6, 0.58, 0.52), (0.1, 0.1, 0.1))), 0.4)
    if low > 0.7 and rng.random() < 0.6:
        fins = np.arange(-half * 0.8, half * 0.8, 0.09)
        flat.append(block(*_corners(0.03, fins, 0.07, 0.12, low - 0.12, 0.11), "radiator"))
        materials["radiator"] = paint((0.7, 0.7, 0.68), 0.35)
    width = wide + 0.3
    if rng.random() < 0.55:
        width += 0.5
        down = 0.02 if rng.random() < 0.6 else low - 0.1
        flat += [_curtain(rng, side * (half + 0.1), down, top + 0.2) for side in (-1.0, 1.0)]
        materials["curtain"] = paint(one_of(rng, (*CLOTHS, *WALLS[:3])), 0.9)
    return Piece(width, tuple(flat), materials)


def door(rng: np.random.Generator) -> Piece:
    """A shut door of two to four panels in its frame."""
    wide, high = float(rng.uniform(0.78, 0.95)), float(rng.uniform(2.0, 2.15))
    half = wide / 2.0
    rows = int(rng.integers(1, 4))
    edges = np.linspace(0.14, high - 0.12, rows + 1)
    leaf = block([0.0, -half, 0.0], [0.03, half, high], "leaf")
    fields = [
        block([0.03, -half + 0.13, a + 0.05], [0.038, half - 0.13, b - 0.05], "field") for a, b in pairwise(edges)
    ]
    side = float(rng.choice([-1.0, 1.0])) * (half - 0.07)
    handle = block([0.03, side - 0.06, 1.02], [0.09, side + 0.06, 1.05], "handle")
    color = one_of(rng, (*WALLS[:4], *WALLS[8:10])) if rng.random() < 0.7 else None
    leafy = wood(rng) if color is None else paint(color, 0.4)

    metal = Material("metal", base_color=(0.5, 0.48, 0.44), metallic=1.0, roughness=0.3)
    materials = {
        "leaf": leafy,
        "field": paint(shaded(leafy.base_color, 0.85), 0.45),
        "handle": metal,
        "trim": paint(one_of(rng, WALLS[:2]), 0.4),
    }
    flat = (leaf, *fields, handle, _frame(half, 0.0, high, TRIM_M, 0.05, "trim"))
    return Piece(wide + 2.0 * TRIM_M, flat, materials)


def pictures(rng: np.random.Generator) -> Piece:
    """One to five framed pictures beside each other."""
    count = int(rng.choice([1, 1, 2, 3, 5]))
    size = float(rng.uniform(0.5, 1.1)) if count == 1 else float(rng.uniform(0.25, 0.5))
    ratio, pitch = float(rng.uniform(0.7, 1.4)), size + float(rng.uniform(0.06, 0.16))
    flat: list[Panels] = []
    materials: dict[str, Material] = {"frame": wood(rng), "mount": paint((0.75, 0.74, 0.71), 0.8)}
    for index in range(count):
        middle = (index - (count - 1) / 2.0) * pitch
        high = float(rng.uniform(1.45, 1.6)) if count == 1 else 1.52 + 0.06 * float(rng.uniform(-1, 1))
        half, up = size / 2.0, size * ratio / 2.0
        flat.append(block([0.0, middle - half, high - up], [0.02, middle + half, high + up], "mount"))
        flat.append(_frame(half, high - up, high + up, 0.025, 0.03, "frame").moved(y=middle))
        half, up = half * 0.8, up * 0.8
        corners = [[0.022, middle + a * half, high + b * up] for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        flat.append(panels(corners, f"print {index}", [[0, 0], [1, 0], [1, 1], [0, 1]]))
        materials[f"print {index}"] = poster(rng)
    return Piece(pitch * count, tuple(flat), materials)


def board(rng: np.random.Generator, glow: float) -> Piece:
    """A white board, a notice board, or a television that may be on."""
    wide, high = float(rng.uniform(1.0, 1.9)), float(rng.uniform(0.6, 1.1))
    low, half = float(rng.uniform(0.95, 1.15)), wide / 2.0
    screens = (
        paint((0.78, 0.79, 0.79), 0.25),
        paint((0.36, 0.22, 0.11), 0.9),
        Material("screen", base_color=(0.01, 0.01, 0.012), roughness=0.12),
        glowing(one_of(rng, ((0.2, 0.45, 0.9), (0.5, 0.6, 0.7), (0.8, 0.5, 0.3))), 0.8 * glow),
    )
    flat = [
        block([0.0, -half, low], [0.03, half, low + high], "face"),
        _frame(half, low, low + high, 0.03, 0.04, "rim"),
    ]
    face = screens[int(rng.integers(len(screens)))]
    rim = paint((0.02, 0.02, 0.022), 0.4) if rng.random() < 0.6 else paint((0.55, 0.55, 0.56), 0.35)
    return Piece(wide, tuple(flat), {"face": face, "rim": rim})


def _frame(half: float, low: float, top: float, thick: float, deep: float, skin: str) -> Panels:
    """Four bars around a rectangle on the wall; at the floor only three."""
    bars = [
        ([0.0, -half - thick, low], [deep, -half, top + thick]),
        ([0.0, half, low], [deep, half + thick, top + thick]),
        ([0.0, -half, top], [deep, half, top + thick]),
        *([([0.0, -half - thick, low - thick], [deep, half + thick, low])] if low > 0.0 else []),
    ]
    return block([bar[0] for bar in bars], [bar[1] for bar in bars], skin)


def _curtain(rng: np.random.Generator, middle: float, low: float, top: float) -> Panels:
    """Folds of a drawn curtain."""
    folds, wide = 14, float(rng.uniform(0.22, 0.4))
    y = middle + np.linspace(-wide / 2.0, wide / 2.0, folds + 1)
    x = 0.13 + 0.035 * np.where(np.arange(folds + 1) % 2, 1.0, -1.0) * rng.uniform(0.5, 1.0, folds + 1)
    quads = [
        [[x[k], y[k], low], [x[k + 1], y[k + 1], low], [x[k + 1], y[k + 1], top], [x[k], y[k], top]]
        for k in range(folds)
    ]
    return panels(quads, "curtain")


def _corners(
    x: float, y: np.ndarray, wide: float, low: float, top: float, deep: float
) -> tuple[list[list[float]], list[list[float]]]:
    """Low and high corners of boxes at each of ``y``."""
    return [[x, k - wide / 2.0, low] for k in y], [[x + deep, k + wide / 2.0, top] for k in y]
