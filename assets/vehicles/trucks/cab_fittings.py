"""What is screwed to a cab: lamp bowls, slats, wipers, visor, mirrors, handles, steps, deflectors."""

import numpy as np

from assets.polygons import Points, Shape, Skin, grid, join, lathe, mirror_line, pillow, tube
from assets.rotations import FORWARD
from assets.vehicles.pieces import Pieces, flat, smooth
from assets.vehicles.trucks.cab import FrontStyle, glass_rows
from assets.vehicles.trucks.dimensions import Cab
from assets.vehicles.trucks.hull import FRONT, Hull
from assets.vehicles.trucks.solids import pipe, soft_box

PLASTIC: Skin = ("plastic", "trim")
PAINT: Skin = ("paint", "body")


def cab_details(rng: np.random.Generator, cab: Cab, body: Hull, style: FrontStyle) -> Pieces:
    """All of a cab's but its lamps and grille."""
    pieces = _wipers(cab, body) + _handles(cab, body) + _mirrors(rng, cab, body)
    heavy = cab.kind in ("heavy", "sleeper", "bonnet")
    if cab.kind != "van" and rng.uniform() < (0.75 if heavy else 0.35):
        pieces += _visor(rng, cab, body)
    if cab.kind == "hood" or (cab.kind != "van" and rng.uniform() < (0.8 if heavy else 0.35)):
        pieces += _markers(cab, body)
    if cab.kind in ("heavy", "sleeper") and rng.uniform() < 0.4:
        pieces += _lamp_bar(cab, body)
    if not cab.nose:
        pieces += _flares(cab)
    return pieces + _treads(cab, style) + _turn_lamps(cab, body, style)


def face_details(rng: np.random.Generator, cab: Cab, front: Hull, style: FrontStyle) -> Pieces:
    """Lamp bowls, slats and badge of whichever hull is foremost."""
    return _lamps(front, style) + _slats(rng, front, style) + _badge(front, style)


def mirror_edge(cab: Cab, body: Hull) -> Points:
    """Front corner of the door at the belt, where the mirrors hang."""
    place: Points = body.points[body.station(-cab.door[0]), glass_rows(cab, body)[0] - 1]
    return place


def _lamps(body: Hull, style: FrontStyle) -> Pieces:
    """Two bright bowls in each head lamp, looking forward."""
    profile = np.array([(0.075, 0.0), (0.072, -0.006), (0.050, -0.034), (0.024, -0.048), (0.0, -0.050)])
    eye = np.array([(0.040, -0.036), (0.038, -0.018), (0.024, -0.008), (0.0, -0.004)])
    middle = sum(style.lamp_z) / 2.0
    size = min((style.lamp_z[1] - style.lamp_z[0]) / 0.17, 1.15)
    row = body.row(middle)
    pieces: list[Shape] = []
    for station, scale in ((style.lamp[0] + 1, 1.0), (style.lamp[0] + 2, 0.8)):
        place = body.points[station, row] * [1.0, 1.0, 0.0] + [-0.045, -0.01, middle]
        for shape, skin in ((profile, ("bowl", "light")), (eye, ("head", "light"))):
            pieces.append(lathe(shape * size * scale, 16, skin).moved(place, FORWARD).pair())
    low = style.lamp_z[0] + 0.03  # a bar of light along the lower edge
    line = body.points[style.lamp[0] : style.lamp[1] + 1, row] * [1.0, 1.0, 0.0] + [-0.022, -0.006, low]
    pieces.append(tube(line, (0.012, 0.012), ("drl", "light"), 6).pair())
    return Pieces(tuple(pieces))


def _turn_lamps(cab: Cab, body: Hull, style: FrontStyle) -> Pieces:
    """Indicators: on the corner beside or above the head lamps, and on the flank before the door."""
    z = style.lamp_z[1] + 0.045 if not cab.nose else cab.belt - 0.25
    station = FRONT - 2 if not cab.nose else FRONT + 1
    place = body.points[station, body.row(z)] * [1.0, 1.0, 0.0] + [0.0, 0.0, z]
    pieces = []
    for side, name in ((1.0, "indicator_left"), (-1.0, "indicator_right")):
        lamp = pillow((0.11, 0.11, 0.06), (name, "light"), 3.0, 10)
        pieces.append(lamp.moved(place * [1.0, side, 1.0] - [0.016, 0.016 * side, 0.0]))
    return Pieces(tuple(pieces))


