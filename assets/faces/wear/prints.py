"""What is printed on the chest of shirts: numbers, words and round emblems, a hair's breadth over the cloth."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assets.faces.wear.tailoring import PART, Front
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.polygons import grid_quads

type Points = NDArray[np.float64]
type Box = tuple[float, float, float, float]
"""Low and high corner: to the right as a reader sees it, and up; of a letter of 1 by 1, then metres."""

CHANCE = {"t_shirt": 0.4, "hoodie": 0.25, "sweater": 0.12}
KINDS = {"emblem": 4.0, "word": 3.0, "number": 3.0, "badge": 2.0}
CHEST_M = 0.43  # height on the base mesh
WIDEST_M = 0.26
OFF_M = 0.0075  # places on cloth are means over some centimetres: lower than it is where it bulges
STEP_M = 0.012  # a print is bent with the cloth so finely
INKS: tuple[Colour, ...] = (
    *((0.80, 0.80, 0.78), (0.80, 0.80, 0.78), (0.012, 0.012, 0.014), (0.60, 0.03, 0.03), (0.75, 0.50, 0.03)),
    *((0.02, 0.06, 0.30), (0.02, 0.20, 0.07), (0.75, 0.25, 0.02)),
)
# Strokes of a sign on a display of seven, in a box of 1 by 1.
THICK = 0.24
STROKES: dict[str, Box] = {
    "a": (0.0, 1.0 - 0.16, 1.0, 1.0),
    "b": (1.0 - THICK, 0.5, 1.0, 1.0),
    "c": (1.0 - THICK, 0.0, 1.0, 0.5),
    "d": (0.0, 0.0, 1.0, 0.16),
    "e": (0.0, 0.0, THICK, 0.5),
    "f": (0.0, 0.5, THICK, 1.0),
    "g": (0.0, 0.42, 1.0, 0.58),
}
DIGITS = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")
LETTERS = ("abcefg", "cdefg", "adef", "bcdeg", "adefg", "aefg", "bcefg", "ef", "bcde", "def", "bcdef", "abefg", "abcef")


def printed(rng: np.random.Generator, garment: str, cloth: Colour, front: Front) -> list[Mesh]:
    """A print on the chest now and then; none on garments that have none.

    Args:
        cloth: colour of the cloth.
        front: of the garment.
    """
    if rng.random() >= CHANCE.get(garment, 0.0):
        return []
    shares = np.array(list(KINDS.values()))
    kind = str(rng.choice(list(KINDS), p=shares / shares.sum()))
    ink = _ink(rng, cloth)
    if kind == "word":
        height = float(rng.uniform(0.028, 0.06))
        return [_mesh("print", _word(rng, _letters(rng, 3, 8), (0.0, CHEST_M), height), front, ink)]
    if kind == "number":
        height = float(rng.uniform(0.10, 0.17))
        text = [DIGITS[int(n)] for n in str(int(rng.integers(1, 100)))]
        return [_mesh("print", _word(rng, text, (0.0, CHEST_M - 0.06), height), front, ink)]
    small = kind == "badge"
    at = (0.075, CHEST_M + 0.02) if small else (0.0, CHEST_M - 0.03)
    radius = float(rng.uniform(0.018, 0.03) if small else rng.uniform(0.05, 0.085))
    return _emblem(rng, at, radius, front, ink, cloth)


def _ink(rng: np.random.Generator, cloth: Colour) -> Colour:
    """A colour that can be told from the cloth's."""
    apart = [float(np.abs(np.array(ink) - np.array(cloth)).max()) for ink in INKS]
    seen = [ink for ink, gap in zip(INKS, apart, strict=True) if gap > 0.2] or [INKS[int(np.argmax(apart))]]
    return seen[int(rng.integers(len(seen)))]


def _letters(rng: np.random.Generator, least: int, most: int) -> list[str]:
    return [LETTERS[int(rng.integers(len(LETTERS)))] for _ in range(int(rng.integers(least, most)))]


def _word(rng: np.random.Generator, text: Sequence[str], at: tuple[float, float], height: float) -> list[Points]:
    """Grids (N, M, 2) over the strokes of signs beside one another, around a place: to the left, and up."""
    wide = height * float(rng.uniform(0.55, 0.75))
    fits = min(1.0, WIDEST_M / (len(text) * 1.3 * wide))
    wide, height = fits * wide, fits * height
    pitch = wide * 1.3
    out = []
    for number, strokes in enumerate(text):
        start = (number - len(text) / 2.0) * pitch + 0.15 * wide
        for low, bottom, high, top in (STROKES[stroke] for stroke in strokes):
            right = np.linspace(start + low * wide, start + high * wide, _steps((high - low) * wide))
            up = np.linspace(bottom, top, _steps((top - bottom) * height)) * height - 0.5 * height
            x, z = np.meshgrid(right, up)
            out.append(np.stack([at[0] + x, at[1] + z], -1))  # who stands before it has its left on their right
    return out


def _ring(at: tuple[float, float], inner: float, outer: float) -> Points:
    """A grid (N, M, 2) over a ring; a disc where ``inner`` is 0."""
    radius = np.linspace(max(inner, 1e-4), outer, _steps(outer - inner))
    angle = np.linspace(0.0, 2.0 * np.pi, 25)
    r, a = np.meshgrid(radius, angle)
    return np.stack([at[0] + r * np.cos(a), at[1] + r * np.sin(a)], -1)


def _emblem(
    rng: np.random.Generator, at: tuple[float, float], radius: float, front: Front, ink: Colour, cloth: Colour
) -> list[Mesh]:
    """A disc or a ring, with a letter or two in it, or in a shield of two colours."""
    other = _ink(rng, ink)
    inside = _word(rng, _letters(rng, 1, 3), at, radius * float(rng.uniform(0.7, 1.0)))
    if rng.random() < 0.5:
        return [_mesh("print", [_ring(at, 0.78 * radius, radius), *inside], front, ink)]
    rim = _mesh("print_rim", [_ring(at, 0.80 * radius, 0.92 * radius), *inside], front, other, OFF_M + 0.0008)
    return [_mesh("print", [_ring(at, 0.0, radius)], front, ink), rim]


def _steps(length: float) -> int:
    return 2 + int(length / STEP_M)


def _mesh(name: str, grids: Sequence[Points], front: Front, ink: Colour, off: float = OFF_M) -> Mesh:
    """Grids (N, M, 2) of places on the base mesh, to the left and up, as one mesh over the cloth."""
    points, quads, first = [], [], 0
    for grid in grids:
        each = grid.swapaxes(0, 1)  # so that it looks out
        index = first + np.arange(each.shape[0] * each.shape[1]).reshape(each.shape[:2])
        quads.append(grid_quads(index))
        points.append(front.at(each[..., 0], each[..., 1], off).reshape(-1, 3))
        first += index.size
    flat, corners = np.concatenate(points).astype(np.float32), np.concatenate(quads)
    none = np.zeros(len(corners), np.int32)
    material = Material(name, base_color=ink, roughness=0.6)
    sizes = np.full(len(corners), 4, np.int32)
    return Mesh(name, flat, np.ascontiguousarray(corners.ravel(), np.int32), sizes, (material,), (PART,), none, none)
