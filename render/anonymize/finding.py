"""What is to be replaced in a picture: the user's boxes, or what a detector sees; and what is left, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assets import ConfigError, DatasetError
from render.anonymize.boxes import Boxes, Entry
from render.anonymize.detecting import Detector
from render.anonymize.photo import Photo, Pixels
from render.anonymize.plate_finding import corners_in
from render.anonymize.settings import Settings

FACE_WORDS, HEAD_WORDS, PLATE_WORDS = ("face",), ("head",), ("plate", "licence", "license")
VEHICLES = ("car", "truck", "bus", "van", "motorcycle", "vehicle", "taxi")
OCCLUDERS = ("hand", "microphone", "glasses", "sunglasses", "mask", "cup", "phone", "bottle", "occluder", "helmet")
AGREED = 0.5  # of a box's overlap with one of a person who agreed
POINTS = (5, 68, 70)
SMALL_PX = 16.0  # below which a face is no person's any more, and gets the cheap way
LEAST_PX = 1.0

type Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Found:
    """One face or plate.

    Attributes:
        kind: ``face`` or ``plate``.
        number: among those of its kind in its picture, from 1.
        box: x, y, width, height in pixels of the upright picture, within it.
        points: (K, 2) of a face 5, 68 or 70; of a plate its four corners from the top left; None for none.
        by: where it is from: ``given``, ``detected`` or ``image processing``.
        score: of a detection; 1 for what was given.
        annotation: the user's; None for a detection.
        left: why it stays as it is; empty for what is replaced.
        track: of a video; None for none.
    """

    kind: str
    number: int
    box: tuple[float, float, float, float]
    points: Points | None = None
    by: str = "given"
    score: float = 1.0
    annotation: Entry | None = None
    left: str = ""
    track: int | None = None

    @property
    def side(self) -> float:
        """The smaller side of its box."""
        return min(self.box[2:])

    @property
    def attributes(self) -> Mapping[str, Any]:
        """What the user's labels say of it."""
        given = (self.annotation or {}).get("attributes")
        return given if isinstance(given, dict) else {}


@dataclass(eq=False)
class Finder:
    """Args:
    boxes: the user's; None to detect.
    agreed: boxes of people who agreed to be seen; None for nobody.
    detector: None where it is not installed; then boxes must be given.
    """

    settings: Settings
    boxes: Boxes | None
    agreed: Boxes | None = None
    detector: Detector | None = None
    _roles: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.boxes is None:
            if "faces" not in self.settings.what:
                raise ConfigError("--what plates: expected boxes of plates or vehicles by --coco")
            self.detector = self.detector or Detector()
            return
        self._roles = roles(self.boxes.categories)
        wanted = {"faces": ("face",), "plates": ("plate", "vehicle")}
        if not any(role in wanted[what] for what in self.settings.what for role in self._roles.values()):
            names = ", ".join(self.boxes.categories.values()) or "none"
            raise ConfigError(f"--coco: expected a category of {' or '.join(self.settings.what)}, got {names}")

    def find(self, photo: Photo, name: str, rgb: Pixels) -> list[Found]:
        """Of a picture, faces first.

        Raises:
            DatasetError: the boxes are of a picture of another size.
        """
        found = self._detected(rgb) if self.boxes is None else self._given(photo, name, rgb, self.boxes)
        found = [replace(item, left=self._why_left(item, name)) for item in found]
        return [self._with_points(item, rgb) for item in found]

    def occluders(self, name: str) -> list[Entry]:
        """The user's annotations of what may be before a face."""
        if self.boxes is None:
            return []
        return [entry for entry in self.boxes.of(name) if self._roles.get(entry["category_id"]) == "occluder"]

    def _detected(self, rgb: Pixels) -> list[Found]:
        assert self.detector is not None
        out: list[Found] = []
        for item in self.detector.faces(rgb, self.settings.threshold):
            box = within(item.box, (rgb.shape[1], rgb.shape[0]))
            if box is not None:
                out.append(Found("face", len(out) + 1, box, item.points, "detected", item.score))
        return out

    def _given(self, photo: Photo, name: str, rgb: Pixels, boxes: Boxes) -> list[Found]:
        out: list[Found] = []
        image = boxes.image(name)
        if image is None:
            return out
        turn = turn_of(photo, image, name)
        for entry in boxes.of(name):
            role, size = self._roles.get(entry["category_id"], ""), photo.size
            kind = {"face": "face", "plate": "plate", "vehicle": "plate"}.get(role, "")
            if f"{kind}s" not in self.settings.what:
                continue
            number = 1 + sum(item.kind == kind for item in out)
            x, y, w, h = (float(value) for value in entry["bbox"])
            whole = upright_box((x, y, w, h), turn, size)
            box = within(whole, size)
            if box is None:
                out.append(Found(kind, number, whole, annotation=entry, left="outside the picture"))
                continue
            if role == "vehicle":
                corners = corners_in(rgb, box)
                if corners is not None:
                    out.append(Found(kind, number, box_of(corners), corners, "image processing", 0.5))
                continue
            points = _corners(entry) if kind == "plate" else _points(entry)
            points = None if points is None else upright(points, turn, size)
            track = entry.get("track_id")
            out.append(
                Found(
                    *(kind, number, box, points, "given", 1.0, entry),
                    track=track if isinstance(track, int) else None,
                )
            )
        return out

    def _why_left(self, item: Found, name: str) -> str:
        if item.left:
            return item.left
        if item.side < max(self.settings.min_side_px, LEAST_PX):
            return "smaller than --min-side"
        agreed = [] if self.agreed is None else self.agreed.of(name)
        if any(overlap(item.box, tuple(map(float, entry["bbox"]))) >= AGREED for entry in agreed):
            return "agreed"
        return ""

    def _with_points(self, item: Found, rgb: Pixels) -> Found:
        """A face's five points by the detector, where there are none and a render needs them."""
        wanted = item.kind == "face" and not item.left and item.points is None and self.settings.method == "render"
        if not wanted or self.detector is None or item.side < SMALL_PX:
            return item
        return replace(item, points=self.detector.points(rgb, item.box))


