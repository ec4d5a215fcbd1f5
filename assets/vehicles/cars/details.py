"""What is screwed on: lamps, plates, mirrors, handles, slats, wipers, rails; and the floor below."""

from dataclasses import dataclass

import numpy as np

from assets.polygons import Shape, Skin, box, join, lathe, pillow, tube
from assets.vehicles.cars.body import CORNER, BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.regions import FrontStyle
from assets.vehicles.cars.wheels import tyre_width

PLASTIC: Skin = ("plastic", "trim")
FLOOR: Skin = ("dark", "trim")
PLATE_SIZES = ((0.52, 0.11), (0.305, 0.152), (0.33, 0.165))  # m: most of the world, North America, Japan


def smooth_details(rng: np.random.Generator, p: Proportions, body: BodyGrid, style: FrontStyle) -> Shape:
    """Round things: lamp bowls, mirrors, handles, slats, wipers, exhaust, roof rails."""
    pieces = [_lamps(body), _mirrors(p, body), _handles(p, body), _slats(rng, body, style), _wipers(p, body)]
    if rng.uniform() < 0.6:
        path = np.array([[0.18, 0.5, 0.075], [-0.01, 0.5, 0.075]]) + np.array([0.05 - p.length / 2.0, 0.0, p.clearance])
        pieces.append(tube(path, 0.033, ("chrome", "trim"), 12))
    if p.tailgate and rng.uniform() < (0.7 if p.cladding else 0.3 if p.height < 1.6 else 0.5):
        pieces.append(_rails(p, body))
    return join(pieces)


@dataclass(frozen=True)
class PlateStyle:
    """Size of both plates and heights of their middles, metres; how many characters; the material's name."""

    wide: float
    high: float
    z_front: float
    z_rear: float
    characters: int
    ground: str


def plate_style(rng: np.random.Generator, p: Proportions) -> PlateStyle:
    wide, high = PLATE_SIZES[int(rng.choice(3, p=[0.6, 0.28, 0.12]))]
    on_tailgate = bool(p.tailgate and rng.uniform() < 0.7)
    return PlateStyle(
        wide,
        high,
        z_front=max(0.50 * p.hood_z, p.clearance + 0.19),
        z_rear=min(0.50 if p.bed else 0.86 if on_tailgate else p.tail_z - 0.22, p.tail_z - 0.16),
        characters=int(rng.integers(6, 9)),
        ground="plate_yellow" if rng.uniform() < 0.12 else "plate_white",
    )


def rear_plate_x(p: Proportions, body: BodyGrid, style: PlateStyle) -> float:
    """Where the rear plate's plane lies, metres."""
    half = style.high / 2.0
    return -p.length / 2.0 + float(np.min(body.curves.rear_tip([style.z_rear - half, style.z_rear + half]))) - 0.004


def flat_details(rng: np.random.Generator, p: Proportions, body: BodyGrid, plates: PlateStyle) -> Shape:
    """Things with plane faces: plates and the underside."""
    return join([*_plates(rng, p, body, plates), *_underside(p, body)])


def _lamps(body: BodyGrid) -> Shape:
    """Two bright bowls in each head lamp, looking forward."""
    profile = np.array([(0.052, 0.0), (0.050, -0.004), (0.036, -0.026), (0.018, -0.038), (0.0, -0.040)])
    eye = np.array([(0.024, -0.03), (0.023, -0.016), (0.016, -0.009), (0.0, -0.006)])
    forward = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    pieces: list[Shape] = []
    for station, size in ((CORNER - 3, 1.0), (CORNER - 1, 0.85)):
        center = body.side[station - 1 : station + 1, 9:11].mean(axis=(0, 1)) - np.array([0.030, 0.005, 0.0])
        for shape, skin in ((profile, ("reflector", "light")), (eye, ("head", "light"))):
            pieces.append(lathe(shape * size, 16, skin).moved(center, forward).pair())
    return join(pieces)


def _mirrors(p: Proportions, body: BodyGrid) -> Shape:
    d = body.curves.cowl_side_d + 0.26
    z = float(body.curves.belt(d)) + 0.085
    y = float(body.curves.flank_y(d, body.curves.belt(d))) + 0.082
    place = np.array([p.length / 2.0 - d, y, z])
    shell = pillow((0.11, 0.175, 0.14), ("paint", "mirror"), 3.0, 16).moved(place)
    face = pillow((0.012, 0.145, 0.112), ("chrome", "mirror"), 5.0).moved(place - [0.053, 0.0, 0.0])
    arm = tube(
        np.array([[0.01, -0.13, -0.080], [0.005, -0.07, -0.064], [0.0, -0.02, -0.055]]) + place,
        0.022,
        ("plastic", "mirror"),
        8,
    )
    return join([shell, face, arm]).pair()


