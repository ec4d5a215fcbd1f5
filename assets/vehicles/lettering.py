"""Letters as flat quads, from strokes of our own: for number plates, route signs and lettering on vehicles."""

import functools
import itertools
from dataclasses import dataclass

import numpy as np

from assets.errors import AssetError
from assets.polygons import Points, Quads, Shape, Skin

# Strokes of each character, joined by commas: points as two digits, across (0..4, broad ones to 8) and up (0..8).
# Corners of a stroke that begins with ~ are rounded.
STROKES = {
    **{
        "A": "00 28 40,13 33",
        "B": "00 08,~08 48 44 04,~04 44 40 00",
        "C": "~46 48 08 00 40 42",
        "D": "00 08,~08 48 40 00",
    },
    **{"E": "48 08 00 40,04 34", "F": "48 08 00,04 34", "G": "~46 48 08 00 40 44,44 24", "H": "00 08,40 48,04 44"},
    **{
        "I": "00 08",
        "J": "~48 40 00 02",
        "K": "00 08,48 04 40",
        "L": "08 00 40",
        "M": "00 08 24 48 40",
        "N": "00 08 40 48",
    },
    **{
        "O": "~20 00 08 48 40 20",
        "P": "00 08,~08 48 43 03",
        "Q": "~20 00 08 48 40 20,22 40",
        "R": "00 08,~08 48 43 03,23 40",
    },
    **{
        "S": "~46 48 08 04 44 40 00 02",
        "T": "20 28,08 48",
        "U": "~08 00 40 48",
        "V": "08 20 48",
        "W": "08 10 35 50 68",
    },
    **{"X": "00 48,08 40", "Y": "08 24 48,24 20", "Z": "08 48 00 40", "0": "~20 00 08 48 40 20", "1": "06 28 20"},
    **{"2": "~06 08 48 44 00,00 40", "3": "~06 08 48 44 14,~14 44 40 00 02", "4": "30 38 02 42", "7": "08 48 10"},
    **{"5": "48 08 05,~05 45 40 00 02", "6": "~46 48 08 00 40 45 05", "8": "~24 04 08 48 44 24,~24 04 00 40 44 24"},
    **{
        "9": "~02 00 40 48 08 03 43",
        "-": "04 24",
        ".": "00 01",
        "·": "03 04",
        ":": "02 03,05 06",
        "/": "00 48",
        " ": "",
    },
    # Chinese and Japanese places, Japanese and Korean syllables that are easy to draw
    **{"川": "~18 14 00,47 41,88 80", "吉": "07 87,48 44,14 74,12 72 70 10 12", "甘": "06 86,28 20 60 68,23 63"},
    **{
        "云": "17 77,04 84,44 10 70,62 80",
        "京": "48 47,06 86,25 65 63 23 25,43 40 30,22 00,62 80",
        "大": "06 86,48 45 00,45 80",
    },
    **{"山": "48 40,05 00 80 85", "口": "17 77 70 10 17", "品": "28 68 65 25 28,03 33 30 00 03,53 83 80 50 53"},
    **{
        "八": "37 34 00,47 53 80",
        "王": "07 87,04 84,00 80,47 40",
        "子": "17 77 45 40 20,04 84",
        "三": "17 77,24 64,00 80",
    },
    **{"つ": "~05 37 86 83 31", "て": "06 86,~86 33 31 70", "と": "28 24,~75 13 10 70", "り": "~17 13 22,~67 63 40"},
    **{"そ": "17 67 14 74,~74 43 41 70", "に": "18 10,36 86,~33 30 80", "も": "~38 31 50 81 83,06 66,14 64"},
    **{"ろ": "17 77 14,~14 54 85 82 50 20", "가": "06 36 22 00,68 60,64 84", "나": "07 01 41,68 60,64 84"},
    **{"다": "46 06 01 41,68 60,64 84", "마": "06 46 41 01 06,68 60,64 84", "거": "06 36 22 00,68 60,44 64"},
    **{
        "고": "17 77 74,43 41,00 80",
        "노": "17 14 74,43 41,00 80",
        "누": "18 15 75,03 83,43 40",
        "도": "77 17 14 74,44 41,01 81",
    },
}
UP = 8.0
LAYER_M = 0.0001
BROAD_FROM = "⺀"  # characters from here on are as broad as high


@dataclass(frozen=True)
class Face:
    """Attributes:
    aspect: width of a letter by its height.
    weight: of a stroke, by the letter's height.
    roundness: of the rounded corners, 0..1 of what the letter leaves room for.
    gap: between letters, by their height.
    """

    aspect: float = 0.58
    weight: float = 0.13
    roundness: float = 0.8
    gap: float = 0.14


PLAIN = Face()


def lettering(text: str, height: float, skin: Skin, face: Face = PLAIN, fit: float | None = None) -> Shape:
    """One line of text in the plane x = 0, centred on the origin, to be read looking along -x (it runs towards +y).

    Args:
        text: characters of ``STROKES``.
        height: of a capital, metres.
        face: its shape.
        fit: metres to squeeze the line into, where it is longer.

    Raises:
        AssetError: a character that has no strokes, or nothing but spaces.
    """
    points: list[Points] = []
    quads: list[Quads] = []
    pen, count = 0.0, 0
    for character in text:
        outline, faces, advance = _glyph(character, face)
        points.append(outline + np.array([0.0, pen, 0.0]))
        quads.append(faces + count)
        count += len(outline)
        pen += advance + face.gap
    if not count:
        raise AssetError(f"lettering: expected a text with at least one letter, got '{text}'")
    width = pen - face.gap
    squeeze = min(1.0, fit / (width * height)) if fit is not None else 1.0
    placed = (np.concatenate(points) - [0.0, width / 2.0, 0.5]) * [1.0, height * squeeze, height]
    faces = np.concatenate(quads)
    return Shape(placed, faces, np.zeros(len(faces), np.int64), (skin,))


