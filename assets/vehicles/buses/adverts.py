"""What is glued onto vans and buses: pictures and adverts on their flanks; emergency services' markings and beacons."""

import numpy as np

from assets.polygons import Shape, Skin
from assets.random import stream
from assets.vehicles.art import chequers, mural
from assets.vehicles.buses.layout import Layout, Sign
from assets.vehicles.buses.proportions import Proportions
from assets.vehicles.buses.surface import on_flank
from assets.vehicles.buses.writing import placed
from assets.vehicles.lettering import Face
from assets.vehicles.pieces import Pieces, flat
from assets.vehicles.signs import light_bar

LIFT = 0.003
SHARES = {"panel_van": 0.22, "minibus": 0.3, "coach": 0.45, "city_bus": 0.4}  # of those that carry pictures
SERVICES = 0.09  # of vans: ambulances and police


def adverts(rng: np.random.Generator, p: Proportions, layout: Layout) -> list[Shape]:
    """A picture on both flanks: over all of a closed van, below the windows of the others, between two decks too."""
    if p.variant == "bonneted" or rng.uniform() > SHARES[p.type]:
        return []
    low, high = _room(p, layout)
    out = _pictures(stream(rng, "below"), p, layout.free, (low, high)) if high - low > 0.2 else []
    if p.variant == "double":
        span = (p.front_depth + 0.6, p.length - p.rear_depth - 0.4)
        out += _pictures(stream(rng, "between"), p, (span, span), (p.top_z + 0.05, p.upper[0] - 0.06))
    return out


def _room(p: Proportions, layout: Layout) -> tuple[float, float]:
    """Heights between which the flank is free."""
    if not p.is_van:
        return p.clearance + 0.12, p.belt_z - 0.08
    return p.wheel + p.arch + 0.04, (p.belt_z if layout.glazed else p.edge_z) - 0.06


def _pictures(
    rng: np.random.Generator,
    p: Proportions,
    spans: tuple[tuple[float, float], tuple[float, float]],
    z: tuple[float, float],
) -> list[Shape]:
    whole, part, share = bool(rng.uniform() < 0.4), rng.uniform(), float(rng.uniform(0.4, 1.0))
    out = []
    for side, (start, end) in enumerate(spans):
        long = (share if part < 0.4 else 1.0) * (end - start)  # some are boards that take less than all the room
        art = mural(stream(rng, "art"), long, z[1] - z[0], "body", whole)
        if len(art.quads):
            left = _laid(p, art, start, z[0])
            out.append(left.mirrored() if side else left)
    return out


def _laid(p: Proportions, art: Shape, d: float, z: float) -> Shape:
    points = on_flank(p, d + art.points[:, 0], z + art.points[:, 2], LIFT)
    return Shape(points, art.quads, art.skin, art.skins)


def emergency(rng: np.random.Generator, p: Proportions, layout: Layout) -> Pieces:
    """Chequers, a word and a light bar on some vans; nothing on what is no van."""
    if not p.is_van or rng.uniform() > SERVICES:
        return Pieces()
    word = str(rng.choice(["AMBULANCE", "AMBULANS", "POLICE", "RESCUE", "MEDICAL"]))
    inks = (("beacon_red", "plate_yellow"), ("beacon_blue", "plate_yellow"), ("art_0", "cargo_white"))
    first, second = inks[int(rng.integers(3))]
    skins: tuple[Skin, Skin] = ((first, "body"), (second, "body"))
    cell = float(rng.uniform(0.16, 0.24))
    z = p.wheel + p.arch + 0.05
    start, end = layout.free[0]
    board = chequers(int((end - start) / cell), 2, cell, skins)
    face = Face(aspect=0.7, weight=0.2)
    text: Skin = (first, "body")
    high = p.belt_z + 0.12 if not layout.glazed else z + 2.0 * cell + 0.12
    signs = (
        Sign("sides", (start + end) / 2.0, high, 0.24, 0.7 * (end - start), word, text),
        Sign("front", 0.0, 0.55 * p.hood_z + 0.45 * p.cowl_z, 0.14, 0.5 * p.width, word, text),
    )
    colors = ("blue", "blue") if rng.uniform() < 0.5 else ("red", "red") if rng.uniform() < 0.6 else ("red", "blue")
    bar = light_bar(rng, 0.62 * p.width, colors).moved((p.length / 2.0 - p.upright_d + 0.2, 0.0, p.height - p.crown))
    return bar + flat(_laid(p, board, start, z).pair(), *(placed(p, sign, face) for sign in signs))
