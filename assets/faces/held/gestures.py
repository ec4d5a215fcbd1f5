"""What empty hands do in the air: fingers bent one way or another."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assets.faces.held.grips import MOST

type Points = NDArray[np.float64]

OPEN, BENT, CLOSED = (-0.12, 0.02, 0.02), (0.35, 0.5, 0.35), (1.35, 1.6, 0.9)
OUT, IN = (-0.25, -0.1, 0.0), (0.45, 0.55, 0.5)  # of the thumb
# Angles of the four fingers from the first, and of the thumb; how often.
GESTURES: Mapping[str, tuple[tuple[tuple[float, float, float], ...], tuple[float, float, float], float]] = {
    "palm": ((OPEN, OPEN, OPEN, OPEN), OUT, 5),
    "loose": ((BENT, BENT, BENT, BENT), (0.1, 0.15, 0.1), 5),
    "fist": ((CLOSED, CLOSED, CLOSED, CLOSED), IN, 4),
    "thumb": ((CLOSED, CLOSED, CLOSED, CLOSED), OUT, 2),
    "finger": ((OPEN, CLOSED, CLOSED, CLOSED), IN, 2),
    "two": ((OPEN, OPEN, CLOSED, CLOSED), IN, 1),
    "horns": ((OPEN, CLOSED, CLOSED, OPEN), IN, 0.6),
}


def gesture(rng: np.random.Generator) -> Points:
    """(5, 3) angles of one of ``GESTURES``, as nobody does it twice."""
    shares = np.array([often for *_, often in GESTURES.values()])
    fingers, thumb, _ = GESTURES[str(rng.choice(list(GESTURES), p=shares / shares.sum()))]
    out = np.array([thumb, *fingers])
    out[1:] += rng.normal(0.0, 0.08, 3) + rng.normal(0.0, 0.05, (4, 3))
    out[0] += rng.normal(0.0, 0.08, 3)
    return np.asarray(np.minimum(out, MOST), np.float64)
