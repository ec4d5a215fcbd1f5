"""Checks of plates: their text is as long as their characters are many, and these lie where the plate is."""

from collections.abc import Iterable, Iterator, Mapping

import cv2
import numpy as np

from annotate.entries import Entries, Entry
from annotate.plates import CATEGORY, corners_of, quads_of

SLACK_PX, SLACK = 1.5, 0.05  # of the plate's longer side: bends and round corners


def has_plates(categories: Mapping[int, Entry]) -> bool:
    return any(row.get("name") == CATEGORY for row in categories.values())


def plate_failures(entries: Entries, categories: Mapping[int, Entry]) -> tuple[int, list[str]]:
    """Of all plates: how many there are, and a sentence for each that is not what it says."""
    plates = [item for item in entries.annotations if _is_plate(item, categories)]
    known = _vehicles(entries, categories)
    moved = {image["id"] for image in entries.images if _is_moved(image)}
    return len(plates), [fault for item in plates for fault in _faults(item, known, item["image_id"] in moved)]


def _is_plate(item: Entry, categories: Mapping[int, Entry]) -> bool:
    return bool(categories.get(item["category_id"], {}).get("name") == CATEGORY)


def _is_moved(image: Entry) -> bool:
    augmentation = image.get("augmentation")
    return isinstance(augmentation, dict) and bool(augmentation.get("geometric"))


def _vehicles(entries: Entries, categories: Mapping[int, Entry]) -> set[tuple[int, int]]:
    """Image and instance id of everything that is listed under another category."""
    out = {(item["image_id"], item["instance_id"]) for item in entries.annotations if not _is_plate(item, categories)}
    for image in entries.images:
        listed: Iterable[Entry] = [*image["hidden"], *image["filtered"]]
        out |= {(image["id"], item["instance_id"]) for item in listed if item["category"] != CATEGORY}
    return out


def _faults(item: Entry, vehicles: set[tuple[int, int]], moved: bool) -> Iterator[str]:
    where, attributes = f"annotation {item['id']}", item["attributes"]
    text, quads = str(attributes.get("text", "")), quads_of(item)
    letters = len(text.replace(" ", ""))
    if "char_boxes" not in item or (len(quads) and len(quads) != letters):
        yield f"{where}: its text '{text}' has {letters} characters, char_boxes has {len(quads)}"
    parent = attributes.get("parent")
    if parent != item["instance_id"] or (item["image_id"], parent) not in vehicles:
        yield f"{where}: there is no vehicle {parent} that it is of"
    corners = corners_of(item)
    if corners is None or moved:
        return
    x, y, w, h = item["amodal_bbox"]
    slack = max(SLACK_PX, SLACK * max(w, h))
    off = np.abs([*corners.min(axis=0) - [x, y], *corners.max(axis=0) - [x + w, y + h]])
    if off.max() > slack:
        yield f"{where}: its corners are {off.max():.1f} px off its amodal box {item['amodal_bbox']}"
    outline = corners.astype(np.float32)[:, None]
    out = [-cv2.pointPolygonTest(outline, (float(x), float(y)), True) for x, y in quads.reshape(-1, 2)]
    if max(out, default=0.0) > slack:
        yield f"{where}: a character lies {max(out):.1f} px outside its plate"
