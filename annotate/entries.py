"""The entries of a COCO file on disk, sorted into those that hold what they should and those that do not."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assets import DatasetError, files
from assets.reading import json_value, shown
from assets.reading.paths import MOST_NAME

MOST_BYTES = 8 * 2**30  # of a COCO file that is read whole
MOST_NUMBER, MOST_PX, MOST_TEXT = 1e15, 1e9, 10_000  # beyond which arithmetic, drawing and tables have no sense

type Entry = dict[str, Any]
type Test = Callable[[Any], bool]
type Fields = Mapping[str, tuple[str, Test]]


@dataclass(frozen=True, eq=False)
class Entries:
    """Attributes:
    raw: the whole file.
    images, annotations, categories: the sound entries, in the file's order.
    problems: one sentence for each of the others.
    """

    raw: Entry
    images: tuple[Entry, ...]
    annotations: tuple[Entry, ...]
    categories: tuple[Entry, ...]
    problems: tuple[str, ...]


def read_entries(path: Path) -> Entries:
    """Read a COCO file as Prelabel writes it.

    Raises:
        DatasetError: there is no such file, or it is no JSON object with lists of images, annotations and categories.
    """
    raw = _read_json(path)
    sound: dict[str, tuple[Entry, ...]] = {}
    problems: list[str] = []
    for kind, fields, optional in (
        ("images", IMAGE, OPTIONAL_IMAGE),
        ("annotations", ANNOTATION, OPTIONAL_ANNOTATION),
        ("categories", CATEGORY, {}),
    ):
        if not isinstance(raw, dict) or not isinstance(raw.get(kind), list):
            raise DatasetError(f"{path}: expected a COCO object with a list of {kind}, got none")
        faults = [_fault(entry, fields, optional) for entry in raw[kind]]
        sound[kind] = tuple(entry for entry, fault in zip(raw[kind], faults, strict=True) if fault is None)
        problems += (f"{_name(kind, i, raw[kind])}: {fault}" for i, fault in enumerate(faults) if fault is not None)
    return Entries(raw, sound["images"], sound["annotations"], sound["categories"], tuple(problems))


def _read_json(path: Path) -> Any:
    try:
        text = files.read(path, MOST_BYTES, within=path.parents[1])
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error
    return json_value(text, str(path))


def _fault(entry: object, fields: Fields, optional: Fields | None = None) -> str | None:
    """What is wrong with an entry's fields, and with those of the optional ones that are there; None for nothing."""
    if not isinstance(entry, dict):
        return f"expected an object, got {_short(entry)}"
    for key, (expected, test) in {**fields, **(optional or {})}.items():
        if key not in entry:
            if key in fields:
                return f"has no '{key}'"
        elif not test(entry[key]):
            return f"expected '{key}' to be {expected}, got {_short(entry[key])}"
    return None


def _name(kind: str, index: int, entries: list[Any]) -> str:
    """``image 7``, or ``images[3]`` for an entry without an id."""
    entry = entries[index]
    number = entry.get("id") if isinstance(entry, dict) else None
    singular = "category" if kind == "categories" else kind[:-1]
    return f"{singular} {number}" if _is_int(number) else f"{kind}[{index}]"


def _short(value: object) -> str:
    try:
        return shown(json.dumps(value, ensure_ascii=False), 60)
    except (ValueError, RecursionError):
        return f"a {type(value).__name__} that is too large to be shown"


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MOST_NUMBER  # no NaN


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MOST_TEXT


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.encode()) <= MOST_NAME


def _is_size(value: object) -> bool:
    return isinstance(value, int) and _is_int(value) and 0 < value <= 65_536


def _is_box(value: object) -> bool:
    return _is_numbers(value, 4) and all(abs(item) <= MOST_PX for item in value)  # type: ignore[attr-defined]


def _is_segmentation(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(ring, list) for ring in value))


def _is_flat(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str | bool) or _is_number(item) for item in value.values())


def _is_counts(value: object) -> bool:
    return isinstance(value, dict) and all(_is_int(item) for item in value.values())


