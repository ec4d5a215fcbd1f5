"""Curves of a suite: recall by the values of a factor, with what chance leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assets.reading import shown
from measure.evaluate.plots import COLORS
from measure.evaluate.responses import Response
from measure.plots import DIM, GRID, WIDTH, Drawing, Line, Rectangle, Stroke, Words

HIGH, LEFT, RIGHT, TOP, FOOT = 280, 44, 24, 30, 44
MOST_LABELS = 9  # below the curve
APART = 7  # px between models at one value


@dataclass(frozen=True, eq=False)
class Curves:
    """Attributes:
    names: of the models.
    responses: of each, all of one factor.
    """

    names: Sequence[str]
    responses: Sequence[Response]

    def drawing(self) -> Drawing:
        factor = self.responses[0].factor
        across = self._across()
        strokes: list[Stroke] = []
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            strokes.append(Line(((LEFT, _up(share)), (WIDTH - RIGHT, _up(share))), GRID, 1.0))
            strokes.append(Words(LEFT - 6, _up(share) + 4, f"{share:g}", "end", DIM))
        step = -(-len(factor.labels) // MOST_LABELS)
        for level in range(0, len(factor.labels), step):
            strokes.append(Words(across[level], HIGH - FOOT + 18, shown(factor.labels[level], 12), "middle", DIM))
        strokes.append(Words(WIDTH - RIGHT, HIGH - 8, shown(factor.key, 40), "end", DIM))
        strokes.append(Words(LEFT, HIGH - 8, "recall; bars: 95 %", "start", DIM))
        for number, (name, response) in enumerate(zip(self.names, self.responses, strict=True)):
            aside = (number - (len(self.names) - 1) / 2.0) * (APART if len(self.names) > 1 else 0)
            strokes += _curve(response, [x + aside for x in across], COLORS[number % len(COLORS)])
            strokes.append(Words(LEFT + 150 * number, 16, shown(name, 22), "start", COLORS[number % len(COLORS)]))
        return Drawing((WIDTH, HIGH), tuple(strokes))

    def _across(self) -> list[float]:
        """Where the values lie: numbers by their size, names evenly."""
        factor = self.responses[0].factor
        at = factor.at if factor.at is not None else np.arange(len(factor.labels), dtype=np.float64)
        share = (at - at[0]) / ((at[-1] - at[0]) or 1.0)
        return [LEFT + 24 + float(x) * (WIDTH - LEFT - RIGHT - 48) for x in share]


def _curve(response: Response, across: Sequence[float], color: str) -> list[Stroke]:
    out: list[Stroke] = []
    known = [level for level in range(len(across)) if np.isfinite(response.value[level])]
    for level in known:
        x, low, high = across[level], response.low[level], response.high[level]
        if np.isfinite(low):
            out.append(Line(((x, _up(float(low))), (x, _up(float(high)))), color, 1.0))
    points = [(across[level], _up(float(response.value[level]))) for level in known]
    if response.factor.at is not None and len(points) > 1:  # names have nothing in between
        out.append(Line(tuple(points), color))
    return [*out, *(Rectangle(x - 3.5, y - 3.5, 7, 7, color) for x, y in points)]


def _up(share: float) -> float:
    return HIGH - FOOT - min(max(share, 0.0), 1.0) * (HIGH - FOOT - TOP)
