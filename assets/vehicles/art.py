"""Painted pictures for the sides of vehicles: flat sheets whose faces are cut where one colour meets the next.

A sheet lies in the plane y = 0: its x runs along the side, from front to rear, its z up. Whoever wears it maps it onto
the body. Colours go by the names of ``art_materials``.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from assets.materials import Colour, Material
from assets.polygons import Points, Shape, Skin, grid, only
from assets.vehicles.areas import Field, divided

type Layer = tuple[tuple[Field, ...], int]
"""Where all fields are negative, and the number of its ink."""
type Design = Callable[[np.random.Generator, float, float], list[Layer]]

INKS = 5
FADES = 4
SOIL: Colour = (0.16, 0.13, 0.10)
BARE = ("bare", "body")
# Linear RGB of sign writers' enamels, each with how often it is met: our estimate from pictures of painted lorries.
ENAMELS: Mapping[str, tuple[Colour, float]] = {
    "white": ((0.80, 0.80, 0.78), 0.20),
    "yellow": ((0.83, 0.52, 0.010), 0.14),
    "red": ((0.55, 0.012, 0.012), 0.15),
    "blue": ((0.010, 0.055, 0.38), 0.12),
    "sky": ((0.03, 0.27, 0.66), 0.08),
    "green": ((0.006, 0.17, 0.035), 0.08),
    "lime": ((0.25, 0.55, 0.012), 0.05),
    "orange": ((0.78, 0.17, 0.006), 0.08),
    "pink": ((0.72, 0.045, 0.24), 0.03),
    "violet": ((0.12, 0.015, 0.26), 0.03),
    "black": ((0.006, 0.006, 0.007), 0.04),
}


def art_materials(
    rng: np.random.Generator, dust: float = 0.0, soil: Colour = (0.16, 0.13, 0.10)
) -> dict[str, Material]:
    """``art_0`` .. ``art_4``, all different, and ``fade_0`` .. ``fade_3``, the steps from the first to the second.

    Args:
        dust: 0..1, the share of ``soil`` that lies on them.
    """
    weights = np.array([weight for _, weight in ENAMELS.values()])
    names = rng.choice(list(ENAMELS), INKS, replace=False, p=weights / weights.sum())
    tones = [np.array(ENAMELS[str(name)][0]) for name in names]
    steps = [tones[0] + (tones[1] - tones[0]) * (k + 1) / (FADES + 1) for k in range(FADES)]
    found = {f"art_{k}": tone for k, tone in enumerate(tones)} | {f"fade_{k}": tone for k, tone in enumerate(steps)}
    out = {}
    for key, tone in found.items():
        r, g, b = ((1.0 - dust) * tone + dust * np.array(soil)).tolist()
        out[key] = Material("livery", base_color=(r, g, b), roughness=0.3 + 0.4 * dust, coat=0.6 * (1.0 - dust))
    return out


def mural(
    rng: np.random.Generator, length: float, height: float, part: str, whole: bool = True, cell: float = 0.16
) -> Shape:
    """A picture ``length`` by ``height`` metres, from 0 in both.

    Args:
        whole: has a ground of its own; else what is not painted stays away.
        cell: metres between the places where its lines may bend.
    """
    chosen = rng.permutation(len(DESIGNS))[: int(rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2]))]
    layers = [layer for index in chosen for layer in DESIGNS[int(index)](rng, length, height)]
    return drawn(length, height, layers, part, "art_0" if whole else None, cell)


def drawn(
    length: float, height: float, layers: Sequence[Layer], part: str, ground: str | None, cell: float = 0.16
) -> Shape:
    """The layers one over the other; inks from ``INKS`` on are the fades."""
    x = np.linspace(0.0, length, max(round(length / cell), 2) + 1)
    z = np.linspace(0.0, height, max(round(height / cell), 2) + 1)
    flat = np.stack(np.broadcast_arrays(x[:, None], 0.0, z), axis=2)
    shape = grid(flat, (ground, part) if ground else BARE)
    for fields, ink in layers:
        shape, inside = divided(shape, fields, np.ones(len(shape.skins), bool))
        skin = (f"art_{ink}" if ink < INKS else f"fade_{ink - INKS}", part)
        skins = shape.skins if skin in shape.skins else (*shape.skins, skin)
        shape = Shape(shape.points, shape.quads, np.where(inside, skins.index(skin), shape.skin), skins)
    if ground:
        return shape
    shape = only(shape, shape.skin != 0)
    return Shape(shape.points, shape.quads, shape.skin - 1, shape.skins[1:])


def chequers(columns: int, rows: int, cell: float, skins: tuple[Skin, Skin]) -> Shape:
    """A board of squares ``cell`` metres wide in two colours."""
    board = drawn(columns * cell, rows * cell, [], skins[0][1], skins[0][0], cell)
    middle = board.points[board.quads].mean(axis=1)
    odd = (np.floor(middle[:, 0] / cell) + np.floor(middle[:, 2] / cell)) % 2.0
    return Shape(board.points, board.quads, odd.astype(np.int64), skins)


def _line(value: Callable[[Points], Points], low: float, high: float) -> tuple[Field, Field]:
    """Between two levels of a function of x and z."""
    return (lambda points: low - value(points)), (lambda points: value(points) - high)


def _waves(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """Bands that swing up and down along the side."""
    swing, phase = float(rng.uniform(0.08, 0.3)) * height, float(rng.uniform(0.0, 6.28))
    pitch, climb = length / float(rng.uniform(0.4, 2.2)), float(rng.uniform(-0.5, 0.5)) * height / length

    def value(points: Points) -> Points:
        out: Points = points[:, 2] - climb * points[:, 0] - swing * np.sin(6.283 * points[:, 0] / pitch + phase)
        return out

    start, out = float(rng.uniform(-0.1, 0.4)) * height, list[Layer]()
    if rng.uniform() < 0.4:
        out.append((_line(value, -9.0, start), 4))
    for ink in range(1, int(rng.integers(2, 5))):
        wide = float(rng.uniform(0.06, 0.28)) * height
        out.append((_line(value, start, start + wide), ink))
        start += wide + float(rng.choice([0.0, 0.08])) * height
    return out


def _slants(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """Bands across the side that lean."""
    lean, bend = float(rng.uniform(-1.0, 1.0)), float(rng.uniform(-0.5, 0.5)) / height

    def value(points: Points) -> Points:
        z = points[:, 2]
        out: Points = points[:, 0] + lean * z + bend * z * z
        return out

    start, out = float(rng.uniform(0.0, 0.6)) * length, list[Layer]()
    for ink in range(1, int(rng.integers(2, 5))):
        wide = float(rng.uniform(0.05, 0.22)) * length
        out.append((_line(value, start, start + wide), ink))
        start += wide + float(rng.choice([0.0, 0.03])) * length
    return out


def _rays(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """A sun with its rays."""
    place = np.array([rng.uniform(0.1, 0.9) * length, rng.uniform(-0.2, 0.6) * height])
    count, radius = int(rng.integers(6, 12)), float(rng.uniform(0.15, 0.35)) * height

    def spokes(points: Points) -> Points:
        out: Points = np.sin(count * np.arctan2(points[:, 2] - place[1], points[:, 0] - place[0]))
        return out

    def disc(points: Points) -> Points:
        out: Points = np.hypot(points[:, 0] - place[0], points[:, 2] - place[1]) - radius
        return out

    return [((spokes,), 1), ((disc,), 2)]


def _hills(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """Ridges of mountains, or the roofs of a town, one before the other."""
    out: list[Layer] = []
    town = rng.uniform() < 0.4
    for ink, level in ((2, 0.65), (3, 0.4)):
        count = int(rng.integers(5, 14))
        knots = np.linspace(0.0, length, count)
        tops = level * height * rng.uniform(0.4, 1.2, count)

        def under(points: Points, knots: Points = knots, tops: Points = tops) -> Points:
            at = np.interp(points[:, 0], knots, tops)
            if town:
                at = tops[np.clip(np.searchsorted(knots, points[:, 0]) - 1, 0, len(tops) - 1)]
            out: Points = points[:, 2] - at
            return out

        out.append(((under,), ink))
    return out


def _discs(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """Spots, fruits or balloons."""
    out: list[Layer] = []
    for k in range(int(rng.integers(2, 8))):
        x, z = float(rng.uniform(0.05, 0.95)) * length, float(rng.uniform(0.1, 0.9)) * height
        radius, flat = float(rng.uniform(0.08, 0.4)) * height, float(rng.uniform(0.6, 1.3))

        def disc(points: Points, x: float = x, z: float = z, radius: float = radius, flat: float = flat) -> Points:
            return np.hypot((points[:, 0] - x) * flat, points[:, 2] - z) - radius

        out.append(((disc,), 1 + k % 4))
    return out


def _flames(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """Tongues that lick from the front to the rear, an inner colour in an outer one."""
    count, phase = float(rng.uniform(2.0, 5.0)) / height, float(rng.uniform(0.0, 3.14))
    reach, bend = float(rng.uniform(0.3, 0.9)) * length, float(rng.uniform(0.2, 0.6)) * height

    def field(share: float) -> Field:
        def flame(points: Points) -> Points:
            x, z = points[:, 0] / reach, points[:, 2] + bend * (points[:, 0] / reach) ** 2
            out: Points = x - share * (0.25 + 0.75 * np.abs(np.sin(3.14 * count * z + phase)) ** 1.6)
            return out

        return flame

    return [((field(1.0),), 1), ((field(0.78),), 2), ((field(0.5),), 3)]


def _blocks(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """Rectangles: frames, panels, photographs of goods as seen from afar."""
    out: list[Layer] = []
    for ink in range(1, int(rng.integers(2, 5))):
        x, z = float(rng.uniform(0.0, 0.7)) * length, float(rng.choice([0.0, rng.uniform(0.0, 0.6)])) * height
        wide, tall = float(rng.uniform(0.1, 0.4)) * length, float(rng.uniform(0.3, 1.0)) * height
        along, up = _line(lambda points: points[:, 0], x, x + wide), _line(lambda points: points[:, 2], z, z + tall)
        out.append(((*along, *up), ink))
    return out


def _fade(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """One colour that turns into another along the side."""
    start, step = float(rng.uniform(0.0, 0.5)) * length, float(rng.uniform(0.04, 0.14)) * length
    lean = float(rng.uniform(-0.5, 0.5))
    ends = [*(start + step * (k + 1) for k in range(FADES)), 99.0]

    def value(points: Points) -> Points:
        out: Points = points[:, 0] + lean * points[:, 2]
        return out

    inks = [*(INKS + k for k in range(FADES)), 1]
    spans = zip([start, *ends], ends, inks, strict=False)
    out: list[Layer] = [(_line(value, low, high), ink) for low, high, ink in spans]
    return out


def _zigzag(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """Bands that turn to and fro in sharp corners."""
    pitch, swing = length / float(rng.uniform(1.0, 5.0)), float(rng.uniform(0.1, 0.4)) * height

    def value(points: Points) -> Points:
        share = np.abs((points[:, 0] / pitch) % 2.0 - 1.0)
        out: Points = points[:, 2] - swing * share
        return out

    start, out = float(rng.uniform(0.1, 0.5)) * height, list[Layer]()
    for ink in range(1, int(rng.integers(2, 4))):
        wide = float(rng.uniform(0.08, 0.2)) * height
        out.append((_line(value, start, start + wide), ink))
        start += 1.3 * wide
    return out


def _splash(rng: np.random.Generator, length: float, height: float) -> list[Layer]:
    """A star or a burst, one in the other."""
    place = np.array([rng.uniform(0.2, 0.8) * length, rng.uniform(0.3, 0.7) * height])
    count, deep = int(rng.integers(5, 11)), float(rng.uniform(0.15, 0.5))
    radius = float(rng.uniform(0.25, 0.6)) * height

    def field(size: float) -> Field:
        def star(points: Points) -> Points:
            x, z = points[:, 0] - place[0], points[:, 2] - place[1]
            out: Points = np.hypot(x, z) - size * (1.0 - deep * np.abs(np.sin(count * np.arctan2(z, x) / 2.0)))
            return out

        return star

    return [((field(radius),), 3), ((field(0.7 * radius),), 1)]


DESIGNS: tuple[Design, ...] = (_waves, _slants, _rays, _hills, _discs, _flames, _blocks, _fade, _zigzag, _splash)
