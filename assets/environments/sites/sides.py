"""The four sides of a level place, and what may close it there: garages, houses, hedges, fences, trees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import building, garages
from assets.environments.furniture import fence
from assets.environments.panels import Float64
from assets.environments.plants import bush, hedge, tree, weeds
from assets.environments.sites.site import Prop
from assets.random import stream

EDGE_M = 8.0  # length of one piece of a hedge or a fence


@dataclass(frozen=True)
class Side:
    """One side of a place: the one towards +x, turned about the origin.

    Attributes:
        turn: radians about z.
        away: metres from the origin.
        half: half its length.
    """

    turn: float
    away: float
    half: float

    def prop(self, asset: Asset, behind: float, along: float, yaw: float = np.pi, z: float = 0.0) -> Prop:
        """``behind`` metres beyond the edge; it looks at the place unless turned otherwise."""
        x, y, c, s = self.away + behind, along, np.cos(self.turn), np.sin(self.turn)
        return Prop(asset, float(x * c - y * s), float(x * s + y * c), z, self.turn + yaw)

    def at(self, behind: float, along: float) -> tuple[float, float]:
        """x and y of a place there."""
        c, s = np.cos(self.turn), np.sin(self.turn)
        return (self.away + behind) * float(c) - along * float(s), (self.away + behind) * float(s) + along * float(c)


def sides(length: float, width: float) -> tuple[Side, Side, Side, Side]:
    """Of a place of ``length`` along x and ``width`` along y: ahead, left, behind, right."""
    x, y = length / 2.0, width / 2.0
    return Side(0.0, x, y), Side(np.pi / 2.0, y, x), Side(np.pi, x, y), Side(-np.pi / 2.0, y, x)


def rectangle(length: float, width: float) -> Float64:
    """(4, 2) corners."""
    return np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]) * [length / 2.0, width / 2.0]


def walled(rng: np.random.Generator, side: Side, season: str, night: bool) -> Iterator[Prop]:
    """A row of garages along the edge, with weeds at its foot and houses or trees over its roofs."""
    along = -side.half
    while along < side.half - 3.0:
        width = min(float(rng.uniform(9.0, 22.0)), side.half - along + 0.5)
        yield side.prop(garages(stream(rng, f"garages {along:.2f}"), max(width, 4.0), night), 0.0, along + width / 2.0)
        along += width
    yield from _foot(stream(rng, "foot"), side, season)
    if rng.uniform() < 0.6:
        yield from _trees(stream(rng, "trees"), side, season, (9.5, 14.0), 4)
    else:
        width = float(rng.uniform(12.0, 24.0))
        for along in np.arange(-side.half, side.half, width + 1.0):
            made = building(stream(rng, f"house {along:.2f}"), width, 9.0, floors=int(rng.integers(3, 6)), night=night)
            yield side.prop(made, 9.0, float(along) + width / 2.0)


def housed(rng: np.random.Generator, side: Side, season: str, night: bool) -> Iterator[Prop]:
    """Houses close to the edge, shrubs before them."""
    along = -side.half
    while along < side.half - 3.0:
        width = float(rng.uniform(9.0, 18.0))
        style = str(rng.choice(["terrace", "stucco", "shop", "house", "warehouse"]))
        made = building(stream(rng, f"house {along:.2f}"), width, 10.0, style=style, night=night)
        yield side.prop(made, float(rng.uniform(0.3, 1.5)), along + width / 2.0)
        along += width + (0.0 if rng.uniform() < 0.7 else 2.5)
    yield from _foot(stream(rng, "foot"), side, season)


def planted(rng: np.random.Generator, side: Side, season: str, night: bool) -> Iterator[Prop]:
    """A hedge or a fence in thick green, under trees that reach over it."""
    draw = rng.uniform()
    edge = hedge(stream(rng, "edge"), EDGE_M, season) if draw < 0.5 else fence(stream(rng, "edge"), EDGE_M)
    if draw < 0.85:
        for along in np.arange(-side.half - 1.0, side.half + 1.0, EDGE_M):
            yield side.prop(edge, 0.4, float(along) + EDGE_M / 2.0)
    shrubs = [bush(stream(rng, f"bush {k}"), season) for k in range(2)]
    for along in np.arange(-side.half, side.half, float(rng.uniform(2.0, 3.6))):
        shrub = shrubs[int(rng.integers(2))]
        behind, turn = float(rng.uniform(1.2, 4.0)), float(rng.uniform(-np.pi, np.pi))
        yield side.prop(shrub, behind, float(along) + float(rng.normal(0.0, 0.6)), turn)
    yield from _trees(stream(rng, "trees"), side, season, (1.8, 5.0), max(3, int(side.half / 3.0)))
    yield from _trees(stream(rng, "wood"), side, season, (7.0, 16.0), max(4, int(side.half / 2.5)))
    yield from _foot(stream(rng, "foot"), side, season, 1.0)


def _trees(
    rng: np.random.Generator, side: Side, season: str, behind: tuple[float, float], count: int
) -> Iterator[Prop]:
    shapes = [tree(stream(rng, f"tree {k}"), season=season) for k in range(2)]
    for along in np.linspace(-side.half, side.half, count) + rng.normal(0.0, 0.8, count):
        turn = float(rng.uniform(-np.pi, np.pi))
        yield side.prop(shapes[int(rng.integers(2))], float(rng.uniform(*behind)), float(along), turn)


def _foot(rng: np.random.Generator, side: Side, season: str, share: float = 0.45) -> Iterator[Prop]:
    """Weeds along the edge, thick or here and there."""
    patch = weeds(stream(rng, "weeds"), (0.7, 3.0), season, float(rng.uniform(0.15, 0.5)))
    for along in np.arange(-side.half, side.half - 1.5, 3.0):
        if rng.uniform() < share:
            yield side.prop(patch, -0.3, float(along) + 1.5, float(rng.choice([0.0, np.pi])))


type Closing = Callable[[np.random.Generator, Side, str, bool], Iterator[Prop]]
CLOSINGS: tuple[Closing, ...] = (walled, housed, planted)
