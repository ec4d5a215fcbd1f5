"""Paint on faces: the colours of a flag, stripes of those who cheer, clowns, tigers."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.places import band, ramp
from assets.faces.regions import EYES
from assets.materials import Colour

type Field = NDArray[np.float64]
type Cover = Callable[[NDArray[np.floating], Colour, float], None]
"""Replaces the colour of places (V,) by a colour, as far as an amount says."""

# What paints come in, linear RGB; none is as white as paper or as black as soot on skin.
WHITE, BLACK, RED, ORANGE = (0.62, 0.60, 0.57), (0.012, 0.012, 0.012), (0.50, 0.018, 0.022), (0.60, 0.20, 0.018)
COLOURS: tuple[Colour, ...] = (
    *(WHITE, RED, ORANGE, BLACK),
    *((0.02, 0.06, 0.38), (0.015, 0.26, 0.06), (0.62, 0.47, 0.03), (0.05, 0.30, 0.52)),
)
TOP_M, CHIN_M, JAW_M = 0.062, -0.125, 0.075  # of what is painted, from between the eyes of the base head
EDGE_M = 0.0035  # over which one colour passes into another: the mesh has no finer points


def paint(rng: np.random.Generator, name: str, cover: Cover) -> None:
    """Put a kind of paint on the head's vertices.

    Args:
        name: of ``look.FACE_PAINT``.
    """
    if name == "none":
        return
    place = (bake.load().rest - EYES).astype(np.float64)
    side, z = place[:, 1], place[:, 2]
    face = ramp(z, TOP_M, TOP_M - 0.006) * ramp(z, CHIN_M, CHIN_M + 0.006) * ramp(np.abs(side), JAW_M, JAW_M - 0.008)
    face *= place[:, 0] > -0.03
    amount = float(rng.uniform(0.75, 0.95))
    {"flag": _flag, "stripes": _stripes, "clown": _clown, "tiger": _tiger}[name](rng, place, face, cover, amount)


def _flag(rng: np.random.Generator, place: Field, face: Field, cover: Cover, amount: float) -> None:
    """Two or three bands over the whole face, upright or level; or a cross."""
    colors = rng.permutation(len(COLOURS))[:3]
    if rng.random() < 0.25:
        cover(face, COLOURS[colors[0]], amount)
        cross = np.maximum(_near(place[:, 1], 0.013), _near(place[:, 2] + 0.02, 0.013))
        cover(face * cross, COLOURS[colors[1]], amount)
        return
    upright, bands = rng.random() < 0.5, int(rng.integers(2, 4))
    low, high = (-0.065, 0.065) if upright else (CHIN_M, TOP_M)
    share = (place[:, 1 if upright else 2] - low) / (high - low) * bands
    for index in range(bands):
        edge = EDGE_M * bands / (high - low)
        inside = ramp(share, index - edge, index + edge) if index else np.ones(len(share))
        cover(face * inside, COLOURS[colors[index]], amount)


def _stripes(rng: np.random.Generator, place: Field, face: Field, cover: Cover, amount: float) -> None:
    """One to three strokes on each cheek."""
    side, z = np.abs(place[:, 1]), place[:, 2]
    count, rise = int(rng.integers(1, 4)), float(rng.uniform(-0.25, 0.35))
    chosen = rng.permutation(len(COLOURS))[:2]
    cheek = band(side, 0.020, 0.025, 0.052, 0.060) * face
    for index in range(count):
        stroke = _near(z + 0.030 + 0.014 * (index - (count - 1) / 2.0) - rise * (side - 0.04), 0.0042)
        cover(cheek * stroke, COLOURS[chosen[index % 2]], amount)


def _clown(rng: np.random.Generator, place: Field, face: Field, cover: Cover, amount: float) -> None:
    """White, a red nose, a wide mouth, and colour around the eyes."""
    side, z = np.abs(place[:, 1]), place[:, 2]
    cover(face, WHITE, amount)
    around = ramp(np.hypot((side - 0.032) / 0.019, z / 0.024), 1.15, 0.9)
    cover(face * around, COLOURS[int(rng.integers(1, len(COLOURS)))], amount)
    masks = bake.load().masks
    mouth = ramp(np.hypot(side / 0.043, (z + 0.071) / 0.021), 1.1, 0.88)
    cover(face * np.maximum(mouth, np.clip(masks["lips"], 0.0, 1.0)), RED, amount)
    cover(ramp(np.hypot(side / 0.017, (z + 0.037) / 0.015), 1.15, 0.85) * face * (place[:, 0] > 0.02), RED, 0.95)


def _tiger(rng: np.random.Generator, place: Field, face: Field, cover: Cover, amount: float) -> None:
    """Orange, white around eyes and mouth, black stripes from the sides inwards, a black nose."""
    side, z = np.abs(place[:, 1]), place[:, 2]
    cover(face, ORANGE, amount)
    pale = ramp(np.hypot((side - 0.032) / 0.024, (z - 0.008) / 0.020), 1.2, 0.85)
    muzzle = ramp(np.hypot(side / 0.036, (z + 0.068) / 0.030), 1.15, 0.85)
    cover(face * np.maximum(pale, muzzle), WHITE, amount)
    start, step = float(rng.uniform(0.0, 0.02)), float(rng.uniform(0.019, 0.025))
    bent = z - 0.25 * (side - 0.05)
    inwards = ramp(side, 0.030, 0.050)
    phase = np.abs((bent + start) / step - np.rint((bent + start) / step)) * step
    cover(face * ramp(phase, 0.0055, 0.003) * inwards, BLACK, amount)
    brow = _near(z - 0.044 - 0.3 * side, 0.004) * (side < 0.03)
    nose = ramp(np.hypot(side / 0.015, (z + 0.040) / 0.010), 1.15, 0.85) * (place[:, 0] > 0.02)
    cover(face * np.maximum(brow, nose), BLACK, amount)


def _near(value: Field, half: float) -> Field:
    """1 within ``half`` of 0, with soft edges."""
    return ramp(np.abs(value), half + EDGE_M / 2.0, half - EDGE_M / 2.0)
