"""A street: lanes, parked strips, kerbs and pavements, walls of houses or gardens, trees and furniture."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from assets.asset import Asset
from assets.environments.furniture import manhole
from assets.environments.panels import Float64
from assets.environments.sites import roads
from assets.environments.sites.borders import SURROUNDINGS, Border, border
from assets.environments.sites.roads import KERB_M, STREET_MPS, Axis
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, grass, kerb_stone, paving, road_paint
from assets.materials import Material
from assets.random import stream
from assets.standins import labels_only

HALF_M = 120.0  # of a street's length


@dataclass(frozen=True)
class Section:
    """What a street is made of across, metres; right is negative.

    Attributes:
        driven: y, width, kind and direction (1 along the axis, -1 against it) of each lane.
        parked: y, depth and kind (``parallel``, ``square``) of each strip of bays.
        right, left: where the kerbs are.
        pavement: its width on both sides.
    """

    driven: tuple[tuple[float, float, str, int], ...]
    parked: tuple[tuple[float, float, str], ...]
    right: float
    left: float
    pavement: float


def street(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """A street along x, straight or bent.

    Args:
        season: of the trees.
        night: windows are lit.
    """
    shape = stream(rng, "shape")
    bent = 0.0 if shape.uniform() < 0.55 else float(shape.choice([-1.0, 1.0]) / np.exp(shape.uniform(4.4, 6.2)))
    axis = Axis(HALF_M, bent)
    section = _section(stream(rng, "section"))
    around = str(shape.choice(list(SURROUNDINGS), p=list(SURROUNDINGS.values())))
    lanes = tuple(
        Lane(axis.line(y, direction < 0), width, kind, STREET_MPS) for y, width, kind, direction in section.driven
    )
    walks = tuple(
        Lane(axis.line(y, reverse), section.pavement, "walk", 1.3, KERB_M)
        for y in (section.right - section.pavement / 2.0, section.left + section.pavement / 2.0)
        for reverse in (False, True)
    )
    edge = section.pavement - 0.4
    room = np.concatenate(
        [
            Axis(45.0, bent).line(section.right - edge),
            Axis(45.0, bent).line(section.left + edge, reverse=True),
        ]
    )
    bare = Site("street", (*lanes, *walks), _bays(axis, section), (), np.zeros((0, 3)), room)
    if labels_only():
        return bare
    ground = Prop(_ground(stream(rng, "ground"), axis, section, season), 0.0, 0.0)
    props, heads = [ground], list[tuple[float, float, float]]()
    for side, kerb in ((-1.0, section.right), (1.0, section.left)):
        made = border(
            stream(rng, f"border {side}"), Border(axis, side, kerb, section.pavement, KERB_M, around), season, night
        )
        props += made.props
        heads += made.lamp_heads
    props += _covers(stream(rng, "covers"), axis, section)
    return replace(bare, props=props, lamp_heads=np.array(heads).reshape(-1, 3))


def _section(rng: np.random.Generator) -> Section:
    """From the middle outwards on each side: lanes, a lane for bicycles, parked cars."""
    keeps_right = 1 if rng.uniform() < 0.72 else -1
    wide = float(rng.uniform(2.9, 3.6))
    count = int(rng.choice([1, 2], p=[0.72, 0.28]))
    one_way = bool(rng.uniform() < 0.12)
    driven: list[tuple[float, float, str, int]] = []
    parked: list[tuple[float, float, str]] = []
    edges = []
    for side in (-1.0, 1.0):
        y = 0.0
        for index in range(count):
            kind = "bus" if index == count - 1 == 1 and rng.uniform() < 0.2 else "drive"
            direction = 1 if one_way else -int(side) * keeps_right
            driven.append((side * (y + wide / 2.0), wide, kind, direction))
            y += wide
        if rng.uniform() < 0.18:
            driven.append((side * (y + 0.8), 1.6, "cycle", -int(side) * keeps_right))
            y += 1.6
        if rng.uniform() < 0.62:
            kind, depth = ("square", 5.0) if rng.uniform() < 0.15 else ("parallel", 2.15)
            parked.append((side * (y + depth / 2.0), depth, kind))
            y += depth
        edges.append(side * (y + float(rng.uniform(0.1, 0.4))))
    return Section(tuple(driven), tuple(parked), edges[0], edges[1], float(np.exp(rng.uniform(0.6, 1.6))))


def _ground(rng: np.random.Generator, axis: Axis, section: Section, season: str) -> Asset:
    """Road, paint, kerbs, pavements and the plain beyond."""
    walk = section.pavement
    kerb_low, kerb_high = section.right, section.left
    far = 40.0
    pieces = [
        (
            axis.bend(roads.strip(axis, [(kerb_low, 0.0), (kerb_high, 0.0)])),
            _surface(stream(rng, "road"), axis, section),
        ),
        (axis.bend(_kerbs(axis, kerb_low, kerb_high)), kerb_stone(stream(rng, "kerb"))),
        (
            axis.bend(
                np.concatenate(
                    [
                        roads.strip(axis, [(kerb_low - walk, KERB_M), (kerb_low - 0.15, KERB_M)]),
                        roads.strip(axis, [(kerb_high + 0.15, KERB_M), (kerb_high + walk, KERB_M)]),
                    ]
                )
            ),
            paving(stream(rng, "paving")),
        ),
        (
            axis.bend(
                np.concatenate(
                    [
                        roads.strip(axis, [(kerb_low - walk - far, KERB_M), (kerb_low - walk, KERB_M)]),
                        roads.strip(axis, [(kerb_high + walk, KERB_M), (kerb_high + walk + far, KERB_M)]),
                    ]
                )
            ),
            grass(stream(rng, "grass"), season),
        ),
        (axis.bend(_paint(rng, axis, section)), road_paint(stream(rng, "paint"), "white")),
        (roads.plain(-0.3), grass(stream(rng, "plain"), season)),
    ]
    return roads.ground_asset("street", pieces)


def _covers(rng: np.random.Generator, axis: Axis, section: Section) -> Iterator[Prop]:
    """Manholes in the lanes and along the kerbs."""
    cover = manhole(rng)
    for s in np.arange(-44.0, 44.0, float(rng.uniform(7.0, 14.0))):
        for y in (float(rng.uniform(section.right + 0.6, section.left - 0.6)), section.right + 0.5):
            x, aside = axis.place(s + float(rng.normal(0.0, 1.5)), y).tolist()
            yield Prop(cover, x, aside, roads.PAINT_M)


def _surface(rng: np.random.Generator, axis: Axis, section: Section) -> Material:
    """Asphalt, with the tracks of its lanes where they run straight."""
    y, width, _, _ = section.driven[0]
    return asphalt(rng, lane_m=width if axis.curvature == 0.0 else 0.0, lane_offset_m=y)


def _kerbs(axis: Axis, low: float, high: float) -> roads.Quads:
    right = [(low - 0.15, KERB_M), (low - 0.02, KERB_M), (low, KERB_M - 0.02), (low, 0.0)]
    left = [(high, 0.0), (high, KERB_M - 0.02), (high + 0.02, KERB_M), (high + 0.15, KERB_M)]
    return np.concatenate([roads.strip(axis, right), roads.strip(axis, left)])


def _paint(rng: np.random.Generator, axis: Axis, section: Section) -> roads.Quads:
    """Lines between lanes, edges of bays, a crossing now and then."""
    wide = float(rng.uniform(0.10, 0.15))
    dash, pitch = ((3.0, 9.0), (2.0, 6.0), (4.0, 12.0))[int(rng.integers(3))]
    phase = float(rng.uniform(0.0, pitch))
    out = [np.zeros((0, 4, 3))]
    lanes = sorted(section.driven)
    for (y0, w0, kind0, way0), (_, _, kind1, way1) in itertools.pairwise(lanes):
        between = y0 + w0 / 2.0
        if "cycle" in (kind0, kind1) or "bus" in (kind0, kind1):
            out.append(roads.line(axis, between, wide))
        elif way0 == way1 or rng.uniform() < 0.65:
            out.append(roads.dashes(axis, between, wide, dash, pitch, phase))
        elif rng.uniform() < 0.6:
            out += [roads.line(axis, between - 0.12, wide), roads.line(axis, between + 0.12, wide)]
    for y, depth, kind in section.parked:
        step = 2.5 if kind == "square" else 6.2
        cuts = np.arange(-HALF_M + 1.0, HALF_M, step)
        if kind == "square" or rng.uniform() < 0.5:
            half = depth / 2.0
            out += [roads.flat((float(s) - 0.05, float(s) + 0.05), (y - half, y + half), roads.PAINT_M) for s in cuts]
    if rng.uniform() < 0.35:
        where = float(rng.uniform(-25.0, 25.0))
        out.append(roads.zebra(where, (section.right + 0.3, section.left - 0.3), float(rng.uniform(2.5, 4.0))))
    return np.concatenate(out)


def _bays(axis: Axis, section: Section) -> Float64:
    """(B, 3) x, y, yaw of parked vehicles' middles."""
    out = [np.zeros((0, 3))]
    for y, _, kind in section.parked:
        s = np.arange(-80.0, 80.0, 2.5 if kind == "square" else 6.2) + (1.25 if kind == "square" else 3.1)
        turn = np.pi / 2.0 if kind == "square" else 0.0 if y < 0 else np.pi
        place = axis.place(s, y)
        out.append(np.column_stack([place, axis.heading(s) + turn]))
    return np.concatenate(out)
