"""Plates as readers of text take them: PaddleOCR's lists for finding and for reading, and a plain CSV file.

Source of the conventions: PaddleOCR's documentation of its data sets. To find text: a line a picture, its path, a tab,
JSON with ``transcription`` and ``points``; to read it: a line a crop, its path, a tab, the text. ``###`` is text that
nobody has to read.
"""

import csv
import json
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target
from annotate.formats.walk import Entry
from annotate.plates import CATEGORY, aspect_of, corners_of, rectified
from assets import DatasetError
from assets.pictures import opened_picture

UNREADABLE = "###"
NONE = f"expected the category {CATEGORY} (--set plates=labelled), the dataset has none"
COLUMNS = (
    *("image", "annotation_id", "text", "country", "layout", "side", "parent", "x", "y", "width", "height"),
    *(f"{corner}_{axis}" for corner in ("top_left", "top_right", "bottom_right", "bottom_left") for axis in "xy"),
    *("glyph_height_px", "contrast", "occlusion", "legible", "char_boxes"),
)


def write_paddle(dataset: Dataset, target: Target) -> None:
    """``det/`` with the pictures and a list for each split, ``rec/`` with rectified plates and theirs."""
    _told(dataset, target)
    for split in dataset.splits:
        with target.lines(f"det/{split}.txt") as found, target.lines(f"rec/{split}.txt") as read:
            for record in dataset.records(split):
                name = f"{split}/{record.file_name}"
                target.picture(record, f"det/{name}")
                plates = list(_plates(record, target, dataset))
                found.write(f"{name}\t{json.dumps(list(map(detection, plates)), ensure_ascii=False)}\n")
                for crop, plate in crops(record, plates, target):
                    if transcription(plate) == UNREADABLE:
                        continue
                    crop_name = f"{split}/{record.stem}_{plate['id']}.png"
                    _save(target, f"rec/{crop_name}", crop)
                    read.write(f"{crop_name}\t{transcription(plate)}\n")


def write_csv(dataset: Dataset, target: Target) -> None:
    """``plates.csv``, a line a plate, beside the pictures."""
    _told(dataset, target)
    with target.lines("plates.csv") as file:
        rows = csv.DictWriter(file, ("split", *COLUMNS), lineterminator="\n")
        rows.writeheader()
        for split in dataset.splits:
            for record in dataset.records(split):
                target.picture(record, f"images/{record.file_name}")
                for plate in _plates(record, target, dataset):
                    rows.writerow({"split": split, **row(plate, record)})


def write_crops(dataset: Dataset, target: Target) -> int:
    """``crops/plates/`` with every plate as seen from the front, and ``crops/plates.csv`` with what each says.

    Returns:
        How many plates there are, but for those that have a corner outside their picture.

    Raises:
        DatasetError: the dataset knows of no plates.
    """
    if CATEGORY not in dataset.names():
        raise DatasetError(f"--crops plates: {NONE}")
    count = 0
    with target.lines("crops/plates.csv") as file:
        rows = csv.DictWriter(file, ("crop", "split", *COLUMNS), lineterminator="\n")
        rows.writeheader()
        for split in dataset.splits:
            for record in dataset.records(split):
                plates = [item for item in record.annotations if _is_plate(item, dataset)]
                for crop, plate in crops(record, plates, target):
                    name = f"{record.stem}_{plate['id']}.png"
                    _save(target, f"crops/plates/{name}", crop)
                    rows.writerow({"crop": f"plates/{name}", "split": split, **row(plate, record)})
                    count += 1
    return count


def _told(dataset: Dataset, target: Target) -> None:
    """A note where the dataset knows of no plates: its lists are empty."""
    if CATEGORY not in dataset.names():
        target.note(NONE, 0)


def detection(plate: Entry) -> dict[str, Any]:
    """What a finder of text is to find: its corners, or its box where one of them is outside the picture."""
    corners = corners_of(plate)
    if corners is None:
        x, y, w, h = plate["bbox"]
        corners = np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    return {"transcription": transcription(plate), "points": np.round(corners, 2).tolist()}


def transcription(plate: Entry) -> str:
    """The text; ``###`` for one that cannot be read, or is not whole in the picture, or is to be ignored."""
    attributes = plate.get("attributes", {})
    hopeless = attributes.get("legible", 1.0) <= 0.0 or bool(plate.get("ignore"))
    return UNREADABLE if hopeless or corners_of(plate) is None else str(attributes.get("text", UNREADABLE))


def row(plate: Entry, record: Record) -> dict[str, Any]:
    """A line of the CSV file; corners outside the picture are empty, ``char_boxes`` is JSON."""
    attributes, corners = plate.get("attributes", {}), corners_of(plate)
    x, y, w, h = plate["bbox"]
    told = {key: attributes.get(key, "") for key in COLUMNS if key in attributes}
    places = ["" for _ in range(8)] if corners is None else np.round(corners, 2).ravel().tolist()
    return {
        **dict(zip(COLUMNS[11:19], places, strict=True)),
        **told,
        **{"image": record.file_name, "annotation_id": plate["id"], "x": x, "y": y, "width": w, "height": h},
        "occlusion": plate.get("occlusion", ""),
        "char_boxes": json.dumps(plate.get("char_boxes", [])),
    }


def crops(record: Record, plates: list[Entry], target: Target) -> Iterator[tuple[NDArray[np.uint8], Entry]]:
    """Rectified pictures of those plates that lie in their picture with all corners."""
    whole = [(corners, plate) for plate in plates if (corners := corners_of(plate)) is not None]
    if not whole:
        return
    with target.source(record) as source, opened_picture(source.read()) as image:
        rgb = np.asarray(image.convert("RGB"))
    for corners, plate in whole:
        yield rectified(rgb, corners, aspect_of(plate)), plate


def _plates(record: Record, target: Target, dataset: Dataset) -> Iterator[Entry]:
    for item in record.annotations:
        if _is_plate(item, dataset):
            yield item
        else:
            target.left_out("are no plates")


def _is_plate(item: Entry, dataset: Dataset) -> bool:
    return bool(dataset.categories[item["category_id"]]["name"] == CATEGORY)


def _save(target: Target, name: str, rgb: NDArray[np.uint8]) -> None:
    done, data = cv2.imencode(".png", rgb[..., ::-1])
    if not done:
        raise DatasetError(f"{name}: cannot be written as PNG")
    target.path(name).write_bytes(data.tobytes())


PADDLE = Format("paddleocr", "plates for PaddleOCR: lists for finding and reading text", write_paddle)
CSV = Format("plates-csv", "plates in a CSV file", write_csv)
