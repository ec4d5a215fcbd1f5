"""Many pictures on one sheet."""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from annotate.strokes import FONT, INK, Pen, Picture, shortened

GAP_PX = 6
PAPER = 255


def contact_sheet(
    images: Sequence[Picture], columns: int | None = None, captions: Sequence[str] | None = None
) -> Picture:
    """Pictures (H, W, 3), of one size or not, in a grid on white, each with its caption below.

    Args:
        columns: as near to a square sheet as can be by default.
        captions: one for each picture.
    """
    if not images:
        return np.full((1, 1, 3), PAPER, np.uint8)
    cell_h, cell_w = (max(image.shape[axis] for image in images) for axis in (0, 1))
    columns = min(columns or math.ceil(math.sqrt(len(images) * cell_h / cell_w)), len(images))
    pen = Pen.for_picture(cell_h, cell_w)
    line = round(28 * pen.font) + 4 if captions else 0
    rows = math.ceil(len(images) / columns)
    sheet = np.full(
        (rows * (cell_h + line + GAP_PX) + GAP_PX, columns * (cell_w + GAP_PX) + GAP_PX, 3), PAPER, np.uint8
    )
    for index, image in enumerate(images):
        top = GAP_PX + index // columns * (cell_h + line + GAP_PX)
        left = GAP_PX + index % columns * (cell_w + GAP_PX)
        h, w = image.shape[:2]
        y, x = top + (cell_h - h) // 2, left + (cell_w - w) // 2
        sheet[y : y + h, x : x + w] = image
        if captions:
            caption = shortened(captions[index], cell_w, pen)
            cv2.putText(sheet, caption, (left + 2, top + cell_h + line - 6), FONT, pen.font, INK, 1, cv2.LINE_AA)
    return sheet