def _is_numbers(value: object, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(_is_number(item) for item in value)


def _is_quads(value: object) -> bool:
    return isinstance(value, list) and all(_is_numbers(item, 8) for item in value)


def _is_box3d(value: object) -> bool:
    if not isinstance(value, dict) or not {"center", "size", "rotation", "corners"} <= value.keys():
        return False
    corners = value["corners"]
    whole = isinstance(corners, list) and len(corners) == 8 and all(_is_numbers(item, 2) for item in corners)
    plain = all(_is_numbers(value[key], count) for key, count in (("center", 3), ("size", 3), ("rotation", 4)))
    return plain and (corners is None or whole)


def _is_camera(value: object) -> bool:
    k = value.get("K") if isinstance(value, dict) else None
    return isinstance(k, list) and len(k) == 3 and all(_is_numbers(row, 3) for row in k)


def _is_hidden(value: object) -> bool:
    return isinstance(value, list) and all(_fault(item, HIDDEN) is None for item in value)


def _is_filtered(value: object) -> bool:
    return isinstance(value, list) and all(_fault(item, FILTERED) is None for item in value)


def _is_suite(value: object) -> bool:
    texts, whole = ("name", "of"), ("repeat", "cell")
    return (
        isinstance(value, dict)
        and all(_is_text(value.get(key)) for key in texts)
        and all(_is_int(value.get(key)) and value[key] >= 0 for key in whole)
    )


def _is_flag(value: object) -> bool:
    return _is_int(value) and value in (0, 1)


def _is_velocity(value: object) -> bool:
    return _is_numbers(value, 3)


def _is_pixel_velocity(value: object) -> bool:
    return value is None or _is_numbers(value, 2)


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


INTEGER: tuple[str, Test] = ("an integer", _is_int)
NUMBER: tuple[str, Test] = ("a finite number", _is_number)
TRUTH: tuple[str, Test] = ("true or false", _is_bool)
TEXT: tuple[str, Test] = ("text", _is_text)
SIZE: tuple[str, Test] = ("a number of pixels", _is_size)
BOX: tuple[str, Test] = ("[x, y, width, height]", _is_box)
FLAT: tuple[str, Test] = ("an object of plain values", _is_flat)

CATEGORY = {"id": INTEGER, "name": TEXT}
HIDDEN = {"instance_id": INTEGER, "category": TEXT}
FILTERED = {**HIDDEN, "reason": TEXT}
IMAGE = {
    "id": INTEGER,
    "file_name": ("a file's name", _is_name),
    "width": SIZE,
    "height": SIZE,
    "camera": ("an object with K", _is_camera),
    "parameters": FLAT,
    "placed": INTEGER,
    "hidden": ("a list of instances", _is_hidden),
    "filtered": ("a list of instances with reasons", _is_filtered),
}
OPTIONAL_IMAGE: Fields = {
    "scene_id": INTEGER,
    "view": INTEGER,
    "video_id": INTEGER,
    "frame_index": INTEGER,
    "seconds": NUMBER,
    "suite": ("an object with name, repeat, cell and of", _is_suite),
    "factors": FLAT,
}
ANNOTATION = {
    "id": INTEGER,
    "image_id": INTEGER,
    "category_id": INTEGER,
    "bbox": BOX,
    "area": NUMBER,
    "segmentation": ("polygons or run lengths", _is_segmentation),
    "iscrowd": ("0 or 1", _is_flag),
    "amodal_bbox": BOX,
    "visible_fraction": NUMBER,
    "truncation": NUMBER,
    "occlusion": NUMBER,
    "bbox3d": ("an object of center, size, rotation and corners", _is_box3d),
    "instance_id": INTEGER,
    "parts": ("an object of pixel counts", _is_counts),
    "attributes": FLAT,
}
OPTIONAL_ANNOTATION: Fields = {
    "ignore": ("0 or 1", _is_flag),
    "through_glass": INTEGER,
    "track_id": INTEGER,
    "velocity": ("three numbers", _is_velocity),
    "velocity_px": ("two numbers, or null", _is_pixel_velocity),
    "occluded_since": NUMBER,
    "entering": TRUTH,
    "leaving": TRUTH,
    "amodal_segmentation": ("polygons or run lengths", _is_segmentation),
    "char_boxes": ("a list of quadrilaterals of 8 numbers", _is_quads),
}


def duplicates(values: Iterator[Any]) -> list[Any]:
    """Values that come more than once, each once, in order."""
    seen: dict[Any, int] = {}
    for value in values:
        seen[value] = seen.get(value, 0) + 1
    return [value for value, count in seen.items() if count > 1]
