"""Lines, dots and words on a picture, as wide as its size asks for. Places are continuous pixels, as in the labels."""

import colorsys
import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

type Picture = NDArray[np.uint8]
type Colour = tuple[int, int, int]
type Point = tuple[float, float]
type Rectangle = tuple[int, int, int, int]

FONT = cv2.FONT_HERSHEY_SIMPLEX
INK: Colour = (20, 20, 20)
PAPER: Colour = (255, 255, 255)
MIN_RIMMED_PX = 2.5  # the radius of smaller dots leaves no room for a dark rim
FRACTION_BITS = 4  # OpenCV draws at sixteenths of a pixel


@dataclass(frozen=True)
class Pen:
    """Line width in pixels and font scale for a picture's size."""

    width: int
    font: float

    @classmethod
    def for_picture(cls, height: int, width: int) -> "Pen":
        side = math.sqrt(height * width)
        return cls(max(1, round(side / 450.0)), max(0.35, side / 1200.0))


def colour_of(number: int) -> Colour:
    """A colour of its own for each instance: hues a golden angle apart, in three shades."""
    red, green, blue = colorsys.hsv_to_rgb(number * 0.618034 % 1.0, (0.85, 0.6, 1.0)[number % 3], 1.0)
    return round(red * 255), round(green * 255), round(blue * 255)


def tint(out: Picture, mask: NDArray[np.bool_], colour: Colour, pen: Pen) -> None:
    """Colour over a mask (H, W), and its outline."""
    out[mask] = (0.75 * out[mask] + 0.25 * np.array(colour)).astype(np.uint8)
    outline(out, mask, colour, max(1, pen.width // 2))


def outline(out: Picture, mask: NDArray[np.bool_], colour: Colour, width: int) -> None:
    contours, _ = cv2.findContours(mask.view(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(out, contours, -1, colour, width)


def rectangle(out: Picture, box: Sequence[float], colour: Colour, pen: Pen) -> None:
    """A box [x, y, width, height] along the inside of its edges."""
    (left, top), (right, bottom) = _edges(box)
    cv2.rectangle(out, (left, top), (right - 1, bottom - 1), colour, pen.width)


def dashed(out: Picture, box: Sequence[float], colour: Colour, pen: Pen) -> None:
    """The part of a box inside the picture, dashed."""
    (left, top), (right, bottom) = _edges(box)
    height, width = out.shape[:2]
    dash = 4 * pen.width + 2
    for x in range(max(left, 0), min(right, width), 2 * dash):
        for y in (top, bottom - 1):
            cv2.line(out, (x, y), (min(x + dash, right), y), colour, pen.width)
    for y in range(max(top, 0), min(bottom, height), 2 * dash):
        for x in (left, right - 1):
            cv2.line(out, (x, y), (x, min(y + dash, bottom)), colour, pen.width)


def line(out: Picture, start: Point, end: Point, colour: Colour, width: int, halo: bool = True) -> None:
    """A line on a dark one, where it is not too thin for that, to show on any ground; its ends may lie anywhere."""
    clipped = _clipped(start, end, out.shape[1], out.shape[0])
    if clipped is None:
        return
    a, b = (_fixed(point) for point in clipped)
    if halo and width > 1:
        cv2.line(out, a, b, INK, width + 2, cv2.LINE_AA, FRACTION_BITS)
    cv2.line(out, a, b, colour, width, cv2.LINE_AA, FRACTION_BITS)


def dot(out: Picture, place: Point, radius: float, colour: Colour, hollow: bool) -> None:
    """A filled disc in a dark ring, or a ring of the colour that leaves what lies inside to be seen."""
    centre, size = _fixed(place), round(radius * 2**FRACTION_BITS)
    rim = max(1, round(radius / 3.0))
    if radius >= MIN_RIMMED_PX:
        around = round((radius + rim / 2.0) * 2**FRACTION_BITS)
        ring = (centre, size, INK, rim + 2) if hollow else (centre, around, INK, cv2.FILLED)
        cv2.circle(out, *ring, cv2.LINE_AA, FRACTION_BITS)
    cv2.circle(out, centre, size, colour, rim if hollow else cv2.FILLED, cv2.LINE_AA, FRACTION_BITS)


def title(out: Picture, text: str, box: Sequence[float], colour: Colour, pen: Pen, taken: list[Rectangle]) -> None:
    """Words on their own ground, above the box or where the picture has room, off other titles if possible.

    Args:
        taken: where titles are; this one is added.
    """
    height, width = out.shape[:2]
    text = shortened(text, width - 4, pen)
    (w, h), base = cv2.getTextSize(text, FONT, pen.font, 1)
    w, h = w + 4, h + base + 3
    (left, top), (_, bottom) = _edges(box)
    x = min(max(left, 0), max(width - w, 0))
    places = [min(max(y, 0), max(height - h, 0)) for y in (top - h, top, bottom, bottom - h, top + h, top - 2 * h)]
    free = [y for y in places if not any(_overlap((x, y, w, h), other) for other in taken)]
    y = free[0] if free else places[0]
    taken.append((x, y, w, h))
    cv2.rectangle(out, (x, y), (x + w - 1, y + h - 1), colour, cv2.FILLED)
    ink = INK if 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2] > 110 else PAPER
    thick = 2 if pen.font > 0.8 else 1
    cv2.putText(out, text, (x + 2, y + h - base - 1), FONT, pen.font, ink, thick, cv2.LINE_AA)


def text_width(text: str, pen: Pen) -> int:
    """Pixels."""
    return int(cv2.getTextSize(text, FONT, pen.font, 1)[0][0])


def shortened(text: str, room_px: int, pen: Pen) -> str:
    """As many characters as fit; OpenCV's font has ASCII only."""
    text = text.encode("ascii", "replace").decode("ascii")
    while len(text) > 1 and text_width(text, pen) > room_px:
        text = text[:-1]
    return text


def _edges(box: Sequence[float]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Integer pixel corners, kept within what OpenCV can draw."""
    x, y, w, h = box
    low, high = (-30_000.0, 30_000.0)
    left, top, right, bottom = (round(min(max(value, low), high)) for value in (x, y, x + w, y + h))
    return (left, top), (right, bottom)


def _fixed(point: Point) -> tuple[int, int]:
    """OpenCV's fixed-point place, which counts from the first pixel's centre."""
    x, y = (round((value - 0.5) * 2**FRACTION_BITS) for value in point)
    return x, y


def _clipped(start: Point, end: Point, width: int, height: int) -> tuple[Point, Point] | None:
    """The part of a line that is in the picture or a line's width beside it (Liang and Barsky); None for none."""
    margin = 32.0
    first, last = 0.0, 1.0
    for a, b, side in ((start[0], end[0], width), (start[1], end[1], height)):
        for step, room in ((a - b, a + margin), (b - a, side + margin - a)):
            if step == 0.0:
                if room < 0.0:
                    return None
            elif step < 0.0:
                first = max(first, room / step)
            else:
                last = min(last, room / step)
    if first > last:
        return None
    delta = (end[0] - start[0], end[1] - start[1])
    points = [(start[0] + t * delta[0], start[1] + t * delta[1]) for t in (first, last)]
    return points[0], points[1]


def _overlap(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
