"""A hall: a showroom, a motor show, a workshop, a covered depot. Lamps under a roof, walls near, people and stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import cladding, garages, gate, hall_wall
from assets.environments.buildings.garages import bill
from assets.environments.buildings.halls import GREYS
from assets.environments.furniture import (
    bench,
    cabinet,
    crates,
    display,
    drums,
    flag,
    ladder,
    litter_bin,
    pallets,
    planter,
    rope,
    tyres,
)
from assets.environments.panels import Float64, Panels, boxes, panels, scenery
from assets.environments.sites import roads
from assets.environments.sites.sides import Side, rectangle, sides
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, concrete, paving
from assets.materials import Colour, Material
from assets.people import pedestrian
from assets.random import stream
from assets.standins import labels_only

KINDS = {"showroom": 0.3, "show": 0.3, "workshop": 0.25, "depot": 0.15}
DEPTH_M = {"showroom": 5.5, "show": 5.5, "workshop": 5.5, "depot": 13.5}  # of a bay
HEIGHT_M = {"showroom": (3.6, 6.0), "show": (6.0, 10.0), "workshop": (4.5, 7.0), "depot": (6.0, 8.5)}
SHOWN = ("showroom", "show")
LONG_M = 8.0  # bays as long as this are square
WIDE_M = 22.0  # from here on there are three rows of lamps
FIGURES = 4  # people that stand about, each of them at several places
PANEL_M = 0.62  # half the side of a lamp


@dataclass(frozen=True)
class _Plan:
    """Attributes:
    kind: one of ``KINDS``.
    length, width, height: of the hall, metres.
    aisle: width of the way between the two rows.
    open: whether the ends ahead and behind are open doors.
    """

    kind: str
    length: float
    width: float
    height: float
    aisle: float
    open: tuple[bool, bool]


def hall(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """An aisle along x between two rows of vehicles; open doors at the ends of some."""
    plan = _plan(stream(rng, "plan"))
    depth = DEPTH_M[plan.kind]
    ends = np.array([[-plan.length / 2.0 + 9.0, 0.0], [plan.length / 2.0 - 9.0, 0.0]])
    walks = [
        Lane(ends * 1.4 + np.array([0.0, y]), 1.4, "walk", 1.3)
        for y in (-plan.aisle / 2.0 + 0.7, plan.aisle / 2.0 - 0.7)
    ]
    bare = Site(
        "hall",
        (Lane(ends, 3.2, "drive", 1.5), *walks),
        _bays(stream(rng, "bays"), plan, depth),
        (),
        np.zeros((0, 3)),
        rectangle(plan.length - 1.6, plan.width - 1.6),
        bay_m=depth,
        ceiling_m=plan.height - 0.9,
    )
    if labels_only():
        return bare
    around = sides(plan.length, plan.width)
    shell, lamps = _shell(stream(rng, "shell"), plan)
    props = [Prop(_ground(stream(rng, "ground"), plan), 0.0, 0.0), Prop(shell, 0.0, 0.0)]
    props += _walls(stream(rng, "walls"), plan, around, night)
    props += _things(stream(rng, "things"), plan, around)
    return replace(bare, props=props, ceiling_lamps=lamps)


def _plan(rng: np.random.Generator) -> _Plan:
    kind = str(rng.choice(list(KINDS), p=list(KINDS.values())))
    aisle = float(rng.uniform(4.5, 8.0))
    width = aisle + 2.0 * (DEPTH_M[kind] + float(rng.uniform(0.9, 2.6)))
    doors = rng.uniform(size=2) < (0.1 if kind in SHOWN else 0.5)
    height = float(rng.uniform(*HEIGHT_M[kind]))
    return _Plan(kind, float(rng.uniform(28.0, 46.0)), width, height, aisle, (bool(doors[0]), bool(doors[1])))


def _bays(rng: np.random.Generator, plan: _Plan, depth: float) -> Float64:
    """(B, 3) two rows; square and close in workshops and depots, turned and apart where they are shown."""
    out, shown = [], plan.kind in SHOWN
    for side in (-1.0, 1.0):
        pitch = float(rng.uniform(3.3, 5.0)) + (0.8 if shown else 0.0)
        x = np.arange(-plan.length / 2.0 + 4.0, plan.length / 2.0 - 4.0, pitch)
        y = np.full(len(x), side * (plan.aisle + depth) / 2.0)
        slant = float(rng.choice([0.0, 0.4, -0.4])) if depth < LONG_M else 0.0
        turn = rng.normal(0.0, 0.45, len(x)).clip(-0.7, 0.7) if shown else np.full(len(x), slant)
        out.append(np.column_stack([x, y, -side * np.pi / 2.0 + turn]))
    return np.concatenate(out)


def _ground(rng: np.random.Generator, plan: _Plan) -> Asset:
    """The floor and the lines on it, and a yard outside."""
    ex, ey = plan.length / 2.0, plan.width / 2.0
    floor = _shown_floor(stream(rng, "floor")) if plan.kind in SHOWN else _worked_floor(stream(rng, "floor"))
    pieces = [(roads.flat((-ex, ex), (-ey, ey)), floor)]
    if rng.uniform() < 0.5:
        y, wide = plan.aisle / 2.0, float(rng.uniform(0.06, 0.14))
        lines = [roads.flat((-ex, ex), (s * y - wide, s * y + wide), roads.PAINT_M) for s in (-1.0, 1.0)]
        color: Colour = (0.6, 0.4, 0.03) if rng.uniform() < 0.5 else (0.5, 0.5, 0.48)
        pieces.append((np.concatenate(lines), Material("line", "road_paint", color, 0.0, 0.5, params={"wear": 0.3})))
    pieces.append((roads.plain(-0.02), concrete(stream(rng, "outside"), 4.0)))
    return roads.ground_asset("hall floor", pieces)


def _shown_floor(rng: np.random.Generator) -> Material:
    """Tiles, a coat of paint, or carpet."""
    draw, gloss = rng.uniform(), float(rng.uniform(0.12, 0.45))
    color = cladding.shaded(rng, (*GREYS, (0.04, 0.10, 0.22), (0.25, 0.04, 0.04), (0.26, 0.17, 0.09)))
    if draw < 0.5:
        return replace(paving(rng, "slabs"), roughness=gloss)
    params: dict[str, float | Colour] = {"seed": float(rng.uniform(1.0, 9.0))}
    if draw < 0.75:
        return Material("painted floor", "concrete", color, roughness=gloss, params=params)
    red, green, blue = color
    params |= {"pattern": 4.0, "scale": 30.0, "second": (0.7 * red, 0.7 * green, 0.7 * blue)}
    return Material("carpet", "pattern", color, roughness=0.95, params=params)


def _worked_floor(rng: np.random.Generator) -> Material:
    """Concrete, stained and smoothed by wheels; asphalt; bricks."""
    draw = rng.uniform()
    if draw < 0.6:
        return replace(
            concrete(rng, float(rng.choice([0.0, 3.0, 5.0])), float(rng.uniform(0.2, 0.9))),
            roughness=float(rng.uniform(0.25, 0.7)),
        )
    return asphalt(rng) if draw < 0.8 else paving(rng, "bricks")


def _shell(rng: np.random.Generator, plan: _Plan) -> tuple[Asset, Float64]:
    """Roof, beams, columns at the walls, ducts and lamps; (C, 3) where these shine from."""
    ex, ey, top = plan.length / 2.0, plan.width / 2.0, plan.height
    step, deep = float(rng.uniform(3.5, 7.0)), float(rng.uniform(0.25, 0.7))
    x = np.arange(-ex + step / 2.0, ex, step)[:, None]
    low = np.concatenate([x - 0.12, 0 * x - ey, 0 * x + top - deep], axis=1)
    flat = [
        boxes([-ex - 0.5, -ey - 0.5, top], [ex + 0.5, ey + 0.5, top + 0.3], "roof"),
        boxes(low, low + np.array([0.24, 2.0 * ey, deep]), "beam"),
    ]
    for y in np.linspace(-ey, ey, max(3, int(ey))):
        flat.append(boxes([-ex, y - 0.06, top - 0.14], [ex, y + 0.06, top - 0.001], "beam"))
    for sign in (-1.0, 1.0):
        low = np.concatenate([x - 0.15, 0 * x + sign * (ey - 0.12) - 0.15, 0 * x], axis=1)
        flat.append(boxes(low, low + np.array([0.3, 0.3, top - deep]), "column"))
    for y in rng.uniform(-0.9, 0.9, 3) * ey:
        size = float(rng.uniform(0.08, 0.3))
        flat.append(boxes([-ex, y - size, top - deep - 2.0 * size], [ex, y + size, top - deep], "duct"))
    hung = top - deep - float(rng.uniform(0.05, 0.4))
    rows = np.linspace(-0.5, 0.5, 3 if plan.width > WIDE_M else 2) * plan.width * 0.6
    at = np.array([(a, b, hung) for a in np.linspace(-0.5, 0.5, 5) * plan.length * 0.82 for b in rows])
    flat.append(boxes(at - np.array([PANEL_M, PANEL_M, 0.0]), at + np.array([PANEL_M, PANEL_M, 0.08]), "case"))
    if plan.kind == "show":
        flat += _banners(stream(rng, "banners"), plan, hung)
    return scenery("hall roof", flat, _shell_materials(rng, plan)), at - np.array([0.0, 0.0, 0.03])


def _banners(rng: np.random.Generator, plan: _Plan, top: float) -> Iterator[Panels]:
    """Cloths that hang from the roof across the hall."""
    for k, x in enumerate(np.arange(-plan.length / 2.0 + 4.0, plan.length / 2.0 - 4.0, float(rng.uniform(3.0, 6.0)))):
        wide, tall = float(rng.uniform(0.8, 2.5)), float(rng.uniform(0.8, min(3.0, plan.height - 3.6)))
        y = float(rng.uniform(-0.5, 0.5)) * (plan.width - 3.0)
        low, high = top - tall, top - 0.05
        sheet = [[x, y - wide / 2, low], [x, y + wide / 2, low], [x, y + wide / 2, high], [x, y - wide / 2, high]]
        yield panels(sheet, f"banner {k % 3}", [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]])


def _shell_materials(rng: np.random.Generator, plan: _Plan) -> dict[str, Material]:
    dark = plan.kind == "show" and rng.uniform() < 0.7
    roof = cladding.shaded(rng, ((0.02, 0.02, 0.022),) if dark else (*GREYS, (0.35, 0.25, 0.15), (0.6, 0.6, 0.58)))
    beams: tuple[Colour, ...] = (*GREYS, (0.30, 0.04, 0.03), (0.03, 0.12, 0.2), (0.28, 0.17, 0.08))
    return {
        "roof": Material("roof", "facade", roof, roughness=0.8, params={"ribs_m": 0.35, "seed": 3.0}),
        "beam": cladding.plain(rng, "beam", beams),
        "column": cladding.plain(rng, "column", (*GREYS, (0.6, 0.42, 0.03), (0.03, 0.12, 0.25), (0.6, 0.6, 0.58))),
        "duct": Material("duct", base_color=(0.45, 0.46, 0.47), metallic=0.8, roughness=0.4),
        "case": Material("lamp case", base_color=(0.6, 0.6, 0.6), roughness=0.5),
        **{f"banner {k}": bill(rng) for k in range(3)},
    }


def _walls(rng: np.random.Generator, plan: _Plan, around: tuple[Side, ...], night: bool) -> Iterator[Prop]:
    """Four walls that look inwards; an open end has a lintel alone, with a yard's front some way outside."""
    front = garages(stream(rng, "outside"), 30.0, night)
    for index, side in enumerate(around):
        own = stream(rng, f"wall {index}")
        if index in (0, 2) and plan.open[index // 2]:
            door = min(plan.width - 2.0, plan.aisle + float(own.uniform(0.0, 4.0)))
            yield side.prop(gate(own, plan.width, plan.height, door), 0.0, 0.0)
            yield side.prop(front, float(own.uniform(9.0, 20.0)), 0.0)
        else:
            glass, dark = plan.kind == "showroom" and index == 1, plan.kind == "show"
            yield side.prop(hall_wall(own, 2.0 * side.half, plan.height, night, glass, dark), 0.0, 0.0)


def _things(rng: np.random.Generator, plan: _Plan, around: tuple[Side, ...]) -> Iterator[Prop]:
    """Stands, ropes and people at shows; tools and wares along the walls of workshops."""
    shown = plan.kind in SHOWN
    figures = [pedestrian(stream(rng, f"figure {k}")) for k in range(FIGURES)]
    makers: tuple[Callable[[np.random.Generator], Asset], ...] = (
        (planter, bench, flag, lambda own: rope(own, 3.0), planter)
        if shown
        else (cabinet, tyres, drums, crates, pallets, ladder, cabinet, litter_bin)
    )
    made = [maker(stream(rng, f"thing {k}")) for k, maker in enumerate(makers)]
    high, glow = min(plan.height - 1.2, float(rng.uniform(2.2, 4.0))), float(rng.choice([0.0, 0.4]))
    walls = [display(stream(rng, f"display {k}"), float(rng.uniform(3.0, 6.0)), high, glow) for k in range(3)]
    crowd = float(rng.uniform(0.1, 1.2)) if plan.kind == "show" else 0.06  # people a metre of wall
    for index, side in enumerate(around):
        if index in (0, 2) and plan.open[index // 2]:
            continue
        own = stream(rng, f"side {index}")
        for along in np.arange(-side.half + 1.5, side.half - 1.5, float(own.uniform(1.8, 3.2))):
            asset = made[int(own.integers(len(made)))]
            if own.uniform() < 0.75 and asset.size[2] < plan.height - 1.0:
                yield side.prop(asset, -0.45, float(along + own.normal(0.0, 0.3)))
        for along in np.arange(-side.half + 4.0, side.half - 4.0, 7.0):
            if shown and own.uniform() < 0.6:
                yield side.prop(walls[int(own.integers(3))], -0.1, float(along))
        for along in own.uniform(-side.half + 1.0, side.half - 1.0, int(2.0 * side.half * crowd)):
            figure = figures[int(own.integers(FIGURES))]
            yield side.prop(figure, -float(own.uniform(0.7, 1.1)), float(along), float(own.uniform(-np.pi, np.pi)))
