"""A car park: rows of bays with aisles between them, islands with trees, a shop or a fence around."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import building
from assets.environments.furniture import fence, street_lamp
from assets.environments.panels import Float64
from assets.environments.plants import bush, fallen_leaves, hedge, tree, weeds
from assets.environments.sites import roads
from assets.environments.sites.roads import Axis
from assets.environments.sites.sides import Side
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, grass, kerb_stone, paving, road_paint
from assets.random import stream
from assets.standins import labels_only

BAY_LENGTH_M = 5.0
REACH_M = 60.0  # half the length of what stands on each side


@dataclass(frozen=True, eq=False)
class _Plan:
    """Where rows and aisles lie.

    Attributes:
        bay: width of one bay, metres.
        x: (C,) middles of the bays of a row; ``rows`` (R,) y of the rows' middles; ``aisles`` y of the lanes between.
        aisle: width of a lane.
    """

    bay: float
    x: Float64
    rows: Float64
    aisles: Float64
    aisle: float

    @property
    def outline(self) -> tuple[float, float]:
        """Half sizes of the whole car park."""
        return (len(self.x) * self.bay / 2.0 + 6.0, float(self.rows.max()) + BAY_LENGTH_M / 2.0 + 3.0)


def parking_lot(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """Rows of bays along x."""
    plan, shape = _plan(stream(rng, "plan")), stream(rng, "shape")
    bays = np.array([(x, y, np.pi / 2.0 * shape.choice([1.0, -1.0])) for y in plan.rows for x in plan.x])
    islands = shape.uniform(size=len(bays)) < (0.04 if shape.uniform() < 0.5 else 0.0)
    ends = np.array([[-plan.outline[0], 0.0], [plan.outline[0], 0.0]])
    lanes = [
        Lane((ends + np.array([0.0, y]))[:: int(shape.choice([1, -1]))], plan.aisle * 0.6, "drive", 3.0)
        for y in plan.aisles
    ]
    walks = [Lane(ends + np.array([0.0, y + 1.8]), 1.5, "walk", 1.3) for y in plan.aisles]
    room = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]) * plan.outline * 0.97
    bare = Site("parking_lot", (*lanes, *walks), bays[~islands], (), np.zeros((0, 3)), room)
    if labels_only():
        return bare
    props = [Prop(_ground(stream(rng, "ground"), plan, bays[islands], season), 0.0, 0.0)]
    props += _around(stream(rng, "around"), plan.outline, season, night)
    props += _wild(stream(rng, "wild"), plan, season)
    trees = [tree(stream(rng, f"tree {index}"), season=season) for index in range(2)]
    for index, (x, y, _) in enumerate(bays[islands].tolist()):
        props.append(Prop(trees[index % 2], x, y, 0.1, x))
    heads = _lamps(stream(rng, "lamp"), plan, props)
    return replace(bare, props=props, lamp_heads=heads)


def _plan(rng: np.random.Generator) -> _Plan:
    """Rows back to back, an aisle in the middle of each pair."""
    bay, aisle = float(rng.uniform(2.35, 2.7)), float(rng.uniform(5.5, 7.0))
    pairs, columns = int(rng.choice([1, 2, 3], p=[0.25, 0.5, 0.25])), int(rng.integers(10, 22))
    aisles = np.linspace(-0.5, 0.5, pairs) * (pairs - 1) * (2.0 * BAY_LENGTH_M + aisle)
    away = (aisle + BAY_LENGTH_M) / 2.0
    rows: Float64 = np.sort(np.concatenate([aisles - away, aisles + away]))
    x = np.linspace(-0.5, 0.5, columns) * (columns - 1) * bay
    return _Plan(bay, x, rows, aisles, aisle)


def _lamps(rng: np.random.Generator, plan: _Plan, props: list[Prop]) -> Float64:
    """(L, 3) heads of lamps between the rows that stand back to back; their poles go to the props."""
    lamp, head = street_lamp(rng)
    heads = []
    for y in plan.aisles + plan.aisle / 2.0 + BAY_LENGTH_M - 0.3:
        for x in np.arange(plan.x[0] + 6.0, plan.x[-1], 22.0):
            props.append(Prop(lamp, float(x), float(y), 0.0, np.pi / 2.0))
            heads.append((float(x), float(y) + head[0], head[2]))
    return np.array(heads).reshape(-1, 3)


def _ground(rng: np.random.Generator, plan: _Plan, islands: Float64, season: str) -> Asset:
    half, wide = BAY_LENGTH_M / 2.0, float(rng.uniform(0.08, 0.13))
    edges = np.append(plan.x - plan.bay / 2.0, plan.x[-1] + plan.bay / 2.0).tolist()
    lines = [
        roads.flat((x - wide / 2, x + wide / 2), (y - half, y + half), roads.PAINT_M)
        for y in plan.rows.tolist()
        for x in edges
    ]
    green = [
        roads.flat((x - plan.bay / 2.0, x + plan.bay / 2.0), (y - half, y + half), 0.12) for x, y, _ in islands.tolist()
    ]
    ex, ey = plan.outline
    kerbs = [[(-ey - 0.15, 0.12), (-ey, 0.12), (-ey, 0.0)], [(ey, 0.0), (ey, 0.12), (ey + 0.15, 0.12)]]
    color = "white" if rng.uniform() < 0.8 else "yellow"
    floor = paving(stream(rng, "floor")) if rng.uniform() < 0.15 else asphalt(stream(rng, "floor"))
    return roads.ground_asset(
        "car park",
        [
            (roads.flat((-ex, ex), (-ey, ey)), floor),
            (np.concatenate(lines), road_paint(stream(rng, "paint"), color)),
            (np.concatenate([np.zeros((0, 4, 3)), *green]), grass(stream(rng, "island"), season)),
            (np.concatenate([roads.strip(Axis(ex), kerb) for kerb in kerbs]), kerb_stone(stream(rng, "kerb"))),
            (roads.plain(-0.02), grass(stream(rng, "plain"), season)),
        ],
    )


def _around(rng: np.random.Generator, outline: tuple[float, float], season: str, night: bool) -> list[Prop]:
    """A shop, houses, hedges or fences on the four sides."""
    out: list[Prop] = []
    trees = [tree(stream(rng, f"tree {index}"), season=season) for index in range(3)]
    for turn in (np.arange(4) * np.pi / 2.0).tolist():
        side = Side(turn, outline[0] if turn % np.pi == 0.0 else outline[1], REACH_M)
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


def _wild(rng: np.random.Generator, plan: _Plan, season: str) -> Iterator[Prop]:
    """Leaves and litter all over, weeds and shrubs along the kerbs."""
    ex, ey = plan.outline
    litter = fallen_leaves(stream(rng, "fallen"), (0.5 * ex, 0.5 * ey), season)
    for x in (-0.75, -0.25, 0.25, 0.75):
        for y in (-0.75, -0.25, 0.25, 0.75):
            yield Prop(litter, x * ex, y * ey, 0.0, float(rng.choice([0.0, np.pi])))
    low = weeds(stream(rng, "weeds"), (0.4, 3.0), season, float(rng.uniform(0.08, 0.3)))
    for x in np.arange(-ex, ex, 3.0):
        for side in (-1.0, 1.0):
            if rng.uniform() < 0.5:
                yield Prop(low, float(x), side * (ey + 0.3), 0.1, np.pi / 2.0)
    shrubs, every = [bush(stream(rng, f"bush {index}"), season) for index in range(2)], float(rng.uniform(2.0, 6.0))
    for x in np.arange(-ex + 1.0, ex - 1.0, every):
        for side in (-1.0, 1.0):
            shrub = shrubs[int(rng.integers(2))]
            y = side * (ey + 0.2 + 0.5 * min(shrub.size[:2]))
            yield Prop(shrub, float(x + rng.normal(0.0, 0.4)), y, 0.0, float(rng.uniform(-3.0, 3.0)))


def _shops(rng: np.random.Generator, side: Side, night: bool) -> Iterator[Prop]:
    along = -REACH_M
    while along < REACH_M:
        width = float(rng.uniform(12.0, 45.0))
        yield side.prop(building(rng, width, 18.0, night=night), 3.0, along + width / 2.0)
        along += width + (0.0 if rng.uniform() < 0.7 else 6.0)
