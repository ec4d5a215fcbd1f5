"""Pictures, stripes, numbers and words on a car's body, draped over it a few millimetres off the paint."""

import numpy as np

from assets.polygons import Points, Shape, Skin, grid, join
from assets.vehicles.art import Layer, chequers, drawn, mural
from assets.vehicles.cars.body import BodyGrid
from assets.vehicles.cars.dimensions import Proportions
from assets.vehicles.cars.drape import Drape, other_side
from assets.vehicles.cars.tops import on_top
from assets.vehicles.cars.trades import WORDS, Trade
from assets.vehicles.lettering import Face, lettering

LIFT = 0.0045
CELL = 0.07


def decals(
    rng: np.random.Generator, p: Proportions, body: BodyGrid, on: Drape, trade: Trade, open_door: bool
) -> Shape | None:
    """All that a trade puts on the paint; the doors stay bare where one of them stands open, None for nothing."""
    pieces: list[Shape] = []
    name, ink = trade.name, trade.inks
    if name == "stripes" or (name == "race" and rng.uniform() < 0.5):
        pieces += _top_stripes(rng, p, body, ink[0])
    if not open_door:
        makers = {"stripes": _band, "show": _picture, "race": _race, "taxi": _taxi, "patrol": _patrol, "firm": _firm}
        pieces += makers[name](rng, p, body, on, trade) if name in makers else []
    if name in ("race", "show") and not p.open_top and rng.uniform() < 0.6:
        pieces.append(_sun_strip(p, body, ink[1]))
    return join(pieces) if pieces else None


class _Flank:
    """Where there is room on the left flank: between the arches, and above them from end to end."""

    def __init__(self, p: Proportions, body: BodyGrid, on: Drape) -> None:
        c = body.curves
        self.start = float(on.along(c.axles[0] + p.arch + 0.05))
        self.end = float(on.along(c.axles[1] - p.arch - 0.05))
        self.front = float(on.along(p.front_depth + 0.06))
        self.rear = float(on.along(p.length - p.rear_depth - 0.03))
        d = np.linspace(p.front_depth + 0.06, p.length - p.rear_depth - 0.03, 9)
        self.high = float(np.min(c.belt(d[2:-1]))) - 0.05
        self.low = p.clearance + 0.13
        self.arch = max(p.wheel + p.arch + 0.03, self.low)

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2.0


def _laid(on: Drape, sheet: Shape, s: float, z: float, lift: float = LIFT) -> Shape:
    """A picture on both flanks, its lower front corner at (s, z)."""
    point, normal = on.at(s + sheet.points[:, 0], z + sheet.points[:, 2])
    return _pair(Shape(point + normal * lift, sheet.quads, sheet.skin, sheet.skins))


def _pair(left: Shape) -> Shape:
    return join([left, other_side(left)])


def _words(on: Drape, line: Shape, s: float, z: float, lift: float = LIFT + 0.002) -> list[Shape]:
    """A line of text around (s, z) on the left flank, and the same to be read on the right one."""
    out = []
    for side in (1.0, -1.0):
        point, normal = on.at(side * s + line.points[:, 1], z + line.points[:, 2])
        lifted = point + normal * (lift + line.points[:, :1])
        out.append(Shape(lifted, line.quads, line.skin, line.skins))
    return out


def _line(rng: np.random.Generator, text: str, height: float, ink: str, fit: float) -> Shape:
    face = Face(float(rng.uniform(0.5, 0.8)), float(rng.uniform(0.13, 0.22)), float(rng.uniform(0.0, 1.0)))
    return lettering(text, height, (ink, "body"), face, fit)


def _band(rng: np.random.Generator, p: Proportions, body: BodyGrid, on: Drape, trade: Trade) -> list[Shape]:
    """One or two stripes along the flank, above the arches or between them."""
    f = _Flank(p, body, on)
    if rng.uniform() < 0.5 and f.high - f.arch > 0.06:
        s, long, low, room = f.front, f.rear - f.front, f.arch, f.high - f.arch
    else:
        s, long, low, room = f.start, f.end - f.start, f.low, 0.4 * (f.high - f.low)
    wide = float(rng.uniform(0.35, 0.9)) * min(room, 0.22)

    def between(a: float, b: float) -> tuple[Layer, ...]:
        return (((lambda q: a - q[:, 2], lambda q: q[:, 2] - b), 0),)

    stripes = [*between(0.0, 0.6 * wide), *between(0.75 * wide, wide)] if rng.uniform() < 0.5 else between(0.0, wide)
    return [_recolored(_laid(on, drawn(long, wide, stripes, "body", None, CELL), s, low), "art_0", trade.inks[0])]


