"""Farm tractors: large wheels behind, small ones before, a bonnet and a glass cab, an open seat on old ones."""

from dataclasses import dataclass

import numpy as np

from assets.asset import Asset
from assets.names import expect_name
from assets.polygons import Points, Shape, Skin, box, join, lathe, pillow, tube
from assets.random import stream
from assets.rotations import about, about_z
from assets.vehicles.cycles.fittings import mirrors
from assets.vehicles.cycles.shapes import guard, xyz
from assets.vehicles.others.assembly import Whole, assembled, at_the_wheel, materials_of, plate_of_kind, rear_lamps
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.signs import beacon
from assets.vehicles.slabs import panel, slab
from assets.vehicles.state import PARKED, State

PAINT: Skin = ("paint", "body")
DARK: Skin = ("dark", "trim")
GLASS: Skin = ("glass", "window")
IRON: Skin = ("plastic_grey", "trim")
RUBBER: Skin = ("rubber", "wheel")


@dataclass(frozen=True)
class Tractor:
    """Metres; x counts from the middle between the ends.

    Attributes:
        front_axle, rear_axle: x; ``small``, ``large``: radii of the wheels there; ``track``: y of their middles.
        bonnet: height of its upper edge; ``nose``: its front end; ``cab``: x of the cab's rear and front.
        roof: height; ``open``: no cab, a frame over the seat or nothing.
    """

    front_axle: float
    rear_axle: float
    small: float
    large: float
    track: float
    bonnet: float
    nose: float
    cab: tuple[float, float]
    roof: float
    open: bool


