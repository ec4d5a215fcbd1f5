"""The long nose of a North American truck: bonnet and fenders in one hull, grille, bumper, stacks, side tanks."""

import numpy as np

from assets.polygons import Inset, Points, Shape, box, grid, join, pillow, recess, sunk
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.cab import BUMPER, GAP, INSETS, LENS, MESH, PAINT, SKINS, FrontStyle
from assets.vehicles.trucks.dimensions import Cab
from assets.vehicles.trucks.hull import FRONT, Hull, Plan, hull, smooth_curve, spread
from assets.vehicles.trucks.solids import drum, pipe, soft_box

CHROME = ("chrome", "body")


def bonnet_style(rng: np.random.Generator, cab: Cab) -> FrontStyle:
    """Sample what its front looks like."""
    van = cab.kind == "van"
    nose_z = cab.belt - cab.belt_drop - float(rng.uniform(0.14, 0.26) if van else rng.uniform(0.30, 0.50))
    lamp = float(rng.uniform(0.16, 0.24) if van else rng.uniform(0.20, 0.29))
    lamp_low = cab.bumper + float(rng.uniform(0.03, 0.08) if van else rng.uniform(0.14, 0.24))
    return FrontStyle(
        lamp=(7, FRONT - 3),  # on the fenders' faces: further out they turn to the sides
        lamp_z=(lamp_low, lamp_low + lamp),
        grille=int(rng.integers(5, 7)),
        grille_z=(cab.bumper + 0.08, nose_z - 0.09),
        slats=int(rng.integers(5, 11)),
        intake=int(rng.integers(0, 7)),
        fog=bool(rng.uniform() < 0.5),
        bumper=str(rng.choice(["chrome", "none", "all"], p=[0.0, 0.7, 0.3] if van else [0.45, 0.25, 0.30])),
        band=False,
        steps=0,
        door_low=nose_z,
    )


def bonnet_hull(rng: np.random.Generator, cab: Cab, style: FrontStyle) -> Hull:
    """Half of the nose from the bumper to the cab."""
    nose_z, cowl_z = style.door_low, cab.belt - cab.belt_drop - 0.015
    end = cab.nose + 0.12
    fender = cab.fender
    front_half = float(rng.uniform(0.58, 0.76)) if cab.kind != "van" else 0.84 * fender
    shoulder = cab.tyre + cab.arch + float(rng.uniform(0.02, 0.08))
    soft = float(rng.uniform(0.14, 0.30))

    def top(d: Points) -> Points:
        return np.interp(d, [0.0, 0.3 * end, end], [nose_z - 0.05, nose_z + 0.35 * (cowl_z - nose_z), cowl_z]) - 0.07

    def levels(x: Points) -> Points:
        d = -x
        circle = cab.tyre + np.sqrt(np.maximum(cab.arch**2 - (d - cab.axle) ** 2, 0.0))
        circle[np.abs(d - cab.axle) >= cab.arch] = 0.0
        sill = np.maximum(circle, np.where(d < cab.axle, cab.floor, cab.rear_floor))
        high = top(d)
        z = sill[:, None] + (high - sill)[:, None] * _rows(cab, style, float(top(np.zeros(1))[0]))
        return np.concatenate([z[:, :1], z], axis=1)

    def half(x: Points, z: Points) -> Points:
        share = np.clip((z - shoulder) / soft, 0.0, 1.0)
        share = share * share * (3.0 - 2.0 * share)
        hood = front_half + (cab.width / 2.0 - 0.02 - front_half) * np.clip(-x / end, 0.0, 1.0) ** 0.8
        tuck = 0.10 * np.clip((-x - cab.axle - cab.arch) / 0.5, 0.0, 1.0)
        return fender - tuck - (fender - hood) * share + 0.0 * x

    flank = spread(
        [*(cab.axle - np.cos(np.linspace(0.1, np.pi - 0.1, 15)) * cab.arch), end - 0.14, end - 0.13],
        0.5, end - 0.03, 0.10, 0.035,
    )  # fmt: skip
    knots = [(cab.floor, -0.04), (cab.floor + 0.1, 0.0), (cab.bumper, 0.0), (cab.bumper + 0.02, -0.10), (nose_z, -0.20)]
    plan = Plan(
        front=smooth_curve(knots, 0.03),
        half=half,
        corner=0.5,
        power=float(rng.uniform(2.6, 3.6)),
        flank=-flank,
        rear=-end,
        rear_radius=0.03,
        levels=levels,
        bevel=0.07,
        crown=0.05,
    )
    return hull(plan)


def bonnet_shell(cab: Cab, body: Hull, style: FrontStyle) -> Shape:
    """Both halves with grille and lamps."""
    skins = (*SKINS, CHROME)
    skin = body.faces(SKINS.index(PAINT))
    bumper = body.row(cab.bumper)
    if style.bumper != "all":
        skin[: FRONT + 1, :bumper] = skins.index(CHROME if style.bumper == "chrome" else BUMPER)
    skin[: FRONT + 1, bumper] = SKINS.index(GAP)
    low, high = (body.row(z) for z in style.grille_z)
    skin[: style.grille, low:high] = SKINS.index(MESH)
    if style.intake > 2:
        skin[: style.intake, 2 : max(bumper - 1, 3)] = SKINS.index(MESH)
    lamp_low, lamp_high = (body.row(z) for z in style.lamp_z)
    skin[style.lamp[0] : style.lamp[1], lamp_low:lamp_high] = SKINS.index(LENS)
    flat_shape = body.shape(skin, skins)
    found = {key: inset for key, inset in INSETS.items() if (skin == SKINS.index(key)).any()}
    housing = sunk(flat_shape, LENS, Inset(0.06, ("dark", "light")), ("bowl", "light"))
    return join([recess(flat_shape, found), housing])


