"""Number plates: a random registration in one of many national layouts, with its letters as geometry."""

from dataclasses import dataclass, replace

import numpy as np

from assets.names import expect_name
from assets.polygons import Points, Shape, grid, join
from assets.vehicles.lettering import Face, lettering
from assets.vehicles.plates.flat_layouts import KINDS, LAYOUTS, Layout, write
from assets.vehicles.plates.grammar import Registration

PART = "plate"
BLANK = "plate_blank"  # material of a quad that ``mounting`` puts a written plate in place of
THICK_M, INK_LIFT_M = 0.006, 0.0005
CORNER_M, BORDER_M, BAND_M = 0.010, 0.0035, 0.042


@dataclass(frozen=True)
class Plate:
    """Attributes:
    text: as people read it, rows joined by a space.
    rows: the same by rows.
    layout: name of the country or its group.
    width_m, height_m: of the plate itself; a holder adds 1 cm around it.
    ground, ground_rear, ink: names of colours.
    row_heights: of the letters, metres.
    face: shape of the letters.
    band, code: see ``Layout``.
    border: a thin line runs around.
    holder: a plastic frame holds it.
    blank: it is only a place for a written plate.
    """

    text: str
    rows: tuple[str, ...]
    layout: str
    width_m: float
    height_m: float
    ground: str
    ground_rear: str
    ink: str
    row_heights: tuple[float, ...]
    face: Face
    band: str
    code: str
    border: bool
    holder: bool
    blank: bool = False


def sample_plate(rng: np.random.Generator, kind: str = "car", layout: str | None = None) -> Plate:
    """A registration.

    Args:
        kind: ``car``, ``truck``, ``bus`` or ``motorcycle``.
        layout: a country's name in ``LAYOUTS``, or None for any.

    Raises:
        AssetError: unknown kind, or a layout that this kind does not have.
    """
    options = [item for item in LAYOUTS if expect_name(kind, KINDS, "kind") in item.kinds]
    if layout is not None:
        options = [item for item in options if item.name == expect_name(layout, [o.name for o in options], "layout")]
    weights = np.array([item.weight for item in options])
    return _plate(rng, options[int(rng.choice(len(options), p=weights / weights.sum()))], kind)


def _plate(rng: np.random.Generator, layout: Layout, kind: str) -> Plate:
    rows = tuple(write(rng, str(rng.choice(layout.patterns))).split("|"))
    return Plate(
        " ".join(rows),
        rows,
        layout.name,
        *layout.size,
        ground=layout.ground,
        ground_rear=layout.ground_rear or layout.ground,
        ink=layout.ink,
        row_heights=tuple(share * layout.size[1] for share in layout.rows),
        face=layout.face,
        band=layout.band,
        code=layout.code,
        border=layout.border,
        holder=kind != "motorcycle" and bool(rng.uniform() < 0.6),
    )


def blank(plate: Plate, registration: Registration | None) -> Plate:
    """A place for a registration's plate instead of the one that was drawn; the plate itself where there is none."""
    if registration is None:
        return plate
    width, height = (side / 1000.0 for side in registration.layout.size_mm)
    name = registration.layout.name.partition("_")[0]
    return replace(plate, text=registration.text, layout=name, width_m=width, height_m=height, blank=True)


def plate_shape(plate: Plate, rear: bool = False) -> Shape:
    """A plate around the origin that looks along +x, its text running towards +y; turn it about z for the rear.

    Its back lies at x = -6 mm, its face at 6 mm: put the origin on the body's surface. Materials by name: ``plate_...``
    for the grounds, ``plate_text_...`` for letters and lines, ``plastic`` for the holder.
    """
    if plate.blank:
        return _place(np.array([plate.width_m, plate.height_m]) / 2.0, rear)
    ground, ink = f"plate_{plate.ground_rear if rear else plate.ground}", f"plate_text_{plate.ink}"
    half = np.array([plate.width_m, plate.height_m]) / 2.0
    pieces = [_slab(half, THICK_M, ground)]
    if plate.holder:
        pieces.append(_slab(half + 0.009, 0.0035, "plastic"))
    if plate.border:
        pieces.append(_line(half - 0.003, ink))
    low, high = _bands(plate, half, pieces)
    pieces += _text(plate, low, high, ink)
    return join(pieces)


