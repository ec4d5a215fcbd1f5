"""What carries a truck: rails, axles, wheels, mud guards, tanks, guards at the sides and the rear, tail lamps."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Points, Shape, Skin, box, grid, join, lathe, pillow, tube
from assets.rotations import about_z
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.rims import Seat
from assets.vehicles.trucks.dimensions import Cab, Chassis
from assets.vehicles.trucks.solids import drum, plank, soft_box
from assets.vehicles.wheels import FACES, HEAVY_SHARE, PLAIN_SEGMENTS, RUBBER, wheel

FRAME: Skin = ("chassis", "trim")
DARK: Skin = ("dark", "trim")
PLASTIC: Skin = ("plastic", "trim")
DUAL_GAP_M = 0.03


def frame(chassis: Chassis) -> Pieces:
    """Two rails with cross members, and the axles with their springs."""
    low, high = chassis.rail - 0.24, chassis.rail
    rail = box((-chassis.end, chassis.half - 0.04, low), (-chassis.start, chassis.half + 0.04, high), FRAME).pair()
    members = [
        box((-d - 0.04, -chassis.half, low + 0.03), (-d + 0.04, chassis.half, high - 0.03), FRAME)
        for d in np.arange(chassis.start + 0.3, chassis.end, 0.9)
    ]
    axles, springs = [], []
    for d in (*chassis.steered, *chassis.axles):
        reach = chassis.width / 2.0 - 0.15
        path = np.array([[-d, -reach, chassis.tyre], [-d, 0.0, chassis.tyre], [-d, reach, chassis.tyre]])
        axles.append(tube(path, 0.07, DARK, 8))
        spring = pillow((0.9, 0.09, 0.10), DARK, 3.0, 8).moved((-d, chassis.half, chassis.tyre + 0.13))
        springs.append(spring.pair())
        if d in chassis.axles:
            axles.append(pillow((0.34, 0.42, 0.36), DARK, 2.2, 10).moved((-d, 0.0, chassis.tyre)))
    return flat(rail, *members) + smooth(*axles, *springs)


def wheels(rng: np.random.Generator, chassis: Chassis, cab: Cab | None, steer_deg: float) -> Pieces:
    """All wheels standing on z = 0; those of steered axles turned."""
    pieces = Pieces()
    if cab is not None and chassis.steered:
        front = _wheel(rng, cab.tyre, cab.section, "truck_front")
        y = front_wheel_y(cab)
        for d in chassis.steered:
            pieces += front.moved((-d, y, cab.tyre), about_z(np.radians(steer_deg)))
            pieces += front.mirrored().moved((-d, -y, cab.tyre), about_z(np.radians(steer_deg)))
    rear = _light_wheel(rng, chassis.tyre, chassis.section, "truck_rear" if chassis.dual else "truck_front")
    outer = chassis.width / 2.0 - chassis.section / 2.0
    inner = _tyre(chassis.tyre, chassis.section)
    for d in chassis.axles:
        pieces += rear.moved((-d, outer, chassis.tyre)).pair()
        if chassis.dual:
            y = outer - chassis.section - DUAL_GAP_M
            pieces += smooth(inner.moved((-d, y, chassis.tyre)).pair())
    return pieces


def front_wheel_y(cab: Cab) -> float:
    """y of the front wheels' middles."""
    return cab.fender - 0.035 - cab.section / 2.0


def _wheel(rng: np.random.Generator, radius: float, width: float, style: str) -> Pieces:
    around, bolts = wheel(rng, radius, width, style)
    return Pieces((around,), (bolts,))


def _light_wheel(rng: np.random.Generator, radius: float, width: float, style: str) -> Pieces:
    """A wheel with a plainer tyre: there may be a dozen of them."""
    rim = radius * float(rng.uniform(*HEAVY_SHARE))
    around, bolts = FACES[style](rng, Seat(rim, width / 2.0, plain=True))
    return Pieces((_tyre(radius, width, rim), around), (bolts,))


def _tyre(radius: float, width: float, rim: float = 0.0) -> Shape:
    """A tyre around a rim, or the inner one of two, which is closed."""
    half = width / 2.0
    side = [(0.8 * radius, half), (0.96 * radius, half - 0.02), (radius, half - 0.05)]
    back = [(r, -y) for r, y in side]
    if not rim:
        return lathe([(0.0, -half + 0.03), *back, *side[::-1], (0.0, half - 0.03)], 14, RUBBER)
    groove = [(radius, -0.035), (radius - 0.012, 0.0), (radius, 0.035)]
    profile = [(0.0, -half + 0.03), (rim, -half + 0.02), *back, *groove, *side[::-1], (rim, half - 0.02)]
    return lathe(profile, PLAIN_SEGMENTS, RUBBER)