def _slats(rng: np.random.Generator, body: Hull, style: FrontStyle) -> Pieces:
    """Bars across the grille, following its plan."""
    material = str(rng.choice(["plastic", "paint", "chrome"], p=[0.55, 0.2, 0.25]))
    thick = float(rng.uniform(0.010, 0.017 if material == "chrome" else 0.034))
    low, high = style.grille_z
    bars: list[Shape] = []
    for z in np.linspace(low, high, style.slats + 2)[1:-1]:
        line = _across(body, float(z), style.grille) + np.array([-0.012, 0.0, 0.0])
        bars.append(tube(line, (0.02, thick), (material, "grille"), 8))
    return Pieces(tuple(bars))


def _badge(body: Hull, style: FrontStyle) -> Pieces:
    low, high = style.grille_z
    line = _across(body, high - 0.3 * (high - low), 2)
    return smooth(pillow((0.03, 0.17, 0.12), ("chrome", "grille"), 2.4, 16).moved(line[len(line) // 2]))


def _across(body: Hull, z: float, stations: int) -> Points:
    """(2 × stations + 1, 3) points of the front at a height, from right to left."""
    row = int(np.clip(np.searchsorted(body.points[0, : body.walls, 2], z), 1, body.walls - 1))
    below, above = body.points[: stations + 1, row - 1], body.points[: stations + 1, row]
    share = (z - below[0, 2]) / max(above[0, 2] - below[0, 2], 1e-6)
    half = below + (above - below) * share
    return mirror_line(half)


def _wipers(cab: Cab, body: Hull) -> Pieces:
    """Two or three blades at rest along the windscreen's foot."""
    row = glass_rows(cab, body)[0]
    foot = body.points[: FRONT - 4, row : row + 2]
    line = foot[:, 0] + 0.25 * (foot[:, 1] - foot[:, 0]) + [0.018, 0.0, 0.0]
    whole = mirror_line(line)
    count = 3 if cab.width > 2.3 and not cab.nose else 2
    size = len(whole) // count
    blades = [tube(whole[k * size + 1 : (k + 1) * size], (0.010, 0.014), PLASTIC, 4) for k in range(count)]
    return Pieces(tuple(blades))


def _handles(cab: Cab, body: Hull) -> Pieces:
    """Door handles, and grab rails behind the doors of high cabs."""
    station = body.station(-(cab.door[1] - 0.13))
    row = glass_rows(cab, body)[0] - 1
    place = body.points[station, row] * [1.0, 1.0, 0.0]
    z = body.points[station, row, 2] - 0.16
    handle = pillow((0.20, 0.035, 0.045), PLASTIC, 3.0, 10).moved(place + np.array([0.0, 0.012, z])).pair()
    dish = pillow((0.23, 0.012, 0.075), ("gap", "body"), 4.0, 10).moved(place + np.array([0.0, 0.0, z])).pair()
    return smooth(handle, dish)


def _mirrors(rng: np.random.Generator, cab: Cab, body: Hull) -> Pieces:
    """A tall mirror with a wide-angle one below on two arms each side; a kerb mirror above the windscreen."""
    root = mirror_edge(cab, body)
    high = {"light": 0.30, "van": 0.30, "medium": 0.36, "hood": 0.36}.get(cab.kind, float(rng.uniform(0.40, 0.52)))
    wide, out = high * float(rng.uniform(0.46, 0.56)), float(rng.uniform(0.15, 0.24))
    skin = (
        "chrome"
        if cab.nose and cab.kind != "van" and rng.uniform() < 0.5
        else "paint"
        if rng.uniform() < 0.25
        else "plastic"
    )
    x = 0.12 if not cab.nose else 0.05
    middle = root + np.array([x, out + wide / 2.0 - 0.05, 0.22 + 0.5 * high])
    shell = pillow((0.13, wide, high), (skin, "mirror"), 4.0, 16).moved(middle)
    glass = pillow((0.012, wide - 0.03, high - 0.03), ("chrome", "mirror"), 6.0).moved(middle - [0.062, 0.0, 0.0])
    low = middle - [0.0, 0.0, 0.5 * high + 0.12]
    wide_shell = pillow((0.11, wide * 0.95, 0.19), (skin, "mirror"), 4.0, 14).moved(low)
    wide_glass = pillow((0.012, wide * 0.95 - 0.03, 0.16), ("chrome", "mirror"), 6.0).moved(low - [0.052, 0.0, 0.0])
    pieces = [shell, glass, wide_shell, wide_glass]
    for top, start in ((middle[2] + 0.42 * high, 0.75), (low[2] - 0.04, 0.0)):
        rise = np.array([0.02, -0.03, (top - root[2]) * start])
        ends = np.array([root + rise, [middle[0] + 0.01, middle[1] - 0.02, top]])
        path = np.array([ends[0], ends.mean(axis=0) + np.array([0.02, 0.0, 0.015]), ends[1]])
        pieces.append(pipe(path, 0.014, (skin if skin == "chrome" else "plastic", "mirror"), 6))
    out_pieces = [piece.pair() for piece in pieces]
    if not cab.nose and cab.kind != "light":
        top = body.points[FRONT - 4, glass_rows(cab, body)[1]] * [1.0, -1.0, 1.0]
        hang = top + np.array([0.24, 0.0, 0.02])
        out_pieces.append(pillow((0.16, 0.24, 0.10), ("plastic", "mirror"), 3.0, 12).moved(hang - [0.0, 0.0, 0.06]))
        out_pieces.append(
            pipe(np.array([top + np.array([-0.03, 0, 0.06]), top + np.array([0.12, 0, 0.06]), hang]), 0.013, PLASTIC)
        )
    return Pieces(tuple(out_pieces))


def _visor(rng: np.random.Generator, cab: Cab, body: Hull) -> Pieces:
    """A dark or painted strip that stands out above the windscreen."""
    out, drop = float(rng.uniform(0.10, 0.20)), float(rng.uniform(0.10, 0.18))
    skin: Skin = ("glass_dark" if rng.uniform() < 0.35 else "plastic" if rng.uniform() < 0.6 else "paint", "trim")
    row = glass_rows(cab, body)[1] + 1
    half = body.points[: FRONT - 1, row] + [0.0, 0.0, 0.03]
    line = mirror_line(half)
    away = np.stack([np.ones(len(line)), 0.25 * line[:, 1], np.zeros(len(line))], axis=1)
    edge = line + away * out - [0.0, 0.0, drop]
    thick = np.array([0.0, 0.0, 0.02])
    loop = np.stack([line, line + thick, (line + edge) / 2.0 + thick + [0.02, 0, 0.02], edge + thick, edge], axis=1)
    return smooth(grid(loop[:, ::-1], skin, closed=True))


def _markers(cab: Cab, body: Hull) -> Pieces:
    """Small lamps along the roof's front edge: amber ones over a bonnet, white ones on other cabs."""
    name = "marker" if cab.nose else "drl"
    line = body.points[: FRONT - 3, body.walls + (1 if cab.nose else -1)]
    stations = (0, 2, 4, 7, 9) if cab.nose else (3, 9)
    lamps: list[Shape] = []
    for station in stations:
        lamp = pillow((0.09, 0.10, 0.05), (name, "light"), 2.5, 10).moved(line[station])
        lamps.append(lamp.pair() if station else lamp)
    return Pieces(tuple(lamps))


def _lamp_bar(cab: Cab, body: Hull) -> Pieces:
    """A tube with four spot lamps on the roof's front edge."""
    row = body.points[: FRONT - 2, body.walls + 1]
    x, z = float(row[4, 0]) - 0.10, float(row[:, 2].max()) + 0.13
    half = 0.42 * cab.width
    path = np.array([[x, -half, z - 0.16], [x, 0.03 - half, z], [x, half - 0.03, z], [x, half, z - 0.16]])
    profile = np.array([(0.0, -0.08), (0.06, -0.07), (0.095, 0.0), (0.088, 0.012), (0.06, -0.02), (0.0, -0.03)])
    spots: list[Shape] = [pipe(path, 0.022, ("chrome", "trim"))]
    for y in (0.22 * half, 0.68 * half):
        spots.append(lathe(profile, 12, ("bowl", "light")).moved((x + 0.06, y, z + 0.07), FORWARD).pair())
    return Pieces(tuple(spots))


def _flares(cab: Cab) -> Pieces:
    """A dark lip around the front wheels, wider than the cab."""
    angle = np.linspace(np.radians(8.0), np.radians(172.0), 18)
    inner, outer, y = cab.arch - 0.005, cab.arch + (0.05 if cab.kind == "light" else 0.075), cab.width / 2.0
    section = ((inner, y - 0.06), (inner, y + 0.03), (outer, y + 0.018), (outer, y - 0.04))
    rows = [
        np.stack([-cab.axle + r * np.cos(angle), np.full(len(angle), side), cab.tyre + r * np.sin(angle)], axis=1)
        for r, side in section
    ]
    return smooth(grid(np.stack(rows, axis=1), PLASTIC).pair())


def _treads(cab: Cab, style: FrontStyle) -> Pieces:
    """Plates to step on, in the opening before the wheel."""
    if not style.steps:
        return Pieces()
    front, rear = -cab.corner - 0.08, -(cab.axle - cab.arch - 0.06)
    half = cab.width / 2.0
    plates = []
    for k in range(style.steps):
        z = cab.floor + 0.10 + k * (style.door_low - cab.floor - 0.08) / max(style.steps, 1)
        plates.append(soft_box((rear, half - 0.16, z), (front, half - 0.025, z + 0.03), 0.01, ("step", "trim")).pair())
    return flat(*plates)


def deflector(cab: Cab, top: float) -> Shape:
    """A ramp on the roof that leads the air over a body ``top`` metres high."""
    front, rear = -(cab.nose + 0.42), -(cab.rear - 0.06)
    low, rise = cab.roof - 0.01, np.linspace(0.0, 1.0, 7)
    half = cab.width / 2.0 - 0.20
    height = 0.02 + (top - low - 0.04) * np.sin(rise * np.pi / 2.0) ** 1.25
    side = np.array([0.0, 0.35, 0.65, 0.85, 0.93, 0.98, 1.0])
    drop = np.array([0.0, 0.004, 0.012, 0.028, 0.055, 0.12, 0.4])
    across = np.concatenate([side, side[-1:]])
    down = np.concatenate([drop, [1.0]])
    x = front + (rear - front) * rise
    width = half * (0.88 + 0.12 * rise)
    z = low + height[:, None] * (1.0 - np.minimum(down / np.maximum(height[:, None], 0.2), 1.0))
    z[:, -1] = low
    bow = -0.16 * across**2 * (1.0 - 0.6 * rise)[:, None]
    points = np.stack([x[:, None] + bow, width[:, None] * across, z], axis=2)
    whole = np.concatenate([points[:, :0:-1] * [1.0, -1.0, 1.0], points], axis=1)
    back = whole[-1:].copy()
    back[..., 2] = low
    return join([grid(whole[::-1], PAINT), grid(np.concatenate([back, whole[-1:]]), ("dark", "trim"))])


def side_fairings(cab: Cab, low: float, top: float, reach: float) -> Shape:
    """Upright plates behind the cab's rear corners."""
    depth, half = np.linspace(0.0, 1.0, 5) * reach, cab.width / 2.0
    y = half - 0.035 - 0.02 * (depth / reach) ** 2
    x = -cab.rear + 0.02 - depth
    rows = [np.stack([x, y - (0.05 if z == top else 0.0), np.full(5, z)], axis=1) for z in (low, low + 0.3, top)]
    outer = np.stack(rows, axis=1)
    inner = outer - [0.0, 0.03, 0.0]
    rim = np.stack([outer[-1], inner[-1]])
    return join([grid(outer, PAINT), grid(inner[::-1], ("plastic", "trim")), grid(rim, PAINT)]).pair()
