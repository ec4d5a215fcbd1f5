"""Hard things on heads: helmets of builders, cyclists and the police, and uniforms' peaked caps."""

import numpy as np
from numpy.typing import NDArray

from assets.faces.look import Look
from assets.faces.wear.hats import AROUND, PART, TURN, rim
from assets.faces.wear.hats import peak as peaked
from assets.faces.wear.hats import shell as shelled
from assets.faces.wear.hull import Hull
from assets.faces.wear.layer import Layer
from assets.faces.wear.sheets import fabric, sheet
from assets.geometry import Mesh
from assets.materials import Colour, Material

type Points = NDArray[np.float64]

SIGNAL: tuple[Colour, ...] = ((0.75, 0.72, 0.68), (0.80, 0.42, 0.01), (0.62, 0.10, 0.01), (0.02, 0.06, 0.30))
BADGE: Colour = (0.55, 0.42, 0.12)
LEATHER = Material("peak", base_color=(0.008, 0.008, 0.009), roughness=0.18)


def helmet(rng: np.random.Generator, skull: Hull, points: NDArray[np.float32], look: Look) -> tuple[list[Mesh], Layer]:
    """A hard hat with a ridge and a peak, a cyclist's with vents, or a dark one down to the neck."""
    scale = skull.unit_m / 0.1
    kind = str(rng.choice(["hard", "bicycle", "riot"]))
    color = look.headwear_color if kind == "bicycle" or rng.random() < 0.4 else SIGNAL[int(rng.integers(len(SIGNAL)))]
    color = (0.012, 0.014, 0.022) if kind == "riot" and rng.random() < 0.7 else color
    gloss = Material("helmet", base_color=color, roughness=float(rng.uniform(0.12, 0.5)), coat=0.3)
    deep = {"hard": (0.050, 0.016, 0.0), "bicycle": (0.052, 0.022, 0.012), "riot": (0.046, -0.045, -0.075)}[kind]
    edge = rim(skull, points, *deep)
    off = {"hard": 0.022, "bicycle": 0.026, "riot": 0.024}[kind] * scale

    def gap(share: Points, turn: Points) -> Points:
        ridge = 0.006 * np.exp(-((np.sin(turn) / 0.16) ** 2)) * (kind == "hard")
        vents = -0.012 * (np.sin(5.0 * turn) > 0.55) * (share > 0.25) * (share < 0.8) * (kind == "bicycle")
        return np.asarray(off + scale * (ridge + vents) * np.ones_like(share + turn))

    meshes = [shelled("helmet", skull, edge, gap, gloss)]
    if kind != "riot":
        length = 0.045 if kind == "hard" else 0.020
        meshes.append(peaked(skull, edge, length * scale, gloss))
    return meshes, Layer(skull, lambda height, turn: (height - edge(turn)) * skull.unit_m, 0.004)


def peaked_cap(
    rng: np.random.Generator, skull: Hull, points: NDArray[np.float32], look: Look
) -> tuple[list[Mesh], Layer]:
    """A uniform's: a band, a wide flat top that rises in front, a shiny peak, a badge."""
    scale = skull.unit_m / 0.1
    edge = rim(skull, points, 0.050, 0.012, 0.012)
    dark: Colour = ((0.008, 0.010, 0.022), (0.02, 0.03, 0.018), (0.03, 0.03, 0.032))[int(rng.integers(3))]
    color = look.headwear_color if rng.random() < 0.35 else dark
    cloth = fabric(rng, color, 0.0009, folds=0.05)
    root = skull.place(edge(TURN), TURN, 0.005)
    middle, summit = root.mean(axis=0), float(skull.place(np.pi / 2.0, 0.0)[2]) + 0.004 * scale
    out = np.array([1.0, 1.0, 1.02, 1.16, 1.22, 1.20, 1.05, 0.7, 0.35, 0.0])[:, None, None]
    lift = np.array([0.0, 0.30, 0.34, 0.70, 0.80, 0.87, 0.93, 0.98, 1.01, 1.02])[:, None]
    rows = middle + (root - middle)[None] * out
    front = np.cos(TURN)[None] * 0.022 * scale * float(rng.uniform(0.2, 1.2))
    rows[..., 2] = root[None, :, 2] + (summit - root[None, :, 2]) * lift + front * np.clip(lift, 0.0, 1.0) ** 2
    rows = skull.outside(rows, 0.005)
    crown = sheet("peaked_cap", rows[::-1], PART, cloth, closed=True, welded=True)
    shade = peaked(skull, edge, float(rng.uniform(0.045, 0.058)) * scale, LEATHER)
    badge = Material("badge", base_color=BADGE, metallic=0.9, roughness=0.3)
    forward = int(np.argmin(np.abs(TURN)))
    place = rows[2, forward] + [0.004 * scale, 0.0, 0.0]
    angle = np.arange(AROUND // 6) * (12.0 * np.pi / AROUND)
    rings = np.array([0.0, 0.006, 0.013])[:, None] * scale
    disc = np.stack([0.004 * scale - 0.3 * rings + 0.0 * angle, rings * np.cos(angle), rings * np.sin(angle)], -1)
    meshes = [crown, shade, sheet("badge", place + disc[::-1], PART, badge, closed=True, welded=True)]
    return meshes, Layer(skull, lambda height, turn: (height - edge(turn)) * skull.unit_m, 0.003)
