"""What trucks are painted with: the body's colour, canvas, stripes, logo-like blocks and lettering."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from assets.materials import Colour, Material
from assets.polygons import Points, Shape, Skin, grid, join
from assets.random import stream
from assets.rotations import FORWARD
from assets.vehicles.art import SOIL, art_materials, mural
from assets.vehicles.colors import car_paint
from assets.vehicles.lettering import Face, lettering
from assets.vehicles.signs import sign_materials

WORDS = (
    *(
        "TRANSPORT",
        "LOGISTICS",
        "FREIGHT",
        "CARGO",
        "EXPRESS",
        "DELIVERY",
        "MOVING",
        "FRESH FOODS",
        "FRUITS",
        "FLOWERS",
    ),
    *("FURNITURE", "BAKERY", "DAIRY", "FROZEN", "BUILDING", "STEEL", "TIMBER", "PAPER", "RENTAL", "24 H", "HAULAGE"),
    *("SPEDITION", "DISTRIBUTION", "SUPPLY", "WHOLESALE", "BEVERAGES", "MARKET", "GROCERIES"),
)
# Linear RGB of tarpaulins and boxes: from the fabric colours that tarpaulin weavers list for curtain siders.
CANVAS: Mapping[str, Colour] = {
    "white": (0.72, 0.72, 0.70),
    "grey": (0.30, 0.31, 0.32),
    "blue": (0.02, 0.07, 0.30),
    "sky": (0.10, 0.32, 0.60),
    "red": (0.46, 0.02, 0.02),
    "yellow": (0.78, 0.50, 0.02),
    "green": (0.02, 0.16, 0.05),
    "dark green": (0.02, 0.06, 0.04),
    "orange": (0.72, 0.20, 0.01),
    "black": (0.02, 0.02, 0.022),
}
# What the boxes that are not white wear: colours that are seen from afar, for the most part.
BOX_COLORS = ("red", "blue", "yellow", "green", "orange", "gray", "beige", "brown", "black")
BOX_SHARES = (0.20, 0.24, 0.16, 0.15, 0.10, 0.05, 0.04, 0.03, 0.03)
LOADS: Mapping[str, Colour] = {
    "sand": (0.46, 0.34, 0.20),
    "gravel": (0.24, 0.23, 0.22),
    "earth": (0.10, 0.06, 0.035),
    "rubble": (0.38, 0.34, 0.31),
}


def truck_materials(rng: np.random.Generator, paint: Material, color: str, dirt: float) -> dict[str, Material]:
    """Materials beside the fleet's; ``paint_2`` is that of boxes and tanks.

    Args:
        paint: the cab's as the fleet has it, with the marks of its years; ``color``: its name.
        dirt: 0..1, how much of it lies on canvas and loads.
    """
    box = str(rng.choice(["white", "silver", "same", "other"], p=[0.36, 0.07, 0.24, 0.33]))
    other = str(rng.choice(BOX_COLORS, p=BOX_SHARES))
    names = list(CANVAS)
    canvas, canvas_2, accent, accent_2 = (CANVAS[str(name)] for name in rng.choice(names, 4, replace=False))
    load = str(rng.choice(list(LOADS)))
    frame = str(rng.choice(["black", "grey", "red"], p=[0.6, 0.28, 0.12]))
    bumper = _bumper(stream(rng, "bumper"), (accent, accent_2))
    second = car_paint(rng, {"same": color, "other": other}.get(box, box), "truck")
    made = {
        "paint_2": replace(second, params={**paint.params, **second.params}),
        "unit": Material("cooling unit", base_color=(0.62, 0.62, 0.61), roughness=0.4),
        "bumper": bumper,
        "canvas": Material("canvas", base_color=canvas, roughness=0.55, coat=0.2, coat_roughness=0.35),
        "canvas_2": Material("canvas", base_color=canvas_2, roughness=0.55, coat=0.2, coat_roughness=0.35),
        "accent": Material("livery", base_color=accent, roughness=0.3, coat=0.6),
        "accent_2": Material("livery", base_color=accent_2, roughness=0.3, coat=0.6),
        "polished": Material("polished tank", base_color=(0.68, 0.69, 0.70), metallic=1.0, roughness=0.22),
        "step": Material("step", base_color=(0.10, 0.10, 0.10), metallic=0.5, roughness=0.5),
        "load": Material(load, base_color=LOADS[load], roughness=0.95),
        "sack": Material("sack", base_color=SACKS[int(rng.integers(len(SACKS)))], roughness=0.8),
        "rope": Material("rope", base_color=(0.30, 0.24, 0.12), roughness=0.9),
        "chassis": Material("chassis", base_color=CHASSIS[frame], roughness=0.55),
        "marker": Material("marker lamp", "car_lamp", (0.75, 0.25, 0.01), roughness=0.15, coat=1.0),
        "reflex_red": Material("reflex", base_color=(0.55, 0.01, 0.01), roughness=0.25),
        "reflex_white": Material("reflex", base_color=(0.75, 0.75, 0.75), roughness=0.25),
        "hazard": Material("hazard plate", base_color=(0.80, 0.22, 0.005), roughness=0.35),
        "bowl": Material("lamp bowl", base_color=(0.78, 0.79, 0.80), metallic=0.6, roughness=0.22),
    }
    soil = paint.params.get("dirt_color", SOIL)
    made |= sign_materials(stream(rng, "signs"))
    made |= art_materials(stream(rng, "art"), 0.45 * dirt, soil if isinstance(soil, tuple) else SOIL)
    for name in ("canvas", "canvas_2", "accent", "accent_2", "chassis", "bumper", "polished"):
        made[name] = _dusted(made[name], 0.45 * dirt, np.array(soil))
    return made


def _bumper(rng: np.random.Generator, accents: tuple[Colour, Colour]) -> Material:
    """Grey plastic, white, one of the livery's colours, or chrome."""
    kind, grey = float(rng.uniform()), float(rng.uniform(0.02, 0.16))
    if kind < 0.08:
        return Material("chrome bumper", base_color=(0.70, 0.71, 0.72), metallic=1.0, roughness=0.12)
    tone = (grey, grey, grey) if kind < 0.48 else (0.6, 0.6, 0.6) if kind < 0.66 else accents[int(kind < 0.84)]
    return Material("bumper", base_color=tone, roughness=0.5 if kind < 0.48 else 0.3)


