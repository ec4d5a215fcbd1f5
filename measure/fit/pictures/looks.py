"""Pictures as rows of figures, on scales where a film moves them about evenly."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from measure.properties.pixels import PIXELS, measure_pixels

type Floats = NDArray[np.float64]
type Pixels = NDArray[np.uint8]

FIGURES = tuple(key for key in PIXELS if key not in ("hue", "jpeg_quality"))
RINGS = (1, 3, 5, 7, 9, 11, 13, 15)  # of the power spectrum, by their number
RING_WEIGHT = 0.3
LOGS: Mapping[str, float] = {
    **{"contrast": 0.02, "blacks": 0.002, "whites": 0.002, "saturation": 3.0, "sharpness": 0.02},
    **{"gradient": 0.2, "noise": 0.1, "jpeg_grid": 0.2},
}  # figures that are looked at by their logarithm, and what is added before
WEIGHTS = np.array([*([1.0] * len(FIGURES)), *([RING_WEIGHT] * len(RINGS))])
TAIL = 0.1  # how much it counts how far values are off, against where they stand among the others
CELLS = 1024  # of a figure's range, within which values stand at the same place


def figures(rgb: Pixels) -> Floats:
    """(S,) of a picture (H, W, 3): those of ``FIGURES``, and the power at ``RINGS``."""
    row, power = measure_pixels(rgb)
    plain = np.array([float(row[key]) for key in FIGURES])
    scaled = [np.log(value + LOGS[key]) if key in LOGS else value for key, value in zip(FIGURES, plain, strict=True)]
    # To what does not depend on how memory lies: a transform's last digits do, and equal values would not be equal.
    return np.round(np.array([*scaled, *power[list(RINGS)]]), 6)


def unscaled(rows: Floats) -> dict[str, Floats]:
    """The figures of N pictures (S, N) as a report shows them, by name."""
    return {key: np.exp(row) - LOGS[key] if key in LOGS else row for key, row in zip(FIGURES, rows, strict=False)}


class Wanted:
    """REAL's figures, and how far others are from them.

    Args:
        rows: (S, M) of M pictures.
    """

    def __init__(self, rows: Floats) -> None:
        self.rows = rows
        spread = np.maximum(np.quantile(rows, 0.9, axis=1) - np.quantile(rows, 0.1, axis=1), 1e-3)
        self._scale = spread[:, None]
        low, high = rows.min(axis=1, keepdims=True) - spread[:, None], rows.max(axis=1, keepdims=True) + spread[:, None]
        self._low, self._step = low, (high - low) / (CELLS - 1)
        grid = low + self._step * np.arange(CELLS)
        # Where a value stands among REAL's; between two of them, in between.
        places = (np.arange(rows.shape[1]) + 0.5) / rows.shape[1]
        ordered = np.sort(rows, axis=1)
        marks = [np.interp(at, row, places, left=0.0, right=1.0) for at, row in zip(grid, ordered, strict=True)]
        self._places = np.array(marks)

    def apart(self, rows: Floats) -> Floats:
        """(...,) how far pictures (..., S, N) are from REAL's, over all figures.

        Mean distances between cumulative shares, and a little of how far values lie apart, so that it is known which
        way to go where none is met.
        """
        count = rows.shape[-1]
        ordered, own = np.sort(rows, axis=-1), (np.arange(count) + 0.5) / count
        cell = np.clip(np.rint((ordered - self._low) / self._step), 0, CELLS - 1).astype(np.intp)
        shares = np.abs(self._places[np.arange(len(self._places))[:, None], cell] - own).mean(axis=-1)
        ways = np.abs(ordered - np.quantile(self.rows, own, axis=1).T).mean(axis=-1) / self._scale[:, 0]
        return np.asarray((shares + TAIL * ways) @ WEIGHTS)

    def drawn_again(self, rng: np.random.Generator) -> "Wanted":
        """Of the same pictures drawn with replacement."""
        count = self.rows.shape[1]
        return Wanted(self.rows[:, rng.integers(count, size=count)])
