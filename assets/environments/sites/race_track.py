"""A race track: asphalt between striped kerbs, a painted grid, gravel, walls of tyres, fences, grandstands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from assets.asset import Asset
from assets.environments.brands import brand
from assets.environments.buildings import garages
from assets.environments.buildings.grandstands import grandstand
from assets.environments.furniture import concrete_barrier, cone, fence, flag, guard_rail, street_lamp, tyres
from assets.environments.furniture.racing import hoarding, start_arch, tyre_wall
from assets.environments.panels import Float64
from assets.environments.plants import bush, tree
from assets.environments.sites import roads
from assets.environments.sites.roads import Axis
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, concrete, grass, gravel, road_paint
from assets.random import stream
from assets.standins import labels_only

HALF_M, ROOM_M = 150.0, 55.0  # half the length of the track, and of where cameras are
RACE_MPS, PIT_MPS = 30.0, 8.0
KERB_M, STRIPE_M = 1.1, 1.5  # a kerb's width, the length of its stripes
GRID_M = (5.4, 2.4)  # a place of the grid
PIECE_M = 6.0  # length of a piece of a barrier
PIT_M, PIT_BAY_M = 5.0, 5.4  # width of the pit lane, length of its places
STAND_M = 26.0


@dataclass(frozen=True, eq=False)
class _Plan:
    """Attributes:
    axis: the middle of the track; ``half`` is half its width.
    way: -1 or 1: races run towards smaller or larger s.
    pits: whether a pit lane lies at +y.
    left, right: width of what lies between the track and the barriers at +y and at -y.
    """

    axis: Axis
    half: float
    way: int
    pits: bool
    left: float
    right: float

    def place(self, asset: Asset, s: float, y: float, turn: float = 0.0, z: float = 0.0) -> Prop:
        """It looks at the track from either side, turned by ``turn``."""
        x, aside = self.axis.place(s, y).tolist()
        return Prop(asset, x, aside, z, float(self.axis.heading(s)) - float(np.sign(y)) * np.pi / 2.0 + turn)


def race_track(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """A track along x, straight with pits or bent; vehicles race on it, stand on its grid and before the pits."""
    plan = _plan(stream(rng, "plan"))
    axis, third = plan.axis, plan.half * 0.62
    lanes = [Lane(axis.line(y, plan.way < 0), 3.6, "drive", RACE_MPS) for y in (-third, 0.0, third)]
    if plan.pits:
        lanes.append(Lane(axis.line(plan.half + 3.2 + PIT_M / 2.0, plan.way < 0), 3.4, "drive", PIT_MPS))
    near = Axis(ROOM_M, axis.curvature)
    low, high = -plan.half - plan.right + 0.8, plan.half + plan.left - 0.8
    room = np.concatenate([near.line(low), near.line(high, reverse=True)])
    bays = _bays(stream(rng, "bays"), plan)
    bare = Site("race_track", tuple(lanes), bays, (), np.zeros((0, 3)), room, bay_m=PIT_BAY_M)
    if labels_only():
        return bare
    props = [Prop(_ground(stream(rng, "ground"), plan, season), 0.0, 0.0)]
    props += _barriers(stream(rng, "barriers"), plan)
    props += _stands(stream(rng, "stands"), plan)
    props += _pits(stream(rng, "pits"), plan, night) if plan.pits else ()
    props += _green(stream(rng, "green"), plan, season)
    heads = _lamps(stream(rng, "lamps"), plan, props)
    return replace(bare, props=props, lamp_heads=heads)


def _plan(rng: np.random.Generator) -> _Plan:
    pits = bool(rng.uniform() < 0.5)
    bent = 0.0 if pits else float(rng.choice([-1.0, 1.0]) / np.exp(rng.uniform(4.9, 6.2)))
    left = 3.2 + PIT_M + PIT_BAY_M + 1.4 if pits else float(rng.uniform(4.0, 10.0))
    way, half = int(rng.choice([1, -1])), float(rng.uniform(5.4, 7.0))
    return _Plan(Axis(HALF_M, bent), half, way, pits, left, float(rng.uniform(5.0, 13.0)))


def _grid(plan: _Plan) -> Float64:
    """(G, 2) s and y of the places of the grid, two rows that alternate, behind the start at s = 0."""
    s = -plan.way * (3.0 + 4.5 * np.arange(10))
    y = 0.42 * plan.half * np.where(np.arange(10) % 2 == 0, 1.0, -1.0)
    return np.stack([s, y], axis=1)


def _bays(rng: np.random.Generator, plan: _Plan) -> Float64:
    """(B, 3) the grid, and slanted places before the pits."""
    s, y = (_grid(plan) - [plan.way * GRID_M[0] / 2.0, 0.0]).T
    heading = plan.axis.heading(s) + (0.0 if plan.way > 0 else np.pi)
    grid = np.column_stack([plan.axis.place(s, y), heading])
    if not plan.pits:
        return grid
    x = np.arange(-32.0, 33.0, float(rng.uniform(3.4, 4.6)))
    at = plan.half + 3.2 + PIT_M + PIT_BAY_M / 2.0
    yaw = -np.pi / 2.0 + plan.way * float(rng.choice([0.0, 0.4, 0.7]))
    return np.concatenate([grid, np.column_stack([x, np.full(len(x), at), np.full(len(x), yaw)])])


def _ground(rng: np.random.Generator, plan: _Plan, season: str) -> Asset:
    axis, half = plan.axis, plan.half
    kerbs = [_kerb(stream(rng, f"kerb {side}"), plan, side) for side in (-1.0, 1.0)]
    red, white = (np.concatenate([pair[n] for pair in kerbs]) for n in (0, 1))
    bed = gravel(stream(rng, "bed")) if rng.uniform() < 0.7 else asphalt(stream(rng, "bed"))
    left = concrete(stream(rng, "pit lane"), 5.0, 0.5) if plan.pits else grass(stream(rng, "left"), season)
    paint = [roads.line(axis, side * (half - 0.25), 0.15) for side in (-1.0, 1.0)]
    return roads.ground_asset(
        "race track",
        [
            (axis.bend(roads.strip(axis, [(-half, 0.0), (half, 0.0)])), asphalt(stream(rng, "track"))),
            (
                axis.bend(roads.strip(axis, [(-half - 2.5, -0.004), (-half, -0.004)])),
                grass(stream(rng, "edge"), season),
            ),
            (axis.bend(roads.strip(axis, [(-half - plan.right - 1.0, -0.006), (-half - 2.5, -0.006)])), bed),
            (axis.bend(roads.strip(axis, [(half, -0.004), (half + plan.left + 1.0, -0.004)])), left),
            (axis.bend(red), road_paint(stream(rng, "kerb"), "red" if rng.uniform() < 0.8 else "blue")),
            (axis.bend(white), road_paint(stream(rng, "kerb"))),
            (axis.bend(np.concatenate([*paint, *_marks(plan)])), road_paint(stream(rng, "paint"))),
            (roads.plain(-0.05), grass(stream(rng, "plain"), season)),
        ],
    )


def _kerb(rng: np.random.Generator, plan: _Plan, side: float) -> tuple[roads.Quads, roads.Quads]:
    """Stripes in two colours beside the track: all along it, or for a stretch."""
    start, end = np.sort(rng.uniform(-60.0, 60.0, 2)).tolist()
    start, end = (start - 15.0, end + 15.0) if rng.uniform() < 0.5 else (-100.0, 100.0)
    inner, outer = sorted((side * (plan.half - 0.05), side * (plan.half + KERB_M)))
    out = []
    for phase in (0.0, STRIPE_M):
        at = np.arange(start + phase, end, 2.0 * STRIPE_M).tolist()
        out.append(np.concatenate([roads.flat((s, s + STRIPE_M), (inner, outer), 0.012) for s in at]))
    return out[0], out[1]


def _marks(plan: _Plan) -> Iterator[roads.Quads]:
    """The start, and brackets before the places of the grid; the pit lane's line."""
    yield roads.flat((-0.3, 0.3), (-plan.half + 0.2, plan.half - 0.2), roads.PAINT_M)
    long, wide = GRID_M
    for s, y in _grid(plan).tolist():
        yield roads.flat((s - 0.08, s + 0.08), (y - wide / 2.0, y + wide / 2.0), roads.PAINT_M)
        back = sorted((s, s - plan.way * long * 0.3))
        for aside in (-wide / 2.0, wide / 2.0 - 0.12):
            yield roads.flat((back[0], back[1]), (y + aside, y + aside + 0.12), roads.PAINT_M)
    if plan.pits:
        yield roads.line(plan.axis, plan.half + 3.2 + PIT_M, 0.12)


