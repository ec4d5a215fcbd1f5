"""A camera that finds faces and exposes for them, as phones and cameras do: a little, and no further than is good."""

import numpy as np
from numpy.typing import NDArray

from annotate.frame import Coverage
from render.camera import developing
from render.camera.film import REC709
from scenes import Film

DARKER_EV, LIGHTER_EV = -2.0, 3.0  # as far as it goes: beyond are noise, and skies of paper
STEP_EV = 1.0 / 24.0
# Codes between which a face is left as it is, and those that the darkest and the lightest come to.
DARK, LIGHT, DARKEST, LIGHTEST = 95.0, 185.0, 68.0, 205.0
LEAST_PX = 12  # of faces, or there is nothing to measure


def faces_ev(
    radiance: NDArray[np.float32], coverage: Coverage, parts: frozenset[str], exposure: float, film: Film
) -> float:
    """Stops that bring the median of faces from where it is too dark or too light to where it is not.

    Args:
        radiance: (H, W, 3) scene-linear.
        parts: of things, whose pixels count.
        exposure: factor that the light meter has chosen.
        film: what it is developed on.
    """
    named = np.array([*(part in parts for _, part in coverage.leaves), False])
    shown = radiance[named[coverage.leaf]] if named.any() else radiance[:0, 0]
    if len(shown) < LEAST_PX:
        return 0.0
    level = float(np.median(shown @ REC709)) * exposure
    code = _codes(np.array([level]), film)[0]
    if DARK <= code <= LIGHT:
        return 0.0
    wanted = (
        DARKEST + (DARK - DARKEST) * code / DARK
        if code < DARK
        else LIGHT + (LIGHTEST - LIGHT) * (code - LIGHT) / (255.0 - LIGHT)
    )
    stops = np.arange(DARKER_EV, LIGHTER_EV + STEP_EV / 2.0, STEP_EV)
    return float(stops[np.abs(_codes(level * 2.0**stops, film) - wanted).argmin()])


def _codes(levels: NDArray[np.float64], film: Film) -> NDArray[np.float64]:
    """What grey light comes out as, 0..255."""
    return np.asarray(developing.curve(levels, film) * 255.0, np.float64)
