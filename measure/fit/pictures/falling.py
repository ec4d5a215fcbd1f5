"""The plot of a picture descent: how far renders are from photographs, part by part."""

from collections.abc import Sequence
from dataclasses import dataclass

from measure.fit.pictures.descent import Step
from measure.plots import DIM, FIRST, GRID, INK, SECOND, WIDTH, Drawing, Line, Rectangle, Stroke, Words

HIGH, LEFT, RIGHT, ASIDE = 130, 52, 24, 44  # of each panel; ``ASIDE`` of its first and last point
TOP, FOOT, APART = 24, 40, 34
HEADROOM = 1.15


@dataclass(frozen=True, eq=False)
class Falling:
    """Two panels, each from 0 up: KID with its standard error, and the distance of the figures that ``compare`` has.

    Attributes:
        curve: a step a part, in the order in which they were rendered.
    """

    curve: Sequence[Step]

    def drawing(self) -> Drawing:
        most = self.curve[-1].renders - self.curve[0].renders or 1
        room = WIDTH - LEFT - RIGHT - 2 * ASIDE
        across = [LEFT + ASIDE + room * (step.renders - self.curve[0].renders) / most for step in self.curve]
        kid = [(step.kid, step.error) for step in self.curve]
        figures = [(step.figures, 0.0) for step in self.curve]
        second = TOP + HIGH + APART
        strokes = [
            *_panel("KID, and its standard error", across, kid, TOP, FIRST),
            *_panel("distance of the figures (KS), in the mean", across, figures, second, SECOND),
        ]
        for x, step in zip(across, self.curve, strict=True):
            strokes.append(Words(x, second + HIGH + 16, step.part, "middle", INK))
            strokes.append(Words(x, second + HIGH + 32, f"{step.renders} renders", "middle", DIM))
        return Drawing((WIDTH, second + HIGH + FOOT), tuple(strokes))


def _panel(
    title: str, across: Sequence[float], values: Sequence[tuple[float, float]], top: float, color: str
) -> list[Stroke]:
    high = max(value + error for value, error in values) * HEADROOM or 1.0

    def up(value: float) -> float:
        return top + HIGH * (1.0 - max(value, 0.0) / high)

    strokes: list[Stroke] = [Words(LEFT, top - 8, title, "start", color)]
    for share in (0.0, 0.5, 1.0):
        strokes.append(Line(((LEFT, up(share * high)), (WIDTH - RIGHT, up(share * high))), GRID, 1.0))
        strokes.append(Words(LEFT - 6, up(share * high) + 4, f"{share * high:.2g}", "end", DIM))
    points = [(x, up(value)) for x, (value, _) in zip(across, values, strict=True)]
    strokes.append(Line(tuple(points), color))
    for (x, y), (value, error) in zip(points, values, strict=True):
        if error:
            strokes.append(Line(((x, up(value - error)), (x, up(value + error))), color, 1.0))
        strokes.append(Rectangle(x - 3.5, y - 3.5, 7, 7, color))
        strokes.append(Words(x + 8, y - 6, f"{value:.3f}", "start", INK))
    return strokes