def wells(cab: Cab, front: float | None = None) -> Shape:
    """Half cylinders around the front wheels, closed towards the middle: nothing shines through."""
    angle = np.linspace(np.radians(-20.0), np.radians(200.0), 18)
    outer = front_wheel_y(cab) + cab.section / 2.0 - 0.01
    inner = outer - cab.section - 0.14
    radius = np.array([cab.arch + 0.005, cab.arch + 0.005, 0.0])
    x = -(front if front is not None else cab.axle) - np.cos(angle)[:, None] * radius
    z = cab.tyre + np.sin(angle)[:, None] * radius
    points = np.stack([x, np.broadcast_to([outer, inner, inner], x.shape), np.maximum(z, 0.3)], axis=2)
    return grid(points[::-1], DARK).pair()


def engine(cab: Cab) -> Pieces:
    """The dark mass between the front wheels."""
    half = front_wheel_y(cab) - cab.section / 2.0 - 0.15
    low, high = cab.floor + 0.10, cab.rail + 0.1
    rear = -(cab.rear - 0.05)
    return flat(
        soft_box((rear, -half, low), (-0.25, half, max(high, cab.rear_floor)), 0.05, DARK),
        box((-(cab.axle - cab.arch), -0.44 * cab.width, low - 0.02), (-0.2, 0.44 * cab.width, low + 0.1), DARK),
    )


def mud_guards(chassis: Chassis, skin: str = "plastic") -> Pieces:
    """Arcs over the rear wheels, with flaps behind the last one."""
    angle = np.linspace(np.radians(15.0), np.radians(165.0), 14)
    low = chassis.width / 2.0 - chassis.section * (2.0 if chassis.dual else 1.0) - 0.05
    pieces: list[Shape] = []
    radius = chassis.tyre + 0.09
    for d in chassis.axles:
        z = np.minimum(chassis.tyre + radius * np.sin(angle), chassis.rail + 0.12)
        arc = np.stack([-d + radius * np.cos(angle), z], axis=1)
        for points, part in ((arc[::-1], skin), (arc - [0.0, 0.008], "dark")):
            ordered = points if part == skin else points[::-1]
            pieces.append(plank(ordered, low, chassis.width / 2.0 + 0.01, (part, "trim")).pair())
    flap = -max(chassis.axles) - radius - 0.02
    rubber = box((flap - 0.012, low, 0.22), (flap, chassis.width / 2.0, chassis.tyre + 0.2), ("rubber", "trim")).pair()
    return smooth(*pieces) + flat(rubber)


def tanks(rng: np.random.Generator, start: float, end: float, half: float, low: float, high: float) -> Pieces:
    """Fuel tank, air tanks and battery box hung beside the rails between two d.

    Args:
        half: y of their outer faces.
        low, high: heights they may take.
    """
    room = end - start
    if room < 0.5:
        return Pieces()
    first = min(room * 0.62, float(rng.uniform(0.7, 1.4)))
    radius = min((high - low) / 2.0, 0.34)
    metal = ("aluminium" if rng.uniform() < 0.6 else "chassis", "trim")
    middle = half - radius
    pieces = Pieces()
    for side in (1.0, -1.0):
        at, y, z = start + 0.08, side * middle, high - radius
        if rng.uniform() < 0.4:
            pieces += smooth(drum((-at, y, z), (-at - first, y, z), radius, metal, 20))
        else:
            low_corner, high_corner = (-at - first, y - radius, high - 2 * radius), (-at, y + radius, high)
            pieces += flat(soft_box(low_corner, high_corner, 0.07, metal))
        for strap in (0.2, 0.8):
            x = -at - strap * first
            size = radius + 0.006
            band = soft_box((x - 0.02, y - size, z - size), (x + 0.02, y + size, z + size), 0.07, DARK)
            pieces += flat(band)
        at += first + 0.08
        if end - at > 0.4:
            if side > 0:
                rest = min(end - at - 0.05, 0.7)
                pieces += flat(soft_box((-at - rest, y - 0.2, high - 0.45), (-at, half - 0.02, high), 0.03, PLASTIC))
            else:
                for z_tank in (high - 0.13, high - 0.40):
                    stop = -at - min(end - at - 0.05, 0.8)
                    pieces += smooth(drum((-at, y - 0.05, z_tank), (stop, y - 0.05, z_tank), 0.12, FRAME, 14))
    return pieces


