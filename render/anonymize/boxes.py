"""Boxes that a user has, in any of the formats that others use, as one COCO document."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from annotate.entries import ANNOTATION, CATEGORY, IMAGE
from assets import ConfigError, DatasetError, files
from assets.reading import is_folder, is_regular, json_value, shown
from measure.readers import open_source
from measure.readers.coco import expect_fields
from measure.readers.yolo import SETTINGS

MOST_BYTES = 2**32
LISTS = ("images", "annotations", "categories")

type Entry = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Boxes:
    """Attributes:
    document: COCO's lists, and all else that the file said.
    """

    document: Entry = field(default_factory=lambda: {"images": [], "annotations": [], "categories": []})

    @cached_property
    def categories(self) -> dict[int, str]:
        """Names by id."""
        return {entry["id"]: str(entry["name"]) for entry in self.document["categories"]}

    @cached_property
    def images(self) -> dict[str, Entry]:
        """By file name."""
        return {entry["file_name"]: entry for entry in self.document["images"]}

    @cached_property
    def by_image(self) -> dict[int, list[Entry]]:
        """Annotations by their image's id, in the file's order."""
        out: dict[int, list[Entry]] = {entry["id"]: [] for entry in self.document["images"]}
        for annotation in self.document["annotations"]:
            out[annotation["image_id"]].append(annotation)
        return out

    def of(self, name: str) -> list[Entry]:
        """Annotations of a picture, by its name or by the end of the path that the file has."""
        image = self.image(name)
        return [] if image is None else self.by_image[image["id"]]

    def image(self, name: str) -> Entry | None:
        return self.images.get(name) or self._by_base.get(Path(name).name)

    @cached_property
    def _by_base(self) -> dict[str, Entry]:
        """Images whose last name is theirs alone: many files name pictures without their folders, or with others."""
        count = Counter(Path(name).name for name in self.images)
        return {Path(name).name: entry for name, entry in self.images.items() if count[Path(name).name] == 1}


def read_boxes(place: Path, names: Sequence[str], sizes: "SizeOf") -> Boxes:
    """A COCO file, YOLO's folder or settings, WIDER's text or MOT's.

    Args:
        names: of the pictures, in order; MOT's frames are numbers of them, from 1.
        sizes: width and height of a picture by name, for formats that do not say it.

    Raises:
        ConfigError: nothing is there, or no such format.
        DatasetError: it is not what its format says; names the place.
    """
    if is_folder(place) or place.name in SETTINGS:
        return _yolo(place)
    if not is_regular(place):
        raise ConfigError(f"--coco {place}: expected a file of boxes, found none")
    try:
        data = files.read(place, MOST_BYTES)
    except OSError as error:
        raise DatasetError(f"{place}: cannot be read ({error.strerror})") from error
    if place.suffix.lower() == ".json":
        return _coco(data, place)
    try:
        lines = [line.strip() for line in data.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise DatasetError(f"{place}: expected UTF-8 text") from error
    lines = [line for line in lines if line]
    if not lines:
        raise DatasetError(f"{place}: expected boxes, it is empty")
    if lines[0].count(",") >= 5:
        return _mot(lines, place, names, sizes)
    return _wider(lines, place, sizes)


class SizeOf(Mapping[str, tuple[int, int]]):
    """Sizes of pictures by name, looked up when they are asked for."""

    def __init__(self, names: Sequence[str], look: Any) -> None:
        self._names, self._look = dict.fromkeys(names), look

    def __getitem__(self, name: str) -> tuple[int, int]:
        if name not in self._names:
            raise KeyError(name)
        width, height = self._look(name)
        return width, height

    def __iter__(self) -> Any:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _coco(data: bytes, place: Path) -> Boxes:
    found = json_value(data, str(place), error=DatasetError)
    if not isinstance(found, dict) or any(not isinstance(found.get(key), list) for key in LISTS):
        raise DatasetError(f"{place}: expected a COCO object with lists of {', '.join(LISTS)}")
    for entry in found["categories"]:
        expect_fields(entry, CATEGORY, ("id", "name"), f"{place.name}: category")
    for entry in found["images"]:
        expect_fields(entry, IMAGE, ("id", "width", "height"), f"{place.name}: image", ("camera", "hidden", "filtered"))
        if not isinstance(entry.get("file_name"), str):
            raise DatasetError(f"{place.name}: image {entry['id']}: expected 'file_name' to be a file's name")
    known = {entry["id"] for entry in found["images"]}, {entry["id"] for entry in found["categories"]}
    fields = {key: ANNOTATION[key] for key in ("id", "image_id", "category_id", "bbox")}
    for entry in found["annotations"]:
        where = f"{place.name}: annotation"
        expect_fields(entry, fields, tuple(fields), where)
        if entry["image_id"] not in known[0] or entry["category_id"] not in known[1]:
            raise DatasetError(f"{where} {entry['id']}: its image or its category is not there")
        _expect_points(entry, where)
    return Boxes(found)


def _expect_points(entry: Entry, where: str) -> None:
    points = entry.get("keypoints")
    if points is None:
        return
    numbers = isinstance(points, list) and all(
        isinstance(value, int | float) and math.isfinite(value) for value in points
    )
    if not numbers or len(points) % 3:
        raise DatasetError(f"{where} {entry['id']}: expected 'keypoints' to be triples of numbers")


def _yolo(place: Path) -> Boxes:
    """YOLO's labels; or any other set that ``compare`` reads."""
    source = open_source(place)
    if not source.labelled:
        raise ConfigError(f"--coco {place}: expected boxes, found pictures alone")
    tell: Counter[str] = Counter()
    builder = _Builder()
    for item in source.read(tell):
        image = builder.image(item.name.rpartition("images/")[2] or item.name, item.size)
        for thing in item.things or ():
            more = {} if thing.points is None else {"keypoints": thing.points.ravel().tolist()}
            builder.add(image, thing.category, list(thing.box), **more)
    return Boxes(builder.document)


