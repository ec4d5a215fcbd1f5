"""Bicycles: road, mountain, city, step-through, children's."""

from dataclasses import dataclass

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Points, Shape, Skin, join, pillow, tube
from assets.random import stream
from assets.vehicles.colors import car_paint
from assets.vehicles.cycles.assembly import Ride, finish_cycle
from assets.vehicles.cycles.bicycle_parts import (
    basket,
    carrier,
    chain_case,
    cranks,
    drop_bar,
    mudguards,
    rim_brake,
    saddle,
)
from assets.vehicles.cycles.fittings import handlebar, lamp_block, lever, round_lamp, stand_leg
from assets.vehicles.cycles.materials import cycle_materials
from assets.vehicles.cycles.shapes import Pieces, curve, gather, strut, xyz
from assets.vehicles.cycles.stance import Geometry, pose, sample_stance
from assets.vehicles.cycles.wheels import WheelStyle, cycle_wheel
from assets.vehicles.state import PARKED, State

TYPES = ("bicycle",)
FRAME: Skin = ("paint", "frame")
BAR: Skin = ("bars", "handlebar")

type Range = tuple[float, float]


@dataclass(frozen=True)
class Style:
    """Ranges of one kind of bicycle; metres and degrees.

    Attributes:
        share: of all bicycles.
        radius, tyre: of the wheel, and the tyre's width.
        wheelbase, head_deg, seat_deg: of the frame; angles from the ground.
        bracket: height of the cranks' axle.
        saddle, bar: heights of saddle and grips; ``reach`` half the bar's width.
        tube: radius of the down tube.
        lean_deg: of a rider's back, from the vertical.
    """

    share: float
    radius: Range
    tyre: Range
    wheelbase: Range
    head_deg: Range
    seat_deg: Range
    bracket: Range
    saddle: Range
    bar: Range
    reach: Range
    tube: Range
    lean_deg: Range


# Makers' geometry tables of ordinary bicycles, 2005-2024; wheels by ETRTO (622 mm rims have 0.311 m, 559 mm 0.280 m,
# 406 mm 0.203 m, 305 mm 0.152 m). Shares: about what stands in the streets of cities that cycle.
BICYCLES = {
    "city": Style(
        *(0.30, (0.335, 0.350), (0.035, 0.048), (1.06, 1.14), (68, 71), (69, 72), (0.27, 0.30), (0.88, 1.00)),
        *((1.02, 1.14), (0.27, 0.32), (0.014, 0.018), (5, 15)),
    ),
    "step_through": Style(
        *(0.24, (0.330, 0.350), (0.035, 0.050), (1.06, 1.15), (68, 70), (68, 71), (0.26, 0.29), (0.85, 0.97)),
        *((1.02, 1.15), (0.27, 0.31), (0.016, 0.024), (5, 12)),
    ),
    "mountain": Style(
        *(0.22, (0.335, 0.372), (0.050, 0.060), (1.06, 1.18), (66, 70), (71, 74), (0.29, 0.33), (0.88, 1.00)),
        *((0.96, 1.06), (0.31, 0.38), (0.018, 0.026), (25, 40)),
    ),
    "road": Style(
        *(0.16, (0.333, 0.340), (0.024, 0.032), (0.97, 1.01), (72, 74), (72.5, 74.5), (0.265, 0.28), (0.93, 1.03)),
        *((0.93, 1.00), (0.20, 0.22), (0.015, 0.020), (38, 52)),
    ),
    "child": Style(
        *(0.08, (0.200, 0.255), (0.040, 0.050), (0.72, 0.88), (67, 71), (69, 72), (0.19, 0.25), (0.52, 0.68)),
        *((0.64, 0.80), (0.22, 0.26), (0.014, 0.019), (10, 20)),
    ),
}


