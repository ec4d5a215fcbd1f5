"""A plot of one set: a histogram."""

from dataclasses import dataclass

import numpy as np

from measure.plots import (
    DIM,
    FIRST,
    FOOT,
    HIGH,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Drawing,
    Floats,
    Line,
    Rectangle,
    Stroke,
    Words,
)

MOST_BARS, BINS = 24, 32


@dataclass(frozen=True, eq=False)
class Histogram:
    """Attributes:
    values: (N,) finite.
    unit: of them.
    """

    values: Floats
    unit: str = ""

    def drawing(self) -> Drawing:
        counts, edges = np.histogram(self.values, BINS)
        base, wide = HIGH - FOOT, (WIDTH - LEFT - RIGHT) / BINS
        tall = counts / max(int(counts.max()), 1) * (base - TOP)
        strokes: list[Stroke] = [
            Rectangle(LEFT + place * wide, base - float(high), wide - 1.0, float(high), FIRST)
            for place, high in enumerate(tall)
            if high > 0
        ]
        strokes.append(Line(((LEFT, base), (WIDTH - RIGHT, base)), DIM, 1.0))
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
            value, at = float(edges[0] + share * (edges[-1] - edges[0])), LEFT + share * (WIDTH - LEFT - RIGHT)
            strokes.append(Words(at, HIGH - 8, f"{value:.3g} {self.unit}".strip(), anchor, DIM))  # type: ignore[arg-type]
        return Drawing((WIDTH, HIGH), tuple(strokes))
