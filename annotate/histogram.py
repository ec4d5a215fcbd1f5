"""A histogram as a picture: bars for what is there, an outline for what was wanted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

WIDTH, ROW, TOP, FOOT = 720, 22, 44, 28  # px
LABELS, FIGURES = 190, 120  # px left and right of the bars
INK, DIM, BAR, WANTED, PAPER = (30, 30, 30), (120, 120, 120), (120, 160, 205), (200, 80, 40), (255, 255, 255)
MOST_ROWS = 40


def histogram(
    title: str, labels: Sequence[str], shares: Sequence[float], wanted: Sequence[float] | None = None
) -> NDArray[np.uint8]:
    """Horizontal bars (H, W, 3) sRGB, one a label, top to bottom; those beyond ``MOST_ROWS`` are left out and counted.

    Args:
        shares: of each label, 0..1.
        wanted: the same for what was asked for; drawn as lines.
    """
    rows = min(len(labels), MOST_ROWS)
    image = Image.new("RGB", (WIDTH, TOP + rows * ROW + FOOT), PAPER)
    draw = ImageDraw.Draw(image)
    font, small = ImageFont.load_default(17), ImageFont.load_default(13)
    draw.text((12, 12), title, INK, font)
    most = max([*shares[:rows], *(wanted or ())[:rows], 1e-9])
    scale = (WIDTH - LABELS - FIGURES) / most
    for row in range(rows):
        top = TOP + row * ROW
        draw.text((LABELS - 8, top + ROW / 2), _shortened(labels[row]), INK, small, anchor="rm")
        draw.rectangle((LABELS, top + 3, LABELS + shares[row] * scale, top + ROW - 3), BAR)
        figure = f"{100 * shares[row]:.1f} %"
        if wanted is not None:
            x = LABELS + wanted[row] * scale
            draw.line((x, top + 1, x, top + ROW - 1), WANTED, 2)
            figure += f" ({100 * wanted[row]:.1f})"
        draw.text((WIDTH - 10, top + ROW / 2), figure, DIM, small, anchor="rm")
    draw.line((LABELS, TOP, LABELS, TOP + rows * ROW), DIM)
    foot = "bars: there" + (", lines: requested" if wanted is not None else "")
    more = f"; {len(labels) - rows} more values" if rows < len(labels) else ""
    draw.text((LABELS, TOP + rows * ROW + 8), foot + more, DIM, small)
    return np.asarray(image)


def _shortened(text: str) -> str:
    return text if len(text) <= 26 else text[:25] + "…"
