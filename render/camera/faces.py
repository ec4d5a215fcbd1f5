"""A camera that finds faces and exposes for them, as phones and cameras do: a little, and no further than is good.

First for the picture as a whole, each face with a say by its size; then for the single faces that still come out dark
or burnt beside others, as phones do at once and photographers later: they dodge and burn.
"""

from collections.abc import Iterator

import cv2
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
DODGED_EV, BURNED_EV = 1.6, -0.8  # of single faces
SOFT = 0.3  # of a face's size, over which it fades into what is around
BRIGHTER_EV = (1.2, 3.0)  # than a dodged face: from and to where what is around it is spared

type Light = NDArray[np.float32]


def faces_ev(radiance: Light, coverage: Coverage, parts: frozenset[str], exposure: float, film: Film) -> float:
    """Stops that bring faces from where they are too dark or too light to where they are not.

    Args:
        radiance: (H, W, 3) scene-linear.
        parts: of things, whose pixels count.
        exposure: factor that the light meter has chosen.
        film: what it is developed on.
    """
    found = [(level, np.sqrt(shown.sum())) for level, shown in _faces(radiance, coverage, parts)]
    if not found:
        return 0.0
    levels, say = np.array(found).T
    level = float(np.exp(np.average(np.log(np.maximum(levels, 1e-9)), weights=say))) * exposure
    return _stops(level, film, DARKER_EV, LIGHTER_EV)


def dodged(linear: Light, coverage: Coverage, parts: frozenset[str], film: Film) -> Light:
    """Exposed light (H, W, 3) in which each face is brought as far out of the dark or the light as a picture allows.

    What is around a face changes softly with it; what is much brighter than a dark one stays as it is.
    """
    stops = np.zeros(linear.shape[:2], np.float32)
    for level, shown in _faces(linear, coverage, parts):
        own = _stops(level, film, BURNED_EV, DODGED_EV)
        if own == 0.0:
            continue
        near, fading = _around(shown)
        if own > 0.0:
            brighter = np.log2(np.maximum(linear[near] @ REC709, 1e-9) / level)
            low, high = BRIGHTER_EV
            fading = fading * np.clip((high - brighter) / (high - low), 0.0, 1.0)
        stops[near] = np.where(np.abs(own * fading) > np.abs(stops[near]), own * fading, stops[near])
    return linear if not stops.any() else linear * np.exp2(stops)[..., None]


def _faces(light: Light, coverage: Coverage, parts: frozenset[str]) -> Iterator[tuple[float, NDArray[np.bool_]]]:
    """Median luminance and pixels (H, W) of each face that shows enough of itself."""
    for instance in sorted({instance for instance, part in coverage.leaves if part in parts}):
        named = [instance == own and part in parts for own, part in coverage.leaves]
        shown = np.array([*named, False])[coverage.leaf]
        if shown.sum() >= LEAST_PX:
            yield float(np.median(light[shown] @ REC709)), shown


def _stops(level: float, film: Film, darkest: float, lightest: float) -> float:
    """Stops within the limits that light needs, to come out neither dark nor burnt."""
    code = _codes(np.array([level]), film)[0]
    if DARK <= code <= LIGHT:
        return 0.0
    wanted = (
        DARKEST + (DARK - DARKEST) * code / DARK
        if code < DARK
        else LIGHT + (LIGHTEST - LIGHT) * (code - LIGHT) / (255.0 - LIGHT)
    )
    stops = np.arange(darkest, lightest + STEP_EV / 2.0, STEP_EV)
    return float(stops[np.abs(_codes(level * 2.0**stops, film) - wanted).argmin()])


def _around(shown: NDArray[np.bool_]) -> tuple[tuple[slice, slice], Light]:
    """The part of the picture around a face, and how much each pixel of it belongs to it, 0..1, softly."""
    rows, columns = np.flatnonzero(shown.any(1)), np.flatnonzero(shown.any(0))
    spread = max(1.0, SOFT * float(np.sqrt(shown.sum())))
    reach = int(np.ceil(3.0 * spread))
    near = (
        slice(max(0, rows[0] - reach), rows[-1] + reach + 1),
        slice(max(0, columns[0] - reach), columns[-1] + reach + 1),
    )
    soft = cv2.GaussianBlur(shown[near].astype(np.float32), (0, 0), spread, borderType=cv2.BORDER_REPLICATE)
    return near, np.minimum(1.0, 2.0 * soft)  # half of an edge's light is a face's: all of it is meant


def _codes(levels: NDArray[np.float64], film: Film) -> NDArray[np.float64]:
    """What grey light comes out as, 0..255."""
    return np.asarray(developing.curve(levels, film) * 255.0, np.float64)
