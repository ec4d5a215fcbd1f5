"""Plots of two sets against each other, drawn once as a few strokes and written as SVG or as pixels.

Four strokes are all that these plots need; a plotting library would be the largest dependency of the package.
"""

import base64
import html
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from assets.reading import shown

WIDTH = 560  # px
FIRST, SECOND, INK, DIM, GRID, PAPER = "#3f6fb5", "#d9742b", "#222222", "#8a8a8a", "#e4e4e4", "#ffffff"
DARK = {FIRST: "#7ba5e6", SECOND: "#ec9557", INK: "#dddddd", DIM: "#9a9a9a", GRID: "#3a3d42"}  # on dark pages
ROW, ROW_ALONE, MOST_ROWS, NAME_PX = 30, 22, 14, 150
HIGH, LEFT, RIGHT, TOP, FOOT = 220, 20, 20, 14, 26
THUMB, GAP = 100, 6
SMALL = 12

type Floats = NDArray[np.float64]
type Pixels = NDArray[np.uint8]
type Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Rectangle:
    x: float
    y: float
    width: float
    height: float
    color: str


@dataclass(frozen=True)
class Line:
    points: tuple[tuple[float, float], ...]
    color: str
    width: float = 2.0


@dataclass(frozen=True)
class Words:
    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    color: str = INK


@dataclass(frozen=True, eq=False)
class Raster:
    x: float
    y: float
    pixels: Pixels


type Stroke = Rectangle | Line | Words | Raster


@dataclass(frozen=True, eq=False)
class Drawing:
    """Strokes on white paper of ``size`` pixels, in the order in which they are drawn."""

    size: tuple[int, int]
    strokes: tuple[Stroke, ...]

    def svg(self) -> str:
        """An ``svg`` element that stands in a page of its own."""
        width, height = self.size
        inner = "".join(_svg(stroke) for stroke in self.strokes)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        )
        return f'{head} font-family="sans-serif" font-size="{SMALL}">{inner}</svg>'

    def pixels(self) -> Pixels:
        """(H, W, 3) sRGB."""
        image = Image.new("RGB", self.size, PAPER)
        draw, font = ImageDraw.Draw(image), ImageFont.load_default(SMALL)
        for stroke in self.strokes:
            match stroke:
                case Rectangle(x, y, width, height, color):
                    draw.rectangle((x, y, x + width, y + height), color)
                case Line(points, color, width):
                    draw.line([value for point in points for value in point], color, round(width), "curve")
                case Words(x, y, text, anchor, color):
                    draw.text((x, y), text, color, font, anchor={"start": "ls", "middle": "ms", "end": "rs"}[anchor])
                case Raster(x, y, pixels):
                    image.paste(Image.fromarray(pixels), (round(x), round(y)))
        return np.asarray(image)


class Plot(Protocol):
    """Two sets in one drawing; the first is blue, the second orange."""

    def drawing(self) -> Drawing: ...


@dataclass(frozen=True, eq=False)
class Curves:
    """Attributes:
    x: (N,) ascending.
    first, second: (N,) of each set.
    unit: of ``x``.
    """

    x: Floats
    first: Floats
    second: Floats
    unit: str = ""

    def drawing(self) -> Drawing:
        both = np.concatenate([self.first, self.second])
        low, high = min(0.0, float(both.min())), float(both.max())
        span = high - low or 1.0
        across = (self.x - self.x[0]) / ((self.x[-1] - self.x[0]) or 1.0) * (WIDTH - LEFT - RIGHT) + LEFT
        base = HIGH - FOOT
        strokes: list[Stroke] = [Line(((LEFT, base), (WIDTH - RIGHT, base)), DIM, 1.0)]
        for values, color in ((self.first, FIRST), (self.second, SECOND)):
            down = base - (values - low) / span * (base - TOP)
            strokes.append(Line(tuple(zip(across.tolist(), down.tolist(), strict=True)), color))
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
            value = float(self.x[0] + share * (self.x[-1] - self.x[0]))
            at = LEFT + share * (WIDTH - LEFT - RIGHT)
            strokes.append(Words(at, HIGH - 8, f"{value:.3g} {self.unit}".strip(), anchor, DIM))  # type: ignore[arg-type]
        return Drawing((WIDTH, HIGH), tuple(strokes))