@dataclass
class _Builder:
    """A COCO document that is written line by line."""

    document: Entry = field(default_factory=lambda: {"images": [], "annotations": [], "categories": []})
    _category: dict[str, int] = field(default_factory=dict)

    def image(self, name: str, size: tuple[int, int]) -> int:
        number = len(self.document["images"]) + 1
        self.document["images"].append({"id": number, "file_name": name, "width": size[0], "height": size[1]})
        return number

    def add(self, image: int, category: str, box: list[float], **more: Any) -> None:
        if category not in self._category:
            self._category[category] = len(self._category) + 1
            self.document["categories"].append({"id": self._category[category], "name": category})
        number = len(self.document["annotations"]) + 1
        own = {"id": number, "image_id": image, "category_id": self._category[category], "bbox": box}
        self.document["annotations"].append(own | {"area": box[2] * box[3], "iscrowd": 0} | more)


def _wider(lines: list[str], place: Path, sizes: SizeOf) -> Boxes:
    """WIDER FACE's text: a name, a count, and as many lines ``x y w h …``; a count of 0 has one line of zeros."""
    builder, at = _Builder(), 0
    by_base = {Path(name).name: name for name in sizes}
    while at < len(lines):
        name, at = lines[at], at + 1
        count = _count(lines, at, place)
        at += 1
        full = name if name in sizes else by_base.get(Path(name).name)
        image = builder.image(full, sizes[full]) if full is not None else None
        for line in lines[at : at + count]:
            numbers = _numbers(line.split(), 4, f"{place}: {shown(name)}")
            if image is not None and min(numbers[2:4]) > 0.0:
                builder.add(image, "face", numbers[:4])
        at += count
        if count == 0 and at < len(lines) and set(lines[at].split()) == {"0"}:
            at += 1
    return Boxes(builder.document)


def _count(lines: list[str], at: int, place: Path) -> int:
    if at >= len(lines) or not lines[at].isdecimal() or at + int(lines[at]) >= len(lines) + (lines[at] == "0"):
        got = shown(lines[at]) if at < len(lines) else "its end"
        raise DatasetError(f"{place}: expected a picture's name, a count of boxes and as many lines, got {got}")
    return int(lines[at])


def _mot(lines: list[str], place: Path, names: Sequence[str], sizes: SizeOf) -> Boxes:
    """MOT's text: ``frame, track, x, y, w, h, …``; frames are pictures in the order of their names, from 1."""
    builder = _Builder()
    images: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        values = _numbers(line.split(","), 6, f"{place}, line {number}")
        frame = int(values[0])
        if not 1 <= frame <= len(names):
            raise DatasetError(f"{place}, line {number}: expected a frame of 1..{len(names)}, got {frame}")
        if frame not in images:
            images[frame] = builder.image(names[frame - 1], sizes[names[frame - 1]])
        builder.add(images[frame], "face", [values[2] - 1.0, values[3] - 1.0, *values[4:6]], track_id=int(values[1]))
    return Boxes(builder.document)


def _numbers(words: Sequence[str], least: int, where: str) -> list[float]:
    try:
        out = [float(word) for word in words]
    except ValueError as error:
        raise DatasetError(f"{where}: expected numbers, got {shown(' '.join(words))}") from error
    if len(out) < least or not all(map(math.isfinite, out)):
        raise DatasetError(f"{where}: expected {least} numbers or more, got {shown(' '.join(words))}")
    return out