def tractor(rng: np.random.Generator, type: str, color: str, state: State = PARKED) -> Asset:
    """A tractor that stands on z = 0 around the origin.

    Args:
        rng: where its proportions, paint and details come from.
        type: ``tractor``.
        color: one of ``COLORS``.
        state: what it is doing.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    expect_name(type, ("tractor",), "type")
    state = state.without_doors()
    t = _sampled(stream(rng, "proportions"))
    materials = materials_of(rng, color, "tractor", state)
    rim: Skin = (str(stream(rng, "rims").choice(["art_1", "cargo_white", "paint_2", "steel_rim"])), "wheel")
    plate = plate_of_kind(rng, "truck", state)
    pieces = _wheels(t, rim, state.steer_deg) + _bonnet(stream(rng, "bonnet"), t) + _behind(t)
    pieces += _open_seat(stream(rng, "seat"), t) if t.open else _cab(stream(rng, "cab"), t)
    lamps, ends_of_lamps = rear_lamps(np.array([t.cab[0] - 0.16, t.track + 0.05, 1.25]), (0.05, 0.16, 0.24))
    points = {
        "front_light": np.array([t.nose + 0.01, 0.08, t.bonnet - 0.16]),
        "front_wheel": np.array([t.front_axle, t.track + 0.12, t.small]),
        "rear_wheel": np.array([t.rear_axle, t.track + 0.22, t.large]),
        **ends_of_lamps,
    }
    if not t.open:
        points["front_up"] = np.array([t.cab[1] - 0.1, 0.66, t.roof - 0.12])
        points["rear_up"] = np.array([t.cab[0] + 0.04, 0.66, t.roof - 0.12])
    seat = (t.cab[0] + 0.42, 0.0, 1.12 * t.large / 0.8)
    people = at_the_wheel(rng, state, seat, (seat[0] + 0.5, 0.17, seat[2] + 0.36))
    high = t.roof if not t.open else max(t.bonnet + 0.45, t.roof if t.roof > 2.0 else 0.0)
    size = (t.nose + 0.3 + t.large - t.rear_axle, 2.0 * t.track + 0.44, high)
    whole = Whole(pieces + lamps, points, plate, None, (t.cab[0] - 0.12, 0.95), size)
    return assembled(whole, ("truck", type, color), materials, state, people)


def _sampled(rng: np.random.Generator) -> Tractor:
    """From 50 to 200 hp: tyres of 28 to 42 inch rims, 2.2 to 2.9 m from axle to axle; old ones small and open."""
    open_ = bool(rng.uniform() < 0.3)
    size = float(rng.uniform(0.0, 0.35) if open_ else rng.uniform(0.2, 1.0))
    large = 0.66 + 0.26 * size
    small = large * float(rng.uniform(0.58, 0.68))
    base = 2.0 + 0.75 * size
    middle = (small + 0.25 - large) / 2.0
    front, rear = base / 2.0 - middle, -base / 2.0 - middle
    bonnet = 1.30 + 0.42 * size
    return Tractor(
        front,
        rear,
        small,
        large,
        0.72 + 0.2 * size,
        bonnet,
        front + small + float(rng.uniform(0.0, 0.12)),
        (rear - 0.35 * large, rear + 0.95 + 0.25 * size),
        2.35 + 0.6 * size,
        open_,
    )


def _wheels(t: Tractor, rim: Skin, steer_deg: float) -> Pieces:
    """Tyres with slanted lugs, dished rims, axles."""
    rear, front = _tyre(t.large, 0.4 + 0.1 * t.large, rim), _tyre(t.small, 0.3, rim)
    turn = about_z(np.radians(steer_deg))
    pieces = rear.moved((t.rear_axle, t.track, t.large)).pair()
    pieces += front.moved((t.front_axle, t.track - 0.03, t.small), turn)
    pieces += front.mirrored().moved((t.front_axle, 0.03 - t.track, t.small), turn)
    axles = [
        tube([(x, t.track - 0.1, z), (x, 0.1 - t.track, z)], 0.11, IRON, 8)
        for x, z in ((t.rear_axle, t.large), (t.front_axle, t.small))
    ]
    return pieces + smooth(*axles)


def _tyre(radius: float, width: float, rim_skin: Skin) -> Pieces:
    half, rim = width / 2.0, 0.56 * radius
    deep = 0.045 * radius / 0.8
    body = radius - deep
    profile = [(rim, -half + 0.04), (0.8 * radius, -half), (body - 0.03, -half + 0.02), (body, -half + 0.07)]
    tyre = lathe([*profile, *((r, -y) for r, y in reversed(profile))], 32, RUBBER)
    dish = lathe(
        [(rim, -half + 0.05), (rim - 0.03, half - 0.1), (0.45 * rim, half - 0.2), (0.0, half - 0.2)], 24, rim_skin
    )
    lip = lathe([(rim + 0.015, half - 0.05), (rim - 0.03, half - 0.04), (rim - 0.05, half - 0.1)][::-1], 24, rim_skin)
    hub = lathe([(0.3 * rim, half - 0.2), (0.28 * rim, half - 0.1), (0.0, half - 0.09)], 14, rim_skin)
    lugs: list[Shape] = []
    count = 18
    for k in range(2 * count):
        side = 1.0 if k % 2 else -1.0
        lug = box((-0.022, 0.0, body - 0.02), (0.022, half - 0.005, radius), RUBBER)
        if side < 0.0:
            lug = lug.mirrored()
        slant = about_z(side * np.radians(32.0))
        lugs.append(lug.moved((0.0, 0.0, 0.0), about((0.0, 1.0, 0.0), np.pi * k / count) @ slant))
    tread = join(lugs)
    away = np.hypot(tread.points[:, 0], tread.points[:, 2])
    tread.points[:, ::2] *= np.minimum(1.0, radius / away)[:, None]  # slanted bars end on the circle
    return Pieces((join([tyre, dish, lip, hub]),), (tread,))


def _bonnet(rng: np.random.Generator, t: Tractor) -> Pieces:
    """Bonnet, grille with lamps, engine beneath, exhaust, front weight."""
    start, half = t.cab[1] - 0.08, float(rng.uniform(0.3, 0.38))
    x = np.array([start, t.nose - 0.3, t.nose - 0.05, t.nose])
    low, high = t.small + 0.42, t.bonnet
    cover = slab(x, low, [high + 0.06, high, high - 0.06, high - 0.14], half, 0.09, PAINT)
    grille = box(
        (t.nose - 0.02, -half + 0.06, low + 0.05), (t.nose + 0.012, half - 0.06, high - 0.24), ("gap", "grille")
    )
    slats = [panel([start + 0.35, t.nose - 0.3], z, z + 0.03, half + 0.005, ("gap", "grille")).pair()
             for z in np.arange(low + 0.15, high - 0.3, 0.07)]  # fmt: skip
    band = panel([start, t.nose - 0.35], high - 0.2, high - 0.12, half + 0.004, ("art_0", "trim")).pair()
    engine = box((start - 0.3, -0.24, t.small - 0.02), (t.nose - 0.2, 0.24, low + 0.02), IRON)
    weight = slab([t.nose - 0.12, t.nose + 0.22, t.nose + 0.3], t.small - 0.1, t.small + 0.3, 0.36, 0.05, IRON)
    lamp = pillow((0.05, 0.2, 0.12), ("head", "light"), 4.0, 10).moved((t.nose, 0.17, high - 0.22)).pair()
    lens = pillow((0.05, 0.24, 0.15), ("bezel", "light"), 5.0, 10).moved((t.nose - 0.008, 0.17, high - 0.22)).pair()
    pipe_x = start + 0.35
    stack = tube([(pipe_x, -half - 0.02, low + 0.2), (pipe_x, -half - 0.02, t.bonnet + 0.42)], 0.045,
                 ("chrome" if rng.uniform() < 0.5 else "rusty", "trim"), 10)  # fmt: skip
    flash = [
        pillow((0.08, 0.1, 0.08), (name, "light"), 3.0, 8).moved((start + 0.1, side * (half + 0.05), high - 0.1))
        for side, name in ((1.0, "indicator_left"), (-1.0, "indicator_right"))
    ]
    return flat(cover, grille, *slats, band, engine, weight) + smooth(lamp, lens, stack, *flash)


def _cab(rng: np.random.Generator, t: Tractor) -> Pieces:
    """Posts and panes under a roof with work lamps, doors, seat, steering wheel, mirrors, a beacon on some."""
    rear, front = t.cab
    low, half, sill = t.large + 0.1, 0.72, t.large + 0.35
    roof = slab([rear - 0.1, rear, front, front + 0.1], t.roof - 0.16, [t.roof - 0.04, t.roof, t.roof, t.roof - 0.06],
                half + 0.06, 0.06, PAINT if rng.uniform() < 0.6 else ("cargo_white", "body"))  # fmt: skip
    floor = box((rear, -half, low - 0.15), (front, half, low), DARK)
    corners: list[tuple[float, float]] = [
        (rear + 0.03, half),
        (rear + 0.55 * (front - rear), half),
        (front - 0.03, 0.9 * half),
    ]
    posts = [
        tube([(x, y, low), (x - 0.02, 0.94 * y, t.roof - 0.1)], 0.035, ("gloss", "body"), 6).pair() for x, y in corners
    ]
    panes = []
    for start, end, foot in ((rear + 0.05, corners[1][0], sill), (corners[1][0], front - 0.05, low)):
        panes.append(panel([start, end], foot, t.roof - 0.17, 0.955 * half, GLASS, 0.006).pair())
    panes.append(box((front - 0.04, -0.85 * half, t.bonnet - 0.05), (front - 0.03, 0.85 * half, t.roof - 0.17), GLASS))
    panes.append(box((rear + 0.02, -0.9 * half, sill + 0.1), (rear + 0.03, 0.9 * half, t.roof - 0.17), GLASS))
    wall = box((front - 0.1, -0.6 * half, low), (front, 0.6 * half, t.bonnet - 0.02), ("cabin", "interior"))
    work = [
        pillow((0.07, 0.16, 0.09), ("reverse", "light"), 4.0, 8).moved((x, 0.5, t.roof - 0.09)).pair()
        for x in (front + 0.1, rear - 0.1)
    ]
    look = mirrors(np.array([front - 0.05, half, sill + 0.7]), (0.1, 0.3, 0.05), (0.16, 0.28), ("plastic", "mirror"))
    made = flat(roof, floor, *panes, wall) + smooth(*posts, *work, look) + _place(t)
    if rng.uniform() < 0.4:
        made += beacon("amber").moved((rear + 0.2, 0.5, t.roof + 0.01))
    return made


def _open_seat(rng: np.random.Generator, t: Tractor) -> Pieces:
    """A seat in the open, under a hoop on some."""
    floor = box((t.cab[0], -0.5, t.large + 0.02), (t.cab[1], 0.5, t.large + 0.1), IRON)
    made = flat(floor) + _place(t)
    if t.roof > 2.45 and rng.uniform() < 0.8:
        x, low = t.cab[0] + 0.05, t.large
        hoop = [(x, 0.5, low), (x - 0.02, 0.48, t.roof - 0.05), (x - 0.02, 0.0, t.roof)]
        made += smooth(tube(hoop, 0.04, ("gloss", "body"), 6).pair())
    return made


def _place(t: Tractor) -> Pieces:
    """Seat and steering wheel."""
    seat = np.array([t.cab[0] + 0.42, 0.0, 1.12 * t.large / 0.8])
    cushion = pillow((0.46, 0.46, 0.14), ("leather", "interior")).moved(seat - xyz(0.0, 0.0, 0.07))
    rest = pillow((0.12, 0.44, 0.5), ("leather", "interior")).moved(seat + xyz(-0.26, 0.0, 0.24))
    angle = np.linspace(0.0, 2.0 * np.pi, 16, endpoint=False)
    ring = np.stack([-0.08 * np.sin(angle), 0.19 * np.cos(angle), 0.17 * np.sin(angle)], axis=1)
    hub: Points = seat + xyz(0.5, 0.0, 0.32)
    wheel = tube(ring @ about((0.0, 1.0, 0.0), -0.6).T + hub, 0.014, ("cabin", "interior"), 6, ring=True)
    column = tube([hub, hub + xyz(0.25, 0.0, -0.35)], 0.03, ("cabin", "interior"))
    return smooth(cushion, rest, wheel, column)


def _behind(t: Tractor) -> Pieces:
    """Mudguards over the rear wheels, gearbox, three-point links, steps."""
    arcs = guard((t.rear_axle, t.large), t.large + 0.1, 0.5, (165.0, 30.0), PAINT, deep=0.2)
    links = tube([(t.rear_axle - 0.2, 0.35, t.large), (t.rear_axle - t.large - 0.1, 0.42, 0.55)], 0.04, DARK).pair()
    gears = box((t.rear_axle - 0.35, -0.28, t.large - 0.25), (t.cab[1], 0.28, t.large + 0.12), IRON)
    step = box((t.cab[1] - 0.35, 0.4, 0.5), (t.cab[1] - 0.05, 0.75, 0.54), IRON).pair()
    return smooth(arcs.moved((0.0, t.track, 0.0)).pair(), links) + flat(gears, step)