def _picture(rng: np.random.Generator, p: Proportions, body: BodyGrid, on: Drape, trade: Trade) -> list[Shape]:
    """A picture without ground over the doors, or all along above the arches."""
    f = _Flank(p, body, on)
    if rng.uniform() < 0.3 and f.high - f.arch > 0.1:
        art = mural(rng, f.rear - f.front, f.high - f.arch, "body", whole=False, cell=CELL)
        return [_laid(on, art, f.front, f.arch)] if len(art.quads) else []
    art = mural(rng, f.end - f.start, f.high - f.low, "body", whole=False, cell=CELL)
    return [_laid(on, art, f.start, f.low)] if len(art.quads) else []


def _race(rng: np.random.Generator, p: Proportions, body: BodyGrid, on: Drape, trade: Trade) -> list[Shape]:
    """A number in a disc or bare on the doors, one on the bonnet, sponsors' names around, a picture behind."""
    f = _Flank(p, body, on)
    out = _picture(rng, p, body, on, trade) if rng.uniform() < 0.6 else []
    size = min(0.46, 0.7 * (f.high - f.low))
    spot, z = f.start + 0.42 * (f.end - f.start), f.low + 0.5 * (f.high - f.low)
    if out or rng.uniform() < 0.7:
        radius = 0.72 * size

        def disc(points: Points) -> Points:
            out: Points = np.hypot(points[:, 0] - radius, points[:, 2] - radius) - 0.98 * radius
            return out

        plate = drawn(2.0 * radius, 2.0 * radius, [((disc,), 0)], "body", None, 0.05)
        plate = _recolored(plate, "art_0", "cargo_white")
        out.append(_laid(on, plate, spot - radius, z - radius, LIFT + 0.001))
    number = _line(rng, trade.number, 0.85 * size, "gloss", 1.1 * size)
    out += _words(on, number, spot, z, LIFT + 0.003)
    for s, high in ((f.end - 0.3, f.high - 0.1), (f.end - 0.3, f.low + 0.08), (f.start + 0.25, f.low + 0.08)):
        word = str(rng.choice(WORDS["race"]))
        out += _words(on, _line(rng, word, float(rng.uniform(0.07, 0.13)), trade.inks[1], 0.5), s, high)
    return [*out, _on_bonnet(p, body, _line(rng, trade.number, 0.4, trade.inks[2], 0.6))]


def _on_bonnet(p: Proportions, body: BodyGrid, line: Shape) -> Shape:
    """A word on the bonnet, to be read from in front."""
    d = body.d[0] + 0.5 * (body.curves.glass_edges[0] - body.d[0])
    half = float(np.interp(d, body.d, body.top[:, 0, 1]))
    points = on_top(body, d + line.points[:, 2], line.points[:, 1] / half, 0.0075)
    return Shape(points, line.quads, line.skin, line.skins)


def _taxi(rng: np.random.Generator, p: Proportions, body: BodyGrid, on: Drape, trade: Trade) -> list[Shape]:
    """A row of chequers along the doors, a word below or above it; or the word alone."""
    f = _Flank(p, body, on)
    out: list[Shape] = []
    z, cell = f.high - 0.17, float(rng.uniform(0.06, 0.09))
    if rng.uniform() < 0.6:
        out.append(_chequers(on, f.start, f.end, z, cell, (trade.inks[0], trade.inks[2])))
    height = float(rng.uniform(0.12, 0.24))
    word = _line(rng, trade.word, height, trade.inks[1], 0.6 * (f.end - f.start))
    return [*out, *_words(on, word, f.middle, (f.low + z) / 2.0)]