@dataclass(frozen=True, eq=False)
class Bars:
    """Attributes:
    names: of the values; those beyond ``most`` are left out and counted.
    first, second: shares of each set; None where there is no other.
    """

    names: Sequence[str]
    first: Floats
    second: Floats | None = None
    most: int = MOST_ROWS

    def drawing(self) -> Drawing:
        rows, alone = min(len(self.names), self.most), self.second is None
        sets = [self.first] if self.second is None else [self.first, self.second]
        scale = (WIDTH - NAME_PX - 70) / max(*(float(each[:rows].max(initial=0.0)) for each in sets), 1e-9)
        high, bar, name = (ROW_ALONE, 4, 13) if alone else (ROW, 0, 16)  # a row's height; what is how far below its top
        strokes: list[Stroke] = []
        for row in range(rows):
            top = TOP + row * high
            strokes.append(Words(NAME_PX - 8, top + name, shown(self.names[row], 20), "end"))
            for place, (values, color) in enumerate(zip(sets, (FIRST, SECOND), strict=False)):
                long, y = float(values[row]) * scale, top + bar + 12 * place
                strokes.append(Rectangle(NAME_PX, y, long, 10, color))
                strokes.append(Words(NAME_PX + long + 6, y + 9, f"{100 * values[row]:.1f} %", "start", DIM))
        if rows < len(self.names):
            strokes.append(Words(NAME_PX, TOP + rows * high + 12, f"{len(self.names) - rows} more", "start", DIM))
        return Drawing((WIDTH, TOP + rows * high + FOOT), tuple(strokes))


@dataclass(frozen=True, eq=False)
class Gallery:
    """Pictures of both sets, a row each.

    Attributes:
        first, second: (H, W, 3) sRGB, scaled down to ``THUMB`` here.
    """

    first: Sequence[Pixels]
    second: Sequence[Pixels]

    def drawing(self) -> Drawing:
        strokes: list[Stroke] = []
        for row, (pictures, color) in enumerate(((self.first, FIRST), (self.second, SECOND))):
            top = GAP + row * (THUMB + 2 * GAP)
            strokes.append(Rectangle(0, top, 4, THUMB, color))
            for column, pixels in enumerate(pictures):
                strokes.append(Raster(4 + GAP + column * (THUMB + GAP), top, thumbnail(pixels)))
        columns = max(len(self.first), len(self.second), 1)
        return Drawing((4 + GAP + columns * (THUMB + GAP), 2 * (THUMB + 2 * GAP)), tuple(strokes))


def thumbnail(pixels: Pixels) -> Pixels:
    """(H, W, 3), as large as fits ``THUMB`` × ``THUMB``."""
    image = Image.fromarray(pixels)
    image.thumbnail((THUMB, THUMB), Image.Resampling.BOX)
    return np.asarray(image)


def titled(drawing: Drawing, title: str, letters: bool = True) -> Pixels:
    """(H, W, 3): a drawing that stands alone, under its title and, with ``letters``, what the colours mean."""
    width = max(drawing.size[0], WIDTH)
    meaning = (Words(LEFT, 38, "A", "start", FIRST), Words(LEFT + 16, 38, "B", "start", SECOND)) if letters else ()
    head, body = Drawing((width, 46 if letters else 28), (Words(LEFT, 20, title), *meaning)).pixels(), drawing.pixels()
    return np.vstack([head, np.pad(body, ((0, 0), (0, width - body.shape[1]), (0, 0)), constant_values=255)])


def density(a: Floats, b: Floats, unit: str = "", bins: int = 48) -> Curves:
    """Two samples as histograms over one range, without the outermost half percent of both."""
    both = np.concatenate([a, b])
    low, high = (float(value) for value in np.quantile(both, (0.005, 0.995)))
    if not high > low:
        low, high = low - 0.5, high + 0.5
    edges = np.linspace(low, high, min(bins, max(8, round(math.sqrt(min(len(a), len(b)))))) + 1)
    first, second = (np.histogram(np.clip(x, low, high), edges)[0] / len(x) for x in (a, b))
    return Curves((edges[1:] + edges[:-1]) / 2.0, first, second, unit)


def themed(color: str) -> str:
    """A colour for CSS: one of ``DARK`` is a property that dark pages set, itself elsewhere."""
    return f"var({theme_property(color)}, {color})" if color in DARK else color


def theme_property(color: str) -> str:
    """The CSS property that a page may set in place of a colour of ``DARK``."""
    return f"--plot-{color.removeprefix('#')}"


def _svg(stroke: Stroke) -> str:
    match stroke:
        case Rectangle(x, y, width, height, color):
            return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{themed(color)}"/>'
        case Line(points, color, width):
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            return f'<polyline points="{path}" fill="none" stroke="{themed(color)}" stroke-width="{width:g}"/>'
        case Words(x, y, text, anchor, color):
            where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{themed(color)}"'
            return f"<text {where}>{html.escape(text)}</text>"
        case Raster(x, y, pixels):
            place = f'x="{x:.1f}" y="{y:.1f}" width="{pixels.shape[1]}" height="{pixels.shape[0]}"'
            return f'<image {place} href="data:image/jpeg;base64,{_jpeg(pixels)}"/>'


def _jpeg(pixels: Pixels) -> str:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=85)
    return base64.b64encode(buffer.getvalue()).decode()
