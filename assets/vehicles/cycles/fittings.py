"""What two-wheelers carry: bars with grips, levers and mirrors, lamps, indicators, a plate, a stand, pedals' pegs."""

import numpy as np
from numpy.typing import ArrayLike

from assets.polygons import Points, Shape, Skin, join, lathe, mirror_line, pillow, tube
from assets.rotations import FORWARD
from assets.vehicles.cycles.shapes import curve, loft, xyz
from assets.vehicles.pieces import Pieces

RUBBER: Skin = ("plastic", "handlebar")


def handlebar(points: ArrayLike, radius: float, skin: Skin, grip: float = 0.12, thick: float = 0.017) -> Shape:
    """A bar through the (N, 3) points of its left half, from the middle out, mirrored; with grips and bar ends."""
    half = curve(np.asarray(points, np.float64), 12)
    whole = mirror_line(half)
    along = half[-1] - half[-2]
    along /= np.linalg.norm(along)
    end = half[-1]
    grips = tube(np.stack([end - along * grip, end - along * grip * 0.5, end]), thick, RUBBER, 8).pair()
    return join([tube(whole, radius, skin, 8), grips])


def lever(grip_end: Points, along: Points, skin: Skin, reach: float = 0.06) -> Shape:
    """A brake or clutch lever in front of the left grip, with its reservoir and switches; mirrored."""
    root = grip_end - along * 0.145
    path = np.array(
        [root + xyz(0.012, 0, 0.0), root + along * 0.03 + [reach, 0, -0.012], grip_end + xyz(reach * 0.8, 0, -0.022)]
    )
    knob = pillow((0.034, 0.042, 0.04), RUBBER, 4.0, 8).moved(root)
    pot = pillow((0.042, 0.055, 0.035), RUBBER, 4.0, 8).moved(root + xyz(0.016, -0.035, 0.026))
    return join([tube(curve(path, 6), (0.006, 0.005), skin, 6), knob, pot]).pair()


def mirrors(root: Points, out: ArrayLike, size: tuple[float, float], skin: Skin, stalk: float = 0.0055) -> Shape:
    """Mirrors on stalks: from ``root`` on the left to ``root + out``; mirrored.

    Args:
        size: width and height of a head, metres.
        skin: of the heads' backs.
    """
    out = np.asarray(out, np.float64)
    path = curve(np.array([root, root + out * [0.4, 0.35, 0.75], root + out]), 7)
    wide, high = size
    exponent = 2.2 if wide < 1.2 * high else 3.4
    head = pillow((0.032, wide, high), skin, exponent, 12).moved(root + out + [0.006, 0.0, 0.01])
    face = pillow((0.010, 0.9 * wide, 0.88 * high), ("mirror", "mirror"), exponent, 12)
    face = face.moved(root + out + [-0.009, 0.0, 0.01])
    return join([tube(path, stalk, ("plastic", "mirror"), 6), head, face]).pair()


def round_lamp(center: ArrayLike, radius: float, shell: Skin) -> Shape:
    """A round head lamp whose glass is at ``center`` and looks along x."""
    r = radius
    bowl = [(1.04 * r, 0.0), (1.06 * r, -0.008), (1.03 * r, -0.018), (0.98 * r, -0.35 * r), (0.8 * r, -0.75 * r)]
    bowl += [(0.45 * r, -1.08 * r), (0.0, -1.18 * r)]
    dish = [(0.12 * r, -0.42 * r), (0.5 * r, -0.30 * r), (0.95 * r, -0.004)]
    lens = [(1.0 * r, 0.0), (0.7 * r, 0.10 * r), (0.35 * r, 0.16 * r), (0.0, 0.18 * r)]
    bulb = [(0.62 * r, -0.02), (0.5 * r, 0.0), (0.25 * r, 0.006), (0.0, 0.008)]
    parts = [(bowl[::-1], shell), (dish[::-1], ("reflector", "light")), (lens, ("lens", "light"))]
    parts.append((bulb, ("head", "light")))
    shapes = [lathe(np.asarray(profile), 20, skin) for profile, skin in parts]
    ring = lathe([(0.97 * r, 0.004), (1.03 * r, 0.006), (1.05 * r, 0.0)][::-1], 20, ("chrome", "light"))
    return join([*shapes, ring]).moved(np.asarray(center, np.float64), FORWARD)


def lamp_block(center: ArrayLike, size: ArrayLike, material: str, exponent: float = 3.0) -> Shape:
    """A lamp of one material in a dark frame, around ``center``."""
    size = np.asarray(size, np.float64)
    body = pillow(size, (material, "light"), exponent, 12)
    edge = pillow(size * [0.72, 1.08, 1.12], ("plastic", "light"), exponent, 12)
    inward = -0.10 * size[0] * np.sign(np.asarray(center)[0])
    return join([body, edge.moved([inward, 0, 0])]).moved(center)


def head_block(center: ArrayLike, wide: float, high: float, tilt: float) -> Shape:
    """A moulded head lamp looking along x: a dark bowl, two bright units, a lens over them.

    Args:
        tilt: how far its top lies behind its bottom, as a share of its height.
    """
    lean = np.eye(3)
    lean[0, 2] = -tilt
    bowl = pillow((0.08, wide, high), ("plastic", "light"), 3.0, 14).moved([-0.030, 0, 0])
    bright = pillow((0.03, 0.92 * wide, 0.86 * high), ("reflector", "light"), 3.2, 14)
    units = pillow((0.026, 0.34 * wide, 0.55 * high), ("head", "light"), 2.4, 12).moved([0.006, 0.22 * wide, 0]).pair()
    lens = pillow((0.06, 0.98 * wide, 0.94 * high), ("lens", "light"), 3.0, 14)
    return join([bowl, bright, units, lens]).moved(np.asarray(center, np.float64), lean)


