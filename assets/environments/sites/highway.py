"""A road for fast traffic: two carriageways, shoulders, barriers, gantries, embankments."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import building
from assets.environments.furniture import concrete_barrier, gantry, guard_rail, street_lamp
from assets.environments.panels import Float64
from assets.environments.plants import bush, tree, weeds
from assets.environments.sites import roads
from assets.environments.sites.roads import Axis
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, grass, road_paint
from assets.random import stream
from assets.standins import labels_only

HALF_M = 260.0
LANE_M, SHOULDER_M = 3.65, 2.8
RAIL_M = 12.0  # length of one piece of guard rail
SPEEDS_MPS = (31.0, 27.0, 23.0, 22.0)  # from the fast lane outwards


def highway(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """Two carriageways along x, 2 to 4 lanes each."""
    shape = stream(rng, "shape")
    bent = 0.0 if shape.uniform() < 0.45 else float(shape.choice([-1.0, 1.0]) / np.exp(shape.uniform(5.8, 7.4)))
    axis = Axis(HALF_M, bent)
    lanes_each, keeps_right = int(shape.choice([2, 3, 4], p=[0.5, 0.38, 0.12])), shape.uniform() < 0.72
    median = float(shape.uniform(1.2, 5.0))
    inner = median / 2.0 + float(shape.uniform(0.4, 0.9))
    outer = inner + lanes_each * LANE_M + SHOULDER_M
    lanes = []
    for side in (-1.0, 1.0):
        for index in range(lanes_each):
            y = side * (inner + (index + 0.5) * LANE_M)
            against = (side > 0) == bool(keeps_right)
            speed = SPEEDS_MPS[min(index + 4 - lanes_each, 3)]
            lanes.append(Lane(axis.line(y, bool(against)), LANE_M, "drive", speed))
    near = Axis(60.0, bent)
    room = np.concatenate([near.line(-outer - 1.0), near.line(outer + 1.0, reverse=True)])
    bare = Site("highway", tuple(lanes), np.zeros((0, 3)), (), np.zeros((0, 3)), room)
    if labels_only():
        return bare
    props = [Prop(_ground(stream(rng, "ground"), axis, median, inner, lanes_each, outer, season), 0.0, 0.0)]
    props += _rails(stream(rng, "rails"), axis, median, outer)
    props += _verges(stream(rng, "verges"), axis, outer, season, night)
    if shape.uniform() < 0.35:
        s = float(shape.uniform(25.0, 90.0))
        x, y = axis.place(s, 0.0)
        frame = gantry(stream(rng, "gantry"), 2.0 * outer + 1.5)
        props.append(Prop(frame, float(x), float(y), 0.0, float(axis.heading(s)) + np.pi))
    heads = _lamps(stream(rng, "lamps"), axis, props, outer)
    return replace(bare, props=props, lamp_heads=heads)


def _ground(
    rng: np.random.Generator, axis: Axis, median: float, inner: float, lanes: int, outer: float, season: str
) -> Asset:
    half = median / 2.0
    road = np.concatenate(
        [roads.strip(axis, [(-outer, 0.0), (-half, 0.0)]), roads.strip(axis, [(half, 0.0), (outer, 0.0)])]
    )
    rise = float(rng.uniform(-2.5, 2.5))  # the land lies above or below the road
    banks = np.concatenate(
        [
            roads.strip(axis, [(-outer - 60.0, rise), (-outer - 9.0, rise), (-outer - 2.0, 0.0), (-outer, 0.0)]),
            roads.strip(axis, [(outer, 0.0), (outer + 2.0, 0.0), (outer + 9.0, rise), (outer + 60.0, rise)]),
        ]
    )
    wide = 0.15
    lines = [np.zeros((0, 4, 3))]
    phase = float(rng.uniform(0.0, 12.0))
    for side in (-1.0, 1.0):
        for index in range(lanes + 1):
            y = side * (inner + index * LANE_M)
            solid = index in (0, lanes)
            lines.append(roads.line(axis, y, wide) if solid else roads.dashes(axis, y, wide, 4.0, 12.0, phase))
    middle = roads.strip(axis, [(-half, 0.0), (half, 0.0)])
    green = bool(rng.uniform() < 0.5) and median > 2.0
    plain = roads.plain(min(rise, 0.0) - 0.4)
    straight = axis.curvature == 0.0  # tracks run straight
    surface = asphalt(stream(rng, "road"), lane_m=LANE_M if straight else 0.0, lane_offset_m=inner + LANE_M / 2.0)
    return roads.ground_asset(
        "highway",
        [
            (axis.bend(road), surface),
            (axis.bend(middle), grass(stream(rng, "median"), season) if green else surface),
            (axis.bend(banks), grass(stream(rng, "banks"), season)),
            (axis.bend(np.concatenate(lines)), road_paint(stream(rng, "paint"), "white")),
            (plain, grass(stream(rng, "plain"), season)),
        ],
    )


def _rails(rng: np.random.Generator, axis: Axis, median: float, outer: float) -> list[Prop]:
    """Barriers in the middle, often beside the shoulders too; two pieces make them all."""
    solid = rng.uniform() < 0.45
    piece = concrete_barrier(rng, RAIL_M) if solid else guard_rail(rng, RAIL_M)
    places = [0.0] if solid or median < 2.0 else [-median / 2.0 + 0.3, median / 2.0 - 0.3]
    out = []
    beside = guard_rail(rng, RAIL_M) if rng.uniform() < 0.7 else None
    reach = axis.half_m - RAIL_M / 2.0
    for s in np.arange(-reach, reach, RAIL_M):
        turn = float(axis.heading(s))
        rows = [(piece, y) for y in places]
        if beside is not None:
            rows += [(beside, -outer - 0.5), (beside, outer + 0.5)]
        for asset, y in rows:
            x, aside = axis.place(s, y)
            facing = -np.pi / 2.0 if y > 0 else np.pi / 2.0
            out.append(Prop(asset, float(x), float(aside), 0.0, turn + facing))
    return out


def _grown(rng: np.random.Generator, axis: Axis, outer: float, season: str, shrubs: list[Asset]) -> Iterator[Prop]:
    """Unmown grass behind the rails, shrubs here and there."""
    patch = weeds(stream(rng, "weeds"), (1.2, 4.0), season)
    for side in (-1.0, 1.0):
        thick = float(rng.uniform(0.1, 1.0))
        for s in np.arange(-60.0, 60.0, 4.0):
            turn = float(axis.heading(s)) - side * np.pi / 2.0
            x, y = axis.place(s, side * (outer + 1.3)).tolist()
            if rng.uniform() < thick:
                yield Prop(patch, x, y, 0.0, turn)
            if rng.uniform() < 0.3 * thick:
                yield Prop(shrubs[int(rng.integers(2))], x, y, -0.05, turn)


def _verges(rng: np.random.Generator, axis: Axis, outer: float, season: str, night: bool) -> list[Prop]:
    """Trees, shrubs and sheds beyond the shoulders."""
    trees = [tree(stream(rng, f"tree {index}"), season=season) for index in range(3)]
    shrubs = [bush(stream(rng, f"bush {index}"), season) for index in range(2)]
    sheds = [
        building(stream(rng, f"shed {index}"), float(rng.uniform(20.0, 50.0)), 20.0, night=night) for index in range(2)
    ]
    out = list(_grown(stream(rng, "grown"), axis, outer, season, shrubs))
    for side in (-1.0, 1.0):
        wood, town = rng.uniform(0.0, 1.0) ** 2, rng.uniform() < 0.35
        for s in np.arange(-200.0, 200.0, 6.0):
            y = side * (outer + float(rng.uniform(8.0, 40.0)))
            x, aside = axis.place(float(s + rng.normal(0.0, 2.0)), y)
            turn = float(axis.heading(s)) - side * np.pi / 2.0
            draw = rng.uniform()
            if draw < wood:
                asset = trees[int(rng.integers(3))]
                turn = float(rng.uniform(-np.pi, np.pi))
            elif draw < wood + 0.15:
                asset = shrubs[int(rng.integers(2))]
            elif town and draw > 0.93:
                asset = sheds[int(rng.integers(2))]
                x, aside = axis.place(float(s), side * (outer + 45.0))
            else:
                continue
            out.append(Prop(asset, float(x), float(aside), -0.3, turn))
    return out


def _lamps(rng: np.random.Generator, axis: Axis, props: list[Prop], outer: float) -> Float64:
    """(L, 3) heads of lamps along both shoulders, on some roads."""
    heads = []
    if rng.uniform() < 0.5:
        lamp, head = street_lamp(rng)
        for side in (-1.0, 1.0):
            for s in np.arange(-150.0, 150.0, 40.0):
                x, y = axis.place(s, side * (outer + 1.2))
                turn = float(axis.heading(s)) - side * np.pi / 2.0
                props.append(Prop(lamp, float(x), float(y), 0.0, turn))
                heads.append((float(x) + head[0] * np.cos(turn), float(y) + head[0] * np.sin(turn), head[2]))
    return np.array(heads).reshape(-1, 3)