def side_guards(start: float, end: float, half: float, low: float, high: float, closed: bool) -> Pieces:
    """Rails, or a closed skirt, between the axles at both sides."""
    if end - start < 0.6:
        return Pieces()
    if closed:
        return flat(soft_box((-end, half - 0.03, low), (-start, half, high), 0.012, ("paint_2", "cargo")).pair())
    bars = [
        soft_box((-end, half - 0.03, z), (-start, half, z + 0.12), 0.012, ("aluminium", "trim")).pair()
        for z in (low + 0.04, high - 0.20)
    ]
    posts = [
        box((-d - 0.03, half - 0.06, low), (-d + 0.03, half - 0.03, high), FRAME).pair()
        for d in np.linspace(start + 0.15, end - 0.15, 3)
    ]
    return flat(*bars, *posts)


@dataclass(frozen=True)
class Tail:
    """Attributes:
    x: of the lamps' faces; ``y``, ``z``: of the left cluster, from and to; metres.
    guard: the lower left corner of the underrun guard.
    """

    x: float
    y: tuple[float, float]
    z: tuple[float, float]
    guard: tuple[float, float, float]


def tail(rng: np.random.Generator, x: float, width: float, high: float, tyre: float) -> tuple[Pieces, Tail]:
    """Lamp bar, underrun guard and its stripes at the rear end.

    Args:
        x: of the rear face; ``high``: upper limit of the lamps; ``tyre``: radius.
    """
    tall = float(rng.uniform(0.13, 0.20))
    long = float(rng.uniform(0.40, 0.52)) * width / 2.5
    outer = width / 2.0 - float(rng.uniform(0.03, 0.10))
    top = min(high - 0.03, float(rng.uniform(0.85, 1.0)) * high)
    bar_z = min(0.46, tyre + 0.05)
    lamp = Tail(x, (outer - long, outer), (top - tall, top), (x + 0.05, outer, bar_z))
    cells = ("indicator", "tail", "brake", "reverse") if rng.uniform() < 0.5 else ("tail", "indicator", "brake", "tail")
    pieces: list[Shape] = [
        soft_box((x + 0.005, outer - long - 0.015, top - tall - 0.015), (x + 0.06, outer + 0.015, top + 0.015), 0.01,
                 PLASTIC).pair()
    ]  # fmt: skip
    step = long / len(cells)
    round_cells = bool(rng.uniform() < 0.35)
    smooth_ones: list[Shape] = []
    for side in (1.0, -1.0):
        for k, cell in enumerate(cells):
            name = cell if cell != "indicator" else "indicator_left" if side > 0 else "indicator_right"
            y = side * (outer - (k + 0.5) * step)
            size = (0.03, min(step, tall) if round_cells else step - 0.008, tall - 0.01)
            bulb = pillow(size, (name, "light"), 2.2 if round_cells else 7.0, 12 if round_cells else 8)
            smooth_ones.append(bulb.moved((x + 0.004, y, top - tall / 2.0)))
    guard = soft_box((x + 0.05, -outer, bar_z), (x + 0.13, outer, bar_z + 0.12), 0.02, ("aluminium", "trim"))
    posts = box((x + 0.07, 0.5, bar_z), (x + 0.13, 0.6, top), FRAME).pair()
    beam = box((x + 0.06, -outer + long, top - tall), (x + 0.12, outer - long, top), FRAME)
    pieces += [guard, posts, beam]
    if rng.uniform() < 0.6:
        pieces += _stripes(x + 0.048, outer, bar_z + 0.015, 0.09)
    return Pieces(tuple(smooth_ones), tuple(pieces)), lamp


def _stripes(x: float, half: float, z: float, high: float) -> list[Shape]:
    """Slanted red and white on the guard, as conspicuity rules ask for."""
    out: list[Shape] = []
    for k, y in enumerate(np.arange(-half + 0.02, half - 0.16, 0.13)):
        low, top = np.array([x, y, z]), np.array([x, y + 0.05, z + high])
        points = np.array([[low, low + np.array([0, 0.13, 0])], [top, top + np.array([0, 0.13, 0])]])
        out.append(grid(points, ("reflex_red" if k % 2 else "reflex_white", "trim")))
    return out


def spare(d: float, z: float, radius: float, width: float) -> Shape:
    """A spare wheel lying under the rails."""
    turn: Points = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    return join([_tyre(radius, width)]).moved((-d, 0.0, z), turn)
