"""What roads are laid from: strips, lines and patches along a straight or bent axis.

Everything is drawn in road coordinates, ``s`` metres along the axis and ``y`` metres to its left, and bent at the end.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.asset import Asset
from assets.environments.panels import Float64
from assets.geometry import Mesh
from assets.materials import Material

type Quads = NDArray[np.float64]
"""(N, 4, 3) s, y, z of the corners of quads that look up, counter-clockwise seen from above."""

KERB_M = 0.12  # height of kerbs and pavements
STREET_MPS = 11.0  # 40 km/h: what is usual in towns
GROUND_M = 600.0  # half side of the plain around everything
PAINT_M = 0.004  # paint lies on the road
STEP_M = 4.0  # between the points of a bent line


@dataclass(frozen=True)
class Axis:
    """The middle line of a road: an arc through the origin, along x there.

    Attributes:
        half_m: it runs from -half_m to half_m.
        curvature: 1/m, positive bends to the left.
    """

    half_m: float
    curvature: float = 0.0

    def place(self, s: ArrayLike, y: ArrayLike) -> Float64:
        """(..., 2) x and y in the world."""
        s, y = np.broadcast_arrays(np.asarray(s, np.float64), np.asarray(y, np.float64))
        turn = self.curvature * s
        along = s * np.sinc(turn / np.pi)  # sin(turn) / curvature, also where that is 0 / 0
        aside = s * np.sinc(turn / 2.0 / np.pi) * np.sin(turn / 2.0)
        return np.stack([along - y * np.sin(turn), aside + y * np.cos(turn)], axis=-1)

    def heading(self, s: ArrayLike) -> Float64:
        """Radians about z from x."""
        return np.asarray(self.curvature * np.asarray(s, np.float64))

    def line(self, y: float, reverse: bool = False) -> Float64:
        """(N, 2) points of the parallel at ``y``, towards larger ``s``."""
        count = 2 if self.curvature == 0.0 else int(2 * self.half_m / STEP_M) + 1
        points = self.place(np.linspace(-self.half_m, self.half_m, count), y)
        return points[::-1] if reverse else points

    def bend(self, quads: Quads) -> Quads:
        """Quads in road coordinates as quads in the world."""
        return np.concatenate([self.place(quads[..., 0], quads[..., 1]), quads[..., 2:]], axis=-1)

    def cuts(self, start: float, end: float) -> Float64:
        """Where a strip from ``start`` to ``end`` needs edges across."""
        count = 1 if self.curvature == 0.0 else max(1, int(np.ceil(abs(end - start) / STEP_M)))
        return np.linspace(start, end, count + 1)


def flat(s: tuple[float, float], y: tuple[float, float], z: float = 0.0) -> Quads:
    """One level rectangle."""
    corners = [(s[0], y[0], z), (s[1], y[0], z), (s[1], y[1], z), (s[0], y[1], z)]
    return np.array([corners], np.float64)


def plain(z: float) -> Quads:
    """The land all around, at a height in metres."""
    return flat((-GROUND_M, GROUND_M), (-GROUND_M, GROUND_M), z)


def strip(axis: Axis, edges: Sequence[tuple[float, float]], s: tuple[float, float] | None = None) -> Quads:
    """A profile drawn along the axis: ``edges`` are y, z from right to left; it looks up, or where it rises, right."""
    cuts = axis.cuts(*(s or (-axis.half_m, axis.half_m)))
    quads = []
    for (y0, z0), (y1, z1) in itertools.pairwise(edges):
        low, high = cuts[:-1], cuts[1:]
        corners = [(low, y0, z0), (high, y0, z0), (high, y1, z1), (low, y1, z1)]
        quads.append(np.stack([np.stack(np.broadcast_arrays(*corner), axis=-1) for corner in corners], axis=1))
    return np.concatenate(quads)


def line(axis: Axis, y: float, width: float, s: tuple[float, float] | None = None, z: float = PAINT_M) -> Quads:
    """A painted line along the road."""
    return strip(axis, [(y - width / 2.0, z), (y + width / 2.0, z)], s)


def dashes(axis: Axis, y: float, width: float, dash: float, pitch: float, phase: float, z: float = PAINT_M) -> Quads:
    """A broken line along the road: ``dash`` metres of paint every ``pitch``."""
    starts = np.arange(-axis.half_m + phase, axis.half_m - dash, pitch)
    return np.concatenate([line(axis, y, width, (float(start), float(start) + dash), z) for start in starts])


def zebra(s: float, y: tuple[float, float], length: float, stripe: float = 0.5, z: float = PAINT_M) -> Quads:
    """A crossing at ``s``: stripes along the road, from ``y[0]`` to ``y[1]``."""
    places = np.arange(y[0] + 0.25, y[1] - stripe, 2.0 * stripe)
    half = length / 2.0
    return np.concatenate([flat((s - half, s + half), (float(low), float(low) + stripe), z) for low in places])


def ground_asset(name: str, pieces: Sequence[tuple[Quads, Material]]) -> Asset:
    """Road, pavements and land as an asset without labels."""
    size = (2.0 * GROUND_M, 2.0 * GROUND_M, 1.0)
    return Asset(name, (sheet("ground", pieces),), size, "CC0-1.0", "Prelabel, procedural")


def sheet(name: str, pieces: Sequence[tuple[Quads, Material]]) -> Mesh:
    """Quads in the world as one mesh of scenery, a material for each piece; empty pieces are left out."""
    pieces = [(quads, material) for quads, material in pieces if len(quads)]
    quads = np.concatenate([quads for quads, _ in pieces])
    count = len(quads)
    material = np.repeat(np.arange(len(pieces)), [len(quads) for quads, _ in pieces])
    return Mesh(
        name,
        quads.reshape(-1, 3).astype(np.float32),
        np.arange(4 * count, dtype=np.int32),
        np.full(count, 4, np.int32),
        tuple(material for _, material in pieces),
        ("scenery",),
        material.astype(np.int32),
        np.zeros(count, np.int32),
        smooth=False,
    )
