"""Stripes and fields in a second and a third paint over the tank, the tail and the panels of a two-wheeler."""

import numpy as np

from assets.polygons import Points, Shape
from assets.vehicles.areas import Area, Field, painted
from assets.vehicles.cycles.skins import PAINT
from assets.vehicles.pieces import Pieces

SHARES = {"sport": 0.75, "underbone": 0.6, "offroad": 0.6, "cruiser": 0.4, "naked": 0.4, "modern": 0.6, "maxi": 0.5}
KEPT = 0.5  # of every panel, in its own colour


def graphics(rng: np.random.Generator, style: str, pieces: Pieces) -> Pieces:
    """The pieces with one to three bands that run across all of their painted panels, as makers' transfers do."""
    if rng.uniform() > SHARES.get(style, 0.3):
        return pieces
    turn = float(rng.uniform(-0.9, 0.9))
    middle, areas = float(rng.uniform(0.5, 0.75)), list[Area]()
    for number in range(int(rng.integers(1, 4))):
        wide = float(rng.uniform(0.02, 0.12))
        fields = _band(turn, middle, middle + wide)
        areas.append(Area(fields, "paint_3" if number % 2 else "paint_2"))
        middle += wide + float(rng.choice([0.0, 0.02]))

    def worn(shape: Shape) -> Shape:
        return painted(shape, areas, KEPT) if PAINT in shape.skins else shape

    return Pieces(tuple(worn(shape) for shape in pieces.smooth), pieces.flat, tuple(worn(s) for s in pieces.soft))


def _band(turn: float, low: float, high: float) -> tuple[Field, Field]:
    """Between two parallel planes that look along y, ``turn`` radians off the level."""
    way = np.array([np.sin(turn), 0.0, np.cos(turn)])

    def over(points: Points) -> Points:
        out: Points = low - points @ way
        return out

    def under(points: Points) -> Points:
        out: Points = points @ way - high
        return out

    return over, under