def _place(half: Points, rear: bool) -> Shape:
    """A quad where the plate's face is to be, from its upper left corner counter-clockwise."""
    corners = [(-half[0], half[1]), (-half[0], -half[1]), (half[0], -half[1]), (half[0], half[1])]
    points = np.array([(THICK_M, y, z) for y, z in corners])
    skin = (f"{BLANK}_rear" if rear else BLANK, PART)
    return Shape(points, np.array([[0, 1, 2, 3]]), np.zeros(1, np.int64), (skin,))


def _bands(plate: Plate, half: Points, pieces: list[Shape]) -> tuple[Points, Points]:
    """Add the bands; what they leave free for the text, as two corners (y, z)."""
    low, high = -half + 0.010, half - 0.010
    inner = half - 0.003 - (BORDER_M if plate.border else 0.0)
    if plate.band in ("left", "both"):
        pieces.append(_patch(-inner, np.array([BAND_M - half[0], inner[1]]), "plate_blue"))
        code = lettering(plate.code, 0.016, ("plate_text_white", PART), fit=BAND_M - 0.012)
        pieces.append(code.moved((THICK_M + 2 * INK_LIFT_M, BAND_M / 2.0 - half[0] + 0.001, 0.018 - half[1])))
        low[0] = BAND_M - half[0] + 0.008
    if plate.band == "both":
        pieces.append(_patch(np.array([half[0] - BAND_M, -inner[1]]), inner, "plate_blue"))
        high[0] = half[0] - BAND_M - 0.008
    if plate.band == "top" or plate.band.startswith("stripe_"):
        top = plate.band == "top"
        height = (0.23 if top else 0.12) * plate.height_m
        skin = "plate_blue" if top else f"plate_text_{plate.band.removeprefix('stripe_')}"
        pieces.append(_patch(np.array([-inner[0], inner[1] - height]), inner, skin))
        high[1] = inner[1] - height if top else half[1]
    return low, high


def _text(plate: Plate, low: Points, high: Points, ink: str) -> list[Shape]:
    """The rows, spread evenly over the free height."""
    spare = (high[1] - low[1] - sum(plate.row_heights)) / (len(plate.row_heights) + 1)
    top, out = high[1] - spare, []
    for row, height in zip(plate.rows, plate.row_heights, strict=True):
        line = lettering(row, height, (ink, PART), plate.face, fit=float(high[0] - low[0]))
        out.append(line.moved((THICK_M + INK_LIFT_M, (low[0] + high[0]) / 2.0, top - height / 2.0)))
        top -= height + spare
    return out


def _outline(half: Points, corner: float, steps: int = 3) -> Points:
    """(4 steps, 2) points around a rectangle with round corners, counter-clockwise from +x, the upper ones first."""
    turn = np.linspace(0.0, np.pi / 2.0, steps) + np.arange(4)[:, None] * (np.pi / 2.0)
    middles = np.array([(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)]) * (half - corner)
    out: Points = (middles[:, None] + corner * np.stack([np.cos(turn), np.sin(turn)], axis=2)).reshape(-1, 2)
    return out


def _slab(half: Points, front: float, material: str) -> Shape:
    """A closed board between x = -6 mm and ``front``."""
    ring = _outline(half, CORNER_M)
    rim = np.stack([np.insert(ring, 0, x, axis=1) for x in (front, -THICK_M)])
    upper, lower = np.split(ring, 2)
    sheet = np.stack([lower, upper[::-1]], axis=1)
    faces = [np.insert(sheet, 0, front, axis=2), np.insert(sheet[::-1], 0, -THICK_M, axis=2)]
    return join([grid(rim, (material, PART), closed=True), *(grid(face, (material, PART)) for face in faces)])


def _line(half: Points, material: str) -> Shape:
    """A thin line around."""
    rings = [_outline(half - inset, CORNER_M - 0.003) for inset in (BORDER_M, 0.0)]
    return grid(np.insert(np.stack(rings), 0, THICK_M + INK_LIFT_M, axis=2), (material, PART), closed=True)


def _patch(low: Points, high: Points, material: str) -> Shape:
    """A flat rectangle on the face between two corners (y, z)."""
    y, z = np.array([low[0], high[0]]), np.array([low[1], high[1]])
    points = np.stack(np.broadcast_arrays(THICK_M + INK_LIFT_M, y[:, None], z[None, :]), axis=2)
    return grid(points, (material, PART))
