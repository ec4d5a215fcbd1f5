"""A forecourt: petrol pumps on islands under a lit canopy, a shop behind them, a street before them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from assets.asset import Asset
from assets.environments.brands import Brand, brand
from assets.environments.buildings.canopies import canopy, column, kiosk
from assets.environments.furniture import (
    bollard,
    cabinet,
    cone,
    crates,
    flag,
    litter_bin,
    manhole,
    planter,
    sign,
    street_lamp,
)
from assets.environments.furniture.pumps import air_machine, petrol_pump, price_pole
from assets.environments.panels import Float64
from assets.environments.plants import bush, fallen_leaves
from assets.environments.sites import roads
from assets.environments.sites.roads import KERB_M, STREET_MPS, Axis
from assets.environments.sites.sides import CLOSINGS, Side
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, concrete, grass, kerb_stone, paving, road_paint
from assets.materials import Material
from assets.random import stream
from assets.standins import labels_only

ISLANDS = {1: 0.2, 2: 0.45, 3: 0.35}
ISLAND_M = 0.6  # half its width
BESIDE_M = 2.0  # from an island's middle to that of the lane beside it
BYPASS_M = 4.4  # width of the way between the street and the canopy
BAY_M = 5.2
VERGE_M, STREET_M, FAR_M = 2.6, 7.0, 2.2  # the grass before the street, the street, the pavement across it
PAVEMENT_M, KIOSK_M = 1.5, 7.0  # before the shop, and the shop's depth
CROWN_MPS = 3.5  # what is usual on a forecourt
STREET_HALF_M = 60.0


@dataclass(frozen=True, eq=False)
class _Plan:
    """Attributes:
    pumps: (P,) x of the pumps of every island.
    islands: (I,) y of their middles.
    roof: half sizes of the canopy along x and y; ``clear``, ``high`` its lower and its upper edge.
    half_x, half_y: half sizes of the paved ground.
    bays: width of those before the shop.
    """

    pumps: Float64
    islands: Float64
    roof: tuple[float, float]
    clear: float
    high: float
    half_x: float
    half_y: float
    bays: float

    @property
    def lanes(self) -> Float64:
        """(2 I,) y of the lanes beside the islands."""
        return np.sort(np.concatenate([self.islands - BESIDE_M, self.islands + BESIDE_M]))

    @property
    def street(self) -> float:
        """y of the edge of the street."""
        return -self.half_y - VERGE_M


def forecourt(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """Lanes along x on both sides of each island, bays before the shop at +y, a street at -y."""
    plan, shape = _plan(stream(rng, "plan")), stream(rng, "shape")
    way = int(shape.choice([1, -1]))
    ends = np.array([[-plan.half_x + 2.0, 0.0], [plan.half_x - 2.0, 0.0]])
    bypass = -plan.half_y + BYPASS_M / 2.0
    lanes = [Lane((ends + np.array([0.0, y]))[::way], 3.4, "drive", CROWN_MPS) for y in (*plan.lanes.tolist(), bypass)]
    road = np.array([[-STREET_HALF_M, 0.0], [STREET_HALF_M, 0.0]])
    for share, step in ((0.25, 1), (0.75, -1)):
        middle = np.array([0.0, plan.street - share * STREET_M])
        lanes.append(Lane((road + middle)[::step], 3.2, "drive", STREET_MPS))
    walk = Lane(ends + np.array([0.0, plan.half_y + PAVEMENT_M / 2.0]), 1.2, "walk", 1.3, KERB_M)
    x, low, high = plan.half_x - 0.5, plan.street - STREET_M, plan.half_y + PAVEMENT_M - 0.2
    room = np.array([[-x, low], [x, low], [x, high], [-x, high]])
    bays = _bays(stream(rng, "bays"), plan, way)
    bare = Site("forecourt", (*lanes, walk), bays, (), np.zeros((0, 3)), room, bay_m=BAY_M)
    if labels_only():
        return bare
    own = brand(stream(rng, "brand"))
    props = [Prop(_ground(stream(rng, "ground"), plan, season), 0.0, 0.0)]
    roof, shine = canopy(stream(rng, "canopy"), own, plan.roof, plan.clear, plan.high, night)
    center = float(plan.islands.mean())
    props.append(Prop(roof, 0.0, center))
    props += _islands(stream(rng, "islands"), plan, own, night)
    props += _shop(stream(rng, "shop"), plan, own, night)
    props += _verge(stream(rng, "verge"), plan, own, season, night)
    props += _closed(stream(rng, "closed"), plan, season, night)
    heads = _lamps(stream(rng, "lamps"), plan, props)
    return replace(bare, props=props, lamp_heads=heads, ceiling_lamps=_shining(shine, plan))


def _plan(rng: np.random.Generator) -> _Plan:
    count = int(rng.choice(list(ISLANDS), p=list(ISLANDS.values())))
    pumps, apart = int(rng.integers(2, 4)), float(rng.uniform(6.2, 7.5))
    pitch = float(rng.uniform(7.8, 9.2))
    x = np.linspace(-0.5, 0.5, pumps) * (pumps - 1) * apart
    roof = (float(x[-1] + rng.uniform(3.4, 5.0)), (count - 1) * pitch / 2.0 + float(rng.uniform(3.6, 4.6)))
    first = BYPASS_M + BESIDE_M + float(rng.uniform(1.6, 2.4))
    depth = first + (count - 1) * pitch + BESIDE_M + float(rng.uniform(4.2, 6.0)) + BAY_M
    clear = float(rng.uniform(4.7, 5.6))
    islands: Float64 = pitch * np.arange(count, dtype=np.float64) + (first - depth / 2.0)
    return _Plan(
        x,
        islands,
        roof,
        clear,
        clear + float(rng.uniform(0.7, 1.2)),
        roof[0] + float(rng.uniform(8.0, 12.0)),
        depth / 2.0,
        float(rng.uniform(2.5, 3.1)),
    )


def _bays(rng: np.random.Generator, plan: _Plan, way: int) -> Float64:
    """(B, 3) at the pumps along the lanes, and before the shop."""
    yaw = 0.0 if way > 0 else np.pi
    at = [(x + float(rng.normal(0.0, 0.4)), y, yaw) for x in plan.pumps for y in plan.lanes]
    x = np.arange(-plan.half_x + 4.0, plan.half_x - 4.0, plan.bays)
    return np.array([*at, *((float(a), plan.half_y - BAY_M / 2.0 - 0.2, np.pi / 2.0) for a in x)])


def _floor(rng: np.random.Generator) -> Material:
    """Under the canopy: plates of concrete, bricks, or the asphalt of all around."""
    draw = rng.uniform()
    if draw < 0.6:
        return concrete(rng, float(rng.uniform(2.5, 5.0)), float(rng.uniform(0.4, 0.9)))
    return paving(rng, "bricks") if draw < 0.8 else asphalt(rng)


def _ground(rng: np.random.Generator, plan: _Plan, season: str) -> Asset:
    """Asphalt around the canopy's own floor, islands with kerbs, lines of bays, a verge with two ways in, a street."""
    ex, ey, street = plan.half_x, plan.half_y, plan.street
    rx, ry, mid = plan.roof[0], plan.roof[1], float(plan.islands.mean())
    far, gap = street - STREET_M, 7.0
    verges = [(-STREET_HALF_M, -ex + 1.0), (-ex + 1.0 + gap, ex - 1.0 - gap), (ex - 1.0, STREET_HALF_M)]
    edges = np.arange(-ex + 4.0 - plan.bays / 2.0, ex - 4.0 + plan.bays / 2.0, plan.bays)
    lines = [roads.flat((x - 0.05, x + 0.05), (ey - BAY_M, ey - 0.1), roads.PAINT_M) for x in edges.tolist()]
    axis = Axis(STREET_HALF_M)
    marks = [roads.dashes(axis, street - STREET_M / 2.0, 0.12, 3.0, 9.0, float(rng.uniform(0.0, 6.0)))]
    marks += [roads.line(axis, street - STREET_M + 0.3, 0.12)]
    kerbs = [_kerb(s, (-ey - VERGE_M, -ey)) for s in verges]
    kerbs.append(roads.strip(axis, [(ey - 0.05, 0.0), (ey - 0.05, KERB_M), (ey + 0.1, KERB_M)], (-ex, ex)))
    kerbs.append(roads.strip(axis, [(far - 0.15, KERB_M), (far, KERB_M), (far, 0.0)]))
    return roads.ground_asset(
        "forecourt",
        [
            (roads.flat((-ex - 2.0, ex + 2.0), (-ey - VERGE_M, ey)), asphalt(stream(rng, "apron"))),
            (roads.flat((-rx, rx), (mid - ry, mid + ry), roads.PAINT_M / 2.0), _floor(stream(rng, "floor"))),
            (roads.flat((-STREET_HALF_M, STREET_HALF_M), (far, street)), asphalt(stream(rng, "street"))),
            (np.concatenate(lines), road_paint(stream(rng, "paint"), "white" if rng.uniform() < 0.7 else "yellow")),
            (np.concatenate(marks), road_paint(stream(rng, "marks"))),
            (np.concatenate([_top(s, (-ey - VERGE_M, -ey)) for s in verges]), grass(stream(rng, "verge"), season)),
            (np.concatenate(kerbs), kerb_stone(stream(rng, "kerb"))),
            (roads.flat((-ex, ex), (ey + 0.1, ey + PAVEMENT_M + 0.5), KERB_M), paving(stream(rng, "pavement"))),
            (
                roads.flat((-STREET_HALF_M, STREET_HALF_M), (far - FAR_M, far - 0.15), KERB_M),
                paving(stream(rng, "far")),
            ),
            (np.concatenate(_curbed(plan)), concrete(stream(rng, "islands"))),
            (np.concatenate(_ends(plan)), road_paint(stream(rng, "ends"), "yellow")),
            (roads.plain(-0.03), grass(stream(rng, "plain"), season)),
        ],
    )


