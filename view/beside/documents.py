"""The entries of pictures as they stand in the set's own files, made ready to be drawn.

The index knows where each entry begins. Only what a browser can draw or list is handed on: finite numbers, and text.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotate import masks
from assets import DatasetError, files
from assets.reading import json_value
from render.stores.records import record_of
from view.index.index import Index
from view.index.reading import Place, records

MOST_BYTES = 2**26  # of an entry
MOST_POINTS = 20_000  # of the outlines of one thing
HEAVY = ("segmentation", "amodal_segmentation", "keypoints", "bbox3d", "attributes", "parts")
CHANGED = "the set has changed since it was read; load the page again"

type Entry = dict[str, Any]


def pictures(place: Place, index: Index, positions: Sequence[int], masked: bool, full: bool) -> list[Entry]:
    """What is drawn of some pictures, in their order.

    Args:
        masked: with outlines of masks, which are long.
        full: with all fields of pictures and things.

    Raises:
        DatasetError: the set is not what was indexed.
    """
    marks = ", ".join("?" * len(positions))
    rows = index.ask(
        "select position, number, name, width, height, split, source, begin_byte, bytes, document from base.pictures "
        f"where position in ({marks})",
        positions,
    )
    things = _things(place, index, positions)
    out = {}
    for position, number, name, width, height, split, source, begin, count, document in rows:
        entry: Entry = {"position": position, "id": number, "name": name, "width": width, "height": height}
        image, own = _entries(place, (source, begin, count, document), things[position])
        entry["things"] = [_drawn(ordinal, category, box, each, (width, height), masked, full)
                           for ordinal, category, box, each in own]  # fmt: skip
        if full:
            entry |= {"split": split, "fields": _flat(image), "parameters": _flat(image.get("parameters"))}
            entry["assets"] = [_flat(item) for item in _list(image.get("assets"))]
        out[position] = entry
    return [out[position] for position in positions if position in out]


type _Thing = tuple[int, str, Sequence[float], Entry]


def _things(place: Place, index: Index, positions: Sequence[int]) -> Mapping[int, list[tuple[Any, ...]]]:
    marks = ", ".join("?" * len(positions))
    rows = index.ask(
        "select position, ordinal, category, x, y, w, h, begin_byte, bytes, document from base.things "
        f"where position in ({marks}) order by ordinal",
        positions,
    )
    out: Mapping[int, list[tuple[Any, ...]]] = defaultdict(list)
    for position, *rest in rows:
        out[position].append(tuple(rest))
    return out


def _entries(place: Place, at: tuple[Any, ...], things: list[tuple[Any, ...]]) -> tuple[Entry, list[_Thing]]:
    """A picture's entry, and those of its things with their number, category and box."""
    source, begin, count, document = at
    known = [(ordinal, category, (x, y, w, h)) for ordinal, category, x, y, w, h, *_ in things]
    if document is not None:
        own = [json.loads(thing[-1]) for thing in things]
        return json.loads(document), [(*each, entry) for each, entry in zip(known, own, strict=True)]
    path = _path(place, source)
    if place.kind == "records":
        try:
            record = record_of(_read(place, path, begin, count))
        except ValueError as error:
            raise DatasetError(f"{path}: {CHANGED}") from error
        if len(record["annotations"]) != len(known):
            raise DatasetError(f"{path}: {CHANGED}")
        return record["image"], [(*each, entry) for each, entry in zip(known, record["annotations"], strict=True)]
    image = _object(_read(place, path, begin, count), path)
    read = [_object(_read(place, path, thing[6], thing[7]), path) for thing in things]
    return image, [(*each, entry) for each, entry in zip(known, read, strict=True)]


def _path(place: Place, source: str) -> Path:
    for path in records(place.root) if place.kind == "records" else place.files:
        if path.name == source:
            return path
    raise DatasetError(f"{place.place}: {CHANGED}")


def _read(place: Place, path: Path, begin: int, count: int) -> bytes:
    try:
        with files.opened(path, within=place.root) as file:
            file.seek(begin)
            return file.read(min(count, MOST_BYTES))
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror})") from error


def _object(data: bytes, path: Path) -> Entry:
    try:
        found = json_value(data, str(path))
    except DatasetError as error:
        raise DatasetError(f"{path}: {CHANGED}") from error
    if not isinstance(found, dict):
        raise DatasetError(f"{path}: {CHANGED}")
    return found


# --- what is drawn


def _drawn(
    ordinal: int, category: str, box: Sequence[float], entry: Entry, size: tuple[int, int], masked: bool, full: bool
) -> Entry:
    out: Entry = {"ordinal": ordinal, "category": category, "box": list(box)}
    if isinstance(number := entry.get("instance_id"), int):
        out["instance"] = number
    if entry.get("ignore") or entry.get("iscrowd"):
        out["ignored"] = True
    out |= dict(_shapes(entry))
    if masked:
        for key, name in (("segmentation", "outlines"), ("amodal_segmentation", "amodal_outlines")):
            if entry.get(key):
                out[name] = outlines(entry[key], size)
    if full:
        out |= {
            "attributes": _flat(entry.get("attributes")),
            "fields": _flat(entry),
            "parts": _flat(entry.get("parts")),
        }
    return out


def _shapes(entry: Entry) -> Iterator[tuple[str, Any]]:
    """What is drawn besides the box and the mask."""
    if (amodal := _numbers(entry.get("amodal_bbox"), 4)) is not None:
        yield "amodal", amodal
    if (points := _numbers(entry.get("keypoints"))) is not None and points and len(points) % 3 == 0:
        yield "points", points
    box3d = entry.get("bbox3d")
    corners = box3d.get("corners") if isinstance(box3d, dict) else None
    if isinstance(corners, list) and len(corners) == 8:
        pairs = [_numbers(pair, 2) for pair in corners]
        if all(pair is not None for pair in pairs):
            yield "corners", pairs


def outlines(segmentation: Any, size: tuple[int, int]) -> list[list[float]]:
    """Rings of a mask: polygons as they are, run lengths as they go round its pixels; none where it is no mask."""
    if isinstance(segmentation, list):
        rings = [_numbers(ring) for ring in segmentation]
        found = [ring for ring in rings if ring is not None and len(ring) >= 6 and len(ring) % 2 == 0]
    elif isinstance(segmentation, dict):
        width, height = size
        try:
            found = masks.polygons(masks.decode(segmentation, height, width))
        except DatasetError:  # counts as plain lists are read by pycocotools alone: the box is drawn
            return []
    else:
        return []
    return found if sum(map(len, found)) <= 2 * MOST_POINTS else []


def _numbers(value: Any, count: int | None = None) -> list[float] | None:
    if not isinstance(value, list) or (count is not None and len(value) != count):
        return None
    fits = all(type(item) in (int, float) and math.isfinite(item) and abs(item) < 1e9 for item in value)
    return value if fits else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _flat(values: Any) -> dict[str, Any]:
    return dict(_plain(values)) if isinstance(values, dict) else {}


def _plain(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if key in HEAVY or key == "parameters":
            continue
        if isinstance(value, str):
            yield key, value[:2000]
        elif isinstance(value, bool | int | float) and (not isinstance(value, float) or math.isfinite(value)):
            yield key, value
        elif isinstance(value, list) and len(value) <= 6 and (numbers := _numbers(value)) is not None:
            yield key, numbers