def roles(categories: Mapping[int, str]) -> dict[int, str]:
    """``face``, ``plate``, ``vehicle`` or ``occluder`` by category; heads count as faces where there are no faces."""
    out = {}
    for number, name in categories.items():
        low = name.lower()
        if any(word in low for word in PLATE_WORDS):
            out[number] = "plate"
        elif low in OCCLUDERS:
            out[number] = "occluder"
        elif any(word in low for word in FACE_WORDS):
            out[number] = "face"
        elif low in VEHICLES:
            out[number] = "vehicle"
    if "face" not in out.values():
        out |= {number: "face" for number, name in categories.items() if any(w in name.lower() for w in HEAD_WORDS)}
    return out


def turn_of(photo: Photo, image: Entry, name: str) -> int:
    """How a file's boxes are turned before they lie on the upright picture: EXIF's orientation where they are of the
    picture as it is stored, 1 where of the picture as it is seen.

    Raises:
        DatasetError: they are of another picture.
    """
    stated, stored = (image["width"], image["height"]), photo.stored.shape[1::-1]
    if stated == photo.size:
        return 1
    if stated == stored:
        return photo.orientation
    seen = "×".join(map(str, photo.size))
    raise DatasetError(f"{name}: expected boxes of a picture of {seen} pixels, they are of {stated[0]}×{stated[1]}")


def upright(points: Points, turn: int, size: tuple[int, int]) -> Points:
    """Points (K, 2) of the stored picture on the upright one, whose width and height is ``size``."""
    out = points[:, ::-1].copy() if turn >= 5 else points.copy()
    if turn in (2, 3, 6, 7):
        out[:, 0] = size[0] - out[:, 0]
    if turn in (3, 4, 7, 8):
        out[:, 1] = size[1] - out[:, 1]
    return out


def stored(points: Points, turn: int, size: tuple[int, int]) -> Points:
    """The way back."""
    out = points.copy()
    if turn in (2, 3, 6, 7):
        out[:, 0] = size[0] - out[:, 0]
    if turn in (3, 4, 7, 8):
        out[:, 1] = size[1] - out[:, 1]
    return out[:, ::-1].copy() if turn >= 5 else out


def upright_box(
    box: tuple[float, float, float, float], turn: int, size: tuple[int, int]
) -> tuple[float, float, float, float]:
    x, y, w, h = box
    return box if turn == 1 else box_of(upright(np.array([(x, y), (x + w, y + h)]), turn, size))


def box_of(points: Points) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return x0, y0, x1 - x0, y1 - y0


def within(box: Sequence[float], size: tuple[int, int]) -> tuple[float, float, float, float] | None:
    """A box as far as it lies in the picture; None where nothing of it does."""
    x, y, w, h = box
    left, top, right, bottom = max(x, 0.0), max(y, 0.0), min(x + w, float(size[0])), min(y + h, float(size[1]))
    return (left, top, right - left, bottom - top) if min(right - left, bottom - top) > 0.1 else None


def overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over union of two boxes."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    tall = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(wide, 0.0) * max(tall, 0.0)
    return shared / max(one[2] * one[3] + other[2] * other[3] - shared, 1e-9)


def _points(entry: Entry) -> Points | None:
    """A face's points, where all that a fit needs are there."""
    flat = entry.get("keypoints")
    if not isinstance(flat, list) or len(flat) // 3 not in POINTS:
        return None
    triples = np.array(flat, np.float64).reshape(-1, 3)
    return triples[:, :2] if (triples[:, 2] > 0.0).all() else None


def _corners(entry: Entry) -> Points | None:
    """A plate's four corners from the top left, clockwise: of keypoints or of a polygon of four."""
    flat = entry.get("keypoints")
    if isinstance(flat, list) and len(flat) == 12:
        return ordered(np.array(flat, np.float64).reshape(4, 3)[:, :2])
    rings = entry.get("segmentation")
    if isinstance(rings, list) and len(rings) == 1 and isinstance(rings[0], list) and len(rings[0]) == 8:
        return ordered(np.array(rings[0], np.float64).reshape(4, 2))
    return None


def ordered(corners: Points) -> Points:
    """Four corners clockwise from the top left one."""
    away = corners - corners.mean(axis=0)
    turn = corners[np.argsort(np.arctan2(away[:, 1], away[:, 0]))]
    return np.roll(turn, -int(np.argmin(turn.sum(axis=1))), axis=0)
