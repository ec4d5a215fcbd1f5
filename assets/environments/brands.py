"""Invented brands: two colours, an emblem and a made-up word, the same wherever a place shows them."""

from dataclasses import dataclass

import numpy as np

from assets.environments.letters import letters
from assets.environments.panels import Panels, panels, prism
from assets.materials import Colour, Material
from assets.random import stream

COLORS: tuple[tuple[Colour, Colour], ...] = (  # linear RGB: of large faces, of stripes
    ((0.03, 0.16, 0.45), (0.62, 0.62, 0.60)),
    ((0.48, 0.03, 0.03), (0.62, 0.62, 0.60)),
    ((0.03, 0.24, 0.09), (0.60, 0.42, 0.03)),
    ((0.62, 0.42, 0.02), (0.03, 0.05, 0.12)),
    ((0.50, 0.14, 0.01), (0.05, 0.05, 0.06)),
    ((0.64, 0.64, 0.62), (0.40, 0.02, 0.04)),
    ((0.64, 0.64, 0.62), (0.02, 0.28, 0.26)),
    ((0.03, 0.04, 0.06), (0.10, 0.42, 0.05)),
    ((0.16, 0.03, 0.22), (0.62, 0.62, 0.60)),
    ((0.02, 0.30, 0.36), (0.55, 0.06, 0.16)),
)
DARK = 0.3  # mean of a colour, above which letters on it are dark
GLOW = 0.9  # radiance of what is lit from within by night, W/m²/sr, of a white

_SEGMENTS = {  # of a digit in a box of 1 by 1: low and high corner in y and z
    **{"a": (0.06, 0.88, 0.94, 1.0), "b": (0.86, 0.53, 1.0, 0.97), "c": (0.86, 0.03, 1.0, 0.47)},
    **{"d": (0.06, 0.0, 0.94, 0.12), "e": (0.0, 0.03, 0.14, 0.47), "f": (0.0, 0.53, 0.14, 0.97)},
    "g": (0.06, 0.44, 0.94, 0.56),
}
_LIT = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")


@dataclass(frozen=True, eq=False)
class Brand:
    """Attributes:
    rng: what its word and its emblem are drawn from; it stays as it is.
    main, second: linear RGB of large faces and of stripes.
    corners: of its emblem.
    """

    rng: np.random.Generator
    main: Colour
    second: Colour
    corners: int

    @property
    def ink(self) -> Colour:
        """Linear RGB of letters on ``main``."""
        return (0.70, 0.70, 0.68) if sum(self.main) / 3.0 < DARK else self.second

    def word(self, width: float, height: float, skin: str, x: float) -> Panels:
        """Its word, as ``letters`` makes one."""
        return letters(stream(self.rng, "word"), width, height, skin, x)

    def emblem(self, radius: float, skin: str, x: float) -> Panels:
        """A polygon around y = z = 0 that looks along +x, 3 cm thick."""
        angle = np.arange(self.corners) * 2.0 * np.pi / self.corners + np.pi / 2.0
        return prism(radius * np.stack([np.cos(angle), np.sin(angle)], axis=1), x - 0.03, x, skin)

    def materials(self, night: bool) -> dict[str, Material]:
        """``main``, ``second``, ``ink`` and ``digits``; by night all of them shine from within."""
        made = {}
        for name, color in (("main", self.main), ("second", self.second), ("ink", self.ink)):
            glow = GLOW if night else 0.0
            made[name] = Material(
                f"brand {name}", base_color=color, roughness=0.35, emission=color, emission_strength=glow
            )
        shown: Colour = ((0.9, 0.05, 0.02), (0.8, 0.75, 0.6), (0.1, 0.8, 0.1))[self.corners % 3]
        strength = GLOW if night else 0.6
        return {**made, "digits": Material("digits", base_color=shown, emission=shown, emission_strength=strength)}


def brand(rng: np.random.Generator) -> Brand:
    """One that nobody has."""
    main, second = COLORS[int(rng.integers(len(COLORS)))]
    shade = float(np.exp(rng.normal(0.0, 0.12)))
    return Brand(rng, _shaded(main, shade), _shaded(second, shade), int(rng.choice([3, 4, 6, 8, 24])))


def _shaded(color: Colour, shade: float) -> Colour:
    red, green, blue = (min(part * shade, 0.8) for part in color)
    return red, green, blue


def digits(number: str, height: float, skin: str, x: float = 0.0) -> Panels:
    """Figures of seven strokes, as displays show them, centred on y = 0, from z = 0; they look along +x.

    Args:
        number: of digits alone.
        height: of one, metres.
    """
    wide, pitch, rects = 0.55 * height, 0.75 * height, []
    for k, digit in enumerate(number):
        start = (k - len(number) / 2.0) * pitch + 0.1 * height
        for a, b, c, d in (_SEGMENTS[name] for name in _LIT[int(digit)]):
            rects.append((start + a * wide, b * height, start + c * wide, d * height))
    left, low, right, high = np.array(rects).T
    corners = ((left, low), (right, low), (right, high), (left, high))
    return panels(np.stack([np.stack([np.full(len(y), x), y, z], axis=1) for y, z in corners], axis=1), skin)
