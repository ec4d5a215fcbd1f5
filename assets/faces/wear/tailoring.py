"""What is sewn to the front of clothes: plackets with buttons, lapels, ties, drawstrings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces.wear.sheets import STRIPES, cord, fabric, sheet
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.vectors import cross

type Points = NDArray[np.float64]

PART = "clothing"
REACH_M = 0.024  # how far around a place the surface is fitted
NECK_Z, BREAK_Z, LAPEL_Z = 0.575, 0.330, 0.520  # of a jacket: top of its opening, its lowest point, its notch


@dataclass(frozen=True, eq=False)
class Front:
    """The front of a garment by places on the base mesh: local planes through the points around.

    Attributes:
        rest: (N, 3) places of its points on the base mesh.
        posed: (N, 3) where they are.
    """

    rest: NDArray[np.float32]
    posed: NDArray[np.float32]

    def at(self, y: ArrayLike, z: ArrayLike, off: ArrayLike = 0.0) -> Points:
        """Points (..., 3) ``off`` metres above the cloth at (y, z) of the base mesh."""
        y, z = np.broadcast_arrays(np.asarray(y, np.float64), np.asarray(z, np.float64))
        dy = self.rest[:, 1] - y.reshape(-1, 1)
        dz = self.rest[:, 2] - z.reshape(-1, 1)
        weight = np.exp(-(dy**2 + dz**2) / (2.0 * REACH_M**2)) + 1e-9
        base = np.stack([np.ones_like(dy), dy, dz], -1)
        moments = np.einsum("qn,qni,qnj->qij", weight, base, base)
        values = np.einsum("qni,nk->qik", weight[..., None] * base, self.posed.astype(np.float64))
        place, left, up = np.moveaxis(np.linalg.solve(moments, values), 1, 0)
        normal = cross(left, up)
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        out: Points = place + normal * np.broadcast_to(np.asarray(off, np.float64), y.shape).reshape(-1, 1)
        return out.reshape(*y.shape, 3)


def opening_half(z: ArrayLike) -> Points:
    """Half width of a jacket's opening at a height on the base mesh, metres; negative below it."""
    share = (np.asarray(z, np.float64) - BREAK_Z) / (NECK_Z - BREAK_Z)
    out: Points = 0.068 * np.where(share > 0.0, np.maximum(share, 0.0) ** 1.15, share)
    return out


def placket(rng: np.random.Generator, front: Front, cloth: Material) -> list[Mesh]:
    """The strip down the middle and its buttons."""
    z = np.linspace(0.560, 0.26, 16)[:, None]
    y = np.array([-0.0165, -0.016, -0.008, 0.008, 0.016, 0.0165])[None]
    strip = front.at(y, z, np.array([-0.001, 0.0028, 0.0032, 0.0032, 0.0028, -0.001])[None])
    light: Colour = (0.7, 0.7, 0.66)
    button = Material("button", base_color=light if rng.random() < 0.7 else (0.02, 0.02, 0.02), roughness=0.3)
    out = [sheet("placket", strip, PART, cloth)]
    angle = np.arange(10) * (np.pi / 5.0)
    share = np.array([0.05, 0.75, 1.0, 1.0])[:, None]
    for index, height in enumerate((0.525, 0.44, 0.355)):
        disc = front.at(
            0.0055 * share * np.cos(angle),
            height + 0.0055 * share * np.sin(angle),
            np.array([[0.0052], [0.0054], [0.005], [0.003]]),
        )
        out.append(sheet(f"button_{index}", disc, PART, button, closed=True, subdivision=0))
    return out


