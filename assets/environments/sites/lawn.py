"""A lawn with a drive: a meadow where vehicles are shown, a park, a large garden. Trees, tents, flags, spectators."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from assets.asset import Asset
from assets.environments.furniture import bench, bunting, flag, planter, rope, tent
from assets.environments.panels import Float64
from assets.environments.plants import bush, fallen_leaves, tree, weeds
from assets.environments.sites import roads
from assets.environments.sites.roads import Axis
from assets.environments.sites.sides import Side, housed, planted, rectangle, sides
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, grass, gravel, paving
from assets.people import pedestrian
from assets.random import stream
from assets.standins import labels_only

BAY_M = 5.5
FIGURES = 4  # people that stand about, each of them at several places


def lawn(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """A drive along x, and a row of vehicles on the grass on each side of it."""
    shape = stream(rng, "shape")
    length, drive = float(shape.uniform(32.0, 50.0)), float(shape.uniform(3.6, 6.0))
    verge = float(shape.uniform(0.3, 1.5))
    width = drive + 2.0 * (verge + BAY_M + float(shape.uniform(1.5, 4.0)))
    show = bool(shape.uniform() < 0.6)
    around = sides(length, width)
    ends = np.array([[-length / 2.0 + 9.0, 0.0], [length / 2.0 - 9.0, 0.0]])
    lanes = [Lane(ends[:: int(shape.choice([1, -1]))], 3.5, "drive", 3.0)]
    walks = [Lane(ends * 1.3 + np.array([0.0, y]), 2.0, "walk", 1.3) for y in (-width / 2.0 + 1.2, width / 2.0 - 1.2)]
    bays = _bays(stream(rng, "bays"), length, drive, verge)
    room = rectangle(length - 1.0, width - 0.6)
    bare = Site("lawn", (*lanes, *walks), bays, (), np.zeros((0, 3)), room, bay_m=BAY_M)
    if labels_only():
        return bare
    props = [Prop(_ground(stream(rng, "ground"), length, drive, season), 0.0, 0.0)]
    closing = stream(rng, "closing")
    for index, side in enumerate(around):
        fill = housed if index == 1 and not show else planted
        props += fill(stream(closing, f"side {index}"), side, season, night)
    props += _green(stream(rng, "green"), length, width, drive, season)
    if show:
        props += _show(stream(rng, "show"), around, width)
    else:
        props += _garden(stream(rng, "garden"), around, season)
    return replace(bare, props=props)


def _bays(rng: np.random.Generator, length: float, drive: float, verge: float) -> Float64:
    """(B, 3) along the drive; nobody drew lines, so each stands a little otherwise."""
    out = []
    for side in (-1.0, 1.0):
        slant = float(rng.choice([0.0, 0.5, -0.5, 0.8]))
        pitch = float(rng.uniform(2.7, 4.5)) / np.cos(slant)
        x = np.arange(-length / 2.0 + 3.0, length / 2.0 - 3.0, pitch)
        y = side * ((drive + BAY_M) / 2.0 + verge) + rng.normal(0.0, 0.25, len(x))
        yaw = -side * np.pi / 2.0 + slant + rng.normal(0.0, 0.12, len(x))
        out.append(np.column_stack([x + rng.normal(0.0, 0.15, len(x)), y, yaw]))
    return np.concatenate(out)


def _ground(rng: np.random.Generator, length: float, drive: float, season: str) -> Asset:
    axis, draw, own = Axis(length / 2.0 + 12.0), rng.uniform(), stream(rng, "drive")
    if draw < 0.2:  # no drive at all: vehicles came over the grass
        return roads.ground_asset("lawn", [(roads.plain(0.0), grass(stream(rng, "grass"), season))])
    floor = gravel(own) if draw < 0.6 else asphalt(own) if draw < 0.8 else paving(own, "bricks")
    half = drive / 2.0
    pieces = [
        (roads.strip(axis, [(-half, 0.0), (half, 0.0)]), floor),
        (
            np.concatenate(
                [roads.strip(axis, [(-90.0, 0.0), (-half, 0.0)]), roads.strip(axis, [(half, 0.0), (90.0, 0.0)])]
            ),
            grass(stream(rng, "grass"), season),
        ),
        (roads.plain(-0.05), grass(stream(rng, "plain"), season)),
    ]
    return roads.ground_asset("lawn", pieces)


def _green(rng: np.random.Generator, length: float, width: float, drive: float, season: str) -> Iterator[Prop]:
    """Tufts in the grass, leaves that fell, a tree or two among the vehicles' rows."""
    tufts = [weeds(stream(rng, f"tufts {k}"), (3.5, 3.5), season, float(rng.uniform(0.05, 0.13))) for k in range(2)]
    for x in np.arange(-length / 2.0 + 2.0, length / 2.0, 3.5):
        for y in np.arange(drive / 2.0 + 1.9, width / 2.0 + 1.0, 3.5):
            for side in (-1.0, 1.0):
                yield Prop(
                    tufts[int(rng.integers(2))],
                    float(x),
                    float(side * y),
                    0.0,
                    float(rng.choice([0.0, np.pi / 2, np.pi])),
                )
    yield Prop(fallen_leaves(stream(rng, "fallen"), (length * 0.8, width), season), 0.0, 0.0)