def _dusted(material: Material, share: float, soil: Points) -> Material:
    r, g, b = ((1.0 - share) * np.array(material.base_color) + share * soil).tolist()
    rough = material.roughness + (0.85 - material.roughness) * share
    return replace(material, base_color=(r, g, b), metallic=material.metallic * (1.0 - share), roughness=rough)


SACKS: tuple[Colour, ...] = ((0.60, 0.60, 0.58), (0.34, 0.26, 0.15), (0.55, 0.10, 0.05), (0.10, 0.28, 0.10))
CHASSIS: Mapping[str, Colour] = {
    "black": (0.022, 0.022, 0.024),
    "grey": (0.12, 0.125, 0.13),
    "red": (0.28, 0.02, 0.015),
}


@dataclass(frozen=True)
class Side:
    """A flat side that looks along +y: x from rear to front, z from low to high, and its y; metres."""

    rear: float
    front: float
    low: float
    high: float
    y: float


def livery(rng: np.random.Generator, side: Side) -> Shape | None:
    """A mural, stripes, blocks and a word on both sides of a body; None for a plain one."""
    styles = ["plain", "stripe", "swoosh", "block", "word", "logo", "mural"]
    style = str(rng.choice(styles, p=[0.12, 0.10, 0.12, 0.08, 0.14, 0.14, 0.30]))
    if style == "mural":
        return _muraled(rng, side)
    pieces: list[Shape] = []
    long, tall, up = side.front - side.rear, side.high - side.low, float(rng.uniform(0.45, 0.68))
    if style == "stripe":
        low = float(rng.uniform(0.1, 0.7))
        up = 0.74 if low < 0.4 else 0.2 + 0.2 * low  # of a word, clear of the stripe
        pieces.append(_patch(side, (0.0, 1.0), (low, low + float(rng.uniform(0.08, 0.22))), "accent"))
        if rng.uniform() < 0.5:
            pieces.append(_patch(side, (0.0, 1.0), (low - 0.06, low - 0.02), "accent_2"))
    if style == "swoosh":
        pieces.append(_swoosh(rng, side))
    if style == "block":
        start = float(rng.uniform(0.0, 0.6))
        pieces.append(_patch(side, (start, start + float(rng.uniform(0.2, 0.4))), (0.0, 1.0), "accent"))
    badge = style == "logo" or (style == "block" and rng.uniform() < 0.4)
    if badge:  # at the front end, the word behind it
        radius = min(float(rng.uniform(0.15, 0.26)) * tall, 0.11 * long)
        pieces.append(_disc(side, 0.92 - radius / long, up, radius))
    if style != "plain" and (style != "stripe" or rng.uniform() < 0.5):
        word, height = str(rng.choice(WORDS)), min(float(rng.uniform(0.16, 0.42)) * tall, 1.1)
        skin: Skin = ("accent_2" if pieces or rng.uniform() < 0.5 else "accent", "cargo")
        at = np.array([side.rear + long * (0.42 if badge else float(rng.uniform(0.42, 0.58))), side.low + tall * up])
        line = lettering(word, height, skin, _face(rng), fit=(0.5 if badge else 0.78) * long)
        return join([*(piece.pair() for piece in pieces), *_written(line, at, side.y + 0.006)])
    return join(pieces).pair() if pieces else None


