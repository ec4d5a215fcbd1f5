"""What bicycles are fitted with: cranks and chain, saddles, drop bars, brakes, guards, carriers, baskets."""

import numpy as np

from assets.polygons import Points, Shape, Skin, join, lathe, pillow, tube
from assets.vehicles.cycles.engines import chain
from assets.vehicles.cycles.shapes import bars, curve, guard, loft, xyz
from assets.vehicles.cycles.skins import BAR, PLASTIC
from assets.vehicles.cycles.stance import Geometry
from assets.vehicles.cycles.wheels import WheelStyle
from assets.vehicles.pieces import Pieces

STEEL: Skin = ("steel", "trim")


def cranks(axle: Points, rear: Points, turn_rad: float, arm: float, ring: float) -> tuple[Pieces, dict[str, Points]]:
    """Cranks with pedals, chain ring and chain on the right; and where the feet are.

    Args:
        turn_rad: of the left crank, about y.
        arm: length of a crank; ``ring`` half the chain ring's, metres.
    """
    shapes: list[Shape] = []
    points: dict[str, Points] = {}
    for name, side in (("foot_left", 1.0), ("foot_right", -1.0)):
        turn = turn_rad + (0.0 if side > 0 else np.pi)
        out = np.array([np.cos(turn), 0.0, np.sin(turn)]) * arm
        root, end = axle + xyz(0.0, side * 0.062, 0.0), axle + out + [0.0, side * 0.078, 0.0]
        shapes.append(tube(np.stack([root, (root + end) / 2.0, end]), (0.008, 0.012), STEEL, 6))
        pedal = end + xyz(0.0, side * 0.055, 0.0)
        shapes.append(pillow((0.085, 0.085, 0.022), PLASTIC, 5.0, 8).moved(pedal))
        points[name] = pedal + xyz(0.0, 0.0, 0.012)
    radius = 1.7 * ring
    line = chain(axle, rear, (radius, 0.038), -0.046, STEEL)
    disc = [(0.78 * radius, -0.003), (radius, -0.003), (radius, 0.003), (0.78 * radius, 0.003), (0.78 * radius, -0.003)]
    shapes.append(lathe(disc, 30, STEEL).moved(axle + xyz(0.0, -0.046, 0.0)))
    a = np.arange(5) * 0.4 * np.pi + turn_rad
    rays = np.stack([np.cos(a), 0.0 * a, np.sin(a)], axis=1)
    hub = axle + xyz(0.0, -0.05, 0.0)
    shapes.append(bars(np.repeat(hub[None], 5, 0), hub + rays * 0.85 * radius, 0.008, STEEL))
    return Pieces(smooth=(join([*shapes, line]),)), points


def saddle(top: Points, kind: str) -> Pieces:
    """A saddle whose top's middle is ``top``: ``slim`` or ``broad``."""
    broad = kind == "broad"
    wide = np.array([0.035, 0.078, 0.085, 0.05, 0.024, 0.018]) * (1.25 if broad else 0.92)
    x = np.array([-0.125, -0.105, -0.05, 0.03, 0.11, 0.145])
    z = np.array([-0.012, 0.004, 0.004, -0.006, -0.006, -0.022])
    high = np.array([0.02, 0.032, 0.03, 0.022, 0.016, 0.012]) * (1.5 if broad else 0.85)
    path = top + np.stack([x, 0.0 * x, z - high], axis=1)
    pad = loft(path, wide, high, 0.7 * high, ("seat", "saddle"), 2.5, 12)
    rail = top + np.array([[-0.09, 0.025, -0.045], [0.0, 0.022, -0.052], [0.09, 0.015, -0.035]])
    shapes = [tube(rail, 0.004, STEEL, 4).pair()]
    if broad:
        spring = top + np.array([[-0.08, 0.05, -0.085], [-0.08, 0.05, -0.06], [-0.08, 0.05, -0.035]])
        shapes.append(tube(spring, 0.016, STEEL, 8).pair())
    return Pieces(soft=(pad,), smooth=(join(shapes),))


def drop_bar(clamp: Points, reach: float) -> tuple[Shape, Points]:
    """A racing bar with hoods; and where the left hand is."""
    path = clamp + np.array(
        [
            *([0, 0, 0], [0, 0.10, 0], [0.005, reach - 0.03, 0.0], [0.04, reach, -0.003], [0.085, reach, -0.012]),
            *([0.10, reach, -0.06], [0.06, reach + 0.004, -0.115], [-0.02, reach + 0.006, -0.13]),
        ]
    )
    fine = curve(path, 18)
    tape = tube(fine[5:], 0.0155, ("plastic", "handlebar"), 8).pair()
    whole = np.concatenate([fine[6:0:-1] * [1, -1, 1], fine[:7]])
    hood = clamp + xyz(0.115, reach, 0.012)
    grip = loft(
        hood + np.array([[-0.035, 0, -0.006], [0.0, 0, 0.0], [0.03, 0, 0.02], [0.045, 0, 0.034]]),
        0.014,
        0.014,
        0.018,
        ("plastic", "handlebar"),
        2.4,
    )
    pull = np.stack([hood + xyz(0.03, 0, -0.005), hood + xyz(0.04, 0, -0.06), hood + xyz(0.012, 0, -0.105)])
    lever = tube(curve(pull, 5), (0.006, 0.005), ("lever", "handlebar"), 6)
    return join([tape, tube(whole, 0.0125, BAR, 8), grip.pair(), lever.pair()]), hood + xyz(0.0, 0.0, 0.014)


