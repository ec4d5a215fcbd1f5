"""Colour of the skin by place: blood, shadows around the eyes, lips, make-up.

``tint`` on the vertices of the head multiplies the colour of the skin in its shader.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.identity import Identity
from assets.faces.look import MONK_ALBEDO, Look
from assets.faces.paint import paint as paint_on
from assets.faces.pigment import tints
from assets.faces.places import Places, places
from assets.materials import Colour
from assets.random import stream

type Points = NDArray[np.float32]
type Mask = NDArray[np.float32]
type Brush = Callable[[NDArray[np.floating], Colour, float], None]
"""Colours places (V,) by a colour, as far as an amount says."""

LIPSTICKS: tuple[Colour, ...] = (  # what lips are painted with, linear RGB
    (0.42, 0.020, 0.030),
    (0.30, 0.012, 0.045),
    (0.17, 0.018, 0.040),
    (0.50, 0.130, 0.130),
    (0.45, 0.055, 0.120),
    (0.36, 0.110, 0.070),
)
SHADOWS: tuple[Colour, ...] = (  # eye shadow
    (0.10, 0.055, 0.040),
    (0.045, 0.035, 0.035),
    (0.22, 0.100, 0.085),
    (0.07, 0.060, 0.110),
    (0.05, 0.085, 0.090),
    (0.24, 0.150, 0.060),
)
MADE_UP = {"none": 0.0, "natural": 0.4, "strong": 1.0}


def vertex_tint(rng: np.random.Generator, identity: Identity, look: Look) -> Points:
    """(V, 3) factors on the colour of the skin."""
    masks, place = bake.load().masks, places()
    base = np.array(MONK_ALBEDO[look.skin_tone])
    dark = (look.skin_tone - 1) / 9.0
    grown = float(np.clip((identity.age_years - 16.0) / 6.0, 0.0, 1.0))
    old = float(np.clip((identity.age_years - 35.0) / 40.0, 0.0, 1.0))
    out = tints(stream(rng, "pigment"), dark)

    def paint(where: NDArray[np.floating], color: tuple[float, float, float], amount: float = 1.0) -> None:
        """Multiply by a colour."""
        out[:] *= 1.0 + (amount * where)[:, None] * (np.array(color) - 1.0)

    def cover(where: NDArray[np.floating], color: Colour, amount: float = 1.0) -> None:
        """Replace by a colour."""
        out[:] += np.clip(amount * where, 0.0, 1.0)[:, None] * (np.array(color) / base - out)

    ruddy = float(rng.uniform(0.4, 1.15)) * (1.0 + 0.3 * old)
    paint(masks["blush"], (1.0 - 0.04 * dark, 0.72 + 0.14 * dark, 0.70 + 0.14 * dark), ruddy)
    paint(place.under_eye, (0.78 - 0.06 * dark, 0.70, 0.76), float(rng.uniform(0.2, 0.75)) + 0.3 * old)
    paint(masks["eyelids"], (0.94, 0.80, 0.78), 0.7)
    shadow = grown * (1.0 - identity.gender) * float(rng.uniform(0.2, 1.0)) * (look.hair_color not in ("blond", "red"))
    paint(place.beard, (0.84, 0.88, 0.94), shadow * (1.0 - dark))
    lips = np.clip((masks["lips"] - 0.25) / 0.5, 0.0, 1.0)
    own = stream(rng, "lips")
    full = float(own.uniform(0.55, 1.35)) * (1.0 - 0.35 * old)
    brown = float(own.beta(1.5, 2.5)) * (0.25 + 0.6 * dark)  # dark skin has brown lips as often as rosy ones
    paint(lips, (0.86 - 0.10 * dark, 0.52 + 0.12 * dark, 0.54 + 0.12 * dark), full * (1.0 - 0.7 * brown))
    paint(lips, (0.66, 0.60, 0.62), brown)
    inner: Colour = tuple(np.array([0.40, 0.17, 0.14]) * (1.0 - 0.45 * dark))
    cover(place.rim, inner, 0.75)
    _make_up(rng, look, place, lips, paint, cover)
    paint_on(stream(rng, "face paint"), look.face_paint, cover)
    return np.asarray(out, np.float32)


def _make_up(rng: np.random.Generator, look: Look, place: Places, lips: Mask, paint: Brush, cover: Brush) -> None:
    amount = MADE_UP[look.makeup]
    lipstick = LIPSTICKS[int(rng.integers(len(LIPSTICKS)))]
    shadow = SHADOWS[int(rng.integers(len(SHADOWS)))]
    if amount == 0.0:
        return
    cover(place.lid, shadow, amount * float(rng.uniform(0.45, 0.8)))
    cover(place.liner, (0.012, 0.010, 0.010), amount * 0.85)
    paint(place.cheek, (1.0, 0.66, 0.68), amount * float(rng.uniform(0.5, 1.0)))
    if amount < 1.0:
        paint(lips, (0.98, 0.72, 0.78), 1.0)
    else:
        cover(lips, _deepened(lipstick, look.skin_tone), float(rng.uniform(0.7, 0.95)))


def _deepened(lipstick: Colour, skin_tone: int) -> Colour:
    """Dark skin wears berry, plum and brown: a lipstick that is far lighter than the skin looks like a mask."""
    most = 2.2 * MONK_ALBEDO[skin_tone][0] + 0.03
    red, green, blue = (value * min(1.0, most / lipstick[0]) for value in lipstick)
    return red, green, blue
