"""The front end of a motorcycle or scooter, wheel to mirrors: all that turns with the bars."""

from dataclasses import dataclass, replace

import numpy as np

from assets.polygons import Points, Shape, Skin, join, pillow, tube
from assets.vehicles.cycles.dimensions import Motorcycle
from assets.vehicles.cycles.fittings import handlebar, instruments, lever, mirrors
from assets.vehicles.cycles.shapes import bars, curve, guard, sheet, xyz
from assets.vehicles.cycles.skins import BAR
from assets.vehicles.cycles.wheels import WheelStyle, cycle_wheel
from assets.vehicles.pieces import Pieces, gather

FORK: Skin = ("fork", "frame")
SLIDER: Skin = ("slider", "frame")
CLAMP: Skin = ("frame", "frame")


@dataclass(frozen=True)
class Wheels:
    """Styles of both wheels."""

    front: WheelStyle
    rear: WheelStyle


def sample_wheels(rng: np.random.Generator, m: Motorcycle) -> Wheels:
    """Wire or cast wheels, discs or drums, as the style and its age have them."""
    g = m.geometry
    wired = {"offroad": 1.0, "sport": 0.0, "naked": 0.12, "touring": 0.15, "cruiser": 0.25 + 0.5 * m.age}
    small = m.style not in wired
    cast = rng.uniform() >= wired.get(m.style, 0.15 + 0.6 * m.age)
    arms = int(rng.choice([3, 5, 5, 6, 7, 10])) if cast else 0
    twin = bool(arms in (5, 6) and rng.uniform() < 0.4)
    front_wall, rear_wall = (min(m.wall * w, 0.105) for w in (g.front_width, g.rear_width))
    disc = 0.0 if small and m.age > 0.6 else 0.11 if small else float(rng.uniform(0.14, 0.16))
    double = m.style in ("naked", "sport", "touring") and rng.uniform() < 0.75
    rear_disc = 0.0 if small or (m.age > 0.85 and m.style == "cruiser") else 0.11
    base = WheelStyle(
        g.front_radius, g.front_width, front_wall, arms, twin, int(rng.choice([36, 40])), wire=0.0026, deep=0.022
    )
    front = replace(
        base,
        hub=min(0.045, 0.55 * m.fork),
        drum=0.075 if disc == 0.0 else 0.042,
        disc=disc,
        disc_sides=(1.0, -1.0) if double else (1.0,),
    )
    rear = replace(
        base,
        radius=g.rear_radius,
        width=g.rear_width,
        wall=rear_wall,
        hub=0.055,
        drum=0.08 if rear_disc == 0.0 else 0.055,
        disc=rear_disc,
        disc_sides=(-1.0,),
    )
    return Wheels(front, rear)


@dataclass(frozen=True)
class Front:
    """What turns, its named points, and the front tyre's points."""

    pieces: Pieces
    points: dict[str, Points]
    tyre: Points


def front_wheel(rng: np.random.Generator, m: Motorcycle, style: WheelStyle) -> tuple[Pieces, Points]:
    """The front wheel in its place, and its tyre's points."""
    wheel = cycle_wheel(rng, style).moved(m.geometry.front)
    return wheel, wheel.smooth[0].points


