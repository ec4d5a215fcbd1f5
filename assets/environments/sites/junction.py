"""A crossing of two streets with lights or without, houses at its corners."""

from dataclasses import dataclass, replace

import numpy as np

from assets.asset import Asset
from assets.environments.furniture import sign, traffic_light
from assets.environments.panels import Float64
from assets.environments.sites import roads
from assets.environments.sites.borders import SURROUNDINGS, Border, border
from assets.environments.sites.roads import KERB_M, STREET_MPS, Axis
from assets.environments.sites.site import Lane, Prop, Site
from assets.environments.surfaces import asphalt, grass, kerb_stone, paving, road_paint
from assets.random import stream
from assets.standins import labels_only

REACH_M = 110.0
CORNER = 8  # steps around a corner


@dataclass(frozen=True, eq=False)
class _Plan:
    """Two streets that cross. Arm 0 leaves along +x, the others follow anticlockwise.

    Attributes:
        lane: width of one, metres.
        counts: (2,) lanes each way of the street along x and of the one along y; ``halves`` their half widths, metres.
        walk: width of the pavements; ``radius`` of the kerbs at the corners; metres.
        keeps_right: 1 where traffic keeps right, -1 where it keeps left.
    """

    lane: float
    counts: Float64
    halves: Float64
    walk: float
    radius: float
    keeps_right: float

    def across(self, arm: int) -> tuple[float, float]:
        """Half widths of the street that the arm belongs to and of the other one, metres."""
        return float(self.halves[arm % 2]), float(self.halves[1 - arm % 2])


def junction(rng: np.random.Generator, season: str = "summer", night: bool = False) -> Site:
    """Two straight streets that cross at the origin, at right angles."""
    shape = stream(rng, "shape")
    plan = _plan(shape)
    around = str(shape.choice(list(SURROUNDINGS), p=list(SURROUNDINGS.values())))
    reach = 40.0
    x, y = float(plan.halves[1]) + plan.walk * 0.8, float(plan.halves[0]) + plan.walk * 0.8
    quarter = np.array([[reach, y], [x, y], [x, reach]])
    room = np.concatenate([quarter, quarter[::-1] * [-1, 1], quarter * [-1, -1], quarter[::-1] * [1, -1]])
    lanes = (*_through(plan), *_turns(plan))
    bare = Site("junction", lanes, np.zeros((0, 3)), (), np.zeros((0, 3)), room)
    if labels_only():
        return bare
    ground = _ground(stream(rng, "ground"), plan, bool(shape.uniform() < 0.7), season)
    props, heads = [Prop(ground, 0.0, 0.0)], list[tuple[float, float, float]]()
    lit = bool(shape.uniform() < 0.6)
    for arm in range(4):
        props += _corner(stream(rng, f"corner {arm}"), plan, arm, lit)
        row = _row(stream(rng, f"row {arm}"), plan, arm, around, season, night)
        props += row[0]
        heads += row[1]
    return replace(bare, props=props, lamp_heads=np.array(heads).reshape(-1, 3))


def _plan(rng: np.random.Generator) -> _Plan:
    keeps_right = 1.0 if rng.uniform() < 0.72 else -1.0
    lane, walk = float(rng.uniform(3.0, 3.6)), float(rng.uniform(2.5, 5.0))
    counts = rng.choice([1.0, 2.0], size=2, p=[0.6, 0.4]).astype(np.float64)
    halves: Float64 = counts * lane + 0.3
    return _Plan(lane, counts, halves, walk, float(rng.uniform(4.0, 8.0)), keeps_right)


def _turned(points: Float64, turn: float) -> Float64:
    c, s = np.cos(turn), np.sin(turn)
    return np.asarray(points @ np.array([[c, s], [-s, c]]))


