"""A registration as a picture of its plate, and where its corners and characters are on it."""

import functools
import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.materials import Colour
from assets.polygons import Points
from assets.vehicles.plates.grammar import Registration, layout_of, own_text
from assets.vehicles.plates.layouts import Layout
from assets.vehicles.plates.strokes import cover, line

PIXELS_A_M = 1200.0  # of the picture: a plate takes up to 250 pixels for half a metre where it is large
BORDER_MM, INSET_MM, CORNER_MM = 3.0, 3.0, 10.0
SEAL_MM = 17.0  # radius of the round seals of German plates

# Linear RGB of sheeting and inks by daylight: BS AU 145, ISO 7591 and JIS D 0201 give ranges, these lie within them.
COLORS: dict[str, Colour] = {
    "white": (0.72, 0.72, 0.70),
    "yellow": (0.75, 0.48, 0.015),
    "gold": (0.72, 0.42, 0.03),
    "blue": (0.008, 0.050, 0.32),
    "green": (0.006, 0.10, 0.040),
    "mint": (0.28, 0.62, 0.36),
    "red": (0.38, 0.010, 0.012),
    "black": (0.010, 0.010, 0.011),
    "grey": (0.30, 0.31, 0.32),
}
DARK = ("black", "blue", "green", "red")  # inks: what of them is on a plate does not shine back


@dataclass(frozen=True, eq=False)
class Drawing:
    """A plate seen straight from the front.

    Attributes:
        registration: what it says.
        linear: (H, W, 3) float32, linear RGB, the upper row first; what lies outside its round corners is filled with
            its ground.
        relief: (H, W) float32, how far characters and the rim stand out, 0..1 of ``embossed_mm``.
        sheeting: (H, W) float32, 0..1: what shines back where it came from.
        corners: (4, 2) metres from the plate's middle, to the right and up: upper left, upper right, lower right, lower
            left.
        characters: what stands in ``boxes``, in reading order, gaps left out.
        boxes: (N, 4, 2) the same of each character that belongs to the registration.
    """

    registration: Registration
    linear: NDArray[np.float32]
    relief: NDArray[np.float32]
    sheeting: NDArray[np.float32]
    corners: Points
    characters: str
    boxes: Points

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """(H, W, 3) sRGB."""
        return to_srgb(self.linear)

    @property
    def corners_px(self) -> Points:
        """(4, 2) of the corners in the picture: the corners of its first and last pixels."""
        return self.to_pixels(self.corners)

    @property
    def boxes_px(self) -> Points:
        """(N, 4, 2) of the characters in the picture."""
        return self.to_pixels(self.boxes)

    def to_pixels(self, points: Points) -> Points:
        """Places (..., 2) on the plate, metres, as continuous pixels (x, y) of its picture."""
        height, width = self.linear.shape[:2]
        scale = np.array([width, -height]) / (self.corners[1, 0] * 2.0, self.corners[0, 1] * 2.0)
        out: Points = points * scale + np.array([width, height]) / 2.0
        return out


def plate_picture(country: str, text: str, rear: bool = False) -> tuple[NDArray[np.uint8], Points]:
    """A plate with a text of one's own: its picture (H, W, 3) uint8 sRGB, and its corners (4, 2) there in pixels.

    Args:
        country: name of a layout.
        text: see ``own_text``.
        rear: as it is behind, where that differs.

    Raises:
        AssetError: there is no such layout.
        ConfigError: the text does not fit it.
    """
    made = drawn(own_text(layout_of(country), text), rear)
    return made.rgb, made.corners_px


@functools.lru_cache(maxsize=32)
def drawn(registration: Registration, rear: bool = False) -> Drawing:
    """The picture of a plate; the last few are kept."""
    layout = registration.layout
    half = np.array(layout.size_mm) / 2000.0
    size = (round(2.0 * half[0] * PIXELS_A_M), round(2.0 * half[1] * PIXELS_A_M))
    canvas = _Canvas(size, half, (layout.rear if rear else "") or layout.ground)
    for field in layout.fields:
        left, bottom, right, top = field.box_mm
        canvas.fill([np.array([(left, top), (right, top), (right, bottom), (left, bottom)]) / 1000.0], field.color)
    if layout.border:
        canvas.frame(layout.ink)
    boxes, characters = [], ""
    for text, row in zip(registration.lines, registration.rows, strict=True):
        middle = (row.middle_mm[0] / 1000.0, row.middle_mm[1] / 1000.0)
        shown = text.replace("*", "   ")
        placed = line(shown, row.height_mm / 1000.0, layout.face, middle, (row.fit_mm or layout.size_mm[0]) / 1000.0)
        canvas.write(list(placed.bands), row.ink or layout.ink, row.said)
        if row.said:
            boxes.append(placed.boxes)
            characters += shown.replace(" ", "")
            if "*" in text:
                canvas.seal(_gap(placed.boxes, text.index("*")), middle[1])
    corners = np.array([(-1.0, 1.0), (1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)]) * half
    return Drawing(
        registration, canvas.linear, canvas.relief, canvas.sheeting, corners, characters, np.concatenate(boxes)
    )


