"""A yard: of a dealer, a garage, a depot. Rows of parked vehicles before near walls; wares, flags, oil, weeds."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.environments.furniture import (
    bollard,
    bunting,
    cabinet,
    cone,
    crates,
    drums,
    flag,
    ladder,
    litter_bin,
    manhole,
    pallets,
    planter,
    sign,
    street_lamp,
    tyres,
)
from assets.environments.panels import Float64
from assets.environments.plants import bush, fallen_leaves
from assets.environments.sites import roads
from assets.environments.sites.sides import CLOSINGS, Side, rectangle, sides
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, concrete, gravel, paving, soil
from assets.materials import Material
from assets.random import stream
from assets.standins import labels_only

KINDS = {"dealer": 0.4, "garage": 0.35, "depot": 0.25}
DEPTH_M = {"dealer": 5.2, "garage": 5.2, "depot": 13.5}  # of a bay
DRIVEWAY_M = (6.0, 9.0)
WALL_M = (0.8, 2.2)  # between parked vehicles and what stands behind them


def yard(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """A driveway along x between two rows of bays, closed on three or four sides."""
    shape = stream(rng, "shape")
    kind = str(shape.choice(list(KINDS), p=list(KINDS.values())))
    length, drive = float(shape.uniform(30.0, 48.0)), float(shape.uniform(*DRIVEWAY_M))
    depth, room_m = DEPTH_M[kind], float(shape.uniform(*WALL_M))
    width = drive + 2.0 * (depth + room_m)
    bays = _bays(stream(rng, "bays"), length, drive, depth)
    around = sides(length, width)
    ends = np.array([[-length / 2.0 + 9.5, 0.0], [length / 2.0 - 9.5, 0.0]])
    lanes = [Lane(ends[:: int(shape.choice([1, -1]))], 3.5, "drive", 3.0)]
    walks = [Lane(ends + np.array([0.0, y]), 1.2, "walk", 1.3) for y in (-drive / 2.0 + 0.9, drive / 2.0 - 0.9)]
    room = rectangle(length - 2.0, width - 1.0)
    bare = Site("yard", (*lanes, *walks), bays, (), np.zeros((0, 3)), room, bay_m=depth)
    if labels_only():
        return bare
    props = [Prop(_ground(stream(rng, "ground"), length, width), 0.0, 0.0)]
    closing, order = stream(rng, "closing"), stream(rng, "order")
    for index, side in enumerate(around):
        fill = CLOSINGS[int(order.choice(len(CLOSINGS), p=(0.5, 0.2, 0.3)))]
        props += fill(stream(closing, f"side {index}"), side, season, night)
    props += _wares(stream(rng, "wares"), around, room_m, season)
    props += _decked(stream(rng, "decked"), length, width, depth, kind)
    litter = fallen_leaves(stream(rng, "litter"), (length * 0.5, width), season)
    props += [Prop(litter, float(x), 0.0) for x in (-length / 4.0, length / 4.0)]
    cover = manhole(stream(rng, "cover"))
    for x, y in stream(rng, "covers").uniform(-0.4, 0.4, (3, 2)).tolist():
        props.append(Prop(cover, x * length, y * drive, roads.PAINT_M))
    heads = _lamps(stream(rng, "lamps"), around[1::2], props)
    return replace(bare, props=props, lamp_heads=heads)


def _bays(rng: np.random.Generator, length: float, drive: float, depth: float) -> Float64:
    """(B, 3) two rows that look at the driveway, square or slanted; close together, as dealers park."""
    out = []
    slant = float(rng.choice([0.0, 0.0, 0.35, -0.35, 0.6, -0.6])) if depth < 8.0 else 0.0
    for side in (-1.0, 1.0):
        pitch = float(rng.uniform(2.35, 3.0) if depth < 8.0 else rng.uniform(3.3, 4.2)) / np.cos(slant)
        x = np.arange(-length / 2.0 + 3.0, length / 2.0 - 3.0, pitch)
        y = np.full(len(x), side * (drive + depth) / 2.0)
        out.append(np.column_stack([x, y, np.full(len(x), -side * np.pi / 2.0 + slant)]))
    return np.concatenate(out)


def _floor(rng: np.random.Generator) -> Material:
    draw, own = rng.uniform(), stream(rng, "floor")
    if draw < 0.26:
        return asphalt(own)
    if draw < 0.62:
        return paving(own, str(rng.choice(["bricks", "setts", "slabs", "irregular"], p=(0.4, 0.25, 0.2, 0.15))))
    if draw < 0.80:
        return gravel(own)
    return concrete(own, float(rng.uniform(2.0, 5.0)), float(rng.uniform(0.3, 0.9))) if draw < 0.93 else soil(own)


def _ground(rng: np.random.Generator, length: float, width: float) -> Asset:
    """The yard's floor, mended in places and stained with oil, on a wide plain."""
    floor = _floor(stream(rng, "floor"))
    pieces = [(roads.flat((-length / 2.0 - 1.0, length / 2.0 + 1.0), (-width / 2.0 - 2.0, width / 2.0 + 2.0)), floor)]
    spots = stream(rng, "spots")
    if floor.kind in ("road", "concrete") and spots.uniform() < 0.6:
        mended = [_patch(spots, length, width, index) for index in range(int(spots.integers(2, 9)))]
        pieces.append((np.concatenate(mended), asphalt(stream(rng, "mended"))))
    pieces.append((roads.plain(-0.03), gravel(stream(rng, "plain"))))
    return roads.ground_asset("yard", pieces)