def _through(plan: _Plan) -> list[Lane]:
    """Lanes straight across, in all four directions."""
    out = []
    for arm in range(4):
        for index in range(int(plan.counts[arm % 2])):
            y = -plan.keeps_right * (index + 0.5) * plan.lane
            points = np.array([[-REACH_M, y], [REACH_M, y]])
            out.append(Lane(_turned(points, arm * np.pi / 2.0), plan.lane, "drive", STREET_MPS * 0.7))
    return out


def _turns(plan: _Plan) -> list[Lane]:
    """A lane around each corner, where vehicles turn off."""
    out, half = [], plan.lane / 2.0
    t = np.linspace(0.0, np.pi / 2.0, CORNER + 1)
    for arm in range(4):
        own, other = plan.across(arm)
        y, x = own - half, other - half
        bow = min(plan.radius + half, own, other)
        # comes along +x at -y (keeping right) and leaves along -y at -x
        start, end = np.array([-x - bow, -y]), np.array([-x, -y - bow])
        arc = np.stack([start[0] + bow * np.sin(t), end[1] + bow * np.cos(t)], axis=1)
        points = np.concatenate([[[-x - bow - 8.0, -y]], arc, [[-x, -y - bow - 8.0]]]) * [1.0, plan.keeps_right]
        out.append(Lane(_turned(points, arm * np.pi / 2.0), plan.lane, "drive", STREET_MPS * 0.4))
    return out


def _ground(rng: np.random.Generator, plan: _Plan, zebra: bool, season: str) -> Asset:
    """Roads with round corners, kerbs, pavements, land and paint."""
    hx, hy = float(plan.halves[1]), float(plan.halves[0])  # half widths across x and across y
    road = [
        roads.flat((-REACH_M, REACH_M), (-hy, hy)),
        roads.flat((-hx, hx), (hy, REACH_M)),
        roads.flat((-hx, hx), (-REACH_M, -hy)),
    ]
    corners, walks, stones, lawns = (list[roads.Quads]() for _ in range(4))
    for sx, sy in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        fillet, curb, side, lawn = _quarter(hx, hy, plan.walk, plan.radius)
        for target, quads in ((corners, fillet), (stones, curb), (walks, side), (lawns, lawn)):
            moved = quads * [sx, sy, 1.0]
            target.append(moved if sx * sy > 0 else moved[:, ::-1])
    return roads.ground_asset(
        "junction",
        [
            (np.concatenate([*road, *corners]), asphalt(stream(rng, "road"))),
            (np.concatenate(stones), kerb_stone(stream(rng, "kerb"))),
            (np.concatenate(walks), paving(stream(rng, "paving"))),
            (np.concatenate(lawns), grass(stream(rng, "lawn"), season)),
            (_paint(plan, zebra), road_paint(stream(rng, "paint"), "white")),
            (roads.plain(-0.3), grass(stream(rng, "plain"), season)),
        ],
    )


def _paint(plan: _Plan, zebra: bool) -> roads.Quads:
    """Middle lines, dashes between lanes, stop lines and often crossings, on all four arms."""
    lines = [np.zeros((0, 4, 3))]
    for arm in range(4):
        own, other = plan.across(arm)
        stop = other + plan.radius + (4.0 if zebra else 1.0)
        arm_lines = [roads.flat((stop, REACH_M), (-0.06, 0.06), roads.PAINT_M)]
        for index in range(1, int(plan.counts[arm % 2])):
            for y in (-index * plan.lane, index * plan.lane):
                arm_lines += [
                    roads.flat((s, s + 3.0), (y - 0.06, y + 0.06), roads.PAINT_M)
                    for s in np.arange(stop, REACH_M, 6.0).tolist()
                ]
        arm_lines.append(roads.flat((stop, stop + 0.4), (-own + 0.3, -0.2), roads.PAINT_M))
        arm_lines.append(roads.flat((stop, stop + 0.4), (0.2, own - 0.3), roads.PAINT_M))
        if zebra:
            arm_lines.append(roads.zebra(stop - 2.0, (-own + 0.3, own - 0.3), 3.0))
        quads = np.concatenate(arm_lines)
        quads[..., :2] = _turned(quads[..., :2], arm * np.pi / 2.0)
        lines.append(quads)
    return np.concatenate(lines)


