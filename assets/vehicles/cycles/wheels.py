"""Wheels of two-wheelers around the y axis: tyres of round section, rims, wire spokes or cast arms, brakes."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Points, Shape, Skin, grid, join, lathe
from assets.rotations import about
from assets.vehicles.cycles.shapes import bars
from assets.vehicles.pieces import Pieces

RUBBER: Skin = ("rubber", "wheel")
RIM: Skin = ("rim", "wheel")
HUB: Skin = ("hub", "wheel")
STEEL: Skin = ("steel", "wheel")
WIRE: Skin = ("wire", "wheel")


@dataclass(frozen=True)
class WheelStyle:
    """Attributes:
    radius, width: of the tyre, metres.
    wall: height of the tyre's side wall, metres.
    arms: of a cast wheel, or 0 for wire spokes.
    twin: cast arms stand in pairs.
    spokes: wires in all.
    hub: half the width between the spokes' flanges, metres.
    drum: radius of the hub, metres: that of a drum brake, or of an axle's shell.
    disc: radius of the brake disc, 0 for none.
    disc_sides: where discs are: 1.0 left, -1.0 right.
    wire: radius of a spoke, metres.
    deep: how far the rim reaches towards the hub, metres.
    segments: around the tyre.
    """

    radius: float
    width: float
    wall: float
    arms: int = 0
    twin: bool = False
    spokes: int = 36
    hub: float = 0.045
    drum: float = 0.05
    disc: float = 0.0
    disc_sides: tuple[float, ...] = (1.0,)
    wire: float = 0.0022
    deep: float = 0.02
    segments: int = 44

    @property
    def rim(self) -> float:
        """Radius of the rim's edge, metres."""
        return self.radius - self.wall


def cycle_wheel(rng: np.random.Generator, style: WheelStyle) -> Pieces:
    """One wheel around the origin."""
    pieces = [_tyre(style), _rim(style), _hub(style)]
    flat: list[Shape] = []
    if style.arms:
        flat.append(_arms(rng, style))
    else:
        pieces.append(_wires(style))
    if style.disc:
        pieces += [_disc(style, side) for side in style.disc_sides]
    return Pieces(smooth=(join(pieces),), flat=tuple(flat))


def _tyre(s: WheelStyle) -> Shape:
    a = np.radians(np.array([-128, -105, -85, -62, -42, -22, -7, 7, 22, 42, 62, 85, 105, 128.0]))
    middle = s.rim + 0.48 * s.wall
    reach = np.where(np.cos(a) > 0, s.radius - middle, middle - s.rim)
    r = middle + reach * np.sign(np.cos(a)) * np.abs(np.cos(a)) ** 0.9
    return lathe(np.stack([r, s.width / 2.0 * np.sin(a)], axis=1), s.segments, RUBBER)


def _rim(s: WheelStyle) -> Shape:
    half, edge, inner = 0.40 * s.width, s.rim + 0.12 * s.wall, s.rim - s.deep
    profile = [
        *((edge, half - 0.002), (edge, half + 0.001), (s.rim - 0.003, half), (s.rim - 0.3 * s.deep, 0.86 * half)),
        *((inner, 0.45 * half), (inner, -0.45 * half)),
        *((s.rim - 0.3 * s.deep, -0.86 * half), (s.rim - 0.003, -half), (edge, -half - 0.001), (edge, 0.002 - half)),
    ]
    return lathe(profile, s.segments, RIM)


def _hub(s: WheelStyle) -> Shape:
    flange, half = s.drum, s.hub
    shell = flange if flange > 0.06 else 0.55 * flange
    profile = [
        *((0.0, -half - 0.022), (0.35 * flange, -half - 0.022), (0.40 * flange, -half - 0.004), (flange, -half)),
        *((flange, -half + 0.004), (shell, -half + 0.012), (shell, half - 0.012), (flange, half - 0.004)),
        *((flange, half), (0.40 * flange, half + 0.004), (0.35 * flange, half + 0.022), (0.0, half + 0.022)),
    ]
    return lathe(profile, 20, HUB)


def _wires(s: WheelStyle) -> Shape:
    """Wires from both flanges to the rim, crossed like a laced wheel's."""
    k = np.arange(s.spokes)
    side = np.where(k % 2 == 0, 1.0, -1.0)
    lean = np.where(k // 2 % 2 == 0, 1.0, -1.0)
    at_rim = k * (2.0 * np.pi / s.spokes)
    at_hub = at_rim + lean * (1.15 if s.drum < 0.06 else 0.55)
    inner = s.rim - 0.6 * s.deep
    start = np.stack([s.drum * 0.93 * np.cos(at_hub), side * s.hub, s.drum * 0.93 * np.sin(at_hub)], axis=1)
    end = np.stack([inner * np.cos(at_rim), side * 0.1 * s.width, inner * np.sin(at_rim)], axis=1)
    return bars(start, end, s.wire, WIRE)


def _arms(rng: np.random.Generator, s: WheelStyle) -> Shape:
    """Cast arms, straight or swept, alone or in pairs."""
    room = 2.0 * np.pi / s.arms
    radius = np.linspace(0.7 * s.drum, s.rim - 0.5 * s.deep, 4)
    broad = float(rng.uniform(0.010, 0.016)) * (0.75 if s.twin else 1.1)
    across = broad * np.array([1.35, 1.0, 1.0, 1.3])
    depth = np.array([s.hub, 0.26 * s.width, 0.24 * s.width, 0.32 * s.width])
    corners: list[Points] = [
        np.stack([radius, y * depth, z * across], axis=1)
        for y, z in ((1.0, -0.6), (1.0, 0.6), (0.3, 1.0), (-0.3, 1.0), (-1.0, 0.6), (-1.0, -0.6), (-0.3, -1), (0.3, -1))
    ]
    arm = grid(np.stack(corners, axis=1), RIM, closed=True)
    sweep = float(rng.uniform(-0.35, 0.35)) if rng.uniform() < 0.5 else 0.0
    share = (arm.points[:, 0] - radius[0]) / (radius[-1] - radius[0])
    c, d = np.cos(sweep * share), np.sin(sweep * share)
    bent = np.stack(
        [arm.points[:, 0] * c - arm.points[:, 2] * d, arm.points[:, 1], arm.points[:, 0] * d + arm.points[:, 2] * c],
        axis=1,
    )
    arm = Shape(bent, arm.quads, arm.skin, arm.skins)
    turns = np.arange(s.arms) * room
    if s.twin:
        turns = np.concatenate([turns - 0.16 * room, turns + 0.16 * room])
    return join([arm.moved((0, 0, 0), about((0, 1, 0), float(turn))) for turn in turns])


def _disc(s: WheelStyle, side: float) -> Shape:
    """A brake disc with its carrier on the side of ``side``."""
    y, thin, r = s.hub + 0.016, 0.0025, s.disc
    inner = 0.66 * r
    faces = [[(inner, y - thin), (r, y - thin)], [(r, y - thin), (r, y + thin)], [(r, y + thin), (inner, y + thin)]]
    carrier = [(0.3 * r, y - 0.006), (0.69 * r, y - 0.004), (0.69 * r, y + 0.004), (0.3 * r, y + 0.006)]
    shape = join([*(lathe(face, 28, STEEL) for face in faces), lathe(carrier, 14, HUB)])
    return shape if side > 0 else shape.mirrored()
