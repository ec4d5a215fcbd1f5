"""What the flanks carry: door gaps, handles, mirrors, mouldings, fuel flap, window trim, mud flaps."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Shape, Skin, box, join, pillow, tube
from assets.vehicles.cars.body import BELT, CORNER, GLASS, GLASS_TOP, BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.doors import Door, swung
from assets.vehicles.cars.drape import Drape, both_sides, line, other_side, patch, spread

BLACK: Skin = ("plastic", "trim")
CHROME: Skin = ("chrome", "trim")
GAP: Skin = ("gap", "body")
PAINT: Skin = ("paint", "body")


@dataclass(frozen=True)
class SideStyle:
    """Attributes:
    handle, mirror, molding, window_trim: skins; None for none of the last two.
    molding_z: share of the flank's height at which a moulding runs.
    pull: handles that stand out; flush ones are drawn only.
    mud_flaps, repeater, flap_left: whether they are there; a fuel flap's side.
    mirror_size: share of the usual one's.
    """

    handle: Skin
    mirror: Skin
    molding: Skin | None
    molding_z: float
    window_trim: Skin | None
    pull: bool
    mud_flaps: bool
    repeater: bool
    flap_left: bool
    mirror_size: float


def side_style(rng: np.random.Generator, p: Proportions) -> SideStyle:
    pick = rng.uniform(size=9)
    dark = pick[0] < (0.7 if p.old else 0.12)
    handle: Skin = BLACK if dark else CHROME if pick[1] < 0.18 else PAINT
    mirror: Skin = ("plastic", "mirror") if dark or pick[2] < 0.15 else ("paint", "mirror")
    molding = None
    if pick[3] < (0.75 if p.old else 0.22 if p.box > 0.15 else 0.08):
        molding = BLACK if pick[4] < 0.6 else CHROME if p.old else PAINT
    chrome = pick[5] < (0.55 if p.old else 0.35)
    return SideStyle(
        handle=handle,
        mirror=mirror,
        molding=molding,
        molding_z=float(rng.uniform(0.42, 0.56)),
        window_trim=CHROME if chrome else None,
        pull=bool(p.old or rng.uniform() < 0.85),
        mud_flaps=bool(pick[6] < (0.4 if p.old or p.bed else 0.12)),
        repeater=bool(pick[7] < 0.6),
        flap_left=bool(pick[8] < 0.5),
        mirror_size=float(rng.uniform(0.9, 1.1)) * (1.12 if p.height > 1.65 else 0.82 if p.old else 1.0),
    )


def sides(p: Proportions, body: BodyGrid, on: Drape, style: SideStyle, door: Door | None) -> Shape:
    """All of it; what is fixed to the ``door`` that stands open turns with it."""
    pieces = [_repeaters(p, body, on, style), _moldings(p, body, on, style), _flap(p, body, on, style)]
    if style.window_trim:
        pieces.append(_window_trim(p, body, on, style.window_trim).pair())
    if style.mud_flaps:
        pieces.append(_mud_flaps(p, body))
    for number in range(len(body.curves.gaps) - 1):
        left = _door_lines(p, body, on, style, number)
        left = join([left, _mirror(p, body, on, style)]) if number == 0 else left
        for side, fixed in ((1, left), (-1, other_side(left))):
            is_open = door is not None and (door.side, door.number) == (side, number)
            pieces.append(swung(p, body, door, fixed, lined=False) if door and is_open else fixed)
    return join(pieces)


def _door_lines(p: Proportions, body: BodyGrid, on: Drape, style: SideStyle, number: int) -> Shape:
    """The gap around one door of the left side, and its handle."""
    c = body.curves
    start, end = c.gaps[number], c.gaps[number + 1]
    low = p.clearance + 0.075
    belt_start, belt_end = float(c.belt(start)), float(c.belt(end))
    axle = c.axles[1]
    keys = [(start, belt_start - 0.005), (start, low), (min(end, axle - p.arch - 0.05), low)]
    if end > axle - p.arch - 0.05:
        angle = np.linspace(0.0, 1.0, 6)
        stop = np.arccos(np.clip((axle - end) / (p.arch + 0.055), -1.0, 1.0))
        turn = np.arcsin(np.clip((low - p.wheel) / (p.arch + 0.055), -1.0, 1.0)) * (1.0 - angle) + stop * angle
        keys += [(axle - (p.arch + 0.055) * np.cos(a), p.wheel + (p.arch + 0.055) * np.sin(a)) for a in turn]
    else:
        keys.append((end, low))
    keys.append((end, belt_end + 0.012))
    places = spread(keys, 0.08)
    places = places[np.concatenate([[True], np.linalg.norm(np.diff(places, axis=0), axis=1) > 1e-4])]
    pieces = [line(on, np.stack([on.along(places[:, 0]), places[:, 1]], axis=1), 0.008, GAP)]
    d = end - 0.13
    z = float(c.belt(d)) - 0.09
    at = float(on.along(d))
    if style.pull:
        point, _ = on.at(at, z)
        pieces.append(pillow((0.19, 0.034, 0.026), style.handle, 3.0, 8).moved(point + np.array([0.0, 0.018, 0.0])))
        pieces.append(patch(on, at + np.linspace(-0.06, 0.06, 5), z - 0.028, z + 0.024, GAP, 0.0018))
    else:
        s = at + np.linspace(-0.1, 0.1, 4)
        pieces.append(patch(on, s, z - 0.014, z + 0.014, style.handle, 0.004, GAP, 1))
    return join(pieces)


def _mirror(p: Proportions, body: BodyGrid, on: Drape, style: SideStyle) -> Shape:
    """The left shell on its arm, with its glass and an indicator line."""
    d, k = body.curves.cowl_side_d + 0.26, style.mirror_size
    belt = float(body.curves.belt(d))
    point, _ = on.at(on.flank_s(d, belt), belt)
    place = np.array([p.length / 2.0 - d + 0.02, point[1] + 0.10 * k, belt + 0.085 * k])
    shell = pillow(np.array([0.115, 0.195, 0.145]) * k, style.mirror, 3.0, 12).moved(place)
    face = pillow(np.array([0.012, 0.165, 0.118]) * k, ("chrome", "mirror"), 5.0, 8).moved(
        place - [0.055 * k, 0.0, 0.0]
    )
    arm_path = np.array([[0.01, -0.15 * k, -0.08], [0.005, -0.08, -0.064], [0.0, -0.02, -0.055]]) + place
    arm = tube(arm_path, 0.022, ("plastic", "mirror"), 6)
    pieces = [shell, face, arm]
    if style.repeater:
        amber: Skin = ("indicator_left", "light")
        pieces.append(pillow((0.03, 0.10, 0.016), amber, 3.0, 8).moved(place + np.array([0.046, 0.03, -0.005]) * k))
    return join(pieces)


def _repeaters(p: Proportions, body: BodyGrid, on: Drape, style: SideStyle) -> Shape:
    """Indicators on the wings of cars whose mirrors have none."""
    z = p.clearance + 0.40
    s = float(on.along(body.curves.axles[0] + p.arch + 0.02)) + np.array([-0.03, 0.0, 0.03])
    skin: Skin = GAP if style.repeater else ("indicator_left", "light")
    high = 0.003 if style.repeater else 0.028  # a slot for air otherwise
    return both_sides(patch(on, s, z - high / 2.0, z + high / 2.0, skin, 0.004, BLACK, 1))


def _moldings(p: Proportions, body: BodyGrid, on: Drape, style: SideStyle) -> Shape:
    """A strip along the doors, and the tread plate over the sill."""
    c = body.curves
    pieces: list[Shape] = []
    start, end = c.axles[0] + p.arch + 0.05, c.axles[1] - p.arch - 0.05
    if style.molding:
        z = p.clearance + style.molding_z * (float(c.belt((start + end) / 2.0)) - p.clearance)
        for a, b in zip((start, *c.gaps[1:]), (*c.gaps[1:], end), strict=True):
            if b - a > 0.2:
                s = np.linspace(on.flank_s(a + 0.012, z), on.flank_s(b - 0.012, z), 8)
                pieces.append(patch(on, s, z - 0.024, z + 0.024, style.molding, 0.012, style.molding, 1).pair())
    if not p.cladding:
        z = p.clearance + 0.045
        s = np.linspace(on.flank_s(start, z), on.flank_s(end, z), 12)
        pieces.append(patch(on, s, z - 0.03, z + 0.012, BLACK if not p.old else GAP, 0.002, rows=1).pair())
    return join(pieces) if pieces else patch(on, [0.0, 0.01], 0.4, 0.41, GAP)


def _flap(p: Proportions, body: BodyGrid, on: Drape, style: SideStyle) -> Shape:
    c = body.curves
    d = min(c.axles[1] + 0.06, p.length - p.rear_depth - 0.12)
    z = float(c.belt(d)) - 0.12
    at, t = on.flank_s(d, z), np.linspace(0.0, 2.0 * np.pi, 17)[:-1]
    round_ = np.stack([np.cos(t), np.sin(t)], axis=1)
    square = 0.085 * round_ / np.abs(round_**4).sum(axis=1, keepdims=True) ** 0.25
    shape = line(on, square * [1.0, 0.8] + [at, z], 0.005, GAP, closed=True)
    return shape if style.flap_left else shape.mirrored()


def _window_trim(p: Proportions, body: BodyGrid, on: Drape, skin: Skin) -> Shape:
    """Bright lines along the side windows' upper edge and down behind the last of them."""
    edges = body.curves.window_edges
    use = np.flatnonzero((body.d > edges[0] + 0.05) & (body.d < edges[-1] + 0.001)) + CORNER
    if p.open_top or p.soft_top:
        use = use[:2]
    upper = body.side[use, GLASS_TOP] + [0.0, 0.004, 0.006]
    last = body.side[use[-1], [GLASS_TOP, GLASS + 1, GLASS, BELT]] + [-0.006, 0.005, 0.0]
    return join([tube(upper, (0.004, 0.005), skin, 4), tube(last, (0.006, 0.005), skin, 4)])


def _mud_flaps(p: Proportions, body: BodyGrid) -> Shape:
    pieces: list[Shape] = []
    for axle in body.curves.axles:
        x = p.length / 2.0 - axle - p.arch - 0.012
        y = float(body.curves.flank_y(axle, p.arch + p.wheel)) - 0.03
        pieces.append(box((x - 0.012, y - 0.2, 0.5 * p.clearance), (x, y, p.clearance + 0.1), BLACK).pair())
    return join(pieces)


def wheel_y(p: Proportions, body: BodyGrid, axle: float) -> float:
    """The outer face of a wheel, metres beside the middle."""
    return float(body.curves.flank_y(axle, p.arch + p.wheel)) - 0.02