def _show(rng: np.random.Generator, around: tuple[Side, ...], width: float) -> Iterator[Prop]:
    """Tents, flags, bunting, ropes before the public, and the public."""
    figures = [pedestrian(stream(rng, f"figure {k}")) for k in range(FIGURES)]
    tents = [tent(stream(rng, f"tent {k}")) for k in range(2)]
    made = flag(stream(rng, "flag"))
    barrier = rope(stream(rng, "rope"), 6.0) if rng.uniform() < 0.6 else None
    line = bunting(stream(rng, "bunting"), 12.0, float(rng.uniform(3.0, 4.2)))
    for index, side in enumerate(around):
        own = stream(rng, f"side {index}")
        crowd = float(own.uniform(0.3, 2.2)) if own.uniform() < 0.7 else 0.0  # people a metre
        for along in own.uniform(-side.half, side.half, int(2.0 * side.half * crowd * 0.5)):
            yaw = np.pi + float(own.normal(0.0, 0.7))
            yield side.prop(figures[int(own.integers(FIGURES))], float(own.uniform(-0.9, 1.6)), float(along), yaw)
        for along in np.arange(-side.half + 3.0, side.half - 3.0, 6.0):
            draw = own.uniform()
            if draw < 0.3:
                yield side.prop(tents[int(own.integers(2))], 1.2, float(along))
            elif draw < 0.6 and barrier is not None:
                yield side.prop(barrier, -0.9, float(along))
            elif draw < 0.75:
                yield side.prop(made, -0.3, float(along))
        if own.uniform() < 0.35:
            yield side.prop(line, -0.4, 0.0)


def _garden(rng: np.random.Generator, around: tuple[Side, ...], season: str) -> Iterator[Prop]:
    """Beds of shrubs and flowers, benches, tubs, single trees that shade the drive."""
    shrub, bed = bush(stream(rng, "bush"), season), weeds(stream(rng, "bed"), (1.2, 3.0), season, 0.45)
    seat, tub, grown = (
        bench(stream(rng, "bench")),
        planter(stream(rng, "tub")),
        tree(stream(rng, "tree"), season=season),
    )
    for index, side in enumerate(around):
        own = stream(rng, f"side {index}")
        for along in np.arange(-side.half + 1.5, side.half - 1.5, 3.0):
            draw = own.uniform()
            thing = (
                bed if draw < 0.45 else shrub if draw < 0.62 else tub if draw < 0.7 else seat if draw < 0.76 else grown
            )
            if draw < 0.86:
                yield side.prop(thing, -0.2, float(along), np.pi + float(own.normal(0.0, 0.1)))