def _quarter(hx: float, hy: float, walk: float, radius: float) -> tuple[roads.Quads, ...]:
    """The corner at +x, +y: rounded road, kerb, pavement, land behind. Counter-clockwise from above."""
    t = np.linspace(0.0, np.pi / 2.0, CORNER + 1)
    # the kerb runs from (REACH, hy) to the fillet, around it, and up along x = hx
    arc = np.stack([hx + radius - radius * np.sin(t), hy + radius - radius * np.cos(t)], axis=1)
    kerb = np.concatenate([[[REACH_M, hy]], arc, [[hx, REACH_M]]])
    back = np.concatenate(
        [[[REACH_M, hy + walk]], np.full((CORNER + 1, 2), [hx + walk, hy + walk]), [[hx + walk, REACH_M]]]
    )

    def ring(inner: Float64, outer: Float64, z_in: float, z_out: float) -> roads.Quads:
        low, high = (
            np.column_stack([inner, np.full(len(inner), z_in)]),
            np.column_stack([outer, np.full(len(outer), z_out)]),
        )
        return np.stack([low[:-1], high[:-1], high[1:], low[1:]], axis=1)[:, ::-1][:, [3, 0, 1, 2]]

    road_corner = np.full_like(arc, [hx, hy])
    inset = kerb + (back - kerb) * (0.15 / np.linalg.norm(back - kerb, axis=1, keepdims=True))
    fillet = ring(road_corner, arc, 0.0, 0.0)
    curb = np.concatenate([ring(kerb, kerb, 0.0, KERB_M), ring(kerb, inset, KERB_M, KERB_M)])
    side = ring(inset, back, KERB_M, KERB_M)
    far = np.full_like(back, [REACH_M, REACH_M])
    lawn = ring(back, far, KERB_M - 0.01, KERB_M - 0.01)
    return fillet, curb, side, lawn


def _corner(rng: np.random.Generator, plan: _Plan, arm: int, lit: bool) -> list[Prop]:
    """A traffic light or a sign where the arm that comes along +x stops."""
    turn, (own, other) = arm * np.pi / 2.0, plan.across(arm)
    x, y = -(other + 0.8 + plan.walk * 0.3), -plan.keeps_right * (own + 0.6)
    (px, py), yaw = _turned(np.array([x, y]), turn), turn + np.pi
    states = ("red", "green", "amber")
    asset = traffic_light(rng, states[int(rng.choice(3, p=[0.48, 0.45, 0.07]))]) if lit else sign(rng)
    return [Prop(asset, float(px), float(py), KERB_M, float(yaw))]


def _row(
    rng: np.random.Generator, plan: _Plan, arm: int, around: str, season: str, night: bool
) -> tuple[list[Prop], list[tuple[float, float, float]]]:
    """Both sides of the arm that leaves along +x, filled from the corner outwards."""
    props: list[Prop] = []
    heads: list[tuple[float, float, float]] = []
    turn, (own, other) = arm * np.pi / 2.0, plan.across(arm)
    length = (REACH_M - other - plan.walk) / 2.0
    start = other + plan.walk + length
    for side in (-1.0, 1.0):
        made = border(
            stream(rng, f"side {side}"),
            Border(Axis(length), side, side * own, plan.walk, KERB_M, around, reach=length),
            season,
            night,
        )
        for prop in made.props:
            if abs(prop.x) > length:  # furniture of longer streets
                continue
            place = _turned(np.array([prop.x + start, prop.y]), turn)
            props.append(Prop(prop.asset, float(place[0]), float(place[1]), prop.z, prop.yaw + turn))
        for x, y, z in made.lamp_heads:
            if abs(x) <= length:
                place = _turned(np.array([x + start, y]), turn)
                heads.append((float(place[0]), float(place[1]), z))
    return props, heads