def fork(m: Motorcycle, low_z: float, top_z: float, upside_down: bool, disc: WheelStyle) -> Pieces:
    """A telescopic fork with its clamps, axle and caliper."""
    g, half = m.geometry, m.fork
    split = g.front_radius + (0.46 if upside_down else 0.5) * (low_z - g.front_radius)
    lean = np.array([-g.axis[0] * 0.0, half, 0.0])
    top, bottom = g.on_fork(top_z + 0.015) + lean, g.front + lean - g.axis * 0.03
    knee = g.on_fork(split) + lean
    thin, thick = (0.017, 0.026) if g.front_width < 0.09 else (0.0215, 0.030)
    upper, lower = (thick, thin) if upside_down else (thin, thick)
    skins = (FORK, SLIDER) if upside_down else (SLIDER, FORK)
    legs = [
        tube(np.stack([knee, (knee + top) / 2.0, top]), upper, skins[0] if upside_down else ("chrome", "frame"), 10),
        tube(
            np.stack([bottom, (bottom + knee) / 2.0, knee]), lower, FORK if not upside_down else ("chrome", "frame"), 10
        ),
    ]
    foot = pillow((0.07, 0.045, 0.10), SLIDER, 3.0, 10).moved(g.front + xyz(0.0, half, 0.0))
    axle = tube(
        g.front + np.array([[0, -half - 0.02, 0], [0, 0, 0], [0, half + 0.02, 0]]), 0.011, ("steel", "wheel"), 8
    )
    clamps = []
    if top_z - low_z < 0.1:  # hidden in a step-through's apron
        crown = g.on_fork(low_z) * [1.0, 0.0, 1.0]
        clamps.append(pillow((0.07, 2.0 * half + 0.05, 0.05), ("plastic", "frame"), 3.0, 12).moved(crown))
    for z in (low_z, top_z) if not clamps else ():
        middle = (g.on_fork(z) * 0.65 + g.on_axis(z) * 0.35) * [1, 0, 1]
        clamps.append(pillow((0.10, 2.0 * half + 0.07, 0.035), CLAMP, 5.0, 12).moved(middle))
    stem = np.stack([g.on_axis(low_z), g.on_axis((low_z + top_z) / 2.0), g.on_axis(top_z)])
    pieces = [join(legs).pair(), foot.pair(), axle, *clamps, tube(stem, 0.028, CLAMP, 10)]
    if disc.disc:
        at = g.front + 0.82 * disc.disc * np.array([-0.92, 0.0, 0.40])
        caliper = pillow((0.055, 0.045, 0.10), SLIDER, 4.0, 8)
        for side in disc.disc_sides:
            pieces.append(caliper.moved(at + xyz(0.0, side * (disc.hub + 0.022), 0.0)))
    else:
        pieces.append(
            bars([g.front + xyz(0.0, 0.06, -0.04)], [g.front + xyz(-0.09, 0.06, 0.0)], 0.006, ("steel", "wheel"))
        )
    return Pieces(smooth=(join(pieces),))


def mudguard(m: Motorcycle, span_deg: tuple[float, float], skin: Skin, gap: float = 0.018) -> Pieces:
    """Close around the front tyre, with stays to the fork."""
    g = m.geometry
    wide = max(g.front_width + 0.03, 0.12)
    blade = guard(g.front[[0, 2]], g.front_radius + gap, wide, span_deg, skin)
    ends = np.radians(np.linspace(*span_deg, 4)[1:3])
    rim = np.stack([np.cos(ends), 0.0 * ends, np.sin(ends)], axis=1) * (g.front_radius - 0.01) + g.front
    hold = np.repeat((g.on_fork(g.front_radius + 0.10))[None], 2, axis=0)
    stays = bars(hold + xyz(0.0, m.fork - 0.012, 0.0), rim + xyz(0.0, wide / 2.0, 0.0), 0.007, ("plastic", "trim"))
    return Pieces(soft=(blade,), smooth=(stays.pair(),))


def high_mudguard(m: Motorcycle, low_z: float, skin: Skin) -> Pieces:
    """An off-road machine's beak under the lower clamp."""
    root = m.geometry.on_fork(low_z - 0.045)
    x = np.array([-0.22, -0.10, 0.05, 0.20, 0.34, 0.44])
    z = np.array([-0.06, -0.015, 0.0, 0.01, -0.005, -0.05])
    half = np.array([0.05, 0.06, 0.066, 0.06, 0.048, 0.022])
    across = np.linspace(-1.0, 1.0, 7)
    points = np.zeros((6, 7, 3))
    points[..., 0], points[..., 1] = root[0] + x[:, None], half[:, None] * across
    points[..., 2] = root[2] + z[:, None] - 0.025 * across**2
    return Pieces(soft=(sheet(points, (0.0, 0.0, -0.006), skin),))