def _gap(boxes: Points, index: int) -> float:
    """Middle of the gap after so many characters; behind the last one it has a seal's breadth."""
    left = float(boxes[index - 1, 1, 0])
    return (left + float(boxes[index, 0, 0])) / 2.0 if index < len(boxes) else left + 2.0 * SEAL_MM / 1000.0


class _Canvas:
    """Colour, relief and sheeting while a plate is drawn; places are metres from its middle, to the right and up."""

    def __init__(self, size: tuple[int, int], half: Points, ground: str) -> None:
        self.size, self.half = size, half
        self.linear = np.full((size[1], size[0], 3), COLORS[ground], np.float32)
        self.relief = np.zeros((size[1], size[0]), np.float32)
        self.sheeting = np.ones((size[1], size[0]), np.float32)

    def cover(self, polygons: list[Points]) -> NDArray[np.float32]:
        scale = np.array([self.size[0], -self.size[1]]) / (2.0 * self.half)
        return cover(self.size, [polygon * scale + np.array(self.size) / 2.0 for polygon in polygons])

    def fill(self, polygons: list[Points], color: str) -> NDArray[np.float32]:
        share = self.cover(polygons)
        self.linear += share[..., None] * (np.array(COLORS[color], np.float32) - self.linear)
        return share

    def write(self, polygons: list[Points], color: str, raised: bool) -> None:
        share = self.fill(polygons, color)
        if color in DARK:
            self.sheeting *= 1.0 - share
        if raised:
            np.maximum(self.relief, share, out=self.relief)

    def frame(self, color: str) -> None:
        """The line along the rim, which stands out."""
        outer, inner = (
            rounded(self.half - inset / 1000.0, (CORNER_MM - inset) / 1000.0)
            for inset in (INSET_MM, INSET_MM + BORDER_MM)
        )
        share = self.cover([outer]) - self.cover([inner])
        self.linear += share[..., None] * (np.array(COLORS[color], np.float32) - self.linear)
        if color in DARK:
            self.sheeting *= 1.0 - share
        np.maximum(self.relief, share, out=self.relief)

    def seal(self, x: float, y: float) -> None:
        """Two stickers without emblems, one above the other."""
        radius = min(SEAL_MM / 1000.0, 0.16 * float(self.half[1]) * 2.0)
        angle = np.linspace(0.0, 2.0 * math.pi, 40, endpoint=False)
        disc = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        for lift, size, color in ((1.0, 0.75, "gold"), (-0.8, 1.0, "grey")):
            middle = np.array([x, y + lift * radius])
            self.fill([middle + disc * size * radius], color)
            self.fill([middle + disc * 0.4 * size * radius], "blue" if color == "grey" else "red")


def to_srgb(linear: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Linear RGB as sRGB's bytes."""
    out: NDArray[np.uint8] = _SRGB[(linear.clip(0.0, 1.0) * np.float32(_STEPS) + np.float32(0.5)).astype(np.uint16)]
    return out


def _srgb_table() -> NDArray[np.uint8]:
    """Bytes of so many steps of light: a table is a quarter of the formula's cost."""
    light = np.arange(_STEPS + 1) / _STEPS
    low, high = 12.92 * light, 1.055 * light ** (1.0 / 2.4) - 0.055
    return np.rint(255.0 * np.where(light <= 0.0031308, low, high)).astype(np.uint8)


_STEPS = 8191
_SRGB = _srgb_table()


def rounded(half: Points, corner: float, steps: int = 6) -> Points:
    """(4 steps, 2) points around a rectangle with round corners, counter-clockwise."""
    turn = np.linspace(0.0, np.pi / 2.0, steps) + np.arange(4)[:, None] * (np.pi / 2.0)
    middles = np.array([(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)]) * (half - corner)
    out: Points = (middles[:, None] + corner * np.stack([np.cos(turn), np.sin(turn)], axis=2)).reshape(-1, 2)
    return out


def normal_map(relief: NDArray[np.float32], layout: Layout) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 tangent-space normals of what stands out, its edges as round as pressing leaves them."""
    if layout.embossed_mm <= 0.0:
        return np.full((1, 1, 3), (128, 128, 255), np.uint8)
    height = cv2.GaussianBlur(relief, (0, 0), 1.2) * np.float32(layout.embossed_mm / 1000.0 * PIXELS_A_M)
    x, y = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8)
    normal = np.stack([-x, y, np.ones_like(x)], axis=2)  # rows run downwards, v upwards
    unit = normal / np.linalg.norm(normal, axis=2, keepdims=True)
    out: NDArray[np.uint8] = np.rint(127.5 + 127.5 * unit).astype(np.uint8)
    return out
