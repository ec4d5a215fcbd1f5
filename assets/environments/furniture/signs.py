"""Traffic signs, traffic lights and billboards. Their faces look along +x; shapes and colours only, no emblems."""

import numpy as np

from assets.asset import Asset
from assets.environments.furniture.coats import dark, metal, poster
from assets.environments.letters import letters
from assets.environments.panels import Float64, Panels, boxes, panels, prism, scenery
from assets.environments.turned import post, towards, turned
from assets.errors import AssetError
from assets.materials import Colour, Material
from assets.polygons import join
from assets.rotations import BACKWARD

STATES = ("red", "amber", "green", "off")
COLORS: dict[str, Colour] = {
    "white": (0.72, 0.72, 0.70),
    "red": (0.42, 0.012, 0.012),
    "blue": (0.012, 0.06, 0.32),
    "green": (0.01, 0.16, 0.07),
    "yellow": (0.62, 0.36, 0.01),
    "black": (0.012, 0.012, 0.012),
    "brown": (0.14, 0.06, 0.03),
}
FACES = ("disc", "ban", "order", "triangle", "octagon", "diamond", "panel", "direction")
SHARES = (0.2, 0.1, 0.12, 0.16, 0.1, 0.08, 0.12, 0.12)


def sign(rng: np.random.Generator) -> Asset:
    """A sign on a post, sometimes with a plate or a second sign below."""
    size, low = float(rng.uniform(0.26, 0.45)), float(rng.uniform(1.7, 2.4))
    kind = str(rng.choice(FACES, p=SHARES))
    flat = [group.moved(z=low + size) for group in face(rng, kind, size)]
    top = low + 2.0 * size
    if rng.uniform() < 0.3:
        below = face(rng, "panel", size * 0.55)
        flat += [group.moved(z=low - 0.55 * size - 0.03) for group in below]
    pole = post([(0.03, 0.0), (0.03, top - 0.05)], "metal", 8).moved([-0.035, 0.0, 0.0])
    return scenery("sign", flat, sign_materials(rng), pole)


def sign_materials(rng: np.random.Generator) -> dict[str, Material]:
    """Sheets of every sign colour, a little faded, and the metal that carries them."""
    fade = float(rng.uniform(0.0, 0.25))
    sheets = {}
    for name, (red, green, blue) in COLORS.items():
        color = (red + (0.4 - red) * fade, green + (0.4 - green) * fade, blue + (0.4 - blue) * fade)
        sheets[name] = Material(f"{name} sheet", base_color=color, roughness=float(rng.uniform(0.3, 0.6)))
    back = float(rng.uniform(0.2, 0.45))
    plate = Material("back plate", base_color=(back, back, back), metallic=0.6, roughness=0.5)
    return {**sheets, "plate": plate, "metal": metal(rng)}


def face(rng: np.random.Generator, kind: str, size: float) -> list[Panels]:
    """A sign's face around the origin, ``size`` metres from its middle to its rim; skins are ``COLORS``' names."""
    if kind in {"disc", "ban", "order"}:
        return _round(rng, kind, size)
    if kind == "triangle":
        shape = _polygon(3, size * 1.1, np.pi / 2 if rng.uniform() < 0.85 else -np.pi / 2)
        inner = "white" if rng.uniform() < 0.7 else "yellow"
        return [*_layers(shape, [(1.0, "red"), (0.72, inner)]), *_glyph(rng, size * 0.42, "black")]
    if kind == "octagon":
        shape = _polygon(8, size, np.pi / 8)
        word = letters(rng, size * 1.5, size * 0.5, "white", 0.012).moved(z=-size * 0.25)
        return [*_layers(shape, [(1.0, "white"), (0.94, "red")]), word]
    if kind == "diamond":
        shape = _polygon(4, size * 1.15, 0.0)
        inner = "yellow" if rng.uniform() < 0.8 else "white"
        return [*_layers(shape, [(1.0, "black"), (0.95, inner)]), *_glyph(rng, size * 0.5, "black")]
    color = str(rng.choice(["blue", "white", "green", "brown"], p=(0.5, 0.2, 0.2, 0.1)))
    ink = "black" if color == "white" else "white"
    if kind == "panel":
        half = size * float(rng.uniform(0.7, 1.2))
        shape = _rectangle(half, size)
        return [*_layers(shape, [(1.0, ink), (0.94, color)]), *_glyph(rng, min(half, size) * 0.55, ink)]
    wide, tall = size * float(rng.uniform(1.6, 3.0)), size * float(rng.uniform(0.5, 0.9))
    return board(rng, wide, tall, color, ink)


