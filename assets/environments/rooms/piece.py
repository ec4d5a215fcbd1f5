"""What one thing in a room is made of, and the colours of rooms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from assets.environments.panels import Panels, boxes
from assets.materials import Colour, Material
from assets.polygons import Shape

# Linear RGB.
WALLS: tuple[Colour, ...] = (
    *((0.74, 0.73, 0.70), (0.66, 0.62, 0.54), (0.58, 0.58, 0.57), (0.42, 0.44, 0.45)),  # whites and greys
    *((0.36, 0.42, 0.33), (0.26, 0.35, 0.42), (0.50, 0.31, 0.22), (0.55, 0.42, 0.36)),  # sage, blue, clay, rose
    *((0.045, 0.085, 0.075), (0.03, 0.05, 0.09), (0.48, 0.36, 0.14), (0.09, 0.09, 0.095)),  # dark ones, and ochre
)
WALL_SHARES = (4, 3, 2, 1.2, 0.8, 0.9, 0.5, 0.5, 0.4, 0.4, 0.4, 0.5)
WOODS: tuple[Colour, ...] = (
    *((0.42, 0.26, 0.13), (0.26, 0.13, 0.055), (0.10, 0.05, 0.025), (0.55, 0.42, 0.28), (0.68, 0.67, 0.64)),
    (0.035, 0.033, 0.032),
)
CLOTHS: tuple[Colour, ...] = (
    *((0.30, 0.29, 0.27), (0.12, 0.13, 0.15), (0.05, 0.09, 0.16), (0.07, 0.13, 0.08), (0.34, 0.10, 0.05)),
    *((0.48, 0.43, 0.34), (0.38, 0.20, 0.04), (0.20, 0.06, 0.09)),
)


@dataclass(frozen=True, eq=False)
class Piece:
    """One thing: its back on x = 0, its front towards +x, centred on y = 0, standing on z = 0; metres.

    Attributes:
        width: that it takes of the wall.
        flat, round: its surfaces.
        materials: of these, by their skins.
    """

    width: float
    flat: tuple[Panels, ...]
    materials: Mapping[str, Material]
    round: tuple[Shape, ...] = ()

    def at(self, key: str, x: float = 0.0, y: float = 0.0, z: float = 0.0, yaw: float = 0.0) -> "Piece":
        """Turned and moved, its skins called by ``key`` first, so that pieces can stand in one room."""
        cos, sin = np.cos(yaw), np.sin(yaw)
        turn = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
        return Piece(
            self.width,
            tuple(replace(group, skin=f"{key}/{group.skin}").moved(x, y, z, yaw) for group in self.flat),
            {f"{key}/{skin}": material for skin, material in self.materials.items()},
            tuple(
                replace(shape, skins=tuple((f"{key}/{skin}", part) for skin, part in shape.skins)).moved(
                    [x, y, z], turn
                )
                for shape in self.round
            ),
        )


def together(width: float, *pieces: Piece) -> Piece:
    """Pieces as one; their skins must differ."""
    return Piece(
        width,
        tuple(group for piece in pieces for group in piece.flat),
        {skin: material for piece in pieces for skin, material in piece.materials.items()},
        tuple(shape for piece in pieces for shape in piece.round),
    )


def block(low: ArrayLike, high: ArrayLike, skin: str) -> Panels:
    """Boxes between (N, 3) or (3,) corners."""
    return boxes(low, high, skin)


def one_of(rng: np.random.Generator, colors: tuple[Colour, ...]) -> Colour:
    """One of some colours, a little lighter or darker."""
    red, green, blue = colors[int(rng.integers(len(colors)))]
    shade = float(np.exp(rng.normal(0.0, 0.15)))
    return min(1.0, red * shade), min(1.0, green * shade), min(1.0, blue * shade)


def shaded(color: Colour, factor: float) -> Colour:
    return color[0] * factor, color[1] * factor, color[2] * factor


def paint(color: Colour, roughness: float = 0.6) -> Material:
    return Material("paint", base_color=color, roughness=roughness)


def glowing(color: Colour, strength: float) -> Material:
    """What shines by itself: W/m²/sr."""
    return Material("light", base_color=(0.5, 0.5, 0.5), roughness=0.8, emission=color, emission_strength=strength)


def wood(rng: np.random.Generator) -> Material:
    """Stripes of two shades, as far as one sees them in a blurred background."""
    first = one_of(rng, WOODS)
    params: dict[str, float | Colour] = {
        "pattern": 4.0,
        "scale": 14.0,
        "second": shaded(first, 0.68),
        "seed": float(rng.uniform(0, 9)),
    }
    return Material("wood", "pattern", base_color=first, roughness=float(rng.uniform(0.3, 0.6)), params=params)
