"""A narrow country road: tall verges, hedges, fences, trees that reach over it, fields and hills beyond."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import building
from assets.environments.furniture import fence, sign, utility_pole
from assets.environments.panels import Float64
from assets.environments.plants import bush, fallen_leaves, hedge, tree, weeds
from assets.environments.sites import roads
from assets.environments.sites.roads import Axis
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, grass, gravel, road_paint, soil
from assets.materials import Colour, Material
from assets.random import stream
from assets.standins import labels_only

HALF_M = 150.0
NEAR_M = 45.0  # from the middle, both ways: where verges are thick
SHOULDER_M, VERGE_M, RISE_M = 0.3, 0.05, 9.0  # bare strip; height of the verge; over which the land rises
SPEED_MPS = 16.0
PIECE_M = 9.0  # length of one piece of a hedge or a fence
CROPS: tuple[Colour, ...] = (  # linear RGB: rape, ripe corn, green corn, maize, stubble
    *((0.30, 0.26, 0.03), (0.32, 0.23, 0.08), (0.07, 0.14, 0.02), (0.05, 0.10, 0.02), (0.24, 0.17, 0.07)),
)


def country_road(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """A road along x, bent as a rule, with lay-bys on its verges."""
    shape = stream(rng, "shape")
    bent = 0.0 if shape.uniform() < 0.2 else float(shape.choice([-1.0, 1.0]) / np.exp(shape.uniform(4.2, 5.8)))
    axis, lane = Axis(HALF_M, bent), float(shape.uniform(2.4, 3.2))
    keeps_right = -1.0 if shape.uniform() < 0.72 else 1.0
    verge = float(shape.uniform(0.8, 2.4))
    land = [_Land(axis, side, lane, lane + verge, float(shape.uniform(-0.8, 1.6))) for side in (-1.0, 1.0)]
    lanes = tuple(Lane(axis.line(keeps_right * y, y < 0), lane, "drive", SPEED_MPS) for y in (lane / 2.0, -lane / 2.0))
    s = np.arange(-40.0, 40.0, 8.0)
    bays = np.concatenate(
        [
            np.column_stack([axis.place(s, side * (lane + 0.2)), axis.heading(s) + np.pi * (side != keeps_right)])
            for side in (-1.0, 1.0)
        ]
    )
    near = Axis(NEAR_M, bent)
    room = np.concatenate([near.line(-lane - verge), near.line(lane + verge, reverse=True)])
    bare = Site("country_road", lanes, bays, (), np.zeros((0, 3)), room, bay_m=7.0)
    if labels_only():
        return bare
    props = [Prop(_ground(stream(rng, "ground"), axis, lane, land, season), 0.0, 0.0)]
    for half in land:
        props += _verge(stream(rng, f"verge {half.side}"), half, season)
        props += _beyond(stream(rng, f"beyond {half.side}"), half, season, night)
    props.append(Prop(_hills(stream(rng, "hills"), season), 0.0, 0.0))
    props.append(Prop(fallen_leaves(stream(rng, "fallen"), (40.0, 2.0 * lane + 2.0), season), 0.0, 0.0))
    return replace(bare, props=props)


@dataclass(frozen=True)
class _Land:
    """What lies on one side of the road.

    Attributes:
        side: 1 left, -1 right.
        lane: y of the road's edge, ``edge`` of the verge's end; from there the land rises by ``rise`` metres.
    """

    axis: Axis
    side: float
    lane: float
    edge: float
    rise: float

    def profile(self) -> list[tuple[float, float]]:
        """y and z outwards."""
        far = self.edge + RISE_M
        out = [(self.lane + SHOULDER_M, 0.0), (self.edge, VERGE_M), (far, self.rise), (far + 120.0, self.rise)]
        return [(self.side * y, z) for y, z in out]

    def bank(self, start: int, end: int) -> roads.Quads:
        """The land between two points of its profile."""
        return self.axis.bend(roads.strip(self.axis, sorted(self.profile()[start : end + 1])))

    def prop(self, asset: Asset, s: float, y: float, turn: float = 0.0) -> Prop:
        """On the land ``s`` along the road and ``y`` from its middle; at no ``turn`` its x looks at the road."""
        place, sideways = self.axis.place(s, self.side * y).tolist()
        outwards, z = np.transpose(self.profile())
        low = float(np.interp(y, np.abs(outwards), z)) - 0.01
        yaw = float(self.axis.heading(s)) - self.side * np.pi / 2.0 + turn
        return Prop(asset, place, sideways, low, yaw)


def _ground(rng: np.random.Generator, axis: Axis, lane: float, land: list[_Land], season: str) -> Asset:
    draw = rng.uniform()
    surface = asphalt(stream(rng, "road"), lane if axis.curvature == 0.0 else 0.0, lane / 2.0)
    if draw > 0.8:
        surface = gravel(stream(rng, "road")) if draw > 0.9 else soil(stream(rng, "road"))
    edge = soil(stream(rng, "edge"))
    lines = [np.zeros((0, 4, 3))]
    if draw < 0.55:
        lines.append(roads.dashes(axis, 0.0, 0.12, 3.0, 9.0, float(rng.uniform(0.0, 8.0))))
        if rng.uniform() < 0.6:
            lines += [roads.line(axis, y, 0.12) for y in (-lane + 0.2, lane - 0.2)]
    color = "white" if rng.uniform() < 0.8 else "yellow"
    sides = [roads.strip(axis, sorted([(y * (lane + SHOULDER_M), 0.0), (y * lane, 0.0)])) for y in (-1.0, 1.0)]
    return roads.ground_asset(
        "country road",
        [
            (axis.bend(roads.strip(axis, [(-lane, 0.0), (lane, 0.0)])), surface),
            (axis.bend(np.concatenate(sides)), edge),
            (np.concatenate([half.bank(0, 2) for half in land]), grass(stream(rng, "verge"), season)),
            (land[0].bank(2, 3), _field(stream(rng, "field -"), season)),
            (land[1].bank(2, 3), _field(stream(rng, "field +"), season)),
            (axis.bend(np.concatenate(lines)), road_paint(stream(rng, "paint"), color)),
            (roads.plain(-1.2), grass(stream(rng, "plain"), season)),
        ],
    )


def _field(rng: np.random.Generator, season: str) -> Material:
    """A meadow, a crop, or ploughed land."""
    draw = rng.uniform()
    if draw < 0.5 or season == "winter":
        return grass(rng, season)
    if draw < 0.65:
        return soil(rng)
    red, green, blue = CROPS[int(rng.integers(len(CROPS)))]
    shade = float(rng.uniform(0.7, 1.2))
    params: dict[str, float | Colour] = {"seed": float(rng.uniform(1.0, 9.0)), "bare": 0.1, "dry": (red, green, blue)}
    return Material("crop", "grass", (red * shade, green * shade, blue * shade), roughness=0.9, params=params)


def _verge(rng: np.random.Generator, land: _Land, season: str) -> Iterator[Prop]:
    """Tall grass and weeds up to the road, shrubs among them, signs."""
    tall, shape = float(np.exp(rng.uniform(np.log(0.18), np.log(0.6)))), (1.5, 4.0)
    patches = [weeds(stream(rng, f"weeds {k}"), shape, season, tall * float(rng.uniform(0.7, 1.3))) for k in range(2)]
    low = weeds(stream(rng, "low"), (0.6, 4.0), season, 0.08)
    middles = (land.edge - 0.5, land.edge + 0.9, land.edge + 2.3)
    for s in np.arange(-NEAR_M, NEAR_M, 4.0):
        yield land.prop(low, float(s), land.lane + 0.45, float(rng.choice([0.0, np.pi])))
        for y in middles[land.edge - land.lane < 1.2 :]:
            if rng.uniform() < 0.88:
                patch, at = patches[int(rng.integers(2))], float(s + rng.normal(0.0, 0.3))
                yield land.prop(patch, at, y, float(rng.choice([0.0, np.pi])))
    shrubs = [bush(stream(rng, f"bush {k}"), season) for k in range(2)]
    for s in np.arange(-NEAR_M - 20.0, NEAR_M + 20.0, float(rng.uniform(3.0, 8.0))):
        shrub, y = shrubs[int(rng.integers(2))], land.edge + float(rng.uniform(0.8, 3.2))
        yield land.prop(shrub, float(s + rng.normal()), y, float(rng.uniform(-3.0, 3.0)))
    for s in rng.uniform(-40.0, 40.0, int(rng.integers(0, 3))):
        yield land.prop(sign(stream(rng, f"sign {s:.2f}")), float(s), land.edge + 0.6, -land.side * np.pi / 2.0)


def _beyond(rng: np.random.Generator, land: _Land, season: str, night: bool) -> Iterator[Prop]:
    """A hedge, a fence or a wall; trees in a row, in a wood or alone; a farm, wires."""
    draw = rng.uniform()
    line = hedge(stream(rng, "hedge"), PIECE_M, season) if draw < 0.4 else fence(stream(rng, "fence"), PIECE_M)
    if draw < 0.75:
        for s in np.arange(-NEAR_M - 10.0, NEAR_M + 10.0, PIECE_M):
            yield land.prop(line, float(s), land.edge + 2.6)
    grown = [tree(stream(rng, f"tree {k}"), season=season) for k in range(3)]
    for behind, least, most in ((1.8, 6.0, 22.0), (6.0, 5.0, 30.0), (14.0, 4.0, 14.0)):
        step = float(rng.uniform(least, most))
        for s in np.arange(-100.0 + float(rng.uniform(0.0, step)), 100.0, step):
            y, turn = land.edge + behind + abs(float(rng.normal(0.0, 0.8))), float(rng.uniform(-3.0, 3.0))
            yield land.prop(grown[int(rng.integers(3))], float(s + rng.normal(0.0, 1.0)), y, turn)
    if rng.uniform() < 0.35:
        made = building(stream(rng, "farm"), float(rng.uniform(10.0, 18.0)), 9.0, style="house", night=night)
        yield land.prop(made, float(rng.uniform(-30.0, 30.0)), land.edge + float(rng.uniform(5.0, 12.0)))
    if rng.uniform() < 0.3:
        pole = utility_pole(stream(rng, "pole"), 35.0)
        for s in np.arange(-105.0, 105.0, 35.0):
            yield land.prop(pole, float(s), land.edge + 1.2, np.pi / 2.0)


def _hills(rng: np.random.Generator, season: str) -> Asset:
    """A ring of wooded hills and fields, 200 to 560 m away."""
    angle = np.linspace(0.0, 2.0 * np.pi, 73)
    high = np.zeros(73)
    for wave in range(2, 12):
        high += rng.normal(0.0, 1.0 / wave) * np.sin(wave * angle + rng.uniform(0.0, 6.3))
    top = float(np.exp(rng.uniform(np.log(6.0), np.log(70.0)))) * np.clip(0.35 + high, 0.0, 1.6)
    rings: list[tuple[float, Float64]] = [
        (200.0, 0.0 * top - 1.3),
        (300.0, 0.25 * top),
        (420.0, 0.8 * top),
        (560.0, top),
    ]
    corners = [np.stack([r * np.cos(angle), r * np.sin(angle), z], axis=-1) for r, z in rings]
    pieces = []
    for index in range(3):
        near, far = corners[index], corners[index + 1]
        quads = np.stack([near[:-1], far[:-1], far[1:], near[1:]], axis=1)
        wood = rng.uniform(size=len(quads)) < (0.3, 0.5, 0.9)[index]
        shade = float(rng.uniform(0.5, 1.0))
        forest = Material(
            "forest", "soil", (0.035 * shade, 0.06 * shade, 0.022 * shade), roughness=0.95, params={"lump_m": 7.0}
        )
        pieces += [(quads[wood], forest), (quads[~wood], _field(stream(rng, f"field {index}"), season))]
    return roads.ground_asset("hills", pieces)