def _patch(rng: np.random.Generator, length: float, width: float, index: int) -> roads.Quads:
    x, y = rng.uniform(-0.5, 0.5, 2) * [length, width]
    long, wide = np.exp(rng.uniform(-0.5, 1.4, 2)) / 2.0
    return roads.flat((x - long, x + long), (y - wide, y + wide), roads.PAINT_M * (1.0 + 0.1 * index))


def _wares(rng: np.random.Generator, around: tuple[Side, ...], room_m: float, season: str) -> Iterator[Prop]:
    """Things that lean and stand at the foot of the walls, behind the vehicles."""
    makers: tuple[Callable[[np.random.Generator], Asset], ...] = (
        *(tyres, drums, pallets, crates, cabinet, ladder, litter_bin, planter, cone, bollard, sign),
        lambda own: bush(own, season),
    )
    made = [makers[int(k)](stream(rng, f"thing {k}")) for k in rng.permutation(len(makers))[:7]]
    for index, side in enumerate(around):
        own = stream(rng, f"side {index}")
        inward = room_m - 0.55 if side.half > side.away else 0.7
        for along in np.arange(-side.half + 1.0, side.half - 1.0, float(own.uniform(1.8, 4.0))):
            asset = made[int(own.integers(len(made)))]
            if max(asset.size[:2]) < 2.0 * inward + 1.2:
                yield side.prop(
                    asset, -inward / 2.0, float(along + own.normal(0.0, 0.4)), np.pi + float(own.normal(0.0, 0.2))
                )


def _decked(rng: np.random.Generator, length: float, width: float, depth: float, kind: str) -> Iterator[Prop]:
    """Bunting over the rows, flags at the ends of them: dealers', and others' now and then."""
    if rng.uniform() > (0.75 if kind == "dealer" else 0.2):
        return
    high = float(rng.uniform(3.2, 5.0)) + (2.0 if kind == "depot" else 0.0)
    line = bunting(stream(rng, "bunting"), length / 2.0 - 1.0, high)
    for y in (-width / 2.0 + 0.4, width / 2.0 - 0.4):
        for x in (-length / 4.0, length / 4.0):
            yield Prop(line, x, y, 0.0, np.pi / 2.0)
    made = [flag(stream(rng, f"flag {k}")) for k in range(2)]
    turn = float(rng.uniform(-np.pi, np.pi))
    for index, x in enumerate(np.linspace(-length / 2.0 + 1.0, length / 2.0 - 1.0, 6)):
        for y in (-1.0, 1.0):
            yield Prop(made[index % 2], float(x), y * (width / 2.0 - 0.5), 0.0, turn)


def _lamps(rng: np.random.Generator, rows: tuple[Side, ...], props: list[Prop]) -> Float64:
    """(L, 3) heads of lamps behind the rows; their poles go to the props."""
    lamp, head = street_lamp(rng)
    heads = []
    for side in rows:
        for along in np.arange(-side.half + 4.0, side.half, 14.0):
            props.append(side.prop(lamp, -0.3, float(along)))
            heads.append((*side.at(-0.3 - head[0], float(along)), head[2]))
    return np.array(heads).reshape(-1, 3)
