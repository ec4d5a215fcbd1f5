"""Colours and coats of street furniture and signs."""

import numpy as np

from assets.materials import Colour, Material

# Linear RGB: galvanised, grey, black and green iron, stone grey.
METALS: tuple[Colour, ...] = (
    (0.34, 0.35, 0.36),
    (0.10, 0.105, 0.11),
    (0.02, 0.022, 0.022),
    (0.02, 0.06, 0.035),
    (0.20, 0.20, 0.19),
)
# Linear RGB: red, blue, green, yellow, orange, white.
BRIGHT: tuple[Colour, ...] = (
    (0.50, 0.03, 0.03),
    (0.03, 0.14, 0.40),
    (0.03, 0.22, 0.08),
    (0.55, 0.38, 0.02),
    (0.45, 0.12, 0.02),
    (0.62, 0.62, 0.60),
)


def metal(rng: np.random.Generator) -> Material:
    """Painted or galvanised metal in a muted colour."""
    color = METALS[int(rng.integers(len(METALS)))]
    return Material("painted metal", base_color=color, metallic=0.4, roughness=float(rng.uniform(0.35, 0.6)))


def coat(rng: np.random.Generator) -> Material:
    """Paint in any colour, muted or bright."""
    color = (*METALS, *BRIGHT)[int(rng.integers(len(METALS) + len(BRIGHT)))]
    return Material("paint", base_color=color, roughness=float(rng.uniform(0.3, 0.65)))


def dark() -> Material:
    """Openings, slots and rubber."""
    return Material("slot", base_color=(0.008, 0.008, 0.008), roughness=0.8)


def lens() -> Material:
    """The frosted glass under which a street lamp shines."""
    return Material("lamp glass", base_color=(0.75, 0.74, 0.68), roughness=0.2)


def poster(rng: np.random.Generator, glow: float = 0.0) -> Material:
    """An abstract composition of colours over texture coordinates 0..1."""
    first, second, third = (BRIGHT[int(k)] for k in rng.permutation(len(BRIGHT))[:3])
    params: dict[str, float | Colour] = {"seed": float(rng.uniform(1.0, 90.0)), "second": second, "third": third}
    return Material("poster", "poster", first, roughness=0.3, emission_strength=glow, params=params)
