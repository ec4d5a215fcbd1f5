"""Labels drawn over a picture, and many pictures on one sheet."""

import colorsys
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from annotate import masks

type Picture = NDArray[np.uint8]
type Colour = tuple[int, int, int]

FONT = cv2.FONT_HERSHEY_SIMPLEX
KEY_ATTRIBUTES = (
    "type",
    "color",
    "viewpoint",
    "expression",
    "age_group",
    "yaw_deg",
)  # the first two that are there are named
MIN_SIDE_FOR_TITLES_PX = 64  # on a smaller picture they would cover everything
MIN_SIDE_FOR_ATTRIBUTES_PX = 200
GAP_PX = 6
SHEET_COLOUR = 255
INK: Colour = (20, 20, 20)


@dataclass(frozen=True)
class Pen:
    """Line width in pixels and font scale for a picture's size."""

    width: int
    font: float

    @classmethod
    def for_picture(cls, height: int, width: int) -> "Pen":
        side = math.sqrt(height * width)
        return cls(max(1, round(side / 350.0)), max(0.35, side / 1200.0))


def draw(
    rgb: Picture, annotations: Iterable[Mapping[str, Any]], categories: Mapping[int, str] | None = None
) -> Picture:
    """A copy of a picture (H, W, 3) with masks, boxes, dashed amodal boxes and names over it.

    Args:
        annotations: with a ``category``, as ``annotate`` makes them, or a ``category_id``, as COCO files have them.
        categories: names by id, for those with an id.
    """
    out = np.ascontiguousarray(rgb).copy()
    height, width = out.shape[:2]
    pen = Pen.for_picture(height, width)
    items = [(item, _colour(item.get("instance_id", index))) for index, item in enumerate(annotations)]
    for item, colour in items:
        _tint(out, masks.decode(item["segmentation"], height, width), colour, pen)
    for item, colour in items:
        if "amodal_bbox" in item:
            _dashed(out, item["amodal_bbox"], colour, pen)
        (left, top), (right, bottom) = _corners(item["bbox"])
        cv2.rectangle(out, (left, top), (right - 1, bottom - 1), colour, pen.width)
    taken: list[tuple[int, int, int, int]] = []
    for item, colour in items if min(height, width) >= MIN_SIDE_FOR_TITLES_PX else ():
        values = 2 if min(height, width) >= MIN_SIDE_FOR_ATTRIBUTES_PX else 0
        _write(out, _title(item, categories or {}, values), item["bbox"], colour, pen, taken)
    return out


def contact_sheet(
    images: Sequence[Picture], columns: int | None = None, captions: Sequence[str] | None = None
) -> Picture:
    """Pictures (H, W, 3), of one size or not, in a grid on white, each with its caption below.

    Args:
        columns: as near to a square sheet as can be by default.
        captions: one for each picture.
    """
    if not images:
        return np.full((1, 1, 3), SHEET_COLOUR, np.uint8)
    cell_h, cell_w = (max(image.shape[axis] for image in images) for axis in (0, 1))
    columns = min(columns or math.ceil(math.sqrt(len(images) * cell_h / cell_w)), len(images))
    pen = Pen.for_picture(cell_h, cell_w)
    line = round(28 * pen.font) + 4 if captions else 0
    rows = math.ceil(len(images) / columns)
    sheet = np.full(
        (rows * (cell_h + line + GAP_PX) + GAP_PX, columns * (cell_w + GAP_PX) + GAP_PX, 3), SHEET_COLOUR, np.uint8
    )
    for index, image in enumerate(images):
        top = GAP_PX + index // columns * (cell_h + line + GAP_PX)
        left = GAP_PX + index % columns * (cell_w + GAP_PX)
        h, w = image.shape[:2]
        y, x = top + (cell_h - h) // 2, left + (cell_w - w) // 2
        sheet[y : y + h, x : x + w] = image
        if captions:
            caption = _shortened(captions[index], cell_w, pen)
            cv2.putText(sheet, caption, (left + 2, top + cell_h + line - 6), FONT, pen.font, INK, 1, cv2.LINE_AA)
    return sheet


