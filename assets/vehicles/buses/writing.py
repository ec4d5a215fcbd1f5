"""Lettering laid onto a body: signs, operators' names, logos."""

import numpy as np

from assets.polygons import Points, Shape, Skin, grid, join
from assets.random import stream
from assets.vehicles.buses.layout import Layout, Sign
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.surface import flank_y, map_d, on_front, on_rear
from assets.vehicles.buses.words import firm
from assets.vehicles.lettering import Face, lettering

LIFT = 0.004


def writing(rng: np.random.Generator, p: Proportions, layout: Layout, inks: tuple[str, ...]) -> list[Shape]:
    """All signs, and what the operator has written on the flanks; may be none.

    Args:
        inks: names of the materials to write with; none keeps the operator quiet.
    """
    out = [placed(p, sign) for sign in layout.signs]
    van, coach = p.is_van, p.type == "coach"
    if inks and p.variant != "bonneted" and rng.uniform() < (0.68 if van else 0.75 if coach else 0.45):
        out += _operator(rng, p, layout, inks)
    return out


def placed(p: Proportions, sign: Sign, face: Face | None = None) -> Shape:
    """The lettering of a sign on the body's surface."""
    flat = lettering(sign.text, sign.size, sign.skin, face or Face(), fit=sign.fit)
    if sign.face == "sides":
        return join([_laid(p, flat, sign, "left"), _laid(p, flat, sign, "right")])
    return _laid(p, flat, sign, sign.face)


def _laid(p: Proportions, flat: Shape, sign: Sign, face: str) -> Shape:
    along, z = flat.points[:, 1], flat.points[:, 2] + sign.z
    if face in ("front", "rear"):
        place, side = (on_front, 1.0) if face == "front" else (on_rear, -1.0)
        half = float(flank_y(p, p.length / 2.0, sign.z))
        shares = side * along / half + sign.u * (1.0 if face == "front" else -1.0)
        return Shape(place(p, shares, z, LIFT), flat.quads, flat.skin, flat.skins)
    side = 1.0 if face == "left" else -1.0
    d = np.asarray(map_d(p, sign.u + side * along, np.full(len(z), p.waist_z)))
    y = side * (flank_y(p, d, z) + LIFT)
    return Shape(np.stack([p.length / 2.0 - d, y, z], axis=1), flat.quads, flat.skin, flat.skins)


def _operator(rng: np.random.Generator, p: Proportions, layout: Layout, inks: tuple[str, ...]) -> list[Shape]:
    """A name and a mark, on both flanks."""
    u = rng.uniform
    face = Face(aspect=float(u(0.45, 0.8)), weight=float(u(0.11, 0.24)), roundness=float(u(0.0, 1.0)))
    z, size = _line(rng, p)
    text, ink = firm(rng, p.type != "panel_van"), str(rng.choice(inks))
    shift, marked, second = float(u(-0.15, 0.15)), u() < 0.6, (str(rng.choice(inks)), "body")
    tall = size * float(u(0.9, 1.6))
    out = []
    for side, sign, (start, end) in (("left", 1.0, layout.free[0]), ("right", -1.0, layout.free[1])):
        room = end - start
        middle = (start + end) / 2.0 + shift * room
        out.append(placed(p, Sign(side, middle, z, size, 0.62 * room, text, (ink, "body")), face))
        if marked and room > 1.5:
            spot, lift = (middle, size * 1.5 + 0.1) if p.type == "panel_van" else (end - 0.1, 0.0)
            out.append(_mark(stream(rng, "mark"), p, spot, z - lift, tall, second, sign))
    return [*out, *_behind(stream(rng, "behind"), p, layout, text, (ink, "body"), face)]


def _behind(rng: np.random.Generator, p: Proportions, layout: Layout, text: str, skin: Skin, face: Face) -> list[Shape]:
    """The name behind too, on most."""
    if layout.rear_text_z == 0.0 or rng.uniform() < 0.3:
        return []
    size = float(rng.uniform(0.09, 0.16) if p.is_van or p.type == "minibus" else rng.uniform(0.14, 0.26))
    return [placed(p, Sign("rear", 0.0, layout.rear_text_z, size, 0.55 * p.width, text, skin), face)]


def _line(rng: np.random.Generator, p: Proportions) -> tuple[float, float]:
    """Height of the lettering's middle, and its size."""
    u = rng.uniform
    if p.type == "minibus" or p.variant == "small":
        return p.belt_z - 0.28, float(u(0.10, 0.18))
    if p.type == "panel_van":
        return 0.5 * (p.belt_z + p.edge_z), float(u(0.2, 0.46))
    if p.type == "coach":
        return 0.5 * (p.clearance + p.belt_z) + 0.1, float(u(0.3, 0.6))
    return 0.97, float(u(0.14, 0.26))


def _mark(rng: np.random.Generator, p: Proportions, d: float, z: float, size: float, skin: Skin, side: float) -> Shape:
    """A disc, a ring, a lozenge or a bar."""
    count, kind = (24, rng.uniform()) if rng.uniform() < 0.5 else (4, rng.uniform())
    angle = -np.arange(count) * (2.0 * np.pi / count) * side
    inner = 0.6 if kind < 0.4 else 0.0
    radius = np.array([inner, 1.0])[:, None] * size / 2.0
    wide = float(rng.uniform(0.8, 2.0))
    place = d - wide * radius * np.cos(angle)
    height = z + radius * np.sin(angle)
    y: Points = side * (flank_y(p, place, height) + LIFT)
    points = np.stack([p.length / 2.0 - place, y, height], axis=2)
    return grid(points, skin, closed=True)