def indicators(center: ArrayLike, stalk: float, size: tuple[float, float, float]) -> Shape:
    """Turn signals on stalks, left and right of the middle: ``center`` is the left lamp's, metres."""
    x, y, z = np.asarray(center, np.float64)
    shapes: list[Shape] = []
    for side, material in ((1.0, "indicator_left"), (-1.0, "indicator_right")):
        place = np.array([x, side * y, z])
        inner = place - [0.0, side * stalk, 0.0]
        path = np.stack([inner, (inner + place) / 2.0, place])
        shapes.append(tube(path, 0.008, ("plastic", "light"), 6))
        shapes.append(pillow(size, (material, "light"), 2.6, 10).moved(place))
        shapes.append(
            pillow((0.7 * size[0], 1.06 * size[1], 1.06 * size[2]), ("plastic", "light"), 2.6, 10).moved(place)
        )
    return join(shapes)


def peg(center: ArrayLike, length: float = 0.10) -> Shape:
    """A foot peg at ``center`` on the left, and its like on the right."""
    x, y, z = np.asarray(center, np.float64)
    path = np.array([[x, y - length / 2.0, z], [x, y, z], [x, y + length / 2.0, z]])
    arm = np.array([[x + 0.01, y - length / 2.0, z], [x + 0.03, y - length / 2.0 - 0.03, z + 0.07]])
    return join([tube(path, (0.018, 0.011), ("plastic", "trim"), 6), tube(arm, 0.010, ("steel", "trim"), 6)]).pair()


def crash_bar(crank: Points) -> Shape:
    """A hoop to each side of the engine, before the rider's shins."""
    loop = [(0.20, 0.05, -0.16), (0.23, 0.17, -0.14), (0.26, 0.25, -0.01), (0.26, 0.24, 0.14), (0.23, 0.06, 0.24)]
    return tube(curve(crank + np.array(loop), 14), 0.0125, ("bars", "trim"), 7).pair()


def stand_leg(pivot: Points, foot: Points, thick: float = 0.011) -> Shape:
    """A side stand's leg between two points, with its foot plate."""
    knee = pivot + (foot - pivot) * 0.5 + [0.012, 0.0, 0.0]
    plate = pillow((0.07, 0.05, 0.012), ("steel", "trim"), 4.0, 8).moved(foot + xyz(0.0, 0.0, 0.006))
    return join([tube(np.stack([pivot, knee, foot + xyz(0.0, 0.0, 0.008)]), thick, ("steel", "trim"), 6), plate])


def centre_stand(x: float, z: float, reach: float, half: float) -> Shape:
    """Two legs from (x, z) to the ground ``reach`` behind; upright."""
    leg = np.array([[x, 0.8 * half, z], [x - 0.3 * reach, 0.95 * half, 0.45 * z], [x - reach, half, 0.012]])
    cross = np.array(
        [[x - 0.5 * reach, -half, 0.4 * z], [x - 0.5 * reach, 0.0, 0.4 * z], [x - 0.5 * reach, half, 0.4 * z]]
    )
    return join([tube(leg, 0.012, ("dark", "trim"), 6).pair(), tube(cross, 0.010, ("dark", "trim"), 6)])


def clear_of_tyre(plate: Points, axle: Points, radius: float) -> Points:
    """The middle of a rear plate, moved back as far as it must for the tyre around ``axle`` not to hide it."""
    room, lift = radius + 0.085, plate[2] - 0.11 - axle[2]
    behind = axle[0] - np.sqrt(max(room**2 - lift**2, 0.0))
    return np.array([min(plate[0], behind), plate[1], plate[2]])


def rear_box(center: ArrayLike, size: tuple[float, float, float], material: str) -> Pieces:
    """A top case or a pannier: a shell in two halves with a dark seam and a red reflector behind."""
    x, y, z = np.asarray(center, np.float64)
    long, wide, high = size
    lower = pillow((long, wide, 0.56 * high), (material, "trim"), 5.0, 16).moved((x, y, z - 0.24 * high))
    upper = pillow((0.98 * long, 0.98 * wide, 0.62 * high), (material, "trim"), 4.2, 16).moved((x, y, z + 0.20 * high))
    seam = pillow((1.01 * long, 1.01 * wide, 0.05 * high), ("plastic", "trim"), 5.0, 16).moved((x, y, z + 0.02 * high))
    red = pillow((0.012, 0.55 * wide, 0.14 * high), ("reflex", "trim"), 4.0, 10).moved(
        (x - 0.497 * long, y, z - 0.16 * high)
    )
    return Pieces(smooth=(lower, upper, seam, red))


def instruments(center: ArrayLike, wide: float, style: str) -> Shape:
    """Clocks above the top clamp: two round ones, or a flat panel."""
    c = np.asarray(center, np.float64)
    if style == "round":
        can = [(0.0, -0.03), (0.034, -0.03), (0.042, -0.004), (0.042, 0.004), (0.036, 0.002), (0.0, 0.002)]
        up = np.array([[0.0, -0.7, 0.714], [1.0, 0.0, 0.0], [0.0, 0.714, 0.7]])
        return lathe(can, 14, ("chrome", "handlebar")).moved(c + xyz(0.0, 0.05, 0.0), up).pair()
    box_path = np.array([c + xyz(-0.05, 0, -0.025), c, c + xyz(0.045, 0, 0.028)])
    return loft(box_path, np.array([0.8, 1.0, 0.85]) * wide / 2, 0.014, 0.018, ("plastic", "handlebar"), 4.0)
