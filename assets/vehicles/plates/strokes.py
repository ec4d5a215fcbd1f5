"""Strokes as pictures: one character, or a line of them, as coverage of pixels."""

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.polygons import Points
from assets.vehicles.lettering import Face, paths, ribbon
from assets.vehicles.plates.glyphs import ACROSS, BASE, BROAD, EASTERN, STROKES, THIN, UP

FINER = 3  # pixels are cut into so many along each side; cv2 knows sixteenths of those
SPACE = 0.55  # of a letter's breadth


@dataclass(frozen=True, eq=False)
class Glyph:
    """A character of height 1 over its baseline, y upwards.

    Attributes:
        bands: (N, 2, 2) right and left edges along each stroke.
        low, high: (2,) corners of the box of its ink; zero for a space.
        advance: how broad it is.
    """

    bands: tuple[Points, ...]
    low: Points
    high: Points
    advance: float


@functools.lru_cache(maxsize=2048)
def glyph(character: str, face: Face) -> Glyph:
    """Raises:
    AssetError: there are no strokes for the character.
    """
    if character not in STROKES:
        raise AssetError(f"plate: expected characters among '{''.join(STROKES)}', got '{character}'")
    weight = face.weight * (0.72 if character in THIN else 1.0)
    cells, breadth = BROAD if character in EASTERN else ACROSS, 0.95 if character in THIN else face.aspect
    unit = np.array([(breadth - weight) / cells, (1.0 - weight) / UP])
    lines = [
        path
        for stroke in STROKES[character].split(",")
        if stroke
        for path in paths(_points(stroke) * unit, weight, face.roundness if stroke.startswith("~") else None)
    ]
    if not lines:
        return Glyph((), np.zeros(2), np.zeros(2), face.aspect * SPACE)
    left = min(float(line[:, 0].min()) for line in lines) - weight / 2.0
    bands = tuple(ribbon(line - [left, -weight / 2.0], weight) for line in lines)
    every = np.concatenate([band.reshape(-1, 2) for band in bands])
    low, high = every.min(axis=0), every.max(axis=0)
    return Glyph(bands, low, high, max(float(line[:, 0].max()) for line in lines) - left + weight / 2.0)


def _points(stroke: str) -> Points:
    pairs = stroke.lstrip("~").split()
    return np.array([(BASE.index(pair[0]), BASE.index(pair[1])) for pair in pairs], np.float64)


def line_width(text: str, height: float, face: Face) -> float:
    """Of a line of letters, from the first one's ink to the last one's."""
    advances = [glyph(character, face).advance for character in text]
    return height * (sum(advances) + face.gap * max(0, len(text) - 1))


@dataclass(frozen=True, eq=False)
class Line:
    """Where the characters of a line stand.

    Attributes:
        bands: (4, 2) quadrilaterals of ink, as many as there are.
        boxes: (N, 4, 2) of each character that shows: upper left, upper right, lower right, lower left.
    """

    bands: NDArray[np.float64]
    boxes: NDArray[np.float64]


def line(text: str, height: float, face: Face, middle: tuple[float, float], fit: float | None = None) -> Line:
    """A line of letters around a point, y upwards, squeezed where it would be broader than ``fit``."""
    width = line_width(text, height, face)
    squeeze = 1.0 if fit is None else min(1.0, fit / max(width, 1e-9))
    scale = np.array([height * squeeze, height])
    pen = np.array([middle[0] - 0.5 * width * squeeze, middle[1] - 0.5 * height])
    bands, boxes = [np.zeros((0, 4, 2))], []
    for character in text:
        shape = glyph(character, face)
        for band in shape.bands:
            placed = pen + band * scale
            bands.append(np.stack([placed[:-1, 0], placed[:-1, 1], placed[1:, 1], placed[1:, 0]], axis=1))
        if shape.bands:
            (left, bottom), (right, top) = pen + shape.low * scale, pen + shape.high * scale
            boxes.append([(left, top), (right, top), (right, bottom), (left, bottom)])
        pen = pen + np.array([(shape.advance + face.gap) * scale[0], 0.0])
    return Line(np.concatenate(bands), np.array(boxes, np.float64).reshape(-1, 4, 2))


def cover(size: tuple[int, int], polygons: NDArray[np.float64] | list[Points]) -> NDArray[np.float32]:
    """(H, W) share of each pixel that polygons cover together, which are given in pixels, y downwards."""
    width, height = size
    fine = np.zeros((height * FINER, width * FINER), np.uint8)
    for polygon in polygons:
        corners = np.rint((np.asarray(polygon) * FINER - 0.5) * 16.0).astype(np.int32)
        cv2.fillPoly(fine, [corners], 255, lineType=cv2.LINE_8, shift=4)
    out = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(out, np.float32) / np.float32(255.0)