def _colour(number: int) -> Colour:
    """A colour of its own for each instance: hues a golden angle apart, in three shades."""
    red, green, blue = colorsys.hsv_to_rgb(number * 0.618034 % 1.0, (0.85, 0.6, 1.0)[number % 3], 1.0)
    return round(red * 255), round(green * 255), round(blue * 255)


def _tint(out: Picture, mask: NDArray[np.bool_], colour: Colour, pen: Pen) -> None:
    out[mask] = (0.75 * out[mask] + 0.25 * np.array(colour)).astype(np.uint8)
    contours, _ = cv2.findContours(mask.view(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(out, contours, -1, colour, max(1, pen.width // 2))


def _corners(box: Sequence[float]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Integer pixel corners, kept within what OpenCV can draw."""
    x, y, w, h = box
    low, high = (-30_000.0, 30_000.0)
    left, top, right, bottom = (round(min(max(value, low), high)) for value in (x, y, x + w, y + h))
    return (left, top), (right, bottom)


def _dashed(out: Picture, box: Sequence[float], colour: Colour, pen: Pen) -> None:
    """The part of a box inside the picture, dashed."""
    (left, top), (right, bottom) = _corners(box)
    height, width = out.shape[:2]
    dash = 4 * pen.width + 2
    for x in range(max(left, 0), min(right, width), 2 * dash):
        for y in (top, bottom - 1):
            cv2.line(out, (x, y), (min(x + dash, right), y), colour, pen.width)
    for y in range(max(top, 0), min(bottom, height), 2 * dash):
        for x in (left, right - 1):
            cv2.line(out, (x, y), (x, min(y + dash, bottom)), colour, pen.width)


def _title(item: Mapping[str, Any], categories: Mapping[int, str], attribute_count: int) -> str:
    name = str(item.get("category") or categories.get(item.get("category_id", -1), item.get("category_id", "?")))
    attributes = item.get("attributes", {})
    named = [key for key in KEY_ATTRIBUTES if key in attributes][:attribute_count]
    values = [f"{attributes[key]:.0f} deg" if key.endswith("_deg") else str(attributes[key]) for key in named]
    return " ".join([name, *values])


def _write(
    out: Picture,
    text: str,
    box: Sequence[float],
    colour: Colour,
    pen: Pen,
    taken: list[tuple[int, int, int, int]],
) -> None:
    """A title on its own ground, above the box or where the picture has room for it, off other titles if possible."""
    height, width = out.shape[:2]
    text = _shortened(text, width - 4, pen)
    (w, h), base = cv2.getTextSize(text, FONT, pen.font, 1)
    w, h = w + 4, h + base + 3
    (left, top), (_, bottom) = _corners(box)
    x = min(max(left, 0), max(width - w, 0))
    places = [min(max(y, 0), max(height - h, 0)) for y in (top - h, top, bottom, bottom - h, top + h, top - 2 * h)]
    free = [y for y in places if not any(_overlap((x, y, w, h), other) for other in taken)]
    y = free[0] if free else places[0]
    taken.append((x, y, w, h))
    cv2.rectangle(out, (x, y), (x + w - 1, y + h - 1), colour, cv2.FILLED)
    ink = INK if 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2] > 110 else (255, 255, 255)
    thick = 2 if pen.font > 0.8 else 1
    cv2.putText(out, text, (x + 2, y + h - base - 1), FONT, pen.font, ink, thick, cv2.LINE_AA)


def _overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _shortened(text: str, room_px: int, pen: Pen) -> str:
    """As many characters as fit; OpenCV's font has ASCII only."""
    text = text.encode("ascii", "replace").decode("ascii")
    while len(text) > 1 and cv2.getTextSize(text, FONT, pen.font, 1)[0][0] > room_px:
        text = text[:-1]
    return text
