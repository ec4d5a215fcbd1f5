"""Drawings of an evaluation: curves of precision, recalls with their intervals, and pictures that went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.reading import shown
from measure.plots import DIM, FIRST, GRID, INK, SECOND, SMALL, WIDTH, Drawing, Line, Raster, Rectangle, Stroke, Words

COLORS = (FIRST, SECOND, "#3d8b57", "#9a5bb0", "#b03a48", "#6b6b6b")  # of models; a seventh begins again
HIGH, LEFT, RIGHT, TOP, FOOT = 300, 44, 16, 14, 40
LABEL_PX, ROW = 240, 20
TILE, COLUMNS, GAP = 240, 3, 8
FOUND, MISSED, WRONG = (70, 190, 90), (230, 50, 50), (255, 170, 40)

type Floats = NDArray[np.float64]
type Pixels = NDArray[np.uint8]
type Box = Sequence[float]


@dataclass(frozen=True, eq=False)
class PrecisionRecall:
    """Attributes:
    names: of the models.
    recall: (R,)
    precision: of each model, (R,).
    at: of each model, recall and precision at the confidence from which on predictions count.
    """

    names: Sequence[str]
    recall: Floats
    precision: Sequence[Floats]
    at: Sequence[tuple[float, float]]

    def drawing(self) -> Drawing:
        strokes: list[Stroke] = []
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            strokes.append(Line((_place(0.0, share), _place(1.0, share)), GRID, 1.0))
            strokes.append(Words(LEFT - 6, _place(0.0, share)[1] + 4, f"{share:g}", "end", DIM))
            strokes.append(Words(_place(share, 0.0)[0], HIGH - FOOT + 16, f"{share:g}", "middle", DIM))
        strokes.append(Words(WIDTH - RIGHT, HIGH - 6, "recall", "end", DIM))
        strokes.append(
            Words(LEFT, HIGH - 6, "precision by recall, overlap 0.5; dots: at the confidence used", "start", DIM)
        )
        for number, (precision, (recall, exact)) in enumerate(zip(self.precision, self.at, strict=True)):
            color = COLORS[number % len(COLORS)]
            strokes.append(Line(tuple(_place(*pair) for pair in zip(self.recall, precision, strict=True)), color))
            x, y = _place(recall, exact)
            strokes.append(Rectangle(x - 4, y - 4, 8, 8, color))
            strokes.append(
                Words(LEFT + 10, HIGH - FOOT - 10 - 16 * number, shown(self.names[number], 40), "start", color)
            )
        return Drawing((WIDTH, HIGH), tuple(strokes))


def _place(across: float, up: float) -> tuple[float, float]:
    return LEFT + float(across) * (WIDTH - LEFT - RIGHT), HIGH - FOOT - float(up) * (HIGH - FOOT - TOP)


@dataclass(frozen=True, eq=False)
class Intervals:
    """Attributes:
    names: of the rows.
    models: of each row, the number of its model.
    value, low, high: (R,) in 0..1.
    """

    names: Sequence[str]
    models: Sequence[int]
    value: Floats
    low: Floats
    high: Floats

    def drawing(self) -> Drawing:
        base, wide = TOP + ROW * len(self.names), WIDTH - LABEL_PX - 60
        strokes: list[Stroke] = []
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            x = LABEL_PX + share * wide
            strokes.append(Line(((x, TOP), (x, base)), GRID, 1.0))
            strokes.append(Words(x, base + 16, f"{share:g}", "middle", DIM))
        for row, name in enumerate(self.names):
            y, color = TOP + ROW * (row + 0.5), COLORS[self.models[row] % len(COLORS)]
            value, low, high = (LABEL_PX + float(x[row]) * wide for x in (self.value, self.low, self.high))
            strokes.append(Words(LABEL_PX - 10, y + 4, shown(name, 36), "end", INK))
            strokes.append(Line(((low, y), (high, y)), color, 2.0))
            strokes.append(Rectangle(value - 3.5, y - 3.5, 7, 7, color))
            strokes.append(Words(LABEL_PX + wide + 50, y + 4, f"{self.value[row]:.2f}", "end", DIM))
        return Drawing((WIDTH, base + SMALL + 14), tuple(strokes))


@dataclass(frozen=True, eq=False)
class Example:
    """A picture (H, W, 3) with what was found of it, what was missed, and what was found where nothing is."""

    name: str
    pixels: Pixels
    found: Sequence[Box]
    missed: Sequence[Box]
    wrong: Sequence[Box]


@dataclass(frozen=True, eq=False)
class Examples:
    """Pictures, ``COLUMNS`` to a row."""

    pictures: Sequence[Example]

    def drawing(self) -> Drawing:
        strokes: list[Stroke] = []
        tiles = [_tile(example) for example in self.pictures]
        top = 0
        for start in range(0, len(tiles), COLUMNS):
            row = tiles[start : start + COLUMNS]
            for column, pixels in enumerate(row):
                x = column * (TILE + GAP)
                strokes.append(Raster(x, top, pixels))
                strokes.append(
                    Words(x, top + pixels.shape[0] + 14, shown(self.pictures[start + column].name, 34), "start", DIM)
                )
            top += max(pixels.shape[0] for pixels in row) + 24
        words = (("missed", MISSED), ("found", FOUND), ("prediction of what is not there", WRONG))
        for number, (word, color) in enumerate(words):
            strokes.append(Words(90 * number, top + 12, word, "start", "#%02x%02x%02x" % color))  # noqa: UP031
        return Drawing((COLUMNS * (TILE + GAP), top + 20), tuple(strokes))


def _tile(example: Example) -> Pixels:
    height, width = example.pixels.shape[:2]
    scale = TILE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    out = cv2.resize(example.pixels, size, interpolation=cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR)
    for boxes, color in ((example.found, FOUND), (example.wrong, WRONG), (example.missed, MISSED)):
        for x, y, w, h in boxes:
            ends = np.clip(np.array([x, y, x + w, y + h]) * scale, -9, 2 * TILE).round().astype(int).tolist()
            cv2.rectangle(out, tuple(ends[:2]), tuple(ends[2:]), color, 2)
    return np.asarray(out, np.uint8)