def _face(rng: np.random.Generator) -> Face:
    """How a sign writer draws letters: narrow or broad, thin or fat."""
    u = rng.uniform
    return Face(aspect=float(u(0.42, 0.85)), weight=float(u(0.12, 0.24)), roundness=float(u(0.0, 1.0)))


def _muraled(rng: np.random.Generator, side: Side) -> Shape:
    """A picture over all of the side or on it, and a word with an outline."""
    long, tall = side.front - side.rear, side.high - side.low
    art = picture(mural(rng, long, tall, "cargo", whole=bool(rng.uniform() < 0.6)), side)
    if rng.uniform() < 0.25:
        return art.pair()
    face, height = _face(rng), min(float(rng.uniform(0.2, 0.45)) * tall, 1.1)
    fill, edge = ("art_0", "art_4") if rng.uniform() < 0.6 else ("reflex_white", "step")
    at = np.array([side.rear + long * float(rng.uniform(0.42, 0.58)), side.low + tall * float(rng.uniform(0.3, 0.7))])
    word = str(rng.choice(WORDS))
    fat = Face(face.aspect, face.weight + 0.09, face.roundness, face.gap)
    lines = [
        lettering(word, height, (name, "cargo"), shape, fit=0.8 * long) for name, shape in ((edge, fat), (fill, face))
    ]
    written = [line for k, text in enumerate(lines) for line in _written(text, at, side.y + 0.006 + 0.003 * k)]
    return join([art.pair(), *written])


def picture(art: Shape, side: Side) -> Shape:
    """A sheet of ``art`` on the left side of a body."""
    x, z = side.front - art.points[:, 0], side.low + art.points[:, 2]
    points = np.stack([x, np.full(len(x), side.y + 0.003), z], axis=1)
    return Shape(points, art.quads, art.skin, art.skins)


def _written(line: Shape, at: Points, y: float) -> list[Shape]:
    """The word, which looks along +x, turned to the left and to the right side."""
    return [line.moved((at[0], y, at[1]), FORWARD.T), line.moved((at[0], -y, at[1]), FORWARD)]


def _patch(side: Side, along: tuple[float, float], up: tuple[float, float], name: str) -> Shape:
    """A rectangle by shares of the side's length and height."""
    x = side.rear + (side.front - side.rear) * np.clip(np.array(along), 0.0, 1.0)
    z = side.low + (side.high - side.low) * np.clip(np.array(up), 0.0, 1.0)
    points = np.array([[[x[i], side.y + 0.003, z[k]] for k in (0, 1)] for i in (1, 0)])
    return grid(points, (name, "cargo"))


def _swoosh(rng: np.random.Generator, side: Side) -> Shape:
    """A band that climbs towards one end."""
    share = np.linspace(0.0, 1.0, 16)
    power, start, tall = float(rng.uniform(1.2, 3.0)), float(rng.uniform(0.0, 0.2)), float(rng.uniform(0.1, 0.3))
    rise = start + (0.98 - start - tall) * (share if rng.uniform() < 0.5 else 1.0 - share) ** power
    x = side.front + (side.rear - side.front) * share
    z = side.low + (side.high - side.low) * np.stack([rise, rise + tall], axis=1)
    points = np.stack([np.broadcast_to(x[:, None], z.shape), np.full(z.shape, side.y + 0.003), z], axis=2)
    return grid(points, ("accent", "cargo"))


def _disc(side: Side, along: float, up: float, radius: float) -> Shape:
    """A round badge with another colour in it."""
    middle = [
        side.rear + (side.front - side.rear) * along,
        0.0,
        side.low + (side.high - side.low) * up,
    ]
    angle = np.linspace(0.0, 2.0 * np.pi, 25)
    rings = [
        (radius, radius * 0.62, 0.004, "accent_2"),
        (radius * 0.62, 0.0, 0.0045, "accent"),
    ]
    pieces = []
    for outer, inner, lift, name in rings:
        points = np.stack(
            [
                np.stack([r * np.cos(angle), np.full(angle.shape, side.y + lift), r * np.sin(angle)], axis=1) + middle
                for r in (outer, inner)
            ]
        )
        pieces.append(grid(points, (name, "cargo")))
    return join(pieces)