def _barriers(rng: np.random.Generator, plan: _Plan) -> Iterator[Prop]:
    """Tyres before a rail or a wall, boards of sponsors, and a high fence behind; the wall of the pits."""
    rail = guard_rail(stream(rng, "rail"), PIECE_M)
    wall = concrete_barrier(stream(rng, "wall"), PIECE_M)
    stacks = tyre_wall(stream(rng, "tyres"), PIECE_M)
    net = fence(stream(rng, "net"), PIECE_M, "mesh")
    sponsors = [brand(stream(rng, f"sponsor {k}")) for k in range(4)]
    boards = [hoarding(stream(rng, f"board {k}"), own, PIECE_M - 0.1) for k, own in enumerate(sponsors)]
    behind = wall if rng.uniform() < 0.5 else rail
    fronts = [float(rng.uniform(0.1, 0.8)) for _ in range(2)]
    for side, width, share in ((-1.0, plan.right, fronts[0]), (1.0, plan.left, fronts[1])):
        edge = side * (plan.half + width)
        for n, s in enumerate(np.arange(-102.0, 103.0, PIECE_M).tolist()):
            if side > 0.0 and plan.pits:
                yield plan.place(wall, s, plan.half + 2.6)
                if n % 3 == 0:
                    yield plan.place(boards[n % 4], s, plan.half + 2.3)
                continue
            yield plan.place(behind, s, edge)
            yield plan.place(net, s, edge + side * 0.5, z=0.8)
            if n // 5 % 2 == int(share < 0.45) or share > 0.7:
                yield plan.place(stacks, s, edge - side * 0.75)
            else:
                yield plan.place(boards[n // 2 % 4], s, edge - side * 0.3)


def _stands(rng: np.random.Generator, plan: _Plan) -> Iterator[Prop]:
    """Grandstands behind the barrier at -y, the arch over the start, flags and cones."""
    own = brand(stream(rng, "host"))
    stand = grandstand(stream(rng, "stand"), own, STAND_M)
    edge = -plan.half - plan.right - float(rng.uniform(2.5, 6.0))
    for k in range(-2, 3):
        if k == 0 or rng.uniform() < 0.6:
            yield plan.place(stand, k * (STAND_M + 1.5), edge)
    arch = start_arch(stream(rng, "arch"), own, 2.0 * plan.half + 4.0)
    if rng.uniform() < 0.7:
        yield Prop(arch, 0.0, 0.0)
    made = [flag(stream(rng, f"flag {k}")) for k in range(2)]
    turn = float(rng.uniform(-np.pi, np.pi))
    for n, s in enumerate(np.arange(-45.0, 46.0, float(rng.uniform(8.0, 15.0))).tolist()):
        yield plan.place(made[n % 2], s, edge + 1.2, turn)
    marker = cone(stream(rng, "cone"))
    for s in rng.uniform(-40.0, 40.0, int(rng.integers(0, 6))).tolist():
        yield plan.place(marker, s, -plan.half - 1.8)


def _pits(rng: np.random.Generator, plan: _Plan, night: bool) -> Iterator[Prop]:
    """Garages along the pit lane, tyres before them."""
    made = [garages(stream(rng, f"garages {k}"), 20.0, night) for k in range(2)]
    heap, front = tyres(stream(rng, "heap")), plan.half + plan.left + 0.3
    for n, s in enumerate(np.arange(-60.0, 61.0, 20.0).tolist()):
        yield plan.place(made[n % 2], s, front)
        yield plan.place(heap, s + float(rng.uniform(-8.0, 8.0)), front - 0.8)


def _green(rng: np.random.Generator, plan: _Plan, season: str) -> Iterator[Prop]:
    """Trees and shrubs behind all that."""
    trees = [tree(stream(rng, f"tree {k}"), season=season) for k in range(2)]
    shrub, thick = bush(stream(rng, "bush"), season), float(rng.uniform(0.3, 1.0))
    beyond = plan.half + plan.left + (9.0 if plan.pits else 3.0), -plan.half - plan.right - 22.0
    for side, start in zip((1.0, -1.0), beyond, strict=True):
        for s in np.arange(-120.0, 121.0, 5.0).tolist():
            if rng.uniform() < thick:
                y = start + side * float(rng.uniform(0.0, 14.0))
                asset = trees[int(rng.integers(2))] if rng.uniform() < 0.75 else shrub
                yield plan.place(asset, s + float(rng.normal(0.0, 1.5)), y, float(rng.uniform(-3.0, 3.0)))


def _lamps(rng: np.random.Generator, plan: _Plan, props: list[Prop]) -> Float64:
    """(L, 3) heads of lamps behind the barrier at -y; their poles go to the props."""
    lamp, head = street_lamp(rng)
    heads, y = [], -plan.half - plan.right - 0.9
    for s in np.arange(-60.0, 61.0, 20.0).tolist():
        pole = plan.place(lamp, s, y)
        props.append(pole)
        heads.append((pole.x + head[0] * np.cos(pole.yaw), pole.y + head[0] * np.sin(pole.yaw), head[2]))
    return np.array(heads)