def rim_brake(axle: Points, toward: Points, style: WheelStyle) -> Shape:
    """Two arms and pads at the rim, on the way from the axle to a point."""
    along = toward - axle
    along /= np.linalg.norm(along)
    pad = axle + along * (style.rim - 0.4 * style.deep) + [0.0, 0.5 * style.width + 0.004, 0.0]
    top = axle + along * (style.radius + 0.03) + [0.0, 0.012, 0.0]
    arm = tube(np.stack([pad, (pad + top) / 2.0 + [0.0, 0.010, 0.0], top]), 0.006, STEEL, 6)
    return join([arm, pillow((0.05, 0.012, 0.014), PLASTIC, 4.0, 8).moved(pad)]).pair()


def mudguards(g: Geometry, front: bool, material: str) -> Pieces:
    """One guard with its stays."""
    axle, radius, width = (g.front, g.front_radius, g.front_width) if front else (g.rear, g.rear_radius, g.rear_width)
    span = (205.0, 62.0) if front else (182.0, 12.0)
    blade = guard(axle[[0, 2]], radius + 0.016, width + 0.016, span, (material, "trim"), 0.7)
    a = np.radians((198.0, 150.0) if front else (176.0, 128.0))
    rim = np.stack([np.cos(a), 0.0 * a, np.sin(a)], axis=1) * (radius + 0.005) + axle + [0.0, width / 2.0 + 0.008, 0.0]
    hub = np.repeat((axle + xyz(0.0, 0.055, 0.0))[None], 2, axis=0)
    return Pieces(soft=(blade,), smooth=(bars(hub, rim, 0.0022, STEEL).pair(),))


def carrier(g: Geometry, lug: Points) -> Pieces:
    """A luggage carrier over the rear wheel."""
    z = 2.0 * g.rear_radius + 0.045
    rear, front = g.rear[0] - 0.21, min(g.rear[0] + 0.17, float(lug[0]) - 0.03)
    rail = np.array(
        [[front, 0.03, z], [front - 0.04, 0.065, z], [rear + 0.03, 0.065, z], [rear, 0.03, z], [rear, 0.0, z]]
    )
    shapes = [tube(curve(rail, 12), 0.006, STEEL, 6).pair()]
    x = np.linspace(front - 0.08, rear + 0.06, 4)
    start = np.stack([x, 0.0 * x - 0.065, 0.0 * x + z], axis=1)
    shapes.append(bars(start, start + xyz(0.0, 0.13, 0.0), 0.005, STEEL))
    foot = np.repeat((g.rear + xyz(0.0, 0.068, 0.02))[None], 2, axis=0)
    shapes.append(bars(foot, [[g.rear[0] - 0.10, 0.065, z], [g.rear[0] + 0.03, 0.065, z]], 0.005, STEEL).pair())
    shapes.append(
        bars(
            [[front, 0.03, z], [front, -0.03, z]],
            [[lug[0], 0.012, lug[2] - 0.04], [lug[0], -0.012, lug[2] - 0.04]],
            0.004,
            STEEL,
        )
    )
    return Pieces(smooth=(join(shapes),))


def chain_case(bracket: Points, rear: Points, material: str) -> Pieces:
    """A closed case around the chain on the right."""
    middle = np.array([0.0, -0.052, 0.0])
    ends = rear + middle + [-0.02, 0, 0], bracket + middle + [0.02, 0, 0]
    s = np.array([-0.10, -0.05, 0.10, 0.5, 0.85, 1.08, 1.16])
    path = ends[0] + (ends[1] - ends[0]) * s[:, None]
    high = np.array([0.02, 0.045, 0.055, 0.07, 0.105, 0.085, 0.04])
    return Pieces(soft=(loft(path, 0.016, high, high, (material, "trim"), 3.0, 10),))


def basket(low: Points) -> Pieces:
    """A wire basket standing on ``low``, the middle of its floor."""
    rings: list[Shape] = []
    corners = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1.0]])
    levels = np.linspace(0.0, 0.22, 6)
    for z in levels:
        half = np.array([0.105, 0.15]) * (1.0 + 0.8 * z)
        ring = low + np.column_stack([corners * half, np.full(4, z)])
        rings.append(bars(ring, np.roll(ring, -1, 0), 0.0035 if z < 0.2 else 0.006, ("dark", "trim")))
    t = np.linspace(-1.0, 1.0, 9)
    for a in range(4):
        at = corners[a] * (1 - (t[:, None] + 1) / 2) + corners[(a + 1) % 4] * (t[:, None] + 1) / 2
        foot = low + np.column_stack([at * [0.105, 0.15], 0.0 * t])
        top = low + np.column_stack([at * [0.105, 0.15] * 1.176, 0.0 * t + 0.22])
        rings.append(bars(foot, top, 0.003, ("dark", "trim")))
    grate = np.linspace(-0.15, 0.15, 7)
    start = low + np.column_stack([0 * grate - 0.105, grate, 0 * grate])
    rings.append(bars(start, start + xyz(0.21, 0.0, 0.0), 0.003, ("dark", "trim")))
    return Pieces(flat=(join(rings),))
