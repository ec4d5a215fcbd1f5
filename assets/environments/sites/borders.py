"""What stands along a road: houses, gardens, trees, lamps and furniture on one side of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import building
from assets.environments.furniture import (
    bench,
    billboard,
    bollard,
    bus_shelter,
    cafe_table,
    crates,
    display,
    fence,
    flag,
    hydrant,
    litter_bin,
    parking_meter,
    planter,
    post_box,
    sign,
    street_lamp,
    utility_pole,
)
from assets.environments.plants import bush, fallen_leaves, hedge, tree, weeds
from assets.environments.sites.roads import Axis
from assets.environments.sites.site import Prop
from assets.random import stream
from assets.standins import labels_only

SURROUNDINGS = {"city": 0.40, "suburb": 0.25, "green": 0.20, "industrial": 0.15}  # what lies beside streets: shares
NEAR_M = 40.0  # from the middle, both ways: where small plants grow
HEDGE_M = 4.0  # length of one piece of a garden's edge

type Head = tuple[float, float, float]


@dataclass(frozen=True)
class Border:
    """One side of a road.

    Attributes:
        axis: the road's.
        side: 1 left, -1 right.
        kerb: y of the kerb; ``pavement`` the width behind it, ``level`` its height, metres.
        around: a key of ``SURROUNDINGS``.
        reach: metres along the axis, both ways, that are filled.
    """

    axis: Axis
    side: float
    kerb: float
    pavement: float
    level: float
    around: str
    reach: float = 110.0

    def prop(self, asset: Asset, s: float, behind_m: float, turn: float = 0.0) -> Prop:
        """The asset ``behind_m`` metres behind the kerb; at no ``turn`` its x looks at the road."""
        x, y = self.axis.place(s, self.kerb + self.side * behind_m)
        yaw = float(self.axis.heading(s)) - self.side * np.pi / 2.0 + turn
        return Prop(asset, float(x), float(y), self.level, yaw)


@dataclass(frozen=True)
class Filled:
    """Attributes:
    props: everything along the border.
    lamp_heads: x, y, z where its lamps shine from.
    """

    props: list[Prop] = field(default_factory=list)
    lamp_heads: list[Head] = field(default_factory=list)


def border(rng: np.random.Generator, place: Border, season: str, night: bool) -> Filled:
    """Fill one side of a road."""
    out = Filled()
    if labels_only():
        return out
    fill = {"city": _houses, "suburb": _gardens, "green": _green, "industrial": _works}[place.around]
    out.props.extend(fill(stream(rng, "row"), place, season, night))
    out.props.extend(_street_trees(stream(rng, "trees"), place, season))
    out.props.extend(_furniture(stream(rng, "furniture"), place))
    out.props.extend(_wild(stream(rng, "wild"), place, season))
    _lamps(stream(rng, "lamps"), place, out)
    return out


def _houses(rng: np.random.Generator, place: Border, season: str, night: bool) -> Iterator[Prop]:
    """A wall of houses at the back of the pavement, with a gap now and then."""
    s, behind = -place.reach, place.pavement
    common = int(rng.integers(2, 6))
    while s < place.reach:
        width = float(rng.uniform(8.0, 24.0))
        if rng.uniform() < 0.10:
            yield from _trees(rng, place, season, (s, s + 8.0), behind + 4.0, 1)
            s += 8.0
            continue
        floors = max(1, common + int(rng.integers(-1, 3)))
        made = building(rng, width, float(rng.uniform(10.0, 16.0)), floors=floors, night=night)
        yield place.prop(made, s + width / 2.0, behind)
        s += width


def _gardens(rng: np.random.Generator, place: Border, season: str, night: bool) -> Iterator[Prop]:
    """Houses behind gardens, hedges and fences."""
    s, behind = -place.reach, place.pavement
    setback = float(rng.uniform(3.0, 8.0))
    shrubs = [bush(stream(rng, f"bush {index}"), season) for index in range(3)]
    edges = [hedge(rng, HEDGE_M, season), fence(rng, HEDGE_M)]
    while s < place.reach:
        width, plot = float(rng.uniform(7.0, 12.0)), float(rng.uniform(12.0, 20.0))
        made = building(rng, width, float(rng.uniform(8.0, 12.0)), style="house", night=night)
        middle = s + plot / 2.0
        yield place.prop(made, middle, behind + setback)
        edge = edges[int(rng.integers(2))]
        for start in np.arange(0.0, plot - HEDGE_M - 3.0, HEDGE_M):  # a drive stays open
            yield place.prop(edge, s + float(start) + HEDGE_M / 2.0, behind + 0.3)
        for _ in range(int(rng.integers(1, 4))):
            where = s + float(rng.uniform(0.5, plot - 4.0))
            shrub = shrubs[int(rng.integers(3))]
            yield place.prop(shrub, where, behind + float(rng.uniform(1.0, setback - 0.5)))
        s += plot
    yield from _trees(rng, place, season, (-place.reach, place.reach), behind + 3.0, 6)


def _green(rng: np.random.Generator, place: Border, season: str, night: bool) -> Iterator[Prop]:
    """A park or the edge of a wood."""
    reach, behind = place.reach, place.pavement
    yield from _trees(rng, place, season, (-reach, reach), behind + 4.0, 14)
    yield from _trees(rng, place, season, (-reach, reach), behind + 13.0, 14)
    shrubs = [bush(stream(rng, f"bush {index}"), season) for index in range(3)]
    for s in np.arange(-reach, reach, float(rng.uniform(5.0, 9.0))):
        yield place.prop(shrubs[int(rng.integers(3))], float(s + rng.normal()), behind + float(rng.uniform(1.0, 12.0)))
    if rng.uniform() < 0.5:
        edge = fence(rng, 20.0) if rng.uniform() < 0.6 else hedge(rng, 20.0, season)
        for s in np.arange(-reach, reach, 20.0):
            yield place.prop(edge, float(s + 10.0), behind + 0.4)


def _works(rng: np.random.Generator, place: Border, season: str, night: bool) -> Iterator[Prop]:
    """Sheds and yards behind a fence."""
    s, behind = -place.reach, place.pavement
    edge = fence(rng, 12.0)
    for start in np.arange(-place.reach, place.reach, 12.0):
        yield place.prop(edge, float(start + 6.0), behind + 0.3)
    while s < place.reach:
        width = float(rng.uniform(18.0, 45.0))
        made = building(rng, width, 20.0, style="warehouse", night=night)
        yield place.prop(made, s + width / 2.0, behind + float(rng.uniform(5.0, 14.0)))
        s += width + float(rng.uniform(2.0, 12.0))
    if rng.uniform() < 0.5:
        yield place.prop(billboard(rng), float(rng.uniform(-40.0, 40.0)), behind + 2.0)
    yield from _trees(rng, place, season, (-place.reach, place.reach), behind + 2.0, 4)


def _trees(
    rng: np.random.Generator, place: Border, season: str, s: tuple[float, float], behind: float, count: int
) -> Iterator[Prop]:
    """Trees here and there; a few shapes serve them all."""
    shapes = [tree(stream(rng, f"tree {index}"), season=season) for index in range(min(count, 3))]
    for where in np.sort(rng.uniform(*s, count)):
        spread = float(rng.normal(0.0, 1.2))
        turn = float(rng.uniform(-np.pi, np.pi))
        yield place.prop(shapes[int(rng.integers(len(shapes)))], float(where), max(1.0, behind + spread), turn)


def _street_trees(rng: np.random.Generator, place: Border, season: str) -> Iterator[Prop]:
    """A row along the kerb, in half of the streets."""
    if place.pavement < 2.0 or rng.uniform() < 0.35:
        return
    shapes = [tree(stream(rng, f"tree {index}"), season=season) for index in range(2)]
    step = float(rng.uniform(7.0, 16.0))
    for s in np.arange(-70.0 + rng.uniform(0.0, step), 70.0, step):
        if rng.uniform() < 0.85:
            turn = float(rng.uniform(-np.pi, np.pi))
            yield place.prop(shapes[int(rng.integers(2))], float(s), 0.8, turn)


def _furniture(rng: np.random.Generator, place: Border) -> Iterator[Prop]:
    """What stands on pavements, near the kerb or at the wall."""
    kinds: list[tuple[Callable[[np.random.Generator], Asset], float, float]] = [
        (sign, 0.13, 0.5),
        (litter_bin, 0.09, 0.5),
        (bench, 0.05, place.pavement - 0.6),
        (bollard, 0.07, 0.35),
        (hydrant, 0.02, 0.6),
        (post_box, 0.01, place.pavement - 0.5),
        (parking_meter, 0.04, 0.4),
        (planter, 0.07, place.pavement - 0.6),
        (_notice, 0.05, place.pavement - 0.9),
        (crates, 0.03, place.pavement - 0.5),
        (flag, 0.04, 0.6),
        (cafe_table, 0.03, max(1.2, place.pavement - 1.0)),
        (bus_shelter, 0.02, max(1.2, place.pavement - 1.0)),
    ]
    for index, s in enumerate(np.arange(-50.0, 50.0, 3.0)):
        own = stream(rng, f"place {index}")
        draw = own.uniform()
        for make, share, behind in kinds:
            if draw < share:
                turn = np.pi / 2.0 * -place.side if make is sign else 0.0
                yield place.prop(make(own), float(s + own.uniform(-1.0, 1.0)), behind, turn)
                break
            draw -= share


def _notice(rng: np.random.Generator) -> Asset:
    """A poster on a frame that stands on the pavement."""
    return display(rng, float(rng.uniform(0.8, 1.4)), float(rng.uniform(1.1, 2.4)))


def _wild(rng: np.random.Generator, place: Border, season: str) -> Iterator[Prop]:
    """Weeds at walls and kerbs, shrubs on verges, leaves and litter on the pavement."""
    patch, low = (
        weeds(stream(rng, "weeds"), (0.5, 2.0), season, 0.22),
        weeds(stream(rng, "low"), (0.18, 2.0), season, 0.07),
    )
    shrubs = [bush(stream(rng, f"bush {index}"), season) for index in range(2)]
    green, thick = place.around in ("green", "suburb"), float(rng.uniform(0.05, 0.5))
    for s in np.arange(-NEAR_M, NEAR_M, 2.0):
        draw = rng.uniform(size=3)
        if draw[0] < thick:
            yield place.prop(patch, float(s), place.pavement - 0.15)
        if draw[1] < 0.5 * thick:
            yield place.prop(low, float(s), 0.22)
        if draw[2] < (0.25 if green else 0.06):
            shrub = shrubs[int(rng.integers(2))]
            yield place.prop(shrub, float(s), place.pavement + 0.5 * max(shrub.size[:2]), float(rng.uniform(-3.0, 3.0)))
    if rng.uniform() < 0.6:
        litter = fallen_leaves(stream(rng, "fallen"), (place.pavement, 12.0), season)
        for s in np.arange(-30.0, 30.0, 12.0):
            yield place.prop(litter, float(s), place.pavement / 2.0, float(rng.choice([0.0, np.pi])))


def _lamps(rng: np.random.Generator, place: Border, out: Filled) -> None:
    """Street lamps on one or both sides, or poles with wires."""
    draw, step = rng.uniform(), float(rng.uniform(22.0, 34.0))
    if draw < 0.7:
        lamp, head = street_lamp(rng)
        for s in np.arange(-80.0 + rng.uniform(0.0, step), 80.0, step):
            standing = place.prop(lamp, float(s), 0.45)
            out.props.append(standing)
            turn, reach = standing.yaw, head[0]
            out.lamp_heads.append(
                (standing.x + reach * np.cos(turn), standing.y + reach * np.sin(turn), place.level + head[2])
            )
    elif draw < 0.85:
        pole = utility_pole(rng, step)
        for s in np.arange(-80.0, 80.0, step):
            out.props.append(place.prop(pole, float(s), 0.6, np.pi / 2.0))
