"""Plots of one set: bars of shares, beside a reference where there is one, and a histogram."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assets.reading import shown
from measure.plots import (
    DIM,
    FIRST,
    FOOT,
    HIGH,
    LEFT,
    NAME_PX,
    RIGHT,
    SECOND,
    TOP,
    WIDTH,
    Drawing,
    Floats,
    Line,
    Rectangle,
    Stroke,
    Words,
)

ROW, MOST_ROWS, BINS = 22, 24, 32


@dataclass(frozen=True, eq=False)
class Shares:
    """Attributes:
    names: of the values.
    shares: (N,) of each.
    reference: (N,) likewise, drawn below; None for none.
    """

    names: Sequence[str]
    shares: Floats
    reference: Floats | None = None

    def drawing(self) -> Drawing:
        rows, double = min(len(self.names), MOST_ROWS), self.reference is not None
        both = [self.shares[:rows]] + ([] if self.reference is None else [self.reference[:rows]])
        scale = (WIDTH - NAME_PX - 70) / max(float(max(each.max(initial=0.0) for each in both)), 1e-9)
        strokes: list[Stroke] = []
        height = ROW + 8 if double else ROW
        for row in range(rows):
            top = TOP + row * height
            strokes.append(Words(NAME_PX - 8, top + 13, shown(self.names[row], 20), "end"))
            for place, (values, color) in enumerate(zip(both, (FIRST, SECOND), strict=False)):
                long, y = float(values[row]) * scale, top + 4 + 12 * place
                strokes.append(Rectangle(NAME_PX, y, long, 10, color))
                strokes.append(Words(NAME_PX + long + 6, y + 9, f"{100 * values[row]:.1f} %", "start", DIM))
        if rows < len(self.names):
            strokes.append(Words(NAME_PX, TOP + rows * height + 12, f"{len(self.names) - rows} more", "start", DIM))
        return Drawing((WIDTH, TOP + rows * height + FOOT), tuple(strokes))


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
        tall = counts / max(counts.max(), 1) * (base - TOP)
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