@dataclass(frozen=True)
class BarStyle:
    """Attributes:
    rise: height of the bar's middle below its grips, metres.
    back: how far the grips lie behind the middle.
    mirror: material of the mirrors' backs; None for none.
    mirror_size: width and height, metres.
    clocks: ``round`` or ``panel``; ``none`` where a cowl holds them.
    """

    rise: float
    back: float
    mirror: str | None
    mirror_size: tuple[float, float]
    clocks: str


def cockpit(
    rng: np.random.Generator, m: Motorcycle, clamp: Points, style: BarStyle
) -> tuple[Pieces, dict[str, Points]]:
    """Bars on the clamp's middle, levers, mirrors, clocks; and where the hands are."""
    grip = np.array([clamp[0] - style.back, m.reach, m.bar])
    foot = np.array([clamp[0] + 0.01, 0.0, m.bar - style.rise])
    points = [foot, foot + xyz(0.0, 0.075, 0.0)]
    inner = np.array([clamp[0] - 0.25 * style.back, 0.42 * m.reach, m.bar + 0.005])
    points += [inner, grip + xyz(0.35 * style.back + 0.01, -0.15, 0.004), grip]
    along = np.array([-0.16, 1.0, -0.06])
    along /= np.linalg.norm(along)
    shapes: list[Shape] = [handlebar(points, 0.0125, BAR), lever(grip, along, ("lever", "handlebar"))]
    risers = np.stack(
        [clamp + xyz(0.0, 0.045, 0.0), (clamp + foot) / 2.0 + [0.0, 0.045, 0.0], foot + xyz(0.0, 0.045, 0.0)]
    )
    shapes.append(tube(risers, 0.016, BAR, 8).pair())
    if style.mirror is not None:
        out = [float(rng.uniform(0.0, 0.05)), float(rng.uniform(-0.02, 0.10)), float(rng.uniform(0.09, 0.15))]
        shapes.append(
            mirrors(grip - along * 0.16 + [0.01, 0.0, 0.02], out, style.mirror_size, (style.mirror, "mirror"))
        )
    if style.clocks != "none":
        shapes.append(instruments(clamp + xyz(0.07, 0.0, 0.055), 0.15, style.clocks))
    root, down = grip - along * 0.15, clamp + xyz(0.06, 0.05, -0.16)
    cable = np.stack([root, root + xyz(0.11, -0.05, 0.02), (root + down) / 2.0 + [0.10, -0.04, 0.0], down])
    shapes.append(tube(curve(cable, 9), 0.0045, ("plastic", "handlebar"), 5).pair())
    hand = grip - along * 0.06 + [0.0, 0.0, 0.012]
    named = {"handle_left": hand, "handle_right": hand * [1.0, -1.0, 1.0]}
    return Pieces(smooth=(join(shapes),)), named


def clip_ons(m: Motorcycle, clamp: Points) -> tuple[Pieces, dict[str, Points]]:
    """A sport machine's two short bars on the fork's legs."""
    root, grip = np.array([clamp[0], m.fork, m.bar + 0.02]), np.array([clamp[0] - 0.07, m.reach, m.bar])
    along = (grip - root) / np.linalg.norm(grip - root)
    path = np.stack([root, (root + grip) / 2.0, grip])
    grips = tube(np.stack([grip - along * 0.12, grip - along * 0.06, grip]), 0.017, ("plastic", "handlebar"), 8)
    shapes = [tube(path, 0.0135, BAR, 8).pair(), grips.pair(), lever(grip, along, ("lever", "handlebar"))]
    hand = grip - along * 0.06 + [0.0, 0.0, 0.012]
    return Pieces(smooth=(join(shapes),)), {"handle_left": hand, "handle_right": hand * [1.0, -1.0, 1.0]}


def assemble_front(wheel: Pieces, tyre: Points, others: list[Pieces], points: dict[str, Points]) -> Front:
    """The wheel and all that turns with it, as one."""
    return Front(gather(wheel, *others), points, tyre)