def _handles(p: Proportions, body: BodyGrid) -> Shape:
    pieces: list[Shape] = []
    for gap in body.curves.gaps[1:]:
        d = gap - 0.13
        z = float(body.curves.belt(d)) - 0.105
        y = float(body.curves.flank_y(d, z))
        pieces.append(
            pillow((0.20, 0.030, 0.028), ("paint", "body"), 3.0, 12).moved((p.length / 2.0 - d, y + 0.014, z))
        )
    return join(pieces).pair()


def _slats(rng: np.random.Generator, body: BodyGrid, style: FrontStyle) -> Shape:
    """Bars across the grille, following its plan; a badge in the middle."""
    skin: Skin = ("chrome" if rng.uniform() < 0.5 else "plastic", "grille")
    front = body.side[: style.grille_half + 1]
    pieces: list[Shape] = []
    for row in np.linspace(style.grille_low + 0.4, style.grille_high - 0.4, int(rng.integers(3, 6))):
        low = int(row)
        half = front[:, low] + (front[:, low + 1] - front[:, low]) * (row - low) - [0.016, 0.0, 0.0]
        path = np.concatenate([half[:0:-1], half * [1.0, -1.0, 1.0]])
        pieces.append(tube(path, (0.012, 0.007), skin, 6))
    middle = (front[0, style.grille_high - 2] + front[0, style.grille_high - 1]) / 2.0 + [0.004, 0.0, 0.0]
    pieces.append(pillow((0.02, 0.11, 0.075), ("chrome", "grille"), 2.2, 16).moved(middle))
    return join(pieces)


def _wipers(p: Proportions, body: BodyGrid) -> Shape:
    """Two blades at rest along the windscreen's foot."""
    column = int(np.searchsorted(body.d, body.curves.glass_edges[1])) + 1
    line = body.top[column, 2:] + [0.0, 0.0, 0.016]
    whole = np.concatenate([line, line[-2::-1] * [1.0, -1.0, 1.0]])
    return join([tube(whole[2:8], (0.008, 0.01), PLASTIC, 4), tube(whole[7:13], (0.008, 0.01), PLASTIC, 4)])


def _rails(p: Proportions, body: BodyGrid) -> Shape:
    use = (body.d > body.curves.header_side_d + 0.15) & (body.d < p.roof_d - 0.25)
    line = body.top[use, 2] + [0.0, 0.0, 0.035]
    line[0, 2] -= 0.04
    line[-1, 2] -= 0.04
    return tube(line[:: max(1, len(line) // 12)], 0.016, PLASTIC, 8).pair()


def _plates(rng: np.random.Generator, p: Proportions, body: BodyGrid, style: PlateStyle) -> list[Shape]:
    wide, high, count = style.wide, style.high, style.characters
    tips = body.curves.front_tip([style.z_front - high / 2.0, style.z_front + high / 2.0])
    x_front = p.length / 2.0 - float(np.min(tips)) + 0.004
    slab = [box((-0.006, -wide / 2, -high / 2), (0.006, wide / 2, high / 2), (style.ground, "plate"))]
    slab.append(
        box(
            (-0.02, -wide / 2 - 0.012, -high / 2 - 0.012),
            (0.003, wide / 2 + 0.012, high / 2 + 0.012),
            ("plastic", "plate"),
        )
    )
    pitch = 0.86 * wide / count
    for index in range(count):
        if index == count // 2 - 1 and rng.uniform() < 0.5:
            continue
        y = (index - (count - 1) / 2.0) * pitch
        for stroke in range(3):  # three strokes read as a character from a street's width
            low = np.array([0.0055, y - 0.3 * pitch, -0.30 * high + 0.23 * high * stroke])
            width = pitch * (0.6 if rng.uniform() < 0.7 else 0.25)
            slab.append(box(low, low + np.array([0.0017, width, 0.11 * high]), ("dark", "plate")))
    front = join(slab)
    back = front.moved((0, 0, 0), np.diag([-1.0, -1.0, 1.0]))
    return [front.moved((x_front, 0.0, style.z_front)), back.moved((rear_plate_x(p, body, style), 0.0, style.z_rear))]


def _underside(p: Proportions, body: BodyGrid) -> list[Shape]:
    """Slabs between and beside the wheels, narrow where they turn."""
    low, high = p.clearance + 0.012, p.clearance + 0.16
    half, inner = p.width / 2.0 * 0.90, p.width / 2.0 - tyre_width(p) - 0.12
    arch, (front, rear) = body.curves.arch + 0.01, body.curves.axles
    spans = [
        (0.16, front - arch, 0.60, 0.07),
        (0.16, p.length - 0.2, inner, 0.03),
        (front + arch, rear - arch, half, 0.0),
    ]
    spans.append((rear + arch, p.length - 0.16, 0.74, 0.12))
    middle = p.length / 2.0
    return [
        box((middle - end, -width, low + lift), (middle - start, width, high + lift), FLOOR)
        for start, end, width, lift in spans
    ]