def _top(s: tuple[float, float], y: tuple[float, float]) -> roads.Quads:
    return roads.flat((s[0] + 0.15, s[1] - 0.15), (y[0] + 0.15, y[1] - 0.15), KERB_M)


def _kerb(s: tuple[float, float], y: tuple[float, float]) -> roads.Quads:
    """Four stones around a raised rectangle, which ``_top`` fills."""
    return _block(s, y, KERB_M)


def _block(s: tuple[float, float], y: tuple[float, float], high: float) -> roads.Quads:
    """The four sides and the top of a raised rectangle; the top lies a millimetre lower."""
    (a, b), (c, d) = s, y
    corners = np.array([[a, c], [b, c], [b, d], [a, d]])
    following = np.roll(corners, -1, axis=0)
    foot, top = (np.insert(corners, 2, z, axis=1) for z in (0.0, high))
    foot_next, top_next = (np.insert(following, 2, z, axis=1) for z in (0.0, high))
    return np.concatenate([np.stack([foot, foot_next, top_next, top], axis=1), roads.flat(s, y, high - 0.001)])


def _curbed(plan: _Plan) -> list[roads.Quads]:
    """The islands, from the first of their pumps to the last."""
    x = plan.pumps[-1] + 1.9
    return [_block((-x, x), (y - ISLAND_M, y + ISLAND_M), 0.15) for y in plan.islands.tolist()]