@dataclass(frozen=True)
class Bike:
    """One bicycle: its style and its numbers, metres and radians."""

    style: str
    geometry: Geometry
    bracket: Points
    seat_rad: float
    saddle: float
    bar: float
    reach: float
    tube: float
    lean_rad: float
    age: float

    def on_seat_tube(self, z: float) -> Points:
        """The point at a height on the line of the seat tube."""
        return self.bracket + np.array([-(z - self.bracket[2]) / np.tan(self.seat_rad), 0.0, z - self.bracket[2]])


def bicycle(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A bicycle that stands on z = 0 around the origin: leaning on its stand, or ridden.

    Args:
        rng: where its style, proportions, paint and details come from.
        type: ``bicycle``.
        color: one of ``COLORS``.
        state: what it is doing; a rider sits on it if ``occupied``.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    expect_name(type, TYPES, "type")
    b = _sample(stream(rng, "proportions"))
    materials = cycle_materials(stream(rng, "materials"), car_paint(stream(rng, "paint"), color), state, b.age)
    stance = sample_stance(stream(rng, "stance"), state, 0.9, (5.0, 9.0))
    details = stream(rng, "details")
    discs = b.style == "mountain" or (b.style != "child" and b.age < 0.3)
    shod = b.style in ("city", "step_through") or details.uniform() < 0.12
    wheels = _wheels(stream(rng, "wheels"), b, discs)
    fitted, points, wheel_points = _steered(details, b, wheels[0], shod)
    frame, more, rear_points = _frame(details, b, wheels[1], shod)
    posed = pose(b.geometry, stance, frame, fitted, more, points, (rear_points, wheel_points))
    stand: tuple[Shape, ...] = ()
    if not state.occupied:
        root = posed.place(b.bracket + xyz(-0.07, 0.04, -0.02))
        stand = (stand_leg(root, np.array([root[0] - 0.06, root[1] + 0.14, 0.0]), 0.009),)
    ride_rng = stream(rng, "rider")
    ride = Ride(b.lean_rad, "bicycle" if ride_rng.uniform() < (0.85 if b.style == "road" else 0.4) else False)
    return finish_cycle(ride_rng, ("bicycle", type, color, ""), posed, stand, materials, state, ride)


def _sample(rng: np.random.Generator) -> Bike:
    names = list(BICYCLES)
    weights = np.array([BICYCLES[name].share for name in names])
    name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    style, size = BICYCLES[name], rng.uniform()

    def pick(span: Range, follow: float = 0.6) -> float:
        return float(span[0] + (span[1] - span[0]) * (follow * size + (1.0 - follow) * rng.uniform()))

    radius, tyre = pick(style.radius, 1.0), pick(style.tyre, 0.0)
    head = np.radians(pick(style.head_deg, 0.0))
    offset = 0.045 * radius / 0.34
    trail = float((radius * np.cos(head) - offset) / np.sin(head))
    geometry = Geometry(pick(style.wheelbase), radius, radius, tyre, tyre, float(np.pi / 2.0 - head), trail)
    stay = (0.41 if name == "road" else 0.435 if name == "mountain" else 0.455) * (radius / 0.345) ** 0.7
    z = pick(style.bracket)
    x = geometry.rear[0] + np.sqrt(stay**2 - (z - radius) ** 2)
    seat = float(np.radians(pick(style.seat_deg, 0.0)))
    numbers = [pick(span) for span in (style.saddle, style.bar, style.reach)]
    lean = float(np.radians(pick(style.lean_deg, 0.0)))
    return Bike(
        name, geometry, np.array([x, 0.0, z]), seat, *numbers, pick(style.tube, 0.0), lean, float(rng.beta(0.8, 0.8))
    )


def _wheels(rng: np.random.Generator, b: Bike, discs: bool) -> tuple[WheelStyle, WheelStyle]:
    g = b.geometry
    deep = float(rng.uniform(0.03, 0.055)) if b.style == "road" and rng.uniform() < 0.4 else 0.016
    disc = 0.082 if discs else 0.0
    spokes = int(rng.choice([24, 28])) if deep > 0.02 else 20 if b.style == "child" else int(rng.choice([32, 36]))

    def one(hub: float, drum: float) -> WheelStyle:
        wall = 0.86 * g.front_width
        return WheelStyle(
            g.front_radius, g.front_width, wall, 0, False, spokes, hub, drum, disc, (1.0,), 0.0013, deep, 56
        )

    geared = b.style in ("city", "step_through") and rng.uniform() < 0.6
    return one(0.032, 0.024), one(0.035, 0.045 if geared else 0.028)


def _steered(
    rng: np.random.Generator, b: Bike, style: WheelStyle, shod: bool
) -> tuple[Pieces, dict[str, Points], Points]:
    """Front wheel, fork, stem, bars, guard, lamp, basket."""
    g = b.geometry
    wheel = cycle_wheel(rng, style).moved(g.front)
    crown_z = g.front_radius * 2.0 + (0.035 if b.style != "mountain" else 0.085)
    crown = g.on_axis(crown_z)
    y = g.front_width / 2.0 + 0.028
    skin: Skin = FRAME if rng.uniform() < 0.7 else ("bars", "frame")
    shapes: list[Shape] = []
    if b.style == "mountain":
        split = g.on_fork(g.front_radius + 0.22)
        top = g.on_fork(crown_z)
        lower, upper = np.stack([g.front, (g.front + split) / 2, split]), np.stack([split, (split + top) / 2, top])
        shapes.append(tube(lower + xyz(0, y + 0.012, 0), 0.019, ("plastic", "frame"), 8).pair())
        shapes.append(tube(upper + xyz(0, y + 0.012, 0), 0.015, ("chrome", "frame"), 8).pair())
        shapes.append(
            pillow((0.06, 2 * y + 0.06, 0.045), ("plastic", "frame"), 4.0, 10).moved((top + crown) / 2.0 * [1, 0, 1])
        )
    else:
        blade = np.array(
            [
                crown + xyz(0.0, y, 0.0),
                crown * 0.55 + g.front * 0.45 + [-0.012, y, 0.0],
                g.front + xyz(0.0, y + 0.012, 0.0),
            ]
        )
        shapes.append(tube(curve(blade, 7), (0.011, 0.014), skin, 8).pair())
        shapes.append(pillow((0.045, 2 * y + 0.03, 0.04), skin, 4.0, 10).moved(crown))
    head_top = g.on_axis(min(b.bar - 0.05, crown_z + (0.16 if b.style != "child" else 0.09)))
    shapes.append(tube(np.stack([crown, (crown + head_top) / 2, head_top]), 0.016, skin, 8))
    axle = g.front + np.array([[0, -y - 0.02, 0], [0, 0, 0], [0, y + 0.02, 0]])
    shapes.append(tube(axle, 0.007, ("steel", "wheel"), 6))
    bars, points, clamp = _bars(rng, b, head_top)
    pieces = [wheel, bars]
    if shod:
        pieces.append(
            mudguards(b.geometry, True, "plastic" if rng.uniform() < 0.5 else "chrome" if b.age > 0.6 else "paint")
        )
    if not style.disc:
        shapes.append(rim_brake(g.front, crown, style))
    if shod or rng.uniform() < 0.25:
        lamp = crown + xyz(0.09, 0.0, 0.07) if shod else clamp + xyz(0.05, 0.0, 0.03)
        shapes.append(round_lamp(lamp, 0.034 if shod else 0.022, ("chrome" if b.age > 0.6 else "plastic", "light")))
        shapes.append(
            tube(
                np.stack([crown, (crown + lamp) / 2 - [0, 0, 0.01], lamp - [0.03, 0, 0]]),
                0.006,
                ("plastic", "light"),
                4,
            )
        )
        points["front_light"] = lamp + xyz(0.005, 0.0, 0.0)
    if shod and b.style != "child" and rng.uniform() < 0.4:
        pieces.append(basket(clamp + xyz(0.20, 0.0, -0.10)))
    return gather(*pieces, Pieces(round=(join(shapes),))), points, wheel.round[0].points


def _bars(rng: np.random.Generator, b: Bike, head_top: Points) -> tuple[Pieces, dict[str, Points], Points]:
    """Stem and bars by style; where the hands are; where the bars are held."""
    g = b.geometry
    if b.style == "road":
        clamp = np.array([head_top[0] + 0.085, 0.0, b.bar])
        bars, hand = drop_bar(clamp, b.reach)
    else:
        back = {"city": 0.15, "step_through": 0.20, "mountain": 0.03}.get(b.style, 0.09) * float(rng.uniform(0.8, 1.2))
        ahead = 0.07 if b.style == "mountain" else 0.05
        rise = {"mountain": 0.015, "child": 0.06}.get(b.style, 0.05)
        clamp = np.array([g.on_axis(b.bar - rise)[0] + ahead, 0.0, b.bar - rise])
        grip = np.array([clamp[0] - back, b.reach, b.bar])
        bend = np.array([clamp[0] - 0.1 * back + 0.01, 0.5 * b.reach, b.bar])
        points = [clamp, clamp + xyz(0.0, 0.06, 0.0), bend, grip + xyz(0.5 * back, -0.12, 0.0), grip]
        along = np.array([-min(3.0 * back, 0.5), 1.0, -0.05])
        along /= np.linalg.norm(along)
        bars = join([handlebar(points, 0.0115, BAR, 0.11, 0.016), lever(grip, along, ("lever", "handlebar"), 0.04)])
        hand = grip - along * 0.05 + [0.0, 0.0, 0.012]
    stem = np.stack([head_top, g.on_axis(clamp[2] - 0.012) * 0.9 + head_top * 0.1, clamp])
    shapes = [bars, tube(curve(stem, 6), 0.0145, BAR, 8)]
    if b.style in ("city", "step_through") and rng.uniform() < 0.5:
        shapes.append(
            pillow((0.045, 0.05, 0.04), ("chrome", "handlebar"), 2.2, 10).moved(clamp + xyz(-0.02, 0.10, 0.03))
        )
    points_out = {"handle_left": hand, "handle_right": hand * [1.0, -1.0, 1.0]}
    return Pieces(round=tuple(shapes)), points_out, clamp


def _frame(
    rng: np.random.Generator, b: Bike, style: WheelStyle, shod: bool
) -> tuple[Pieces, dict[str, Points], Points]:
    """Rear wheel, tubes, cranks, saddle, and what is fixed to them."""
    g = b.geometry
    wheel = cycle_wheel(rng, style).moved(g.rear)
    crown_z = g.front_radius * 2.0 + (0.05 if b.style != "mountain" else 0.105)
    low, top = g.on_axis(crown_z), g.on_axis(min(b.bar - 0.06, crown_z + (0.145 if b.style != "child" else 0.08)))
    lug_z = {"road": b.saddle - 0.20, "mountain": b.saddle - 0.33, "child": b.saddle - 0.16}.get(
        b.style, b.saddle - 0.26
    )
    lug = b.on_seat_tube(min(lug_z, top[2] + 0.02) if b.style != "step_through" else lug_z - 0.04)
    shapes = [tube(np.stack([low, (low + top) / 2, top]), b.tube + 0.004, FRAME, 10)]
    down = np.stack([low + xyz(0, 0, 0.015), (low + b.bracket) / 2.0, b.bracket])
    if b.style == "step_through":
        bow = float(rng.uniform(0.03, 0.09))
        down[1] += [-0.5 * bow, 0.0, -bow]
        shapes.append(tube(curve(down, 9), b.tube, FRAME, 10))
        if rng.uniform() < 0.55:
            second = np.stack(
                [
                    top - [0, 0, 0.02],
                    (top + b.bracket) / 2 + [-0.04, 0, -0.3 * bow],
                    b.on_seat_tube(b.bracket[2] + 0.17),
                ]
            )
            shapes.append(tube(curve(second, 8), 0.8 * b.tube, FRAME, 10))
    else:
        shapes.append(tube(down, b.tube, FRAME, 10))
        shapes.append(
            tube(
                np.stack([top - [0, 0, 0.02], (top + lug) / 2 - [0, 0, 0.01], lug - [0, 0, 0.015]]),
                0.85 * b.tube,
                FRAME,
                10,
            )
        )
    seat_tube = np.stack([b.bracket, (b.bracket + lug) / 2, lug + (lug - b.bracket) * 0.04])
    shapes.append(tube(seat_tube, 0.9 * b.tube, FRAME, 10))
    y = 0.062
    drop = g.rear + xyz(0.0, y, 0.0)
    shapes.append(
        tube(
            np.stack([b.bracket + xyz(0, 0.03, 0), (b.bracket + drop) / 2 + [0, 0.012, 0], drop]), 0.0095, FRAME, 8
        ).pair()
    )
    shapes.append(
        tube(np.stack([lug + xyz(0, 0.014, -0.03), (lug + drop) / 2 + [0, 0.006, 0], drop]), 0.008, FRAME, 8).pair()
    )
    shell = b.bracket + np.array([[0, -0.036, 0], [0, 0, 0], [0, 0.036, 0]])
    shapes.append(tube(shell, 0.024, FRAME, 10))
    shapes.append(
        tube(g.rear + np.array([[0, -y - 0.012, 0], [0, 0, 0], [0, y + 0.012, 0]]), 0.007, ("steel", "wheel"), 6)
    )
    seat_top = b.on_seat_tube(b.saddle)
    shapes.append(tube(np.stack([lug, (lug + seat_top) / 2, seat_top - [0, 0, 0.045]]), 0.0135, BAR, 8))
    turn = float(rng.uniform(0.0, 2.0 * np.pi))
    drive, points = cranks(
        b.bracket,
        g.rear,
        turn,
        0.17 if b.style != "child" else 0.11,
        0.045 if b.style in ("city", "step_through", "child") else 0.06,
    )
    pieces = [wheel, drive, saddle(seat_top, "broad" if b.style in ("city", "step_through", "child") else "slim")]
    points["saddle"] = seat_top
    lamp = g.rear + xyz(-g.rear_radius - 0.03, 0.0, 0.18) if shod else b.on_seat_tube(b.saddle - 0.13) - [0.03, 0, 0]
    if not style.disc:
        shapes.append(rim_brake(g.rear, (lug + g.rear) / 2, style))
    if shod:
        pieces.append(mudguards(g, False, "plastic" if rng.uniform() < 0.6 else "paint"))
        if rng.uniform() < 0.75:
            pieces.append(carrier(g, lug))
            lamp = np.array([g.rear[0] - 0.23, 0.0, 2.0 * g.rear_radius + 0.035])
        if rng.uniform() < 0.5:
            pieces.append(chain_case(b.bracket, g.rear, "plastic" if rng.uniform() < 0.7 else "paint"))
    elif rng.uniform() < 0.4 and b.style != "child":
        middle = (low + b.bracket) / 2 + [-0.03, 0.0, 0.055]
        along = (low - b.bracket) / np.linalg.norm(low - b.bracket)
        shapes.append(
            tube(np.stack([middle - 0.09 * along, middle, middle + 0.09 * along]), 0.034, ("shade", "trim"), 10)
        )
    if b.style == "mountain" and rng.uniform() < 0.4:
        shapes.append(
            strut(
                (lug + b.bracket) / 2 + [0.02, 0, 0.02],
                (lug + top) / 2 - [0.02, 0, 0.05],
                0.024,
                ("spring", "frame"),
                ("plastic", "frame"),
            )
        )
    if shod or rng.uniform() < 0.5:
        shapes.append(lamp_block(lamp, (0.03, 0.07 if shod else 0.03, 0.035), "tail"))
        points["rear_light"] = lamp - [0.015, 0.0, 0.0]
    return gather(*pieces, Pieces(round=(join(shapes),))), points, wheel.round[0].points