def _chequers(on: Drape, start: float, end: float, z: float, cell: float, inks: tuple[str, str]) -> Shape:
    """Two rows of squares in two colours."""
    board = chequers(int((end - start) / cell), 2, cell, ((inks[0], "body"), (inks[1], "body")))
    return _laid(on, board, start, z)


def _patrol(rng: np.random.Generator, p: Proportions, body: BodyGrid, on: Drape, trade: Trade) -> list[Shape]:
    """Large blocks in two colours along the flank, or a band; and a word."""
    f = _Flank(p, body, on)
    ink = ("beacon_blue", "plate_yellow") if rng.uniform() < 0.5 else (trade.inks[0], "cargo_white")
    cell = float(rng.uniform(0.13, 0.17))
    if rng.uniform() < 0.5:
        pieces = [_chequers(on, f.start, f.end, f.high - 2.0 * cell - 0.01, cell, ink)]
        return [*pieces, *_words(on, _line(rng, trade.word, 0.13, "gloss", 0.9), f.middle, f.low + 0.1)]
    sheet = drawn(f.end - f.start, 0.45 * (f.high - f.low), [], "body", "art_0", CELL)
    pieces = [_laid(on, _recolored(sheet, "art_0", ink[0]), f.start, f.low + 0.3 * (f.high - f.low))]
    word = _line(rng, trade.word, 0.3 * (f.high - f.low), "cargo_white", 0.8 * (f.end - f.start))
    return [*pieces, *_words(on, word, f.middle, f.low + 0.525 * (f.high - f.low))]


def _firm(rng: np.random.Generator, p: Proportions, body: BodyGrid, on: Drape, trade: Trade) -> list[Shape]:
    """A name, seldom on a picture, and a telephone number."""
    f = _Flank(p, body, on)
    out = _picture(rng, p, body, on, trade) if rng.uniform() < 0.35 else []
    z, room = f.low + 0.62 * (f.high - f.low), f.end - f.start
    out += _words(on, _line(rng, trade.word, float(rng.uniform(0.14, 0.26)), trade.inks[1], 0.75 * room), f.middle, z)
    digits = "".join(str(int(k)) for k in rng.integers(0, 10, 7))
    return [*out, *_words(on, _line(rng, digits, 0.09, trade.inks[1], 0.5 * room), f.middle, f.low + 0.1)]


def _top_stripes(rng: np.random.Generator, p: Proportions, body: BodyGrid, ink: str) -> list[Shape]:
    """Two broad stripes, or one beside the middle, over bonnet, roof and deck."""
    c = body.curves
    spans = [(body.d[0] + 0.02, c.glass_edges[0] - 0.02)]
    if not (p.open_top or p.soft_top):
        spans.append((c.header_side_d + 0.06, (p.roof_d if not p.tailgate else p.length - p.rear_depth) - 0.12))
    if not (p.tailgate or p.bed):
        spans.append((c.foot_side_d + 0.05, body.d[-1] - 0.02))
    inner, outer = float(rng.uniform(0.06, 0.14)), float(rng.uniform(0.3, 0.48))
    both = rng.uniform() < 0.75
    out = []
    for start, end in spans:
        if end - start < 0.15:
            continue
        d = np.linspace(start, end, max(int((end - start) / CELL), 3))
        rows = [on_top(body, d, np.full(len(d), share), 0.0065) for share in np.linspace(outer, inner, 5)]
        stripe = grid(np.stack(rows, axis=1), (ink, "body"))
        out.append(stripe.pair() if both else stripe)
    return out


def _sun_strip(p: Proportions, body: BodyGrid, ink: str) -> Shape:
    """A strip of film along the windscreen's upper edge."""
    top = body.curves.glass_edges[2]
    d, shares = np.linspace(top - 0.15, top - 0.015, 4), np.linspace(0.8, -0.8, 13)
    skin: Skin = (ink, "trim")
    return grid(np.stack([on_top(body, d, np.full(len(d), share), 0.004) for share in shares], axis=1), skin)


def _recolored(shape: Shape, old: str, new: str) -> Shape:
    skins = tuple((new if name == old else name, part) for name, part in shape.skins)
    return Shape(shape.points, shape.quads, shape.skin, skins)