def board(rng: np.random.Generator, half: float, tall: float, color: str, ink: str) -> list[Panels]:
    """A direction panel of ``2 half`` by ``2 tall`` metres with lines of writing and an arrow."""
    out = _layers(_rectangle(half, tall), [(1.0, ink), (0.965, color)])
    lines = max(1, int(rng.integers(1, 4)))
    pitch = 1.7 * tall / lines
    for k in range(lines):
        z = tall * 0.85 - pitch * (k + 0.75)
        word = letters(rng, half * 1.2, min(pitch * 0.55, half * 0.3), ink, 0.012)
        out.append(word.moved(y=-half * 0.25, z=z))
    at, r = half * 0.72, min(tall, half) * 0.28
    up = float(rng.choice([0.0, np.pi / 2, np.pi, -np.pi / 2]))
    out += _arrow(r, up, ink, at)
    return out


def _round(rng: np.random.Generator, kind: str, size: float) -> list[Panels]:
    shape = _polygon(20, size, 0.0)
    if kind == "order":
        return [*_layers(shape, [(1.0, "white"), (0.95, "blue")]), *_arrow(size * 0.5, _turn(rng), "white", 0.0)]
    if kind == "ban" and rng.uniform() < 0.5:
        return [*_layers(shape, [(1.0, "red")]), _flat(_rectangle(size * 0.7, size * 0.16), 0.012, "white")]
    inner = "white" if kind == "disc" else "blue"
    out = _layers(shape, [(1.0, "red"), (0.78, inner)])
    if kind == "disc" and rng.uniform() < 0.7:
        return [*out, *_digits(rng, size * 0.75)]
    angles = ((0.785, 0.014), (-0.785, 0.015))[: int(rng.integers(1, 3))]
    cross = [_bar(size * 0.8, size * 0.1, angle, x, "red") for angle, x in angles]
    return [*out, *_glyph(rng, size * 0.35, "black" if inner == "white" else "red"), *cross]


def _turn(rng: np.random.Generator) -> float:
    return float(rng.choice([0.0, np.pi / 4, np.pi / 2, 3 * np.pi / 4, np.pi]))


def _digits(rng: np.random.Generator, tall: float) -> list[Panels]:
    """Two made-up digits of thick strokes."""
    out = []
    for side in (-1.0, 1.0):
        y, w = side * tall * 0.32, tall * 0.24
        ring = [(y - w, -tall / 2, y + w, -tall * 0.36), (y - w, tall * 0.36, y + w, tall / 2)]
        ring += (
            [(y - w, -tall / 2, y - w * 0.45, tall / 2)]
            if rng.uniform() < 0.6
            else [(y - w, -0.07 * tall, y + w, 0.07 * tall)]
        )
        ring += [(y + w * 0.45, -tall / 2, y + w, tall / 2)]
        for k, (a, b, c, d) in enumerate(ring):
            out.append(_flat(np.array([[a, b], [c, b], [c, d], [a, d]]), 0.012 + 0.0005 * k, "black"))
    return out


def _glyph(rng: np.random.Generator, size: float, ink: str) -> list[Panels]:
    """A simple mark that stands for a picture."""
    draw = rng.uniform()
    if draw < 0.35:
        return _arrow(size, _turn(rng), ink, 0.0)
    if draw < 0.6:
        bar = _rectangle(size * 0.18, size * 0.5) + np.array([0.0, size * 0.25])
        dot = _polygon(8, size * 0.2, 0.0) - np.array([0.0, size * 0.6])
        return [_flat(bar, 0.012, ink), _flat(dot, 0.012, ink)]
    if draw < 0.8:
        head = _polygon(8, size * 0.25, 0.0) + np.array([0.0, size * 0.6])
        legs = np.array([[-0.35, -0.8], [0.35, -0.8], [0.2, 0.3], [-0.2, 0.3]]) * size
        return [_flat(head, 0.012, ink), _flat(legs, 0.012, ink)]
    body = _rectangle(size * 0.8, size * 0.3)
    roof = _rectangle(size * 0.5, size * 0.25) + np.array([0.0, size * 0.45])
    return [_flat(body, 0.012, ink), _flat(roof, 0.013, ink)]


def _arrow(size: float, angle: float, ink: str, y: float) -> list[Panels]:
    """An arrow of about ``2 size`` metres; angle 0 points right as one sees it."""
    shaft = np.array([[-1.0, -0.16], [0.2, -0.16], [0.2, 0.16], [-1.0, 0.16]])
    tip = np.array([[0.1, -0.6], [1.0, 0.0], [0.1, 0.6]])
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return [_flat(part @ turn * size + np.array([y, 0.0]), x, ink) for part, x in ((shaft, 0.012), (tip, 0.013))]


def _bar(half: float, thick: float, angle: float, x: float, ink: str) -> Panels:
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return _flat(_rectangle(half, thick) @ turn, x, ink)


