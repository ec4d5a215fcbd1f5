"""Open Images' CSV files of boxes.

Source: https://storage.googleapis.com/openimages/web/download_v7.html (columns, flags, file names).
"""

import csv
from collections.abc import Mapping
from typing import Any

from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target
from annotate.formats.walk import Entry

# Open Images' classes of the same meaning: its id and display name (class-descriptions-boxable.csv).
CLASSES = {
    "person": ("/m/01g317", "Person"),
    "bicycle": ("/m/0199g", "Bicycle"),
    "car": ("/m/0k4j", "Car"),
    "motorcycle": ("/m/04_sv", "Motorcycle"),
    "bus": ("/m/01bjv", "Bus"),
    "truck": ("/m/07r04", "Truck"),
    "face": ("/m/0dzct", "Human face"),
    "person_head": ("/m/04hgtk", "Human head"),
}
BOX_COLUMNS = (
    *("ImageID", "Source", "LabelName", "Confidence", "XMin", "XMax", "YMin", "YMax"),
    *("IsOccluded", "IsTruncated", "IsGroupOf", "IsDepiction", "IsInside"),
)
IMAGE_COLUMNS = (
    *("ImageID", "Subset", "OriginalURL", "OriginalLandingURL", "License", "AuthorProfileURL", "Author", "Title"),
    *("OriginalSize", "OriginalMD5", "Thumbnail300KURL", "Rotation"),
)
SPLITS = {"val": "validation"}
OCCLUDED = 0.05  # share hidden from which on the flag is set: less is the breadth of an edge


def write(dataset: Dataset, target: Target) -> None:
    classes = {number: label_of(str(row["name"])) for number, row in dataset.categories.items()}
    with target.lines("annotations/class-descriptions-boxable.csv") as file:
        csv.writer(file, lineterminator="\n").writerows(classes.values())
    with target.lines("annotations/image_ids_and_rotation.csv") as file:
        images = csv.DictWriter(file, IMAGE_COLUMNS, restval="", lineterminator="\n")
        images.writeheader()
        for split in dataset.splits:
            subset = SPLITS.get(split, split)
            with target.lines(f"annotations/{subset}-annotations-bbox.csv") as boxes_file:
                boxes = csv.DictWriter(boxes_file, BOX_COLUMNS, lineterminator="\n")
                boxes.writeheader()
                for record in dataset.records(split):
                    target.picture(record, f"images/{subset}/{record.file_name}")
                    images.writerow({"ImageID": record.stem, "Subset": subset, "Rotation": "0.0"})
                    boxes.writerows(box_row(annotation, record, classes) for annotation in _kept(record, target))


def label_of(name: str) -> tuple[str, str]:
    """LabelName and display name of a category; names of one's own serve as both."""
    return CLASSES.get(name, (name, name))


def box_row(annotation: Entry, record: Record, classes: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    """A line of the boxes' file. What stands in a scene is no depiction of itself, and no picture is taken inside."""
    x, y, w, h = annotation["bbox"]
    width, height = record.size
    return {
        "ImageID": record.stem,
        "Source": "prelabel",
        "LabelName": classes[annotation["category_id"]][0],
        "Confidence": 1,
        "XMin": _share(x / width),
        "XMax": _share((x + w) / width),
        "YMin": _share(y / height),
        "YMax": _share((y + h) / height),
        "IsOccluded": _flag(annotation.get("occlusion"), OCCLUDED),
        "IsTruncated": _flag(annotation.get("truncation"), 1e-9),
        "IsGroupOf": annotation.get("iscrowd", 0),
        "IsDepiction": 0,
        "IsInside": 0,
    }


def box_of_row(row: Mapping[str, str], width: int, height: int) -> list[float]:
    """The inverse: [x, y, width, height] in pixels."""
    x0, x1 = (float(row[key]) * width for key in ("XMin", "XMax"))
    y0, y1 = (float(row[key]) * height for key in ("YMin", "YMax"))
    return [x0, y0, x1 - x0, y1 - y0]


def _kept(record: Record, target: Target) -> list[Entry]:
    kept = [annotation for annotation in record.annotations if not annotation.get("ignore")]
    for _ in range(len(record.annotations) - len(kept)):
        target.left_out("are marked to be ignored")
    return kept


def _share(value: float) -> str:
    return f"{value:.9f}"


def _flag(share: float | None, edge: float) -> int:
    """1, 0, or -1 for unknown."""
    return -1 if share is None else int(share >= edge)


FORMAT = Format("openimages-csv", "Open Images' CSV files of boxes", write)