def _ends(plan: _Plan) -> list[roads.Quads]:
    """Paint on the ends of the islands."""
    x = plan.pumps[-1] + 1.9
    spans = ((-x, -x + 0.5), (x - 0.5, x))
    return [roads.flat(s, (y - ISLAND_M, y + ISLAND_M), 0.152) for y in plan.islands.tolist() for s in spans]


def _islands(rng: np.random.Generator, plan: _Plan, own: Brand, night: bool) -> Iterator[Prop]:
    """Pumps, the canopy's columns, bins and posts at the ends."""
    pump, carrier = petrol_pump(stream(rng, "pump"), own, night), column(stream(rng, "column"), own, plan.clear + 0.1)
    guard, things = bollard(stream(rng, "guard")), (litter_bin(stream(rng, "bin")), cone(stream(rng, "cone")))
    last, aside = float(plan.pumps[-1]), float(rng.uniform(1.0, 1.4))
    for y in plan.islands.tolist():
        for x in plan.pumps.tolist():
            yield Prop(pump, x, y, 0.15, float(rng.choice([0.0, np.pi])))
        for end in (-1.0, 1.0):
            yield Prop(carrier, end * (last - aside), y, 0.15)
            yield Prop(guard, end * (last + 1.55), y, 0.15)
            yield Prop(things[int(rng.uniform() < 0.1)], end * (last + 1.0), y, 0.15, float(rng.uniform(-3.0, 3.0)))