def bonnet_details(rng: np.random.Generator, cab: Cab, body: Hull, style: FrontStyle) -> Pieces:
    """A frame around the grille, exhaust stacks behind the cab, tanks and steps below its doors."""
    low, high = (body.row(z) for z in style.grille_z)
    edge = body.points[style.grille, low : high + 1] + [0.012, 0.0, 0.0]
    over = body.points[: style.grille + 1, high][::-1] + np.array([0.012, 0.0, 0.0])
    half = np.concatenate([edge, over[1:]])
    skin = ("chrome" if rng.uniform() < 0.7 else "plastic", "grille")
    around = pipe(np.concatenate([half, half[-2::-1] * [1.0, -1.0, 1.0]]), 0.022, skin)
    pieces = smooth(around)
    if cab.kind != "van":
        pieces += _below(rng, cab)
    if cab.kind == "bonnet":
        pieces += _stacks(rng, cab)
    if cab.kind == "bonnet" and rng.uniform() < 0.6:
        pieces += _hood_mirrors(cab, body)
    return pieces


def _stacks(rng: np.random.Generator, cab: Cab) -> Pieces:
    """One or two chrome exhausts beside the cab's back wall, in perforated guards."""
    x, y, top = -(cab.rear + 0.16), cab.width / 2.0 - 0.06, cab.roof + float(rng.uniform(0.15, 0.6))
    stack = pipe(
        np.array([[x, y, 1.0], [x, y, 2.0], [x, y, top - 0.2], [x - 0.02, y, top - 0.08], [x - 0.08, y, top]]),
        0.065,
        CHROME,
        14,
    )
    guard = drum((x, y, 1.0), (x, y, cab.belt + 0.35), 0.115, CHROME, 18)
    end = pipe(np.array([[x - 0.075, y, top - 0.012], [x - 0.083, y, top + 0.003]]), 0.055, ("dark", "trim"), 14)
    both = bool(rng.uniform() < 0.7)
    return smooth(*(shape.pair() if both else shape.mirrored() for shape in (stack, guard, end)))


def _below(rng: np.random.Generator, cab: Cab) -> Pieces:
    """Round tanks with steps, or a fairing, under the cab."""
    front, rear = -(cab.axle + cab.arch + 0.12), -(cab.rear - 0.02)
    half = cab.fender - 0.06
    top = cab.rear_floor - 0.02
    if rng.uniform() < 0.45:
        skirt = soft_box((rear - 0.7, half - 0.05, 0.30), (front, half - 0.01, top + 0.05), 0.03, PAINT).pair()
        core = box((rear, -half + 0.06, 0.4), (front, half - 0.06, top + 0.02), ("dark", "trim"))
        step = soft_box(
            (front - 1.0, half - 0.08, 0.48), (front - 0.1, half + 0.005, 0.58), 0.02, ("step", "trim")
        ).pair()
        return flat(skirt, core, step)
    radius = 0.31
    drums = drum(
        (front - 0.05, half - radius, top - radius),
        (rear - 0.3, half - radius, top - radius),
        radius,
        ("polished", "trim"),
        22,
    )
    steps = [
        soft_box((front - 0.75, half - 0.12, z), (front - 0.1, half + 0.02, z + 0.03), 0.01, ("step", "trim")).pair()
        for z in (0.42, 0.72)
    ]
    core = box((rear, -half + 0.3, 0.5), (front, half - 0.3, top + 0.1), ("dark", "trim"))
    return smooth(drums.pair()) + flat(*steps, core)


def _hood_mirrors(cab: Cab, body: Hull) -> Pieces:
    """Small mirrors on stalks over the fenders."""
    station = body.station(-0.7)
    root = body.points[station, body.walls // 2]
    top = root + np.array([0.05, 0.12, 0.34])
    stalk = pipe(
        np.array([root - [0.0, 0.03, 0.05], (root + top) / 2.0 + [0.0, 0.02, 0.0], top]), 0.012, ("plastic", "mirror")
    )
    head = pillow((0.10, 0.19, 0.19), ("chrome", "mirror"), 2.6, 14).moved(top)
    return smooth(stalk.pair(), head.pair())


def _rows(cab: Cab, style: FrontStyle, top: float) -> Points:
    """Shares of the height between the sill and the bonnet's edge."""
    keys = [cab.bumper - 0.008, cab.bumper + 0.010, *style.lamp_z, *style.grille_z, (cab.floor + cab.bumper) / 2.0]
    return spread((np.array(keys) - cab.floor) / (top - cab.floor), 0.0, 1.0, 0.08, 0.03)


def cowl(cab: Cab) -> Shape:
    """The dark strip between bonnet and windscreen."""
    half, z = cab.width / 2.0 - 0.04, cab.belt - cab.belt_drop
    points = np.array([[[-cab.nose + dx, y, z + 0.01] for y in (half, -half)] for dx in (0.12, -0.12)])
    return grid(points, ("plastic", "trim"))
