"""Masks over mouth and nose: pleated medical ones and shaped ones of cloth, on loops around the ears."""

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.look import Look
from assets.faces.wear.hull import Hull, spot
from assets.faces.wear.layer import Layer
from assets.faces.wear.sheets import cord, fabric, patterned, sheet, smoothed, spaced
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.vectors import cross

type Points = NDArray[np.float64]

PART = "facewear"
MEDICAL: tuple[Colour, ...] = ((0.30, 0.52, 0.62), (0.72, 0.74, 0.75), (0.012, 0.012, 0.014), (0.36, 0.60, 0.52))
FFP2: tuple[Colour, ...] = ((0.72, 0.74, 0.75), (0.70, 0.72, 0.70), (0.012, 0.012, 0.014))
ACROSS, DOWN = 41, 34


def mask(
    rng: np.random.Generator, head: Hull, points: NDArray[np.float32], look: Look, glasses: bool
) -> tuple[list[Mesh], Layer]:
    """From the bridge of the nose to below the chin.

    Args:
        glasses: whether some are worn; the mask then sits lower on the nose.
    """
    scale = head.unit_m / 0.1
    medical = look.facewear in ("medical_mask", "mask_below_nose")
    stiff = look.facewear == "ffp2_mask"
    bridge = spot(points, 0.032, 0.0, -0.022 if glasses else -0.015)
    if look.facewear == "mask_below_nose":
        bridge = spot(points, 0.025, 0.0, -0.056)
    cheek, jaw = spot(points, -0.035, 0.066, -0.048), spot(points, -0.035, 0.06, -0.085)
    chin = spot(points, 0.015, 0.0, -0.117)
    chin[2] -= 0.004 * scale
    heights, turns, _ = head.find(np.stack([bridge, cheek, jaw, chin]))
    half = float(turns[1:3].mean())
    u = np.linspace(-1.0, 1.0, ACROSS)[None]
    w = np.linspace(0.0, 1.0, DOWN)[:, None]
    side = np.abs(u)
    top = heights[1] + (heights[0] - heights[1]) * (1.0 - side**1.25) ** (1.0 if medical else 1.3)
    low = heights[2] + (heights[3] - heights[2]) * (1.0 - side ** (3.0 if medical else 2.2))
    height, turn = top + (low - top) * w, half * u + 0.0 * w
    away = _relief(medical, u, w, scale) + 0.010 * stiff * scale * (1.0 - u**2) * np.sin(np.pi * w)
    front = head.place(height, turn, away, 0.8 * np.clip((side - 0.7) / 0.3, 0.0, 1.0))
    front = _tented(front, head, away, side)
    color = look.facewear_color if rng.random() < 0.4 else MEDICAL[int(rng.integers(len(MEDICAL)))]
    color = FFP2[int(rng.integers(len(FFP2)))] if stiff else color
    plain = 0.0 if look.facewear == "printed_mask" else 0.55
    paper = medical or stiff
    cloth = fabric(rng, color, 0.0006, folds=0.05) if paper else patterned(rng, look.facewear_color, plain, 0.0008)
    along = np.stack([0.0 * turn, head.unit_m * turn, head.unit_m * height], -1)
    inside = front - 0.0016 * _outward(front)
    rows = np.concatenate([inside[3:0:-1], front, inside[-2:-5:-1]])
    coordinates = np.concatenate([along[3:0:-1], along, along[-2:-5:-1]])
    meshes = [sheet("mask", rows, PART, cloth, coordinates)]
    loop = Material("mask_loop", base_color=(0.75, 0.75, 0.74) if max(color) > 0.05 else color, roughness=0.8)
    for name, sign in (("left", 1.0), ("right", -1.0)):
        column = -1 if sign > 0 else 0
        path = _loop(points, front[2, column], front[-3, column], sign, scale)
        meshes.append(cord(f"mask_loop_{name}", path, 0.0013 if medical else 0.0020, PART, loop, 6))

    def depth(height: Points, turn: Points) -> Points:
        share = np.clip(np.abs(turn) / half, 0.0, 1.0)
        upper = np.interp(share, side[0, ACROSS // 2 :], top[0, ACROSS // 2 :])
        lower = np.interp(share, side[0, ACROSS // 2 :], low[0, ACROSS // 2 :])
        return np.where((np.abs(turn) < half) & (height < upper) & (height > lower), 1.0, -1.0)

    return meshes, Layer(head, depth, 0.0018)


def _relief(medical: bool, u: Points, w: Points, scale: float) -> Points:
    """Metres off the face: pleats and hems, or a seam down the middle."""
    base = 0.0035 + 0.0 * u * w
    inner = (1.0 - u**2) * np.ones_like(w)
    if medical:
        pleats = sum(np.clip((w - at) / 0.02, 0.0, 1.0) * np.clip((at + 0.17 - w) / 0.15, 0.0, 1.0) for at in PLEATS)
        hem = 0.0005 * ((w < 0.06) | (w > 0.94) | (np.abs(u) > 0.93))
        wire = 0.0010 * np.exp(-(((w - 0.045) / 0.02) ** 2)) * (np.abs(u) < 0.5)
        return np.asarray(base + (0.0034 * pleats * np.minimum(1.0, 3.0 * inner) + hem + wire) * scale)
    seam = 0.0010 * np.exp(-((u / 0.03) ** 2)) * np.ones_like(w)
    bulge = 0.006 * inner * np.sin(np.pi * np.clip(w * 1.1, 0.0, 1.0))
    return np.asarray(base + (seam + bulge) * scale)


PLEATS = (0.24, 0.42, 0.60)


def _tented(points: Points, head: Hull, away: Points, side: Points) -> Points:
    """The cloth spans hollows: smoothed, and kept off the face."""
    relief = points - head.place(*head.find(points)[:2])
    smooth = points - relief
    for _ in range(14):
        smooth[1:-1, 1:-1] = (
            smooth[:-2, 1:-1] + smooth[2:, 1:-1] + smooth[1:-1, :-2] + smooth[1:-1, 2:] + 2.0 * smooth[1:-1, 1:-1]
        ) / 6.0
    out = head.outside(smooth + relief, np.minimum(away, 0.003))
    return np.where(side[..., None] < 0.7, out, smooth + relief)


def _outward(points: Points) -> Points:
    normal = cross(np.gradient(points, axis=0), np.gradient(points, axis=1))
    out: Points = normal / (np.linalg.norm(normal, axis=-1, keepdims=True) + 1e-12)
    return out


def _loop(points: NDArray[np.float32], upper: Points, lower: Points, sign: float, scale: float) -> Points:
    """From the upper corner over the root of the ear, down behind it and back to the lower corner."""
    data = bake.load()
    own = points[(data.masks["ears"] > 0.5) & (sign * points[:, 1] > 0.0)]
    low, high = own.min(0), own.max(0)
    root_y = sign * np.abs(own[:, 1]).min()
    out = sign * 0.004 * scale
    depth, tall = float(high[0] - low[0]), float(high[2] - low[2])
    knots = np.array(
        [
            upper,
            [high[0] - 0.05 * depth, root_y + out, high[2] - 0.18 * tall],
            [high[0] - 0.42 * depth, root_y + out, high[2] + 0.001],
            [low[0] + 0.22 * depth, root_y + out, high[2] - 0.22 * tall],
            [low[0] + 0.30 * depth, root_y + 0.4 * out, low[2] + 0.38 * tall],
            [high[0] - 0.28 * depth, root_y + out, low[2] + 0.02 * tall],
            lower,
        ]
    )
    return smoothed(spaced(knots, 48), 10)
