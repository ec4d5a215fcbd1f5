"""A car park: rows of bays with aisles between them, islands with trees, a shop or a fence around."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assets.asset import Asset
from assets.environments import roads
from assets.environments.barriers import fence
from assets.environments.buildings import building
from assets.environments.plants import bush, hedge, tree
from assets.environments.poles import street_lamp
from assets.environments.roads import Axis
from assets.environments.site import Lane, Prop, Site
from assets.environments.street import GROUND_M, scenery
from assets.environments.surfaces import asphalt, grass, kerb_stone, paving, road_paint
from assets.random import stream

BAY_LENGTH_M = 5.0
REACH_M = 60.0  # half the length of what stands on each side


def parking_lot(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """Rows of bays along x."""
    shape = stream(rng, "shape")
    bay, aisle = float(shape.uniform(2.35, 2.7)), float(shape.uniform(5.5, 7.0))
    rows, columns = int(shape.choice([2, 4, 6], p=[0.25, 0.5, 0.25])), int(shape.integers(10, 22))
    half_x = columns * bay / 2.0
    pitch = 2.0 * BAY_LENGTH_M + aisle
    # rows back to back: an aisle in the middle of each pair
    aisles = (np.arange(rows // 2) - (rows // 2 - 1) / 2.0) * pitch
    middles = np.sort(np.concatenate([aisles - (aisle + BAY_LENGTH_M) / 2.0, aisles + (aisle + BAY_LENGTH_M) / 2.0]))
    half_y = float(middles.max()) + BAY_LENGTH_M / 2.0
    lanes = tuple(
        Lane(np.array([[-half_x, y], [half_x, y]])[:: int(shape.choice([1, -1]))], aisle * 0.6, "drive", 3.0)
        for y in aisles
    )
    x = (np.arange(columns) - (columns - 1) / 2.0) * bay
    bays = np.array([(a, y, np.pi / 2.0 * (1 if shape.uniform() < 0.5 else -1)) for y in middles for a in x])
    islands = shape.uniform(size=len(bays)) < (0.04 if shape.uniform() < 0.5 else 0.0)
    edge = 3.0
    outline = (half_x + edge + 3.0, half_y + edge)
    props = [Prop(_ground(stream(rng, "ground"), bay, x, middles, bays[islands], outline, season), 0.0, 0.0)]
    props += _around(stream(rng, "around"), outline, season, night)
    trees = [tree(stream(rng, f"tree {index}"), season=season) for index in range(2)]
    props += [
        Prop(trees[index % 2], float(a), float(b), 0.1, float(a)) for index, (a, b, _) in enumerate(bays[islands])
    ]
    lamp, head = street_lamp(stream(rng, "lamp"))
    heads = []
    for y in aisles + pitch / 2.0 - 0.3:
        for a in np.arange(-half_x + 6.0, half_x, 22.0):
            props.append(Prop(lamp, float(a), float(y), 0.0, np.pi / 2.0))
            heads.append((float(a), float(y) + head[0], head[2]))
    ex, ey = outline
    room = np.array([[-ex, -ey], [ex, -ey], [ex, ey], [-ex, ey]]) * 0.97
    walks = tuple(Lane(np.array([[-half_x, y + 1.8], [half_x, y + 1.8]]), 1.5, "walk", 1.3) for y in aisles)
    return Site("parking_lot", (*lanes, *walks), bays[~islands], props, np.array(heads).reshape(-1, 3), room)


def _ground(
    rng: np.random.Generator,
    bay: float,
    x: roads.Float64,
    middles: roads.Float64,
    islands: roads.Float64,
    outline: tuple[float, float],
    season: str,
) -> Asset:
    half = BAY_LENGTH_M / 2.0
    wide = float(rng.uniform(0.08, 0.13))
    edges = np.append(x - bay / 2.0, x[-1] + bay / 2.0)
    lines = [
        roads.flat((float(e) - wide / 2, float(e) + wide / 2), (float(y) - half, float(y) + half), roads.PAINT_M)
        for y in middles
        for e in edges
    ]
    green = [roads.flat((a - bay / 2.0, a + bay / 2.0), (b - half, b + half), 0.12) for a, b, _ in islands.tolist()]
    ex, ey = outline
    axis = Axis(ex)
    kerb = np.concatenate(
        [
            roads.strip(axis, [(-ey - 0.15, 0.12), (-ey, 0.12), (-ey, 0.0)]),
            roads.strip(axis, [(ey, 0.0), (ey, 0.12), (ey + 0.15, 0.12)]),
        ]
    )
    color = "white" if rng.uniform() < 0.8 else "yellow"
    floor = paving(stream(rng, "floor")) if rng.uniform() < 0.15 else asphalt(stream(rng, "floor"))
    return scenery(
        "car park",
        [
            (roads.flat((-ex, ex), (-ey, ey)), floor),
            (np.concatenate(lines), road_paint(stream(rng, "paint"), color)),
            (np.concatenate([np.zeros((0, 4, 3)), *green]), grass(stream(rng, "island"), season)),
            (kerb, kerb_stone(stream(rng, "kerb"))),
            (roads.flat((-GROUND_M, GROUND_M), (-GROUND_M, GROUND_M), -0.02), grass(stream(rng, "plain"), season)),
        ],
    )


def _around(rng: np.random.Generator, outline: tuple[float, float], season: str, night: bool) -> list[Prop]:
    """A shop, houses, hedges or fences on the four sides."""
    out = []
    trees = [tree(stream(rng, f"tree {index}"), season=season) for index in range(3)]
    for turn in (np.arange(4) * np.pi / 2.0).tolist():
        side = _Side(turn, outline[0] if turn % np.pi == 0.0 else outline[1])
        kind = rng.uniform()
        if kind < 0.45:
            out += _shops(rng, side, night)
        else:
            edge = hedge(rng, 15.0, season) if kind < 0.7 else fence(rng, 15.0)
            out += [side.prop(edge, 0.8, float(along)) for along in np.arange(-REACH_M, REACH_M, 15.0)]
            shrub = bush(rng, season)
            for _ in range(int(rng.integers(6, 20))):
                asset = trees[int(rng.integers(3))] if rng.uniform() < 0.75 else shrub
                behind, along = float(rng.uniform(3.0, 15.0)), float(rng.uniform(-REACH_M, REACH_M))
                out.append(side.prop(asset, behind, along, float(rng.uniform(-np.pi, np.pi))))
    return out


@dataclass(frozen=True)
class _Side:
    """One side of the car park: the one towards +x, turned about the origin; ``away`` metres from it."""

    turn: float
    away: float

    def prop(self, asset: Asset, behind: float, along: float, yaw: float = np.pi) -> Prop:
        """``behind`` metres beyond the edge; it looks at the car park unless turned otherwise."""
        x, y, c, s = self.away + behind, along, np.cos(self.turn), np.sin(self.turn)
        return Prop(asset, float(x * c - y * s), float(x * s + y * c), 0.0, self.turn + yaw)


def _shops(rng: np.random.Generator, side: _Side, night: bool) -> Iterator[Prop]:
    along = -REACH_M
    while along < REACH_M:
        width = float(rng.uniform(12.0, 45.0))
        yield side.prop(building(rng, width, 18.0, night=night), 3.0, along + width / 2.0)
        along += width + (0.0 if rng.uniform() < 0.7 else 6.0)
