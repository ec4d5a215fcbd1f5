"""What hands hold before a face: phones, cups, bottles, microphones, books. Sizes in metres.

The frame of a thing: origin where it is gripped, z up as it stands, x out of the side that its user does not see.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.polygons import Shape, box, grid, join, lathe, to_mesh

type Points = NDArray[np.float64]

WHITE: Colour = (0.72, 0.71, 0.69)
BLACK: Colour = (0.012, 0.012, 0.014)
INKS: tuple[Colour, ...] = (
    (0.35, 0.03, 0.03),
    (0.03, 0.10, 0.25),
    (0.05, 0.18, 0.10),
    (0.45, 0.30, 0.05),
    WHITE,
    BLACK,
)


@dataclass(frozen=True, eq=False)
class Thing:
    """Attributes:
    name: of its part.
    shape, materials: what it looks like.
    low, high: corners of the box that a hand grips; of a round thing, ``high[0]`` is its radius there.
    round: it is round about z.
    contact: (3,) what comes to the face: a rim, an ear piece, a head.
    """

    name: str
    shape: Shape
    materials: dict[str, Material]
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    round: bool
    contact: Points

    def distance(self, points: Points) -> Points:
        """(N,) of points to what is gripped, metres, negative inside."""
        over = np.maximum(self.low - points, points - self.high)
        if self.round:
            over = np.stack([np.hypot(points[:, 0], points[:, 1]) - self.high[0], over[:, 2]], 1)
        out: Points = np.linalg.norm(np.maximum(over, 0.0), axis=1) + np.minimum(over.max(1), 0.0)
        return out

    def mesh(self, place: Points, rotation: Points, mirrored: bool = False) -> Mesh:
        """It, at a place; with ``mirrored`` on the other side of the body."""
        shape = self.shape.moved(place, rotation)
        return to_mesh(self.name, shape.mirrored() if mirrored else shape, self.materials)


def phone(rng: np.random.Generator) -> Thing:
    """A slab with its cameras on the back."""
    wide, tall = float(rng.uniform(0.066, 0.078)), float(rng.uniform(0.138, 0.162))
    thick, part = 0.0088, "phone"
    colors: tuple[Colour, ...] = (BLACK, BLACK, (0.35, 0.36, 0.38), WHITE, (0.06, 0.08, 0.14), (0.45, 0.05, 0.06))
    case = Material("case", base_color=colors[int(rng.integers(len(colors)))], roughness=float(rng.uniform(0.15, 0.5)))
    glass = Material("glass_back", base_color=(0.006, 0.006, 0.008), roughness=0.08, coat=0.5)
    body = _slab(wide, tall, thick, 0.009, ("case", part))
    high, aside = tall / 2.0, wide / 2.0
    screen = _slab(wide - 0.005, tall - 0.005, 0.0006, 0.006, ("glass", part)).moved([-thick / 2.0, 0.0, 0.0])
    block = _slab(0.026, 0.030, 0.003, 0.006, ("case", part)).moved([thick / 2.0, aside - 0.018, high - 0.020])
    lenses = [
        _disc(0.0058, 0.0012, ("glass", part)).moved([thick / 2.0 + 0.0016, aside - 0.018 + y, high - 0.020 + z])
        for y, z in ((0.0, 0.007), (0.0, -0.007))
    ]
    shape = join([body, screen, block, *lenses])
    grip = np.array([0.0, 0.0, 0.16 * tall])  # held below its middle
    return Thing(
        part,
        shape.moved(grip),
        {"case": case, "glass": glass},
        (-thick / 2.0, -wide / 2.0, -0.34 * tall),
        (thick / 2.0, wide / 2.0, 0.66 * tall),
        False,
        np.array([-thick / 2.0, 0.0, 0.56 * tall]),
    )


def cup(rng: np.random.Generator) -> Thing:
    """A paper cup with a sleeve, or a beaker."""
    ink = INKS[int(rng.integers(len(INKS)))]
    paper = rng.random() < 0.55
    tall = float(rng.uniform(0.098, 0.125)) if paper else float(rng.uniform(0.088, 0.098))
    low, top, wall = (0.028, 0.041, 0.0012) if paper else (0.037, 0.039, 0.003)
    z = np.array([0.0, 0.0, 0.012, 0.5 * tall, tall - 0.004, tall, tall, tall - 0.006, 0.012, 0.012])
    r = np.interp(z, [0.0, tall], [low, top])
    r[[0, -1]] = 0.0001
    r[6:9] -= wall
    shapes = [_turned(r, z, ("cup", "cup"))]
    materials = {"cup": Material("cup", base_color=WHITE if paper else ink, roughness=0.7 if paper else 0.25)}
    if paper:
        sleeve = np.array([0.25, 0.25, 0.72, 0.72]) * tall
        around = np.interp(sleeve, [0.0, tall], [low, top]) + np.array([0.0, 0.0012, 0.0012, 0.0])
        shapes.append(_turned(around, sleeve, ("sleeve", "cup")))
        materials["sleeve"] = Material("cup_sleeve", base_color=ink, roughness=0.8)
    grip = 0.45 * tall
    radius = float(np.interp(grip, [0.0, tall], [low, top])) + 0.001
    return Thing(
        "cup", join(shapes).moved([0.0, 0.0, -grip]), materials, *_round(radius, 0.4 * tall), True,
        np.array([-top, 0.0, tall - grip]),
    )  # fmt: skip


def bottle(rng: np.random.Generator) -> Thing:
    """Of plastic with a drink in it, or of metal."""
    metal = rng.random() < 0.4
    radius, tall = float(rng.uniform(0.030, 0.035)), float(rng.uniform(0.19, 0.23))
    z = np.array([0.0, 0.0, 0.008, 0.25, 0.5, 0.68, 0.80, 0.88, 0.90, 1.0, 1.0, 0.9]) * tall
    z[2] = 0.008
    r = np.array([0.0001, 0.93, 1.0, 1.0, 1.0, 1.0, 0.72, 0.42, 0.40, 0.40, 0.32, 0.32]) * radius
    r[-1] = 0.0001
    shapes, part = [_turned(r, z, ("bottle", "bottle"))], "bottle"
    ink = INKS[int(rng.integers(len(INKS)))]
    drinks: tuple[Colour, ...] = ((0.35, 0.45, 0.50), (0.08, 0.03, 0.01), (0.35, 0.16, 0.02), (0.05, 0.20, 0.06))
    color = ink if metal else drinks[int(rng.integers(len(drinks)))]
    materials = {
        "bottle": Material("bottle", base_color=color, metallic=0.6 * metal, roughness=0.3 if metal else 0.08, coat=0.4)
    }
    if not metal:
        band = np.array([0.30, 0.30, 0.58, 0.58]) * tall
        shapes.append(_turned(radius + np.array([0.0, 0.0006, 0.0006, 0.0]), band, ("label", part)))
        materials["label"] = Material("label", base_color=ink, roughness=0.5)
    grip = 0.40 * tall
    contact = np.array([-0.36 * radius, 0.0, tall - grip])
    return Thing(part, join(shapes).moved([0, 0, -grip]), materials, *_round(radius, 0.35 * tall), True, contact)


def microphone(rng: np.random.Generator) -> Thing:
    """A stage microphone: a handle, and a ball of wire or of foam."""
    foam = rng.random() < 0.4
    ball, tall, part = (0.031 if foam else 0.0255), 0.165, "microphone"
    z = np.array([0.0, 0.0, 0.01, 0.12, tall - 0.01, tall])
    r = np.array([0.0001, 0.0105, 0.0115, 0.0150, 0.0205, 0.0180])
    angle = np.linspace(-1.25, np.pi / 2.0, 10)
    head = _turned(np.maximum(ball * np.cos(angle), 1e-4), tall + 0.016 + ball * np.sin(angle), ("ball", part))
    dark = float(rng.uniform(0.006, 0.04))
    handle = Material("microphone", base_color=(dark, dark, dark), roughness=0.35)
    inks: tuple[Colour, ...] = (BLACK, (0.25, 0.02, 0.02), (0.03, 0.05, 0.2), (0.4, 0.25, 0.02))
    color = inks[int(rng.integers(len(inks)))] if foam else (0.32, 0.32, 0.33)
    wire = Material("ball", base_color=color, roughness=0.95 if foam else 0.35, metallic=0.0 if foam else 0.9)
    grip = 0.085
    shape = join([_turned(r, z, ("handle", part)), head]).moved([0, 0, -grip])
    contact = np.array([0.0, 0.0, tall + 0.016 + ball - grip])
    return Thing(part, shape, {"handle": handle, "ball": wire}, *_round(0.0145, 0.08), True, contact)


def book(rng: np.random.Generator) -> Thing:
    """A paperback that is folded open, or a sheet of paper; gripped at its lower edge."""
    sheet = rng.random() < 0.3
    wide, tall = (0.20, 0.27) if sheet else (float(rng.uniform(0.115, 0.155)), float(rng.uniform(0.17, 0.22)))
    thick = 0.0008 if sheet else float(rng.uniform(0.008, 0.018))
    part, ink = "book", INKS[int(rng.integers(len(INKS)))]
    paper = Material("paper", base_color=(0.62, 0.60, 0.54), roughness=0.8)
    cover = paper if sheet else Material("cover", base_color=ink, roughness=0.4, coat=0.2)
    title = Material("title", base_color=WHITE if ink != WHITE else (0.05, 0.05, 0.06), roughness=0.5)
    leaves = _bent_board(wide, tall, thick, 0.05 if sheet else 0.004, ("paper", part))
    shapes = [leaves]
    if not sheet:
        front = _bent_board(wide + 0.004, tall + 0.004, 0.0012, 0.004, ("cover", part)).moved([thick / 2, 0, -0.002])
        shapes += [front, front.moved([-thick - 0.0002, 0.0, 0.0])]
        for low, high, half in ((0.66, 0.74, 0.36), (0.55, 0.60, 0.25), (0.12, 0.15, 0.15)):
            bar = box([0.0, -half * wide, low * tall], [0.0008, half * wide, high * tall], ("title", part))
            shapes.append(bar.moved([thick / 2.0 + 0.0009, 0.0, 0.0]))
    grip = 0.018
    shape = join(shapes).moved([0.0, 0.0, -grip])
    materials = {"paper": paper, "cover": cover, "title": title}
    half = thick / 2.0 + 0.001
    board = (-half, -wide / 2.0, -grip), (half, wide / 2.0, tall - grip)
    return Thing(part, shape, materials, *board, False, np.array([0.0, 0.0, tall - grip]))


THINGS = {"phone": phone, "cup": cup, "bottle": bottle, "microphone": microphone, "book": book}


def _turned(radius: Points, z: Points, skin: tuple[str, str]) -> Shape:
    """A profile about the z axis."""
    shape = lathe(np.stack([radius, z], 1), 32, skin)
    return shape.moved([0.0, 0.0, 0.0], np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]]))


def _slab(wide: float, tall: float, thick: float, corner: float, skin: tuple[str, str]) -> Shape:
    """A flat thing across x with round corners, around the origin."""
    quarter = np.linspace(0.0, np.pi / 2.0, 5)
    turns = np.concatenate([quarter + k * np.pi / 2.0 for k in range(4)])
    middle = np.array([wide / 2.0 - corner, tall / 2.0 - corner])
    signs = np.repeat([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]], 5, axis=0)
    outline = signs * middle + corner * np.stack([np.cos(turns), np.sin(turns)], 1)
    soft = min(0.3 * thick, 0.0016)
    rings = []
    for x, inset in (
        (-0.5, None),
        (-0.5, soft),
        (-0.5 + soft / thick, 0.0),
        (0.5 - soft / thick, 0.0),
        (0.5, soft),
        (0.5, None),
    ):
        flat = outline * (0.0 if inset is None else 1.0 - inset / (middle + corner))
        rings.append(np.column_stack([np.full(len(flat), x * thick), flat]))
    return grid(np.array(rings), skin, closed=True)


def _disc(radius: float, thick: float, skin: tuple[str, str]) -> Shape:
    return _slab(2.0 * radius, 2.0 * radius, thick, 0.98 * radius, skin)


def _round(radius: float, half: float) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Corners of the box around the part of a round thing that is gripped."""
    return (-radius, -radius, -half), (radius, radius, half)


def _bent_board(wide: float, tall: float, thick: float, bend: float, skin: tuple[str, str]) -> Shape:
    """A board across x that stands on z = 0, bent about its height: its sides come ``bend`` of its width to -x."""
    y = np.linspace(-0.5, 0.5, 9)
    x = -bend * wide * (2.0 * y) ** 2
    front, back = np.stack([x + thick / 2.0, y * wide], 1), np.stack([x - thick / 2.0, y * wide], 1)
    outline = np.concatenate([front, back[::-1]])
    middle = outline.mean(0)
    rings = [np.column_stack([line, np.full(len(line), z)]) for line, z in (
        (0.0 * outline + middle, 0.0), (outline, 0.0), (outline, tall), (0.0 * outline + middle, tall)
    )]  # fmt: skip
    return grid(np.array(rings), skin, closed=True)
