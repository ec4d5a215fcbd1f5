"""Hood and headscarf: cloth around head and neck that leaves an opening for the face."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces.look import Look
from assets.faces.wear.hull import HIGHEST, Hull, spot
from assets.faces.wear.layer import Layer
from assets.faces.wear.sheets import cord, fabric, patterned, sheet
from assets.geometry import Mesh
from assets.materials import Material

type Points = NDArray[np.float64]
type Gap = Callable[[Points, Points], Points]
"""Metres off the hull, by height and azimuth."""

PART = "headwear"
HANGS_FROM = -0.9  # height of the jaws: cloth that hangs leaves the head below
SIDES = 29  # columns from the back to one edge of the opening


@dataclass(frozen=True)
class Opening:
    """For the face: a rounded shape in heights and azimuths.

    Attributes:
        high, low: heights of its ends.
        half: its greatest half width, radians.
        square: exponent of its outline, 2 for an ellipse.
        throat: half width that is left below it, radians.
    """

    high: float
    low: float
    half: float
    square: float
    throat: float = 0.0

    def edge(self, height: ArrayLike) -> Points:
        """Azimuth of the left edge, 0 where the cloth is closed."""
        height = np.asarray(height, np.float64)
        middle, reach = (self.high + self.low) / 2.0, (self.high - self.low) / 2.0
        along = np.clip((height - middle) / reach, -1.0, 1.0)
        oval = self.half * (1.0 - np.abs(along) ** self.square) ** (1.0 / self.square)
        out: Points = np.where(height < middle, np.maximum(oval, self.throat), oval)
        return out


def headscarf(
    rng: np.random.Generator, head: Hull, points: NDArray[np.float32], look: Look
) -> tuple[list[Mesh], Layer]:
    """Around the face down to under the chin, from there in folds over neck, shoulders and chest; no hair shows."""
    scale = head.unit_m / 0.1
    brow, chin = spot(points, 0.012, 0.0, float(rng.uniform(0.050, 0.062))), spot(points, 0.015, 0.0, -0.117)
    cheek = spot(points, -0.022, 0.068, -0.03)
    chin[2] -= 0.011 * scale
    chin[0] -= 0.016 * scale
    heights, turns, _ = head.find(np.stack([brow, chin, cheek]))
    opening = Opening(float(heights[0]), float(heights[1]), float(turns[2]), 2.4)
    cloth = patterned(rng, look.headwear_color, 0.8, 0.0008)
    phase, tilt = rng.uniform(0.0, 6.28, 5), rng.uniform(-1.0, 1.0, 3)
    thrown = float(np.sign(tilt[2]))  # the side over whose shoulder the outer end goes

    def gap(height: Points, turn: Points) -> Points:
        low = np.clip((opening.low + 0.15 - height) / 0.5, 0.0, 1.0)
        hung = height + 0.55 * np.cos(turn - 0.5 * tilt[0])  # folds hang through in front
        folds = _creased(11.0 * hung + 1.6 * np.sin(1.5 * turn + phase[3]) + 1.5 * np.sin(3.0 * height) + phase[0])
        folds = folds * (0.6 + 0.4 * np.sin(1.3 * turn + 2.0 * height + phase[2]))
        across = _creased(11.0 * height - 3.2 * thrown * turn + phase[1]) * (0.5 + 0.5 * np.sin(2.0 * turn + phase[4]))
        edge = height - opening.low + 0.55 - 0.45 * thrown * turn  # of the end that lies over the rest
        over = 0.5 - 0.5 * np.tanh(edge / 0.05)
        drawn = np.clip(np.abs(turn) - 0.4, 0.0, 1.0) * (1.0 - low) * _off_crown(height)  # from the temples back
        above = 0.0016 * drawn * _creased(9.0 * height + 2.5 * np.abs(turn) + phase[2])
        back = np.clip((np.abs(turn) - 1.5) / 1.2, 0.0, 1.0) * np.clip(height + 1.0, 0.0, 1.0)
        loose = 0.015 + 0.0115 * folds + 0.004 * across + 0.006 * over * (np.abs(turn) < 2.2)
        return np.asarray((0.0065 + above + low * loose + 0.014 * back * _off_crown(height)) * scale)

    meshes = _draped(
        "headscarf",
        head,
        opening,
        gap,
        (-3.3, 0.150 * scale, 0.6 * float(tilt[1])),
        cloth,
        0.0013 * scale,
        snug=0.8,
        hangs=True,
    )

    def depth(height: Points, turn: Points) -> Points:
        edge = opening.edge(height)
        return np.where(((np.abs(turn) > edge) | (edge <= 0.0)) & (height > -3.2), 1.0, -1.0)

    return meshes, Layer(head, depth, 0.0, closed=True)


def hood(rng: np.random.Generator, head: Hull, points: NDArray[np.float32], look: Look) -> tuple[list[Mesh], Layer]:
    """The hood of a sweatshirt, up: roomy, standing off the cheeks, open down to the collar."""
    scale = head.unit_m / 0.1
    brow, temple = spot(points, -0.005, 0.0, 0.075), spot(points, -0.045, 0.072, 0.0)
    heights, turns, _ = head.find(np.stack([brow, temple]))
    opening = Opening(float(heights[0]), -1.75, float(turns[1]) * float(rng.uniform(0.92, 1.0)), 2.6, throat=0.22)
    cloth = fabric(rng, look.garment_color, 0.0016, folds=0.45)
    roomy = float(rng.uniform(0.010, 0.020))
    phase = rng.uniform(0.0, 6.28, 3)

    def gap(height: Points, turn: Points) -> Points:
        front = np.clip(1.0 - (np.abs(turn) - opening.edge(height)) / 0.9, 0.0, 1.0)
        stand = 0.012 * front**2 * np.clip((height + 1.6) / 0.8, 0.0, 1.0)
        back = np.clip((np.abs(turn) - 1.4) / 1.2, 0.0, 1.0)
        peak = 0.016 * back * np.exp(-(((height - 0.5) / 0.5) ** 2))
        folds = 0.0026 * np.sin(5.0 * height + 2.0 * np.cos(turn) + phase[0]) * np.clip(0.6 - height, 0.0, 1.0)
        folds = folds + 0.0018 * np.sin(3.0 * turn + 2.0 * height + phase[1])
        sunk = np.clip((height + 1.3) / 0.5, 0.0, 1.0)
        return np.asarray((0.008 + roomy * sunk + (stand + peak + folds) * _off_crown(height)) * scale)

    meshes = _draped("hood", head, opening, gap, (-2.0, 0.098 * scale, None), cloth, 0.0045 * scale)

    def depth(height: Points, turn: Points) -> Points:
        edge = opening.edge(height)
        inward = np.where(edge > 0.0, (np.abs(turn) - edge - 0.06) * head.unit_m, 1.0)
        return np.where(height > -1.9, inward, -1.0)

    return meshes, Layer(head, depth, 0.006 * scale, floor=-0.95)


def _creased(phase: Points) -> Points:
    """-1..1 waves with broad backs and narrow valleys, as folds have."""
    out: Points = 1.0 - 2.0 * np.abs(np.sin(phase / 2.0)) ** 1.4
    return -out


def _off_crown(height: Points) -> Points:
    """0 at the crown, where all azimuths meet, 1 from halfway down."""
    out: Points = np.clip((HIGHEST - height) / 0.8, 0.0, 1.0)
    return out


def _draped(
    name: str,
    head: Hull,
    opening: Opening,
    gap: Gap,
    end: tuple[float, float, float | None],
    cloth: Material,
    hem_m: float,
    snug: float = 0.0,
    hangs: bool = False,
) -> list[Mesh]:
    """The cloth, from the crown down, and the hem around its opening.

    Args:
        end: the lowest height, how far out the cloth goes on the shoulders, metres, and the azimuth towards which it
            hangs lower, if any.
        snug: 0..1, how close to the skin the opening's edge is.
        hangs: from jaw and nape straight to the shoulders, rather than along the neck.
    """
    middle, reach = (opening.high + opening.low) / 2.0, (opening.high - opening.low) / 2.0
    above = np.linspace(HIGHEST, opening.high, 10)[:-1]
    beside = middle + reach * np.cos(np.linspace(0.0, np.pi, 26))
    steps = np.linspace(0.0, 1.0, 27 if hangs else 12)[1:]
    height = np.concatenate([above, beside, opening.low + steps * (end[0] - opening.low)])[:, None]
    column = np.linspace(1.0, -1.0, 2 * SIDES - 1)[None]
    share = np.abs(column) ** 0.8  # more columns at the opening
    turn = np.where(column < 0.0, -1.0, 1.0) * (np.pi - share * (np.pi - opening.edge(height)))
    height = np.broadcast_to(height, turn.shape).copy()
    lowest, widest = _lowest(head, turn[-1], opening.low, *end)
    height[-len(steps) :] = opening.low + steps[:, None] * (lowest - opening.low)
    edge = opening.edge(height)
    near = np.clip(1.0 - (np.abs(turn) - edge) / 0.7, 0.0, 1.0) ** 2 * np.clip(2.0 * edge / opening.half, 0.0, 1.0)
    away = gap(height, turn) * (1.0 - 0.6 * snug * near)
    if hangs:
        away = away + _spanned(head, height, turn) * (1.0 - near)
    points = head.place(height, turn, away, snug * near)
    radius = head.find(points)[2]  # wider than that it would stand in the air beside the neck
    held = head.at(height, turn, np.minimum(radius, 1.1 * widest))
    points = np.where((height < -1.2)[..., None], held, points)
    points[0] = points[0].mean(axis=0)
    along = np.stack([0.0 * turn, head.unit_m * (np.pi - np.abs(turn)), head.unit_m * height], -1)
    ring = not opening.throat
    rows = slice(len(above), len(above) + len(beside) if ring else len(height))
    left, right = points[rows, 0], points[rows, -1]
    path = np.concatenate([left[::-1], right[1:-1] if ring else right[1:]])
    return [
        sheet(name, points, PART, cloth, along, welded=True),
        cord(f"{name}_hem", path, hem_m, PART, cloth, ring=ring),
    ]


def _spanned(head: Hull, height: Points, turn: Points) -> Points:
    """Metres from the hull to cloth that hangs: most of the way to what is taut between jaw or nape and the shoulders.

    Args:
        height, turn: (N, M), rows from the top down.
    """
    first = int(np.argmax(height.min(1) < HANGS_FROM))
    level, radius = height[first:], head.reach(height[first:], turn[first:])
    taut = radius.copy()
    rows = len(level)
    for above in range(rows):
        for below in range(above + 2, rows):
            share = (level[above] - level[above + 1 : below]) / np.maximum(level[above] - level[below], 1e-9)
            line = radius[above] + share * (radius[below] - radius[above])
            np.maximum(taut[above + 1 : below], line, out=taut[above + 1 : below])
    sag = 0.82 - 0.22 * np.cos(turn[first:])  # in front it falls in from the chin
    out = np.zeros_like(height)
    out[first:] = sag * (taut - radius)
    return out


def _lowest(
    head: Hull, turn: Points, start: float, lowest: float, widest: float, towards: float | None
) -> tuple[Points, Points]:
    """(M,) height by azimuth at which the cloth ends, where the shoulders reach too far out; and how far that is."""
    height = np.linspace(start - 0.15, lowest, 30)[:, None]
    reach = widest + 0.0 * turn
    if towards is not None:
        reach = widest * (1.0 + 0.55 * np.exp(-(((turn - towards) / 0.8) ** 2)) + 0.06 * np.sin(5.0 * turn))
    over = head.reach(height, turn[None]) > reach
    out = np.where(over.any(0), height[over.argmax(0), 0], lowest)
    for _ in range(8):
        out[1:-1] = (out[:-2] + 2.0 * out[1:-1] + out[2:]) / 4.0
    return out, reach