def _shop(rng: np.random.Generator, plan: _Plan, own: Brand, night: bool) -> Iterator[Prop]:
    """The kiosk, and what is sold and thrown away before it."""
    side = Side(np.pi / 2.0, plan.half_y, plan.half_x)
    wide = min(float(rng.uniform(11.0, 19.0)), 1.6 * plan.half_x)
    along = float(rng.uniform(-1.0, 1.0)) * (plan.half_x - wide / 2.0 - 1.0)
    yield side.prop(kiosk(stream(rng, "kiosk"), own, wide, KIOSK_M, night), PAVEMENT_M, along, z=KERB_M)
    makers = (cabinet, crates, planter, litter_bin, sign)
    made = [air_machine(stream(rng, "air"), own), *(maker(stream(rng, f"thing {k}")) for k, maker in enumerate(makers))]
    for at in np.arange(-plan.half_x + 1.0, plan.half_x - 1.0, float(rng.uniform(2.2, 3.6))).tolist():
        before = abs(at - along) < wide / 2.0
        thing = made[int(rng.integers(len(made)))]
        if rng.uniform() < (0.5 if before else 0.35):
            yield side.prop(thing, PAVEMENT_M - 0.45, at, z=KERB_M)


def _verge(rng: np.random.Generator, plan: _Plan, own: Brand, season: str, night: bool) -> Iterator[Prop]:
    """The pole with the prices, flags, shrubs and a sign on the grass; leaves and covers on the ground."""
    side = Side(-np.pi / 2.0, plan.half_y, plan.half_x)
    reach, behind = plan.half_x - 9.0, VERGE_M / 2.0
    pole = price_pole(stream(rng, "prices"), own, night)
    end = float(rng.choice([-1.0, 1.0]))
    yield side.prop(pole, behind, end * (reach - 1.0), np.pi / 2.0)
    made = (flag(stream(rng, "flag")), bush(stream(rng, "bush"), season), sign(stream(rng, "sign")))
    turn = float(rng.uniform(-np.pi, np.pi))
    for at in np.linspace(-reach + 3.0, reach - 3.0, int(rng.integers(2, 6))).tolist():
        yield side.prop(made[int(rng.choice(3, p=(0.4, 0.4, 0.2)))], behind, -end * at, turn)
    litter = fallen_leaves(stream(rng, "litter"), (plan.half_x, 2.0 * plan.half_y), season)
    cover = manhole(stream(rng, "cover"))
    yield from (Prop(litter, x, 0.0) for x in (-plan.half_x / 2.0, plan.half_x / 2.0))
    for x, y in rng.uniform(-0.8, 0.8, (3, 2)).tolist():
        yield Prop(cover, x * plan.half_x, y * plan.half_y, roads.PAINT_M)


def _closed(rng: np.random.Generator, plan: _Plan, season: str, night: bool) -> Iterator[Prop]:
    """What stands behind the shop, at both ends, and across the street."""
    depth = plan.half_y - plan.street
    around = (
        Side(np.pi / 2.0, plan.half_y + PAVEMENT_M + KIOSK_M + 1.0, plan.half_x + 3.0),
        Side(-np.pi / 2.0, -plan.street + STREET_M + FAR_M, plan.half_x + 12.0),
        Side(0.0, plan.half_x + 2.2, depth / 2.0),
        Side(np.pi, plan.half_x + 2.2, depth / 2.0),
    )
    for index, side in enumerate(around):
        fill = CLOSINGS[int(rng.choice(len(CLOSINGS), p=(0.2, 0.35, 0.45)))]
        yield from fill(stream(rng, f"side {index}"), side, season, night)


def _lamps(rng: np.random.Generator, plan: _Plan, props: list[Prop]) -> Float64:
    """(L, 3) heads of the street's lamps, across it; their poles go to the props."""
    lamp, head = street_lamp(rng)
    y, heads = plan.street - STREET_M - 0.5, []
    for x in np.arange(-40.0, 41.0, 20.0):
        props.append(Prop(lamp, float(x), y, KERB_M, np.pi / 2.0))
        heads.append((float(x), y + head[0], head[2] + KERB_M))
    return np.array(heads)


def _shining(at: Float64, plan: _Plan) -> Float64:
    """(C, 3) lights for the lamps under the roof: two or three a row, one row an island, since each costs."""
    x = np.linspace(-0.62, 0.62, 3 if len(plan.pumps) > 2 else 2) * plan.roof[0]
    low = float(at[:, 2].min()) - 0.03
    return np.array([(a, y + BESIDE_M * s, low) for a in x for y, s in zip(plan.islands, (1, 0, -1), strict=False)])
