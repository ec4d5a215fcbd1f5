"""What the entries of a set say of themselves, as flat rows whose keys become columns."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotate.entries import ANNOTATION, CATEGORY, IMAGE, INTEGER, NUMBER
from assets import AttributeValue, DatasetError
from measure.readers.coco import SHARES, expect_fields

MOST_TEXT = 500  # characters of a value; longer ones are cut

type Row = dict[str, AttributeValue]

_PICTURE = {key: IMAGE[key] for key in ("id", "width", "height")}
_THING = {key: ANNOTATION[key] for key in ("id", "image_id", "bbox")}
_FLAGS = ("iscrowd", "ignore")

_WORDS, _SAMPLED, _LISTS = ("scene", "view", "source"), ("parameters", "factors"), ("hidden", "filtered")

PICTURE_KEYS = (*_PICTURE, "file_name", *_WORDS, *_SAMPLED, "camera", *_LISTS)
THING_KEYS = (*_THING, "category", "category_id", *SHARES, "area", *_FLAGS, "bbox3d", "keypoints", "attributes")
"""All that is read of a COCO image and of an annotation."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Attributes:
    key: of which file it is, and its id there.
    name: of its file, as the set has it.
    path: of its file below the set's folder; empty where it is not there.
    size: width and height in pixels.
    source: the name of the file that its entry stands in.
    at: first byte and bytes of it there; of a record the whole line.
    document: its entry as JSON, where no file has it.
    row: what can be filtered by.
    """

    key: tuple[int, int]
    name: str
    path: str
    size: tuple[int, int]
    source: str
    at: tuple[int, int]
    row: Row
    split: str = ""
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """Attributes:
    of: the key of its picture.
    category: its name, or its id in that file where names come later.
    box: x, y, width, height in pixels.
    at, document: as a picture's; of records nothing, as their pictures have all.
    row: what can be filtered by.
    """

    of: tuple[int, int]
    category: str | int
    box: tuple[float, float, float, float]
    at: tuple[int, int]
    row: Row
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """Attributes:
    file, number: where it is defined, and its id there.
    skeleton: pairs of its keypoints, counted from 1, that are joined.
    """

    file: int
    number: int
    name: str
    points: tuple[str, ...] = ()
    skeleton: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a file of records was read, so that reading can go on there.

    Attributes:
        name: of the file; size: bytes of its whole lines.
    """

    name: str
    size: int


type Entry = Picture | Thing | Category | Seen


@dataclass
class Folders:
    """Where pictures lie below a set's folder, by the file that names them; found with the first of each."""

    find: Callable[[int, str], str | None]
    known: dict[int, str | None] = field(default_factory=dict)

    def path(self, file: int, name: str) -> str:
        if self.known.get(file) is None:
            self.known[file] = self.find(file, name)
        folder = self.known[file]
        return "" if folder is None else name if folder in ("", ".") else f"{folder}/{name}"


def picture(entry: Any, at: tuple[int, int], file: int, folders: Folders, where: str, split: str = "") -> Picture:
    """Of a COCO image.

    Raises:
        DatasetError: it has not what it needs.
    """
    expect_fields(entry, _PICTURE, ("id", "width", "height"), f"{where}: image")
    name = entry.get("file_name")
    if not isinstance(name, str) or not name:
        raise DatasetError(f"{where}: image {entry['id']}: expected 'file_name' to be a file's name")
    row: Row = {}
    for key in _WORDS:
        if isinstance(value := entry.get(key), str | int):
            row[key] = value
    for key in _SAMPLED:
        value = entry.get(key)
        if isinstance(value, dict):
            row |= plain(value)
    camera = entry.get("camera")
    if isinstance(camera, dict) and isinstance(camera.get("model"), str):
        row["camera_model"] = camera["model"]
    for key in _LISTS:
        if isinstance(value := entry.get(key), list):
            row[key] = len(value)
    size = int(entry["width"]), int(entry["height"])
    return Picture((file, entry["id"]), name, folders.path(file, name), size, where, at, row, split)


def thing(entry: Any, at: tuple[int, int], file: int, where: str) -> Thing:
    """Of a COCO annotation, or one of a record.

    Raises:
        DatasetError: it has not what it needs.
    """
    expect_fields(entry, _THING, ("id", "image_id", "bbox"), f"{where}: annotation")
    category = entry.get("category", entry.get("category_id"))
    if not isinstance(category, str) and not INTEGER[1](category):
        raise DatasetError(f"{where}: annotation {entry['id']} has no category")
    x, y, w, h = map(float, entry["bbox"])
    row: Row = plain({key: entry[key] for key in (*SHARES, "area") if key in entry})
    for key in _FLAGS:
        if entry.get(key):
            row[key] = True
    row |= _measured(entry)
    if isinstance(attributes := entry.get("attributes"), dict):
        row |= plain(attributes)
    return Thing((file, entry["image_id"]), category, (x, y, w, h), at, row)


def category(entry: Any, file: int, where: str) -> Category:
    """Of a COCO category.

    Raises:
        DatasetError: it has no id or no name.
    """
    expect_fields(entry, CATEGORY, ("id", "name"), f"{where}: category")
    points = entry.get("keypoints")
    names = tuple(map(str, points)) if isinstance(points, list) else ()
    pairs = entry.get("skeleton") if names else None
    edges = [pair for pair in pairs or () if _is_edge(pair, len(names))]
    return Category(file, entry["id"], str(entry["name"]), names, tuple((a, b) for a, b in edges))


def _is_edge(pair: Any, count: int) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(INTEGER[1](end) and 1 <= end <= count for end in pair)


def _measured(entry: Mapping[str, Any]) -> Row:
    """What is computed of an entry: distance by its 3D box, and how many of its keypoints show."""
    out: Row = {}
    box3d = entry.get("bbox3d")
    center = box3d.get("center") if isinstance(box3d, dict) else None
    if isinstance(center, list) and len(center) == 3 and all(map(NUMBER[1], center)):
        out["distance_m"] = math.hypot(*center)
    flat = entry.get("keypoints")
    if isinstance(flat, list) and flat and len(flat) % 3 == 0:
        labelled = [v for v in flat[2::3] if v]
        out["points_seen"] = sum(v == 2 for v in labelled)
    return out


def plain(values: Mapping[str, Any]) -> Row:
    """Values that are names or finite numbers; text is cut to what anybody filters by."""
    out: Row = {}
    for key, value in values.items():
        kind = type(value)
        if kind is str:
            out[key] = value[:MOST_TEXT]
        elif kind is bool or (kind is float and math.isfinite(value)) or (kind is int and abs(value) < 2**63):
            out[key] = value
    return out