def lapels(front: Front, wool: Material) -> list[Mesh]:
    """Both lapels, turned back along the opening, up to the notch."""
    z = np.concatenate([np.linspace(BREAK_Z - 0.004, LAPEL_Z, 18), np.linspace(LAPEL_Z, NECK_Z - 0.004, 5)[1:]])
    grown = np.clip((z - BREAK_Z) / (LAPEL_Z - BREAK_Z), 0.0, 1.0) ** 0.8
    width = np.where(z <= LAPEL_Z + 1e-9, 0.075 * grown, 0.046 + 0.0 * z)
    across = np.array([-0.03, 0.0, 0.25, 0.6, 0.97, 1.0])[:, None]
    off = np.array([0.0, 0.0045, 0.0065, 0.006, 0.005, 0.001])[:, None]
    y = np.maximum(opening_half(z), 0.0) + across * width
    rise = 0.022 * across * grown  # lapels point up to the notch
    left = front.at(y, z - 0.010 * grown + rise, off)
    right = front.at(-y, z - 0.010 * grown + rise, off)
    return [
        sheet("lapel_left", left, PART, wool, subdivision=0),
        sheet("lapel_right", right[:, ::-1], PART, wool, subdivision=0),
    ]


def tie(rng: np.random.Generator, front: Front) -> list[Mesh]:
    """A knot below the collar and the blade that widens downwards."""
    shade = 0.02 + 0.35 * rng.random() ** 2 * rng.uniform(0.05, 1.0, 3)
    color: Colour = (float(shade[0]), float(shade[1]), float(shade[2]))
    other = 0.05 + 0.6 * rng.random(3)
    silk = fabric(rng, color, 0.0005, folds=0.05)
    if rng.random() < 0.5:
        stripes: Colour = (float(other[0]), float(other[1]), float(other[2]))
        silk = fabric(rng, color, 0.0005, STRIPES, float(rng.uniform(0.014, 0.03)), stripes, 0.05)
    across = np.array([-1.04, -1.0, -0.5, 0.0, 0.5, 1.0, 1.04])[None]
    lift = np.array([0.0, 0.0055, 0.008, 0.009, 0.008, 0.0055, 0.0])[None]
    z = np.linspace(0.538, 0.26, 16)[:, None]
    half = np.interp(z, (0.26, 0.538), (0.042, 0.014))
    blade = front.at(across * half, z, lift)
    level = np.array([0.572, 0.571, 0.565, 0.552, 0.538, 0.533, 0.532])[:, None]
    wide = np.array([0.011, 0.016, 0.0185, 0.0165, 0.0125, 0.0105, 0.008])[:, None]
    puff = np.array([0.1, 0.75, 1.0, 1.05, 1.0, 0.8, 0.1])[:, None]
    knot = front.at(across * wide, level, puff * (0.004 + 1.25 * lift))
    return [
        sheet("tie", blade, PART, silk, _slanted(across * half, z)),
        sheet("tie_knot", knot, PART, silk, _slanted(across * wide, level)),
    ]


def _slanted(y: Points, z: Points) -> Points:
    """Coordinates of cloth that is cut on the bias."""
    y, z = np.broadcast_arrays(y, z)
    return np.stack([0.0 * y, (y - z) / np.sqrt(2.0), (y + z) / np.sqrt(2.0)], -1)


def drawstrings(rng: np.random.Generator, front: Front) -> list[Mesh]:
    """Two cords that hang from a hood's channel."""
    white: Colour = (0.65, 0.65, 0.63)
    color = white if rng.random() < 0.6 else (0.02, 0.02, 0.02)
    material = Material("drawstring", base_color=color, roughness=0.8)
    out = []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        low = float(rng.uniform(0.40, 0.46))
        z = np.linspace(0.566, low, 18)
        sway = 0.004 * np.sin(14.0 * (z - low) + rng.uniform(0.0, 6.28))
        y = sign * (0.030 + 0.10 * (0.57 - z) * rng.uniform(0.0, 0.6)) + sway
        radius = np.concatenate([np.full(16, 0.0022), [0.0034, 0.0034]])
        out.append(cord(f"drawstring_{side}", front.at(y, z, 0.004), radius, PART, material, 6))
    return out