def _polygon(sides: int, radius: float, start: float) -> Float64:
    angle = start + np.arange(sides) * 2.0 * np.pi / sides
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _rectangle(half: float, tall: float) -> Float64:
    return np.array([[-half, -tall], [half, -tall], [half, tall], [-half, tall]])


def _layers(outline: Float64, layers: list[tuple[float, str]]) -> list[Panels]:
    """A plate with its sheets, each a share of the outline's size, one on the other."""
    sheets = [_flat(outline * share, 0.002 + 0.004 * index, skin) for index, (share, skin) in enumerate(layers)]
    return [prism(outline, -0.01, 0.0, "plate"), *sheets]


def _flat(outline: Float64, x: float, skin: str) -> Panels:
    """A convex outline in y and z as a face at ``x``."""
    count = len(outline)
    corners = np.insert(outline, 0, x, axis=1)
    fan = [(0, k, k + 1, min(k + 2, count - 1)) for k in range(1, count - 1, 2)]
    return panels(corners[np.array(fan)], skin)


def traffic_light(rng: np.random.Generator, state: str = "red") -> Asset:
    """A signal head on a post, for those who come from +x.

    Args:
        state: one of ``STATES``.

    Raises:
        AssetError: no such state.
    """
    if state not in STATES:
        raise AssetError(f"traffic light: expected a state among {', '.join(STATES)}, got '{state}'")
    low = float(rng.uniform(2.2, 2.9))
    pole = post([(0.06, 0.0), (0.055, low + float(rng.uniform(1.0, 1.3)))], "metal", 8).moved([-0.2, 0.0, 0.0])
    shapes, flat = [pole], [boxes([-0.14, -0.15, low], [0.02, 0.15, low + 0.95], "case")]
    board_ = rng.uniform() < 0.6
    if board_:
        flat.append(boxes([-0.06, -0.27, low - 0.12], [-0.05, 0.27, low + 1.07], "case"))
    for index, name in enumerate(("green", "amber", "red")):
        z = low + 0.17 + 0.305 * index
        glass = turned([(0.1, 0.0), (0.08, 0.02), (0.0, 0.03)], name, 14).moved([0.02, 0.0, z], towards(0.0))
        hood = turned([(0.115, 0.0), (0.115, 0.17)], "case", 14)
        roof = hood.points[:, 0] > -0.06  # the hood is open below
        keep = roof[hood.quads].all(axis=1)
        hood = type(hood)(hood.points, hood.quads[keep], hood.skin[keep], hood.skins)
        turn = towards(0.0) @ BACKWARD
        shapes += [glass, hood.moved([0.02, 0.0, z], turn)]
    if rng.uniform() < 0.5:
        flat.append(boxes([-0.14, 0.0 - 0.11, low - 0.85], [-0.02, 0.11, low - 0.35], "case"))
    glow: dict[str, Colour] = {"red": (1.0, 0.03, 0.015), "amber": (1.0, 0.24, 0.0), "green": (0.0, 1.0, 0.32)}
    lamps = {
        name: Material(
            f"{name} lamp",
            base_color=tuple(0.12 * value + 0.01 for value in color),  # type: ignore[arg-type]
            roughness=0.15,
            emission=color,
            emission_strength=4.0 if name == state else 0.0,
        )
        for name, color in glow.items()
    }
    case = dark() if rng.uniform() < 0.75 else Material("case", base_color=(0.5, 0.34, 0.01), roughness=0.5)
    return scenery("traffic light", flat, {**lamps, "case": case, "metal": metal(rng)}, join(shapes))


def billboard(rng: np.random.Generator) -> Asset:
    """A large poster on posts, or a small one on a foot."""
    if rng.uniform() < 0.4:
        half, low, tall = 0.6, 0.5, 1.8
        legs = boxes([-0.1, -0.25, 0.0], [0.1, 0.25, low], "metal")
    else:
        half, low, tall = float(rng.uniform(1.4, 3.0)), float(rng.uniform(1.5, 3.5)), float(rng.uniform(1.8, 3.0))
        at = np.array([[-0.25, y - 0.1, 0.0] for y in (-half * 0.6, half * 0.6)])
        legs = boxes(at, at + np.array([0.15, 0.2, low + 0.3 * tall]), "metal")
    frame = boxes([-0.1, -half - 0.08, low - 0.08], [0.05, half + 0.08, low + tall + 0.08], "metal")
    sheet = [[0.052, -half, low], [0.052, half, low], [0.052, half, low + tall], [0.052, -half, low + tall]]
    picture = panels(sheet, "poster", [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]])
    return scenery("billboard", [legs, frame, picture], {"metal": metal(rng), "poster": poster(rng)})