@functools.lru_cache(maxsize=1024)
def _glyph(character: str, face: Face) -> tuple[Points, Quads, float]:
    """Points (V, 3) and quads of one character of height 1, and how broad it is."""
    if character not in STROKES:
        raise AssetError(f"lettering: expected characters among '{''.join(STROKES)}', got '{character}'")
    broad = character >= BROAD_FROM
    weight = face.weight * (0.75 if broad else 1.0)
    unit = np.array([((1.0 if broad else face.aspect) - weight) / (8.0 if broad else 4.0), (1.0 - weight) / UP])
    strokes = [stroke for stroke in STROKES[character].split(",") if stroke]
    lines = [path for stroke in strokes for path in _stroke(stroke, unit, weight, face.roundness)]
    if not lines:
        return np.zeros((0, 3)), np.zeros((0, 4), np.int64), face.aspect * 0.55
    left = min(float(path[:, 0].min()) for path in lines) - weight / 2.0
    sheets = [ribbon(path - [left, -weight / 2.0], weight) for path in lines]
    ends = np.cumsum([0, *(2 * len(sheet) for sheet in sheets)])
    quads = [_between(len(sheet)) + end for sheet, end in zip(sheets, ends, strict=False)]
    # Strokes that cross lie one above the other: in one plane each would shadow the other.
    points = np.concatenate([np.insert(sheet.reshape(-1, 2), 0, LAYER_M * i, axis=1) for i, sheet in enumerate(sheets)])
    return points, np.concatenate(quads), max(float(path[:, 0].max()) for path in lines) - left + weight / 2.0


def _stroke(stroke: str, unit: Points, weight: float, roundness: float) -> list[Points]:
    corners = np.array([(int(pair[0]), int(pair[1])) for pair in stroke.lstrip("~").split()]) * unit
    return paths(corners, weight, roundness if stroke.startswith("~") else None)


def paths(corners: Points, weight: float, roundness: float | None) -> list[Points]:
    """(N, 2) points along a stroke of a weight through (K, 2) corners, in pieces that meet in sharp corners.

    Inner corners are rounded, by 0..1 of what they leave room for, unless ``roundness`` is None.
    """
    corners = corners if roundness is None else _rounded(corners, roundness)
    steps = np.diff(corners, axis=0)
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    sharp = np.flatnonzero((steps[1:] * steps[:-1]).sum(axis=1) < -0.3) + 1
    ends = [0, *sharp.tolist(), len(corners) - 1]
    return [_lengthened(corners[a : b + 1], weight) for a, b in itertools.pairwise(ends)]


def _lengthened(path: Points, weight: float) -> Points:
    """Free ends stick out by a share of the weight, as a pen's do."""
    out = path.copy()
    if not np.allclose(path[0], path[-1]):
        for end, before in ((0, 1), (-1, -2)):
            step = path[end] - path[before]
            upright = np.abs(step).min() < 1e-9
            out[end] += step / np.linalg.norm(step) * weight * (0.5 if upright else 0.35)
    return out


def _rounded(corners: Points, roundness: float, steps: int = 4) -> Points:
    """Every inner corner cut short and bent in ``steps`` pieces."""
    out: list[Points] = [corners[:1]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        back, on = before - corner, after - corner
        reach = 0.5 * roundness * min(float(np.linalg.norm(back)), float(np.linalg.norm(on)))
        start, end = (corner + reach * way / np.linalg.norm(way) for way in (back, on))
        t = np.linspace(0.0, 1.0, steps + 1)[:, None]
        out.append((1 - t) ** 2 * start + 2 * t * (1 - t) * (0.8 * corner + 0.1 * (start + end)) + t**2 * end)
    path = np.concatenate([*out, corners[-1:]])
    keep = np.concatenate([[True], np.linalg.norm(np.diff(path, axis=0), axis=1) > 1e-6])
    kept: Points = path[keep]
    return kept


def ribbon(path: Points, weight: float) -> Points:
    """(N, 2, 2) right and left edge of a band along (N, 2) points, mitred; very sharp corners are cut."""
    closed = bool(np.allclose(path[0], path[-1]))
    steps = np.diff(path, axis=0)
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    before = np.concatenate([steps[-1:] if closed else steps[:1], steps])
    after = np.concatenate([steps, steps[:1] if closed else steps[-1:]])
    normal = np.stack([-(before + after)[:, 1], (before + after)[:, 0]], axis=1)
    length = np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 0.9)  # 2 on a straight line
    normal *= weight / length**2
    return np.stack([path - normal, path + normal], axis=1)


def _between(count: int) -> Quads:
    first = 2 * np.arange(count - 1)[:, None]
    out: Quads = first + np.array([0, 2, 3, 1])
    return out
